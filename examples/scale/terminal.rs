//! A program in a pseudo-terminal, timed from outside: milliseconds to what is painted, CPU time, private memory.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// The window: what an ordinary screen has.
const WINDOW: (u16, u16) = (120, 40);

/// How long anything may take before the measure is given up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A key that has painted nothing after this time paints nothing.
const REACTION: Duration = Duration::from_secs(1);

/// A running program and its screen.
pub(super) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    painted: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    began: Instant,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Terminal {
    /// Starts a program; its time runs from here.
    pub(super) fn start(program: &str, arguments: &[&str], home: &str) -> anyhow::Result<Self> {
        let (cols, rows) = WINDOW;
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })?;
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("HOME", home);
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (send, painted) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer.get(..n).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
        });
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).with_context(|| format!("cannot start {program}"))?;
        let cells = |n| NonZeroU16::new(n).expect("a window has cells");
        let screen = vt100::Parser::new(cells(rows), cells(cols), 0);
        Ok(Self { child, keys, painted, screen, began, _master: pair.master })
    }

    /// Types; the time runs anew.
    pub(super) fn press(&mut self, keys: &str) -> anyhow::Result<()> {
        self.quiet(Duration::from_millis(30))?;
        self.began = Instant::now();
        self.keys.write_all(keys.as_bytes())?;
        Ok(self.keys.flush()?)
    }

    /// Takes in what is painted next; `false` when nothing comes in time.
    fn pump(&mut self, wait: Duration) -> anyhow::Result<bool> {
        match self.painted.recv_timeout(wait) {
            Ok(bytes) => {
                self.answer(&bytes)?;
                self.screen.process(&bytes);
                Ok(true)
            }
            Err(RecvTimeoutError::Timeout) => Ok(false),
            Err(RecvTimeoutError::Disconnected) => {
                bail!("the program left: {}", self.screen.screen().contents())
            }
        }
    }

    /// Answers what a terminal is asked, as xterm does.
    fn answer(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        for (question, answer) in
            [("\u{1b}[c", "\u{1b}[?62;c"), ("\u{1b}[6n", "\u{1b}[1;1R"), ("\u{1b}[8$p", "\u{1b}[8;0$y")]
        {
            if bytes.windows(question.len()).any(|w| w == question.as_bytes()) {
                self.keys.write_all(answer.as_bytes())?;
                self.keys.flush()?;
            }
        }
        Ok(())
    }

    /// Waits for the first byte painted since the last key; `None` where there is nothing to paint.
    pub(super) fn until_painted(&mut self) -> anyhow::Result<Option<Duration>> {
        Ok(self.pump(REACTION)?.then(|| self.began.elapsed()))
    }

    /// Waits until nothing has been painted for a while; gives the time of the last that was, if any.
    pub(super) fn until_settled(&mut self, wait: Duration) -> anyhow::Result<Option<Duration>> {
        let mut last = None;
        while self.pump(wait)? {
            last = Some(self.began.elapsed());
        }
        Ok(last)
    }

    /// Waits until the screen is as wanted.
    pub(super) fn until(&mut self, what: &str, good: impl Fn(&str) -> bool) -> anyhow::Result<Duration> {
        while !good(&self.screen.screen().contents()) {
            if !self.pump(PATIENCE)? {
                bail!("{what} never came; the screen is:\n{}", self.screen.screen().contents());
            }
        }
        Ok(self.began.elapsed())
    }

    /// Waits until nothing has been painted for a while.
    pub(super) fn quiet(&mut self, wait: Duration) -> anyhow::Result<()> {
        while self.pump(wait)? {}
        Ok(())
    }

    /// CPU time of all threads so far.
    pub(super) fn cpu(&self) -> Duration {
        self.child.process_id().map_or(Duration::ZERO, cpu)
    }

    /// Private memory, in bytes.
    pub(super) fn anonymous(&self) -> u64 {
        self.child.process_id().map_or(0, anonymous)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have left by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// CPU time of the threads that a process has now. That of a thread that runs may be told a tick late.
pub(super) fn cpu(pid: u32) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let nanoseconds = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// CPU time of this process with the threads that have ended (proc(5), `utime` and `stime`), in steps of 10 ms.
pub(super) fn ended_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks: u64 = fields.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The private memory of a process, in bytes; 0 when it is gone.
pub(super) fn anonymous(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}
