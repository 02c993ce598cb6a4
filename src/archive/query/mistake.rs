//! What can be wrong with a query: each mistake with its English words, and the values that stand in them.
//!
//! The interface has the same sentences in its languages under `mistake.SLUG` and `mistake.SLUG-way`; a test holds
//! the English ones to these.

use std::fmt;

use super::Field;

macro_rules! mistakes {
    ($($(#[doc = $doc:literal])+ $name:ident = $slug:literal, $message:literal, $way:literal;)+) => {
        /// A kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Mistake { $($(#[doc = $doc])+ $name,)+ }

        impl Mistake {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its key among the interface's words.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            /// What is wrong, in English, with `{names}` for the values.
            pub const fn message(self) -> &'static str {
                match self { $(Self::$name => $message,)+ }
            }

            /// What to write instead; empty where there is always a suggestion.
            pub const fn way(self) -> &'static str {
                match self { $(Self::$name => $way,)+ }
            }
        }
    };
}

mistakes! {
    /// A word before a colon that is nearly a field.
    UnknownField = "unknown-field", "unknown field '{typed}'", "";
    /// A quotation that is not closed.
    OpenQuotation = "open-quotation", "the quotation '{typed}' has no end", "close it with {close}";
    /// A minus behind OR.
    NegatedAlternative = "negated-alternative", "'-' stands behind '{typed}'",
        "put it before the first alternative: -a OR b is neither";
    /// Two of them side by side.
    DoubleOr = "double-or", "'{typed}' follows another OR", "write a word between them";
    /// Nothing before it.
    OrLeft = "or-left", "'{typed}' has no word to its left",
        "write one on each side, or \"{typed}\" for the word itself";
    /// Nothing behind it.
    OrRight = "or-right", "'{typed}' has no word to its right",
        "write one on each side, or \"{typed}\" for the word itself";
    /// It joins words, not filters.
    OrBesideFilter = "or-beside-filter", "'{typed}' stands beside a filter",
        "it joins words; for any of several values write country:FR,US";
    /// A field and its colon alone.
    NoValue = "no-value", "'{field}:' has no value", "write it behind, as in {field}:{example}";
    /// A comma with nothing behind it.
    NoNextValue = "no-next-value", "'{field}:' has no value here", "write it behind, as in {field}:{example}";
    /// Any and all at once.
    Mixed = "mixed", "',' and '+' are mixed", "',' is any of the values, '+' all of them: use one";
    /// All of the values, excluded.
    ExcludedAll = "excluded-all", "'+' in the excluded field '{field}'",
        "articles with any of the values are left out: use ','";
    /// The same field once with all and once with any.
    AllAndAny = "all-and-any", "'{field}' is asked for with '+' and without",
        "write {field}:a+b for all of the values, {field}:a,b for any";
    /// No order has this name.
    NoOrder = "no-order", "'{typed}' is no order", "write sort:date, sort:relevance or sort:title";
    /// No country has this name.
    UnknownCountry = "unknown-country", "unknown country '{typed}'", "write a two-letter code, such as FR";
    /// No language that is told apart.
    UnknownLanguage = "unknown-language", "unknown language '{typed}'", "write one of {list}";
    /// No state.
    UnknownState = "unknown-state", "unknown state '{typed}'", "write one of {list}";
    /// No year or span of years.
    NoYear = "no-year", "'{typed}' is no year",
        "write 2018, 2018..2021, 2020.. or ..2019; months and days go with date:";
    /// No date or span of dates.
    NoDate = "no-date", "'{typed}' is no date",
        "write 2018, 2018-11, 2018-11-12 or a range such as 2018-11..2021";
    /// A span that ends before it starts.
    Backwards = "backwards", "the range '{typed}' runs backwards", "";
}

/// A mistake in a query, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Where it is, in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub mistake: Mistake,
    /// The values in its sentences, as typed, each with its name there.
    pub values: Vec<(&'static str, String)>,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl QueryError {
    pub(super) fn new<const N: usize>(
        column: usize,
        mistake: Mistake,
        values: [(&'static str, &str); N],
    ) -> Self {
        let values = values.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        Self { column, mistake, values, suggestion: None }
    }

    pub(super) fn meant(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }

    /// A field without a value; the first or a further one.
    pub(super) fn no_value(column: usize, field: &str, example: &str, first: bool) -> Self {
        let mistake = if first { Mistake::NoValue } else { Mistake::NoNextValue };
        Self::new(column, mistake, [("field", field), ("example", example)])
    }
}

impl std::error::Error for QueryError {}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |sentence: &str| {
            let fill =
                |said: String, (name, value): &(&str, String)| said.replace(&format!("{{{name}}}"), value);
            self.values.iter().fold(sentence.to_owned(), fill)
        };
        write!(f, "{} at column {}: ", said(self.mistake.message()), self.column)?;
        match &self.suggestion {
            Some(meant) => write!(f, "did you mean '{meant}'?"),
            None => f.write_str(&said(self.mistake.way())),
        }
    }
}

/// A value as an example of what a field takes.
pub(super) const fn example(field: Field) -> &'static str {
    match field {
        Field::Country => "FR",
        Field::Topic => "norms",
        Field::Org => "NATO",
        Field::Lang => "ar",
        Field::Source => "\"BBC Arabic\"",
        Field::Year => "2018..2021",
        Field::Date => "2018-11",
        Field::Is => "unread",
        Field::Tag => "later",
    }
}
