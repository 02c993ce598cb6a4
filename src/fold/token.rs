//! Text cut into folded tokens, each with its range in the original bytes.
//!
//! The cutting is our own because no word segmenter keeps marks, tatweel and joiners out of the token and inside
//! its range at once. It never looks at a dictionary and never changes the text that it reads.

use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Letters of a token that are kept. Longer runs are no words (encoded data, a text without blanks); their range
/// still covers all of them, so that nothing behind them moves.
const MAX_CHARS: usize = 64;

/// One folded word or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded form: what is indexed and compared. Never empty.
    pub text: String,
    /// Where it stood: bytes of the original text, marks and tatweel included.
    pub range: Range<usize>,
}

impl Token {
    /// The word as it was written in the text that it was cut from; empty when given another text that is
    /// too short.
    pub fn written<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// The folded tokens of a text, in order. See [`Tokens`] for the rules.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, chars: text.char_indices().peekable(), open: None, ready: VecDeque::new() }
}

/// The folded tokens joined by one space: the key by which labels are compared and titles sorted.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for token in tokens(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&token.text);
    }
    folded
}

/// A word as it is written, for exact comparison: NFC, without bidi controls, nothing folded.
pub fn written_form(text: &str) -> String {
    text.chars().filter(|&c| !is_bidi_control(c)).nfc().collect()
}

/// Whether a character belongs to the Arabic script's blocks.
pub const fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// Whether a character only steers direction (or is a byte order mark): it is no part of any spelling.
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{206A}'..='\u{206F}' | '\u{FEFF}')
}

/// What a character is to the cutter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An Arabic letter.
    Arabic,
    /// A letter of another script, folded as Latin is.
    Letter,
    /// A digit or number sign.
    Digit,
    /// Part of the word's spelling, not of its identity: a mark, tatweel, a joiner. Extends the range.
    Mark,
    /// Neither breaks nor extends: bidi controls.
    Silent,
    /// Between Latin letters it joins (`Sana'a`), and with a lone `s` behind it is dropped (`Russia's`).
    Apostrophe,
    /// Between single letters it joins (`U.S.`).
    Dot,
    /// Ends a token.
    Break,
}

#[expect(
    clippy::match_same_arms,
    reason = "in this order the frequent characters are told first, without a table"
)]
fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' => Kind::Letter,
        '0'..='9' => Kind::Digit,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{FF07}' => Kind::Apostrophe,
        '.' => Kind::Dot,
        '\0'..='\u{7F}' => Kind::Break,
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Kind::Digit,
        // U+06DD and U+06DE frame a verse, U+06E9 marks a prostration: between words, not in them.
        '\u{6DD}' | '\u{6DE}' | '\u{6E9}' => Kind::Break,
        // Tatweel; Quranic small letters; soft hyphen; joiners; word joiner; transliteration signs (Qurʾan, ʿAbd).
        '\u{640}'
        | '\u{6E5}'
        | '\u{6E6}'
        | '\u{AD}'
        | '\u{200C}'
        | '\u{200D}'
        | '\u{2060}'
        | '\u{2B9}'..='\u{2BF}' => Kind::Mark,
        c if is_bidi_control(c) => Kind::Silent,
        '\u{621}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => Kind::Arabic,
        c if is_combining_mark(c) => Kind::Mark,
        c if is_presentation_form(c) => Kind::Arabic,
        c if c.is_numeric() => Kind::Digit,
        c if c.is_alphabetic() && is_arabic(c) => Kind::Arabic,
        c if c.is_alphabetic() => Kind::Letter,
        _ => Kind::Break,
    }
}

/// Arabic presentation forms that stand for letters or whole words; not the ornate brackets.
const fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}')
}

/// A token while it is being read.
struct Open {
    text: String,
    chars: usize,
    kind: Kind,
    range: Range<usize>,
    /// Whether it is one letter, or letters with dots between them.
    initials: bool,
}

/// Iterator over the folded tokens of a text.
///
/// A token is a run of letters of one script, or of digits: `35هجمة` and `G20` are two tokens each, side by side.
/// Underscores and all other punctuation separate. Combining marks, tatweel, ZWNJ, ZWJ, and bidi controls
/// neither separate nor enter the folded text. Arabic: presentation forms by NFKC; آ أ إ ٱ to ا; ى ی to ي;
/// ة ۃ to ه; ک to ك; ؤ ئ to ء (so that the Levant's مسؤول is Egypt's مسئول). Digits of every script to ASCII.
/// Latin: lower case, NFKD without marks, `Russia's` to `russia`, `Sana'a` to `sanaa`, `U.S.` to `us`.
///
/// Ranges ascend and never overlap, save that the tokens of one character which stands for several words
/// (U+FDFA) share its range. They end after the last mark of their last letter.
pub struct Tokens<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    open: Option<Open>,
    ready: VecDeque<Token>,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            if let Some(token) = self.ready.pop_front() {
                return Some(token);
            }
            let Some((at, c)) = self.chars.next() else {
                self.close();
                return self.ready.pop_front();
            };
            self.read(at, c);
        }
    }
}

impl Tokens<'_> {
    fn read(&mut self, at: usize, c: char) {
        let end = at + c.len_utf8();
        match kind(c) {
            Kind::Break => self.close(),
            Kind::Silent => {}
            Kind::Mark => self.mark(c, end),
            Kind::Apostrophe => self.apostrophe(end),
            Kind::Dot => self.dot(end),
            kind => self.letter(c, kind, at..end),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            // A run of nothing but signs that fold away has no text.
            if !open.text.is_empty() {
                self.ready.push_back(Token { text: open.text, range: open.range });
            }
        }
    }

    fn mark(&mut self, c: char, end: usize) {
        if let Some(open) = &mut self.open {
            open.range.end = end;
            open.fold_hamza(c);
        }
    }

    fn apostrophe(&mut self, end: usize) {
        let latin = self.open.as_ref().is_some_and(|o| o.kind == Kind::Letter);
        let mut rest = self.text.get(end..).unwrap_or_default().chars();
        let next = rest.next().filter(|&c| kind(c) == Kind::Letter);
        let (true, Some(next)) = (latin, next) else { return self.close() };
        let last = !rest.next().is_some_and(|c| matches!(kind(c), Kind::Letter | Kind::Mark | Kind::Digit));
        if last && matches!(next, 's' | 'S') {
            self.chars.next();
            if let Some(open) = &mut self.open {
                open.range.end = end + 1;
            }
            self.close();
        }
    }

    fn dot(&mut self, end: usize) {
        let mut rest = self.text.get(end..).unwrap_or_default().chars();
        let initial = rest.next().is_some_and(|c| kind(c) == Kind::Letter)
            && !rest.next().is_some_and(|c| matches!(kind(c), Kind::Letter | Kind::Mark | Kind::Digit));
        if !(initial && self.open.as_ref().is_some_and(|o| o.kind == Kind::Letter && o.initials)) {
            self.close();
        }
    }

    fn letter(&mut self, c: char, kind: Kind, range: Range<usize>) {
        if self.open.as_ref().is_some_and(|o| o.kind != kind) {
            self.close();
        }
        match c {
            // Hangul syllables stay: they would fall apart into letters, which no reader of them expects.
            'a'..='z' | '0'..='9' | '\u{AC00}'..='\u{D7A3}' => self.push(c, kind, &range),
            'A'..='Z' => self.push(c.to_ascii_lowercase(), kind, &range),
            '\u{621}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => self.push(fold_arabic(c), kind, &range),
            '\u{660}'..='\u{669}' => self.push(digit(c as u32 - 0x660), kind, &range),
            '\u{6F0}'..='\u{6F9}' => self.push(digit(c as u32 - 0x6F0), kind, &range),
            c => self.decomposed(c, kind, &range),
        }
    }

    /// A character by its compatibility decomposition, which may be several letters, even words.
    fn decomposed(&mut self, c: char, kind: Kind, range: &Range<usize>) {
        let mut parts = Vec::new();
        decompose_compatible(c, |part| parts.push(part));
        for part in parts {
            if part.is_whitespace() {
                self.close();
            } else if is_combining_mark(part) {
                self.mark(part, range.end);
            } else if kind == Kind::Arabic && is_arabic(part) {
                if part != '\u{640}' {
                    self.push(fold_arabic(part), kind, range);
                }
            } else if let Some(letters) = stroked(part) {
                letters.chars().for_each(|l| self.push(l, kind, range));
            } else if part.is_numeric() {
                let value = part.to_digit(10).map_or(part, digit);
                self.push(value, kind, range);
            } else if part.is_alphabetic() {
                part.to_lowercase()
                    .filter(|l| !is_combining_mark(*l))
                    .for_each(|l| self.push(l, kind, range));
            } else {
                self.close();
            }
        }
    }

    fn push(&mut self, letter: char, kind: Kind, range: &Range<usize>) {
        let open = self.open.get_or_insert_with(|| Open {
            text: String::with_capacity(16),
            chars: 0,
            kind,
            range: range.clone(),
            initials: true,
        });
        // Two letters without a dot between them touch; the dot leaves one byte, and marks belong to neither.
        open.initials &= open.chars == 0 || range.start > open.range.end;
        open.range.end = range.end;
        open.chars += 1;
        if open.chars <= MAX_CHARS {
            open.text.push(letter);
        }
    }
}

impl Open {
    /// Waw or yeh with a combining hamza (NFD, or from a presentation form) is the letter ؤ or ئ.
    fn fold_hamza(&mut self, mark: char) {
        if mark == '\u{654}' && self.text.ends_with(['و', 'ي']) && self.chars <= MAX_CHARS {
            self.text.pop();
            self.text.push('ء');
        }
    }
}

const fn fold_arabic(c: char) -> char {
    match c {
        'آ' | 'أ' | 'إ' | 'ٱ' | '\u{672}' | '\u{673}' | '\u{675}' => 'ا',
        'ى' | '\u{6CC}' => 'ي',
        'ة' | '\u{6C0}'..='\u{6C3}' | '\u{6BE}' => 'ه',
        '\u{6A9}' | '\u{6AA}' => 'ك',
        'ؤ' | 'ئ' => 'ء',
        c => c,
    }
}

/// Latin letters whose stroke or ligature Unicode does not decompose.
const fn stroked(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}
