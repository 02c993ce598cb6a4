//! A mistake in a query in the interface's words. What is wrong is known to the archive; how it is said is here.

use crate::archive::query::QueryError;
use crate::config::words::Words;

/// The mistake, its column, and the way out, as one sentence.
pub fn worded(words: &Words, error: &QueryError) -> String {
    let values: Vec<(&str, &str)> =
        error.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = format!("mistake.{}", error.mistake.slug());
    let message = words.fill(&key, &values);
    let at = words.fill("mistake.at", &[("column", &error.column.to_string())]);
    let way = match &error.suggestion {
        Some(meant) => words.fill("mistake.meant", &[("meant", meant)]),
        None => words.fill(&format!("{key}-way"), &values),
    };
    format!("{message} {at}: {way}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::query::Mistake;
    use crate::archive::{Gazetteer, Query};
    use crate::article::Lang;

    fn plain(text: &str) -> String {
        text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect()
    }

    #[test]
    fn the_words_of_every_mistake_are_in_both_languages_and_the_english_ones_are_the_archives() {
        let (ar, en) = (Words::of(Lang::Ar), Words::of(Lang::En));
        for mistake in Mistake::ALL {
            let (key, way) =
                (format!("mistake.{}", mistake.slug()), format!("mistake.{}-way", mistake.slug()));
            assert_eq!(en.get(&key), mistake.message());
            assert_ne!(ar.get(&key), key);
            let names = |text: &str| {
                let mut names: Vec<String> =
                    text.split('{').skip(1).filter_map(|t| t.split('}').next().map(str::to_owned)).collect();
                names.sort();
                names.dedup();
                names
            };
            assert_eq!(names(ar.get(&key)), names(mistake.message()), "{key}");
            if !mistake.way().is_empty() {
                assert_eq!(en.get(&way), mistake.way());
                assert_eq!(names(ar.get(&way)), names(mistake.way()), "{way}");
            }
        }
    }

    #[test]
    fn a_mistake_is_said_in_the_interfaces_language() {
        for (line, arabic) in [
            ("contry:FR", "حقل غير معروف 'contry' في العمود 1: هل تقصد 'country'؟"),
            ("أمن دولا:FR", "حقل غير معروف 'دولا' في العمود 5: هل تقصد 'دولة'؟"),
            ("sort:size", "'sort:size' ليس ترتيبًا في العمود 1: اكتب ترتيب:تاريخ أو ترتيب:صلة أو ترتيب:عنوان"),
        ] {
            let error = Query::parse_with(line, &Gazetteer).unwrap_err();
            assert_eq!(plain(&worded(&Words::of(Lang::Ar), &error)), arabic);
            assert_eq!(plain(&worded(&Words::of(Lang::En), &error)), error.to_string());
        }
    }
}
