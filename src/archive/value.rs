//! The values by which the reader corrects what an article is about, from what a person writes for them.
//!
//! Nothing is corrected here, and no article is read.

use super::Gazetteer;
use super::names::{self, Named, Parts};
use super::query::{Field, Query, UNKNOWN};
use crate::article::Lang;
use crate::article::correction::Kind;
use crate::fold::fold;

/// A country, topic or organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its kind.
    pub kind: Kind,
    /// The value, as queries and files have it.
    pub value: String,
    /// Its name in Arabic and in English; the value itself where it has none.
    pub label: (String, String),
}

impl Value {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        if lang == Lang::Ar { &self.label.0 } else { &self.label.1 }
    }
}

/// A value with its names.
pub fn value_named(kind: Kind, value: &str) -> Value {
    let field = match kind {
        Kind::Country => Field::Country,
        Kind::Topic => Field::Topic,
        Kind::Org => Field::Org,
    };
    let Named { value, label, .. } = Named::of(field, value);
    Value { kind, value, label }
}

/// What is no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// It names nothing that is known, and nothing comes near.
    #[error(
        "'{typed}' names no country, topic or organisation: write country:FR, topic:norms, or org:NAME for any \
         organisation"
    )]
    Unknown {
        /// What was written.
        typed: String,
    },
    /// It names nothing that is known, but something else nearly.
    #[error("'{typed}' names no country, topic or organisation: did you mean '{meant}'?")]
    Near {
        /// What was written.
        typed: String,
        /// What comes near.
        meant: String,
    },
}

/// The kind of a facet's values; `None` of a facet that nobody corrects.
const fn kind_of(field: Field) -> Option<Kind> {
    match field {
        Field::Country => Some(Kind::Country),
        Field::Topic => Some(Kind::Topic),
        Field::Org => Some(Kind::Org),
        _ => None,
    }
}

impl TryFrom<Named> for Value {
    type Error = ();

    fn try_from(Named { field, value, label }: Named) -> Result<Self, ()> {
        kind_of(field).map(|kind| Self { kind, value, label }).ok_or(())
    }
}

/// The value that a person means by `France`, `FR`, `فرنسا`, `country:FR`, `موضوع:norms` or `org:"Harbour Board"`.
///
/// # Errors
///
/// What names nothing, with what comes near. An organisation of any name may be written behind `org:`.
pub fn value_of(typed: &str) -> Result<Value, ValueError> {
    let text: String = typed.trim().chars().filter(|c| !c.is_control()).collect();
    asked_for(&text)
        .or_else(|| asked_for(&quoted(&text)?))
        .or_else(|| code(&text))
        .or_else(|| names::named(&fold(&text)).and_then(|named| named.try_into().ok()))
        .ok_or_else(|| {
            let behind = text.split_once(':').map_or(text.as_str(), |(_, behind)| behind);
            let near = names::near(&fold(behind), &[Field::Country, Field::Topic, Field::Org], Parts::Words);
            let arabic = behind.contains(crate::fold::is_arabic);
            let typed = text.clone();
            match near.into_iter().next() {
                Some(Named { label: (ar, en), .. }) => {
                    ValueError::Near { typed, meant: if arabic { ar } else { en } }
                }
                None => ValueError::Unknown { typed },
            }
        })
}

/// A country's code alone, or a topic's slug.
fn code(text: &str) -> Option<Value> {
    let upper = text.to_uppercase();
    let known = [(Field::Country, upper.as_str()), (Field::Topic, text)];
    let (field, value) = known.into_iter().find(|(field, value)| names::is_known(*field, value))?;
    Named::of(field, value).try_into().ok()
}

/// A field and all that stands behind it as one value: on a command line nobody writes quotation marks within those
/// of the shell.
fn quoted(text: &str) -> Option<String> {
    let (field, value) = text.split_once(':')?;
    let value = value.trim();
    (value.contains(' ') && !value.contains('"')).then(|| format!("{field}:\"{value}\""))
}

/// The value of a filter as a query has it.
fn asked_for(text: &str) -> Option<Value> {
    let query = Query::parse_with(text, &Gazetteer).ok()?;
    let [filter] = query.filters.as_slice() else { return None };
    let [value] = filter.values.as_slice() else { return None };
    let kind = kind_of(filter.field)?;
    let known = names::is_known(filter.field, value);
    if filter.negated || !query.groups.is_empty() || value == UNKNOWN || !(known || kind == Kind::Org) {
        return None;
    }
    Named::of(filter.field, value).try_into().ok()
}

/// The values that what is typed may become, at most so many.
pub fn values_like(typed: &str, most: usize) -> Vec<Value> {
    let folded = fold(typed);
    if folded.trim().is_empty() {
        return Vec::new();
    }
    names::beginning(&folded).into_iter().filter_map(|named| named.try_into().ok()).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> (Kind, String) {
        let value = value_of(typed).unwrap();
        (value.kind, value.value)
    }

    #[test]
    fn a_value_is_named_in_either_language_or_as_a_query_has_it() {
        for typed in ["France", "FR", "fr", " france ", "فرنسا", "country:FR", "دولة:فرنسا", "country:france"]
        {
            assert_eq!(read(typed), (Kind::Country, "FR".into()), "{typed}");
        }
        assert_eq!(read("topic:norms"), (Kind::Topic, "norms".into()));
        assert_eq!(read("norms"), (Kind::Topic, "norms".into()));
        assert_eq!(read("NATO").0, Kind::Org);
        for typed in ["org:\"Harbour Board\"", "org:Harbour Board", "منظمة: Harbour Board"] {
            assert_eq!(read(typed), (Kind::Org, "Harbour Board".into()), "{typed}");
        }
    }

    #[test]
    fn what_names_nothing_is_said_with_what_comes_near() {
        assert_eq!(
            value_of("Frannce"),
            Err(ValueError::Near { typed: "Frannce".into(), meant: "France".into() })
        );
        for typed in
            ["", "xyzzyxx", "country:unknown", "topic:xyzzyxx", "-country:FR", "country:FR,EG", "lang:ar"]
        {
            assert!(value_of(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_is_typed_becomes_a_name_that_begins_so() {
        let first = |typed: &str| values_like(typed, 3).first().map(|v| v.value.clone());
        assert_eq!(first("franc").as_deref(), Some("FR"));
        assert_eq!(first("فرنس").as_deref(), Some("FR"));
        assert!(values_like("emirates", 9).iter().any(|v| v.value == "AE"), "a word inside");
        assert!(values_like("  ", 9).is_empty());
        assert_eq!(values_like("a", 2).len(), 2);
    }
}
