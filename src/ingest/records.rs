//! Articles as records, one a line of JSON: what `qari export --format jsonl` writes comes back, and so does any
//! file of lines with the same names.
//!
//! A record's fields are those of front matter ([`super::front`]), beside `blocks`, or `text` with a blank line
//! between paragraphs. Other fields are left alone. Nothing here opens a file.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{Draft, cut, front};
use crate::article::{Block, BlockKind, Cut};
use crate::text;

/// A line of the file.
#[derive(Default)]
struct Record {
    blocks: Vec<Block>,
    text: Option<String>,
    cut: Vec<Cut>,
    fields: BTreeMap<String, Value>,
}

/// Reads a record field by field. A flattened map would do the same and copy every text twice.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article as an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "blocks" => record.blocks = map.next_value()?,
                "text" => record.text = map.next_value()?,
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
        from.deserialize_map(Fields)
    }
}

/// Reads one line.
///
/// # Errors
/// What is wrong with it as JSON, and where.
pub(super) fn read(line: &str) -> Result<Draft, serde_json::Error> {
    let mut record: Record = serde_json::from_str(line)?;
    let mut draft = Draft::default();
    let pair = story(&record.fields);
    record.fields.remove("pair");
    front::apply(record.fields, &mut draft);
    let article = &mut draft.article;
    article.pair_key = pair;
    let paragraphs = record.text.iter().flat_map(|text| text.split("\n\n"));
    article.blocks = paragraphs.map(|text| Block::new(BlockKind::Paragraph, text)).collect();
    article.blocks.extend(record.blocks);
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
    for piece in record.cut {
        cut(article, &text::clean(&piece.text, text::Controls::Neutralise), &piece.reason);
        if let Some(kept) = article.cut.last_mut() {
            kept.after = piece.after.clamp(-1, last);
        }
    }
    Ok(draft)
}

/// The word that an article shares with its translations. An export lists their ids: then it is the id of the
/// Arabic one, the same from both sides.
fn story(fields: &BTreeMap<String, Value>) -> Option<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned).filter(|t| !t.is_empty());
    match fields.get("pair")? {
        Value::Array(ids) => {
            let own = fields.get("lang").and_then(Value::as_str) == Some("ar");
            if own && !ids.is_empty() { fields.get("id").and_then(text) } else { ids.first().and_then(text) }
        }
        one => text(one),
    }
}
