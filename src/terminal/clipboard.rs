//! Text to the clipboard of the terminal that the user sits at, also through ssh and multiplexers, by OSC 52.
//! It only sends: whether the terminal takes it, nobody can know.

use std::{fmt::Write as _, io};

use crossterm::{Command, clipboard::CopyToClipboard};

use crate::terminal::environment::Environment;

/// Bytes of text that every terminal is known to take: 100,000 bytes of sequence, the smallest of the limits that
/// terminals set (hterm's), less its introducer, and four for every three.
pub const SURE: usize = 74_994;

/// The longest piece of a pass-through string that every version of GNU screen takes whole.
const SCREEN_PIECE: usize = 240;

/// Copies `text`. Inside tmux it is sent twice: to tmux, which takes it where `set-clipboard` is on, and past it,
/// where `allow-passthrough` is on. With tmux's defaults neither is so: who can run `tmux load-buffer -w`, as the
/// runtime does, has no need of this. Inside GNU screen it is sent past it, in pieces.
pub fn copy(writer: &mut impl io::Write, text: &str, environment: &Environment) -> io::Result<()> {
    let mut sequence = String::new();
    CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence).map_err(io::Error::other)?;
    let sent = if environment.tmux {
        let past = sequence.replace('\x1b', "\x1b\x1b");
        format!("{sequence}\x1bPtmux;{past}\x1b\\")
    } else if environment.multiplexed() {
        // The string's own end would end the pass-through: BEL means the same.
        past_screen(&sequence.replace("\x1b\\", "\x07"))
    } else {
        sequence
    };
    writer.write_all(sent.as_bytes())?;
    writer.flush()
}

fn past_screen(sequence: &str) -> String {
    let characters: Vec<char> = sequence.chars().collect();
    characters.chunks(SCREEN_PIECE).fold(String::new(), |mut sent, piece| {
        // Writing into a string cannot fail.
        let _ = write!(sent, "\x1bP{}\x1b\\", piece.iter().collect::<String>());
        sent
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(text: &str, variable: &str) -> String {
        let environment = Environment::detect(|name| (name == variable).then(|| "set".to_owned()));
        let mut sent = Vec::new();
        copy(&mut sent, text, &environment).unwrap();
        String::from_utf8(sent).unwrap()
    }

    /// ALEF in base64.
    const ALEF: &str = "\x1b]52;c;2KU=\x1b\\";

    #[test]
    fn text_is_sent_as_it_is_to_a_terminal() {
        assert_eq!(copied("إ", "TERM"), ALEF);
    }

    #[test]
    fn tmux_gets_it_itself_and_passes_it_on_with_every_escape_doubled() {
        assert_eq!(copied("إ", "TMUX"), format!("{ALEF}\x1bPtmux;\x1b\x1b]52;c;2KU=\x1b\x1b\\\x1b\\"));
    }

    #[test]
    fn screen_passes_it_on_in_pieces_that_give_the_whole() {
        let sent = copied(&"a".repeat(600), "STY");
        let pieces: Vec<&str> = sent.split("\x1b\\").filter(|piece| !piece.is_empty()).collect();
        assert!(pieces.len() > 3 && pieces.iter().all(|piece| piece.len() <= SCREEN_PIECE + 2));
        let whole: String = pieces.iter().map(|piece| piece.strip_prefix("\x1bP").unwrap()).collect();
        assert!(whole.starts_with("\x1b]52;c;") && whole.ends_with('\x07'), "{whole:?}");
        assert_eq!(whole.len(), "\x1b]52;c;\x07".len() + 800);
    }
}
