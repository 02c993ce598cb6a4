//! What one sees stays until one changes it: results, places, counts, hints.

use crate::app::fixtures::{answer, id, model, press, serve, setup, type_text};
use crate::app::search::Asked;
use crate::app::{Change, Effect, Model, Msg, update};
use crate::archive::{Facet, FacetValue, Field, Query, State, StateChange};
use crate::article::Lang;
use crate::config::keys::{Key, KeyCode};

#[test]
fn what_was_found_by_half_a_word_stays_when_it_is_kept_filtered_and_started_again() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "qua");
    let asks_for_prefix = |effects: &[Effect]| {
        let search = effects.iter().find_map(|e| match e {
            Effect::Search { request, .. } => Some(request.typing),
            _ => None,
        });
        assert_eq!(search, Some(true), "{effects:?}");
    };
    let marked = |model: &Model| model.matcher.find("a quay").len();
    let effects = update(&mut model, Msg::Key(Key::plain(KeyCode::Enter)));
    asks_for_prefix(&effects);
    serve(&mut model, effects);
    assert_eq!(marked(&model), 1);
    press(&mut model, "f j");
    let effects = update(&mut model, Msg::Key(Key::char(' ')));
    asks_for_prefix(&effects);
    serve(&mut model, effects);
    assert_eq!(marked(&model), 1);
    let session = model.session();
    let again = Model::new(setup(Lang::En, 120, 40), answer(&[0, 1, 2, 3]), Some(&session)).start();
    asks_for_prefix(&again);
    // Another word is another question, and no words are none.
    press(&mut model, "Esc Esc");
    assert_eq!(
        *model.search.asked(),
        Asked { query: Query::parse("country:EG").unwrap(), ..Asked::default() }
    );
}

#[test]
fn a_key_takes_away_what_was_said_before_it_and_not_what_it_says_itself() {
    let mut model = model(40, 12);
    for clears in ["j", "g", "/"] {
        press(&mut model, "*");
        assert!(model.message.is_some());
        press(&mut model, clears);
        assert_eq!(model.message, None, "{clears}");
    }
    press(&mut model, "Esc * *");
    assert_eq!(model.message.as_ref().unwrap().text, "star removed");
}

#[test]
fn a_find_begins_again_after_its_last_match_and_stays_in_its_article() {
    let mut model = model(120, 40);
    press(&mut model, "j Enter Ctrl-f");
    type_text(&mut model, "harbour");
    press(&mut model, "Enter");
    let at = |model: &Model| model.reader.matches();
    let said = |model: &Model| model.message.as_ref().unwrap().text.clone();
    assert_eq!(at(&model), (Some(1), 1));
    press(&mut model, "Ctrl-f");
    type_text(&mut model, "paragraph");
    press(&mut model, "Enter");
    for _ in 1..20 {
        press(&mut model, "n");
    }
    assert_eq!(at(&model), (Some(20), 20));
    assert_eq!(press(&mut model, "n"), []);
    assert!(said(&model).contains("begins again"), "{}", said(&model));
    assert_eq!((at(&model), model.reader.id()), ((Some(20), 20), Some(&id(1))));
    press(&mut model, "n");
    assert_eq!((at(&model), model.reader.id()), ((Some(1), 20), Some(&id(1))));
    press(&mut model, "N");
    assert!(said(&model).contains("begins again at the last"), "{}", said(&model));
    press(&mut model, "n");
    assert_eq!(at(&model).0, Some(2));
    press(&mut model, "N N");
    assert_eq!(at(&model).0, Some(1), "the end was left between: it is told again");
    press(&mut model, "N");
    assert_eq!((at(&model).0, model.list.cursor()), (Some(20), 1));
}

#[test]
fn an_article_that_n_comes_through_stays_unread_until_one_reads_on_in_it() {
    let mut model = model(120, 12);
    press(&mut model, "/");
    type_text(&mut model, "olives");
    press(&mut model, "Enter Enter");
    let effects = press(&mut model, "n n");
    assert_eq!(model.reader.id(), Some(&id(2)));
    let read = |effects: &[Effect]| {
        let of = |e: &Effect| match e {
            Effect::SetState { id, change } if change.read.is_some() => Some(id.clone()),
            _ => None,
        };
        effects.iter().filter_map(of).collect::<Vec<_>>()
    };
    assert_eq!(read(&effects), []);
    let effects = press(&mut model, "j j");
    assert_eq!(read(&effects), [id(2)]);
    press(&mut model, "n");
    let effects = press(&mut model, "r r j");
    assert_eq!(read(&effects), [id(3), id(3)], "what one says about it holds");
}

#[test]
fn a_star_counts_in_the_facets_at_once_and_the_list_stays_as_it_is() {
    let mut model = model(120, 40);
    press(&mut model, "j j *");
    let mut asked = update(&mut model, Msg::Changed(Change::Noted));
    let Some(Effect::Search { generation, .. }) = asked.pop() else { panic!("a search, not {asked:?}") };
    // The search no longer lists the article, as `is:unread` no longer does once it was read.
    let mut found = answer(&[0]);
    found.answer.facets.truncate(1);
    update(&mut model, Msg::Found { generation, result: Ok(found) });
    assert_eq!(model.facets.facets().len(), 1, "the counts are new");
    assert_eq!((model.list.len(), model.list.cursor(), model.search.total), (4, 2, 4));
    assert_eq!(model.list.current().unwrap().id, id(2));
}

#[test]
fn what_is_read_is_counted_without_counting_all_the_others() {
    let mut model = model(120, 40);
    let value =
        |value: &str| FacetValue { value: value.into(), count: 2, before: 2, after: 2, ..Default::default() };
    let mut found = answer(&[0, 1, 2, 3]);
    found.answer.facets.push(Facet { field: Field::Is, values: vec![value("read"), value("unread")] });
    let Effect::Search { generation, .. } = model.search.again() else { panic!("a search") };
    update(&mut model, Msg::Found { generation, result: Ok(found) });
    let counts = |model: &Model| {
        let values = model.facets.facets().iter().filter(|f| f.field == Field::Is).flat_map(|f| &f.values);
        values.map(|v| (v.value.clone(), v.after)).collect::<Vec<_>>()
    };
    let noted = |n: usize, read: bool| {
        let change = StateChange { read: Some(read), ..StateChange::default() };
        let before = State { read: !read, ..State::default() };
        Msg::Noted { id: id(n), before: Box::new(before), change }
    };
    let before = counts(&model);
    assert_eq!(update(&mut model, noted(1, true)), []);
    assert_ne!(counts(&model), before);
    assert_eq!(update(&mut model, noted(1, false)), []);
    assert_eq!(counts(&model), before);
    // An article that is not listed may count or not.
    assert!(matches!(update(&mut model, noted(77, true))[..], [Effect::Search { .. }]));
    // Where one asks for what is unread, it leaves what one sees.
    let mut model = self::model(120, 40);
    let asked = Asked { query: Query::parse("is:unread").unwrap(), ..Asked::default() };
    let effects: Vec<Effect> = model.search.change(asked, None).into_iter().collect();
    serve(&mut model, effects);
    assert!(matches!(update(&mut model, noted(1, true))[..], [Effect::Search { .. }]));
}

#[test]
fn counting_again_never_takes_the_place_of_an_answer_that_is_waited_for() {
    let mut model = model(120, 40);
    let sorted = update(&mut model, Msg::Key(Key::char('S')));
    assert!(matches!(sorted[..], [Effect::Search { .. }]), "{sorted:?}");
    let mut asked = update(&mut model, Msg::Changed(Change::Noted));
    let Some(Effect::Search { generation, .. }) = asked.pop() else { panic!("a search, not {asked:?}") };
    update(&mut model, Msg::Found { generation, result: Ok(answer(&[3, 1])) });
    assert_eq!(model.list.len(), 2);
    // And a new question while one counts is answered with its rows.
    update(&mut model, Msg::Changed(Change::Noted));
    press(&mut model, "S");
    assert_eq!(model.list.len(), 4);
}

#[test]
fn what_could_not_be_noted_is_not_shown_as_noted() {
    let mut model = model(120, 40);
    let starred = |model: &Model| model.state_of(&id(1)).unwrap().starred;
    let before = model.state_of(&id(1)).unwrap().clone();
    press(&mut model, "j *");
    assert_ne!(starred(&model), before.starred);
    let words = "it can only be read".to_owned();
    update(&mut model, Msg::NotNoted { id: id(1), state: Box::new(before.clone()), words: words.clone() });
    assert_eq!(model.state_of(&id(1)), Some(&before));
    let message = model.message.as_ref().unwrap();
    assert_eq!((&message.text, message.error), (&words, true));
}
