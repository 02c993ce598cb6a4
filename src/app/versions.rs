//! The versions of an article: the pop-up that lists them, and what is said of them under a title. Which articles are
//! versions of one text is found by the archive.

use crate::app::effect::Effect;
use crate::app::popup::{About, Item, Popup};
use crate::app::reader::Want;
use crate::app::{Model, Pane};
use crate::archive::Version;
use crate::article::{ArticleId, PartialDate};
use crate::config::words::Words;
use crate::text::{isolate, isolate_path};

/// Sources that are named; of the others it is said how many there are.
const NAMED: usize = 2;

/// Several sources in a few words: `Alef, Bee +1`.
pub fn sources_say(sources: &[String], words: &Words) -> String {
    let named: Vec<String> = sources.iter().take(NAMED).map(|source| isolate(source)).collect();
    let named = named.join(words.get("evidence.comma"));
    match sources.len().saturating_sub(NAMED) {
        0 => named,
        more => words.fill("versions.more", &[("sources", &named), ("n", &more.to_string())]),
    }
}

/// What is said under the title of an article that is not listed: of which one it is a version.
pub fn copy_says(main: &Version, words: &Words) -> String {
    let of = main.row.source.as_ref().unwrap_or(&main.row.title);
    words.fill("versions.copy-of", &[("of", &isolate(of))])
}

impl Model {
    /// Asks for the other versions of the article that one is on.
    pub(super) fn ask_versions(&mut self, fx: &mut Vec<Effect>) {
        let Some(id) = self.target() else {
            let said = self.words.get("message.open-first").to_owned();
            return self.say(said);
        };
        let items = vec![Item::text(self.words.get("popup.looking"))];
        self.open_popup(Popup::new(About::Versions(None), self.words.get("popup.versions"), items));
        fx.push(Effect::LoadVersions { id });
    }

    /// The versions have come.
    pub(super) fn versions(&mut self, result: Result<Vec<Version>, String>) {
        if !self.popup.as_ref().is_some_and(|popup| popup.about == About::Versions(None)) {
            return;
        }
        self.popup = None;
        match result {
            Ok(versions) if versions.is_empty() => {
                let said = self.words.get("message.no-versions").to_owned();
                self.say(said);
            }
            Ok(versions) => {
                let items = versions.iter().map(|version| self.version_item(version)).collect();
                let title = self.words.get("popup.versions").to_owned();
                self.open_popup(Popup::new(About::Versions(Some(versions)), title, items));
            }
            Err(fault) => self.complain(fault),
        }
    }

    fn version_item(&self, version: &Version) -> Item {
        let row = &version.row;
        let date = row.date.as_ref().map_or_else(String::new, PartialDate::to_day_string);
        let mut parts: Vec<String> = row.source.iter().map(|source| isolate(source)).collect();
        if row.copy_of.is_none() {
            parts.push(self.words.get("versions.listed").to_owned());
        }
        parts.push(isolate_path(&version.path));
        Item::labelled(date, parts.join(" · "))
    }

    /// Opens a version to be read.
    pub(super) fn open_version(&mut self, versions: &[Version], at: usize, fx: &mut Vec<Effect>) {
        let Some(version) = versions.get(at) else { return };
        let id = version.row.id.clone();
        // The listed one comes first, where it is not the one that is open.
        let main = versions.first().filter(|first| first.row.copy_of.is_none());
        let says = match (&version.row.copy_of, main) {
            (None, _) => None,
            (Some(_), Some(main)) => Some(copy_says(main, &self.words)),
            (Some(main), None) => {
                let row = self.list.find(main);
                let of = row.map(|row| row.source.clone().unwrap_or_else(|| row.title.clone()));
                of.map(|of| self.words.fill("versions.copy-of", &[("of", &isolate(&of))]))
            }
        };
        self.reader.version = says.map(|says| (id.clone(), says));
        self.go(Pane::Reader);
        self.open(id, Want::reading(), fx);
    }

    /// What is said of an article's versions under its title: all its sources, or of which article it is a copy.
    pub(super) fn versions_say(&self, id: &ArticleId) -> (Option<String>, Option<String>) {
        let row = self.list.find(id).filter(|row| row.sources.len() > 1);
        let sources = row.map(|row| sources_say(&row.sources, &self.words));
        let copy = self.reader.version.as_ref().filter(|(of, _)| of == id).map(|(_, says)| says.clone());
        (sources, copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures::{id, model, press, rows, serve};
    use crate::app::{Msg, update};
    use crate::archive::Row;
    use crate::article::Lang;
    use crate::config::keys::Key;

    /// A version from a file of this name.
    fn version(n: usize, copy_of: Option<ArticleId>, source: &str) -> Version {
        let row = Row { id: id(n), copy_of, source: Some(source.into()), ..rows()[n].clone() };
        Version { row, url: None, path: format!("/news/{source}.html") }
    }

    #[test]
    fn the_versions_are_listed_and_one_is_opened_and_says_whose_copy_it_is() {
        let mut model = model(120, 40);
        let asked = press(&mut model, "j V");
        assert!(matches!(&asked[..], [Effect::LoadVersions { id: of }] if *of == id(1)), "{asked:?}");
        let found = vec![version(2, Some(id(1)), "Bee"), version(3, Some(id(1)), "Cat")];
        update(&mut model, Msg::Versions { result: Ok(found) });
        let shown: Vec<&str> = model.popup.as_ref().unwrap().items.iter().map(|i| i.text.as_str()).collect();
        assert!(shown.len() == 2 && shown[1].contains("Cat") && shown[1].contains("/news/Cat.html"));
        let opening = update(&mut model, Msg::Key(Key::parse("Enter").unwrap()));
        assert!(opening.iter().any(|e| matches!(e, Effect::Open { id: of, .. } if *of == id(2))));
        serve(&mut model, opening);
        assert_eq!((model.reader.id(), model.focus), (Some(&id(2)), Pane::Reader));
        let (_, says) = model.versions_say(&id(2));
        let of = rows()[1].source.clone().unwrap_or_else(|| rows()[1].title.clone());
        assert!(says.unwrap().contains(&of));
        // From the copy, the listed one comes first and is no copy.
        press(&mut model, "V");
        update(&mut model, Msg::Versions { result: Ok(vec![version(1, None, "Alef")]) });
        assert!(model.popup.as_ref().unwrap().items[0].text.contains(model.words.get("versions.listed")));
        press(&mut model, "Enter");
        assert_eq!((model.reader.id(), model.versions_say(&id(1)).1), (Some(&id(1)), None));
    }

    #[test]
    fn an_article_of_one_version_says_so() {
        let mut model = model(120, 40);
        press(&mut model, "V");
        update(&mut model, Msg::Versions { result: Ok(Vec::new()) });
        assert!(model.popup.is_none() && model.message.is_some());
    }

    #[test]
    fn two_sources_are_named_and_the_others_counted() {
        let plain = |sources: &[&str], lang| {
            let sources: Vec<String> = sources.iter().map(|s| (*s).to_owned()).collect();
            sources_say(&sources, &Words::of(lang)).replace(['\u{2068}', '\u{2069}'], "")
        };
        assert_eq!(plain(&["Alef"], Lang::En), "Alef");
        assert_eq!(plain(&["Alef", "Bee"], Lang::En), "Alef, Bee");
        assert_eq!(plain(&["Alef", "Bee", "Cat", "Dal"], Lang::En), "Alef, Bee +2");
        assert_eq!(plain(&["ألف", "باء", "جيم"], Lang::Ar), "ألف، باء +1");
    }
}
