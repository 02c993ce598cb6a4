//! The bytes that come from a terminal, told apart: keys, mouse, pastes, and answers to questions.
//!
//! Pure and incremental: it never reads and never waits. Its own rather than the terminal library's, because that
//! one turns answers into keys or waits for bytes that never come, and an answer may arrive at any time: late over a
//! slow link, split anywhere, with keys typed in between. Events are the library's own types.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::terminal::probe::Reply;

mod csi;

#[cfg(test)]
mod tests;

const ESC: u8 = 0x1b;

/// What the bytes meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// Something that the user did.
    Event(Event),
    /// An answer of the terminal.
    Reply(Reply),
}

/// How long an unfinished sequence may still become whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// Nothing is unfinished.
    Nothing,
    /// It may be a key by itself, such as Escape: wait a moment only.
    PerhapsKey,
    /// It can only be the beginning of a longer sequence: wait longer.
    Sequence,
    /// A paste has begun and not ended.
    Paste,
}

/// Keeps what is unfinished from one read to the next.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// The first item in a buffer.
enum First {
    /// Bytes are missing.
    More,
    /// So many bytes, and what they mean; nothing for sequences that mean nothing to us.
    Item(usize, Option<Decoded>),
    /// The begin of a bracketed paste, so many bytes.
    PasteBegins(usize),
}

/// Strings longer than this (XTVERSION takes some 40 bytes) are no answer to anything we asked.
const LONGEST_STRING: usize = 4096;
const PASTE_END: &[u8] = b"\x1b[201~";

impl Decoder {
    /// Takes the bytes of one read and appends what they complete.
    pub fn feed(&mut self, bytes: &[u8], decoded: &mut Vec<Decoded>) {
        self.buffer.extend_from_slice(bytes);
        let mut done = 0;
        while let Some(rest) = self.buffer.get(done..).filter(|rest| !rest.is_empty()) {
            if let Some(paste) = &mut self.paste {
                let (taken, ended) = paste_until_end(rest, paste);
                done += taken;
                if !ended {
                    break;
                }
                decoded.extend(self.paste.take().map(pasted));
                continue;
            }
            match first(rest) {
                First::More => break,
                First::Item(length, meaning) => {
                    done += length;
                    decoded.extend(meaning);
                }
                First::PasteBegins(length) => {
                    done += length;
                    self.paste = Some(Vec::new());
                }
            }
        }
        self.buffer.drain(..done);
    }

    /// Whether, and for what, more bytes are waited for.
    pub fn pending(&self) -> Pending {
        if self.paste.is_some() {
            return Pending::Paste;
        }
        match self.buffer.as_slice() {
            [] => Pending::Nothing,
            // Escape, Alt with a key that also begins sequences, Shift-Home of rxvt (CSI 7 $).
            [ESC] | [ESC, _] | [ESC, b'[', _, b'$'] => Pending::PerhapsKey,
            _ => Pending::Sequence,
        }
    }

    /// Nothing more has come for as long as [`Decoder::pending`] allows: what is unfinished is taken for the keys
    /// that it may be, or dropped where no key begins so.
    pub fn give_up(&mut self, decoded: &mut Vec<Decoded>) {
        if let Some(mut paste) = self.paste.take() {
            paste.append(&mut self.buffer);
            decoded.push(pasted(paste));
            return;
        }
        match std::mem::take(&mut self.buffer).as_slice() {
            [ESC] => decoded.push(key(KeyCode::Esc, KeyModifiers::NONE)),
            [ESC, ESC] => decoded.extend([(); 2].map(|()| key(KeyCode::Esc, KeyModifiers::NONE))),
            &[ESC, byte] if byte.is_ascii() => decoded.push(alt(text_key(byte.into()))),
            [ESC, b'[', digit, b'$'] => decoded.extend(csi::shifted(*digit)),
            _ => {}
        }
    }
}

/// Moves the paste's bytes over; what may be the beginning of its end stays. Returns the bytes taken and whether it
/// has ended.
fn paste_until_end(rest: &[u8], paste: &mut Vec<u8>) -> (usize, bool) {
    if let Some(at) = rest.windows(PASTE_END.len()).position(|window| window == PASTE_END) {
        paste.extend(rest.iter().take(at));
        return (at + PASTE_END.len(), true);
    }
    let kept = (1..PASTE_END.len())
        .rev()
        .find(|&length| PASTE_END.get(..length).is_some_and(|start| rest.ends_with(start)))
        .unwrap_or(0);
    let taken = rest.len() - kept;
    paste.extend(rest.iter().take(taken));
    (taken, false)
}

fn pasted(bytes: Vec<u8>) -> Decoded {
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Decoded::Event(Event::Paste(text))
}

fn first(bytes: &[u8]) -> First {
    match bytes {
        [ESC] | [ESC, ESC] => First::More,
        [ESC, b'[', ..] => csi::first(bytes),
        [ESC, b'O', ..] => csi::single_shift(bytes),
        [ESC, b'P' | b']' | b'_' | b'^' | b'X', ..] => string(bytes),
        [ESC, ESC, next, ..] => match next {
            // Alt with an arrow or function key, as rxvt sends it.
            b'[' | b'O' => match bytes.get(1..).map_or(First::More, first) {
                First::Item(length, meaning) => First::Item(length + 1, meaning.map(alt)),
                First::PasteBegins(_) => First::Item(1, Some(key(KeyCode::Esc, KeyModifiers::NONE))),
                First::More => First::More,
            },
            _ => First::Item(1, Some(key(KeyCode::Esc, KeyModifiers::NONE))),
        },
        [ESC, rest @ ..] => match plain(rest) {
            First::Item(length, meaning) => First::Item(length + 1, meaning.map(alt)),
            other => other,
        },
        _ => plain(bytes),
    }
}

/// A DCS, OSC, APC, PM or SOS string up to ST (or BEL). The answers among them that we know are XTVERSION's and the
/// colour of the ground.
fn string(bytes: &[u8]) -> First {
    let body = bytes.get(2..).unwrap_or_default();
    let end = body.iter().take(LONGEST_STRING + 1).enumerate().find_map(|(at, &byte)| match byte {
        0x07 => Some((at, 1)),
        ESC => Some((at, if body.get(at + 1) == Some(&b'\\') { 2 } else { 0 })),
        _ => None,
    });
    match end {
        // An Escape that is the last byte so far may yet be the ST.
        Some((at, 0)) if at + 1 == body.len() => First::More,
        Some((at, terminator)) => {
            let text = body.get(..at).unwrap_or_default();
            let reply = match bytes.get(1) {
                Some(b'P') => text.strip_prefix(b">|").map(|name| Reply::Version(readable(name))),
                Some(b']') => text.strip_prefix(b"11;").and_then(color).map(Reply::Ground),
                _ => None,
            };
            First::Item(2 + at + terminator, reply.map(Decoded::Reply))
        }
        None if body.len() > LONGEST_STRING => First::Item(2 + LONGEST_STRING + 1, None),
        None => First::More,
    }
}

/// A colour as X11 writes it (`XParseColor`): `rgb:` and three numbers of one to four hexadecimal digits, of which all
/// `f` is full; some terminals add a fourth for opacity and say `rgba:`.
fn color(text: &[u8]) -> Option<[u8; 3]> {
    let (kind, values) = std::str::from_utf8(text).ok()?.split_once(':')?;
    let mut parts = values.split('/').map(|part| {
        let full = 16_u32.checked_pow(part.len() as u32).filter(|_| (1..=4).contains(&part.len()))? - 1;
        // The number's own reader would take a sign too.
        let value = part.chars().try_fold(0, |value, c| Some(value * 16 + c.to_digit(16)?))?;
        u8::try_from(value * 255 / full).ok()
    });
    let color = [parts.next()??, parts.next()??, parts.next()??];
    matches!((kind, parts.count()), ("rgb", 0) | ("rgba", 1)).then_some(color)
}

/// A terminal's name is shown to the user: nothing in it may be taken for more than text.
fn readable(name: &[u8]) -> String {
    String::from_utf8_lossy(name).chars().filter(|c| !c.is_control()).take(80).collect()
}

/// A character without a sequence around it: UTF-8 text or a control code.
fn plain(bytes: &[u8]) -> First {
    let Some(&byte) = bytes.first() else { return First::More };
    let code = match byte {
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        0x7f => key(KeyCode::Backspace, KeyModifiers::NONE),
        0 => key(KeyCode::Char(' '), KeyModifiers::CONTROL),
        0x01..=0x1a => key(KeyCode::Char(char::from(byte - 1 + b'a')), KeyModifiers::CONTROL),
        0x1c..=0x1f => key(KeyCode::Char(char::from(byte - 0x1c + b'4')), KeyModifiers::CONTROL),
        _ => return character(bytes),
    };
    First::Item(1, Some(code))
}

fn character(bytes: &[u8]) -> First {
    let start = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let valid = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            let valid = start.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or_default()
        }
        Err(error) => return error.error_len().map_or(First::More, |length| First::Item(length, None)),
    };
    valid.chars().next().map_or(First::More, |typed| First::Item(typed.len_utf8(), Some(text_key(typed))))
}

/// A typed character, with Shift where it is a capital letter, as the library reports it.
fn text_key(typed: char) -> Decoded {
    let modifiers = if typed.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    key(KeyCode::Char(typed), modifiers)
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Decoded {
    Decoded::Event(Event::Key(KeyEvent::new(code, modifiers)))
}

/// The same with Alt held.
fn alt(decoded: Decoded) -> Decoded {
    match decoded {
        Decoded::Event(Event::Key(mut event)) => {
            event.modifiers.insert(KeyModifiers::ALT);
            Decoded::Event(Event::Key(event))
        }
        other => other,
    }
}
