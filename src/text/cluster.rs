//! The text cut into grapheme clusters (UAX #29), each with what layout must know of it: made once a paragraph.
//!
//! A cluster is what becomes one cell. Never depends on the width of a line.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use unicode_bidi::BidiClass;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::direction::{self, Levels};
use super::{CompactString, symbol};

/// Where a mark stands that has no letter before it (DOTTED CIRCLE, the Unicode charts' own carrier).
const CARRIER: char = '\u{25CC}';
/// Characters of a cluster that are sent, the limit of the Stream-Safe Text Format (UAX #15): real text has at most
/// five or six, and a million marks on one letter must not be painted a million times.
const MAX_CHARS: usize = 32;
/// Columns of the widest cluster that stays whole. Longer ones (Indic conjuncts) are cut at their letters.
const MAX_WIDTH: usize = 2;

const SOFT_HYPHEN: char = '\u{AD}';
const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';
/// Asks for the coloured, two-column look of a character that terminals give one column.
const EMOJI_LOOK: char = '\u{FE0F}';

/// What a cluster does on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A cell.
    Text,
    /// A blank: a cell inside a line, nothing at its end.
    Blank,
    /// A forced line break; a blank where the text is laid out on one line.
    Newline,
    /// A soft hyphen: seen at the end of a line only.
    Hyphen,
    /// No cell.
    Unseen,
}

/// What rules L1 and X9 do with a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Keeps its level.
    Content,
    /// Takes the paragraph's level at the end of a line or before a separator.
    Space,
    /// Takes the paragraph's level always.
    Separator,
    /// Removed by X9: takes no part in reordering.
    Removed,
}

/// How a cluster's symbol comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// One character: `base`.
    Single,
    /// `base`, then the cluster's other characters.
    Cluster,
    /// The marks of lam and of alef on the ligature `base`.
    LamAlef,
    /// All characters of the cluster on a carrier.
    Carried,
}

/// One grapheme cluster of a paragraph; it ends where the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cluster {
    pub(super) start: usize,
    /// The first character as it is sent, in its joining form, not yet mirrored.
    pub(super) base: char,
    pub(super) width: u8,
    /// Embedding level of the first character before rule L1.
    pub(super) level: u8,
    pub(super) kind: Kind,
    pub(super) role: Role,
    pub(super) look: Look,
    /// Whether a line may break before it (UAX #14).
    pub(super) breaks: bool,
    pub(super) joins_right: bool,
    pub(super) joins_left: bool,
}

/// Cuts `text` into clusters, with the levels of their first characters.
pub(super) fn clusters(text: &str, levels: &Levels) -> Vec<Cluster> {
    let level = |at: usize| levels.at(at);
    let mut out = Vec::with_capacity(text.len() / 2 + 1);
    for (start, cluster) in graphemes(text) {
        let mut chars = cluster.chars();
        let Some(first) = chars.next() else { continue };
        if chars.as_str().is_empty() {
            out.push(single(start, first, level(start)));
        } else if width_of(cluster, first, chars.as_str()) <= MAX_WIDTH {
            out.push(several(start, cluster, first, level(start)));
        } else {
            for (at, piece) in letters(cluster) {
                let first = piece.chars().next().unwrap_or(CARRIER);
                out.push(several(start + at, piece, first, level(start + at)));
            }
        }
    }
    out
}

/// The grapheme clusters of `text`, as `grapheme_indices` gives them, with a short way for what most text is made of:
/// a letter, its Arabic marks, and a letter after it.
pub(super) fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut first = text.chars().next();
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let (length, after) = short_cluster(rest, first?).or_else(|| {
            let length = rest.graphemes(true).next()?.len();
            Some((length, rest.get(length..)?.chars().next()))
        })?;
        let start = at;
        at += length;
        first = after;
        Some((start, rest.get(..length)?))
    })
}

/// The length of the cluster that `text` begins with, its first character being `first`, and the character after it:
/// where a look at plain letters and marks tells it.
#[inline]
fn short_cluster(text: &str, first: char) -> Option<(usize, Option<char>)> {
    // Class Other and no pictograph: nothing joins them but Extend, SpacingMark and ZWJ after them.
    let letter = |c: char| matches!(c, ' '..='~' | '\u{620}'..='\u{64A}' | '\u{AF}'..='\u{2FF}' | '\u{660}'..='\u{66F}' | '\u{671}'..='\u{6D3}');
    let mark = |c: char| matches!(c, '\u{64B}'..='\u{652}' | '\u{670}');
    if !letter(first) {
        return None;
    }
    let mut length = first.len_utf8();
    let mut rest = text.get(length..)?.chars();
    loop {
        match rest.next() {
            Some(next) if letter(next) => return Some((length, Some(next))),
            Some(next) if mark(next) => length += next.len_utf8(),
            Some(_) => return None,
            None => return Some((length, None)),
        }
    }
}

fn plain(start: usize, base: char, level: u8) -> Cluster {
    Cluster {
        start,
        base,
        width: 1,
        level,
        kind: Kind::Text,
        role: Role::Content,
        look: Look::Single,
        breaks: false,
        joins_right: false,
        joins_left: false,
    }
}

fn single(start: usize, c: char, level: u8) -> Cluster {
    let mut cluster = plain(start, c, level);
    match c {
        '!'..='~' | '\u{620}'..='\u{64A}' => return cluster,
        ' ' => {
            (cluster.kind, cluster.role) = (Kind::Blank, Role::Space);
            return cluster;
        }
        _ => {}
    }
    cluster.role = role(c);
    match c {
        '\n' | '\u{2029}' => cluster.kind = Kind::Newline,
        SOFT_HYPHEN => (cluster.kind, cluster.width) = (Kind::Hyphen, 0),
        _ => cluster.width = char_width(c),
    }
    if cluster.kind == Kind::Newline || c == '\t' {
        (cluster.base, cluster.width) = (' ', 1);
    }
    if cluster.kind == Kind::Text && is_blank(c) {
        (cluster.kind, cluster.width) = (Kind::Blank, cluster.width.max(1));
    }
    if cluster.width == 0 && cluster.kind == Kind::Text {
        carry(&mut cluster, leans(c));
    }
    cluster
}

fn several(start: usize, text: &str, first: char, level: u8) -> Cluster {
    let mut cluster = plain(start, first, level);
    let rest = || text.chars().skip(1);
    cluster.look = Look::Cluster;
    cluster.width = width_of(text, first, text.get(first.len_utf8()..).unwrap_or_default()) as u8;
    cluster.role = role(first);
    if cluster.role != Role::Content && rest().any(|c| role(c) != Role::Removed) {
        cluster.role = Role::Content;
    } else if is_blank(first) && rest().all(|c| c == ZWJ || c == ZWNJ) {
        cluster.kind = Kind::Blank;
    }
    if cluster.width == 0 {
        carry(&mut cluster, text.chars().any(leans));
    }
    cluster
}

/// Whether a character without a width is seen all the same: a mark, or a vowel or final consonant of Hangul.
fn leans(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{1161}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}

/// A cluster without a width: what is seen gets a carrier, all else has no cell.
fn carry(cluster: &mut Cluster, seen: bool) {
    if seen {
        (cluster.look, cluster.width) = (Look::Carried, 1);
    } else {
        cluster.kind = Kind::Unseen;
    }
}

/// The pieces of a cluster that is too wide for a cell: each begins with a character that has a width.
fn letters(cluster: &str) -> Vec<(usize, &str)> {
    let mut starts: Vec<usize> =
        cluster.char_indices().filter(|&(_, c)| char_width(c) > 0).map(|(at, _)| at).collect();
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    let ends = starts.iter().copied().skip(1).chain([cluster.len()]);
    starts.iter().zip(ends).filter_map(|(&start, end)| Some((start, cluster.get(start..end)?))).collect()
}

fn width_of(cluster: &str, first: char, rest: &str) -> usize {
    // A letter with marks; `str::width` is asked only where a sequence has a width of its own (emoji, jamo).
    if first < '\u{900}' && rest.chars().all(|c| c < '\u{900}' || c == ZWNJ || c == ZWJ || c == EMOJI_LOOK) {
        return cluster.chars().map(|c| usize::from(char_width(c))).sum();
    }
    if cluster.contains(EMOJI_LOOK) && !cluster.contains(ZWJ) {
        return cluster.chars().map(|c| usize::from(char_width(c))).max().unwrap_or(0);
    }
    cluster.width()
}

fn char_width(c: char) -> u8 {
    match c {
        ' '..='~' => 1,
        // Hangul fillers are drawn by no one, yet have a width on paper.
        '\u{115F}' | '\u{3164}' | '\u{FFA0}' => 0,
        _ => c.width().unwrap_or(0).min(MAX_WIDTH) as u8,
    }
}

fn is_blank(c: char) -> bool {
    c == '\t' || direction::class(c) == BidiClass::WS
}

pub(super) fn is_mark(c: char) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    // The grapheme joiner, Khmer inherent vowels, Mongolian and other variation selectors are never seen.
    !matches!(c, '\u{34F}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}')
        && c < '\u{E0000}'
        && matches!(
            CodePointMapData::<GeneralCategory>::new().get(c),
            NonspacingMark | EnclosingMark | SpacingMark
        )
}

/// The marks of Arabic, Hebrew and Syriac that `Options::marks` hides.
fn is_vowel(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6ED}' | '\u{711}' | '\u{730}'..='\u{74A}' | '\u{898}'..='\u{8FF}')
        && is_mark(c)
}

fn role(c: char) -> Role {
    use BidiClass::{B, BN, FSI, LRE, LRI, LRO, PDF, PDI, RLE, RLI, RLO, S, WS};
    match direction::class(c) {
        B | S => Role::Separator,
        WS | FSI | LRI | RLI | PDI => Role::Space,
        BN | LRE | LRO | PDF | RLE | RLO => Role::Removed,
        _ => Role::Content,
    }
}

impl Cluster {
    /// What is sent for the cluster whose bytes are `text`, its base being `base` (mirrored or not).
    pub(super) fn symbol(&self, base: char, text: &str, marks: bool) -> CompactString {
        let mut symbol = symbol::of(if self.look == Look::Carried { CARRIER } else { base });
        let skip = match self.look {
            Look::Single => return symbol,
            Look::Carried => 0,
            Look::Cluster | Look::LamAlef => 1,
        };
        // Joiners have done their work on the forms; in emoji and Indic sequences they still have work to do.
        let joiners = base >= '\u{900}' && !('\u{2000}'..'\u{2070}').contains(&base) && !is_form(base);
        let look = self.width > 1;
        let seen = |&c: &char| match c {
            ZWNJ | ZWJ => joiners,
            EMOJI_LOOK => look,
            '\u{622}'..='\u{627}' if self.look == Look::LamAlef => false,
            '\0'..='\u{300}' => true,
            _ => marks || !is_vowel(c),
        };
        symbol.extend(text.chars().skip(skip).filter(seen).take(MAX_CHARS));
        symbol
    }
}

fn is_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}
