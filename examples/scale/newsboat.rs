//! What people read archives of news with today: newsboat, the same articles in its cache. Skipped where it is not
//! installed.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use rusqlite::{Connection, params};

use crate::report::Report;
use crate::terminal::Terminal;
use crate::{Asked, peers};

/// Articles beyond which its start takes longer than anybody waits.
const LIMIT: usize = 100_000;

/// Columns in which it counts a feed's articles.
const COLUMN: usize = 11;

/// The feed that all the articles are of. Nothing is fetched: it is only read again when one asks for it.
const FEED: &str = "file:///nowhere/news.xml";

pub(super) fn measure(asked: &Asked, lines: &Path, size: usize, report: &mut Report) -> anyhow::Result<()> {
    if size > LIMIT {
        return Ok(());
    }
    let folder = asked.out.join("newsboat");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let at = |name: &str| folder.join(name).display().to_string();
    let (urls, cache, settings) = (at("urls"), at("cache.db"), at("config"));
    std::fs::write(&urls, format!("{FEED} \"~news\"\n"))?;
    std::fs::write(&settings, "")?;
    let arguments = ["-u", &urls, "-c", &cache, "-C", &settings];
    // It makes its own tables.
    let made =
        Command::new("newsboat").args(arguments).args(["-x", "print-unread"]).stdout(Stdio::null()).status();
    if !made.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    fill(Path::new(&cache), lines).context("newsboat's cache")?;
    let home = asked.out.display().to_string();
    let mut newsboat = Terminal::start("newsboat", &arguments, &home)?;
    // Its column for unread and all articles cuts what is longer.
    let counted: String = format!("({size}/{size})").chars().take(COLUMN).collect();
    let took = newsboat.until("newsboat's list", |screen| screen.contains(&counted))?;
    report.add("newsboat, first list, ms", took.as_secs_f64() * 1e3);
    report.add("newsboat, private MB", newsboat.anonymous() as f64 / 1e6);
    drop(newsboat);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Puts the articles into the cache as unread ones of the feed.
fn fill(cache: &Path, lines: &Path) -> anyhow::Result<()> {
    let mut conn = Connection::open(cache)?;
    let tx = conn.transaction()?;
    tx.execute(
        "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?1, 'https://example.org/', 'news')",
        [FEED],
    )?;
    {
        let mut insert = tx.prepare(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)
             VALUES (?1, ?2, '', ?1, ?3, ?4, ?5, 1)",
        )?;
        for (number, line) in peers::lines(lines)?.enumerate() {
            let (title, text) = line?;
            let (url, date) = (format!("https://example.org/{number}"), 1_200_000_000 + number as i64 * 500);
            insert.execute(params![url, title, FEED, date, text])?;
        }
    }
    Ok(tx.commit()?)
}
