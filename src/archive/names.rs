//! The names by which a query may call countries, topics and organisations: those of the gazetteer.
//!
//! A look-up and a guess at what was meant; the names themselves are in `tag`.

use std::sync::{Arc, LazyLock};

use super::query::Names;
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
