//! Journeys with a caret: selecting, and the bytes that reach the terminal's clipboard.

use ratatui::style::{Color, Modifier};

use super::pages::pages;
use super::{Journey, Shelf};
use crate::app::{Mouse, MouseKind, Msg};
use crate::article::Lang;

/// The signs of base64 (RFC 4648), in the order of their values.
const SIGNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn decoded(base64: &str) -> String {
    let values: Vec<u32> = base64.chars().filter_map(|c| SIGNS.find(c)).map(|v| v as u32).collect();
    let bytes = values.chunks(4).flat_map(|four| {
        let bits = four.iter().enumerate().fold(0, |bits, (i, v)| bits | v << (18 - 6 * i));
        bits.to_be_bytes()[1..four.len()].to_vec()
    });
    String::from_utf8(bytes.collect()).unwrap()
}

/// Everything that was copied, one copy after the other.
fn copies(journey: &Journey) -> Vec<String> {
    let sent = String::from_utf8(journey.sent.lock().unwrap().clone()).unwrap();
    let sequences = sent.split("\x1b]52;c;").skip(1).map(|rest| rest.strip_suffix("\x1b\\").unwrap());
    sequences.map(decoded).collect()
}

/// The cells on which the caret stands: in the theme of these journeys, reversed and bold.
fn carets(journey: &Journey) -> Vec<String> {
    let area = journey.seen.area;
    let cells = (1..area.height - 1).flat_map(|y| (0..area.width).map(move |x| (x, y)));
    let look = Modifier::REVERSED | Modifier::BOLD;
    let carets = cells.map(|at| &journey.seen[at]).filter(|cell| cell.modifier.contains(look));
    carets.map(|cell| cell.symbol().to_owned()).collect()
}

#[test]
fn a_selection_across_a_change_of_direction_is_copied_in_logical_order() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Speaking in the French").press("s").sees("sure").press("v");
    journey.until("a caret", |j| carets(j).len() == 1).press("g g");
    // The Arabic title has quotation marks and a blank in it; the paragraph after it has digits.
    let title = "واشنطن تلتحق بركب «نداء باريس»";
    journey.press("Tab Tab").press("V y").sees("sent to the terminal's clipboard").sees("1 paragraph");
    let copied = copies(&journey);
    assert_eq!(copied.len(), 1);
    journey.press("V j y").until("two copies", |j| copies(j).len() == 2);
    let both = copies(&journey).pop().unwrap();
    assert!(both.contains("\n\n"), "two paragraphs: {both:?}");
    assert!(copied[0] == title || both.starts_with(&copied[0]), "{copied:?}");
    journey.press("Esc").until("no caret", |j| carets(j).is_empty()).quit();
}

#[test]
fn a_citation_names_the_article_one_fact_a_line() {
    let mut journey = Journey::begin_on(Shelf::new(&pages()), (120, 40), Lang::En);
    journey.sees("10 articles").press("/").type_text("Fustat").sees("1 of 10 articles").press("Enter Enter");
    journey.sees("Space page on").press("v").until("a caret", |j| carets(j).len() == 1);
    journey.press("a").until("selected", |j| !j.on_ground(&[Color::Cyan]).is_empty()).press("Y");
    journey.sees("sent to the terminal's clipboard");
    let cited = copies(&journey).pop().unwrap();
    let page = pages().into_iter().find(|page| cited.starts_with(&page.title)).unwrap();
    let (text, citation) = cited.split_once("\n\n— ").unwrap();
    assert!(text.ends_with(&page.blocks.last().unwrap().text), "{text:?}");
    let facts = [Some(page.title), page.source, page.date.map(|d| d.to_day_string()), page.url];
    assert_eq!(citation, facts.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    journey.press("Esc y").until("the citation by itself", |j| copies(j).len() == 2);
    assert_eq!(copies(&journey)[1], citation);
    journey.quit();
}

#[test]
fn the_mouse_selects_a_word_a_paragraph_and_what_it_is_drawn_over() {
    let mut journey = Journey::begin(120, 40);
    let title = "Washington Comes Aboard the Paris Call";
    journey.sees(title).press("Enter").sees("Space page on");
    let (columns, y) = journey.places_of(title).into_iter().find(|(columns, _)| columns.start > 55).unwrap();
    let mouse = |kind, x| Msg::Mouse(Mouse { kind, x, y });
    let click = |j: &mut Journey, x| {
        j.send(mouse(MouseKind::Press, x)).send(mouse(MouseKind::Release, x));
    };
    let x = columns.start + 12;
    click(&mut journey, x);
    click(&mut journey, x);
    journey.press("y").until("the word", |j| copies(j) == ["Comes"]);
    journey.send(mouse(MouseKind::Press, columns.start)).send(mouse(MouseKind::Drag, columns.start + 15));
    journey.send(mouse(MouseKind::Release, columns.start + 15)).press("y");
    journey.until("what it was drawn over", |j| copies(j).last().unwrap() == "Washington Comes").quit();
}

#[test]
fn an_arabic_keyboard_copies() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Speaking in the French").press("Enter").sees("Space page on").press("ر");
    journey.until("a caret", |j| carets(j).len() == 1).press("س غ");
    journey.until("a copy", |j| copies(j).len() == 1).quit();
}
