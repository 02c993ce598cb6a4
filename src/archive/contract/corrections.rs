//! What the reader corrected against what is imported.

use super::{NOW, answer, counts, filled, five, ids, value};
use crate::archive::{Archive, Cancel, Field};
use crate::article::correction::{Judged, Kind, PutBack, Verdict};
use crate::article::{Amendment, Article, ArticleId, Correction, Cut, Tag};

fn judged(kind: Kind, value: &str, verdict: Verdict) -> Amendment {
    Amendment::Judge(Judged { kind, value: value.into(), verdict })
}

fn put(archive: &dyn Archive, articles: &[Article]) -> i64 {
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, articles).unwrap();
    archive.end_batch(batch).unwrap();
    batch
}

fn storm() -> ArticleId {
    "storm-en".into()
}

fn whole(archive: &dyn Archive) {
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    let front = archive.front(50).unwrap();
    let found = answer(archive, "");
    for field in [Field::Country, Field::Topic, Field::Org] {
        assert_eq!(counts(&front, field), counts(&found, field), "the first frame and the index agree");
    }
}

/// A correction is found, counted and read at once, and taking it back leaves all as it was.
pub(in crate::archive) fn corrected_and_taken_back(archive: &dyn Archive) {
    filled(archive);
    let before = (archive.get(&storm()).unwrap(), answer(archive, "").facets);
    let steps = [judged(Kind::Country, "PT", Verdict::Is), judged(Kind::Topic, "norms", Verdict::Is)];
    let correction = archive.amend(&storm(), &steps).unwrap();
    assert_eq!(correction.judged.len(), 2);
    assert_eq!(archive.correction(&storm()).unwrap(), correction);
    assert_eq!(archive.corrections().unwrap(), [(storm(), correction)]);
    assert_eq!(ids(archive, "country:PT topic:norms"), ["storm-en"]);
    assert_eq!(value(&answer(archive, ""), Field::Country, "PT").count, 1);
    let row = &archive.rows(&answer(archive, "country:PT").rows).unwrap()[0];
    assert!(row.countries.contains(&"PT".to_owned()));
    whole(archive);
    archive.amend(&storm(), &[Amendment::ForgetAll]).unwrap();
    assert_eq!((archive.get(&storm()).unwrap(), answer(archive, "").facets), before);
    assert_eq!(archive.corrections().unwrap(), []);
    whole(archive);
}

/// It wins over what a later import finds, outlives a removal and an undone import, and may come before its article.
pub(in crate::archive) fn corrections_win_over_imports(archive: &dyn Archive) {
    let verdict = [judged(Kind::Country, "PT", Verdict::Not), judged(Kind::Country, "ES", Verdict::Is)];
    archive.amend(&storm(), &verdict).unwrap();
    filled(archive);
    let holds = |after: &str| {
        assert_eq!(ids(archive, "country:ES"), ["storm-en"], "{after}");
        assert_eq!(ids(archive, "country:PT"), Vec::<String>::new(), "{after}");
        whole(archive);
    };
    holds("the first import");
    let mut changed = five().into_iter().find(|article| article.id == storm()).unwrap();
    changed.countries.push(Tag::declared("PT"));
    changed.provenance.hash.push_str("later");
    let batch = put(archive, std::slice::from_ref(&changed));
    holds("an import of a changed one");
    archive.undo_batch(batch).unwrap();
    holds("that import undone");
    archive.remove(&[storm()]).unwrap();
    assert_eq!(ids(archive, "country:ES"), Vec::<String>::new());
    put(archive, std::slice::from_ref(&changed));
    holds("a return");
    archive.amend(&storm(), &[Amendment::ForgetAll]).unwrap();
    assert_eq!(ids(archive, "country:PT"), ["storm-en"], "what was imported last is there");
    whole(archive);
}

/// What is put back into one side of a pair has a place in its beads.
pub(in crate::archive) fn a_pair_is_aligned_with_what_was_put_back(archive: &dyn Archive) {
    let mut five = five();
    for article in &mut five {
        article.cut.push(Cut { text: "Related: ferries".into(), reason: "related".into(), after: -1 });
    }
    put(archive, &five);
    archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap();
    let id = ArticleId::from("harbour-en");
    let beads = || archive.pairs(&id).unwrap().remove(0).beads;
    let before = beads();
    let piece = PutBack { text: "Related: ferries".into(), nth: 0 };
    archive.amend(&id, &[Amendment::PutBack(piece.clone())]).unwrap();
    let blocks: Vec<usize> = beads().into_iter().flat_map(|bead| bead.en).collect();
    assert_eq!(blocks, [0, 1, 2], "every block is in one bead");
    assert!(beads().iter().any(|bead| bead.ar == [0] && bead.en.contains(&1)));
    archive.amend(&id, &[Amendment::CutAgain(piece)]).unwrap();
    assert_eq!(beads(), before);
}

/// What was cut and is put back is read and found, and stays so when the page is imported again.
pub(in crate::archive) fn cut_text_is_put_back(archive: &dyn Archive) {
    let mut page = five().into_iter().find(|article| article.id == storm()).unwrap();
    page.cut.push(Cut { text: "Seagulls returned first".into(), reason: "related".into(), after: 0 });
    put(archive, std::slice::from_ref(&page));
    assert_eq!(ids(archive, "seagulls"), Vec::<String>::new());
    let piece = PutBack { text: "Seagulls returned first".into(), nth: 0 };
    archive.amend(&storm(), &[Amendment::PutBack(piece.clone())]).unwrap();
    let there = |after: &str| {
        assert_eq!(ids(archive, "seagulls"), ["storm-en"], "{after}");
        let article = archive.get(&storm()).unwrap().unwrap();
        assert_eq!(article.blocks[1].text, "Seagulls returned first", "{after}");
        assert_eq!(article.cut, []);
        whole(archive);
    };
    there("it was put back");
    put(archive, std::slice::from_ref(&page));
    there("an import of the same");
    page.title.push('!');
    page.provenance.hash.push_str("later");
    put(archive, std::slice::from_ref(&page));
    there("an import of a changed one");
    assert_eq!(archive.amend(&storm(), &[Amendment::CutAgain(piece)]).unwrap(), Correction::default());
    assert_eq!(archive.get(&storm()).unwrap(), Some(page));
    assert_eq!(ids(archive, "seagulls"), Vec::<String>::new());
}
