//! Pairs set by hand against those that are found.

use super::{NOW, article, filled, five};
use crate::archive::{Archive, Cancel};
use crate::article::{Article, ArticleId, Bead, Lang, Pair};

fn found(archive: &dyn Archive) -> usize {
    archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap()
}

fn put(archive: &dyn Archive, articles: &[Article]) {
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, articles).unwrap();
    archive.end_batch(batch).unwrap();
}

/// What a hand corrected stays through another search for pairs, an import of the same, a removal and a return.
pub(in crate::archive) fn by_hand_stays(archive: &dyn Archive) {
    filled(archive);
    assert_eq!(found(archive), 1);
    let en = ArticleId::from("harbour-en");
    let bead = |ar: &[usize], en: &[usize]| Bead { ar: ar.into(), en: en.into(), confidence: 1.0 };
    let corrected = Pair {
        ar: "harbour-ar".into(),
        en: en.clone(),
        confidence: 1.0,
        beads: vec![bead(&[0], &[]), bead(&[1], &[0, 1])],
    };
    archive.confirm_pair(&corrected).unwrap();
    let same =
        |after: &str| assert_eq!(archive.pairs(&en).unwrap(), std::slice::from_ref(&corrected), "{after}");
    same("the correction");
    assert_eq!(found(archive), 0);
    put(archive, &five());
    same("an import of the same");
    archive.remove(&["harbour-ar".into()]).unwrap();
    assert_eq!(archive.pairs(&en).unwrap(), []);
    put(archive, &five());
    found(archive);
    same("a return");
    archive.rebuild(&Cancel::default(), &mut |_, _| {}).unwrap();
    same("a new index");
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// A pair found goes with the text that it was found by; one set by hand is aligned anew.
pub(in crate::archive) fn a_changed_text(archive: &dyn Archive) {
    filled(archive);
    assert_eq!(found(archive), 1);
    let by_hand = Pair { ar: "talks-ar".into(), en: "storm-en".into(), confidence: 1.0, beads: Vec::new() };
    archive.confirm_pair(&by_hand).unwrap();
    put(
        archive,
        &[
            article("harbour-en", Lang::En, "Something else", &["Nothing of ships."]),
            article("storm-en", Lang::En, "A storm", &["One.", "Two.", "Three."]),
        ],
    );
    assert_eq!(archive.pairs(&"harbour-ar".into()).unwrap(), []);
    assert_eq!(found(archive), 0);
    let pair = archive.pairs(&"talks-ar".into()).unwrap().remove(0);
    assert_eq!(pair.beads.iter().flat_map(|bead| bead.en.clone()).collect::<Vec<_>>(), [0, 1, 2]);
    let last = archive.info().unwrap().batches.last().unwrap().0;
    archive.undo_batch(last).unwrap();
    assert_eq!(found(archive), 1);
    assert_eq!(archive.pairs(&"harbour-ar".into()).unwrap().len(), 1);
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}

/// Looking for pairs is told how far it is, stops when it is cancelled, and goes on.
pub(in crate::archive) fn stopped_and_gone_on(archive: &dyn Archive) {
    filled(archive);
    let cancel = Cancel::default();
    cancel.cancel();
    let mut told = 0;
    assert_eq!(archive.find_pairs(&cancel, &mut |_, _| told += 1).unwrap(), 0);
    let mut far = Vec::new();
    assert_eq!(
        archive.find_pairs(&Cancel::default(), &mut |done, total| far.push((done, total))).unwrap(),
        1
    );
    assert_eq!(far.last(), Some(&(5, 5)));
    assert!(far.is_sorted());
}
