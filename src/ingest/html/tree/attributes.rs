//! Tags with more attributes than any element has, cut down before the parser sees them.
//!
//! The parser compares every attribute of a tag with all before it. Scripts, styles and comments are passed over as
//! the parser does, so that nothing in them is taken for a tag.

use std::borrow::Cow;

/// Attributes of one tag; those beyond are left out. Elements written by hand have ten, by programs fifty.
pub(super) const MOST: usize = 200;

/// Elements whose content is text up to their end tag.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "iframe"];

/// A page whose tags have at most [`MOST`] attributes.
pub(super) fn bounded(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(open) = find(html, at, "<") {
        at = open + 1;
        let rest = html.get(at..).unwrap_or_default();
        if rest.starts_with("!--") {
            at = find(html, at + 3, "-->").map_or(html.len(), |end| end + 3);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = tag(html, at);
            if let Some(most) = tag.most {
                kept.push_str(html.get(copied..most).unwrap_or_default());
                copied = tag.end;
            }
            at = tag.end;
            if let Some(name) = RAW.iter().find(|name| is_named(rest, name)) {
                at = end_tag(html, at, name);
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(kept)
}

struct Tag {
    /// The place of its `>`, or the end of the page.
    end: usize,
    /// The place behind the last attribute that is kept, where there are more.
    most: Option<usize>,
}

/// Passes over a tag that begins at its name.
fn tag(html: &str, from: usize) -> Tag {
    let (mut words, mut most) = (0, None);
    let (mut in_word, mut quote, mut before) = (true, None, b' ');
    for (at, byte) in html.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'>') => return Tag { end: at, most },
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'/') => in_word = false,
            (None, _) if !in_word => {
                in_word = true;
                words += 1;
                if words > MOST && most.is_none() {
                    most = Some(at);
                }
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    Tag { end: html.len(), most }
}

/// The place of the end tag of an element with text, or the end of the page.
fn end_tag(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(open) = find(html, at, "</") {
        if html.get(open + 2..).is_some_and(|rest| is_named(rest, name)) {
            return open;
        }
        at = open + 2;
    }
    html.len()
}

fn is_named(rest: &str, name: &str) -> bool {
    let (word, behind) = rest.split_at_checked(name.len()).unwrap_or_default();
    word.eq_ignore_ascii_case(name) && !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
}

fn find(html: &str, from: usize, what: &str) -> Option<usize> {
    html.get(from..)?.find(what).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_as_people_write_them_are_left_alone() {
        for html in [
            "<p class='a > b' id=x>text</p>",
            "<script>if (a<b && c) { x = '<p ' }</script><p>text",
            "<!-- <p a b c --><title>a <b c</title>1 < 2, 3<4",
            "<p",
            "",
        ] {
            assert!(matches!(bounded(html), Cow::Borrowed(_)), "{html}");
        }
    }

    #[test]
    fn a_tag_keeps_its_first_attributes() {
        let many: Vec<String> = (0..1000).map(|i| format!("a{i}='> {i}'")).collect();
        let bounded = bounded(&format!("<p {}>text</p>", many.join(" "))).into_owned();
        assert_eq!(bounded.matches("a1").count(), 111, "a1, a10 to a19, a100 to a199");
        assert!(bounded.ends_with("a199='> 199' >text</p>"), "{bounded}");
    }
}
