//! JSON Feed, versions 1 and 1.1 (jsonfeed.org).
//!
//! Fields of other types than the version says are passed over.

use serde_json::Value;

use super::{Feed, Item};

/// Reads a feed; nothing where it is other JSON.
pub(super) fn read(text: &str) -> Option<Feed> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()?;
    let is_feed = value.get("version")?.as_str()?.contains("jsonfeed.org/version/");
    let items = value.get("items").filter(|_| is_feed)?.as_array()?;
    let string = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(Feed {
        title: string(&value, "title").unwrap_or_default(),
        link: string(&value, "home_page_url"),
        lang: string(&value, "language"),
        items: items
            .iter()
            .map(|item| Item {
                title: string(item, "title").unwrap_or_default(),
                link: string(item, "url").or_else(|| string(item, "external_url")),
                guid: string(item, "id")
                    .or_else(|| item.get("id").filter(|id| id.is_number()).map(Value::to_string)),
                permanent: true,
                published: string(item, "date_published"),
                updated: string(item, "date_modified"),
                authors: authors(item),
                categories: texts(item.get("tags")),
                content: string(item, "content_html")
                    .or_else(|| string(item, "content_text").map(|t| escaped(&t))),
                summary: string(item, "summary").map(|t| escaped(&t)),
                lang: string(item, "language"),
            })
            .collect(),
    })
}

fn texts(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The names of `authors`, or of the one `author` of version 1.
fn authors(item: &Value) -> Vec<String> {
    let several = item.get("authors").and_then(Value::as_array).into_iter().flatten();
    let names = several.chain(item.get("author")).filter_map(|a| a.get("name")?.as_str());
    names.map(str::to_owned).collect()
}

/// Text as HTML: an empty line parts paragraphs.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace("\n\n", "<p>")
}
