//! Foreign text set into a sentence: a path, an address, what an error quotes. Each keeps its own order and leaves
//! that of the sentence alone (UAX #9, isolates; UAX #9 section 4.3, HL4 allows it by what the text is).
//!
//! Never lays out, and never looks at where the sentence is shown.

use super::{Controls, clean, isolate};

const LRI: char = '\u{2066}';
const PDI: char = '\u{2069}';

/// A path as a whole from left to right, each of its names in its own direction: the folder is left of what is in
/// it, whatever their scripts. Without that, two Arabic names that follow each other change places.
pub fn isolate_path(path: &str) -> String {
    let names: Vec<String> = one_line(path).split('/').map(name).collect();
    format!("{LRI}{}{PDI}", names.join("/"))
}

/// A name that only left-to-right letters and neutral signs are in needs nothing. Another stands in its own direction,
/// and its extension to the right of it, as in a name of Latin letters.
fn name(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    match extension(name) {
        Some((stem, extension)) => format!("{}.{extension}", isolate(stem)),
        None => isolate(name),
    }
}

/// What stands before and after a name's last full stop, if that looks like an extension: a few ASCII letters and
/// digits, the first a letter.
fn extension(name: &str) -> Option<(&str, &str)> {
    /// Longer ones (`.markdown`) are rare; a word at a sentence's end is not.
    const LONGEST: usize = 8;
    let (stem, extension) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
    let plain = extension.starts_with(|c: char| c.is_ascii_alphabetic())
        && extension.len() <= LONGEST
        && extension.chars().all(|c| c.is_ascii_alphanumeric());
    plain.then_some((stem, extension))
}

/// An address of the web as if it stood in left-to-right text, as RFC 3987 section 4.1 demands.
pub fn isolate_address(address: &str) -> String {
    format!("{LRI}{}{PDI}", one_line(address))
}

/// A sentence with each of the values that stand in single quotes isolated: as an address, as a path, or by its own
/// direction. Errors quote the user's value so; a quote inside of a word is an apostrophe.
pub fn isolate_quoted(sentence: &str) -> String {
    let sentence = clean(sentence, Controls::Neutralise);
    if sentence.is_ascii() {
        return sentence.into_owned();
    }
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence.as_ref();
    while let Some((before, value, after)) = quoted(rest) {
        out.push_str(before);
        out.push('\'');
        out.push_str(&match value {
            value if value.contains("://") => isolate_address(value),
            value if value.contains('/') || extension(value).is_some() => isolate_path(value),
            value => isolate(value),
        });
        out.push('\'');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first quoted value with what stands before and after it.
fn quoted(text: &str) -> Option<(&str, &str, &str)> {
    let ends_word = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut quotes = text.match_indices('\'').map(|(at, _)| at);
    let open = quotes.find(|at| ends_word(text.get(..*at).and_then(|t| t.chars().next_back())))?;
    let close = quotes.find(|at| ends_word(text.get(at + 1..).and_then(|t| t.chars().next())))?;
    Some((text.get(..open)?, text.get(open + 1..close)?, text.get(close + 1..)?))
}

fn one_line(text: &str) -> String {
    clean(text, Controls::Neutralise).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Direction, Options, Paragraph};

    /// What a line of this base direction shows from left to right, unjoined; capitals stand for ا to ي in order.
    fn shown(text: &str, base: Direction) -> String {
        let options =
            Options { base: Some(base), shape: false, lam_alef_ligature: false, ..Options::default() };
        let plain = Paragraph::new(&coded(text), &options).fit(usize::MAX).plain();
        plain
            .chars()
            .map(|c| LETTERS.iter().position(|l| *l == c).map_or(c, |n| (b'A' + n as u8).into()))
            .collect()
    }

    const LETTERS: [char; 6] = ['\u{62C}', '\u{62D}', '\u{62E}', '\u{62F}', '\u{631}', '\u{632}'];

    fn coded(text: &str) -> String {
        text.chars()
            .map(|c| LETTERS.get((c as usize).wrapping_sub('A' as usize)).copied().unwrap_or(c))
            .collect()
    }

    #[test]
    fn folders_stand_left_of_what_is_in_them() {
        for base in [Direction::Ltr, Direction::Rtl] {
            let path = isolate_path(&coded("/home/AB/CD 12/x.txt"));
            assert_eq!(shown(&path, base), "/home/BA/12 DC/x.txt");
            assert_eq!(shown(&isolate_path(&coded("AB/CD.txt")), base), "BA/DC.txt");
            // Without folders alike: the number belongs to the name, the extension to its end.
            assert_eq!(shown(&isolate_path(&coded("AB 2.txt")), base), "2 BA.txt");
            assert_eq!(shown(&isolate_path(&coded("AB 2")), base), "2 BA");
        }
    }

    #[test]
    fn an_address_is_left_to_right_in_both_directions() {
        for base in [Direction::Ltr, Direction::Rtl] {
            let shown = shown(&isolate_address(&coded("https://a.example/?q=AB&p=1")), base);
            assert_eq!(shown, "https://a.example/?q=BA&p=1");
        }
    }

    #[test]
    fn what_a_sentence_quotes_leaves_its_order_alone() {
        let said = isolate_quoted(&coded("cannot read 'AB/CD/x.txt' (3): don't guess 'E' 5"));
        assert_eq!(shown(&said, Direction::Ltr), "cannot read 'BA/DC/x.txt' (3): don't guess 'E' 5");
        let bare = isolate_quoted(&coded("cannot read 'AB 2.txt' (3)"));
        assert_eq!(shown(&bare, Direction::Ltr), "cannot read '2 BA.txt' (3)");
        // A sentence that ends is no name of a file.
        assert_eq!(shown(&isolate_quoted(&coded("no 'AB 2.' here")), Direction::Ltr), "no '.2 BA' here");
        // Without the isolates the number after the name would come before it.
        assert_eq!(shown("guess 'E' 5", Direction::Ltr), "guess '5 'E");
        assert_eq!(isolate_quoted("it's 'plain'"), "it's 'plain'");
        for odd in ["'", "''", "a 'b", "'\u{62C}", "\u{62C}'s 'x"] {
            isolate_quoted(odd);
        }
    }

    #[test]
    fn nothing_in_a_value_ends_its_isolate() {
        let out = isolate_path("a\u{2069}\u{202e}\nb/\u{2067}\u{62C}");
        assert_eq!(out, "\u{2066}a b/\u{2068}\u{62C}\u{2069}\u{2069}");
    }
}
