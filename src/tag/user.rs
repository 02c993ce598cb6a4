//! Topics of the user's own, and terms that the user adds to those that there are: a table for each topic, by its slug.
//!
//! A fault is told with its line and key, and what is sound beside it counts. Nothing here opens a file.

use std::sync::OnceLock;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong in the user's topics, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The topic and the key in it; empty where the text as a whole cannot be read.
    pub key: String,
    /// What is wrong and the way out.
    pub reason: String,
}

/// A topic of the user's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct UserTopic {
    pub(super) slug: String,
    /// The root above it; `None` for a new root, and for a topic that there is already.
    pub(super) under: Option<String>,
    pub(super) ar: String,
    pub(super) en: String,
    pub(super) strong: Vec<String>,
    pub(super) terms: Vec<String>,
    pub(super) hints: Vec<String>,
}

/// What was added, once, before anything was looked up: a fixed part of the program's data from then on.
#[derive(Debug, Default)]
pub(super) struct Extension {
    pub(super) topics: Vec<UserTopic>,
    /// The text that it was read from: it tells one state of the tables from another.
    pub(super) text: String,
}

static EXTENSION: OnceLock<Extension> = OnceLock::new();

/// What the user added; nothing where nothing was.
pub(super) fn get() -> &'static Extension {
    EXTENSION.get_or_init(Extension::default)
}

/// Takes the user's topics in. `false` where something was looked up before: what is known must not change any more.
pub(super) fn set(topics: Vec<UserTopic>, text: &str) -> bool {
    EXTENSION.set(Extension { topics, text: text.to_owned() }).is_ok()
}

/// Where a shipped topic stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// Others stand under it.
    Root,
    /// It stands under another.
    Leaf,
}

/// Reads topics. `shipped` says where a topic stands that there is without them.
pub(super) fn read(text: &str, shipped: impl Fn(&str) -> Option<Level>) -> (Vec<UserTopic>, Vec<Fault>) {
    let mut faults = Vec::new();
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            let reason = format!("{}: no topic of this file is used", error.message());
            return (Vec::new(), vec![Fault { line, key: String::new(), reason }]);
        }
    };
    let mut topics = Vec::new();
    for (slug, value) in table.get_ref() {
        let name = slug.get_ref().to_string();
        let at = line_of(text, slug.span().start);
        let DeValue::Table(keys) = value.get_ref() else {
            let reason = format!("'{name}' is no topic, ignored: write [{name}] and lines under it");
            faults.push(Fault { line: at, key: name, reason });
            continue;
        };
        let mut topic = UserTopic { slug: name.clone(), ..UserTopic::default() };
        for (key, value) in keys {
            if let Err(reason) = topic.take(key.get_ref(), value) {
                let line = line_of(text, key.span().start);
                faults.push(Fault { line, key: format!("{name}.{}", key.get_ref()), reason });
            }
        }
        topics.push((at, topic));
    }
    let kept = sound(topics, &shipped, &mut faults);
    (kept, faults)
}

impl UserTopic {
    fn take(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), String> {
        let text = || match value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err("this is no text, ignored: write it between quotation marks".to_owned()),
        };
        match key {
            "under" => self.under = Some(text()?),
            "ar" => self.ar = text()?,
            "en" => self.en = text()?,
            "strong" => self.strong = list(value)?,
            "terms" => self.terms = list(value)?,
            "hints" => self.hints = list(value)?,
            _ => return Err("unknown key, ignored: the keys are under, ar, en, strong, terms, hints".into()),
        }
        Ok(())
    }
}

/// Words in square brackets.
fn list(value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, String> {
    let refused = || "this is no list of words, ignored: write [\"one\", \"another\"]".to_owned();
    let DeValue::Array(words) = value.get_ref() else { return Err(refused()) };
    words
        .iter()
        .map(|word| match word.get_ref() {
            DeValue::String(word) => Ok(word.to_string()),
            _ => Err(refused()),
        })
        .collect()
}

/// The topics that can stand in a tree of two levels, roots first; what is told of the others.
fn sound(
    topics: Vec<(usize, UserTopic)>,
    shipped: &impl Fn(&str) -> Option<Level>,
    faults: &mut Vec<Fault>,
) -> Vec<UserTopic> {
    let is_slug = |slug: &str| {
        !slug.is_empty() && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let new_roots: Vec<String> = topics
        .iter()
        .filter(|(_, t)| t.under.is_none() && shipped(&t.slug).is_none() && is_slug(&t.slug))
        .map(|(_, t)| t.slug.clone())
        .collect();
    let mut kept = Vec::new();
    for (line, mut topic) in topics {
        let mut tell = |key: &str, reason: String| {
            faults.push(Fault { line, key: format!("{}{key}", topic.slug), reason });
        };
        if shipped(&topic.slug).is_some() {
            if topic.under.take().is_some() {
                tell(".under", "this topic has its place already, ignored: leave it out".into());
            }
        } else if !is_slug(&topic.slug) {
            tell("", "ignored: name a topic with small Latin letters, digits and hyphens".into());
            continue;
        } else if let Some(under) = &topic.under
            && shipped(under) != Some(Level::Root)
            && !new_roots.contains(under)
        {
            let reason = format!("'{under}' is no topic that others stand under, ignored: name a root");
            tell(".under", reason);
            continue;
        }
        for label in [&mut topic.ar, &mut topic.en] {
            // A topic without a label is called by its slug.
            if label.is_empty() {
                label.clone_from(&topic.slug);
            }
        }
        kept.push(topic);
    }
    kept.sort_by_key(|topic| topic.under.is_some());
    kept
}

/// The line, from 1, of a byte of a text.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped(slug: &str) -> Option<Level> {
        match slug {
            "economy" => Some(Level::Root),
            "trade" => Some(Level::Leaf),
            _ => None,
        }
    }

    #[test]
    fn a_topic_may_be_new_or_add_to_one_that_is_there() {
        let text = "[bees]\nunder = \"economy\"\nar = \"النحل\"\nen = \"Bees\"\nstrong = [\"beehive\"]\n\
                    [trade]\nterms = [\"barter\"]\n[hobbies]\n[chess]\nunder = \"hobbies\"\n";
        let (topics, faults) = read(text, shipped);
        assert_eq!(faults, []);
        let placed: Vec<_> = topics.iter().map(|t| (t.slug.as_str(), t.under.as_deref())).collect();
        assert_eq!(
            placed,
            [("hobbies", None), ("trade", None), ("bees", Some("economy")), ("chess", Some("hobbies"))]
        );
        assert_eq!(topics[2].strong, ["beehive"]);
        assert_eq!(topics[3].en, "chess", "a topic without a label is called by its slug");
    }

    #[test]
    fn a_fault_is_told_with_its_line_and_key_and_the_rest_counts() {
        let text = "loose = 1\n[bees]\nunder = \"economy\"\ncolour = \"red\"\nterms = \"honey\"\n\
                    strong = [\"beehive\"]\n[Lost]\n[ships]\nunder = \"trade\"\n";
        let (topics, faults) = read(text, shipped);
        assert_eq!(topics.iter().map(|t| t.slug.as_str()).collect::<Vec<_>>(), ["bees"]);
        assert_eq!((topics[0].terms.len(), topics[0].strong.len()), (0, 1));
        let mut told: Vec<_> = faults.iter().map(|f| (f.line, f.key.as_str())).collect();
        told.sort_unstable();
        assert_eq!(
            told,
            [(1, "loose"), (4, "bees.colour"), (5, "bees.terms"), (7, "Lost"), (8, "ships.under")]
        );
        let (none, faults) = read("[bees]\nterms = [", shipped);
        assert_eq!((none.len(), faults.len(), faults[0].line), (0, 1, 2));
    }
}
