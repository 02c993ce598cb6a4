//! Versions of one text: linked into one entry, none lost, and parted again when they go ways of their own.

use std::collections::BTreeSet;

use super::{NOW, answer, article, counts, dated, ids};
use crate::archive::query::Field;
use crate::archive::{Archive, PutSummary, StateChange};
use crate::article::{Article, ArticleId, Block, BlockKind, Lang, Provenance};

/// Sentences of a report, each of other words.
const REPORT: [&str; 8] = [
    "The ferry company said on Sunday that it would end the night crossing between the two islands in autumn.",
    "Fewer than 60 people a night had taken the boat since the bridge was opened, according to its figures.",
    "Fishermen who bring their catch to the morning market called the decision a blow to small villages.",
    "A spokeswoman for the regional council promised talks about a bus that would leave before dawn.",
    "The oldest of the three vessels, built 41 years ago, is to be sold to a museum on the mainland.",
    "Its captain, who has steered it through every winter storm, will retire at the end of the season.",
    "Shopkeepers near the pier fear that guests will stay away once the last lamp is put out.",
    "Nobody could say whether the lighthouse tavern will keep its doors open until then.",
];

/// The report as a paper has it.
fn report(id: &str, source: &str) -> Article {
    let mut report = dated(article(id, Lang::En, "The night ferry ends", &REPORT), "2022-05-06");
    report.source = Some(source.into());
    report.provenance.hash = format!("{source} {id}");
    report
}

/// The report with one sentence more, of which the other papers know nothing.
fn longer(id: &str, source: &str) -> Article {
    let mut longer = report(id, source);
    longer.blocks.push(Block::new(BlockKind::Paragraph, "The harbourmaster keeps albatrosses."));
    longer
}

/// Another article of the same address, from a file of its own.
fn from(mut article: Article, path: &str) -> Article {
    article.provenance = Provenance {
        path: path.into(),
        hash: format!("{path} {:?}", article.blocks),
        ..Provenance::default()
    };
    article
}

fn put(archive: &dyn Archive, articles: &[Article]) -> (i64, PutSummary) {
    let batch = archive.begin_batch(NOW).unwrap();
    let summary = archive.put(batch, articles).unwrap();
    archive.end_batch(batch).unwrap();
    (batch, summary)
}

fn others(archive: &dyn Archive, id: &str) -> Vec<String> {
    archive.copies(&id.into()).unwrap().into_iter().map(|version| version.row.id.0).collect()
}

fn is_whole(archive: &dyn Archive) {
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
    // The first frame and a search say the same.
    let (front, all) = (archive.front(100).unwrap(), answer(archive, ""));
    assert_eq!((front.total, &front.rows), (all.total, &all.rows));
    for field in [Field::Source, Field::Lang, Field::Is] {
        assert_eq!(counts(&front, field), counts(&all, field));
    }
}

/// A text that several papers carried is one entry: found by each source and by the words of each.
pub(in crate::archive) fn one_entry(archive: &dyn Archive) {
    let (_, summary) = put(archive, &[report("alef", "Alef"), longer("bee", "Bee"), report("cat", "Cat")]);
    assert_eq!((summary.imported, summary.linked), (3, 2));
    assert_eq!(ids(archive, ""), ["alef"]);
    assert_eq!(others(archive, "alef"), ["bee", "cat"]);
    assert_eq!(others(archive, "cat"), ["alef", "bee"]);
    for query in
        ["source:Bee", "source:Cat", "source:Alef", "albatrosses", "=albatrosses", "\"harbourmaster keeps\""]
    {
        assert_eq!(ids(archive, query), ["alef"], "{query}");
    }
    assert!(ids(archive, "-source:Cat").is_empty());
    assert_eq!(counts(&answer(archive, ""), Field::Source), [("Alef", 1), ("Bee", 1), ("Cat", 1)]);
    let row = archive.rows(&answer(archive, "").rows).unwrap().remove(0);
    assert_eq!((row.copies, row.source.as_deref()), (2, Some("Alef")));
    assert_eq!(row.sources, ["Alef", "Bee", "Cat"]);
    // Each is there whole, by its own id.
    assert_eq!(archive.get(&"bee".into()).unwrap(), Some(longer("bee", "Bee")));
    let version = archive.copies(&"alef".into()).unwrap().remove(0);
    assert_eq!((version.path.as_str(), version.row.copy_of), ("/news/bee", Some("alef".into())));
    let info = archive.info().unwrap();
    assert_eq!((info.articles, info.copies), (1, 2));
    // Storing them again changes nothing.
    let (_, again) = put(archive, &[report("cat", "Cat"), longer("bee", "Bee")]);
    assert_eq!(again, PutSummary { unchanged: 2, ..PutSummary::default() });
    is_whole(archive);
}

/// When the main one goes, or its import is undone, another one is in its place; when a copy goes, its source goes.
pub(in crate::archive) fn heirs(archive: &dyn Archive) {
    let (first, _) = put(archive, &[report("alef", "Alef")]);
    let (second, _) = put(archive, &[longer("bee", "Bee")]);
    put(archive, &[report("cat", "Cat")]);
    assert_eq!(archive.undo_batch(first).unwrap(), 1);
    assert_eq!(ids(archive, "albatrosses source:Cat"), ["bee"]);
    assert!(ids(archive, "source:Alef").is_empty());
    is_whole(archive);
    assert_eq!(archive.remove(&["cat".into()]).unwrap(), 1);
    assert_eq!(ids(archive, "source:Bee"), ["bee"]);
    assert!(ids(archive, "source:Cat").is_empty());
    assert_eq!(archive.rows(&answer(archive, "").rows).unwrap()[0].sources, Vec::<String>::new());
    is_whole(archive);
    assert_eq!(archive.undo_batch(second).unwrap(), 1);
    assert_eq!(answer(archive, "").total, 0);
    is_whole(archive);
    // All at once, the main one first.
    put(archive, &[report("alef", "Alef"), report("bee", "Bee"), report("cat", "Cat")]);
    assert_eq!(archive.remove(&["alef".into(), "bee".into(), "cat".into()]).unwrap(), 3);
    assert_eq!(answer(archive, "").total, 0);
    is_whole(archive);
}

/// An article that is rewritten is no version any more; undone, it is one again.
pub(in crate::archive) fn parted(archive: &dyn Archive) {
    put(archive, &[report("alef", "Alef"), report("bee", "Bee"), report("cat", "Cat")]);
    let text = ["A bakery in the old town sells bread at midnight.", "Its oven is never cold."];
    let rewritten = |id: &str, source: &str| {
        let mut other = dated(article(id, Lang::En, "Bread at night", &text), "2022-05-06");
        other.source = Some(source.into());
        other
    };
    let (copy, summary) = put(archive, &[rewritten("bee", "Bee")]);
    assert_eq!((summary.updated, summary.linked), (1, 0));
    assert_eq!(ids(archive, "bakery"), ["bee"]);
    assert_eq!(others(archive, "alef"), ["cat"]);
    assert!(ids(archive, "ferry source:Bee").is_empty());
    is_whole(archive);
    assert_eq!(archive.undo_batch(copy).unwrap(), 1);
    assert_eq!(ids(archive, "source:Bee"), ["alef"]);
    is_whole(archive);
    // The main one goes its own way: the others stay together.
    let (main, _) = put(archive, &[rewritten("alef", "Alef")]);
    assert_eq!(ids(archive, "bakery"), ["alef"]);
    assert_eq!(ids(archive, "ferry source:Cat"), ["bee"]);
    assert_eq!(others(archive, "bee"), ["cat"]);
    is_whole(archive);
    archive.undo_batch(main).unwrap();
    assert_eq!(answer(archive, "").total, 1);
    assert_eq!(archive.copies(&"alef".into()).unwrap().len(), 2);
    is_whole(archive);
}

/// What the reader noted is not lost from sight: the article that has a star is the main one.
pub(in crate::archive) fn noted(archive: &dyn Archive) {
    put(archive, &[report("bee", "Bee")]);
    let id = ArticleId::from("bee");
    archive.set_state(&id, &StateChange { starred: Some(true), ..StateChange::default() }).unwrap();
    archive.remove(&[id]).unwrap();
    put(archive, &[report("alef", "Alef"), report("cat", "Cat")]);
    assert_eq!(ids(archive, ""), ["alef"]);
    put(archive, &[report("bee", "Bee")]);
    assert_eq!(ids(archive, "is:starred source:Alef source:Cat"), ["bee"]);
    assert_eq!(others(archive, "bee"), ["alef", "cat"]);
    is_whole(archive);
    // A copy's own star counts when it is listed.
    archive.set_state(&"cat".into(), &StateChange { starred: Some(true), ..StateChange::default() }).unwrap();
    is_whole(archive);
    archive.remove(&["bee".into()]).unwrap();
    assert_eq!(ids(archive, "is:starred"), ["cat"]);
    is_whole(archive);
}

/// Copies are never looked at for pairs nor offered as one; the entry keeps its pair.
pub(in crate::archive) fn pairs_of_an_entry(archive: &dyn Archive) {
    let story = |mut article: Article| {
        article.pair_key = Some("ferry".into());
        article
    };
    let arabic = dated(
        article("ar", Lang::Ar, "نهاية العبارة الليلية", &["قالت الشركة إنها ستوقف الرحلة الليلية."]),
        "2022-05-06",
    );
    put(archive, &[report("alef", "Alef"), story(report("bee", "Bee")), story(arabic)]);
    archive.find_pairs(&crate::archive::Cancel::default(), &mut |_, _| {}).unwrap();
    // The one whose file declares its story is the main one.
    assert_eq!(ids(archive, "is:paired"), ["ar", "bee"]);
    assert_eq!(answer(archive, "").stories, 1);
    is_whole(archive);
    archive.remove(&["bee".into()]).unwrap();
    assert!(ids(archive, "is:paired").is_empty());
    is_whole(archive);
    put(archive, &[story(report("bee", "Bee"))]);
    archive.find_pairs(&crate::archive::Cancel::default(), &mut |_, _| {}).unwrap();
    assert_eq!(
        ids(archive, "is:paired").into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["ar".into(), "bee".into()])
    );
    let offered = archive.candidates(&"ar".into(), 9).unwrap();
    assert!(offered.iter().all(|row| row.copies == 0 && row.copy_of.is_none()), "{offered:?}");
    is_whole(archive);
}

/// The same address in another file is a version of its own, whatever it says; importing either again changes nothing.
pub(in crate::archive) fn one_address(archive: &dyn Archive) {
    let page = from(
        article("page", Lang::En, "Cranes leave early", &["The cranes left the lake in August."]),
        "/one.html",
    );
    let other = from(
        article("page", Lang::En, "Cranes go", &["Birds were seen over the lake, as every year."]),
        "/two.html",
    );
    put(archive, std::slice::from_ref(&page));
    let (batch, summary) = put(archive, std::slice::from_ref(&other));
    assert_eq!((summary.imported, summary.updated, summary.linked), (1, 0, 1));
    assert_eq!(ids(archive, "cranes"), ["page"]);
    assert_eq!(ids(archive, "birds"), ["page"]);
    assert_eq!(archive.get(&"page".into()).unwrap(), Some(page.clone()));
    let versions = archive.copies(&"page".into()).unwrap();
    let [version] = versions.as_slice() else { panic!("one version, not {versions:?}") };
    assert_eq!((version.path.as_str(), version.row.title.as_str()), ("/two.html", "Cranes go"));
    let (_, again) = put(archive, &[other.clone(), page.clone()]);
    assert_eq!(again, PutSummary { unchanged: 2, ..PutSummary::default() });
    // A new form of either file is an update of its own version.
    let edited = from(
        article("page", Lang::En, "Cranes go", &["Birds were seen over the marsh, as always."]),
        "/two.html",
    );
    let (_, summary) = put(archive, &[edited]);
    assert_eq!((summary.imported, summary.updated), (0, 1));
    assert_eq!(ids(archive, "marsh"), ["page"]);
    is_whole(archive);
    // The same text from a third file is nothing new.
    let (_, same) = put(archive, &[from(page.clone(), "/three.jsonl#7")]);
    assert_eq!(same.unchanged, 1);
    // When the first is removed the second is listed, and is known again.
    archive.remove(&["page".into()]).unwrap();
    assert_eq!(archive.rows(&answer(archive, "marsh").rows).unwrap()[0].id, version.row.id);
    let (_, again) = put(archive, &[other]);
    assert_eq!((again.imported, again.updated), (0, 1));
    is_whole(archive);
    archive.undo_batch(batch).unwrap();
    is_whole(archive);
}

/// A file that states the id itself brings that article, whatever it is called: its new form, or the same.
pub(in crate::archive) fn stated_id(archive: &dyn Archive) {
    let mut first = from(
        article("nine", Lang::En, "Cranes leave early", &["The cranes left in August."]),
        "/may.jsonl#1",
    );
    first.provenance.states_id = true;
    put(archive, std::slice::from_ref(&first));
    let again = Article { provenance: from(first.clone(), "/june.jsonl#4").provenance, ..first.clone() };
    let stated = |mut article: Article| {
        article.provenance.states_id = true;
        article
    };
    let (_, summary) = put(archive, &[stated(again.clone())]);
    assert_eq!(summary, PutSummary { unchanged: 1, ..PutSummary::default() });
    let elsewhere = Article { source: Some("Lake Post".into()), ..again.clone() };
    let (_, summary) = put(archive, &[stated(elsewhere)]);
    assert_eq!((summary.updated, summary.imported), (1, 0), "what is known about it changed");
    let text =
        from(article("nine", Lang::En, "Cranes stay", &["The cranes are still there."]), "/july.jsonl#2");
    let (_, summary) = put(archive, &[stated(text)]);
    assert_eq!((summary.updated, summary.imported, summary.linked), (1, 0, 0), "so did its text");
    assert_eq!(ids(archive, "still"), ["nine"]);
    is_whole(archive);
}

/// Where the stored one is only the beginning, the fuller text takes its place and its id, and the excerpt stays.
pub(in crate::archive) fn fuller_text(archive: &dyn Archive) {
    let excerpt =
        from(article("item", Lang::En, "The night ferry ends", &REPORT[..1]), "http://feed.example/");
    let whole = from(article("item", Lang::En, "The night ferry ends", &REPORT), "/saved.html");
    put(archive, std::slice::from_ref(&excerpt));
    archive
        .set_state(&"item".into(), &StateChange { starred: Some(true), ..StateChange::default() })
        .unwrap();
    let (batch, summary) = put(archive, std::slice::from_ref(&whole));
    assert_eq!((summary.imported, summary.updated, summary.linked), (1, 0, 1));
    assert_eq!(archive.get(&"item".into()).unwrap(), Some(whole.clone()));
    assert_eq!(ids(archive, "is:starred tavern"), ["item"]);
    assert_eq!(archive.copies(&"item".into()).unwrap()[0].path, "http://feed.example/");
    let (_, again) = put(archive, &[whole.clone(), excerpt.clone()]);
    assert_eq!(again, PutSummary { unchanged: 2, ..PutSummary::default() });
    is_whole(archive);
    archive.undo_batch(batch).unwrap();
    assert_eq!(archive.get(&"item".into()).unwrap(), Some(excerpt.clone()));
    assert!(archive.copies(&"item".into()).unwrap().is_empty());
    assert_eq!(ids(archive, ""), ["item"]);
    is_whole(archive);
    // The same feed again is an update; so is the page that completes its item.
    let mut completed = whole;
    completed.provenance.hash = format!("{}-page", excerpt.provenance.hash);
    let (_, summary) = put(archive, &[completed]);
    assert_eq!((summary.updated, summary.imported), (1, 0));
    is_whole(archive);
}

/// Articles that only look alike stay apart.
pub(in crate::archive) fn not_linked(archive: &dyn Archive) {
    let later = Article { date: Some("2022-06-30".parse().unwrap()), ..report("late", "Late") };
    let machine = Article { machine_translated: true, ..report("machine", "Machine") };
    let bulletin = |id: &str, numbers: [u32; 4]| {
        let [a, b, c, d] = numbers;
        let text = format!(
            "Shares on the exchange closed higher on Monday, with the main index at {a} points in thin trade. The \
             banking index stood at {b} points while insurers were little changed. Turnover reached {c} million in \
             {d} deals, brokers said, and most of it went into a handful of well known names as usual this spring."
        );
        dated(article(id, Lang::En, "Shares close higher", &[&text]), "2022-05-06")
    };
    let short = |id: &str, title: &str| dated(article(id, Lang::En, title, &["More follows."]), "2022-05-06");
    let all = [
        report("alef", "Alef"),
        later,
        machine,
        bulletin("monday", [7012, 3120, 94, 4411]),
        bulletin("tuesday", [7040, 3119, 88, 4230]),
        short("storm", "Storm nears"),
        short("vote", "Vote begins"),
    ];
    let (_, summary) = put(archive, &all);
    assert_eq!((summary.imported, summary.linked), (7, 0));
    assert_eq!(answer(archive, "").total, 7);
    is_whole(archive);
}
