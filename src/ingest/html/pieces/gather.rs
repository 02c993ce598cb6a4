//! The text of one piece as it is gathered: blanks made one, links with their ranges, what is bold.
//!
//! It ends pieces; where they begin and end in the layout is the walk's matter.

use url::Url;

use super::{Edge, Link, Piece, Shape, Walker, is_invisible, text, wrap};

impl Walker<'_> {
    pub(super) fn text(&mut self, raw: &str) {
        if self.pre > 0 && self.row.is_none() {
            self.preformatted(raw);
            return;
        }
        // References (`&#27;`) were undone by the parser: what they give is foreign text.
        for c in text::clean(raw, text::Controls::Neutralise).chars() {
            if c.is_whitespace() {
                self.line.blank = true;
                continue;
            }
            self.put(c);
        }
    }

    pub(super) fn put(&mut self, c: char) {
        if self.line.breaks > 0 {
            let breaks = std::mem::take(&mut self.line.breaks);
            if self.heading.is_none() && self.row.is_none() && !self.line.text.is_empty() {
                let open = self.line.open.take();
                if let Some((from, address)) = &open {
                    self.end_link(*from, address.clone());
                }
                self.flush();
                self.line.open = open.map(|(_, address)| (0, address));
                self.line.soft = breaks == 1;
            }
        }
        let line = &mut self.line;
        // Two links side by side, or a number and a word in two elements, are set apart by a style.
        let before = line.text.chars().next_back().unwrap_or(' ');
        if let Edge::Between { link } = std::mem::take(&mut line.edge)
            && before.is_alphanumeric()
            && c.is_alphanumeric()
        {
            line.blank |= link || before.is_numeric() != c.is_numeric();
        }
        let cells = std::mem::take(&mut line.cells);
        if !line.text.is_empty() {
            // A cell without text keeps its place.
            for n in 0..cells {
                line.text.push_str(if n == 0 { " |" } else { " – |" });
                line.blank = true;
            }
        }
        if std::mem::take(&mut line.blank) && !line.text.is_empty() {
            line.text.push(' ');
            line.bold += usize::from(self.bold > 0);
        }
        line.text.push(c);
        if self.bold > 0 {
            line.bold += c.len_utf8();
        }
    }

    /// Text whose lines were broken by hand, or by a program at a width.
    pub(super) fn preformatted(&mut self, raw: &str) {
        let clean = text::clean(raw, text::Controls::Neutralise).into_owned();
        for (line, _) in wrap::join(&clean) {
            self.line.breaks += 2;
            for c in line.chars() {
                if c.is_whitespace() {
                    self.line.blank = true;
                } else {
                    self.put(c);
                }
            }
        }
    }

    pub(super) fn address(&self, href: &str) -> Option<String> {
        // An address that is whole is kept as it was written.
        let (url, whole) = match (Url::parse(href), self.base) {
            (Ok(url), _) => (url, true),
            (Err(_), Some(base)) => (base.join(href).ok()?, false),
            (Err(_), None) => return None,
        };
        let opens = matches!(url.scheme(), "http" | "https") && !href.starts_with('#');
        opens.then(|| if whole { href.to_owned() } else { url.to_string() })
    }

    pub(super) fn close_link(&mut self) {
        if let Some((from, address)) = self.line.open.take() {
            self.end_link(from, address);
        }
    }

    pub(super) fn end_link(&mut self, from: usize, address: Option<String>) {
        let line = &mut self.line;
        let blank = line.text.get(from..).map_or(0, |t| t.len() - t.trim_start().len());
        let range = from + blank..line.text.len();
        if !range.is_empty() {
            line.linked += range.len();
            line.links.extend(address.map(|url| Link { range, url }));
        }
    }

    pub(super) fn beside(&mut self, text: String, reason: &'static str) {
        if text.contains(char::is_alphanumeric) {
            self.line.beside.push((text, reason));
        }
    }

    /// Ends the piece that is being gathered.
    pub(super) fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let (area, items) = (self.area, self.items > 0);
        let shape = match self.heading {
            Some(level) => Shape::Heading(level),
            None if self.captions > 0 => Shape::Caption,
            None if self.row.is_some() => Shape::Row,
            None if items => Shape::Item,
            None if self.quotes > 0 => Shape::Quote,
            None => Shape::Text,
        };
        if line.text.contains(|c: char| !c.is_whitespace() && !is_invisible(c)) {
            let marker = if shape == Shape::Item { std::mem::take(&mut self.marker) } else { String::new() };
            self.layout.pieces.push(Piece {
                bold: line.bold + 2 >= line.text.len(),
                linked: line.linked,
                links: line.links,
                text: line.text,
                shape,
                marker,
                soft: line.soft,
                area,
                cut: line.choice.then_some("poll"),
            });
        }
        self.layout.pieces.extend(line.beside.into_iter().map(|(text, reason)| Piece {
            text,
            links: Vec::new(),
            linked: 0,
            shape,
            marker: String::new(),
            bold: false,
            soft: false,
            area,
            cut: Some(reason),
        }));
    }
}
