//! What becomes of each piece of a page: the article's range goes through the rules for lines, all else is cut.

use std::ops::Range;

use super::HEADING;
use super::pieces::{Layout, Piece, Shape};
use super::region::Region;
use super::title::Title;
use crate::article::BlockKind;
use crate::ingest::page::{self, Fate};
use crate::ingest::{Meta, dates, language_of};

/// Pieces around the first paragraph in which the caption of the lead picture stands.
const LEAD: usize = 6;

/// Words of a line that says when its article was published and more, at most.
const STAMP: usize = 14;

/// The fates of all pieces, and what the article's lines say of it.
pub(super) struct Judged {
    pub(super) fates: Vec<Fate>,
    pub(super) said: Vec<Meta>,
    pub(super) machine: bool,
    /// The pieces near the top of the article.
    pub(super) near: Range<usize>,
}

/// Judges all pieces of a page.
pub(super) fn judge(layout: &Layout, region: &Region, title: &Title) -> Judged {
    let range = region.range.clone();
    let mut fates: Vec<Option<Fate>> = Vec::with_capacity(layout.pieces.len());
    for (at, (piece, out)) in layout.pieces.iter().zip(&region.out).enumerate() {
        fates.push(if title.at == Some(at) {
            Some(Fate::Title)
        } else if let Some(reason) = out {
            Some(Fate::Cut(reason))
        } else if piece.shape == Shape::Caption {
            Some(Fate::Cut("caption"))
        } else if range.contains(&at) {
            None
        } else {
            Some(Fate::Cut("navigation"))
        });
    }
    // The rules for lines see the article alone: what the layout took out of it parts nothing.
    let open = |at: &usize| matches!(fates.get(*at), Some(None | Some(Fate::Title)));
    let places: Vec<usize> = range.clone().filter(open).collect();
    let lines = places.iter().filter_map(|at| region.lines.get(*at).cloned()).collect();
    let inside = places.iter().filter_map(|at| fates.get(*at).cloned()).collect();
    let judged = page::judge(lines, inside, &title.text, title.site.as_deref());
    for (at, fate) in places.into_iter().zip(judged.fates) {
        let Some(piece) = layout.pieces.get(at) else { continue };
        let decided = fate.unwrap_or_else(|| Fate::Body(kind(piece)));
        if let Some(place) = fates.get_mut(at) {
            *place = Some(decided);
        }
    }
    let mut said = judged.meta;
    said.extend(below_title(layout, region, title, &mut fates));
    said.extend(around(layout, region));
    let first =
        fates.iter().position(|f| matches!(f, Some(Fate::Body(BlockKind::Paragraph)))).unwrap_or_default();
    Judged {
        near: first.saturating_sub(LEAD)..first + LEAD,
        fates: fates.into_iter().map(|f| f.unwrap_or(Fate::Cut("navigation"))).collect(),
        said,
        machine: judged.machine,
    }
}

/// The dates in short lines between the title and the text, which say who sent it in besides, or how often it was read.
/// They are cut.
fn below_title(layout: &Layout, region: &Region, title: &Title, fates: &mut [Option<Fate>]) -> Vec<Meta> {
    let Some(from) = title.at.map(|at| at + 1) else { return Vec::new() };
    let running: Vec<&str> =
        region.lines.iter().filter(|l| l.is_running()).take(LEAD).map(|l| l.text.as_str()).collect();
    let lang = language_of(&running.join("\n"));
    let mut said = Vec::new();
    for at in from..from + LEAD {
        let (Some(piece), Some(line)) = (layout.pieces.get(at), region.lines.get(at)) else { break };
        if line.is_running() {
            break;
        }
        let found =
            dates::find_near(&piece.text, lang, None).filter(|_| line.words <= STAMP && !piece.is_linked());
        if let (Some((date, _)), Some(fate)) = (found, fates.get_mut(at)) {
            if matches!(fate, Some(Fate::Body(_))) {
                *fate = Some(Fate::Cut("date-line"));
            }
            said.push(Meta::Date(date));
        }
    }
    said
}

/// What lines say of the article that stand just above it or behind it, or in areas that are there to say it.
fn around(layout: &Layout, region: &Region) -> Vec<Meta> {
    let range = &region.range;
    let near = (range.start.saturating_sub(LEAD)..range.start).rev().chain(range.end..range.end + LEAD);
    let said = region.out.iter().enumerate().filter(|(_, out)| **out == Some("byline")).map(|(at, _)| at);
    let pieces = said.chain(near).filter_map(|at| layout.pieces.get(at));
    pieces.filter(|piece| !piece.is_linked()).flat_map(|piece| page::says(&piece.text)).collect()
}

fn kind(piece: &Piece) -> BlockKind {
    let words = piece.text.split(' ').count();
    let stops = [':', '.', '،', ',', '؛', '"', '”', '»', ')', '…'];
    match piece.shape {
        Shape::Text if piece.bold && words <= HEADING && !piece.text.ends_with(stops) => BlockKind::Heading,
        _ => super::kind(piece),
    }
}
