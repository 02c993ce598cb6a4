//! The language of a text: by script, then by the letters and little words that only one language has.
//!
//! It tells Arabic, Persian, Urdu and English apart, and everything else from them; it never guesses among others.

use crate::article::Lang;
use crate::fold;

/// What a little word weighs, a letter being 1: it is rarer and surer.
const WORD: usize = 3;

/// In English running text about four words in ten are among the little words below; in other languages of the
/// Latin script the few that look alike (`in`, `a`, `on`) stay under one in ten.
const ENGLISH_SHARE: usize = 8;

/// Latin texts below this many words are told by their letters only: a headline may have no little word.
const SHORT: usize = 12;

const ENGLISH: [&str; 26] = [
    "the", "of", "and", "to", "in", "is", "for", "that", "with", "as", "by", "on", "was", "it", "from", "at",
    "be", "has", "have", "are", "this", "an", "its", "said", "will", "not",
];
const ARABIC: [&str; 12] = ["في", "من", "على", "إلى", "أن", "التي", "الذي", "عن", "هذا", "بعد", "كان", "قال"];
const PERSIAN: [&str; 12] = ["در", "از", "که", "به", "این", "را", "است", "با", "برای", "آن", "شد", "های"];
const URDU: [&str; 14] =
    ["کے", "میں", "ہے", "کی", "سے", "اور", "کا", "نے", "کو", "پر", "ہیں", "یہ", "گیا", "نہیں"];

/// The language of a text; `Und` where it has no letters, or those of another language.
pub fn language_of(text: &str) -> Lang {
    let (mut arabic, mut latin, mut other) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        match c {
            c if fold::is_arabic(c) => arabic += 1,
            '\u{41}'..='\u{24F}' => latin += 1,
            _ => other += 1,
        }
    }
    match arabic.max(latin).max(other) {
        0 => Lang::Und,
        most if most == arabic => arabic_script(text),
        most if most == latin => latin_script(text),
        _ => Lang::Und,
    }
}

fn arabic_script(text: &str) -> Lang {
    let (mut ar, mut fa, mut ur) = (0, 0, 0);
    for c in text.chars() {
        match c {
            // Letters that Arabic has and the others hardly: teh marbuta, its own kaf and yeh, hamza on alef.
            'ة' | 'ي' | 'ك' | 'إ' | 'أ' | 'ى' => ar += 1,
            // Retroflexes, the two hehs, noon ghunna and bari yeh are Urdu's.
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' | 'ھ' | 'ۓ' | 'ۂ' => ur += 2,
            // Letters of both Persian and Urdu.
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => {
                fa += 1;
                ur += 1;
            }
            // A ZWNJ inside words is Persian's.
            '\u{200C}' => fa += 1,
            _ => {}
        }
    }
    for word in text.split(|c: char| !c.is_alphabetic() && c != '\u{200C}').filter(|w| !w.is_empty()) {
        ar += WORD * usize::from(ARABIC.contains(&word)) + usize::from(word.starts_with("ال"));
        fa += WORD * usize::from(PERSIAN.contains(&word));
        ur += WORD * usize::from(URDU.contains(&word));
    }
    match ar.max(fa).max(ur) {
        most if most == ar => Lang::Ar,
        most if most == ur && ur > fa => Lang::Ur,
        _ => Lang::Fa,
    }
}

fn latin_script(text: &str) -> Lang {
    let (mut words, mut little) = (0_usize, 0_usize);
    for word in fold::tokens(text) {
        words += 1;
        little += usize::from(ENGLISH.contains(&word.text.as_str()));
    }
    let foreign = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let plain = foreign * 50 <= letters;
    if words < SHORT {
        if plain { Lang::En } else { Lang::Und }
    } else if little * ENGLISH_SHARE >= words {
        Lang::En
    } else {
        Lang::Und
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_languages_are_told_apart_and_others_from_them() {
        for (text, lang) in [
            ("وصل الوفد إلى المدينة مساء أمس", Lang::Ar),
            ("افتتاح معرض للزهور", Lang::Ar),
            ("هیئت دیروز به شهر رسید و گفت که نمایشگاه گل باز است", Lang::Fa),
            ("گلهای تازه در پارک شهر", Lang::Fa),
            ("وفد کل شہر میں پہنچا اور اس نے پھولوں کی نمائش دیکھی", Lang::Ur),
            ("Flower show opens downtown", Lang::En),
            ("The delegation reached the city last night and was met by the mayor of the town.", Lang::En),
            (
                "La délégation est arrivée hier soir dans la ville où le maire a ouvert une exposition de fleurs",
                Lang::Und,
            ),
            ("Делегация прибыла в город", Lang::Und),
            ("Microsoft و Google في سباق جديد على السوق العربية الكبرى", Lang::Ar),
            ("12:30 – 45 %", Lang::Und),
            ("", Lang::Und),
        ] {
            assert_eq!(language_of(text), lang, "{text}");
        }
    }
}
