//! HTML pages: the title, the body in blocks, the metadata, and everything else cut with its reason.
//!
//! Markup tells the areas of a page, what its names say they are, and which of its text leads somewhere else; the
//! rules for lines, the same as for text saved from pages, judge what is left. Nothing that a page shows is lost: it
//! is title, block or cut. Scripts and styles are no text. Nothing is fetched, and no script is run.

use url::Url;

use super::page::Fate;
use super::{Draft, Meta as Said, cut, furniture};
use crate::article::{Article, Block, BlockKind};
use crate::fold;

mod body;
mod feeds;
mod meta;
mod pieces;
mod region;
mod title;
mod tree;

pub(super) use feeds::feeds;
use meta::Meta;
use pieces::{Layout, Piece, Shape};
pub(super) use tree::TooMany;
use tree::Tree;

/// Words of a line of bold letters that heads what is under it.
const HEADING: usize = 14;

/// Reads a page. The address that it was fetched from completes its links.
pub(super) fn read(html: &str, address: Option<&str>) -> Result<Draft, TooMany> {
    let tree = Tree::read(html)?;
    let base = base(&tree, address);
    let meta = meta::read(&tree, base.as_ref());
    let base = base.or_else(|| meta.url.as_deref().and_then(|u| Url::parse(u).ok()));
    let layout = pieces::of(&tree, base.as_ref());
    Ok(Draft { article: article(&tree, &layout, meta), ..Draft::default() })
}

/// The blocks of a piece of HTML that is all article: the content of a feed's item. Nothing is taken for furniture
/// but what says so itself.
pub(super) fn blocks(html: &str, address: Option<&str>, article: &mut Article) -> Result<(), TooMany> {
    let tree = Tree::read(html)?;
    let base = base(&tree, address);
    let layout = pieces::of(&tree, base.as_ref());
    let mut sure = vec![None; layout.pieces.len()];
    for area in &layout.areas {
        if let Some(mark) = area.mark.filter(|m| m.sure && m.reason != "caption") {
            sure.get_mut(area.first..area.end).unwrap_or_default().fill(Some(mark.reason));
        }
    }
    let title = fold::fold(&article.title);
    for (at, piece) in layout.pieces.iter().enumerate() {
        let folded = fold::fold(&piece.text);
        let known = furniture::known(&piece.text, &folded, false)
            .filter(|k| !matches!(k.reason, "caption" | "disclaimer"))
            .map(|k| k.reason);
        let said = (folded == title && article.blocks.is_empty()).then_some("repeated-title");
        let caption = (piece.shape == Shape::Caption).then_some("caption");
        match piece.cut.or(said).or_else(|| sure.get(at).copied().flatten()).or(caption).or(known) {
            Some(reason) => cut(article, &piece.text, reason),
            None => article.blocks.push(block(piece, kind(piece))),
        }
    }
    Ok(())
}

/// Text with its references undone, on one line; tags in it are taken off.
pub(super) fn unescaped(text: &str) -> String {
    let Ok(tree) = Tree::read(text) else { return text.to_owned() };
    tree.text(0, usize::MAX).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address that relative links are relative to.
fn base(tree: &Tree, address: Option<&str>) -> Option<Url> {
    let own = address.and_then(|a| Url::parse(a).ok());
    let stated = tree.below(0).find(|id| tree.name(*id) == "base").and_then(|id| tree.attribute(id, "href"));
    let stated = stated.and_then(|href| match &own {
        Some(own) => own.join(href).ok(),
        None => Url::parse(href).ok(),
    });
    stated.or(own).filter(|u| !u.cannot_be_a_base())
}

fn article(tree: &Tree, layout: &Layout, meta: Meta) -> Article {
    let title = title::choose(layout, &meta);
    let region = region::of(tree, layout, &title, meta.body.as_deref());
    let judged = body::judge(layout, &region, &title);
    let mut article = Article { title: title.text.clone(), ..Article::default() };
    if let Some(window) = meta.window.as_ref().filter(|w| **w != title.text) {
        cut(&mut article, window, "title-line");
    }
    for (at, piece) in layout.pieces.iter().enumerate() {
        match judged.fates.get(at) {
            Some(Fate::Body(kind)) => article.blocks.push(block(piece, *kind)),
            Some(Fate::Cut(reason)) => {
                if *reason == "caption" && judged.near.contains(&at) {
                    article.caption.get_or_insert_with(|| piece.text.clone());
                }
                cut(&mut article, &piece.text, reason);
            }
            Some(Fate::Original) => {
                cut(&mut article, &piece.text, "original-title");
                article.original_title.get_or_insert_with(|| piece.text.clone());
            }
            Some(Fate::Title) if title.at == Some(at) => {}
            Some(Fate::Title) | None => cut(&mut article, &piece.text, "repeated-title"),
        }
    }
    fill(&mut article, meta, judged, title.site);
    article
}

/// Sets what is known of the article beside its text: what the page shows where that is more precise or the only
/// thing, else what its head says.
fn fill(article: &mut Article, meta: Meta, judged: body::Judged, site: Option<String>) {
    let (mut date, mut author, mut source) = (None, None, None);
    for said in judged.said {
        match said {
            Said::Date(found) => date = date.or(Some(found)),
            Said::Author(name) => author = author.or(Some(name)),
            Said::Source(name) => source = source.or(Some(name)),
        }
    }
    article.date = meta.date.or(date).or_else(|| meta.url.as_deref().and_then(region::date_in_address));
    article.author = meta.author.or(author);
    article.source = source.or(meta.site).or(site);
    article.url = meta.url;
    article.machine_translated = meta.machine || judged.machine;
    article.lang = super::page::body_language(article, meta.lang);
}

const fn kind(piece: &Piece) -> BlockKind {
    match piece.shape {
        Shape::Heading(_) => BlockKind::Heading,
        Shape::Item | Shape::Row => BlockKind::Item,
        Shape::Quote => BlockKind::Quote,
        Shape::Text | Shape::Caption => BlockKind::Paragraph,
    }
}

fn block(piece: &Piece, kind: BlockKind) -> Block {
    let marker = if kind == BlockKind::Item { piece.marker.clone() } else { String::new() };
    Block { marker, links: piece.links.clone(), ..Block::new(kind, piece.text.clone()) }
}

#[cfg(test)]
mod tests;
