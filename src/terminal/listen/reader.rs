//! Reads the terminal: waits, reads, and lets the decoder say what the bytes were. Nothing here knows a sequence.

use std::{
    fs::File,
    io,
    os::fd::{AsFd, BorrowedFd},
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    stdio::stdin,
    termios::isatty,
};

use super::{Answers, Input};
use crate::terminal::decode::{Decoded, Decoder, Pending};

/// How long a lone Escape may turn out to be the beginning of a sequence. Terminals send a sequence in one piece;
/// over a network its pieces come further apart, but Escape must not feel slow.
const KEY: Duration = Duration::from_millis(50);
/// The same until the last answer has come: then an Escape is more likely the beginning of one.
const KEY_WHILE_ASKING: Duration = Duration::from_millis(200);
/// How long after it was asked a terminal may still answer over the slowest link. What comes later than the patience
/// of the probe is no key either.
const LATEST: Duration = Duration::from_secs(10);
/// How long the rest of what can only be a sequence is waited for.
const SEQUENCE: Duration = Duration::from_secs(1);
/// How long a paste may pause.
const PASTE: Duration = Duration::from_secs(2);

/// Where keys come from: standard input where it is a terminal, else the terminal of the process, so that text can be
/// piped in while keys still work.
#[derive(Debug)]
pub(super) enum Source {
    Stdin,
    Device(File),
}

impl Source {
    pub(super) fn open() -> io::Result<Self> {
        if isatty(stdin()) { Ok(Self::Stdin) } else { Ok(Self::Device(File::open("/dev/tty")?)) }
    }
}

impl AsFd for Source {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Stdin => stdin(),
            Self::Device(file) => file.as_fd(),
        }
    }
}

/// Reads until the terminal is gone or nobody listens. `patience`: how long the answers to the probe are awaited.
pub(super) fn read<D: Fn(Input) -> bool>(
    source: &impl AsFd,
    answers: &Answers<D>,
    deliver: &D,
    patience: Duration,
) {
    let mut decoder = Decoder::default();
    let mut found = Vec::new();
    let mut asking = Some(Instant::now() + patience);
    let mut expected = Some(Instant::now() + LATEST);
    let mut buffer = [0; 4096];
    loop {
        match wait(source.as_fd(), allowance(&decoder, asking, expected)) {
            Ok(true) => match rustix::io::read(source, &mut buffer) {
                Ok(0) => break,
                Ok(count) => decoder.feed(buffer.get(..count).unwrap_or_default(), &mut found),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => break,
            },
            Ok(false) if decoder.pending() == Pending::Nothing => {}
            Ok(false) => decoder.give_up(&mut found),
            Err(Errno::INTR) => {}
            Err(_) => break,
        }
        for each in found.drain(..) {
            match each {
                Decoded::Event(event) => {
                    if !deliver(Input::Event(event)) {
                        return;
                    }
                }
                Decoded::Reply(reply) => {
                    let mut last = false;
                    answers.update(|replies| last = replies.add(reply));
                    if last {
                        (asking, expected) = (None, None);
                        answers.last.store(true, Ordering::Relaxed);
                        answers.complete();
                    }
                }
            }
        }
        if asking.is_some_and(|end| Instant::now() >= end) {
            asking = None;
            answers.last.store(true, Ordering::Relaxed);
            answers.complete();
        }
    }
    answers.last.store(true, Ordering::Relaxed);
    deliver(Input::Closed);
}

/// How long to wait for more bytes; for ever where nothing is unfinished.
fn allowance(decoder: &Decoder, asking: Option<Instant>, expected: Option<Instant>) -> Option<Duration> {
    match decoder.pending() {
        Pending::Nothing => asking.map(|end| end.saturating_duration_since(Instant::now())),
        Pending::PerhapsKey if expected.is_some_and(|end| Instant::now() < end) => Some(KEY_WHILE_ASKING),
        Pending::PerhapsKey => Some(KEY),
        Pending::Sequence => Some(SEQUENCE),
        Pending::Paste => Some(PASTE),
    }
}

/// Whether there is something to read (or an end to be seen) within the time.
pub(super) fn wait(source: BorrowedFd<'_>, allowance: Option<Duration>) -> Result<bool, Errno> {
    let timeout = allowance.and_then(|duration| Timespec::try_from(duration).ok());
    let mut polled = [PollFd::from_borrowed_fd(source, PollFlags::IN)];
    poll(&mut polled, timeout.as_ref()).map(|ready| ready > 0)
}
