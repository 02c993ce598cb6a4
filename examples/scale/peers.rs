//! What the figures are held against: tantivy alone, and `SQLite`'s own full-text search, on the same lines.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, TantivyDocument};

/// The writer's memory, threads and commits: those of the archive's own index.
const HEAP: usize = 100 << 20;
const THREADS: usize = 2;
const COMMIT: usize = 5000;

/// Title and text of a line.
pub(super) fn text(line: &str) -> anyhow::Result<(String, String)> {
    let record: Value = serde_json::from_str(line)?;
    let title = record["title"].as_str().unwrap_or_default().to_owned();
    let blocks = record["blocks"].as_array().into_iter().flatten();
    let text: Vec<&str> = blocks.filter_map(|block| block["text"].as_str()).collect();
    Ok((title, text.join("\n")))
}

pub(super) fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<(String, String)>>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    Ok(BufReader::with_capacity(1 << 20, file).lines().map(|line| text(&line?)))
}

/// Indexes with tantivy alone: its own tokenizer, one field with positions, the text stored as it is.
pub(super) fn tantivy(path: &Path, folder: &Path) -> anyhow::Result<()> {
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", TEXT | STORED);
    let body = schema.add_text_field("text", TEXT | STORED);
    std::fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(THREADS, HEAP)?;
    for (number, line) in lines(path)?.enumerate() {
        let (head, text) = line?;
        let mut document = TantivyDocument::new();
        document.add_text(title, head);
        document.add_text(body, text);
        writer.add_document(document)?;
        if number % COMMIT == COMMIT - 1 {
            writer.commit()?;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// Indexes with FTS5.
pub(super) fn fts5(path: &Path, database: &Path) -> anyhow::Result<rusqlite::Connection> {
    let mut conn = rusqlite::Connection::open(database)?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.execute_batch("CREATE VIRTUAL TABLE news USING fts5(title, text)")?;
    let tx = conn.transaction()?;
    {
        let mut insert = tx.prepare("INSERT INTO news VALUES (?1, ?2)")?;
        for line in lines(path)? {
            let (title, text) = line?;
            insert.execute([title, text])?;
        }
    }
    tx.commit()?;
    Ok(conn)
}
