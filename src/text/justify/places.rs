//! Where a line may grow: the connections between Arabic letters that bear a tatweel, and the blanks between words.
//!
//! The order of preference is that of newspaper typesetting as Microsoft wrote it down for its browser ("Justifying
//! Text using Cascading Style Sheets in Internet Explorer 5.5"), taken from what later open programs restate of it; it
//! suits typefaces of simple forms, as those of terminals are: after a tatweel that the author set; after seen and
//! sad; before a final teh marbuta, heh or dal; before a final alef, tah, lam, kaf or gaf; before a tooth that joins a
//! final reh or yeh; before a final waw, ain, qaf or feh; before any other final letter. Of equals in a word, the one
//! nearest to its end. What must not be lengthened is common practice (Elyaakoubi and Lazrek, "Justify Just or Just
//! Justify", 2010, collect it): no word of two letters, no lam-alef, not the name of God, one place a word; and of
//! ours: not the lam of the article or a prefix, no word with Latin letters, digits or Quranic signs in it.

use icu_properties::CodePointMapData;
use icu_properties::props::JoiningGroup;

use crate::text::justify::{Place, TATWEEL};
use crate::text::shape::forms;
use crate::text::{Cell, Line};

/// Words of fewer cells are not lengthened.
const LEAST_LETTERS: usize = 3;
/// The number of ranks: a place in the shortest words, or after the first letter of a word, comes after all others.
const RANKS: u8 = 7;

/// What a cell is to justification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// A blank between words.
    Space,
    /// An Arabic letter with its marks; a lam-alef has two.
    Letter(Letter),
    /// Punctuation: ends a word, spoils none.
    Sign,
    /// Other letters, digits, Quranic signs: no letter between the blanks around it is lengthened.
    Foreign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    cell: usize,
    level: u8,
    first: char,
    last: char,
    /// Whether a ZWNJ follows it.
    closed: bool,
}

impl Letter {
    /// Whether the letter joins the one after it.
    fn joins(&self, after: &Self) -> bool {
        let joins_left = self.last == TATWEEL || forms::form(self.last, false, true) != self.last;
        let joins_right = after.first == TATWEEL || forms::form(after.first, true, false) != after.first;
        let beside = after.cell + 1 == self.cell && self.level == after.level;
        joins_left && joins_right && beside && !self.closed
    }
}

/// A blank that may grow. A no-break space keeps its width, as print has it.
pub(super) fn is_space(cell: &Cell) -> bool {
    cell.symbol == " "
}

/// The blanks between words in logical order, of several in a row the last. After a full stop a wider blank is seen
/// least, then after other punctuation.
pub(super) fn spaces(line: &Line, text: &str, order: &[usize]) -> Vec<Place> {
    let space = |at: usize| order.get(at).and_then(|&cell| line.cells.get(cell)).is_some_and(is_space);
    let first = (0..order.len()).find(|&at| !space(at)).unwrap_or(order.len());
    let inner = first + 1..order.len().saturating_sub(1);
    let last_of_run = |at: &usize| space(*at) && !space(*at + 1);
    inner
        .filter(last_of_run)
        .filter_map(|at| {
            let &cell = order.get(at)?;
            let before = text.get(..line.cells.get(cell)?.range.start)?.trim_end().chars().next_back()?;
            let rank = match before {
                '.' | '!' | '?' | '\u{61F}' | '\u{6D4}' => 0,
                ',' | ';' | ':' | '\u{60C}' | '\u{61B}' => 1,
                _ => 2,
            };
            Some(Place { cell, rank })
        })
        .collect()
}

/// The best place for a tatweel of each word that has one, in logical order.
pub(super) fn stretches(line: &Line, text: &str, order: &[usize]) -> Vec<Place> {
    let classes: Vec<Class> = order.iter().map(|&cell| class(line, text, cell)).collect();
    let mut places = Vec::new();
    for token in classes.split(|class| *class == Class::Space) {
        if token.contains(&Class::Foreign) {
            continue;
        }
        for word in token.split(|class| *class == Class::Sign) {
            let letters: Vec<Letter> = word
                .iter()
                .filter_map(|class| match class {
                    Class::Letter(letter) => Some(*letter),
                    _ => None,
                })
                .collect();
            places.extend(best(&letters));
        }
    }
    places
}

fn class(line: &Line, text: &str, at: usize) -> Class {
    let Some(cell) = line.cells.get(at) else { return Class::Foreign };
    if is_space(cell) {
        return Class::Space;
    }
    let mut chars = text.get(cell.range.clone()).unwrap_or_default().chars();
    let Some(first) = chars.next() else { return Class::Foreign };
    let arabic = first == TATWEEL || forms::form(first, true, false) != first || first == '\u{621}';
    if !arabic {
        let spoils = first.is_alphanumeric() || chars.any(char::is_alphanumeric);
        return if spoils { Class::Foreign } else { Class::Sign };
    }
    let mut letter = Letter { cell: at, level: cell.level, first, last: first, closed: false };
    for c in chars {
        match c {
            '\u{622}' | '\u{623}' | '\u{625}' | '\u{627}' => letter.last = c, // lam-alef in one cell
            '\u{200C}' => letter.closed = true,
            // Quranic signs, and a joiner: the word is shaped by hand.
            '\u{610}'..='\u{61A}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6ED}'
            | '\u{8D3}'..='\u{8FF}'
            | '\u{200D}' => {
                return Class::Foreign;
            }
            _ => {}
        }
    }
    // The alef of the Quran's spelling.
    if first == '\u{671}' || cell.level % 2 == 0 { Class::Foreign } else { Class::Letter(letter) }
}

fn best(word: &[Letter]) -> Option<Place> {
    let letters = word.iter().filter(|letter| letter.first != TATWEEL).count();
    let god = |three: &[Letter]| three.iter().map(|l| l.first).eq(['\u{644}', '\u{644}', '\u{647}']);
    if letters < LEAST_LETTERS || word.windows(3).any(god) {
        return None;
    }
    let of_article = article(word);
    // Of one letter, a word that is written to the next: "in", "so", "like", "for".
    let prefix = word
        .first()
        .is_some_and(|letter| matches!(letter.last, '\u{628}' | '\u{641}' | '\u{643}' | '\u{644}'));
    let place = |at: usize| {
        if at == 0 && prefix {
            return None;
        }
        let late = if at == 0 || letters == LEAST_LETTERS { RANKS } else { 0 };
        let rank = rank(word, at).filter(|_| Some(at) != of_article)? + late;
        Some(Place { cell: word.get(at)?.cell, rank })
    };
    (0..word.len()).rev().filter_map(place).min_by_key(|place| place.rank)
}

/// The lam of the article, behind a prefix or not.
fn article(word: &[Letter]) -> Option<usize> {
    let prefix = word
        .first()
        .is_some_and(|letter| matches!(letter.first, '\u{648}' | '\u{641}' | '\u{628}' | '\u{643}'));
    let alef = [0, usize::from(prefix)]
        .into_iter()
        .find(|&at| word.get(at).is_some_and(|letter| letter.first == '\u{627}'))?;
    word.get(alef + 1).filter(|letter| letter.first == '\u{644}').map(|_| alef + 1)
}

/// How well the connection after the letter `at` bears a tatweel; `None` where it must not have one.
fn rank(word: &[Letter], at: usize) -> Option<u8> {
    let (before, after) = (word.get(at)?, word.get(at + 1)?);
    let (from, to) = (group(before.last), group(after.first));
    let lam_alef = from == JoiningGroup::Lam && to == JoiningGroup::Alef;
    if !before.joins(after) || lam_alef || after.first == TATWEEL {
        return None;
    }
    if before.last == TATWEEL {
        return Some(0);
    }
    if matches!(from, JoiningGroup::Seen | JoiningGroup::Sad) {
        return Some(1);
    }
    let next = word.get(at + 2).filter(|next| after.joins(next));
    let Some(next) = next else { return Some(before_final(after, to)) };
    let last = word.get(at + 3).is_none_or(|beyond| !next.joins(beyond));
    let tooth =
        matches!(to, JoiningGroup::Beh | JoiningGroup::Noon | JoiningGroup::Yeh | JoiningGroup::FarsiYeh);
    let below = matches!(group(next.first), JoiningGroup::Reh | JoiningGroup::Yeh | JoiningGroup::FarsiYeh);
    (tooth && below && last).then_some(4)
}

/// The same before a letter that ends its joined part of the word.
fn before_final(letter: &Letter, group: JoiningGroup) -> u8 {
    match group {
        // A lam-alef in one cell.
        _ if letter.first != letter.last => 6,
        JoiningGroup::TehMarbuta | JoiningGroup::Heh | JoiningGroup::HehGoal | JoiningGroup::Dal => 2,
        JoiningGroup::Alef
        | JoiningGroup::Tah
        | JoiningGroup::Lam
        | JoiningGroup::Kaf
        | JoiningGroup::Gaf => 3,
        JoiningGroup::Waw | JoiningGroup::Ain | JoiningGroup::Qaf | JoiningGroup::Feh => 5,
        _ => 6,
    }
}

fn group(letter: char) -> JoiningGroup {
    CodePointMapData::<JoiningGroup>::new().get(letter)
}
