//! What every archive must offer beside what it finds: other words, filters, and the forms in which words are written.

use super::{filled, ids, request};
use crate::archive::{Archive, ArchiveError, Cancel, Form, forms as forms_of};

/// Other words are offered for those that no article has, filters for those that name one; all with what they find.
pub(in crate::archive) fn offers(archive: &dyn Archive) {
    filled(archive);
    let offered = |line: &str| -> Vec<(String, usize)> {
        let offers = archive.offers(&request(line), line, &Cancel::default()).unwrap();
        offers.into_iter().map(|offer| (offer.query.to_string(), offer.count)).collect()
    };
    let one = |query: &str, count| vec![(query.to_owned(), count)];
    assert_eq!(offered("harbor"), one("harbour", 2));
    assert_eq!(offered("hgldkhx"), one("الميناء", 1), "the keys of the other layout");
    assert_eq!(offered("Lebnan"), one("لبنان", 1), "by its consonants");
    assert_eq!(offered("France"), one("country:FR", 1));
    assert_eq!(offered("coast France"), one("coast country:FR", 1));
    assert!(offered("harbour").is_empty() && offered("storm harbor").is_empty());
    let stopped = Cancel::default();
    stopped.cancel();
    assert!(matches!(archive.offers(&request("harbor"), "harbor", &stopped), Err(ArchiveError::Cancelled)));
}

/// In which written forms a word is found is told of the articles, and a form that is left out is found no more.
pub(in crate::archive) fn written_forms(archive: &dyn Archive) {
    filled(archive);
    let forms = |line: &str| forms_of(archive, &request(line), &Cancel::default()).unwrap();
    let form = |written: &str, articles, dropped| Form { written: written.to_owned(), articles, dropped };
    assert_eq!(forms("وفد").words[0].forms, [form("الوفد", 1, false)]);
    let left = forms("house~-houses -trees OR coast");
    assert_eq!((left.read, left.of), (0, 0));
    let left = forms("house~-houses");
    assert_eq!((left.read, left.of), (1, 1));
    assert_eq!(left.words[0].forms, [form("houses", 1, true)]);
    assert_eq!(forms("the").words[0].forms, [form("The", 3, false), form("the", 3, false)]);
    assert!(forms("\"old harbour\" =storm -letter").words.is_empty());
    assert_eq!(ids(archive, "house"), ["storm-en"]);
    assert!(ids(archive, "house~-houses").is_empty() && ids(archive, "the~-the~-The").is_empty());
    assert_eq!(ids(archive, "the~-the storm"), ["storm-en"]);
    assert_eq!(ids(archive, "الوفد~-الوفود"), ["talks-ar"]);
    assert!(ids(archive, "الوفد~-الوفد").is_empty());
    assert_eq!(ids(archive, "harbour -Tunis~-Tunis"), ["harbour-en", "letter-en"]);
}
