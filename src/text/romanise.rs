//! Arabic in Latin letters, and every other sign in one that the terminal has: for terminals without Arabic glyphs.
//!
//! The scheme is ALA-LC's for Arabic without its diacritics: ḥ and h are both h, long vowels are written like short
//! ones, hamza and ayn are both an apostrophe, the article is set off by a hyphen. Vowels that the text does not
//! write are not made up, save that waw and yeh between consonants are read as u and i. It is for reading where
//! nothing better can be shown, never for searching or storing: what is copied stays Arabic.
//!
//! Pure: nobody is asked here what the terminal has.

use unicode_normalization::char::decompose_compatible;

use super::cluster::{Cluster, Kind, Look, Role};
use super::{CompactString, Glyphs};

const FATHA: char = '\u{64E}';
const DAMMA: char = '\u{64F}';
const KASRA: char = '\u{650}';
const SHADDA: char = '\u{651}';
const FATHATAN: char = '\u{64B}';
const ALEF: char = '\u{627}';
const LAM: char = '\u{644}';
const WAW: char = '\u{648}';
const TATWEEL: char = '\u{640}';
const YEH: char = '\u{64A}';

/// Letters that a word begins with and that are no part of it: and, so, by, like.
const PROCLITICS: [char; 4] = [WAW, '\u{641}', '\u{628}', '\u{643}'];

/// Stands for what the terminal has no sign for.
pub(super) const NO_SIGN: CompactString = CompactString::const_new("?");

/// Sets each cluster to what is shown of it where not all glyphs are there, and gives the symbols, one a cluster:
/// all run from left to right. Nothing is done, and nothing given, where all are.
pub(super) fn latin(text: &str, clusters: &mut [Cluster], glyphs: Glyphs) -> Vec<CompactString> {
    if glyphs == Glyphs::All {
        return Vec::new();
    }
    let mut shown = Vec::with_capacity(clusters.len());
    let mut word = Word::default();
    for index in 0..clusters.len() {
        let end = clusters.get(index + 1).map_or(text.len(), |next| next.start);
        let Some(cluster) = clusters.get_mut(index) else { break };
        let own = text.get(cluster.start..end).unwrap_or_default();
        (cluster.look, cluster.level) = (Look::Single, 0);
        let mut symbol = CompactString::const_new(" ");
        if cluster.kind == Kind::Text {
            symbol = word.take(own, text.get(end..).unwrap_or_default(), glyphs);
            // Signs of Latin 1, which is all that comes out, take a column each.
            cluster.width = symbol.chars().count() as u8;
            if symbol.is_empty() {
                (cluster.kind, cluster.role) = (Kind::Unseen, Role::Removed);
            }
        } else if cluster.kind != Kind::Unseen {
            cluster.width = cluster.width.min(1);
            word = Word::default();
        }
        shown.push(symbol);
    }
    shown
}

/// The word so far: its letters decide how the next is read.
#[derive(Default)]
struct Word {
    /// Letters taken.
    length: usize,
    /// The last letter, and the vowel mark on it.
    before: Option<(char, Option<char>)>,
    /// The last letter was the article's lam.
    article: bool,
    /// All letters so far may stand before the article.
    proclitic: bool,
}

impl Word {
    /// What is shown of the cluster `own`, `rest` being the text after it.
    fn take(&mut self, own: &str, rest: &str, glyphs: Glyphs) -> CompactString {
        let mut chars = own.chars();
        let Some(base) = chars.next() else { return CompactString::default() };
        if !is_arabic(base) {
            *self = Self::default();
            return sign(own, glyphs);
        }
        let marks: Vec<char> = chars.filter(|c| is_arabic(*c)).collect();
        if !is_letter(base) {
            // Digits and punctuation; a mark without its letter.
            *self = Self::default();
            return plain(base).map_or(NO_SIGN, CompactString::const_new);
        }
        let article = self.begins_article(base, rest);
        let mut out = CompactString::default();
        let vowelled = marks.iter().copied().find(|mark| vowel(*mark).is_some());
        let consonant = self.letter(base, vowelled, marks.contains(&SHADDA), rest);
        out.push_str(consonant);
        if marks.contains(&SHADDA) && !self.article {
            out.push_str(consonant);
        }
        if base != ALEF || self.length == 0 {
            out.push_str(vowelled.and_then(vowel).filter(|vowel| !out.ends_with(vowel)).unwrap_or_default());
        }
        if article {
            out.push('-');
        }
        self.proclitic = match self.length {
            0 => PROCLITICS.contains(&base),
            1 => self.proclitic && base == ALEF,
            _ => false,
        };
        self.article = article;
        self.before = Some((base, vowelled));
        self.length += 1;
        out
    }

    /// Whether this is the lam of the article: after an alef at the word's beginning, or after one letter that may
    /// stand before it, and with a word after it that is long enough to have one.
    fn begins_article(&self, base: char, rest: &str) -> bool {
        let letters = || rest.chars().filter(|c| !is_mark(*c)).take_while(|c| is_letter(*c));
        let after_alef = matches!(self.before, Some((ALEF, None)));
        let enough = match (self.length, self.proclitic) {
            (1, _) => 2,
            (2, true) => 3,
            _ => return false,
        };
        // God's name is one word.
        let name = letters().take(3).eq([LAM, '\u{647}']);
        base == LAM && after_alef && !name && letters().take(enough).count() == enough
    }

    /// A letter without its vowel.
    fn letter(&self, base: char, vowelled: Option<char>, doubled: bool, rest: &str) -> &'static str {
        let first = self.length == 0 || self.article;
        let own_vowel = vowelled.is_some() || doubled;
        let next = rest.chars().find(|c| !is_mark(*c));
        let next_is_vowel = next.is_some_and(|c| matches!(c, ALEF | '\u{649}' | '\u{629}' | WAW | YEH));
        let (before, mark_before) = self.before.map_or((None, None), |(c, mark)| (Some(c), mark));
        match base {
            // After the mark of its vowel, a long vowel says nothing more.
            ALEF | '\u{649}' if matches!(mark_before, Some(FATHA | FATHATAN)) => "",
            ALEF if vowelled == Some(FATHATAN) => "an",
            WAW if !own_vowel && mark_before == Some(DAMMA) => "",
            YEH if !own_vowel && mark_before == Some(KASRA) => "",
            WAW if first || own_vowel || next_is_vowel || before == Some(ALEF) => "w",
            YEH if first || own_vowel || (next_is_vowel && next != Some(YEH)) => "y",
            // A stretch of the line without a letter before it.
            TATWEEL if first => "-",
            '\u{623}' | '\u{625}' if first && vowelled.is_some() => "",
            '\u{623}' if first => "a",
            '\u{623}' | '\u{624}' | '\u{626}' if vowelled.is_some() => "'",
            '\u{626}' if next_is_vowel => "'",
            '\u{629}' if vowelled.is_some() => "t",
            _ => plain(base).unwrap_or("?"),
        }
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}')
        || c == TATWEEL
}

fn is_letter(c: char) -> bool {
    is_arabic(c) && c.is_alphabetic() && !is_mark(c) || c == TATWEEL
}

/// The sound of a vowel mark; nothing for those that have none.
fn vowel(mark: char) -> Option<&'static str> {
    Some(match mark {
        FATHA | '\u{670}' => "a",
        DAMMA => "u",
        KASRA => "i",
        FATHATAN => "an",
        '\u{64C}' => "un",
        '\u{64D}' => "in",
        _ => return None,
    })
}

/// What an Arabic character is shown as where nothing beside it decides: ALA-LC without diacritics, and the letters
/// that other languages added to the script.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        TATWEEL => "",
        '\u{621}' | '\u{639}' => "'",
        '\u{622}' | ALEF | '\u{629}' | '\u{649}' | '\u{671}' | '\u{6D5}' => "a",
        '\u{623}' => "a'",
        '\u{624}' => "u'",
        '\u{625}' => "i",
        '\u{626}' => "'i",
        '\u{628}' => "b",
        '\u{62A}' | '\u{637}' | '\u{679}' => "t",
        '\u{62B}' => "th",
        '\u{62C}' => "j",
        '\u{62D}' | '\u{647}' | '\u{6BE}' | '\u{6C1}' => "h",
        '\u{62E}' => "kh",
        '\u{62F}' | '\u{636}' | '\u{688}' => "d",
        '\u{630}' => "dh",
        '\u{631}' | '\u{691}' | '\u{695}' => "r",
        '\u{632}' | '\u{638}' => "z",
        '\u{633}' | '\u{635}' => "s",
        '\u{634}' => "sh",
        '\u{63A}' => "gh",
        '\u{641}' => "f",
        '\u{642}' => "q",
        '\u{643}' | '\u{6A9}' => "k",
        LAM | '\u{6B5}' => "l",
        '\u{645}' => "m",
        '\u{646}' | '\u{6BA}' => "n",
        WAW | '\u{6C7}' | '\u{6C8}' => "u",
        YEH | '\u{6CC}' => "i",
        '\u{67E}' => "p",
        '\u{686}' => "ch",
        '\u{698}' => "zh",
        '\u{6A4}' | '\u{6CB}' => "v",
        '\u{6AD}' => "ng",
        '\u{6AF}' => "g",
        '\u{6C6}' => "o",
        '\u{6CE}' | '\u{6D0}' | '\u{6D2}' | '\u{6D3}' => "e",
        '\u{660}' | '\u{6F0}' => "0",
        '\u{661}' | '\u{6F1}' => "1",
        '\u{662}' | '\u{6F2}' => "2",
        '\u{663}' | '\u{6F3}' => "3",
        '\u{664}' | '\u{6F4}' => "4",
        '\u{665}' | '\u{6F5}' => "5",
        '\u{666}' | '\u{6F6}' => "6",
        '\u{667}' | '\u{6F7}' => "7",
        '\u{668}' | '\u{6F8}' => "8",
        '\u{669}' | '\u{6F9}' => "9",
        '\u{60C}' | '\u{66C}' => ",",
        '\u{61B}' => ";",
        '\u{61F}' => "?",
        '\u{66A}' => "%",
        '\u{66B}' | '\u{6D4}' => ".",
        '\u{66D}' => "*",
        '\u{FD3E}' => ")",
        '\u{FD3F}' => "(",
        _ => return None,
    })
}

/// A sign that is not Arabic: itself where the terminal has it, else one that is like it, else a question mark.
pub fn sign(symbol: &str, glyphs: Glyphs) -> CompactString {
    let Some(base) = symbol.chars().next() else { return CompactString::default() };
    if glyphs == Glyphs::All {
        return symbol.into();
    }
    let has = |c: char| match c {
        ' '..='~' => true,
        // Latin 1 is in every font of a console, and so are the thin lines and the blocks.
        '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' => glyphs == Glyphs::Console,
        '─' | '│' | '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '▄' | '█' => {
            glyphs == Glyphs::Console
        }
        _ => false,
    };
    if has(base) {
        return one(base);
    }
    if let Some(like) = likeness(base) {
        let first = like.chars().find(|c| has(*c));
        return first.map_or(NO_SIGN, one);
    }
    let mut letter = None;
    decompose_compatible(base, |part| letter = letter.or(Some(part)));
    match letter.filter(|c| *c != base && has(*c)) {
        Some(letter) => one(letter),
        None => NO_SIGN,
    }
}

fn one(c: char) -> CompactString {
    let mut symbol = CompactString::default();
    symbol.push(c);
    symbol
}

/// Signs that may stand for another, the best first.
fn likeness(c: char) -> Option<&'static str> {
    Some(match c {
        '─' | '╸' | '╺' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '\u{AD}' => "-",
        '│' | '▎' => "│|",
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '✔' => "+",
        '▁' | '▂' => "_",
        '▃' | '▄' | '▅' => "▄=",
        '▆' | '▇' | '█' => "█#",
        '▶' | '▸' | '→' | '›' => ">",
        '◀' | '◂' | '←' | '‹' => "<",
        '▾' | '↓' => "v",
        '↑' => "^",
        '⇄' | '↔' => "=",
        '●' => "o",
        '★' | '•' => "*",
        '✘' => "x",
        '✎' => "n",
        '━' => "─=",
        '◐' => "/",
        '…' => "~",
        '«' | '»' | '“' | '”' | '„' => "\"",
        '‘' | '’' | '‚' => "'",
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => " ",
        '·' => ".",
        '€' => "E",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Options, Paragraph};

    fn paragraph(text: &str, glyphs: Glyphs) -> Paragraph {
        Paragraph::new(text, &Options { glyphs, ..Options::default() })
    }

    fn shown(text: &str) -> String {
        paragraph(text, Glyphs::Console).fit(usize::MAX).plain()
    }

    #[test]
    fn the_table_is_ala_lc_without_diacritics() {
        for (arabic, latin) in [
            ("\u{628}\u{62A}\u{62B}\u{62C}\u{62D}\u{62E}", "btthjhkh"),
            ("\u{62F}\u{630}\u{631}\u{632}\u{633}\u{634}", "ddhrzssh"),
            ("\u{635}\u{636}\u{637}\u{638}\u{639}\u{63A}", "sdtz'gh"),
            ("\u{641}\u{642}\u{643}\u{644}\u{645}\u{646}\u{647}", "fqklmnh"),
            ("\u{67E}\u{686}\u{698}\u{6AF}\u{6A9}\u{6CC}", "pchzhgki"),
            ("\u{661}\u{662}\u{669}\u{6F4}\u{66A}\u{60C}\u{61F}", "1294%,?"),
        ] {
            assert_eq!(shown(arabic), latin);
        }
    }

    #[test]
    fn words_are_read_as_one_would_say_them_as_far_as_they_are_written() {
        for (arabic, latin) in [
            ("\u{627}\u{644}\u{633}\u{641}\u{646}", "al-sfn"),
            ("\u{648}\u{627}\u{644}\u{643}\u{62A}\u{627}\u{628}", "wal-ktab"),
            ("\u{627}\u{644}\u{644}\u{647}", "allh"),
            ("\u{648}\u{627}\u{644}\u{62F}", "wald"),
            ("\u{62A}\u{648}\u{646}\u{633}", "tuns"),
            ("\u{633}\u{64A}\u{627}\u{633}\u{629}", "syasa"),
            ("\u{64A}\u{648}\u{645}", "yum"),
            ("\u{642}\u{627}\u{626}\u{62F}", "qa'id"),
            ("\u{62A}\u{623}\u{62B}\u{64A}\u{631}", "ta'thir"),
            ("\u{623}\u{62D}\u{645}\u{62F}", "ahmd"),
            ("\u{625}\u{644}\u{649}", "ila"),
            ("\u{627}\u{644}\u{623}\u{645}\u{646}", "al-amn"),
            // With its marks: the vowels, the doubled letter, no vowel twice.
            ("\u{643}\u{64F}\u{62A}\u{64F}\u{628}", "kutub"),
            ("\u{645}\u{64F}\u{62F}\u{64E}\u{631}\u{651}\u{650}\u{633}", "mudarris"),
            ("\u{643}\u{650}\u{62A}\u{64E}\u{627}\u{628}\u{64C}", "kitabun"),
            ("\u{646}\u{64F}\u{648}\u{631}", "nur"),
            ("\u{623}\u{64F}\u{645}\u{651}", "umm"),
            ("\u{643}\u{62A}\u{627}\u{628}\u{64B}\u{627}", "ktaban"),
        ] {
            assert_eq!(shown(arabic), latin);
        }
    }

    #[test]
    fn a_line_runs_from_left_to_right_and_its_cells_know_their_letters() {
        let text = "\u{642}\u{627}\u{644} (Rio) 2024";
        let paragraph = paragraph(text, Glyphs::Console);
        assert_eq!(paragraph.direction(), crate::text::Direction::Ltr);
        assert_eq!(paragraph.text(), text, "what is searched and copied stays Arabic");
        let line = paragraph.fit(usize::MAX);
        assert_eq!(line.plain(), "qal (Rio) 2024");
        let places: Vec<_> = line.cells.iter().map(|cell| cell.range.start).collect();
        assert!(places.is_sorted());
        assert_eq!(line.columns(0..6).into_iter().next(), Some(0..3));
    }

    #[test]
    fn signs_that_the_terminal_lacks_are_replaced_each_in_its_columns() {
        let symbols = |glyphs| {
            ["★", "─", "é", "ł", "ś", "“", "…", "漢", "\u{5E9}", "█"].map(|s| sign(s, glyphs).to_string())
        };
        assert_eq!(symbols(Glyphs::Console), ["*", "─", "é", "?", "s", "\"", "~", "?", "?", "█"]);
        assert_eq!(symbols(Glyphs::Ascii), ["*", "-", "e", "?", "s", "\"", "~", "?", "?", "#"]);
    }

    #[test]
    fn nothing_of_any_text_is_a_sign_that_the_terminal_lacks_and_no_line_is_too_wide() {
        let hostile = "\u{FDFA}\u{64E}\u{0}\u{5E9}\u{5B8}\u{1F600}\u{200D}\u{1F4A9}\u{E0041}\u{6DD}\u{663} \u{AD}x\u{301}\u{640}\u{633}\u{640}\u{FEFB}\n\u{2067}a";
        for glyphs in [Glyphs::Console, Glyphs::Ascii] {
            for width in 0..12 {
                for line in paragraph(hostile, glyphs).lines(width) {
                    assert!(line.width <= width);
                    let high = if glyphs == Glyphs::Ascii { '~' } else { 'ÿ' };
                    assert!(line.plain().chars().all(|c| (' '..=high).contains(&c)), "{:?}", line.plain());
                }
            }
        }
    }
}
