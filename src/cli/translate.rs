//! `qari translate`: machine translations of articles that have no counterpart, made by whom the settings name and kept
//! beside the archive's articles.
//!
//! Nothing is asked of anybody where nothing is set.

use std::io::Write;

use serde::Serialize;

use crate::archive::{Archive, Cancel, Request, Standing};
use crate::article::{Article, ArticleId};
use crate::cli::args::{Common, Translate};
use crate::cli::say::{self, Listing};
use crate::cli::{Done, UsageError, manage, place, record, search, show};
use crate::runtime::{self, MakeError, Making};
use crate::text::isolate;
use crate::translate::{Maker, TranslateError};

/// What became of one article, as `--json` prints it.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    /// The id of its translation, where there is one.
    translation: Option<String>,
    /// `made`, `kept` (it was there), `paired` (the archive has its counterpart), `removed`, `none` (there was nothing
    /// to remove), `unfinished`, `failed` or `stopped`.
    status: &'static str,
    /// Paragraphs that are translated, and how many there are.
    done: usize,
    of: usize,
    /// Why it was not made, or not all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Makes the translations of the articles named, or removes them.
pub(super) fn translate(common: &Common, asked: &Translate) -> anyhow::Result<Done> {
    let maker = if asked.remove { None } else { Some(maker(common)?) };
    let opened = place::open(common)?;
    let ids = match &asked.query {
        Some(query) => matching(common, &opened, query)?,
        None => asked
            .ids
            .iter()
            .map(|id| Ok(show::find(opened.archive.as_ref(), id)?.id))
            .collect::<anyhow::Result<Vec<ArticleId>>>()?,
    };
    let archive = opened.archive.as_ref();
    let run = Run { common, archive, again: asked.again, stop: manage::interrupted()?, of: ids.len() };
    match maker {
        None => run.remove(&ids),
        Some(maker) => run.make(maker.as_ref(), &ids),
    }
}

/// The articles that a query finds.
fn matching(common: &Common, opened: &place::Opened, query: &String) -> anyhow::Result<Vec<ArticleId>> {
    let query = search::parse(common, std::slice::from_ref(query))?;
    if query.is_empty() {
        let why = "a query is needed: 'qari translate' does not translate a whole archive";
        return Err(UsageError(why.to_owned()).into());
    }
    let answer = search::found(opened, &Request { query, ..Request::default() })?;
    Ok(opened.archive.rows(&answer.rows)?.into_iter().map(|row| row.id).collect())
}

/// The maker that the settings name.
fn maker(common: &Common) -> anyhow::Result<Box<dyn Maker>> {
    let (config, warnings) = place::config(common, None)?;
    warnings.iter().try_for_each(|warning| say::warn(&warning.to_string()))?;
    runtime::maker(&config.translate)?.ok_or_else(|| {
        let file = place::config_name(common);
        anyhow::anyhow!("no translator is set: set 'command' or 'url' under [translate] in '{file}'")
    })
}

/// One run over articles.
struct Run<'a> {
    common: &'a Common,
    archive: &'a dyn Archive,
    again: bool,
    stop: Cancel,
    of: usize,
}

impl Run<'_> {
    fn make(&self, maker: &dyn Maker, ids: &[ArticleId]) -> anyhow::Result<Done> {
        let (mut done, mut failed, mut parts) = (0, 0, 0);
        for (at, id) in ids.iter().enumerate() {
            if self.stop.is_cancelled() {
                break;
            }
            let Some(article) = self.archive.get(id)? else { continue };
            let told = self.one(maker, &article, at)?;
            say::progress("")?;
            self.tell(&article, &told)?;
            match told.error {
                None => done += 1,
                Some(_) => failed += 1,
            }
            parts += usize::from(told.moved && told.error.is_some());
            if told.lasting {
                break;
            }
        }
        if self.stop.is_cancelled() {
            say::warn("stopped on request: what was made is kept, and the next run goes on with it")?;
        }
        let whole = failed == 0 && done == ids.len();
        Ok(match (whole, done + parts) {
            (true, _) => Done::Fully,
            (false, 0) => Done::Failed,
            (false, _) => Done::Partly,
        })
    }

    /// Makes one.
    fn one(&self, maker: &dyn Maker, article: &Article, at: usize) -> anyhow::Result<Told> {
        let of = article.blocks.len();
        if self.has_counterpart(article)? {
            return Ok(Told { status: "paired", ..Told::default() });
        }
        let stopped = || self.stop.is_cancelled();
        let making = Making { archive: self.archive, maker, again: self.again, stopped: &stopped };
        let mut moved = false;
        let ended = making.make(article, &mut |made| {
            moved = true;
            // Progress that cannot be shown is no reason to stop.
            let line = format!("{} of {}: {} of {of}", at + 1, self.of, made.article.blocks.len());
            let _ = say::progress(&line);
        });
        let there = self.archive.translation(&article.id)?;
        let done = there.as_ref().map_or(0, |made| made.article.blocks.len());
        let unfinished = there.is_some_and(|made| matches!(made.standing, Standing::Unfinished(_)));
        let told = Told { done, moved: moved && unfinished, ..Told::default() };
        Ok(match ended {
            Ok(made) => Told { status: if made { "made" } else { "kept" }, ..told },
            Err(MakeError::Translate(error @ TranslateError::Stopped)) => {
                Told { status: "stopped", error: Some(error.to_string()), ..told }
            }
            Err(MakeError::Translate(error)) => Told {
                status: if unfinished { "unfinished" } else { "failed" },
                lasting: error.is_lasting(),
                error: Some(error.to_string()),
                ..told
            },
            Err(MakeError::Archive(error)) => return Err(error.into()),
        })
    }

    /// Whether the archive has an article in the other language that is its counterpart, or it is such a translation
    /// itself.
    fn has_counterpart(&self, article: &Article) -> anyhow::Result<bool> {
        let made = record::made_of(article);
        Ok(self.archive.pairs(&article.id)?.iter().any(|pair| pair.ar != made && pair.en != made))
    }

    fn remove(&self, ids: &[ArticleId]) -> anyhow::Result<Done> {
        for id in ids {
            // A translation is removed by its own id too.
            let of = match id.translated() {
                Some((of, _)) if self.archive.get(&of)?.is_some() => of,
                _ => id.clone(),
            };
            let Some(article) = self.archive.get(&of)? else { continue };
            let status = if self.archive.remove_translation(&of)? { "removed" } else { "none" };
            self.tell(&article, &Told { status, ..Told::default() })?;
        }
        Ok(Done::Fully)
    }

    fn tell(&self, article: &Article, told: &Told) -> anyhow::Result<()> {
        let Told { status, done, error, .. } = told;
        let of = article.blocks.len();
        let made = record::made_of(article);
        let there = self.archive.translation(&article.id)?.is_some();
        if self.common.json {
            let record = Record {
                id: &article.id.0,
                translation: there.then_some(made.0),
                status,
                done: *done,
                of,
                error: error.clone(),
            };
            writeln!(say::out(), "{}", record::line(&record)?)?;
        } else {
            let title = isolate(&article.title);
            let said = match *status {
                "made" => format!("{title} is translated: 'qari show {made}'"),
                "kept" => format!("{title} was translated before: --again makes it anew"),
                "paired" => format!("{title} has a counterpart in the archive: nothing was made"),
                "removed" => format!("the translation of {title} is removed"),
                "none" => format!("{title} has no machine translation"),
                _ => format!("{title}: {done} of {of} paragraphs are translated and kept"),
            };
            Listing::new().line(&mut say::out(), &said)?;
        }
        match error {
            Some(error) if *status != "stopped" => say::warn(error)?,
            _ => {}
        }
        Ok(())
    }
}

/// What became of one article.
#[derive(Default)]
struct Told {
    status: &'static str,
    done: usize,
    error: Option<String>,
    /// Whether a part of one was made.
    moved: bool,
    /// Whether the next article would fail in the same way.
    lasting: bool,
}
