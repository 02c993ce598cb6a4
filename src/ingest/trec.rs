//! Documents of text collections: `<DOC>` with a field in each element, as the collections of TREC have them.
//!
//! It is no XML and was never meant to be: signs are not escaped, elements are not closed, files are cut. A field
//! goes from its tag to the same tag's end, or to the next field. What the fields mean is judged elsewhere.

use serde_json::Value;

use super::fields::Fields;

/// Elements that stand inside a field's text: their tags are left out, and what they part stays parted.
const INLINE: [&str; 12] = ["p", "br", "b", "i", "em", "strong", "a", "span", "div", "s", "q", "sub"];

/// Bytes of a tag's name, at most.
const NAME: usize = 24;

/// The document's own element, and what collections call the number of a document.
const DOC: &str = "doc";

/// The fields of a document: everything from `<DOC>` to `</DOC>`, or to the end where it was cut.
pub(super) fn fields(document: &str) -> Fields {
    let mut fields = Fields::new();
    let mut at = 0;
    while let Some(tag) = next_tag(document, at) {
        at = tag.end;
        if tag.closes || tag.name == DOC || INLINE.contains(&tag.name.as_str()) {
            continue;
        }
        let (until, next) = end_of(document, &tag);
        let text = plain(document.get(tag.end..until).unwrap_or_default());
        at = next;
        if !text.trim().is_empty() {
            // A field that is there twice has two paragraphs.
            let value = match fields.remove(&tag.name) {
                Some(Value::String(before)) => format!("{before}\n\n{text}"),
                _ => text,
            };
            fields.insert(tag.name, Value::from(value));
        }
    }
    fields
}

/// Where the documents of a text are: from each `<DOC>` to its end, or to the next one.
pub(super) fn documents(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut at, mut start) = (0, None);
    while let Some(tag) = next_tag(text, at) {
        at = tag.end;
        if tag.name != DOC {
            continue;
        }
        let end = if tag.closes { tag.end } else { tag.start };
        if let Some(start) = start.take() {
            found.extend(text.get(start..end));
        }
        if !tag.closes {
            start = Some(tag.start);
        }
    }
    found.extend(start.and_then(|start| text.get(start..)));
    found
}

/// A tag, its name in small letters.
struct Tag {
    name: String,
    closes: bool,
    start: usize,
    end: usize,
}

/// The next tag of a text. A `<` before anything else than a name is a sign of the text.
fn next_tag(text: &str, from: usize) -> Option<Tag> {
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find('<')?;
        at = start + 1;
        let behind = text.get(at..)?;
        let (closes, behind) = behind.strip_prefix('/').map_or((false, behind), |rest| (true, rest));
        let length =
            behind.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let name = behind.get(..length)?;
        let rest = behind.get(length..)?;
        let inside = rest.find(['>', '<']).and_then(|i| rest.get(..=i));
        let Some(inside) = inside.filter(|i| i.ends_with('>')) else { continue };
        let attributes = inside.starts_with(['>', ' ', '\t', '/']) && inside.len() <= 4 * NAME;
        if !attributes
            || !(1..=NAME).contains(&length)
            || !name.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            continue;
        }
        let end = text.len() - rest.len() + inside.len();
        return Some(Tag { name: name.to_ascii_lowercase(), closes, start, end });
    }
}

/// Where the text of a field ends and where what is behind it begins: at its own end, at the next field's tag on a
/// line of its own, or at the end of the document.
fn end_of(document: &str, field: &Tag) -> (usize, usize) {
    let mut at = field.end;
    while let Some(tag) = next_tag(document, at) {
        at = tag.end;
        if tag.closes && tag.name == field.name {
            return (tag.start, tag.end);
        }
        let begins_line = document
            .get(..tag.start)
            .is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with('\n'));
        let other = !tag.closes && begins_line && !INLINE.contains(&tag.name.as_str());
        if other || tag.closes && tag.name == DOC {
            return (tag.start, tag.start);
        }
    }
    (document.len(), document.len())
}

/// A field's text without tags, its entities undone; the others' signs stay.
fn plain(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(tag) = next_tag(text, at) {
        bare.push_str(text.get(at..tag.start).unwrap_or_default());
        if !tag.closes && matches!(tag.name.as_str(), "p" | "div") {
            bare.push_str("\n\n");
        } else if tag.name == "br" {
            bare.push('\n');
        }
        at = tag.end;
    }
    bare.push_str(text.get(at..).unwrap_or_default());
    without_entities(bare.trim())
}

/// Bytes of an entity's name, at most (`&CounterClockwiseContourIntegral;`).
const ENTITY: usize = 32;

/// Undoes character references; an `&` that begins none is a sign of the text.
pub(super) fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let found = part.split_once(';').filter(|(name, _)| name.len() <= ENTITY);
        if let Some((sign, rest)) = found.and_then(|(name, rest)| entity(name).map(|sign| (sign, rest))) {
            plain.push_str(&sign);
            plain.push_str(rest);
        } else {
            plain.push('&');
            plain.push_str(part);
        }
    }
    plain
}

fn entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return quick_xml::escape::resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(fields: &Fields, name: &str) -> String {
        fields.get(name).and_then(Value::as_str).unwrap_or("-").to_owned()
    }

    #[test]
    fn the_fields_of_a_document_are_found_in_what_is_no_xml() {
        let found = fields(
            "<DOC>\n<DOCNO>T-1</DOCNO>\n<URL>http://example.org/?a=1&b=2</URL>\n<TITLE>Ships &amp; tides</TITLE>\n\
             <TEXT>\nWater rose by < 3 metres & more.\n<P>Then it fell.</P>\n</TEXT>\n</DOC>\n",
        );
        assert_eq!(field(&found, "docno"), "T-1");
        assert_eq!(field(&found, "url"), "http://example.org/?a=1&b=2");
        assert_eq!(field(&found, "title"), "Ships & tides");
        assert_eq!(field(&found, "text"), "Water rose by < 3 metres & more.\n\n\nThen it fell.");
    }

    #[test]
    fn elements_that_are_not_closed_end_at_the_next() {
        let found = fields("<DOC>\n<TITLE>Open\n<TEXT>\nRain fell on <b>Oslo</b>.\n</DOC>");
        assert_eq!(
            (field(&found, "title").as_str(), field(&found, "text").as_str()),
            ("Open", "Rain fell on Oslo.")
        );
        let cut = fields("<doc id=\"3\"><title>Cut</title><text>It was never fin");
        assert_eq!(field(&cut, "text"), "It was never fin");
    }

    #[test]
    fn documents_stand_behind_each_other() {
        let text = "<DOC><TITLE>a</TITLE></DOC>\n<DOC><TITLE>b</TITLE>\n<DOC>\n<TITLE>c</TITLE></DOC> tail";
        assert_eq!(documents(text).len(), 3);
        assert_eq!(documents("no documents <here>").len(), 0);
    }

    #[test]
    fn entities_are_undone_and_other_signs_stay() {
        assert_eq!(
            without_entities("a &amp; b &#1583; &#x62F; &nope; R&D; x & y &"),
            "a & b د د &nope; R&D; x & y &"
        );
    }
}
