//! A command of the user's that translates: run once a paragraph, without a shell, the text on its standard input and
//! the translation on its standard output.
//!
//! It is given no more time and no more room than set; whatever it started ends with it.

use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{self, Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::{Maker, TranslateError};
use crate::article::Lang;

/// Between two looks whether to stop: soon enough for one who waits at the keyboard.
const LOOK: Duration = Duration::from_millis(20);

/// How long is waited for the rest of an output whose command has ended: what it left behind may hold it open for ever.
const REST: Duration = Duration::from_secs(1);

/// Bytes of a translation for each of the text, and for a text of no length: Arabic takes two bytes a letter, and no
/// language says anything in thirty times the letters of another.
const EACH: usize = 64;
const LEAST: usize = 64 << 10;

/// Bytes that are kept of what it says is wrong: its last line.
const COMPLAINT: usize = 4 << 10;

/// The command.
pub(super) struct Command {
    program: String,
    arguments: Vec<String>,
    timeout: Duration,
}

impl Command {
    pub(super) fn new(program: &str, arguments: &[String], timeout: Duration) -> Self {
        Self { program: program.to_owned(), arguments: arguments.to_vec(), timeout }
    }

    fn start(&self, from: Lang, to: Lang) -> Result<Running, TranslateError> {
        let filled = |argument: &String| argument.replace("{from}", from.code()).replace("{to}", to.code());
        let child = process::Command::new(&self.program)
            .args(self.arguments.iter().map(filled))
            .env("QARI_FROM", from.code())
            .env("QARI_TO", to.code())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A group of its own, which ends as a whole.
            .process_group(0)
            .spawn()
            .map_err(|source| TranslateError::NotRun { command: self.program.clone(), source })?;
        Ok(Running(child))
    }

    /// Waits for all that it says, or stops it.
    fn wait(
        &self,
        running: &mut Running,
        output: &Receiver<Vec<u8>>,
        limit: usize,
        stopped: &dyn Fn() -> bool,
    ) -> Result<(ExitStatus, Vec<u8>), TranslateError> {
        let (by, seconds) = (self.program.clone(), self.timeout.as_secs().max(1));
        let end = Instant::now() + self.timeout;
        let (mut said, mut ended, mut whole) = (Vec::new(), None, false);
        loop {
            if stopped() {
                return Err(TranslateError::Stopped);
            }
            match output.recv_timeout(if whole { Duration::ZERO } else { LOOK }) {
                Ok(bytes) => said.extend(bytes),
                Err(RecvTimeoutError::Disconnected) => whole = true,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if said.len() > limit {
                return Err(TranslateError::TooLong { by, limit });
            }
            if ended.is_none() {
                let status = running.0.try_wait();
                let status = status
                    .map_err(|source| TranslateError::NotRun { command: self.program.clone(), source })?;
                ended = status.map(|status| (status, Instant::now()));
            }
            match ended {
                Some((status, _)) if whole => return Ok((status, said)),
                Some((status, when)) if when.elapsed() > REST => return Ok((status, said)),
                None if whole => std::thread::sleep(Duration::from_millis(1)),
                _ => {}
            }
            if Instant::now() > end {
                return Err(TranslateError::Slow { by, seconds });
            }
        }
    }
}

impl Maker for Command {
    fn name(&self) -> String {
        self.program.clone()
    }

    fn translate(
        &self,
        text: &str,
        from: Lang,
        to: Lang,
        stopped: &dyn Fn() -> bool,
    ) -> Result<String, TranslateError> {
        let mut running = self.start(from, to)?;
        let limit = LEAST + EACH * text.len();
        // Nobody waits for these threads: what the command leaves behind may hold its pipes open for ever. A program
        // that reads lines wants the end of one.
        if let Some(mut input) = running.0.stdin.take() {
            let line = format!("{text}\n");
            std::thread::spawn(move || drop(input.write_all(line.as_bytes())));
        }
        let output = running.0.stdout.take().map(|from| listen(from, limit + 1));
        let complaint = running.0.stderr.take().map(|from| listen(from, usize::MAX));
        let output = output.unwrap_or_else(|| channel().1);
        let (status, said) = self.wait(&mut running, &output, limit, stopped)?;
        if !status.success() {
            let said = complaint.map(|complaint| last_line(&complaint)).unwrap_or_default();
            let (command, status) = (self.program.clone(), status.to_string());
            return Err(TranslateError::Failed { command, status, said });
        }
        String::from_utf8(said).map_err(|_| TranslateError::NotUtf8 { by: self.program.clone() })
    }
}

/// A command that runs. It and what it started end with this.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Before it is waited for, its number is nobody else's.
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

/// Reads a pipe on a thread, up to so many bytes; the rest of a longer one is not read, and whoever writes it waits.
fn listen(from: impl Read + Send + 'static, limit: usize) -> Receiver<Vec<u8>> {
    let (give, take) = channel();
    std::thread::spawn(move || {
        let mut from = from.take(limit as u64);
        let mut piece = [0; 8 << 10];
        while let Ok(n @ 1..) = from.read(&mut piece) {
            if give.send(piece.iter().take(n).copied().collect()).is_err() {
                return;
            }
        }
    });
    take
}

/// The last line of what was said, with what stands before it in a message.
fn last_line(complaint: &Receiver<Vec<u8>>) -> String {
    let mut said: Vec<u8> = Vec::new();
    while let Ok(bytes) = complaint.recv_timeout(LOOK) {
        said.extend(bytes);
        let over = said.len().saturating_sub(COMPLAINT);
        said.drain(..over);
    }
    let said = String::from_utf8_lossy(&said);
    let last = said.lines().rev().map(str::trim).find(|line| !line.is_empty());
    last.map_or_else(String::new, |line| format!(": {line}"))
}
