//! Pieces at the top taken away, time and trees chosen by key, searches kept under names.

use crate::app::fixtures::{answer, model, model_in, press, serve, type_text};
use crate::app::popup::About;
use crate::app::{Effect, Model, Mouse, MouseKind, Msg, Pane, update};
use crate::archive::saved::{Edit, Saved, Tally};
use crate::archive::{Counts, Dated};
use crate::article::Lang;
use proptest::prelude::*;

fn query(model: &Model) -> String {
    model.search.query().to_string()
}

fn asked(model: &mut Model, text: &str) {
    press(model, "/ Ctrl-u");
    type_text(model, text);
    press(model, "Enter");
}

fn click(model: &mut Model, x: u16, y: u16) {
    let effects = update(model, Msg::Mouse(Mouse { kind: MouseKind::Press, x, y }));
    serve(model, effects);
}

/// Shows days of two years, as an archive would answer.
fn with_days(model: &mut Model) {
    let mut found = answer(&[0, 1, 2, 3]);
    let day = |year, month, day| Dated { year, month, day, counts: Counts::all(1) };
    found.answer.days = std::sync::Arc::new(vec![day(2018, 11, 3), day(2018, 12, 1), day(2019, 2, 0)]);
    let Effect::Search { generation, .. } = model.search.again() else { panic!("a search") };
    update(model, Msg::Found { generation, result: Ok(found) });
}

/// Puts the cursor of the facets on a value.
fn stand_on(model: &mut Model, value: &str) {
    press(model, "g g");
    for _ in 0..60 {
        if model.facets.current().and_then(|(_, v)| v).is_some_and(|v| v.value == value) {
            return;
        }
        press(model, "j");
    }
    panic!("no row of '{value}'");
}

#[test]
fn pieces_are_told_in_the_interface_s_words() {
    let words = |lang, text: &str| -> Vec<String> {
        let mut model = model_in(lang, 120, 40);
        asked(&mut model, text);
        let plain = |text: String| text.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
        model.crumbs().into_iter().map(|crumb| plain(crumb.text)).collect()
    };
    let text = "quay country:EG+FR -topic:bread date:2018-11..2019-02 year:unknown tag:later sort:title";
    assert_eq!(
        words(Lang::En, text),
        ["quay", "Egypt + France", "not Bread", "2018-11 to 2019-02", "undated", "#later", "by title"]
    );
    assert_eq!(
        words(Lang::Ar, "country:EG -topic:bread date:2018.."),
        ["مصر", "دون أرغفة الخبز", "منذ 2018"]
    );
}

#[test]
fn pieces_are_gone_through_and_taken_away_by_key() {
    let mut model = model(120, 40);
    press(&mut model, "A");
    assert_eq!(model.crumb_at, None, "nothing is asked");
    asked(&mut model, "quay country:EG,FR -topic:bread");
    press(&mut model, "A Left x");
    assert_eq!(query(&model), "quay country:EG -topic:bread");
    press(&mut model, "-");
    assert_eq!(query(&model), "quay country:EG topic:bread");
    press(&mut model, "x");
    assert_eq!((query(&model).as_str(), model.crumb_at), ("quay country:EG", Some(1)));
    press(&mut model, "x Delete");
    assert_eq!((query(&model).as_str(), model.crumb_at), ("", None));
    press(&mut model, "u u u");
    assert_eq!(query(&model), "quay country:EG topic:bread");
    press(&mut model, "A j");
    assert_eq!(
        (model.crumb_at, model.list.cursor()),
        (None, 1),
        "another key leaves them and does what it does"
    );
}

#[test]
fn left_is_left_on_the_screen_where_pieces_run_from_the_right() {
    let mut model = model_in(Lang::Ar, 120, 40);
    asked(&mut model, "country:EG,FR");
    press(&mut model, "A");
    assert_eq!(model.crumb_at, Some(1));
    press(&mut model, "Left");
    assert_eq!(model.crumb_at, Some(1), "the last is leftmost");
    press(&mut model, "Right");
    assert_eq!(model.crumb_at, Some(0));
}

#[test]
fn a_press_gives_a_piece_the_keys_and_one_on_its_sign_takes_it_away() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        asked(&mut model, "country:EG,FR");
        let placed = model.trail(model.top_room()).placed;
        let x = |column: u16| if lang == Lang::Ar { 118 - column } else { 1 + column };
        click(&mut model, x(placed[0].start), 0);
        assert_eq!(model.crumb_at, Some(0), "{lang:?}");
        click(&mut model, x(placed[1].cross.unwrap()), 0);
        assert_eq!(query(&model), "country:EG", "{lang:?}");
        click(&mut model, x(placed[0].start), 0);
        assert_eq!(query(&model), "", "{lang:?}");
    }
}

#[test]
fn pieces_without_room_are_counted_and_the_one_with_the_keys_is_seen() {
    let mut model = model(40, 12);
    asked(&mut model, "country:EG,FR,TN,DE,US,CN -topic:bread lang:ar");
    let trail = model.trail(model.top_room());
    assert!(trail.more.is_some_and(|(n, _)| n > 0), "{trail:?}");
    press(&mut model, "A");
    for _ in 0..10 {
        let trail = model.trail(model.top_room());
        let at = model.crumb_at.unwrap();
        assert!(trail.placed.iter().any(|placed| placed.pieces.contains(&at)), "{at}: {trail:?}");
        let end = trail.placed.last().map_or(0, |placed| placed.start + placed.line.width as u16);
        assert!(end <= model.top_room());
        press(&mut model, "Left");
    }
}

#[test]
fn a_range_is_begun_drawn_out_and_taken_and_its_ends_moved() {
    let mut model = model(120, 40);
    press(&mut model, "f");
    with_days(&mut model);
    stand_on(&mut model, "2018");
    press(&mut model, "z");
    with_days(&mut model);
    stand_on(&mut model, "2018-12");
    press(&mut model, "v Down");
    assert_eq!(model.facets.current().unwrap().1.unwrap().value, "2018-11");
    press(&mut model, "Esc");
    assert_eq!((model.focus, query(&model).as_str()), (Pane::Facets, ""), "Esc gives the range up alone");
    press(&mut model, "v Up Enter");
    assert_eq!(query(&model), "date:2018-11..2018-12");
    with_days(&mut model);
    for (key, wanted) in [
        ("]", "date:2018-11..2019-01"),
        ("[", "date:2018-10..2019-01"),
        ("{", "date:2018-11..2019-01"),
        (">", "date:2018-11..2018-12"),
    ] {
        press(&mut model, key);
        assert_eq!(query(&model), wanted);
    }
    press(&mut model, "u");
    assert_eq!(query(&model), "date:2018-11..2019-01");
}

#[test]
fn a_press_on_the_sign_of_a_branch_opens_it_and_one_on_its_name_chooses_it() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "f");
        stand_on(&mut model, "trade");
        let area = model.panes.facets.unwrap();
        let y = area.y + model.facets.cursor() as u16;
        let x = |column: u16| if lang == Lang::Ar { area.x + area.w - 1 - column } else { area.x + column };
        click(&mut model, x(3), y);
        assert_eq!(query(&model), "", "{lang:?}");
        stand_on(&mut model, "ports");
        click(&mut model, x(6), y);
        assert_eq!(query(&model), "topic:trade", "{lang:?}");
    }
}

#[test]
fn a_parent_is_chosen_and_one_child_excluded() {
    let mut model = model(120, 40);
    press(&mut model, "f");
    stand_on(&mut model, "trade");
    press(&mut model, "z Space");
    assert_eq!(query(&model), "topic:trade");
    // The fixtures do not echo choices; an archive does.
    let mut found = answer(&[0, 1, 2, 3]);
    found.answer.facets[1].values[0].choice = crate::archive::Choice::Include;
    let Effect::Search { generation, .. } = model.search.again() else { panic!("a search") };
    update(&mut model, Msg::Found { generation, result: Ok(found) });
    stand_on(&mut model, "ports");
    press(&mut model, "Space");
    assert_eq!(query(&model), "topic:trade -topic:ports");
    press(&mut model, "Space");
    assert_eq!(query(&model), "topic:trade");
}

#[test]
fn a_search_is_kept_listed_with_what_is_new_and_seen_when_it_is_run() {
    let mut model = model(120, 40);
    asked(&mut model, "country:FR");
    press(&mut model, "W Ctrl-u");
    type_text(&mut model, "bread");
    let effects = press(&mut model, "Enter");
    let saved = Saved { name: "bread".into(), query: "country:FR".into(), any: false, seen: 3 };
    assert_eq!(effects, [Effect::EditSaved(Edit::Keep(saved.clone()))]);
    press(&mut model, "X");
    assert_eq!(press(&mut model, "Q"), [Effect::LoadSaved]);
    let old = Saved { seen: 1, ..saved };
    let effects = update(&mut model, Msg::Saved { result: Ok(vec![old.clone()]) });
    let [Effect::CountSaved { request, .. }] = effects[..] else { panic!("it is counted: {effects:?}") };
    let tally = Tally { total: 4, new: 2, newest: 3 };
    update(&mut model, Msg::SavedCounted { request, name: "bread".into(), result: Ok(tally) });
    let popup = model.popup.as_ref().unwrap();
    assert!(matches!(popup.about, About::Saved(_)));
    assert!(popup.items[0].text.contains("2 new") && popup.items[0].text.contains("France"), "{popup:?}");
    let effects = press(&mut model, "Enter");
    assert_eq!(query(&model), "country:FR");
    assert_eq!(effects, [Effect::EditSaved(Edit::Visit { name: "bread".into(), seen: 3 })]);
    let effects = press(&mut model, "Q");
    assert_eq!(effects, [Effect::LoadSaved]);
    update(&mut model, Msg::Saved { result: Ok(vec![old]) });
    let effects = press(&mut model, "x y");
    assert_eq!(effects, [Effect::EditSaved(Edit::Remove("bread".into())), Effect::LoadSaved]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn undoing_all_and_doing_it_again_is_as_it_was(
        keys in proptest::collection::vec(
            prop_oneof![
                Just("Space"), Just("j"), Just("k"), Just("x"), Just("&"), Just("S"), Just("X"), Just("v"),
                Just("]"), Just("Enter"), Just("A x Esc"), Just("f f"),
            ],
            1..40,
        ),
    ) {
        let mut model = model(120, 40);
        press(&mut model, "f");
        let mut seen = vec![query(&model)];
        for key in keys {
            if model.focus != Pane::Facets {
                press(&mut model, "f");
            }
            press(&mut model, key);
            if seen.last() != Some(&query(&model)) {
                seen.push(query(&model));
            }
        }
        let mut back = vec![query(&model)];
        while model.search.can_undo() {
            press(&mut model, "u");
            back.push(query(&model));
        }
        back.dedup();
        back.reverse();
        prop_assert_eq!(back.first().map(String::as_str), Some(""));
        prop_assert_eq!(back.last(), seen.last());
        let last = seen.pop();
        for _ in 0..60 {
            press(&mut model, "Ctrl-r");
        }
        prop_assert_eq!(Some(query(&model)), last);
    }
}
