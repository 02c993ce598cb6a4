//! The terminal device under the guard: raw mode, whole writes, stopping. No escape sequence is known here.

use std::{
    fmt::Debug,
    io::{self, IsTerminal},
    os::fd::{AsFd, BorrowedFd},
    sync::{Mutex, PoisonError},
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    io::Errno,
    process::{Signal, kill_current_process_group},
    termios::{
        LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetwinsize, tcsetattr,
    },
};

#[cfg(test)]
mod tests;

/// Columns and rows of the terminal: of standard output, else of the terminal of the process.
pub fn size() -> io::Result<(u16, u16)> {
    match tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Ok((size.ws_col, size.ws_row)),
        _ => crossterm::terminal::size(),
    }
}

/// What the guard needs of a terminal; a trait so that tests can look at the bytes.
pub(super) trait Device: Debug + Send + Sync {
    /// Writes all the bytes, or fails.
    fn write(&self, bytes: &[u8]) -> io::Result<()>;
    /// Switches raw mode on, or back to what it was.
    fn raw(&self, on: bool) -> io::Result<()>;
    /// Whether the terminal is in raw mode.
    fn is_raw(&self) -> bool;
    /// Drops what has been typed and not read.
    fn drop_input(&self);
    /// Stops the process group; returns when it is continued.
    fn stop(&self) -> io::Result<()>;
}

/// The process's own terminal, and its modes as they were before raw mode.
///
/// The modes are read and set here rather than by the terminal library, which takes raw mode for granted once it has
/// set it: a shell may have changed it while the process was stopped.
#[derive(Debug)]
pub(super) struct Tty {
    stdout: io::Stdout,
    before: Mutex<Option<Termios>>,
}

impl Tty {
    pub(super) fn open() -> io::Result<Self> {
        let stdout = io::stdout();
        if stdout.is_terminal() {
            return Ok(Self { stdout, before: Mutex::default() });
        }
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "standard output is not a terminal: run it in one, or use a command that prints, such as `qari search`",
        ))
    }
}

impl Device for Tty {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        write_all(self.stdout.as_fd(), bytes)
    }

    fn raw(&self, on: bool) -> io::Result<()> {
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        let modes = if on {
            let mut modes = tcgetattr(self.stdout.as_fd())?;
            if is_cooked(&modes) {
                *before = Some(modes.clone());
            }
            modes.make_raw();
            modes
        } else if let Some(modes) = before.take() {
            modes
        } else {
            return Ok(());
        };
        // At once: output that a terminal does not take must not hold up leaving.
        Ok(tcsetattr(self.stdout.as_fd(), OptionalActions::Now, &modes)?)
    }

    fn is_raw(&self) -> bool {
        tcgetattr(self.stdout.as_fd()).is_ok_and(|modes| !is_cooked(&modes))
    }

    fn drop_input(&self) {
        let _ = tcflush(self.stdout.as_fd(), QueueSelector::IFlush);
    }

    fn stop(&self) -> io::Result<()> {
        // The terminal's own suspend signal rather than SIGSTOP: the kernel drops it where no shell could continue
        // the group, and it reaches the other members of a pipeline as Ctrl-Z would.
        Ok(kill_current_process_group(Signal::TSTP)?)
    }
}

fn is_cooked(modes: &Termios) -> bool {
    modes.local_modes.contains(LocalModes::ICANON)
}

/// Writes past interruptions and past a full non-blocking terminal, without the standard library's buffer and lock:
/// a panic hook may run while those are held.
fn write_all(fd: BorrowedFd<'_>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(fd, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                poll(&mut [PollFd::from_borrowed_fd(fd, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
