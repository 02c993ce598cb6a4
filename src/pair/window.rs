//! Thousands of profiles at once, and which of them may be the translation of one more.
//!
//! Each language has an index from cues to the articles that have them: one ascending list of numbers, made anew by
//! merging when articles came or went. What shares the most, counted by how rare it is, is compared as a whole; the
//! rest is not looked at. Nothing is read or stored here, and what goes in and out is the caller's choice.

use std::cmp::Ordering;
use std::collections::VecDeque;

use crate::article::Lang;

use super::cues::Key;
use super::profile::{Profile, score, worth};

/// So few articles are compared as they are: an index would save nothing.
const FEW: usize = 48;

/// Candidates that are compared as a whole. A translation of news shares far more rare cues than any stranger does;
/// there is room for several versions of a story.
const MOST: usize = 16;

/// A cue that one in so many articles has is common: it says little, and its list is long.
const COMMON: usize = 8;

/// The upper bits of a key by which its place in the index is found: the lists below one value are short enough.
const BITS: u32 = 12;

/// What a whole title of the other side is worth: more than everything else together.
const TITLE: f32 = 1.0e6;

/// Profiles of articles in two languages, each with what the caller knows of it, in the order in which they came.
#[derive(Debug)]
pub struct Window<T> {
    ar: Side<T>,
    en: Side<T>,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Self { ar: Side::default(), en: Side::default() }
    }
}

impl<T> Window<T> {
    /// Takes an article in, behind those that are there. One in a language that has no translations here is dropped.
    /// It is found from the next [`Window::settle`] on.
    pub fn push(&mut self, known: T, profile: Profile) {
        if let Some(side) = self.side_mut(profile.lang()) {
            side.push(known, profile);
        }
    }

    /// Drops articles from the front as long as `gone` says so of the first one.
    pub fn drop_while(&mut self, gone: impl Fn(&T) -> bool) {
        for side in [&mut self.ar, &mut self.en] {
            while side.held.front().is_some_and(|held| gone(&held.known)) {
                let first = side.held.pop_front();
                side.cues -= first.map_or(0, |held| held.profile.len());
                side.dropped += 1;
            }
        }
    }

    /// Brings the index up to what came and went.
    pub fn settle(&mut self) {
        self.ar.settle();
        self.en.settle();
    }

    /// Cues of the articles in it: each takes some 14 bytes here, and twice that while the index is brought up.
    pub fn cues(&self) -> usize {
        self.ar.cues + self.en.cues
    }

    /// The profile of the article for which `order` says `Equal`; the articles came in ascending order.
    pub fn profile(&self, order: impl Fn(&T) -> Ordering) -> Option<&Profile> {
        [&self.ar, &self.en].into_iter().find_map(|side| {
            let at = side.held.binary_search_by(|held| order(&held.known)).ok()?;
            side.held.get(at).map(|held| &held.profile)
        })
    }

    /// Those that may be translations of an article, best first, with their [`score`]; `may` says whom to look at.
    pub fn find(&self, profile: &Profile, scratch: &mut Scratch, may: impl Fn(&T) -> bool) -> Vec<(&T, f32)> {
        let side = match profile.lang() {
            Lang::Ar => &self.en,
            Lang::En => &self.ar,
            _ => return Vec::new(),
        };
        let likely = side.likely(profile, scratch, may);
        let scored = likely.into_iter().map(|held| (&held.known, score(profile, &held.profile)));
        let mut found: Vec<(&T, f32)> = scored.filter(|(_, score)| *score > 0.0).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found
    }

    fn side_mut(&mut self, lang: Lang) -> Option<&mut Side<T>> {
        match lang {
            Lang::Ar => Some(&mut self.ar),
            Lang::En => Some(&mut self.en),
            _ => None,
        }
    }
}

/// Memory of one search, kept for the next.
#[derive(Debug, Default)]
pub struct Scratch {
    shared: Vec<f32>,
    best: Vec<(f32, usize)>,
}

#[derive(Debug)]
struct Held<T> {
    known: T,
    profile: Profile,
    /// One divided by the root of how many distinct cues it has: long texts share more by chance.
    share: f32,
}

/// The articles of one language.
#[derive(Debug)]
struct Side<T> {
    held: VecDeque<Held<T>>,
    /// Cues of all of them.
    cues: usize,
    /// How many were dropped from the front: the number of an article is its place among all that ever came.
    dropped: u32,
    /// A key in the upper half and the number of an article that has it in the lower, ascending.
    index: Vec<u64>,
    /// Where the keys with these upper [`BITS`] begin in the index; one more at the end.
    starts: Vec<u32>,
    /// What came since the index was made, and how many had been dropped then.
    fresh: Vec<u64>,
    settled: u32,
}

impl<T> Default for Side<T> {
    fn default() -> Self {
        let (held, index, fresh) = (VecDeque::new(), Vec::new(), Vec::new());
        Self { held, cues: 0, dropped: 0, index, starts: Vec::new(), fresh, settled: 0 }
    }
}

impl<T> Side<T> {
    fn push(&mut self, known: T, profile: Profile) {
        let number = u64::from(self.dropped) + self.held.len() as u64;
        let before = self.fresh.len();
        let (title, original) = profile.titles();
        let titles = [Some(Key::of_title(title, false)), original.map(|title| Key::of_title(title, true))];
        let keys = profile.groups().map(|(key, _)| key).chain(titles.into_iter().flatten());
        self.fresh.extend(keys.map(|key| (u64::from(key.number()) << 32) | number));
        self.cues += profile.len();
        let share = 1.0 / ((self.fresh.len() - before) as f32).sqrt();
        self.held.push_back(Held { known, profile, share });
    }

    fn settle(&mut self) {
        if self.fresh.is_empty() && self.settled == self.dropped {
            return;
        }
        self.settled = self.dropped;
        let there = |entry: &u64| number(*entry) >= self.dropped;
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.retain(there);
        fresh.sort_unstable();
        let mut merged = Vec::with_capacity(self.index.len() + fresh.len());
        let mut fresh = fresh.into_iter().peekable();
        for entry in self.index.iter().copied().filter(there) {
            while let Some(earlier) = fresh.next_if(|fresh| *fresh < entry) {
                merged.push(earlier);
            }
            merged.push(entry);
        }
        merged.extend(fresh);
        self.starts.clear();
        for upper in 0..=1_u64 << BITS {
            let from = self.starts.last().map_or(0, |start| *start as usize);
            let more = merged.iter().skip(from).take_while(|entry| *entry >> (64 - BITS) < upper).count();
            self.starts.push((from + more) as u32);
        }
        self.index = merged;
    }

    /// The entries of the articles that have a cue.
    fn having(&self, key: Key) -> &[u64] {
        let upper = (key.number() >> (32 - BITS)) as usize;
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let bucket = self.index.get(bound(upper)..bound(upper + 1)).unwrap_or_default();
        let wanted = u64::from(key.number());
        let from = bucket.partition_point(|entry| entry >> 32 < wanted);
        let more = bucket.iter().skip(from).take_while(|entry| **entry >> 32 == wanted).count();
        bucket.get(from..from + more).unwrap_or_default()
    }

    /// The articles that share the most with one, no more than are worth a comparison.
    fn likely(&self, profile: &Profile, scratch: &mut Scratch, may: impl Fn(&T) -> bool) -> Vec<&Held<T>> {
        if self.held.len() <= FEW {
            return self.held.iter().filter(|held| may(&held.known)).collect();
        }
        let Scratch { shared, best } = scratch;
        shared.clear();
        shared.resize(self.held.len(), 0.0);
        let mut add = |key: Key, worth: f32| {
            for entry in self.having(key) {
                if let Some(sum) = shared.get_mut(number(*entry).wrapping_sub(self.dropped) as usize) {
                    *sum += worth;
                }
            }
        };
        let all = self.held.len() as f32;
        for (key, _) in profile.groups() {
            let having = self.having(key).len();
            if having > 0 && having * COMMON <= self.held.len() {
                add(key, worth(key.kind()) as f32 * (all / having as f32).ln());
            }
        }
        let (title, original) = profile.titles();
        add(Key::of_title(title, true), TITLE);
        if let Some(original) = original {
            add(Key::of_title(original, false), TITLE);
        }
        best.clear();
        let shares = shared.iter().zip(&self.held).enumerate();
        let weighed = shares.filter(|(_, (sum, held))| **sum > 0.0 && may(&held.known));
        best.extend(weighed.map(|(at, (sum, held))| (sum * held.share, at)));
        if best.len() > MOST {
            best.select_nth_unstable_by(MOST - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            best.truncate(MOST);
        }
        best.iter().filter_map(|(_, at)| self.held.get(*at)).collect()
    }
}

/// The number of the article in an entry of the index.
const fn number(entry: u64) -> u32 {
    (entry & u32::MAX as u64) as u32
}
