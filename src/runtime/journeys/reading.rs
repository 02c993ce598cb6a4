//! Journeys through the reader: side by side, what was cut, why a country, links, what is kept and what is removed,
//! the window's sizes.

use ratatui::style::Color;

use super::pages::pages;
use super::{Journey, Shelf};
use crate::article::Lang;
use crate::ingest;

fn with_pages() -> Journey {
    let mut journey = Journey::begin_on(Shelf::new(&pages()), (120, 40), Lang::En);
    journey.sees("10 articles");
    journey
}

/// Finds one article of ours and opens it.
fn open(title: &str) -> Journey {
    let mut journey = with_pages();
    journey.press("/").type_text(title).sees("1 of 10 articles").press("Enter Enter").sees("Space page on");
    journey
}

#[test]
fn side_by_side_begins_level_and_says_how_sure_it_is() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Speaking in the French").press("s").sees("sure").loses("Facets");
    let english = journey.places_of("Washington Comes Aboard the Paris Call")[0].clone();
    let arabic = journey.places_of("واشنطن تلتحق بركب «نداء باريس»")[0].clone();
    assert_eq!(english.1, arabic.1, "both titles stand in one row");
    assert!(english.0.end < arabic.0.start, "Arabic is at the right");
    journey.press("w").until("the columns swapped", |j| {
        let at = |text| j.places_of(text).first().map(|(columns, _)| columns.start);
        at("واشنطن تلتحق بركب «نداء باريس»") < at("Washington Comes Aboard the Paris Call")
    });
    journey.press("Esc").sees("Facets").press("Esc").sees("Enter read").quit();
}

#[test]
fn the_mark_of_the_paragraph_moves_on_both_sides_together() {
    let mut journey = Journey::begin(120, 40);
    let marks = |j: &Journey, y: u16| (0..120).filter(|x| j.seen[(*x, y)].symbol() == "▎").count();
    journey.sees("Speaking in the French").press("s").sees("sure").until("two marks", |j| marks(j, 6) == 2);
    journey
        .press("}")
        .until("two marks further down", |j| marks(j, 6) == 0 && (7..39).any(|y| marks(j, y) == 2));
    journey.press("{").until("two marks again", |j| marks(j, 6) == 2).quit();
}

#[test]
fn an_article_without_a_translation_says_so_and_goes_on() {
    let mut journey = open("Fustat");
    journey
        .press("s")
        .sees("No Arabic counterpart")
        .sees("Nothing in the archive comes near")
        .press("Esc")
        .loses("No Arabic counterpart");
    journey.sees("Facets").press("Esc").quit();
}

#[test]
fn what_was_cut_from_a_page_is_shown_when_asked() {
    let mut journey = open("Aswan");
    journey.loses("Share this article").press("c").sees("Share this article").sees("Back to top");
    journey.press("c").loses("Share this article").quit();
}

#[test]
fn evidence_names_the_words_and_marks_them() {
    let mut journey = open("Fustat");
    journey.press("e").sees("Why these countries and topics").press("Esc");
    journey.until("words marked", |j| !j.on_ground(&[Color::Green]).is_empty());
    journey.press("e").until("no words marked", |j| j.on_ground(&[Color::Green]).is_empty()).quit();
}

#[test]
fn links_are_offered_and_left_alone() {
    let mut journey = open("Fustat");
    journey.press("L").sees("Links in this text").sees("https://example.org/register").press("Esc");
    journey.loses("https://example.org/register").quit();
    let mut journey = open("Aswan");
    journey.press("L").sees("there are no links in this text").quit();
}

#[test]
fn nothing_is_removed_before_a_yes() {
    let mut journey = with_pages();
    journey
        .press("D")
        .sees("Remove this article?")
        .press("n")
        .loses("Remove this article?")
        .sees("10 articles");
    journey.press("D").sees("Remove this article?").press("y").sees("9 articles");
    journey.quit();
    let mut journey = Journey::begin_on(journey.shelf.reopened(), (120, 40), Lang::En);
    journey.sees("9 articles").quit();
}

#[test]
fn stars_and_what_was_read_are_there_on_the_next_start() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("●").press("*").sees("★").press("Enter").until("read", |j| j.seen[(26, 2)].symbol() == " ");
    journey.press("Esc").quit();
    let mut journey = Journey::begin_on(journey.shelf.reopened(), (120, 40), Lang::En);
    journey.until("the star, and the article read", |j| {
        (j.seen[(26, 2)].symbol(), j.seen[(26, 3)].symbol()) == (" ", "★")
    });
    journey.press("/").type_text("is:starred").sees("1 of 8 articles").press("Esc").quit();
}

#[test]
fn a_correction_of_the_paragraphs_is_kept_and_can_be_taken_back() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Speaking in the French").press("s").sees("16 sure").press("}").press("m").sees("15 sure");
    journey.press("m").sees("14 sure").press("u").sees("15 sure").quit();
    let mut journey = Journey::begin_on(journey.shelf.reopened(), (120, 40), Lang::En);
    journey.sees("15 sure").press("} x").sees("16 sure").quit();
}

#[test]
fn side_by_side_comes_back_where_one_left_it() {
    let mut journey = Journey::begin(120, 40);
    journey.press("j j s").sees("Moscow: Six Cyber Offers, and No Reply").sees("sure");
    journey.quit();
    let mut journey = Journey::begin_on(journey.shelf.reopened(), (120, 40), Lang::En);
    journey.sees("Moscow: Six Cyber Offers, and No Reply").sees("sure").quit();
}

#[test]
fn every_size_of_the_window_shows_what_fits_and_goes_back() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Facets").press("Enter").sees("Space page on");
    let before = journey.rest().picture();
    journey.resize(200, 50).until("50 rows", |j| j.seen.area.height == 50).sees("Facets").sees("Reader");
    journey.resize(80, 24).loses("Facets").sees("Articles").sees("Reader");
    journey.resize(40, 12).loses("Articles").sees("Reader").sees("Space page on");
    journey.resize(15, 4).sees("too small");
    journey.resize(120, 40).until("the screen as before", |j| j.picture() == before).quit();
}

#[test]
fn an_arabic_keyboard_moves_the_cursor() {
    let mut journey = Journey::begin(120, 40);
    journey.until("the first row", |j| j.cursor() == Some(2)).press("ت");
    journey.until("a row down", |j| j.cursor() == Some(4)).press("ن");
    journey.until("a row up", |j| j.cursor() == Some(2)).quit();
}

#[test]
fn help_lists_keys_and_no_raw_names_of_words() {
    let mut journey = Journey::begin(120, 40);
    journey.press("?").sees("Everywhere").sees("one row or line down");
    let raw = |word: &str| {
        word.split_once('.').is_some_and(|(a, b)| {
            !a.is_empty()
                && !b.is_empty()
                && word.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '-')
        })
    };
    let screen = journey.screen();
    let found: Vec<_> = screen.split_whitespace().filter(|w| raw(w)).collect();
    assert!(found.is_empty(), "{found:?}");
    journey.press("Esc").quit();
}

#[test]
fn an_article_whose_translation_was_not_found_yet_is_offered_it() {
    let mut journey = Journey::begin(120, 40);
    journey.press("j").until("the second row", |j| j.cursor() == Some(4));
    journey.press("D").sees("Remove this article?").press("y").sees("7 articles");
    // It comes back without a word on whose translation it is, and nobody looks for pairs.
    let title = "واشنطن تلتحق بركب «نداء باريس»";
    let mut back = ingest::edition().into_iter().find(|a| a.title == title).unwrap();
    back.pair_key = None;
    let batch = journey.shelf.archive.begin_batch("2026-01-02T00:00:00Z").unwrap();
    journey.shelf.archive.put(batch, &[back]).unwrap();
    journey.press("g g s").sees("No Arabic counterpart").sees(title).sees("read beside").press("Enter");
    journey.loses("No Arabic counterpart").sees("guessed").loses("Facets").quit();
}

#[test]
fn what_half_a_word_found_is_still_there_when_the_line_is_kept() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("8 articles").press("/").type_text("Wash").sees("of 8 articles");
    let counts =
        |j: &Journey| j.row(0).split_whitespace().rev().take(4).map(str::to_owned).collect::<Vec<_>>();
    let before = counts(journey.rest());
    journey.press("Enter").sees("Enter read");
    assert_eq!(counts(journey.rest()), before);
    journey.quit();
}

#[test]
fn reading_counts_in_the_facets_at_once_and_takes_no_row_away() {
    let mut journey = Journey::begin(160, 60);
    journey.sees("8 articles").press("/").type_text("is:unread").press("Enter").sees("8 articles");
    let row = |j: &Journey, n: &str| {
        let ends = |row: &str| row.split_once('│').is_some_and(|(facets, _)| facets.trim_end().ends_with(n));
        (0..60).map(|y| j.row(y)).any(|row| row.contains("nread") && ends(&row))
    };
    journey.until("8 unread", |j| row(j, " 8")).press("Enter").until("7 unread", |j| row(j, " 7"));
    journey.press("Esc").sees("8 articles").quit();
}
