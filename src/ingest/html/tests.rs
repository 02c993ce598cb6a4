//! Pages of our own making, in the layouts that pages have.

use super::*;

mod hostile;
mod layouts;
mod markup;
use crate::article::BlockKind::{Heading, Item, Paragraph, Quote};

/// A page must give these lines as its body, in this order and nothing else, and must have cut those.
pub(super) fn check(html: &str, title: &str, lines: &[&str], cut: &[&str]) -> Article {
    let article = page(html);
    assert_eq!(article.title, title);
    assert_eq!(body(&article), lines);
    let texts: Vec<&str> = article.cut.iter().map(|c| c.text.as_str()).collect();
    for text in cut {
        assert!(texts.iter().any(|t| t.contains(text)), "'{text}' is lost: {texts:?}");
    }
    article
}

pub(super) fn page(html: &str) -> Article {
    read(html, Some("https://example.org/news/1")).unwrap().article
}

pub(super) fn body(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|b| b.text.as_str()).collect()
}

#[test]
fn a_page_becomes_its_article_and_cuts() {
    let article = page(
        "<html lang=en><head><title>Harbour reopens after the storm - Quay Post</title>\
         <meta property=og:site_name content='Quay Post'>\
         <link rel=canonical href=/news/harbour></head><body>\
         <nav><ul><li><a href=/>Home</a><li><a href=/world>World</a></ul></nav>\
         <article><h1>Harbour reopens after the storm</h1><p class=byline>By Jane Doe</p>\
         <time datetime='2020-03-03T10:00:00Z'>3 March 2020</time>\
         <p>The harbour opened again on Tuesday after <a href=/storm>the storm</a> had closed it for a week.</p>\
         <h2>What was lost</h2><ol start=3><li>Two cranes fell into the basin.<li>A wall broke.</ol>\
         <blockquote>We have never seen such waves, said the pilot.</blockquote></article>\
         <footer>© 2020 Quay Post</footer><script>var x = 'no text';</script></body></html>",
    );
    assert_eq!(article.title, "Harbour reopens after the storm");
    assert_eq!(
        body(&article),
        [
            "The harbour opened again on Tuesday after the storm had closed it for a week.",
            "What was lost",
            "Two cranes fell into the basin.",
            "A wall broke.",
            "We have never seen such waves, said the pilot.",
        ]
    );
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [Paragraph, Heading, Item, Item, Quote]);
    assert_eq!((article.blocks[2].marker.as_str(), article.blocks[3].marker.as_str()), ("3.", "4."));
    let link = &article.blocks[0].links[0];
    assert_eq!(article.blocks[0].text.get(link.range.clone()), Some("the storm"));
    assert_eq!(link.url, "https://example.org/storm");
    assert_eq!(article.url.as_deref(), Some("https://example.org/news/harbour"));
    assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2020-03-03T10:00:00Z"));
    assert_eq!((article.author.as_deref(), article.source.as_deref()), (Some("Jane Doe"), Some("Quay Post")));
    let cut: Vec<&str> = article.cut.iter().map(|c| c.text.as_str()).collect();
    for text in ["Home", "World", "© 2020 Quay Post", "By Jane Doe", "3 March 2020"] {
        assert!(cut.contains(&text), "{text}: {cut:?}");
    }
}
