//! Joined forms against libfribidi: the built-in edition, the Declaration of Human Rights in five languages of the
//! Arabic script, and whatever Arabic the corpora have.
//!
//! One letter in one cell here, without ligatures, and both in logical order: order has its own tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use icu_properties::CodePointMapData;
use icu_properties::props::JoiningType;
use qari::text::{Controls, Direction, Options, Paragraph};

use super::peer::Fribidi;
use super::{STEP, corpora, skipped};

/// Letters of which libfribidi knows no forms, or not all, and which are sent in forms that look the same (isolated,
/// final, initial, medial): AE like heh, teh marbuta goal like teh marbuta, noon ghunna inside a word as the dotless
/// tooth.
const BORROWED: [(char, [Option<char>; 4]); 3] = [
    ('\u{6D5}', [Some('\u{FEE9}'), Some('\u{FEEA}'), None, None]),
    ('\u{6C3}', [Some('\u{FE93}'), Some('\u{FE94}'), None, None]),
    ('\u{6BA}', [None, None, Some('\u{FBE8}'), Some('\u{FBE9}')]),
];

/// What libfribidi makes of one character.
#[derive(Clone, Copy)]
struct Theirs {
    form: char,
    /// 1 where it joins the letter to its right, 2 to its left, 3 both.
    joins: usize,
}

impl Theirs {
    fn new(field: &str) -> Self {
        let (form, joins) = field.split_once('.').unwrap();
        Self { form: super::character(form), joins: joins.parse().unwrap() }
    }

    /// The form that the engine is to send for `letter`.
    fn expected(self, letter: char) -> char {
        let mut borrowed = BORROWED.iter().filter(|&&(known, _)| known == letter && self.form == letter);
        borrowed.find_map(|(_, forms)| forms[self.joins]).unwrap_or(self.form)
    }
}

fn options() -> Options {
    Options {
        controls: Controls::Neutralise,
        lam_alef_ligature: false,
        trailing_blanks: true,
        ..Options::default()
    }
}

/// Letters, not marks, not controls: what has a form.
fn is_letter(c: char) -> bool {
    matches!(
        CodePointMapData::<JoiningType>::new().get(c),
        JoiningType::DualJoining | JoiningType::LeftJoining | JoiningType::RightJoining
    )
}

/// Compares the paragraphs of a text; the differences by letter, our form and theirs, and the letters compared.
fn compare(peer: &Fribidi, text: &str, step: usize, faults: &mut BTreeMap<String, usize>) -> usize {
    let arabic = |line: &&str| line.contains(|c| ('\u{600}'..'\u{900}').contains(&c));
    let paragraphs: Vec<Paragraph> =
        text.lines().filter(arabic).step_by(step).map(|line| Paragraph::new(line, &options())).collect();
    let mut input = String::new();
    for paragraph in &paragraphs {
        input.push(if paragraph.direction() == Direction::Rtl { 'R' } else { 'L' });
        input.push_str(paragraph.text());
        input.push('\n');
    }
    let output = peer.run(&["join"], &input);
    assert_eq!(output.lines().count(), paragraphs.len());
    let mut letters = 0;
    for (paragraph, line) in paragraphs.iter().zip(output.lines()) {
        let theirs: Vec<Theirs> = line.split_whitespace().map(Theirs::new).collect();
        let mut cells = paragraph.fit(usize::MAX).cells;
        cells.sort_by_key(|cell| cell.range.start);
        assert_eq!(theirs.len(), paragraph.text().chars().count(), "libfribidi has no character of its own");
        for ((at, letter), theirs) in
            paragraph.text().char_indices().zip(theirs).filter(|&((_, c), _)| is_letter(c))
        {
            let cell = &cells[cells.partition_point(|cell| cell.range.end <= at)];
            let (ours, theirs) = (cell.symbol.chars().next().unwrap(), theirs.expected(letter));
            letters += 1;
            if ours != theirs {
                let code = |c| format!("{:04X}", u32::from(c));
                *faults
                    .entry(format!("{}: {}, not {}", code(letter), code(ours), code(theirs)))
                    .or_default() += 1;
            }
        }
    }
    letters
}

fn judge(name: &str, letters: usize, least: usize, faults: &BTreeMap<String, usize>) {
    assert!(letters >= least, "{name}: only {letters} letters were compared");
    assert!(faults.is_empty(), "{name}: of {letters} letters {faults:#?}");
}

fn peer() -> Option<Fribidi> {
    Fribidi::new().map_err(|why| skipped("fribidi", &why)).ok()
}

/// Every file of text under a folder.
fn texts(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &Path| {
        if path.is_dir() { texts(path) } else { fs::read_to_string(path).into_iter().collect() }
    };
    paths.iter().flat_map(|path| read(path)).collect()
}

#[test]
fn the_edition_joined_as_libfribidi_joins_it() {
    let Some(peer) = peer() else { return };
    let texts = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/edition"));
    let mut faults = BTreeMap::new();
    let letters = texts.iter().map(|text| compare(&peer, text, 1, &mut faults)).sum();
    judge("the edition", letters, 1000, &faults);
}

#[test]
fn every_letter_beside_every_other_joined_as_libfribidi_joins_it() {
    let Some(peer) = peer() else { return };
    let letters: Vec<char> = ('\u{600}'..='\u{77F}').filter(|&c| is_letter(c)).collect();
    let mut text = String::new();
    for first in &letters {
        text.extend(letters.iter().flat_map(|second| [*first, *second, *first, '\u{64E}', *second, ' ']));
        text.push('\n');
    }
    let mut faults = BTreeMap::new();
    let compared = compare(&peer, &text, STEP, &mut faults);
    judge("pairs of letters", compared, 1000, &faults);
}

#[test]
fn the_declaration_joined_as_libfribidi_joins_it() {
    let Some(peer) = peer() else { return };
    for language in ["arb", "pes_1", "urd", "uig_arab", "skr"] {
        let path = corpora().join(format!("redistributable/udhr/udhr_{language}.txt"));
        let Ok(text) = fs::read_to_string(&path) else {
            return skipped("corpora", &format!("{} is not there", path.display()));
        };
        let mut faults = BTreeMap::new();
        let letters = compare(&peer, &text, 1, &mut faults);
        judge(language, letters, 5000, &faults);
    }
}

#[test]
fn the_corpora_joined_as_libfribidi_joins_them() {
    let Some(peer) = peer() else { return };
    for folder in ["news", "parallel", "relevance", "country", "langid"] {
        let texts = texts(&corpora().join("redistributable").join(folder));
        if texts.is_empty() {
            return skipped("corpora", &format!("'{folder}' is not among the corpora"));
        }
        let mut faults = BTreeMap::new();
        let letters = texts.iter().map(|text| compare(&peer, text, STEP, &mut faults)).sum();
        judge(folder, letters, 1000, &faults);
    }
}
