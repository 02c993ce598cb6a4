//! What is found in words: dates, languages, countries, topics, organisations; and the language of queries.

use qari::archive::query::{Matcher, Names, NoNames, QueryError, snippet};
use qari::archive::{Gazetteer, Query};
use qari::article::{Article, Block, BlockKind, Lang, PartialDate};
use qari::ingest::{date_of, language_near, language_of};
use qari::tag::{self, Tagger};

use super::{first_line, held};

/// A date as a page writes it, behind a line with the page's language and its own date.
pub fn dates(data: &[u8]) {
    let (known, text) = first_line(data);
    let text = String::from_utf8_lossy(text);
    let (lang, reference) = known.split_once(' ').unwrap_or((&known, ""));
    let reference = reference.parse::<PartialDate>().ok();
    for reference in [None, reference.as_ref()] {
        let Some(found) = date_of(&text, Lang::from_code(lang), reference) else { continue };
        assert_eq!(found.to_string().parse(), Ok(found.clone()), "a date is written as it is read");
        assert!(found.first_day() <= found.last_day(), "{found:?}");
    }
}

/// A title in the first line, and a block in each other.
pub fn tags(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default().to_owned();
    let lang = language_of(&text);
    assert_eq!(lang, language_of(&text));
    for naming in tag::namings(&text) {
        held::within(&text, &naming.range);
    }
    let blocks = lines.map(|line| {
        let lang = Some(language_near(line, lang));
        Block { lang, ..Block::new(BlockKind::Paragraph, line) }
    });
    let mut alone = Article { title, lang, blocks: blocks.collect(), ..Article::default() };
    let mut after = alone.clone();
    tag::tag_article(&mut alone);
    held::tags(&alone);
    // What a tagger has seen before changes nothing.
    let mut tagger = Tagger::default();
    tagger.tag(&mut alone.clone());
    tagger.tag(&mut after);
    assert_eq!(alone, after);
}

/// A query in the first line, and a text to search in the others.
pub fn queries(data: &[u8]) {
    let (typed, text) = first_line(data);
    let text = String::from_utf8_lossy(text);
    held::in_order(&text, &Matcher::for_find(&typed).find(&text));
    parsed(Query::parse_with(&typed, &NoNames), &NoNames, &typed, &text);
    parsed(Query::parse_with(&typed, &Gazetteer), &Gazetteer, &typed, &text);
    if let Ok(question) = Query::parse_question(&typed, &Gazetteer) {
        reread(&question, &Gazetteer);
    }
}

fn parsed(query: Result<Query, QueryError>, names: &dyn Names, typed: &str, text: &str) {
    let query = match query {
        Ok(query) => query,
        Err(error) => {
            assert!((1..=typed.chars().count() + 1).contains(&error.column), "{error:?}");
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    reread(&query, names);
    for index in 0..query.pieces().len() {
        reread(&query.without_piece(index), names);
    }
    for typing in [false, true] {
        let matcher = Matcher::new(&query, typing);
        held::in_order(text, &matcher.find(text));
        for length in [0, 1, 40] {
            let shown = snippet(text, &matcher, length);
            assert!(shown.text.chars().count() <= length + 2, "{shown:?}");
            for highlight in &shown.highlights {
                assert!(shown.text.get(highlight.clone()).is_some(), "{shown:?}");
            }
        }
    }
}

/// A query is written as it is read.
fn reread(query: &Query, names: &dyn Names) {
    let written = query.to_string();
    let again = Query::parse_with(&written, names).expect("what was written can be read");
    assert_eq!(again, *query, "{written:?}");
}
