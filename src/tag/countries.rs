//! Which countries an article is about, which it merely mentions, and which organisations it names.
//!
//! The title counts most, then the first paragraphs, then how often and how plainly a country is named. The
//! constants were set on Arabic news whose addresses name their countries; none is sharp: half or double
//! gives an F1 within three hundredths.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::gazetteer::{self, Kind, Name};
use super::memo::Known;
use super::phrases::{Phrases, Word, words};
use super::{Passage, in_order};
use crate::article::{Evidence, Place, Tag};

/// Words before and behind a name among which a rule's `unless` words void it.
const NEAR: usize = 4;

/// What being named in the title is worth, where namings in running text count by the square root of their sum: a
/// headline names the few countries that the story turns on.
const TITLE: f32 = 4.0;

/// How much more the first country of the title counts than the others: it is mostly the one that acts.
const OPENS: f32 = 1.15;

/// What a naming in the first two blocks is worth, others being 1: a lead says who did what to whom.
const LEAD: f32 = 3.0;

/// How many blocks are the lead.
const LEAD_BLOCKS: usize = 2;

/// The share of the first country's weight that another needs to be what the article is about.
const SHARE: f32 = 0.45;

/// At most so many countries are what an article is about; a list of signatories would name fifty.
const MOST: usize = 8;

/// What was found: countries and organisations, heaviest first, scored 0 to 1.
pub(super) struct Found {
    pub(super) countries: Vec<Tag>,
    pub(super) orgs: Vec<Tag>,
}

#[derive(Default)]
struct Tally {
    sure: bool,
    title: f32,
    body: f32,
    first: usize,
    evidence: Vec<Evidence>,
}

impl Tally {
    /// The tenth naming in the body says less than the first, and the second in the title nothing more.
    fn weight(&self) -> f32 {
        let opens = if self.first == 0 && self.title > 0.0 { OPENS } else { 1.0 };
        TITLE * opens * self.title.min(1.0) + self.body.sqrt()
    }
}

/// What a country is named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Its own name.
    Name,
    /// A nationality.
    Adjective,
    /// A capital, a seat of power, a place.
    Place,
    /// A leader.
    Person,
}

/// A country named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// Its code.
    pub country: &'static str,
    /// What it is named by.
    pub by: By,
    /// Bytes of the text.
    pub range: Range<usize>,
}

struct Hit {
    value: &'static str,
    kind: Kind,
    evidence: Evidence,
}

/// Looks for every name of the gazetteer.
pub(super) fn find(texts: &[Passage<'_>]) -> Found {
    let names = gazetteer::get();
    let mut countries = Vec::new();
    let mut orgs = Vec::new();
    for Passage { place, text, words: known } in texts {
        let words = words(text, known);
        scan(&names.country_names, |known| known.country, *place, &words, &mut countries);
        scan(&names.org_names, |known| known.org, *place, &words, &mut orgs);
    }
    Found { countries: tally(countries), orgs: tally(orgs) }
}

/// Finds names in words, from left to right; `may_begin` tells a word that no name begins with.
fn scan(
    names: &Phrases<Name>,
    may_begin: fn(&Known) -> bool,
    place: Place,
    words: &[Word<'_>],
    hits: &mut Vec<Hit>,
) {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if !may_begin(word.known) {
            at += 1;
            continue;
        }
        let (length, found) = names.longest(words.get(at..).unwrap_or_default());
        if let Some((first, last)) = words.get(at).zip(words.get((at + length).saturating_sub(1))) {
            let range = first.range.start..last.range.end;
            for name in found {
                if let Some(value) = name.value.filter(|_| !voided(name, words, at, length)) {
                    let evidence = Evidence { place, range: range.clone() };
                    hits.push(Hit { value, kind: kind(name, words, at), evidence });
                }
            }
        }
        at += length.max(1);
    }
}

/// Every naming of a country, save by words that count only beside others where they stand alone.
pub(super) fn namings(texts: &[Passage<'_>]) -> Vec<Naming> {
    let mut hits = Vec::new();
    for Passage { place, text, words: known } in texts {
        scan(&gazetteer::get().country_names, |known| known.country, *place, &words(text, known), &mut hits);
    }
    let sure: Vec<&str> = hits.iter().filter(|h| h.kind != Kind::Weak).map(|h| h.value).collect();
    let naming = |hit: &Hit| {
        let by = match hit.kind {
            Kind::Name => By::Name,
            Kind::Adjective => By::Adjective,
            Kind::Person => By::Person,
            Kind::Place | Kind::Weak => By::Place,
        };
        Naming { country: hit.value, by, range: hit.evidence.range.clone() }
    };
    hits.iter().filter(|hit| sure.contains(&hit.value)).map(naming).collect()
}

/// What a naming is: a weak one is sure behind certain words (`في مالي`).
fn kind(name: &Name, words: &[Word<'_>], at: usize) -> Kind {
    let before = || at.checked_sub(1).and_then(|i| words.get(i)).map(Word::readings).unwrap_or_default();
    let sure =
        !name.after.is_empty() && before().iter().any(|reading| name.after.iter().any(|a| a == reading));
    if sure { name.sure } else { name.kind }
}

fn voided(name: &Name, words: &[Word<'_>], at: usize, length: usize) -> bool {
    let near = |i: usize| i < at || i >= at + length;
    let (from, to) = (at.saturating_sub(NEAR), (at + length + NEAR).min(words.len()));
    !name.unless.is_empty()
        && (from..to)
            .filter(|&i| near(i))
            .filter_map(|i| words.get(i))
            .any(|word| word.readings().iter().any(|reading| name.unless.iter().any(|u| u == reading)))
}

fn tally(hits: Vec<Hit>) -> Vec<Tag> {
    let mut tallies: FxHashMap<&'static str, Tally> = FxHashMap::default();
    for (at, hit) in hits.into_iter().enumerate() {
        let tally = tallies.entry(hit.value).or_insert_with(|| Tally { first: at, ..Tally::default() });
        tally.sure |= hit.kind != Kind::Weak;
        match hit.evidence.place {
            Place::Title => tally.title += weight(hit.kind),
            Place::Block(i) => tally.body += weight(hit.kind) * if i < LEAD_BLOCKS { LEAD } else { 1.0 },
        }
        tally.evidence.push(hit.evidence);
    }
    let mut sure: Vec<(&'static str, Tally)> = tallies.into_iter().filter(|(_, t)| t.sure).collect();
    sure.sort_by(|(_, a), (_, b)| b.weight().total_cmp(&a.weight()).then(a.first.cmp(&b.first)));
    let most = sure.first().map_or(1.0, |(_, t)| t.weight());
    sure.into_iter()
        .map(|(value, tally)| Tag {
            value: value.to_owned(),
            score: (tally.weight() / most).clamp(0.0, 1.0),
            evidence: in_order(tally.evidence),
        })
        .collect()
}

/// A nationality or a leader is said of many things; the country's name is the country.
const fn weight(kind: Kind) -> f32 {
    match kind {
        Kind::Name => 1.0,
        Kind::Adjective | Kind::Place => 0.8,
        Kind::Person => 0.6,
        Kind::Weak => 0.4,
    }
}

/// Parts what was found into what the article is about and what it mentions. Where the file declares its
/// countries, those are what it is about, and everything else found is a mention.
pub(super) fn about(found: Vec<Tag>, declared: &[Tag]) -> (Vec<Tag>, Vec<Tag>) {
    if declared.is_empty() {
        let count = found.iter().take_while(|t| t.score >= SHARE).count().min(MOST);
        let mut about = found;
        let mentions = about.split_off(count);
        return (about, mentions);
    }
    let mut mentions = found;
    let mut about = declared.to_vec();
    for tag in &mut about {
        if let Some(at) = mentions.iter().position(|f| f.value == tag.value) {
            tag.evidence = mentions.remove(at).evidence;
        }
    }
    (about, mentions)
}
