//! Pages that want to take long, or much, or to break something.

use proptest::prelude::*;

use super::page;
use crate::ingest::html::{TooMany, read};

/// Reads a page; one that took the square of its length would not end.
fn bounded(html: &str) -> Result<(), TooMany> {
    read(html, None).map(|_| ())
}

#[test]
fn nesting_has_an_end() {
    let told = "<p>The boat left the harbour at dawn with nine people on board.</p>";
    for tag in [
        "div",
        "b",
        "table><tr><td",
        "blockquote",
        "ul><li",
        "svg",
        "font size=1",
        "template",
        "sup",
        "a href=x",
    ] {
        let name = tag.split([' ', '>']).next().unwrap();
        let deep =
            format!("{}{told}{}", format!("<{tag}>").repeat(20_000), format!("</{name}>").repeat(20_000));
        bounded(&deep).unwrap();
    }
    // What comes behind the depth is read as ever.
    let html = format!("<h1>A day at sea</h1>{}{}{told}", "<div>".repeat(5000), "</div>".repeat(5000));
    assert_eq!(page(&html).blocks.len(), 1);
}

#[test]
fn formatting_that_is_opened_again_in_every_paragraph_is_refused() {
    let fonts: String = (0..300).map(|i| format!("<font color={i}>")).collect::<Vec<_>>().concat();
    let html = format!("<p>{fonts}{}", "<p>x".repeat(5_000));
    assert_eq!(bounded(&html), Err(TooMany));
}

#[test]
fn attributes_lines_and_unclosed_things_are_bounded() {
    let attributes: Vec<String> = (0..30_000).map(|i| format!("a{i}=1")).collect();
    for html in [
        format!("<p {}>text</p>", attributes.join(" ")),
        format!("<body {}>", attributes.join(" ")),
        "x".repeat(1 << 18),
        "كلمة ".repeat(30_000),
        "<p>word".repeat(10_000),
        "<a href=x>word</a> ".repeat(10_000),
        "<table><tr><td>1<td>2</table>".repeat(5_000),
        format!("<table>{}</table>", "<tr><td>1<td>2".repeat(5_000)),
        format!("<ul>{}</ul>", "<li><a href=x>some three words</a>".repeat(5_000)),
        "&amp".repeat(50_000),
        "&#x41".repeat(50_000),
        "<!--".repeat(400_000),
        "<![CDATA[".repeat(50_000),
        format!("<script>{}", "</scrip".repeat(200_000)),
        "<".repeat(1 << 17),
        "<p ".repeat(100_000),
        "</p>".repeat(400_000),
        "<br>".repeat(100_000),
        format!("<title>{}</title>", "word ".repeat(30_000)),
        format!("<h1>{}</h1>", "word ".repeat(20_000)).repeat(3),
        format!("<script type=application/ld+json>{}</script>", "[".repeat(1 << 20)),
        "<meta property=og:title content=x>".repeat(50_000),
        "<div class='".to_owned() + &"related-".repeat(200_000) + "'>text</div>",
    ] {
        let _ = bounded(&html);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(html: String) {
        let _ = read(&html, Some("https://example.org/"));
    }

    #[test]
    fn any_soup_of_tags_is_read_and_no_word_is_lost(parts in prop::collection::vec((0..TAGS.len(), 0..1000_u16), 0..60)) {
        let html: Vec<String> =
            parts.iter().enumerate().map(|(i, (tag, n))| format!("{} word{i}x{n} ", TAGS.get(*tag).unwrap())).collect();
        let article = page(&html.concat());
        let mut all = article.title.clone();
        for text in article.blocks.iter().map(|b| &b.text).chain(article.cut.iter().map(|c| &c.text)) {
            all.push(' ');
            all.push_str(text);
        }
        for (i, (_, n)) in parts.iter().enumerate() {
            let word = format!("word{i}x{n}");
            prop_assert!(all.contains(&word), "{word} of {}", html.concat());
        }
        for block in &article.blocks {
            prop_assert!(!block.text.is_empty() && !block.text.contains('\n'));
            for link in &block.links {
                prop_assert!(block.text.get(link.range.clone()).is_some_and(|t| !t.is_empty()), "{block:?}");
            }
        }
    }
}

/// Tags that nest into one another in every wrong way; none whose content is no text.
const TAGS: [&str; 40] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<br>",
    "<br><br>",
    "<blockquote>",
    "</blockquote>",
    "<sup>",
    "</sup>",
    "<span style=display:none>",
    "</span>",
    "<pre>",
    "</pre>",
    "<nav>",
    "</nav>",
    "<figcaption>",
    "</figcaption>",
    "<noscript>",
    "</noscript>",
    "<ol start=5>",
    "</ol>",
    "<form>",
    "<font size=1>",
];
