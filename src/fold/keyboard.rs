//! Arabic keyboards beside the US one: what a word was meant to be that was typed on the other layout, and which
//! command lies on a key.
//!
//! Letters by their keys only; whether a word is one is for others to say.

use super::token::{is_arabic, tokens};

/// "Arabic (101)" of PCs beside the US keyboard: unshifted and shifted rows, and the punctuation that moves. Keys that
/// send two letters are in a table of their own.
pub const PC: &[(&str, &str)] = &[
    ("ضصثقفغعهخحجد", "qwertyuiop[]"),
    ("شسيبلاتنمكط", "asdfghjkl;'"),
    ("ئءؤرىةوزظ", "zxcvnm,./"),
    ("\u{64e}\u{64b}\u{64f}\u{64c}إ÷×؛", "QWERYIOP"),
    ("\u{650}\u{64d}أـ،", "ASHJK"),
    ("\u{652}آ؟", "XN?"),
    ("ذ\u{651}", "`~"),
];

/// Apple's "Arabic" layout.
pub const MAC: &[(&str, &str)] = &[
    ("ضصثقفغعهخحجة", "qwertyuiop[]"),
    ("شسيبلاتنمك؛", "asdfghjkl;'"),
    ("ظطذدزرو،", "zxcvbnm,"),
    ("\u{64e}\u{64b}\u{650}\u{64d}\u{64f}\u{64c}\u{652}\u{651}", "QWERTYUI"),
    ("أآى", "HGN"),
    ("؟", "?"),
];

/// Keys of Arabic (101) that send lam and an alef.
const LAM_ALEF: [(&str, char); 4] = [("لا", 'b'), ("لإ", 'T'), ("لأ", 'G'), ("لآ", 'B')];

/// The words that the keys of this one make on the other layout: Arabic for Latin letters, Latin for Arabic ones;
/// none where a key has no letter there or the outcome is no single word.
pub fn retyped(word: &str) -> Vec<String> {
    let arabic = word.chars().any(is_arabic);
    let mut all: Vec<String> = if arabic {
        [PC, MAC].into_iter().flat_map(|rows| to_latin(word, rows)).collect()
    } else {
        [(PC, &LAM_ALEF[..]), (MAC, &[])]
            .into_iter()
            .filter_map(|(rows, both)| to_arabic(word, rows, both))
            .collect()
    };
    all.retain(|word| is_one_word(word));
    all.dedup();
    all
}

/// One token that is as long as the text, marks and all.
fn is_one_word(text: &str) -> bool {
    let mut found = tokens(text);
    found.next().is_some_and(|token| token.range == (0..text.len())) && found.next().is_none()
}

fn to_arabic(word: &str, rows: &[(&str, &str)], two: &[(&str, char)]) -> Option<String> {
    let letter = |c: char| {
        let both = two.iter().find(|(_, key)| *key == c);
        let one = || rows.iter().find_map(|(arabic, latin)| paired(latin, arabic, c)).map(String::from);
        both.map(|(letters, _)| (*letters).to_owned()).or_else(one)
    };
    // A capital at the head of a word is the shift of habit.
    word.chars().map(|c| letter(c).or_else(|| letter(c.to_ascii_lowercase()))).collect()
}

/// With lam-alef as one key and as two.
fn to_latin(word: &str, rows: &'static [(&str, &str)]) -> impl Iterator<Item = String> {
    let mut joined = word.to_owned();
    for (letters, key) in LAM_ALEF {
        joined = joined.replace(letters, &key.to_string());
    }
    let letter = move |c: char| match c {
        c if is_arabic(c) => rows.iter().find_map(|(arabic, latin)| paired(arabic, latin, c)),
        c => Some(c),
    };
    let latin = move |text: &str| text.chars().map(letter).collect::<Option<String>>();
    let both = [latin(word), Some(joined).filter(|joined| joined != word).and_then(|joined| latin(&joined))];
    both.into_iter().flatten()
}

/// The sign in one row at the place of a sign in the other.
fn paired(from: &str, to: &str, c: char) -> Option<char> {
    from.chars().position(|f| f == c).and_then(|at| to.chars().nth(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn rows_of_both_scripts_are_equally_long() {
        for (arabic, latin) in PC.iter().chain(MAC) {
            assert_eq!(arabic.chars().count(), latin.chars().count(), "{latin}");
        }
    }

    #[test]
    fn a_word_on_the_wrong_layout_is_read_by_its_keys_both_ways() {
        assert_eq!(retyped("hguvhr").first().map(String::as_str), Some("العراق"));
        assert_eq!(retyped("lpl]").first().map(String::as_str), Some("محمد"));
        assert!(retyped("Hguvhr").iter().any(|word| fold(word) == fold("العراق")));
        assert!(retyped("اثممخ").contains(&"hello".to_owned()));
        for word in ["about", "light"] {
            let typed = to_arabic(word, PC, &LAM_ALEF).unwrap();
            assert!(retyped(&typed).contains(&word.to_owned()), "{typed}");
        }
        assert_eq!(retyped("2021"), Vec::<String>::new());
        assert_eq!(retyped("a-b"), Vec::<String>::new());
    }
}
