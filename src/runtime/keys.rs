//! The terminal's events as messages. What the program has no use for is dropped here.

use crossterm::event::{
    Event, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use crate::app::{Mouse, MouseKind, Msg};
use crate::config::keys::{Key, KeyCode};

/// The message of an event; `None` for one that says nothing to the model.
pub(crate) fn translate(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Msg::Key),
        Event::Mouse(mouse) if !mouse.modifiers.contains(KeyModifiers::SHIFT) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::ScrollUp => MouseKind::WheelUp,
                MouseEventKind::ScrollDown => MouseKind::WheelDown,
                _ => return None,
            };
            Some(Msg::Mouse(Mouse { kind, x: mouse.column, y: mouse.row }))
        }
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(w, h) => Some(Msg::Resize(w, h)),
        _ => None,
    }
}

fn key_of(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::F(n) => KeyCode::F(n),
        _ => return None,
    };
    let held = |modifier| event.modifiers.contains(modifier);
    // The shift of a character is in the character, and BackTab is Shift and Tab.
    let shift = held(KeyModifiers::SHIFT) && !matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
    Some(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shift_of_a_character_is_in_the_character() {
        let event = Event::Key(KeyEvent::new(Code::Char('G'), KeyModifiers::SHIFT));
        assert!(matches!(translate(event), Some(Msg::Key(key)) if key == Key::char('G')));
        let event = Event::Key(KeyEvent::new(Code::Char('f'), KeyModifiers::CONTROL));
        assert!(matches!(translate(event), Some(Msg::Key(key)) if key == Key::ctrl('f')));
    }

    #[test]
    fn the_release_of_a_key_is_nothing() {
        let mut key = KeyEvent::new(Code::Char('j'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert!(translate(Event::Key(key)).is_none());
    }
}
