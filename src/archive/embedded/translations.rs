//! Machine translations that were made on demand, in a table of their own beside the articles.
//!
//! A translation is no article: nothing that lists, counts, searches or pairs looks here. It costs time, and often
//! money, to make again, so a salvage reads it too. Nothing is translated here.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::packing::{Dictionaries, Packer};
use super::raw::Value;
use super::{rows, schema, store};
use crate::archive::{Standing, Translation};
use crate::article::{Article, ArticleId, Lang, Pair};

/// Counts the changes that others should see: a translation that is whole, or gone.
pub(super) const COUNTER: &str = "translation";

/// A translation with its original, as both are now.
struct Both {
    original: Article,
    translation: Translation,
}

/// What is translated of an article: its title and its blocks. By this it is seen that it changed since.
fn hash(article: &Article) -> String {
    let texts = std::iter::once(&article.title).chain(article.blocks.iter().map(|block| &block.text));
    // No text has this byte.
    let digest = texts.fold(Sha256::new(), |sum, text| sum.chain_update(text).chain_update([0])).finalize();
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|n| char::from_digit(n.into(), 16))
        .collect()
}

/// Whether there is such a table: an archive of an earlier format that can only be read has none.
pub(super) fn are_kept(conn: &Connection) -> rusqlite::Result<bool> {
    Ok(schema::format(conn)? >= schema::TRANSLATIONS)
}

/// The translation of an article in the language of its counterpart, with the article. One that cannot be read is none:
/// the check says so, and it can be made again.
fn of(conn: &Connection, dictionaries: &Dictionaries, id: &ArticleId) -> rusqlite::Result<Option<Both>> {
    if !are_kept(conn)? {
        return Ok(None);
    }
    let stored = conn
        .prepare_cached(
            "SELECT made, by, hash, data FROM translation JOIN article a ON a.id = of
             WHERE of = ?1 AND translation.lang = CASE a.lang WHEN 'ar' THEN 'en' WHEN 'en' THEN 'ar' END",
        )?
        .query_row([&id.0], |row| {
            let (made, by, hash): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((made, by, hash, row.get::<_, Vec<u8>>(3)?))
        })
        .optional()?;
    let Some((made, by, of, data)) = stored else { return Ok(None) };
    let Ok(article) = dictionaries.unpack(conn, &data) else { return Ok(None) };
    let Some(original) = rows::whole(conn, dictionaries, id)? else { return Ok(None) };
    let (done, all) = (article.blocks.len(), original.blocks.len());
    let standing = match done {
        // By whatever way it came to have more blocks, it is none of this text.
        _ if of != hash(&original) || done > all => Standing::Outdated,
        _ if done < all => Standing::Unfinished(done),
        _ => Standing::Whole,
    };
    Ok(Some(Both { original, translation: Translation { article, made, by, standing } }))
}

/// The translation that was made of an article.
pub(super) fn read(
    conn: &Connection,
    dictionaries: &Dictionaries,
    id: &ArticleId,
) -> rusqlite::Result<Option<Translation>> {
    Ok(of(conn, dictionaries, id)?.map(|both| both.translation))
}

/// The text of a translation by its own id.
pub(super) fn whole(
    conn: &Connection,
    dictionaries: &Dictionaries,
    id: &ArticleId,
) -> rusqlite::Result<Option<Article>> {
    let Some((original, _)) = id.translated() else { return Ok(None) };
    let found = of(conn, dictionaries, &original)?.map(|both| both.translation.article);
    Ok(found.filter(|article| article.id == *id))
}

/// The pair of an article and the translation that was made of it, by the id of either.
pub(super) fn pair(
    conn: &Connection,
    dictionaries: &Dictionaries,
    id: &ArticleId,
) -> rusqlite::Result<Option<Pair>> {
    let found = match of(conn, dictionaries, id)? {
        None => match id.translated() {
            Some((original, _)) => {
                of(conn, dictionaries, &original)?.filter(|both| both.translation.article.id == *id)
            }
            None => None,
        },
        found => found,
    };
    Ok(found.map(|both| both.translation.pair(&both.original)))
}

/// The language of the whole translation that was made of an article of this language. Only where they are kept.
pub(super) fn lang_of(conn: &Connection, id: &str, lang: Lang) -> rusqlite::Result<Option<Lang>> {
    let Some(to) = lang.counterpart() else { return Ok(None) };
    let there = conn
        .prepare_cached("SELECT 1 FROM translation WHERE of = ?1 AND lang = ?2 AND whole")?
        .exists([id, to.code()])?;
    Ok(there.then_some(to))
}

/// Stores a translation of an article as it was read, in the place of an earlier one.
pub(super) fn store(
    tx: &Transaction<'_>,
    dictionaries: &Dictionaries,
    original: &Article,
    made: &Article,
    (by, now): (&str, &str),
) -> rusqlite::Result<()> {
    let data = Packer::new(dictionaries.newest(tx)?.as_deref())?.pack(made)?;
    let whole = made.blocks.len() == original.blocks.len();
    tx.prepare_cached("INSERT OR REPLACE INTO translation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![original.id.0, made.lang.code(), now, by, hash(original), whole, data])?;
    if whole {
        store::next(tx, COUNTER)?;
    }
    Ok(())
}

/// Removes what was made of an article. Says whether there was something.
pub(super) fn remove(tx: &Transaction<'_>, of: &str) -> rusqlite::Result<bool> {
    let gone = tx.prepare_cached("DELETE FROM translation WHERE of = ?1")?.execute([of])?;
    if gone > 0 {
        store::next(tx, COUNTER)?;
    }
    Ok(gone > 0)
}

/// A line for each translation that cannot be read, or is not the one that its row says.
pub(super) fn faults(conn: &Connection, dictionaries: &Dictionaries) -> rusqlite::Result<Vec<String>> {
    if !are_kept(conn)? {
        return Ok(Vec::new());
    }
    let mut all = conn.prepare("SELECT of, lang, data FROM translation")?;
    let mut rows = all.query(())?;
    let mut faults = Vec::new();
    while let Some(row) = rows.next()? {
        let (of, lang, data): (String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let id = ArticleId(of).machine_translation(Lang::from_code(&lang));
        if !dictionaries.unpack(conn, &data).is_ok_and(|made| made.id == id) {
            faults.push(format!("the machine translation '{id}' cannot be read"));
        }
    }
    Ok(faults)
}

/// A translation as a salvage finds it: the values of its row.
pub(super) struct Found([String; 5], i64, Vec<u8>);

impl Found {
    /// The translation of a record that can be read whole; `None` for any other record.
    pub(super) fn read(values: &[Value], dictionaries: &Dictionaries) -> Option<Self> {
        use Value::{Blob, Int, Text};
        let [Text(of), Text(lang), Text(made), Text(by), Text(hash), Int(whole), Blob(data)] = values else {
            return None;
        };
        let id = ArticleId(of.clone()).machine_translation(Lang::from_code(lang));
        let sound = dictionaries.unpack_known(data).is_ok_and(|article| article.id == id);
        let texts = [of, lang, made, by, hash].map(Clone::clone);
        sound.then(|| Self(texts, *whole, data.clone()))
    }

    /// Stores it, where none of its name was found before: those to which a tree leads come first.
    pub(super) fn store(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let Self([of, lang, made, by, hash], whole, data) = self;
        tx.prepare_cached("INSERT OR IGNORE INTO translation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![of, lang, made, by, hash, whole, data])?;
        Ok(())
    }
}

/// Drops the translations whose articles are not there.
pub(super) fn drop_lone(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM translation WHERE of NOT IN (SELECT id FROM article)", ()).map(|_| ())
}
