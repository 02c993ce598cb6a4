//! Front matter: what a Markdown file says about itself before its text, in YAML (`---`) or TOML (`+++`).
//!
//! Keys that are not known are ignored. A value that cannot be read is never an error: it is kept with what was cut,
//! so that it can be seen.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Draft, cut, dates, declared};
use crate::article::{Lang, PartialDate};
use crate::{fold, tag, text};

/// Parts a text into its front matter and the rest. Without front matter, all is rest.
pub(super) fn split(text: &str) -> (Option<BTreeMap<String, Value>>, &str) {
    let text = text.trim_start_matches(['\u{FEFF}', '\n', '\r']);
    for fence in ["---", "+++"] {
        let Some(behind) =
            text.strip_prefix(fence).and_then(|t| t.strip_prefix('\n').or_else(|| blank_line(t)))
        else {
            continue;
        };
        let mut at = 0;
        for line in behind.split_inclusive('\n') {
            let closing = line.trim_end();
            if closing == fence || (fence == "---" && closing == "...") {
                let inside = behind.get(..at).unwrap_or_default();
                let rest = behind.get(at + line.len()..).unwrap_or_default();
                return (Some(if fence == "---" { yaml(inside) } else { toml(inside) }), rest);
            }
            at += line.len();
        }
    }
    (None, text)
}

/// The articles of a text: several where each begins with front matter of its own, the fence on a line after a
/// blank one. A rule in the middle of an article is none: no keys follow it.
pub(super) fn documents(text: &str) -> Vec<&str> {
    let begins = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with("---") && has_title(rest));
    let mut starts = vec![0];
    let mut at = 0;
    let mut blank = true;
    for line in text.split_inclusive('\n') {
        if blank && at > 0 && line.trim_end() == "---" && begins(0) && begins(at) {
            starts.push(at);
        }
        blank = line.trim().is_empty();
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end)).collect()
}

/// Whether the front matter that begins here has a title: what a list of settings, or a table between rules, lacks.
fn has_title(text: &str) -> bool {
    split(text).0.is_some_and(|front| front.contains_key("title"))
}

/// The text behind a line that has only blanks left.
fn blank_line(text: &str) -> Option<&str> {
    let (line, rest) = text.split_once('\n')?;
    line.trim().is_empty().then_some(rest)
}

fn yaml(text: &str) -> BTreeMap<String, Value> {
    // People write `title: News: all of it`, which no YAML reader takes: then each line is a key and its text.
    // Only true and false are truth values, or the country NO would be one.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).unwrap_or_else(|_| plain(text))
}

fn toml(text: &str) -> BTreeMap<String, Value> {
    let Ok(table) = text.parse::<toml::Table>() else { return plain(&text.replace('=', ":")) };
    table.into_iter().map(|(key, value)| (key, toml_value(value))).collect()
}

fn toml_value(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Array(values) => Value::Array(values.into_iter().map(toml_value).collect()),
        other => Value::String(other.to_string()),
    }
}

fn plain(text: &str) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for (key, value) in text.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim().trim_matches(['"', '\'']);
        let listed = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
        let value = match listed {
            Some(list) => {
                list.split(',').map(|v| v.trim().trim_matches(['"', '\''])).map(Value::from).collect()
            }
            None => Value::from(value),
        };
        found.insert(key.trim().to_owned(), value);
    }
    found
}

/// Sets an article's fields from its front matter. `lang` tells the language of its text: dates in numbers are read
/// as that language writes them, unless the front matter names another one.
pub(super) fn apply(front: BTreeMap<String, Value>, lang: &dyn Fn() -> Lang, draft: &mut Draft) {
    let named = ["lang", "language"].iter().filter_map(|key| front.get(*key)).find_map(Value::as_str);
    let named = named.map(Lang::from_code).filter(|lang| *lang != Lang::Und);
    let lang = || named.unwrap_or_else(lang);
    for (key, value) in front {
        let texts = texts(&value);
        if texts.is_empty() {
            continue;
        }
        if !set(&key.to_lowercase(), &texts, &lang, draft) {
            cut(&mut draft.article, &format!("{key}: {}", texts.join(", ")), "front-matter");
        }
    }
}

/// The texts of a value: one, or those of a list. Nothing for nothing, and for what has keys of its own.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(yes) => vec![yes.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Null | Value::Object(_) => Vec::new(),
    }
    .into_iter()
    // A value's own escapes (`"\u001b"`) are undone by now, so it is foreign text again.
    .map(|text| text::clean(&text, text::Controls::Neutralise).replace('\n', " ").trim().to_owned())
    .filter(|text| !text.is_empty())
    .collect()
}

/// Sets one field; `false` for a value that cannot be read.
fn set(key: &str, texts: &[String], lang: &dyn Fn() -> Lang, draft: &mut Draft) -> bool {
    let article = &mut draft.article;
    let one = || texts.first().cloned();
    match key {
        "title" => article.title = texts.join(" "),
        "original_title" => article.original_title = one(),
        "lang" | "language" => {
            article.lang = texts.first().map_or(Lang::Und, |code| Lang::from_code(code));
            return article.lang != Lang::Und;
        }
        "date" | "published" | "pubdate" => {
            article.date = texts.first().and_then(|text| date(text, lang));
            return article.date.is_some();
        }
        "source" | "publisher" => article.source = one(),
        "author" | "authors" | "by" => article.author = Some(texts.join(", ")),
        "url" | "link" | "canonical" => article.url = one(),
        "id" => draft.identity = one(),
        "pair" => article.pair_key = one(),
        "machine_translated" => {
            article.machine_translated = texts.first().is_some_and(|t| t == "true" || t == "yes");
        }
        "countries" | "country" => return tags(texts, country, &mut article.countries),
        "topics" | "topic" => return tags(texts, topic, &mut article.topics),
        "orgs" | "organisations" | "organizations" => return tags(texts, org, &mut article.orgs),
        _ => {}
    }
    true
}

fn date(text: &str, lang: &dyn Fn() -> Lang) -> Option<PartialDate> {
    let exact = text.replacen(' ', "T", 1).parse().ok();
    exact.or_else(|| dates::of_text(text, lang(), None))
}

/// Declares the values that are known; `false` when one is not.
fn tags(texts: &[String], known: fn(&str) -> Option<String>, field: &mut Vec<crate::article::Tag>) -> bool {
    let values =
        texts.iter().flat_map(|text| text.split([',', '،', ';'])).map(str::trim).filter(|v| !v.is_empty());
    let found: Vec<Option<String>> = values.map(known).collect();
    let all = found.iter().all(Option::is_some);
    *field = declared(found.into_iter().flatten());
    all
}

fn country(name: &str) -> Option<String> {
    let code = name.to_ascii_uppercase();
    let known = tag::country_label(&code, Lang::En).map(|_| code);
    known.or_else(|| tag::country_of_name(&fold::fold(name)).map(str::to_owned))
}

fn topic(name: &str) -> Option<String> {
    tag::topic_of_name(&fold::fold(name)).map(str::to_owned)
}

fn org(name: &str) -> Option<String> {
    tag::org_of_name(&fold::fold(name)).map(str::to_owned)
}
