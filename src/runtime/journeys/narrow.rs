//! Journeys that narrow the list: facets by keyboard and by mouse, searching as one types, mistakes in a query.

use ratatui::style::Color;

use super::{Journey, Shelf, visual};
use crate::app::{Mouse, MouseKind, Msg};
use crate::article::Lang;

/// The grounds of matches in the theme of the journeys.
const MATCH: [Color; 2] = [Color::Yellow, Color::LightYellow];

/// The count that stands in the row of a facet's value.
fn count(journey: &Journey, value: &str) -> Option<usize> {
    let (columns, y) = journey.place_of(value)?;
    let row: String = (columns.end..28).map(|x| journey.seen[(x, y)].symbol()).collect();
    row.split_whitespace().next()?.parse().ok()
}

#[test]
fn a_country_chosen_with_the_keyboard_narrows_the_list_and_not_its_own_counts() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("8 articles").press("f j j j").press("Space").sees("4 of 8 articles").sees("✔ China");
    journey.sees("country:CN").loses("Washington Comes Aboard");
    // China's own facet counts as if China were not chosen; the topics count what is left.
    assert_eq!(count(&journey, "France"), Some(4));
    assert_eq!(count(&journey, "Economy"), None, "no article on China is on the economy");
    journey.press("Esc").quit();
}

#[test]
fn two_countries_are_either_of_them_and_both_when_asked() {
    let mut journey = Journey::begin(120, 40);
    journey.press("f j j j Space").sees("4 of 8 articles");
    journey.press("j Space").sees("country:CN,FR").sees("6 of 8 articles");
    journey.press("&").sees("country:CN+FR").sees("2 of 8 articles");
    journey.press("&").sees("6 of 8 articles").quit();
}

#[test]
fn an_excluded_country_leaves_the_list_and_comes_back() {
    let mut journey = Journey::begin(120, 40);
    journey.press("f j j j x").sees("✘ China").sees("-country:CN").sees("4 of 8 articles");
    journey.sees("Washington Comes Aboard").loses("Washington, Moscow and Beijing");
    journey.press("X").loses("-country:CN").sees("8 articles").sees("Washington, Moscow and Beijing");
    journey.press("u").sees("-country:CN").sees("4 of 8 articles");
    journey.press("Ctrl-r").loses("-country:CN").quit();
}

#[test]
fn a_value_is_found_by_its_name_in_either_script() {
    for name in ["فرنسا", "fran"] {
        let mut journey = Journey::begin(120, 40);
        journey.sees("Facets").press("f i").type_text(name).loses("Cyber security").sees("France");
        journey.press("Enter").sees("country:FR").sees("4 of 8 articles").quit();
    }
}

#[test]
fn arabic_is_found_without_its_hamza_as_one_types_and_marked_where_it_stands() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("8 articles").press("/").type_text("الامن");
    journey.until("fewer articles", |j| j.row(0).contains("of 8 articles"));
    let found = ["الأمن", "للأمن", "بالأمن", "والأمن", "أمن", "وأمن", "لأمن", "الأمني", "الأمنية"].map(visual);
    journey.until("marked words", |j| !j.on_ground(&MATCH).is_empty());
    for run in journey.on_ground(&MATCH) {
        assert!(found.contains(&run), "marked: {run:?}");
    }
    journey.press("Esc").sees("8 articles").until("no marks", |j| j.on_ground(&MATCH).is_empty());
    journey.quit();
}

#[test]
fn a_search_that_is_kept_marks_the_list_and_the_reader() {
    let mut journey = Journey::begin(120, 40);
    journey.press("/").type_text("باريس").sees("of 8 articles").press("Enter");
    let word = visual("باريس");
    let list = |j: &Journey| (0..j.seen.area.height).filter(|y| j.seen[(60, *y)].bg == Color::Reset).count();
    journey.until("marks", |j| j.on_ground(&MATCH).len() > 4);
    assert!(list(&journey) > 0);
    for run in journey.on_ground(&MATCH) {
        assert_eq!(run, word);
    }
    journey.press("Enter n").sees("match 2 of").press("N").sees("match 1 of").quit();
}

#[test]
fn after_the_last_match_n_goes_on_in_the_next_article() {
    let mut journey = Journey::begin(120, 40);
    journey
        .press("/")
        .type_text("submarine")
        .sees("of 8 articles")
        .press("Enter")
        .sees("Washington Comes Aboard");
    journey.press("Enter").sees("French");
    for _ in 0..12 {
        journey.press("n");
    }
    journey.sees("this is the last article of the list").quit();
}

#[test]
fn words_are_found_in_the_open_article_and_n_walks_through_them() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Washington Comes").press("Enter Ctrl-f").sees("find:").type_text("Macron").press("Enter");
    journey.sees("match 1 of").press("n").sees("match 2 of").press("N").sees("match 1 of");
    assert!(journey.on_ground(&MATCH).iter().all(|run| run == "Macron"), "{:?}", journey.on_ground(&MATCH));
    assert_eq!(journey.on_ground(&[Color::LightYellow]), ["Macron"]);
    journey.press("Esc").until("no marks", |j| j.on_ground(&MATCH).is_empty()).quit();
}

#[test]
fn a_bad_query_says_what_is_wrong_and_keeps_the_last_result() {
    let mut journey = Journey::begin(120, 40);
    journey.press("/").type_text("country:FR").sees("4 of 8 articles");
    journey.type_text(" year:soon").sees("soon").until("a fault", |j| j.row(39).contains("soon"));
    assert!(journey.row(0).contains("4 of 8 articles"), "{}", journey.row(0));
    journey.press("Esc").sees("8 articles").quit();
}

#[test]
fn with_nothing_found_the_way_out_is_offered() {
    let mut journey = Journey::begin(120, 40);
    journey
        .press("/")
        .type_text("Macron zzzqq")
        .press("Enter")
        .sees("No article matches")
        .sees("with any of the words");
    journey.press("Enter").sees("with any of the words").sees("Washington").quit();
}

#[test]
fn a_click_chooses_a_value_selects_a_row_and_the_wheel_scrolls_the_text() {
    let mut journey = Journey::begin(120, 40);
    let mouse = |kind, x, y| Msg::Mouse(Mouse { kind, x, y });
    journey.sees("French");
    let (columns, y) = journey.place_of("France").unwrap();
    journey.send(mouse(MouseKind::Press, columns.start, y)).sees("country:FR").sees("4 of 8 articles");
    journey.send(mouse(MouseKind::Press, 40, 5)).until("the second row", |j| j.seen[(28, 4)].symbol() == "▶");
    journey.send(mouse(MouseKind::WheelDown, 100, 20)).loses("Australia · United Kingdom").quit();
}

#[test]
fn in_arabic_the_facets_stand_at_the_right_and_work_the_same() {
    let mut journey = Journey::begin_on(Shelf::new(&[]), (120, 40), Lang::Ar);
    journey.sees("المرشِّحات");
    let (facets, _) = journey.place_of("المرشِّحات").unwrap();
    let (list, _) = journey.place_of("المقالات").unwrap();
    assert!(list.end < facets.start);
    journey.press("f j j j Space").sees("country:CN").until("a choice", |j| {
        j.place_of("الصين").is_some_and(|(columns, y)| j.seen[(columns.end + 1, y)].symbol() == "✔")
    });
    journey.quit();
}
