//! What facet values are called, and how topics stand under one another.
//!
//! The knowledge is in `tag`; here it is only asked for.

use crate::archive::query::{Field, UNKNOWN};
use crate::article::Lang;
use crate::tag;

/// The topic above a topic.
pub(super) fn parent(slug: &str) -> Option<&'static str> {
    tag::topic(slug).and_then(|topic| topic.parent)
}

/// Topics and all that stand above them, each once.
pub(super) fn with_ancestors(topics: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(topics.len() * 2);
    for topic in topics {
        let mut next = Some(topic.as_str());
        while let Some(slug) = next {
            if all.iter().any(|known| known == slug) {
                break;
            }
            all.push(slug.to_owned());
            next = parent(slug);
        }
    }
    all
}

/// Tells one tree of topics from another.
pub(super) fn tree() -> String {
    let mut tree = String::with_capacity(1 << 10);
    for topic in tag::topics() {
        if !tree.is_empty() {
            tree.push(' ');
        }
        tree.push_str(topic.slug);
        tree.push('<');
        tree.push_str(topic.parent.unwrap_or_default());
    }
    tree
}

/// The Arabic and the English name of a value; the value itself where it has none.
pub(super) fn labels(field: Field, value: &str) -> (String, String) {
    let named =
        |label: fn(&str, Lang) -> Option<&'static str>| label(value, Lang::Ar).zip(label(value, Lang::En));
    let found = match field {
        _ if value == UNKNOWN => Some(("غير معروف", "unknown")),
        Field::Country => named(tag::country_label),
        Field::Topic => named(tag::topic_label),
        Field::Org => named(tag::org_label),
        Field::Lang => language(value),
        Field::Is => state(value),
        Field::Source | Field::Year | Field::Date | Field::Tag => None,
    };
    found.map_or_else(|| (value.to_owned(), value.to_owned()), |(ar, en)| (ar.to_owned(), en.to_owned()))
}

fn state(slug: &str) -> Option<(&'static str, &'static str)> {
    Some(match slug {
        "read" => ("مقروء", "read"),
        "unread" => ("غير مقروء", "unread"),
        "starred" => ("بنجمة", "starred"),
        "paired" => ("له ترجمة", "with translation"),
        "unpaired" => ("بلا ترجمة", "without translation"),
        "dated" => ("مؤرخ", "dated"),
        "undated" => ("بلا تاريخ", "undated"),
        "mt" => ("ترجمة آلية", "machine translation"),
        _ => return None,
    })
}

fn language(code: &str) -> Option<(&'static str, &'static str)> {
    match Lang::from_code(code) {
        Lang::Ar => Some(("العربية", "Arabic")),
        Lang::En => Some(("الإنجليزية", "English")),
        Lang::Fa => Some(("الفارسية", "Persian")),
        Lang::Ur => Some(("الأردية", "Urdu")),
        Lang::Und => None,
    }
}
