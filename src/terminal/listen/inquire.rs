//! Asks the terminal what it is without entering the screen: for a command that only tells or prints.
//!
//! It never waits longer than the patience of the probe, and leaves nobody behind who reads the terminal.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::time::Instant;

use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::tcgetpgrp;

use super::{OUTER, ask, reader};
use crate::terminal::Environment;
use crate::terminal::decode::{Decoded, Decoder};
use crate::terminal::probe::{self, PATIENCE, Replies};

/// Raw mode for as long as it lives, so that the answers are not shown.
struct Raw;

impl Raw {
    fn on() -> io::Result<Self> {
        crossterm::terminal::enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing can be done about a terminal that is gone.
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// DECSC.
const KEEP_PLACE: &[u8] = b"\x1b7";
/// DECRC and EL: takes away what a terminal prints of a question that it does not know (qterminal does).
const ERASE_FROM_PLACE: &[u8] = b"\x1b8\x1b[K";

/// What the terminal answers, as far as it does in [`PATIENCE`]; nothing in the background, where it is not ours to
/// ask. Keys typed meanwhile are dropped.
pub fn inquire(environment: &Environment) -> io::Result<Replies> {
    let end = Instant::now() + PATIENCE;
    let source = reader::Source::open()?;
    // Who reads the terminal from the background is stopped.
    if tcgetpgrp(&source).is_ok_and(|front| front != getpgrp()) {
        return Ok(Replies::default());
    }
    let raw = Raw::on()?;
    let asked = [KEEP_PLACE, probe::queries(false), ERASE_FROM_PLACE].concat();
    io::stdout().write_all(&asked)?;
    io::stdout().flush()?;
    let mut replies = answers(&source, end);
    drop(raw);
    if environment.tmux {
        let mut tmux = std::process::Command::new("tmux");
        tmux.args(["display-message", "-p", OUTER]);
        replies.outer = ask(&mut tmux, end.saturating_duration_since(Instant::now()));
    }
    Ok(replies)
}

/// What comes of the answers until the last one or the time's end.
fn answers(source: &impl AsFd, end: Instant) -> Replies {
    let mut replies = Replies::default();
    let (mut decoder, mut found, mut buffer) = (Decoder::default(), Vec::new(), [0; 4096]);
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return replies;
        }
        match reader::wait(source.as_fd(), Some(left)) {
            Ok(true) => match rustix::io::read(source, &mut buffer) {
                Ok(0) => return replies,
                Ok(count) => decoder.feed(buffer.get(..count).unwrap_or_default(), &mut found),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => return replies,
            },
            Ok(false) | Err(Errno::INTR) => {}
            Err(_) => return replies,
        }
        for each in found.drain(..) {
            if let Decoded::Reply(reply) = each
                && replies.add(reply)
            {
                return replies;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::pipe;
    use std::thread::{self, sleep};
    use std::time::Duration;

    #[test]
    fn a_terminal_that_goes_on_without_an_answer_is_given_up_in_time() {
        let (source, mut terminal) = pipe().unwrap();
        let typing = thread::spawn(move || {
            terminal.write_all(b"\x1b[8;1$y").unwrap();
            // Keys, for longer than it is waited for; the last ones nobody reads.
            for _ in 0..30 {
                sleep(Duration::from_millis(20));
                let _ = terminal.write_all(b"j");
            }
        });
        let began = Instant::now();
        let replies = answers(&source, began + Duration::from_millis(300));
        let took = began.elapsed();
        assert_eq!(replies.bdsm, Some(1), "what came in time counts");
        assert!((300..550).contains(&took.as_millis()), "{took:?}");
        typing.join().unwrap();
    }

    #[test]
    fn the_last_answer_ends_the_waiting() {
        let (source, mut terminal) = pipe().unwrap();
        terminal.write_all(b"k\x1bP>|VTE(7006)\x1b\\\x1b[?65;1;9cx").unwrap();
        let began = Instant::now();
        let replies = answers(&source, began + Duration::from_secs(30));
        assert_eq!(replies.version.as_deref(), Some("VTE(7006)"));
        assert!(began.elapsed() < Duration::from_secs(20));
    }
}
