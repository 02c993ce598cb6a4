//! What else a query may have meant: for words that no article has, other spellings, the same name in the other
//! script, the same keys on the other keyboard; for words that name a country, a topic or an organisation, the filter.
//!
//! Every offer is counted by the search it would make, and one without hits is not made. Words that are found cost a
//! look into the dictionary and no more. Nothing here reads an article or knows an engine.

use std::collections::{BTreeMap, HashSet};

use super::names::{self, Named, Parts, named};
use super::query::{Atom, Choice, Field, Group, Query, UNKNOWN};
use super::{ArchiveError, Cancel, Request};
use crate::fold::keyboard::retyped;
use crate::fold::{clitic_forms, edits, fold, tokens, variants};

mod sound;

pub(crate) use sound::names_alike;
use sound::sounding;

/// Why something is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The word's keys make this word on the other keyboard.
    Keyboard,
    /// It is another name or spelling of the same.
    Variant,
    /// It is one letter away.
    Spelling,
    /// It sounds alike in the other script.
    Sound,
    /// The word names this value of a facet.
    Facet,
}

impl Why {
    /// Its name in JSON.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Keyboard => "keyboard",
            Self::Variant => "variant",
            Self::Spelling => "spelling",
            Self::Sound => "sound",
            Self::Facet => "facet",
        }
    }
}

/// Another query that finds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Why it is offered; of several words, why the first of them.
    pub why: Why,
    /// What was typed, of several words all that would change.
    pub typed: String,
    /// What would stand in its place, as the query writes it.
    pub meant: String,
    /// The value's Arabic and English name, for a facet.
    pub label: Option<(String, String)>,
    /// The whole query that it makes.
    pub query: Query,
    /// How many articles that finds.
    pub count: usize,
}

/// The words of an index, folded.
pub(crate) trait Dictionary {
    /// In how many articles a word stands; 0 for one that is in none. Forms of it are not counted.
    fn articles(&self, folded: &str) -> Result<usize, ArchiveError>;

    /// Whether some word of the same stem is in an article.
    fn has_stem(&self, folded: &str) -> Result<bool, ArchiveError>;

    /// Calls `each` with the words that begin so, and in how many articles they are, until it says `false`. A word may
    /// come several times, each time with other articles.
    fn beginning(
        &self,
        beginning: &str,
        each: &mut dyn FnMut(&str, usize) -> bool,
    ) -> Result<(), ArchiveError>;
}

/// Letters from which a word is held against its neighbours: one letter makes every word of two another one.
const SPELLING_FROM: usize = 3;

/// Words that are tried for one that is not there, best first.
const TRIED: usize = 4;

/// Of one reason: the second best guess of one is worth less than the best of another.
const OF_ONE: usize = 2;

/// Offers that fit a line.
const OFFERS: usize = 4;

/// Words side by side that may be one name: "the united states of america".
const NAME_WORDS: usize = 5;

/// A word of a query that no article has, with what may stand in its place.
struct Missing {
    group: usize,
    /// Groups behind it that are part of the same name.
    more: usize,
    alternative: usize,
    typed: String,
    tried: Vec<(Why, Atom)>,
}

/// Makes the offers of a request. `typed` is the line as it was typed, which may have punctuation that the query has
/// lost and a keyboard has letters on. `count` says how many articles a request finds.
pub(crate) fn offers(
    request: &Request,
    typed: &str,
    dictionary: &dyn Dictionary,
    cancel: &Cancel,
    count: &mut dyn FnMut(&Request) -> Result<usize, ArchiveError>,
) -> Result<Vec<Offer>, ArchiveError> {
    // A name is surest of all: its filter finds what its word would, in both languages.
    let mut made = facets(&request.query);
    made.extend(values(&request.query));
    let missing = missing(request, typed, dictionary, cancel)?;
    let mut corrected = corrected(&request.query, &missing)
        .into_iter()
        .map(|(why, query, typed, meant)| Offer { why, typed, meant, label: None, query, count: 0 });
    // The best word, then the values that are called nearly so, then other words.
    made.extend(corrected.next());
    made.extend(misspelt(&request.query, &missing));
    made.extend(corrected);
    let mut offers: Vec<Offer> = Vec::new();
    for mut offer in made {
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        if offers.len() >= OFFERS || offers.iter().any(|known| known.query == offer.query) {
            continue;
        }
        offer.count = count(&Request { query: offer.query.clone(), any: request.any, typing: false })?;
        if offer.count > 0 {
            offers.push(offer);
        }
    }
    Ok(offers)
}

/// Whether some word of a query names a value of a facet, so that asking for offers is worth it though articles were
/// found.
pub fn names_facet(query: &Query) -> bool {
    !facets(query).is_empty()
}

/// The words that no article has.
fn missing(
    request: &Request,
    typed: &str,
    dictionary: &dyn Dictionary,
    cancel: &Cancel,
) -> Result<Vec<Missing>, ArchiveError> {
    let groups = &request.query.groups;
    let mut all = Vec::new();
    for (g, group) in groups.iter().enumerate().filter(|(_, group)| !group.negated) {
        for (a, atom) in group.any.iter().enumerate() {
            let Atom::Word(word) = atom else { continue };
            let last = request.typing && g + 1 == groups.len() && a + 1 == group.any.len();
            if is_there(word, last, dictionary)? {
                continue;
            }
            let next = groups.get(g + 1).filter(|_| group.any.len() == 1).and_then(plain_word);
            let raw = as_typed(word, typed);
            let (more, tried) = guesses(word, raw, next, dictionary, cancel)?;
            all.push(Missing { group: g, more, alternative: a, typed: raw.to_owned(), tried });
        }
    }
    Ok(all)
}

/// Whether an article has the word or another form of it.
fn is_there(word: &str, typing: bool, dictionary: &dyn Dictionary) -> Result<bool, ArchiveError> {
    let folded: Vec<String> = tokens(word).map(|token| token.text).collect();
    let [one] = folded.as_slice() else {
        for token in &folded {
            if dictionary.articles(token)? == 0 {
                return Ok(false);
            }
        }
        return Ok(true);
    };
    for form in clitic_forms(one) {
        if dictionary.articles(&form)? > 0 {
            return Ok(true);
        }
    }
    let mut begun = dictionary.has_stem(one)?;
    if typing && !begun {
        dictionary.beginning(one, &mut |_, _| {
            begun = true;
            false
        })?;
    }
    Ok(begun)
}

/// The word with the punctuation around it with which it was typed.
fn as_typed<'a>(word: &'a str, line: &'a str) -> &'a str {
    let whole = line.split_whitespace().find(|typed| {
        typed.contains(word) && fold(typed) == fold(word) && !typed.starts_with(['-', '−', '=', '"', '«'])
    });
    whole.unwrap_or(word)
}

fn plain_word(group: &Group) -> Option<&str> {
    match group.any.as_slice() {
        [Atom::Word(word)] if !group.negated => Some(word),
        _ => None,
    }
}

/// What may stand in a word's place, best first, a few of each reason; and how many words behind it go with it.
fn guesses(
    word: &str,
    raw: &str,
    next: Option<&str>,
    dictionary: &dyn Dictionary,
    cancel: &Cancel,
) -> Result<(usize, Vec<(Why, Atom)>), ArchiveError> {
    let folded = fold(word);
    let mut tried: Vec<(Why, Atom)> = Vec::new();
    for other in retyped(raw) {
        if is_there(&other, false, dictionary)? {
            tried.push((Why::Keyboard, Atom::Word(other)));
        }
    }
    tried.truncate(OF_ONE);
    let pair = next.map(|next| variants(&format!("{folded} {}", fold(next)))).unwrap_or_default();
    let more = usize::from(!pair.is_empty());
    let names = if pair.is_empty() { variants(&folded) } else { pair };
    for name in names {
        if is_there(name, false, dictionary)? {
            let atom = if name.contains(' ') { Atom::Phrase } else { Atom::Word };
            tried.push((Why::Variant, atom(name.to_owned())));
        }
    }
    if tokens(word).nth(1).is_none() && tried.len() < TRIED {
        for near in near(&folded, dictionary, cancel)? {
            tried.push((Why::Spelling, Atom::Word(near)));
        }
        for alike in sounding(&folded, dictionary, cancel)? {
            tried.push((Why::Sound, Atom::Word(alike)));
        }
    }
    let mut known = HashSet::new();
    tried.retain(|(_, atom)| known.insert(fold(&atom.to_string())));
    // The best of each reason before the second of any; the sort is stable.
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, (Why, Atom))> = Vec::new();
    for guess in tried {
        let nth = seen.entry(guess.0.slug()).or_default();
        ranked.push((*nth, guess));
        *nth += 1;
    }
    ranked.sort_by_key(|(nth, _)| *nth);
    Ok((more, ranked.into_iter().map(|(_, guess)| guess).take(TRIED).collect()))
}

/// Words that are one slip of the finger away, those of most articles first.
fn near(folded: &str, dictionary: &dyn Dictionary, cancel: &Cancel) -> Result<Vec<String>, ArchiveError> {
    let letters = folded.chars().count();
    if letters < SPELLING_FROM || folded.chars().any(char::is_numeric) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for other in edits(folded).into_iter().filter(|other| other.chars().count() >= SPELLING_FROM) {
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        let articles = dictionary.articles(&other)?;
        if articles > 0 {
            found.push((articles, other));
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(found.into_iter().map(|(_, word)| word).take(OF_ONE).collect())
}

/// The query with every missing word replaced by its best guess, then with each of the others in turn; none where a
/// word has no guess, for it would find nothing.
fn corrected(query: &Query, missing: &[Missing]) -> Vec<(Why, Query, String, String)> {
    let mut all = Vec::new();
    let Some(best) = missing.iter().map(|m| m.tried.first()).collect::<Option<Vec<_>>>() else { return all };
    let Some(first) = best.first() else { return all };
    all.push(made(query, missing, &best, first.0));
    for (at, word) in missing.iter().enumerate() {
        for guess in word.tried.iter().skip(1) {
            let mut chosen = best.clone();
            if let Some(place) = chosen.get_mut(at) {
                *place = guess;
            }
            all.push(made(query, missing, &chosen, guess.0));
        }
    }
    all
}

fn made(
    query: &Query,
    missing: &[Missing],
    chosen: &[&(Why, Atom)],
    why: Why,
) -> (Why, Query, String, String) {
    let mut query = query.clone();
    let mut gone = Vec::new();
    for (word, (_, atom)) in missing.iter().zip(chosen) {
        let group = query.groups.get_mut(word.group);
        if let Some(place) = group.and_then(|group| group.any.get_mut(word.alternative)) {
            *place = atom.clone();
        }
        gone.extend((1..=word.more).map(|behind| word.group + behind));
    }
    let mut at = 0;
    query.groups.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    let typed = missing.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ");
    let meant = chosen.iter().map(|(_, atom)| atom.to_string()).collect::<Vec<_>>().join(" ");
    (why, query, typed, meant)
}

/// The filters that words of the query name: the longest name at each place.
fn facets(query: &Query) -> Vec<Offer> {
    let mut offers = Vec::new();
    let words: Vec<Option<&str>> = query.groups.iter().map(asked_text).collect();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=NAME_WORDS).rev().find_map(|length| {
            let some: Option<Vec<&str>> = words.get(at..at + length)?.iter().copied().collect();
            let typed = some?.join(" ");
            named(&fold(&typed)).map(|found| (length, typed, found))
        });
        let Some((length, typed, found)) = longest else {
            at += 1;
            continue;
        };
        if let Some(offer) = facet_offer(query, at..at + length, typed, found) {
            offers.push(offer);
        }
        at += length;
    }
    offers
}

/// The query with a value that is known in the place of a topic or organisation that is not.
fn values(query: &Query) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (at, filter) in query.filters.iter().enumerate().filter(|(_, filter)| !filter.negated) {
        for (place, typed) in filter.values.iter().enumerate() {
            let open = matches!(filter.field, Field::Topic | Field::Org) && typed != UNKNOWN;
            if !open || names::is_known(filter.field, typed) {
                continue;
            }
            for near in names::near(&fold(typed), &[filter.field], Parts::Words).into_iter().take(OF_ONE) {
                let mut made = query.clone();
                let values = made.filters.get_mut(at).map(|filter| &mut filter.values);
                let Some(values) = values.filter(|values| !values.contains(&near.value)) else { continue };
                if let Some(value) = values.get_mut(place) {
                    value.clone_from(&near.value);
                }
                offers.push(value_offer(Why::Spelling, made, typed.clone(), near));
            }
        }
    }
    offers
}

/// The filters that a word nearly names that no article has.
fn misspelt(query: &Query, missing: &[Missing]) -> Vec<Offer> {
    let [word] = missing else { return Vec::new() };
    let alone = query.groups.get(word.group).is_some_and(|group| group.any.len() == 1);
    // A word of which other spellings are known is no slip.
    if !alone || word.tried.iter().any(|(why, _)| *why == Why::Variant) {
        return Vec::new();
    }
    let fields = [Field::Country, Field::Topic, Field::Org];
    let near = names::near(&fold(&word.typed), &fields, Parts::Words).into_iter().take(OF_ONE);
    let offer = |near: Named| {
        let mut made = query.clone();
        made.groups.remove(word.group);
        made.set(near.field, &near.value, Choice::Include);
        value_offer(Why::Spelling, made, word.typed.clone(), near)
    };
    near.filter(|near| query.choice(near.field, &near.value) == Choice::Off).map(offer).collect()
}

/// An offer of a value of a facet.
fn value_offer(why: Why, query: Query, typed: String, meant: Named) -> Offer {
    let mut alone = Query::default();
    alone.set(meant.field, &meant.value, Choice::Include);
    Offer { why, typed, meant: alone.to_string(), label: Some(meant.label), query, count: 0 }
}

/// The text of a group that asks for one word or phrase.
fn asked_text(group: &Group) -> Option<&str> {
    match group.any.as_slice() {
        [Atom::Word(text) | Atom::Phrase(text)] if !group.negated => Some(text),
        _ => None,
    }
}

fn facet_offer(query: &Query, words: std::ops::Range<usize>, typed: String, found: Named) -> Option<Offer> {
    if query.choice(found.field, &found.value) != Choice::Off {
        return None;
    }
    let mut made = query.clone();
    made.groups.drain(words);
    made.set(found.field, &found.value, Choice::Include);
    Some(value_offer(Why::Facet, made, typed, found))
}

/// The values of facets that the words of a question name, for a search across languages.
pub(crate) fn named_values(query: &Query) -> Vec<(Field, String)> {
    let value = |offer: Offer| {
        let filter =
            offer.query.filters.iter().find(|filter| offer.meant.starts_with(filter.field.slug()))?;
        Some((filter.field, filter.values.last()?.clone()))
    };
    facets(query).into_iter().filter_map(value).collect()
}

#[cfg(test)]
mod tests;
