//! Machine translations in a damaged file: what can be read is saved, what cannot is told and made again.

use rusqlite::params;

use super::*;
use crate::archive::Standing;
use crate::archive::contract::translations::made;
use crate::article::ArticleId;

/// An archive with three translations, one of them unfinished and one replaced.
fn furnished() -> TempDir {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    filled(&archive);
    for (id, blocks) in [("talks-ar", 1), ("talks-ar", 2), ("storm-en", 1), ("letter-en", 1)] {
        let original = archive.get(&id.into()).unwrap().unwrap();
        let blocks = blocks.min(original.blocks.len());
        archive
            .store_translation(&original, &made(&original, blocks), "wordlist", "2026-01-02T00:00:00Z")
            .unwrap();
    }
    folder
}

fn standings(archive: &Embedded) -> Vec<Option<Standing>> {
    let ids = ["talks-ar", "storm-en", "letter-en"].map(ArticleId::from);
    ids.iter().map(|id| archive.translation(id).unwrap().map(|made| made.standing)).collect()
}

#[test]
fn a_salvage_saves_what_was_translated() {
    let folder = furnished();
    let before = standings(&opened(&folder));
    assert_eq!(before[..2], [Some(Standing::Whole), Some(Standing::Unfinished(1))]);
    let conn = Connection::open(folder.path().join("articles.db")).unwrap();
    conn.execute("UPDATE tally SET n = n + 1", ()).unwrap();
    // One that nothing leads to any more is no reason to keep it.
    conn.execute("UPDATE translation SET of = 'gone' WHERE of = 'letter-en'", ()).unwrap();
    drop(conn);
    assert_eq!(Embedded::mend(folder.path()).unwrap().unwrap().articles, 5);
    let archive = opened(&folder);
    assert_eq!(standings(&archive), [before[0], before[1], None]);
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_damaged_translation_is_told_and_hides_nothing() {
    let folder = furnished();
    let archive = opened(&folder);
    let conn = Connection::open(folder.path().join("articles.db")).unwrap();
    conn.execute("UPDATE translation SET data = ?1 WHERE of = 'talks-ar'", params![b"no frame".as_slice()])
        .unwrap();
    let faults = archive.check().unwrap();
    assert!(
        matches!(faults.as_slice(), [one] if one.contains("'talks-ar-mt-en' cannot be read")),
        "{faults:?}"
    );
    assert_eq!(standings(&archive)[0], None);
    assert_eq!(archive.pairs(&"talks-ar".into()).unwrap(), []);
    let original = archive.get(&"talks-ar".into()).unwrap().unwrap();
    archive.store_translation(&original, &made(&original, 2), "wordlist", "2026-01-02T00:00:00Z").unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}
