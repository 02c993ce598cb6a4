//! The built-in edition: articles that come with the program, read on the same path as any file.
//!
//! They are embedded in the program; nothing is read from disk.

use std::hash::{DefaultHasher, Hasher};

use include_dir::{Dir, include_dir};

use super::{Format, Origin, read_bytes};
use crate::article::Article;
use crate::tag;

static EDITION: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/edition");

/// The articles of the built-in edition, by file name. Their provenance is `edition:NAME`.
///
/// # Panics
/// Never: a test reads every file of the edition.
pub fn edition() -> Vec<Article> {
    files()
        .flat_map(|(name, bytes)| {
            let origin = Origin { path: format!("edition:{name}"), format: Some(Format::Markdown) };
            read_bytes(bytes, &origin).expect("the embedded edition can be read")
        })
        .collect()
}

/// What tells this edition from others, in hexadecimal: whether the edition that an archive was made from is this one.
/// It is asked before each first frame; nobody forges it, so that a fast sum is enough.
pub fn edition_hash() -> String {
    let mut hash = DefaultHasher::new();
    for (name, bytes) in files() {
        hash.write(name.as_bytes());
        hash.write(bytes);
    }
    hash.write_i64(i64::from(super::VERSION));
    hash.write_i64(i64::from(tag::VERSION));
    hash.write(tag::extension().as_bytes());
    format!("{:016x}", hash.finish())
}

fn files() -> impl Iterator<Item = (String, &'static [u8])> {
    let mut files: Vec<(String, &'static [u8])> = EDITION
        .files()
        .filter_map(|file| Some((file.path().file_name()?.to_str()?.to_owned(), file.contents())))
        .filter(|(name, _)| std::path::Path::new(name).extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    files.into_iter()
}
