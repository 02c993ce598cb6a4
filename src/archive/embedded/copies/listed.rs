//! Reading entries: what the index takes in of them, and their versions for people.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use crate::archive::embedded::packing::Dictionaries;
use crate::archive::embedded::{record, rows};
use crate::archive::{RowId, Version};
use crate::article::{Article, ArticleId};
use crate::fold;

/// Copies whose words the main article is found by, the first ones: those of a story that hundreds of pages carried say
/// little more.
const INDEXED: i64 = 16;

/// What the index takes in of a listed article with copies besides its own text.
pub(in crate::archive::embedded) struct Listed {
    /// The article.
    pub(in crate::archive::embedded) article: Article,
    /// The sources of all versions.
    pub(in crate::archive::embedded) sources: Vec<String>,
    /// Titles and blocks of the copies that the article itself does not have.
    pub(in crate::archive::embedded) texts: Vec<String>,
}

/// What the index has to know of a row; `None` where it is not listed.
pub(in crate::archive::embedded) fn listed(
    conn: &Connection,
    dictionaries: &Dictionaries,
    row: RowId,
) -> rusqlite::Result<Option<Listed>> {
    let found: Option<(Option<RowId>, Option<String>)> = conn
        .prepare_cached("SELECT copy_of, sources FROM article WHERE row = ?1")?
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((None, sources)) = found else { return Ok(None) };
    let Some(article) = rows::whole_at(conn, dictionaries, row)? else { return Ok(None) };
    let (own, texts) = match &sources {
        Some(sources) => (record::split(sources), texts(conn, dictionaries, row, &article)?),
        None => (record::Facts::of(&article).sources, Vec::new()),
    };
    Ok(Some(Listed { article, sources: own, texts }))
}

/// The titles and blocks of an article's copies that it does not have itself, each once.
fn texts(
    conn: &Connection,
    dictionaries: &Dictionaries,
    main: RowId,
    article: &Article,
) -> rusqlite::Result<Vec<String>> {
    let parts = |article: Article| {
        std::iter::once(article.title).chain(article.blocks.into_iter().map(|block| block.text))
    };
    let mut known: HashSet<String> = parts(article.clone()).map(|text| fold::fold(&text)).collect();
    let mut texts = Vec::new();
    let mut copies =
        conn.prepare_cached("SELECT row FROM article WHERE copy_of = ?1 ORDER BY row LIMIT ?2")?;
    let copies: Vec<RowId> =
        copies.query_map([i64::from(main), INDEXED], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for copy in copies {
        let Some(copy) = rows::whole_at(conn, dictionaries, copy)? else { continue };
        texts.extend(parts(copy).filter(|text| known.insert(fold::fold(text))));
    }
    Ok(texts)
}

/// The texts of a listed article by which it is found: its own, and those of its copies.
pub(in crate::archive::embedded) fn searched(
    conn: &Connection,
    dictionaries: &Dictionaries,
    row: RowId,
) -> rusqlite::Result<Vec<String>> {
    let Some(Listed { article, texts, .. }) = listed(conn, dictionaries, row)? else { return Ok(Vec::new()) };
    let own = article.blocks.into_iter().map(|block| block.text);
    Ok(std::iter::once(article.title).chain(own).chain(texts).collect())
}

/// The other versions of an article, the main one first.
pub(in crate::archive::embedded) fn versions(
    conn: &Connection,
    dictionaries: &Dictionaries,
    id: &ArticleId,
) -> rusqlite::Result<Vec<Version>> {
    // Of one moment, while another process imports.
    let conn = conn.unchecked_transaction()?;
    let mut others = conn.prepare_cached(
        "SELECT o.row FROM article a JOIN article o
             ON o.row = coalesce(a.copy_of, a.row) OR o.copy_of = coalesce(a.copy_of, a.row)
         WHERE a.id = ?1 AND o.row <> a.row ORDER BY o.copy_of IS NOT NULL, o.row",
    )?;
    let others: Vec<RowId> = others.query_map([&id.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut versions = Vec::with_capacity(others.len());
    for row in rows::rows_in(&conn, &others)? {
        let Some(article) = rows::whole_at(&conn, dictionaries, row.row)? else { continue };
        versions.push(Version { row, url: article.url, path: article.provenance.path });
    }
    Ok(versions)
}
