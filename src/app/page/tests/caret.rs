//! The caret read off the window, in the notation of the pages' tests: capitals are right-to-left letters.

use super::*;

/// A page of one article with the caret in its first block.
fn with_caret(lang: Lang, lines: &[&str], width: u16) -> Page {
    let mut page = single(lang, "T", lines);
    page.set_layout(width, 12, Mode::Single);
    assert!(page.enter_caret());
    page
}

/// The cell on which the caret stands.
fn at(page: &Page) -> String {
    let cells = with_role(page, Role::Caret);
    assert_eq!(cells.len(), 1, "{cells:?} in {:#?}", shown(page));
    cells.concat()
}

/// The cells on which the caret stands one after the other, its own first, until a motion leads nowhere.
fn walk(page: &mut Page, motion: Motion) -> String {
    let mut cells = at(page);
    while page.move_caret(motion) {
        cells.push_str(&at(page));
        assert!(cells.len() < 500, "it goes on for ever: {cells}");
    }
    cells
}

/// What is selected, the caret's cell too, row by row from left to right, with a bar between runs that do not touch.
fn selected(page: &Page) -> Vec<String> {
    let row = |row: PageRow| {
        let mut runs = String::new();
        let mut last = None;
        for (x, cell, role) in row.pieces.iter().flat_map(Piece::cells) {
            if matches!(role, Role::Selected | Role::Caret) {
                if last.is_some_and(|last| last + 1 != x) {
                    runs.push('|');
                }
                runs.push_str(&cell.symbol);
                last = Some(x);
            }
        }
        capitals(&runs)
    };
    page.view().into_iter().map(row).filter(|row| !row.is_empty()).collect()
}

fn taken(page: &Page) -> String {
    capitals(&page.excerpt().unwrap().text)
}

#[test]
fn left_and_right_go_by_the_screen_and_the_others_by_the_text() {
    // Painted: LKH def 12 JBA
    let line = ["ABJ def 12 HKL"];
    let mut page = with_caret(Lang::Ar, &line, 40);
    assert_eq!(walk(&mut page, Motion::Left), "ABJ 21 fed HKL");
    assert_eq!(
        walk(&mut page, Motion::PreviousCharacter),
        "LKH 21 fed JBAT",
        "the title is before the block"
    );
    let mut page = with_caret(Lang::Ar, &line, 40);
    assert_eq!(walk(&mut page, Motion::NextCharacter), "ABJ def 12 HKL");
    assert_eq!(walk(&mut page, Motion::Right), "LKH def 12 JBAT");
}

#[test]
fn every_cell_of_a_line_is_stood_on_once_whatever_the_directions() {
    for line in ["abJ KLM cd", "AB 12-34 xY, z. Q", "x ABC 5% DE y", "AB! cd?"] {
        for lang in [Lang::Ar, Lang::En] {
            let mut page = with_caret(lang, &[line], 60);
            page.move_caret(Motion::LineStart);
            assert_eq!(walk(&mut page, Motion::NextCharacter), line, "{lang:?}");
            page.move_caret(Motion::Top);
            // By the screen, from the title at the edge where its side begins to read.
            let by = if lang == Lang::Ar { Motion::Left } else { Motion::Right };
            let mut cells: Vec<char> = walk(&mut page, by).chars().skip(1).collect();
            cells.sort_unstable();
            let mut all: Vec<char> = line.chars().collect();
            all.sort_unstable();
            assert_eq!(cells, all, "{line} {lang:?}");
        }
    }
}

#[test]
fn at_a_change_of_direction_the_caret_is_on_a_cell_and_not_at_an_edge() {
    // Painted: CBA xyz. Between z and A the edge would be right of z or right of A.
    let mut page = with_caret(Lang::En, &["xyz ABC"], 40);
    for motion in [Motion::EndOfWord, Motion::NextCharacter, Motion::NextCharacter] {
        page.move_caret(motion);
    }
    assert_eq!(at(&page), "A");
    assert!(page.move_caret(Motion::Left));
    assert_eq!(at(&page), "B", "left of A stands B, which is read after it");
    page.move_caret(Motion::Right);
    assert!(!page.move_caret(Motion::Right), "A is at the line's right edge, and nothing is below");
    page.move_caret(Motion::PreviousCharacter);
    assert_eq!(at(&page), " ");
}

#[test]
fn from_the_edge_of_a_line_it_goes_to_the_line_that_is_read_on_there() {
    // Painted: "DJB AKL" over "xy NML", and "ab", a paragraph from left to right on a side from right to left.
    let mut page = with_caret(Lang::Ar, &["LKA BJD LMN xy", "ab"], 12);
    let rows: Vec<String> = shown(&page).iter().map(|row| row.trim().to_owned()).collect();
    assert!(rows.contains(&"DJB AKL".to_owned()) && rows.contains(&"xy NML".to_owned()), "{rows:#?}");
    assert_eq!(walk(&mut page, Motion::Left), "LKA BJDLMN yxba", "the blank at the break is no cell");
    assert_eq!(walk(&mut page, Motion::Right), "abxy NMLDJB AKLT");
}

#[test]
fn words_are_those_of_the_text_in_its_order() {
    let mut page = with_caret(Lang::Ar, &["ABJ, def 12. HKL", "xy z"], 40);
    let stops = |page: &mut Page, motion| {
        let mut cells = Vec::new();
        while page.move_caret(motion) {
            cells.push(at(page));
        }
        cells.concat()
    };
    assert_eq!(stops(&mut page, Motion::NextWord), "d1Hxz");
    assert_eq!(stops(&mut page, Motion::PreviousWord), "xH1dAT");
    assert_eq!(stops(&mut page, Motion::EndOfWord), "Jf2Lyz");
}

#[test]
fn sentences_and_paragraphs_are_gone_along() {
    let mut page = with_caret(Lang::En, &["One two. Three four? Five.", "Six."], 60);
    page.move_caret(Motion::NextSentence);
    assert_eq!(at(&page), "T");
    page.move_caret(Motion::NextSentence);
    page.move_caret(Motion::NextSentence);
    assert_eq!(at(&page), "S");
    page.move_caret(Motion::PreviousSentence);
    assert_eq!(at(&page), "F");
    page.move_caret(Motion::PreviousParagraph);
    assert_eq!(at(&page), "O");
    page.move_caret(Motion::NextParagraph);
    assert_eq!(at(&page), "S");
    page.move_caret(Motion::NextParagraph);
    assert_eq!(at(&page), ".", "after the last, its end");
}

#[test]
fn lines_keep_the_column_that_one_began_in() {
    let mut page = with_caret(Lang::En, &["abcdef", "xy", "123456"], 40);
    page.move_caret(Motion::LineEnd);
    page.move_caret(Motion::Lines(1));
    assert_eq!(at(&page), "y");
    page.move_caret(Motion::Lines(1));
    assert_eq!(at(&page), "6");
    page.move_caret(Motion::LineStart);
    page.move_caret(Motion::Lines(-9));
    assert_eq!(at(&page), "T", "as far as there are lines");
    let mut page = with_caret(Lang::Ar, &["ABCDEF", "xy"], 40);
    page.move_caret(Motion::LineEnd);
    page.move_caret(Motion::Lines(1));
    assert_eq!(at(&page), "y", "the nearest cell to the column");
}

#[test]
fn the_ends_of_a_line_are_where_it_begins_and_ends_to_be_read() {
    let mut page = with_caret(Lang::Ar, &["ABJ def"], 40);
    page.move_caret(Motion::LineEnd);
    assert_eq!(at(&page), "f");
    page.move_caret(Motion::LineStart);
    assert_eq!(at(&page), "A");
}

#[test]
fn a_selection_across_a_change_of_direction_is_one_piece_of_text_and_several_of_the_screen() {
    // Painted: LKH def 12 JBA
    let mut page = with_caret(Lang::Ar, &["ABJ def 12 HKL"], 40);
    page.move_caret(Motion::NextCharacter);
    page.toggle_selection(false);
    for _ in 0..4 {
        page.move_caret(Motion::NextCharacter);
    }
    assert_eq!(selected(&page), ["de| JB"]);
    assert_eq!(taken(&page), "BJ de");
    page.swap_ends();
    assert_eq!(at(&page), "B");
    page.move_caret(Motion::PreviousCharacter);
    assert_eq!(taken(&page), "ABJ de");
    page.end_selection();
    assert_eq!(taken(&page), "ABJ def 12 HKL", "without a selection, the paragraph");
}

#[test]
fn a_selection_backwards_takes_both_ends_in_too() {
    let mut page = with_caret(Lang::En, &["ab CD ef"], 40);
    page.move_caret(Motion::LineEnd);
    page.begin_selection();
    page.move_caret(Motion::PreviousWord);
    page.move_caret(Motion::PreviousWord);
    assert_eq!(taken(&page), "CD ef");
    page.toggle_selection(true);
    assert_eq!(taken(&page), "ab CD ef", "it becomes one of whole paragraphs");
    page.toggle_selection(true);
    assert!(!page.has_selection());
}

#[test]
fn a_selection_goes_over_several_paragraphs() {
    let mut page = with_caret(Lang::En, &["# head", "one two", "three"], 40);
    page.move_caret(Motion::EndOfWord);
    page.begin_selection();
    page.move_caret(Motion::Lines(2));
    assert_eq!(taken(&page), "d\n\none two\n\nthre");
    page.move_caret(Motion::Top);
    assert_eq!(taken(&page), "T\n\nhead");
    page.select(Extent::Article);
    assert_eq!(
        (taken(&page).as_str(), page.excerpt().unwrap().paragraphs),
        ("T\n\nhead\n\none two\n\nthree", 4)
    );
}

#[test]
fn words_and_sentences_are_selected_at_once() {
    let mut page = with_caret(Lang::Ar, &["ABJ def. HKL."], 40);
    page.move_caret(Motion::NextWord);
    page.move_caret(Motion::NextCharacter);
    page.select(Extent::Word);
    assert_eq!(taken(&page), "def");
    page.select(Extent::Sentence);
    assert_eq!(taken(&page), "ABJ def.");
    page.select(Extent::Paragraph);
    assert_eq!(taken(&page), "ABJ def. HKL.");
}

#[test]
fn a_ligature_is_one_cell_and_two_letters_of_the_copy() {
    let article = article(Lang::Ar, "ANWAN", &["SWAB"]);
    let text = Article { blocks: vec![Block::new(BlockKind::Paragraph, "سلام")], ..article };
    let options = PageOptions { text: text::Options::default(), ..options() };
    let mut page = Page::single(text_of(text), options);
    page.set_layout(40, 12, Mode::Single);
    page.enter_caret();
    page.move_caret(Motion::Left);
    page.begin_selection();
    assert_eq!(with_role(&page, Role::Caret), ["\u{FEFC}"]);
    assert_eq!(page.excerpt().unwrap().text, "لا");
    page.move_caret(Motion::Left);
    assert_eq!(page.excerpt().unwrap().text, "لام");
}

#[test]
fn the_window_goes_along_and_a_new_size_keeps_the_caret_in_sight() {
    let lines: Vec<String> = (0..40).map(|i| format!("paragraph number {i}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut page = with_caret(Lang::En, &lines, 40);
    for motion in [Motion::Bottom, Motion::Lines(-11), Motion::HalfWindows(2), Motion::Top, Motion::Lines(30)]
    {
        page.move_caret(motion);
        assert_eq!(with_role(&page, Role::Caret).len(), 1, "{motion:?}");
    }
    let before = at(&page);
    page.set_layout(24, 5, Mode::Single);
    assert_eq!(at(&page), before);
    page.scroll_rows(-100);
    assert!(with_role(&page, Role::Caret).is_empty(), "scrolling leaves the caret where it is");
    page.move_caret(Motion::NextCharacter);
    assert_eq!(with_role(&page, Role::Caret).len(), 1, "moving it brings it back");
}

#[test]
fn the_caret_goes_to_the_match_that_is_gone_to() {
    let mut page = with_caret(Lang::En, &["one two", "two three"], 40);
    page.set_matches(Some(&|text: &str| text.match_indices("two").map(|(at, m)| at..at + m.len()).collect()));
    page.next_match();
    page.move_caret(Motion::PreviousCharacter);
    page.next_match();
    page.move_caret(Motion::NextWord);
    assert_eq!(at(&page), "t");
    page.move_caret(Motion::NextCharacter);
    assert_eq!(at(&page), "h");
}

#[test]
fn a_text_without_letters_still_has_a_place_for_the_caret() {
    let mut page = single(Lang::Ar, "", &[""]);
    page.set_layout(40, 5, Mode::Single);
    assert!(!page.enter_caret() || !page.move_caret(Motion::NextCharacter));
    let mut page = with_caret(Lang::Ar, &["A\n\nB"], 40);
    page.move_caret(Motion::NextCharacter);
    assert_eq!(at(&page), " ", "an empty line in a text");
    page.move_caret(Motion::NextCharacter);
    assert_eq!(at(&page), "B");
}

#[test]
fn the_mouse_selects_between_the_cells_it_was_drawn_over() {
    let mut page = with_caret(Lang::Ar, &["ABJ def 12 HKL"], 40);
    page.leave_caret();
    let (row, x) = page
        .view()
        .iter()
        .zip(0u16..)
        .find_map(|(row, y)| row.pieces.iter().find(|p| p.line.cells.len() == 14).map(|p| (y, p.x)))
        .unwrap();
    // Painted: LKH def 12 JBA; drawn from J at the eleventh column to f at the sixth.
    assert!(page.press(x + 11, row) && !page.has_caret());
    page.drag_to(x + 6, i32::from(row));
    assert_eq!(taken(&page), "J def");
    page.drag_to(0, 100);
    assert_eq!(taken(&page), "J def 12 HKL", "below the window the nearest cell of the last line");
    assert!(!page.press(x, row + 5), "nothing stands there");
}

#[test]
fn the_mouse_takes_the_cell_under_it_also_beside_a_number() {
    for (lang, text) in [(Lang::En, "- abc def"), (Lang::Ar, "- ABJ DHZ")] {
        let mut list = article(lang, "T", &[text]);
        "12.".clone_into(&mut list.blocks[0].marker);
        let mut page = Page::single(text_of(list), options());
        page.set_layout(40, 12, Mode::Single);
        let rows = page.view();
        let row =
            rows.iter().position(|row| row.pieces.iter().any(|piece| piece.line.cells.len() == 7)).unwrap();
        let text = rows[row].pieces.iter().find(|piece| piece.line.cells.len() == 7).unwrap();
        for (x, cell, _) in text.cells() {
            assert!(page.press(x, row as u16));
            page.caret_to_press();
            assert_eq!(at(&page), capitals(&cell.symbol), "{lang:?} {x}");
        }
    }
}
