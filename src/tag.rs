//! Countries, topics and organisations found in an article, each with a score and the words that speak for it.
//!
//! What is looked for is data: `assets/labels.txt`, `assets/gazetteer/*.toml` and `assets/topics.toml`. Matching is on folded tokens,
//! whole tokens only, with Arabic clitics, nationalities and plurals understood. Nothing here reads a file, asks a
//! network, or takes a dateline into account (the importer has cut it out).

use std::ops::Range;

use crate::article::{Article, Evidence, Lang, Place, Tag};
use crate::fold;

mod countries;
mod gazetteer;
mod labels;
mod memo;
mod phrases;
mod topics;
mod user;

use memo::{Known, Memo};
use user::Level;

pub use countries::{By, Naming};
pub use labels::{Country, Org, Topic};
pub use user::Fault;

/// The version of the data and the rules. An article that was tagged by another one is worth reading again.
pub const VERSION: u32 = 3;

/// A place of an article with its text and its folded words, which are cut once for all that is looked for.
struct Passage<'a> {
    place: Place,
    text: &'a str,
    /// What is known of each word, and its bytes in the text.
    words: Vec<(&'a Known, Range<usize>)>,
}

/// Tags articles, one after the other. It remembers what it found out about words, and gives for every article what
/// it would give for it alone.
#[derive(Debug, Default)]
pub struct Tagger {
    memo: Memo,
}

impl Tagger {
    /// Fills an article's countries, mentions, topics and organisations from its title and blocks. Tags that are
    /// there already were declared by the file: they stay, first and with their score, and are given their evidence.
    pub fn tag(&mut self, article: &mut Article) {
        let texts = texts(article, &mut self.memo);
        let found = countries::find(&texts);
        let (topics, most_topics) = topics::find(&texts);
        let declared = std::mem::take(&mut article.countries);
        let (about, mentions) = countries::about(found.countries, &declared);
        article.countries = about;
        article.mentions = mentions;
        article.orgs = merge(std::mem::take(&mut article.orgs), found.orgs, usize::MAX);
        let declared = std::mem::take(&mut article.topics);
        // Whoever declares topics has named them all: what is found besides only gives evidence.
        let limit = if declared.is_empty() { most_topics } else { declared.len() };
        article.topics = merge(declared, topics, limit);
    }
}

/// The texts of an article, in reading order.
fn texts<'a>(article: &'a Article, memo: &'a mut Memo) -> Vec<Passage<'a>> {
    let blocks = article.blocks.iter().enumerate().map(|(i, block)| (Place::Block(i), block.text.as_str()));
    let places = std::iter::once((Place::Title, article.title.as_str())).chain(blocks);
    memo.make_room();
    let mut word = String::new();
    let mut numbered = Vec::new();
    for (place, text) in places {
        let mut tokens = fold::tokens(text);
        let mut words = Vec::with_capacity(text.len() / 8);
        while let Some(range) = tokens.advance(&mut word) {
            words.push((memo.number(&word), range));
        }
        numbered.push((place, text, words));
    }
    let memo = &*memo;
    let passage = |(place, text, words): (Place, &'a str, Vec<(usize, Range<usize>)>)| Passage {
        place,
        text,
        words: words.into_iter().map(|(number, range)| (memo.known(number), range)).collect(),
    };
    numbered.into_iter().map(passage).collect()
}

/// The label of a country by its ISO 3166-1 alpha-2 code (upper case): Arabic for Arabic, English for any other.
pub fn country_label(code: &str, lang: Lang) -> Option<&'static str> {
    labels::get().country(code).map(|c| pick(lang, c.ar, c.en))
}

/// The code of the country that a folded name means: labels, other names and abbreviations, in both languages,
/// with or without the Arabic article. A code itself is no name.
pub fn country_of_name(folded: &str) -> Option<&'static str> {
    gazetteer::get().country_of_name(folded)
}

/// The code of the country whose nationality a folded word is, in any gender and number; without its article.
pub fn country_of_adjective(folded: &str) -> Option<&'static str> {
    gazetteer::get().country_of_adjective(folded)
}

/// Every country and territory of the gazetteer, those most in the news first.
pub fn countries() -> impl Iterator<Item = &'static Country> {
    labels::get().countries.iter()
}

/// The topic tree, each root followed by its leaves.
pub fn topics() -> &'static [Topic] {
    &labels::get().topics
}

/// A topic by its slug.
pub fn topic(slug: &str) -> Option<&'static Topic> {
    labels::get().topic(slug)
}

/// The label of a topic by its slug.
pub fn topic_label(slug: &str, lang: Lang) -> Option<&'static str> {
    topic(slug).map(|t| pick(lang, t.ar, t.en))
}

/// The slug of the topic that a folded name means: its slug or a label, in either language.
pub fn topic_of_name(folded: &str) -> Option<&'static str> {
    topics::topic_of_name(folded)
}

/// Takes in the user's own topics, in TOML: `[slug]` tables with `under`, `ar`, `en`, `strong`, `terms` and `hints`; for
/// a topic that there is, more terms. They then have labels and a place in the tree as all others have. It is called
/// once, before anything is looked up or tagged; later it changes nothing, and says so. Gives what is wrong.
pub fn extend(text: &str) -> Vec<Fault> {
    let shipped = labels::shipped();
    let level = |topic: &Topic| if topic.parent.is_none() { Level::Root } else { Level::Leaf };
    let (topics, mut faults) = user::read(text, |slug| shipped.topic(slug).map(level));
    if !user::set(topics, text) {
        let reason = "no topic of this file is used: the topics were in use already".to_owned();
        faults.push(Fault { line: 1, key: String::new(), reason });
    }
    faults
}

/// The text of the user's own topics, empty without any: articles that were tagged with another are worth reading again.
pub fn extension() -> &'static str {
    &user::get().text
}

/// Every organisation of the gazetteer.
pub fn orgs() -> impl Iterator<Item = &'static Org> {
    labels::get().orgs.iter()
}

/// The label of an organisation by its identifier (`NATO`).
pub fn org_label(id: &str, lang: Lang) -> Option<&'static str> {
    labels::get().org(id).map(|o| pick(lang, o.ar, o.en))
}

/// The identifier of the organisation that a folded name means.
pub fn org_of_name(folded: &str) -> Option<&'static str> {
    gazetteer::get().org_of_name(folded)
}

/// Folded names (countries, places, leaders, organisations) that stemming must leave alone.
pub fn protected_names() -> impl Iterator<Item = &'static str> {
    gazetteer::get().protected.iter().map(String::as_str)
}

/// Every naming of a country in a text of its own, in reading order: which, by what word, and where.
pub fn namings(text: &str) -> Vec<Naming> {
    let mut memo = Memo::default();
    let article = Article { title: text.to_owned(), ..Article::default() };
    countries::namings(&texts(&article, &mut memo))
}

/// Tags one article: see [`Tagger`], which is faster for many.
pub fn tag_article(article: &mut Article) {
    Tagger::default().tag(article);
}

/// Declared tags first, with the evidence of the same tag found; then the others found, `limit` in all.
fn merge(declared: Vec<Tag>, mut found: Vec<Tag>, limit: usize) -> Vec<Tag> {
    let mut tags = declared;
    for tag in &mut tags {
        if let Some(at) = found.iter().position(|f| f.value == tag.value) {
            tag.evidence = found.remove(at).evidence;
        }
    }
    tags.extend(found);
    tags.truncate(limit);
    tags
}

fn pick(lang: Lang, ar: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Ar { ar } else { en }
}

/// Evidence in reading order, without two for the same words.
fn in_order(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
    evidence.sort_by_key(|e| (e.place, e.range.start, e.range.end));
    evidence.dedup();
    evidence
}

#[cfg(test)]
mod tests;
