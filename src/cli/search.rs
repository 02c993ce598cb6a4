//! `qari search` and `qari facets`: what a query finds, as a listing for people or as records for scripts.

use std::io::{self, Write};

use crate::app::fault::worded;
use crate::archive::query::QueryError;
use crate::archive::{self, Answer, ArchiveError, Cancel, Choice, Query, Request, Why};
use crate::article::{Article, Lang, PartialDate};
use crate::cli::args::{Common, join_query};
use crate::cli::record::{FacetRecord, FormRecord, Hit, Label, OfferRecord, language_mark};
use crate::cli::say::{self, Door, Listing};
use crate::cli::{Done, QueryFault, place, record};
use crate::text::isolate;

/// Reads a query as it was typed; a mistake in it is a mistake in the arguments.
pub(super) fn parse(common: &Common, words: &[String]) -> anyhow::Result<Query> {
    let text = join_query(words);
    Query::parse_with(&text, &archive::Gazetteer).map_err(|error| refused(common, &text, &error))
}

/// A mistake in a query, told in the interface's language.
fn refused(common: &Common, text: &str, error: &QueryError) -> anyhow::Error {
    let words = place::words(common);
    let fault = worded(&words, error);
    QueryFault {
        said: words.fill("mistake.in-query", &[("query", text), ("fault", &fault)]),
        lang: words.lang(),
    }
    .into()
}

/// Brings an index up that is missing or behind: the archive is a copy, or an import was cut off.
fn bring_up(place: &place::Opened) -> io::Result<()> {
    match place.archive.catch_up(&Cancel::default(), &mut |_, _| {}) {
        // Who holds the lock is bringing it up.
        Ok(()) | Err(ArchiveError::Locked { .. }) => Ok(()),
        Err(error) => say::warn(&error.to_string()),
    }
}

/// What a query finds. The index is brought up first; where that cannot be, what it does not know yet is missing, and
/// that is told.
pub(super) fn found(place: &place::Opened, request: &Request) -> anyhow::Result<Answer> {
    bring_up(place)?;
    let answer = place.archive.search(request, &Cancel::default())?;
    if answer.partial {
        say::warn("the index is behind the articles: some that match may be missing")?;
    }
    Ok(answer)
}

/// Calls `each` with the articles of an answer and their scores, in order, at most `limit`.
pub(super) fn for_each(
    place: &place::Opened,
    answer: &Answer,
    limit: usize,
    mut each: impl FnMut(&Article, Option<f32>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    /// Rows read at once: enough to keep the calls few, few enough to keep the memory small.
    const CHUNK: usize = 256;
    let wanted = answer.rows.len().min(limit);
    let mut index = 0;
    for chunk in answer.rows.get(..wanted).unwrap_or_default().chunks(CHUNK) {
        for row in place.archive.rows(chunk)? {
            let position = index + chunk.iter().position(|r| *r == row.row).unwrap_or_default();
            let score = answer.scores.as_ref().and_then(|s| s.get(position).copied());
            if let Some(article) = place.archive.get(&row.id)? {
                each(&article, score)?;
            }
        }
        index += chunk.len();
    }
    Ok(())
}

/// The query of any of the words, which may be a question as people write it: best first, or the newest article with
/// one common word would lead; unless it states an order, in whichever language.
fn best_first(common: &Common, words: &[String]) -> anyhow::Result<Query> {
    let text = join_query(words);
    let stated =
        Query::parse_question(&text, &archive::Gazetteer).map_err(|error| refused(common, &text, &error))?;
    let text = format!("sort:relevance {text}");
    Ok(Query::parse_question(&text, &archive::Gazetteer).unwrap_or(stated))
}

/// Lists the articles that a query finds.
pub(super) fn search(common: &Common, words: &[String], limit: usize, any: bool) -> anyhow::Result<Done> {
    let query = if any { best_first(common, words)? } else { parse(common, words)? };
    let opened = place::open(common)?;
    let request = Request { query, any, typing: false };
    let answer = found(&opened, &request)?;
    list(common, &opened, (&request, &answer), limit)?;
    tell_offers(common, &opened, &request, &answer, &join_query(words))?;
    Ok(Done::Fully)
}

/// Lists in which forms the words of a query are written in the articles that it finds.
pub(super) fn forms(common: &Common, words: &[String], any: bool) -> anyhow::Result<Done> {
    let query = if any { best_first(common, words)? } else { parse(common, words)? };
    let opened = place::open(common)?;
    bring_up(&opened)?;
    let request = Request { query, any, typing: false };
    let found = archive::forms(opened.archive.as_ref(), &request, &Cancel::default())?;
    let listing = Listing::new();
    let mut out = say::buffered();
    for word in &found.words {
        if !common.json {
            listing.line(&mut out, &isolate(&word.word))?;
        }
        for form in &word.forms {
            if common.json {
                writeln!(out, "{}", record::line(&FormRecord::of(&found, word, form))?)?;
            } else {
                let dropped = if form.dropped { "  left out" } else { "" };
                let written = isolate(&form.written);
                listing.line(&mut out, &format!("{:>8}    {written}{dropped}", form.articles))?;
            }
        }
    }
    out.flush()?;
    if !common.json {
        say::note(&match (found.words.is_empty(), found.read == found.of) {
            (true, _) => "no word of the query may be written in several ways".to_owned(),
            (_, true) => format!("counted in all {} articles that match", found.of),
            (_, false) => format!("counted in the newest {} of {} articles that match", found.read, found.of),
        })?;
    }
    Ok(Done::Fully)
}

/// Prints what a request found, at most so many.
pub(super) fn list(
    common: &Common,
    opened: &place::Opened,
    (request, answer): (&Request, &Answer),
    limit: usize,
) -> anyhow::Result<Done> {
    let matcher = archive::matcher(&request.query, false);
    let listing = Listing::new();
    let mut out = say::buffered();
    for_each(opened, answer, limit, |article, score| {
        let hit = Hit::of(opened.archive.as_ref(), article, &matcher, score)?;
        if common.json {
            writeln!(out, "{}", record::line(&hit)?)?;
        } else {
            write_hit(&mut out, &listing, &hit, article.date.as_ref())?;
        }
        Ok(())
    })?;
    out.flush()?;
    if !common.json {
        tell_rest(answer, limit)?;
    }
    Ok(Done::Fully)
}

fn write_hit(
    out: &mut Door<impl Write>,
    listing: &Listing,
    hit: &Hit,
    date: Option<&PartialDate>,
) -> io::Result<()> {
    let date = date.map_or_else(|| "undated".to_owned(), PartialDate::to_day_string);
    let lang = format!("{}{}", hit.lang.to_uppercase(), if hit.pair.is_empty() { "" } else { "+" });
    listing.line(out, &format!("{}  {date:10}  {lang:3}  {}", hit.id, isolate(&hit.title)))?;
    let facts = format!("{}  {}", hit.countries.join(" "), hit.topics.join(" "));
    listing.line(out, &format!("    {}", facts.trim()))?;
    if hit.snippet.is_empty() { Ok(()) } else { listing.paragraph(out, &hit.snippet) }
}

/// What the listing does not show: how many there are, and what else could be asked.
fn tell_rest(answer: &Answer, limit: usize) -> io::Result<()> {
    let total = answer.rows.len();
    if total > limit {
        say::note(&format!("{limit} of {total} articles; --limit {total} shows all"))?;
    } else if total == 0 {
        say::note("no article matches")?;
    }
    if answer.undated > 0 {
        say::note(&format!("and {} undated, which no date matches", answer.undated))?;
    }
    if let Some(any) = answer.any_total.filter(|n| *n > 0) {
        say::note(&format!("{any} articles have some of the words; --any lists them"))?;
    }
    Ok(())
}

/// What the query may have meant instead, on standard error: where nothing was found, or a word names a value of a
/// facet.
fn tell_offers(
    common: &Common,
    place: &place::Opened,
    request: &Request,
    answer: &Answer,
    typed: &str,
) -> anyhow::Result<()> {
    if answer.total > 0 && !archive::names_facet(&request.query) {
        return Ok(());
    }
    let words = place::words(common);
    for offer in place.archive.offers(request, typed, &Cancel::default())? {
        if common.json {
            say::note(&record::line(&OfferRecord::of(&offer))?)?;
            continue;
        }
        let found = words.count("count.articles", offer.count);
        let said = match &offer.label {
            Some((ar, en)) if offer.why == Why::Facet => {
                let name = if words.lang() == Lang::Ar { ar } else { en };
                let values =
                    [("typed", &*offer.typed), ("name", name), ("meant", &offer.meant), ("n", &found)];
                words.fill("offer.told-facet", &values)
            }
            _ => words.fill("offer.told", &[("meant", &offer.meant), ("n", &found)]),
        };
        say::told(words.lang(), &said)?;
    }
    Ok(())
}

/// Counts the values of every facet.
pub(super) fn facets(common: &Common, words: &[String]) -> anyhow::Result<Done> {
    let query = parse(common, words)?;
    let opened = place::open(common)?;
    let answer = found(&opened, &Request { query, ..Request::default() })?;
    let listing = Listing::new();
    let mut out = say::buffered();
    for facet in &answer.facets {
        if !common.json {
            writeln!(out, "{}", facet.field.slug())?;
        }
        // What an exclusion took away is for the screen, which shows the counts before it too.
        for value in facet.values.iter().filter(|v| v.count > 0 || v.choice != Choice::Off) {
            if common.json {
                let found = FacetRecord {
                    facet: facet.field.slug(),
                    value: value.value.clone(),
                    parent: value.parent.clone(),
                    label: Label { ar: value.label_ar.clone(), en: value.label_en.clone() },
                    count: value.count,
                };
                writeln!(out, "{}", record::line(&found)?)?;
            } else {
                let indent = if value.parent.is_some() { "      " } else { "    " };
                let (label, name) = (isolate(&value.label_en), isolate(&value.value));
                listing.line(&mut out, &format!("{:>8}{indent}{label}  {name}", value.count))?;
            }
        }
    }
    out.flush()?;
    Ok(Done::Fully)
}

/// A short line that names an article: for questions and listings.
pub(super) fn name_of(article: &Article) -> String {
    format!("{}  {}  {}", article.id, language_mark(article.lang), isolate(&article.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Sort;

    #[test]
    fn any_of_the_words_comes_best_first_unless_an_order_is_stated() {
        let common = Common::default();
        let sort = |text: &str| best_first(&common, &[text.to_owned()]).unwrap().sort;
        assert_eq!(sort("quay harbour"), Sort::Relevance);
        assert_eq!(sort("\"sort:\" quay"), Sort::Relevance);
        assert_eq!((sort("quay sort:date"), sort("quay ترتيب:تاريخ")), (Sort::Date, Sort::Date));
        assert!(best_first(&common, &["sort:size".to_owned()]).is_err());
    }
}
