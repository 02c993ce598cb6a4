//! Several handles of one archive, as several processes have them: what one writes the others see, copies, and work on
//! the index that is broken off.

use std::path::Path;

use super::{Engine, NOW, answer, article, filled, five, ids};
use crate::archive::{Archive, ArchiveError, Cancel, StateChange};
use crate::article::{Article, ArticleId, Lang, Pair};

fn star() -> StateChange {
    StateChange { starred: Some(true), ..StateChange::default() }
}

/// What one handle stores, changes, removes, notes and undoes, another that was open before sees at once.
pub(in crate::archive) fn one_writes_another_reads(engine: &dyn Engine) {
    let (writer, reader) = (engine.open("a"), engine.open("a"));
    let (writer, reader) = (writer.as_ref(), reader.as_ref());
    assert_eq!((answer(reader, "").total, reader.front(9).unwrap().total), (0, 0));
    let batch = filled(writer);
    assert_eq!(ids(reader, "harbour"), ["harbour-en", "letter-en"]);
    assert_eq!(reader.front(9).unwrap().total, 5);
    assert_eq!(reader.info().unwrap().articles, 5);

    let next = writer.begin_batch(NOW).unwrap();
    let changed = article("storm-en", Lang::En, "A gale", &["The gale is over."]);
    writer.put(next, &[changed.clone(), article("more-en", Lang::En, "More", &["More gales."])]).unwrap();
    assert_eq!(ids(reader, "gale OR gales").len(), 2);
    assert_eq!(reader.get(&"storm-en".into()).unwrap(), Some(changed));
    // While one imports another notes and reads, and does not import.
    assert!(matches!(reader.begin_batch(NOW), Err(ArchiveError::Locked { .. })));
    reader.set_state(&"more-en".into(), &star()).unwrap();
    reader.keep("session", "{1}").unwrap();
    writer.end_batch(next).unwrap();
    assert_eq!(ids(writer, "is:starred"), ["more-en"]);
    assert_eq!(writer.kept("session").unwrap().as_deref(), Some("{1}"));

    assert_eq!(writer.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap(), 1);
    assert_eq!((answer(reader, "is:paired").stories, reader.front(1).unwrap().stories), (1, 5));
    assert_eq!(reader.pairs(&"harbour-ar".into()).unwrap().len(), 1);
    writer.undo_batch(next).unwrap();
    assert_eq!((ids(reader, "gale"), ids(reader, "storm")), (vec![], vec!["storm-en".to_owned()]));
    writer.remove(&["storm-en".into()]).unwrap();
    assert_eq!((ids(reader, "storm").len(), reader.get(&"storm-en".into()).unwrap()), (0, None));
    writer.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(ids(reader, "harbour"), ["harbour-en", "letter-en"]);
    // And the other way round.
    reader.undo_batch(batch).unwrap();
    assert_eq!(answer(writer, "").total, 0);
    for handle in [writer, reader] {
        assert_eq!(handle.check().unwrap(), Vec::<String>::new());
    }
}

/// A handle that is dropped in the middle of a batch leaves what it put, and lets another one import.
pub(in crate::archive) fn a_writer_goes(engine: &dyn Engine) {
    let reader = engine.open("a");
    let writer = engine.open("a");
    let batch = writer.begin_batch(NOW).unwrap();
    writer.put(batch, &five()[..2]).unwrap();
    drop(writer);
    assert_eq!(ids(reader.as_ref(), "harbour"), ["harbour-en"]);
    let again = reader.begin_batch(NOW).unwrap();
    assert_eq!(reader.put(again, &five()).unwrap().unchanged, 2);
    reader.end_batch(again).unwrap();
    assert_eq!(reader.undo_batch(batch).unwrap(), 2);
    assert_eq!(answer(reader.as_ref(), "").total, 3);
    assert_eq!(reader.check().unwrap(), Vec::<String>::new());
}

/// A copy has everything: articles, what the reader made, pairs, and what is needed to undo an import.
pub(in crate::archive) fn copied(engine: &dyn Engine) {
    let archive = engine.open("a");
    let archive = archive.as_ref();
    filled(archive);
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, &[article("storm-en", Lang::En, "A gale", &["The gale is over."])]).unwrap();
    archive.set_state(&"storm-en".into(), &star()).unwrap();
    archive.keep("session", "{}").unwrap();
    let pair = Pair { ar: "talks-ar".into(), en: "letter-en".into(), confidence: 1.0, beads: Vec::new() };
    archive.confirm_pair(&pair).unwrap();
    // In the middle of a batch.
    archive.copy_to(&engine.place("b"), &Cancel::default()).unwrap();
    archive.put(batch, &[article("late-en", Lang::En, "Late", &["Too late for the copy."])]).unwrap();
    archive.end_batch(batch).unwrap();

    let copy = engine.open("b");
    let copy = copy.as_ref();
    copy.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(copy.check().unwrap(), Vec::<String>::new());
    assert_eq!((ids(copy, "is:starred"), ids(copy, "late").len()), (vec!["storm-en".to_owned()], 0));
    assert_eq!(copy.kept("session").unwrap().as_deref(), Some("{}"));
    assert_eq!(copy.pairs(&pair.ar).unwrap().len(), 1);
    for article in five().iter().filter(|article| article.id.0 != "storm-en") {
        assert_eq!(copy.get(&article.id).unwrap().as_ref(), Some(article));
    }
    // They go their own ways.
    copy.undo_batch(batch).unwrap();
    assert_eq!(ids(copy, "storm"), ["storm-en"]);
    assert_eq!((ids(archive, "gale"), ids(archive, "late").len()), (vec!["storm-en".to_owned()], 1));
    assert!(matches!(
        archive.copy_to(&engine.place("b"), &Cancel::default()),
        Err(ArchiveError::Occupied { .. })
    ));
    refused_cleanly(archive, &engine.place("c"));
}

/// A copy that is cancelled leaves nothing.
fn refused_cleanly(archive: &dyn Archive, place: &Path) {
    let cancel = Cancel::default();
    cancel.cancel();
    assert!(matches!(archive.copy_to(place, &cancel), Err(ArchiveError::Cancelled)));
    assert!(!place.exists());
}

/// Building the index is broken off at its first sign of progress, by one handle or another, and goes on; meanwhile
/// the list is there.
pub(in crate::archive) fn index_broken_off(engine: &dyn Engine) {
    let archive = engine.open("a");
    let batch = archive.begin_batch(NOW).unwrap();
    let many: Vec<Article> = (0..1200)
        .map(|n| article(&format!("n{n}"), Lang::En, "Kite", &[&format!("kite number {n}")]))
        .collect();
    archive.put(batch, &many).unwrap();
    archive.end_batch(batch).unwrap();
    let cancel = Cancel::default();
    let result = archive.rebuild(&cancel, &mut |done, total| {
        assert!(done <= total && total == 1200);
        cancel.cancel();
    });
    assert!(matches!(result, Ok(()) | Err(ArchiveError::Cancelled)));
    assert_eq!(archive.front(9).unwrap().total, 1200);
    drop(archive);
    let (archive, other) = (engine.open("a"), engine.open("a"));
    let again = Cancel::default();
    let result = archive.catch_up(&again, &mut |_, _| again.cancel());
    assert!(matches!(result, Ok(()) | Err(ArchiveError::Cancelled)));
    // A state or an import in between is no hindrance.
    other.set_state(&"n7".into(), &star()).unwrap();
    let batch = other.begin_batch(NOW).unwrap();
    other.put(batch, &[article("n1200", Lang::En, "Kite", &["the last kite"])]).unwrap();
    other.end_batch(batch).unwrap();
    for handle in [&archive, &other] {
        handle.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!(answer(handle.as_ref(), "kite").total, 1201);
        assert_eq!(ids(handle.as_ref(), "number is:starred"), ["n7"]);
        assert!(handle.info().unwrap().index_current);
        assert_eq!(handle.check().unwrap(), Vec::<String>::new());
    }
}

/// Values are kept by key, the last one of each, through every handle; a state survives its article.
pub(in crate::archive) fn kept_and_noted(engine: &dyn Engine) {
    let first = engine.open("a");
    for (key, value) in
        [("session", "{}"), ("session", "{\"at\": 7}"), ("", "empty key"), ("مفتاح", "قيمة\n\0x")]
    {
        first.keep(key, value).unwrap();
        assert_eq!(engine.open("a").kept(key).unwrap().as_deref(), Some(value));
    }
    assert_eq!(first.kept("other").unwrap(), None);
    let id = ArticleId::from("storm-en");
    let note = StateChange { note: Some(Some("mine".into())), place: Some(Some(3)), ..star() };
    // It may be noted before the article is there.
    first.set_state(&id, &note).unwrap();
    assert_eq!(first.front(1).unwrap().total, 0);
    let batch = filled(first.as_ref());
    assert_eq!(ids(first.as_ref(), "is:starred"), ["storm-en"]);
    first.undo_batch(batch).unwrap();
    assert_eq!(answer(first.as_ref(), "is:starred").total, 0);
    let state = engine.open("a").state(&id).unwrap();
    assert_eq!((state.starred, state.note.as_deref(), state.place), (true, Some("mine"), Some(3)));
    filled(first.as_ref());
    assert_eq!(ids(first.as_ref(), "is:starred"), ["storm-en"]);
    first.set_state(&id, &StateChange { note: Some(None), ..StateChange::default() }).unwrap();
    assert_eq!(first.state(&id).unwrap().note, None);
    assert_eq!(first.state(&"nothing".into()).unwrap(), crate::archive::State::default());
    assert_eq!(first.check().unwrap(), Vec::<String>::new());
}

/// The version is another one after what any handle changed, and the same while nothing changes; a note is no change.
pub(in crate::archive) fn versions(engine: &dyn Engine) {
    let (writer, reader) = (engine.open("a"), engine.open("a"));
    let mut known = vec![reader.version().unwrap()];
    let mut differs = |after: &str| {
        let now = reader.version().unwrap();
        assert!(!known.contains(&now), "{after}");
        assert_eq!(reader.version().unwrap(), now, "{after}");
        known.push(now);
    };
    let batch = filled(writer.as_ref());
    differs("an import");
    writer.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap();
    differs("pairs");
    writer.remove(&["storm-en".into()]).unwrap();
    differs("a removal");
    writer.undo_batch(batch).unwrap();
    differs("an undoing");
    let now = reader.version().unwrap();
    writer.set_state(&"storm-en".into(), &star()).unwrap();
    writer.keep("session", "{}").unwrap();
    assert_eq!(reader.version().unwrap(), now);
}
