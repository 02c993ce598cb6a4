//! The language: what lines mean, which are refused and where, what editing leaves, and that writing and reading
//! are inverse.

use proptest::prelude::*;

use super::*;
use crate::article::PartialDate;
use crate::fold::fold;

struct Gazetteer;

impl Names for Gazetteer {
    fn country(&self, folded: &str) -> Option<String> {
        let codes = [("france", "FR"), ("فرنسا", "FR"), ("uk", "GB"), ("الولايات المتحده", "US")];
        codes.iter().find(|row| row.0 == folded).map(|row| row.1.to_owned())
    }

    fn topic(&self, folded: &str) -> Option<String> {
        ["norms", "معايير"].contains(&folded).then(|| "norms".to_owned())
    }

    fn near_country(&self, folded: &str) -> Option<String> {
        (folded == "frnace").then(|| "France".to_owned())
    }
}

fn parse(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// The canonical text of a line.
fn written(text: &str) -> String {
    parse(text).to_string()
}

fn error(text: &str) -> String {
    Query::parse(text).expect_err(text).to_string()
}

fn word(text: &str) -> Atom {
    Atom::Word(text.to_owned())
}

#[test]
fn words_phrases_signs_and_alternatives() {
    let query = parse("الأمن -حرب =أمن \"مجلس الأمن\" «باريس» “a b” cyber OR سيبراني أو x | y −\"no way\"");
    let plain = |any: Vec<Atom>| Group { negated: false, any };
    let not = |atom| Group { negated: true, any: vec![atom] };
    assert_eq!(
        query.groups,
        [
            plain(vec![word("الأمن")]),
            not(word("حرب")),
            plain(vec![Atom::Exact("أمن".into())]),
            plain(vec![Atom::Phrase("مجلس الأمن".into())]),
            plain(vec![Atom::Phrase("باريس".into())]),
            plain(vec![Atom::Phrase("a b".into())]),
            plain(vec![word("cyber"), word("سيبراني"), word("x"), word("y")]),
            not(Atom::Phrase("no way".into())),
        ]
    );
}

#[test]
fn what_people_paste_is_taken_as_words() {
    for (text, canonical) in [
        ("", ""),
        (" \t — … ؟ ", ""),
        ("- who attacked?", "who attacked"),
        ("(Paris), «»", "Paris"),
        ("http://example.org/x", "http://example.org/x"),
        ("at 10:30", "at 10:30"),
        ("Macron: we will", "Macron we will"),
        ("Ukraine:war", "Ukraine:war"),
        ("cyber-attack", "cyber-attack"),
        ("\u{200F}أمن\u{200F} \u{2068}-حرب\u{2069}", "أمن -حرب"),
        ("or", "or"),
        ("أو بيت أو", "\"أو\" بيت \"أو\""),
        ("(OR (is:read", "\"OR\" \"is:read\""),
    ] {
        assert_eq!(written(text), canonical, "{text}");
    }
}

#[test]
fn a_form_of_a_word_is_dropped_and_taken_back() {
    let narrowed = |word: &str, without: &[&str]| Atom::Narrowed {
        word: word.to_owned(),
        without: without.iter().map(|form| (*form).to_owned()).collect(),
    };
    let mut query = parse("علي~-على OR us~-us~-U.S,");
    assert_eq!(query.groups[0].any, [narrowed("علي", &["على"]), narrowed("us", &["us", "U.S"])]);
    assert_eq!(query.to_string(), "علي~-على OR us~-us~-U.S");
    query.toggle_form((0, 1), "us");
    query.toggle_form((0, 0), "لعلي");
    assert_eq!(query.to_string(), "علي~-على~-لعلي OR us~-U.S");
    query.toggle_form((0, 1), "U.S");
    assert_eq!(query.groups[0].any[1], word("us"));
    for (text, canonical) in [
        ("علي~−على~-على", "علي~-على"),
        ("-علي~-على", "-علي~-على"),
        ("علي~- علي~", "علي علي"),
        ("~-علي", "علي"),
        ("\"a b\"~-b", "\"a b\" b"),
    ] {
        assert_eq!(written(text), canonical, "{text}");
    }
    let marks = |line: &str, text: &str| -> Vec<String> {
        let found = Matcher::new(&parse(line), false).find(text);
        found.into_iter().map(|range| text.get(range).unwrap().to_owned()).collect()
    };
    assert_eq!(marks("علي~-على", "قال علي إن السفينة على الرصيف، ولعلي رأي"), ["علي", "ولعلي"]);
    assert_eq!(marks("us~-us", "The US told us"), ["US"]);
}

#[test]
fn a_question_is_never_wrong_for_its_punctuation() {
    for (text, canonical) in [
        ("- who came to the \"old quay?", "who came to the old quay"),
        ("متى فُتح ميناء::Quay\"؟", "متى فُتح ميناء::Quay"),
        ("country: which one", "country which one"),
        ("this OR", "this \"OR\""),
        ("«a b» in country:FR", "\"a b\" in country:FR"),
    ] {
        let query = Query::parse_question(text, &NoNames);
        assert_eq!(query.map(|q| q.to_string()).as_deref(), Ok(canonical), "{text}");
    }
    assert!(Query::parse_question("contry:FR ports", &NoNames).is_err(), "a filter is meant");
}

#[test]
fn fields_in_both_languages_and_how_values_join() {
    for (text, canonical) in [
        ("country:fr,us", "country:FR,US"),
        ("country:FR country:US country:FR", "country:FR,US"),
        ("دولة:FR،US", "country:FR,US"),
        ("الدوله:fr", "country:FR"),
        ("country:US+CN", "country:US+CN"),
        ("country:US+us", "country:US"),
        ("-country:RU", "-country:RU"),
        ("−دولة:RU x", "x -country:RU"),
        ("source:\"BBC Arabic\"", "source:\"BBC Arabic\""),
        ("مصدر:«الشرق»", "source:الشرق"),
        ("source:\"the \"\"x\"\"\"", "source:\"the \"\"x\"\"\""),
        ("source:A+B", "source:\"A+B\""),
        ("سنة:٢٠١٨..٢٠٢١", "year:2018..2021"),
        ("year:2020..", "year:2020.."),
        ("year:..2019,unknown", "year:..2019,unknown"),
        ("date:2018-11..2021", "date:2018-11..2021"),
        ("date:2018-11-12T09:30:00+03:00", "date:2018-11-12T09:30:00+03:00"),
        ("lang:عربي,English", "lang:ar,en"),
        ("lang:und", "lang:unknown"),
        ("is:unread+paired", "is:unread+paired"),
        ("حالة:غير-مقروء", "is:unread"),
        ("حاله:\"غير مقروءة\"", "is:unread"),
        ("org:NATO topic:norms tag:later وسم:مهم", "org:NATO topic:norms tag:later,مهم"),
        ("ترتيب:صلة x", "x sort:relevance"),
        ("sort:title sort:date", ""),
    ] {
        assert_eq!(written(text), canonical, "{text}");
    }
}

#[test]
fn names_of_values_are_looked_up() {
    for (text, canonical) in [
        ("country:France", "country:FR"),
        ("دولة:فرنسا,UK", "country:FR,GB"),
        ("country:\"الولايات المتحدة\"", "country:US"),
        ("موضوع:معايير", "topic:norms"),
        ("topic:other", "topic:other"),
        ("topic:norm org:Natoo", "topic:norm org:Natoo"),
    ] {
        assert_eq!(Query::parse_with(text, &Gazetteer).unwrap().to_string(), canonical);
    }
    let error = Query::parse_with("x country:Frnace", &Gazetteer).unwrap_err().to_string();
    assert_eq!(error, "unknown country 'Frnace' at column 11: did you mean 'France'?");
}

#[test]
fn a_mistake_is_named_with_its_column_and_the_way_out() {
    for (text, message) in [
        ("contry:FR", "unknown field 'contry' at column 1: did you mean 'country'?"),
        ("أمن -دوله_:FR دولا:FR", "unknown field 'دولا' at column 15: did you mean 'دولة'?"),
        ("امن \"مجلس", "the quotation '\"مجلس' has no end at column 5: close it with \""),
        ("«x", "the quotation '«x' has no end at column 1: close it with »"),
        ("country:", "'country:' has no value at column 9: write it behind, as in country:FR"),
        ("country:FR,", "'country:' has no value here at column 12: write it behind, as in country:FR"),
        (
            "year:20018",
            "'20018' is no year at column 6: write 2018, 2018..2021, 2020.. or ..2019; months and days go with date:",
        ),
        ("year:2021..2018", "the range '2021..2018' runs backwards at column 6: did you mean '2018..2021'?"),
        ("lang:fr", "unknown language 'fr' at column 6: write one of ar, en, fa, ur, unknown"),
        ("is:unraed", "unknown state 'unraed' at column 4: did you mean 'unread'?"),
        ("sort:size", "'sort:size' is no order at column 1: write sort:date, sort:relevance or sort:title"),
        (
            "a OR",
            "'OR' has no word to its right at column 3: write one on each side, or \"OR\" for the word itself",
        ),
        (
            "a OR -b",
            "'-' stands behind 'OR' at column 6: put it before the first alternative: -a OR b is neither",
        ),
        (
            "country:FR | x",
            "'|' stands beside a filter at column 12: it joins words; for any of several values write country:FR,US",
        ),
        (
            "country:A+B,C",
            "',' and '+' are mixed at column 1: ',' is any of the values, '+' all of them: use one",
        ),
        (
            "-country:US+CN",
            "'+' in the excluded field 'country' at column 1: articles with any of the values are left out: use ','",
        ),
    ] {
        assert_eq!(error(text), message, "{text}");
    }
    assert!(
        error("country:US+CN country:FR")
            .starts_with("'country' is asked for with '+' and without at column 15")
    );
}

#[test]
fn a_facet_goes_from_off_to_included_to_excluded() {
    let mut query = parse("x country:US");
    assert_eq!(query.cycle(Field::Country, "FR"), Choice::Include);
    assert!(query.toggle_all(Field::Country));
    assert_eq!(query.to_string(), "x country:US+FR");
    assert_eq!(query.cycle(Field::Country, "FR"), Choice::Exclude);
    assert_eq!(query.to_string(), "x country:US -country:FR");
    assert_eq!(query.choice(Field::Country, "FR"), Choice::Exclude);
    assert_eq!(query.cycle(Field::Country, "FR"), Choice::Off);
    assert!(!query.toggle_all(Field::Country), "one value is neither any nor all");
    query.set(Field::Source, "  ", Choice::Include);
    assert_eq!(query.to_string(), "x country:US");
    query.clear_filters();
    assert_eq!(query.to_string(), "x");
}

#[test]
fn a_field_of_one_value_cannot_ask_for_all() {
    let mut query = parse("year:2018,2019 lang:ar,en");
    assert!(!query.toggle_all(Field::Year) && !query.toggle_all(Field::Lang));
    assert_eq!(query.to_string(), "year:2018,2019 lang:ar,en");
}

#[test]
fn a_range_spans_whole_units() {
    let range = parse("date:2018-11..2021").filters[0].ranges().remove(0);
    assert_eq!(range.days(), (20_181_101, 20_211_231));
    assert!(range.contains(&"2018".parse().unwrap()) && !range.contains(&"2018-10".parse().unwrap()));
    let query = parse("year:..2019,unknown");
    assert_eq!((query.filters[0].ranges().len(), query.filters[0].has_unknown()), (1, true));
}

#[test]
fn pieces_are_dropped_one_by_one() {
    let query = parse("a OR b -c country:US+CN topic:x,y sort:title");
    let pieces = query.pieces();
    assert_eq!(pieces, ["a OR b", "-c", "country:US+CN", "topic:x", "topic:y", "sort:title"]);
    assert_eq!(query.without_piece(3).to_string(), "a OR b -c country:US+CN topic:y sort:title");
    assert_eq!(query.without_piece(2).to_string(), "a OR b -c topic:x,y sort:title");
    assert_eq!(query.without_piece(5).to_string(), "a OR b -c country:US+CN topic:x,y");
    assert_eq!(query.without_piece(6), query);
    assert_eq!(query.without(Field::Topic).text_only().to_string(), "a OR b -c");
    assert!(parse("sort:title").is_empty() && !query.is_empty());
}

#[test]
fn every_field_is_known_by_its_names_and_no_two_share_one() {
    for field in Field::ALL {
        assert_eq!(Field::from_name(field.slug()), Some(field));
        assert_eq!(Field::from_name(&fold(field.arabic())), Some(field));
    }
    assert_eq!(Field::from_name("sort"), None);
}

/// Lines made of the pieces of the language, and of anything.
fn lines() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" ".to_owned()),
        proptest::sample::select(vec![
            " OR ",
            " أو ",
            "|",
            "-",
            "−",
            "=",
            "\"",
            "«",
            "»",
            "“",
            "”",
            "country:",
            "source:",
            "year:",
            "is:",
            "دولة:",
            "tag:",
            "sort:title",
            "2018..2021",
            "FR",
            "US+CN",
            ",",
            "،",
            "unread",
            "//",
            "(",
            "\u{200F}",
            "'",
            ".",
            "ـ",
            "\u{64B}",
            "OR",
            "أو",
            "unknown",
            "topic:",
            "\u{2068}",
        ])
        .prop_map(str::to_owned),
        "[a-zء-ي0-9٠-٩]{1,4}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

/// A part of a query as it is after reading, by reading it.
fn atom() -> impl Strategy<Value = Atom> {
    let text =
        prop_oneof!["[a-z]{1,6}", "[ء-ي]{1,6}", "[a-z0-9.'_-]{1,8}", "\\PC{1,8}", Just("OR".to_owned())];
    let marks = proptest::sample::select(vec!["", "=", "\""]);
    (text, marks).prop_filter_map("an atom has a letter or digit", |(text, mark)| {
        let line = match mark {
            "\"" => format!("\"{}\"", text.replace('"', " ")),
            "=" => format!("=\"{}\"", text.replace('"', " ")),
            _ => text,
        };
        Query::parse(&line).ok()?.groups.pop()?.any.pop()
    })
}

fn group() -> impl Strategy<Value = Group> {
    let atoms = proptest::collection::vec(atom(), 1..4);
    (any::<bool>(), atoms).prop_map(|(negated, any)| Group { negated, any })
}

fn value(field: Field) -> BoxedStrategy<String> {
    let span = proptest::sample::select(vec!["2018", "2018..2021", "2020..", "..2019"]);
    match field {
        Field::Country => "[A-Z]{2}".boxed(),
        Field::Topic => "[a-z-]{1,9}".boxed(),
        Field::Lang => proptest::sample::select(vec!["ar", "en", "fa", "ur"]).prop_map_into().boxed(),
        Field::Is => {
            proptest::sample::select(vec!["read", "unread", "starred", "mt"]).prop_map_into().boxed()
        }
        Field::Year => span.prop_map_into().boxed(),
        Field::Date => prop_oneof![span, Just("2018-11..2021-02-03"), Just("2018-11-12T09:30:00+03:00")]
            .prop_map_into()
            .boxed(),
        Field::Org | Field::Source | Field::Tag => "\\PC{0,6}[a-zء-ي]\\PC{0,6}".boxed(),
    }
}

fn filters() -> impl Strategy<Value = Vec<Filter>> {
    let one = |(field, negated): (Field, bool)| {
        let values = prop_oneof![8 => value(field), 1 => Just(UNKNOWN.to_owned())];
        (proptest::collection::vec(values, 0..3), any::<bool>()).prop_map(move |(mut values, all)| {
            let mut known = std::collections::HashSet::new();
            values.retain(|value| known.insert(value.clone()));
            let all = all && !negated && field.is_many() && values.len() > 1;
            Filter { field, negated, all, values }
        })
    };
    let each: Vec<_> = Field::ALL.into_iter().flat_map(|f| [(f, false), (f, true)]).map(one).collect();
    each.prop_map(|mut filters| {
        filters.retain(|filter| !filter.values.is_empty());
        filters
    })
    .prop_shuffle()
}

fn query() -> impl Strategy<Value = Query> {
    let sort = proptest::sample::select(vec![Sort::Date, Sort::Relevance, Sort::Title]);
    (proptest::collection::vec(group(), 0..4), filters(), sort).prop_map(|(groups, filters, sort)| Query {
        groups,
        filters,
        sort,
    })
}

proptest! {
    #[test]
    fn every_construct_survives_writing_and_reading(query in query()) {
        let text = query.to_string();
        let read = Query::parse(&text);
        prop_assert_eq!(read.as_ref(), Ok(&query), "{}", text);
        prop_assert_eq!(read.map(|q| q.to_string()), Ok(text));
    }

    #[test]
    fn reading_what_was_written_gives_the_same_query(line in lines()) {
        if let Ok(query) = Query::parse(&line) {
            let text = query.to_string();
            prop_assert_eq!(Query::parse(&text), Ok(query), "{} from {:?}", text, line);
        }
    }

    #[test]
    fn a_mistake_is_inside_the_line_or_at_its_end(line in lines()) {
        if let Err(error) = Query::parse(&line) {
            prop_assert!((1..=line.chars().count() + 1).contains(&error.column));
            prop_assert!(error.suggestion.is_some() || !error.mistake.way().is_empty());
            let unfilled = error.to_string().contains(['{', '}']) && !line.contains(['{', '}']);
            prop_assert!(!unfilled);
        }
    }

    #[test]
    fn what_is_clicked_in_trees_and_in_time_is_read_again_as_it_is(
        line in lines(),
        clicks in proptest::collection::vec((0..9_usize, 0..6_usize), 0..8),
    ) {
        let Ok(mut query) = Query::parse(&line) else { return Ok(()) };
        for (what, at) in clicks {
            let date = ["2018", "2018-11", "2018-11-05", "2019", "2019-02", "2020-02-29"][at].parse().unwrap();
            let kin = Kin { above: vec!["cyber"], below: vec!["norms", "laws"] };
            match what {
                0 | 1 => query.cycle_time(&date),
                2 => query.exclude_time(&date),
                3 => query.set_time(&date, &"2019-06".parse().unwrap()),
                4 => query.set_undated([Choice::Off, Choice::Include, Choice::Exclude][at % 3]),
                5 => { query.move_time(at % 2 == 0, at < 3); }
                6 => query.cycle_in(Field::Topic, ["cyber", "norms", "ports"][at % 3], &kin),
                7 => query.cycle_in(Field::Country, ["FR", "EG", "unknown"][at % 3], &Kin::default()),
                _ => { query.toggle_all(Field::Topic); }
            }
            let text = query.to_string();
            let again = Query::parse(&text);
            prop_assert_eq!(again.as_ref(), Ok(&query), "{}", &text);
            prop_assert_eq!(again.unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_date_clicked_round_is_as_before(line in "(sea )?(country:FR )?(-topic:x)?", year in 1990..2030_u16) {
        let before = Query::parse(&line).unwrap();
        let mut query = before.clone();
        let date = PartialDate::year_only(year).unwrap();
        let marks = [Mark::Include, Mark::Exclude, Mark::Off];
        for mark in marks {
            query.cycle_time(&date);
            prop_assert_eq!(query.time_mark(&date), mark);
        }
        prop_assert_eq!(query, before);
    }

    #[test]
    fn clicked_values_survive_writing_whatever_is_in_them(
        values in proptest::collection::vec(("\\PC{1,12}", 0..3_usize), 0..5),
    ) {
        let mut query = parse("أمن");
        for (value, choice) in &values {
            let choice = [Choice::Off, Choice::Include, Choice::Exclude][*choice];
            query.set(Field::Source, value, choice);
            query.set(Field::Tag, value, choice);
            if !value.trim().is_empty() {
                prop_assert_eq!(query.choice(Field::Tag, value), choice);
            }
        }
        query.toggle_all(Field::Tag);
        let text = query.to_string();
        prop_assert_eq!(Query::parse(&text), Ok(query), "{}", text);
    }
}
