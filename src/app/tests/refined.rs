//! An answer that comes in parts: what is shown of it stays where it is, and the screen says that there is more.

use crate::app::fixtures::{answer, id, model, press};
use crate::app::{Change, Effect, Found, Model, Msg, update};

/// Asks for something new, and gives the number of the request.
fn ask(model: &mut Model) -> u64 {
    let asked = model.search.again();
    let Effect::Search { generation, .. } = asked else { panic!("a search, not {asked:?}") };
    generation
}

/// The newest part of an answer.
fn part(places: &[usize]) -> Found {
    let mut found = answer(places);
    found.answer.refining = true;
    found
}

fn come(model: &mut Model, generation: u64, found: Found) -> Vec<Effect> {
    update(model, Msg::Found { generation, result: Ok(found) })
}

#[test]
fn the_rest_of_an_answer_comes_behind_what_is_read_already() {
    let mut model = model(120, 40);
    let generation = ask(&mut model);
    come(&mut model, generation, part(&[0, 1, 2]));
    assert!(model.search.waiting() && model.counts().contains("still searching"));
    press(&mut model, "j j");
    come(&mut model, generation, answer(&[0, 1, 2, 3]));
    assert!(!model.search.waiting() && !model.counts().contains("still searching"));
    assert_eq!((model.list.len(), model.list.cursor()), (4, 2));
    // Better ones that come in before it do not push one's article away either.
    let generation = ask(&mut model);
    come(&mut model, generation, part(&[2, 3]));
    press(&mut model, "j");
    come(&mut model, generation, answer(&[0, 1, 2, 3]));
    assert_eq!(model.list.current().unwrap().id, id(3));
    // Who has not moved sees the first.
    let generation = ask(&mut model);
    come(&mut model, generation, part(&[2, 3]));
    come(&mut model, generation, answer(&[0, 2, 3]));
    assert_eq!(model.list.current().unwrap().id, id(0));
}

#[test]
fn a_part_without_any_article_does_not_say_that_there_is_none() {
    let mut model = model(120, 40);
    let generation = ask(&mut model);
    come(&mut model, generation, part(&[]));
    assert_eq!(model.list_says(), [model.words.get("empty.searching").to_owned()]);
    come(&mut model, generation, answer(&[]));
    assert_ne!(model.list_says(), [model.words.get("empty.searching").to_owned()]);
}

#[test]
fn a_part_never_takes_the_place_of_a_list_that_is_only_counted_or_loaded_again() {
    let mut model = model(120, 40);
    press(&mut model, "j j j");
    for change in [Change::Noted, Change::Indexed] {
        let mut asked = update(&mut model, Msg::Changed(change));
        let Some(Effect::Search { generation, .. }) = asked.pop() else { panic!("a search, not {asked:?}") };
        come(&mut model, generation, part(&[0]));
        assert_eq!((model.list.len(), model.list.cursor()), (4, 3));
        assert!(model.search.waiting());
        come(&mut model, generation, answer(&[0, 1, 2, 3]));
        assert_eq!(model.list.cursor(), 3);
    }
}

#[test]
fn what_is_noted_while_the_rest_is_on_its_way_moves_nothing() {
    let mut model = model(120, 40);
    let generation = ask(&mut model);
    come(&mut model, generation, part(&[0, 1, 2]));
    press(&mut model, "j j *");
    let mut asked = update(&mut model, Msg::Changed(Change::Noted));
    let Some(Effect::Search { generation: newer, .. }) = asked.pop() else { panic!("a search") };
    assert!(newer > generation);
    come(&mut model, newer, part(&[0]));
    assert_eq!((model.list.len(), model.list.cursor()), (3, 2));
    come(&mut model, newer, answer(&[0, 1, 2, 3]));
    assert_eq!((model.list.len(), model.list.cursor()), (4, 2));
}
