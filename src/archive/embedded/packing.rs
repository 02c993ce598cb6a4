//! How whole articles are packed: zstd (RFC 8878), with a dictionary of what the archive's articles have in common.
//!
//! A dictionary is in the database and, a second time, in a file beside it: what was packed with it cannot be read
//! without. Nothing here decides which articles are read or written.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, OptionalExtension, params};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::DecoderDictionary;
use zstd::zstd_safe::{get_dict_id_from_dict, get_dict_id_from_frame, get_frame_content_size};

use super::db::hold;
use super::record::{damaged, from_json_bytes, size};
use super::tally;
use crate::article::Article;

/// zstd's own default: 3 is where its curve of size against time bends on texts of a few kilobytes.
const LEVEL: i32 = 3;

/// The longest article that is unpacked: a blob that claims more is damaged, and must not exhaust the memory.
const LARGEST: usize = 256 << 20;

/// Articles from which a dictionary is made: with fewer it saves little more than it takes, and its making shows.
const LEAST: usize = 2_000;

/// An archive that has grown so many times has other news than its dictionary knows, and gets a new one.
const GROWN: usize = 16;

/// Articles that a dictionary is made of, and its size. On news-like articles of 3 KB twice as many, or twice the size,
/// pack 2 % better and take twice as long.
const SAMPLE: usize = 64;
const SIZE: usize = 32 << 10;

/// What articles of an archive have in common.
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    decoder: DecoderDictionary<'static>,
}

impl Dictionary {
    /// A dictionary as it is stored: a frame with a checksum. `None` where it is not the one of this number.
    fn stored(id: u32, packed: &[u8]) -> Option<Self> {
        let bytes = zstd::bulk::decompress(packed, 2 * SIZE).ok()?;
        let decoder = DecoderDictionary::try_copy(&bytes).ok()?;
        (get_dict_id_from_dict(&bytes)?.get() == id).then_some(Self { bytes, decoder })
    }
}

/// A new dictionary, to be kept before anything is packed with it.
pub(super) struct Learned {
    id: u32,
    packed: Vec<u8>,
    /// How many articles the archive has at its making.
    articles: usize,
}

/// The dictionaries of an archive.
pub(super) struct Dictionaries {
    folder: PathBuf,
    known: Mutex<HashMap<u32, Arc<Dictionary>>>,
}

impl Dictionaries {
    /// Those of the archive in a folder; none is read yet.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), known: Mutex::default() }
    }

    /// The article in a blob of the database.
    pub(super) fn unpack(&self, conn: &Connection, data: &[u8]) -> rusqlite::Result<Article> {
        if let Some(id) = get_dict_id_from_frame(data) {
            self.dictionary(conn, id.get())?;
        }
        self.unpack_known(data)
    }

    /// The article in a blob, by the dictionaries that are known already.
    pub(super) fn unpack_known(&self, data: &[u8]) -> rusqlite::Result<Article> {
        let fault = |e: std::io::Error| damaged(&format!("an article is damaged ({e})"));
        let size = get_frame_content_size(data).ok().flatten().unwrap_or(0);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > LARGEST {
            return Err(damaged("an article is larger than any that was stored"));
        }
        let json = match get_dict_id_from_frame(data) {
            None => zstd::bulk::decompress(data, size).map_err(fault)?,
            Some(id) => {
                let known = hold(&self.known).get(&id.get()).map(Arc::clone);
                let dictionary = known.ok_or_else(|| missing(id.get()))?;
                let unpacker = Decompressor::with_prepared_dictionary(&dictionary.decoder);
                unpacker.and_then(|mut unpacker| unpacker.decompress(data, size)).map_err(fault)?
            }
        };
        from_json_bytes(&json)
    }

    /// A dictionary by its number: from the database, or from its file where the database's is damaged.
    fn dictionary(&self, conn: &Connection, id: u32) -> rusqlite::Result<Arc<Dictionary>> {
        if let Some(known) = hold(&self.known).get(&id) {
            return Ok(Arc::clone(known));
        }
        let packed: Option<Vec<u8>> = conn
            .prepare_cached("SELECT data FROM dictionary WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let dictionary = packed.and_then(|packed| Dictionary::stored(id, &packed));
        let second = || Dictionary::stored(id, &std::fs::read(self.file(id)).ok()?);
        let dictionary = Arc::new(dictionary.or_else(second).ok_or_else(|| missing(id))?);
        hold(&self.known).insert(id, Arc::clone(&dictionary));
        Ok(dictionary)
    }

    /// Takes in a dictionary that was found somewhere; what is none is passed over.
    pub(super) fn found(&self, id: i64, packed: &[u8]) {
        let dictionary = u32::try_from(id).ok().and_then(|id| Some((id, Dictionary::stored(id, packed)?)));
        if let Some((id, dictionary)) = dictionary {
            hold(&self.known).insert(id, Arc::new(dictionary));
        }
    }

    /// Takes in the dictionaries of the files.
    pub(super) fn found_files(&self) {
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let id = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX));
            let id = id.and_then(|id| i64::from_str_radix(id, 16).ok());
            if let Some((id, packed)) = id.zip(std::fs::read(entry.path()).ok()) {
                self.found(id, &packed);
            }
        }
    }

    /// Keeps the dictionaries that are known, in a database that is made anew.
    pub(super) fn keep_known(&self, conn: &Connection) -> rusqlite::Result<()> {
        let known: Vec<_> = hold(&self.known).iter().map(|(id, known)| (*id, Arc::clone(known))).collect();
        for (id, dictionary) in known {
            // Of how many articles it was made is not known any more.
            self.keep(conn, &Learned { id, packed: packed(&dictionary.bytes)?, articles: LEAST })?;
        }
        Ok(())
    }

    /// The dictionary that articles are packed with now; `None` in a small archive.
    pub(super) fn newest(&self, conn: &Connection) -> rusqlite::Result<Option<Arc<Dictionary>>> {
        let id: Option<u32> = conn
            .prepare_cached("SELECT id FROM dictionary ORDER BY articles DESC LIMIT 1")?
            .query_row((), |row| row.get(0))
            .optional()?;
        id.map(|id| self.dictionary(conn, id)).transpose()
    }

    /// Makes a dictionary of articles that are about to be stored, where the archive has enough and lacks one.
    pub(super) fn learn(conn: &Connection, articles: &[Article]) -> rusqlite::Result<Option<Learned>> {
        let all = size(tally::total(conn)?) + articles.len();
        let last: Option<i64> =
            conn.query_row("SELECT max(articles) FROM dictionary", (), |row| row.get(0))?;
        let wanted = last.map_or(LEAST, |last| size(last).saturating_mul(GROWN));
        if all < wanted || articles.len() < SAMPLE {
            return Ok(None);
        }
        let fault = |e: std::io::Error| rusqlite::Error::ToSqlConversionFailure(e.into());
        let sample = articles.iter().step_by(articles.len() / SAMPLE).take(SAMPLE);
        let sample = sample.map(serde_json::to_vec).collect::<Result<Vec<_>, _>>();
        let sample = sample.map_err(|e| fault(e.into()))?;
        // Articles that have nothing in common make none.
        let Ok(bytes) = zstd::dict::from_samples(&sample, SIZE) else { return Ok(None) };
        let Some(id) = get_dict_id_from_dict(&bytes) else { return Ok(None) };
        Ok(Some(Learned { id: id.get(), packed: packed(&bytes)?, articles: all }))
    }

    /// Keeps a dictionary: first its file, durably, then its record.
    pub(super) fn keep(&self, conn: &Connection, new: &Learned) -> rusqlite::Result<()> {
        Self::write(&self.folder, new.id, &new.packed)?;
        conn.execute(
            "INSERT OR IGNORE INTO dictionary VALUES (?1, ?2, ?3)",
            params![new.id, new.packed, new.articles as i64],
        )?;
        Ok(())
    }

    /// Writes the files of all dictionaries in the database that are not as they should be; those of a copy to
    /// `folder`.
    pub(super) fn write_files(conn: &Connection, folder: &Path) -> rusqlite::Result<()> {
        for (id, packed) in stored(conn)? {
            if Dictionary::stored(id, &packed).is_some()
                && std::fs::read(file(folder, id)).ok().as_ref() != Some(&packed)
            {
                Self::write(folder, id, &packed)?;
            }
        }
        Ok(())
    }

    fn write(folder: &Path, id: u32, packed: &[u8]) -> rusqlite::Result<()> {
        let write = || {
            let (whole, part) = (file(folder, id), folder.join(format!("{PREFIX}{id:08x}.part")));
            let mut open = File::create(&part)?;
            open.write_all(packed)?;
            open.sync_all()?;
            std::fs::rename(&part, &whole)?;
            File::open(folder)?.sync_all()
        };
        write().map_err(|e: std::io::Error| rusqlite::Error::ToSqlConversionFailure(e.into()))
    }

    fn file(&self, id: u32) -> PathBuf {
        file(&self.folder, id)
    }

    /// A line for each dictionary of the database that cannot be read.
    pub(super) fn faults(conn: &Connection) -> rusqlite::Result<Vec<String>> {
        let unread =
            stored(conn)?.into_iter().filter(|(id, packed)| Dictionary::stored(*id, packed).is_none());
        Ok(unread
            .map(|(id, _)| format!("the dictionary {id:08x}, by which articles are packed, is damaged"))
            .collect())
    }

    /// A line for each dictionary whose file is not as the database has it.
    pub(super) fn file_faults(&self, conn: &Connection) -> rusqlite::Result<Vec<String>> {
        let differs = |row: &(u32, Vec<u8>)| std::fs::read(self.file(row.0)).ok().as_ref() != Some(&row.1);
        let differing = stored(conn)?.into_iter().filter(differs);
        Ok(differing
            .map(|(id, _)| {
                format!("{PREFIX}{id:08x}{SUFFIX}: missing or damaged: run 'qari archive rebuild'")
            })
            .collect())
    }
}

/// The names of the files, around the number in hexadecimal.
const PREFIX: &str = "dictionary-";
const SUFFIX: &str = ".zst";

fn file(folder: &Path, id: u32) -> PathBuf {
    folder.join(format!("{PREFIX}{id:08x}{SUFFIX}"))
}

/// The dictionaries of a database as they are stored. A format before the third has none.
fn stored(conn: &Connection) -> rusqlite::Result<Vec<(u32, Vec<u8>)>> {
    if super::schema::format(conn)? < 3 {
        return Ok(Vec::new());
    }
    conn.prepare("SELECT id, data FROM dictionary")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// A dictionary as it is stored.
fn packed(dictionary: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let pack = || {
        let mut packer = Compressor::new(*zstd::compression_level_range().end())?;
        packer.include_checksum(true)?;
        packer.compress(dictionary)
    };
    pack().map_err(|e: std::io::Error| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

fn missing(id: u32) -> rusqlite::Error {
    damaged(&format!("the dictionary {id:08x}, by which an article is packed, is missing or damaged"))
}

/// Packs whole articles. It keeps its tables: making them anew takes longer than packing an article.
pub(super) struct Packer(Compressor<'static>, Vec<u8>);

impl Packer {
    /// Packs with a dictionary.
    pub(super) fn new(dictionary: Option<&Dictionary>) -> rusqlite::Result<Self> {
        let fault = |e: std::io::Error| rusqlite::Error::ToSqlConversionFailure(e.into());
        let mut packer = match dictionary {
            Some(dictionary) => Compressor::with_dictionary(LEVEL, &dictionary.bytes),
            None => Compressor::new(LEVEL),
        }
        .map_err(fault)?;
        // Four bytes by which a byte that changed on the disk is seen.
        packer.include_checksum(true).map_err(fault)?;
        Ok(Self(packer, Vec::new()))
    }

    /// The whole article, packed.
    pub(super) fn pack(&mut self, article: &Article) -> rusqlite::Result<Vec<u8>> {
        self.1.clear();
        serde_json::to_writer(&mut self.1, article)
            .map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
        self.0.compress(&self.1).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::embedded::schema;
    use crate::article::{Block, BlockKind};

    fn made(n: usize) -> Article {
        let text =
            format!("The harbour of town {n} was closed for {} hours, the port authority said.", n % 40);
        let blocks = vec![Block::new(BlockKind::Paragraph, text)];
        Article {
            id: format!("id{n}").as_str().into(),
            title: format!("عنوان {n}"),
            blocks,
            ..Article::default()
        }
    }

    fn archive() -> (tempfile::TempDir, Connection, Dictionaries) {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = Connection::open(folder.path().join("articles.db")).unwrap();
        schema::migrate(&mut conn).unwrap();
        let dictionaries = Dictionaries::new(folder.path());
        (folder, conn, dictionaries)
    }

    #[test]
    fn an_article_survives_packing_and_a_cut_blob_is_a_fault() {
        let (_folder, conn, dictionaries) = archive();
        let article = made(1);
        let packed = Packer::new(None).unwrap().pack(&article).unwrap();
        assert_eq!(dictionaries.unpack(&conn, &packed).unwrap(), article);
        assert!(dictionaries.unpack(&conn, &packed[..packed.len() - 3]).is_err());
        assert!(dictionaries.unpack(&conn, b"").is_err());
    }

    #[test]
    fn a_dictionary_is_made_of_many_articles_packs_better_and_is_needed() {
        let (folder, conn, dictionaries) = archive();
        let articles: Vec<Article> = (0..LEAST).map(made).collect();
        assert!(Dictionaries::learn(&conn, &articles[1..]).unwrap().is_none(), "too few");
        let new = Dictionaries::learn(&conn, &articles).unwrap().unwrap();
        dictionaries.keep(&conn, &new).unwrap();
        let dictionary = dictionaries.newest(&conn).unwrap().unwrap();
        let plain = Packer::new(None).unwrap().pack(&articles[7]).unwrap();
        let packed = Packer::new(Some(&dictionary)).unwrap().pack(&articles[7]).unwrap();
        assert!(2 * packed.len() < plain.len(), "{} and {}", packed.len(), plain.len());
        // Another program's run, which knows none yet.
        let fresh = || Dictionaries::new(folder.path());
        assert_eq!(fresh().unpack(&conn, &packed).unwrap(), articles[7]);
        assert!(fresh().unpack_known(&packed).is_err());
        assert!(Dictionaries::learn(&conn, &articles).unwrap().is_none(), "it has not grown sixteen times");
    }

    #[test]
    fn a_dictionary_is_read_from_either_place_and_each_is_checked() {
        let (folder, conn, dictionaries) = archive();
        let articles: Vec<Article> = (0..LEAST).map(made).collect();
        let new = Dictionaries::learn(&conn, &articles).unwrap().unwrap();
        dictionaries.keep(&conn, &new).unwrap();
        let dictionary = dictionaries.newest(&conn).unwrap().unwrap();
        let packed = Packer::new(Some(&dictionary)).unwrap().pack(&articles[7]).unwrap();
        let faults = || {
            let fresh = Dictionaries::new(folder.path());
            (Dictionaries::faults(&conn).unwrap().len(), fresh.file_faults(&conn).unwrap().len())
        };
        assert_eq!(faults(), (0, 0));
        std::fs::write(dictionaries.file(new.id), b"no dictionary").unwrap();
        assert_eq!(faults(), (0, 1));
        assert_eq!(Dictionaries::new(folder.path()).unpack(&conn, &packed).unwrap(), articles[7]);
        Dictionaries::write_files(&conn, folder.path()).unwrap();
        assert_eq!(faults(), (0, 0));
        let mut flipped = new.packed.clone();
        flipped[new.packed.len() / 2] ^= 4;
        conn.execute("UPDATE dictionary SET data = ?1", [flipped]).unwrap();
        assert_eq!(faults(), (1, 1));
        assert_eq!(Dictionaries::new(folder.path()).unpack(&conn, &packed).unwrap(), articles[7]);
        std::fs::remove_file(dictionaries.file(new.id)).unwrap();
        let error = Dictionaries::new(folder.path()).unpack(&conn, &packed).unwrap_err().to_string();
        assert!(error.contains("dictionary"), "{error}");
    }
}
