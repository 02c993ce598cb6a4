//! The digits of a paragraph as the reader wants to see them. Shapes only: clusters keep their bytes and levels.
//!
//! Percent signs and the separators of Arabic numbers go with their digits where they mean the same in both; a full
//! stop or comma in a number stays, because which of them is the decimal one depends on the country.

use super::cluster::Cluster;
use super::{Digits, Direction};

/// The zeros of the three sets.
const WESTERN: char = '0';
const ARABIC: char = '\u{660}';
const PERSIAN: char = '\u{6F0}';

/// Gives the digits their shapes. Only right-to-left paragraphs with a letter of the Arabic script, or without any
/// strong letter, are concerned: Hebrew has Western digits, and an English paragraph stays as it is.
pub(super) fn show(text: &str, clusters: &mut [Cluster], direction: Direction, digits: Digits) {
    let wanted = |c: char| match digits {
        Digits::AsWritten => false,
        Digits::Western => !c.is_ascii() && value(c).is_some(),
        Digits::Eastern => c.is_ascii_digit(),
    };
    if digits == Digits::AsWritten
        || direction == Direction::Ltr
        || !text.contains(wanted)
        || !is_arabic(text)
    {
        return;
    }
    match digits {
        Digits::AsWritten => {}
        Digits::Western => clusters.iter_mut().for_each(|cluster| cluster.base = western(cluster.base)),
        Digits::Eastern => eastern(text, clusters),
    }
}

/// Whether the first letter is of the Arabic script, or there is none.
fn is_arabic(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic() && !c.is_ascii()).is_none_or(is_arabic_letter)
}

fn is_arabic_letter(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8FF}')
}

fn value(c: char) -> Option<u32> {
    [WESTERN, ARABIC, PERSIAN]
        .into_iter()
        .find_map(|zero| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10))
}

fn digit(zero: char, c: char) -> char {
    value(c).and_then(|value| char::from_u32(u32::from(zero) + value)).unwrap_or(c)
}

fn western(c: char) -> char {
    match c {
        '\u{66A}' => '%',
        '\u{66B}' => '.',
        '\u{66C}' => ',',
        c => digit(WESTERN, c),
    }
}

fn eastern(text: &str, clusters: &mut [Cluster]) {
    let zero = if is_persian(text) { PERSIAN } else { ARABIC };
    let mut rest = clusters.iter_mut().peekable();
    let mut start = 0;
    for token in text.split_inclusive(parts) {
        let end = start + token.len();
        let changes = stands_in_arabic(token);
        while let Some(cluster) = rest.next_if(|cluster| cluster.start < end) {
            if changes && cluster.base.is_ascii_digit() {
                cluster.base = digit(zero, cluster.base);
            } else if changes && cluster.base == '%' {
                cluster.base = '\u{66A}';
            }
        }
        start = end;
    }
}

/// What parts one word or number from the next: blanks, and the isolates that are put around foreign parts.
fn parts(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2066}'..='\u{2069}')
}

/// Whether the digits between two blanks are a number of the sentence: not part of a Latin word, an address, a
/// version or telephone number (two full stops or hyphens and more), or an ISO date.
fn stands_in_arabic(token: &str) -> bool {
    let foreign = |c: char| {
        (c.is_alphabetic() && !is_arabic_letter(c)) || matches!(c, '@' | '_' | '=' | '\\' | '#' | '~' | '&')
    };
    let many = |sign: char| token.trim_end_matches(|c: char| !c.is_alphanumeric()).matches(sign).count() > 1;
    token.contains(|c: char| c.is_ascii_digit()) && !token.contains(foreign) && !many('.') && !many('-')
}

/// Whether the text is written as in Persian or Urdu: with their kaf and yeh rather than those of Arabic.
fn is_persian(text: &str) -> bool {
    let count = |letters: [char; 2]| text.chars().filter(|c| letters.contains(c)).count();
    count(['\u{6A9}', '\u{6CC}']) > count(['\u{643}', '\u{64A}'])
}

#[cfg(test)]
mod tests {
    use crate::text::{Digits, Options, Paragraph, isolate};

    /// A word of four letters before the text, all in one line; gives the cells of the text in logical order.
    fn shown(digits: Digits, text: &str) -> String {
        let options = Options { digits, ..Options::default() };
        let paragraph = Paragraph::new(text, &options);
        let mut cells = paragraph.fit(999).cells;
        let plain = Paragraph::new(text, &Options::default()).fit(999);
        let levels = |cells: &[crate::text::Cell]| -> Vec<_> {
            cells.iter().map(|cell| (cell.range.clone(), cell.level)).collect()
        };
        assert_eq!(levels(&cells), levels(&plain.cells), "levels, order and bytes stay: {text}");
        assert_eq!(paragraph.text(), text, "what is copied stays");
        cells.sort_by_key(|cell| cell.range.start);
        let seen = |c: &char| !('\u{FB50}'..='\u{FEFF}').contains(c);
        cells.iter().flat_map(|cell| cell.symbol.chars()).filter(seen).collect::<String>().trim().to_owned()
    }

    fn after(word: &str, text: &str) -> String {
        format!("{word} {text}")
    }

    /// Seen noon teh marbuta.
    const YEAR: &str = "\u{633}\u{646}\u{629}";

    #[test]
    fn numbers_of_an_arabic_sentence_take_eastern_digits() {
        let eastern = |text: &str| shown(Digits::Eastern, &after(YEAR, text));
        assert_eq!(eastern("2018"), "\u{662}\u{660}\u{661}\u{668}");
        assert_eq!(eastern("50%"), "\u{665}\u{660}\u{66A}");
        assert_eq!(eastern("3.5,"), "\u{663}.\u{665},", "which sign is the decimal one is not ours to say");
        assert_eq!(eastern("12/11/2018."), "\u{661}\u{662}/\u{661}\u{661}/\u{662}\u{660}\u{661}\u{668}.");
        assert_eq!(eastern("35\u{647}"), "\u{663}\u{665}", "stuck to a letter");
        assert_eq!(eastern("\u{6F1}2"), "\u{6F1}\u{662}", "what is Eastern already stays");
    }

    #[test]
    fn digits_of_foreign_words_and_codes_stay_western() {
        for token in [
            "COVID-19",
            "G20",
            "v1.2",
            "1.2.3",
            "2018-11-12",
            "https://a.example/3?b=4",
            "a@b.example9",
            "+20-2-123",
            "#7",
            "192.0.2.1.",
        ] {
            assert_eq!(shown(Digits::Eastern, &after(YEAR, token)), token);
        }
        let date = after(YEAR, &format!("{}\u{60C}", isolate("2018-11-12")));
        assert_eq!(shown(Digits::Eastern, &date), "2018-11-12\u{60C}");
    }

    #[test]
    fn western_digits_for_eastern_ones() {
        let western = |text: &str| shown(Digits::Western, &after(YEAR, text));
        assert_eq!(western("\u{661}\u{66C}\u{660}\u{660}\u{660}\u{66B}\u{665}\u{66A}"), "1,000.5%");
        assert_eq!(western("\u{6F4}\u{66C} 5"), "4, 5");
        assert_eq!(shown(Digits::AsWritten, &after(YEAR, "\u{661}2")), "\u{661}2");
    }

    #[test]
    fn persian_text_has_its_own_forms_and_other_scripts_keep_theirs() {
        // Farsi yeh and keheh.
        let persian = after("\u{6CC}\u{6A9}", "45");
        assert_eq!(shown(Digits::Eastern, &persian), "\u{6F4}\u{6F5}");
        assert_eq!(shown(Digits::Eastern, &after("in", "45")), "in 45");
        assert_eq!(shown(Digits::Eastern, &after("\u{5D0}\u{5D1}", "45")), "\u{5D0}\u{5D1} 45", "Hebrew");
        let options = Options {
            digits: Digits::Eastern,
            base: Some(crate::text::Direction::Rtl),
            ..Options::default()
        };
        let count = Paragraph::new("12", &options).fit(9).plain();
        assert_eq!(count, "\u{661}\u{662}", "a bare number in a right-to-left place");
    }
}
