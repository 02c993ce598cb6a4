//! An archive whose articles are packed with a dictionary: whatever becomes of one of the dictionary's two places, no
//! article is lost, and a check tells.

use super::*;

/// Enough for a dictionary.
const ARTICLES: usize = 2_000;

fn made(n: usize, version: usize) -> Article {
    let text = format!("Ship {n} left the harbour on day {} with {version} of its crew.", n % 31);
    article(&format!("n{n}"), Lang::En, &format!("Ship {n}"), &[&text])
}

/// An archive of one import, and a second one that changed some articles.
fn packed() -> TempDir {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    let first = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
    archive.put(first, &(0..ARTICLES).map(|n| made(n, 1)).collect::<Vec<_>>()).unwrap();
    archive.end_batch(first).unwrap();
    let second = archive.begin_batch("2026-01-02T00:00:00Z").unwrap();
    archive.put(second, &(0..10).map(|n| made(n, 2)).collect::<Vec<_>>()).unwrap();
    archive.end_batch(second).unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    folder
}

fn file(folder: &Path) -> std::path::PathBuf {
    let mut files = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    files.find(|file| file.extension().is_some_and(|e| e == "zst")).expect("the dictionary has a file")
}

fn whole(folder: &Path) {
    let archive = Embedded::open(folder, Mode::ReadWrite).unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    for n in 0..ARTICLES {
        let article = archive.get(&format!("n{n}").as_str().into()).unwrap();
        assert_eq!(article, Some(made(n, if n < 10 { 2 } else { 1 })), "n{n}");
    }
    assert_eq!(archive.info().unwrap().batches.len(), 2);
    assert_eq!(archive.undo_batch(2).unwrap(), 10);
    assert_eq!(archive.get(&"n3".into()).unwrap(), Some(made(3, 1)));
}

fn rebuild(folder: &Path) {
    Embedded::mend(folder).unwrap();
    let archive = Embedded::open(folder, Mode::ReadWrite).unwrap();
    archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
}

#[test]
fn a_dictionary_without_its_file_is_told_and_gets_one() {
    let folder = packed();
    std::fs::remove_file(file(folder.path())).unwrap();
    let archive = Embedded::open(folder.path(), Mode::ReadWrite).unwrap();
    let faults = archive.check().unwrap();
    assert!(faults.len() == 1 && faults[0].starts_with("dictionary-"), "{faults:?}");
    drop(archive);
    rebuild(folder.path());
    whole(folder.path());
}

#[test]
fn a_damaged_dictionary_is_saved_by_its_file() {
    let folder = packed();
    let conn = Connection::open(folder.path().join("articles.db")).unwrap();
    conn.execute("UPDATE dictionary SET data = zeroblob(length(data))", ()).unwrap();
    drop(conn);
    let archive = Embedded::open(folder.path(), Mode::ReadWrite).unwrap();
    assert_eq!(archive.get(&"n3".into()).unwrap(), Some(made(3, 2)), "the file serves");
    assert!(archive.check().unwrap().iter().any(|fault| fault.contains("the dictionary")));
    drop(archive);
    rebuild(folder.path());
    whole(folder.path());
}

#[test]
fn a_copy_has_the_dictionary_in_both_places() {
    let folder = packed();
    let other = TempDir::new().unwrap();
    let copy = other.path().join("copy");
    opened(&folder).copy_to(&copy, &Cancel::default()).unwrap();
    assert!(file(&copy).is_file());
    rebuild(&copy);
    whole(&copy);
}

#[test]
fn a_damaged_database_is_saved_with_the_dictionary_in_its_pages_alone() {
    let folder = packed();
    std::fs::remove_file(file(folder.path())).unwrap();
    let database = folder.path().join("articles.db");
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[..100].fill(0);
    std::fs::write(&database, bytes).unwrap();
    let saved = Embedded::mend(folder.path()).unwrap().expect("it is damaged");
    assert_eq!((saved.articles, saved.lost), (ARTICLES, Vec::new()));
    rebuild(folder.path());
    whole(folder.path());
}
