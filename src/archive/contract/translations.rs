//! Machine translations that were made on demand: kept beside the articles and never among them.

use super::{Engine, NOW, answer, article, filled, five, ids};
use crate::archive::{Archive, Cancel, Standing};
use crate::article::{Article, ArticleId, Bead, Block, BlockKind, Lang, Pair};

/// The machine translation of an article as far as its first blocks.
pub(in crate::archive) fn made(of: &Article, blocks: usize) -> Article {
    let to = of.lang.counterpart().unwrap();
    let block = |block: &Block| Block::new(BlockKind::Paragraph, format!("made of {}", block.text));
    Article {
        id: of.id.machine_translation(to),
        title: format!("made of {}", of.title),
        lang: to,
        machine_translated: true,
        blocks: of.blocks.iter().take(blocks).map(block).collect(),
        ..Article::default()
    }
}

fn one(archive: &dyn Archive, id: &str) -> Article {
    archive.get(&id.into()).unwrap().unwrap()
}

fn store(archive: &dyn Archive, id: &str, blocks: usize) -> Article {
    let original = one(archive, id);
    let made = made(&original, blocks);
    archive.store_translation(&original, &made, "wordlist", NOW).unwrap();
    made
}

fn standing(archive: &dyn Archive, id: &str) -> Option<Standing> {
    archive.translation(&id.into()).unwrap().map(|made| made.standing)
}

fn put(archive: &dyn Archive, articles: &[Article]) -> i64 {
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, articles).unwrap();
    archive.end_batch(batch).unwrap();
    batch
}

/// Nothing that lists, counts, finds or pairs knows of one; its original and its own id lead to it.
pub(in crate::archive) fn beside_the_articles(archive: &dyn Archive) {
    filled(archive);
    let before = (answer(archive, "").facets, archive.info().unwrap(), archive.front(10).unwrap().facets);
    let made = store(archive, "talks-ar", 2);
    assert_eq!(made.id, ArticleId::from("talks-ar-mt-en"));
    let after = (answer(archive, "").facets, archive.info().unwrap(), archive.front(10).unwrap().facets);
    assert_eq!((&after.0, &after.2), (&before.0, &before.2));
    assert_eq!((after.1.articles, after.1.pairs), (before.1.articles, before.1.pairs));
    assert_eq!(answer(archive, "").total, 5);
    assert!(ids(archive, "made").is_empty() && ids(archive, "is:paired").is_empty());
    assert_eq!(archive.get(&made.id).unwrap().as_ref(), Some(&made));
    let bead = |block: usize| Bead { ar: vec![block], en: vec![block], confidence: 1.0 };
    let (ar, en) = ("talks-ar".into(), made.id.clone());
    let pair = Pair { ar, en, confidence: 1.0, beads: vec![bead(0), bead(1)] };
    assert_eq!(archive.pairs(&"talks-ar".into()).unwrap(), std::slice::from_ref(&pair));
    assert_eq!(archive.pairs(&made.id).unwrap(), [pair]);
    let rows = archive.rows(&answer(archive, "").rows).unwrap();
    let told: Vec<(&str, Option<Lang>)> = rows.iter().map(|r| (r.id.0.as_str(), r.translated)).collect();
    assert_eq!(
        told.iter().filter(|(_, lang)| lang.is_some()).collect::<Vec<_>>(),
        [&("talks-ar", Some(Lang::En))]
    );
    assert_eq!(archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap(), 1, "those of two articles");
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(archive.get(&made.id).unwrap(), Some(made));
    assert!(archive.remove_translation(&"talks-ar".into()).unwrap());
    assert!(!archive.remove_translation(&"talks-ar".into()).unwrap());
    assert_eq!(archive.pairs(&"talks-ar".into()).unwrap(), []);
}

/// What is not made yet has no counterpart, and no row says that there is a translation.
pub(in crate::archive) fn while_it_is_made(archive: &dyn Archive) {
    filled(archive);
    let made = store(archive, "storm-en", 1);
    assert_eq!(made.id, ArticleId::from("storm-en-mt-ar"));
    assert_eq!(standing(archive, "storm-en"), Some(Standing::Unfinished(1)));
    let beads = archive.pairs(&"storm-en".into()).unwrap().remove(0).beads;
    let shape: Vec<(Vec<usize>, Vec<usize>)> = beads.into_iter().map(|b| (b.ar, b.en)).collect();
    assert_eq!(shape, [(vec![0], vec![0]), (vec![], vec![1])]);
    assert!(archive.rows(&answer(archive, "").rows).unwrap().iter().all(|row| row.translated.is_none()));
    store(archive, "storm-en", 2);
    assert_eq!(standing(archive, "storm-en"), Some(Standing::Whole));
    assert_eq!(archive.translation(&"storm-en".into()).unwrap().unwrap().by, "wordlist");
}

/// A counterpart of the archive comes first, and the made one stays.
pub(in crate::archive) fn behind_a_counterpart(archive: &dyn Archive) {
    filled(archive);
    let made = store(archive, "harbour-ar", 2);
    archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap();
    let pairs = archive.pairs(&"harbour-ar".into()).unwrap();
    assert_eq!(pairs.iter().map(|pair| pair.en.0.as_str()).collect::<Vec<_>>(), ["harbour-en", &made.id.0]);
    assert_eq!(archive.pairs(&made.id).unwrap().len(), 1);
    assert_eq!(archive.pairs(&"harbour-en".into()).unwrap().len(), 1);
    assert_eq!(ids(archive, "is:paired").len(), 2);
    assert!(archive.rows(&answer(archive, "").rows).unwrap().iter().all(|row| row.translated.is_none()));
}

/// An article that changed is told from the one that was translated, and beads never name a block that is not there.
pub(in crate::archive) fn of_a_changed_text(archive: &dyn Archive) {
    filled(archive);
    store(archive, "storm-en", 2);
    let shorter = article("storm-en", Lang::En, "A storm passes over the coast", &["Nobody was hurt."]);
    let batch = put(archive, &[shorter]);
    assert_eq!(standing(archive, "storm-en"), Some(Standing::Outdated));
    let pair = archive.pairs(&"storm-en".into()).unwrap().remove(0);
    let all = |side: fn(&Bead) -> &Vec<usize>| pair.beads.iter().flat_map(side).copied().collect::<Vec<_>>();
    assert_eq!((all(|bead| &bead.en), all(|bead| &bead.ar)), (vec![0], vec![0, 1]));
    archive.undo_batch(batch).unwrap();
    assert_eq!(standing(archive, "storm-en"), Some(Standing::Whole), "it is the translated text again");
    // Of another language it is no counterpart.
    put(archive, &[article("storm-en", Lang::Fa, "A storm", &["One.", "Two."])]);
    assert_eq!(
        (standing(archive, "storm-en"), archive.pairs(&"storm-en".into()).unwrap()),
        (None, Vec::new())
    );
}

/// It goes with its original, however that goes.
pub(in crate::archive) fn with_its_original(archive: &dyn Archive) {
    let batch = filled(archive);
    let gone = store(archive, "talks-ar", 2).id;
    archive.remove(&["talks-ar".into()]).unwrap();
    assert_eq!((archive.get(&gone).unwrap(), archive.pairs(&gone).unwrap()), (None, Vec::new()));
    put(archive, &five());
    assert_eq!(standing(archive, "talks-ar"), None);
    let undone = store(archive, "storm-en", 2).id;
    archive.undo_batch(batch).unwrap();
    assert_eq!(archive.get(&undone).unwrap(), None);
    put(archive, &five());
    assert_eq!(standing(archive, "storm-en"), None);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// Another process sees one that is whole, and a copy has it.
pub(in crate::archive) fn seen_and_copied(engine: &dyn Engine) {
    let (one, other) = (engine.open("a"), engine.open("a"));
    filled(one.as_ref());
    let before = other.version().unwrap();
    let made = store(one.as_ref(), "talks-ar", 1);
    assert_eq!(other.version().unwrap(), before, "a part of one is nobody else's affair");
    store(one.as_ref(), "talks-ar", 2);
    assert_ne!(other.version().unwrap(), before);
    one.copy_to(&engine.place("b"), &Cancel::default()).unwrap();
    let copy = engine.open("b");
    copy.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(copy.get(&made.id).unwrap(), one.get(&made.id).unwrap());
    assert_eq!(standing(copy.as_ref(), "talks-ar"), Some(Standing::Whole));
    assert_eq!(copy.check().unwrap(), Vec::<String>::new());
}
