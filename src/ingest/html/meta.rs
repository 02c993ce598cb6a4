//! What a page says about its article in its head, in JSON-LD and in attributes: title, date, author, publisher,
//! address, language.
//!
//! Programs write it, for other programs. It may be old, or of another page: whether it fits what the page shows is
//! judged by who asks.

use serde_json::Value;
use url::Url;

use super::tree::{Id, Tree};
use crate::article::{Lang, PartialDate};
use crate::ingest::stamp;
use crate::text;

/// Bytes of one JSON-LD script that is read, at most: a page says in a few kilobytes what it is.
const SCRIPT: usize = 2 << 20;

/// Letters of a title, a name, an address.
const LONG: usize = 2000;

/// Kinds of things in JSON-LD that are an article (schema.org).
const ARTICLES: [&str; 12] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "ReportageNewsArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "SocialMediaPosting",
    "Report",
    "DiscussionForumPosting",
];

/// What a page says about its article.
#[derive(Debug, Default)]
pub(super) struct Meta {
    /// Titles, the surest first.
    pub(super) titles: Vec<String>,
    /// The `title` element, which often has the site's name with it.
    pub(super) window: Option<String>,
    pub(super) date: Option<PartialDate>,
    pub(super) author: Option<String>,
    pub(super) site: Option<String>,
    /// The canonical address.
    pub(super) url: Option<String>,
    pub(super) lang: Lang,
    /// The text of the article, where JSON-LD carries it.
    pub(super) body: Option<String>,
    pub(super) machine: bool,
}

/// Reads them all.
pub(super) fn read(tree: &Tree, base: Option<&Url>) -> Meta {
    let mut meta = Meta::default();
    let mut found = Found::default();
    for id in tree.below(0) {
        match tree.name(id) {
            "meta" => found.meta(tree, id),
            "html" => {
                let lang = tree.attribute(id, "lang").or_else(|| tree.attribute(id, "xml:lang"));
                meta.lang = lang.map_or(Lang::Und, Lang::from_code);
                // What browsers write into a page that they have translated.
                let class = tree.attribute(id, "class").unwrap_or_default();
                meta.machine =
                    class.split_ascii_whitespace().any(|c| c == "translated-rtl" || c == "translated-ltr");
            }
            "title" if meta.window.is_none() => meta.window = line(&tree.text(id, LONG)),
            "link" if tree.attribute(id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                found.canonical = found.canonical.take().or_else(|| line(tree.attribute(id, "href")?));
            }
            "script" if tree.attribute(id, "type").is_some_and(|t| t.starts_with("application/ld+json")) => {
                found.script(&tree.text(id, SCRIPT));
            }
            _ => found.property(tree, id),
        }
    }
    found.give(&mut meta, base);
    meta
}

/// Values by their sources, the first of each.
#[derive(Default)]
struct Found {
    open_graph: Option<String>,
    twitter: Option<String>,
    headline: Option<String>,
    named: Option<String>,
    /// Dates of publication: from JSON-LD, `meta`, and elements.
    linked_date: Option<PartialDate>,
    meta_date: Option<PartialDate>,
    time: Option<PartialDate>,
    changed: Option<PartialDate>,
    author: Option<String>,
    meta_author: Option<String>,
    site: Option<String>,
    publisher: Option<String>,
    canonical: Option<String>,
    url: Option<String>,
    body: Option<String>,
}

fn keep<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

impl Found {
    fn meta(&mut self, tree: &Tree, id: Id) {
        let Some(content) = tree.attribute(id, "content").filter(|c| !c.is_empty()) else { return };
        let key =
            ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| tree.attribute(id, key));
        let Some(key) = key.map(str::to_ascii_lowercase) else { return };
        match key.as_str() {
            "og:title" => keep(&mut self.open_graph, line(content)),
            "twitter:title" => keep(&mut self.twitter, line(content)),
            "headline" | "dc.title" | "dcterms.title" | "citation_title" | "parsely-title"
            | "sailthru.title" | "title" => keep(&mut self.named, line(content)),
            "article:published_time"
            | "og:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "article.published"
            | "date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publish_date"
            | "publication_date"
            | "dc.date"
            | "dc.date.issued"
            | "dc.date.created"
            | "dcterms.created"
            | "dcterms.date"
            | "dcterms.issued"
            | "sailthru.date"
            | "parsely-pub-date"
            | "citation_date"
            | "citation_publication_date"
            | "cxenseparse:recs:publishtime"
            | "article_date_original"
            | "article:published"
            | "rnews:datepublished"
            | "originalpublicationdate" => {
                keep(&mut self.meta_date, stamp::read(content));
            }
            "article:modified_time"
            | "og:updated_time"
            | "datemodified"
            | "last-modified"
            | "dcterms.modified" => {
                keep(&mut self.changed, stamp::read(content));
            }
            "author"
            | "dc.creator"
            | "dcterms.creator"
            | "parsely-author"
            | "sailthru.author"
            | "byl"
            | "article:author_name"
            | "citation_author" => keep(&mut self.meta_author, name(content)),
            "article:author" if !content.contains("//") => keep(&mut self.meta_author, name(content)),
            "og:site_name" => keep(&mut self.site, line(content)),
            "application-name" | "dc.publisher" | "dcterms.publisher" | "publisher" => {
                keep(&mut self.publisher, line(content));
            }
            "og:url" | "twitter:url" => keep(&mut self.url, line(content)),
            _ => {}
        }
    }

    /// Dates and names that elements carry in attributes.
    fn property(&mut self, tree: &Tree, id: Id) {
        let text = || tree.attribute(id, "content").map_or_else(|| tree.text(id, LONG), str::to_owned);
        match tree.attribute(id, "itemprop") {
            Some("datePublished") => {
                let stated = tree.attribute(id, "datetime").map_or_else(text, str::to_owned);
                keep(&mut self.meta_date, stamp::read(&stated));
            }
            Some("headline") => keep(&mut self.named, line(&text())),
            _ => {}
        }
        if tree.name(id) == "time"
            && let Some(stated) = tree.attribute(id, "datetime")
        {
            let class = tree.attribute(id, "class").unwrap_or_default();
            let stated = stamp::read(stated);
            if class.contains("update") || class.contains("modif") {
                keep(&mut self.changed, stated);
            } else {
                keep(&mut self.time, stated);
            }
        }
        let by = tree.attribute(id, "rel") == Some("author")
            || tree.attribute(id, "class").is_some_and(|c| {
                c.split_ascii_whitespace()
                    .any(|c| matches!(c, "author" | "byline" | "author-name" | "byline-name"))
            });
        if by {
            keep(&mut self.author, name(&tree.text(id, 200)).filter(|n| n.split(' ').count() <= 6));
        }
    }

    fn script(&mut self, json: &str) {
        let json = json.trim().trim_start_matches("<!--").trim_end_matches("-->").trim_end_matches(';');
        // Scripts are written with line breaks inside strings, which JSON has not.
        let value = serde_json::from_str(json)
            .or_else(|_| serde_json::from_str(&json.replace(['\n', '\r', '\t'], " ")));
        let Ok(value): Result<Value, _> = value else { return };
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(thing) => {
                    if is_article(value) {
                        self.thing(value);
                    }
                    open.extend(thing.get("@graph"));
                    open.extend(thing.get("mainEntity"));
                }
                _ => {}
            }
        }
    }

    fn thing(&mut self, thing: &Value) {
        let text = |key: &str| thing.get(key).and_then(Value::as_str);
        keep(&mut self.headline, text("headline").or_else(|| text("name")).and_then(line));
        keep(&mut self.linked_date, text("datePublished").and_then(stamp::read));
        keep(&mut self.changed, text("dateModified").and_then(stamp::read));
        keep(&mut self.publisher, thing.get("publisher").and_then(names));
        keep(&mut self.body, text("articleBody").map(str::to_owned).filter(|b| b.len() > LONG / 4));
        keep(&mut self.url, text("url").and_then(line));
        if let Some(author) = thing.get("author").and_then(names) {
            keep(&mut self.meta_author, name(&author));
        }
    }

    fn give(self, meta: &mut Meta, base: Option<&Url>) {
        let titles = [self.open_graph, self.headline, self.named, self.twitter];
        for title in titles.into_iter().flatten() {
            if !meta.titles.contains(&title) {
                meta.titles.push(title);
            }
        }
        meta.date = self.linked_date.or(self.meta_date).or(self.time).or(self.changed);
        // The page's own address comes last: it may be the one of a copy.
        let addresses = [self.canonical, self.url].into_iter().flatten();
        let absolute = |stated: String| match (Url::parse(&stated), base) {
            (Ok(url), _) => matches!(url.scheme(), "http" | "https").then_some(stated),
            (Err(_), Some(base)) => base.join(&stated).ok().map(String::from),
            (Err(_), None) => None,
        };
        let address = addresses.into_iter().find_map(absolute);
        meta.url = address.or_else(|| base.cloned().map(String::from));
        let is_url = |name: &String| name.contains("//");
        meta.author = self.meta_author.or(self.author).filter(|n| !is_url(n));
        meta.site = self.site.or(self.publisher).filter(|n| !is_url(n));
        meta.body = self.body;
    }
}

fn is_article(thing: &Value) -> bool {
    let is =
        |kind: &Value| kind.as_str().is_some_and(|k| ARTICLES.contains(&k.rsplit('/').next().unwrap_or(k)));
    match thing.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The names of a person, an organisation, or several.
fn names(value: &Value) -> Option<String> {
    let one = |value: &Value| match value {
        Value::String(name) => line(name),
        value => value.get("name").and_then(Value::as_str).and_then(line),
    };
    match value {
        Value::Array(values) => {
            let names: Vec<String> = values.iter().filter_map(one).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        value => one(value),
    }
}

/// A name without the word before it (`By Jane Doe`).
fn name(text: &str) -> Option<String> {
    let text = line(text)?;
    let stripped = ["By ", "by ", "BY ", "بقلم:", "بقلم ", "كتب:", "كتبت:", "كتب ", "كتبت ", "Written by "]
        .iter()
        .find_map(|start| text.strip_prefix(start));
    let name = stripped.unwrap_or(&text).trim().trim_matches([':', ',', '-', '|']).trim().to_owned();
    (name.chars().any(char::is_alphabetic) && name.len() <= LONG / 10).then_some(name)
}

/// A value on one line; nothing for an empty one. Some are escaped twice (`&amp;quot;`).
fn line(value: &str) -> Option<String> {
    let value: String = value.chars().take(LONG).collect();
    let value = if value.contains('&') { super::unescaped(&value) } else { value };
    let clean = text::clean(&value, text::Controls::Neutralise);
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
