//! Keys, mouse and pastes from bytes, whole and in pieces, and what is done with what stays unfinished.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;

use super::*;

const NONE: KeyModifiers = KeyModifiers::NONE;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
const ALT: KeyModifiers = KeyModifiers::ALT;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;

fn decode(bytes: &[u8]) -> (Decoder, Vec<Decoded>) {
    let (mut decoder, mut found) = (Decoder::default(), Vec::new());
    decoder.feed(bytes, &mut found);
    (decoder, found)
}

fn given_up(bytes: &[u8]) -> Vec<Decoded> {
    let (mut decoder, mut found) = decode(bytes);
    decoder.give_up(&mut found);
    assert_eq!(decoder.pending(), Pending::Nothing);
    found
}

#[test]
fn keys_are_known_by_the_sequences_of_xterm_rxvt_and_the_linux_console() {
    for (bytes, code, modifiers) in [
        ("a", KeyCode::Char('a'), NONE),
        ("A", KeyCode::Char('A'), SHIFT),
        ("س", KeyCode::Char('س'), NONE),
        ("😀", KeyCode::Char('😀'), NONE),
        ("\r", KeyCode::Enter, NONE),
        ("\t", KeyCode::Tab, NONE),
        ("\x7f", KeyCode::Backspace, NONE),
        ("\x06", KeyCode::Char('f'), CONTROL),
        ("\x1a", KeyCode::Char('z'), CONTROL),
        ("\x1f", KeyCode::Char('7'), CONTROL),
        ("\0", KeyCode::Char(' '), CONTROL),
        ("\x1bx", KeyCode::Char('x'), ALT),
        ("\x1bس", KeyCode::Char('س'), ALT),
        ("\x1b[A", KeyCode::Up, NONE),
        ("\x1bOB", KeyCode::Down, NONE),
        ("\x1b[1;5C", KeyCode::Right, CONTROL),
        ("\x1b[1;2D", KeyCode::Left, SHIFT),
        ("\x1b\x1b[A", KeyCode::Up, ALT),
        ("\x1bOd", KeyCode::Left, CONTROL),
        ("\x1b[a", KeyCode::Up, SHIFT),
        ("\x1b[H", KeyCode::Home, NONE),
        ("\x1b[4~", KeyCode::End, NONE),
        ("\x1b[5~", KeyCode::PageUp, NONE),
        ("\x1b[6;3~", KeyCode::PageDown, ALT),
        ("\x1b[3^", KeyCode::Delete, CONTROL),
        ("\x1b[Z", KeyCode::BackTab, SHIFT),
        ("\x1bOP", KeyCode::F(1), NONE),
        ("\x1b[[C", KeyCode::F(3), NONE),
        ("\x1b[15~", KeyCode::F(5), NONE),
        ("\x1b[17~", KeyCode::F(6), NONE),
        ("\x1b[24;5~", KeyCode::F(12), CONTROL),
        ("\x1b[27;5;13~", KeyCode::Enter, CONTROL),
        ("\x1b[27u", KeyCode::Esc, NONE),
        ("\x1b[1587;3u", KeyCode::Char('س'), ALT),
    ] {
        let (decoder, found) = decode(bytes.as_bytes());
        assert_eq!(found, [key(code, modifiers)], "{bytes:?}");
        assert_eq!(decoder.pending(), Pending::Nothing, "{bytes:?}");
    }
}

#[test]
fn the_mouse_is_read_in_both_forms() {
    let event = |kind, column, row, modifiers| {
        Decoded::Event(Event::Mouse(MouseEvent { kind, column, row, modifiers }))
    };
    for (bytes, expected) in [
        ("\x1b[<0;1;1M", event(MouseEventKind::Down(MouseButton::Left), 0, 0, NONE)),
        ("\x1b[<2;301;50m", event(MouseEventKind::Up(MouseButton::Right), 300, 49, NONE)),
        ("\x1b[<32;5;6M", event(MouseEventKind::Drag(MouseButton::Left), 4, 5, NONE)),
        ("\x1b[<64;5;6M", event(MouseEventKind::ScrollUp, 4, 5, NONE)),
        ("\x1b[<81;5;6M", event(MouseEventKind::ScrollDown, 4, 5, CONTROL)),
        ("\x1b[M !\"", event(MouseEventKind::Down(MouseButton::Left), 0, 1, NONE)),
        ("\x1b[M`!!", event(MouseEventKind::ScrollUp, 0, 0, NONE)),
    ] {
        assert_eq!(decode(bytes.as_bytes()).1, [expected], "{bytes:?}");
    }
    assert_eq!(decode(b"\x1b[<0;0;0M\x1b[<999;1;1M").1, [], "nonsense is dropped");
}

#[test]
fn a_paste_is_one_event_wherever_it_is_split_and_keys_follow_it() {
    let bytes = "\x1b[200~سلام\x1b[A\r\x1b[201~q".as_bytes();
    let expected = [Decoded::Event(Event::Paste("سلام\x1b[A\r".to_owned())), text_key('q')];
    for at in 0..=bytes.len() {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        let (left, right) = bytes.split_at(at);
        decoder.feed(left, &mut found);
        decoder.feed(right, &mut found);
        assert_eq!(found, expected, "split at {at}");
    }
}

#[test]
fn a_sequence_without_end_is_dropped_alike_however_it_comes() {
    let long = |begin: &str, count: usize, end: &str| format!("{begin}{}{end}q", "9".repeat(count));
    for bytes in [long("\x1b[", 600, "~"), long("\x1b]11;", 5000, "\x07"), long("\x1bP>|", 5000, "\x1b\\")] {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        bytes.as_bytes().chunks(1).for_each(|byte| decoder.feed(byte, &mut found));
        assert_eq!(decode(bytes.as_bytes()).1, found);
        assert_eq!(found.last(), Some(&text_key('q')));
    }
}

#[test]
fn a_paste_without_its_end_is_delivered_when_given_up() {
    assert_eq!(decode(b"\x1b[200~abc").0.pending(), Pending::Paste);
    assert_eq!(given_up(b"\x1b[200~abc"), [Decoded::Event(Event::Paste("abc".to_owned()))]);
}

#[test]
fn what_may_be_a_key_by_itself_becomes_one() {
    for (bytes, keys) in [
        (&b"\x1b"[..], vec![key(KeyCode::Esc, NONE)]),
        (b"\x1b\x1b", vec![key(KeyCode::Esc, NONE); 2]),
        (b"\x1b[", vec![key(KeyCode::Char('['), ALT)]),
        (b"\x1b]", vec![key(KeyCode::Char(']'), ALT)]),
        (b"\x1bP", vec![key(KeyCode::Char('P'), ALT | SHIFT)]),
        (b"\x1bO", vec![key(KeyCode::Char('O'), ALT | SHIFT)]),
        (b"\x1b[7$", vec![key(KeyCode::Home, SHIFT)]),
    ] {
        assert_eq!(decode(bytes).0.pending(), Pending::PerhapsKey, "{bytes:?}");
        assert_eq!(given_up(bytes), keys, "{bytes:?}");
    }
}

#[test]
fn the_beginning_of_an_answer_never_becomes_keys() {
    for bytes in [&b"\x1b[?62;4"[..], b"\x1bP>|VTE(84", b"\x1b[8;1$", b"\x1b]11;rgb:ff"] {
        assert_eq!(decode(bytes).0.pending(), Pending::Sequence, "{bytes:?}");
        assert_eq!(given_up(bytes), [], "{bytes:?}");
    }
    assert_eq!(given_up(b"\x1b\xd8"), [], "half a letter is no other letter");
}

#[test]
fn escape_before_another_key_is_both() {
    assert_eq!(decode(b"\x1b\x1bq").1, [key(KeyCode::Esc, NONE), key(KeyCode::Char('q'), ALT)]);
}

#[test]
fn sequences_that_mean_nothing_here_are_dropped_whole() {
    let noise = "\x1b]10;rgb:0/0/0\x1b\\\x1b]52;c;YQ==\x07\x1b_Gi=1;OK\x1b\\\x1b[?1u\x1b[?997;1n\x1bP1+r\x1b\\\x1b[5;3Ry";
    assert_eq!(decode(noise.as_bytes()).1, [text_key('y')]);
}

#[test]
fn a_sequence_that_was_cut_off_does_not_eat_the_next_key() {
    assert_eq!(decode("\x1b[12\rس".as_bytes()).1, [key(KeyCode::Enter, NONE), text_key('س')]);
    assert_eq!(decode("\x1b[1س".as_bytes()).1, [text_key('س')]);
    assert_eq!(decode(b"\x1b]11;rgb\x1b[A").1, [key(KeyCode::Up, NONE)]);
}

#[test]
fn a_terminals_name_cannot_carry_control_codes() {
    let (_, found) = decode(b"\x1bP>|evil\x01\x0d\xc2\x9b31m\x1b\\");
    assert_eq!(found, [Decoded::Reply(Reply::Version("evil31m".to_owned()))]);
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_mean_the_same_and_nothing_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..64),
        at in 0usize..64,
    ) {
        let at = at.min(bytes.len());
        let (mut whole, mut together) = (Decoder::default(), Vec::new());
        whole.feed(&bytes, &mut together);
        let (mut split, mut apart) = (Decoder::default(), Vec::new());
        split.feed(&bytes[..at], &mut apart);
        split.feed(&bytes[at..], &mut apart);
        prop_assert_eq!(&together, &apart);
        whole.give_up(&mut together);
        split.give_up(&mut apart);
        prop_assert_eq!(together, apart);
        prop_assert_eq!(whole.pending(), Pending::Nothing);
    }

    #[test]
    fn typed_text_arrives_letter_by_letter(text in "[a-z ء-ي٠-٩😀-😎]{0,20}") {
        let expected: Vec<_> = text.chars().map(text_key).collect();
        prop_assert_eq!(decode(text.as_bytes()).1, expected);
    }
}

#[test]
fn the_colour_of_the_ground_is_read_as_terminals_write_it() {
    for (answer, color) in [
        ("\x1b]11;rgb:ffff/ffff/dddd\x1b\\", Some([255, 255, 221])),
        ("\x1b]11;rgb:00/2b/36\x07", Some([0, 43, 54])),
        ("\x1b]11;rgb:f/8/0\x07", Some([255, 136, 0])),
        ("\x1b]11;rgba:0000/0000/0000/cccc\x07", Some([0, 0, 0])),
        ("\x1b]11;rgb:ffff/ffff\x07", None),
        ("\x1b]11;rgb:fffff/0/0\x07", None),
        ("\x1b]11;rgb:+f/0/0\x07", None),
        ("\x1b]11;#ffffff\x07", None),
        ("\x1b]10;rgb:ffff/ffff/ffff\x07", None),
    ] {
        let (decoder, found) = decode(answer.as_bytes());
        let expected: Vec<Decoded> = color.map(|c| Decoded::Reply(Reply::Ground(c))).into_iter().collect();
        assert_eq!(found, expected, "{answer:?}");
        assert_eq!(decoder.pending(), Pending::Nothing);
    }
}
