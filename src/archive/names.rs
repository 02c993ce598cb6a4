//! The names by which a query may call countries, topics and organisations: those of the gazetteer.
//!
//! A look-up and a guess at what was meant; the names themselves are in `tag`.

use std::sync::{Arc, LazyLock};

use super::query::{Field, Names, distance};
use crate::article::Lang;
use crate::fold::{Protected, fold};
use crate::tag;

static PROTECTED: LazyLock<Arc<Protected>> =
    LazyLock::new(|| Arc::new(Protected::new(tag::protected_names())));

/// The names that the index does not stem: highlights of stems need the same
/// ([`super::query::Matcher::with_stems`]).
pub fn protected() -> Arc<Protected> {
    Arc::clone(&PROTECTED)
}

/// Looks names up in the gazetteer that articles are tagged by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gazetteer;

impl Names for Gazetteer {
    fn country(&self, folded: &str) -> Option<String> {
        tag::country_of_name(folded).map(str::to_owned)
    }

    fn topic(&self, folded: &str) -> Option<String> {
        tag::topic_of_name(folded).map(str::to_owned)
    }

    fn org(&self, folded: &str) -> Option<String> {
        tag::org_of_name(folded).map(str::to_owned)
    }

    fn near_country(&self, folded: &str) -> Option<String> {
        let Named { label: (ar, en), .. } =
            near(folded, &[Field::Country], Parts::Whole).into_iter().next()?;
        Some(if folded.starts_with(crate::fold::is_arabic) { ar } else { en })
    }
}

/// A value of a facet that words name.
pub(super) struct Named {
    pub(super) field: Field,
    pub(super) value: String,
    /// Its Arabic and English name.
    pub(super) label: (String, String),
}

/// The country, topic or organisation that folded words name: its name or a nationality, in either language, an Arabic
/// word with what may be written together with it (بفرنسا; للسودان for السودان, and never للفرنسا).
pub(super) fn named(folded: &str) -> Option<Named> {
    readings(folded).iter().find_map(|words| {
        let bare = words.strip_prefix("ال").unwrap_or(words);
        let country = || tag::country_of_name(words).or_else(|| tag::country_of_adjective(bare));
        let (field, value) = if let Some(code) = country() {
            (Field::Country, code)
        } else if let Some(id) = tag::org_of_name(words) {
            (Field::Org, id)
        } else {
            (Field::Topic, tag::topic_of_name(words)?)
        };
        Some(Named::of(field, value))
    })
}

impl Named {
    pub(super) fn of(field: Field, value: &str) -> Self {
        let name = |lang| label(field, value, lang).unwrap_or(value).to_owned();
        Self { field, value: value.to_owned(), label: (name(Lang::Ar), name(Lang::En)) }
    }
}

fn label(field: Field, value: &str, lang: Lang) -> Option<&'static str> {
    match field {
        Field::Country => tag::country_label(value, lang),
        Field::Topic => tag::topic_label(value, lang),
        Field::Org => tag::org_label(value, lang),
        _ => None,
    }
}

/// Whether a value of a field is one of the gazetteer.
pub(super) fn is_known(field: Field, value: &str) -> bool {
    label(field, value, Lang::En).is_some()
}

/// The values whose names begin with folded words, or have a word that does, in either language: those first, then in the
/// order of the gazetteer.
pub(super) fn beginning(folded: &str) -> Vec<Named> {
    let wanted = bare(folded);
    let mut values: Vec<(Field, &str)> = Vec::new();
    let whole = KNOWN.iter().filter(|known| known.name.starts_with(wanted));
    let word = |known: &&Known| known.name.split([' ', '-']).any(|word| bare(word).starts_with(wanted));
    for known in whole.chain(KNOWN.iter().filter(word)) {
        if !values.contains(&(known.field, known.value)) {
            values.push((known.field, known.value));
        }
    }
    values.into_iter().map(|(field, value)| Named::of(field, value)).collect()
}

/// Which part of a name a word is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// All of it.
    Whole,
    /// One of its words too, and the beginning of one.
    Words,
}

/// The values whose names are nearest to folded words that name none: of those no other is nearer than the first.
/// Whole names go before parts of names, then those that come first in the gazetteer.
pub(super) fn near(folded: &str, fields: &[Field], parts: Parts) -> Vec<Named> {
    let wanted = bare(folded);
    let letters = wanted.chars().count();
    if letters < NEAR_FROM {
        return Vec::new();
    }
    let far = if letters < FAR_FROM { 1 } else { 2 };
    let mut found: Vec<((usize, bool), &Known)> = Vec::new();
    for known in KNOWN.iter().filter(|known| fields.contains(&known.field)) {
        let whole = distance(&known.name, wanted);
        let word = || known.name.split([' ', '-']).map(|word| apart(bare(word), wanted)).min();
        let part = (parts == Parts::Words).then(word).flatten().unwrap_or(usize::MAX);
        if whole.min(part) <= far {
            found.push(((whole.min(part), part < whole), known));
        }
    }
    found.sort_by_key(|(order, _)| *order);
    let best = found.first().map(|(order, _)| *order);
    let mut near: Vec<&Known> = Vec::new();
    for (_, known) in found.into_iter().filter(|(order, _)| Some(*order) == best) {
        if !near.iter().any(|other| (other.field, other.value) == (known.field, known.value)) {
            near.push(known);
        }
    }
    near.into_iter().map(|known| Named::of(known.field, known.value)).collect()
}

/// Letters from which a word is held against names: with three, one letter makes every name another.
const NEAR_FROM: usize = 4;

/// Letters from which two slips are allowed.
const FAR_FROM: usize = 8;

/// A name of a value, folded and without the article.
struct Known {
    field: Field,
    value: &'static str,
    name: String,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let countries = tag::countries().map(|c| (Field::Country, c.code, [c.en, c.ar]));
    let topics = tag::topics().iter().map(|t| (Field::Topic, t.slug, [t.en, t.ar]));
    let orgs = tag::orgs().map(|o| (Field::Org, o.id, [o.en, o.ar]));
    let mut all = Vec::new();
    for (field, value, labels) in countries.chain(topics).chain(orgs) {
        let slug = (field != Field::Country).then_some(value);
        for name in labels.into_iter().chain(slug) {
            all.push(Known { field, value, name: bare(&fold(name)).to_owned() });
        }
    }
    all
});

/// A name without the Arabic article.
fn bare(folded: &str) -> &str {
    folded.strip_prefix("ال").unwrap_or(folded)
}

/// How far a word is from the word of a name; one that begins so is not far.
fn apart(word: &str, wanted: &str) -> usize {
    if word.chars().count() < NEAR_FROM {
        usize::MAX
    } else if word.starts_with(wanted) {
        0
    } else {
        distance(word, wanted)
    }
}

/// Letters that a name has at least behind a conjunction or preposition: with fewer, words come apart that are whole.
const BEHIND_CLITIC: usize = 3;

/// What words may be read as: themselves, without the article of English, and Arabic ones without what is written
/// together with the first.
fn readings(folded: &str) -> Vec<String> {
    let enough = |rest: &&str| rest.chars().nth(BEHIND_CLITIC - 1).is_some();
    let mut all = vec![folded.to_owned()];
    all.extend(folded.strip_prefix("the ").map(str::to_owned));
    let bare = folded.strip_prefix(['و', 'ف']).filter(enough);
    all.extend(bare.map(str::to_owned));
    for form in std::iter::once(folded).chain(bare) {
        all.extend(form.strip_prefix("لل").filter(enough).map(|rest| format!("ال{rest}")));
        all.extend(form.strip_prefix(['ب', 'ل', 'ك']).filter(enough).map(str::to_owned));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Query;

    #[test]
    fn a_country_may_be_named_in_either_language() {
        let code = |text: &str| Query::parse_with(text, &Gazetteer).unwrap().filters[0].values.clone();
        assert_eq!(code("country:France"), ["FR"]);
        assert_eq!(code("دولة:فرنسا"), ["FR"]);
        assert_eq!(code("country:\"الولايات المتحدة\""), ["US"]);
        let error = |text: &str| Query::parse_with(text, &Gazetteer).unwrap_err().suggestion;
        assert_eq!(error("country:Frnce").as_deref(), Some("France"));
        assert_eq!(error("دولة:فرنصا").as_deref(), Some("فرنسا"));
        assert_eq!(error("country:Xyzzyx"), None);
    }
}
