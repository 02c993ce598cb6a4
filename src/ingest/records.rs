//! Articles as records, one a line of JSON: what `qari export --format jsonl` writes comes back, and so does any
//! file of lines with the same names.
//!
//! A record's fields are those of front matter ([`super::front`]), beside `blocks`, or a text; other names for them
//! are understood ([`super::fields`]). Fields that mean nothing are left alone. Nothing here opens a file.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::fields::{self, Fields, Mapping};
use super::{Draft, cut};
use crate::article::{Block, Cut};
use crate::text;

/// A line of the file.
#[derive(Default)]
struct Record {
    blocks: Vec<Block>,
    cut: Vec<Cut>,
    fields: Fields,
}

/// Reads a record field by field. A flattened map would do the same and copy every text twice.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article as an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "blocks" => record.blocks = map.next_value()?,
                "cut" => record.cut = map.next_value()?,
                _ => {
                    record.fields.insert(name, map.next_value()?);
                }
            }
        }
        Ok(record)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Reader)
    }
}

/// Reads one line.
///
/// # Errors
/// What is wrong with it as JSON, and where.
pub(super) fn read(line: &str, mapping: &Mapping) -> Result<Vec<Draft>, serde_json::Error> {
    Ok(drafts(serde_json::from_str(line)?, mapping))
}

/// Reads one object.
///
/// # Errors
/// What of it cannot be a field of ours.
pub(super) fn of_value(value: Value, mapping: &Mapping) -> Result<Vec<Draft>, serde_json::Error> {
    Ok(drafts(serde_json::from_value(value)?, mapping))
}

fn drafts(mut record: Record, mapping: &Mapping) -> Vec<Draft> {
    let pair = story(&record.fields);
    record.fields.remove("pair");
    if !record.blocks.is_empty() {
        record.fields.retain(|name, _| !fields::is_summary(name));
    }
    let mut drafts = fields::drafts(&record.fields, mapping);
    if let [draft] = drafts.as_mut_slice() {
        draft.article.pair_key = pair;
        with_blocks(draft, record.blocks, record.cut);
    }
    drafts
}

/// Takes in the blocks and the cuts that a record lists.
fn with_blocks(draft: &mut Draft, blocks: Vec<Block>, cuts: Vec<Cut>) {
    let article = &mut draft.article;
    article.blocks.extend(blocks);
    for block in &mut article.blocks {
        // An escape of JSON may stand for a control that a terminal obeys.
        let clean = text::clean(&block.text, text::Controls::Neutralise);
        let line = clean.trim().replace('\n', " ");
        if line != block.text {
            block.text = line;
            // Their ranges are those of the text as it was.
            block.links.clear();
        }
    }
    article.blocks.retain(|block| !block.text.is_empty());
    let last = article.blocks.len() as i64 - 1;
    for piece in cuts {
        cut(article, &text::clean(&piece.text, text::Controls::Neutralise), &piece.reason);
        if let Some(kept) = article.cut.last_mut() {
            kept.after = piece.after.clamp(-1, last);
        }
    }
}

/// The word that an article shares with its translations. An export lists their ids: then it is the id of the
/// Arabic one, the same from both sides.
fn story(fields: &Fields) -> Option<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned).filter(|t| !t.is_empty());
    match fields.get("pair")? {
        Value::Array(ids) => {
            let own = fields.get("lang").and_then(Value::as_str) == Some("ar");
            if own && !ids.is_empty() { fields.get("id").and_then(text) } else { ids.first().and_then(text) }
        }
        one => text(one),
    }
}
