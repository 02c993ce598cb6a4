//! What pages become, shown on pages of our own making.

use super::*;
use crate::article::{Block, BlockKind};

fn page(text: &str) -> Article {
    let origin = Origin { path: "/pages/a.txt".to_owned(), format: Some(Format::Text) };
    read_bytes(text.as_bytes(), &origin).unwrap().remove(0)
}

fn body(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|b| b.text.as_str()).collect()
}

fn cuts(article: &Article) -> Vec<(&str, &str)> {
    article.cut.iter().map(|c| (c.reason.as_str(), c.text.as_str())).collect()
}

#[test]
fn the_edition_is_read_on_the_same_path() {
    let articles = edition();
    assert!(articles.len() >= 8);
    for article in &articles {
        assert!(article.blocks.len() >= 8, "{}", article.title);
        assert!(article.date.is_some() && article.pair_key.is_some() && !article.countries.is_empty());
        assert!(article.provenance.path.starts_with("edition:"));
        assert!(article.cut.is_empty(), "{:?}", article.cut);
        assert!(matches!(article.lang, Lang::Ar | Lang::En));
    }
    let has = |kind| articles.iter().all(|a| a.blocks.iter().any(|b: &Block| b.kind == kind));
    assert!(has(BlockKind::Heading) && has(BlockKind::Paragraph));
    assert_eq!(edition_hash().len(), 64);
}

#[test]
fn a_page_loses_its_furniture_and_nothing_else() {
    let article = page(
        "Home\n\nHarbour closes after storm\n\nHarbour closes after storm\n\nShare this:\n\n\
         The harbour was closed on Monday after a storm had torn away part of its wall.\n\n\
         Read also: Ten ways to tie a rope\n\nShips wait outside\n\n\
         Eleven ships were waiting outside, said the harbour master, and two had turned back.\n\n\
         Leave a Reply\n\nName\n\nSubmit comment",
    );
    assert_eq!(article.title, "Harbour closes after storm");
    assert_eq!(
        article.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(),
        [BlockKind::Paragraph, BlockKind::Heading, BlockKind::Paragraph]
    );
    assert_eq!(body(&article)[1], "Ships wait outside");
    assert_eq!(
        cuts(&article),
        [
            ("navigation", "Home"),
            ("repeated-title", "Harbour closes after storm"),
            ("share", "Share this:"),
            ("related", "Read also: Ten ways to tie a rope"),
            ("comments", "Leave a Reply"),
            ("comments", "Name"),
            ("comments", "Submit comment"),
        ]
    );
}
