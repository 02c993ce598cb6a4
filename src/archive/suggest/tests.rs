//! Offers against a dictionary of a few words: what is offered, in which order, and what costs nothing.

use std::cell::Cell;

use super::*;
use crate::archive::Gazetteer;

/// Words of articles, folded, with how many articles have each.
struct Few {
    words: Vec<(&'static str, usize)>,
    walked: Cell<usize>,
}

fn few(words: &[(&'static str, usize)]) -> Few {
    Few { words: words.to_vec(), walked: Cell::default() }
}

impl Dictionary for Few {
    fn articles(&self, folded: &str) -> Result<usize, ArchiveError> {
        Ok(self.words.iter().find(|(word, _)| *word == folded).map_or(0, |(_, n)| *n))
    }

    fn has_stem(&self, _: &str) -> Result<bool, ArchiveError> {
        Ok(false)
    }

    fn beginning(
        &self,
        beginning: &str,
        each: &mut dyn FnMut(&str, usize) -> bool,
    ) -> Result<(), ArchiveError> {
        self.walked.set(self.walked.get() + 1);
        self.words.iter().filter(|(word, _)| word.starts_with(beginning)).any(|(word, n)| !each(word, *n));
        Ok(())
    }
}

/// The offers for a line over these words: why, and the query that each makes.
fn offered(line: &str, dictionary: &Few) -> Vec<(Why, String)> {
    let query = Query::parse_with(line, &Gazetteer).unwrap();
    let request = Request { query, ..Request::default() };
    let made = offers(&request, line, dictionary, &Cancel::default(), &mut |_| Ok(1)).unwrap();
    made.into_iter().map(|offer| (offer.why, offer.query.to_string())).collect()
}

#[test]
fn a_word_that_is_not_there_is_read_by_keys_spelling_and_sound() {
    let words = few(&[("العراق", 5), ("hello", 4), ("ماكرون", 9), ("macron", 9), ("مقرن", 2), ("اميركا", 7)]);
    for (line, why, meant) in [
        ("hguvhr", Why::Keyboard, "العراق"),
        ("اثممخ", Why::Keyboard, "hello"),
        ("أمريكا", Why::Spelling, "اميركا"),
        ("Makron", Why::Spelling, "macron"),
        ("ماكروون", Why::Spelling, "ماكرون"),
    ] {
        let words = offered(line, &words).into_iter().find(|(why, _)| *why != Why::Facet);
        assert_eq!(words, Some((why, meant.to_owned())), "{line}");
    }
    // He is known as a person, too.
    let person = (Why::Facet, "org:MACRON".to_owned());
    let sound = |word: &str| (Why::Sound, word.to_owned());
    let arabic = few(&[("ماكرون", 1), ("مقرن", 8)]);
    let expected = [person.clone(), sound("ماكرون"), sound("مقرن")];
    assert_eq!(offered("Macron", &arabic), expected, "the vowels tell before the number");
    assert_eq!(offered("ماكرون", &few(&[("macron", 3)])), [person, sound("macron")]);
}

#[test]
fn letters_on_keys_with_punctuation_are_not_lost() {
    let words = few(&[("محمد", 3), ("وزير", 2)]);
    assert_eq!(offered("lpl]", &words), [(Why::Keyboard, "محمد".to_owned())]);
    assert_eq!(offered(",.dv", &words), [(Why::Keyboard, "وزير".to_owned())]);
}

#[test]
fn a_month_has_other_names_and_some_have_two_words() {
    let words = few(&[("يوليو", 3), ("يناير", 1), ("الثاني", 4), ("تشرين", 2), ("الاول", 2)]);
    assert_eq!(offered("تموز", &words), [(Why::Variant, "يوليو".to_owned())]);
    assert_eq!(offered("كانون الثاني", &words), [(Why::Variant, "يناير".to_owned())]);
    assert_eq!(offered("أكتوبر", &words), [(Why::Variant, "\"تشرين الأول\"".to_owned())]);
}

#[test]
fn all_words_that_are_missing_are_put_right_at_once() {
    let words = few(&[("العراق", 5), ("الجديد", 4), ("port", 3)]);
    let all = offered("hguvhr prt hg[]d]", &words);
    assert_eq!(all.first(), Some(&(Why::Keyboard, "العراق port الجديد".to_owned())));
    assert!(offered("hguvhr zzzzzz", &words).is_empty(), "one of them stays unknown: nothing would be found");
}

#[test]
fn a_name_offers_its_filter_behind_the_clitics_of_names() {
    let words = few(&[("فرنسا", 5), ("france", 5), ("امن", 2)]);
    let filter = |line: &str| {
        let all = offered(line, &words).into_iter();
        all.filter(|(why, _)| *why == Why::Facet).map(|(_, query)| query).collect::<Vec<_>>()
    };
    for line in ["فرنسا", "France", "بفرنسا", "وفرنسا", "الفرنسية", "فرنسيون", "French"]
    {
        assert_eq!(filter(line), ["country:FR"], "{line}");
    }
    assert_eq!(filter("أمن السعودية"), ["أمن country:SA"]);
    assert_eq!(filter("the united states port"), ["port country:US"]);
    assert_eq!(filter("للسودان"), ["country:SD"]);
    assert_eq!(filter("حلف الناتو"), filter("NATO"));
    for line in ["للفرنسا", "فرنس", "-فرنسا", "=فرنسا", "فرنسا country:FR", "port"]
    {
        assert!(filter(line).is_empty(), "{line}");
    }
}

#[test]
fn what_is_found_is_not_corrected_and_what_finds_nothing_not_offered() {
    let words = few(&[("port", 3), ("ports", 9), ("ولبنان", 1)]);
    assert!(offered("port", &words).is_empty() && offered("لبنان", &words).iter().all(|o| o.0 == Why::Facet));
    assert_eq!(words.walked.get(), 0, "no dictionary is walked for a word that is there");
    let query = Query::parse("prot").unwrap();
    let request = Request { query, ..Request::default() };
    let none = offers(&request, "prot", &words, &Cancel::default(), &mut |_| Ok(0)).unwrap();
    assert!(none.is_empty());
    let stopped = Cancel::default();
    stopped.cancel();
    let stopped = offers(&request, "prot", &words, &stopped, &mut |_| Ok(1));
    assert!(matches!(stopped, Err(ArchiveError::Cancelled)));
}

#[test]
fn looking_for_one_word_asks_the_dictionary_some_hundred_times_and_no_more() {
    assert!(clitic_forms("الحكومه").len() <= 48);
    assert!(edits("الحكومه").len() <= 600 && edits("constitution").len() <= 700);
}

#[test]
fn a_topic_or_organisation_that_is_not_known_offers_those_that_are_called_nearly_so() {
    let words = few(&[("harbour", 5)]);
    let values = |line: &str| {
        let query = Query::parse_with(line, &Gazetteer).unwrap();
        let request = Request { query, ..Request::default() };
        let made = offers(&request, line, &words, &Cancel::default(), &mut |_| Ok(1)).unwrap();
        let labelled = made.into_iter().filter(|offer| offer.label.is_some());
        labelled.map(|offer| offer.query.to_string()).collect::<Vec<_>>()
    };
    for (line, meant) in [
        ("topic:cybr", "topic:cyber-security"),
        ("topic:ransomwear", "topic:ransomware"),
        ("موضوع:سيبرني", "topic:cyber-security"),
        ("harbour topic:norm,espionage", "harbour topic:norms,espionage"),
        ("org:NATOO", "org:NATO"),
        ("ransomwar", "topic:ransomware"),
        ("harbour السعوديةة", "harbour country:SA"),
    ] {
        assert_eq!(values(line).first().map(String::as_str), Some(meant), "{line}");
    }
    for line in ["topic:ransomware", "-topic:cybr", "topic:unknown", "topic:harvest", "harbour", "topic:cyb"]
    {
        assert!(values(line).is_empty(), "{line}: {:?}", values(line));
    }
}

#[test]
fn the_names_of_a_question_sound_alike_in_the_other_script() {
    let words =
        few(&[("macron", 3), ("ماكرون", 3), ("london", 2), ("kitab", 1), ("لندن", 1), ("mikrowina", 9)]);
    let alike = |question: &str| {
        let query = Query::parse_question(question, &Gazetteer).unwrap();
        names_alike(&query, &words, &Cancel::default()).unwrap()
    };
    assert_eq!(alike("ماذا قال ماكرون في لندن؟"), ["macron", "london"]);
    assert_eq!(alike("what did Macron say in London"), ["ماكرون", "لندن"]);
    assert!(alike("what did macron say").is_empty(), "a name has a capital where there are any");
    words.walked.set(0);
    alike("مكتب كتاب كتب قلب");
    let walked = words.walked.get();
    alike("كتاب قلب");
    assert!(
        words.walked.get() - walked <= 3 && walked <= 4,
        "words that begin alike are looked for in one walk"
    );
}
