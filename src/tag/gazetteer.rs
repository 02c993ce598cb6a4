//! The gazetteer: names of countries and organisations, read once from the embedded data.
//!
//! It knows names and nothing of articles; what a hit is worth is decided beside it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::labels;
use super::phrases::{Case, Phrases, inflected, tokens};
use crate::fold;

/// What a name is to its country: how much it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The country's own name.
    Name,
    /// A nationality.
    Adjective,
    /// A capital, a seat of power, a place.
    Place,
    /// A leader.
    Person,
    /// A word with other meanings: it counts only beside a surer one.
    Weak,
}

/// A name in the table: whose it is, and the words near it that make it another's.
pub(super) struct Name {
    /// The country's code or the organisation's identifier; `None` for a longer name that is neither.
    pub(super) value: Option<&'static str>,
    /// What it is.
    pub(super) kind: Kind,
    /// Folded words that void it when they stand near.
    pub(super) unless: Vec<String>,
}

/// All names, ready to be looked for.
pub(super) struct Gazetteer {
    pub(super) country_names: Phrases<Name>,
    pub(super) org_names: Phrases<Name>,
    pub(super) protected: Vec<String>,
    countries_by_name: HashMap<String, &'static str>,
    countries_by_adjective: HashMap<String, &'static str>,
    orgs_by_name: HashMap<String, &'static str>,
}

static DATA: LazyLock<(CountryFile, OrgFile)> = LazyLock::new(|| {
    let countries = toml::from_str(include_str!("../../assets/gazetteer/countries.toml"));
    let orgs = toml::from_str(include_str!("../../assets/gazetteer/orgs.toml"));
    (
        countries.expect("the embedded countries are valid"),
        orgs.expect("the embedded organisations are valid"),
    )
});

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::build(&DATA.0, &DATA.1));

/// The embedded gazetteer.
pub(super) fn get() -> &'static Gazetteer {
    &GAZETTEER
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryFile {
    country: Vec<CountryEntry>,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryEntry {
    code: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    cased: Vec<String>,
    #[serde(default)]
    label_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    ignore: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrgFile {
    org: Vec<OrgEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrgEntry {
    id: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    cased: Vec<String>,
}

impl Gazetteer {
    fn build(countries: &'static CountryFile, orgs: &'static OrgFile) -> Self {
        let mut built = Self {
            country_names: Phrases::default(),
            org_names: Phrases::default(),
            protected: Vec::new(),
            countries_by_name: HashMap::new(),
            countries_by_adjective: HashMap::new(),
            orgs_by_name: HashMap::new(),
        };
        let mut unless: HashMap<String, Vec<String>> = HashMap::new();
        for rule in &countries.rule {
            for name in &rule.names {
                unless.entry(fold::fold(name)).or_default().extend(rule.unless.iter().map(|w| fold::fold(w)));
            }
            for name in &rule.ignore {
                let nobody = Name { value: None, kind: Kind::Name, unless: Vec::new() };
                built.country_names.insert(tokens(name), case(name), nobody);
            }
        }
        for entry in &countries.country {
            built.add_country(entry, &unless);
        }
        for entry in &orgs.org {
            built.add_org(entry);
        }
        built.protected.sort();
        built.protected.dedup();
        built
    }

    fn add_country(&mut self, entry: &'static CountryEntry, unless: &HashMap<String, Vec<String>>) {
        let code = entry.code.as_str();
        let country = labels::get().country(code).expect("every country of the table has labels");
        let labels = [country.ar, country.en];
        for name in labels.into_iter().chain(strs(&entry.names)).chain(strs(&entry.cased)) {
            let folded = fold::fold(name);
            let bare = folded.strip_prefix("ال").map(str::to_owned);
            for key in [Some(folded), bare].into_iter().flatten() {
                self.countries_by_name.entry(key).or_insert(code);
            }
        }
        let mut seen = HashSet::new();
        let looked_for = labels.into_iter().filter(|_| !entry.label_only);
        for (names, kind) in [
            (looked_for.chain(strs(&entry.names)).collect::<Vec<_>>(), Kind::Name),
            (strs(&entry.places).collect(), Kind::Place),
            (strs(&entry.people).collect(), Kind::Person),
            (strs(&entry.weak).collect(), Kind::Weak),
        ] {
            for name in names {
                let name_tokens = tokens(name);
                // Two spellings may fold to one.
                if !seen.insert(name_tokens.clone()) {
                    continue;
                }
                let near = unless.get(&name_tokens.join(" ")).cloned().unwrap_or_default();
                self.protected.push(name_tokens.join(" "));
                let value = Name { value: Some(code), kind, unless: near };
                self.country_names.insert(name_tokens, case(name), value);
            }
        }
        for (adjective, form) in
            entry.adjectives.iter().flat_map(|a| inflected(a).into_iter().map(move |f| (a, f)))
        {
            // The accusative روسيا is also the country's name, which is the surer reading.
            if !seen.insert(form.clone()) {
                continue;
            }
            self.countries_by_adjective.entry(form.join(" ")).or_insert(code);
            let near = unless.get(&form.join(" ")).cloned().unwrap_or_default();
            let value = Name { value: Some(code), kind: Kind::Adjective, unless: near };
            self.country_names.insert(form, case(adjective), value);
        }
        for name in &entry.cased {
            let value = Name { value: Some(code), kind: Kind::Name, unless: Vec::new() };
            self.country_names.insert(tokens(name), exact(name), value);
        }
    }

    fn add_org(&mut self, entry: &'static OrgEntry) {
        let id = entry.id.as_str();
        let org = labels::get().org(id).expect("every organisation of the table has labels");
        let labels = [org.ar, org.en];
        self.orgs_by_name.entry(fold::fold(id)).or_insert(id);
        for name in labels.into_iter().chain(strs(&entry.names)).chain(strs(&entry.cased)) {
            self.orgs_by_name.entry(fold::fold(name)).or_insert(id);
        }
        let name = || Name { value: Some(id), kind: Kind::Name, unless: Vec::new() };
        for text in
            labels.into_iter().chain(strs(&entry.names)).filter(|n| !entry.cased.iter().any(|c| c == n))
        {
            self.protected.push(fold::fold(text));
            self.org_names.insert(tokens(text), case(text), name());
        }
        for text in &entry.cased {
            self.org_names.insert(tokens(text), exact(text), name());
        }
    }

    pub(super) fn country_of_name(&self, folded: &str) -> Option<&'static str> {
        self.countries_by_name.get(folded).copied()
    }

    pub(super) fn country_of_adjective(&self, folded: &str) -> Option<&'static str> {
        self.countries_by_adjective.get(folded).copied()
    }

    pub(super) fn org_of_name(&self, folded: &str) -> Option<&'static str> {
        self.orgs_by_name.get(folded).copied()
    }
}

fn strs(names: &'static [String]) -> impl Iterator<Item = &'static str> {
    names.iter().map(String::as_str)
}

/// Arabic names in any way, others with a capital.
fn case(name: &str) -> Case {
    if name.contains(fold::is_arabic) { Case::Any } else { Case::Capital }
}

fn exact(name: &str) -> Case {
    Case::Exact(fold::tokens(name).map(|t| t.written(name).to_owned()).collect())
}
