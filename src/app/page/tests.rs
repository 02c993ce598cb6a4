//! Pages read row by row.
//!
//! Notation: a capital letter stands for an Arabic one (A alef, B beh, … in the order of the alphabet) and is laid
//! out as such, from right to left; rows are read from left to right as they are painted.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::article::{Block, Lang, Place};

mod caret;
mod copies;
mod marks;
mod pairs;
mod whole;

/// The alphabet behind the capitals.
const LETTERS: [char; 26] = [
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ', 'ف', 'ق',
    'ك', 'ل', 'م', 'ن', 'ه',
];

/// Capitals as Arabic letters.
fn ar(text: &str) -> String {
    let letter = |c: char| match c {
        'A'..='Z' => LETTERS[c as usize - 'A' as usize],
        c => c,
    };
    text.chars().map(letter).collect()
}

/// Arabic letters as capitals.
fn capitals(text: &str) -> String {
    let capital = |c: char| match LETTERS.iter().position(|l| *l == c) {
        Some(i) => char::from(b'A' + i as u8),
        None => c,
    };
    text.chars().map(capital).collect()
}

#[derive(Debug)]
struct Plain;

impl Words for Plain {
    fn machine_translation(&self) -> String {
        "machine translation".into()
    }
    fn only_on(&self, side: Side, paragraphs: usize) -> String {
        format!("{paragraphs} only {side:?}")
    }
    fn cut_reason(&self, slug: &str) -> String {
        slug.into()
    }
}

/// Unshaped letters, so that what is painted is what was written.
fn options() -> PageOptions {
    let text = text::Options { shape: false, lam_alef_ligature: false, ..text::Options::default() };
    PageOptions { text, ..PageOptions::new(Arc::new(Plain)) }
}

/// Blocks of a text in the notation: `# ` a heading, `- ` an item, `> ` a quotation, else a paragraph.
fn blocks(lines: &[&str]) -> Vec<Block> {
    let block = |line: &&str| {
        let (kind, text) = match line.split_once(' ') {
            Some(("#", rest)) => (BlockKind::Heading, rest),
            Some(("-", rest)) => (BlockKind::Item, rest),
            Some((">", rest)) => (BlockKind::Quote, rest),
            _ => (BlockKind::Paragraph, *line),
        };
        Block::new(kind, ar(text))
    };
    lines.iter().map(block).collect()
}

fn article(lang: Lang, title: &str, lines: &[&str]) -> Article {
    Article { lang, title: ar(title), blocks: blocks(lines), ..Article::default() }
}

fn text_of(article: Article) -> SideText {
    SideText::new(Arc::new(article))
}

fn single(lang: Lang, title: &str, lines: &[&str]) -> Page {
    Page::single(text_of(article(lang, title, lines)), options())
}

/// A pair whose beads are given as runs of blocks: `(arabic, english)`.
fn pair(arabic: &[&str], english: &[&str], beads: &[(&[usize], &[usize])]) -> Page {
    let bead = |(ar, en): &(&[usize], &[usize])| Bead { ar: ar.to_vec(), en: en.to_vec(), confidence: 0.9 };
    let beads: Vec<Bead> = beads.iter().map(bead).collect();
    let (arabic, english) = (article(Lang::Ar, "ANWAN", arabic), article(Lang::En, "title", english));
    Page::pair(text_of(arabic), text_of(english), &beads, options())
}

/// The window as text: every piece at its column, blanks at the end of rows dropped.
fn shown(page: &Page) -> Vec<String> {
    page.view().iter().map(row_text).collect()
}

fn row_text(row: &PageRow) -> String {
    let mut cells: Vec<String> = Vec::new();
    for piece in &row.pieces {
        for (x, cell, _) in piece.cells() {
            let x = usize::from(x);
            if cells.len() <= x {
                cells.resize(x + 1, " ".into());
            }
            assert_eq!(cells[x], " ", "two pieces at column {x}");
            cells[x] = cell.symbol.to_string();
        }
    }
    capitals(cells.concat().replace('\u{A0}', " ").trim_end())
}

/// One column of [`shown`] side by side: what is left or right of the rule.
fn column(page: &Page, right: bool) -> Vec<String> {
    let half = |row: String| {
        let (left, rest) = row.split_once(['│', '=', '≈', '·']).unwrap_or((&row, ""));
        if right { rest.trim().to_owned() } else { left.trim().to_owned() }
    };
    shown(page).into_iter().map(half).collect()
}

/// The cells that have a role, row by row, in painting order.
fn with_role(page: &Page, role: Role) -> Vec<String> {
    let of_row = |row: PageRow| {
        let cells = row.pieces.iter().flat_map(Piece::cells).filter(|(_, _, r)| *r == role);
        let row = cells.map(|(_, cell, _)| cell.symbol.to_string()).collect::<String>();
        capitals(&row.replace('\u{A0}', " "))
    };
    page.view().into_iter().map(of_row).filter(|cells| !cells.is_empty()).collect()
}

#[test]
fn numbers_stand_on_their_paragraphs_side_and_items_begin_under_each_other() {
    let mut list = article(Lang::Ar, "ANWAN", &["- ABT GH DH", "- WZ", "- one two three four"]);
    for (block, marker) in list.blocks.iter_mut().zip(["9.", "(10)", "\u{661}\u{661}-"]) {
        marker.clone_into(&mut block.marker);
    }
    let mut page = Page::single(text_of(list), options());
    page.set_layout(24, 12, Mode::Single);
    let rows = shown(&page);
    let at = rows.iter().position(|row| row.contains("TBA")).unwrap();
    assert_eq!(rows[at..at + 2], ["       HD HG TBA   .9  ▎", "              ZW (10)"], "{rows:#?}");
    assert_eq!(rows[at + 2..], ["   \u{661}\u{661}-  one two three", "        four"]);
    // Too narrow for numbers: nothing stands over anything, and the items have their bullets.
    page.set_layout(12, 12, Mode::Single);
    assert!(shown(&page).iter().any(|row| row.ends_with(" •")), "{:#?}", shown(&page));
}

#[test]
fn a_dash_that_opens_speech_stands_at_the_beginning_of_its_paragraph() {
    let mut page = single(Lang::Ar, "ANWAN", &["\u{2013} ABT GH.", "\u{2013} so he said."]);
    page.set_layout(24, 12, Mode::Single);
    let rows = shown(&page);
    assert!(rows.contains(&"            .HG TBA \u{2013}  ▎".to_owned()), "{rows:#?}");
    assert!(rows.contains(&"   \u{2013} so he said.".to_owned()), "{rows:#?}");
}

#[test]
fn one_article_has_its_title_its_line_and_its_blocks_with_blank_rows_between() {
    let mut article =
        article(Lang::En, "A title", &["# head", "some words here", "- one", "- two", "> said so"]);
    article.title = "A title".into();
    article.source = Some("Wire".into());
    article.machine_translated = true;
    article.blocks.push(Block::new(BlockKind::Item, ar("BND")));
    let mut page = Page::single(text_of(article), options());
    page.set_layout(30, 20, Mode::Single);
    let rows = shown(&page);
    assert_eq!(rows[..5], ["   A title", "   Wire ·", "   machine translation", "", "▎  head"]);
    assert!(rows.contains(&" • one".to_owned()) && rows.contains(&" • two".to_owned()), "{rows:#?}");
    assert!(rows.contains(&" │ said so".to_owned()), "{rows:#?}");
    assert_eq!(rows.last().map(String::as_str), Some("                        DNB •"), "{rows:#?}");
    let one = rows.iter().position(|r| r == " • one").unwrap();
    assert_eq!(rows[one + 1], " • two", "items stand close");
    assert_eq!(rows[one - 1], "", "a list stands apart");
}
