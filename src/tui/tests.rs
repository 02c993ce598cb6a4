//! Cells out: what stands where. Arabic is asserted by code points at columns, never by a picture of a line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::fixtures::{model, model_in, press, type_text};
use crate::app::{Model, Msg, update};
use crate::article::Lang;
use crate::config::theme::{Role, Theme};
use crate::tui::{style, view};

mod surfaces;

fn draw(model: &Model, w: u16, h: u16) -> (Buffer, Option<(u16, u16)>) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = view(model, &Theme::named("dark").unwrap(), &mut buffer);
    (buffer, caret)
}

/// A row of the screen from left to right; right-to-left letters are upper-case, so that no editor turns them.
fn row(buffer: &Buffer, y: u16) -> String {
    (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned()
}

/// `column:code point` of what is not blank in a row, between two columns.
fn points(buffer: &Buffer, y: u16, columns: std::ops::Range<u16>) -> String {
    let cell = |x: u16| {
        let symbol = buffer[(x, y)].symbol();
        let first = symbol.chars().next().filter(|c| !c.is_whitespace())?;
        Some(format!("{x}:U+{:04X}", first as u32))
    };
    columns.filter_map(cell).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_pane_and_pop_up_draws_in_no_room_at_all() {
    for lang in [Lang::En, Lang::Ar] {
        for keys in ["j", "f", "f i", "Enter", "s", "?", "D", "e", "/", "Enter Ctrl-f", "U"] {
            let mut model = model_in(lang, 120, 40);
            press(&mut model, keys);
            for w in 0..=5 {
                for h in 0..=3 {
                    draw(&model, w, h);
                    update(&mut model, Msg::Resize(w, h));
                    draw(&model, w, h);
                    draw(&model, 120, 40);
                }
            }
            for (w, h) in [(20, 6), (21, 7), (40, 12), (60, 8), (80, 24), (200, 50)] {
                update(&mut model, Msg::Resize(w, h));
                draw(&model, w, h);
            }
        }
    }
}

#[test]
fn a_title_stands_in_its_own_direction_and_the_mark_before_it() {
    let model = model(120, 40);
    let (buffer, _) = draw(&model, 120, 40);
    let list = model.panes.list.unwrap();
    assert_eq!(buffer[(list.x, list.y)].symbol(), "▶");
    assert_eq!(buffer[(list.x + 1, list.y)].symbol(), "●");
    assert!(row(&buffer, list.y + 2).contains("Alexandria opens a new quay"));
    // The Arabic title begins at the right margin with the initial form of meem, and its year reads from the left.
    let right = list.x + list.w - 2;
    assert_eq!(points(&buffer, list.y, right..right + 1), format!("{right}:U+FEE3"));
}

#[test]
fn a_mirrored_window_begins_at_the_right() {
    let model = model_in(Lang::Ar, 120, 40);
    let (buffer, _) = draw(&model, 120, 40);
    let list = model.panes.list.unwrap();
    assert!(list.x > model.panes.reader.unwrap().x);
    assert_eq!(buffer[(list.x + list.w - 1, list.y)].symbol(), "◀");
    // The program's name at the right end of the top line: qaf, initial form.
    assert_eq!(points(&buffer, 0, 118..119), "118:U+FED7");
}

#[test]
fn a_match_is_marked_in_its_own_cells() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "quay");
    press(&mut model, "Enter");
    let (buffer, _) = draw(&model, 120, 40);
    let list = model.panes.list.unwrap();
    let start = list.x + 3 + "Alexandria opens a new ".len() as u16;
    let ground = style::of(&Theme::named("dark").unwrap(), Role::Match).bg;
    for x in list.x + 3..list.x + list.w {
        let marked = Some(buffer[(x, list.y + 2)].bg) == ground;
        assert_eq!(marked, (start..start + 4).contains(&x), "column {x}");
    }
}

#[test]
fn the_caret_stands_left_of_arabic_and_right_of_english() {
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "ab");
    assert_eq!(draw(&model, 120, 40).1, Some((5, 0)));
    press(&mut model, "Ctrl-u");
    type_text(&mut model, "باب");
    let (buffer, caret) = draw(&model, 120, 40);
    let (x, y) = caret.unwrap();
    assert_eq!(buffer[(x, y)].symbol(), " ");
    // beh final at the left, alef, beh initial at the right: the caret is before the last letter typed.
    assert_eq!(
        points(&buffer, 0, x + 1..x + 4),
        format!("{}:U+FE8F {}:U+FE8E {}:U+FE91", x + 1, x + 2, x + 3)
    );
}

#[test]
fn a_long_line_shows_the_part_around_the_caret() {
    let mut model = model(40, 12);
    press(&mut model, "/");
    type_text(&mut model, &"abc ".repeat(40));
    let (_, caret) = draw(&model, 40, 12);
    assert!(caret.unwrap().0 < 40);
    press(&mut model, "Home");
    assert_eq!(draw(&model, 40, 12).1, Some((3, 0)));
}

#[test]
fn counts_align_at_the_far_edge_and_choices_are_told_by_signs() {
    let mut model = model(120, 40);
    press(&mut model, "f j Space j x");
    let (buffer, _) = draw(&model, 120, 40);
    let facets = model.panes.facets.unwrap();
    let last = facets.x + facets.w - 2;
    // The answer of the fixtures does not echo choices, so the top line has them.
    assert!(row(&buffer, 0).contains("Egypt ×"), "{}", row(&buffer, 0));
    assert!(row(&buffer, 0).contains("not France ×"), "{}", row(&buffer, 0));
    for y in facets.y + 1..facets.y + 4 {
        assert!(buffer[(last, y)].symbol().parse::<u8>().is_ok(), "{}", row(&buffer, y));
    }
}

#[test]
fn the_years_are_a_histogram() {
    let model = model(120, 40);
    let (buffer, _) = draw(&model, 120, 40);
    let rows: Vec<String> = (0..40).map(|y| row(&buffer, y)).collect();
    assert!(rows.iter().any(|r| r.contains("Year 2021 ▄ ▄█ 2024")), "{rows:#?}");
}

#[test]
fn too_small_a_window_says_so() {
    let model = model(19, 5);
    let (buffer, _) = draw(&model, 19, 5);
    assert!(row(&buffer, 0).starts_with("The window is too"), "{}", row(&buffer, 0));
}

#[test]
fn an_escape_sequence_in_a_title_never_reaches_a_cell() {
    let mut model = model(120, 40);
    let mut row = crate::app::fixtures::rows()[0].clone();
    row.title = "a\u{1b}]0;b\u{7}\u{202E}c\u{9b}31m".into();
    model.list.take(vec![row]);
    let (buffer, _) = draw(&model, 120, 40);
    for cell in &buffer.content {
        assert!(!cell.symbol().chars().any(|c| c.is_control() || c == '\u{202E}'), "{:?}", cell.symbol());
    }
}

#[test]
fn the_facets_lie_over_the_list_where_the_window_is_narrow() {
    let mut model = model(80, 24);
    press(&mut model, "f");
    let (buffer, _) = draw(&model, 80, 24);
    let facets = model.panes.facets.unwrap();
    assert!(model.panes.over);
    assert_eq!(buffer.cell(Position { x: facets.x + facets.w, y: facets.y + 3 }).unwrap().symbol(), "│");
    assert!(row(&buffer, facets.y + 1).contains("Egypt"));
}

#[test]
fn help_is_among_the_hints_of_every_pane_in_the_narrowest_window_too() {
    for (w, h) in [(40, 12), (60, 24), (80, 24)] {
        for keys in ["j", "Enter", "f"] {
            let mut model = model(w, h);
            press(&mut model, keys);
            let (buffer, _) = draw(&model, w, h);
            let line = row(&buffer, h - 1);
            assert!(line.contains("? help"), "{keys} at {w}x{h}: {line}");
            assert!(!line.trim_start().starts_with('?'), "{keys} at {w}x{h}: {line}");
        }
    }
}

#[test]
fn a_line_begins_beside_its_slash_whatever_its_direction() {
    for (lang, text) in [(Lang::En, "باب"), (Lang::En, "door"), (Lang::Ar, "باب"), (Lang::Ar, "door")] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "/");
        type_text(&mut model, text);
        let (buffer, caret) = draw(&model, 120, 40);
        let blank = |x: u16| buffer[(x, 0)].symbol() == " ";
        let letters = text.chars().count() as u16;
        let caret = caret.unwrap().0;
        // A blank, the line and the caret at its end, which is at its left where it is right to left.
        let (slash, line) = match lang {
            Lang::Ar => (118, 117 - letters - 1..117),
            _ => (1, 3..3 + letters + 1),
        };
        let end = if text == "door" { line.end - 1 } else { line.start };
        assert_eq!(buffer[(slash, 0)].symbol(), "/");
        assert_eq!(caret, end, "{lang:?} {text}");
        assert!(line.clone().all(|x| blank(x) == (x == caret)), "{lang:?} {text}");
    }
}

#[test]
fn the_second_row_of_an_article_ends_with_a_whole_part() {
    for w in 20..60 {
        let mut model = model(w, 12);
        let mut row_of = crate::app::fixtures::rows()[1].clone();
        row_of.countries = ["US", "FR", "AU", "GB"].map(str::to_owned).to_vec();
        row_of.source = Some("The Evening Gazette".into());
        model.list.take(vec![row_of]);
        let (buffer, _) = draw(&model, w, 12);
        let list = model.panes.list.unwrap();
        let whole = "2023-05-02 · EN⇄AR · US FR AU GB · The Evening Gazette";
        let seen = row(&buffer, list.y + 3);
        let rest = whole.strip_prefix(seen.trim()).unwrap_or_else(|| panic!("{w}: {seen}"));
        assert!(rest.is_empty() || rest.starts_with(' '), "{w}: {seen}");
        assert!(!seen.ends_with('·') && !seen.ends_with("The Evening"), "{w}: {seen}");
    }
}

#[test]
fn a_match_looks_the_same_on_the_selection_and_off_it() {
    let theme = Theme::named("plain16").unwrap();
    let mut model = model(120, 40);
    press(&mut model, "/");
    type_text(&mut model, "quay");
    press(&mut model, "Enter j");
    for cursor in ["k", "j"] {
        press(&mut model, cursor);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
        view(&model, &theme, &mut buffer);
        let list = model.panes.list.unwrap();
        let cell = &buffer[(list.x + 3 + "Alexandria opens a new ".len() as u16, list.y + 2)];
        let wanted = style::of(&theme, Role::Match);
        assert_eq!((Some(cell.fg), Some(cell.bg)), (wanted.fg, wanted.bg), "after {cursor}");
        assert!(cell.modifier.is_empty(), "after {cursor}: {:?}", cell.modifier);
    }
}

#[test]
fn a_blank_that_keeps_words_together_is_drawn_as_a_blank() {
    let mut model = model(120, 40);
    let mut row_of = crate::app::fixtures::rows()[1].clone();
    row_of.title = "New\u{A0}York".into();
    model.list.take(vec![row_of]);
    let (buffer, _) = draw(&model, 120, 40);
    assert!(row(&buffer, model.panes.list.unwrap().y + 2).contains("New York"));
}
