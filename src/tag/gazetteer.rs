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
    /// Folded words right before a weak one that make it sure, and what it is then.
    pub(super) after: Vec<String>,
    /// What a weak one is behind such a word.
    pub(super) sure: Kind,
}

impl Name {
    fn new(value: Option<&'static str>, kind: Kind) -> Self {
        Self { value, kind, unless: Vec::new(), after: Vec::new(), sure: Kind::Place }
    }
}

/// What rules say of a name: see [`Name`].
#[derive(Clone, Default)]
struct Company {
    unless: Vec<String>,
    after: Vec<String>,
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

static DATA: LazyLock<(CountryFile, OrgFile, PeopleFile)> = LazyLock::new(|| {
    let countries = toml::from_str(include_str!("../../assets/gazetteer/countries.toml"));
    let orgs = toml::from_str(include_str!("../../assets/gazetteer/orgs.toml"));
    let people = toml::from_str(include_str!("../../assets/gazetteer/people.toml"));
    (
        countries.expect("the embedded countries are valid"),
        orgs.expect("the embedded organisations are valid"),
        people.expect("the embedded people are valid"),
    )
});

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::build(&DATA.0, &DATA.1, &DATA.2));

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
    after: Vec<String>,
    #[serde(default)]
    ignore: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    person: Vec<PersonEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonEntry {
    id: String,
    /// The country that a naming speaks for.
    country: Option<String>,
    #[serde(default)]
    names: Vec<String>,
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
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    label_only: bool,
}

impl Gazetteer {
    fn build(countries: &'static CountryFile, orgs: &'static OrgFile, people: &'static PeopleFile) -> Self {
        let mut built = Self {
            country_names: Phrases::default(),
            org_names: Phrases::default(),
            protected: Vec::new(),
            countries_by_name: HashMap::new(),
            countries_by_adjective: HashMap::new(),
            orgs_by_name: HashMap::new(),
        };
        let mut company: HashMap<String, Company> = HashMap::new();
        for rule in &countries.rule {
            for name in &rule.names {
                let company = company.entry(fold::fold(name)).or_default();
                company.unless.extend(rule.unless.iter().map(|w| fold::fold(w)));
                company.after.extend(rule.after.iter().map(|w| fold::fold(w)));
            }
            for name in &rule.ignore {
                built.country_names.insert(tokens(name), case(name), Name::new(None, Kind::Name));
            }
        }
        for entry in &countries.country {
            let leaders = people.person.iter().filter(|p| p.country.as_deref() == Some(&*entry.code));
            built.add_country(entry, leaders, &company);
        }
        for entry in &orgs.org {
            built.add_org(entry);
        }
        for entry in &people.person {
            built.add_person(entry);
        }
        built.protected.sort();
        built.protected.dedup();
        built
    }

    fn add_country(
        &mut self,
        entry: &'static CountryEntry,
        leaders: impl Iterator<Item = &'static PersonEntry>,
        company: &HashMap<String, Company>,
    ) {
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
        let leaders = leaders.flat_map(names_of);
        let looked_for = labels.into_iter().filter(|_| !entry.label_only);
        for (names, kind) in [
            (looked_for.chain(strs(&entry.names)).collect::<Vec<_>>(), Kind::Name),
            (strs(&entry.places).collect(), Kind::Place),
            (strs(&entry.people).chain(leaders).collect(), Kind::Person),
            (strs(&entry.weak).collect(), Kind::Weak),
        ] {
            for name in names {
                let name_tokens = tokens(name);
                // Two spellings may fold to one.
                if !seen.insert(name_tokens.clone()) {
                    continue;
                }
                let joined = name_tokens.join(" ");
                let Company { unless, after } = company.get(&joined).cloned().unwrap_or_default();
                // The country's own name, where that is weak: مالي.
                let sure = if joined == fold::fold(country.ar) { Kind::Name } else { Kind::Place };
                self.protected.push(joined);
                let value = Name { unless, after, sure, ..Name::new(Some(code), kind) };
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
            let Company { unless, .. } = company.get(&form.join(" ")).cloned().unwrap_or_default();
            let value = Name { unless, ..Name::new(Some(code), Kind::Adjective) };
            self.country_names.insert(form, case(adjective), value);
        }
        for name in &entry.cased {
            self.country_names.insert(tokens(name), exact(name), Name::new(Some(code), Kind::Name));
        }
    }

    fn add_org(&mut self, entry: &'static OrgEntry) {
        let id = entry.id.as_str();
        let unless: Vec<String> = entry.unless.iter().map(|w| fold::fold(w)).collect();
        let [ar, en] = labels_of(id);
        let labels =
            [ar, en].into_iter().filter(|label| !entry.label_only && !entry.cased.iter().any(|c| c == label));
        let names = strs(&entry.names).filter(|name| !entry.cased.iter().any(|c| c == name));
        self.add_names(id, labels.chain(names), &unless);
        for text in &entry.cased {
            let name = Name { unless: unless.clone(), ..Name::new(Some(id), Kind::Name) };
            self.org_names.insert(tokens(text), exact(text), name);
        }
        for name in [id, ar, en].into_iter().chain(strs(&entry.names)).chain(strs(&entry.cased)) {
            self.orgs_by_name.entry(fold::fold(name)).or_insert(id);
        }
    }

    fn add_person(&mut self, entry: &'static PersonEntry) {
        let id = entry.id.as_str();
        self.add_names(id, names_of(entry), &[]);
        for name in std::iter::once(id).chain(names_of(entry)) {
            self.orgs_by_name.entry(fold::fold(name)).or_insert(id);
        }
    }

    /// Adds names of an organisation or a person.
    fn add_names(&mut self, id: &'static str, names: impl Iterator<Item = &'static str>, unless: &[String]) {
        let mut seen = HashSet::new();
        for text in names {
            let name_tokens = tokens(text);
            // Two spellings may fold to one.
            if seen.insert(name_tokens.clone()) {
                self.protected.push(name_tokens.join(" "));
                let name = Name { unless: unless.to_vec(), ..Name::new(Some(id), Kind::Name) };
                self.org_names.insert(name_tokens, case(text), name);
            }
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

/// The labels of an organisation or a person.
fn labels_of(id: &str) -> [&'static str; 2] {
    let org = labels::get().org(id).expect("every organisation and person of the tables has labels");
    [org.ar, org.en]
}

/// The labels of a person, and the names beside them.
fn names_of(entry: &'static PersonEntry) -> impl Iterator<Item = &'static str> {
    labels_of(&entry.id).into_iter().chain(strs(&entry.names))
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
