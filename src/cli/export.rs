//! `qari export`: articles as records or as Markdown that `import` takes back, always in logical order.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;

use crate::archive::{Archive, ArchiveError, Request};
use crate::article::{Article, Block, BlockKind, Tag};
use crate::cli::args::{Common, Format};
use crate::cli::record::Whole;
use crate::cli::{Done, place, record, say, search};
use crate::fold;
use crate::text::{Controls, clean};

/// Where the articles are written.
enum Sink<'a> {
    /// One stream, a blank line between Markdown articles.
    Stream(Box<dyn Write>),
    /// A folder, a file an article.
    Folder(&'a Path),
}

/// Writes the articles that a query finds: to one file, or to a folder that is there, a file an article.
pub(super) fn export(
    common: &Common,
    words: &[String],
    format: Format,
    out: Option<&Path>,
) -> anyhow::Result<Done> {
    let query = search::parse(common, words)?;
    let opened = place::open(common)?;
    let answer = search::found(&opened, &Request { query, ..Request::default() })?;
    let mut sink = match out {
        None => Sink::Stream(Box::new(BufWriter::new(say::out()))),
        Some(path) if path.is_dir() => Sink::Folder(path),
        Some(path) => Sink::Stream(Box::new(BufWriter::new(create(path)?))),
    };
    let archive = opened.archive.as_ref();
    let mut written = 0_usize;
    search::for_each(&opened, &answer, usize::MAX, |article, _| {
        let (text, extension) = match format {
            Format::Jsonl => {
                let whole = Whole::with(archive, article, record::own_pairs(archive, article)?)?;
                (record::line(&whole)? + "\n", "json")
            }
            Format::Md => (markdown(article, story(archive, article)?.as_deref()), "md"),
        };
        match &mut sink {
            Sink::Folder(folder) => {
                let path = folder.join(format!("{}.{extension}", article.id));
                create(&path)?.write_all(text.as_bytes()).with_context(|| failed(&path))?;
            }
            Sink::Stream(stream) => {
                let gap = if format == Format::Md && written > 0 { "\n" } else { "" };
                write!(stream, "{gap}{text}")?;
            }
        }
        written += 1;
        Ok(())
    })?;
    if let Sink::Stream(stream) = &mut sink {
        stream.flush().context("cannot write the export to its end: is the disk full?")?;
    }
    if let Some(path) = out {
        say::note(&format!("{written} articles in '{}'", path.display()))?;
    }
    Ok(Done::Fully)
}

fn create(path: &Path) -> anyhow::Result<File> {
    File::create(path).with_context(|| failed(path))
}

fn failed(path: &Path) -> String {
    format!("cannot write '{}': check that its folder exists and that you may write to it", path.display())
}

/// The word that an article shares with its translations: the declared one, else the Arabic article's id.
fn story(archive: &dyn Archive, article: &Article) -> Result<Option<String>, ArchiveError> {
    if article.pair_key.is_some() {
        return Ok(article.pair_key.clone());
    }
    Ok(record::own_pairs(archive, article)?.into_iter().next().map(|pair| pair.ar.0))
}

/// The article as Markdown with front matter; `pair` is what its translations share.
pub(super) fn markdown(article: &Article, pair: Option<&str>) -> String {
    let mut text = String::from("---\n");
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            // A JSON string is a YAML string, whatever is in it.
            let _ = writeln!(text, "{name}: {}", record::line(&value).expect("a string has a form in JSON"));
        }
    };
    field("id", Some(&article.id.0));
    field("title", Some(&article.title));
    field("original_title", article.original_title.as_deref());
    field("lang", Some(article.lang.code()));
    field("date", article.date.as_ref().map(ToString::to_string).as_deref());
    field("source", article.source.as_deref());
    field("author", article.author.as_deref());
    field("url", article.url.as_deref());
    field("pair", pair);
    let list = |tags: &[Tag]| tags.iter().map(|t| t.value.as_str()).collect::<Vec<_>>().join(", ");
    for (name, tags) in [("countries", &article.countries), ("topics", &article.topics)] {
        if !tags.is_empty() {
            let _ = writeln!(text, "{name}: [{}]", list(tags));
        }
    }
    if article.machine_translated {
        text.push_str("machine_translated: true\n");
    }
    text.push_str("---\n");
    let mut before = None;
    for block in &article.blocks {
        if !(before == Some(BlockKind::Item) && block.kind == BlockKind::Item) {
            text.push('\n');
        }
        let marker = match block.kind {
            BlockKind::Heading => "## ".to_owned(),
            BlockKind::Item => item_marker(&block.marker),
            BlockKind::Quote => "> ".to_owned(),
            BlockKind::Paragraph => String::new(),
        };
        let _ = writeln!(text, "{marker}{}", inline(block));
        before = Some(block.kind);
    }
    // What stands in a text as an entity may be a control that a terminal obeys.
    clean(&text, Controls::Neutralise).into_owned()
}

/// An item's marker as Markdown knows it: its number in Western digits, or a hyphen.
fn item_marker(written: &str) -> String {
    let folded = fold::fold(written);
    let number: String = folded.chars().filter(char::is_ascii_digit).collect();
    if number.is_empty() { "- ".to_owned() } else { format!("{number}. ") }
}

/// The text of a block with its links, what Markdown would take for markup escaped.
fn inline(block: &Block) -> String {
    let mut out = String::with_capacity(block.text.len());
    let number = block.text.bytes().take_while(u8::is_ascii_digit).count();
    let escape = |text: &str, out: &mut String| {
        for (i, c) in text.char_indices() {
            let first = out.is_empty() && matches!(c, '#' | '-' | '+' | '>' | '=' | '~');
            // "2020. And so on" is no item of a list.
            let opens_block = first || (i == number && out.len() == number && matches!(c, '.' | ')'));
            if opens_block || matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '&') {
                out.push('\\');
            }
            out.push(c);
        }
    };
    let mut at = 0;
    for link in &block.links {
        let (Some(before), Some(label)) =
            (block.text.get(at..link.range.start), block.text.get(link.range.clone()))
        else {
            continue;
        };
        escape(before, &mut out);
        out.push('[');
        escape(label, &mut out);
        let _ = write!(out, "](<{}>)", link.url.replace(['<', '>'], ""));
        at = link.range.end;
    }
    escape(block.text.get(at..).unwrap_or_default(), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_of_a_text_reaches_the_terminal() {
        let block = Block::new(BlockKind::Paragraph, "red \u{1b}[31m and \u{9b}5n \u{202e}turned");
        let article = Article { title: "\u{1b}]0;t\u{7}".into(), blocks: vec![block], ..Article::default() };
        let text = markdown(&article, None);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'), "{text:?}");
        assert!(text.contains("red \\[31m and 5n turned"), "{text:?}");
    }
}
