//! The language of a text: by script, then by the letters and little words that only one language has, then by which
//! letters stand together.
//!
//! It tells Arabic, Persian, Urdu and English apart, and everything else from them; it never guesses among others.

use std::borrow::Cow;

use crate::article::{Article, Lang};
use crate::fold;

mod letters;

/// In English running text about four words in ten are among the little words below; in other languages of the
/// Latin script the few that look alike (`in`, `a`, `on`) stay under one in ten.
const ENGLISH_SHARE: usize = 8;

/// Latin texts below this many words are told by their letters only: a headline may have no little word.
const SHORT: usize = 12;

/// Little words that make a short text another language's.
const FOREIGN_WORDS: usize = 2;

/// One letter in so many that none of the four languages has makes a text another's, however short it is.
const FOREIGN_SHARE: usize = 30;

/// One in so many does where there are several of them: a name in passing has one.
const FOREIGN_SEVERAL: usize = 200;

/// Words that a block must have to be of another language than its article: fewer are a name or a loan.
const OWN_LANGUAGE: usize = 4;

/// By how much the letters must prefer a language to that of the page: less is chance. One word weighs as much.
const SURE: i32 = 40;

/// What speaks for Arabic where no letter stands that Arabic lacks: most archives are Arabic, and the others' words
/// without one are mostly loans from it. Set on one half of the pairs of words.
const NO_LETTER_OF_OTHERS: i32 = 20;

const ENGLISH: [&str; 26] = [
    "the", "of", "and", "to", "in", "is", "for", "that", "with", "as", "by", "on", "was", "it", "from", "at",
    "be", "has", "have", "are", "this", "an", "its", "said", "will", "not",
];

/// Little words of French, Spanish, German, Italian, Portuguese, Turkish, Indonesian and Dutch that English does not
/// have; what names have too (`la`, `el`, `de`) counts as one of two.
const OTHERS: [&str; 46] = [
    "la", "le", "les", "des", "du", "de", "et", "une", "dans", "pour", "sur", "aux", "el", "los", "las",
    "del", "y", "una", "por", "con", "para", "der", "und", "das", "den", "dem", "ein", "eine", "ist",
    "nicht", "mit", "il", "gli", "che", "della", "nel", "ve", "bir", "bu", "icin", "yang", "dan", "dengan",
    "het", "een", "van",
];

/// The language of a text; `Und` where it has no letters, or those of another language.
pub fn language_of(text: &str) -> Lang {
    language_near(text, Lang::Und)
}

/// The language of a text on a page of a language: that one, where a short text in its script could as well be it.
pub fn language_near(text: &str, page: Lang) -> Lang {
    let (mut arabic, mut latin, mut other, mut foreign) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        match c {
            c if fold::is_arabic(c) => {
                arabic += 1;
                foreign += usize::from(is_foreign(c));
            }
            '\u{41}'..='\u{24F}' => latin += 1,
            _ => other += 1,
        }
    }
    match arabic.max(latin).max(other) {
        0 => Lang::Und,
        most if most == arabic => {
            let several = foreign > 1 && foreign * FOREIGN_SEVERAL > arabic;
            if several || foreign * FOREIGN_SHARE > arabic { Lang::Und } else { arabic_script(text, page) }
        }
        most if most == latin => latin_script(text),
        _ => Lang::Und,
    }
}

/// Says of each block whether it is of another language than its article: a quotation, an abstract.
pub(super) fn tell_blocks(article: &mut Article) {
    let page = article.lang;
    for block in &mut article.blocks {
        let enough = block.text.split_whitespace().nth(OWN_LANGUAGE - 1).is_some();
        let lang = if enough { language_near(&block.text, page) } else { page };
        block.lang = (lang != page && lang != Lang::Und).then_some(lang);
    }
}

/// Letters of the Arabic script that Arabic, Persian and Urdu do not have: Uyghur's and Kurdish vowels, the letters
/// of Pashto, Sindhi and Saraiki.
const fn is_foreign(c: char) -> bool {
    matches!(
        c,
        'ۇ' | 'ۆ'
            | 'ۈ'
            | 'ې'
            | 'ۋ'
            | 'ە'
            | 'ێ'
            | 'ڕ'
            | 'ڵ'
            | 'ڭ'
            | 'ښ'
            | 'ځ'
            | 'څ'
            | 'ډ'
            | 'ړ'
            | 'ږ'
            | 'ڼ'
            | 'ۍ'
            | 'ګ'
            | 'ڪ'
            | 'ڀ'
            | 'ٿ'
            | 'ٺ'
            | 'ڄ'
            | 'ڃ'
            | 'ڇ'
            | 'ڊ'
            | 'ڌ'
            | 'ڍ'
            | 'ڳ'
            | 'ڱ'
            | 'ڻ'
            | 'ٻ'
            | 'ݙ'
            | 'ݨ'
    )
}

fn arabic_script(text: &str, page: Lang) -> Lang {
    let text = without_presentation_forms(text);
    let [mut arabic, persian, urdu] = letters::weigh(&text);
    if !text.contains(is_of_others) {
        arabic += NO_LETTER_OF_OTHERS;
    }
    let weights = [arabic, persian, urdu];
    let languages = [Lang::Ar, Lang::Fa, Lang::Ur];
    let weight_of = |lang: Lang| languages.iter().zip(weights).find(|(l, _)| **l == lang).map(|(_, w)| w);
    let best = weights.into_iter().max().unwrap_or_default();
    if weight_of(page).is_some_and(|weight| best - weight < SURE) {
        return page;
    }
    // Of two that are as likely the first is meant: Arabic is what the reader is made for.
    languages.into_iter().zip(weights).find(|(_, w)| *w == best).map_or(Lang::Ar, |(lang, _)| lang)
}

/// Letters of Persian and Urdu that Arabic lacks.
const fn is_of_others(c: char) -> bool {
    matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' | 'ھ' | 'ۓ' | 'ۂ')
}

/// A text whose letters stand as letters: old files have the forms that a printer joined.
fn without_presentation_forms(text: &str) -> Cow<'_, str> {
    use unicode_normalization::UnicodeNormalization;
    if text.contains(|c| matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')) {
        Cow::Owned(text.chars().take(letters::READ).nfkc().collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn latin_script(text: &str) -> Lang {
    let (mut words, mut little, mut others) = (0_usize, 0_usize, 0_usize);
    for word in fold::tokens(text) {
        words += 1;
        little += usize::from(ENGLISH.contains(&word.text.as_str()));
        others += usize::from(OTHERS.contains(&word.text.as_str()));
    }
    let foreign = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let plain = foreign * 50 <= letters && (others < FOREIGN_WORDS || others <= little);
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
    use crate::article::{Block, BlockKind};

    #[test]
    fn four_languages_are_told_apart_and_others_from_them() {
        for (text, lang) in [
            ("وصل الوفد إلى المدينة مساء أمس", Lang::Ar),
            ("افتتاح معرض للزهور", Lang::Ar),
            ("تراجع اسعار الذهب", Lang::Ar),
            ("هیئت دیروز به شهر رسید و گفت که نمایشگاه گل باز است", Lang::Fa),
            ("گلهای تازه در پارک شهر", Lang::Fa),
            ("هواپیماهای تازه", Lang::Fa),
            ("وفد کل شہر میں پہنچا اور اس نے پھولوں کی نمائش دیکھی", Lang::Ur),
            ("نئی سڑک کا افتتاح", Lang::Ur),
            ("سرکاری ملازمین", Lang::Ur),
            ("Flower show opens downtown", Lang::En),
            ("El Sisi meets Le Pen in the capital", Lang::En),
            ("The delegation reached the city last night and was met by the mayor of the town.", Lang::En),
            (
                "La délégation est arrivée hier soir dans la ville où le maire a ouvert une exposition de fleurs",
                Lang::Und,
            ),
            ("Les fleurs du parc de la ville", Lang::Und),
            ("Делегация прибыла в город", Lang::Und),
            ("وەفد گەيشتە شار لە ئێوارە", Lang::Und),
            ("Microsoft و Google في سباق جديد على السوق العربية الكبرى", Lang::Ar),
            ("\u{FEAF}\u{FEEB}\u{FEEE}\u{FEAD} \u{FE9F}\u{FEAA}\u{FEF3}\u{FEAA}\u{FE93}", Lang::Ar),
            ("12:30 – 45 %", Lang::Und),
            ("", Lang::Und),
        ] {
            assert_eq!(language_of(text), lang, "{text}");
        }
    }

    #[test]
    fn a_short_text_is_of_its_page_where_it_could_be() {
        assert_eq!(language_near("اسلام", Lang::Ur), Lang::Ur);
        assert_eq!(language_near("اسلام", Lang::Ar), Lang::Ar);
        assert_eq!(language_near("نئی سڑک کا افتتاح", Lang::Ar), Lang::Ur);
    }

    #[test]
    fn a_block_of_another_language_says_so() {
        let texts =
            ["وصل الوفد إلى المدينة مساء أمس", "The delegation reached the city last night", "BBC News"];
        let blocks = texts.iter().map(|text| Block::new(BlockKind::Paragraph, *text)).collect();
        let mut article = Article { lang: Lang::Ar, blocks, ..Article::default() };
        tell_blocks(&mut article);
        let langs: Vec<_> = article.blocks.iter().map(|b| b.lang).collect();
        assert_eq!(langs, [None, Some(Lang::En), None]);
    }
}
