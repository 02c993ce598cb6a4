//! What is marked and where one stands: matches, evidence, links, furniture, the mouse.

use super::*;
use crate::article::{Cut, Difference, DifferenceKind, Evidence as Words, Link, Tag};

/// Every place at which `word`, in the notation, stands.
fn finder(word: &str) -> impl Fn(&str) -> Vec<std::ops::Range<usize>> {
    let word = ar(word);
    move |text| text.match_indices(word.as_str()).map(|(i, w)| i..i + w.len()).collect()
}

fn matched(page: &mut Page, word: &str) -> usize {
    page.set_matches(Some(&finder(word)));
    page.matches_len()
}

#[test]
fn matches_are_marked_in_title_and_text_and_one_goes_from_one_to_the_next() {
    let mut page = single(Lang::Ar, "NBA ANWAN", &["MN NBA ALY", "SHYA", "NBA NBA"]);
    page.set_layout(40, 10, Mode::Single);
    assert_eq!(matched(&mut page, "NBA"), 4);
    assert_eq!(with_role(&page, Role::Match), ["ABN", "ABN", "ABNABN"]);
    let order: Vec<Option<usize>> = (0..5).map(|_| page.next_match()).collect();
    assert_eq!(order, [Some(0), Some(1), Some(2), Some(3), None]);
    assert_eq!(page.current_match(), Some(3));
    assert_eq!(with_role(&page, Role::CurrentMatch), ["ABN"]);
    assert_eq!(page.prev_match(), Some(2));
    page.set_matches(None);
    assert_eq!((page.matches_len(), page.next_match()), (0, None));
    assert!(with_role(&page, Role::Match).is_empty());
}

#[test]
fn matches_go_across_both_sides_bead_by_bead() {
    let beads: [(&[usize], &[usize]); 2] = [(&[0], &[0]), (&[1], &[1])];
    let mut page = pair(&["QAL X1", "QAL X2"], &["said X3", "said X4"], &beads);
    page.set_layout(80, 10, Mode::Columns);
    page.set_matches(Some(&|text: &str| {
        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i..i + 1).collect()
    }));
    let mut seen = Vec::new();
    while page.next_match().is_some() {
        seen.extend(with_role(&page, Role::CurrentMatch));
    }
    assert_eq!(seen, ["1", "3", "2", "4"]);
}

#[test]
fn a_match_far_below_is_brought_into_sight_and_one_in_sight_moves_nothing() {
    let mut lines = vec!["text"; 300];
    lines[5] = "a needle";
    lines[250] = "the needle";
    let mut page = single(Lang::En, "t", &lines);
    page.set_layout(40, 20, Mode::Single);
    matched(&mut page, "needle");
    page.next_match();
    assert_eq!(page.top(), 0);
    page.next_match();
    let row = shown(&page).iter().position(|r| r.contains("the needle"));
    assert_eq!(row, Some(6), "in the upper third");
    page.to_top();
    assert_eq!(page.next_match(), Some(0), "from where one reads, not from where one was");
    page.to_bottom();
    assert_eq!((page.next_match(), page.prev_match()), (None, Some(1)));
}

#[test]
fn a_match_in_folded_text_opens_it() {
    let beads: [(&[usize], &[usize]); 2] = [(&[0], &[0]), (&[1], &[])];
    let mut page = pair(&["AWL", "NBA"], &["first"], &beads);
    page.set_layout(80, 12, Mode::Columns);
    assert_eq!(matched(&mut page, "NBA"), 1, "also what is hidden is searched");
    assert!(with_role(&page, Role::Match).is_empty());
    assert_eq!(page.next_match(), Some(0));
    assert_eq!(with_role(&page, Role::CurrentMatch), ["ABN"]);
}

#[test]
fn evidence_is_shown_for_all_or_for_one_value() {
    let mut article = article(Lang::En, "france and egypt", &["paris agreed"]);
    let tag = |value: &str, place, range| Tag {
        value: value.into(),
        score: 0.9,
        evidence: vec![Words { place, range }],
    };
    article.countries = vec![tag("FR", Place::Title, 0..6), tag("EG", Place::Title, 11..16)];
    article.topics = vec![tag("norms", Place::Block(0), 6..12)];
    let mut page = Page::single(text_of(article), options());
    page.set_layout(40, 10, Mode::Single);
    page.set_evidence(Evidence::All);
    assert_eq!(with_role(&page, Role::Evidence), ["franceegypt", "agreed"]);
    page.set_evidence(Evidence::Of("EG".into()));
    assert_eq!(with_role(&page, Role::Evidence), ["egypt"]);
    page.set_evidence(Evidence::Off);
    assert!(with_role(&page, Role::Evidence).is_empty());
}

#[test]
fn links_are_styled_listed_in_order_and_found_by_the_mouse() {
    let mut article = article(Lang::Ar, "ANWAN", &["RABT HNA", "see here"]);
    let link = |range, url: &str| Link { range, url: url.into() };
    article.blocks[0].links = vec![link(0..8, "https://a.example/")];
    article.blocks[1].links = vec![link(4..8, "https://b.example/")];
    let mut page = Page::single(text_of(article), options());
    page.set_layout(40, 10, Mode::Single);
    assert_eq!(with_role(&page, Role::Link), ["TBAR", "here"]);
    let urls: Vec<String> = page.links().into_iter().map(|l| l.url).collect();
    assert_eq!(urls, ["https://a.example/", "https://b.example/"]);
    // A 40-column pane: the right-to-left text ends at column 36, its first letter is painted there.
    assert_eq!(page.hit(36, 2), Some(Hit::Text(Side::Ar, Place::Block(0), 0)));
    assert_eq!(page.hit(35, 2), Some(Hit::Text(Side::Ar, Place::Block(0), 2)));
    assert_eq!(page.link_at(Side::Ar, Place::Block(0), 2), Some("https://a.example/"));
    assert_eq!(page.link_at(Side::Ar, Place::Block(0), 9), None);
    assert_eq!(page.hit(7, 4), Some(Hit::Text(Side::Ar, Place::Block(1), 4)));
    let beside = [(5, 1), (5, 30), (9, 2), (30, 4)].map(|(x, row)| page.hit(x, row));
    assert_eq!(beside, [None; 4], "a blank row, below the text, and on either side of it");
}

#[test]
fn furniture_is_shown_on_request_where_it_stood_with_its_reason() {
    let mut article = article(Lang::En, "t", &["first", "second"]);
    let cut = |text: &str, reason: &str, after| Cut { text: text.into(), reason: reason.into(), after };
    article.cut =
        vec![cut("Home", "navigation", -1), cut("Share\nthis", "share", 0), cut("End", "related", 9)];
    let mut page = Page::single(text_of(article), options());
    page.set_layout(60, 20, Mode::Single);
    let plain = ["   t", "", "▎  first", "", "   second"];
    assert_eq!(shown(&page), plain);
    page.show_cut(true);
    let cut = [
        "   t",
        "",
        "   [navigation] Home",
        "",
        "▎  first",
        "▎",
        "▎  [share] Share this",
        "",
        "   second",
        "",
        "   [related] End",
    ];
    let rows: Vec<String> = shown(&page);
    let without_mark = |row: &str| row.replace('▎', " ").trim_end().to_owned();
    let rows: Vec<String> = rows.iter().map(|r| without_mark(r)).collect();
    assert_eq!(rows, cut.map(without_mark));
    assert_eq!(with_role(&page, Role::Cut).len(), 3);
    page.show_cut(false);
    assert_eq!(shown(&page), plain);
}

#[test]
fn a_machine_translation_and_the_original_title_are_told_under_the_title() {
    let mut article = article(Lang::En, "the talks", &["text"]);
    article.original_title = Some(ar("ALMHADTHAT"));
    article.machine_translated = true;
    article.source = Some("Wire".into());
    let mut page = Page::single(text_of(article), options());
    page.set_layout(60, 10, Mode::Single);
    let rows = shown(&page);
    assert_eq!(
        rows[..3],
        [
            "   the talks".to_owned(),
            format!("{:>57}", "TAHTDAHMLA"),
            "   Wire · machine translation".to_owned(),
        ]
    );
    assert_eq!(with_role(&page, Role::Guessed), ["machine translation"]);
}

#[test]
fn the_line_under_the_title_breaks_between_names_and_no_row_begins_with_a_dot() {
    let names = ["United Kingdom", "United States", "Central African Republic", "The Evening Gazette"];
    for width in 32..90 {
        let article = Arc::new(article(Lang::En, "t", &["x"]));
        let meta = names.map(str::to_owned).to_vec();
        let mut page = Page::single(SideText { article, meta, note: String::new() }, options());
        page.set_layout(width, 12, Mode::Single);
        let rows = shown(&page);
        for name in names {
            assert!(rows.iter().any(|row| row.contains(name)), "{name} is torn at {width}: {rows:#?}");
        }
        assert!(rows.iter().all(|row| !row.trim_start().starts_with('·')), "{width}: {rows:#?}");
    }
}

#[test]
fn what_stands_on_one_side_only_is_marked_and_gone_through_in_reading_order() {
    let beads: [(&[usize], &[usize]); 2] = [(&[0], &[0]), (&[1], &[1])];
    let mut page = pair(&["QAL 5", "QAL"], &["said 7", "said no"], &beads);
    page.set_layout(80, 10, Mode::Columns);
    let difference = |side: Lang, block: usize, range: std::ops::Range<usize>, kind| Difference {
        kind,
        side,
        block,
        range,
    };
    let five = ar("QAL ").len();
    page.set_differences(&[
        difference(Lang::En, 1, 5..7, DifferenceKind::Negation),
        difference(Lang::En, 0, 5..6, DifferenceKind::Number),
        difference(Lang::Ar, 0, five..five + 1, DifferenceKind::Number),
        difference(Lang::En, 9, 0..1, DifferenceKind::Number),
    ]);
    assert_eq!(page.differences_len(), 3, "one in a block that is not there is left out");
    assert_eq!(with_role(&page, Role::Difference).concat().len(), 4, "5, 7 and no");
    let steps: Vec<_> = (0..4).map(|_| page.step_difference(true)).collect();
    let expected = [
        Some((0, DifferenceKind::Number, Side::Ar)),
        Some((1, DifferenceKind::Number, Side::En)),
        Some((2, DifferenceKind::Negation, Side::En)),
        None,
    ];
    assert_eq!(steps, expected);
    assert_eq!(with_role(&page, Role::CurrentMatch), ["no"]);
    assert_eq!(page.step_difference(false).map(|step| step.0), Some(1));
    page.turn_differences(true);
    assert_eq!(page.step_difference(true).map(|step| step.0), Some(0));
}
