//! The update on plain data: keys and answers in, state and effects out.

use super::fixtures::{TITLES, answer, article, id, model, model_in, press, rows, serve, setup, type_text};
use super::*;
use crate::app::popup::About;
use crate::app::prompt::Purpose;
use crate::archive::{State, StateChange};
use crate::config::keys::KeyCode;

mod kept;
mod offered;
mod pieces;
mod refined;
mod reviewed;
mod translating;

fn query(model: &Model) -> String {
    model.search.query().to_string()
}

#[test]
fn the_reader_beside_the_list_follows_the_cursor_and_enter_reads() {
    let mut model = model(120, 40);
    assert_eq!(model.reader.id(), Some(&id(0)));
    press(&mut model, "j j");
    assert_eq!(model.reader.id(), Some(&id(2)));
    let effects = press(&mut model, "Enter");
    assert_eq!(model.focus, Pane::Reader);
    let read = StateChange { read: Some(true), ..StateChange::default() };
    assert_eq!(effects, [Effect::SetState { id: id(2), change: read }]);
    assert!(model.list.current().unwrap().state.read);
}

#[test]
fn the_arabic_keyboard_types_the_same_commands() {
    let mut model = model(120, 40);
    press(&mut model, "ت"); // the key of j
    assert_eq!(model.list.cursor(), 1);
    press(&mut model, "ن"); // the key of k
    assert_eq!(model.list.cursor(), 0);
}

#[test]
fn a_sequence_waits_and_one_that_leads_nowhere_gives_its_last_key_a_chance() {
    let mut model = model(120, 40);
    press(&mut model, "G");
    assert_eq!(model.list.cursor(), 3);
    press(&mut model, "g");
    assert!(model.gauge(|_| true).contains("g …"));
    press(&mut model, "g");
    assert_eq!(model.list.cursor(), 0);
    press(&mut model, "g j");
    assert_eq!(model.list.cursor(), 1);
}

#[test]
fn a_search_asks_with_every_letter_and_an_old_answer_is_dropped() {
    let mut model = model(120, 40);
    update(&mut model, Msg::Key(Key::char('/')));
    let ask = |model: &mut Model, c| match update(model, Msg::Key(Key::char(c))).as_slice() {
        [Effect::Search { generation, request }] => (*generation, request.clone()),
        other => panic!("one search, not {other:?}"),
    };
    let (old, _) = ask(&mut model, 'ب');
    let (new, request) = ask(&mut model, 'ح');
    assert!(request.typing);
    assert_eq!(request.query.to_string(), "بح");
    update(&mut model, Msg::Found { generation: old, result: Ok(answer(&[3])) });
    assert_eq!(model.list.len(), 4, "the old answer changes nothing");
    update(&mut model, Msg::Found { generation: new, result: Ok(answer(&[2])) });
    assert_eq!(model.list.len(), 1);
}

#[test]
fn esc_brings_back_what_was_asked_and_enter_keeps_it_as_one_change() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "flour");
    press(&mut model, "Esc");
    assert_eq!((query(&model), model.prompt.is_none()), (String::new(), true));
    press(&mut model, "/");
    type_text(&mut model, "flour");
    press(&mut model, "Enter");
    assert_eq!(query(&model), "flour");
    press(&mut model, "u");
    assert_eq!(query(&model), "");
    press(&mut model, "Ctrl-r");
    assert_eq!(query(&model), "flour");
}

#[test]
fn a_mistake_in_a_query_leaves_the_last_result_and_says_its_column() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "year:soon");
    assert_eq!(model.list.len(), 4);
    let (column, _) = model.prompt.as_ref().unwrap().fault.clone().unwrap();
    assert!(column > 0);
    press(&mut model, "Enter");
    assert!(model.prompt.is_some(), "it stays to be mended");
}

#[test]
fn a_facet_value_goes_from_off_to_included_to_excluded_to_off() {
    let mut model = model(120, 40);
    press(&mut model, "f j");
    assert_eq!(model.focus, Pane::Facets);
    for wanted in ["country:EG", "-country:EG", ""] {
        press(&mut model, "Space");
        assert_eq!(query(&model), wanted);
    }
    press(&mut model, "x j x");
    assert_eq!(query(&model), "-country:EG,FR");
    press(&mut model, "X");
    assert_eq!(query(&model), "");
}

#[test]
fn any_becomes_all_for_a_facet_with_several_values_an_article() {
    let mut model = model(120, 40);
    press(&mut model, "f j Space j Space &");
    assert_eq!(query(&model), "country:EG+FR");
    press(&mut model, "&");
    assert_eq!(query(&model), "country:EG,FR");
}

#[test]
fn a_value_found_by_typing_is_chosen_with_enter() {
    let mut model = model(120, 40);
    press(&mut model, "f i");
    type_text(&mut model, "تون");
    press(&mut model, "Enter");
    assert_eq!(query(&model), "country:TN");
    assert!(model.facets.find().is_none());
}

#[test]
fn a_country_may_be_typed_by_its_name_in_either_language() {
    let names =
        [("country:france", "country:FR"), ("دولة:فرنسا", "country:FR"), ("دولة:النرويج", "country:NO")];
    for (typed, understood) in names {
        let mut model = model(120, 40);
        press(&mut model, "/");
        type_text(&mut model, typed);
        press(&mut model, "Enter");
        assert_eq!(query(&model), understood, "{typed}");
    }
}

#[test]
fn with_no_hits_enter_drops_the_filter_that_is_in_the_way() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "nothing country:FR");
    press(&mut model, "Enter");
    assert!(model.list.is_empty());
    assert!(model.list_says().concat().contains("country:FR"));
    press(&mut model, "Enter");
    assert_eq!(query(&model), "nothing");
}

#[test]
fn side_by_side_takes_the_whole_width_and_esc_brings_the_panes_back() {
    let mut model = model(120, 40);
    press(&mut model, "s");
    assert_eq!((model.focus, model.panes.list), (Pane::Reader, None));
    assert!(model.reader.page().unwrap().sides().count() == 2);
    let whole = model.gauge(|_| true);
    assert!(whole.contains("sure") && whole.contains(" %"), "{whole}");
    // Without room for both, how far one has read stays, and stays whole.
    for narrow in [model.gauge(|words| !words.contains("sure")), model.gauge(|_| false)] {
        assert!(narrow.contains(" %") && !narrow.contains("sure"), "{narrow}");
    }
    press(&mut model, "Esc");
    assert!(model.panes.list.is_some());
    assert_eq!(model.focus, Pane::Reader);
    press(&mut model, "Esc");
    assert_eq!(model.focus, Pane::List);
}

#[test]
fn side_by_side_means_the_article_under_the_cursor_while_another_is_still_open() {
    let mut model = model(120, 40);
    press(&mut model, "j");
    let coming = update(&mut model, Msg::Key(Key::char('k')));
    let asked = update(&mut model, Msg::Key(Key::char('s')));
    assert!(!asked.iter().any(|e| matches!(e, Effect::LoadPairs { .. })), "the open one's pairs: {asked:?}");
    serve(&mut model, coming);
    assert_eq!((model.reader.id(), model.reader.beside), (Some(&id(0)), true));
    assert_eq!(model.reader.page().unwrap().sides().count(), 2);
}

#[test]
fn without_a_counterpart_candidates_are_offered_and_one_can_be_confirmed() {
    let mut model = model(120, 40);
    press(&mut model, "j j s");
    let Some(About::Candidates(Some(offered))) = model.popup.as_ref().map(|p| p.about.clone()) else {
        panic!("candidates, not {:?}", model.popup);
    };
    assert_eq!(offered[0].id, id(1));
    let effects = update(&mut model, Msg::Key(Key::char('y')));
    assert!(
        matches!(&effects[..], [Effect::ConfirmPair { open, other, .. }] if *open == id(2) && *other == id(1)),
        "{effects:?}"
    );
}

#[test]
fn n_goes_on_into_the_next_article_after_the_last_match() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "quay");
    press(&mut model, "Enter j Enter n n");
    let (at, all) = model.reader.matches();
    assert_eq!((model.reader.id(), at), (Some(&id(1)), Some(2)), "of {all}");
    for _ in at.unwrap()..all {
        press(&mut model, "n");
    }
    assert_eq!(model.reader.id(), Some(&id(1)));
    press(&mut model, "n");
    assert_eq!(model.reader.id(), Some(&id(2)));
    assert_eq!(model.list.cursor(), 2);
    assert!(model.message.is_some());
}

#[test]
fn words_are_found_in_the_open_article_and_esc_ends_it() {
    let mut model = model(120, 40);
    press(&mut model, "j Enter Ctrl-f");
    assert!(matches!(model.prompt.as_ref().unwrap().purpose, Purpose::Find(..)));
    type_text(&mut model, "paragraph");
    assert_eq!(model.reader.matches().1, 20);
    press(&mut model, "Enter n");
    assert_eq!(model.reader.matches().0, Some(2));
    press(&mut model, "Esc");
    assert_eq!(model.reader.matches().1, 0);
    assert_eq!(model.focus, Pane::Reader);
}

#[test]
fn a_find_that_is_given_up_brings_the_window_back() {
    let mut model = model(120, 12);
    press(&mut model, "j Enter Ctrl-f");
    type_text(&mut model, "port 19");
    assert!(model.reader.page().unwrap().top() > 10);
    press(&mut model, "Esc");
    assert_eq!(model.reader.page().unwrap().top(), 0);
}

#[test]
fn reading_on_into_an_article_without_a_counterpart_opens_no_pop_up() {
    let mut model = model(120, 40);
    press(&mut model, "s ]");
    assert_eq!((model.reader.id(), model.popup.is_none()), (Some(&id(1)), true));
    assert!(!model.reader.beside);
    assert!(model.message.as_ref().unwrap().text.contains("Arabic"));
}

#[test]
fn a_filter_leaves_the_cursor_on_its_article_and_a_new_search_begins_at_the_top() {
    let mut model = model(120, 40);
    press(&mut model, "j j f j Space");
    assert_eq!(model.list.cursor(), 2);
    press(&mut model, "/");
    type_text(&mut model, " quay");
    press(&mut model, "Enter");
    assert_eq!(model.list.cursor(), 0);
}

#[test]
fn evidence_stays_marked_until_it_is_asked_again() {
    let mut model = model(120, 40);
    press(&mut model, "Enter e Esc");
    assert!(model.popup.is_none() && model.reader.shows_evidence());
    press(&mut model, "e");
    assert!(model.popup.is_none() && !model.reader.shows_evidence());
}

#[test]
fn an_answer_read_before_a_star_was_stored_does_not_take_the_star_away() {
    let mut model = model(120, 40);
    let asked = press(&mut model, "*");
    assert!(matches!(asked[..], [Effect::SetState { .. }]), "{asked:?}");
    press(&mut model, "S");
    assert!(model.list.current().unwrap().state.starred);
}

#[test]
fn nothing_is_removed_without_a_yes() {
    let mut model = model(120, 40);
    assert_eq!(press(&mut model, "D Enter n"), []);
    assert!(model.popup.is_none());
    assert_eq!(press(&mut model, "D y"), [Effect::Remove { ids: vec![id(0)] }]);
    let effects = update(&mut model, Msg::Changed(Change::Removed(1)));
    assert!(matches!(effects[..], [Effect::Search { .. }, ..]), "the list is asked for again");
    assert!(model.message.as_ref().unwrap().text.contains(TITLES[0].0));
    press(&mut model, "u");
    assert!(model.message.as_ref().unwrap().text.contains("only changes of the query"));
}

#[test]
fn an_import_is_undone_after_a_choice_and_a_yes() {
    let mut model = model(120, 40);
    assert_eq!(press(&mut model, "U"), [Effect::LoadBatches]);
    let batch = Batch { id: 7, when: "2024-05-01T10:00:00Z".into(), articles: 3 };
    update(&mut model, Msg::Batches { result: Ok(vec![batch]) });
    assert_eq!(press(&mut model, "Enter y"), [Effect::UndoBatch { batch: 7 }]);
}

#[test]
fn the_original_is_its_address_and_a_single_link_is_followed_at_once() {
    let mut model = model(120, 40);
    press(&mut model, "j Enter");
    assert_eq!(press(&mut model, "o"), [Effect::OpenExternal("https://example.org/1".into())]);
    assert_eq!(press(&mut model, "L"), [Effect::OpenExternal("https://example.org/port".into())]);
}

#[test]
fn a_message_goes_away_by_itself_and_nothing_wakes_an_idle_reader() {
    let mut model = model(120, 40);
    assert_eq!(model.wake_at(), None);
    update(&mut model, Msg::Now(1000));
    press(&mut model, "*");
    let until = model.wake_at().unwrap();
    assert!(until > 1000);
    update(&mut model, Msg::Now(until - 1));
    assert!(model.message.is_some());
    update(&mut model, Msg::Now(until));
    assert_eq!((model.message.clone(), model.wake_at()), (None, None));
}

#[test]
fn the_place_is_kept_when_one_leaves_an_article_and_comes_back_with_it() {
    let mut model = model(120, 12);
    press(&mut model, "j Enter G");
    let effects = press(&mut model, "Esc");
    let Some(Effect::SetState { change, .. }) = effects.first() else { panic!("a place, not {effects:?}") };
    let place = change.place.flatten();
    assert!(place.is_some_and(|p| p > 3), "{place:?}");
    press(&mut model, "k j");
    assert_eq!(model.reader.place(), place);
}

#[test]
fn the_session_comes_back() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "country:EG");
    press(&mut model, "Enter s");
    let effects = press(&mut model, "q");
    let Some(Effect::SaveSession(session)) = effects.iter().find(|e| matches!(e, Effect::SaveSession(_)))
    else {
        panic!("a session, not {effects:?}");
    };
    let mut again = Model::new(setup(Lang::En, 120, 40), answer(&[0, 1, 2, 3]), Some(session));
    let effects = again.start();
    assert!(effects.iter().any(|e| matches!(e, Effect::Open { id: wanted, .. } if *wanted == id(0))));
    serve(&mut again, effects);
    assert_eq!((query(&again), again.reader.beside, again.focus), ("country:EG".into(), true, Pane::Reader));
    press(&mut again, "]");
    assert_eq!((again.reader.id(), again.list.cursor()), (Some(&id(1)), 1));
}

#[test]
fn an_article_that_is_gone_says_so_and_a_failure_never_ends_the_program() {
    let mut model = model(120, 40);
    let effects = update(&mut model, Msg::Key(Key::char('j')));
    let Some(Effect::Open { request, .. }) = effects.first() else { panic!("an article, not {effects:?}") };
    update(&mut model, Msg::Opened { request: *request, result: Ok(None) });
    assert!(model.message.as_ref().unwrap().error);
    update(&mut model, Msg::Failed("the disk is full: make room".into()));
    assert_eq!(model.message.as_ref().unwrap().text, "the disk is full: make room");
}

#[test]
fn an_arrow_moves_the_caret_the_way_it_points() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "ميناء");
    let end = model.typed().unwrap().caret();
    update(&mut model, Msg::Key(Key::plain(KeyCode::Left)));
    assert_eq!(model.typed().unwrap().caret(), end, "the end of a right-to-left line is at its left");
    update(&mut model, Msg::Key(Key::plain(KeyCode::Right)));
    assert!(model.typed().unwrap().caret() < end);
}

#[test]
fn panes_left_and_right_are_those_of_the_screen_in_a_mirrored_window_too() {
    let mut model = model_in(Lang::Ar, 120, 40);
    press(&mut model, "Right");
    assert_eq!(model.focus, Pane::Facets);
    press(&mut model, "Left Left");
    assert_eq!(model.focus, Pane::Reader);
}

#[test]
fn the_mouse_selects_chooses_and_scrolls_what_is_under_it() {
    let mut model = model(120, 40);
    let list = model.panes.list.unwrap();
    let click = |model: &mut Model, x, y| {
        let effects = update(model, Msg::Mouse(Mouse { kind: MouseKind::Press, x, y }));
        serve(model, effects)
    };
    click(&mut model, list.x + 5, list.y + 3);
    assert_eq!((model.list.cursor(), model.focus), (1, Pane::List));
    click(&mut model, list.x + 5, list.y + 3);
    assert_eq!(model.focus, Pane::Reader);
    let facets = model.panes.facets.unwrap();
    click(&mut model, facets.x + 5, facets.y + 1);
    assert_eq!(query(&model), "country:EG");
    // A line for what is found stands above the values now.
    press(&mut model, "i");
    click(&mut model, facets.x + 5, facets.y + 3);
    assert_eq!(query(&model), "country:EG,FR");
    press(&mut model, "Esc /");
    click(&mut model, facets.x + 5, facets.y + 3);
    assert!(model.prompt.is_none(), "a click ends typing, which would undo it");
    let reader = model.panes.reader.unwrap();
    let wheel = Mouse { kind: MouseKind::WheelDown, x: reader.x + 5, y: reader.y + 5 };
    let before = model.reader.page().unwrap().top();
    update(&mut model, Msg::Mouse(wheel));
    assert!(model.reader.page().unwrap().top() > before);
}

#[test]
fn no_key_in_any_window_breaks_anything() {
    let keys = "j k G g g Ctrl-d Ctrl-u Space b Tab BackTab h l f i x Esc & z t X u Ctrl-r S * r e Esc c L Esc ? j G \
                Esc D n U Esc s } { w z n N ] [ Ctrl-f a Enter n Esc s v w V } y Tab P i Y a o \
                Shift-Left y Ctrl-d ) Esc Esc Esc / a Down Up Backspace Backspace Esc o F1 q";
    for lang in [Lang::En, Lang::Ar] {
        for (w, h) in [(0, 0), (1, 1), (19, 6), (20, 6), (40, 12), (70, 24), (80, 24), (120, 40), (200, 50)] {
            let mut model = model_in(lang, w, h);
            for key in keys.split_whitespace() {
                press(&mut model, key);
                let _ = (model.hints(), model.gauge(|_| true), model.counts(), model.list_says());
                for (w, h) in [(200, 50), (7, 3), (w, h)] {
                    let effects = update(&mut model, Msg::Resize(w, h));
                    serve(&mut model, effects);
                }
            }
        }
    }
}

#[test]
fn every_word_that_the_model_uses_is_in_the_tables() {
    let mut model = model(120, 40);
    for context in ["f", "Esc", "Enter", "s", "?", "Esc"] {
        press(&mut model, context);
        for hint in model.hints() {
            assert!(!hint.text.contains('.'), "{hint:?}");
        }
    }
    assert_eq!(rows().len(), model.list.len());
    assert_eq!(article(0).lang, Lang::Ar);
}

#[test]
fn an_article_whose_row_is_on_its_way_is_not_the_end_of_the_list() {
    let mut model = model(120, 40);
    press(&mut model, "Enter");
    model.message = None;
    let kept = model.list.row(0).cloned().unwrap();
    model.list.forget();
    model.list.take(vec![kept]);
    let effects = update(&mut model, Msg::Key(Key::char(']')));
    assert_eq!(model.message, None);
    assert_eq!((model.list.cursor(), model.reader.newest()), (1, Some(&id(0))));
    assert!(effects.iter().any(|e| matches!(e, Effect::LoadRows { .. })), "{effects:?}");
}

#[test]
fn what_is_noted_about_the_open_article_is_known_where_the_list_has_it_not() {
    let mut model = model(120, 40);
    press(&mut model, "Enter");
    model.list.forget();
    let mut fx = Vec::new();
    model.open(id(0), reader::Want::default(), &mut fx);
    let Some(Effect::Open { request, .. }) = fx.last() else { panic!("an article, not {fx:?}") };
    let state = State { starred: true, place: Some(2), ..State::default() };
    update(&mut model, Msg::Opened { request: *request, result: Ok(Some((article(0), state))) });
    assert_eq!(model.reader.place(), Some(2));
    let effects = press(&mut model, "*");
    let unstarred = StateChange { starred: Some(false), ..StateChange::default() };
    assert!(effects.contains(&Effect::SetState { id: id(0), change: unstarred }), "{effects:?}");
}
