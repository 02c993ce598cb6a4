//! A machine translation made while one reads: what is asked, what is shown of the answers, what stops it.

use crate::app::fixtures::{article, id, model, press, serve};
use crate::app::{Counterpart, Effect, Model, Msg, Untranslated, update};
use crate::archive::{Standing, State};
use crate::article::{Article, Bead, Lang};

/// The article without a counterpart, which is the third of the list, open to be read.
fn reading() -> Model {
    let mut model = model(120, 40);
    press(&mut model, "j j Enter");
    assert_eq!(model.reader.id(), Some(&id(2)));
    model
}

/// Asks for a translation. Gives the request's number.
fn asked(model: &mut Model) -> u64 {
    match press(model, "T").as_slice() {
        [Effect::Translate { request, id: of }] if *of == id(2) => *request,
        other => panic!("no translation is asked for: {other:?}"),
    }
}

/// What is made of it so far.
fn made(standing: Standing) -> Counterpart {
    let original = article(2);
    let to = original.lang.counterpart().unwrap();
    let blocks = match standing {
        Standing::Unfinished(done) => done,
        _ => original.blocks.len(),
    };
    let text = Article {
        id: original.id.machine_translation(to),
        title: "made".into(),
        lang: to,
        machine_translated: true,
        blocks: original.blocks.iter().take(blocks).cloned().collect(),
        ..Article::default()
    };
    let bead = |n: usize| {
        let (own, other) = (vec![n], Some(n).filter(|n| *n < blocks).into_iter().collect());
        let (ar, en) = if original.lang == Lang::Ar { (own, other) } else { (other, own) };
        Bead { ar, en, confidence: 1.0 }
    };
    let beads = (0..original.blocks.len()).map(bead).collect();
    let (ar, en) =
        if original.lang == Lang::Ar { (id(2), text.id.clone()) } else { (text.id.clone(), id(2)) };
    let pair = crate::article::Pair { ar, en, confidence: 1.0, beads };
    Counterpart { pair, article: text.into(), differences: Vec::new(), made: Some(standing) }
}

fn moves_on(model: &mut Model, request: u64, done: usize) {
    let counterpart = Some(Box::new(made(Standing::Unfinished(done))));
    update(model, Msg::Translating { request, done, counterpart });
}

fn said(model: &Model) -> &str {
    model.message.as_ref().map_or("", |message| &message.text)
}

#[test]
fn what_comes_is_shown_beside_the_article_and_an_old_answer_is_not() {
    let mut model = reading();
    let request = asked(&mut model);
    moves_on(&mut model, request + 1, 3);
    assert!(!model.reader.beside && model.gauge(|_| true).contains("0/22"));
    moves_on(&mut model, request, 3);
    assert!(model.reader.beside && model.gauge(|_| true).contains("3/22"), "{}", model.gauge(|_| true));
    assert_eq!(press(&mut model, "T"), [], "it is asked for once");
    let result = Ok(Box::new(made(Standing::Whole)));
    update(&mut model, Msg::Translated { request: request + 1, result });
    assert!(model.gauge(|_| true).contains("3/22"));
    update(&mut model, Msg::Translated { request, result: Ok(Box::new(made(Standing::Whole))) });
    assert!(said(&model).contains("22 paragraphs"), "{}", said(&model));
    assert!(model.gauge(|_| true).contains("machine translation"));
}

#[test]
fn esc_and_ctrl_c_stop_it_and_then_mean_what_they_always_do() {
    for key in ["Esc", "Ctrl-c"] {
        let mut model = reading();
        let request = asked(&mut model);
        moves_on(&mut model, request, 3);
        assert_eq!(press(&mut model, key), [Effect::StopTranslating]);
        update(&mut model, Msg::Translated { request, result: Err(Untranslated::Stopped) });
        assert!(said(&model).contains('3') && said(&model).contains('T'), "{}", said(&model));
        assert!(model.reader.beside, "what was made stays in sight");
        let after = press(&mut model, key);
        assert_eq!(after.contains(&Effect::Quit), key == "Ctrl-c", "{after:?}");
    }
    let mut model = reading();
    asked(&mut model);
    assert!(press(&mut model, "q").contains(&Effect::Quit), "to leave is to leave");
}

#[test]
fn a_selection_is_not_taken_away_while_it_is_made() {
    let mut model = reading();
    let request = asked(&mut model);
    moves_on(&mut model, request, 3);
    press(&mut model, "v");
    moves_on(&mut model, request, 4);
    assert!(model.reader.page().unwrap().has_caret());
    assert!(model.gauge(|_| true).contains("4/22"));
}

#[test]
fn what_is_not_as_its_article_is_now_says_so_and_t_makes_it_anew() {
    for (standing, words) in
        [(Standing::Outdated, "before the article changed"), (Standing::Unfinished(3), "3")]
    {
        let mut model = reading();
        let effects = update(&mut model, Msg::Key(crate::config::keys::Key::char('s')));
        let Some(Effect::LoadPairs { request, .. }) = effects.first() else { panic!("{effects:?}") };
        update(&mut model, Msg::Pairs { request: *request, result: Ok(vec![made(standing)]) });
        assert!(model.reader.beside && said(&model).contains(words), "{}", said(&model));
        assert!(press(&mut model, "m").is_empty(), "beads that were made are not put right");
        assert!(model.hints().iter().any(|hint| hint.key == "T"), "{:?}", model.hints());
        asked(&mut model);
    }
}

#[test]
fn an_article_in_another_language_is_not_asked_for() {
    let mut model = reading();
    let persian = Article { lang: Lang::Fa, ..(*article(2)).clone() };
    let effects = press(&mut model, "[");
    serve(&mut model, effects);
    let coming = update(&mut model, Msg::Key(crate::config::keys::Key::char(']')));
    let request = coming.iter().find_map(|effect| match effect {
        Effect::Open { request, .. } => Some(*request),
        _ => None,
    });
    let result = Ok(Some((persian.into(), State::default())));
    update(&mut model, Msg::Opened { request: request.unwrap(), result });
    assert_eq!(press(&mut model, "T"), []);
    assert!(said(&model).contains("only Arabic and English"), "{}", said(&model));
}
