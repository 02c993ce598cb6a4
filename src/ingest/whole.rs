//! The article of which a feed has only the beginning: told by its length and its end, and put together from the item
//! and the page that it leads to.
//!
//! The page was fetched and read elsewhere.

use crate::article::{Article, Tag};

/// Words of an item that is taken for the whole article: the shortest reports of agencies have as many, and the longest
/// teasers fewer.
const WHOLE: usize = 120;

/// Signs with which a text breaks off.
const BROKEN_OFF: [&str; 5] = ["\u{2026}", "...", "[\u{2026}]", "[...]", "(...)"];

/// What joins the hash of an item and that of its page.
const JOINT: char = '-';

/// Whether an item of a feed tells only how its article begins.
pub fn is_summary(item: &Article) -> bool {
    let last = item.blocks.last().map_or("", |block| block.text.trim_end());
    words(item) < WHOLE || BROKEN_OFF.iter().any(|sign| last.ends_with(sign))
}

fn words(article: &Article) -> usize {
    article.blocks.iter().map(|block| block.text.split_whitespace().count()).sum()
}

/// The article of an item and its page: the page's text under the item's name, with what the feed says of it. `None`
/// where the page says no more than the item.
pub fn completed(item: &Article, page: Article) -> Option<Article> {
    if words(&page) <= words(item) {
        return None;
    }
    let mut whole = page;
    whole.id.clone_from(&item.id);
    if !item.title.is_empty() {
        whole.title.clone_from(&item.title);
    }
    for (of_item, of_page) in [
        (&item.url, &mut whole.url),
        (&item.author, &mut whole.author),
        (&item.source, &mut whole.source),
        (&item.pair_key, &mut whole.pair_key),
    ] {
        if of_item.is_some() {
            of_page.clone_from(of_item);
        }
    }
    // A page has its time to the minute, where feeds have a day.
    let finer = item
        .date
        .as_ref()
        .zip(whole.date.as_ref())
        .is_none_or(|(i, p)| i.to_string().len() >= p.to_string().len());
    if item.date.is_some() && finer {
        whole.date.clone_from(&item.date);
    }
    let declared: Vec<Tag> = item.topics.iter().filter(|tag| tag.score >= 1.0).cloned().collect();
    whole.topics.retain(|tag| declared.iter().all(|known| known.value != tag.value));
    whole.topics.splice(0..0, declared.into_iter().map(|tag| Tag::declared(tag.value)));
    whole.provenance.hash = format!("{}{JOINT}{}", item.provenance.hash, whole.provenance.hash);
    Some(whole)
}

/// Whether what is stored is the whole article of this very item.
pub fn is_whole_of(stored: &Article, item: &Article) -> bool {
    let rest = stored.provenance.hash.strip_prefix(item.provenance.hash.as_str());
    !item.provenance.hash.is_empty() && rest.is_some_and(|rest| rest.starts_with(JOINT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind};

    fn article(words: usize, hash: &str) -> Article {
        let mut article = Article { title: hash.to_owned(), id: hash.into(), ..Article::default() };
        article.blocks.push(Block::new(BlockKind::Paragraph, "tide ".repeat(words)));
        article.provenance.hash = hash.to_owned();
        article
    }

    #[test]
    fn a_teaser_is_completed_from_its_page_and_known_again() {
        let mut item = article(20, "i1");
        item.topics.push(Tag::declared("energy"));
        item.date = "2026-03-01".parse().ok();
        let whole = completed(&item, article(400, "p1")).unwrap();
        assert!(is_summary(&item) && !is_summary(&whole));
        assert_eq!((whole.id.0.as_str(), whole.title.as_str(), words(&whole)), ("i1", "i1", 400));
        assert_eq!((whole.topics.len(), whole.date.is_some()), (1, true));
        assert!(is_whole_of(&whole, &item));
        assert!(!is_whole_of(&item, &item), "the item itself is not whole");
        assert!(!is_whole_of(&whole, &article(20, "i2")), "the item was changed since");
    }

    #[test]
    fn a_page_that_says_no_more_is_not_taken() {
        assert!(completed(&article(200, "i"), article(200, "p")).is_none());
        let mut cut = article(200, "i");
        cut.blocks[0].text += "and so on \u{2026}";
        assert!(is_summary(&cut));
    }
}
