//! What is kept of an article to find its counterpart among many, and how two of these compare.
//!
//! Small and plain: some 1.5 KB of an article of 380 words, and two are compared in microseconds. The texts themselves
//! are not looked at again.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::article::{Article, Lang};
use crate::fold;

use super::cues::{self, Key, Kind};

/// A score from which two articles are taken for translations of each other.
pub const ACCEPT: f32 = 0.5;

/// Cues kept of an article: more would only be those of its last paragraphs.
const MOST_CUES: usize = 1200;

/// Places in an article are counted in so many steps.
const STEPS: usize = 250;
/// The place of a cue of the whole article.
const NOWHERE: u8 = 255;

/// How far apart, as a share of the article, a cue still stands in the same place of both.
const SAME_PLACE: f64 = 0.06;
/// Beyond this ratio of lengths one is a summary of the other, or the body of one was lost: nothing to set beside.
const MUCH_LONGER: u32 = 5;
/// How near two places are by chance, on the same scale: the mean of the bell over all pairs of places.
const NEAR_BY_CHANCE: f64 = 0.14;

/// What is kept of an article to find its translation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    lang: Lang,
    /// The key that the file declares for the story, if any.
    pair_key: Option<String>,
    /// The title, folded, and that of the original, where the page carries it.
    title: String,
    original_title: Option<String>,
    /// Letters and digits of the body.
    chars: u32,
    /// Cues, ascending, and beside each where it stands (0 to [`STEPS`], or [`NOWHERE`]).
    cues: Vec<Key>,
    places: Vec<u8>,
}

impl Profile {
    /// The profile of an article.
    pub fn of(article: &Article) -> Self {
        let mut found: Vec<(Key, u8)> = Vec::new();
        found.extend(cues::of_article(article).into_iter().map(|key| (key, NOWHERE)));
        found.extend(cues::of_text(&article.title, article.lang).into_iter().map(|(key, _)| (key, 0)));
        let bytes = article.blocks.iter().map(|b| b.text.len()).sum::<usize>().max(1);
        let mut before = 0;
        for block in &article.blocks {
            // Of all the words of an English text only names and brands: what may stand in Latin letters in Arabic.
            let kept = |key: Key, at| {
                key.kind() != Kind::Latin || article.lang != Lang::En || cues::is_capital(&block.text, at)
            };
            let here =
                cues::of_text(&block.text, article.lang).into_iter().filter(|&(key, at)| kept(key, at));
            found.extend(here.map(|(key, at)| (key, ((before + at) * STEPS / bytes) as u8)));
            before += block.text.len();
            if found.len() >= MOST_CUES {
                break;
            }
        }
        found.truncate(MOST_CUES);
        found.sort_unstable();
        found.dedup();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        Self {
            lang: article.lang,
            pair_key: article.pair_key.clone(),
            title: folded(&article.title),
            original_title: article.original_title.as_deref().map(folded).filter(|t| !t.is_empty()),
            chars: article.blocks.iter().map(|b| letters(&b.text) as u32).sum(),
            cues: found.iter().map(|&(key, _)| key).collect(),
            places: found.iter().map(|&(_, place)| place).collect(),
        }
    }

    /// The language of the article.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The key of the story that its file declares.
    pub fn story(&self) -> Option<&str> {
        self.pair_key.as_deref()
    }

    /// The title, folded, and that of the original.
    pub(super) fn titles(&self) -> (&str, Option<&str>) {
        (&self.title, self.original_title.as_deref())
    }

    /// How many cues are kept of it.
    pub(super) const fn len(&self) -> usize {
        self.cues.len()
    }

    /// The distinct cues, ascending, and where each stands.
    pub(super) fn groups(&self) -> impl Iterator<Item = (Key, &[u8])> {
        let mut from = 0;
        self.cues.chunk_by(|a, b| a == b).map(move |group| {
            let places = self.places.get(from..from + group.len()).unwrap_or_default();
            from += group.len();
            (group[0], places)
        })
    }
}

fn folded(text: &str) -> String {
    fold::tokens(text).map(|t| t.text).collect::<Vec<_>>().join(" ")
}

/// How likely two articles are translations of each other, 0 to 1; [`ACCEPT`] and more is taken for one.
///
/// 1 where both declare the same story; 0 for two articles of one language, or where they declare different ones.
pub fn score(a: &Profile, b: &Profile) -> f32 {
    let (ar, en) = match (a.lang, b.lang) {
        (Lang::Ar, Lang::En) => (a, b),
        (Lang::En, Lang::Ar) => (b, a),
        _ => return 0.0,
    };
    if let (Some(one), Some(other)) = (&ar.pair_key, &en.pair_key) {
        return if one == other { 1.0 } else { 0.0 };
    }
    let titled = |one: &Profile, other: &Profile| one.original_title.as_ref() == Some(&other.title);
    let (shorter, longer) = (ar.chars.min(en.chars), ar.chars.max(en.chars));
    let content = if longer / shorter.max(1) >= MUCH_LONGER { 0.0 } else { likeness(ar, en) };
    if titled(ar, en) || titled(en, ar) { content.max(0.98) } else { content }
}

/// The candidates that may be translations of the article, best first: index in the order given, and score.
/// Candidates that score nothing are left out.
pub fn best<'a>(profile: &Profile, candidates: impl Iterator<Item = &'a Profile>) -> Vec<(usize, f32)> {
    let scored = candidates.map(|candidate| score(profile, candidate)).enumerate();
    let mut found: Vec<(usize, f32)> = scored.filter(|&(_, score)| score > 0.0).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// What a shared cue is worth: roughly how rare it is among articles.
pub(super) fn worth(kind: Kind) -> f64 {
    match kind {
        Kind::Figure => 2.5,
        Kind::Latin | Kind::Name5 => 2.0,
        Kind::Number | Kind::Name4 => 1.3,
        Kind::Year | Kind::Org => 1.0,
        Kind::Country => 0.8,
        Kind::Concept => 0.7,
        Kind::Name3 | Kind::Digit => 0.5,
        Kind::Topic => 0.3,
    }
}

/// What two contents have in common, as [`likeness`] weighs it.
struct Common {
    /// Worth of the shared cues as a share of what either side has (0 to 1).
    shared: f64,
    /// How much nearer to each other the shared cues stand than by chance, in standard deviations.
    placed: f64,
    /// The logarithm of the ratio of lengths, its sign dropped.
    lengths: f64,
}

fn common(ar: &Profile, en: &Profile) -> Common {
    let mut sums = Sums::default();
    let (mut left, mut right) = (ar.groups().peekable(), en.groups().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(l), Some(r)) => l.0.cmp(&r.0),
        };
        let one = if order.is_le() { left.next() } else { None };
        let other = if order.is_ge() { right.next() } else { None };
        match (one, other) {
            (Some((key, here)), Some((_, there))) => sums.add(worth(key.kind()), here, there),
            (Some((key, _)), None) => sums.ar += worth(key.kind()),
            // Every word of an English text is a Latin word: those that the Arabic did not keep say nothing.
            (None, Some((key, _))) if key.kind() != Kind::Latin => sums.en += worth(key.kind()),
            _ => {}
        }
    }
    Common {
        shared: sums.met / (sums.ar * sums.en).sqrt().max(1.0),
        placed: sums.near / sums.variance.sqrt().max(1.0),
        lengths: ((f64::from(ar.chars) + 1.0) / (f64::from(en.chars) + 1.0)).ln().abs(),
    }
}

#[derive(Default)]
struct Sums {
    ar: f64,
    en: f64,
    met: f64,
    near: f64,
    variance: f64,
}

impl Sums {
    /// A cue of both: its worth, and its places in each.
    fn add(&mut self, worth: f64, here: &[u8], there: &[u8]) {
        self.ar += worth;
        self.en += worth;
        self.met += worth;
        let Some(found) = same_place(here, there) else { return };
        let chances = (here.len() * there.len()) as i32;
        let expected = 1.0 - (1.0 - NEAR_BY_CHANCE).powi(chances);
        self.near += worth * (found - expected);
        self.variance += worth * worth * expected * (1.0 - expected);
    }
}

/// How near the nearest two of these places are: 1 for the same, falling to 0 for ones far apart. `None` where
/// a side has the cue only as one of the whole article.
fn same_place(here: &[u8], there: &[u8]) -> Option<f64> {
    let real = |place: &&u8| **place != NOWHERE;
    let distances = |a: u8| there.iter().filter(real).map(move |&b| a.abs_diff(b));
    let near = here.iter().filter(real).flat_map(|&a| distances(a)).min()?;
    let off = f64::from(near) / STEPS as f64 / SAME_PLACE;
    Some((-0.5 * off * off).exp())
}

/// Fitted on professional translations of news against all other pairs, and on pairs about the same events:
/// those share cues, but not in the same order. What they share counts for little without its place.
fn likeness(ar: &Profile, en: &Profile) -> f32 {
    let common = common(ar, en);
    let much_longer = (common.lengths - 0.5).max(0.0);
    let logit = 1.2 * common.placed + 16.0 * common.shared - 2.0 * much_longer - 6.2;
    (1.0 / (1.0 + (-logit).exp())) as f32
}
