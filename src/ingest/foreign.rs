//! Files that hold no text by themselves: what they are, told by their first bytes, so that a person hears what to do.
//!
//! None of them is read, and none unpacked: a folder in one file has no place of its own for what is in it.

/// What such files begin with, and what they are.
const KNOWN: [(&[u8], &str); 9] = [
    (b"PK\x03\x04", "a ZIP archive, or a document or a book made as one: unpack it and import the folder"),
    (b"%PDF-", "a PDF: save it as text and import that"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an office document: save it as text and import that"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive: unpack it and import the folder"),
    (b"Rar!\x1A\x07", "a RAR archive: unpack it and import the folder"),
    (b"BZh9", "packed with bzip2: unpack it, or pack it as .gz, .xz or .zst"),
    (b"\x89PNG", "a picture: import the page that it belongs to"),
    (b"\xFF\xD8\xFF", "a picture: import the page that it belongs to"),
    (b"SQLite format 3\0", "a database: export its articles as records"),
];

/// Where a tape archive says what it is, and what it says there (POSIX.1-1988, `ustar`).
const TAPE: (usize, &[u8]) = (257, b"ustar");

/// What a file is that begins so, with the way out; `None` where it may be text.
pub(super) fn told(head: &[u8]) -> Option<&'static str> {
    let (at, sign) = TAPE;
    if head.get(at..).is_some_and(|rest| rest.starts_with(sign)) {
        return Some("a tar archive: unpack it and import the folder");
    }
    KNOWN.iter().find(|(begin, _)| head.starts_with(begin)).map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_files_or_pages_of_its_own_is_named_and_text_is_not() {
        let mut tape = vec![0; 512];
        tape[257..262].copy_from_slice(b"ustar");
        for (head, word) in [
            (&b"PK\x03\x04\x14"[..], "ZIP"),
            (b"%PDF-1.7", "PDF"),
            (&tape, "tar"),
            (b"Rar!\x1A\x07\x01", "RAR"),
        ] {
            assert!(told(head).is_some_and(|what| what.contains(word)), "{word}");
        }
        for head in [&b"PK is the old sign of the packers"[..], b"BZh", b"", b"A PDF", b"\x1f\x8b"] {
            assert_eq!(told(head), None, "{head:?}");
        }
    }
}
