//! The names of fields, states, sort orders and languages: one table each, English slug and Arabic words.
//!
//! Keys are compared folded, so that حالة and حاله are one. It knows no values of the archive (countries, topics).

use super::{Field, Sort};
use crate::fold::fold;

/// A field, its slug, its Arabic name.
const FIELDS: [(Field, &str, &str); 9] = [
    (Field::Country, "country", "دولة"),
    (Field::Topic, "topic", "موضوع"),
    (Field::Org, "org", "منظمة"),
    (Field::Lang, "lang", "لغة"),
    (Field::Source, "source", "مصدر"),
    (Field::Year, "year", "سنة"),
    (Field::Date, "date", "تاريخ"),
    (Field::Is, "is", "حالة"),
    (Field::Tag, "tag", "وسم"),
];

/// The key of the sort order, which is no field.
const SORT: (&str, &str) = ("sort", "ترتيب");

const SORTS: [(Sort, &str, &str); 3] =
    [(Sort::Date, "date", "تاريخ"), (Sort::Relevance, "relevance", "صلة"), (Sort::Title, "title", "عنوان")];

/// States: slug, and the Arabic words for it, masculine and feminine as article or text.
pub(super) const STATES: [(&str, &[&str]); 8] = [
    ("read", &["مقروء", "مقروءة"]),
    ("unread", &["غير مقروء", "غير مقروءة", "جديد"]),
    ("starred", &["مميز", "بنجمة", "نجمة"]),
    ("paired", &["مقترن", "مقترنة"]),
    ("unpaired", &["غير مقترن", "غير مقترنة", "منفرد"]),
    ("dated", &["مؤرخ", "مؤرخة"]),
    ("undated", &["غير مؤرخ", "غير مؤرخة", "بلا تاريخ"]),
    ("mt", &["ترجمة آلية", "آلي", "machine translated"]),
];

/// Languages: code, and the words for it. `und` and its names are `unknown` in queries and facets.
pub(super) const LANGS: [(&str, &[&str]); 5] = [
    ("ar", &["arabic", "عربي", "عربية", "العربية"]),
    ("en", &["english", "إنجليزي", "إنجليزية", "الإنجليزية", "إنكليزي", "إنكليزية", "الإنكليزية"]),
    ("fa", &["persian", "farsi", "فارسي", "فارسية", "الفارسية"]),
    ("ur", &["urdu", "أردو", "أردي", "الأردية"]),
    (super::UNKNOWN, &["und", "مجهول", "مجهولة"]),
];

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Field(Field),
    Sort,
}

impl Field {
    /// All fields, in the order of the facets.
    pub const ALL: [Self; 9] = [
        Self::Country,
        Self::Topic,
        Self::Org,
        Self::Lang,
        Self::Source,
        Self::Year,
        Self::Date,
        Self::Is,
        Self::Tag,
    ];

    /// Its name in queries, facets and JSON.
    pub fn slug(self) -> &'static str {
        FIELDS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// Its Arabic name in queries.
    pub fn arabic(self) -> &'static str {
        FIELDS.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }

    /// The field of an English or Arabic name, in any spelling that folds to it.
    pub fn from_name(name: &str) -> Option<Self> {
        match key(name)? {
            Key::Field(field) => Some(field),
            Key::Sort => None,
        }
    }

    /// Whether an article can have several values of it, so that asking for all of some makes sense.
    pub const fn is_many(self) -> bool {
        matches!(self, Self::Country | Self::Topic | Self::Org | Self::Is | Self::Tag)
    }
}

impl Sort {
    /// Its name in queries: `date`, `relevance`, `title`.
    pub fn slug(self) -> &'static str {
        SORTS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The order of an English or Arabic name.
    pub fn from_name(name: &str) -> Option<Self> {
        let folded = fold(name);
        SORTS.iter().find(|row| row.1 == folded || fold(row.2) == folded).map(|row| row.0)
    }
}

/// The key that a word before a colon is.
pub(super) fn key(word: &str) -> Option<Key> {
    let folded = fold(word);
    let is = |slug: &str, arabic: &str| {
        let arabic = fold(arabic);
        folded == slug || folded == arabic || folded.strip_prefix("ال") == Some(arabic.as_str())
    };
    if is(SORT.0, SORT.1) {
        return Some(Key::Sort);
    }
    FIELDS.iter().find(|row| is(row.1, row.2)).map(|row| Key::Field(row.0))
}

/// The key that a mistyped one was probably meant to be: at most two letters off, one for the shortest.
pub(super) fn near_key(word: &str) -> Option<&'static str> {
    let folded = fold(word);
    let allowed = if folded.chars().count() <= 3 { 1 } else { 2 };
    let names = FIELDS.iter().flat_map(|row| [row.1, row.2]).chain([SORT.0, SORT.1]);
    names
        .map(|name| (distance(&folded, &fold(name)), name))
        .filter(|(off, _)| *off <= allowed)
        .min_by_key(|(off, _)| *off)
        .map(|(_, name)| name)
}

/// The entry of a list that a mistyped word is nearest to, at most two letters off.
pub(super) fn near<'a>(word: &str, list: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    list.into_iter()
        .map(|name| (distance(&folded, &fold(name)), name))
        .filter(|(off, name)| *off <= 2 && *off < name.chars().count())
        .min_by_key(|(off, _)| *off)
        .map(|(_, name)| name)
}

/// Letters to insert, delete or replace (Levenshtein).
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let here = (diagonal + usize::from(x != *y)).min(left + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, here);
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
