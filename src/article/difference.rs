//! What stands in one text of a pair and not in the other, as plain data.

use std::ops::Range;

use serde::Serialize;

use super::Lang;

/// What kind of thing stands on one side only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// A number, in digits or words.
    Number,
    /// A month or a day of the week.
    Date,
    /// A person's or an organisation's name.
    Name,
    /// A country, or what stands for one.
    Place,
    /// A word that denies.
    Negation,
}

impl DifferenceKind {
    /// Its name where data is printed.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Place => "place",
            Self::Negation => "negation",
        }
    }
}

/// Something that stands on one side of a bead only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub kind: DifferenceKind,
    /// The side that has it: Arabic or English.
    pub side: Lang,
    /// The block of that side.
    pub block: usize,
    /// Bytes of the block's text.
    pub range: Range<usize>,
}
