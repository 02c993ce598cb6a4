//! The terms that speak for the leaves of the topic tree, and the names that its topics go by.
//!
//! Terms are compared by stem, in both languages. Only leaves are given to articles; a root matches its leaves
//! when it is asked for.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::labels;
use super::phrases::{Case, Phrases, stem, stems};
use super::user::{self, UserTopic};
use super::{Passage, in_order};
use crate::article::{Evidence, Place, Tag};
use crate::fold;

/// At most so many topics for an article; more say nothing.
const MOST: usize = 4;

/// What a term that speaks by itself is worth; one that speaks in company is 1.
const STRONG: f32 = 3.0;

/// What a word of everyday is worth that speaks for a topic a little.
const HINT: f32 = 0.4;

/// The share of what speaks for the other leaves of its root that speaks for a leaf too: where a text is about sport, a
/// match in it is one of sport.
const ROOT: f32 = 0.25;

/// What a term in the title is worth, in running text being 1.
const TITLE: f32 = 3.0;

/// What a term in the first two blocks is worth.
const LEAD: f32 = 1.5;

/// How many blocks are the lead.
const LEAD_BLOCKS: usize = 2;

/// The weight below which a topic is chance: less than two namings of a strong term.
const LEAST: f32 = 4.5;

/// The share of the first topic's weight that another needs.
const SHARE: f32 = 0.4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    leaf: Vec<Leaf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Leaf {
    slug: String,
    strong: Vec<String>,
    terms: Vec<String>,
    #[serde(default)]
    hints: Vec<String>,
}

/// A term of the tables: whose, what it is worth, and which of all terms it is.
struct Term {
    /// The place of its topic in the tree's list.
    topic: usize,
    weight: f32,
    id: usize,
}

static TERMS: LazyLock<Phrases<Term>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../../assets/topics.toml")).expect("the embedded topics are valid");
    terms(file.leaf.iter().map(Leaf::as_terms).chain(user::get().topics.iter().map(user_terms)))
});

/// The terms of a topic: its slug, then those that speak by themselves, in company, and a little.
type Terms<'a> = (&'a str, [(&'a [String], f32); 3]);

impl Leaf {
    fn as_terms(&self) -> Terms<'_> {
        (&self.slug, [(&self.strong, STRONG), (&self.terms, 1.0), (&self.hints, HINT)])
    }
}

fn user_terms(topic: &UserTopic) -> Terms<'_> {
    (&topic.slug, [(&topic.strong, STRONG), (&topic.terms, 1.0), (&topic.hints, HINT)])
}

fn terms<'a>(topics: impl Iterator<Item = Terms<'a>>) -> Phrases<Term> {
    let mut terms = Phrases::default();
    let mut id = 0;
    for (slug, tiers) in topics {
        let topic = labels::get().topic_place(slug).expect("every topic of the tables has labels");
        for (term, weight) in
            tiers.into_iter().flat_map(|(words, weight)| words.iter().map(move |w| (w, weight)))
        {
            let tokens = fold::tokens(term).map(|token| stem(&token.text)).collect();
            id += 1;
            terms.insert(tokens, Case::Any, Term { topic, weight, id });
        }
    }
    terms
}

static BY_NAME: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let mut by_name = FxHashMap::default();
    for topic in &labels::get().topics {
        for name in [topic.slug, topic.ar, topic.en] {
            by_name.entry(fold::fold(name)).or_insert(topic.slug);
        }
    }
    by_name
});

/// The slug of the topic that a folded name means.
pub(super) fn topic_of_name(folded: &str) -> Option<&'static str> {
    BY_NAME.get(folded).copied()
}

/// What speaks for a topic.
#[derive(Default)]
struct Tally {
    /// Each naming: which term, and its weight.
    terms: Vec<(usize, f32)>,
    evidence: Vec<Evidence>,
}

impl Tally {
    /// A term that comes again and again says less each time: its heaviest naming counts whole, the nth after it 1/n.
    fn weight(&mut self) -> f32 {
        self.terms.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let same = self.terms.chunk_by(|a, b| a.0 == b.0);
        same.map(|namings| namings.iter().zip(1_u32..).map(|((_, w), n)| w / n as f32).sum::<f32>()).sum()
    }
}

/// Whether a term begins with a stem.
pub(super) fn may_begin(stem: &str) -> bool {
    TERMS.may_begin(&[stem.into()])
}

/// Every leaf that some word of an article speaks for, heaviest first, scored 0 to 1; and how many of them are what
/// the article is about.
pub(super) fn find(texts: &[Passage<'_>]) -> (Vec<Tag>, usize) {
    let topics = &labels::get().topics;
    let mut tallies: Vec<Tally> = topics.iter().map(|_| Tally::default()).collect();
    for Passage { place, text, words } in texts {
        let place = *place;
        let words = stems(text, words);
        for at in (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| word.known.term)) {
            let (length, found) = TERMS.longest(words.get(at..).unwrap_or_default());
            let Some((first, last)) = words.get(at).zip(words.get((at + length).saturating_sub(1))) else {
                continue;
            };
            for term in found {
                let Some(tally) = tallies.get_mut(term.topic) else { continue };
                tally.terms.push((term.id, term.weight * place_weight(place)));
                tally.evidence.push(Evidence { place, range: first.range.start..last.range.end });
            }
        }
    }
    let mut weighed: Vec<(&'static str, f32, Vec<Evidence>)> = topics
        .iter()
        .zip(tallies)
        .filter(|(_, t)| !t.terms.is_empty())
        .map(|(topic, mut t)| (topic.slug, t.weight(), t.evidence))
        .collect();
    with_roots(&mut weighed);
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let most = weighed.first().map_or(1.0, |w| w.1);
    let tag = |(slug, weight, evidence): (&'static str, f32, Vec<Evidence>)| Tag {
        value: slug.to_owned(),
        score: (weight / most).clamp(0.0, 1.0),
        evidence: in_order(evidence),
    };
    let about = weighed.iter().take_while(|w| w.1 >= LEAST && w.1 >= most * SHARE).count().min(MOST);
    (weighed.into_iter().map(tag).collect(), about)
}

/// Adds to the weight of each leaf that of the others under its root.
fn with_roots(weighed: &mut [(&'static str, f32, Vec<Evidence>)]) {
    let root = |slug: &str| labels::get().topic(slug).and_then(|topic| topic.parent);
    let mut roots: FxHashMap<&str, f32> = FxHashMap::default();
    for (slug, weight, _) in weighed.iter() {
        *roots.entry(root(slug).unwrap_or(slug)).or_default() += weight;
    }
    for (slug, weight, _) in weighed {
        let all = roots.get(root(slug).unwrap_or(slug)).copied().unwrap_or(*weight);
        *weight += ROOT * (all - *weight);
    }
}

const fn place_weight(place: Place) -> f32 {
    match place {
        Place::Title => TITLE,
        Place::Block(i) if i < LEAD_BLOCKS => LEAD,
        Place::Block(_) => 1.0,
    }
}
