//! Asks the terminal what it is without entering the screen: for a command that only tells.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

use super::{Answers, Input, OUTER, ask, reader};
use crate::terminal::Environment;
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

/// What the terminal answers, as far as it does in its time. Keys typed meanwhile are dropped.
pub fn inquire(environment: &Environment) -> io::Result<Replies> {
    let source = reader::Source::open()?;
    let raw = Raw::on()?;
    io::stdout().write_all(probe::queries())?;
    io::stdout().flush()?;
    let (send, answered) = channel();
    let deliver = move |input| match input {
        Input::Replies(replies) => send.send(replies).is_ok(),
        _ => true,
    };
    let answers = Answers {
        state: Arc::default(),
        last: Arc::default(),
        explicit: Arc::default(),
        deliver: deliver.clone(),
    };
    // The thread waits for keys until the process ends.
    thread::Builder::new()
        .name("inquiry".to_owned())
        .spawn(move || reader::read(&source, &answers, &deliver, PATIENCE))?;
    let mut replies = answered.recv_timeout(PATIENCE * 2).unwrap_or_default();
    drop(raw);
    if environment.tmux {
        let mut tmux = std::process::Command::new("tmux");
        tmux.args(["display-message", "-p", OUTER]);
        replies.outer = ask(&mut tmux, PATIENCE);
    }
    Ok(replies)
}
