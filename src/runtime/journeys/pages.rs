//! Articles of our own that the edition lacks, through the importer: without a translation, with links, with the
//! furniture of a saved page.

use crate::article::Article;
use crate::ingest::{self, Format, Origin};

/// English, without a translation, with two links.
const LAMPS: &str = "---
title: Lamp makers of Fustat in Egypt reopen their lane
lang: en
date: 2020-02-03
source: Our own pen
---

The [lane](https://example.org/lane) had been shut since the spring, and its nine workshops with it.

A guild of glass blowers, which keeps [a register](https://example.org/register), paid for the new roof. Egypt has few such lanes left.
";

/// Plain text in the shape of a saved page.
const PAGE: &str = "Breaking news
Sign in

The ferry of Aswan gets a second deck

The ferry that crosses at Aswan will have a second deck by the summer, the river authority said, so that families \
can sit in the shade while carts and bicycles stay below.

Share this article
Subscribe to our newsletter

Work on the hull begins in March and is to last eleven weeks, during which a smaller boat takes its place between \
the two banks from dawn until the late evening.

Back to top
";

/// Both, as the importer reads them.
pub(super) fn pages() -> Vec<Article> {
    let read = |name: &str, text: &str, format| {
        let origin = Origin { path: name.to_owned(), format: Some(format) };
        ingest::read_bytes(text.as_bytes(), &origin).unwrap()
    };
    let mut pages = read("lamps.md", LAMPS, Format::Markdown);
    pages.extend(read("ferry.txt", PAGE, Format::Text));
    pages
}
