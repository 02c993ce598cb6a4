//! The bytes of entering and leaving, by an emulator and by their order.

use super::*;
use crate::terminal::profile::Advice;

/// A terminal that keeps what it is sent. `gone`: every write fails.
#[derive(Clone, Debug, Default)]
struct Recorder(Arc<Recorded>);

#[derive(Debug, Default)]
struct Recorded {
    sent: Mutex<Vec<u8>>,
    raw: AtomicBool,
    gone: AtomicBool,
    dropped_input: AtomicBool,
    stopped: Mutex<Vec<(bool, Vec<u8>)>>,
}

impl Recorder {
    fn sent(&self) -> Vec<u8> {
        self.0.sent.lock().unwrap().clone()
    }

    fn raw_now(&self) -> bool {
        self.0.raw.load(Ordering::Relaxed)
    }

    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.sent.lock().unwrap())).unwrap()
    }
}

impl Device for Recorder {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        if self.0.gone.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.0.sent.lock().unwrap().extend_from_slice(bytes);
        Ok(())
    }

    fn raw(&self, on: bool) -> io::Result<()> {
        self.0.raw.store(on, Ordering::Relaxed);
        Ok(())
    }

    fn is_raw(&self) -> bool {
        self.raw_now()
    }

    fn drop_input(&self) {
        self.0.dropped_input.store(true, Ordering::Relaxed);
    }

    fn stop(&self) -> io::Result<()> {
        self.0.stopped.lock().unwrap().push((self.raw_now(), self.sent()));
        Ok(())
    }
}

fn options(kind: Kind) -> Options {
    Options { profile: Profile::new(kind), mouse: true, probe: true, ground: false }
}

fn enter(kind: Kind) -> (Recorder, Guard) {
    let recorder = Recorder::default();
    let guard = Guard::outside(Box::new(recorder.clone()), options(kind));
    guard.shared.enter(true).unwrap();
    guard.answered().store(true, Ordering::Relaxed);
    (recorder, guard)
}

/// The screen of an emulator that nobody here wrote, after these bytes.
fn screen(bytes: &[u8]) -> vt100::Parser {
    let mut parser = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
    parser.process(bytes);
    parser
}

pub(super) fn assert_as_it_was(bytes: &[u8], kind: Kind) {
    let parser = screen(bytes);
    let screen = parser.screen();
    assert!(!screen.alternate_screen(), "{kind:?}: alternate screen");
    assert!(!screen.hide_cursor(), "{kind:?}: cursor");
    assert!(!screen.bracketed_paste(), "{kind:?}: paste");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{kind:?}: mouse");
    assert_eq!(screen.mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Default, "{kind:?}");
}

fn position(text: &str, sequence: &str) -> usize {
    text.find(sequence).unwrap_or_else(|| panic!("{sequence:?} is missing in {text:?}"))
}

#[test]
fn entering_sets_the_modes_and_leaving_undoes_them_once() {
    for kind in Kind::ALL {
        let (recorder, mut guard) = enter(kind);
        assert!(recorder.raw_now());
        let parser = screen(&recorder.sent());
        let inside = parser.screen();
        assert!(inside.alternate_screen() && inside.hide_cursor() && inside.bracketed_paste(), "{kind:?}");
        assert_eq!(inside.mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Sgr);

        guard.leave();
        assert!(!recorder.raw_now());
        assert_as_it_was(&recorder.sent(), kind);
        let length = recorder.sent().len();
        guard.leave();
        drop(guard);
        assert_eq!(recorder.sent().len(), length, "{kind:?}: left twice");
    }
}

#[test]
fn the_bidi_switch_stands_between_the_alternate_screen_and_the_clearing() {
    for (kind, off, on) in [
        (Kind::VisualBdsm, "\x1b[8l", "\x1b[8h"),
        (
            Kind::VisualKonsole,
            "\x1b]50;BidiRenderingEnabled=false\x07",
            "\x1b]50;BidiRenderingEnabled=true\x07",
        ),
        (Kind::VisualMlterm, "\x1b]5379;use_ctl=false\x07", "\x1b]5379;use_ctl=true\x07"),
    ] {
        let (recorder, guard) = enter(kind);
        let entered = recorder.take();
        let order =
            ["\x1b[?1049h", "\x1b[8$p", "\x1b[c", off, "\x1b[H\x1b[2J"].map(|part| position(&entered, part));
        assert!(order.is_sorted(), "{kind:?}: {entered:?}");
        drop(guard);
        let left = recorder.take();
        assert!(position(&left, on) < position(&left, "\x1b[?1049l"), "{kind:?}: {left:?}");
    }
}

#[test]
fn no_other_terminal_is_sent_the_font_sequence() {
    for kind in Kind::ALL.into_iter().filter(|&kind| kind != Kind::VisualKonsole) {
        let (recorder, guard) = enter(kind);
        drop(guard);
        assert!(!recorder.take().contains("\x1b]50;"), "{kind:?}");
    }
}

#[test]
fn a_terminal_that_was_explicit_before_stays_so() {
    let (recorder, mut guard) = enter(Kind::VisualBdsm);
    guard.keep_explicit();
    guard.leave();
    assert!(!recorder.take().contains("\x1b[8h"));
}

#[test]
fn changing_the_profile_undoes_the_old_one_and_clears_after_the_new_one() {
    let (recorder, mut guard) = enter(Kind::VisualKonsole);
    recorder.take();
    assert!(guard.set_profile(Profile::new(Kind::VisualBdsm)).unwrap());
    assert_eq!(recorder.take(), "\x1b[?2026h\x1b]50;BidiRenderingEnabled=true\x07\x1b[8l\x1b[H\x1b[2J");
    assert!(!guard.set_profile(Profile::new(Kind::VisualBdsm)).unwrap());
    assert_eq!(recorder.take(), "");
    let advising = Profile::new(Kind::VisualBdsm).advising(Advice::Kitty);
    assert!(!guard.set_profile(advising).unwrap(), "advice changes nothing on the screen");
    assert_eq!(guard.profile(), advising);
    assert!(guard.set_profile(Profile::new(Kind::VisualBdsm).without_marks()).unwrap(), "needs a redraw");
    assert_eq!(recorder.take(), "", "the same switch is not sent again");
    guard.leave();
    assert!(recorder.take().contains("\x1b[8h"), "leaving undoes the profile in use");
}

#[test]
fn a_suspended_program_leaves_first_and_enters_again_without_asking() {
    let (recorder, mut guard) = enter(Kind::VisualBdsm);
    guard.suspend().unwrap();
    let (raw, sent) = recorder.0.stopped.lock().unwrap().pop().unwrap();
    assert!(!raw);
    assert_as_it_was(&sent, Kind::VisualBdsm);
    let all = recorder.sent();
    let again = std::str::from_utf8(all.get(sent.len()..).unwrap()).unwrap();
    assert!(recorder.raw_now());
    assert!(position(again, "\x1b[?1049h") < position(again, "\x1b[8l"));
    assert!(position(again, "\x1b[8l") < position(again, "\x1b[2J"));
    assert!(!again.contains("\x1b[c"), "the probe is for the first time only");
}

#[test]
fn continued_from_outside_it_enters_again_only_if_the_mode_was_changed() {
    let (recorder, mut guard) = enter(Kind::Visual);
    recorder.take();
    assert!(!guard.resume().unwrap());
    assert_eq!(recorder.take(), "");
    recorder.0.raw.store(false, Ordering::Relaxed);
    assert!(guard.resume().unwrap());
    assert!(recorder.raw_now());
    assert!(recorder.take().contains("\x1b[?1049h"));
}

#[test]
fn what_is_written_after_leaving_goes_nowhere() {
    let (recorder, mut guard) = enter(Kind::Visual);
    let mut output = guard.output();
    recorder.take();
    output.write_all(b"inside").unwrap();
    assert_eq!(recorder.take(), "inside");
    guard.leave();
    recorder.take();
    output.write_all(b"the rest of a frame").unwrap();
    assert_eq!(recorder.take(), "");
}

#[test]
fn a_terminal_that_has_gone_away_is_left_in_silence() {
    let (recorder, mut guard) = enter(Kind::VisualBdsm);
    recorder.0.gone.store(true, Ordering::Relaxed);
    assert!(guard.output().write_all(b"x").is_err(), "drawing says so");
    guard.leave();
    assert!(!recorder.raw_now());
}

#[test]
fn a_terminal_that_cannot_be_written_is_not_left_raw() {
    let recorder = Recorder::default();
    recorder.0.gone.store(true, Ordering::Relaxed);
    let guard = Guard::outside(Box::new(recorder.clone()), options(Kind::Visual));
    assert!(guard.shared.enter(true).is_err());
    assert!(!recorder.raw_now());
}

/// One test, because the panic hook belongs to the whole process.
#[test]
fn a_panic_of_the_owner_restores_the_terminal_and_one_of_a_worker_does_not() {
    let restored_first = Arc::new(AtomicBool::new(false));
    let owner = thread::spawn({
        let restored_first = Arc::clone(&restored_first);
        move || {
            let (recorder, mut guard) = enter(Kind::VisualBdsm);
            let before = panic::take_hook();
            panic::set_hook(Box::new({
                let (recorder, owner) = (recorder.clone(), thread::current().id());
                move |info| {
                    if thread::current().id() == owner {
                        restored_first.store(!recorder.raw_now(), Ordering::Relaxed);
                    } else {
                        before(info);
                    }
                }
            }));
            restore_on_panic(&guard.shared);

            let length = recorder.sent().len();
            thread::spawn(|| panic!("a worker fails on purpose")).join().unwrap_err();
            assert!(recorder.raw_now(), "the screen is still in use");
            assert_eq!(recorder.sent().len(), length);
            let kept = |guard: &Guard| guard.shared.lock().kept.concat();
            assert!(kept(&guard).contains("a worker fails on purpose"));
            guard.leave();
            assert_eq!(kept(&guard), "");

            for kind in [Kind::VisualKonsole, Kind::VisualMlterm, Kind::VisualBdsm] {
                guard.shared.enter(false).unwrap();
                guard.set_profile(Profile::new(kind)).unwrap();
                let before = recorder.sent().len();
                let fails = || panic!("the owner fails on purpose");
                panic::catch_unwind(panic::AssertUnwindSafe(fails)).unwrap_err();
                let sent = recorder.sent().split_off(before);
                let on = kind.leave();
                assert!(sent.windows(on.len()).any(|w| w == on), "{kind:?} is switched back");
            }
            recorder
        }
    });
    let recorder = owner.join().unwrap();
    assert!(restored_first.load(Ordering::Relaxed), "the hook before ours must print to a restored terminal");
    assert_as_it_was(&recorder.sent(), Kind::VisualBdsm);
}

#[test]
fn another_thread_can_restore_the_terminal_when_the_owner_is_stuck() {
    let (recorder, guard) = enter(Kind::VisualBdsm);
    let emergency = guard.emergency();
    thread::spawn(move || emergency.leave()).join().unwrap();
    assert!(!recorder.raw_now());
    assert_as_it_was(&recorder.sent(), Kind::VisualBdsm);
}

#[test]
fn leaving_waits_for_answers_on_their_way_and_drops_them_if_nobody_reads_them() {
    let (recorder, mut guard) = enter(Kind::Visual);
    guard.answered().store(false, Ordering::Relaxed);
    let answered = guard.answered();
    let reader = thread::spawn({
        let recorder = recorder.clone();
        move || {
            thread::sleep(Duration::from_millis(30));
            assert!(recorder.raw_now(), "an answer must not reach the shell");
            answered.store(true, Ordering::Relaxed);
        }
    });
    guard.leave();
    reader.join().unwrap();
    assert!(!recorder.raw_now() && !recorder.0.dropped_input.load(Ordering::Relaxed));

    guard.shared.enter(true).unwrap();
    guard.leave();
    assert!(!recorder.raw_now() && recorder.0.dropped_input.load(Ordering::Relaxed));
}
