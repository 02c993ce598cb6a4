//! `qari show`: an article laid out as the reader would, on standard output.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use crate::app::page::{Mode, Page, PageOptions, PageRow, SideText};
use crate::app::{facing, translating, versions};
use crate::archive::{Archive, ArchiveError, Standing};
use crate::article::{Article, ArticleId, Block, Lang, PartialDate};
use crate::cli::args::{Common, Show, Switch};
use crate::cli::record::Whole;
use crate::cli::say::Door;
use crate::cli::sheet::{Measure, Row, Sheet};
use crate::cli::{Done, place, print, record, say};
use crate::config::Config;
use crate::config::theme::Role;
use crate::config::words::Words;
use crate::tag;
use crate::text::Options;

/// Shows an article, alone or beside its translation.
pub(super) fn show(common: &Common, args: &Show) -> anyhow::Result<Done> {
    let opened = place::open(common)?;
    let archive = opened.archive.as_ref();
    let article = find(archive, &args.id)?;
    tell_standing(archive, &article)?;
    let mut out = say::buffered();
    if common.json {
        writeln!(out, "{}", record::line(&Whole::of(archive, &article)?)?)?;
        out.flush()?;
        return Ok(Done::Fully);
    }
    let width = print::width_or_terminal(args.width)?;
    let (config, _) = place::config(common, None)?;
    let sheet = Sheet::new(args.profile, &config, true)?;
    if sheet.is_logical() {
        let numbered = |block: &Block| format!("{} {}", block.marker, block.text).trim_start().to_owned();
        for text in std::iter::once(article.title.clone()).chain(article.blocks.iter().map(numbered)) {
            for row in sheet.rows(&text, &sheet.options(), Measure { width, lead: "", align: false }) {
                out.row(&row)?;
            }
            writeln!(out)?;
        }
    } else {
        let mut page = page(config, archive, article, args, sheet)?;
        page.set_layout(width, u16::MAX, if args.side_by_side { Mode::Columns } else { Mode::Single });
        write_page(&mut out, &mut page, sheet)?;
    }
    out.flush()?;
    Ok(Done::Fully)
}

/// The article of an id, or of the beginning of one where only one begins so.
pub(super) fn find(archive: &dyn Archive, id: &str) -> anyhow::Result<Article> {
    if let Some(article) = archive.get(&ArticleId::from(id))? {
        return Ok(article);
    }
    let answer = archive.front(usize::MAX)?;
    let mut found = archive.rows(&answer.rows)?;
    found.retain(|row| !id.is_empty() && row.id.0.starts_with(id));
    let article = match found.as_slice() {
        [one] => archive.get(&one.id)?,
        [] => None,
        many => {
            let ids: Vec<&str> = many.iter().take(5).map(|r| r.id.0.as_str()).collect();
            anyhow::bail!("'{id}' begins {} ids ({}): give more of it", many.len(), ids.join(", "));
        }
    };
    article.ok_or_else(|| anyhow::anyhow!("no article has the id '{id}': 'qari search' lists ids"))
}

/// How a machine translation that was made on demand stands to its original, and that one's id; `None` for what is no
/// such translation.
fn standing(archive: &dyn Archive, article: &Article) -> anyhow::Result<Option<(Standing, ArticleId)>> {
    let Some((of, _)) = article.id.translated() else { return Ok(None) };
    let made = archive.translation(&of)?.filter(|made| made.article.id == article.id);
    Ok(made.map(|made| (made.standing, of)))
}

/// Says of such a translation what is wrong with it, where it is shown.
fn tell_standing(archive: &dyn Archive, article: &Article) -> anyhow::Result<()> {
    match standing(archive, article)? {
        Some((Standing::Unfinished(done), of)) => {
            let all = archive.get(&of)?.map_or(done, |original| original.blocks.len());
            let way = format!("'qari translate {of}' goes on");
            say::warn(&format!("{done} of {all} paragraphs are translated: {way}"))?;
        }
        Some((Standing::Outdated, of)) => say::warn(&format!(
            "it was translated before the article changed: 'qari translate {of}' makes it anew"
        ))?,
        Some((Standing::Whole, _)) | None => {}
    }
    Ok(())
}

/// The page of an article, with its translation where that is asked for.
fn page(
    mut config: Config,
    archive: &dyn Archive,
    article: Article,
    args: &Show,
    sheet: Sheet,
) -> anyhow::Result<Page> {
    if let Some(marks) = args.marks {
        config.marks = if marks == Switch::On { "on".into() } else { "off".into() };
    }
    let words = Words::of(config.interface_lang(None));
    let glyphs = print::glyphs_on(io::stdout().is_terminal(), &config.glyphs);
    let options = PageOptions {
        measure: config.measure,
        text: Options { glyphs, ..print::dressed(sheet, &args.look, config.clone()) },
        arabic_right: config.arabic_right,
        ..PageOptions::new(facing::page_words(&words))
    };
    let text = |article: Article| -> anyhow::Result<SideText> {
        let state = archive.state(&article.id)?;
        let mut meta = meta(archive, &article, &words)?;
        meta.extend(state.tags.iter().map(|tag| format!("#{tag}")));
        let note = state.note.unwrap_or_default();
        Ok(SideText { meta, note, article: Arc::new(article) })
    };
    if !args.side_by_side {
        return Ok(Page::single(text(article)?, options));
    }
    let Some(pair) = archive.pairs(&article.id)?.into_iter().next() else {
        anyhow::bail!("'{}' has no translation in the archive: leave out --side-by-side", article.id);
    };
    let other_id = if pair.ar == article.id { &pair.en } else { &pair.ar };
    let other =
        archive.get(other_id)?.ok_or_else(|| anyhow::anyhow!("the translation '{other_id}' is gone"))?;
    tell_standing(archive, &other)?;
    let made = standing(archive, &other)?.or(standing(archive, &article)?).map(|(made, _)| made);
    let options = PageOptions { words: translating::words_beside(&words, made), ..options };
    let (ar, en) = if article.lang == Lang::Ar { (article, other) } else { (other, article) };
    // A fold hides a block or more, so there are no more folds than blocks.
    let blocks = ar.blocks.len() + en.blocks.len();
    let mut page = Page::pair(text(ar)?, text(en)?, &pair.beads, options);
    // On paper nobody opens a fold.
    (0..blocks).for_each(|fold| page.toggle_fold(fold));
    Ok(page)
}

/// The line under the title: date, sources, author and the countries' names; of a copy, of which article it is one.
fn meta(archive: &dyn Archive, article: &Article, words: &Words) -> Result<Vec<String>, ArchiveError> {
    let mut meta: Vec<String> = article.date.iter().map(PartialDate::to_day_string).collect();
    let others = archive.copies(&article.id)?;
    let main = others.first().filter(|first| first.row.copy_of.is_none());
    let mut sources: Vec<String> = article.source.iter().cloned().collect();
    if main.is_none() {
        for source in others.iter().filter_map(|version| version.row.source.as_ref()) {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
    }
    match sources.len() {
        0 | 1 => meta.extend(sources),
        _ => meta.push(versions::sources_say(&sources, words)),
    }
    meta.extend(article.author.clone());
    let name = |code: &str| tag::country_label(code, words.lang()).unwrap_or(code).to_owned();
    meta.extend(article.countries.iter().map(|t| name(&t.value)));
    meta.extend(main.map(|main| versions::copy_says(main, words)));
    Ok(meta)
}

/// Every row from the first to the last; a page longer than a window can be is shown window by window.
fn write_page(out: &mut Door<impl Write>, page: &mut Page, sheet: Sheet) -> io::Result<()> {
    let mut written = 0_usize;
    loop {
        // Laid out first: until then the height is an estimate. Side by side the window goes on below the text.
        let rows = page.view();
        let top = page.top();
        let end = page.height().min(top + rows.len());
        for row in rows.iter().take(end.saturating_sub(top)).skip(written.saturating_sub(top)) {
            out.row(&encoded(row, sheet))?;
        }
        written = end;
        if !page.scroll_rows(i64::from(u16::MAX)) {
            return Ok(());
        }
    }
}

/// One row as it is sent. The mark of the current paragraph is the screen's, not the text's.
fn encoded(row: &PageRow, sheet: Sheet) -> Row {
    let mut cells: Vec<&str> = Vec::new();
    let mut pieces: Vec<_> = row.pieces.iter().filter(|p| p.role != Role::Current).collect();
    pieces.sort_by_key(|p| p.x);
    let mut column = 0;
    for piece in pieces {
        for (x, cell, _) in piece.cells() {
            cells.extend(std::iter::repeat_n(" ", usize::from(x.saturating_sub(column))));
            cells.push(&cell.symbol);
            column = x.max(column) + u16::from(cell.width);
        }
    }
    sheet.row(cells.into_iter())
}
