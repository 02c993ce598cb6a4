//! Real lines that libfribidi laid out: visual order and joined forms, and the two policies of the door on them.

use qari::text::{Controls, Direction, Options, Paragraph};
use unicode_normalization::UnicodeNormalization;

use super::{bare, report, skipped, unpacked};

/// Takes out what has no cell: controls, and the filler after a ligature in the other implementation's rows.
fn seen(text: &str) -> String {
    let unseen = |&c: &char| matches!(c, '\u{FEFF}' | '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    text.chars().filter(|c| !unseen(c)).nfc().collect()
}

/// The other implementation leaves lam and alef apart where a mark stands between: as ligatures, like the others.
fn ligated(text: &str) -> String {
    let pairs = [('\u{FE82}', 0xFEF5), ('\u{FE84}', 0xFEF7), ('\u{FE88}', 0xFEF9), ('\u{FE8E}', 0xFEFB)];
    pairs.iter().fold(text.to_owned(), |text, &(alef, isolated)| {
        let ligature = |code| String::from(char::from_u32(code).unwrap());
        text.replace(&format!("{alef}\u{FEDF}"), &ligature(isolated))
            .replace(&format!("{alef}\u{FEE0}"), &ligature(isolated + 1))
    })
}

/// The other implementation has no form for a letter that is written as a letter and a combining hamza or madda;
/// here the two are one letter (NFC) before they are joined. The same normalisation on its forms: isolated and final
/// form of the letter, the mark, isolated and final form of the composed letter.
const COMPOSED: [([char; 2], char, [char; 2]); 5] = [
    (['\u{FE8D}', '\u{FE8E}'], '\u{653}', ['\u{FE81}', '\u{FE82}']),
    (['\u{FE8D}', '\u{FE8E}'], '\u{654}', ['\u{FE83}', '\u{FE84}']),
    (['\u{FE8D}', '\u{FE8E}'], '\u{655}', ['\u{FE87}', '\u{FE88}']),
    (['\u{FEED}', '\u{FEEE}'], '\u{654}', ['\u{FE85}', '\u{FE86}']),
    (['\u{FEF1}', '\u{FEF2}'], '\u{654}', ['\u{FE89}', '\u{FE8A}']),
];

fn composed(text: &str) -> String {
    COMPOSED.iter().fold(text.to_owned(), |text, (letter, mark, whole)| {
        let pair = |at: usize| String::from_iter([letter[at], *mark]);
        text.replace(&pair(0), &whole[0].to_string()).replace(&pair(1), &whole[1].to_string())
    })
}

/// The rows that libfribidi and `unicode_bidi` agreed on: name, base direction, logical text, visual order, joined.
struct Row<'a> {
    name: &'a str,
    base: Direction,
    text: &'a str,
    order: &'a str,
    joined: &'a str,
}

fn real_rows(data: &str) -> impl Iterator<Item = Row<'_>> {
    data.lines().skip(1).map(|row| {
        let fields: Vec<&str> = row.split('\t').collect();
        let base = if fields[1] == "rtl" { Direction::Rtl } else { Direction::Ltr };
        Row { name: fields[0], base, text: fields[2], order: fields[4], joined: fields[5] }
    })
}

fn real_lines() -> Option<String> {
    unpacked("redistributable/rendering/bidi_real_lines.tsv.xz").map_err(|why| skipped("corpora", &why)).ok()
}

#[test]
fn real_lines_in_visual_order_and_joined() {
    let Some(data) = real_lines() else { return };
    let (mut rows, mut faults) = (0, Vec::new());
    for Row { name, base, text, order, joined } in real_rows(&data) {
        let shown = |options: Options| Paragraph::new(text, &options).fit(usize::MAX).plain();
        rows += 1;
        if shown(bare(Some(base))) != seen(order) {
            faults.push(format!("order of {name} {base:?}"));
        }
        let shaped = Options { shape: true, lam_alef_ligature: true, ..bare(Some(base)) };
        if shown(shaped) != ligated(&composed(&seen(joined))) {
            faults.push(format!("joining of {name} {base:?}"));
        }
    }
    assert_eq!(rows, 4000, "rows");
    report("real lines", rows, &faults);
}

#[test]
fn both_policies_give_real_lines_the_same_cells() {
    let Some(data) = real_lines() else { return };
    // What the policies differ in: explicit embeddings, overrides and isolates, tabs and U+2029.
    let explicit =
        |c: char| matches!(c, '\t' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let (mut rows, mut faults) = (0, Vec::new());
    for Row { name, base, text, .. } in real_rows(&data).filter(|row| !row.text.contains(explicit)) {
        let lines = |controls| {
            let options = Options { base: Some(base), controls, ..Options::default() };
            Paragraph::new(text, &options).lines(60)
        };
        rows += 1;
        if lines(Controls::Honour) != lines(Controls::Neutralise) {
            faults.push(format!("{name} {base:?}"));
        }
    }
    report("real lines under both policies", rows, &faults);
}
