//! The threads that wait for the terminal and for the system: keys, answers, signals, each delivered once.
//!
//! They decide nothing: what a key or a signal leads to is the loop's business. The one exception is a second
//! request to end that finds the first one unanswered.

use std::{
    io,
    process::Command,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crossterm::event::Event;
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH},
    iterator::Signals,
    low_level::emulate_default_handler,
};

use crate::terminal::{
    self, Environment,
    guard::{Emergency, Guard},
    probe::{PATIENCE, Replies},
};

pub use inquire::inquire;

mod inquire;
mod reader;

#[cfg(test)]
mod tests;

/// Asks tmux for the terminal around it: its answer to XTVERSION, or its `TERM` where it gave none.
const OUTER: &str = "#{?client_termtype,#{client_termtype},#{client_termname}}";

/// What is delivered.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key, the mouse, a paste, a new size.
    Event(Event),
    /// What the terminal has answered: when it has answered everything, or its time is up, and again when something
    /// came later.
    Replies(Replies),
    /// A signal to the process.
    Signal(Signal),
    /// The terminal is gone: there will be no more events.
    Closed,
}

/// A signal that the loop answers. Ctrl-Z and Ctrl-C are keys here, not signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// To end, in order (SIGTERM, SIGINT or SIGQUIT).
    Terminate,
    /// The terminal was closed (SIGHUP): to end, writing nothing.
    Hangup,
    /// The process goes on after a stop: [`Guard::resume`].
    Continue,
}

/// The terminal and the system, to be listened to. From now on no signal ends the process: it is kept until
/// [`Ears::listen`].
#[derive(Debug)]
pub struct Ears {
    terminal: reader::Source,
    signals: Signals,
    /// Set when the last answer was read, or is not expected any more.
    last: Arc<AtomicBool>,
    /// Set when the terminal says that it does not reorder already.
    explicit: Arc<AtomicBool>,
    emergency: Emergency,
}

impl Ears {
    /// Of the terminal that is guarded.
    pub fn open(guard: &Guard) -> io::Result<Self> {
        Ok(Self {
            terminal: reader::Source::open()?,
            signals: Signals::new([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCONT, SIGWINCH])?,
            last: guard.answered(),
            explicit: guard.explicit_before(),
            emergency: guard.emergency(),
        })
    }

    /// Starts the threads. `deliver` passes an input on and says whether anybody still listens.
    ///
    /// The threads end when nobody does, and with the process. A second signal to end leaves the screen and ends the
    /// process, in case the loop no longer answers.
    pub fn listen(
        self,
        environment: &Environment,
        deliver: impl Fn(Input) -> bool + Clone + Send + 'static,
    ) -> io::Result<()> {
        let Self { terminal, signals, last, explicit, emergency } = self;
        let answers = Answers { state: Arc::default(), last, explicit, deliver: deliver.clone() };
        let name = |name: &str| thread::Builder::new().name(name.to_owned());
        if environment.tmux {
            let answers = answers.clone();
            name("tmux").spawn(move || {
                // The terminal around tmux as tmux knows it; tmux answers our other questions for itself.
                let mut command = Command::new("tmux");
                command.args(["display-message", "-p", OUTER]);
                if let Some(outer) = ask(&mut command, PATIENCE) {
                    answers.update(|replies| replies.outer = Some(outer));
                }
            })?;
        }
        let keys = deliver.clone();
        name("input").spawn(move || reader::read(&terminal, &answers, &keys, PATIENCE))?;
        name("signals").spawn(move || watch(signals, &emergency, &deliver))?;
        Ok(())
    }
}

/// The answers so far, which two threads add to.
#[derive(Clone)]
struct Answers<D> {
    /// The answers, and whether they have been delivered.
    state: Arc<Mutex<(Replies, bool)>>,
    /// Set when the last answer was read, or is not expected any more.
    last: Arc<AtomicBool>,
    /// Set when the terminal says that it does not reorder already.
    explicit: Arc<AtomicBool>,
    deliver: D,
}

impl<D: Fn(Input) -> bool> Answers<D> {
    /// Adds to the answers, and delivers them where they were delivered before.
    fn update(&self, add: impl FnOnce(&mut Replies)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        add(&mut state.0);
        if state.0.was_explicit() {
            self.explicit.store(true, Ordering::Relaxed);
        }
        if state.1 {
            (self.deliver)(Input::Replies(state.0.clone()));
        }
    }

    /// All answers are there, or their time is up: delivers them, the first time only.
    fn complete(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::mem::replace(&mut state.1, true) {
            (self.deliver)(Input::Replies(state.0.clone()));
        }
    }
}

/// Passes signals on.
fn watch(mut signals: Signals, emergency: &Emergency, deliver: &impl Fn(Input) -> bool) {
    let mut ending = false;
    for number in signals.forever() {
        let input = match number {
            SIGWINCH => match terminal::size() {
                Ok((columns, rows)) => Input::Event(Event::Resize(columns, rows)),
                Err(_) => continue,
            },
            SIGCONT => Input::Signal(Signal::Continue),
            SIGHUP => Input::Signal(Signal::Hangup),
            _ => Input::Signal(Signal::Terminate),
        };
        let ends = matches!(input, Input::Signal(Signal::Terminate | Signal::Hangup));
        let unheard = (ends && ending) || !deliver(input);
        ending |= ends;
        if unheard && ends {
            emergency.leave();
            let _ = emulate_default_handler(number);
        }
    }
}

/// What a command prints on its first line, unless it fails, prints nothing, or takes longer than `patience`.
fn ask(command: &mut Command, patience: Duration) -> Option<String> {
    use std::{io::Read, process::Stdio};

    let end = Instant::now() + patience;
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = quiet.spawn().ok()?;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(5)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    };
    let mut printed = Vec::new();
    // A line's worth: what is asked for is a name. The command has ended, so this does not wait.
    child.stdout.take()?.take(1024).read_to_end(&mut printed).ok()?;
    let line = String::from_utf8_lossy(&printed);
    let line = line.lines().next().unwrap_or_default().trim();
    (status.success() && !line.is_empty()).then(|| line.chars().filter(|c| !c.is_control()).collect())
}
