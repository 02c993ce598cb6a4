//! Embedding levels of a paragraph without explicit controls (UAX #9, W1 to I2), over one class a grapheme cluster.
//!
//! The whole paragraph is one isolating run sequence, and every mark belongs to a cluster that begins with a letter,
//! so no mark needs a class. What is nested deeper than text is, the caller gives to the whole algorithm.

use crate::text::Direction;
use crate::text::facts::Bidi;

/// Brackets open at once that are followed; the algorithm itself gives up at 63.
const DEPTH: usize = 8;

/// What resolves the neutrals: the classes left when W1 to W7 are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) enum Class {
    L,
    R,
    Number,
    Neutral,
}

impl Class {
    /// Rules I1 and I2.
    pub(in crate::text) fn level(self, base: Direction) -> u8 {
        match (self, base) {
            (Self::L, Direction::Ltr) => 0,
            (Self::Number, _) | (Self::L, Direction::Rtl) => 2,
            (Self::R | Self::Neutral, _) => 1,
        }
    }

    /// As the rules of neutrals see it: numbers are right-to-left.
    fn strong(self) -> Option<Direction> {
        match self {
            Self::L => Some(Direction::Ltr),
            Self::R | Self::Number => Some(Direction::Rtl),
            Self::Neutral => None,
        }
    }

    fn of(direction: Direction) -> Self {
        match direction {
            Direction::Ltr => Self::L,
            Direction::Rtl => Self::R,
        }
    }
}

/// The resolved class of each cluster, given their classes and, where there may be brackets, their first characters; `None`
/// where brackets are nested too deep.
pub(in crate::text) fn levels(
    classes: impl Iterator<Item = Bidi>,
    chars: impl Iterator<Item = char>,
    base: Direction,
) -> Option<Vec<Class>> {
    let mut resolved = weak(classes, base);
    brackets(chars, base, &mut resolved)?;
    neutral(base, &mut resolved);
    Some(resolved)
}

/// Rules W1 to W7.
fn weak(classes: impl Iterator<Item = Bidi>, base: Direction) -> Vec<Class> {
    let mut out: Vec<Class> = Vec::with_capacity(classes.size_hint().0);
    let mut classes = classes.peekable();
    let mut strong = if base == Direction::Ltr { Bidi::L } else { Bidi::R };
    // The number that the cluster before is or has become; what a European number became, where the cluster before
    // is one or one of its terminators; how many terminators wait for a number after them.
    let (mut number, mut european, mut waiting) = (None, None, 0);
    while let Some(class) = classes.next() {
        let (mut now_number, mut now_european) = (None, None);
        let resolved = match class {
            Bidi::L | Bidi::R | Bidi::Al => {
                strong = class;
                if class == Bidi::L { Class::L } else { Class::R }
            }
            Bidi::En if strong != Bidi::Al => {
                let resolved = if strong == Bidi::L { Class::L } else { Class::Number };
                let from = out.len() - waiting;
                out.iter_mut().skip(from).for_each(|class| *class = resolved);
                (now_number, now_european) = (Some(Bidi::En), Some(resolved));
                resolved
            }
            Bidi::En | Bidi::An => {
                now_number = Some(Bidi::An);
                Class::Number
            }
            Bidi::Es | Bidi::Cs => {
                let next = classes.peek().map(|next| match next {
                    Bidi::En if strong == Bidi::Al => Bidi::An,
                    next => *next,
                });
                match number {
                    Some(Bidi::En) if next == number => european.unwrap_or(Class::Neutral),
                    Some(Bidi::An) if next == number && class == Bidi::Cs => Class::Number,
                    _ => Class::Neutral,
                }
            }
            Bidi::Et => {
                now_european = european;
                european.unwrap_or(Class::Neutral)
            }
            Bidi::On | Bidi::Ws | Bidi::S => Class::Neutral,
        };
        waiting = if class == Bidi::Et && now_european.is_none() { waiting + 1 } else { 0 };
        (number, european) = (now_number, now_european);
        out.push(resolved);
    }
    out
}

/// The closing bracket of an opening one.
fn closing(c: char) -> Option<char> {
    match c {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}

/// Rule N0.
fn brackets(chars: impl Iterator<Item = char>, base: Direction, classes: &mut [Class]) -> Option<()> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, c) in chars.enumerate() {
        if let Some(close) = closing(c) {
            if open.len() == DEPTH {
                return None;
            }
            open.push((close, at));
        } else if matches!(c, ')' | ']' | '}')
            && let Some(depth) = open.iter().rposition(|&(close, _)| close == c)
        {
            pairs.extend(open.get(depth).map(|&(_, from)| (from, at)));
            open.truncate(depth);
        }
    }
    pairs.sort_unstable();
    for (from, to) in pairs {
        let (mut along, mut against) = (false, false);
        for class in classes.get(from + 1..to).unwrap_or_default() {
            match class.strong() {
                Some(direction) if direction == base => along = true,
                Some(_) => against = true,
                None => {}
            }
            if along {
                break;
            }
        }
        let direction = if along {
            base
        } else if against {
            let before = classes.get(..from).unwrap_or_default();
            before.iter().rev().find_map(|class| class.strong()).unwrap_or(base)
        } else {
            continue;
        };
        for at in [from, to] {
            if let Some(class) = classes.get_mut(at) {
                *class = Class::of(direction);
            }
        }
    }
    Some(())
}

/// Rules N1 and N2.
fn neutral(base: Direction, classes: &mut [Class]) {
    let mut before = base;
    let mut at = 0;
    while let Some(class) = classes.get(at) {
        if let Some(direction) = class.strong() {
            before = direction;
            at += 1;
            continue;
        }
        let run = classes.iter().skip(at).take_while(|class| **class == Class::Neutral).count();
        let after = classes.get(at + run).and_then(|class| class.strong()).unwrap_or(base);
        let direction = if before == after { before } else { base };
        classes.iter_mut().skip(at).take(run).for_each(|class| *class = Class::of(direction));
        at += run;
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy;
    use proptest::test_runner::{Config, TestCaseError};
    use proptest::{prop_assert_eq, proptest};

    use super::levels;
    use crate::text::Direction;
    use crate::text::direction::general_levels;
    use crate::text::facts;

    /// A character of every class, each kind of bracket, and signs of more than one byte.
    const CLASSES: &[char] = &[
        ' ', '\n', '!', '(', ')', '[', ']', '{', '}', '\u{AB}', '-', '+', '%', '$', '.', ',', '\u{60C}', '1',
        '2', '\u{661}', '\u{6F2}', '\u{627}', '\u{628}', '\u{5D0}', '\u{66A}', '\u{66B}', 'a', 'b', '\u{E9}',
        '\u{2014}',
    ];

    fn same(text: &str) -> Result<(), TestCaseError> {
        for base in [Direction::Ltr, Direction::Rtl] {
            let classes = text.chars().map(|c| facts::of(c).bidi);
            let Some(short) = levels(classes, text.chars(), base) else { continue };
            let short: Vec<u8> = short.into_iter().map(|class| class.level(base)).collect();
            let general = general_levels(text, base);
            let general: Vec<u8> = text.char_indices().map(|(at, _)| general.at(at)).collect();
            prop_assert_eq!(short, general, "{:?} {:?}", text, base);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(Config { cases: Config::default().cases.max(4000), failure_persistence: None, ..Config::default() })]

        #[test]
        fn levels_are_those_of_the_algorithm(
            text in proptest::collection::vec(proptest::sample::select(CLASSES), 0..24).prop_map(String::from_iter),
        ) {
            same(&text)?;
        }

        #[test]
        fn nested_brackets_too(text in "[()\\[\\]{}a\u{5D0}1 ]{0,24}") {
            same(&text)?;
        }
    }

    #[test]
    fn every_three_characters_between_letters() {
        for a in CLASSES {
            for b in CLASSES {
                for c in CLASSES {
                    for text in
                        [vec![a, b, c], vec![&'\u{628}', a, b, c, &'a'], vec![&'a', a, b, c, &'\u{5D0}']]
                    {
                        same(&String::from_iter(text)).unwrap();
                    }
                }
            }
        }
    }
}
