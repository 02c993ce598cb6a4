//! The page as a whole: nothing lost, nothing doubled, places kept, long articles, any size.

use proptest::arbitrary::any;
use proptest::collection::vec as several;
use proptest::strategy::Strategy;
use proptest::test_runner::Config;
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::*;

/// Scrolls from the top row by row and gives every line of the articles' own text in the order in which it came
/// in at the bottom, each once; a line that is twice in one window is an error.
fn read_through(page: &mut Page) -> Vec<(Side, Place, usize)> {
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    page.to_top();
    loop {
        let mut window = BTreeSet::new();
        for piece in page.view().iter().flat_map(|row| &row.pieces) {
            let Some((side, place)) = piece.place else { continue };
            let line = (side, place, piece.line.range.start);
            assert!(window.insert(line), "{line:?} is twice in one window");
            if seen.insert(line) {
                order.push(line);
            }
        }
        if !page.scroll_rows(1) {
            return order;
        }
    }
}

/// What [`read_through`] is to give, in any order: every line of title and blocks.
fn all_lines(page: &Page) -> BTreeSet<(Side, Place, usize)> {
    let mut lines = BTreeSet::new();
    for side in page.sides() {
        let article = page.article(side).unwrap();
        let places = (0..article.blocks.len()).map(Place::Block).chain([Place::Title]);
        for place in places.filter(|place| *place != Place::Title || !article.title.is_empty()) {
            let unit = Unit::at(side, place);
            let mut galley = page.galley.borrow_mut();
            for line in 0..galley.rows(&page.manuscript, unit) {
                lines.insert((side, place, galley.range(&page.manuscript, unit, line).start));
            }
        }
    }
    lines
}

#[test]
fn resizing_keeps_the_text_at_the_top_and_resizing_back_brings_the_same_page() {
    let lines: Vec<String> =
        (0..60).map(|i| (0..40).map(|w| format!("w{i}x{w}")).collect::<Vec<_>>().join(" ")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(60, 20, Mode::Single);
    page.scroll_rows(143);
    let before = shown(&page);
    let first = before[0].replace('▎', "").split_whitespace().next().unwrap().to_owned();
    for width in [40, 90, 24, 33, 120] {
        page.set_layout(width, 20, Mode::Single);
        assert!(shown(&page)[0].contains(&first), "{width}: {first} {:?}", shown(&page)[0]);
    }
    page.set_layout(60, 20, Mode::Single);
    assert_eq!(shown(&page), before);
}

#[test]
fn a_mark_put_by_hand_stays_in_sight_in_every_window() {
    let text = "some words that take a few rows in a narrow window ".repeat(6);
    let lines = [text.trim(); 12];
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(120, 48, Mode::Single);
    for _ in 0..3 {
        page.next_block();
    }
    let marked = page.current_block();
    let before = shown(&page);
    for (width, height) in [(60, 20), (30, 8), (24, 2), (90, 28)] {
        page.set_layout(width, height, Mode::Single);
        assert_eq!(page.current_block(), marked);
        assert!(page.view().iter().any(|row| row.current), "{width}x{height}: {:#?}", shown(&page));
    }
    page.set_layout(120, 48, Mode::Single);
    assert_eq!(shown(&page), before);
}

#[test]
fn a_reading_place_is_kept_by_its_block() {
    let lines: Vec<String> = (0..100).map(|i| format!("block {i}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(60, 10, Mode::Single);
    assert_eq!(page.place_at_top(Side::En), None, "at the head there is nothing to keep");
    page.scroll_rows(80);
    let place = page.place_at_top(Side::En).unwrap();
    let mut again = single(Lang::En, "t", &lines);
    again.set_layout(40, 10, Mode::Single);
    again.restore(Side::En, place);
    assert!(shown(&again)[0].contains(&format!("block {place}")), "{:#?}", shown(&again));
    again.restore(Side::En, 5000);
    assert_eq!(again.place_at_top(Side::En), Some(place), "a block that is gone moves nothing");
}

#[test]
fn the_mark_goes_paragraph_by_paragraph_and_the_window_with_it() {
    let long = "word ".repeat(60);
    let lines = ["one", "two", long.trim(), "four"];
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(30, 6, Mode::Single);
    let mut blocks = vec![page.current_block().unwrap().1];
    let mut seen_of_long = BTreeSet::new();
    while page.next_block() {
        blocks.push(page.current_block().unwrap().1);
        let pieces = page.view().into_iter().flat_map(|row| row.pieces);
        let of_long = pieces.filter(|piece| piece.place == Some((Side::En, Place::Block(2))));
        seen_of_long.extend(of_long.map(|piece| piece.line.range.start));
        assert!(page.view().iter().any(|row| row.current), "the marked paragraph is in sight");
    }
    blocks.dedup();
    assert_eq!(blocks, [0, 1, 2, 3]);
    let rows = page.galley.borrow_mut().rows(&page.manuscript, Unit::Block(Side::En, 2));
    assert!(rows > 6);
    assert_eq!(seen_of_long.len(), rows, "a paragraph longer than the window is read to its end");
    while page.prev_block() {}
    assert_eq!((page.top(), page.current_block()), (0, Some((Side::En, 0))));
}

#[test]
fn scrolling_takes_the_mark_along_and_progress_goes_from_0_to_100() {
    let lines: Vec<String> = (0..50).map(|i| format!("block {i}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(60, 12, Mode::Single);
    assert_eq!((page.progress(), page.current_block()), (0, Some((Side::En, 0))));
    let mut last = 0;
    let mut progress = 0;
    while page.scroll_rows(1) {
        let block = page.current_block().unwrap().1;
        assert!(block >= last && page.progress() >= progress);
        (last, progress) = (block, page.progress());
    }
    assert_eq!((last, progress), (49, 100), "the end can be marked, though the window cannot go beyond it");
    page.scroll_rows(i64::MIN);
    assert_eq!(page.top(), 0);
    page.scroll_pages(1.0);
    assert_eq!(page.top(), 10, "two rows stay in sight");
    page.scroll_rows(i64::MAX);
    assert_eq!(page.progress(), 100);
}

#[test]
fn a_mark_put_by_hand_stays_while_it_can_be_seen() {
    let lines: Vec<String> = (0..50).map(|i| format!("block {i}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(60, 20, Mode::Single);
    assert!(page.goto_place(Side::En, Place::Block(20), None));
    assert!(!page.goto_place(Side::En, Place::Block(50), None), "there is no such block");
    for _ in 0..6 {
        page.scroll_rows(1);
        assert_eq!(page.current_block(), Some((Side::En, 20)));
    }
    page.scroll_rows(1);
    let now = page.current_block().unwrap().1;
    assert!(now > 20 && now < 30, "gone above the window, the mark is where one reads: {now}");
}

#[test]
fn ten_thousand_blocks_open_without_laying_them_out() {
    let texts: Vec<String> = (0..10_000).map(|i| "a sentence of some words. ".repeat(1 + i % 17)).collect();
    let lines: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(60, 50, Mode::Single);
    page.view();
    assert!(page.galley.borrow().known() < 200, "laid out: {}", page.galley.borrow().known());
    let estimated = page.height();
    page.to_bottom();
    page.scroll_rows(-1_000_000);
    page.scroll_rows(20_000);
    page.view();
    assert!(page.galley.borrow().known() < 1000, "laid out: {}", page.galley.borrow().known());
    for index in 0..page.outline.sections.len() {
        page.rows_of(index);
    }
    let exact = page.height();
    assert!(estimated.abs_diff(exact) * 5 < exact, "estimated {estimated}, exact {exact}");
}

#[test]
fn an_empty_article_and_an_empty_pair_have_a_page() {
    let mut page = Page::single(text_of(Article::default()), options());
    page.set_layout(40, 10, Mode::Single);
    assert_eq!((page.progress(), page.current_block(), page.next_block()), (100, None, false));
    let mut page = pair(&[], &[], &[]);
    page.set_layout(100, 10, Mode::Columns);
    assert_eq!(page.view().len(), 10);
    assert!(!page.prev_block() && page.next_match().is_none() && !page.toggle_current_fold());
}

/// A page out of random blocks and beads; the beads need not fit.
fn any_page() -> impl Strategy<Value = Page> {
    let block = prop_oneof![
        "[A-Z]{1,9}( [A-Z]{1,9}){0,40}",
        "[a-z]{1,9}( [a-z0-9A-Z]{1,9}){0,40}",
        "- [A-Z]{1,9}( [a-z]{1,9}){0,9}",
        "# [a-z]{1,9}",
        "> [A-Z ]{0,60}",
        "",
    ];
    let side = || several(block.clone(), 0..9);
    let run = || several(0..10_usize, 0..3);
    let beads = several((run(), run(), 0.0..1.0_f32), 0..8);
    (side(), side(), beads, any::<bool>()).prop_map(|(arabic, english, beads, alone)| {
        let lines = |lines: &[String]| lines.iter().map(|l| ar(l)).collect::<Vec<_>>();
        let (arabic, english) = (lines(&arabic), lines(&english));
        let refs = |lines: &'_ [String]| blocks(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let arabic =
            Article { lang: Lang::Ar, title: ar("ANWAN"), blocks: refs(&arabic), ..Article::default() };
        let english =
            Article { lang: Lang::En, title: "t".into(), blocks: refs(&english), ..Article::default() };
        if alone {
            return Page::single(text_of(arabic), options());
        }
        let beads: Vec<Bead> =
            beads.into_iter().map(|(ar, en, confidence)| Bead { ar, en, confidence }).collect();
        Page::pair(text_of(arabic), text_of(english), &beads, options())
    })
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(96) })]

    #[test]
    fn every_line_is_read_once(mut page in any_page(), width in 1..130_u16, window in 1..30_u16) {
        page.set_layout(width, window, Mode::Columns);
        for fold in 0..page.folds.len() {
            page.toggle_fold(fold);
        }
        let read = read_through(&mut page);
        prop_assert_eq!(&read.iter().copied().collect::<BTreeSet<_>>(), &all_lines(&page));
        for side in Side::BOTH {
            let own: Vec<_> = read.iter().filter(|(s, _, _)| *s == side).map(|(_, p, b)| (*p, *b)).collect();
            prop_assert!(own.is_sorted(), "in the order of the article");
        }
        let exact: u32 = (0..page.outline.sections.len()).map(|i| page.rows_of(i)).sum();
        prop_assert_eq!(page.height(), exact as usize);
    }

    #[test]
    fn no_size_and_no_order_of_motions_panics(
        mut page in any_page(),
        steps in several((0..14_u8, 0..140_u16, 0..40_u16), 1..40),
    ) {
        page.set_matches(Some(&|text: &str| text.match_indices('a').map(|(i, w)| i..i + w.len()).collect()));
        for (step, x, y) in steps {
            match step {
                0 | 1 => page.set_layout(x, y, Mode::Columns),
                2 => page.set_layout(x % 6, y % 4, Mode::Stacked),
                3 => drop(page.scroll_rows(i64::from(x) - 70)),
                4 => drop(page.scroll_pages(f32::from(y) - 20.0)),
                5 => page.to_bottom(),
                6 => page.to_top(),
                7 => drop(page.next_block()),
                8 => drop(page.prev_block()),
                9 => page.toggle_fold(usize::from(y % 4)),
                10 => drop(page.next_match()),
                11 => drop(page.goto_place(Side::En, Place::Block(usize::from(y % 9)), Some(usize::from(x)))),
                12 => page.restore(Side::Ar, usize::from(y % 9)),
                _ => page.show_cut(x % 2 == 0),
            }
            let rows = page.view();
            prop_assert!(rows.len() <= usize::from(page.window));
            let wide = rows.iter().flat_map(|r| &r.pieces).all(|p| p.x + p.width <= page.width.max(2));
            prop_assert!(wide, "a piece leaves the pane");
            for row in &rows {
                let apart = row.pieces.windows(2).all(|two| two[0].x + two[0].width <= two[1].x);
                prop_assert!(apart, "two pieces on each other");
            }
            page.hit(x, y);
            prop_assert!(page.progress() <= 100 && page.top() <= page.height());
            if page.window > 0 && page.height() > usize::from(page.window) && page.width > 0 {
                prop_assert_eq!(rows.len(), usize::from(page.window), "the window is filled");
            }
        }
    }
}
