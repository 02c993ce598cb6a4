//! Searches that take long: what is told on the way, how they are given up, and that what is quick is also right.
//! Every answer is held against the articles themselves, read one by one.

use std::collections::BTreeMap;
use std::time::Duration;

use tantivy::query::{BoostQuery, DisjunctionMaxQuery, EnableScoring, Query as _, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, SegmentReader, Term};
use tempfile::TempDir;

use super::checks::Steps;
use super::*;
use crate::archive::contract::{answer, article, request};
use crate::article::{Lang, PartialDate};
use crate::fold;

/// So many articles in so many batches.
const ARTICLES: usize = 120;
/// Few enough that none are merged.
const BATCHES: usize = 3;

/// An article of a handful of words, the same for the same number.
fn made(n: usize) -> Article {
    let words = ["reed", "Reed", "heron", "marsh", "otter", "reeds", "sedge"];
    let mut state = n as u64 * 2_654_435_761 + 1;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let text: Vec<&str> = (0..6 + random(9)).map(|_| words[random(words.len())]).collect();
    let title = format!(
        "{} {}",
        words[random(words.len())],
        if n.is_multiple_of(9) { "—" } else { words[random(7)] }
    );
    let title = if n.is_multiple_of(17) { "—".to_owned() } else { title };
    let mut made = article(&format!("n{n}"), Lang::En, &title, &[&text.join(" ")]);
    made.date =
        (!n.is_multiple_of(11)).then(|| PartialDate::new(2000 + random(20) as u16, None, None).unwrap());
    made
}

/// The articles in several segments, some of them removed again, and every step told.
fn many(folder: &TempDir) -> Embedded {
    let mut archive = Embedded::open(folder.path(), Mode::Create).unwrap();
    archive.patience = Patience { first: Duration::ZERO, steps: Steps { positions: 3, texts: 2 }, alone: 0 };
    let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
    let all: Vec<Article> = (0..ARTICLES).map(made).collect();
    for some in all.chunks(ARTICLES / BATCHES) {
        archive.put(batch, some).unwrap();
    }
    archive.end_batch(batch).unwrap();
    let gone: Vec<ArticleId> = (0..ARTICLES).step_by(13).map(|n| format!("n{n}").as_str().into()).collect();
    archive.remove(&gone).unwrap();
    archive
}

/// The rows of all articles that are as wanted, newest first.
fn read(archive: &Embedded, wanted: impl Fn(&Article) -> bool) -> Vec<RowId> {
    let rows = archive.rows(&archive.front(ARTICLES).unwrap().rows).unwrap();
    rows.into_iter()
        .filter(|row| wanted(&archive.get(&row.id).unwrap().unwrap()))
        .map(|row| row.row)
        .collect()
}

/// Whether a title or a text has these words side by side.
fn side_by_side(article: &Article, words: &[&str]) -> bool {
    let texts = std::iter::once(&article.title).chain(article.blocks.iter().map(|b| &b.text));
    texts.map(|text| fold::tokens(text).map(|t| t.text).collect::<Vec<_>>()).any(|tokens| {
        tokens.windows(words.len()).any(|here| here.iter().zip(words).all(|(token, word)| token == word))
    })
}

fn written(article: &Article, word: &str) -> bool {
    let texts = std::iter::once(&article.title).chain(article.blocks.iter().map(|b| &b.text));
    texts.flat_map(|text| text.split(' ')).any(|found| found == word)
}

fn steps(archive: &Embedded, query: &str) -> (Vec<Answer>, Answer) {
    let mut early = Vec::new();
    let whole = archive.search_by_steps(&request(query), &Cancel::default(), &mut |told| early.push(told));
    (early, whole.unwrap())
}

/// Whether an article is in the answer.
type Wanted = fn(&Article) -> bool;

#[test]
fn what_is_told_early_is_the_newest_part_of_the_whole_and_the_whole_is_right() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    let cases: [(&str, Wanted); 8] = [
        ("\"reed heron\"", |a| side_by_side(a, &["reed", "heron"])),
        ("\"heron marsh\" otter", |a| side_by_side(a, &["heron", "marsh"]) && side_by_side(a, &["otter"])),
        ("\"reed reed\" OR \"marsh otter heron\"", |a| {
            side_by_side(a, &["reed", "reed"]) || side_by_side(a, &["marsh", "otter", "heron"])
        }),
        ("sedge -\"reed heron\"", |a| side_by_side(a, &["sedge"]) && !side_by_side(a, &["reed", "heron"])),
        ("=Reed", |a| written(a, "Reed")),
        ("=reed -=Reed", |a| written(a, "reed") && !written(a, "Reed")),
        ("=Reed \"heron otter\"", |a| written(a, "Reed") && side_by_side(a, &["heron", "otter"])),
        ("otter OR =Reed", |a| side_by_side(a, &["otter"]) || written(a, "Reed")),
    ];
    for (query, wanted) in cases {
        let (early, whole) = steps(&archive, query);
        assert!(!early.is_empty(), "{query}");
        let right = read(&archive, wanted);
        assert!(right.len() > 3 && right.len() < ARTICLES * 9 / 10, "{query}: {}", right.len());
        assert_eq!(*whole.rows, right, "{query}");
        assert!(!whole.refining);
        assert_eq!(archive.search(&request(query), &Cancel::default()).unwrap().rows, whole.rows);
        let mut before = 0;
        for told in early {
            assert!(told.refining);
            assert_eq!(told.total, told.rows.len());
            assert!(told.total >= before && whole.rows.starts_with(&told.rows), "{query}");
            before = told.total;
        }
    }
}

#[test]
fn a_search_of_words_alone_is_told_once() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    for query in ["", "reed", "reed heron", "otter -reed", "reed OR heron sort:relevance"] {
        assert!(steps(&archive, query).0.is_empty(), "{query}");
    }
    let plain = |a: &Article| side_by_side(a, &["heron"]) && !side_by_side(a, &["otter"]);
    assert_eq!(*answer(&archive, "heron -otter").rows, read(&archive, plain));
}

#[test]
fn a_search_is_given_up_between_its_steps() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    for query in ["\"reed heron\"", "=reed", "\"reed heron\" sort:relevance", "=Reed sort:title"] {
        let cancel = Cancel::default();
        let mut told = 0;
        let result = archive.search_by_steps(&request(query), &cancel, &mut |_| {
            told += 1;
            cancel.cancel();
        });
        assert!(matches!(result, Err(ArchiveError::Cancelled)), "{query}");
        assert_eq!(told, 1, "{query}");
    }
}

/// How often each article has a word of this stem, counted in the texts, by segment and document.
fn counted(archive: &Embedded, stem: &str) -> Vec<(usize, u32, u32)> {
    let snapshot = archive.snapshot().unwrap().unwrap();
    let mut counted = Vec::new();
    for (number, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
        for doc in segment.doc_ids_alive() {
            let rank = snapshot.columns.ranks(number)[doc as usize];
            let row = archive.rows(&[snapshot.columns.row(rank)]).unwrap().remove(0);
            let article = archive.get(&row.id).unwrap().unwrap();
            let texts = std::iter::once(&article.title).chain(article.blocks.iter().map(|b| &b.text));
            let words = texts.flat_map(|text| fold::tokens(text));
            let often = words.filter(|word| analysis::stem(&word.text) == stem).count() as u32;
            counted.extend((often > 0).then_some((number, doc, often)));
        }
    }
    counted
}

/// The scores of words' forms as the engine itself adds them up, by row, and those of their stems as if it had them.
fn engine_scores(archive: &Embedded, words: &[&str]) -> BTreeMap<RowId, f32> {
    let snapshot = archive.snapshot().unwrap().unwrap();
    let (searcher, fields): (&Searcher, _) = (&snapshot.searcher, archive.index.fields);
    let mut scores = BTreeMap::new();
    for word in words {
        let forms = fold::clitic_forms(word);
        let of = [(fields.text, 0.5), (fields.title, 1.0)];
        for (field, boost) in of {
            let rarity = weight::Rarity::of(word, searcher, &snapshot.columns);
            let rarity =
                rarity.together(forms.iter().map(|form| Term::from_field_text(field, form))).unwrap();
            let query = |term: &Term| {
                let query = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
                Box::new(query) as Box<dyn tantivy::query::Query>
            };
            let best = Box::new(DisjunctionMaxQuery::new(rarity.terms().iter().map(query).collect()));
            let scoring = EnableScoring::enabled_from_statistics_provider(&rarity, searcher);
            let weight = BoostQuery::new(best, boost).weight(scoring).unwrap();
            for (number, segment) in searcher.segment_readers().iter().enumerate() {
                let mut add = |doc, score| {
                    if !segment.is_deleted(doc) {
                        let rank = snapshot.columns.ranks(number)[doc as usize];
                        *scores.entry(snapshot.columns.row(rank)).or_default() += score;
                    }
                };
                weight.for_each(segment, &mut add).unwrap();
            }
        }
        let counted = counted(archive, &analysis::stem(word));
        let rarity = weight::Rarity::of(word, searcher, &snapshot.columns);
        let weight = rarity.weight(fields.text, counted.len() as u64).unwrap();
        for (number, doc, often) in counted {
            let norms = searcher.segment_reader(number as u32).get_fieldnorms_reader(fields.text).unwrap();
            let rank = snapshot.columns.ranks(number)[doc as usize];
            *scores.entry(snapshot.columns.row(rank)).or_default() +=
                weight.score(norms.fieldnorm_id(doc), often);
        }
    }
    scores
}

#[test]
fn the_best_first_are_those_that_the_engine_scores_best() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    for (query, words) in
        [("reed", &["reed"][..]), ("heron reeds", &["heron", "reeds"]), ("sedge", &["sedge"])]
    {
        let found = answer(&archive, &format!("{query} sort:relevance"));
        let plain = answer(&archive, query);
        let expected = engine_scores(&archive, words);
        let scores = found.scores.unwrap();
        assert_eq!(scores.len(), plain.total);
        for (row, score) in found.rows.iter().zip(scores.iter()) {
            assert!((expected[row] - score).abs() < 1e-4, "{query}: {row} {score} {}", expected[row]);
        }
        // Newest first among equals, and nothing is left out.
        let place = |row: &RowId| plain.rows.iter().position(|r| r == row).unwrap();
        let pairs = found.rows.windows(2).zip(scores.windows(2));
        for (rows, scores) in pairs {
            let order = scores[1].total_cmp(&scores[0]).then(place(&rows[0]).cmp(&place(&rows[1])));
            assert_eq!(order, std::cmp::Ordering::Less, "{query}: {rows:?} {scores:?}");
        }
    }
}

#[test]
fn a_phrase_that_is_said_more_often_is_better_and_the_same_in_steps() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    let (early, whole) = steps(&archive, "\"reed heron\" sort:relevance");
    assert!(!early.is_empty());
    let scores = whole.scores.clone().unwrap();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]) && scores.iter().all(|score| *score > 0.0));
    assert!(scores.first() > scores.last());
    let mut dated = answer(&archive, "\"reed heron\"").rows.to_vec();
    let mut sorted = whole.rows.to_vec();
    dated.sort_unstable();
    sorted.sort_unstable();
    assert_eq!(dated, sorted);
    for told in early {
        assert!(told.rows.iter().all(|row| whole.rows.contains(row)));
    }
}

#[test]
fn the_order_of_titles_is_the_databases_and_goes_on_where_it_was_given_up() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    let cancel = Cancel::default();
    cancel.cancel();
    let snapshot = archive.snapshot().unwrap().unwrap();
    let stopped = titles::Titles::default().order(&archive.db, &snapshot.columns, &cancel);
    assert!(matches!(stopped, Err(ArchiveError::Cancelled)));
    let order = |select: &str| -> Vec<RowId> {
        let sql = format!("SELECT row FROM article {select} ORDER BY title_key = '', title_key, row");
        let all = archive.db.read(|conn| {
            let mut statement = conn.prepare(&sql)?;
            let rows = statement.query_map((), |row| row.get(0))?;
            rows.collect::<Result<_, _>>()
        });
        all.unwrap()
    };
    assert_eq!(*answer(&archive, "sort:title").rows, order(""));
    let wanted = read(&archive, |a| side_by_side(a, &["otter"]));
    let titled: Vec<RowId> = order("").into_iter().filter(|row| wanted.contains(row)).collect();
    assert_eq!(*answer(&archive, "\"otter\" sort:title").rows, titled);
}

#[test]
fn a_phrase_that_is_being_typed_is_each_phrase_that_it_may_become() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    let typed = Request { typing: true, ..request("heron-re") };
    let found = archive.search(&typed, &Cancel::default()).unwrap();
    let right = |a: &Article| side_by_side(a, &["heron", "reed"]) || side_by_side(a, &["heron", "reeds"]);
    assert_eq!(*found.rows, read(&archive, right));
    let typed = Request { typing: true, ..request("heron-re sort:relevance") };
    let scored = archive.search(&typed, &Cancel::default()).unwrap();
    assert!(scored.scores.unwrap().iter().all(|score| *score > 0.0));
    assert_eq!(scored.total, found.total);
}

#[test]
fn documents_are_found_by_their_ranks_where_some_are_deleted() {
    let folder = TempDir::new().unwrap();
    let archive = many(&folder);
    let snapshot = archive.snapshot().unwrap().unwrap();
    let (columns, segments) = (&snapshot.columns, snapshot.searcher.segment_readers());
    assert!(segments.len() > 1 && segments.iter().any(SegmentReader::has_deletes));
    let wanted: Vec<u32> = (5..columns.len() as u32 - 5).step_by(3).collect();
    let mut found = Vec::new();
    for (number, segment) in segments.iter().enumerate() {
        for (doc, rank) in columns.documents(number, &wanted) {
            assert!(!segment.is_deleted(doc));
            assert_eq!(columns.ranks(number)[doc as usize], rank);
            found.push(rank);
        }
    }
    found.sort_unstable();
    assert_eq!(found, wanted);
}
