//! A terminal with the program in it: keys go in, what comes out is kept as bytes and drawn on a screen of cells.
//!
//! A shell with job control stands between, as in life: it says how the program left and in what mode the terminal
//! is, and it brings a stopped program back. Tests wait for what they expect to see, never for a time.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::support::{PROGRAM, Sandbox};

/// How long a screen may take to come on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs the program as a job; tells when it stopped or left, with its code (a stop is 128 and the signal's number)
/// and the terminal's modes, which it then sets as an interactive shell does; a line that is typed brings it back.
const SHELL: &str = r#"set -m
"$@"; code=$?
while [ $code = 148 ] || [ $code = 146 ]; do
  printf '\n<stopped>\n'; stty -a; stty sane; printf '<ready>\n'
  read line; fg >/dev/null; code=$?
done
printf '\n<left %s>\n' "$code"; stty -a; printf '<end>\n'
"#;

/// What the terminal has been sent.
struct Seen {
    bytes: Vec<u8>,
    screen: vt100::Parser,
}

/// What a terminal does when it is asked what it is: when the last question (`CSI c`) has come, it puts on its screen
/// what it takes for text of the questions, then sends pieces, each so many milliseconds after the one before.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    pub(crate) prints: &'static [u8],
    pub(crate) sends: Vec<(u64, Vec<u8>)>,
}

impl Manner {
    /// Answers so much at once.
    pub(crate) fn answering(answer: &[u8]) -> Self {
        Self { prints: b"", sends: vec![(0, answer.to_vec())] }
    }

    /// Answers after a while, a byte at a time, so many milliseconds between two.
    pub(crate) fn dribbling(after: u64, answer: &[u8], between: u64) -> Self {
        let mut sends: Vec<_> = answer.iter().map(|byte| (between, vec![*byte])).collect();
        sends[0].0 = after;
        Self { prints: b"", sends }
    }
}

/// A terminal with the program in it.
pub(crate) struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    seen: Arc<Mutex<Seen>>,
    closing: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    shell: Box<dyn Child + Send + Sync>,
}

fn size((columns, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a window has cells")
}

impl Terminal {
    /// Starts the program in a window of so many columns and rows, with more variables than the home's own.
    pub(crate) fn open(home: &Sandbox, line: &str, window: (u16, u16), variables: &[(&str, &str)]) -> Self {
        Self::open_as(home, line, window, variables, Manner::answering(b"\x1b[?62;c"))
    }

    /// The same in a terminal that answers in its own manner, each time it is asked.
    pub(crate) fn open_as(
        home: &Sandbox,
        line: &str,
        window: (u16, u16),
        variables: &[(&str, &str)],
        manner: Manner,
    ) -> Self {
        let pair = native_pty_system().openpty(size(window)).unwrap();
        let mut command = CommandBuilder::new("/bin/sh");
        command.env_clear();
        for (name, value) in home.environment() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(home.path(""));
        command.args(["-c", SHELL, "sh", PROGRAM]);
        command.args(line.split_whitespace());
        let shell = pair.slave.spawn_command(command).unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        let keys = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let screen = vt100::Parser::new(cells(window.1), cells(window.0), 0);
        let seen = Arc::new(Mutex::new(Seen { bytes: Vec::new(), screen }));
        let closing = Arc::new(AtomicBool::new(false));
        let reader = {
            let (keys, seen, closing) = (Arc::clone(&keys), Arc::clone(&seen), Arc::clone(&closing));
            thread::spawn(move || listen(reader, &keys, &seen, (&closing, &manner)))
        };
        Self { master: pair.master, keys, seen, closing, reader: Some(reader), shell }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    /// Types.
    pub(crate) fn keys(&self, keys: &str) {
        let mut to = self.keys.lock().unwrap();
        to.write_all(keys.as_bytes()).unwrap();
        to.flush().unwrap();
    }

    /// Gives the window another size.
    pub(crate) fn resize(&self, window: (u16, u16)) {
        self.seen().screen.set_size(cells(window.1), cells(window.0));
        self.master.resize(size(window)).unwrap();
    }

    /// Everything that the terminal was sent so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.seen().bytes.clone()
    }

    /// The screen's rows as text.
    pub(crate) fn screen(&self) -> String {
        self.seen().screen.screen().contents()
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, good: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !good(self.seen().screen.screen()) {
            assert!(Instant::now() < end, "{what} never came; the screen is:\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    /// Types `open` until a text is on the screen, and `close` between one time and the next: for what is made when it
    /// is opened, of something that may not have come yet.
    #[track_caller]
    pub(crate) fn open_until(&self, open: &str, close: &str, text: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.keys(open);
            let again = Instant::now() + Duration::from_secs(1);
            while Instant::now() < again {
                if self.screen().contains(text) {
                    return;
                }
                thread::sleep(Duration::from_millis(5));
            }
            assert!(Instant::now() < end, "{text} never came; the screen is:\n{}", self.screen());
            self.keys(close);
        }
    }

    /// Waits until the terminal was sent some bytes, from a position on.
    #[track_caller]
    pub(crate) fn wait_sent(&self, from: usize, wanted: &[u8]) {
        let sent = |seen: &Seen| seen.bytes[from..].windows(wanted.len()).any(|w| w == wanted);
        let end = Instant::now() + PATIENCE;
        while !sent(&self.seen()) {
            let shown = String::from_utf8_lossy(wanted).into_owned();
            assert!(Instant::now() < end, "{shown:?} was never sent; the screen is:\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The program's process: the leader of the group that has the terminal.
    pub(crate) fn program(&self) -> Pid {
        let leader = self.master.process_group_leader().expect("somebody has the terminal");
        Pid::from_raw(leader).expect("a process")
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.program(), signal).unwrap();
    }

    /// Waits for the program to leave and for the shell to tell of it; the program's exit code.
    #[track_caller]
    pub(crate) fn left(&mut self) -> i32 {
        self.wait_sent(0, b"<end>");
        let text = String::from_utf8_lossy(&self.bytes()).into_owned();
        let code = text.rsplit("<left ").next().and_then(|t| t.split('>').next()).expect("the shell's line");
        code.parse().unwrap()
    }

    /// The terminal is as the shell had it: its screen, a cursor, no mouse reports, no pasting brackets, plain
    /// colours, lines and echo.
    #[track_caller]
    pub(crate) fn assert_restored(&self) {
        let seen = self.seen();
        let screen = seen.screen.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!((screen.fgcolor(), screen.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
        let shell = screen.contents();
        let modes: Vec<&str> = shell.split_whitespace().map(|word| word.trim_end_matches(';')).collect();
        for mode in ["icanon", "echo", "isig", "opost", "icrnl"] {
            assert!(modes.contains(&mode), "{mode} is not on: {shell}");
        }
    }

    /// Closes the window while the program runs; its process, to be waited for with [`gone`].
    pub(crate) fn close_window(mut self) -> Pid {
        let program = self.program();
        self.closing.store(true, Ordering::Relaxed);
        // Something to read, so that the reading thread sees that it should let go of the terminal.
        self.master.resize(size((90, 30))).unwrap();
        self.reader.take().expect("a reader").join().unwrap();
        program
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind, not even a program that does not hear signals.
        if thread::panicking() {
            if let Some(program) = self.master.process_group_leader().and_then(Pid::from_raw) {
                let _ = kill_process(program, Signal::KILL);
            }
            let _ = self.shell.kill();
        }
    }
}

/// Waits until a process is no more.
#[track_caller]
pub(crate) fn gone(process: Pid) {
    let end = Instant::now() + PATIENCE;
    while test_kill_process(process).is_ok() && !is_zombie(process) {
        assert!(Instant::now() < end, "process {process:?} lives on");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Whether it has ended and nobody has asked how: in containers the system's first process may not. Where there is no
/// `/proc`, it does.
fn is_zombie(process: Pid) -> bool {
    let told = std::fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()));
    // The name, in brackets, may have blanks and brackets itself.
    told.is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}

/// Keeps what comes out, and answers the one question that every terminal answers (`CSI c`) in the terminal's manner.
fn listen(
    mut reader: Box<dyn Read + Send>,
    keys: &Arc<Mutex<Box<dyn Write + Send>>>,
    seen: &Mutex<Seen>,
    (closing, manner): (&AtomicBool, &Manner),
) {
    const QUESTION: &[u8] = b"\x1b[c";
    let mut buffer = vec![0; 1 << 16];
    let mut asked = 0;
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        if closing.load(Ordering::Relaxed) {
            return;
        }
        let mut seen = seen.lock().unwrap();
        let mut shown = seen.bytes.len();
        seen.bytes.extend_from_slice(&buffer[..count]);
        let ends = |w: &(usize, &[u8])| (w.1 == QUESTION).then_some(w.0 + QUESTION.len());
        let questions: Vec<usize> =
            seen.bytes.windows(QUESTION.len()).enumerate().filter_map(|w| ends(&w)).collect();
        for end in questions.iter().skip(asked) {
            let until = seen.bytes[shown..*end].to_vec();
            seen.screen.process(&until);
            seen.screen.process(manner.prints);
            shown = *end;
            let (keys, sends) = (Arc::clone(keys), manner.sends.clone());
            thread::spawn(move || answer(&keys, &sends));
        }
        let rest = seen.bytes[shown..].to_vec();
        seen.screen.process(&rest);
        asked = questions.len();
    }
}

/// Sends the pieces of an answer in their time. A program that is gone does not hear it.
fn answer(keys: &Mutex<Box<dyn Write + Send>>, sends: &[(u64, Vec<u8>)]) {
    for (after, piece) in sends {
        if *after > 0 {
            thread::sleep(Duration::from_millis(*after));
        }
        let _ = keys.lock().unwrap().write_all(piece);
    }
}
