//! Feeds: RSS 2.0 and its ancestors, RSS 1.0 (RDF), Atom, JSON Feed; each item is an article.
//!
//! Feeds are broken as often as pages are: a bare `&`, entities of HTML, a file that was cut, tags that nobody closed.
//! What can be read is read, and every whole item is kept. Declared entities are never expanded, so that none can
//! grow. Nothing is fetched.

use super::decode::{self, Declared, Decoded};
use super::{Draft, cut, declared as tags, html, language_of, stamp};
use crate::article::{Article, Lang};
use crate::{fold, tag, text};

mod json;
mod xml;

/// Why there are no items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FeedError {
    /// The bytes are no text.
    #[error("binary data")]
    Binary,
    /// It is XML or JSON, but no feed.
    #[error("no feed: neither rss, rdf nor feed is its root")]
    None,
}

/// What a feed says of itself and of its items.
#[derive(Debug, Default)]
struct Feed {
    title: String,
    link: Option<String>,
    lang: Option<String>,
    items: Vec<Item>,
}

/// One item as the feed has it.
#[derive(Debug, Default)]
struct Item {
    title: String,
    link: Option<String>,
    guid: Option<String>,
    /// Whether the feed says that the guid is an address.
    permanent: bool,
    published: Option<String>,
    updated: Option<String>,
    authors: Vec<String>,
    categories: Vec<String>,
    /// HTML.
    content: Option<String>,
    summary: Option<String>,
    lang: Option<String>,
}

/// Reads the items of a feed, and how it was encoded.
pub(super) fn read(bytes: &[u8], declared: Declared<'_>) -> Result<(Vec<Draft>, Decoded), FeedError> {
    let decoded = decode::decode_xml(bytes, declared).ok_or(FeedError::Binary)?;
    let clean = text::clean(&decoded.text, text::Controls::Neutralise);
    let is_json = clean.trim_start_matches('\u{FEFF}').trim_start().starts_with('{');
    let feed = if is_json { json::read(&clean) } else { xml::read(&clean) };
    let mut feed = feed.ok_or(FeedError::None)?;
    let items = std::mem::take(&mut feed.items);
    let mut drafts: Vec<Draft> = Vec::with_capacity(items.len());
    let mut seen = std::collections::HashMap::new();
    for item in items {
        let key = item.guid.clone().or_else(|| item.link.clone());
        let Some(draft) = draft(item, &feed, declared.url) else { continue };
        // A guid that comes again is the same item; the fuller one counts.
        match key.map(|key| *seen.entry(key).or_insert(drafts.len())) {
            Some(at) if at < drafts.len() => {
                if let Some(before) = drafts.get_mut(at).filter(|b| words(b) < words(&draft)) {
                    *before = draft;
                }
            }
            _ => drafts.push(draft),
        }
    }
    Ok((drafts, decoded))
}

fn words(draft: &Draft) -> usize {
    draft.article.blocks.iter().map(|b| b.text.len()).sum()
}

/// An item as an article; nothing for one without title and text.
fn draft(mut item: Item, feed: &Feed, address: Option<&str>) -> Option<Draft> {
    let mut article = Article { title: line(&item.title), ..Article::default() };
    let guid = item.guid.as_deref().filter(|g| item.permanent && g.starts_with("http")).map(str::to_owned);
    let base = address.or(feed.link.as_deref());
    article.url = item.link.or(guid).map(|link| absolute(&link, base));
    article.date =
        [&item.published, &item.updated].into_iter().flatten().find_map(|stamp| stamp::read(stamp));
    article.source = Some(line(&feed.title)).filter(|s| !s.is_empty());
    let mut named = std::collections::HashSet::new();
    item.authors.retain(|author| named.insert(author.clone()));
    article.author = Some(item.authors.iter().map(|a| line(a)).collect::<Vec<_>>().join(", "));
    article.author = article.author.filter(|a| !a.is_empty());
    let categories: Vec<String> = item.categories.iter().map(|c| line(c)).filter(|c| !c.is_empty()).collect();
    if !categories.is_empty() {
        cut(&mut article, &categories.join(", "), "tags");
    }
    let topic = |name: &String| tag::topic_of_name(&fold::fold(name)).map(str::to_owned);
    article.topics = tags(categories.iter().filter_map(topic));
    let (body, rest) = match (item.content, item.summary) {
        (Some(content), summary) => (content, summary),
        (None, summary) => (summary.unwrap_or_default(), None),
    };
    let page = article.url.clone().or_else(|| base.map(str::to_owned));
    if html::blocks(&body, page.as_deref(), &mut article).is_err() {
        cut(&mut article, &line(&body), "html");
    }
    if let Some(summary) = rest.map(|s| line(&s)).filter(|s| !says(&article, s)) {
        article.cut.insert(0, crate::article::Cut { text: summary, reason: "summary".to_owned(), after: -1 });
    }
    let text: Vec<&str> = article.blocks.iter().map(|b| b.text.as_str()).collect();
    article.lang = match language_of(&text.join("\n")) {
        Lang::Und => language_of(&article.title),
        lang => lang,
    };
    if article.lang == Lang::Und {
        article.lang =
            item.lang.or_else(|| feed.lang.clone()).map_or(Lang::Und, |code| Lang::from_code(&code));
    }
    if article.title.is_empty() && article.blocks.is_empty() {
        return None;
    }
    // Without an address the guid is the identity, and without both what the item says: its place changes daily.
    let own = item.guid.unwrap_or_else(|| format!("{} {:?}", article.title, article.date));
    let identity =
        article.url.is_none().then(|| format!("{}#{own}", feed.link.as_ref().unwrap_or(&feed.title)));
    Some(Draft { article, identity, ..Draft::default() })
}

/// Whether the body says a summary already; it may break off.
fn says(article: &Article, summary: &str) -> bool {
    let body: Vec<String> = article.blocks.iter().map(|b| fold::fold(&b.text)).collect();
    let summary = fold::fold(summary);
    summary.is_empty() || format!(" {} ", body.join(" ")).contains(&format!(" {summary} "))
}

/// An address, completed where it is relative, and else as it was written.
fn absolute(link: &str, base: Option<&str>) -> String {
    if link.contains("://") {
        return link.to_owned();
    }
    let base = base.and_then(|b| url::Url::parse(b).ok());
    base.and_then(|b| b.join(link).ok()).map_or_else(|| link.to_owned(), String::from)
}

/// HTML on one line of text. Text that has neither tags nor references is left as it is: `1 < 2` is no tag.
fn line(html: &str) -> String {
    let marked = html.contains("</") || html.contains("<br") || html.contains("/>") || html.contains('&');
    let plain = if marked { html::unescaped(html) } else { html.to_owned() };
    let clean = text::clean(&plain, text::Controls::Neutralise);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
