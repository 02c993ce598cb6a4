//! The reading thread over a socket that plays the terminal, with its real waits.

use std::{
    io::Write,
    os::unix::net::UnixStream,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;

/// Longer than any wait that a test expects to end.
const LONG: Duration = Duration::from_secs(5);

/// The terminal's end, and what is delivered.
fn start(patience: Duration) -> (UnixStream, Receiver<Input>) {
    let (terminal, source) = UnixStream::pair().unwrap();
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let deliver = move |input| sender.send(input).is_ok();
        let answers = Answers {
            state: Arc::default(),
            last: Arc::default(),
            explicit: Arc::default(),
            deliver: deliver.clone(),
        };
        reader::read(&source, &answers, &deliver, patience);
    });
    (terminal, receiver)
}

fn typed(code: KeyCode) -> Input {
    Input::Event(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

#[test]
fn answers_are_delivered_once_complete_and_keys_between_them_at_once() {
    let (mut terminal, inputs) = start(LONG);
    terminal.write_all(b"\x1b[8;1$yj\x1b[>65;7006;1c").unwrap();
    assert_eq!(inputs.recv_timeout(LONG), Ok(typed(KeyCode::Char('j'))));
    terminal.write_all(b"\x1b[?65;1;9c").unwrap();
    let expected = Replies {
        bdsm: Some(1),
        secondary: Some(vec![65, 7006, 1]),
        primary: Some(vec![65, 1, 9]),
        ..Replies::default()
    };
    assert_eq!(inputs.recv_timeout(LONG), Ok(Input::Replies(expected)));
    terminal.write_all(b"\r").unwrap();
    assert_eq!(inputs.recv_timeout(LONG), Ok(typed(KeyCode::Enter)));
}

#[test]
fn without_answers_the_wait_ends_and_late_ones_are_still_no_keys() {
    let (mut terminal, inputs) = start(Duration::from_millis(30));
    assert_eq!(inputs.recv_timeout(LONG), Ok(Input::Replies(Replies::default())));
    terminal.write_all(b"\x1bP>|VTE(").unwrap();
    thread::sleep(Duration::from_millis(150));
    terminal.write_all(b"8401)\x1b\\").unwrap();
    let late = Replies { version: Some("VTE(8401)".to_owned()), ..Replies::default() };
    assert_eq!(inputs.recv_timeout(LONG), Ok(Input::Replies(late)));
}

#[test]
fn late_answers_that_come_byte_by_byte_are_no_keys() {
    let (mut terminal, inputs) = start(Duration::from_millis(30));
    assert_eq!(inputs.recv_timeout(LONG), Ok(Input::Replies(Replies::default())));
    for byte in b"\x1b[8;2$y\x1b[?6c" {
        terminal.write_all(&[*byte]).unwrap();
        thread::sleep(Duration::from_millis(80));
    }
    let first = Replies { bdsm: Some(2), ..Replies::default() };
    let second = Replies { primary: Some(vec![6]), ..first.clone() };
    assert_eq!(inputs.recv_timeout(LONG), Ok(Input::Replies(first)));
    assert_eq!(inputs.recv_timeout(LONG), Ok(Input::Replies(second)));
    // With the last one there, Escape is quick again.
    let began = Instant::now();
    terminal.write_all(b"\x1b").unwrap();
    assert_eq!(inputs.recv_timeout(LONG), Ok(typed(KeyCode::Esc)));
    assert!(began.elapsed() < Duration::from_millis(190), "{:?}", began.elapsed());
}

#[test]
fn a_lone_escape_becomes_a_key_after_a_moment_and_one_with_its_sequence_does_not() {
    let (mut terminal, inputs) = start(Duration::ZERO);
    assert!(matches!(inputs.recv_timeout(LONG), Ok(Input::Replies(_))));
    terminal.write_all(b"\x1b").unwrap();
    assert_eq!(inputs.recv_timeout(LONG), Ok(typed(KeyCode::Esc)));
    terminal.write_all(b"\x1b").unwrap();
    terminal.write_all(b"[B").unwrap();
    assert_eq!(inputs.recv_timeout(LONG), Ok(typed(KeyCode::Down)));
}

#[test]
fn an_idle_terminal_delivers_nothing_and_a_closed_one_says_so_once() {
    let (terminal, inputs) = start(Duration::ZERO);
    assert!(matches!(inputs.recv_timeout(LONG), Ok(Input::Replies(_))));
    assert_eq!(inputs.recv_timeout(Duration::from_millis(100)), Err(RecvTimeoutError::Timeout));
    drop(terminal);
    assert_eq!(inputs.recv_timeout(LONG), Ok(Input::Closed));
    assert_eq!(inputs.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn the_outer_terminal_is_added_whether_it_comes_before_or_after_the_answers() {
    let (sender, inputs) = channel();
    let answers = Answers {
        state: Arc::default(),
        last: Arc::default(),
        explicit: Arc::default(),
        deliver: move |input| sender.send(input).is_ok(),
    };
    answers.update(|replies| replies.bdsm = Some(0));
    assert!(inputs.try_recv().is_err(), "not before they are complete");
    answers.complete();
    answers.complete();
    answers.update(|replies| replies.outer = Some("VTE(8401)".to_owned()));
    let first = Replies { bdsm: Some(0), ..Replies::default() };
    let second = Replies { outer: Some("VTE(8401)".to_owned()), ..first.clone() };
    assert_eq!(inputs.try_iter().collect::<Vec<_>>(), [Input::Replies(first), Input::Replies(second)]);
}

#[test]
fn a_command_is_asked_for_one_line_and_not_waited_for_long() {
    let shell = |script: &str, patience| ask(Command::new("sh").args(["-c", script]), patience);
    assert_eq!(shell("echo 'VTE(8401)'; echo more", LONG).as_deref(), Some("VTE(8401)"));
    assert_eq!(shell("true", LONG), None);
    assert_eq!(shell("echo no; exit 1", LONG), None);
    assert_eq!(ask(&mut Command::new("no-such-command-anywhere"), LONG), None);
    let before = Instant::now();
    assert_eq!(shell("exec sleep 20", Duration::from_millis(50)), None);
    assert!(before.elapsed() < LONG);
}
