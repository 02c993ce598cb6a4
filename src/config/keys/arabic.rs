//! Arabic keyboards: which Latin letter lies on the same key, so that commands need no change of layout.
//!
//! Keys that send two letters (lam-alef on b, and on shifted t, g, b) are left out: some systems send them as two
//! presses, so no command may hang on them alone.

use super::{Key, KeyCode};
use crate::fold::keyboard::{MAC, PC};

/// Letters of an Arabic keyboard beside the letters of the US one, key by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout(&'static [(&'static str, &'static str)]);

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
    fn the_letter_on_the_same_key_is_found() {
        let latin = |name, c| Layout::named(name).to_latin(Key::char(c));
        assert_eq!(latin("arabic-pc", 'ت'), Key::char('j'));
        assert_eq!(latin("arabic-pc", 'ظ'), Key::char('/'));
        assert_eq!(latin("arabic-mac", 'ظ'), Key::char('z'));
        assert_eq!(latin("none", 'ت'), Key::char('ت'));
        assert_eq!(Layout::default().to_latin(Key::ctrl('ب')), Key::ctrl('f'));
    }
}
