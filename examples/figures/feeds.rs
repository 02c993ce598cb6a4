//! Feeds of all forms, whole and broken: every item with its title, link and date.

use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use qari::article::Article;
use qari::ingest::{Format, Origin, read_bytes};
use serde_json::Value;

use crate::report::Report;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    let folder = corpora.join("redistributable/feeds");
    if !folder.is_dir() {
        report.skip(&folder);
        return Ok(());
    }
    let gold: Value = serde_json::from_slice(&std::fs::read(folder.join("gold.json"))?)?;
    let gold = gold.as_array().context("a list of feeds")?;
    let (mut right, mut parsed, mut beside) = (0, 0, 0);
    for feed in gold {
        let file = feed["file"].as_str().unwrap_or_default();
        let bytes = std::fs::read(folder.join(file))?;
        let wanted = wanted(feed);
        let origin = Origin { path: format!("/{file}"), format: Some(Format::Feed) };
        let came: Vec<_> = read_bytes(&bytes, &origin).unwrap_or_default().iter().map(Item::of).collect();
        // Of a file that was cut, at least some items are wanted.
        let most = if feed["note"].as_str().unwrap_or_default().contains("at least") {
            wanted.len()
        } else {
            came.len()
        };
        let came = came.get(..most).unwrap_or(&came);
        match difference(&wanted, came, str::to_owned) {
            None => right += 1,
            Some(what) => report.wrong(format!("{file}: {what}")),
        }
        let other = feed_rs::parser::parse(bytes.as_slice());
        parsed += usize::from(other.is_ok());
        let other: Vec<Item> = other.iter().flat_map(|feed| &feed.entries).map(Item::of_entry).collect();
        beside += usize::from(difference(&wanted, &other, normal).is_none());
    }
    let baseline = format!("feed-rs alone {beside}, and {parsed} without an error");
    report.figure(
        &format!("feeds with all items right of {}", gold.len()),
        f64::from(right),
        Some(gold.len() as f64),
        &baseline,
    );
    Ok(())
}

/// What is compared of an item.
struct Item {
    title: String,
    link: String,
    date: Option<Timestamp>,
}

impl Item {
    fn of(article: &Article) -> Self {
        let date = article.date.as_ref().and_then(|d| d.to_string().parse().ok());
        Self { title: article.title.clone(), link: article.url.clone().unwrap_or_default(), date }
    }

    fn of_entry(entry: &feed_rs::model::Entry) -> Self {
        let date = entry.published.and_then(|d| Timestamp::from_second(d.timestamp()).ok());
        let title = entry.title.as_ref().map(|t| t.content.clone()).unwrap_or_default();
        Self { title, link: entry.links.first().map(|l| l.href.clone()).unwrap_or_default(), date }
    }
}

fn wanted(feed: &Value) -> Vec<Item> {
    // The note says where the dates of the items are not in the feed.
    let dated = !feed["note"].as_str().unwrap_or_default().contains("no pubDate");
    let items = feed["items"].as_array().into_iter().flatten();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    items
        .map(|item| Item {
            title: text(item, "title"),
            link: text(item, "link"),
            date: text(item, "date_utc").parse().ok().filter(|_| dated),
        })
        .collect()
}

/// An address as feed-rs rewrites it, so that it is not counted as wrong there.
fn normal(link: &str) -> String {
    url::Url::parse(link).map_or_else(|_| link.to_owned(), String::from)
}

/// The first difference; blanks in a row count as one.
fn difference(wanted: &[Item], came: &[Item], link: fn(&str) -> String) -> Option<String> {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if wanted.len() != came.len() {
        return Some(format!("{} items wanted, {} came", wanted.len(), came.len()));
    }
    wanted.iter().zip(came).find_map(|(w, c)| {
        if squeezed(&w.title) != squeezed(&c.title) {
            Some(format!("title wanted '{}', came '{}'", w.title, c.title))
        } else if link(&w.link) != link(&c.link) {
            Some(format!("link wanted '{}', came '{}'", w.link, c.link))
        } else {
            (w.date != c.date).then(|| format!("'{}': date wanted {:?}, came {:?}", w.title, w.date, c.date))
        }
    })
}
