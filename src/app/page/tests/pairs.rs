//! Two texts: level beads, pins, folds, stacking.

use super::*;

const LONG: &str = "one two three four five six seven eight nine ten eleven twelve thirteen";

/// A text of so many words, each on a line of its own at the width of a column of 80.
fn words(prefix: &str, count: usize) -> String {
    let word = |i: usize| format!("{prefix}{}{}", char::from(b'0' + (i / 10) as u8), i % 10);
    (0..count).map(|i| format!("{:<30}", word(i)).replace(' ', "\u{a0}")).collect::<Vec<_>>().join(" ")
}

/// A page of four beads, the second of which has `arabic` rows on one side and `english` rows on the other.
fn uneven(arabic: usize, english: usize) -> Page {
    let (arabic, english) = (words("A", arabic), words("e", english));
    let beads: [(&[usize], &[usize]); 4] = [(&[0], &[0]), (&[1], &[1]), (&[2], &[2]), (&[3], &[3])];
    pair(&["FIRST", &arabic, "LAST", "END"], &["first", &english, "last", "end"], &beads)
}

fn words_in(rows: &[String]) -> Vec<String> {
    let letters = |row: &String| row.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    rows.iter().map(letters).filter(|row| !row.is_empty()).collect()
}

#[test]
fn beads_start_level_with_arabic_on_the_right() {
    let mut page = pair(&["ABJD", "HWZ"], &[LONG, "short"], &[(&[0], &[0]), (&[1], &[1])]);
    page.set_layout(80, 8, Mode::Columns);
    let expected = [
        "   title                               │                               NAWNA",
        "                                       │",
        "▎  one two three four five six seven   =                                DJBA  ▎",
        "▎  eight nine ten eleven twelve        │",
        "▎  thirteen                            │",
        "                                       │",
        "   short                               =                                 ZWH",
        "                                       │",
    ];
    assert_eq!(shown(&page), expected);
}

#[test]
fn the_columns_can_be_swapped() {
    let mut page = pair(&["ABJD"], &["short"], &[(&[0], &[0])]);
    page.set_options(PageOptions { arabic_right: false, ..options() });
    page.set_layout(80, 3, Mode::Columns);
    let expected = [
        "                                NAWNA  │  title",
        "                                       │",
        "▎                                DJBA  =  short                               ▎",
    ];
    assert_eq!(shown(&page), expected);
}

#[test]
fn a_wide_pane_keeps_the_measure_and_centres_the_columns() {
    let mut page = pair(&["ABJD"], &[LONG], &[(&[0], &[0])]);
    page.set_options(PageOptions { measure: 40, ..options() });
    page.set_layout(151, 5, Mode::Columns);
    let columns: Vec<u16> = page.view()[2].pieces.iter().map(|p| p.x).collect();
    // 2 * 40 of text and 11 of margins and rule: 30 columns are free on either side.
    assert_eq!(columns, [30, 33, 75, 114, 120]);
}

#[test]
fn the_shorter_side_stays_while_the_longer_one_scrolls() {
    let mut page = uneven(2, 9);
    page.set_layout(80, 4, Mode::Columns);
    // Title, gap, first bead, gap: the uneven bead begins at row 4.
    page.scroll_rows(4);
    let arabic = |page: &Page| words_in(&column(page, true));
    let english = |page: &Page| words_in(&column(page, false));
    assert_eq!(arabic(&page), ["00A", "01A"]);
    for top in 1..=7 {
        page.scroll_rows(1);
        assert_eq!(english(&page)[0], format!("e0{top}"), "the longer side scrolls");
        assert_eq!(
            arabic(&page)[..2],
            ["00A", "01A"],
            "and the shorter one stands at the top, {top} rows on"
        );
    }
    // One row of the bead is left on the screen: the shorter side leaves with it, at its last row.
    page.scroll_rows(1);
    let rows = column(&page, true);
    assert!(rows[0].starts_with("01A"), "{rows:#?}");
    assert_eq!(english(&page), ["e08", "last"]);
}

#[test]
fn a_side_higher_than_the_window_is_read_to_its_end_before_it_stands_still() {
    let mut page = uneven(6, 12);
    page.set_layout(80, 4, Mode::Columns);
    page.scroll_rows(4);
    let mut seen = Vec::new();
    for _ in 0..9 {
        seen.push(words_in(&column(&page, true)).first().cloned().unwrap_or_default());
        page.scroll_rows(1);
    }
    assert_eq!(seen, ["00A", "01A", "02A", "02A", "02A", "02A", "02A", "02A", "02A"]);
    assert_eq!(words_in(&column(&page, true))[0], "03A", "it leaves with the end of the longer side");
}

#[test]
fn no_column_is_blank_while_its_counterpart_is_on_the_screen() {
    for (arabic, english) in [(1, 30), (30, 1), (7, 20), (20, 20), (3, 4)] {
        let mut page = uneven(arabic, english);
        page.set_layout(80, 6, Mode::Columns);
        loop {
            for bead in 1..=3 {
                let seen = |side| {
                    let here = Some((side, Place::Block(bead - 1)));
                    page.view().iter().any(|row| row.pieces.iter().any(|piece| piece.place == here))
                };
                // At the lower edge a text may still have to come into sight; at the upper one none is lost.
                let above =
                    page.outline.section_of(Unit::Block(Side::Ar, bead - 1)) == Some(page.anchor.section);
                assert!(!above || seen(Side::Ar) == seen(Side::En), "bead {bead} of {arabic}:{english}");
            }
            if !page.scroll_rows(1) {
                break;
            }
        }
    }
}

#[test]
fn lists_go_item_by_item_and_headings_stand_level() {
    let arabic = ["# RAS", "- ALF", "- BA", "- JYM"];
    let english = ["# head", LONG_ITEM, "- b", "- c"];
    let mut page = pair(&arabic, &english, &[(&[0], &[0]), (&[1, 2, 3], &[1, 2, 3])]);
    page.set_layout(80, 20, Mode::Columns);
    let rows = shown(&page);
    let row = |text: &str| rows.iter().position(|r| r.contains(text)).unwrap();
    assert_eq!(row("head"), row("SAR"), "{rows:#?}");
    assert_eq!(row("• one"), row("FLA •"), "{rows:#?}");
    assert_eq!(row("• b"), row("AB •"), "level though the item above is longer: {rows:#?}");
    assert_eq!(row("• c"), row("MYJ •"), "{rows:#?}");
    assert_eq!(rows.iter().filter(|r| r.contains('=')).count(), 2, "one mark for one bead: {rows:#?}");
}

const LONG_ITEM: &str = "- one two three four five six seven eight nine ten eleven";

#[test]
fn text_on_one_side_only_is_one_line_until_it_is_opened() {
    let arabic = ["AWL", "THANY", "THALTH", "RABA"];
    let beads: [(&[usize], &[usize]); 4] = [(&[0], &[0]), (&[1], &[]), (&[2], &[]), (&[3], &[1])];
    let mut page = pair(&arabic, &["first", "second"], &beads);
    page.set_layout(80, 12, Mode::Columns);
    let expected = [
        "   title                               │                               NAWNA",
        "                                       │",
        "▎  first                               =                                 LWA  ▎",
        "                                       │",
        "                                       ·                           2 only Ar ◂",
        "                                       │",
        "   second                              =                                ABAR",
    ];
    assert_eq!(shown(&page)[..7], expected);
    assert_eq!(page.sureness(), Sureness { sure: 2, guessed: 0, one_sided: 2 });
    let fold = page.view()[4].fold.unwrap();
    page.toggle_fold(fold);
    let open = [
        "                                       ·                           2 only Ar ▾",
        "                                       │",
        "                                       ·                               YNAHT",
        "                                       │",
        "                                       ·                              HTLAHT",
        "                                       │",
        "   second                              =                                ABAR",
    ];
    assert_eq!(shown(&page)[4..11], open);
    page.toggle_fold(fold);
    assert_eq!(shown(&page)[..7], expected);
}

#[test]
fn the_mark_opens_the_fold_that_it_stands_on_and_closes_the_one_that_it_stands_in() {
    let beads: [(&[usize], &[usize]); 3] = [(&[0], &[0]), (&[], &[1, 2]), (&[1], &[3])];
    let mut page = pair(&["AWL", "RABA"], &["first", "second", "third", "fourth"], &beads);
    page.set_layout(80, 20, Mode::Columns);
    assert!(!page.toggle_current_fold(), "the first bead has both sides");
    page.next_block();
    assert_eq!((page.current_bead(), page.current_block()), (Some(1), Some((Side::En, 1))));
    assert!(page.toggle_current_fold());
    page.next_block();
    page.next_block();
    assert_eq!(page.current_block(), Some((Side::En, 2)));
    assert_eq!(page.view().iter().filter(|row| row.fold.is_some()).count(), 1);
    assert!(page.toggle_current_fold());
    assert_eq!((page.current_bead(), page.current_block()), (Some(1), Some((Side::En, 1))));
    let hidden = Some((Side::En, Place::Block(2)));
    assert!(page.view().iter().flat_map(|row| &row.pieces).all(|piece| piece.place != hidden));
}

#[test]
fn the_line_of_a_fold_stays_where_it_is_when_it_opens() {
    let lines: Vec<String> = (0..30).map(|i| format!("X{}", "Y".repeat(i))).collect();
    let arabic: Vec<&str> = lines.iter().map(String::as_str).collect();
    let english = vec!["text"; 26];
    let mut beads: Vec<Bead> = Vec::new();
    for i in 0..26 {
        let ar = if i == 10 { (10..15).collect() } else { vec![if i < 10 { i } else { i + 4 }] };
        let en = if i == 10 { vec![] } else { vec![if i < 10 { i } else { i - 1 }] };
        beads.push(Bead { ar, en, confidence: 0.9 });
    }
    let texts = (article(Lang::Ar, "A", &arabic), article(Lang::En, "t", &english));
    let mut page = Page::pair(text_of(texts.0), text_of(texts.1), &beads, options());
    page.set_layout(80, 12, Mode::Columns);
    page.scroll_rows(17);
    let at = |page: &Page| page.view().iter().position(|row| row.fold.is_some()).unwrap();
    let before = at(&page);
    assert!(before > 2);
    page.toggle_fold(0);
    assert_eq!(at(&page), before);
}

#[test]
fn a_narrow_pane_stacks_the_two_texts_bead_by_bead() {
    let mut page = pair(&["ABJD", "HWZ"], &["first", "second"], &[(&[0], &[0]), (&[1], &[1])]);
    page.set_layout(79, 12, Mode::Columns);
    assert_eq!(page.mode(), Mode::Stacked);
    page.set_layout(30, 12, Mode::Columns);
    let expected = [
        "                      NAWNA",
        "",
        "   title",
        "",
        " =                     DJBA  ▎",
        "▎  first",
        "",
        " =                      ZWH",
        "   second",
    ];
    assert_eq!(shown(&page), expected);
    page.set_options(PageOptions { first: Side::En, ..options() });
    assert_eq!(shown(&page)[4..6], ["▎  first                    =", "                       DJBA  ▎"]);
    page.set_layout(80, 12, Mode::Columns);
    assert_eq!(page.mode(), Mode::Columns);
}

#[test]
fn a_guess_is_told_from_what_is_sure() {
    let texts = (article(Lang::Ar, "A", &["ABJD", "HWZ"]), article(Lang::En, "t", &["x", "y"]));
    let bead = |i, confidence| Bead { ar: vec![i], en: vec![i], confidence };
    let mut page = Page::pair(text_of(texts.0), text_of(texts.1), &[bead(0, 0.95), bead(1, 0.3)], options());
    page.set_layout(80, 6, Mode::Columns);
    assert_eq!(with_role(&page, Role::Sure), ["="]);
    assert_eq!(with_role(&page, Role::Guessed), ["≈"]);
    assert_eq!(page.sureness(), Sureness { sure: 1, guessed: 1, one_sided: 0 });
    page.scroll_rows(2);
    assert_eq!(page.current_bead(), Some(0));
    page.next_block();
    assert_eq!(page.current_bead(), Some(1));
}

#[test]
fn a_mark_of_sureness_stays_in_sight_while_its_bead_does() {
    let mut page = uneven(2, 9);
    page.set_layout(80, 4, Mode::Columns);
    page.scroll_rows(7);
    assert!(shown(&page)[0].contains('='), "{:#?}", shown(&page));
}
