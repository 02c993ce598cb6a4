//! Each short way gives what the general way gives.

use proptest::strategy::{Just, Strategy};
use proptest::test_runner::{Config, TestCaseError};
use proptest::{arbitrary::any, prop_assert_eq, prop_oneof, proptest};

use crate::text::layout::End;
use crate::text::{Controls, Direction, Options, Paragraph, clean, glance, paragraph, wrap};

/// Text as people write it, with now and then what the short ways leave alone.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[\u{627}\u{628}\u{644}\u{644}\u{645}\u{647}\u{648}\u{622}\u{640}\u{6CC}\u{6A9}\u{6D5}\u{621}]{1,5}",
        4 => "([\u{644}\u{628}\u{627}\u{647}\u{62F}][\u{64E}\u{651}\u{670}\u{654}\u{200C}]{0,2}){1,4}",
        4 => "[a-d\u{E9}]{1,6}",
        4 => "[0-9\u{661}\u{6F2}.,:/+%$\u{66B}-]{1,4}",
        2 => "[\u{5D0}-\u{5D3}]{1,3}",
        2 => "[(\\[{]{1,2}[a\u{628}1 ]{0,3}[)\\]}]{0,2}",
        6 => "[ ]{1,2}",
        4 => "[.,:;!?\u{60C}\u{61B}\u{61F}\u{AB}\u{BB}\u{201C}\u{201D}\u{2019}\u{2026}\u{2013}\u{2014}\u{A0}\u{2022}'\"&*/]{1,2}",
        1 => "[\n\u{AD}\u{200E}\u{200F}\u{61C}\u{2067}\u{2069}\u{4E2D}\u{301}\u{1F1EB}\u{200B}\u{200D}\u{6DD}]",
    ];
    proptest::collection::vec(word, 0..14).prop_map(|words| words.concat())
}

fn options() -> impl Strategy<Value = Options> {
    let base = prop_oneof![2 => Just(None), 1 => Just(Some(Direction::Ltr)), 1 => Just(Some(Direction::Rtl))];
    (base, any::<[bool; 5]>()).prop_map(|(base, [honour, shape, ligature, marks, trailing])| Options {
        base,
        controls: if honour { Controls::Honour } else { Controls::Neutralise },
        shape,
        lam_alef_ligature: ligature,
        marks,
        trailing_blanks: trailing,
        ..Options::default()
    })
}

/// Whether the glance was enough.
fn glanced(text: &str, options: &Options) -> Result<bool, TestCaseError> {
    let Some(short) = glance::clusters(text, options) else { return Ok(false) };
    prop_assert_eq!(clean(text, options.controls), text);
    prop_assert_eq!(short, paragraph::general(text, options), "{:?}", text);
    Ok(true)
}

#[test]
fn a_glance_at_every_character() {
    let mut taken = 0;
    for c in '\0'..='\u{FFFF}' {
        let around = [
            vec![c],
            vec!['\u{628}', c, '\u{64E}', c],
            vec!['\u{644}', '\u{651}', c, '\u{627}', '1', c, '2'],
            vec!['a', ' ', c, 'b', c, ' ', 'c'],
        ];
        for text in around.map(String::from_iter) {
            taken += usize::from(glanced(&text, &Options::default()).unwrap());
        }
    }
    assert!(taken > 2000, "a glance is hardly ever enough: {taken}");
}

proptest! {
    #![proptest_config(Config { cases: Config::default().cases.max(1500), failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_glance_finds_what_the_general_way_finds(text in text(), options in options()) {
        glanced(&text, &options)?;
        let common: String = text.chars().filter(|c| !matches!(c, '\u{61C}' | '\u{301}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..)).collect();
        glanced(&common, &options)?;
    }

    #[test]
    fn lines_of_one_column_clusters_end_where_any_lines_end(text in text(), options in options(), width in 0_usize..15) {
        let paragraph = Paragraph::new(&text, &options);
        if paragraph.is_even() {
            let source = paragraph.source();
            for hang in [true, false] {
                prop_assert_eq!(
                    wrap::plain_lines(source.clusters, width, hang),
                    wrap::lines(source.clusters, width, hang)
                );
            }
        }
    }

    #[test]
    fn a_plain_line_is_the_line_of_the_general_way(
        text in text(), options in options(), a in 0_usize..20, length in 0_usize..30,
    ) {
        let paragraph = Paragraph::new(&text, &options);
        let source = paragraph.source();
        let start = a.min(source.clusters.len());
        let end = (start + length).min(source.clusters.len());
        if let Some(line) = source.plain_line(&(start..end)) {
            prop_assert_eq!(line, source.general_line(start..end, End::Natural));
        }
    }
}

#[test]
fn short_ways_are_taken() {
    for text in ["Plain words, and (some) 12%.", "\u{627}\u{644}\u{628} (ab 12) \u{628}\u{64E}."] {
        let paragraph = Paragraph::new(text, &Options::default());
        assert!(glance::clusters(text, &Options::default()).is_some() && paragraph.is_even(), "{text}");
        let source = paragraph.source();
        assert!(source.plain_line(&(0..source.clusters.len())).is_some(), "{text}");
    }
    let hamza = "\u{62E}\u{627}\u{646}\u{647}\u{654} \u{645}\u{646}";
    assert!(glance::clusters(hamza, &Options::default()).is_some(), "a hamza on heh is Persian");
}
