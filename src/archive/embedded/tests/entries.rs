//! Entries in files: those of an archive of an earlier version, of a damaged one, of one that was copied.

use tempfile::TempDir;

use super::*;
use crate::archive::contract::dated;
use crate::article::Provenance;

/// A text of a hundred words of its own.
fn text(seed: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    let word = |n: usize| format!("{}{}{} ", letter(n / 676), letter(n / 26), letter(n));
    (seed * 100..seed * 100 + 100).map(word).collect()
}

fn version(id: &str, seed: usize, source: &str) -> Article {
    let mut version = dated(article(id, Lang::En, &format!("Report {seed}"), &[&text(seed)]), "2021-01-02");
    version.source = Some(source.into());
    version.provenance.hash = format!("{id} {seed}");
    version
}

/// Two entries of two versions, one of them of the same address, and an article alone.
fn filled_with_entries(folder: &TempDir) -> Embedded {
    let archive = opened(folder);
    let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
    let mut other = version("alone", 4, "Cat");
    other.provenance =
        Provenance { path: "/other.html".into(), hash: "other".into(), ..Provenance::default() };
    let mut all = vec![version("one", 1, "Alef"), version("two", 2, "Alef"), version("three", 3, "Alef")];
    all.extend([
        version("one-copy", 1, "Bee"),
        version("two-copy", 2, "Cat"),
        version("alone", 5, "Alef"),
        other,
    ]);
    assert_eq!(archive.put(batch, &all).unwrap().linked, 3);
    archive.end_batch(batch).unwrap();
    archive
}

/// Each listed article with its versions.
fn entries(archive: &Embedded) -> Vec<(String, Vec<String>, Vec<String>)> {
    let mut entries: Vec<_> = archive
        .rows(&answer(archive, "").rows)
        .unwrap()
        .into_iter()
        .map(|row| {
            let copies = archive.copies(&row.id).unwrap().into_iter().map(|v| v.row.id.0).collect();
            (row.id.0, copies, row.sources)
        })
        .collect();
    entries.sort();
    entries
}

fn is_whole(archive: &Embedded) {
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_an_earlier_version_stored_is_linked_when_the_index_is_built_again() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    let all = [version("one", 1, "Alef"), version("two", 2, "Alef"), version("copy", 1, "Bee")];
    let prepared = store::prepare(&all, None).unwrap();
    archive.db.write(|tx| store::put_back(tx, &archive.db.dictionaries, 1, &prepared)).unwrap();
    archive.db.write(|tx| tx.execute("DELETE FROM sketch", ())).unwrap();
    archive.db.write(crate::archive::embedded::copies::mark).unwrap();
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(answer(&archive, "").total, 3);
    // Stopped before it began, it goes on the next time.
    let stopped = Cancel::default();
    stopped.cancel();
    assert!(archive.rebuild(&stopped, &mut |_, _| {}).is_err());
    archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
    let listed = entries(&archive);
    assert_eq!(listed.iter().map(|entry| entry.1.len()).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(ids(&archive, "source:Bee").len(), 1);
    archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(entries(&archive), listed);
}

#[test]
fn entries_are_put_back_when_a_damaged_archive_is_mended() {
    let folder = TempDir::new().unwrap();
    let archive = filled_with_entries(&folder);
    is_whole(&archive);
    let before = entries(&archive);
    assert_eq!(before.iter().map(|entry| entry.1.len()).collect::<Vec<_>>(), [1, 1, 0, 1]);
    archive.db.write(|tx| tx.execute("UPDATE body SET data = x'00' WHERE row = 3", ())).unwrap();
    drop(archive);
    let saved = Embedded::mend(folder.path()).unwrap().unwrap();
    assert_eq!(saved.lost.len(), 1, "{saved:?}");
    let archive = opened(&folder);
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    let without: Vec<_> = before.into_iter().filter(|entry| entry.0 != "three").collect();
    assert_eq!(entries(&archive), without);
    is_whole(&archive);
    // The file of the second version is known again.
    let mut other = version("alone", 4, "Cat");
    other.provenance =
        Provenance { path: "/other.html".into(), hash: "other".into(), ..Provenance::default() };
    let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
    assert_eq!(archive.put(batch, &[other]).unwrap().unchanged, 1);
}

#[test]
fn an_entry_that_is_not_whole_is_found_and_mended() {
    for damage in [
        "UPDATE article SET copy_of = 999 WHERE id = 'one-copy'",
        "UPDATE article SET copy_of = (SELECT row FROM article WHERE id = 'two-copy') WHERE id = 'one-copy'",
        "UPDATE article SET sources = NULL WHERE id = 'one'",
    ] {
        let folder = TempDir::new().unwrap();
        let archive = filled_with_entries(&folder);
        let before = entries(&archive);
        archive.db.write(|tx| tx.execute(damage, ())).unwrap();
        assert!(!archive.check().unwrap().is_empty(), "{damage}");
        drop(archive);
        Embedded::mend(folder.path()).unwrap().unwrap();
        let archive = opened(&folder);
        archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
        is_whole(&archive);
        assert_eq!(entries(&archive), before, "{damage}");
    }
}

#[test]
fn a_copied_archive_has_the_same_entries() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let archive = filled_with_entries(&folder);
    archive.copy_to(&other.path().join("copy"), &Cancel::default()).unwrap();
    let copy = Embedded::open(&other.path().join("copy"), Mode::ReadWrite).unwrap();
    copy.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(entries(&copy), entries(&archive));
    is_whole(&copy);
}
