//! The list of feeds: subscribed to by address or from a list of another reader, listed, forgotten, written out.
//!
//! Nothing is fetched here.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::archive::Archive;
use crate::archive::feeds::{self, Edit, Feed};
use crate::cli::args::{Common, Fetch};
use crate::cli::fetch::usage;
use crate::cli::intake::count;
use crate::cli::say::{self, Listing};
use crate::cli::{Done, place, record};
use crate::fetch;
use crate::fold::fold;
use crate::ingest::opml::{self, Outline, Subscriptions};
use crate::text::isolate;

/// A feed as `--list --json` prints it.
#[derive(Serialize)]
struct Record<'a> {
    url: &'a str,
    title: &'a str,
    full: bool,
    fetched: Option<&'a str>,
    count: usize,
    error: Option<&'a str>,
    until: Option<&'a str>,
    gone: bool,
}

/// The feeds of the archive that is meant; none where there is no archive yet.
pub(super) fn known(common: &Common) -> anyhow::Result<Vec<Feed>> {
    if place::is_there(common)? {
        Ok(feeds::list(place::open(common)?.archive.as_ref())?)
    } else {
        Ok(Vec::new())
    }
}

/// Subscribes to addresses.
pub(super) fn add(common: &Common, asked: &Fetch) -> anyhow::Result<Done> {
    if asked.name.is_some() && asked.add.len() > 1 {
        return Err(usage("--name gives one feed its name: add one at a time"));
    }
    let title = asked.name.clone().unwrap_or_default();
    let mut wanted = Vec::new();
    for word in &asked.add {
        let url = address(word).map_err(|error| usage(error.to_string()))?;
        wanted.push(Feed { full: asked.full, ..Feed::new(url, title.trim()) });
    }
    let opened = place::create(common)?;
    let added = subscribe(opened.archive.as_ref(), wanted)?;
    told(common, added)?;
    Ok(Done::Fully)
}

/// Subscribes to the feeds of a list in a file.
pub(super) fn add_list(common: &Common, list: &Path, full: bool) -> anyhow::Result<Done> {
    let found = opml::read(list)?;
    let opened = place::create(common)?;
    let (added, whole) = take_list(opened.archive.as_ref(), &list.display().to_string(), found, full)?;
    told(common, added)?;
    Ok(if whole { Done::Fully } else { Done::Partly })
}

/// Subscribes to the feeds of a list, and says what of it was left out. Gives how many are new, and whether nothing was
/// left out.
pub(super) fn take_list(
    archive: &dyn Archive,
    path: &str,
    list: Subscriptions,
    full: bool,
) -> anyhow::Result<(usize, bool)> {
    let mut whole = list.faults.is_empty();
    for fault in &list.faults {
        say::warn(&format!("'{path}': {fault}"))?;
    }
    let mut wanted = Vec::new();
    for Outline { title, url } in list.feeds {
        match address(&url) {
            Ok(url) => wanted.push(Feed { full, ..Feed::new(url, title) }),
            Err(error) => {
                whole = false;
                say::warn(&format!("'{path}': left out: {error}"))?;
            }
        }
    }
    Ok((subscribe(archive, wanted)?, whole))
}

/// Adds feeds; gives how many were not there before.
fn subscribe(archive: &dyn Archive, wanted: Vec<Feed>) -> anyhow::Result<usize> {
    let before = feeds::list(archive).map_or(0, |list| list.len());
    let after = feeds::edit(archive, &Edit::Add(wanted))?.len();
    Ok(after.saturating_sub(before))
}

fn told(common: &Common, added: usize) -> anyhow::Result<()> {
    if common.json {
        writeln!(say::out(), "{}", serde_json::json!({ "subscribed": added }))?;
    } else {
        let feeds = count(added, "new feed", "new feeds");
        writeln!(say::out(), "subscribed to {feeds}: 'qari fetch' brings what is in them")?;
    }
    Ok(())
}

/// The address of a feed. `feed:` before it, as old lists have it, says nothing.
fn address(word: &str) -> Result<String, fetch::FetchError> {
    let word = word.trim();
    let plain = match word.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
        Some(rest) => rest.to_owned(),
        None => word.to_owned(),
    };
    fetch::address(&plain).map(String::from)
}

/// The feeds that words name: by address, by name, or by a part of a name that only one has.
pub(super) fn named(known: &[Feed], words: &[String]) -> anyhow::Result<Vec<Feed>> {
    let mut found: Vec<Feed> = Vec::new();
    for word in words {
        let url = address(word).unwrap_or_default();
        let folded = fold(word.trim());
        let exact = |feed: &&Feed| feed.url == url || fold(&feed.title) == folded;
        let part = |feed: &&Feed| fold(&feed.title).contains(&folded) || feed.url.contains(word.trim());
        let matching: Vec<&Feed> = match known.iter().filter(exact).collect::<Vec<_>>() {
            none if none.is_empty() => known.iter().filter(part).collect(),
            exact => exact,
        };
        match matching.as_slice() {
            [feed] => found.extend(Some((*feed).clone()).filter(|feed| !found.contains(feed))),
            [] if known.is_empty() => {
                return Err(usage(format!("no feed is called '{word}': 'qari fetch --add URL' adds one")));
            }
            [] => {
                return Err(usage(format!(
                    "no feed is called '{word}': 'qari fetch --list' shows what there is"
                )));
            }
            several => {
                let names: Vec<String> =
                    several.iter().take(5).map(|feed| format!("'{}'", feed.url)).collect();
                return Err(usage(format!("'{word}' may be {}: give the address", names.join(", "))));
            }
        }
    }
    Ok(found)
}

/// Forgets feeds. Their articles stay.
pub(super) fn remove(common: &Common, words: &[String]) -> anyhow::Result<Done> {
    let forgotten = named(&known(common)?, words)?;
    let opened = place::open(common)?;
    let urls = forgotten.into_iter().map(|feed| feed.url).collect::<Vec<_>>();
    feeds::edit(opened.archive.as_ref(), &Edit::Remove(urls.clone()))?;
    if common.json {
        writeln!(say::out(), "{}", serde_json::json!({ "removed": urls }))?;
    } else {
        writeln!(say::out(), "{}; their articles stay", count(urls.len(), "feed removed", "feeds removed"))?;
    }
    Ok(Done::Fully)
}

/// Lists the feeds.
pub(super) fn list(common: &Common) -> anyhow::Result<Done> {
    let known = known(common)?;
    if known.is_empty() && !common.json {
        say::note("no feed is subscribed to: 'qari fetch --add URL' subscribes to one")?;
    }
    let listing = Listing::new();
    let mut out = say::buffered();
    for feed in &known {
        if common.json {
            writeln!(out, "{}", record::line(&Record::of(feed))?)?;
            continue;
        }
        let fetched = feed.fetched.as_deref().map_or("never", |when| when.split('T').next().unwrap_or(when));
        let (name, url) = (isolate(feed.name()), isolate(&feed.url));
        let address = if feed.title.is_empty() { String::new() } else { format!("  {url}") };
        listing.line(&mut out, &format!("{:>8}  {fetched:>10}  {name}{address}", feed.count))?;
        if let Some(error) = &feed.error {
            listing.line(&mut out, &format!("{:>20}  {}", "", isolate(error)))?;
        }
    }
    out.flush()?;
    Ok(Done::Fully)
}

impl<'a> Record<'a> {
    fn of(feed: &'a Feed) -> Self {
        Self {
            url: &feed.url,
            title: &feed.title,
            full: feed.full,
            fetched: feed.fetched.as_deref(),
            count: feed.count,
            error: feed.error.as_deref(),
            until: feed.until.as_deref(),
            gone: feed.gone,
        }
    }
}

/// Writes the list for other readers, to a file or to standard output.
pub(super) fn export(common: &Common, file: Option<&Path>) -> anyhow::Result<Done> {
    let known = known(common)?;
    let outline = |feed: &Feed| Outline { title: feed.title.clone(), url: feed.url.clone() };
    let list = opml::write(&known.iter().map(outline).collect::<Vec<_>>());
    match file {
        None => write!(say::out(), "{list}")?,
        Some(file) => {
            use anyhow::Context;
            std::fs::write(file, list).with_context(|| format!("cannot write '{}'", file.display()))?;
        }
    }
    Ok(Done::Fully)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_named_by_its_address_its_name_or_a_part_that_is_clear() {
        let known = [
            Feed::new(
                "http://a.example/rss",
                "\u{623}\u{62E}\u{628}\u{627}\u{631} \u{627}\u{644}\u{645}\u{64A}\u{646}\u{627}\u{621}",
            ),
            Feed::new("http://b.example/rss", "Quay News"),
            Feed::new("http://c.example/rss", "Quay News Sport"),
        ];
        let urls = |word: &str| {
            named(&known, &[word.to_owned()])
                .map(|found| found.iter().map(|f| f.url.clone()).collect::<Vec<_>>())
        };
        assert_eq!(urls("http://a.example/rss").unwrap(), ["http://a.example/rss"]);
        assert_eq!(urls("quay news").unwrap(), ["http://b.example/rss"]);
        assert_eq!(urls("\u{627}\u{62E}\u{628}\u{627}\u{631}").unwrap(), ["http://a.example/rss"]);
        assert_eq!(urls("c.example").unwrap(), ["http://c.example/rss"]);
        assert!(urls("quay").unwrap_err().to_string().contains("give the address"));
        assert!(urls("nothing").unwrap_err().to_string().contains("--list"));
    }

    #[test]
    fn old_ways_to_write_a_feed_are_understood() {
        assert_eq!(address("feed://a.example/rss").unwrap(), "http://a.example/rss");
        assert_eq!(address("feed:https://a.example/rss").unwrap(), "https://a.example/rss");
        assert!(address("a.example/rss").is_err());
    }
}
