//! Offers under the line that is typed, and the written forms of the search's words.

use crate::app::fixtures::{answer, model, model_in, press, serve, type_text};
use crate::app::popup::About;
use crate::app::{Effect, Found, Model, Msg, update};
use crate::archive::{Form, Forms, Offer, Query, Why, WordForms};
use crate::article::Lang;
use crate::config::keys::Key;

fn offer(why: Why, query: &str, count: usize) -> Offer {
    Offer {
        why,
        typed: "typed".into(),
        meant: query.into(),
        label: (why == Why::Facet).then(|| ("فرنسا".into(), "France".into())),
        query: Query::parse(query).unwrap(),
        count,
    }
}

/// Types the last letter of a line, finds this, and is made these offers, if they were asked for.
fn offered(model: &mut Model, letter: char, found: Found, offers: Vec<Offer>) -> bool {
    let effects = update(model, Msg::Key(Key::char(letter)));
    let Some(Effect::Search { generation, .. }) = effects.first() else { panic!("no search in {effects:?}") };
    let generation = *generation;
    let asked = update(model, Msg::Found { generation, result: Ok(found) });
    let asks =
        asked.iter().any(|effect| matches!(effect, Effect::Offers { generation: g, .. } if *g == generation));
    update(model, Msg::Offers { generation, offers });
    asks
}

#[test]
fn an_offer_is_asked_for_when_nothing_is_found_or_a_word_names_a_value() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "qua");
    assert!(!offered(&mut model, 'y', answer(&[0, 1]), Vec::new()), "found: nothing to put right");
    assert!(offered(&mut model, 'z', answer(&[]), Vec::new()));
    press(&mut model, "Ctrl-u");
    type_text(&mut model, "Franc");
    assert!(offered(&mut model, 'e', answer(&[0]), Vec::new()));
    press(&mut model, "Ctrl-u");
    type_text(&mut model, "topic:cyb");
    assert!(offered(&mut model, 'r', answer(&[]), Vec::new()), "a topic may be mistyped");
    press(&mut model, "Ctrl-u");
    type_text(&mut model, "year:201");
    assert!(!offered(&mut model, '8', answer(&[]), Vec::new()), "a year is none or right");
}

#[test]
fn a_key_takes_the_offer_and_another_goes_to_the_next() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "harbo");
    let offers = vec![offer(Why::Spelling, "harbour", 2), offer(Why::Facet, "country:FR", 3)];
    offered(&mut model, 'r', answer(&[]), offers.clone());
    let said: Vec<String> = model.offers_say().into_iter().map(|(said, _)| said).collect();
    assert_eq!(said.len(), 4, "two leads, two offers: {said:?}");
    assert!(model.list_says().concat().contains("harbour"));
    press(&mut model, "BackTab Tab");
    assert_eq!(model.search.query().to_string(), "country:FR");
    assert_eq!(model.prompt.as_ref().unwrap().entry.text(), "country:FR ");
    assert!(model.offers_say().is_empty(), "a newer answer has none");
}

#[test]
fn an_offer_for_an_older_search_is_no_offer_and_enter_takes_one_in_the_empty_list() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "harbo");
    offered(&mut model, 'r', answer(&[]), vec![offer(Why::Spelling, "harbour", 2)]);
    update(&mut model, Msg::Offers { generation: 0, offers: Vec::new() });
    assert_eq!(model.offers_say().len(), 2);
    let effects = update(&mut model, Msg::Key(Key::parse("Enter").unwrap()));
    let Some(Effect::Search { generation, .. }) = effects.first() else { panic!("a search") };
    let generation = *generation;
    update(&mut model, Msg::Found { generation, result: Ok(answer(&[])) });
    update(&mut model, Msg::Offers { generation, offers: vec![offer(Why::Spelling, "harbour", 2)] });
    press(&mut model, "Enter");
    assert_eq!(model.search.query().to_string(), "harbour");
}

#[test]
fn the_forms_of_a_word_are_shown_with_counts_and_dropped_by_key() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 80, 24);
        press(&mut model, "/");
        type_text(&mut model, "علي");
        press(&mut model, "Enter");
        let effects = update(&mut model, Msg::Key(Key::char('w')));
        let Some(Effect::Forms { request }) = effects.first().cloned() else {
            panic!("no request: {effects:?}")
        };
        let form = |written: &str, articles| Form { written: written.into(), articles, dropped: false };
        let forms = vec![form("على", 40), form("علي", 3)];
        let words = vec![WordForms { place: (0, 0), word: "علي".into(), forms }];
        let result = Ok(Forms { words, read: 43, of: 60 });
        update(&mut model, Msg::Forms { request, result });
        let popup = model.popup.as_ref().unwrap();
        assert!(matches!(popup.about, About::Forms(Some(_))) && popup.items.len() == 3);
        assert!(popup.items[2].text.contains("43") && popup.items[2].text.contains("60"));
        let effects = press(&mut model, "Enter");
        serve(&mut model, effects);
        assert_eq!(model.search.query().to_string(), "علي~-على");
        press(&mut model, "Enter");
        assert_eq!(model.search.query().to_string(), "علي", "and taken back");
        press(&mut model, "j j Enter");
        assert_eq!(model.search.query().to_string(), "علي", "the last row only says of how many");
    }
}
