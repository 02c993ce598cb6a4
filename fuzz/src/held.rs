//! What holds for every article that was read, whatever it was read from.

use std::ops::Range;

use qari::article::{Article, Tag};
use qari::ingest::{IngestError, Piece};
use qari::text::{self, Controls};

/// A message is read by a person: it may quote what is wrong, not the file.
const LONGEST_MESSAGE: usize = 4000;

/// What came of a file, read twice: the same both times, and every article of it sound.
pub fn piece(first: &Result<Piece, IngestError>, again: &Result<Piece, IngestError>) {
    match (first, again) {
        (Ok(first), Ok(again)) => {
            assert_eq!(first.articles, again.articles, "the same bytes give the same articles");
            assert_eq!(first.failed, again.failed);
            first.articles.iter().for_each(article);
            first.failed.iter().for_each(|failure| message(&failure.reason));
        }
        (Err(first), Err(again)) => {
            assert_eq!(first.to_string(), again.to_string());
            message(&first.to_string());
        }
        (one, other) => panic!("read otherwise the second time: {one:?} {other:?}"),
    }
}

fn message(said: &str) {
    assert!(!said.is_empty() && said.len() <= LONGEST_MESSAGE, "{said:?}");
}

/// An article as the archive and the screens take it.
pub fn article(article: &Article) {
    assert_eq!(article.id.0.len(), 12, "{:?}", article.id);
    assert!(!article.title.is_empty() || !article.blocks.is_empty());
    line(&article.title, "title");
    for (name, value) in [
        ("original title", &article.original_title),
        ("source", &article.source),
        ("author", &article.author),
        ("caption", &article.caption),
    ] {
        if let Some(value) = value {
            line(value, name);
        }
    }
    for value in article.url.iter().chain(&article.pair_key) {
        assert!(!value.chars().any(char::is_control), "{value:?}");
    }
    for block in &article.blocks {
        assert!(!block.text.is_empty());
        line(&block.text, "block");
        line(&block.marker, "marker");
        for link in &block.links {
            within(&block.text, &link.range);
            assert!(!link.url.chars().any(char::is_control), "{:?}", link.url);
        }
        assert!(block.links.is_sorted_by_key(|link| link.range.start), "{:?}", block.links);
    }
    for cut in &article.cut {
        clean(&cut.text, "cut");
        assert!(!cut.reason.is_empty());
        assert!((-1..article.blocks.len() as i64).contains(&cut.after), "{cut:?}");
    }
    tags(article);
}

/// Scores in their bounds, and evidence that stands in the article.
pub fn tags(article: &Article) {
    let lists = [&article.countries, &article.mentions, &article.topics, &article.orgs];
    for tag in lists.into_iter().flatten() {
        assert!((0.0..=1.0).contains(&tag.score), "{tag:?}");
        let Tag { evidence, value, .. } = tag;
        assert!(!value.chars().any(char::is_control), "{value:?}");
        for evidence in evidence {
            let text = article.text_at(evidence.place).expect("evidence stands in a place that is there");
            within(text, &evidence.range);
        }
    }
}

/// A text in one line that cleaning leaves as it is: nothing in it moves a cursor or turns what stands beside it.
pub fn line(text: &str, what: &str) {
    assert!(!text.contains('\n'), "{what}: {text:?}");
    clean(text, what);
}

/// A text that cleaning leaves as it is, so that ranges in it are those of the screen.
pub fn clean(text: &str, what: &str) {
    assert_eq!(text::clean(text, Controls::Neutralise), text, "{what}");
}

/// A range of bytes that begins and ends between characters of a text, and holds some.
pub fn within(text: &str, range: &Range<usize>) {
    let held = text.get(range.clone());
    assert!(held.is_some_and(|held| !held.is_empty()), "{range:?} of {text:?}");
}

/// Ranges as [`within`], one behind the other.
pub fn in_order(text: &str, ranges: &[Range<usize>]) {
    for range in ranges {
        within(text, range);
    }
    assert!(ranges.is_sorted_by(|a, b| a.end <= b.start), "{ranges:?}");
}
