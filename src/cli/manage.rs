//! `qari remove` and `qari archive`: what leaves an archive, and its upkeep.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;

use crate::archive::{Archive, ArchiveError, Cancel, Embedded, Query, Request, Salvaged};
use crate::article::ArticleId;
use crate::cli::args::{ArchiveTask, Common};
use crate::cli::say::{self, Listing};
use crate::cli::{Done, UsageError, place, record, search};
use crate::text::isolate_path;

/// Titles listed before the question: the rest is counted.
const LISTED: usize = 10;

/// Removes the articles that a query finds, after asking.
pub(super) fn remove(common: &Common, words: &[String], yes: bool) -> anyhow::Result<Done> {
    let named = match words {
        [one] => one.strip_prefix("id:").map(ArticleId::from),
        _ => None,
    };
    let query = if named.is_some() { Query::default() } else { search::parse(common, words)? };
    let opened = place::open_to_remove(common)?;
    let ids = match named {
        Some(id) => opened.archive.get(&id)?.map(|a| a.id).into_iter().collect(),
        None => matching(&opened, query)?,
    };
    if ids.is_empty() {
        anyhow::bail!("no article matches '{}': nothing was removed", words.join(" "));
    }
    if !yes && !asked(&opened, &ids)? {
        say::warn("nothing was removed")?;
        return Ok(Done::Failed);
    }
    let removed = opened.archive.remove(&ids)?;
    if common.json {
        writeln!(say::out(), "{}", serde_json::json!({ "removed": removed }))?;
    } else {
        writeln!(say::out(), "{removed} articles removed")?;
    }
    Ok(Done::Fully)
}

fn matching(opened: &place::Opened, query: Query) -> anyhow::Result<Vec<ArticleId>> {
    if query.is_empty() {
        return Err(
            UsageError("a query is needed: 'qari remove' does not remove everything".to_owned()).into()
        );
    }
    let answer = search::found(opened, &Request { query, ..Request::default() })?;
    let rows = opened.archive.rows(&answer.rows)?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

fn asked(opened: &place::Opened, ids: &[ArticleId]) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        return Err(UsageError("standard input is no terminal to ask on: add --yes".to_owned()).into());
    }
    let mut err = say::err();
    let listing = Listing::new();
    for id in ids.iter().take(LISTED) {
        if let Some(article) = opened.archive.get(id)? {
            listing.line(&mut err, &format!("  {}", search::name_of(&article)))?;
        }
    }
    if ids.len() > LISTED {
        writeln!(err, "  and {} more", ids.len() - LISTED)?;
    }
    say::ask(&format!("remove {} articles from '{}'? [y/N]", ids.len(), opened.name))?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "نعم" | "ن"))
}

/// Tells about an archive or mends it.
pub(super) fn archive(common: &Common, task: &ArchiveTask) -> anyhow::Result<Done> {
    if matches!(task, ArchiveTask::Rebuild) {
        salvage(common)?;
    }
    let opened = match place::open(common) {
        // What cannot be opened has been checked.
        Err(error) if matches!(task, ArchiveTask::Check) && is_damage(&error) => {
            return told(common, "", &[format!("{error:#}")]);
        }
        opened => opened?,
    };
    let archive = opened.archive.as_ref();
    let mut out = say::out();
    match task {
        ArchiveTask::Info => info(common, &opened),
        ArchiveTask::Check => told(common, &opened.name, &archive.check()?),
        ArchiveTask::Rebuild => rebuild(archive, &opened.name, &interrupted()?),
        ArchiveTask::Copy { folder } => match archive.copy_to(folder, &interrupted()?) {
            Err(ArchiveError::Cancelled) => {
                say::warn("stopped on request: nothing was copied")?;
                Ok(Done::Failed)
            }
            result => {
                result?;
                let (from, to) = (isolate_path(&opened.name), isolate_path(&folder.display().to_string()));
                Listing::new().line(&mut out, &format!("{from} is copied to {to}"))?;
                Ok(Done::Fully)
            }
        },
    }
}

/// Whether an archive cannot be opened because it is damaged.
fn is_damage(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(ArchiveError::Damaged { .. } | ArchiveError::Database { .. }))
}

/// Tells the faults of an archive.
fn told(common: &Common, name: &str, faults: &[String]) -> anyhow::Result<Done> {
    let mut out = say::out();
    if common.json {
        writeln!(out, "{}", record::line(&serde_json::json!({ "faults": faults }))?)?;
    } else if faults.is_empty() {
        Listing::new().line(&mut out, &format!("{} is whole", isolate_path(name)))?;
    }
    for fault in faults {
        say::warn(fault)?;
    }
    Ok(if faults.is_empty() { Done::Fully } else { Done::Failed })
}

/// Makes a damaged database anew from what can be read in it, and tells what was saved and what was not.
fn salvage(common: &Common) -> anyhow::Result<()> {
    let folder = place::folder(common)?;
    let saved = match Embedded::mend(&folder) {
        Ok(Some(saved)) => saved,
        // What is wrong besides is told when it is opened.
        Ok(None) | Err(ArchiveError::Missing { .. } | ArchiveError::ReadOnly { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let Salvaged { articles, notes, lost, imports, unsure, kept } = &saved;
    let kept = isolate_path(kept);
    say::warn(&format!(
        "articles.db was damaged: {articles} articles and {notes} notes and settings are saved; the damaged file is in \
         {kept}"
    ))?;
    lost.iter().chain(unsure).chain(imports).try_for_each(|line| say::warn(line))?;
    Ok(())
}

/// Builds the index again; what is done when one stops it is not done again.
fn rebuild(archive: &dyn Archive, name: &str, stop: &Cancel) -> anyhow::Result<Done> {
    let result = archive.rebuild(stop, &mut |done, total| {
        // Progress that cannot be shown is no reason to stop.
        let _ = say::progress(&format!("{done} of {total}"));
    });
    say::progress("")?;
    match result {
        Err(ArchiveError::Cancelled) => {
            say::warn("stopped on request: the next search or reader goes on with the index")?;
            Ok(Done::Partly)
        }
        result => {
            result?;
            let name = isolate_path(name);
            Listing::new().line(&mut say::out(), &format!("the index of {name} is built again"))?;
            Ok(Done::Fully)
        }
    }
}

/// A flag that Ctrl-C sets.
pub(super) fn interrupted() -> anyhow::Result<Cancel> {
    let stop = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&stop))
        .context("cannot listen for Ctrl-C")?;
    Ok(Cancel::from(stop))
}

fn info(common: &Common, opened: &place::Opened) -> anyhow::Result<Done> {
    let info = opened.archive.info()?;
    let mut out = say::out();
    if common.json {
        writeln!(out, "{}", record::line(&info)?)?;
        return Ok(Done::Fully);
    }
    let languages: Vec<String> = info.languages.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
    Listing::new().line(&mut out, &format!("archive    {}", isolate_path(&info.path)))?;
    writeln!(out, "format     {}", info.format)?;
    writeln!(out, "articles   {} ({})", info.articles, languages.join(", "))?;
    writeln!(out, "copies     {}", info.copies)?;
    writeln!(out, "pairs      {}", info.pairs)?;
    if let Some((first, last)) = &info.dates {
        writeln!(out, "dates      {} to {}", first.to_day_string(), last.to_day_string())?;
    }
    writeln!(out, "on disk    {} KiB", info.bytes.div_ceil(1024))?;
    writeln!(
        out,
        "index      {}",
        if info.index_current { "current" } else { "behind; it catches up when opened" }
    )?;
    for (id, when, articles) in &info.batches {
        let when = if when.is_empty() { "at a time that is not known" } else { when };
        writeln!(out, "import {id}   {when}, {articles} articles")?;
    }
    Ok(Done::Fully)
}
