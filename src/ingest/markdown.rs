//! Markdown with front matter: headings, paragraphs, list items and quotations as blocks, links with their ranges.
//!
//! Raw HTML, images and rules are no text; they are kept with what was cut.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Draft, cut, front, language_of};
use crate::article::{Article, Block, BlockKind, Link};
use crate::{fold, text};

/// Reads a Markdown text. It is clean already.
pub(super) fn read(text: &str) -> Draft {
    let (front, body) = front::split(text);
    let mut draft = Draft::default();
    if let Some(front) = front {
        front::apply(front, &|| language_of(body), &mut draft);
    }
    let mut reader = Reader { article: draft.article, ..Reader::default() };
    for event in Parser::new_ext(body, Options::ENABLE_STRIKETHROUGH) {
        reader.event(event);
    }
    reader.flush();
    draft.article = reader.article;
    draft
}

/// Markdown undoes entities (`&#27;`): what comes out of it is foreign text again.
fn clean(text: &str) -> String {
    text::clean(text, text::Controls::Neutralise).into_owned()
}

#[derive(Default)]
struct Reader {
    article: Article,
    text: String,
    links: Vec<Link>,
    open_link: Option<(usize, String)>,
    heading: Option<u8>,
    items: usize,
    /// The number of the next item of each list that is open; `None` for one with bullets.
    lists: Vec<Option<u64>>,
    /// The number of the item whose text has not come yet.
    number: String,
    quotes: usize,
    image: Option<(String, String)>,
    html: String,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::InlineHtml(html) if html.starts_with("<br") => self.push(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.html.push_str(&html),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock => self.flush(),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level as u8);
            }
            Tag::Item => {
                self.flush();
                self.items += 1;
                self.number.clear();
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.number = format!("{number}.");
                    *number = number.saturating_add(1);
                }
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::Link { dest_url, .. } => self.open_link = Some((self.text.len(), clean(&dest_url))),
            Tag::Image { dest_url, .. } => self.image = Some((clean(&dest_url), String::new())),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Link => {
                if let Some((from, url)) = self.open_link.take().filter(|(from, _)| *from < self.text.len()) {
                    self.links.push(Link { range: from..self.text.len(), url });
                }
            }
            TagEnd::Image => {
                if let Some((url, alt)) = self.image.take() {
                    cut(&mut self.article, format!("{alt} {url}").trim(), "image");
                }
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = None;
            }
            TagEnd::Item => {
                self.flush();
                self.items = self.items.saturating_sub(1);
                self.number.clear();
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        let text = &clean(text);
        if let Some((_, alt)) = &mut self.image {
            alt.push_str(text);
        } else if self.text.is_empty() {
            self.text.push_str(text.trim_start());
        } else {
            // A block is one line: code has several.
            self.text.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
        }
    }

    fn flush(&mut self) {
        let html = std::mem::take(&mut self.html);
        if !html.trim().is_empty() {
            cut(&mut self.article, html.trim(), "html");
        }
        let text = std::mem::take(&mut self.text).trim_end().replace('\n', " ");
        let mut links = std::mem::take(&mut self.links);
        if text.is_empty() {
            return;
        }
        links.retain_mut(|link| {
            link.range.end = link.range.end.min(text.len());
            link.range.start < link.range.end
        });
        match self.heading {
            Some(1) if self.article.title.is_empty() && self.article.blocks.is_empty() => {
                self.article.title = text;
            }
            Some(_)
                if fold::fold(&text) == fold::fold(&self.article.title) && self.article.blocks.is_empty() =>
            {
                cut(&mut self.article, &text, "repeated-title");
            }
            _ => {
                let marker = std::mem::take(&mut self.number);
                self.article.blocks.push(Block { kind: self.kind(), text, marker, links, lang: None });
            }
        }
    }

    const fn kind(&self) -> BlockKind {
        match (self.heading, self.items, self.quotes) {
            (Some(_), ..) => BlockKind::Heading,
            (None, 1.., _) => BlockKind::Item,
            (None, 0, 1..) => BlockKind::Quote,
            _ => BlockKind::Paragraph,
        }
    }
}
