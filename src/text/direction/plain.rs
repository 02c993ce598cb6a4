//! Embedding levels by a short way, where a paragraph has letters of one direction and no explicit controls.
//!
//! Answers only where the whole algorithm (UAX #9, W1 to I2) is sure to give the same; else it says nothing.

use unicode_bidi::{BidiClass, Level};

use super::{Levels, class};

/// Levels of a left-to-right paragraph without right-to-left letters, Arabic numbers or controls: European numbers
/// take the direction of what stands before them (W7), everything else that of the paragraph.
pub(super) fn left_to_right(text: &str) -> Option<Levels> {
    use BidiClass::{CS, EN, ES, ET, L, NSM, ON, S, WS};
    let plain =
        |c: char| c.is_ascii() && c >= ' ' || matches!(class(c), L | EN | ES | ET | CS | ON | NSM | S | WS);
    text.chars().all(plain).then_some(Levels::Uniform(0))
}

/// What stands before a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A right-to-left letter and the marks on it.
    Letter,
    /// A number that is or has become an Arabic one (W2): no sign of it but a common separator can belong to it.
    Arabic,
    /// A European number.
    European,
    /// A common separator straight after an Arabic number, at this byte.
    Separator(usize),
    /// Anything else at the level of the paragraph.
    Neutral,
    /// The same, and a European number after it may take it in (W4, W5).
    Sign,
}

/// Levels of a right-to-left paragraph without left-to-right letters and controls: letters and everything neutral are
/// at 1 (N0 to N2 find right-to-left on every side), numbers at 2, with a common separator between two Arabic ones
/// (W4). Where a sign may belong to a European number, that is left to the whole algorithm.
pub(super) fn right_to_left(text: &str) -> Option<Levels> {
    use BidiClass::{AL, AN, BN, CS, EN, ES, ET, NSM, ON, R, S, WS};
    let mut levels = Vec::new();
    let mut raise = |at: usize, length: usize| {
        if levels.is_empty() {
            levels = vec![Level::rtl(); text.len()];
        }
        let number = Level::new(2).expect("2 is a level");
        levels.iter_mut().skip(at).take(length).for_each(|level| *level = number);
    };
    let (mut before, mut arabic) = (Before::Neutral, false);
    for (at, c) in text.char_indices() {
        let class = if matches!(c, '\u{620}'..='\u{64A}') { AL } else { class(c) };
        before = match (class, before) {
            (AL | R, _) => {
                arabic = class == AL;
                Before::Letter
            }
            (NSM | BN, Before::Letter) => Before::Letter,
            (EN, Before::Sign) if !arabic => return None,
            (EN, _) if !arabic => {
                raise(at, c.len_utf8());
                Before::European
            }
            (AN | EN, _) => {
                if let Before::Separator(at) = before {
                    raise(at, 1);
                }
                raise(at, c.len_utf8());
                Before::Arabic
            }
            (ES | ET | CS, Before::European) => return None,
            (CS, Before::Arabic) => Before::Separator(at),
            (ES | ET | CS, _) => Before::Sign,
            (WS | ON | S, _) => Before::Neutral,
            _ => return None,
        };
    }
    Some(if levels.is_empty() { Levels::Uniform(1) } else { Levels::Bytes(levels) })
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy;
    use proptest::test_runner::{Config, TestCaseError};
    use proptest::{prop_assert_eq, proptest};

    use super::*;
    use crate::text::Direction;
    use crate::text::direction::general_levels;

    /// A character of every class that the short ways know, and of some that they do not.
    const CLASSES: &[char] = &[
        ' ', '\n', '!', '(', ')', '[', '\u{AB}', '-', '+', '%', '$', '.', ',', ':', '\u{60C}', '1', '2',
        '\u{661}', '\u{6F2}', '\u{627}', '\u{628}', '\u{5D0}', '\u{64E}', '\u{301}', '\u{200C}', '\u{AD}',
        '\u{66A}', '\u{66B}', 'a', '\u{E9}', '\u{2014}', '\u{20AC}', '\u{200F}', '\u{2067}', '\u{2069}',
        '\u{2029}', '\t',
    ];

    fn same(text: &str, direction: Direction) -> Result<bool, TestCaseError> {
        let short = match direction {
            Direction::Ltr => left_to_right(text),
            Direction::Rtl => right_to_left(text),
        };
        let Some(short) = short else { return Ok(false) };
        let general = general_levels(text, direction);
        for (at, _) in text.char_indices() {
            prop_assert_eq!(short.at(at), general.at(at), "byte {} of {:?}", at, text);
        }
        Ok(true)
    }

    proptest! {
        #![proptest_config(Config { cases: Config::default().cases.max(2000), failure_persistence: None, ..Config::default() })]

        #[test]
        fn short_ways_give_the_levels_of_the_algorithm(
            text in proptest::collection::vec(proptest::sample::select(CLASSES), 0..12).prop_map(String::from_iter),
        ) {
            same(&text, Direction::Ltr)?;
            same(&text, Direction::Rtl)?;
            // Without what only one of the two takes, so that both are tried often.
            let rtl: String = text.chars().filter(|c| !matches!(c, 'a' | '\u{E9}' | '\u{200F}'..='\u{2069}')).collect();
            same(&rtl, Direction::Rtl)?;
        }
    }

    #[test]
    fn every_two_characters_have_the_levels_of_the_algorithm() {
        let mut taken = 0;
        for a in CLASSES {
            for b in CLASSES {
                for text in [vec![a, b], vec![&'\u{628}', a, b, &'2'], vec![&'2', a, b, &'\u{661}']] {
                    let text = String::from_iter(text);
                    taken += usize::from(same(&text, Direction::Ltr).unwrap());
                    taken += usize::from(same(&text, Direction::Rtl).unwrap());
                }
            }
        }
        assert!(taken > 2 * CLASSES.len().pow(2), "the short ways are hardly ever taken");
    }
}
