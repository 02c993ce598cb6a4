//! In which written forms the words of a query stand in the articles that it finds: with other clitics and endings,
//! with other hamzas, marks and capitals.
//!
//! The index has folded words; how a word is written only the texts tell. So the newest hits are read, a bounded
//! number, and whoever shows the counts says of how many they are.

use std::collections::{HashMap, HashSet};

use super::query::{Atom, Query, Sort};
use super::{Archive, ArchiveError, Cancel, Request, protected};
use crate::fold::{Protected, Token, stem, tokens, written_form};

/// Articles that are read. A text of news takes some fifty microseconds to be unpacked and cut into words.
const READ: usize = 400;

/// Articles fetched at once, between two looks at the flag.
const AT_ONCE: usize = 50;

/// One written form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The word as it is written.
    pub written: String,
    /// In how many of the articles read it stands.
    pub articles: usize,
    /// Whether the query leaves it out.
    pub dropped: bool,
}

/// The forms of one word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordForms {
    /// Its group in the query, and which alternative of that.
    pub place: (usize, usize),
    /// The word as it was asked for.
    pub word: String,
    /// Its forms, those of most articles first.
    pub forms: Vec<Form>,
}

/// The forms of a query's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// Word by word, in the query's order; words that are left out, phrases and exact words have one form and are not
    /// listed.
    pub words: Vec<WordForms>,
    /// Articles that were read, the newest.
    pub read: usize,
    /// Articles that the query finds, no form left out.
    pub of: usize,
}

/// One word that is looked for.
struct Sought {
    place: (usize, usize),
    word: String,
    dropped: Vec<String>,
    needle: super::query::Needle,
    stem: Option<String>,
    found: HashMap<String, usize>,
}

impl Sought {
    fn is(&self, token: &Token, stem: &str) -> bool {
        self.needle.slots.first().is_some_and(|slot| slot.matches(&token.text))
            || self.stem.as_deref() == Some(stem)
    }
}

/// Reads the newest articles that a request finds, and counts the forms of its words in them.
///
/// # Errors
///
/// What the search gives; `Cancelled` soon after `cancel` is set.
pub fn forms(archive: &dyn Archive, request: &Request, cancel: &Cancel) -> Result<Forms, ArchiveError> {
    let names = protected();
    let mut words = sought(request, &names);
    if words.is_empty() {
        return Ok(Forms::default());
    }
    let query = Query { sort: Sort::Date, ..whole(&request.query) };
    let answer = archive.search(&Request { query, ..*request }, cancel)?;
    let newest = answer.rows.get(..READ.min(answer.rows.len())).unwrap_or_default();
    for some in newest.chunks(AT_ONCE) {
        for row in archive.rows(some)? {
            if cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled);
            }
            let Some(article) = archive.get(&row.id)? else { continue };
            let blocks = article.blocks.iter().map(|block| block.text.as_str());
            count(&mut words, std::iter::once(article.title.as_str()).chain(blocks), &names);
        }
    }
    let words = words.into_iter().map(listed).collect();
    Ok(Forms { words, read: newest.len(), of: answer.total })
}

/// The query with every form of its words.
fn whole(query: &Query) -> Query {
    let mut query = query.clone();
    for atom in query.groups.iter_mut().flat_map(|group| &mut group.any) {
        if let Atom::Narrowed { word, .. } = atom {
            *atom = Atom::Word(std::mem::take(word));
        }
    }
    query
}

fn sought(request: &Request, names: &Protected) -> Vec<Sought> {
    let groups = &request.query.groups;
    let mut all = Vec::new();
    for (g, group) in groups.iter().enumerate().filter(|(_, group)| !group.negated) {
        for (a, atom) in group.any.iter().enumerate() {
            let (word, dropped) = match atom {
                Atom::Word(word) => (word, &[][..]),
                Atom::Narrowed { word, without } => (word, without.as_slice()),
                Atom::Phrase(_) | Atom::Exact(_) => continue,
            };
            let last = request.typing && g + 1 == groups.len() && a + 1 == group.any.len();
            let Some(needle) = Atom::Word(word.clone()).needle(true, last).filter(|n| n.slots.len() == 1)
            else {
                continue;
            };
            let first = needle.slots.first().and_then(|slot| slot.forms.first());
            let stem = first.map(|first| stem(first, names).into_owned());
            let dropped = dropped.iter().map(|form| written_form(form)).collect();
            all.push(Sought {
                place: (g, a),
                word: word.clone(),
                dropped,
                needle,
                stem,
                found: HashMap::new(),
            });
        }
    }
    all
}

/// Counts one article: each form once.
fn count<'a>(words: &mut [Sought], texts: impl Iterator<Item = &'a str>, names: &Protected) {
    let mut seen: Vec<HashSet<String>> = vec![HashSet::new(); words.len()];
    for text in texts {
        for token in tokens(text) {
            let stem = stem(&token.text, names);
            for (word, seen) in words.iter().zip(&mut seen) {
                if word.is(&token, &stem) {
                    seen.insert(written_form(token.written(text)));
                }
            }
        }
    }
    for (word, seen) in words.iter_mut().zip(seen) {
        for form in seen {
            *word.found.entry(form).or_default() += 1;
        }
    }
}

/// The forms in order. One that is left out is listed though no article that was read has it, so that it can be taken
/// back.
fn listed(mut word: Sought) -> WordForms {
    for form in &word.dropped {
        word.found.entry(form.clone()).or_default();
    }
    let dropped = word.dropped;
    let form = |(written, articles): (String, usize)| Form {
        dropped: dropped.contains(&written),
        written,
        articles,
    };
    let mut forms: Vec<Form> = word.found.into_iter().map(form).collect();
    forms.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.written.cmp(&b.written)));
    WordForms { place: word.place, word: word.word, forms }
}
