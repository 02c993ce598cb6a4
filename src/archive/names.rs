//! The names by which a query may call countries, topics and organisations: those of the gazetteer.
//!
//! A look-up and a guess at what was meant; the names themselves are in `tag`.

use std::sync::{Arc, LazyLock};

use super::query::{Field, Names};
use crate::article::Lang;
use crate::fold::Protected;
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
        let (field, value, label): (_, _, fn(&str, Lang) -> Option<&'static str>) =
            if let Some(code) = country() {
                (Field::Country, code, tag::country_label)
            } else if let Some(id) = tag::org_of_name(words) {
                (Field::Org, id, tag::org_label)
            } else {
                (Field::Topic, tag::topic_of_name(words)?, tag::topic_label)
            };
        let name = |lang| label(value, lang).unwrap_or(value).to_owned();
        Some(Named { field, value: value.to_owned(), label: (name(Lang::Ar), name(Lang::En)) })
    })
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
        assert!(Query::parse_with("country:Frnce", &Gazetteer).is_err());
    }
}
