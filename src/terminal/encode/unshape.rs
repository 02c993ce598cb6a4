//! Joining forms back to base letters, for a terminal that joins letters by itself.
//!
//! No table: in the presentation forms' blocks a letter's forms stand beside each other, isolated, final, initial,
//! medial, and each decomposes to the letter.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::Sent;

/// ZERO WIDTH NON-JOINER.
pub(super) const ZWNJ: char = '\u{200c}';

/// Makes a word's forms base letters; the word is in logical order. Letters that would join then, and do not in
/// their forms, get a non-joiner between them. Lam-alef in one cell stays as it is.
pub(super) fn word(word: &mut [Sent<'_>]) {
    let forms: Vec<Option<Form>> = word.iter().map(|sent| Form::of(&sent.text)).collect();
    for (place, sent) in word.iter_mut().enumerate() {
        let Some(own) = forms.get(place).copied().flatten() else { continue };
        let next = forms.get(place + 1).copied().flatten();
        let parted = own.joins_left() && !own.is_joined_left() && next.is_some_and(Form::is_parted_right);
        let marks = sent.text.chars().skip(1);
        let mut text: String = std::iter::once(own.base).chain(marks).collect();
        text.extend(parted.then_some(ZWNJ));
        sent.text = Cow::Owned(text);
    }
}

/// A letter in a joining form.
#[derive(Clone, Copy)]
struct Form {
    base: char,
    /// 0 isolated, 1 final, 2 initial, 3 medial.
    place: u32,
    /// How many forms the letter has: 4 when it joins the letter after it.
    forms: u32,
}

impl Form {
    fn of(symbol: &str) -> Option<Self> {
        let first = symbol.chars().next()?;
        let base = base(first)?;
        let is_form = |at: Option<u32>| at.and_then(char::from_u32).and_then(self::base) == Some(base);
        let at = u32::from(first);
        let before = (1..4).take_while(|step| is_form(at.checked_sub(*step))).count() as u32;
        let after = (1..4).take_while(|step| is_form(at.checked_add(*step))).count() as u32;
        // The tooth of alef maksura in Uyghur has its initial and medial form apart from the others.
        let tooth = matches!(first, '\u{fbe8}' | '\u{fbe9}');
        let (place, forms) = if tooth { (before + 2, 4) } else { (before, before + 1 + after) };
        Some(Self { base, place, forms })
    }

    fn joins_left(self) -> bool {
        self.forms == 4
    }

    fn is_joined_left(self) -> bool {
        self.place >= 2
    }

    /// It could join the letter before it and does not.
    fn is_parted_right(self) -> bool {
        self.forms >= 2 && self.place.is_multiple_of(2)
    }
}

/// The letter that this is a form of; nothing for ligatures and for what is no form.
fn base(form: char) -> Option<char> {
    let forms = matches!(form, '\u{fb50}'..='\u{fbb1}' | '\u{fbd3}'..='\u{fbe9}' | '\u{fbfc}'..='\u{fbff}')
        || matches!(form, '\u{fe80}'..='\u{fef4}');
    let mut letters = std::iter::once(form).filter(|_| forms).nfkc();
    let base = letters.next()?;
    letters.next().is_none().then_some(base)
}
