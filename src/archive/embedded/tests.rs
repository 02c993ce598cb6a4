//! The contract on this engine, and what only this engine can show: files that are gone, foreign or locked.

#![allow(clippy::unwrap_used, reason = "tests")]

use rusqlite::Connection;
use tempfile::TempDir;

mod damage;
mod entries;
mod packed;
mod power;
mod searching;
mod seeking;
mod translated;

use super::*;
use crate::archive::contract::{self, answer, article, filled, five, ids};
use crate::archive::{Archive, RowId, State, StateChange};
use crate::article::{Article, ArticleId, Lang, Pair};

fn opened(folder: &TempDir) -> Embedded {
    Embedded::open(folder.path(), Mode::Create).unwrap()
}

macro_rules! contract {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                let folder = TempDir::new().unwrap();
                contract::$name(&opened(&folder));
            }
        )*
    };
}

contract!(
    empty,
    twice,
    update_and_undo,
    undo_below,
    remove,
    folding,
    words,
    typing,
    disjunctive,
    topics,
    dates,
    sorting,
    any,
    offers,
    written_forms,
    state,
    front_agrees,
    cancelled,
    pairs,
    counting,
    edited,
);

/// Checks of a part of the contract, which take an archive or, with `engine`, handles of several.
macro_rules! contract_of {
    ($part:ident: $($name:ident),* $(,)?) => {
        mod $part {
            $(
                #[test]
                fn $name() {
                    let folder = tempfile::TempDir::new().unwrap();
                    crate::archive::contract::$part::$name(&super::opened(&folder));
                }
            )*
        }
    };
    (engine $part:ident: $($name:ident),* $(,)?) => {
        mod $part {
            $(
                #[test]
                fn $name() {
                    let folder = tempfile::TempDir::new().unwrap();
                    crate::archive::contract::$part::$name(&super::Folders(folder));
                }
            )*
        }
    };
}

contract_of!(listing: pages, gone, by_date, by_title, by_relevance, any_of_the_words, given_up, excluded_dates);
contract_of!(promises: promises, choices, front_follows);
contract_of!(pairing: by_hand_stays, a_changed_text, stopped_and_gone_on);
contract_of!(corrections: corrected_and_taken_back, corrections_win_over_imports, cut_text_is_put_back,
    a_pair_is_aligned_with_what_was_put_back);
contract_of!(translations:
    beside_the_articles, while_it_is_made, behind_a_counterpart, of_a_changed_text, with_its_original);
contract_of!(copies:
    one_entry, heirs, parted, noted, pairs_of_an_entry, one_address, stated_id, fuller_text, not_linked);
contract_of!(engine handles:
    one_writes_another_reads, a_writer_goes, copied, index_broken_off, kept_and_noted, versions);

mod translations_of_several {
    #[test]
    fn seen_and_copied() {
        let folder = tempfile::TempDir::new().unwrap();
        crate::archive::contract::translations::seen_and_copied(&super::Folders(folder));
    }
}

/// Archives in folders of one folder.
struct Folders(TempDir);

impl contract::Engine for Folders {
    fn open(&self, name: &str) -> Box<dyn Archive> {
        Box::new(Embedded::open(&self.place(name), Mode::Create).unwrap())
    }

    fn place(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }
}

#[test]
fn an_archive_is_the_same_when_it_is_opened_again() {
    let folder = TempDir::new().unwrap();
    let before = {
        let archive = opened(&folder);
        filled(&archive);
        ids(&archive, "")
    };
    for mode in [Mode::ReadOnly, Mode::ReadWrite, Mode::Create] {
        let archive = Embedded::open(folder.path(), mode).unwrap();
        assert_eq!(ids(&archive, ""), before, "{mode:?}");
        assert!(archive.info().unwrap().index_current);
    }
    let archive = Embedded::open(folder.path(), Mode::ReadOnly).unwrap();
    assert!(archive.keep("a", "b").is_err());
}

#[test]
fn two_programs_keep_their_searches_and_see_what_is_new() {
    use crate::archive::saved::{self, Edit, Saved};
    let folder = TempDir::new().unwrap();
    let (one, other) = (opened(&folder), opened(&folder));
    filled(&one);
    let search =
        |name: &str, query: &str| Saved { name: name.into(), query: query.into(), ..Saved::default() };
    saved::edit(&one, &Edit::Keep(search("sea", "harbour"))).unwrap();
    let both = saved::edit(&other, &Edit::Keep(search("all", ""))).unwrap();
    assert_eq!(both, saved::list(&one).unwrap());
    assert_eq!(both.len(), 2);
    let tally = both[0].count(&one, &Cancel::default()).unwrap();
    assert_eq!((tally.total, tally.new), (2, 2));
    let seen = saved::edit(&one, &Edit::Visit { name: "sea".into(), seen: tally.newest }).unwrap();
    assert_eq!(seen[0].count(&other, &Cancel::default()).unwrap().new, 0);
    let batch = one.begin_batch("2026-01-02T03:04:05Z").unwrap();
    one.put(batch, &[article("more", Lang::En, "One more harbour", &["A harbour."])]).unwrap();
    one.end_batch(batch).unwrap();
    let tally = seen[0].count(&other, &Cancel::default()).unwrap();
    assert_eq!((tally.total, tally.new), (3, 1));
    let cancel = Cancel::default();
    cancel.cancel();
    assert!(matches!(seen[0].count(&one, &cancel), Err(ArchiveError::Cancelled)));
}

#[test]
fn what_two_change_under_one_key_at_once_is_all_kept() {
    let folder = TempDir::new().unwrap();
    let archives = [opened(&folder), opened(&folder)];
    std::thread::scope(|scope| {
        for archive in &archives {
            scope.spawn(|| {
                for _ in 0..20 {
                    let mut longer = |before: Option<&str>| Some(format!("{}x", before.unwrap_or_default()));
                    archive.edit_kept("list", &mut longer).unwrap();
                }
            });
        }
    });
    assert_eq!(archives[0].kept("list").unwrap().unwrap().len(), 40);
}

#[test]
fn a_lost_or_foreign_index_is_built_again_while_the_list_works() {
    let folder = TempDir::new().unwrap();
    filled(&opened(&folder));
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    let archive = opened(&folder);
    assert_eq!(archive.front(9).unwrap().rows.len(), 5);
    let found = answer(&archive, "harbour");
    assert!(found.partial && found.rows.is_empty());
    assert!(!archive.check().unwrap().is_empty());
    let mut told = Vec::new();
    archive.catch_up(&Cancel::default(), &mut |done, total| told.push((done, total))).unwrap();
    assert_eq!(told.last(), Some(&(5, 5)));
    assert_eq!(ids(&archive, "harbour"), ["harbour-en", "letter-en"]);

    // The index of another archive is not taken for one's own.
    let other = TempDir::new().unwrap();
    let archive = opened(&other);
    filled(&archive);
    drop(archive);
    for file in std::fs::read_dir(folder.path().join("index")).unwrap().flatten() {
        std::fs::copy(file.path(), other.path().join("index").join(file.file_name())).unwrap();
    }
    assert!(answer(&opened(&other), "harbour").partial);
    std::fs::write(other.path().join("index/meta.json"), "{").unwrap();
    let archive = opened(&other);
    assert!(answer(&archive, "harbour").partial);
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(ids(&archive, "harbour").len(), 2);
}

#[test]
fn an_index_that_lost_the_end_of_a_file_is_built_again() {
    let folder = TempDir::new().unwrap();
    filled(&opened(&folder));
    for file in std::fs::read_dir(folder.path().join("index")).unwrap().flatten() {
        if file.path().extension().is_some_and(|e| e == "fast" || e == "idx") {
            let length = file.metadata().unwrap().len();
            File::options().write(true).open(file.path()).unwrap().set_len(length / 2).unwrap();
        }
    }
    let archive = opened(&folder);
    assert!(archive.search(&Request::default(), &Cancel::default()).is_err());
    assert_eq!(archive.front(9).unwrap().rows.len(), 5);
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(ids(&archive, "harbour").len(), 2);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_the_index_missed_is_taken_in_later() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    filled(&archive);
    // As after a crash between the two: the database has it, the index has not.
    let late = article("late-en", Lang::En, "Late", &["A late harbour."]);
    let prepared = store::prepare(std::slice::from_ref(&late), None).unwrap();
    archive.db.write(|tx| store::put(tx, &archive.db.dictionaries, 1, &prepared)).unwrap();
    archive.db.write(|tx| store::remove(tx, &archive.db.dictionaries, ["letter-en"])).unwrap();
    let behind = answer(&archive, "harbour");
    assert!(behind.partial);
    assert_eq!(behind.total, 2);
    drop(archive);
    let archive = opened(&folder);
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert!(!answer(&archive, "harbour").partial);
    assert_eq!(ids(&archive, "harbour"), ["harbour-en", "late-en"]);
}

#[test]
fn a_second_importer_waits_and_a_reader_may_still_note() {
    let folder = TempDir::new().unwrap();
    let (first, second) = (opened(&folder), opened(&folder));
    let batch = first.begin_batch("2026-01-01T00:00:00Z").unwrap();
    first.put(batch, &five()).unwrap();
    let error = second.begin_batch("2026-01-01T00:00:00Z").unwrap_err();
    assert!(matches!(&error, ArchiveError::Locked { path } if *path == folder.path().display().to_string()));
    assert!(matches!(second.remove(&["storm-en".into()]), Err(ArchiveError::Locked { .. })));
    second
        .set_state(&"storm-en".into(), &StateChange { read: Some(true), ..StateChange::default() })
        .unwrap();
    // Both see it, and what the first imports, without being opened again.
    assert_eq!(ids(&first, "is:read"), ["storm-en"]);
    assert_eq!(ids(&second, "is:read"), ["storm-en"]);
    first.put(batch, &[article("more-en", Lang::En, "More", &["More of it."])]).unwrap();
    assert_eq!(ids(&second, "more"), ["more-en"]);
    first.end_batch(batch).unwrap();
    second.begin_batch("2026-01-01T00:00:00Z").unwrap();
}

#[test]
fn what_is_no_archive_of_ours_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let missing = Embedded::open(folder.path(), Mode::ReadWrite).err().unwrap();
    assert!(matches!(missing, ArchiveError::Missing { .. }));
    let path = folder.path().join("articles.db");
    std::fs::write(&path, "this is a text of some length and no database at all".repeat(40)).unwrap();
    for mode in [Mode::ReadOnly, Mode::Create] {
        let error = Embedded::open(folder.path(), mode).err().unwrap().to_string();
        assert!(error.contains("not a database") && error.contains("qari archive rebuild"), "{error}");
    }
    std::fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
    let error = Embedded::open(folder.path(), Mode::Create).err().unwrap().to_string();
    assert!(error.contains("not made by qari"), "{error}");
}

#[test]
fn a_newer_format_is_refused() {
    let folder = TempDir::new().unwrap();
    drop(opened(&folder));
    let path = folder.path().join("articles.db");
    let conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", schema::FORMAT + 1).unwrap();
    // A format that is not the one noted beside it is no newer one but a damaged number.
    let error = Embedded::open(folder.path(), Mode::ReadWrite).err().unwrap();
    assert!(matches!(error, ArchiveError::Damaged { .. }), "{error}");
    conn.execute("UPDATE property SET value = ?1 WHERE key = 'format'", [schema::FORMAT + 1]).unwrap();
    drop(conn);
    let error = Embedded::open(folder.path(), Mode::ReadWrite).err().unwrap();
    assert!(matches!(error, ArchiveError::NewerFormat { found, known, .. } if found == known + 1));
}

#[test]
fn an_archive_of_the_first_format_is_read_as_it_is_and_brought_up_when_it_may_be_written() {
    let folder = TempDir::new().unwrap();
    {
        let archive = opened(&folder);
        filled(&archive);
        let change = StateChange { note: Some(Some("mine".into())), ..StateChange::default() };
        archive.set_state(&"storm-en".into(), &change).unwrap();
        archive.keep("session", "{}").unwrap();
    }
    let conn = Connection::open(folder.path().join("articles.db")).unwrap();
    conn.execute_batch(
        "DROP TABLE sketch; DROP INDEX article_copy; DROP INDEX article_base; ALTER TABLE article DROP COLUMN copy_of;
         ALTER TABLE article DROP COLUMN sources; ALTER TABLE article DROP COLUMN base;
         DROP TABLE second; DROP TABLE dictionary; DROP TABLE translation;
         DELETE FROM counter WHERE name = 'unsketched'; DELETE FROM property WHERE key = 'format'; PRAGMA user_version = 1",
    )
    .unwrap();
    drop(conn);
    let format = |archive: &Embedded| archive.info().unwrap().format;
    let archive = Embedded::open(folder.path(), Mode::ReadOnly).unwrap();
    assert_eq!((format(&archive), ids(&archive, "harbour").len()), (1, 2));
    assert_eq!(archive.translation(&"storm-en".into()).unwrap(), None);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    let archive = Embedded::open(folder.path(), Mode::ReadWrite).unwrap();
    assert_eq!((format(&archive), ids(&archive, "harbour").len()), (schema::FORMAT, 2));
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    assert_eq!(archive.state(&"storm-en".into()).unwrap().note.as_deref(), Some("mine"));
    assert_eq!(archive.db.read(second::differing).unwrap(), Vec::<String>::new());
}

#[test]
fn what_is_opened_for_reading_says_why_it_keeps_nothing() {
    let folder = TempDir::new().unwrap();
    filled(&opened(&folder));
    let archive = Embedded::open(folder.path(), Mode::ReadOnly).unwrap();
    assert_eq!(ids(&archive, "harbour").len(), 2);
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    let star = StateChange { starred: Some(true), ..StateChange::default() };
    let error = archive.set_state(&"storm-en".into(), &star).unwrap_err();
    assert!(matches!(error, ArchiveError::ReadOnly { .. }), "{error}");
    assert!(error.to_string().contains("can only be read"), "{error}");
    assert!(matches!(archive.begin_batch("x"), Err(ArchiveError::ReadOnly { .. })));
    assert!(matches!(
        archive.find_pairs(&Cancel::default(), &mut |_, _| {}),
        Err(ArchiveError::ReadOnly { .. })
    ));
}

#[test]
fn a_copy_is_an_archive() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let archive = opened(&folder);
    filled(&archive);
    let copy = other.path().join("deep/copy");
    archive.copy_to(&copy, &Cancel::default()).unwrap();
    assert_eq!(std::fs::read_dir(copy.parent().unwrap()).unwrap().count(), 1, "nothing beside it");
    let copied = Embedded::open(&copy, Mode::ReadWrite).unwrap();
    assert_eq!(copied.front(9).unwrap().total, 5);
    copied.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(ids(&copied, "harbour"), ids(&archive, "harbour"));
}

#[test]
fn a_copy_never_takes_the_place_of_anything_and_leaves_nothing_when_it_fails() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let archive = opened(&folder);
    filled(&archive);
    let occupied = other.path().join("occupied");
    std::fs::create_dir(&occupied).unwrap();
    std::fs::write(occupied.join("letter"), "mine").unwrap();
    std::fs::write(other.path().join("file"), "mine").unwrap();
    for name in ["occupied", "file", "occupied/letter"] {
        let error = archive.copy_to(&other.path().join(name), &Cancel::default()).unwrap_err();
        assert!(matches!(error, ArchiveError::Occupied { .. }), "{error}");
    }
    let cancel = Cancel::default();
    cancel.cancel();
    let error = archive.copy_to(&other.path().join("copy"), &cancel).unwrap_err();
    assert!(matches!(error, ArchiveError::Cancelled), "{error}");
    let mut left: Vec<_> =
        std::fs::read_dir(other.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    left.sort();
    assert_eq!(left, ["file", "occupied"]);
    assert_eq!(std::fs::read_dir(&occupied).unwrap().count(), 1);

    // What a killed copy left is no hindrance; one that is being written is.
    let part = other.path().join(".copy.part");
    std::fs::create_dir(&part).unwrap();
    std::fs::write(part.join("articles.db"), "half").unwrap();
    let writing = db::lock(&part).unwrap();
    let error = archive.copy_to(&other.path().join("copy"), &Cancel::default()).unwrap_err();
    assert!(matches!(error, ArchiveError::Locked { .. }), "{error}");
    drop(writing);
    archive.copy_to(&other.path().join("copy"), &Cancel::default()).unwrap();
    assert!(!part.exists());
    // An empty folder is as good as none.
    std::fs::create_dir(other.path().join("empty")).unwrap();
    archive.copy_to(&other.path().join("empty"), &Cancel::default()).unwrap();
    assert_eq!(opened(&other).front(1).unwrap().total, 0);
    assert_eq!(
        Embedded::open(&other.path().join("empty"), Mode::ReadWrite).unwrap().front(1).unwrap().total,
        5
    );
}

#[test]
fn a_copy_of_an_archive_that_is_written_is_as_it_was_at_one_moment() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let archive = opened(&folder);
    let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
    std::thread::scope(|threads| {
        threads.spawn(|| {
            // Two articles at once: a copy has both or neither.
            for n in 0..40 {
                let both = ["a", "b"].map(|half| {
                    article(&format!("{half}{n}"), Lang::En, &format!("Half {half}{n}"), &["half"])
                });
                archive.put(batch, &both).unwrap();
            }
        });
        for n in 0..6 {
            let copy = other.path().join(n.to_string());
            archive.copy_to(&copy, &Cancel::default()).unwrap();
            let copy = Embedded::open(&copy, Mode::ReadWrite).unwrap();
            copy.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
            assert_eq!(copy.check().unwrap(), Vec::<String>::new());
            assert_eq!(copy.front(1).unwrap().total % 2, 0);
        }
    });
}

#[test]
fn a_damaged_article_and_wrong_counts_are_found() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    filled(&archive);
    archive.db.write(|tx| tx.execute("UPDATE body SET data = x'00' WHERE row = 1", ())).unwrap();
    archive.db.write(|tx| tally::set(tx, "country", "TN", 9)).unwrap();
    let faults = archive.check().unwrap();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("'harbour-en'"));
    assert!(archive.get(&"harbour-en".into()).is_err());
}
