//! The query language: one line, the same in the prompt, on the command line and in saved searches.
//!
//! A query is data that can be edited (facet clicks edit it) and written back as text. Parsing and matching are
//! in the files beside this one; no engine is named here.
//!
//! The language: words (folded, their clitics understood), `word~-form` (the same without one of the forms that it
//! is written in), `=word` and `="two words"` (exactly as written),
//! `"phrase"` and «phrase», `-word` (none of them, never expanded), `a OR b` (أو, `|`; binds tighter than the blank
//! that means AND, and `-a OR b` means neither), filters `field:value` with `a,b` for any, `a+b` for all, `-field:`
//! for none, ranges `2018..2021` of years and dates, quotes around values with blanks (`""` is a quote in them),
//! `sort:`. Fields have English and Arabic names. Punctuation around words is nothing.

mod edit;
mod fields;
mod matcher;
mod mistake;
mod needle;
mod parse;
mod snippet;
mod time;
mod values;
mod write;

#[cfg(test)]
mod tests;

pub use edit::{Choice, Kin, Mark};
pub(crate) use fields::distance;
pub use matcher::Matcher;
pub use mistake::{Mistake, QueryError};
pub use needle::{Needle, Slot};
pub use snippet::{Snippet, snippet};
pub use values::{DateRange, Names, NoNames, UNKNOWN};

/// A field that a query can filter by. Its slug is both the facet's name and the query's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// `country:FR`, دولة: an ISO 3166-1 alpha-2 code.
    Country,
    /// `topic:norms`, موضوع: a slug; a parent matches its children.
    Topic,
    /// `org:NATO`, منظمة.
    Org,
    /// `lang:ar`, لغة.
    Lang,
    /// `source:…`, مصدر.
    Source,
    /// `year:2018`, سنة; a range `2018..2021` too.
    Year,
    /// `date:2018-11..2021`, تاريخ.
    Date,
    /// `is:unread`, حالة: `read`, `unread`, `starred`, `paired`, `unpaired`, `dated`, `undated`, `mt` (machine
    /// translated).
    Is,
    /// `tag:…`, وسم: the reader's own tags.
    Tag,
}

/// The order of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Newest first, undated last.
    #[default]
    Date,
    /// BM25, the title counting more.
    Relevance,
    /// By folded title.
    Title,
}

/// A whole query. Groups and filters are all required; the empty query matches every article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What the text must, or must not, contain.
    pub groups: Vec<Group>,
    /// Filters by field; at most one for each field and sign, their values merged.
    pub filters: Vec<Filter>,
    /// The order.
    pub sort: Sort,
}

/// Alternatives of which the text must contain one, or (negated) none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Whether it must not be there.
    pub negated: bool,
    /// `a OR b OR c`; one alternative for a plain word.
    pub any: Vec<Atom>,
}

/// A word or a phrase, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom {
    /// A word, folded and with its clitics understood.
    Word(String),
    /// `word~-form~-other`: the same, where it is not written so. Neither is empty.
    Narrowed {
        /// The word.
        word: String,
        /// Written forms that are not meant, unfolded, as the text has them; no duplicates.
        without: Vec<String>,
    },
    /// `=word`: exactly as written, unfolded.
    Exact(String),
    /// `"a phrase"` or «a phrase»: the words in this order, folded.
    Phrase(String),
}

/// Values of one field, asked for or (negated) excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub field: Field,
    /// Whether articles with these values are left out.
    pub negated: bool,
    /// Whether all values are required (`country:US+CN`) rather than any. Never set when negated.
    pub all: bool,
    /// The values, in the order typed, no duplicates.
    pub values: Vec<String>,
}
