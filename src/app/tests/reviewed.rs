//! Corrections by keys: what is asked to be stored, and what is seen when it is.

use std::sync::Arc;

use crate::app::fixtures::{article, model, press, serve, type_text};
use crate::app::page::Evidence;
use crate::app::popup::About;
use crate::app::{Effect, Model, Msg, update};
use crate::article::correction::{Judged, Kind, PutBack, Verdict};
use crate::article::{Amendment, Article, Correction, Cut, Tag};

/// A model, and an archive that knows its first article alone.
struct Desk {
    model: Model,
    imported: Article,
    correction: Correction,
}

impl Desk {
    fn new() -> Self {
        let mut imported = Arc::unwrap_or_clone(article(0));
        imported.mentions.push(Tag::declared("TN"));
        imported.topics.push(Tag::declared("ports"));
        imported.cut = ["شارك", "اقرأ أيضًا", "شارك"]
            .map(|text| Cut { text: text.into(), reason: "share".into(), after: 0 })
            .to_vec();
        let mut desk = Self { model: model(120, 40), imported, correction: Correction::default() };
        desk.press("Enter");
        desk
    }

    /// Presses keys; what is to be corrected is. Gives the steps.
    fn press(&mut self, keys: &str) -> Vec<Amendment> {
        let mut all = Vec::new();
        for key in keys.split(' ') {
            for effect in press(&mut self.model, key) {
                let Effect::Review { id, steps } = effect else { continue };
                steps.iter().cloned().for_each(|step| self.correction.amend(step));
                let mut article = self.imported.clone();
                self.correction.lay_over(&mut article);
                let result = Ok((Some(Arc::new(article)), self.correction.clone()));
                all.extend(steps.clone());
                let effects = update(&mut self.model, Msg::Reviewed { id, steps, result });
                serve(&mut self.model, effects);
            }
        }
        all
    }

    fn on(&self) -> Option<(Kind, String)> {
        let popup = self.model.popup.as_ref()?;
        let About::Evidence(rows) = &popup.about else { return None };
        rows.get(popup.cursor()).cloned().flatten()
    }

    fn article(&self) -> &Article {
        self.model.reader.article().unwrap()
    }
}

fn judged(kind: Kind, value: &str, verdict: Verdict) -> Amendment {
    Amendment::Judge(Judged { kind, value: value.into(), verdict })
}

fn values(tags: &[Tag]) -> Vec<&str> {
    tags.iter().map(|tag| tag.value.as_str()).collect()
}

#[test]
fn a_country_is_corrected_by_a_key_and_the_cursor_stays_on_it() {
    let mut desk = Desk::new();
    assert_eq!(desk.press("e"), []);
    assert_eq!(desk.on(), Some((Kind::Country, "EG".into())), "the cursor never stands on a heading");
    assert_eq!(desk.press("m"), [judged(Kind::Country, "EG", Verdict::Mentions)]);
    assert_eq!((values(&desk.article().countries), desk.on()), (vec![], Some((Kind::Country, "EG".into()))));
    assert_eq!(desk.press("n"), [judged(Kind::Country, "EG", Verdict::Not)]);
    assert_eq!(values(&desk.article().mentions), ["TN"]);
    assert_eq!(desk.on(), Some((Kind::Country, "EG".into())), "what was taken away is listed");
    assert_eq!(desk.press("u"), [Amendment::Forget(Kind::Country, "EG".into())]);
    assert_eq!(values(&desk.article().countries), ["EG"]);
    assert_eq!(desk.press("j"), []);
    assert_eq!(desk.press("y"), [judged(Kind::Country, "TN", Verdict::Is)]);
    assert_eq!(values(&desk.article().countries), ["EG", "TN"]);
}

#[test]
fn only_countries_are_merely_mentioned_and_what_was_not_corrected_is_not_taken_back() {
    let mut desk = Desk::new();
    desk.press("e G");
    assert_eq!(desk.on(), Some((Kind::Topic, "ports".into())));
    for key in ["m", "u"] {
        assert_eq!(desk.press(key), [], "{key}");
        assert!(desk.model.message.is_some(), "{key}");
    }
}

#[test]
fn a_value_is_added_by_its_name_completed_in_either_language() {
    let mut desk = Desk::new();
    desk.press("e a");
    type_text(&mut desk.model, "فرنس");
    press(&mut desk.model, "Tab");
    assert_eq!(desk.model.typed().unwrap().text(), "France", "the interface's name");
    assert_eq!(desk.press("Enter"), [judged(Kind::Country, "FR", Verdict::Is)]);
    assert_eq!(desk.on(), Some((Kind::Country, "FR".into())));
    desk.press("a");
    type_text(&mut desk.model, "xyzzyxx");
    assert_eq!(desk.press("Enter"), []);
    assert!(desk.model.message.is_some() && desk.model.typed().is_some(), "what was typed can be mended");
    assert_eq!(desk.press("Ctrl-u"), []);
    type_text(&mut desk.model, "org:\"Harbour Board\"");
    assert_eq!(desk.press("Enter"), [judged(Kind::Org, "Harbour Board", Verdict::Is)]);
}

#[test]
fn enter_shows_what_speaks_for_one_value_alone() {
    let mut desk = Desk::new();
    desk.press("e j Enter");
    assert!(desk.model.popup.is_none());
    assert_eq!(*desk.model.reader.page().unwrap().evidence(), Evidence::Of("TN".into()));
}

#[test]
fn a_piece_that_was_cut_is_put_back_and_cut_again_where_one_reads() {
    let mut desk = Desk::new();
    desk.press("j j j j j j");
    let blocks = desk.article().blocks.len();
    assert_eq!(desk.press("C"), []);
    let piece = PutBack { text: "شارك".into(), nth: 1 };
    assert_eq!(desk.press("j j Enter"), [Amendment::PutBack(piece.clone())]);
    assert_eq!((desk.article().blocks.len(), desk.article().cut.len()), (blocks + 1, 2));
    assert_eq!(desk.press("G n"), [Amendment::CutAgain(piece)], "what was put back comes last");
    assert_eq!((desk.article().blocks.len(), desk.article().cut.len()), (blocks, 3));
}

#[test]
fn an_article_that_was_left_meanwhile_is_not_shown_again() {
    let mut desk = Desk::new();
    let effects = press(&mut desk.model, "e y Esc ]");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Review { steps, .. } if !steps.is_empty())));
    let other = desk.article().id.clone();
    let late = Msg::Reviewed {
        id: desk.imported.id.clone(),
        steps: vec![judged(Kind::Country, "EG", Verdict::Is)],
        result: Ok((Some(Arc::new(desk.imported.clone())), Correction::default())),
    };
    let effects = update(&mut desk.model, late);
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Search { .. })),
        "the list shows it as it is"
    );
    assert_eq!(desk.article().id, other);
    assert_ne!(other, desk.imported.id);
}
