//! What layout must know of a common character, from one small table: ASCII, Latin letters, the Arabic and Hebrew
//! letters and signs of daily use, and general punctuation.
//!
//! A character that needs cleaning, composes with its neighbours, is wide, unseen or a bidi control has no entry:
//! the paragraph it stands in takes the general way. The tests hold the table to Unicode's data.

use super::wrap::words::{self, Sort};

/// Bidi classes of the characters in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Bidi {
    L,
    R,
    Al,
    En,
    An,
    Es,
    Et,
    Cs,
    On,
    Ws,
    /// The line feed, a forced line break.
    S,
}

/// How a letter joins, as if it were a cluster of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joining {
    None,
    /// With the letter to its right.
    Right,
    /// With both.
    Dual,
    /// The tatweel.
    Causing,
}

/// What a character does in a grapheme cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It has no entry.
    Unknown,
    /// It begins a cluster.
    Base,
    /// It goes on with one; [`class`] orders it among marks.
    Mark,
    /// ZWNJ: it goes on with a cluster and ends the joining.
    NonJoiner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) part: Part,
    pub(super) bidi: Bidi,
    pub(super) joining: Joining,
    pub(super) sort: Sort,
}

const UNKNOWN: Fact = Fact { part: Part::Unknown, bidi: Bidi::On, joining: Joining::None, sort: Sort::Other };

/// Basic Latin to Arabic.
const LETTERS: [Fact; 0x700] = table(0);
/// General punctuation.
const SIGNS: [Fact; 0x40] = table(0x2000);

const fn table<const N: usize>(first: u32) -> [Fact; N] {
    let mut facts = [UNKNOWN; N];
    let mut at = 0;
    while at < N {
        if let Some(c) = char::from_u32(first + at as u32) {
            facts[at] = fact(c);
        }
        at += 1;
    }
    facts
}

/// The entry of `c`.
#[inline]
pub(super) fn of(c: char) -> Fact {
    static LETTER: [Fact; 0x700] = LETTERS;
    static SIGN: [Fact; 0x40] = SIGNS;
    let code = c as usize;
    let entry = LETTER.get(code).or_else(|| SIGN.get(code.wrapping_sub(0x2000)));
    entry.copied().unwrap_or(UNKNOWN)
}

const fn fact(c: char) -> Fact {
    let Some(bidi) = bidi(c) else { return Fact { part: part(c), ..UNKNOWN } };
    Fact { part: Part::Base, bidi, joining: joining(c), sort: words::sort(c) }
}

const fn part(c: char) -> Part {
    match c {
        '\u{64B}'..='\u{652}' | HAMZA | '\u{670}' => Part::Mark,
        '\u{200C}' => Part::NonJoiner,
        _ => Part::Unknown,
    }
}

/// ARABIC HAMZA ABOVE, the only mark of the table that composes with letters before it.
pub(super) const HAMZA: char = '\u{654}';

/// The combining class of a mark of the table: they rise with the code points, but for the hamza.
pub(super) const fn class(mark: char) -> u8 {
    match mark {
        HAMZA => 230,
        '\u{670}' => 35,
        mark => (mark as u32 - 0x64B) as u8 + 27,
    }
}

/// The class of what begins a cluster.
const fn bidi(c: char) -> Option<Bidi> {
    Some(match c {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' => Bidi::L,
        '\u{5D0}'..='\u{5EA}' => Bidi::R,
        '\u{61B}'
        | '\u{61F}'..='\u{64A}'
        | '\u{66D}'..='\u{66F}'
        | '\u{671}'..='\u{674}'
        | '\u{679}'..='\u{6D5}' => Bidi::Al,
        '0'..='9' | '\u{6F0}'..='\u{6F9}' => Bidi::En,
        '\u{660}'..='\u{669}' | '\u{66B}' | '\u{66C}' => Bidi::An,
        '+' | '-' => Bidi::Es,
        '#' | '$' | '%' | '\u{A2}'..='\u{A5}' | '\u{B0}' | '\u{66A}' => Bidi::Et,
        ',' | '.' | '/' | ':' | '\u{A0}' | '\u{60C}' => Bidi::Cs,
        ' ' => Bidi::Ws,
        '\n' => Bidi::S,
        '!'..='~'
        | '\u{AB}'
        | '\u{B7}'
        | '\u{BB}'
        | '\u{D7}'
        | '\u{F7}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2039}'
        | '\u{203A}' => Bidi::On,
        _ => return None,
    })
}

const fn joining(c: char) -> Joining {
    match c {
        '\u{640}' => Joining::Causing,
        '\u{621}' | '\u{674}' | '\u{6D4}' => Joining::None,
        '\u{622}'..='\u{625}'
        | '\u{627}'
        | '\u{629}'
        | '\u{62F}'..='\u{632}'
        | '\u{648}'
        | '\u{671}'..='\u{673}'
        | '\u{688}'..='\u{699}'
        | '\u{6C0}'
        | '\u{6C3}'..='\u{6CB}'
        | '\u{6CD}'
        | '\u{6CF}'
        | '\u{6D2}'
        | '\u{6D3}'
        | '\u{6D5}' => Joining::Right,
        '\u{620}'..='\u{64A}' | '\u{66E}' | '\u{66F}' | '\u{679}'..='\u{6D1}' => Joining::Dual,
        _ => Joining::None,
    }
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointMapData;
    use icu_properties::props::{CanonicalCombiningClass, JoiningType};
    use unicode_bidi::BidiClass;
    use unicode_normalization::is_nfc;
    use unicode_width::UnicodeWidthChar;

    use super::*;
    use crate::text::{Controls, clean, direction};

    #[test]
    fn the_table_says_what_unicode_says() {
        let mut known = 0;
        for c in '\0'..='\u{FFFF}' {
            let fact = of(c);
            if fact.part == Part::Unknown {
                continue;
            }
            known += 1;
            assert_eq!(clean(&String::from(c), Controls::Honour), String::from(c), "{c:?}");
            assert!(is_nfc(&String::from(c)), "{c:?}");
            let bidi = match fact.bidi {
                _ if fact.part == Part::Mark => BidiClass::NSM,
                _ if fact.part == Part::NonJoiner => BidiClass::BN,
                Bidi::L => BidiClass::L,
                Bidi::R => BidiClass::R,
                Bidi::Al => BidiClass::AL,
                Bidi::En => BidiClass::EN,
                Bidi::An => BidiClass::AN,
                Bidi::Es => BidiClass::ES,
                Bidi::Et => BidiClass::ET,
                Bidi::Cs => BidiClass::CS,
                Bidi::On => BidiClass::ON,
                Bidi::Ws => BidiClass::WS,
                Bidi::S => BidiClass::S,
            };
            assert_eq!(bidi, direction::class(c), "{c:?}");
            let joining = match fact.joining {
                Joining::None if fact.part == Part::Mark => JoiningType::Transparent,
                Joining::None => JoiningType::NonJoining,
                Joining::Right => JoiningType::RightJoining,
                Joining::Dual => JoiningType::DualJoining,
                Joining::Causing => JoiningType::JoinCausing,
            };
            assert_eq!(joining, CodePointMapData::<JoiningType>::new().get(c), "{c:?}");
            if fact.part == Part::Mark {
                let unicode = CodePointMapData::<CanonicalCombiningClass>::new().get(c);
                assert_eq!(class(c), unicode.0, "{c:?}");
            }
            if fact.part == Part::Base && c != '\n' {
                assert_eq!(c.width(), Some(1), "{c:?}");
            }
        }
        assert!(known > 600, "the table is nearly empty");
    }
}
