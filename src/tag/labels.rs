//! What countries, organisations and topics are called: read once from lines that need no parser, because the first
//! frame waits for them.
//!
//! Nothing here is looked for in a text.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A country or territory of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its alpha-2 code, upper case.
    pub code: &'static str,
    /// Its short name in Arabic.
    pub ar: &'static str,
    /// Its short name in English.
    pub en: &'static str,
}

/// An organisation, or a person who stands in the news as one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Org {
    /// Its identifier in queries and files.
    pub id: &'static str,
    /// Its name in Arabic.
    pub ar: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Whether it is a person.
    pub person: bool,
}

/// A topic of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name in queries and files.
    pub slug: &'static str,
    /// The root above it; `None` for a root.
    pub parent: Option<&'static str>,
    /// Its label in Arabic.
    pub ar: &'static str,
    /// Its label in English.
    pub en: &'static str,
}

/// All labels.
#[derive(Default)]
pub(super) struct Labels {
    pub(super) countries: Vec<Country>,
    pub(super) orgs: Vec<Org>,
    pub(super) topics: Vec<Topic>,
    /// The place of each code among the countries, of each identifier among the organisations, and so on.
    country_at: FxHashMap<&'static str, usize>,
    org_at: FxHashMap<&'static str, usize>,
    topic_at: FxHashMap<&'static str, usize>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| Labels::read(include_str!("../../assets/labels.txt")));

/// The embedded labels.
pub(super) fn get() -> &'static Labels {
    &LABELS
}

impl Labels {
    /// Reads paragraphs of three lines: what it is, its name in Arabic, its name in English.
    fn read(text: &'static str) -> Self {
        let mut labels = Self::default();
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        while let (Some(head), Some(ar), Some(en)) = (lines.next(), lines.next(), lines.next()) {
            let mut words = head.split(' ');
            let kind = words.next().unwrap_or_default();
            let value = words.next().expect("every embedded label names its value");
            // What stands between is the sign `<`.
            let parent = words.nth(1);
            match kind {
                "country" => {
                    labels.country_at.insert(value, labels.countries.len());
                    labels.countries.push(Country { code: value, ar, en });
                }
                "org" | "person" => {
                    labels.org_at.insert(value, labels.orgs.len());
                    labels.orgs.push(Org { id: value, ar, en, person: kind == "person" });
                }
                _ => {
                    labels.topic_at.insert(value, labels.topics.len());
                    labels.topics.push(Topic { slug: value, parent, ar, en });
                }
            }
        }
        labels
    }

    pub(super) fn country(&self, code: &str) -> Option<&Country> {
        self.countries.get(*self.country_at.get(code)?)
    }

    pub(super) fn org(&self, id: &str) -> Option<&Org> {
        self.orgs.get(*self.org_at.get(id)?)
    }

    pub(super) fn topic(&self, slug: &str) -> Option<&Topic> {
        self.topics.get(*self.topic_at.get(slug)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paragraph_of_the_labels_is_taken_in_as_what_it_says() {
        let text = include_str!("../../assets/labels.txt");
        let of = |kind: &str| text.lines().filter(|l| l.starts_with(kind)).count();
        let labels = Labels::read(text);
        assert_eq!(labels.countries.len(), of("country "));
        assert_eq!(labels.orgs.len(), of("org ") + of("person "));
        assert_eq!(labels.topics.len(), of("topic "));
        assert_eq!(
            labels.country_at.len() + labels.org_at.len(),
            of("country ") + labels.orgs.len(),
            "one twice"
        );
        for label in labels.topics.iter().flat_map(|t| [t.ar, t.en]) {
            assert!(!label.contains(['<', '#']), "{label}");
        }
        assert!(labels.topics.iter().all(|t| t.parent.is_none_or(|p| labels.topic(p).is_some())));
    }
}
