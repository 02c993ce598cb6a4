//! The order of names: by the alphabet of the interface's language, not by the numbers of characters.
//!
//! Arabic names are compared as they fold (the forms of alef are one letter, hamza on its seats is hamza, marks do not
//! count) and without the article ال, which would put half of all names under alef; the letters that Persian and Urdu
//! add stand behind the letter that they are made from. Latin names are compared without case and accents. Names in
//! the interface's own script come first, names that begin with a digit before all.

use crate::article::Lang;
use crate::fold::fold;

/// The key by which a name is sorted: the class of its first letter, its letters, and the name itself for names that
/// are one but for marks and case.
pub(super) fn key(name: &str, lang: Lang) -> (u8, Vec<(char, u8)>, String) {
    let folded = fold(name);
    let bare = folded.trim_start();
    // Of a name that is nothing but the article, the article is the name.
    let letters = bare.strip_prefix("ال").filter(|rest| rest.chars().count() > 1).unwrap_or(bare);
    let class = match letters.chars().next() {
        None => 3,
        Some(c) if c.is_numeric() => 0,
        Some(c) if is_arabic(c) == (lang == Lang::Ar) => 1,
        Some(_) => 2,
    };
    (class, letters.chars().map(place).collect(), name.to_owned())
}

const fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}')
}

/// A letter as the one it stands with in the alphabet, and its place among those.
const fn place(c: char) -> (char, u8) {
    match c {
        // Hamza is sorted with alef: both are the first letter.
        'ء' => ('ا', 1),
        'پ' => ('ب', 1),
        'ٹ' => ('ت', 1),
        'چ' => ('ج', 1),
        'ڈ' => ('د', 1),
        'ڑ' => ('ر', 1),
        'ژ' => ('ز', 1),
        'ڤ' => ('ف', 1),
        'گ' => ('ك', 1),
        'ں' => ('ن', 1),
        'ہ' | 'ھ' => ('ه', 1),
        'ے' => ('ي', 1),
        c => (c, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(lang: Lang, names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        names.sort_by_cached_key(|name| key(name, lang));
        names
    }

    #[test]
    fn arabic_names_stand_by_the_alphabet_without_the_article() {
        let names =
            ["ليبيا", "الأردن", "تونس", "الجزائر", "إيران", "أفغانستان", "اليمن", "باكستان", "السعودية"];
        let wanted =
            ["الأردن", "أفغانستان", "إيران", "باكستان", "تونس", "الجزائر", "السعودية", "ليبيا", "اليمن"];
        assert_eq!(sorted(Lang::Ar, &names), wanted);
    }

    #[test]
    fn letters_of_other_languages_stand_behind_their_own() {
        assert_eq!(sorted(Lang::Ar, &["تاج", "پاريس", "باب", "بيت"]), ["باب", "بيت", "پاريس", "تاج"]);
    }

    #[test]
    fn latin_names_stand_without_case_and_accents_and_the_other_script_comes_last() {
        let names = ["zebra", "Élan", "eagle", "Fox", "باب", "2018"];
        assert_eq!(sorted(Lang::En, &names), ["2018", "eagle", "Élan", "Fox", "zebra", "باب"]);
        assert_eq!(sorted(Lang::Ar, &["Fox", "باب"]), ["باب", "Fox"]);
    }

    #[test]
    fn a_name_of_signs_and_an_empty_one_stand_last() {
        assert_eq!(sorted(Lang::En, &["", "a", "—"]).first().map(String::as_str), Some("a"));
    }
}
