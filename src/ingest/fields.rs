//! Records whose fields have other names than ours: which of them is the title, which the text.
//!
//! The names are data (`assets/fields.toml`); what a person says goes before them. Values are read by
//! [`super::front`], as those of front matter are; the text becomes blocks here. Nothing here opens a file.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;
use std::sync::LazyLock;

use serde_json::Value;

use super::page::joined_lines;
use super::{Draft, cut, front, html, language_of};
use crate::article::{Block, BlockKind, Lang};
use crate::{fold, text};

/// A record: names and values, in the order of the names.
pub(super) type Fields = BTreeMap<String, Value>;

/// Digits of a number that counts records, at most. A longer one, or a word, names an article.
const COUNTER: usize = 9;

/// Members of an object that hold the text that the object stands for (`{"rendered": "…"}`).
const INNER: [&str; 7] = ["rendered", "#text", "value", "name", "text", "content", "_source"];

/// Values inside values that are looked into: no deeper does an interface wrap one text.
const DEPTH: usize = 4;

/// Seconds since 1970 of the year 2100; a larger number counts milliseconds.
const SECONDS: i64 = 4_102_444_800;

/// Seconds since 1970 from which a number is a time: an archive's oldest page in the web.
const OLDEST: i64 = 500_000_000;

/// For each name, without case and signs: the field, and how good a name it is.
static NAMES: LazyLock<HashMap<String, (&'static str, usize)>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (field, known) in FILE.iter() {
        for (rank, name) in known.iter().enumerate() {
            names.entry(bare(name)).or_insert((field.as_str(), rank));
        }
    }
    names
});

static FILE: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/fields.toml")).expect("the embedded names of fields are valid")
});

/// What a person said about the names of a record's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    given: Vec<(&'static str, String)>,
}

/// Why a mapping cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// There is no equals sign in it.
    #[error("'{0}' maps nothing: write FIELD=NAME, as in title=Headline")]
    Shape(String),
    /// An article has no such field.
    #[error("'{name}' is no field of an article: it has {}", known().join(", "))]
    Field {
        /// What was named instead.
        name: String,
    },
}

/// The names of an article's fields.
fn known() -> Vec<&'static str> {
    FILE.keys().map(String::as_str).collect()
}

impl Mapping {
    /// Adds `FIELD=NAME`: this field of an article is what the records call by that name. A dot leads into an object
    /// (`title=title.rendered`).
    ///
    /// # Errors
    /// As [`MappingError`] says.
    pub fn add(&mut self, pair: &str) -> Result<(), MappingError> {
        let (field, name) = pair.split_once('=').ok_or_else(|| MappingError::Shape(pair.to_owned()))?;
        let field = field.trim().to_ascii_lowercase();
        let known = FILE.get_key_value(&field).map(|(known, _)| known.as_str());
        self.given.push((
            known.ok_or_else(|| MappingError::Field { name: field.clone() })?,
            name.trim().to_owned(),
        ));
        Ok(())
    }

    fn of(&self, field: &str) -> Option<&str> {
        self.given.iter().find(|(given, _)| *given == field).map(|(_, name)| name.as_str())
    }

    /// Whether one of these names would be a title or a text.
    pub(super) fn has_article<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> bool {
        let given = |name: &str| self.given.iter().any(|(field, known)| known == name && is_content(field));
        names
            .into_iter()
            .any(|name| given(name) || field_of(name).is_some_and(|(field, ..)| is_content(field)))
    }
}

impl FromStr for Mapping {
    type Err = MappingError;

    fn from_str(pair: &str) -> Result<Self, MappingError> {
        let mut mapping = Self::default();
        mapping.add(pair)?;
        Ok(mapping)
    }
}

fn is_content(field: &str) -> bool {
    matches!(field, "title" | "text")
}

/// A name without case, blanks and signs; Arabic folded.
fn bare(name: &str) -> String {
    if name.is_ascii() {
        return name
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    fold::fold(name).replace(' ', "")
}

/// The field that a name stands for, how good a name it is, and the language that it ends in.
fn field_of(name: &str) -> Option<(&'static str, usize, Option<Lang>)> {
    if let Some((field, rank)) = NAMES.get(&bare(name)) {
        return Some((field, *rank, None));
    }
    let (front, lang) = name.rsplit_once(['_', '-', '.', ' '])?;
    let lang = match lang.to_ascii_lowercase().as_str() {
        "ar" | "ara" | "arabic" => Lang::Ar,
        "en" | "eng" | "english" => Lang::En,
        _ => return None,
    };
    NAMES.get(&bare(front)).map(|(field, rank)| (*field, *rank, Some(lang)))
}

/// Whether a name is that of a summary, which stands in for a text that is not there.
pub(super) fn is_summary(name: &str) -> bool {
    field_of(name).is_some_and(|(field, ..)| field == "summary")
}

/// The articles of a record: one, or one for each language that its names end in.
pub(super) fn drafts(fields: &Fields, mapping: &Mapping) -> Vec<Draft> {
    let languages = languages(fields, mapping);
    if languages.len() < 2 {
        let own = languages.first().copied();
        let mut draft = draft(renamed(fields, mapping, own));
        if let (Lang::Und, Some(lang)) = (draft.article.lang, own) {
            draft.article.lang = lang;
        }
        return vec![draft];
    }
    let story = story(fields, mapping);
    let of = |lang: Lang| {
        let mut draft = draft(renamed(fields, mapping, Some(lang)));
        draft.article.lang = lang;
        // They share what has no language: an address names both, and so neither.
        let own = |id: String| format!("{id}#{}", lang.code());
        draft.identity = draft.identity.or_else(|| draft.article.url.clone()).map(own);
        draft.local = draft.local.map(own);
        draft.article.pair_key.get_or_insert_with(|| story.clone());
        draft
    };
    languages.into_iter().map(of).collect()
}

/// The languages in which a record has a title or a text of its own.
fn languages(fields: &Fields, mapping: &Mapping) -> Vec<Lang> {
    let mut found = Vec::new();
    for (name, value) in fields {
        let given = mapping.given.iter().any(|(_, known)| known == name);
        if let Some((field, _, Some(lang))) = field_of(name).filter(|_| !given)
            && is_content(field)
            && !flat(value, DEPTH).is_null()
            && !found.contains(&lang)
        {
            found.push(lang);
        }
    }
    found
}

/// What the languages of one record share: its own identity, or its text.
fn story(fields: &Fields, mapping: &Mapping) -> String {
    let own = renamed(fields, mapping, None);
    match own.get("id").or_else(|| own.get("url")).and_then(Value::as_str) {
        Some(id) => id.to_owned(),
        None => super::content_hash(format!("{fields:?}").as_bytes()),
    }
}

/// The values under the names that we have for them. Those of another language than the one asked for are left out.
fn renamed(fields: &Fields, mapping: &Mapping, lang: Option<Lang>) -> Fields {
    let mut found: BTreeMap<&'static str, (usize, Value)> = BTreeMap::new();
    for (field, name) in &mapping.given {
        let value = flat(at_path(fields, name), DEPTH);
        if !value.is_null() {
            found.insert(field, (0, value));
        }
    }
    for (name, value) in fields {
        let Some((field, rank, own)) = field_of(name) else { continue };
        // A name in the language itself is better than one in none.
        let rank = if own.is_some() { 1 + rank } else { 100 + rank };
        let other = own.is_some() && own != lang;
        if other || mapping.of(field).is_some() || found.get(field).is_some_and(|(best, _)| *best <= rank) {
            continue;
        }
        let value = if is_list(field) { value.clone() } else { flat(value, DEPTH) };
        if !value.is_null() {
            found.insert(field, (rank, value));
        }
    }
    found.into_iter().map(|(field, (_, value))| (field.to_owned(), value)).collect()
}

/// Whether a field has several values.
fn is_list(field: &str) -> bool {
    matches!(field, "countries" | "topics" | "orgs" | "pair")
}

/// The value behind a path of names.
fn at_path<'a>(fields: &'a Fields, path: &str) -> &'a Value {
    if let Some(value) = fields.get(path) {
        return value;
    }
    let mut names = path.split('.');
    let first = names.next().and_then(|name| fields.get(name)).unwrap_or(&Value::Null);
    names.fold(first, |value, name| value.get(name).unwrap_or(&Value::Null))
}

/// The text that a value stands for: itself, what an object wraps, the names in a list. Nothing for an empty one.
fn flat(value: &Value, depth: usize) -> Value {
    match value {
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::Object(members) if depth > 0 => {
            let inner = INNER.iter().find_map(|name| members.get(*name));
            inner.map_or(Value::Null, |inner| flat(inner, depth - 1))
        }
        Value::Array(values) if depth > 0 => {
            let values: Vec<Value> =
                values.iter().map(|v| flat(v, depth - 1)).filter(|v| !v.is_null()).collect();
            if values.is_empty() { Value::Null } else { Value::Array(values) }
        }
        Value::Object(_) | Value::Array(_) => Value::Null,
        other => other.clone(),
    }
}

/// An article of a record with our names.
fn draft(mut fields: Fields) -> Draft {
    let mut draft = Draft::default();
    let text = fields.remove("text").map(|value| joined(&value)).unwrap_or_default();
    let summary = fields.remove("summary").map(|value| joined(&value)).unwrap_or_default();
    if let Some(Value::Number(number)) = fields.get("date")
        && let Some(date) = number.as_i64().and_then(moment)
    {
        fields.insert("date".to_owned(), Value::from(date));
    }
    if let Some(title) = fields.get("title").map(joined) {
        let title = if is_markup(&title) { html::unescaped(&title) } else { title };
        fields.insert("title".to_owned(), Value::from(title));
    }
    if let Some(Value::String(id)) = fields.get("id")
        && is_counter(id)
    {
        draft.local = fields.remove("id").and_then(|id| id.as_str().map(str::to_owned));
    }
    if let Some(Value::Number(id)) = fields.get("id") {
        draft.local = Some(id.to_string());
        fields.remove("id");
    }
    front::apply(fields, &|| language_of(&text), &mut draft);
    let article = &mut draft.article;
    let body = if text.is_empty() { &summary } else { &text };
    let marked_up = is_markup(body) && {
        let address = article.url.clone();
        html::blocks(&text::clean(body, text::Controls::Neutralise), address.as_deref(), article).is_ok()
    };
    if !marked_up {
        article.blocks = blocks(body);
    }
    if !text.is_empty() && !summary.is_empty() && !contains(&text, &summary) {
        cut(article, text::clean(&summary, text::Controls::Neutralise).trim(), "summary");
    }
    draft
}

/// What a text has that was written for a browser.
const MARKUP: [&str; 12] =
    ["<p>", "<p ", "</p>", "<br", "</div>", "</span>", "</a>", "</strong>", "</b>", "&nbsp;", "&quot;", "&#"];

/// Whether a field's text is HTML.
fn is_markup(text: &str) -> bool {
    text.contains(['<', '&']) && {
        let small = text.to_ascii_lowercase();
        MARKUP.iter().any(|mark| small.contains(mark))
    }
}

/// Whether an id only counts the records of its file: another file has the same ones for other articles.
pub(super) fn is_counter(id: &str) -> bool {
    id.len() <= COUNTER && id.bytes().all(|b| b.is_ascii_digit())
}

/// The texts of a value, parted by blank lines.
fn joined(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(joined).collect::<Vec<_>>().join("\n\n"),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Object(_) => String::new(),
    }
}

/// A number of seconds or milliseconds since 1970 as RFC 3339; `None` for one that is no time of an article.
fn moment(number: i64) -> Option<String> {
    let seconds = if number > SECONDS { number / 1000 } else { number };
    let time =
        jiff::Timestamp::from_second(seconds).ok().filter(|_| (OLDEST..=SECONDS).contains(&seconds))?;
    Some(time.to_string())
}

/// Whether a text has a summary in it, by their words.
fn contains(text: &str, summary: &str) -> bool {
    fold::fold(text).contains(fold::fold(summary).trim())
}

/// The paragraphs of a field's text: parted by blank lines; where there are none, each line is one, unless a program
/// broke them at a width.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let clean = text::clean(text, text::Controls::Neutralise);
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parted = clean.trim().contains("\n\n");
    let paragraphs: Vec<String> = if parted {
        clean.split("\n\n").map(line).collect()
    } else {
        joined_lines(&clean).iter().map(|text| line(text)).collect()
    };
    let paragraphs = paragraphs.into_iter().filter(|text| !text.is_empty());
    paragraphs.map(|text| Block::new(BlockKind::Paragraph, text)).collect()
}
