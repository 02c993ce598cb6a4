//! Saved pages as one mail message (RFC 2557, `.mhtml`): the root part is the page, the others belong to it.
//!
//! Names of parts are never paths, and nothing is written. Pictures and frames are no articles of their own.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::decode::{self, Declared, Decoded};
use super::{Draft, html};

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum MhtmlError {
    /// No part of the message is HTML.
    #[error("no page among its parts")]
    None,
    /// The page has too many elements.
    #[error(transparent)]
    TooMany(#[from] html::TooMany),
}

/// A message that is taken apart level by level when it is done with: its own end would be a call for each message
/// inside a message, and a file of a few hundred kilobytes has more of them than a stack has room for.
struct Whole<'a>(Message<'a>);

impl Drop for Whole<'_> {
    fn drop(&mut self) {
        let mut left = std::mem::take(&mut self.0.parts);
        while let Some(part) = left.pop() {
            if let PartType::Message(mut inner) = part.body {
                left.append(&mut inner.parts);
            }
        }
    }
}

/// Reads the page of a message.
pub(super) fn read(bytes: &[u8]) -> Result<(Draft, Decoded), MhtmlError> {
    let whole = Whole(MessageParser::default().parse(bytes).ok_or(MhtmlError::None)?);
    let message = &whole.0;
    let root = root(message).ok_or(MhtmlError::None)?;
    let first = page(message, root)?;
    if !first.0.article.blocks.is_empty() {
        return Ok(first);
    }
    // The root of a page of frames has no text: the frame with the most is the page.
    let mut best = first;
    for part in message.parts.iter().filter(|part| is_html(part)) {
        let other = page(message, part)?;
        if words(&other.0) > words(&best.0) {
            best = other;
        }
    }
    Ok(best)
}

fn words(draft: &Draft) -> usize {
    draft.article.blocks.iter().map(|b| b.text.len()).sum()
}

fn is_html(part: &MessagePart<'_>) -> bool {
    let declared = part.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        subtype.eq_ignore_ascii_case("html") || subtype.eq_ignore_ascii_case("xhtml+xml")
    });
    declared || matches!(part.body, PartType::Html(_))
}

/// The part that the message says is its root, else its first page.
fn root<'a>(message: &'a Message<'a>) -> Option<&'a MessagePart<'a>> {
    let start = message.content_type().and_then(|kind| kind.attribute("start"));
    let start = start.map(|id| id.trim_matches(['<', '>', ' ']));
    let pages = || message.parts.iter().filter(|part| is_html(part));
    let named = start.and_then(|start| {
        pages().find(|part| part.content_id().is_some_and(|id| id.trim_matches(['<', '>', ' ']) == start))
    });
    named.or_else(|| pages().next())
}

fn page(message: &Message<'_>, part: &MessagePart<'_>) -> Result<(Draft, Decoded), MhtmlError> {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let location = part
        .content_location()
        .or_else(|| message.header("Snapshot-Content-Location").and_then(|v| v.as_text()))
        .filter(|url| url.starts_with("http"));
    let declared = Declared { charset, url: location };
    let decoded = decode::decode_html(&body(message, part), declared).ok_or(MhtmlError::None)?;
    let draft = html::read(&decoded.text, location)?;
    Ok((draft, decoded))
}

/// The bytes of a part, its transfer encoding undone and its charset left alone: that is judged elsewhere.
fn body(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let raw =
        message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    decoded.unwrap_or_else(|| part.contents().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(encoding: &str, charset: &str, body: &str) -> String {
        format!(
            "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/news/1\r\n\
             Subject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
             \ttype=\"text/html\";\r\n\tstart=\"<root@x>\";\r\n\tboundary=\"----b\"\r\n\r\n\
             ------b\r\nContent-Type: text/html\r\nContent-ID: <ad@x>\r\nContent-Location: ../../etc/passwd\r\n\r\n\
             <p>Buy this rope today, it is the best rope of all.</p>\r\n\
             ------b\r\nContent-Type: text/html; charset={charset}\r\nContent-ID: <root@x>\r\n\
             Content-Transfer-Encoding: {encoding}\r\nContent-Location: https://example.org/news/1\r\n\r\n\
             {body}\r\n------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n\
             ------b--\r\n"
        )
    }

    #[test]
    fn messages_inside_messages_have_no_bottom_and_cost_no_stack() {
        let deep = format!(
            "{}Content-Type: text/html\r\n\r\n<p>Tide",
            "Content-Type: message/rfc822\r\n\r\n".repeat(60_000)
        );
        assert_eq!(read(deep.as_bytes()).map(|_| ()), Err(MhtmlError::None));
    }

    const PAGE: &str = "<title>وصول القطار</title><h1>وصول القطار</h1>\
                        <p>وصل القطار إلى المحطة متأخرا، <a href=\"/2\">ولم ينتظره</a> أحد في المدينة القديمة.</p>";

    fn quoted(bytes: &[u8]) -> String {
        let hex = |b: &u8| {
            if matches!(b, b' '..=b'<' | b'>'..=b'~') {
                char::from(*b).to_string()
            } else {
                format!("={b:02X}")
            }
        };
        bytes
            .iter()
            .map(hex)
            .collect::<Vec<_>>()
            .chunks(20)
            .map(<[String]>::concat)
            .collect::<Vec<_>>()
            .join("=\r\n")
    }

    #[test]
    fn the_root_part_is_the_page_in_its_own_encoding() {
        let windows = encoding_rs::WINDOWS_1256.encode(PAGE).0.into_owned();
        for (charset, bytes, name) in [
            ("utf-8", PAGE.as_bytes().to_vec(), "UTF-8"),
            ("windows-1256", windows.clone(), "windows-1256"),
            ("utf-8", windows, "windows-1256"),
        ] {
            let mail = message("quoted-printable", charset, &quoted(&bytes));
            let (draft, decoded) = read(mail.as_bytes()).unwrap();
            assert_eq!((draft.article.title.as_str(), decoded.encoding.as_str()), ("وصول القطار", name));
            assert_eq!(draft.article.blocks.len(), 1);
            assert_eq!(draft.article.blocks[0].links[0].url, "https://example.org/2");
            assert_eq!(draft.article.url.as_deref(), Some("https://example.org/news/1"));
        }
    }

    #[test]
    fn base64_and_plain_parts_are_read_and_a_message_without_a_page_says_so() {
        let base64 = "PGgxPlJvcGVzPC9oMT48cD5BIGxvbmcgcm9wZSB3YXMgbWFkZSBpbiB0aGUgaGFyYm91ci48L3A+";
        for (encoding, body) in
            [("base64", base64), ("8bit", "<h1>Ropes</h1><p>A long rope was made in the harbour.</p>")]
        {
            let (draft, _) = read(message(encoding, "utf-8", body).as_bytes()).unwrap();
            assert_eq!(draft.article.blocks[0].text, "A long rope was made in the harbour.", "{encoding}");
        }
        let plain = "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\ntext";
        assert_eq!(read(plain.as_bytes()).err(), Some(MhtmlError::None));
    }

    #[test]
    fn a_root_without_text_gives_way_to_its_frames() {
        let (draft, _) =
            read(message("8bit", "utf-8", "<frameset><frame src='a'></frameset>").as_bytes()).unwrap();
        assert!(draft.article.blocks[0].text.starts_with("Buy this rope"));
    }

    proptest::proptest! {
        #[test]
        fn any_message_is_read_or_refused(head in "[ -~\r\n]{0,200}", body: Vec<u8>) {
            let mut bytes = format!("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n{head}\r\n--x\r\n").into_bytes();
            bytes.extend(body);
            let _ = read(&bytes);
        }
    }
}
