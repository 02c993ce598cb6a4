//! The door of the engine: what foreign text loses before anything else looks at it (DESIGN step 1).
//!
//! Never looks at directions, levels or widths, and never adds a letter that the text does not have.

use std::borrow::Cow;

use unicode_normalization::char::decompose_compatible;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Controls;

/// U+2066..U+2068, the isolate initiators.
const LRI: char = '\u{2066}';
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';
/// End of ayah draws a circle around the digits after it; terminals disagree on its width.
const END_OF_AYAH: char = '\u{6DD}';
/// U+FD3F opens and U+FD3E closes in right-to-left text (general categories Ps and Pe).
const ORNATE_OPEN: char = '\u{FD3F}';
const ORNATE_CLOSE: char = '\u{FD3E}';

/// What cleaning does with one character.
enum Fate {
    Keep,
    Drop,
    Put(char),
    /// A presentation form: its letters instead.
    Decompose,
    /// U+06DD.
    Ayah,
}

/// Makes foreign text fit for layout, search and storage. Idempotent; borrowed when nothing is to be done.
///
/// - C0, C1 and ESC are dropped; CR LF, CR, NEL, VT, FF, U+2028 and U+2029 become LF, a tab becomes a space.
/// - U+FEFF, U+FFF9..FFFB, tag characters, deprecated format characters (U+206A..206F) and noncharacters are dropped.
/// - Arabic presentation forms become their letters; U+0600..0605 and U+08E2, whose width terminals disagree on,
///   are dropped, and U+06DD becomes ornate parentheses around its digits.
/// - [`Controls::Neutralise`]: embeddings and overrides are dropped, and isolates that are not paired within their
///   line. [`Controls::Honour`] keeps them, and tab and U+2029 too, which have bidi classes of their own; the cells
///   of these two are blanks, so that even there no control reaches a terminal.
/// - The rest is NFC. ZWNJ, ZWJ, LRM, RLM, ALM, soft hyphens are spelling and stay.
pub fn clean(text: &str, controls: Controls) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { clean_all(text, controls) }
}

/// The short way for what most text is made of: whether cleaning has nothing to do, seen at a glance. Letters, digits
/// and punctuation that are kept and are NFC with whatever stands beside them, and the vowel marks of Arabic in
/// canonical order: of these the classes rise with the code points. True only where [`clean_all`] changes nothing.
fn is_plain(text: &str) -> bool {
    let mut mark = '\0';
    let mut before = '\0';
    text.chars().all(|c| match c {
        // A hamza above composes with many letters, with the heh of Persian it does not; nothing sorts after it.
        '\u{654}' => std::mem::replace(&mut before, char::MAX) == '\u{647}' && mark == '\0',
        ' '..='~'
        | '\n'
        | '\u{A0}'..='\u{2FF}'
        | '\u{5D0}'..='\u{5EA}'
        | '\u{606}'..='\u{60F}'
        | '\u{61B}'..='\u{64A}'
        | '\u{660}'..='\u{66F}'
        | '\u{671}'..='\u{6D5}'
        | '\u{6F0}'..='\u{6FF}'
        | '\u{200B}'..='\u{2027}' => {
            (mark, before) = ('\0', c);
            true
        }
        '\u{64B}'..='\u{652}' | '\u{670}' => before != char::MAX && std::mem::replace(&mut mark, c) <= c,
        _ => false,
    })
}

fn clean_all(text: &str, controls: Controls) -> Cow<'_, str> {
    let mut out = filter(text, controls);
    if controls == Controls::Neutralise
        && out.contains(is_isolate)
        && let Some(balanced) = balance(&out)
    {
        out = Cow::Owned(balanced);
    }
    if out.is_ascii() || is_nfc(&out) { out } else { Cow::Owned(out.nfc().collect()) }
}

/// Cleans `text` and puts it in FSI..PDI, so that a title, a path, a date or a count set into a sentence keeps its
/// own order and leaves that of the sentence alone. Line breaks become spaces: an isolate ends with its line.
pub fn isolate(text: &str) -> String {
    let clean = clean(text, Controls::Neutralise);
    let mut out = String::with_capacity(clean.len() + 2 * FSI.len_utf8());
    out.push(FSI);
    out.extend(clean.chars().map(|c| if c == '\n' { ' ' } else { c }));
    out.push(PDI);
    out
}

fn filter(text: &str, controls: Controls) -> Cow<'_, str> {
    let Some((first, _)) = text.char_indices().find(|&(_, c)| !matches!(fate(c, controls), Fate::Keep))
    else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at_checked(first).expect("an index that char_indices gave");
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    let mut in_ayah = false;
    let mut chars = tail.chars().peekable();
    while let Some(c) = chars.next() {
        let fate = fate(c, controls);
        if in_ayah && !matches!(fate, Fate::Drop) && !is_digit(c) {
            out.push(ORNATE_CLOSE);
            in_ayah = false;
        }
        match fate {
            Fate::Keep => out.push(c),
            Fate::Drop => {}
            Fate::Put('\n') if c == '\r' && chars.peek() == Some(&'\n') => {}
            Fate::Put(other) => out.push(other),
            Fate::Decompose => decompose_compatible(c, |part| out.push(part)),
            Fate::Ayah => {
                out.push(ORNATE_OPEN);
                in_ayah = true;
            }
        }
    }
    if in_ayah {
        out.push(ORNATE_CLOSE);
    }
    Cow::Owned(out)
}

fn fate(c: char, controls: Controls) -> Fate {
    let honour = controls == Controls::Honour;
    match c {
        ' '..='~' | '\n' | '\u{A0}'..='\u{5FF}' | '\u{606}'..='\u{6DC}' => Fate::Keep,
        '\t' if honour => Fate::Keep,
        '\t' => Fate::Put(' '),
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' => Fate::Put('\n'),
        '\u{2029}' if !honour => Fate::Put('\n'),
        '\u{202A}'..='\u{202E}' if !honour => Fate::Drop,
        END_OF_AYAH => Fate::Ayah,
        '\u{FB50}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' if decomposes(c) => {
            Fate::Decompose
        }
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{600}'..='\u{605}'
        | '\u{8E2}'
        | '\u{206A}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => Fate::Drop,
        _ if u32::from(c) & 0xFFFE == 0xFFFE => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// Ornate parentheses, the basmala and the spacing dots of these blocks stand for themselves.
fn decomposes(c: char) -> bool {
    let mut other = false;
    decompose_compatible(c, |part| other |= part != c);
    other
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

fn is_isolate(c: char) -> bool {
    (LRI..=PDI).contains(&c)
}

/// Drops isolate initiators and PDIs that have no partner on their line; `None` when all have one.
fn balance(text: &str) -> Option<String> {
    let mut open = Vec::new();
    let mut lonely = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            LRI..=FSI => open.push(at),
            PDI if open.pop().is_none() => lonely.push(at),
            '\n' => lonely.append(&mut open),
            _ => {}
        }
    }
    lonely.append(&mut open);
    if lonely.is_empty() {
        return None;
    }
    lonely.sort_unstable();
    let mut lonely = lonely.into_iter().peekable();
    Some(
        text.char_indices()
            .filter(|(at, _)| lonely.next_if_eq(at).is_none())
            .map(|(_, c)| c)
            .collect::<String>(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::test_runner::Config;
    use proptest::{prop_assert, proptest};

    use super::*;

    proptest! {
        #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

        #[test]
        fn what_is_plain_at_a_glance_is_clean(text in "[ -~\u{A0}-\u{2FF}\u{5D0}-\u{5EA}\u{61B}-\u{654}\u{647}\u{654}\u{670}-\u{6D3}\u{200B}-\u{2027}]{0,9}") {
            for controls in [Controls::Neutralise, Controls::Honour] {
                prop_assert!(!is_plain(&text) || clean_all(&text, controls) == text.as_str());
            }
        }
    }

    #[test]
    fn every_plain_character_is_clean_beside_every_mark() {
        for c in '\0'..='\u{2FFF}' {
            for text in
                [String::from(c), format!("\u{628}\u{64E}{c}\u{64E}"), format!("{c}\u{651}\u{670}{c}")]
            {
                for controls in [Controls::Neutralise, Controls::Honour] {
                    assert!(!is_plain(&text) || clean_all(&text, controls) == text.as_str(), "{text:?}");
                }
            }
        }
    }

    fn cleaned(text: &str) -> String {
        clean(text, Controls::Neutralise).into_owned()
    }

    #[test]
    fn clean_text_is_borrowed() {
        for text in ["", "plain", "two\nlines", "\u{645}\u{64F}\u{62F}\u{64E}\u{631}\u{651}\u{633}"] {
            assert!(matches!(clean(text, Controls::Neutralise), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn no_control_survives() {
        assert_eq!(cleaned("a\x1b[31mb\u{9b}8l\u{7f}\0c"), "a[31mb8lc");
        assert_eq!(cleaned("a\r\nb\rc\u{85}d\u{2029}e\tf"), "a\nb\nc\nd\ne f");
        assert_eq!(cleaned("\u{feff}a\u{e0041}\u{fffe}\u{10ffff}\u{fdd0}\u{fff9}b"), "ab");
    }

    #[test]
    fn presentation_forms_become_letters() {
        assert_eq!(cleaned("\u{fef7}\u{fe91}\u{fedf}"), "\u{644}\u{623}\u{628}\u{644}");
        assert_eq!(cleaned("\u{fd3f}\u{fd3e}"), "\u{fd3f}\u{fd3e}", "ornate parentheses are no forms");
    }

    #[test]
    fn hamza_joins_its_letter() {
        assert_eq!(cleaned("\u{627}\u{654}\u{648}\u{654}"), "\u{623}\u{624}");
    }

    #[test]
    fn end_of_ayah_opens_before_its_digits_and_closes_after_them() {
        assert_eq!(cleaned("x\u{6dd}\u{661}\u{feff}\u{662} y"), "x\u{fd3f}\u{661}\u{662}\u{fd3e} y");
        assert_eq!(cleaned("\u{6dd}"), "\u{fd3f}\u{fd3e}");
        assert_eq!(cleaned("\u{600}1\u{8e2}"), "1");
    }

    #[test]
    fn overrides_go_and_isolates_stay_in_pairs() {
        assert_eq!(cleaned("\u{202e}evil\u{202c} \u{202a}x"), "evil x");
        assert_eq!(cleaned("\u{2068}a\u{2069}"), "\u{2068}a\u{2069}");
        assert_eq!(cleaned("\u{2069}a\u{2067}b\u{2066}c\u{2069}"), "ab\u{2066}c\u{2069}");
        assert_eq!(cleaned("\u{2068}a\nb\u{2069}"), "a\nb");
        let honoured = "\u{202e}a\tb\u{2067}\u{2029}";
        assert_eq!(clean(honoured, Controls::Honour), honoured);
    }

    #[test]
    fn isolates_wrap_one_line() {
        assert_eq!(isolate("a\u{2069}\nb"), "\u{2068}a b\u{2069}");
    }
}
