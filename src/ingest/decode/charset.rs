//! The encodings that text may be in: those of the web, and the one of DOS for Arabic, with every name they go by.
//!
//! It decodes and names; it never judges whether an encoding is the right one.

use encoding_rs::{Encoding, ISO_8859_6, UTF_8, WINDOWS_1252, WINDOWS_1256, X_USER_DEFINED};
use oem_cp::code_table::DECODING_TABLE_CP720;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// One of the encodings that browsers read (WHATWG).
    Web(&'static Encoding),
    /// Code page 720: Arabic under DOS, its Latin letters those of code page 437.
    Dos,
}

impl Charset {
    /// The encodings of Arabic that have one byte a letter, the commonest last.
    pub(super) const ARABIC: [Self; 3] = [Self::Dos, Self::Web(ISO_8859_6), Self::Web(WINDOWS_1256)];

    /// The encoding that a label names. Labels are compared as WHATWG says, and besides as programs write them:
    /// `windows_1256`, `cp1256`, `ms-arab`, `cp-720`.
    pub(super) fn for_label(label: &str) -> Option<Self> {
        if let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) {
            return Some(Self::Web(within_bytes(encoding)));
        }
        let plain: String =
            label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let digits = plain.trim_start_matches(|c: char| !c.is_ascii_digit());
        match (plain.as_str(), digits) {
            (_, "720") => Some(Self::Dos),
            ("msarab" | "winarabic" | "arabicwin", _) => Some(Self::Web(WINDOWS_1256)),
            ("asmo708" | "asmo" | "iso88596" | "88596", _) => Some(Self::Web(ISO_8859_6)),
            ("utf", "") | (_, "8") => plain.starts_with("utf").then_some(Self::Web(UTF_8)),
            ("ansi" | "msansi", _) => Some(Self::Web(WINDOWS_1252)),
            (_, page) if page.len() == 4 && page.starts_with("125") => {
                Encoding::for_label(format!("windows-{page}").as_bytes()).map(Self::Web)
            }
            _ => Encoding::for_label(label.trim().replace('_', "-").as_bytes())
                .map(within_bytes)
                .map(Self::Web),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Dos => "cp720",
        }
    }

    pub(super) fn is_arabic(self) -> bool {
        Self::ARABIC.contains(&self)
    }

    pub(super) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Dos => oem_cp::decode_string_complete_table(bytes, &DECODING_TABLE_CP720),
        }
    }
}

/// The encoding that a label inside the bytes can mean: where it could be read, it is not UTF-16 (WHATWG HTML, "get
/// an encoding", the last two steps of prescanning).
fn within_bytes(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == X_USER_DEFINED { WINDOWS_1252 } else { encoding.output_encoding() }
}
