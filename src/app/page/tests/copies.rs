//! What is copied from a page, and the caret between two sides and in folds.

use super::*;

fn caret_on(page: &mut Page, width: u16, mode: Mode) {
    page.set_layout(width, 30, mode);
    assert!(page.enter_caret());
}

fn at(page: &Page) -> String {
    with_role(page, Role::Caret).concat()
}

fn raw(lang: Lang, text: &str) -> Page {
    let article = Article { blocks: vec![Block::new(BlockKind::Paragraph, text)], ..article(lang, "T", &[]) };
    let options = PageOptions { text: text::Options::default(), ..options() };
    let mut page = Page::single(text_of(article), options);
    caret_on(&mut page, 40, Mode::Single);
    page
}

#[test]
fn joiners_stay_forms_are_undone_and_nothing_of_the_layout_is_copied() {
    let page = raw(Lang::Fa, "می\u{200c}خواهم ـ متن");
    assert_eq!(page.excerpt().unwrap().text, "می\u{200c}خواهم ـ متن", "a tatweel of the text is of the text");
    let page = raw(Lang::Ar, "\u{fef7}\u{fe91}\u{feed} \u{202e}x\u{1b}[2J");
    assert_eq!(page.excerpt().unwrap().text, "لأبو x[2J");
    // A soft hyphen at a break is shown as a hyphen and copied as it is stored.
    let mut page = raw(Lang::En, "communi\u{ad}cation");
    page.set_layout(14, 12, Mode::Single);
    assert!(shown(&page).iter().any(|row| row.contains("communi-")), "{:#?}", shown(&page));
    assert_eq!(page.excerpt().unwrap().text, "communi\u{ad}cation");
}

#[test]
fn an_isolate_that_a_selection_cuts_is_not_in_the_copy() {
    let mut page = raw(Lang::En, "a \u{2067}bc\u{2069} d");
    page.begin_selection();
    page.move_caret(Motion::NextWord);
    assert_eq!(page.excerpt().unwrap().text, "a b");
    page.move_caret(Motion::LineEnd);
    assert_eq!(page.excerpt().unwrap().text, "a \u{2067}bc\u{2069} d");
}

#[test]
fn items_have_their_markers_and_stand_close_paragraphs_apart() {
    let mut page = single(Lang::En, "T", &["before", "- one", "- two", "> said", "after"]);
    caret_on(&mut page, 40, Mode::Single);
    page.select(Extent::Article);
    assert_eq!(capitals(&page.excerpt().unwrap().text), "T\n\nbefore\n\n• one\n• two\n\nsaid\n\nafter");
    let mut page = single(Lang::En, "T", &["- one", "- two"]);
    caret_on(&mut page, 40, Mode::Single);
    page.move_caret(Motion::NextCharacter);
    page.begin_selection();
    page.move_caret(Motion::Bottom);
    assert_eq!(page.excerpt().unwrap().text, "ne\n• two", "a piece of an item has no marker");
}

#[test]
fn numbered_items_have_their_numbers_in_a_copy() {
    let mut list = article(Lang::En, "t", &["- one", "- two", "- three"]);
    for (block, marker) in list.blocks.iter_mut().zip(["1.", "(\u{662})"]) {
        marker.clone_into(&mut block.marker);
    }
    let mut page = Page::single(text_of(list), options());
    caret_on(&mut page, 40, Mode::Single);
    page.select(Extent::Article);
    assert_eq!(page.excerpt().unwrap().text, "t\n\n1. one\n(\u{662}) two\n• three");
}

const AR: &[&str] = &["ABJ", "DHZ", "HTY"];
const EN: &[&str] = &["one", "two", "only here", "three"];
const BEADS: &[(&[usize], &[usize])] = &[(&[0], &[0]), (&[1], &[1]), (&[], &[2]), (&[2], &[3])];

#[test]
fn side_by_side_the_caret_stays_on_its_side_and_crosses_when_asked() {
    let mut page = pair(AR, EN, BEADS);
    caret_on(&mut page, 90, Mode::Columns);
    assert_eq!(at(&page), "A");
    page.move_caret(Motion::Lines(1));
    assert_eq!(at(&page), "D");
    assert!(page.caret_to_other_side());
    assert_eq!(at(&page), "t");
    page.begin_selection();
    page.caret_to_other_side();
    assert_eq!((at(&page).as_str(), page.has_selection()), ("D", false), "a selection is of one side");
    page.move_caret(Motion::Top);
    page.caret_to_other_side();
    assert_eq!(page.excerpt().unwrap().text, "title");
}

#[test]
fn both_sides_of_what_corresponds_are_copied_together() {
    let mut page = pair(AR, EN, BEADS);
    caret_on(&mut page, 90, Mode::Columns);
    page.move_caret(Motion::Lines(1));
    let both = page.facing_excerpt().unwrap();
    assert_eq!((capitals(&both.text).as_str(), both.paragraphs), ("DHZ\n\ntwo", 2));
    page.caret_to_other_side();
    assert_eq!(capitals(&page.facing_excerpt().unwrap().text), "DHZ\n\ntwo");
    page.move_caret(Motion::Top);
    assert_eq!(capitals(&page.facing_excerpt().unwrap().text), "ANWAN\n\ntitle");
}

#[test]
fn going_into_a_fold_opens_it_and_a_selection_over_it_takes_what_it_hides() {
    let mut page = pair(AR, EN, BEADS);
    caret_on(&mut page, 90, Mode::Columns);
    page.caret_to_other_side();
    page.begin_selection();
    page.move_caret(Motion::Bottom);
    assert_eq!(page.excerpt().unwrap().text, "one\n\ntwo\n\nonly here\n\nthree");
    let closed = |page: &Page| !shown(page).iter().any(|row| row.contains("only here"));
    assert!(closed(&page));
    page.end_selection();
    page.move_caret(Motion::Lines(-1));
    assert!(!closed(&page));
    assert_eq!(at(&page), " ", "the column is kept: the blank in what was hidden");
}

#[test]
fn stacked_the_caret_goes_down_over_both_sides_but_selects_on_one() {
    let mut page = pair(AR, EN, &[(&[0], &[0]), (&[1], &[1]), (&[2], &[2, 3])]);
    caret_on(&mut page, 40, Mode::Stacked);
    let mut seen = at(&page);
    while page.move_caret(Motion::Lines(1)) {
        seen.push_str(&at(&page));
    }
    assert_eq!(seen.len(), 7, "{seen}");
    let mut page = pair(AR, EN, &[(&[0], &[0]), (&[1], &[1]), (&[2], &[2, 3])]);
    caret_on(&mut page, 40, Mode::Stacked);
    page.begin_selection();
    page.move_caret(Motion::Lines(2));
    assert_eq!(capitals(&page.excerpt().unwrap().text).replace('\n', "/"), "ABJ//DHZ//H");
}
