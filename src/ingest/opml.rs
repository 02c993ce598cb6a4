//! Lists of feeds (OPML): read, however deep their folders and however broken their markup, and written.
//!
//! A list may name another list; that one is never followed, so that none goes round in a circle. Declared entities
//! are not expanded. Nothing is fetched, and no file is written.

use std::path::Path;

use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use super::{Declared, Format, IngestError, SIZE_LIMIT, decode, form, unpack};
use crate::text;

/// So many feeds of a list are taken; the largest lists that readers share have a thousand.
const MOST: usize = 10_000;

/// Outlines inside each other, at most: folders of folders are two or three deep.
const DEEPEST: usize = 64;

/// Characters of a title.
const LONG: usize = 300;

/// A feed in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Its name; empty where it has none.
    pub title: String,
    /// The address of the feed, as it is written.
    pub url: String,
}

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// The feeds, in their order, each address once.
    pub feeds: Vec<Outline>,
    /// What was left out or broken, a line each.
    pub faults: Vec<String>,
}

/// Whether a file that was named is a list of feeds: by its name, or by its beginning where its name does not say.
pub fn is_opml(path: &Path) -> bool {
    use std::io::Read;
    match Format::of_path(path) {
        Some(format) => format == Format::Opml,
        None if !path.is_file() => false,
        None => {
            let mut head = Vec::new();
            let file = std::fs::File::open(path).and_then(unpack::unpack);
            let read = file.and_then(|file| file.take(form::HEAD as u64).read_to_end(&mut head));
            read.is_ok() && Format::of_head(None, &head) == Format::Opml
        }
    }
}

/// Reads a file that is a list of feeds, packed or not.
///
/// # Errors
/// What cannot be read, is too large, is no text, or names no feed.
pub fn read(path: &Path) -> Result<Subscriptions, IngestError> {
    use std::io::Read;
    let name = || path.display().to_string();
    let io = |source| IngestError::Io { path: name(), source };
    let file = std::fs::File::open(path).and_then(unpack::unpack).map_err(io)?;
    let mut bytes = Vec::new();
    let size = file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(io)? as u64;
    if size > SIZE_LIMIT {
        return Err(IngestError::TooLarge { path: name(), size });
    }
    read_declared(&bytes, Declared::default(), &name())
}

pub(super) fn read_declared(
    bytes: &[u8],
    declared: Declared<'_>,
    path: &str,
) -> Result<Subscriptions, IngestError> {
    let decoded = decode::decode_xml(bytes, declared);
    let decoded = decoded.ok_or_else(|| IngestError::Binary { path: path.to_owned() })?;
    let found = parse(&decoded.text);
    if found.feeds.is_empty() {
        let message = found.faults.first().cloned().unwrap_or_else(|| "it names no feed".to_owned());
        return Err(IngestError::Opml { path: path.to_owned(), message });
    }
    Ok(found)
}

/// Reads what can be read.
fn parse(text: &str) -> Subscriptions {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut found, mut seen) = (Subscriptions::default(), std::collections::HashSet::new());
    let (mut depth, mut deep, mut more, mut lists) = (0_usize, 0_usize, 0_usize, 0_usize);
    loop {
        let (start, opens) = match reader.read_event() {
            Ok(Event::Start(start)) => (start, true),
            Ok(Event::Empty(start)) => (start, false),
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(usize::from(is_outline(end.name().as_ref())));
                continue;
            }
            Ok(Event::Eof) => break,
            Ok(_) => continue,
            Err(error) => {
                let at = reader.error_position();
                found
                    .faults
                    .push(format!("the markup breaks at byte {at} ({error}): what is before was read"));
                break;
            }
        };
        if !is_outline(start.name().as_ref()) {
            continue;
        }
        depth += usize::from(opens);
        match outline(&start) {
            _ if depth > DEEPEST => deep += 1,
            Some((_, true)) => lists += 1,
            Some((outline, false)) if seen.insert(outline.url.clone()) => {
                if found.feeds.len() < MOST {
                    found.feeds.push(outline);
                } else {
                    more += 1;
                }
            }
            _ => {}
        }
    }
    for (number, why) in [
        (deep, "outlines are too deep, and were left out"),
        (more, "feeds are beyond what one list may have, and were left out"),
        (lists, "other lists are named, which are not followed: give them yourself"),
    ] {
        if number > 0 {
            found.faults.push(format!("{number} {why}"));
        }
    }
    found
}

fn is_outline(name: &str) -> bool {
    name.eq_ignore_ascii_case("outline")
}

/// The feed that an outline is, and whether it is another list.
fn outline(start: &BytesStart<'_>) -> Option<(Outline, bool)> {
    let (mut url, mut link, mut title, mut text, mut kind) =
        <(String, String, String, String, String)>::default();
    for attribute in start.html_attributes().with_checks(false).flatten() {
        let raw = attribute.value.clone().into_owned();
        // A bare `&` is no reference, and stays as it is written.
        let value = unescape_with(&raw, resolve_html5_entity).map_or_else(|_| raw.clone(), Into::into);
        match attribute.key.as_ref().to_ascii_lowercase().as_str() {
            "xmlurl" => url = value,
            "url" => link = value,
            "title" => title = value,
            "text" => text = value,
            "type" => kind = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    let title = line(if title.trim().is_empty() { &text } else { &title });
    if kind == "include" || (kind == "link" && link.to_ascii_lowercase().ends_with(".opml")) {
        return Some((Outline { title, url: link }, true));
    }
    // A line end in an address was set there by whoever folded the line, and what is an escape is no address.
    let url: String = url.trim().chars().filter(|c| !c.is_control()).collect();
    (!url.is_empty()).then_some((Outline { title, url }, false))
}

fn line(title: &str) -> String {
    let short: String = title.chars().take(LONG).collect();
    let clean = text::clean(&short, text::Controls::Neutralise);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A list of feeds as every reader takes it (OPML 2.0).
pub fn write(feeds: &[Outline]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>qari</title></head>\n<body>\n",
    );
    for Outline { title, url } in feeds {
        let title = escape(if title.is_empty() { url } else { title });
        let url = escape(url.as_str());
        for part in
            ["<outline type=\"rss\" text=\"", &title, "\" title=\"", &title, "\" xmlUrl=\"", &url, "\"/>\n"]
        {
            out += part;
        }
    }
    out + "</body>\n</opml>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feeds(text: &str) -> Vec<(String, String)> {
        parse(text).feeds.into_iter().map(|feed| (feed.title, feed.url)).collect()
    }

    #[test]
    fn folders_entities_and_broken_markup_are_read() {
        let list = "<?xml version='1.0'?><opml version=1.0><body><outline text='\u{623}\u{62E}\u{628}\u{627}\u{631}'>\n\
             <outline text=\"\u{645}\u{64A}\u{646}\u{627}\u{621} &amp; &eacute;\" XMLURL='http://a.example/?x=1&amp;y=2' >\
             </outline><Outline title=\"B&C\" text='x' xmlUrl=\"http://b.example/?a=1&b=2\"/>\n\
             <outline xmlUrl='http://a.example/?x=1&amp;y=2'/><p>R&D</i></outline><outline xmlUrl=' '/>\n\
             <outline xmlUrl='http://c.example/'/>";
        assert_eq!(
            feeds(list),
            [
                (
                    "\u{645}\u{64A}\u{646}\u{627}\u{621} & \u{e9}".to_owned(),
                    "http://a.example/?x=1&y=2".to_owned()
                ),
                ("B&C".to_owned(), "http://b.example/?a=1&b=2".to_owned()),
                (String::new(), "http://c.example/".to_owned()),
            ]
        );
    }

    #[test]
    fn a_list_without_end_is_bounded_and_told() {
        let deep =
            format!("<opml>{}<outline xmlUrl='http://a.example/'/>", "<outline text='x'>".repeat(100_000));
        let found = parse(&deep);
        assert!(found.feeds.is_empty() && found.faults[0].contains("too deep"), "{:?}", found.faults);
        let one = |n: usize| format!("<outline xmlUrl='http://a.example/{n}'/>");
        let many = (0..MOST + 5).map(one).collect::<Vec<_>>().concat();
        let found = parse(&many);
        assert_eq!((found.feeds.len(), found.faults.len()), (MOST, 1));
        assert!(found.faults[0].starts_with("5 feeds"), "{:?}", found.faults);
        let bomb = "<!DOCTYPE o [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><opml><outline text='&b;' xmlUrl='http://a'/>";
        assert_eq!(feeds(bomb), [("&b;".to_owned(), "http://a".to_owned())]);
    }

    #[test]
    fn another_list_is_never_followed() {
        let found = parse(
            "<opml><outline type='include' url='self.opml'/><outline type=link url='http://a.example/x.OPML'/>\
             <outline xmlUrl='http://b.example/'/></opml>",
        );
        assert_eq!(found.feeds.len(), 1);
        assert!(found.faults[0].starts_with("2 other lists"), "{:?}", found.faults);
    }

    proptest::proptest! {
        #[test]
        fn no_list_harms(text in "([<>&;'\"=/ !?-]|outline|xmlUrl|type|include|CDATA|\\[|\\]|opml|DOCTYPE|\\PC){0,60}") {
            let found = parse(&text);
            proptest::prop_assert!(found.feeds.len() <= text.len());
            proptest::prop_assert_eq!(parse(&write(&found.feeds)).feeds.len(), found.feeds.len());
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let all = [
            Outline { title: "A \"b\" <c> & \u{645}".into(), url: "http://a.example/?x=1&y='2'".into() },
            Outline { title: "http://b.example/".into(), url: "http://b.example/".into() },
        ];
        assert_eq!(parse(&write(&all)).feeds, all);
        let told = read_declared(b"<opml><body/></opml>", Declared::default(), "x.opml").unwrap_err();
        assert!(
            told.to_string().contains("'x.opml'") && told.to_string().contains("names no feed"),
            "{told}"
        );
        assert!(!parse("<opml><outline xmlUrl='http://a/'/><outline <").faults.is_empty());
        let folded = parse("<opml><outline xmlUrl='http://a.example/&#10;x&#27;[2J'/>").feeds;
        assert_eq!(folded.first().map(|feed| feed.url.as_str()), Some("http://a.example/x[2J"));
    }
}
