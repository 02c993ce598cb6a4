//! Control sequences (CSI and SS3) as keys, mouse events and answers. The forms are those of xterm's control
//! sequences document; rxvt's and the Linux console's own are named where they differ.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::{Decoded, First, key};
use crate::terminal::probe::Reply;

/// A control sequence's parts: `CSI private parameters intermediates final`.
struct Sequence<'a> {
    /// `<`, `=`, `>` or `?` before the parameters.
    private: Option<u8>,
    parameters: &'a [u8],
    intermediates: &'a [u8],
    last: u8,
}

/// No sequence of a terminal is longer; one that is has lost its end, and so much of it is dropped, whether its end
/// has come or not: what bytes mean does not depend on how many a read brought.
const LONGEST: usize = 256;

/// The item at the start of `bytes`, which begin with `ESC [`.
pub(super) fn first(bytes: &[u8]) -> First {
    let body = bytes.get(2..).unwrap_or_default();
    match body {
        // The Linux console's F1 to F5: CSI [ A.
        [b'[', letter, ..] => {
            let code = matches!(letter, b'A'..=b'E').then(|| KeyCode::F(letter - b'A' + 1));
            return First::Item(4, code.map(|code| key(code, KeyModifiers::NONE)));
        }
        // Mouse reports of terminals that do not know the decimal form: CSI M and three bytes.
        [b'M', button, column, row, ..] => return First::Item(6, old_mouse(*button, *column, *row)),
        [b'['] | [b'M', ..] => return First::More,
        _ => {}
    }
    let Some(end) = body.iter().take(LONGEST + 1).position(|byte| !matches!(byte, 0x20..=0x3f)) else {
        return if body.len() > LONGEST { First::Item(2 + LONGEST + 1, None) } else { First::More };
    };
    let (inside, rest) = body.split_at(end);
    let Some(&last @ 0x40..=0x7e) = rest.first() else {
        // A control code or a letter beyond ASCII: the sequence was cut off, and that byte is the next item.
        return First::Item(2 + end, None);
    };
    let length = 2 + end + 1;
    let split = inside.iter().position(|byte| *byte < 0x30).unwrap_or(end);
    let (parameters, intermediates) = inside.split_at(split);
    let private = parameters.first().copied().filter(|byte| matches!(byte, b'<'..=b'?'));
    let parameters = parameters.get(usize::from(private.is_some())..).unwrap_or_default();
    let sequence = Sequence { private, parameters, intermediates, last };
    if sequence.last == b'~' && sequence.private.is_none() && sequence.number(0) == 200 {
        return First::PasteBegins(length);
    }
    First::Item(length, sequence.meaning())
}

/// The item at the start of `bytes`, which begin with `ESC O`.
pub(super) fn single_shift(bytes: &[u8]) -> First {
    let Some(&letter) = bytes.get(2) else { return First::More };
    let code = match letter {
        b'M' => Some(KeyCode::Enter),
        // rxvt: Ctrl with an arrow.
        b'a'..=b'd' => {
            let arrow = final_key(letter.to_ascii_uppercase());
            return First::Item(3, arrow.map(|code| key(code, KeyModifiers::CONTROL)));
        }
        _ => final_key(letter),
    };
    match code {
        Some(code) => First::Item(3, Some(key(code, KeyModifiers::NONE))),
        // Alt with a capital O, and then another key.
        None => First::Item(2, Some(key(KeyCode::Char('O'), KeyModifiers::ALT | KeyModifiers::SHIFT))),
    }
}

/// rxvt's Shift with a key of the `CSI digit ~` kind: `CSI digit $`.
pub(super) fn shifted(digit: u8) -> Option<Decoded> {
    tilde_key(u16::from(digit.wrapping_sub(b'0'))).map(|code| key(code, KeyModifiers::SHIFT))
}

impl Sequence<'_> {
    /// The parameter at `index`; 0 where it is left out, and the largest number where it does not fit.
    fn number(&self, index: usize) -> u16 {
        let field = self.parameters.split(|byte| *byte == b';').nth(index).unwrap_or_default();
        let digits = field.iter().take_while(|byte| byte.is_ascii_digit());
        digits.fold(0u16, |number, digit| number.saturating_mul(10).saturating_add(u16::from(digit - b'0')))
    }

    fn numbers(&self) -> Vec<u16> {
        let count = self.parameters.split(|byte| *byte == b';').count();
        (0..count).map(|index| self.number(index)).collect()
    }

    fn meaning(&self) -> Option<Decoded> {
        match (self.private, self.intermediates, self.last) {
            (Some(b'?'), b"", b'c') => Some(Decoded::Reply(Reply::Primary(self.numbers()))),
            (Some(b'>'), b"", b'c') => Some(Decoded::Reply(Reply::Secondary(self.numbers()))),
            (None, b"$", b'y') => {
                let state = u8::try_from(self.number(1)).unwrap_or_default();
                Some(Decoded::Reply(Reply::Mode(self.number(0), state)))
            }
            (Some(b'<'), b"", b'M' | b'm') => self.mouse(),
            (None, b"", _) => self.key(),
            _ => None,
        }
    }

    fn key(&self) -> Option<Decoded> {
        let modifiers = modifiers(self.number(1));
        let (code, modifiers) = match self.last {
            b'~' if self.number(0) == 27 => (coded_key(self.number(2))?, modifiers),
            b'~' => (tilde_key(self.number(0))?, modifiers),
            b'u' => (coded_key(self.number(0))?, modifiers),
            // rxvt's Ctrl with a key of the tilde kind, and its Shift with an arrow.
            b'^' => (tilde_key(self.number(0))?, KeyModifiers::CONTROL),
            b'a'..=b'd' => (final_key(self.last.to_ascii_uppercase())?, KeyModifiers::SHIFT),
            b'Z' => (KeyCode::BackTab, KeyModifiers::SHIFT | modifiers),
            b'I' if self.parameters.is_empty() => return Some(Decoded::Event(Event::FocusGained)),
            b'O' if self.parameters.is_empty() => return Some(Decoded::Event(Event::FocusLost)),
            // A first number other than 1 is that of a report, such as the cursor's position (R), not of a key.
            last => (final_key(last).filter(|_| self.number(0) <= 1)?, modifiers),
        };
        let mut event = KeyEvent::new(code, modifiers);
        event.kind = self.event_kind();
        Some(Decoded::Event(Event::Key(event)))
    }

    /// Press, repeat or release: the part after a colon in the second parameter, in terminals that report it.
    fn event_kind(&self) -> KeyEventKind {
        let field = self.parameters.split(|byte| *byte == b';').nth(1).unwrap_or_default();
        match field.split(|byte| *byte == b':').nth(1) {
            Some(b"2") => KeyEventKind::Repeat,
            Some(b"3") => KeyEventKind::Release,
            _ => KeyEventKind::Press,
        }
    }

    fn mouse(&self) -> Option<Decoded> {
        let (kind, modifiers) = button(u8::try_from(self.number(0)).ok()?, self.last == b'm')?;
        let (column, row) = (self.number(1).checked_sub(1)?, self.number(2).checked_sub(1)?);
        Some(Decoded::Event(Event::Mouse(MouseEvent { kind, column, row, modifiers })))
    }
}

/// X10 form: button, column and row as bytes 32 above their value, from 1; a release does not name its button.
fn old_mouse(code: u8, column: u8, row: u8) -> Option<Decoded> {
    let code = code.checked_sub(32)?;
    let (kind, modifiers) = button(code, false)?;
    let (column, row) = (u16::from(column.checked_sub(33)?), u16::from(row.checked_sub(33)?));
    Some(Decoded::Event(Event::Mouse(MouseEvent { kind, column, row, modifiers })))
}

/// A mouse report's first number: two low bits the button, 4 Shift, 8 Alt, 16 Ctrl, 32 movement, 64 the wheel.
fn button(code: u8, released: bool) -> Option<(MouseEventKind, KeyModifiers)> {
    let named = match code & 3 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (code & 0b1110_0000, named) {
        (64, _) => match code & 3 {
            0 => MouseEventKind::ScrollUp,
            1 => MouseEventKind::ScrollDown,
            2 => MouseEventKind::ScrollLeft,
            _ => MouseEventKind::ScrollRight,
        },
        (32, Some(named)) => MouseEventKind::Drag(named),
        (32, None) => MouseEventKind::Moved,
        (0, Some(named)) if released => MouseEventKind::Up(named),
        (0, Some(named)) => MouseEventKind::Down(named),
        (0, None) => MouseEventKind::Up(MouseButton::Left),
        _ => return None,
    };
    let held = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let modifiers =
        held.into_iter().filter(|(bit, _)| code & bit != 0).map(|(_, modifier)| modifier).collect();
    Some((kind, modifiers))
}

/// xterm's modifier parameter: one more than the sum of 1 Shift, 2 Alt, 4 Ctrl, 8 Super or Meta.
fn modifiers(parameter: u16) -> KeyModifiers {
    let bits = parameter.saturating_sub(1);
    let held = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
    ];
    held.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect()
}

/// The key of a sequence's last letter, in CSI and SS3 alike.
fn final_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The key of `CSI number ~`.
fn tilde_key(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23..=26 => KeyCode::F(number as u8 - 12),
        28 | 29 => KeyCode::F(number as u8 - 13),
        31..=34 => KeyCode::F(number as u8 - 14),
        _ => return None,
    })
}

/// A key given by its character's number.
fn coded_key(number: u16) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(number.into()).filter(|typed| !typed.is_control())?),
    })
}
