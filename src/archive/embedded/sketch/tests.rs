//! Which texts are versions of one, and which only look like it.

use super::*;
use crate::article::{Block, BlockKind};

fn words(text: &str) -> Words {
    Words::of(&Article { blocks: vec![Block::new(BlockKind::Paragraph, text)], ..Article::default() })
}

/// So many different words.
fn prose(words: std::ops::Range<usize>) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    let word = |n: usize| format!("{}{}{} ", letter(n / 676), letter(n / 26), letter(n));
    words.map(word).collect()
}

#[test]
fn what_is_stored_of_a_text_never_changes() {
    // These are in people's archives: another sum finds no version of what is stored.
    assert_eq!(words("one two three four five six seven eight nine").sketch(), SKETCH);
    assert_eq!(words("\u{661} two").sketch(), words("1 TWO").sketch());
    assert_eq!(words("").sketch(), [0_u32; 0]);
}

const SKETCH: [u32; 4] = [554_962_647, 569_339_297, 1_380_984_630, 1_530_170_814];

#[test]
fn most_of_the_runs_have_to_be_shared() {
    let whole = words(&prose(0..200));
    let like = |text: &str| whole.is_like("a", &words(text), "b");
    assert!(like(&prose(0..200)) && like(&prose(0..150)) && like(&prose(30..200)));
    assert!(!like(&prose(0..90)) && !like(&prose(100..300)));
    let moved = format!("{}{}", prose(100..200), prose(0..100));
    assert!(like(&moved));
}

#[test]
fn a_short_text_says_too_little() {
    let (short, one_more) = (prose(0..15), prose(0..16));
    assert!(words(&short).is_like("The same", &words(&short), "the SAME"));
    assert!(!words(&short).is_like("one", &words(&short), "another"));
    assert!(!words(&short).is_like("same", &words(&one_more), "same"));
    assert!(words(&prose(0..25)).is_like("one", &words(&prose(0..25)), "another"));
    assert!(!words("").is_like("same", &words(""), "same"));
}

#[test]
fn numbers_in_the_same_place_have_to_be_the_same() {
    let report = |a: u32, b: u32, c: u32| {
        format!(
            "{} rose {a} points {} fell {b} points {} of {c} deals {}",
            prose(0..20),
            prose(20..60),
            prose(60..90),
            prose(90..110)
        )
    };
    let monday = words(&report(5, 6, 7));
    assert!(monday.is_like("", &words(&report(5, 6, 7).replace(" deals", " deals done by 12 men")), ""));
    assert!(!monday.is_like("", &words(&report(5, 6, 8)), ""));
    assert!(monday.shared(&words(&report(8, 9, 1))) >= ALIKE, "the runs alone do not tell");
}

#[test]
fn the_parts_of_a_series_are_no_versions_of_each_other() {
    let body = "one two three four five six seven eight nine ten ".repeat(6);
    let words = words(&body);
    for (title, other, alike) in [
        ("Ships 7", "Ships 8", false),
        ("السفن ٧", "السفن 8", false),
        ("Ships 7", "Ships ٧", true),
        ("Ships 7", "Seven ships", true),
        ("Ships of 2021", "Ships of 2021: what we know", true),
    ] {
        assert_eq!(words.is_like(title, &words, other), alike, "{title}, {other}");
    }
}
