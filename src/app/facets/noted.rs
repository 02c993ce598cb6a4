//! One article counted by what was just noted about it, so that no archive is counted anew for it. Only the states that
//! are noted; what else an article has is the answer's affair.

use crate::app::facets::Facets;
use crate::archive::{Field, State, StateChange};

impl Facets {
    /// Counts an article that is listed by what is noted about it now. `false`, and nothing is changed, where only a
    /// new answer tells how: where a value has none any more, or has none yet.
    pub fn note(&mut self, before: &State, change: &StateChange) -> bool {
        let mut moved = Vec::new();
        for (was, is, on, off) in
            [(before.read, change.read, "read", "unread"), (before.starred, change.starred, "starred", "")]
        {
            let Some(is) = is.filter(|is| *is != was) else { continue };
            let values = [(on, is), (off, was)];
            moved.extend(values.into_iter().filter(|(value, _)| !value.is_empty()));
        }
        let spot = self.spot();
        let Some(facet) = self.answered.iter_mut().find(|f| f.field == Field::Is) else { return false };
        let mut values = facet.values.clone();
        for (name, more) in moved {
            let Some(value) = values.iter_mut().find(|v| v.value == name && (more || v.before > 1)) else {
                return false;
            };
            for n in [&mut value.count, &mut value.before, &mut value.after] {
                *n = if more { *n + 1 } else { n.saturating_sub(1) };
            }
        }
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        facet.values = values;
        self.arrange(spot.as_ref());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Facet, FacetValue, Query};

    fn facets(counts: &[(&str, usize)]) -> Facets {
        let value = |(value, n): &(&str, usize)| FacetValue {
            value: (*value).to_owned(),
            count: *n,
            before: *n + 1,
            after: *n,
            ..FacetValue::default()
        };
        let facet = Facet { field: Field::Is, values: counts.iter().map(value).collect() };
        let mut facets = Facets::default();
        facets.show(vec![facet], &[], &Query::default());
        facets
    }

    fn counts(facets: &Facets) -> Vec<(&str, usize)> {
        facets.facets().iter().flat_map(|f| &f.values).map(|v| (v.value.as_str(), v.after)).collect()
    }

    fn read(read: bool) -> StateChange {
        StateChange { read: Some(read), ..StateChange::default() }
    }

    #[test]
    fn an_article_goes_from_one_value_to_the_other_and_the_most_stand_first() {
        let mut facets = facets(&[("unread", 5), ("read", 4), ("starred", 2)]);
        assert!(facets.note(&State::default(), &read(true)));
        assert_eq!(counts(&facets), [("read", 5), ("unread", 4), ("starred", 2)]);
        let both = StateChange { read: Some(false), starred: Some(true), ..StateChange::default() };
        assert!(facets.note(&State { read: true, ..State::default() }, &both));
        assert_eq!(counts(&facets), [("unread", 5), ("read", 4), ("starred", 3)]);
        assert!(facets.note(&State::default(), &read(false)), "it was so already");
        assert_eq!(counts(&facets), [("unread", 5), ("read", 4), ("starred", 3)]);
    }

    #[test]
    fn a_value_that_appears_or_goes_is_asked_for() {
        let mut first = facets(&[("unread", 5)]);
        assert!(!first.note(&State::default(), &read(true)));
        assert_eq!(counts(&first), [("unread", 5)]);
        let mut last = facets(&[("read", 5), ("unread", 0)]);
        assert!(!last.note(&State::default(), &read(true)));
        assert_eq!(counts(&last), [("read", 5), ("unread", 0)]);
    }
}
