//! What markup becomes, piece by piece, however it is written.

use super::{body, check, page};
use crate::article::BlockKind;

/// The lines of a page with this body under a title.
fn lines(html: &str) -> Vec<String> {
    let article = page(&format!("<title>A day at sea</title><h1>A day at sea</h1>{html}"));
    body(&article).into_iter().map(str::to_owned).collect()
}

const TOLD: &str = "The boat left the harbour at dawn with nine people on board.";

#[test]
fn breaks_part_paragraphs_and_joined_lines_stay_whole() {
    assert_eq!(lines(&format!("<div>{TOLD}<br><br>{TOLD} Twice.<br>{TOLD} Thrice.</div>")).len(), 3);
    let broken = "<p>The boat left the harbour at dawn with nine people on board and<br>\
                  a dog that nobody had seen before and that did not bark once in<br>\
                  all the hours that they were at sea, but slept under the sail as<br>\
                  if it had never done anything else in its life.</p>";
    assert_eq!(lines(broken).len(), 1);
}

#[test]
fn references_and_broken_tags_are_undone() {
    let found = lines(
        "<p>Caf&eacute; &amp; bar &#8212; the &laquo;Quay&raquo;&nbsp;&nbsp;was open<b> all <i>night</b> long</i>.\
         <p>It is 3 &lt; 4, and that is the end of it<font>.</div></p><p>Unclosed &quot;quote&lt in the text of the day.",
    );
    assert_eq!(found[0], "Café & bar — the «Quay» was open all night long.");
    assert_eq!(found[1], "It is 3 < 4, and that is the end of it.");
    assert_eq!(found[2], "Unclosed \"quote< in the text of the day.");
}

#[test]
fn references_to_control_characters_harm_nothing() {
    let found = lines("<p>The boat &#27;[31m left &#8238; the harbour &#0; at dawn on Monday.</p>");
    assert!(!found[0].contains(|c: char| c.is_control() || c == '\u{202E}'), "{found:?}");
}

#[test]
fn lists_keep_their_numbers_and_depth_is_flat() {
    let article = page(&format!(
        "<h1>A day at sea</h1><p>{TOLD}</p><ol><li>Rope of ten fathoms<li>Bread<ul><li>white bread</ul><li value=7><p>Oil for lamps</p></ol>\
         <ol start=4><li>Salt for the fish</ol><p>{TOLD} Again.</p>"
    ));
    let items: Vec<(&str, &str)> = article
        .blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Item)
        .map(|b| (b.marker.as_str(), b.text.as_str()))
        .collect();
    let wanted = [
        ("1.", "Rope of ten fathoms"),
        ("2.", "Bread"),
        ("", "white bread"),
        ("7.", "Oil for lamps"),
        ("4.", "Salt for the fish"),
    ];
    assert_eq!(items, wanted);
}

#[test]
fn tables_of_data_are_rows_and_those_of_layout_are_not() {
    let found = lines(&format!(
        "<p>{TOLD}</p><table><caption>Catch of the week in barrels</caption><tr><th>Day<th>Herring<tr><td>Monday<td>12<br>or so<tr><td>Tuesday<td></table>\
         <p>{TOLD} Again.</p>"
    ));
    assert_eq!(
        found[1..5],
        ["Catch of the week in barrels", "Day | Herring", "Monday | 12 or so", "Tuesday"]
    );
    let found = lines(&format!(
        "<table><tr><td><p>{TOLD}</p><p>{TOLD} Again.</p></td><td><table><tr><td><a href=1>x</a></td></tr></table></td></tr></table>"
    ));
    assert_eq!(found.len(), 2);
}

#[test]
fn what_is_hidden_or_inert_is_cut_and_scripts_are_no_text() {
    let article = check(
        &format!(
            "<title>A day at sea</title><h1>A day at sea</h1><p>{TOLD}<span style='display: none'>hidden word</span></p>\
             <div hidden><p>A paragraph that nobody sees on the screen.</p></div><noscript><p>Please switch on the scripts of this page.</p></noscript>\
             <template><p>A template that waits for its letters to come.</p></template><script>document.write('nothing')</script>\
             <style>p {{ color: red }}</style><select><option>Monday</option></select><p>{TOLD} Again.</p>"
        ),
        "A day at sea",
        &[TOLD, &format!("{TOLD} Again.")],
        &["hidden word", "nobody sees", "switch on the scripts", "waits for its letters", "Monday"],
    );
    assert!(article.cut.iter().all(|c| !c.text.contains("nothing") && !c.text.contains("color")));
}

#[test]
fn ruby_quotes_and_exponents_read_as_they_look() {
    let found = lines(
        "<p>The <q>long</q> pier is 10<sup>3</sup> feet, its <ruby>name<rp>(</rp><rt>nomen</rt><rp>)</rp></ruby> is H<sub>2</sub>O, \
         said the man<sup><a href=#n>2</a></sup> on the 2<sup>nd</sup> day.</p>",
    );
    assert_eq!(found[0], "The “long” pier is 10³ feet, its name(nomen) is H2O, said the man on the 2nd day.");
}

#[test]
fn bold_lines_are_headings_and_bold_words_are_not() {
    let article = page(&format!(
        "<h1>A day at sea</h1><p>{TOLD}</p><p><strong>What the crew ate</strong></p><p>{TOLD} <b>Again</b>.</p><p><b>{TOLD} And again.</b></p>"
    ));
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::Heading, BlockKind::Paragraph, BlockKind::Paragraph]);
}

#[test]
fn links_keep_their_ranges_and_lose_what_cannot_be_opened() {
    let article = page(
        "<base href='https://example.org/sea/'><h1>A day at sea</h1><p>The <a href='boat'> boat </a> left <a href='javascript:x()'>at dawn</a> \
         with <a href='#top'>nine</a> people and <a href='https://other.example/قارب'>a dog</a> on board.</p>",
    );
    let block = &article.blocks[0];
    let links: Vec<(&str, &str)> =
        block.links.iter().map(|l| (block.text.get(l.range.clone()).unwrap(), l.url.as_str())).collect();
    assert_eq!(links, [("boat", "https://example.org/sea/boat"), ("a dog", "https://other.example/قارب")]);
}

#[test]
fn a_teaser_between_paragraphs_is_cut() {
    check(
        &format!(
            "<h1>A day at sea</h1><p>{TOLD}</p><p><a href=/2>READ MORE: The dog that came aboard alone</a></p><p>{TOLD} Again.</p>"
        ),
        "A day at sea",
        &[TOLD, &format!("{TOLD} Again.")],
        &["The dog that came"],
    );
}

#[test]
fn a_machine_translation_says_so() {
    let article = page(&format!(
        "<h1>A day at sea</h1><p>This text was translated automatically.</p><p>{TOLD}</p><p>{TOLD} Again.</p>"
    ));
    assert!(article.machine_translated);
    let browser = page(&format!("<html class='translated-rtl'><h1>A day at sea</h1><p>{TOLD}</p></html>"));
    assert!(browser.machine_translated);
}

#[test]
fn a_title_is_found_without_the_sites_name() {
    for (head, title) in [
        ("<title>A day at sea | Quay Post</title>", "A day at sea"),
        ("<title>Quay Post - A day at sea</title>", "A day at sea"),
        ("<title>Quay Post</title><meta property=og:title content='A day at sea'>", "A day at sea"),
        ("", "A day at sea"),
    ] {
        let article = page(&format!(
            "{head}<body><h1>Quay Post</h1><h1>A day at sea</h1><p>{TOLD}</p><p>{TOLD} Again.</p>"
        ));
        assert_eq!(article.title, title, "{head}");
    }
    let shown_nowhere =
        page(&format!("<title>Nine people left at dawn in a boat - Quay Post</title><p>{TOLD}</p>"));
    assert_eq!(shown_nowhere.title, "Nine people left at dawn in a boat");
    assert_eq!(shown_nowhere.source.as_deref(), Some("Quay Post"));
}

#[test]
fn a_date_is_told_by_the_head_the_page_or_the_address() {
    let dated = |head: &str, line: &str| {
        let article =
            page(&format!("{head}<h1>A day at sea</h1><p>{line}</p><p>{TOLD}</p><p>{TOLD} Again.</p>"));
        article.date.map(|d| d.to_string())
    };
    assert_eq!(dated("<meta name=date content=2020-03-03>", "4 March 2020").as_deref(), Some("2020-03-03"));
    assert_eq!(dated("", "Published: 4 March 2020").as_deref(), Some("2020-03-04"));
    assert_eq!(dated("<link rel=canonical href=/2020/03/05/sea>", "x").as_deref(), Some("2020-03-05"));
    assert_eq!(dated("", "x"), None);
}
