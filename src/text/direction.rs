//! Base direction (UAX #9 P2, P3) and embedding levels (X1 to I2) of a paragraph.
//!
//! The algorithm is `unicode_bidi`'s; the classes come from ICU's trie, which is newer and faster than the crate's
//! own table. Never reorders: that is done line by line, after the text has been broken.

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass as IcuClass;
use unicode_bidi::{BidiClass, BidiDataSource, Level, ParagraphBidiInfo};

use super::Direction;

mod plain;
pub(super) mod simple;

/// The class of `c`. A line feed inside a paragraph is a forced line break and no paragraph separator: it is given
/// class S, for which rule L1 does what the end of a line needs.
pub(super) fn class(c: char) -> BidiClass {
    if c == '\n' {
        return BidiClass::S;
    }
    from_icu(CodePointMapData::<IcuClass>::new().get(c))
}

fn from_icu(class: IcuClass) -> BidiClass {
    match class {
        IcuClass::LeftToRight => BidiClass::L,
        IcuClass::RightToLeft => BidiClass::R,
        IcuClass::EuropeanNumber => BidiClass::EN,
        IcuClass::EuropeanSeparator => BidiClass::ES,
        IcuClass::EuropeanTerminator => BidiClass::ET,
        IcuClass::ArabicNumber => BidiClass::AN,
        IcuClass::CommonSeparator => BidiClass::CS,
        IcuClass::ParagraphSeparator => BidiClass::B,
        IcuClass::SegmentSeparator => BidiClass::S,
        IcuClass::WhiteSpace => BidiClass::WS,
        IcuClass::LeftToRightEmbedding => BidiClass::LRE,
        IcuClass::LeftToRightOverride => BidiClass::LRO,
        IcuClass::ArabicLetter => BidiClass::AL,
        IcuClass::RightToLeftEmbedding => BidiClass::RLE,
        IcuClass::RightToLeftOverride => BidiClass::RLO,
        IcuClass::PopDirectionalFormat => BidiClass::PDF,
        IcuClass::NonspacingMark => BidiClass::NSM,
        IcuClass::BoundaryNeutral => BidiClass::BN,
        IcuClass::FirstStrongIsolate => BidiClass::FSI,
        IcuClass::LeftToRightIsolate => BidiClass::LRI,
        IcuClass::RightToLeftIsolate => BidiClass::RLI,
        IcuClass::PopDirectionalIsolate => BidiClass::PDI,
        _ => BidiClass::ON,
    }
}

struct Classes;

impl BidiDataSource for Classes {
    fn bidi_class(&self, c: char) -> BidiClass {
        class(c)
    }
}

/// The direction of the first strong character that stands in no isolate (UAX #9 P2 and P3), or `fallback`.
pub fn base_direction(text: &str, fallback: Direction) -> Direction {
    let mut depth = 0_usize;
    for c in text.chars() {
        match class(c) {
            BidiClass::LRI | BidiClass::RLI | BidiClass::FSI => depth += 1,
            BidiClass::PDI => depth = depth.saturating_sub(1),
            BidiClass::L if depth == 0 => return Direction::Ltr,
            BidiClass::R | BidiClass::AL if depth == 0 => return Direction::Rtl,
            BidiClass::B => break,
            _ => {}
        }
    }
    fallback
}

/// The level of a paragraph of this direction.
pub(super) fn base_level(direction: Direction) -> u8 {
    match direction {
        Direction::Ltr => 0,
        Direction::Rtl => 1,
    }
}

/// Embedding levels before rule L1.
#[derive(Debug)]
pub(super) enum Levels {
    /// One level throughout.
    Uniform(u8),
    /// A level for each byte.
    Bytes(Vec<Level>),
}

impl Levels {
    /// The level of the character that begins at a byte.
    pub(super) fn at(&self, byte: usize) -> u8 {
        match self {
            Self::Uniform(level) => *level,
            Self::Bytes(levels) => levels.get(byte).map_or(0, Level::number),
        }
    }
}

/// The levels of a paragraph, by the short way where there is one.
pub(super) fn levels(text: &str, direction: Direction) -> Levels {
    let short = match direction {
        Direction::Ltr => plain::left_to_right(text),
        Direction::Rtl => plain::right_to_left(text),
    };
    short.unwrap_or_else(|| general_levels(text, direction))
}

/// The levels of any paragraph, by the whole algorithm.
pub(super) fn general_levels(text: &str, direction: Direction) -> Levels {
    let level = match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    };
    Levels::Bytes(ParagraphBidiInfo::new_with_data_source(&Classes, text, Some(level)).levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_strong_letter_decides_and_isolates_are_passed_over() {
        let rtl = Direction::Rtl;
        assert_eq!(base_direction("1. \u{627}b", Direction::Ltr), rtl);
        assert_eq!(base_direction("\u{2068}\u{627}\u{2069} b", rtl), Direction::Ltr);
        assert_eq!(base_direction("\n\u{627}", Direction::Ltr), rtl, "a line feed does not end the search");
        assert_eq!(base_direction("2018-11-12", rtl), rtl);
        assert_eq!(base_direction("", Direction::Ltr), Direction::Ltr);
    }
}
