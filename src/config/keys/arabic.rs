//! Arabic keyboards: which Latin letter lies on the same key, so that commands need no change of layout.
//!
//! Keys that send two letters (lam-alef on b, and on shifted t, g, b) are left out: some systems send them as two
//! presses, so no command may hang on them alone.

use super::{Key, KeyCode};

/// Letters of an Arabic keyboard beside the letters of the US one, key by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout(&'static [(&'static str, &'static str)]);

/// "Arabic (101)" of PCs: unshifted and shifted rows, and the punctuation that moves.
const PC: &[(&str, &str)] = &[
    ("ضصثقفغعهخحجد", "qwertyuiop[]"),
    ("شسيبلاتنمكط", "asdfghjkl;'"),
    ("ئءؤرىةوزظ", "zxcvnm,./"),
    ("\u{64e}\u{64b}\u{64f}\u{64c}إ÷×؛", "QWERYIOP"),
    ("\u{650}\u{64d}أـ،", "ASHJK"),
    ("\u{652}آ؟", "XN?"),
    ("ذ\u{651}", "`~"),
];

/// Apple's "Arabic" layout.
const MAC: &[(&str, &str)] = &[
    ("ضصثقفغعهخحجة", "qwertyuiop[]"),
    ("شسيبلاتنمك؛", "asdfghjkl;'"),
    ("ظطذدزرو،", "zxcvbnm,"),
    ("\u{64e}\u{64b}\u{650}\u{64d}\u{64f}\u{64c}\u{652}\u{651}", "QWERTYUI"),
    ("أآى", "HGN"),
    ("؟", "?"),
];

impl Default for Layout {
    fn default() -> Self {
        Self(PC)
    }
}

impl Layout {
    /// The layout of a setting's name; none for an unknown one.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "arabic-pc" => Self(PC),
            "arabic-mac" => Self(MAC),
            _ => Self(&[]),
        }
    }

    /// The key with the Latin letter of the same place, or the key itself.
    pub(super) fn to_latin(self, key: Key) -> Key {
        let KeyCode::Char(c) = key.code else { return key };
        let latin = self.0.iter().find_map(|(arabic, latin)| {
            arabic.chars().position(|a| a == c).and_then(|i| latin.chars().nth(i))
        });
        latin.map_or(key, |l| Key { code: KeyCode::Char(l), ..key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_both_scripts_are_equally_long() {
        for (arabic, latin) in PC.iter().chain(MAC) {
            assert_eq!(arabic.chars().count(), latin.chars().count(), "{latin}");
        }
    }

    #[test]
    fn the_letter_on_the_same_key_is_found() {
        let latin = |name, c| Layout::named(name).to_latin(Key::char(c));
        assert_eq!(latin("arabic-pc", 'ت'), Key::char('j'));
        assert_eq!(latin("arabic-pc", 'ظ'), Key::char('/'));
        assert_eq!(latin("arabic-mac", 'ظ'), Key::char('z'));
        assert_eq!(latin("none", 'ت'), Key::char('ت'));
        assert_eq!(Layout::default().to_latin(Key::ctrl('ب')), Key::ctrl('f'));
    }
}
