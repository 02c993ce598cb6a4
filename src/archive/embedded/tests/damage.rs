//! Damaged files: a byte that changed, an end that is missing, a file that is gone. Whatever is damaged, the archive
//! opens or says what to run; a check finds it; a rebuild mends it, and nothing that the reader made is lost.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::archive::Salvaged;
use crate::archive::contract::dated;
use crate::article::correction::{Amendment, Judged, Kind, Verdict};

/// What the reader made, and the articles: what must be there in the end.
#[derive(Debug, PartialEq)]
struct Content {
    articles: BTreeMap<String, Article>,
    states: Vec<State>,
    kept: Option<String>,
    by_hand: Vec<Pair>,
    /// The imports that can be undone.
    imports: Vec<(i64, String, usize)>,
}

const NOTED: [&str; 4] = ["storm-en", "talks-ar", "gone-en", "late7"];

fn content(archive: &Embedded) -> Content {
    let mut articles = BTreeMap::new();
    for row in archive.rows(&archive.front(1_000).unwrap().rows).unwrap() {
        articles.insert(row.id.0.clone(), archive.get(&row.id).unwrap().unwrap());
    }
    Content {
        articles,
        states: NOTED.iter().map(|id| archive.state(&ArticleId::from(*id)).unwrap()).collect(),
        kept: archive.kept("session").unwrap(),
        by_hand: archive.pairs(&"talks-ar".into()).unwrap(),
        imports: archive.info().unwrap().batches,
    }
}

/// An archive with everything in it: states, pairs, batches that can be undone, what was removed.
fn furnished() -> (TempDir, Content) {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    let batch = filled(&archive);
    let late: Vec<Article> = (0..12)
        .map(|n| {
            let body = format!("The late harbour {n} {}", "of long days ".repeat(n * 60));
            dated(article(&format!("late{n}"), Lang::En, "Late", &[&body]), "2022-05-06")
        })
        .collect();
    archive.put(batch, &late).unwrap();
    let changed = article("letter-en", Lang::En, "A longer letter", &["The writer wrote again."]);
    let second = archive.begin_batch("2026-01-03T00:00:00Z").unwrap();
    archive.put(second, &[changed]).unwrap();
    archive.end_batch(second).unwrap();
    archive.remove(&["late3".into()]).unwrap();
    archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap();
    let beads = vec![crate::article::Bead { ar: vec![0, 1], en: vec![0, 1], confidence: 1.0 }];
    let pair = Pair { ar: "talks-ar".into(), en: "storm-en".into(), confidence: 1.0, beads };
    archive.confirm_pair(&pair).unwrap();
    for (n, id) in NOTED.iter().enumerate() {
        let note = Some(Some(format!("note {n}: تذكر هذا")));
        let change = StateChange {
            starred: Some(true),
            note,
            tags: Some(vec!["sea".into()]),
            ..StateChange::default()
        };
        archive.set_state(&ArticleId::from(*id), &change).unwrap();
    }
    let judged = Judged { kind: Kind::Country, value: "PT".into(), verdict: Verdict::Is };
    archive.amend(&"storm-en".into(), &[Amendment::Judge(judged)]).unwrap();
    archive.keep("session", "{\"query\":\"harbour\"}").unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    let content = content(&archive);
    drop(archive);
    (folder, content)
}

/// A copy of the files as they are.
fn twin(of: &Path) -> TempDir {
    let twin = TempDir::new().unwrap();
    std::fs::create_dir(twin.path().join("index")).unwrap();
    for folder in ["", "index"] {
        for file in std::fs::read_dir(of.join(folder)).unwrap().flatten() {
            if file.metadata().unwrap().is_file() {
                std::fs::copy(file.path(), twin.path().join(folder).join(file.file_name())).unwrap();
            }
        }
    }
    twin
}

fn flip(file: &Path, at: usize, bit: u8) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[at] ^= 1 << bit;
    std::fs::write(file, bytes).unwrap();
}

/// All that the tables hold, for damage that hits nothing.
fn tables(folder: &Path) -> Vec<String> {
    let conn = Connection::open(folder.join("articles.db")).unwrap();
    let names: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map((), |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut all = Vec::new();
    // These mend themselves: by another name or number the index is built again, topics are counted anew, and a row's
    // next number is never below one that is there.
    for name in
        names.into_iter().filter(|n| !["property", "counter", "sqlite_sequence"].contains(&n.as_str()))
    {
        let mut statement = conn.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let width = statement.column_count();
        let mut rows = statement.query(()).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<rusqlite::types::Value> = (0..width).map(|i| row.get(i).unwrap()).collect();
            all.push(format!("{name} {values:?}"));
        }
    }
    all
}

/// The archive is read as the program does it: nothing may panic, every error says what to do.
fn used(folder: &Path) -> Result<(), ArchiveError> {
    let archive = Embedded::open(folder, Mode::ReadWrite)?;
    let front = archive.front(50)?;
    for row in archive.rows(&front.rows)? {
        archive.get(&row.id)?;
        archive.pairs(&row.id)?;
    }
    for query in ["", "harbour", "sea OR storm", "country:TN"] {
        archive.search(&contract::request(query), &Cancel::default())?;
    }
    archive.info().map(|_| ())
}

fn assert_remedy(error: &ArchiveError, context: &str) {
    let text = error.to_string();
    assert!(
        text.contains("qari archive rebuild") || text.contains("qari archive check"),
        "{context}: {text}"
    );
}

/// Everything is as it was, save articles and imports that are told to be lost.
fn assert_mended(folder: &Path, saved: &Salvaged, expected: &Content, context: &str) {
    let Salvaged { lost, imports, unsure, .. } = saved;
    let archive = Embedded::open(folder, Mode::ReadWrite).unwrap();
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "{context}");
    let now = content(&archive);
    assert_eq!((&now.states, &now.kept), (&expected.states, &expected.kept), "{context}");
    for (id, article) in &expected.articles {
        let told = || lost.iter().any(|line| line.contains(&format!("'{id}'")));
        match now.articles.get(id) {
            // One that an import had changed is as it was before, and that is told.
            Some(found) if found != article => {
                assert!(told() && id == "letter-en", "{context}: {id} is another: {lost:?}");
                assert_eq!(found.title, "A letter from the coast", "{context}");
            }
            Some(_) => {}
            None => assert!(told(), "{context}: {id} is lost, and nobody says so: {lost:?}"),
        }
    }
    assert!(
        now.articles.keys().all(|id| expected.articles.contains_key(id)),
        "{context}: nothing comes back"
    );
    let torn = |batch: i64| imports.iter().any(|line| line.starts_with(&format!("import {batch}")));
    for import in &expected.imports {
        assert!(
            now.imports.contains(import) || torn(import.0),
            "{context}: {import:?}: {now:?}, {imports:?}"
        );
    }
    assert!(
        now.imports.len() <= expected.imports.len() && unsure.len() <= 1,
        "{context}: {now:?}, {unsure:?}"
    );
    assert!(lost.len() <= 4, "{context}: a page's worth: {lost:?}");
    let total = archive.search(&contract::request(""), &Cancel::default()).unwrap().total;
    assert_eq!(total, now.articles.len(), "{context}");
    if ["talks-ar", "storm-en"].iter().all(|id| now.articles.contains_key(*id)) {
        assert_eq!(now.by_hand, expected.by_hand, "{context}");
    }
    assert_undone(&archive, &torn, &now, context);
}

/// The imports of [`furnished`] are undone, the last first: what is not told to be lost is as it was before.
fn assert_undone(archive: &Embedded, torn: &dyn Fn(i64) -> bool, now: &Content, context: &str) {
    let letter = || archive.get(&"letter-en".into()).unwrap().map(|article| article.title);
    let there = now.articles.contains_key("letter-en");
    for (batch, before) in [(2, there.then_some("A letter from the coast")), (1, None)] {
        if now.imports.iter().any(|import| import.0 == batch) {
            archive.undo_batch(batch).unwrap();
            // What the second import changed stays where that cannot be undone.
            assert!(
                torn(batch) || torn(2) || letter().as_deref() == before,
                "{context}: {batch} undone: {:?}, {:?}",
                letter(),
                now.imports
            );
        }
    }
    assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "{context}: undone");
}

#[test]
fn a_changed_byte_anywhere_in_the_database_is_found_and_mended() {
    let (folder, expected) = furnished();
    let size = std::fs::metadata(folder.path().join("articles.db")).unwrap().len() as usize;
    let before = tables(folder.path());
    // The head of the file and of some pages closely, the rest here and there; closer when asked.
    let step = std::env::var("QARI_DAMAGE_STEP").ok().and_then(|n| n.parse().ok()).unwrap_or(4_001);
    let offsets = (0..100).step_by(7).chain((100..size).step_by(step)).chain((4096..size).step_by(4096 * 3));
    let (mut found, mut harmless) = (0, 0);
    for (n, at) in offsets.enumerate() {
        let context = format!("byte {at}");
        let twin = twin(folder.path());
        flip(&twin.path().join("articles.db"), at, n as u8 % 8);
        if let Err(error) = used(twin.path()) {
            assert_remedy(&error, &context);
        }
        let faults = match Embedded::open(twin.path(), Mode::ReadWrite) {
            Ok(archive) => archive.check().unwrap(),
            Err(error) => vec![error.to_string()],
        };
        let Some(saved) = Embedded::mend(twin.path()).unwrap() else {
            // The index may tell of what is no fault of the database.
            assert!(faults.iter().all(|f| f.starts_with("index:")), "{context}: {faults:?}");
            let after = tables(twin.path());
            let differs = after.iter().zip(&before).find(|(a, b)| a != b);
            assert!(differs.is_none() && after.len() == before.len(), "{context}: nobody found {differs:?}");
            harmless += 1;
            continue;
        };
        assert!(!faults.is_empty(), "{context}: mended, but the check found nothing");
        assert!(twin.path().join("damaged-1/articles.db").exists(), "{context}: the damaged file is kept");
        assert_mended(twin.path(), &saved, &expected, &context);
        found += 1;
    }
    assert!(found > 20, "{found} found, {harmless} harmless");
}

#[test]
fn a_changed_byte_anywhere_in_the_index_is_found_and_mended() {
    let (folder, expected) = furnished();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.path().join("index")).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    let asked = [
        "",
        "harbour",
        "\"late harbour\"",
        "sea OR storm",
        "country:TN",
        "topic:unknown sort:relevance late",
    ];
    let answers = |archive: &Embedded| -> Result<Vec<String>, ArchiveError> {
        let each = asked.iter().map(|query| {
            let found = archive.search(&contract::request(query), &Cancel::default())?;
            Ok(format!("{:?} {:?} {}", found.rows, found.facets, found.partial))
        });
        each.collect()
    };
    let right = answers(&Embedded::open(folder.path(), Mode::ReadWrite).unwrap()).unwrap();
    for file in files {
        let size = std::fs::metadata(&file).unwrap().len() as usize;
        for (n, at) in (0..size).step_by((size / 3).max(1)).chain(size.checked_sub(1)).enumerate() {
            let context = format!("{} byte {at}", file.file_name().unwrap().display());
            let twin = twin(folder.path());
            flip(&twin.path().join("index").join(file.file_name().unwrap()), at, (n * 3) as u8 % 8);
            let archive = Embedded::open(twin.path(), Mode::ReadWrite).unwrap();
            assert_eq!(archive.front(99).unwrap().rows.len(), expected.articles.len(), "{context}");
            let given = answers(&archive);
            if let Err(error) = &given {
                assert_remedy(error, &context);
            }
            if archive.check().unwrap().is_empty() {
                assert_eq!(given.unwrap(), right, "{context}: damage that nobody found");
            }
            archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
            assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "{context}");
            assert_eq!(answers(&archive).unwrap(), right, "{context}");
        }
    }
}

#[test]
fn files_that_lost_their_end_or_all_of_it_are_told_and_mended() {
    let (folder, expected) = furnished();
    let size = std::fs::metadata(folder.path().join("articles.db")).unwrap().len();
    for left in [0, 50, 4096, size / 2, size - 4096, size - 1] {
        let twin = twin(folder.path());
        let file = twin.path().join("articles.db");
        File::options().write(true).open(&file).unwrap().set_len(left).unwrap();
        let context = format!("{left} bytes left");
        if let Err(error) = used(twin.path()) {
            assert_remedy(&error, &context);
        }
        let saved = Embedded::mend(twin.path()).unwrap().expect("a missing end is a fault");
        let archive = Embedded::open(twin.path(), Mode::ReadWrite).unwrap();
        archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "{context}");
        let now = content(&archive);
        let before = |id: &str| {
            let mut told = saved.lost.iter().filter(|line| line.contains(&format!("'{id}'")));
            told.any(|line| line.contains("before import"))
        };
        assert!(
            now.articles.iter().all(|(id, article)| expected.articles.get(id) == Some(article) || before(id)),
            "{context}"
        );
        assert_eq!(now.articles.len(), saved.articles, "{context}");
    }
    for name in ["meta.json", ".managed.json"] {
        let twin = twin(folder.path());
        std::fs::remove_file(twin.path().join("index").join(name)).unwrap();
        let archive = Embedded::open(twin.path(), Mode::ReadWrite).unwrap();
        archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!(ids(&archive, "harbour").len(), 12, "{name}");
        archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_salvage_that_was_broken_off_goes_on() {
    let (folder, expected) = furnished();
    flip(&folder.path().join("articles.db"), 1, 0);
    let whole = twin(folder.path());
    Embedded::mend(whole.path()).unwrap().unwrap();
    // As if it had ended between the writing and the putting in place.
    std::fs::copy(whole.path().join("articles.db"), folder.path().join("articles.db.mended")).unwrap();
    std::fs::write(folder.path().join("articles.db.new"), "half").unwrap();
    assert!(Embedded::mend(folder.path()).unwrap().is_some());
    assert_mended(folder.path(), &Salvaged::default(), &expected, "broken off");
    assert_eq!(Embedded::mend(folder.path()).unwrap(), None);
}

#[test]
fn a_list_of_removed_articles_that_is_not_whole_is_found() {
    let (folder, expected) = furnished();
    for damage in [
        "UPDATE removed SET row = row + 1000",
        "DELETE FROM removed",
        "UPDATE removed SET row = 1",
        "UPDATE sqlite_sequence SET seq = seq - 1",
        "UPDATE sqlite_sequence SET seq = seq + 1",
    ] {
        let twin = twin(folder.path());
        Connection::open(twin.path().join("articles.db")).unwrap().execute_batch(damage).unwrap();
        let faults = opened(&twin).check().unwrap();
        assert!(faults.iter().any(|fault| fault.contains("removed articles")), "{damage}: {faults:?}");
        let saved = Embedded::mend(twin.path()).unwrap().expect("it is a fault");
        // An article that is in its place is kept, whatever the list says.
        let named = saved.unsure.iter().any(|line| line.contains("it is kept"));
        assert_eq!(named, damage.ends_with("row = 1"), "{damage}: {saved:?}");
        assert_mended(twin.path(), &saved, &expected, damage);
    }
}

#[test]
fn an_import_of_which_a_part_is_lost_is_told_and_undone_as_far_as_it_goes() {
    let (folder, expected) = furnished();
    for (damage, told, undoes) in [
        // The second import is not noted any more, nor that the letter came with it.
        (
            "DELETE FROM journal WHERE batch = 2",
            "import 2 (2026-01-03T00:00:00Z): it can no longer be undone",
            0,
        ),
        // The number of an earlier import for that of a later one: it would go with it.
        ("UPDATE article SET batch = 1 WHERE id = 'letter-en'", "", 1),
        ("UPDATE journal SET previous = x'00' WHERE batch = 2", "import 2 (2026-01-03T00:00:00Z)", 0),
        ("DELETE FROM journal WHERE id = 'late5'", "import 1 (", 1),
        (
            "UPDATE article SET title = 'torn' WHERE id = 'late5'; DELETE FROM batch; DELETE FROM second",
            "",
            1,
        ),
    ] {
        let twin = twin(folder.path());
        Connection::open(twin.path().join("articles.db")).unwrap().execute_batch(damage).unwrap();
        assert_ne!(opened(&twin).check().unwrap(), Vec::<String>::new(), "{damage}");
        let saved = Embedded::mend(twin.path()).unwrap().expect("it is a fault");
        assert_eq!(saved.imports.is_empty(), told.is_empty(), "{damage}: {saved:?}");
        assert!(saved.imports.iter().all(|line| line.starts_with(told)), "{damage}: {saved:?}");
        let archive = opened(&twin);
        assert_eq!(content(&archive).articles, expected.articles, "{damage}");
        let imports = archive.info().unwrap().batches;
        assert_eq!(imports.iter().filter(|import| import.0 == 2).count(), undoes, "{damage}: {imports:?}");
        archive.undo_batch(1).unwrap();
        let letter = archive.get(&"letter-en".into()).unwrap().expect("a later import changed it");
        assert_eq!(letter.title, "A longer letter", "{damage}");
        assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "{damage}");
    }
}

#[test]
fn an_article_that_cannot_be_read_is_as_it_was_before_the_last_import() {
    let (folder, expected) = furnished();
    let damage = "UPDATE body SET data = x'00' WHERE row = (SELECT row FROM article WHERE id = 'letter-en')";
    Connection::open(folder.path().join("articles.db")).unwrap().execute_batch(damage).unwrap();
    let saved = Embedded::mend(folder.path()).unwrap().expect("it is a fault");
    assert_eq!(saved.articles, expected.articles.len());
    assert_eq!(saved.lost.len(), 1, "{saved:?}");
    assert!(saved.lost[0].contains("'letter-en'") && saved.lost[0].contains("before import 2"), "{saved:?}");
    let archive = opened(&folder);
    assert_eq!(archive.get(&"letter-en".into()).unwrap().unwrap().title, "A letter from the coast");
    drop(archive);
    assert_mended(folder.path(), &saved, &expected, damage);
}

#[test]
fn an_archive_without_its_name_or_its_tree_of_topics_opens_or_is_mended() {
    let (folder, expected) = furnished();
    for (damage, faulty) in [
        ("UPDATE property SET value = CAST(x'ff' AS TEXT) WHERE key = 'topics'", false),
        ("UPDATE property SET value = CAST(x'ff' AS TEXT) WHERE key = 'name'", true),
        ("UPDATE property SET key = 'nama' WHERE key = 'name'", true),
    ] {
        let twin = twin(folder.path());
        Connection::open(twin.path().join("articles.db")).unwrap().execute_batch(damage).unwrap();
        let saved = Embedded::mend(twin.path()).unwrap();
        assert_eq!(saved.is_some(), faulty, "{damage}");
        assert_mended(twin.path(), &saved.unwrap_or_default(), &expected, damage);
    }
}

#[test]
fn a_damaged_database_is_not_replaced_while_it_is_open() {
    let (folder, expected) = furnished();
    let damage = "UPDATE body SET data = x'00' WHERE row = 1";
    Connection::open(folder.path().join("articles.db")).unwrap().execute_batch(damage).unwrap();
    let open = opened(&folder);
    let change = StateChange { read: Some(true), ..StateChange::default() };
    open.set_state(&"talks-en".into(), &change).unwrap();
    let error = Embedded::mend(folder.path()).unwrap_err();
    assert!(matches!(error, ArchiveError::InUse { .. }), "{error}");
    assert!(!folder.path().join("damaged-1").exists());
    drop(open);
    let saved = Embedded::mend(folder.path()).unwrap().expect("it is damaged");
    assert!(opened(&folder).state(&"talks-en".into()).unwrap().read, "what was noted last is there");
    assert_mended(folder.path(), &saved, &expected, damage);
}

#[test]
fn nothing_is_noted_in_a_file_that_was_replaced_or_taken_away() {
    let (folder, _) = furnished();
    let other = twin(folder.path());
    let database = folder.path().join("articles.db");
    let archive = opened(&folder);
    let change = StateChange { read: Some(true), ..StateChange::default() };
    archive.set_state(&"talks-en".into(), &change).unwrap();
    std::fs::rename(other.path().join("articles.db"), &database).unwrap();
    for _ in 0..2 {
        let noted = archive.set_state(&"storm-en".into(), &change);
        assert!(matches!(noted, Err(ArchiveError::Replaced { .. })), "{noted:?}");
        let read = archive.get(&"storm-en".into());
        assert!(matches!(read, Err(ArchiveError::Replaced { .. })), "{read:?}");
        // The second time it is gone.
        let _ = std::fs::remove_file(&database);
    }
}

#[test]
fn what_another_process_writes_meanwhile_is_no_fault() {
    let (folder, _) = furnished();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let other = Embedded::open(folder.path(), Mode::ReadWrite).unwrap();
            for n in 0.. {
                let change = StateChange { starred: Some(n % 2 == 0), ..StateChange::default() };
                other.set_state(&format!("note-{}", n % 7).as_str().into(), &change).unwrap();
                if done.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
            }
        });
        let found: Vec<_> = (0..100).map(|_| Embedded::mend(folder.path()).unwrap()).collect();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(found.iter().all(Option::is_none), "{found:?}");
    });
}
