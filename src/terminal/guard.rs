//! Into the screen and out of it again: raw mode, the alternate screen, the terminal's own reordering, mouse, paste,
//! cursor. What was changed is put back once, in reverse order, on every way out: return, error, panic, suspension.
//!
//! It never draws, never reads, and never fails on the way out: a terminal that has gone away is left in silence.

use std::{
    io::{self, Write},
    panic::{self, PanicHookInfo},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

use crate::terminal::{
    probe,
    profile::{Kind, Profile},
};

mod device;

pub use device::size;

use device::{Device, Tty};

#[cfg(test)]
mod tests;

/// How the screen is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How text is sent; its switches go with entering and leaving.
    pub profile: Profile,
    /// Whether clicks, drags and the wheel are reported.
    pub mouse: bool,
    /// Whether the terminal is asked what it is. The answers arrive as [`crate::terminal::Input::Replies`].
    pub probe: bool,
    /// Whether it is asked for the colour of its ground with that.
    pub ground: bool,
}

/// Enters the screen for as long as it lives.
///
/// It belongs to the thread that made it: a panic of that thread restores the terminal before the message is
/// printed; the messages of other threads' panics are kept back while the screen is in use and printed after it.
#[derive(Debug)]
pub struct Guard {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    device: Box<dyn Device>,
    owner: ThreadId,
    state: Mutex<State>,
    /// No answer of the terminal is on its way.
    answered: Arc<AtomicBool>,
    /// The terminal was in explicit bidi mode before we came, and stays so.
    explicit_before: Arc<AtomicBool>,
}

#[derive(Debug)]
struct State {
    inside: bool,
    options: Options,
    /// Messages of other threads' panics, for after the screen.
    kept: Vec<String>,
}

impl Guard {
    /// Enters the screen on the process's terminal.
    ///
    /// Fails where standard output is not a terminal, or where its mode cannot be set; then nothing stays changed.
    pub fn enter(options: Options) -> io::Result<Self> {
        let guard = Self::outside(Box::new(Tty::open()?), options);
        restore_on_panic(&guard.shared);
        guard.shared.enter(options.probe)?;
        Ok(guard)
    }

    fn outside(device: Box<dyn Device>, options: Options) -> Self {
        let state = State { inside: false, options, kept: Vec::new() };
        let (owner, answered) = (thread::current().id(), Arc::new(AtomicBool::new(true)));
        let explicit_before = Arc::default();
        Self {
            shared: Arc::new(Shared { device, owner, state: Mutex::new(state), answered, explicit_before }),
        }
    }

    /// Puts the terminal back as it was. A second call does nothing.
    pub fn leave(&mut self) {
        self.shared.leave();
    }

    /// The way to the screen. What is written while the screen is left is thrown away, so that the rest of a frame
    /// never ends up in the user's shell.
    pub fn output(&self) -> Output {
        Output { shared: Arc::clone(&self.shared) }
    }

    /// A handle that another thread can restore the terminal with when the owner no longer answers.
    pub(crate) fn emergency(&self) -> Emergency {
        Emergency { shared: Arc::clone(&self.shared) }
    }

    /// To be set when the terminal's last answer has been read.
    pub(crate) fn answered(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.shared.answered)
    }

    /// To be set where the terminal answers that it is in explicit bidi mode: by the thread that reads the answer,
    /// because it may come while the screen is being left.
    pub(crate) fn explicit_before(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.shared.explicit_before)
    }

    /// The profile in use.
    pub fn profile(&self) -> Profile {
        self.shared.lock().options.profile
    }

    /// Changes the profile: the old one's switch is undone, the new one's set, and where there
    /// is a switch the screen cleared, out of sight until the frame that is to follow.
    ///
    /// True where the caller must redraw everything; false where it is drawn like the profile in use.
    pub fn set_profile(&mut self, profile: Profile) -> io::Result<bool> {
        let mut state = self.shared.lock();
        let old = std::mem::replace(&mut state.options.profile, profile);
        if old.draws_like(&profile) {
            return Ok(false);
        }
        let (undone, set) = (restore_bidi(old, self.shared.is_explicit()), profile.kind.enter());
        if state.inside && old.kind != profile.kind && !(undone.is_empty() && set.is_empty()) {
            // The frame that follows ends the update: the cleared screen is not seen.
            self.shared.device.write(&[BEGIN_UPDATE, undone, set, CLEAR].concat())?;
        }
        Ok(true)
    }

    /// Says that the terminal was in explicit bidi mode before we came (it answered 2 to `CSI 8 $ p`), so that
    /// leaving does not switch its reordering on.
    pub fn keep_explicit(&mut self) {
        self.shared.explicit_before.store(true, Ordering::Relaxed);
    }

    /// Leaves the screen and stops the process group, as the shell's job control expects of Ctrl-Z; enters again
    /// when it goes on. Everything must be redrawn afterwards. To be called from the main thread, which is the one
    /// that the kernel stops first.
    ///
    /// Where nobody could continue it (no job control), the process is not stopped and the screen just comes back.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.shared.leave();
        self.shared.device.stop()?;
        self.shared.enter(false)
    }

    /// After the process was stopped and continued from outside: enters again if the terminal's mode was changed
    /// meanwhile. True where everything must be redrawn.
    pub fn resume(&mut self) -> io::Result<bool> {
        if self.shared.device.is_raw() {
            return Ok(false);
        }
        self.shared.enter(false)?;
        Ok(true)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.shared.leave();
    }
}

/// Cursor home and erase: VTE's rows take over the bidi mode only when they are erased.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J";
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const ENTER_ALTERNATE: &[u8] = b"\x1b[?1049h";
const LEAVE_ALTERNATE: &[u8] = b"\x1b[?1049l";
/// Hidden cursor, bracketed paste.
const ENTER_MODES: &[u8] = b"\x1b[?25l\x1b[?2004h";
/// The end of a frame that was cut off, plain colours, bracketed paste off.
const LEAVE_MODES: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?2004l";
/// Clicks, drags with a button held, coordinates in decimal. Not every movement (1003): nobody here needs it.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";

/// What is sent on entering. The queries come after the switch to the alternate screen and before it is cleared, so
/// that what a terminal prints of a query that it does not know (qterminal) is gone at once.
fn entering(options: Options, probe: bool) -> Vec<u8> {
    let mouse = if options.mouse { MOUSE_ON } else { b"" };
    let queries = if probe { probe::queries(options.ground) } else { b"" };
    [ENTER_ALTERNATE, queries, options.profile.kind.enter(), CLEAR, ENTER_MODES, mouse].concat()
}

/// What is sent on leaving: the reverse of [`entering`].
fn leaving(options: Options, explicit_before: bool) -> Vec<u8> {
    let mouse = if options.mouse { MOUSE_OFF } else { b"" };
    let bidi = restore_bidi(options.profile, explicit_before);
    [mouse, LEAVE_MODES, bidi, LEAVE_ALTERNATE, SHOW_CURSOR].concat()
}

fn restore_bidi(profile: Profile, explicit_before: bool) -> &'static [u8] {
    if profile.kind == Kind::VisualBdsm && explicit_before { b"" } else { profile.kind.leave() }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_explicit(&self) -> bool {
        self.explicit_before.load(Ordering::Relaxed)
    }

    fn enter(&self, probe: bool) -> io::Result<()> {
        let mut state = self.lock();
        self.device.raw(true)?;
        state.inside = true;
        if probe {
            self.answered.store(false, Ordering::Relaxed);
        }
        let sent = self.device.write(&entering(state.options, probe));
        drop(state);
        if sent.is_err() {
            self.leave();
        }
        sent
    }

    fn leave(&self) {
        if self.lock().inside {
            self.await_answers();
        }
        self.leave_locked(self.lock());
    }

    /// Where the program ends at once, answers are still on their way, and would be typed into the shell: waits for
    /// the reading thread to have them, and drops what lies unread if it does not get them. (Seen in a kitty whose
    /// window was still opening; others have answered long before anybody can quit.)
    fn await_answers(&self) {
        let end = Instant::now() + probe::PATIENCE;
        while !self.answered.load(Ordering::Relaxed) {
            if Instant::now() >= end {
                self.answered.store(true, Ordering::Relaxed);
                return self.device.drop_input();
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn leave_locked(&self, mut state: MutexGuard<'_, State>) {
        if !std::mem::replace(&mut state.inside, false) {
            return;
        }
        // Errors mean that the terminal is gone: there is nobody left to tell.
        let _ = self.device.write(&leaving(state.options, self.is_explicit()));
        let _ = self.device.raw(false);
        let kept = std::mem::take(&mut state.kept);
        drop(state);
        for message in kept {
            // It may quote foreign text.
            let tame = |c: &char| *c == '\n' || !c.is_control();
            let _ = writeln!(io::stderr(), "{}", message.chars().filter(tame).collect::<String>());
        }
    }

    /// Keeps a message for after the screen; false when the screen is not in use.
    fn keep(&self, message: impl FnOnce() -> String) -> bool {
        let mut state = self.lock();
        if state.inside {
            state.kept.push(message());
        }
        state.inside
    }
}

/// Puts a hook before the present one. It lives as long as the process and does nothing once the guard is gone.
fn restore_on_panic(shared: &Arc<Shared>) {
    let weak = Arc::downgrade(shared);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let Some(shared) = weak.upgrade() else { return before(info) };
        if thread::current().id() == shared.owner {
            shared.leave();
            before(info);
        } else if !shared.keep(|| info.to_string()) {
            before(info);
        }
    }));
}

/// Restores the terminal from another thread.
#[derive(Clone, Debug)]
pub(crate) struct Emergency {
    shared: Arc<Shared>,
}

impl Emergency {
    /// Leaves the screen. Gives up after a moment where the owner holds on to the terminal, stuck in a write.
    pub(crate) fn leave(&self) {
        const PATIENCE: Duration = Duration::from_millis(200);
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Ok(state) = self.shared.state.try_lock() {
                return self.shared.leave_locked(state);
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Writes to the screen while it is entered, and to nowhere while it is left. Unbuffered: a frame is one write.
#[derive(Clone, Debug)]
pub struct Output {
    shared: Arc<Shared>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let state = self.shared.lock();
        if state.inside {
            self.shared.device.write(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
