//! Curly quotation marks that turn towards what they enclose where text runs from right to left.
//!
//! Unicode gives them no mirrored twin (BidiMirroring.txt), and the two habits of typing them in Arabic, U+201C first
//! as in English and U+201D first as CLDR has it, look opposite. So which mark opens is told from what stands around
//! it and from the marks before it. Shapes only: clusters keep their bytes and levels.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory as Category;

use super::Quotes;
use super::cluster::Cluster;

/// The marks as they look on the left of what they enclose, and on the right.
const DOUBLE: [char; 2] = ['\u{201C}', '\u{201D}'];
const SINGLE: [char; 2] = ['\u{2018}', '\u{2019}'];

/// Turns the marks at odd levels: what opens stands on the right there, what closes on the left.
pub(super) fn show(text: &str, clusters: &mut [Cluster], quotes: Quotes) {
    if quotes == Quotes::AsWritten || !text.contains(|c| pair_of(c).is_some()) {
        return;
    }
    let mut open = [false; 2];
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    let mut rest = clusters.iter_mut().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        if let Some(pair) = pair_of(c) {
            while rest.next_if(|cluster| cluster.start < at).is_some() {}
            let opens = opens(before, after, pair, &mut open);
            let cluster = rest.next_if(|cluster| cluster.start == at && cluster.level % 2 == 1);
            if let (Some(cluster), Some(opens)) = (cluster, opens) {
                let [left, right] = if pair == 0 { DOUBLE } else { SINGLE };
                cluster.base = if opens { right } else { left };
            }
        }
        before = Some(c);
    }
}

/// 0 for a double mark, 1 for a single one.
fn pair_of(c: char) -> Option<usize> {
    [DOUBLE, SINGLE].iter().position(|pair| pair.contains(&c))
}

/// Whether a mark opens; `None` for an apostrophe. A prefix may stand before a mark that opens in Arabic, and a sign
/// after it, so where its neighbours do not tell, marks open and close in turn.
fn opens(before: Option<char>, after: Option<char>, pair: usize, open: &mut [bool; 2]) -> Option<bool> {
    let begins = before.is_none_or(leads);
    let ends = after.is_none_or(follows);
    if pair == 1 && !begins && !ends {
        return None;
    }
    let state = open.get_mut(pair)?;
    let opens = if begins == ends { !*state } else { begins };
    *state = opens;
    Some(opens)
}

fn category(c: char) -> Category {
    CodePointMapData::<Category>::new().get(c)
}

/// Whether a mark after this character opens.
fn leads(c: char) -> bool {
    c.is_whitespace()
        || matches!(category(c), Category::OpenPunctuation | Category::DashPunctuation)
        || matches!(c, '\u{AB}' | '\u{2039}' | '\u{2066}'..='\u{2069}')
}

/// Whether a mark before this character closes.
fn follows(c: char) -> bool {
    let quote = pair_of(c).is_some();
    c.is_whitespace()
        || matches!(c, '\u{BB}' | '\u{203A}')
        || (!quote && matches!(category(c), Category::ClosePunctuation | Category::OtherPunctuation))
}

#[cfg(test)]
mod tests {
    use crate::text::{Options, Paragraph, Quotes};

    /// Capitals stand for Hebrew letters; `66` and `99` are the double marks, `6` and `9` the single ones.
    fn shown(text: &str, quotes: Quotes) -> String {
        let capital = |c: char| match c {
            'A'..='Z' => char::from_u32(u32::from(c) - u32::from('A') + 0x5D0).unwrap(),
            c => c,
        };
        let text = text.replace("66", "\u{201C}").replace("99", "\u{201D}");
        let text: String =
            text.replace('6', "\u{2018}").replace('9', "\u{2019}").chars().map(capital).collect();
        let line = Paragraph::new(&text, &Options { quotes, ..Options::default() }).fit(99).plain();
        let small = |c: char| match c {
            '\u{5D0}'..='\u{5E9}' => char::from_u32(u32::from(c) - 0x5D0 + u32::from('A')).unwrap(),
            c => c,
        };
        let line: String = line.chars().map(small).collect();
        let line = line.replace('\u{201C}', "66").replace('\u{201D}', "99");
        line.replace('\u{2018}', "6").replace('\u{2019}', "9")
    }

    fn mirrored(text: &str) -> String {
        shown(text, Quotes::Mirrored)
    }

    #[test]
    fn both_habits_of_typing_look_the_same_when_mirrored() {
        assert_eq!(mirrored("A 66BC99 D"), "D 66CB99 A");
        assert_eq!(mirrored("A 99BC66 D"), "D 66CB99 A");
        assert_eq!(shown("A 66BC99 D", Quotes::AsWritten), "D 99CB66 A");
    }

    #[test]
    fn prefixes_signs_and_ends_of_the_paragraph() {
        assert_eq!(mirrored("AB66CD99, E"), "E ,66DC99BA", "a prefix stands before the mark");
        assert_eq!(mirrored("66A99 B 66C99"), "66C99 B 66A99");
        assert_eq!(mirrored("A B66"), "66B A", "closes what an earlier paragraph opened");
        assert_eq!(mirrored("66A B"), "B A99", "is closed in a later one");
    }

    #[test]
    fn nested_marks_and_apostrophes() {
        assert_eq!(mirrored("A 66B 6C9 D99"), "66D 6C9 B99 A");
        assert_eq!(mirrored("A9B C"), "C B9A", "an apostrophe has no sides");
    }

    #[test]
    fn english_quotations_keep_their_marks_wherever_they_stand() {
        assert_eq!(mirrored("A 66bc 6d9 e99 F"), "F 66bc 6d9 e99 A");
        assert_eq!(mirrored("ab 66cd99 EF"), "ab 66cd99 FE");
        assert_eq!(mirrored("ab 66CD99 ef"), "ab 66DC99 ef", "marks of the English sentence");
    }
}
