//! What bytes declare of their encoding: the XML declaration, and `meta` elements with `charset` or `http-equiv`.
//!
//! It only reads labels; whether they are right is judged elsewhere.

/// How far into a page its declaration is looked for, in bytes. Browsers look at 1024; old pages have comments and
/// scripts before it.
const HEAD: usize = 32 << 10;

/// Bytes of an XML declaration, at most, and of the blanks that are wrongly before it.
const PROLOG: usize = 512;

/// The label in the XML declaration: `<?xml version="1.0" encoding="windows-1256"?>`.
pub(super) fn xml(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(PROLOG))?).into_owned();
    let (_, declaration) = head.split_once("<?xml")?;
    let (declaration, _) = declaration.split_once('>')?;
    value(declaration.split_once("encoding")?.1)
}

/// The label in the first `meta` element that has one.
pub(super) fn meta(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD))?).to_ascii_lowercase();
    let head = without_comments(&head);
    head.split("<meta").skip(1).find_map(|tag| {
        let (tag, _) = tag.split_once('>')?;
        // `charset="…"` of its own, or inside `content="text/html; charset=…"`; never of a script's address.
        tag.split("charset").skip(1).find_map(value)
    })
}

/// What stands behind a name and its sign of equality, without quotes.
fn value(behind: &str) -> Option<String> {
    let behind = behind.trim_start().strip_prefix('=')?.trim_start();
    let behind = behind.trim_start_matches(['"', '\'']);
    let label: String =
        behind.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.+".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

fn without_comments(head: &str) -> String {
    let mut kept = String::with_capacity(head.len());
    let mut rest = head;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    kept.push_str(rest);
    kept
}
