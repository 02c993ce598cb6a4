//! Articles as records, one a line of JSON: what `qari export --format jsonl` writes comes back, and so does any
//! file of lines with the same names.
//!
//! A record's fields are those of front matter ([`super::front`]), beside `blocks`, or `text` with a blank line
//! between paragraphs. Other fields are left alone. Nothing here opens a file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Draft, cut, front};
use crate::article::{Block, BlockKind};
use crate::text;

/// A line of the file.
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    blocks: Vec<Block>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    cut: Vec<crate::article::Cut>,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
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
