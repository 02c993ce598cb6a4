//! Rows and their order: every sort, pages, what is gone.

use super::{NOW, answer, article, dated, filled, ids, ids_of, request};
use crate::archive::{Archive, ArchiveError, Cancel, Request, RowId};
use crate::article::{Article, ArticleId, Lang};

/// Articles enough for several pages, with dates of every precision, many the same, every seventh undated.
fn many() -> Vec<Article> {
    let date = |n: usize| match n % 5 {
        0 => format!("{}", 2001 + n % 9),
        1 => format!("20{:02}-{:02}", n % 20, 1 + n % 12),
        _ => format!("20{:02}-{:02}-{:02}", n % 20, 1 + n % 12, 1 + n % 28),
    };
    let one = |n: usize| {
        let title = format!("{}{n:03}", ["Quay ", "«Quay", "quay ", "رصيف "][n % 4]);
        let plain = article(&format!("id-{n:03}"), Lang::En, &title, &["A quay of stone."]);
        if n.is_multiple_of(7) { plain } else { dated(plain, &date(n)) }
    };
    (0..260).map(one).collect()
}

fn stored(archive: &dyn Archive) -> Vec<Article> {
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, &many()).unwrap();
    archive.end_batch(batch).unwrap();
    many()
}

/// The rows of an answer, some at a time, are those of the answer in its order.
pub(in crate::archive) fn pages(archive: &dyn Archive) {
    stored(archive);
    for query in ["", "quay", "sort:title", "quay sort:relevance"] {
        let found = answer(archive, query);
        assert_eq!((found.rows.len(), found.total), (260, 260), "{query}");
        let whole: Vec<RowId> = archive.rows(&found.rows).unwrap().iter().map(|row| row.row).collect();
        assert_eq!(whole, *found.rows, "{query}");
        let paged: Vec<RowId> =
            found.rows.chunks(33).flat_map(|page| archive.rows(page).unwrap()).map(|row| row.row).collect();
        assert_eq!(paged, whole, "{query}");
        assert_eq!(*answer(archive, query).rows, whole, "the same again: {query}");
    }
    assert_eq!(archive.rows(&[]).unwrap(), []);
}

/// Any order that is asked for; what is gone or never was is left out.
pub(in crate::archive) fn gone(archive: &dyn Archive) {
    filled(archive);
    let all = answer(archive, "").rows;
    let backwards: Vec<RowId> = all.iter().rev().copied().collect();
    let order = |rows: &[RowId]| archive.rows(rows).unwrap().iter().map(|row| row.row).collect::<Vec<_>>();
    assert_eq!(order(&backwards), backwards);
    let storm = answer(archive, "storm").rows[0];
    archive.remove(&["storm-en".into()]).unwrap();
    let left: Vec<RowId> = backwards.iter().copied().filter(|row| *row != storm).collect();
    assert_eq!(order(&backwards), left);
    assert_eq!(order(&[RowId::MAX, left[0], 0]), [left[0]]);
    // Its number is not given to another one.
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, &[article("new-en", Lang::En, "New", &["A new text."])]).unwrap();
    archive.end_batch(batch).unwrap();
    assert_eq!(order(&backwards), left);
}

/// Newest first by the first day that a date can mean, undated ones last; the later stored of two comes first.
pub(in crate::archive) fn by_date(archive: &dyn Archive) {
    let mut articles = stored(archive);
    articles.reverse();
    let key = |article: &Article| article.date.as_ref().map(crate::article::PartialDate::first_day);
    articles.sort_by_key(|article| std::cmp::Reverse(key(article)));
    let wanted: Vec<String> = articles.into_iter().map(|article| article.id.0).collect();
    for query in ["", "sort:date", "quay", "quay OR stone sort:date"] {
        assert_eq!(ids(archive, query), wanted, "{query}");
    }
    for limit in [0, 1, 50, 259, 260, 9999] {
        let front = archive.front(limit).unwrap();
        assert_eq!(ids_of(archive, &front), wanted[..limit.min(260)]);
        assert_eq!(front.total, 260);
    }
}

/// By title as it is folded, whatever sign opens it, the same title by age.
pub(in crate::archive) fn by_title(archive: &dyn Archive) {
    stored(archive);
    let titles: Vec<String> =
        archive.rows(&answer(archive, "sort:title").rows).unwrap().into_iter().map(|row| row.title).collect();
    let key = |title: &str| {
        let folded = crate::fold::fold(title);
        folded.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    let keys: Vec<String> = titles.iter().map(|title| key(title)).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    let found = ids(archive, "quay sort:title year:2003");
    let whole: Vec<String> = ids(archive, "sort:title").into_iter().filter(|id| found.contains(id)).collect();
    assert_eq!(found, whole);
}

/// Best first, with a score for each; all that match are there.
pub(in crate::archive) fn by_relevance(archive: &dyn Archive) {
    let batch = archive.begin_batch(NOW).unwrap();
    let text = |n: usize| format!("{}{}", "anchor ".repeat(n), "filling ".repeat(30 - n));
    let articles: Vec<Article> =
        [1, 9, 3, 6].map(|n| article(&format!("n{n}"), Lang::En, "Title", &[&text(n)])).into();
    archive.put(batch, &articles).unwrap();
    archive.end_batch(batch).unwrap();
    let found = answer(archive, "anchor sort:relevance");
    assert_eq!(ids_of(archive, &found), ["n9", "n6", "n3", "n1"]);
    let scores = found.scores.unwrap();
    assert_eq!(scores.len(), 4);
    assert!(scores.windows(2).all(|two| two[0] > two[1]), "{scores:?}");
    let mut any = ids(archive, "filling sort:relevance");
    any.sort();
    assert_eq!(any, ["n1", "n3", "n6", "n9"]);
}

/// Any of the words: those that have more of them come first by relevance, exclusions and filters hold all the same.
pub(in crate::archive) fn any_of_the_words(archive: &dyn Archive) {
    filled(archive);
    let any = |query: &str| {
        let request = Request { any: true, ..request(query) };
        ids_of(archive, &archive.search(&request, &Cancel::default()).unwrap())
    };
    assert_eq!(any("letter harbour coast sort:relevance")[0], "letter-en");
    assert_eq!(any("storm harbour -letter"), ["harbour-en", "storm-en"]);
    assert_eq!(any("storm harbour year:2020"), ["storm-en"]);
    assert_eq!(any("storm harbour lang:ar"), Vec::<String>::new());
    assert_eq!(any("harbour nowhere"), any("harbour"));
    // How many that would be is told when all together find nothing, and only then.
    let told = |query: &str| answer(archive, query).any_total;
    assert_eq!((told("storm letter"), told("old harbour"), told("storm")), (Some(2), None, None));
}

/// A search ends with `Cancelled` when it was cancelled before or while it ran, and leaves nothing behind.
pub(in crate::archive) fn given_up(archive: &dyn Archive) {
    stored(archive);
    let before = ids(archive, "quay");
    let cancel = Cancel::default();
    std::thread::scope(|threads| {
        let searches = threads.spawn(|| {
            let mut ended = 0;
            loop {
                match archive.search(&request("quay OR st -nothing"), &cancel) {
                    Ok(found) => assert_eq!(found.total, 260),
                    Err(ArchiveError::Cancelled) => return ended,
                    Err(error) => panic!("{error}"),
                }
                ended += 1;
            }
        });
        while archive.search(&request("stone"), &Cancel::default()).is_err() {}
        cancel.cancel();
        searches.join().unwrap();
    });
    assert_eq!(ids(archive, "quay"), before);
    assert!(archive.get(&ArticleId::from("id-001")).unwrap().is_some());
}

/// A date that is not exact can fall into a span, and so it is found there; excluded is only what certainly falls into
/// it. What has no date is in no span.
pub(in crate::archive) fn excluded_dates(archive: &dyn Archive) {
    filled(archive);
    assert_eq!(ids(archive, "date:2020-06"), ["talks-ar", "storm-en"]);
    assert_eq!(ids(archive, "-date:2020-06"), ["harbour-ar", "harbour-en", "storm-en", "letter-en"]);
    assert_eq!(ids(archive, "-date:2020-06-03"), ids(archive, ""));
    assert_eq!(ids(archive, "-date:2020..2021-02"), ["harbour-ar", "harbour-en", "letter-en"]);
    assert_eq!(ids(archive, "-year:2021"), ["talks-ar", "storm-en", "letter-en"]);
}
