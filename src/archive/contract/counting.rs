//! Every facet's three counts against counting by hand, article by article, over many queries; and a kept value that
//! is changed in one step.

use std::collections::BTreeMap;

use super::{NOW, article, dated, request, tagged};
use crate::archive::query::{Field, UNKNOWN};
use crate::archive::{Archive, Cancel, Counts, Query};
use crate::article::{Article, Lang};

/// Numbers that look random and are the same in every run (Knuth's MMIX generator, upper bits).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn some<'a>(&mut self, of: &[&'a str], most: usize) -> Vec<&'a str> {
        let mut chosen: Vec<&str> = (0..self.below(most + 1)).map(|_| of[self.below(of.len())]).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }
}

const COUNTRIES: [&str; 4] = ["EG", "FR", "TN", "US"];
const DATES: [&str; 7] = ["2019", "2019-05", "2019-05-31", "2020-02-29", "2020-03", "2021", "2021-01-01"];
const SOURCES: [&str; 3] = ["North", "South", "West"];

/// Values that each article has, by field, as the facets list them.
type Values = BTreeMap<&'static str, Vec<String>>;

fn values(article: &Article) -> Values {
    let slugs = |tags: &[crate::article::Tag]| tags.iter().map(|t| t.value.clone()).collect::<Vec<_>>();
    let mut topics = slugs(&article.topics);
    for topic in topics.clone() {
        let mut above = crate::tag::topic(&topic).and_then(|t| t.parent);
        while let Some(parent) = above {
            topics.push(parent.to_owned());
            above = crate::tag::topic(parent).and_then(|t| t.parent);
        }
    }
    topics.sort_unstable();
    topics.dedup();
    let year = article.date.iter().map(|d| d.year().to_string()).collect();
    let mut all = Values::from([
        ("country", slugs(&article.countries)),
        ("topic", topics),
        ("source", article.source.iter().cloned().collect()),
        ("lang", vec![article.lang.code().to_owned()]),
        ("year", year),
    ]);
    all.values_mut().filter(|v| v.is_empty()).for_each(|v| v.push(UNKNOWN.to_owned()));
    all
}

/// Whether an article has what the filters of this sign ask of one facet, of which time is one.
fn passes(query: &Query, article: &Article, values: &Values, facet: &str, negated: bool) -> bool {
    let of = |field: Field| if field == Field::Date { "year" } else { field.slug() };
    query.filters.iter().filter(|f| f.negated == negated && of(f.field) == facet).all(|filter| {
        let has = |wanted: &String| match (facet, &article.date) {
            ("year", None) => wanted == UNKNOWN,
            // What can fall into a span is found there; what certainly falls into it is excluded.
            ("year", Some(date)) => {
                crate::archive::query::DateRange::parse(wanted).is_some_and(|range| {
                    match (negated, range.days()) {
                        (true, (from, to)) => date.first_day() >= from && date.last_day() <= to,
                        (false, _) => range.contains(date),
                    }
                })
            }
            _ => values[facet].contains(wanted),
        };
        match (negated, filter.all) {
            (true, _) => !filter.values.iter().any(has),
            (false, true) => filter.values.iter().all(has),
            (false, false) => filter.values.iter().any(has),
        }
    })
}

/// The counts of a facet's values, by the definition.
fn by_hand(all: &[(Article, Values)], query: &Query, facet: &str) -> BTreeMap<String, Counts> {
    let facets = ["country", "topic", "source", "lang", "year"];
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for (article, values) in all {
        let pass = |facet: &str, negated| passes(query, article, values, facet, negated);
        let others = || facets.into_iter().filter(|f| *f != facet);
        if !others().all(|f| pass(f, false)) {
            continue;
        }
        let excluded_by_others = !others().all(|f| pass(f, true));
        let excluded = excluded_by_others || !pass(facet, true);
        for value in &values[facet] {
            counts.entry(value.clone()).or_default().add(Counts {
                count: usize::from(!excluded_by_others),
                before: 1,
                after: usize::from(!excluded),
            });
        }
    }
    counts
}

fn thirty(dice: &mut Dice) -> Vec<Article> {
    let topics: Vec<&str> =
        crate::tag::topics().iter().filter(|t| t.parent.is_some()).map(|t| t.slug).collect();
    let make = |n: usize| {
        let lang = if dice.below(3) == 0 { Lang::Ar } else { Lang::En };
        let mut made = article(&format!("n{n}"), lang, &format!("A title {n}"), &["A text."]);
        if let Some(date) = dice.some(&DATES, 1).first() {
            made = dated(made, date);
        }
        made.source = dice.some(&SOURCES, 1).first().map(|s| (*s).to_owned());
        tagged(made, &dice.some(&COUNTRIES, 3), &dice.some(&topics[..4], 2))
    };
    (0..30).map(make).collect()
}

/// Facets count by hand and by the archive the same, whatever is asked for and excluded.
pub(in crate::archive) fn counting(archive: &dyn Archive) {
    let mut dice = Dice(7);
    let articles = thirty(&mut dice);
    let batch = archive.begin_batch(NOW).unwrap();
    archive.put(batch, &articles).unwrap();
    archive.end_batch(batch).unwrap();
    let all: Vec<(Article, Values)> = articles.into_iter().map(|a| (a.clone(), values(&a))).collect();
    let topics: Vec<String> = all.iter().flat_map(|(_, v)| v["topic"].clone()).collect();
    for round in 0..150 {
        let mut text = Vec::new();
        for (field, values) in [
            ("country", COUNTRIES.to_vec()),
            ("topic", topics.iter().map(String::as_str).collect()),
            ("source", SOURCES.iter().copied().chain([UNKNOWN]).collect()),
            ("date", vec!["2019-05", "2019-06..2020-02", "2020..2021", "2021-01-01", UNKNOWN]),
            ("year", vec!["2019", "2020..", UNKNOWN]),
        ] {
            for sign in ["", "-"] {
                let chosen = dice.some(&values, 2);
                if !chosen.is_empty() && dice.below(3) == 0 {
                    let joint =
                        if sign.is_empty() && field == "country" && round % 2 == 0 { "+" } else { "," };
                    text.push(format!("{sign}{field}:{}", chosen.join(joint)));
                }
            }
        }
        let text = text.join(" ");
        let request = request(&text);
        let answer = archive.search(&request, &Cancel::default()).unwrap();
        for facet in ["country", "topic", "source", "lang", "year"] {
            let found = answer.facets.iter().find(|f| f.field.slug() == facet).unwrap();
            let listed = found.values.iter().filter(|v| v.before > 0);
            let listed: BTreeMap<String, Counts> = listed
                .map(|v| (v.value.clone(), Counts { count: v.count, before: v.before, after: v.after }))
                .collect();
            assert_eq!(listed, by_hand(&all, &request.query, facet), "{facet} of '{text}'");
        }
        let years = by_hand(&all, &request.query, "year");
        let dated = all.iter().filter_map(|(a, _)| a.date.as_ref());
        let known: std::collections::BTreeSet<_> =
            dated.map(|d| (d.year(), d.month().unwrap_or(0), d.day().unwrap_or(0))).collect();
        let mut sums: BTreeMap<String, Counts> = BTreeMap::new();
        for day in answer.days.iter() {
            assert!(known.contains(&(day.year, day.month, day.day)), "{day:?} of '{text}'");
            sums.entry(day.year.to_string()).or_default().add(day.counts);
        }
        sums.extend(years.get(UNKNOWN).map(|n| (UNKNOWN.to_owned(), *n)));
        assert_eq!(sums, years, "the days of '{text}'");
        assert!(answer.days.is_sorted_by_key(|d| (d.year, d.month, d.day)));
    }
}

/// A kept value is changed by what it was.
pub(in crate::archive) fn edited(archive: &dyn Archive) {
    archive.edit_kept("list", &mut |before| before.is_none().then(|| "a".to_owned())).unwrap();
    archive.edit_kept("list", &mut |before| before.map(|b| format!("{b}b"))).unwrap();
    archive.edit_kept("list", &mut |_| None).unwrap();
    assert_eq!(archive.kept("list").unwrap().as_deref(), Some("ab"));
    assert_eq!(archive.check().unwrap(), Vec::<String>::new());
}
