//! Every surface with text of both directions on it, in both interfaces. Capitals stand for Arabic letters, before
//! and after: what is compared is the order of the cells from left to right.

use unicode_normalization::UnicodeNormalization;

use super::draw;
use crate::app::fixtures::{facets, model_in, press, rows, type_text};
use crate::app::popup::About;
use crate::app::{Found, Model, Msg, update};
use crate::archive::{Answer, Facet, FacetValue, Field};
use crate::article::Lang;
use ratatui::buffer::Buffer;

/// Letters that join to no ligature, one for each capital.
const LETTERS: &str = "بتثجحخدذرزسشصضطظعغفقكلمنهو";

/// Arabic for what is written with capitals.
fn coded(text: &str) -> String {
    let letter = |c: char| LETTERS.chars().nth((c as usize).checked_sub('A' as usize)?);
    text.chars().map(|c| letter(c).filter(|_| c.is_ascii_uppercase()).unwrap_or(c)).collect()
}

/// A row of the screen with capitals for the Arabic letters, whatever their forms.
fn shown(buffer: &Buffer, y: u16) -> String {
    let capital = |c: char| {
        let place = LETTERS.chars().position(|l| l == c);
        place.map_or(c, |n| char::from(b'A' + n as u8))
    };
    // An ellipsis too has a decomposition, and would take three columns.
    let base = |c: char| if c > '\u{FB4F}' { c.nfkc().next().unwrap_or(c) } else { c };
    // Without marks, so that a character is a column.
    let first = |x: u16| buffer[(x, y)].symbol().chars().next().unwrap_or(' ');
    let cells: String = (0..buffer.area.width).map(|x| capital(base(first(x)))).collect();
    cells.trim_end().to_owned()
}

fn screen(model: &Model, w: u16, h: u16) -> Vec<String> {
    let (buffer, _) = draw(model, w, h);
    (0..h).map(|y| shown(&buffer, y)).collect()
}

#[track_caller]
fn assert_shows(model: &Model, (w, h): (u16, u16), wanted: &str) {
    let rows = screen(model, w, h);
    assert!(rows.iter().any(|row| row.contains(wanted)), "no '{wanted}' in\n{}", rows.join("\n"));
}

#[test]
fn a_title_is_cut_at_its_end_whichever_way_it_runs() {
    for lang in [Lang::En, Lang::Ar] {
        for (title, begin, rtl) in [
            ("ABC def 12 GHI JKL MNO PQR STU VWX ABC DEF GHI", "JKL IHG def 12 CBA", true),
            ("ABC (def) GHI JKL MNO PQR STU VWX YZ ABC DEF", "JKL IHG (def) CBA", true),
            ("abc DEF 12 ghi jkl mno pqr stu vwx abc def ghi", "abc 12 FED ghi jkl", false),
        ] {
            let begin = begin.replace("JKL", "LKJ");
            let mut model = model_in(lang, 120, 40);
            let mut row = rows()[0].clone();
            row.title = coded(title);
            model.list.take(vec![row]);
            let area = model.panes.list.unwrap();
            let line = screen(&model, 120, 40).swap_remove(area.y.into());
            let text: String = line.chars().skip(area.x.into()).take(area.w.into()).collect();
            let text = text.trim_matches([' ', '▶', '◀', '●', '│']);
            let (starts, ends) = if rtl { ("…", begin.as_str()) } else { (begin.as_str(), "…") };
            assert!(text.starts_with(starts) && text.ends_with(ends), "{lang:?}: {text}");
        }
    }
}

#[test]
fn a_facets_count_never_changes_places_with_its_label() {
    let value = |value: &str, label: &str, count| FacetValue {
        value: value.into(),
        label_en: coded(label),
        label_ar: coded(label),
        count,
        ..facets()[0].values[0].clone()
    };
    let values = vec![
        value("a", "ABC", 120),
        value("b", "AB 12", 34),
        value("c", "AB (cd)", 5),
        value("d", "france", 6),
    ];
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        model.facets.show(
            vec![Facet { field: Field::Country, values: values.clone() }],
            &[],
            &crate::archive::Query::default(),
        );
        let area = model.panes.facets.unwrap();
        let rows = screen(&model, 120, 40);
        let pane = |y: u16| -> String {
            rows[usize::from(y)].chars().skip(area.x.into()).take(area.w.into()).collect::<String>()
        };
        let all: Vec<String> = (area.y..area.y + area.h).map(pane).collect();
        for (label, count) in [("CBA", "120"), ("12 BA", "34"), ("(cd) BA", "5"), ("france", "6")] {
            let seen =
                all.iter().find(|row| row.contains(label)).unwrap_or_else(|| panic!("{label}: {all:#?}"));
            let words: Vec<&str> = seen.split_whitespace().filter(|w| !["▶", "◀", "│"].contains(w)).collect();
            let expected = label.split(' ');
            let expected: Vec<&str> = match lang {
                Lang::Ar => std::iter::once(count).chain(expected).collect(),
                _ => expected.chain([count]).collect(),
            };
            assert_eq!(words, expected, "{lang:?}: {seen}");
        }
    }
}

#[test]
fn a_count_before_an_exclusion_gives_way_to_the_name_it_would_cut() {
    let value = |label: &str, before, after| FacetValue {
        value: label.into(),
        label_en: label.into(),
        before,
        after,
        count: after,
        ..facets()[0].values[0].clone()
    };
    let values =
        vec![value("France", 12, 9), value("United States", 1_234, 1_200), value("Oman", 1_234, 1_200)];
    let mut model = model_in(Lang::En, 120, 30);
    let query = crate::archive::Query::default();
    model.facets.show(vec![Facet { field: Field::Country, values }], &[], &query);
    let area = model.panes.facets.unwrap();
    assert!(area.w < 26, "a narrow pane: {area:?}");
    let rows = screen(&model, 120, 30).join("\n");
    for told in ["France", "12→9", "United States", "1200", "Oman", "1234→1200"] {
        assert!(rows.contains(told), "{told}: {rows}");
    }
    assert_eq!(
        rows.matches("1234→1200").count(),
        1,
        "the long name is whole, the short one has both: {rows}"
    );
}

#[test]
fn a_filter_beside_arabic_words_keeps_its_minus() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "/");
        type_text(&mut model, &coded("ABC -country:"));
        type_text(&mut model, "RU");
        assert_shows(
            &model,
            (120, 1),
            if lang == Lang::Ar { "-country:RU CBA /" } else { "/ -country:RU CBA" }
                .replace("/ -", "/  -")
                .as_str(),
        );
        press(&mut model, "Enter");
        // What is in force is told in words, each piece in its own direction with its sign behind it.
        let (ours, told) =
            (screen(&model, 120, 1).remove(0), if lang == Lang::Ar { "× RU" } else { "not RU ×" });
        assert!(ours.contains(told) && ours.contains("CBA"), "{ours}");
    }
}

#[test]
fn what_went_wrong_is_told_with_its_path_in_order() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        let fault = coded("cannot read '/home/ABC/DEF 2/x.txt' (13): check 'G' 5");
        update(&mut model, Msg::Failed(fault));
        let wanted = "cannot read '/home/CBA/2 FED/x.txt' (13): check 'G' 5";
        assert_shows(&model, (120, 40), wanted);
    }
}

#[test]
fn a_mistake_in_a_query_is_told_with_what_was_typed_in_order() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "/");
        type_text(&mut model, &coded("year:ABC"));
        let (_, fault) = model.prompt.as_ref().unwrap().fault.clone().unwrap();
        assert!(fault.contains(&coded("ABC")), "{fault}");
        let row = screen(&model, 120, 40).pop().unwrap();
        // In English from left to right, what was typed turned in its place; in Arabic all of it from the right.
        let wanted =
            if lang == Lang::En { "'CBA' is no year at column 6: write 2018, 2018..2021" } else { "'CBA'" };
        assert!(row.contains(wanted), "{lang:?}: {row}");
        assert_eq!(lang == Lang::En, row.contains("is no year"), "{row}");
    }
}

#[test]
fn a_removed_title_leaves_the_order_of_its_sentence_alone() {
    for (lang, wanted) in [(Lang::En, "(12) CBA"), (Lang::Ar, "(12) CBA")] {
        let mut model = model_in(lang, 120, 40);
        let mut row = rows()[1].clone();
        row.title = coded("ABC (12)");
        model.list.take(vec![row]);
        let said = model.words.fill("message.removed", &[("title", &coded("ABC (12)"))]);
        update(&mut model, Msg::Done(said));
        model.list.take(vec![rows()[1].clone()]);
        assert_shows(&model, (120, 40), wanted);
    }
}

#[test]
fn an_address_in_a_pop_up_reads_from_the_left() {
    use crate::app::popup::{Item, Popup};

    let address = coded("https://a.example/AB/CD?x=1");
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "?");
        let items = vec![Item::labelled(coded("EF (1)"), crate::text::isolate_address(&address)); 2];
        model.popup = Some(Popup::new(About::Links(vec![address.clone(); 2]), coded("GHI 2"), items));
        update(&mut model, Msg::Resize(120, 40));
        assert_shows(&model, (120, 40), "https://a.example/DC/BA?x=1");
        assert_shows(&model, (120, 40), "(1) FE");
        assert_shows(&model, (120, 40), "2 IHG");
    }
}

#[test]
fn keys_in_help_and_in_hints_are_written_as_they_are_pressed() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 60);
        press(&mut model, "?");
        let rows = screen(&model, 120, 60).join("\n");
        for keys in ["Ctrl-f", "Ctrl-d", "PageDown", "g g", "Ctrl-r"] {
            assert!(rows.contains(keys), "{lang:?}: no {keys} in\n{rows}");
        }
    }
}

#[test]
fn numbers_and_their_signs_keep_their_order_in_both_interfaces() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "j Enter");
        assert_shows(&model, (120, 40), "0 %");
        press(&mut model, "Esc");
        update(&mut model, Msg::Resize(50, 20));
        assert_shows(&model, (50, 20), "2/4");
        // The date of the second row keeps its order beside Arabic.
        assert_shows(&model, (50, 20), "2023-05-02");
    }
}

#[test]
fn the_caret_walks_over_every_cell_of_a_mixed_line_once_in_both_interfaces() {
    for (lang, text) in [
        (Lang::En, "ABC def GHI"),
        (Lang::Ar, "ABC def GHI"),
        (Lang::En, "abc DEF 12 -x:y"),
        (Lang::Ar, "abc DEF 12 -x:y"),
        (Lang::Ar, "12"),
    ] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "/");
        type_text(&mut model, &coded(text));
        let caret = |model: &Model| draw(model, 120, 40).1.unwrap().0;
        for _ in 0..40 {
            press(&mut model, "Left");
        }
        let mut columns = vec![caret(&model)];
        for _ in 0..40 {
            press(&mut model, "Right");
            columns.push(caret(&model));
        }
        columns.dedup();
        // A place before each cell and one at the line's end, one column apart, from left to right.
        let wanted: Vec<u16> = (columns[0]..).take(text.chars().count() + 1).collect();
        assert_eq!(columns, wanted, "{lang:?} {text}");
        for _ in 0..40 {
            press(&mut model, "Left");
        }
        assert_eq!(caret(&model), columns[0], "and back");
    }
}

#[test]
fn home_and_end_are_those_of_the_text_and_words_go_the_way_of_the_key() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "/");
        type_text(&mut model, &coded("AB CD EF"));
        let end = draw(&model, 120, 40).1.unwrap().0;
        press(&mut model, "Home");
        assert_eq!(draw(&model, 120, 40).1.unwrap().0, end + 8, "a right-to-left text begins at its right");
        press(&mut model, "Ctrl-Left");
        assert_eq!(model.typed().unwrap().caret(), coded("AB ").len());
        press(&mut model, "Ctrl-Left Ctrl-Right");
        assert_eq!(model.typed().unwrap().caret(), coded("AB ").len());
        press(&mut model, "End Ctrl-Right");
        assert_eq!(model.typed().unwrap().caret(), coded("AB CD ").len());
        press(&mut model, "Ctrl-u");
        type_text(&mut model, "ab cd");
        press(&mut model, "Ctrl-Left");
        assert_eq!(model.typed().unwrap().caret(), 3);
    }
}

#[test]
fn a_long_line_scrolls_with_its_caret_in_every_direction() {
    for lang in [Lang::En, Lang::Ar] {
        for word in ["ABC ", "abc "] {
            let mut model = model_in(lang, 40, 12);
            press(&mut model, "/");
            type_text(&mut model, &coded(&word.repeat(40)));
            type_text(&mut model, &coded(if word == "ABC " { "XYZ" } else { "xyz" }));
            let (last, first) = if word == "ABC " { ("ZYX", "CBA") } else { ("xyz", "abc") };
            assert_shows(&model, (40, 1), last);
            press(&mut model, "Home");
            let (buffer, caret) = draw(&model, 40, 12);
            assert!(shown(&buffer, 0).contains(first) && !shown(&buffer, 0).contains(last));
            // The caret covers the first letter.
            let under: String = buffer[caret.unwrap()].symbol().nfkc().collect();
            assert_eq!(under, coded(word.get(..1).unwrap()), "{lang:?} {word}");
            for _ in 0..163 {
                press(&mut model, if word == "ABC " { "Left" } else { "Right" });
                let (buffer, caret) = draw(&model, 40, 12);
                let byte = model.typed().unwrap().caret();
                let letter = model.typed().unwrap().text().get(byte..).unwrap().chars().next().unwrap_or(' ');
                let under: String = buffer[caret.unwrap()].symbol().nfkc().collect();
                assert_eq!(under, letter.to_string(), "{lang:?} at {byte}");
            }
        }
    }
}

#[test]
fn the_caret_on_lam_alef_stands_on_its_cell_and_passes_it_in_one_step() {
    let mut model = model_in(Lang::En, 120, 40);
    press(&mut model, "/");
    type_text(&mut model, "بلاغ");
    let end = draw(&model, 120, 40).1.unwrap().0;
    press(&mut model, "Right");
    assert_eq!(draw(&model, 120, 40).1.unwrap().0, end + 1, "on ghain");
    press(&mut model, "Right");
    let (buffer, caret) = draw(&model, 120, 40);
    assert_eq!(buffer[caret.unwrap()].symbol(), "\u{FEFC}");
    press(&mut model, "Right");
    let (buffer, caret) = draw(&model, 120, 40);
    assert_eq!(buffer[caret.unwrap()].symbol(), "\u{FE91}");
    // Behind lam-alef, Backspace takes the alef, then the lam.
    press(&mut model, "End Left Right Backspace");
    assert_eq!(model.typed().unwrap().text(), "بلغ");
    press(&mut model, "Backspace");
    assert_eq!(model.typed().unwrap().text(), "بغ");
}

#[test]
fn a_paste_is_one_tame_line_at_the_caret() {
    let mut model = model_in(Lang::En, 120, 30);
    press(&mut model, "/");
    type_text(&mut model, "ab");
    press(&mut model, "Left");
    let pasted = format!("\n{}\r\n\u{1b}[2J\u{202E}x\u{2067}y\u{9b}\t\u{200F}z\n", coded("CD"));
    update(&mut model, Msg::Paste(pasted));
    assert_eq!(model.typed().unwrap().text(), format!("a{} [2Jxy zb", coded("CD")));
    update(&mut model, Msg::Paste("ا\u{64E}".repeat(250_000)));
    assert!(model.typed().unwrap().text().len() < 3000);
    draw(&model, 80, 24);
    // Where nothing is typed, a paste does nothing: a page of commands must not run.
    press(&mut model, "Esc");
    let before = screen(&model, 80, 24);
    update(&mut model, Msg::Paste("qqq".into()));
    assert_eq!(screen(&model, 80, 24), before);
}

#[test]
fn an_empty_answer_names_its_filter_in_order() {
    for lang in [Lang::En, Lang::Ar] {
        let mut model = model_in(lang, 120, 40);
        press(&mut model, "/");
        type_text(&mut model, "nothing -country:FR");
        press(&mut model, "Enter");
        let found = Found { answer: Answer::default(), first: Vec::new() };
        assert!(found.first.is_empty());
        assert_shows(&model, (120, 40), "-country:FR");
    }
}
