//! Journeys that narrow the list: facets by keyboard and by mouse, searching as one types, mistakes in a query.

use std::ops::Range;

use ratatui::style::Color;

use super::{Journey, Shelf, visual};
use crate::app::{Mouse, MouseKind, Msg};
use crate::article::Lang;

/// The grounds of matches in the theme of the journeys.
const MATCH: [Color; 2] = [Color::Yellow, Color::LightYellow];

/// The facets' columns in a window of 120.
const FACETS: u16 = 24;

/// Where a facet's value stands: the facets end before the list.
fn value(journey: &Journey, name: &str) -> Option<(Range<u16>, u16)> {
    journey.places_of(name).into_iter().find(|(columns, _)| columns.end < FACETS)
}

/// The count in the row of a facet's value.
fn count(journey: &Journey, name: &str) -> Option<usize> {
    let (columns, y) = value(journey, name)?;
    let rest: String = (columns.end..FACETS).map(|x| journey.seen[(x, y)].symbol()).collect();
    rest.trim().parse().ok()
}

#[test]
fn a_country_chosen_with_the_keyboard_narrows_the_list_and_not_its_own_counts() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("8 articles").press("f j j j").press("Space").sees("4 of 8 articles").sees("✔ China");
    journey.sees("China ×").loses("Washington Comes Aboard");
    // China's own facet counts as if China were not chosen; the others count what is left.
    assert_eq!((count(&journey, "France"), count(&journey, "Arabic")), (Some(4), Some(2)));
    journey.press("Esc").quit();
}

#[test]
fn two_countries_are_either_of_them_and_both_when_asked() {
    let mut journey = Journey::begin(120, 40);
    journey.press("f j j j Space").sees("4 of 8 articles");
    journey.press("j Space").sees("France ×").sees("6 of 8 articles");
    journey.press("&").sees("China + France ×").sees("2 of 8 articles");
    journey.press("&").sees("6 of 8 articles").quit();
}

#[test]
fn an_excluded_country_leaves_the_list_and_comes_back() {
    let mut journey = Journey::begin(120, 40);
    journey.press("f j j j x").sees("✘ China").sees("not China ×").sees("4 of 8 articles");
    journey.sees("Washington Comes Aboard").loses("Washington, Moscow and Beijing");
    journey.press("X").loses("not China ×").sees("8 articles").sees("Washington, Moscow and Beijing");
    journey.press("u").sees("not China ×").sees("4 of 8 articles");
    journey.press("Ctrl-r").loses("not China ×").quit();
}

#[test]
fn a_value_is_found_by_its_name_in_either_script() {
    for name in ["فرنسا", "fran"] {
        let mut journey = Journey::begin(120, 40);
        journey.sees("Facets").press("f i").type_text(name).loses("Cyber security").sees("France");
        journey.press("Enter").sees("France ×").sees("4 of 8 articles").quit();
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
    journey.until("marks in the list and in the reader", |j| {
        let marked = |columns: Range<u16>| {
            columns.into_iter().any(|x| (2..39).any(|y| MATCH.contains(&j.seen[(x, y)].bg)))
        };
        marked(25..65) && marked(66..120)
    });
    let runs = journey.on_ground(&MATCH);
    // A title that is cut inside the word has its beginning only, left of it the ellipsis.
    assert!(runs.iter().all(|run| *run == visual("باريس") || run.starts_with('…')), "{runs:X?}");
    journey.press("Enter n").sees("match 1 of 1").quit();
}

#[test]
fn after_the_last_match_n_goes_on_in_the_next_article() {
    let mut journey = Journey::begin(120, 40);
    journey.press("/").type_text("Macron").sees("of 8 articles").press("Enter").sees("Enter read");
    journey.press("Enter").sees("Space page on");
    let first = journey.cursor();
    for at in 1..9 {
        let (here, on) = (format!("match {at} of"), format!("match {} of", at + 1));
        let said = move |j: &Journey| j.row(39).contains(&here) || j.row(39).contains(&on);
        journey.press("n").until("a match", |j| said(j) || j.cursor() != first);
        if journey.cursor() != first {
            journey.until("its matches", |j| j.on_ground(&[Color::LightYellow]) == ["Macron"]);
            return journey.quit();
        }
    }
    panic!("it never went on:\n{}", journey.picture());
}

#[test]
fn words_are_found_in_the_open_article_and_n_walks_through_them() {
    let mut journey = Journey::begin(120, 40);
    journey
        .sees("Speaking in the French")
        .press("Enter Ctrl-f")
        .sees("find:")
        .type_text("Macron")
        .press("Enter");
    journey.sees("match 1 of").press("n").sees("match 2 of").press("N").sees("match 1 of");
    assert!(journey.on_ground(&MATCH).iter().all(|run| run == "Macron"), "{:?}", journey.on_ground(&MATCH));
    assert_eq!(journey.on_ground(&[Color::LightYellow]), ["Macron"]);
    journey.press("Esc").until("no marks", |j| j.on_ground(&MATCH).is_empty()).quit();
}

#[test]
fn a_bad_query_says_what_is_wrong_and_keeps_the_last_result() {
    let mut journey = Journey::begin(120, 40);
    journey.press("/").type_text("country:FR").sees("4 of 8 articles");
    journey.send(Msg::Paste(" year:soon".to_owned())).until("a fault", |j| j.row(39).contains("soon"));
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
    let (columns, y) = value(&journey, "France").unwrap();
    journey.send(mouse(MouseKind::Press, columns.start, y)).sees("France ×").sees("4 of 8 articles");
    journey.send(mouse(MouseKind::Press, 40, 5)).until("the second row", |j| j.cursor() == Some(4));
    journey.send(mouse(MouseKind::WheelDown, 100, 20)).loses("Australia · United Kingdom").quit();
}

#[test]
fn in_arabic_the_facets_stand_at_the_right_and_work_the_same() {
    let mut journey = Journey::begin_on(Shelf::new(&[]), (120, 40), Lang::Ar);
    journey.sees("المرشِّحات");
    let column = |j: &Journey, text| j.places_of(text).first().map(|(columns, _)| columns.start);
    assert!(column(&journey, "المقالات") < column(&journey, "المرشِّحات"));
    journey.press("f j j j Space").sees("×").until("a choice", |j| {
        j.places_of("الصين")
            .iter()
            .any(|(columns, y)| columns.end == 117 && j.seen[(118, *y)].symbol() == "✔")
    });
    journey.quit();
}
