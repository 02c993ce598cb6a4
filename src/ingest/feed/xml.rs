//! RSS, RDF and Atom as a stream of tags: the fields of the feed and of its items, however badly they are nested.
//!
//! Only the depth is counted, no tree is built; an item's end closes whatever is open in it. Fields are kept as HTML.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

use super::{Feed, Item};

/// How often reading begins again behind something that is no XML.
const RESTARTS: usize = 1000;

/// Reads a feed; nothing where no root of a feed is found.
pub(super) fn read(text: &str) -> Option<Feed> {
    let mut walk = Walk::default();
    let mut at = 0;
    for _ in 0..RESTARTS {
        let rest = text.get(at..).unwrap_or_default();
        let mut reader = Reader::from_str(rest);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let stopped = loop {
            match reader.read_event() {
                Ok(Event::Eof) => break None,
                Ok(event) => walk.event(event),
                Err(_) => break Some(usize::try_from(reader.error_position()).unwrap_or(usize::MAX)),
            }
        };
        // Behind the sign that opened what is no XML, the next tag is looked for.
        let Some(stopped) = stopped else { break };
        let from = at.saturating_add(stopped).saturating_add(1);
        let Some(next) = text.get(from..).and_then(|behind| behind.find('<')) else { break };
        at = from + next;
    }
    walk.is_feed.then_some(walk.feed)
}

/// A field of a feed or an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Guid,
    Published,
    Updated,
    Author,
    Category,
    Content,
    Summary,
    Lang,
}

/// How the text of a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// It is HTML, escaped once.
    Html,
    /// It is text: a `<` in it is one.
    Plain,
}

/// The field that is being read.
struct Open {
    field: Field,
    name: String,
    /// How often an element of the same name is open inside.
    inside: usize,
    written: Written,
    text: String,
    /// Whether the guid is an address.
    permanent: bool,
}

#[derive(Default)]
struct Walk {
    feed: Feed,
    is_feed: bool,
    depth: usize,
    /// The depth of the element that has the feed's fields.
    channel: Option<usize>,
    item: Option<(Item, usize, String)>,
    open: Option<Open>,
    /// The depth of an open `author`, or of a `source` or `image` whose fields are not the item's.
    author: Option<usize>,
    other: Option<usize>,
}

impl Walk {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::Empty(tag) => {
                self.start(&tag);
                self.end(&name(tag.name().as_ref()));
            }
            Event::End(tag) => self.end(&name(tag.name().as_ref())),
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(reference) => self.text(&resolved(&reference)),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            if open.written == Written::Plain {
                open.text.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            } else {
                open.text.push_str(text);
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = name(tag.name().as_ref());
        if let Some(open) = &mut self.open {
            open.inside += usize::from(open.name == name);
            // Markup that stands in a field unescaped.
            open.text.push_str(&markup(tag, &name));
            return;
        }
        self.depth += 1;
        match name.as_str() {
            "rss" | "rdf:rdf" | "rdf" | "feed" | "channel" => {
                self.is_feed = true;
                self.channel = Some(self.depth);
                if self.feed.lang.is_none() {
                    self.feed.lang = attribute(tag, "xml:lang");
                }
            }
            "item" | "entry" => {
                let about = attribute(tag, "rdf:about");
                let lang = attribute(tag, "xml:lang");
                self.item = Some((Item { link: about, lang, ..Item::default() }, self.depth, name));
                (self.author, self.other) = (None, None);
            }
            "author" | "contributor" if self.channel.is_some() => self.author_or_field(tag, name),
            "source" | "image" | "textinput" | "media:group" | "media:content" | "cloud" => {
                self.other.get_or_insert(self.depth);
            }
            _ => self.field(tag, name),
        }
    }

    /// `author` has its name as text in RSS, and in an element in Atom.
    fn author_or_field(&mut self, tag: &BytesStart<'_>, name: String) {
        if name == "author" && self.feed_is_rss() {
            self.field(tag, name);
        } else if name == "author" {
            self.author.get_or_insert(self.depth);
        } else {
            self.other.get_or_insert(self.depth);
        }
    }

    fn feed_is_rss(&self) -> bool {
        self.item.as_ref().is_some_and(|(_, _, name)| name == "item")
    }

    fn field(&mut self, tag: &BytesStart<'_>, name: String) {
        let level = match (&self.item, self.channel) {
            (Some((_, depth, _)), _) => *depth,
            (None, Some(depth)) => depth,
            (None, None) => return,
        };
        let direct = self.depth == level + 1;
        let of_author = self.author.is_some_and(|depth| self.depth == depth + 1) && name == "name";
        if self.other.is_some() || !(direct || of_author) {
            return;
        }
        let kind = attribute(tag, "type").unwrap_or_default();
        let atom = self.item.as_ref().is_some_and(|(_, _, item)| item == "entry");
        let field = match name.as_str() {
            "title" | "dc:title" => Field::Title,
            "link" => {
                if let Some(href) = attribute(tag, "href") {
                    self.link(tag, href);
                    return;
                }
                Field::Link
            }
            "guid" | "id" | "dc:identifier" => Field::Guid,
            "pubdate" | "dc:date" | "published" | "issued" | "created" | "dcterms:issued"
            | "dcterms:created" | "dc:date.issued" | "date" => Field::Published,
            "updated" | "modified" | "dcterms:modified" | "lastbuilddate" | "dc:modified" => Field::Updated,
            "author" | "dc:creator" | "name" | "itunes:author" | "creator" => Field::Author,
            "category" | "dc:subject" => {
                if let Some(term) = attribute(tag, "label").or_else(|| attribute(tag, "term")) {
                    self.set(Field::Category, &term, false);
                    return;
                }
                Field::Category
            }
            "content:encoded" | "content" | "xhtml:body" | "body" => Field::Content,
            "description" | "summary" | "dc:description" => Field::Summary,
            "language" | "dc:language" => Field::Lang,
            _ => return,
        };
        let html = kind.contains("html") || (!atom && kind != "text");
        let markup = matches!(field, Field::Title | Field::Content | Field::Summary);
        // Inside XHTML a letter is a letter; tags come as tags.
        let escaped = html && markup && !kind.contains("xhtml");
        self.open = Some(Open {
            field,
            name,
            inside: 0,
            written: if escaped { Written::Html } else { Written::Plain },
            text: String::new(),
            permanent: attribute(tag, "ispermalink").is_none_or(|v| !v.eq_ignore_ascii_case("false")),
        });
    }

    /// A link with an address: the article's own, unless it says to be something else.
    fn link(&mut self, tag: &BytesStart<'_>, href: String) {
        let rel = attribute(tag, "rel");
        if rel.as_deref().is_none_or(|rel| rel.is_empty() || rel == "alternate") {
            match &mut self.item {
                Some((item, ..)) => item.link.get_or_insert(href),
                None => self.feed.link.get_or_insert(href),
            };
        }
    }

    fn end(&mut self, name: &str) {
        let ends_item = self.item.as_ref().is_some_and(|(_, _, item)| item == name);
        if let Some(open) = &mut self.open
            && !ends_item
        {
            if open.name != name {
                // The end of `<br/>` would be another break.
                if !matches!(name, "br" | "img" | "hr" | "wbr") {
                    open.text.extend(["</", name.rsplit(':').next().unwrap_or(name), ">"]);
                }
                return;
            }
            if open.inside > 0 {
                open.inside -= 1;
                return;
            }
        }
        if let Some(open) = self.open.take() {
            let text = if open.written == Written::Plain && !is_markup(open.field) {
                crate::ingest::html::unescaped(&open.text)
            } else {
                open.text
            };
            self.set(open.field, &text, open.permanent);
        }
        if ends_item && let Some((item, depth, _)) = self.item.take() {
            // Of items that say nothing a feed may have a million.
            if !item.title.is_empty() || item.content.is_some() || item.summary.is_some() {
                self.feed.items.push(item);
            }
            self.depth = depth;
            (self.author, self.other) = (None, None);
        }
        for place in [&mut self.author, &mut self.other, &mut self.channel] {
            if *place == Some(self.depth) {
                *place = None;
            }
        }
        // RSS has its items in the channel or, in RDF, beside it.
        self.depth = self.depth.saturating_sub(1);
        if self.channel.is_none() && self.depth > 0 {
            self.channel = Some(self.depth);
        }
    }

    fn set(&mut self, field: Field, text: &str, permanent: bool) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let text = trimmed.to_owned();
        let Some((item, ..)) = &mut self.item else {
            match field {
                Field::Title if self.feed.title.is_empty() => self.feed.title = text,
                Field::Link => drop(self.feed.link.get_or_insert(text)),
                Field::Lang => self.feed.lang = Some(text),
                _ => {}
            }
            return;
        };
        match field {
            Field::Title if item.title.is_empty() => item.title = text,
            Field::Link => item.link = Some(text),
            Field::Guid => {
                item.permanent = permanent;
                item.guid.get_or_insert(text);
            }
            Field::Published => drop(item.published.get_or_insert(text)),
            Field::Updated => drop(item.updated.get_or_insert(text)),
            Field::Author => item.authors.push(author(&text)),
            Field::Category => item.categories.push(text),
            // `content:encoded` is fuller than a `content` of another vocabulary.
            Field::Content if item.content.as_ref().is_none_or(|c| c.len() < text.len()) => {
                item.content = Some(text);
            }
            Field::Summary if item.summary.as_ref().is_none_or(|s| s.len() < text.len()) => {
                item.summary = Some(text);
            }
            Field::Lang => item.lang = Some(text),
            Field::Title | Field::Content | Field::Summary => {}
        }
    }
}

const fn is_markup(field: Field) -> bool {
    matches!(field, Field::Title | Field::Content | Field::Summary)
}

/// The name behind an address: `editor@example.org (Jane Doe)`.
fn author(text: &str) -> String {
    let named = text.split_once('(').and_then(|(address, name)| {
        address.contains('@').then(|| name.trim_end_matches(')').trim().to_owned())
    });
    named.filter(|n| !n.is_empty()).unwrap_or_else(|| text.to_owned())
}

/// The name of an element in small letters; without its prefix where that is the one of a feed's own vocabulary.
fn name(raw: &str) -> String {
    let name = raw.to_ascii_lowercase();
    match name.split_once(':') {
        Some(("atom" | "atom10" | "a10" | "rss" | "rss10" | "default", local)) => local.to_owned(),
        _ => name,
    }
}

fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let found = attributes.with_checks(false).flatten().find(|a| a.key.as_ref().eq_ignore_ascii_case(key))?;
    let value = found.value.into_owned();
    let value = if value.contains('&') { crate::ingest::html::unescaped(&value) } else { value };
    Some(value.trim().to_owned())
}

/// A tag as HTML, with the attributes that matter there.
fn markup(tag: &BytesStart<'_>, name: &str) -> String {
    let local = name.rsplit(':').next().unwrap_or(name);
    let kept = ["href", "src", "alt", "start", "style", "class"].into_iter().filter_map(|key| {
        let value = attribute(tag, key)?;
        Some(format!(" {key}=\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;")))
    });
    format!("<{local}{}>", kept.collect::<String>())
}

/// What a reference stands for; itself where nobody knows.
fn resolved(reference: &str) -> String {
    let number = reference.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    if let Some(letter) = number.and_then(char::from_u32) {
        return letter.to_string();
    }
    resolve_html5_entity(reference).map_or_else(|| format!("&{reference};"), str::to_owned)
}
