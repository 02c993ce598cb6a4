//! Whether decoded text looks like text of a language, and like Arabic.
//!
//! It judges words that have a letter outside ASCII, for only these depend on the encoding; markup is ASCII.

use crate::fold;

/// Words that show an encoding; with fewer, the statistics of the detector know more.
const WORDS: usize = 5;

/// Little words and the article: of running Arabic they are a third and more, of letters at random hardly any.
const LITTLE: [&str; 12] = ["في", "من", "على", "إلى", "الى", "أن", "ان", "عن", "مع", "هذا", "التي", "بعد"];

/// Words in a hundred that have to be Arabic throughout, and of these in a hundred the ones with the article or little.
const PURE: usize = 90;
const MARKED: usize = 15;

/// How much a text looks like Arabic, in words of a thousand; 0 for one that does not.
pub(super) fn arabic(text: &str) -> usize {
    let (mut words, mut pure, mut marked) = (0, 0, 0);
    for word in foreign_words(text) {
        words += 1;
        let fits = |c: char| {
            is_plain_arabic(c)
                || c.is_ascii_digit()
                || (!c.is_alphanumeric() && c != char::REPLACEMENT_CHARACTER)
        };
        if word.chars().all(fits) {
            pure += 1;
            let core = word.trim_matches(|c: char| !c.is_alphabetic());
            let article = ["ال", "وال", "بال", "لل", "كال", "فال"].iter().any(|a| core.starts_with(a));
            marked += usize::from((article && core.chars().count() > 3) || LITTLE.contains(&core));
        }
    }
    let fits = words >= WORDS && pure * 100 >= words * PURE && marked * 100 >= pure * MARKED;
    if fits { (pure + marked) * 500 / words } else { 0 }
}

/// Whether a text has no sign of a wrong encoding: letters of two scripts in one word, replacements, control
/// characters, or accented letters side by side where the language has one here and there.
pub(super) fn is_sensible(text: &str) -> bool {
    let (mut words, mut mixed) = (0, 0);
    for word in foreign_words(text) {
        words += 1;
        let arabic = word.contains(fold::is_arabic);
        mixed += usize::from(arabic && word.contains(is_accented));
    }
    let (mut foreign, mut bad, mut accented, mut beside) = (0, 0, 0, 0);
    let mut before = false;
    for c in text.chars() {
        foreign += usize::from(!c.is_ascii());
        bad += usize::from(c == '\u{FFFD}' || matches!(c, '\u{80}'..='\u{9F}'));
        let now = is_accented(c);
        accented += usize::from(now);
        beside += usize::from(now && before);
        before = now;
    }
    mixed * 10 <= words && bad * 50 <= foreign && (accented < WORDS || beside * 3 <= accented)
}

/// Letters of the Latin-1 block and its neighbours.
const fn is_accented(c: char) -> bool {
    matches!(c, '\u{AA}' | '\u{B5}' | '\u{BA}' | '\u{C0}'..='\u{24F}') && !matches!(c, '×' | '÷')
}

/// Letters that Arabic itself writes, and their marks.
const fn is_plain_arabic(c: char) -> bool {
    matches!(c, '\u{621}'..='\u{63A}' | '\u{640}'..='\u{652}' | '\u{660}'..='\u{669}')
}

fn foreign_words(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| c.is_whitespace() || "<>\"'=()[]{}/&;:,.!?«»،؛؟“”".contains(c);
    text.split(between).filter(|w| w.contains(|c: char| !c.is_ascii() && c.is_alphabetic()))
}
