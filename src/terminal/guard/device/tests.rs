//! The guard on a real terminal device: this test program, started again inside a pseudo-terminal.

use std::{
    env,
    io::{Read, Write},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use crossterm::event::Event;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal as SystemSignal, kill_process};

use crate::terminal::{
    Ears, Environment, Guard, Input, Kind, Options, Profile, Signal, guard::tests::assert_as_it_was,
};

/// Set in the program inside the pseudo-terminal only.
const INSIDE: &str = "QARI_TEST_INSIDE_TERMINAL";

/// What runs inside: `q` returns, `p` panics, `z` suspends; anything else is ignored.
#[test]
fn inside() {
    if env::var_os(INSIDE).is_none() {
        return;
    }
    let options =
        Options { profile: Profile::new(Kind::VisualBdsm), mouse: true, probe: true, ground: false };
    let mut guard = Guard::enter(options).unwrap();
    let (sender, inputs) = channel();
    let ears = Ears::open(&guard).unwrap();
    ears.listen(&Environment::default(), move |input| sender.send(input).is_ok()).unwrap();
    let mut output = guard.output();
    output.write_all(b"entered").unwrap();
    for input in inputs {
        match input {
            Input::Event(Event::Key(key)) => match key.code.as_char() {
                Some('q') => return,
                Some('p') => panic!("on purpose"),
                Some('z') => guard.suspend().unwrap(),
                _ => {}
            },
            Input::Signal(Signal::Terminate | Signal::Hangup) | Input::Closed => return,
            Input::Replies(replies) => write!(output, "answered {:?}", replies.bdsm).unwrap(),
            _ => {}
        }
    }
}

struct Inside {
    master: Box<dyn MasterPty>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    pieces: Receiver<Vec<u8>>,
    sent: Vec<u8>,
}

impl Inside {
    fn start() -> Self {
        let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env::current_exe().unwrap());
        command.args(["--exact", "terminal::guard::device::tests::inside", "--nocapture"]);
        command.env(INSIDE, "1");
        let child = pair.slave.spawn_command(command).unwrap();
        let (sender, pieces) = channel();
        let mut reader = pair.master.try_clone_reader().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let mut inside = Self { master: pair.master, child, keys, pieces, sent: Vec::new() };
        inside.wait_for("entered");
        inside
    }

    /// Waits until the program has sent `text`, after what was seen before.
    fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let seen = String::from_utf8_lossy(&self.sent).into_owned();
            if seen.contains(text) {
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            let piece = self.pieces.recv_timeout(left).unwrap_or_else(|_| panic!("no {text:?} in {seen:?}"));
            self.sent.extend(piece);
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Whether the terminal itself puts lines together and echoes, as a shell expects.
    fn is_cooked(&self) -> bool {
        let flags = format!("{:?}", self.master.get_termios().unwrap().local_flags);
        flags.contains("ICANON") && flags.contains("ECHO")
    }

    /// Waits for the end and checks that the terminal is as it was. Returns what was sent.
    fn ended(mut self) -> String {
        self.child.wait().unwrap();
        assert!(self.is_cooked(), "raw mode is left");
        while let Ok(piece) = self.pieces.recv_timeout(Duration::from_millis(200)) {
            self.sent.extend(piece);
        }
        assert_as_it_was(&self.sent, Kind::VisualBdsm);
        let sent = String::from_utf8_lossy(&self.sent).into_owned();
        assert_eq!(sent.matches("\x1b[8l").count(), sent.matches("\x1b[8h").count(), "{sent:?}");
        sent
    }
}

#[test]
fn returning_leaves_the_terminal_as_it_was_and_answers_do_not_reach_the_shell() {
    let mut inside = Inside::start();
    assert!(!inside.is_cooked());
    inside.press("q");
    thread::sleep(Duration::from_millis(50));
    assert!(!inside.is_cooked(), "the answers are still on their way");
    inside.press("\x1b[8;1$y\x1b[?6c");
    let sent = inside.ended();
    assert!(!sent.contains("[?6c"), "an answer was echoed: {sent:?}");
}

#[test]
fn a_panic_leaves_the_terminal_before_its_message_is_printed() {
    let mut inside = Inside::start();
    inside.press("\x1b[?6cp");
    let sent = inside.ended();
    let left = sent.rfind("\x1b[?1049l").unwrap();
    assert!(left < sent.find("on purpose").unwrap(), "{sent:?}");
}

#[test]
fn a_signal_to_end_leaves_the_terminal_as_it_was() {
    for signal in [SystemSignal::TERM, SystemSignal::INT, SystemSignal::HUP] {
        let mut inside = Inside::start();
        inside.press("\x1b[?6c");
        inside.wait_for("answered");
        let pid = Pid::from_raw(inside.child.process_id().unwrap().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
        inside.ended();
    }
}

#[test]
fn without_job_control_a_suspended_program_comes_straight_back() {
    let mut inside = Inside::start();
    inside.press("\x1b[8;1$y\x1b[?6c");
    inside.wait_for("answered Some(1)");
    inside.sent.clear();
    inside.press("z");
    inside.wait_for("\x1b[?1049l");
    inside.wait_for("\x1b[?1006h");
    assert!(!inside.is_cooked());
    inside.press("q");
    inside.child.wait().unwrap();
    assert!(inside.is_cooked());
}
