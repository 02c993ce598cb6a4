//! What folding must make equal, what it must keep apart, and where tokens stand.

use proptest::prelude::*;
use unicode_segmentation::GraphemeCursor;

use super::*;

fn texts(text: &str) -> Vec<String> {
    tokens(text).map(|t| t.text).collect()
}

fn written(text: &str) -> Vec<&str> {
    tokens(text).map(|t| t.written(text)).collect()
}

#[test]
fn spellings_that_readers_take_for_one_fold_to_one() {
    for (a, b) in [
        ("الأمن", "الامن"),
        ("آسيا", "اسيا"),
        ("إيران", "ايران"),
        ("ٱلله", "الله"),
        ("مسؤول", "مسئول"),
        ("شؤون", "شئون"),
        ("على", "علي"),
        ("فرنسی", "فرنسي"),
        ("مدرسة", "مدرسه"),
        ("کتاب", "كتاب"),
        ("\u{FEFB}", "لا"),
        ("\u{FEF7}مة", "لأمة"),
        ("\u{FE85}", "ؤ"),
        ("مسو\u{654}ول", "مسؤول"),
        ("ٌمُدَرِّسَةٌ", "مدرسة"),
        ("الـرَّئِيـسُ", "الرئيس"),
        ("می\u{200C}خواهد", "ميخواهد"),
        ("\u{202B}قال\u{202C}", "قال"),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("Élysée", "elysee"),
        ("E\u{301}lyse\u{301}e", "elysee"),
        ("STRASSE", "straße"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Russia's", "russia"),
        ("RUSSIA’S", "russia"),
        ("Sana'a", "sanaa"),
        ("Qurʾan", "quran"),
        ("U.S.", "us"),
        ("ＣＮＮ", "cnn"),
        ("ﬁle", "file"),
    ] {
        assert_eq!(fold(a), fold(b), "{a} and {b}");
    }
}

#[test]
fn what_readers_tell_apart_stays_apart() {
    for (a, b) in [("كرة", "كرا"), ("وزير", "زير"), ("مسؤول", "مسول"), ("رئيس", "ريس"), ("states", "state")]
    {
        assert_ne!(fold(a), fold(b));
    }
}

#[test]
fn letters_digits_and_scripts_that_stick_together_are_tokens_side_by_side() {
    assert_eq!(texts("35هجمة"), ["35", "هجمه"]);
    assert_eq!(texts("G20"), ["g", "20"]);
    assert_eq!(texts("الـNATO"), ["ال", "nato"]);
    assert_eq!(texts("#الأمن_السيبراني"), ["الامن", "السيبراني"]);
    assert_eq!(
        texts("cyber-attack, v2.5; e.g. end.Next"),
        ["cyber", "attack", "v", "2", "5", "eg", "end", "next"]
    );
    assert_eq!(texts("'quoted' the states' own"), ["quoted", "the", "states", "own"]);
    assert_eq!(texts("\u{FDFA}"), ["صلي", "الله", "عليه", "وسلم"]);
    assert_eq!(texts("… — \u{64B} \u{640} ؟!"), Vec::<String>::new());
}

#[test]
fn a_token_knows_its_original_bytes_with_marks_and_tatweel() {
    assert_eq!(written("قالَ الـرَّئِيـسُ، ٢٠٢٤"), ["قالَ", "الـرَّئِيـسُ", "٢٠٢٤"]);
    assert_eq!(written("Russia's U.S. cafe\u{301}s"), ["Russia's", "U.S", "cafe\u{301}s"]);
    assert_eq!(written("\u{200F}نعم\u{200F} لا"), ["نعم", "لا"]);
}

#[test]
fn a_run_without_end_is_cut_in_its_text_and_whole_in_its_range() {
    let text = "x".repeat(5000);
    let token = tokens(&text).next().unwrap();
    assert_eq!((token.text.len(), token.range), (64, 0..5000));
}

#[test]
fn clitics_lead_from_a_word_to_its_forms() {
    let forms = clitic_forms("لبنان");
    for form in ["لبنان", "ولبنان", "وبلبنان", "للبنان", "فلبنان", "كلبنان"]
    {
        assert!(forms.iter().any(|f| f == form), "{form}");
    }
    assert!(!forms.iter().any(|f| f == "لبن"));

    let forms = clitic_forms(&fold("الحكومة"));
    for form in ["حكومه", "وحكومه", "للحكومه", "وللحكومه", "بالحكومه", "فالحكومه", "سحكومه"]
    {
        assert!(forms.iter().any(|f| f == form), "{form}");
    }
    assert_eq!(forms.first().map(String::as_str), Some("الحكومه"));
}

#[test]
fn the_name_of_god_is_not_a_pronoun_with_an_article() {
    let forms = clitic_forms("الله");
    for form in ["الله", "والله", "بالله", "لله", "ولله"] {
        assert!(forms.iter().any(|f| f == form), "{form}");
    }
    assert!(!forms.iter().any(|f| f == "له" || f == "وله"));
}

#[test]
fn clitics_are_arabic_only_and_no_form_comes_twice() {
    assert_eq!(clitic_forms("cyber"), ["cyber"]);
    assert_eq!(clitic_forms("و"), ["و"]);
    assert!(!clitic_forms("من").iter().any(|f| f == "سمن"));
    for word in ["امن", "الامن", "لجنه", "الله", "المانيا", "من", "اليد"] {
        let forms = clitic_forms(word);
        let distinct: std::collections::HashSet<_> = forms.iter().collect();
        assert_eq!(distinct.len(), forms.len(), "{forms:?}");
        assert!(forms.len() <= 48, "{word}: {}", forms.len());
    }
}

#[test]
fn light10_joins_forms_and_spares_names() {
    let none = Protected::default();
    for group in [
        &["مدرسة", "المدرسة", "والمدرسة", "للمدرسة", "وللمدرسة", "وبالمدرسة"][..],
        &["انتخابات", "الانتخابات", "والانتخابات"],
        &["وزير", "الوزير", "والوزير"],
        &["وكالة", "الوكالة", "وكالات"],
        &["attack", "attacks", "attacked"],
    ] {
        let stems: std::collections::HashSet<_> =
            group.iter().map(|w| stem(&fold(w), &none).into_owned()).collect();
        assert_eq!(stems.len(), 1, "{group:?}: {stems:?}");
    }
    assert_eq!(light10("الله"), "الله");
    assert_eq!(light10("سنه"), "سنه");
}

#[test]
fn protected_names_have_one_stem_behind_clitics() {
    let names = Protected::new(["لبنان", "السودان", "عُمان", "Wales", "الولايات المتحدة"]);
    for (word, expected) in [
        ("لبنان", "لبنان"),
        ("ولبنان", "لبنان"),
        ("للبنان", "لبنان"),
        ("وبلبنان", "لبنان"),
        ("لبن", "لبن"),
        ("السودان", "سودان"),
        ("للسودان", "سودان"),
        ("سوداني", "سودان"),
        ("بعمان", "عمان"),
        ("wales", "wales"),
    ] {
        assert_eq!(stem(&fold(word), &names), expected, "{word}");
    }
    assert_ne!(stem(&fold("ولاية"), &names), fold("الولايات"));
    assert_eq!(stem(&fold("الولايات"), &names), light10(&fold("الولايات")));
}

#[test]
fn the_written_form_differs_from_another_in_anything_but_bidi_controls() {
    assert_eq!(written_form("\u{200F}أمن"), written_form("ا\u{654}من"));
    assert_ne!(written_form("أمن"), written_form("امن"));
    assert_ne!(written_form("Paris"), written_form("paris"));
}

/// Text with much of what matters here in it.
fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        "[ء-ي\u{64B}-\u{655}ـ٠-٩ ]{1,6}",
        "[a-zA-Z0-9'’. _-]{1,6}",
        "[\u{200C}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFF}]{1,3}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn ranges_ascend_on_character_boundaries(text in mixed()) {
        let mut last = 0..0;
        for token in tokens(&text) {
            prop_assert!(text.get(token.range.clone()).is_some_and(|s| !s.is_empty()));
            // What two tokens share is one character that stands for several words.
            let shared = text.get(token.range.start..last.end).map_or(0, |s| s.chars().count());
            prop_assert!(token.range.start >= last.start && shared <= 1, "{:?} after {last:?}", token.range);
            prop_assert!(!token.text.is_empty() && token.text.chars().count() <= 64);
            last = token.range;
        }
    }

    #[test]
    fn folding_what_is_folded_changes_nothing(text in "[ء-ي\u{64B}-\u{655}ـ٠-٩a-zA-Z0-9'. À-ÿ\u{FE80}-\u{FEFC}-]{0,40}") {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn arabic_and_latin_tokens_end_on_grapheme_ends(text in "[ء-ي\u{64B}-\u{655}ـ٠-٩a-z '.\u{300}-\u{308}\u{200C}\u{200F}]{0,40}") {
        for token in tokens(&text) {
            let mut cursor = GraphemeCursor::new(token.range.end, text.len(), true);
            prop_assert!(cursor.is_boundary(&text, 0).unwrap(), "{:?} in {text:?}", token.range);
        }
    }

    #[test]
    fn stems_never_panic(text in mixed()) {
        let names = Protected::new(["لبنان"]);
        for token in tokens(&text) {
            prop_assert!(!stem(&token.text, &names).is_empty());
            prop_assert!(clitic_forms(&token.text).first() == Some(&token.text));
        }
    }
}
