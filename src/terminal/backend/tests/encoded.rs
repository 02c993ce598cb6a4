//! Whole frames of every kind, random rows, changes in between: what a reader sees of the emulator's screen is what
//! was meant.

use proptest::prelude::*;
use ratatui::style::Modifier;

use super::*;

/// A cell's text: letters in their forms (with and without marks, lam-alef, a Persian and an Uyghur one, Hebrew),
/// digits of three kinds, brackets, quotes, punctuation, Latin, lines, blanks.
fn symbol() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => prop::sample::select(vec![
            "\u{feb3}", "\u{fee0}", "\u{fe8e}", "\u{fee1}", "\u{fefb}", "\u{fefc}", "\u{fb90}", "\u{5d0}",
            "\u{feb3}\u{64e}", "\u{fee0}\u{651}\u{650}", "\u{fbe9}", "\u{6d5}",
        ]),
        2 => prop::sample::select(vec!["1", "2", "\u{661}", "\u{662}", "\u{6f3}"]),
        2 => prop::sample::select(vec!["(", ")", "[", "«", "»", "\"", "<"]),
        2 => prop::sample::select(vec![".", "،", "؟", "-", "/", ":", "%", "—"]),
        2 => prop::sample::select(vec!["a", "b", "é"]),
        1 => prop::sample::select(vec!["│", "─", "┐", "●"]),
        4 => Just(" "),
    ]
}

fn screen() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    prop::collection::vec(prop::collection::vec(symbol(), 24), 2)
}

fn frame(rows: &[Vec<&str>]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, rows[0].len() as u16, rows.len() as u16));
    for (y, row) in rows.iter().enumerate() {
        for (x, symbol) in row.iter().enumerate() {
            buffer[(x as u16, y as u16)].set_symbol(symbol);
        }
    }
    buffer
}

/// The buffer after it, with some cells changed.
fn changed(before: &[Vec<&'static str>], changes: &[(usize, usize, &'static str)]) -> Vec<Vec<&'static str>> {
    let mut rows = before.to_vec();
    for &(y, x, symbol) in changes {
        rows[y][x] = symbol;
    }
    rows
}

fn meant(rows: &[Vec<&str>], y: u16) -> Vec<String> {
    rows[usize::from(y)].iter().map(|symbol| seen::plain(symbol)).collect()
}

/// The kinds whose rows are right whatever is in them.
const SURE: [Kind; 9] = [
    Kind::Visual,
    Kind::VisualBdsm,
    Kind::VisualKonsole,
    Kind::VisualMlterm,
    Kind::VisualLrm,
    Kind::VisualKitty,
    Kind::VisualBreakers,
    Kind::ImplicitLrm,
    Kind::ImplicitLrmForms,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_frame_is_seen_as_it_was_meant(
        first in screen(),
        changes in prop::collection::vec(prop::collection::vec((0..2_usize, 0..24_usize, symbol()), 1..6), 1..4),
    ) {
        let mut frames = vec![first];
        for change in &changes {
            frames.push(changed(frames.last().unwrap(), change));
        }
        let buffers: Vec<Buffer> = frames.iter().map(|rows| frame(rows)).collect();
        for kind in SURE {
            let (parser, _) = emulated(kind, &buffers);
            for y in 0..2 {
                prop_assert_eq!(seen_row(kind, &parser, y), meant(frames.last().unwrap(), y), "{:?}", kind);
            }
            if kind == Kind::VisualLrm {
                // Right in a terminal that reorders, too.
                let cells = stored(&parser, 0);
                prop_assert_eq!(seen::reordered(&cells), meant(frames.last().unwrap(), 0));
            }
        }
    }

    #[test]
    fn a_row_that_has_a_right_order_without_marks_is_sent_in_it(row in prop::collection::vec(symbol(), 24)) {
        // The others are taken out: nobody can send them.
        let mut bracketed = false;
        let apart: Vec<&str> = row
            .chunk_by(|a, b| (*a == " ") == (*b == " "))
            .flat_map(|piece| {
                // Brackets that find a partner in another stretch (rule N0) stay in their place.
                let brackets = piece.iter().any(|symbol| "()[]<>".contains(symbol));
                let kept = has_order(piece) && !(brackets && std::mem::replace(&mut bracketed, true));
                if kept { piece.to_vec() } else { vec![" "; piece.len()] }
            })
            .collect();
        for kind in [Kind::ImplicitBlank, Kind::ImplicitSpans] {
            let rows = vec![apart.clone()];
            let (parser, _) = emulated(kind, &[frame(&rows)]);
            let cells = stored(&parser, 0);
            let seen: Vec<String> = if kind == Kind::ImplicitSpans {
                // Each piece of one look by itself.
                let looks: Vec<_> = (0..24).map(|x| parser.screen().cell(0, x).unwrap().fgcolor()).collect();
                let places: Vec<usize> = (0..cells.len()).collect();
                let pieces = places.chunk_by(|a, b| looks[*a] == looks[*b]);
                pieces.flat_map(|piece| seen::reordered(&cells[piece[0]..piece[0] + piece.len()])).collect()
            } else {
                seen::reordered(&cells)
            };
            prop_assert_eq!(seen, meant(&rows, 0), "{:?}", kind);
        }
    }
}

/// Whether a stretch without blanks has an order that UAX #9 turns into it whatever it is: of letters it must hold
/// right-to-left ones only, and no digits beside them; of digits Arabic ones alone, or none; and its brackets must be
/// pairs, as rule N0 takes those for pairs that were not meant as one.
fn has_order(stretch: &[&str]) -> bool {
    use unicode_bidi::BidiClass::{self, AL, AN, EN, L, R};
    let class = |symbol: &&str| symbol.chars().next().map(unicode_bidi::bidi_class);
    let any = |classes: &[BidiClass]| stretch.iter().any(|s| class(s).is_some_and(|c| classes.contains(&c)));
    let all_arabic_digits = stretch.iter().all(|s| class(s) == Some(AN));
    all_arabic_digits || is_nested(stretch) && !any(&[AN]) && (!any(&[R, AL]) || !any(&[L, EN]))
}

/// Whether each bracket is closed by its own kind, inner ones first.
fn is_nested(stretch: &[&str]) -> bool {
    let mut open = Vec::new();
    let closed = stretch.iter().all(|symbol| match *symbol {
        "(" | "[" | "<" => {
            open.push(*symbol);
            true
        }
        ")" => open.pop() == Some("("),
        "]" => open.pop() == Some("["),
        ">" => open.pop() == Some("<"),
        _ => true,
    });
    closed && open.is_empty()
}

#[test]
fn bold_within_a_word_does_not_part_it_where_each_font_is_turned_by_itself() {
    let mut page = buffer(&["a \u{fee1}\u{fe8e}\u{feb3} b"]);
    page[(3, 0)].modifier = Modifier::BOLD;
    let (parser, _) = emulated(Kind::VisualBreakers, &[page]);
    let bold: Vec<bool> = (0..7).map(|x| parser.screen().cell(0, x).unwrap().bold()).collect();
    assert_eq!(bold[1..5].iter().filter(|bold| **bold).count() % 4, 0, "{bold:?}");
    assert_eq!(parser.screen().cell(0, 1).unwrap().contents(), "\u{a0}\u{17b4}");
}

#[test]
fn a_border_that_cuts_a_word_bears_its_breaker() {
    for (border, sent) in [("┐", "+\u{17b4}"), ("│", "|\u{17b4}"), ("─", "\u{2013}\u{17b4}"), ("█", "█")]
    {
        let page = buffer(&[&format!("{border}\u{fee1}\u{fe8e}")]);
        let (parser, _) = emulated(Kind::VisualBreakers, &[page]);
        assert_eq!(parser.screen().cell(0, 0).unwrap().contents(), sent);
    }
}

#[test]
fn a_letters_look_goes_where_the_letter_goes() {
    let mut page = buffer(&[" \u{fee1}\u{fe8e}\u{feb3} "]);
    page[(1, 0)].set_style(Style::new().red());
    for kind in [Kind::ImplicitLrm, Kind::ImplicitLrmForms, Kind::ImplicitBlank] {
        let (parser, _) = emulated(kind, std::slice::from_ref(&page));
        // The leftmost letter that is seen is the last one that is stored.
        assert_eq!(parser.screen().cell(0, 3).unwrap().fgcolor(), vt100::Color::Idx(1), "{kind:?}");
        assert_eq!(parser.screen().cell(0, 1).unwrap().fgcolor(), vt100::Color::Default, "{kind:?}");
    }
}

#[test]
fn the_cursor_goes_to_the_letter_that_is_seen_there() {
    let page = buffer(&[" \u{fee1}\u{fe8e}\u{feb3} "]);
    for (kind, column) in [(Kind::Visual, 1), (Kind::ImplicitLrm, 3), (Kind::ImplicitBlank, 3)] {
        let mut backend = Backend::new(Vec::new(), Profile::new(kind));
        let cells = page.content().iter().zip(0..);
        backend.draw(cells.map(|(cell, x)| (x, 0, cell))).unwrap();
        backend.set_cursor_position((1, 0)).unwrap();
        backend.flush().unwrap();
        let mut parser = vt100::Parser::new(1.try_into().unwrap(), 8.try_into().unwrap(), 0);
        parser.process(&backend.writer);
        assert_eq!(parser.screen().cursor_position(), (0, column), "{kind:?}");
    }
}

#[test]
fn only_what_changed_is_sent_again() {
    let first = buffer(&["\u{fee1}\u{fe8e}\u{feb3} abc", "\u{fee1}\u{fe8e}\u{feb3} abc"]);
    let mut second = first.clone();
    second[(5, 1)].set_symbol("x");
    for kind in [Kind::ImplicitLrm, Kind::ImplicitBlank, Kind::VisualBreakers] {
        let (_, all) = emulated(kind, &[first.clone(), second.clone()]);
        let (_, once) = emulated(kind, std::slice::from_ref(&first));
        let later = String::from_utf8(all[once.len()..].to_vec()).unwrap();
        assert!(
            later.contains('x') && !later.contains('a') && !later.contains('\u{feb3}'),
            "{kind:?} {later:?}"
        );
    }
}
