//! Other spellings of a word: the names that news has for one thing, and all words one slip of the finger away.
//!
//! Which of them occur is for the index to say.

use super::token::{fold, is_arabic};

/// Words that news writes for each other, a line for one thing. Spellings that differ by one letter are not here: they
/// are [`edits`].
const SAME: [&[&str]; 26] = [
    // The months: of the Levant and Iraq, of Egypt and the Gulf, of the Maghreb.
    &["كانون الثاني", "يناير", "جانفي"],
    &["شباط", "فبراير", "فيفري"],
    &["آذار", "مارس"],
    &["نيسان", "أبريل", "إبريل", "أفريل"],
    &["أيار", "مايو", "ماي"],
    &["حزيران", "يونيو", "يونيه", "جوان"],
    &["تموز", "يوليو", "يوليه", "جويلية"],
    &["آب", "أغسطس", "أوت"],
    &["أيلول", "سبتمبر"],
    &["تشرين الأول", "أكتوبر"],
    &["تشرين الثاني", "نوفمبر"],
    &["كانون الأول", "ديسمبر"],
    // Names and loan words whose spellings differ by more than a letter.
    &["إنجلترا", "إنكلترا", "انغلترا"],
    &["إنجليزي", "إنكليزي", "انغليزي"],
    &["فيديو", "فديو"],
    &["تلفزيون", "تليفزيون", "تلفاز"],
    &["إلكتروني", "الكتروني", "إليكتروني"],
    &["إنترنت", "انترنيت", "الشابكة"],
    &["كمبيوتر", "كومبيوتر", "حاسوب"],
    &["تكنولوجيا", "تقنية", "تقانة"],
    &["ديمقراطية", "ديموقراطية", "دمقراطية"],
    &["هونغ كونغ", "هونج كونج"],
    &["organisation", "organization"],
    &["defence", "defense"],
    &["centre", "center"],
    &["programme", "program"],
];

/// The other names and spellings of what a folded word or pair of words means, as they are written; none for most.
pub fn variants(folded: &str) -> Vec<&'static str> {
    let bare = folded.strip_prefix("ال").unwrap_or(folded);
    let means = |name: &&str| {
        let name = fold(name);
        name == folded || name == bare
    };
    let lines = SAME.iter().filter(|line| line.iter().any(means));
    lines.flat_map(|line| line.iter().copied().filter(|name| !means(name))).collect()
}

/// Letters of folded Arabic words, with those of foreign sounds.
const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچژڤگ";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";

/// Every word that is one letter more, one less, another one, or two neighbours exchanged away from a folded word of
/// one script (Damerau's distance of one). For a word of eight letters these are six hundred: fewer to look up in a
/// dictionary than it costs to walk one.
pub fn edits(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().collect();
    let alphabet = if letters.iter().all(|c| is_arabic(*c)) { ARABIC } else { LATIN };
    let mut all = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let mut add = |middle: &[char], rest: &[char]| {
            all.push(before.iter().chain(middle).chain(rest).collect::<String>());
        };
        if let [first, rest @ ..] = after {
            add(&[], rest);
            alphabet.chars().filter(|c| c != first).for_each(|c| add(&[c], rest));
        }
        if let [first, second, rest @ ..] = after
            && first != second
        {
            add(&[*second, *first], rest);
        }
        alphabet.chars().for_each(|c| add(&[c], after));
    }
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_lead_to_each_other() {
        assert_eq!(variants(&fold("تموز")), ["يوليو", "يوليه", "جويلية"]);
        assert!(variants(&fold("كانون الثاني")).contains(&"يناير"));
        assert!(variants(&fold("أكتوبر")).contains(&"تشرين الأول"));
        assert!(variants("كتاب").is_empty());
    }

    #[test]
    fn one_slip_is_a_letter_more_less_other_or_two_exchanged() {
        let all = edits(&fold("أمريكا"));
        for slip in ["أميركا", "أمركا", "أمريكاا", "أمريكه"] {
            assert!(all.contains(&fold(slip)), "{slip}");
        }
        assert!(!all.contains(&fold("أمريكا")) && !all.contains(&fold("أميرك")));
        assert!(edits("paris").contains(&"pairs".to_owned()));
    }
}
