//! Looking for pairs among many: what is found, what is read again, and what a run that is broken off leaves.

use std::collections::BTreeSet;

use tempfile::TempDir;

use super::opened;
use crate::archive::contract::{article, dated};
use crate::archive::{Archive, Cancel, StateChange};
use crate::article::{Article, ArticleId, Lang, Pair, Provenance};

const NOW: &str = "2026-01-01T00:00:00Z";

/// A text of figures of its own, which its translation has in the same places, and nothing else in common with others.
fn story(lang: Lang, n: usize) -> Article {
    let figure = |k: usize| 10_000 + (n * 7_919 + k * 104_729) % 800_000;
    let line = |k: usize| match lang {
        Lang::Ar => format!("كان {} ثم {} بلا", figure(k), figure(k + 50)),
        _ => format!("there was {} and then {} without", figure(k), figure(k + 50)),
    };
    let lines: Vec<String> = (0..6).map(line).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    article(&format!("{}-{n}", lang.code()), lang, &figure(99).to_string(), &lines)
}

/// The article of an id with another text, from the file that it came from before.
fn rewritten(id: &str, text: Article) -> Article {
    let provenance = Provenance { path: format!("/news/{id}"), ..text.provenance };
    Article { id: id.into(), provenance, ..text }
}

fn put(archive: &dyn Archive, articles: &[Article]) {
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, articles).unwrap();
    archive.end_batch(batch).unwrap();
}

fn found(archive: &dyn Archive) -> usize {
    archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap()
}

/// The numbers of the stories whose two texts are paired with each other, and with nothing else.
fn paired(archive: &dyn Archive, stories: usize) -> BTreeSet<usize> {
    let partner = |n: &usize| {
        let pairs = archive.pairs(&ArticleId(format!("ar-{n}"))).unwrap();
        pairs.len() == 1 && pairs[0].en.0 == format!("en-{n}")
    };
    (0..stories).filter(partner).collect()
}

#[test]
fn undated_translations_are_found_however_far_apart_they_were_stored() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    let mut all = vec![story(Lang::Ar, 0)];
    all.extend((1..450).map(|n| story(Lang::En, n)));
    all.push(story(Lang::En, 0));
    put(&archive, &all);
    assert_eq!(found(&archive), 1);
    assert_eq!(paired(&archive, 450), BTreeSet::from([0]));
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

#[test]
fn translations_are_looked_for_within_days_and_beside_undated_ones() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    put(
        &archive,
        &[
            dated(story(Lang::Ar, 0), "2021-03-01"),
            dated(story(Lang::En, 0), "2021-03-09"),
            dated(story(Lang::Ar, 1), "2021-03-01"),
            dated(story(Lang::En, 1), "2021-04-20"),
            dated(story(Lang::Ar, 2), "2021-03-02"),
            story(Lang::En, 2),
            dated(story(Lang::En, 3), "2021-03-02"),
            story(Lang::Ar, 3),
        ],
    );
    assert_eq!(found(&archive), 3);
    assert_eq!(paired(&archive, 4), BTreeSet::from([0, 2, 3]));
    // One that comes later, dated or not, finds what was looked at before.
    put(&archive, &[story(Lang::Ar, 4), dated(story(Lang::Ar, 5), "2021-03-05")]);
    assert_eq!(found(&archive), 0);
    put(&archive, &[dated(story(Lang::En, 4), "2022-01-01"), dated(story(Lang::En, 5), "2021-03-06")]);
    assert_eq!(found(&archive), 2);
    assert_eq!(paired(&archive, 6), BTreeSet::from([0, 2, 3, 4, 5]));
}

#[test]
fn only_what_is_new_is_looked_at() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    put(&archive, &(0..40).map(|n| dated(story(Lang::Ar, n), "2021-03-01")).collect::<Vec<_>>());
    assert_eq!(found(&archive), 0);
    put(&archive, &[dated(story(Lang::En, 7), "2021-03-02")]);
    let mut told = Vec::new();
    archive.find_pairs(&Cancel::default(), &mut |done, total| told.push((done, total))).unwrap();
    assert_eq!(told, [(1, 1)]);
    assert_eq!(paired(&archive, 40), BTreeSet::from([7]));
    let mut again = 0;
    archive.find_pairs(&Cancel::default(), &mut |_, _| again += 1).unwrap();
    assert_eq!(again, 0);
}

#[test]
fn a_run_that_is_stopped_or_killed_loses_no_pair() {
    const STORIES: usize = 300;
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    let day = |n: usize| format!("2021-{:02}-{:02}", 1 + n / 28, 1 + n % 28);
    let side = |lang| (0..STORIES).map(move |n| dated(story(lang, n), &day(n)));
    put(&archive, &side(Lang::Ar).chain(side(Lang::En)).collect::<Vec<_>>());
    let cancel = Cancel::default();
    let first = archive.find_pairs(&cancel, &mut |_, _| cancel.cancel()).unwrap();
    assert!(0 < first && first < STORIES, "{first}");
    let left = || {
        let sql = "SELECT count(*) FROM article WHERE looked = 0";
        archive.db.read(|conn| conn.query_row(sql, (), |row| row.get::<_, i64>(0))).unwrap()
    };
    assert!((1..600).contains(&left()));
    // As after a kill between the pairs and the notes: some that were looked at are looked at again.
    archive.db.write(|tx| tx.execute("UPDATE article SET looked = 0 WHERE row % 3 = 0", ())).unwrap();
    assert_eq!(found(&archive), STORIES - first);
    assert_eq!((left(), paired(&archive, STORIES).len()), (0, STORIES));
    assert_eq!(archive.info().unwrap().pairs, STORIES);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_article_that_changes_while_it_is_looked_at_is_looked_at_again() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    put(&archive, &[story(Lang::Ar, 0), story(Lang::En, 0), story(Lang::En, 1)]);
    let mut once = Some(rewritten("ar-0", story(Lang::Ar, 1)));
    let mut change = |_, _| {
        if let Some(changed) = once.take() {
            put(&archive, &[changed]);
        }
    };
    archive.find_pairs(&Cancel::default(), &mut change).unwrap();
    let pairs = archive.pairs(&"ar-0".into()).unwrap();
    assert_eq!(pairs.iter().map(|pair| pair.en.0.as_str()).collect::<Vec<_>>(), ["en-1"]);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// The counts of the first frame follow every change by what it touches; the check counts everything.
#[test]
fn stories_are_counted_with_every_change_of_their_pairs() {
    let folder = TempDir::new().unwrap();
    let archive = opened(&folder);
    put(&archive, &(0..4).flat_map(|n| [story(Lang::Ar, n), story(Lang::En, n)]).collect::<Vec<_>>());
    assert_eq!(found(&archive), 4);
    let stories = || {
        assert_eq!(archive.check().unwrap(), Vec::<String>::new());
        archive.front(1).unwrap().stories
    };
    assert_eq!(stories(), 4);
    let by_hand = |ar: &str, en: &str| Pair { ar: ar.into(), en: en.into(), ..Pair::default() };
    // Two stories become one; once more changes nothing; what is in a ring is counted once.
    archive.confirm_pair(&by_hand("ar-0", "en-1")).unwrap();
    archive.confirm_pair(&by_hand("ar-0", "en-1")).unwrap();
    archive.confirm_pair(&by_hand("ar-1", "en-0")).unwrap();
    assert_eq!(stories(), 3);
    // An article that goes and comes back finds its pair made by hand; one that changes loses what was found.
    archive.remove(&["en-1".into()]).unwrap();
    assert_eq!(stories(), 3);
    put(&archive, &[story(Lang::En, 1), rewritten("en-2", story(Lang::En, 30))]);
    assert_eq!(stories(), 4);
    archive.set_state(&"en-2".into(), &StateChange::default()).unwrap();
    let last = archive.info().unwrap().batches.last().unwrap().0;
    archive.undo_batch(last).unwrap();
    assert_eq!(stories(), 4);
    assert_eq!(found(&archive), 1);
    assert_eq!(stories(), 3);
}
