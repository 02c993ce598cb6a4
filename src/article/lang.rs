//! Languages by their ISO 639-1 code.

use serde::{Deserialize, Serialize};

/// The language of a text. The reader is made for Arabic and English; others are kept and told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Arabic.
    Ar,
    /// English.
    En,
    /// Persian.
    Fa,
    /// Urdu.
    Ur,
    /// Not known, or another language.
    #[default]
    #[serde(rename = "und", other)]
    Und,
}

impl Lang {
    /// The ISO 639 code: `ar`, `en`, `fa`, `ur`, `und`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
            Self::Fa => "fa",
            Self::Ur => "ur",
            Self::Und => "und",
        }
    }

    /// The language of a code, with or without a region (`ar-EG`); `Und` for any other.
    pub fn from_code(code: &str) -> Self {
        let primary = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "ar" | "ara" | "arabic" | "العربية" | "عربي" => Self::Ar,
            "en" | "eng" | "english" | "الإنجليزية" => Self::En,
            "fa" | "fas" | "per" | "persian" | "farsi" => Self::Fa,
            "ur" | "urd" | "urdu" => Self::Ur,
            _ => Self::Und,
        }
    }

    /// The language of an article's counterpart: English for Arabic and Arabic for English; other languages have none.
    pub const fn counterpart(self) -> Option<Self> {
        match self {
            Self::Ar => Some(Self::En),
            Self::En => Some(Self::Ar),
            Self::Fa | Self::Ur | Self::Und => None,
        }
    }

    /// Whether the language is written from right to left.
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Ar | Self::Fa | Self::Ur)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_the_round_trip_and_a_region_is_ignored() {
        for lang in [Lang::Ar, Lang::En, Lang::Fa, Lang::Ur, Lang::Und] {
            assert_eq!(Lang::from_code(lang.code()), lang);
        }
        assert_eq!(Lang::from_code("ar-EG"), Lang::Ar);
        assert_eq!(Lang::from_code("EN_us"), Lang::En);
        assert_eq!(Lang::from_code("tlh"), Lang::Und);
    }
}
