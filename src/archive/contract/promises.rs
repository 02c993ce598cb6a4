//! Facets: each count against the search that it promises.

use super::{NOW, answer, article, counts, dated, facet, filled, tagged, value};
use crate::archive::query::Field;
use crate::archive::{Archive, Cancel, Choice, StateChange};
use crate::article::{Article, Lang};

/// Articles with every combination of two countries, two languages, three years and none, and two publishers.
fn grid() -> Vec<Article> {
    let mut all = Vec::new();
    for n in 0..72 {
        let lang = if n % 2 == 0 { Lang::Ar } else { Lang::En };
        let countries: &[&str] = [&["FR"][..], &["FR", "TN"], &["TN"], &[]][n / 2 % 4];
        let mut one = tagged(
            article(
                &format!("g{n:02}"),
                lang,
                &format!("Grid {n}"),
                &[["a red kite", "a blue kite", "a kite"][n % 3]],
            ),
            countries,
            &[],
        );
        if n % 9 != 0 {
            one = dated(one, &format!("20{}-03-01", 18 + n / 8 % 3));
        }
        one.source = (n % 5 != 0).then(|| ["Alef", "Bee"][n % 2].to_owned());
        all.push(one);
    }
    all
}

/// The count beside a value is what one finds who chooses it: the query without the facet's own selection, and with
/// the value. This holds for every facet at once, with words, exclusions and state in the query.
pub(in crate::archive) fn promises(archive: &dyn Archive) {
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, &grid()).unwrap();
    archive.end_batch(batch).unwrap();
    for n in [3, 4, 10, 23] {
        let change = StateChange { starred: Some(true), ..StateChange::default() };
        archive.set_state(&format!("g{n:02}").as_str().into(), &change).unwrap();
    }
    let parts =
        [("country", "country:FR"), ("lang", "lang:ar"), ("year", "year:2019"), ("source", "source:alef")];
    let mut compared = 0;
    for chosen in 0..1 << parts.len() {
        for word in ["", "red", "-blue", "is:starred", "red OR blue"] {
            let query = |without: &str| {
                let chosen =
                    parts.iter().enumerate().filter(|(at, part)| chosen >> at & 1 == 1 && part.0 != without);
                let parts: Vec<&str> = chosen.map(|(_, part)| part.1).chain([word]).collect();
                parts.join(" ")
            };
            let found = answer(archive, &query(""));
            for (name, field) in [
                ("country", Field::Country),
                ("lang", Field::Lang),
                ("year", Field::Year),
                ("source", Field::Source),
            ] {
                for value in &facet(&found, field).values {
                    let promised = format!("{name}:\"{}\" {}", value.value, query(name));
                    assert_eq!(value.count, answer(archive, &promised).total, "{promised}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

/// Values excluded, several of one facet, and all of them asked for together.
pub(in crate::archive) fn choices(archive: &dyn Archive) {
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, &grid()).unwrap();
    archive.end_batch(batch).unwrap();
    let total = |query: &str| answer(archive, query).total;
    assert_eq!((total("country:FR"), total("country:TN"), total("country:unknown")), (36, 36, 18));
    assert_eq!((total("country:FR,TN"), total("country:FR+TN"), total("-country:FR")), (54, 18, 36));
    assert_eq!((total("country:FR -country:TN"), total("-country:FR -country:TN")), (18, 18));
    let found = answer(archive, "country:FR -country:TN");
    let choice = |code: &str| value(&found, Field::Country, code).choice;
    assert_eq!(
        (choice("FR"), choice("TN"), choice("unknown")),
        (Choice::Include, Choice::Exclude, Choice::Off)
    );
    // A facet's own selection does not narrow its own counts, others do.
    assert_eq!(counts(&found, Field::Country), [("FR", 36), ("TN", 36), ("unknown", 18)]);
    assert_eq!(counts(&found, Field::Lang).iter().map(|(_, n)| n).sum::<usize>(), 18);
}

/// The first frame against a search for everything, after every kind of change.
pub(in crate::archive) fn front_follows(archive: &dyn Archive) {
    let same = |after: &str| {
        let (front, all) = (archive.front(3).unwrap(), answer(archive, ""));
        assert_eq!(front.facets, all.facets, "{after}");
        assert_eq!((front.total, front.stories), (all.total, all.stories), "{after}");
        assert_eq!(front.rows[..], all.rows[..3.min(all.total)], "{after}");
        assert_eq!(archive.check().unwrap(), Vec::<String>::new(), "{after}");
    };
    same("nothing");
    let batch = filled(archive);
    same("an import");
    let change =
        StateChange { tags: Some(vec!["sea".into()]), starred: Some(true), ..StateChange::default() };
    archive.set_state(&"harbour-en".into(), &change).unwrap();
    same("a note");
    archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap();
    same("pairs");
    let next = archive.begin_batch(NOW).unwrap();
    let changed = article("harbour-ar", Lang::Ar, "الميناء", &["لا شيء"]);
    archive
        .put(next, &[changed, tagged(article("more", Lang::En, "More", &["more"]), &["FR"], &[])])
        .unwrap();
    archive.end_batch(next).unwrap();
    same("an update");
    archive.remove(&["harbour-en".into()]).unwrap();
    same("a removal");
    archive.undo_batch(next).unwrap();
    same("an undoing");
    archive.undo_batch(batch).unwrap();
    same("another");
    assert_eq!(answer(archive, "").total, 0);
}
