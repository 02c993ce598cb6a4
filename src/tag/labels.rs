//! What countries, organisations and topics are called: read once from lines that need no parser, because the first
//! frame waits for them.
//!
//! Nothing here is looked for in a text.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::user::{self, UserTopic};

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

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let mut labels = shipped();
    labels.extend(&user::get().topics);
    labels
});

/// The embedded labels without the user's.
pub(super) fn shipped() -> Labels {
    Labels::read(include_str!("../../assets/labels.txt"))
}

/// The embedded labels and the user's.
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

    /// Adds the user's topics, each behind the last under its root; those that are there already stay as they are.
    fn extend(&mut self, topics: &'static [UserTopic]) {
        for user in topics {
            if self.topic(&user.slug).is_some() {
                continue;
            }
            let parent = user.under.as_deref();
            let topic = Topic { slug: &user.slug, parent, ar: &user.ar, en: &user.en };
            let last = |t: &Topic| parent.is_some_and(|root| t.slug == root || t.parent == Some(root));
            let at = self.topics.iter().rposition(last).map_or(self.topics.len(), |last| last + 1);
            self.topics.insert(at, topic);
            self.topic_at = self.topics.iter().map(|t| t.slug).zip(0..).collect();
        }
    }

    pub(super) fn country(&self, code: &str) -> Option<&Country> {
        self.countries.get(*self.country_at.get(code)?)
    }

    pub(super) fn org(&self, id: &str) -> Option<&Org> {
        self.orgs.get(*self.org_at.get(id)?)
    }

    pub(super) fn topic(&self, slug: &str) -> Option<&Topic> {
        self.topics.get(self.topic_place(slug)?)
    }

    /// The place of a topic in the list of all.
    pub(super) fn topic_place(&self, slug: &str) -> Option<usize> {
        self.topic_at.get(slug).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_of_the_users_stands_behind_the_last_under_its_root() {
        let user = |slug: &str, under: Option<&str>| UserTopic {
            slug: slug.to_owned(),
            under: under.map(str::to_owned),
            en: "Mine".to_owned(),
            ..UserTopic::default()
        };
        let topics = Vec::leak(vec![
            user("hobbies", None),
            user("bees", Some("sport")),
            user("chess", Some("hobbies")),
        ]);
        let mut labels = shipped();
        labels.extend(topics);
        let slugs: Vec<&str> = labels.topics.iter().map(|t| t.slug).collect();
        let at = |slug: &str| slugs.iter().position(|s| *s == slug);
        assert_eq!(at("bees"), at("olympics").map(|i| i + 1));
        assert_eq!(at("chess"), at("hobbies").map(|i| i + 1));
        assert_eq!(labels.topic("bees").map(|t| (t.parent, t.en)), Some((Some("sport"), "Mine")));
    }

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
