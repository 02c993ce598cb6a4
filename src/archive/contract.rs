//! What every archive must do, as checks against the trait, so that each engine runs the same ones.
//!
//! A check gets an empty archive, or an [`Engine`] where it takes several handles of one. Nothing here knows how an
//! engine keeps anything.

use super::query::{Field, UNKNOWN};
use super::{Answer, Archive, Cancel, Choice, Facet, FacetValue, Gazetteer, Query, Request, StateChange};
use crate::article::{ArticleId, Lang, Pair};

mod articles;
pub(super) mod copies;
mod counting;
mod meaning;
pub(super) use articles::{article, dated, five, tagged};
pub(super) use counting::{counting, edited};
pub(super) use meaning::{offers, written_forms};
pub(super) mod corrections;
pub(super) mod handles;
pub(super) mod listing;
pub(super) mod pairing;
pub(super) mod promises;
pub(super) mod translations;

/// How a check gets at an engine.
pub(super) trait Engine {
    /// One more handle of the archive of this name, as another process has it; it is made when it is not there.
    fn open(&self, name: &str) -> Box<dyn Archive>;

    /// Where a copy is to be written that is then the archive of this name.
    fn place(&self, name: &str) -> std::path::PathBuf;
}

/// When the checks' batches begin.
const NOW: &str = "2026-01-02T03:04:05Z";

/// Stores the five. Gives the batch.
pub(super) fn filled(archive: &dyn Archive) -> i64 {
    let batch = archive.begin_batch(NOW).unwrap();
    let summary = archive.put(batch, &five()).unwrap();
    assert_eq!((summary.imported, summary.updated, summary.unchanged), (5, 0, 0));
    archive.end_batch(batch).unwrap();
    batch
}

pub(super) fn request(query: &str) -> Request {
    Request { query: Query::parse_with(query, &Gazetteer).unwrap(), ..Request::default() }
}

pub(super) fn answer(archive: &dyn Archive, query: &str) -> Answer {
    archive.search(&request(query), &Cancel::default()).unwrap()
}

fn ids_of(archive: &dyn Archive, answer: &Answer) -> Vec<String> {
    archive.rows(&answer.rows).unwrap().into_iter().map(|row| row.id.0).collect()
}

pub(super) fn ids(archive: &dyn Archive, query: &str) -> Vec<String> {
    ids_of(archive, &answer(archive, query))
}

fn facet(answer: &Answer, field: Field) -> &Facet {
    answer.facets.iter().find(|facet| facet.field == field).unwrap()
}

fn value<'a>(answer: &'a Answer, field: Field, value: &str) -> &'a FacetValue {
    facet(answer, field).values.iter().find(|v| v.value == value).unwrap()
}

fn counts(answer: &Answer, field: Field) -> Vec<(&str, usize)> {
    facet(answer, field).values.iter().map(|v| (v.value.as_str(), v.count)).collect()
}

/// An empty archive answers, with nothing.
pub(super) fn empty(archive: &dyn Archive) {
    assert!(archive.info().unwrap().index_current);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    let found = answer(archive, "harbour country:FR");
    assert!(found.rows.is_empty() && !found.partial);
    assert_eq!(value(&found, Field::Country, "FR").choice, Choice::Include);
    assert_eq!(archive.front(10).unwrap().total, 0);
    assert_eq!(archive.get(&"nothing".into()).unwrap(), None);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// What is stored comes back whole; storing it again changes nothing.
pub(super) fn twice(archive: &dyn Archive) {
    filled(archive);
    for article in five() {
        assert_eq!(archive.get(&article.id).unwrap().as_ref(), Some(&article));
    }
    let batch = archive.begin_batch(NOW).unwrap();
    let again = archive.put(batch, &five()).unwrap();
    archive.end_batch(batch).unwrap();
    assert_eq!((again.imported, again.updated, again.unchanged), (0, 0, 5));
    assert_eq!(answer(archive, "").total, 5);
    let info = archive.info().unwrap();
    assert_eq!((info.articles, info.batches.len(), info.index_current), (5, 1, true));
    assert_eq!(info.languages, [("en".to_owned(), 3), ("ar".to_owned(), 2)]);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// A changed article takes the place of the old one, keeps the reader's state, and undoing brings the old one back.
pub(super) fn update_and_undo(archive: &dyn Archive) {
    filled(archive);
    let id = ArticleId::from("storm-en");
    archive.set_state(&id, &StateChange { starred: Some(true), ..StateChange::default() }).unwrap();
    let changed = tagged(
        dated(article("storm-en", Lang::En, "A gale passes over the coast", &["The gale is over."]), "2022"),
        &["ES"],
        &[],
    );
    let added = article("new-en", Lang::En, "New", &["A gale of laughter."]);
    let batch = archive.begin_batch(NOW).unwrap();
    let summary = archive.put(batch, &[changed, added]).unwrap();
    archive.end_batch(batch).unwrap();
    assert_eq!((summary.imported, summary.updated), (1, 1));
    assert_eq!(ids(archive, "gale"), ["storm-en", "new-en"]);
    assert!(ids(archive, "storm").is_empty());
    assert_eq!(ids(archive, "country:ES is:starred"), ["storm-en"]);

    assert_eq!(archive.undo_batch(batch).unwrap(), 2);
    assert!(ids(archive, "gale").is_empty());
    assert_eq!(ids(archive, "storm is:starred country:FR"), ["storm-en"]);
    assert_eq!(archive.get(&id).unwrap(), five().into_iter().find(|a| a.id == id));
    assert_eq!(archive.info().unwrap().batches.len(), 1);
    assert_eq!(archive.undo_batch(batch).unwrap(), 0);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// Undoing an earlier batch leaves what a later one made of the same article.
pub(super) fn undo_below(archive: &dyn Archive) {
    let version = |text: &str| article("one", Lang::En, text, &[text]);
    let mut batches = Vec::new();
    for text in ["first", "second", "third"] {
        let batch = archive.begin_batch(NOW).unwrap();
        archive.put(batch, &[version(text)]).unwrap();
        archive.end_batch(batch).unwrap();
        batches.push(batch);
    }
    archive.undo_batch(batches[1]).unwrap();
    assert_eq!(archive.get(&"one".into()).unwrap(), Some(version("third")));
    archive.undo_batch(batches[2]).unwrap();
    assert_eq!(archive.get(&"one".into()).unwrap(), Some(version("first")));
    assert_eq!(ids(archive, "first"), ["one"]);
    archive.undo_batch(batches[0]).unwrap();
    assert_eq!(archive.get(&"one".into()).unwrap(), None);
    assert_eq!(answer(archive, "").total, 0);
}

/// A removed article is gone everywhere, and its state is there again when it is imported again.
pub(super) fn remove(archive: &dyn Archive) {
    let batch = filled(archive);
    let id = ArticleId::from("storm-en");
    let change = StateChange {
        note: Some(Some("mine".into())),
        tags: Some(vec!["sea".into()]),
        ..StateChange::default()
    };
    archive.set_state(&id, &change).unwrap();
    assert_eq!(archive.remove(&[id.clone(), "nothing".into()]).unwrap(), 1);
    assert!(ids(archive, "storm").is_empty());
    assert_eq!(archive.get(&id).unwrap(), None);
    let front = archive.front(10).unwrap();
    assert_eq!((front.total, front.rows.len()), (4, 4));
    assert!(facet(&front, Field::Tag).values.is_empty());
    archive.put(batch, &five()).unwrap();
    assert_eq!(ids(archive, "tag:sea"), ["storm-en"]);
    let row = archive.rows(&answer(archive, "tag:sea").rows).unwrap().remove(0);
    assert_eq!((row.state.note.as_deref(), row.state.tags), (Some("mine"), vec!["sea".to_owned()]));
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// Words are found without hamza, behind clitics and in both digit sets; an excluded word is not expanded.
pub(super) fn folding(archive: &dyn Archive) {
    filled(archive);
    assert_eq!(ids(archive, "المسئولة"), ["talks-ar"]);
    assert_eq!(ids(archive, "امن"), ["talks-ar"]);
    assert_eq!(ids(archive, "وفد"), ["talks-ar"]);
    assert_eq!(ids(archive, "حكومة"), ["talks-ar"]);
    assert_eq!(ids(archive, "٣٧"), ["harbour-ar", "harbour-en"]);
    assert_eq!(ids(archive, "trees house"), ["storm-en"]);
    assert!(ids(archive, "=house").is_empty() && ids(archive, "\"house without\"").is_empty());
    assert_eq!(ids(archive, "HARBOUR"), ["harbour-en", "letter-en"]);
    assert_eq!(ids(archive, "lang:ar -الوفد"), ["harbour-ar"]);
    assert_eq!(ids(archive, "lang:ar -وفد"), ["harbour-ar", "talks-ar"]);
}

/// Phrases, exact words, alternatives and exclusions.
pub(super) fn words(archive: &dyn Archive) {
    filled(archive);
    assert_eq!(ids(archive, "\"old harbour\""), ["harbour-en", "letter-en"]);
    let by_steps = archive
        .search_by_steps(&request("\"old harbour\""), &Cancel::default(), &mut |told| assert!(told.refining));
    assert_eq!(ids_of(archive, &by_steps.unwrap()), ["harbour-en", "letter-en"]);
    assert!(ids(archive, "\"harbour old\"").is_empty());
    // The end of a title and the beginning of the text are not neighbours.
    assert!(ids(archive, "\"coast the\"").is_empty());
    assert_eq!(ids(archive, "=Tunis"), ["harbour-en"]);
    assert!(ids(archive, "=tunis").is_empty());
    assert_eq!(ids(archive, "=المسؤولة"), ["talks-ar"]);
    assert!(ids(archive, "=المسئولة").is_empty());
    assert_eq!(ids(archive, "storm OR letter"), ["storm-en", "letter-en"]);
    assert_eq!(ids(archive, "coast -storm"), ["letter-en"]);
    assert_eq!(ids(archive, "harbour -=Tunis"), ["letter-en"]);
}

/// The last word is a beginning while it is typed, from two letters.
pub(super) fn typing(archive: &dyn Archive) {
    filled(archive);
    let typed = |query: &str| {
        let found = archive.search(&Request { typing: true, ..request(query) }, &Cancel::default()).unwrap();
        ids_of(archive, &found)
    };
    assert_eq!(typed("coast st"), ["storm-en"]);
    assert_eq!(typed("coast s"), Vec::<String>::new());
    assert_eq!(typed("شبك"), ["talks-ar"]);
    assert_eq!(typed("old-harb"), ["harbour-en", "letter-en"]);
    assert_eq!(typed("ال").len(), 5);
    assert!(ids(archive, "harbo").is_empty());
}

/// A facet's own selection does not narrow its own counts; chosen values stay; nothing is `unknown`.
pub(super) fn disjunctive(archive: &dyn Archive) {
    filled(archive);
    let found = answer(archive, "country:TN lang:ar");
    assert_eq!(ids_of(archive, &found), ["harbour-ar"]);
    assert_eq!(counts(&found, Field::Country), [("EG", 1), ("LB", 1), ("TN", 1)]);
    assert_eq!(counts(&found, Field::Lang), [("ar", 1), ("en", 1)]);
    assert_eq!(counts(&found, Field::Year), [("2021", 1)]);
    assert_eq!(value(&found, Field::Country, "TN").choice, Choice::Include);
    assert_eq!(value(&found, Field::Country, "TN").label_en, "Tunisia");
    assert_eq!(value(&found, Field::Country, "TN").label_ar, "تونس");

    let found = answer(archive, "storm country:TN");
    assert!(found.rows.is_empty());
    assert_eq!(counts(&found, Field::Country), [("FR", 1), ("TN", 0)]);

    let found = answer(archive, "-country:TN");
    assert_eq!(ids_of(archive, &found), ["talks-ar", "storm-en", "letter-en"]);
    let excluded = value(&found, Field::Country, "TN");
    assert_eq!((excluded.choice, excluded.count), (Choice::Exclude, 2));

    assert_eq!(ids(archive, "country:EG+LB"), ["talks-ar"]);
    assert!(ids(archive, "country:EG+TN").is_empty());
    assert_eq!(ids(archive, "country:EG,FR"), ["talks-ar", "storm-en"]);
    assert_eq!(ids(archive, "country:unknown"), ["letter-en"]);
    let all = answer(archive, "");
    assert_eq!(value(&all, Field::Source, "unknown").count, 4);
    assert_eq!(ids(archive, "source:\"the quay\""), ["harbour-en"]);
}

/// A topic's articles are its parent's, once.
pub(super) fn topics(archive: &dyn Archive) {
    let leaf = crate::tag::topics().iter().find(|topic| topic.parent.is_some()).unwrap();
    let parent = leaf.parent.unwrap();
    let siblings: Vec<&str> =
        crate::tag::topics().iter().filter(|t| t.parent == Some(parent)).map(|t| t.slug).take(2).collect();
    let batch = archive.begin_batch(NOW).unwrap();
    let both = tagged(article("both", Lang::En, "Both", &["text"]), &[], &siblings);
    let none = article("none", Lang::En, "None", &["text"]);
    archive.put(batch, &[both, none]).unwrap();
    for found in [answer(archive, ""), archive.front(5).unwrap()] {
        assert_eq!(value(&found, Field::Topic, parent).count, 1);
        assert_eq!(value(&found, Field::Topic, siblings[0]).parent.as_deref(), Some(parent));
        let order: Vec<&str> = facet(&found, Field::Topic).values.iter().map(|v| v.value.as_str()).collect();
        let at = |slug: &str| order.iter().position(|v| *v == slug).unwrap();
        assert_eq!(at(siblings[0]).min(at(siblings[1])), at(parent) + 1);
    }
    assert_eq!(ids(archive, &format!("topic:{parent}")), ["both"]);
    assert_eq!(ids(archive, &format!("topic:{}", siblings[1])), ["both"]);
    assert_eq!(ids(archive, &format!("-topic:{parent}")), ["none"]);
}

/// An undated article matches no date and is counted beside; a year can fall into each of its months.
pub(super) fn dates(archive: &dyn Archive) {
    filled(archive);
    let found = answer(archive, "year:2020");
    assert_eq!(
        (ids_of(archive, &found), found.undated),
        (vec!["talks-ar".to_owned(), "storm-en".to_owned()], 1)
    );
    assert_eq!(counts(&found, Field::Year), [("2020", 2), ("2021", 2), ("unknown", 1)]);
    assert_eq!(ids(archive, "date:2020-06"), ["talks-ar", "storm-en"]);
    assert_eq!(ids(archive, "date:2021-03-05.."), Vec::<String>::new());
    assert_eq!(ids(archive, "year:..2020"), ["talks-ar", "storm-en"]);
    assert_eq!(ids(archive, "-year:2020"), ["harbour-ar", "harbour-en", "letter-en"]);
    assert_eq!(ids(archive, "is:undated"), ["letter-en"]);
    assert_eq!(answer(archive, "storm year:2020").undated, 0);
    let ranged = answer(archive, "year:2019..2020");
    assert_eq!(value(&ranged, Field::Year, "2020").choice, Choice::Include);
}

/// Newest first and undated last; by title; by relevance with scores, the title counting more.
pub(super) fn sorting(archive: &dyn Archive) {
    filled(archive);
    let newest = ["harbour-ar", "harbour-en", "talks-ar", "storm-en", "letter-en"];
    assert_eq!(ids(archive, ""), newest);
    assert_eq!(ids_of(archive, &archive.front(3).unwrap()), newest[..3]);
    assert_eq!(ids(archive, "lang:en sort:title"), ["letter-en", "storm-en", "harbour-en"]);
    let found = answer(archive, "coast OR storm sort:relevance");
    assert_eq!(ids_of(archive, &found), ["storm-en", "letter-en"]);
    let scores = found.scores.unwrap();
    assert!(scores[0] > scores[1] && scores[1] > 0.0);
    assert!(answer(archive, "coast").scores.is_none());
    assert_eq!(ids(archive, "harbour sort:relevance"), ["harbour-en", "letter-en"]);
}

/// Any of the words, best first; how many that would be is told when all together find nothing.
pub(super) fn any(archive: &dyn Archive) {
    filled(archive);
    let none = answer(archive, "harbour power");
    assert_eq!((none.total, none.any_total), (0, Some(3)));
    assert_eq!(answer(archive, "nowhere").any_total, None);
    let query = request("harbour storms sort:relevance");
    let found = archive.search(&Request { any: true, ..query }, &Cancel::default()).unwrap();
    let mut found = ids_of(archive, &found);
    found.sort();
    assert_eq!(found, ["harbour-en", "letter-en", "storm-en"]);
    let cancel = Cancel::default();
    cancel.cancel();
    assert!(matches!(archive.search(&request("harbour"), &cancel), Err(super::ArchiveError::Cancelled)));
}

/// The reader's state filters and counts at once, and one change leaves the rest.
pub(super) fn state(archive: &dyn Archive) {
    filled(archive);
    let id = ArticleId::from("talks-ar");
    let set = |change: StateChange| archive.set_state(&id, &change).unwrap();
    assert_eq!(answer(archive, "is:unread").total, 5);
    set(StateChange { read: Some(true), place: Some(Some(7)), ..StateChange::default() });
    set(StateChange {
        starred: Some(true),
        tags: Some(vec!["b".into(), "a".into(), "b".into()]),
        ..StateChange::default()
    });
    assert_eq!(answer(archive, "is:unread").total, 4);
    assert_eq!(ids(archive, "is:read is:starred"), ["talks-ar"]);
    assert_eq!(ids(archive, "tag:a"), ["talks-ar"]);
    for found in [answer(archive, ""), archive.front(1).unwrap()] {
        assert_eq!(
            (value(&found, Field::Is, "read").count, value(&found, Field::Is, "unread").count),
            (1, 4)
        );
        let tags = counts(&found, Field::Tag);
        let own: Vec<_> = tags.into_iter().filter(|(tag, _)| *tag != UNKNOWN).collect();
        assert_eq!(own, [("a", 1), ("b", 1)]);
    }
    assert_eq!(value(&answer(archive, ""), Field::Tag, UNKNOWN).count, 4);
    assert_eq!(answer(archive, "tag:unknown").total, 4);
    let row = archive.rows(&answer(archive, "is:read").rows).unwrap().remove(0);
    assert_eq!((row.state.read, row.state.starred, row.state.place), (true, true, Some(7)));
    assert_eq!(archive.state(&row.id).unwrap(), row.state);
    set(StateChange {
        read: Some(false),
        tags: Some(Vec::new()),
        place: Some(None),
        ..StateChange::default()
    });
    assert_eq!((answer(archive, "is:read").total, answer(archive, "tag:a").total), (0, 0));
    assert_eq!(ids(archive, "is:starred"), ["talks-ar"]);
    archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(ids(archive, "is:starred"), ["talks-ar"]);
    archive.keep("session", "{}").unwrap();
    assert_eq!(
        (archive.kept("session").unwrap().as_deref(), archive.kept("other").unwrap()),
        (Some("{}"), None)
    );
}

/// The first frame's counts are those of a search for everything.
pub(super) fn front_agrees(archive: &dyn Archive) {
    filled(archive);
    archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap();
    archive
        .set_state(&"storm-en".into(), &StateChange { read: Some(true), ..StateChange::default() })
        .unwrap();
    let (front, all) = (archive.front(2).unwrap(), answer(archive, ""));
    assert_eq!(front.facets, all.facets);
    assert_eq!((front.total, front.stories), (all.total, all.stories));
    assert_eq!(front.rows[..], all.rows[..2]);
}

/// Work on the index that is cancelled stops soon, and the next goes on; nothing of the archive is changed by it.
pub(super) fn cancelled(archive: &dyn Archive) {
    filled(archive);
    let cancel = Cancel::default();
    cancel.cancel();
    let stopped =
        |result: Result<(), super::ArchiveError>| matches!(result, Err(super::ArchiveError::Cancelled));
    assert!(stopped(archive.rebuild(&cancel, &mut |_, _| {})));
    assert!(!archive.info().unwrap().index_current);
    assert_eq!(archive.front(9).unwrap().rows.len(), 5);
    assert!(stopped(archive.catch_up(&cancel, &mut |_, _| {})));
    archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert!(archive.info().unwrap().index_current);
    assert_eq!(ids(archive, "harbour"), ["harbour-en", "letter-en"]);
    assert_eq!(archive.find_pairs(&cancel, &mut |_, _| {}).unwrap(), 0);
    assert_eq!(archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap(), 1);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// Declared pairs are found with their beads, count as one story, and a hand's word wins.
pub(super) fn pairs(archive: &dyn Archive) {
    filled(archive);
    assert_eq!(answer(archive, "").stories, 5);
    assert_eq!(archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap(), 1);
    assert_eq!(archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap(), 0);
    let (ar, en) = (ArticleId::from("harbour-ar"), ArticleId::from("harbour-en"));
    let pair = archive.pairs(&en).unwrap().remove(0);
    assert_eq!((&pair.ar, &pair.en), (&ar, &en));
    assert!((pair.confidence - 1.0).abs() < f32::EPSILON);
    assert_eq!(pair.beads.iter().flat_map(|b| b.ar.clone()).collect::<Vec<_>>(), [0, 1]);
    let found = answer(archive, "is:paired");
    assert_eq!((found.total, found.stories), (2, 1));
    assert_eq!(answer(archive, "").stories, 4);
    let row = archive.rows(&answer(archive, "is:paired lang:en").rows).unwrap().remove(0);
    assert_eq!(row.pairs, [(Lang::Ar, ar.clone())]);

    let by_hand =
        Pair { ar: ArticleId::from("talks-ar"), en: en.clone(), confidence: 0.4, beads: Vec::new() };
    archive.confirm_pair(&by_hand).unwrap();
    let both = archive.pairs(&en).unwrap();
    assert_eq!(both.iter().map(|p| p.ar.0.as_str()).collect::<Vec<_>>(), ["talks-ar", "harbour-ar"]);
    assert_eq!(answer(archive, "is:paired").stories, 1);
    assert!(archive.candidates(&en, 9).unwrap().iter().all(|row| row.id != ar));
    assert!(archive.confirm_pair(&Pair { en: "nothing".into(), ..by_hand }).is_err());
    archive.remove(&[ar]).unwrap();
    assert_eq!(archive.pairs(&en).unwrap().len(), 1);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}
