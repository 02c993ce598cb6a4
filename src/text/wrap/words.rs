//! Break opportunities by a short way: between two plain words there is one, and in a plain word there is none.
//!
//! Only what is no plain word is given to the segmenter, with the plain words beside it, which is all that the rules
//! of UAX #14 look at: a rule that goes on across a blank begins or ends with a sign that no plain word has there.

/// What a character is to the short way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) enum Sort {
    /// A letter or digit: classes AL, HL, NU.
    Letter,
    /// A mark, class CM.
    Mark,
    /// Punctuation that ends a word: classes IS and EX.
    Stop,
    Space,
    Other,
}

/// The sort of `c`.
#[inline]
pub(in crate::text) const fn sort(c: char) -> Sort {
    match c {
        'a'..='z'
        | 'A'..='Z'
        | '0'..='9'
        | '\u{620}'..='\u{64A}'
        | '\u{660}'..='\u{669}'
        | '\u{66E}'..='\u{66F}'
        | '\u{671}'..='\u{6D3}'
        | '\u{6F0}'..='\u{6F9}'
        | '\u{5D0}'..='\u{5EA}'
        | '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{24F}' => Sort::Letter,
        '\u{64B}'..='\u{652}' | '\u{654}' | '\u{670}' | '\u{200C}' => Sort::Mark,
        ',' | '.' | ':' | ';' | '!' | '?' | '\u{60C}' | '\u{61B}' | '\u{61F}' => Sort::Stop,
        ' ' => Sort::Space,
        _ => Sort::Other,
    }
}

/// What has been read of a stretch of text up to the blanks after it, and of those. It is plain while it is letters
/// with their marks, then nothing but stops.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Letters,
    Stops,
    /// No plain word.
    Other,
    /// A plain word and blanks.
    Plain,
    /// Something else and blanks; blanks alone.
    Blanks,
}

impl Read {
    /// At the beginning of a stretch.
    fn begun(sort: Sort) -> Self {
        match sort {
            Sort::Letter => Self::Letters,
            Sort::Space => Self::Blanks,
            _ => Self::Other,
        }
    }

    /// `None` where the next stretch begins.
    #[inline]
    fn next(self, sort: Sort) -> Option<Self> {
        Some(match (self, sort) {
            (Self::Letters, Sort::Letter | Sort::Mark) => Self::Letters,
            (Self::Letters | Self::Stops, Sort::Stop) => Self::Stops,
            (Self::Letters | Self::Stops | Self::Plain, Sort::Space) => Self::Plain,
            (Self::Other | Self::Blanks, Sort::Space) => Self::Blanks,
            (Self::Plain | Self::Blanks, _) => return None,
            _ => Self::Other,
        })
    }

    fn is_plain(self) -> bool {
        matches!(self, Self::Letters | Self::Stops | Self::Plain)
    }
}

/// Calls `offer` with what the segmenter would find in `text`, in order; the ends of the text may be left out.
/// `sorts` are the places in it where characters, or clusters of a letter and its marks, begin.
#[inline]
pub(super) fn opportunities(
    text: &str,
    mut sorts: impl Iterator<Item = (usize, Sort)>,
    mut offer: impl FnMut(usize),
) {
    let Some((_, first)) = sorts.next() else { return };
    let (mut start, mut previous) = (0, 0);
    let mut read = Read::begun(first);
    // Where text begins that the segmenter has to see; where the plain word before it begins.
    let mut unsure: Option<usize> = None;
    let mut end = |read: Read, from: &mut usize, previous: &mut usize, to: usize| {
        match unsure {
            None if read.is_plain() => offer(*from),
            None => unsure = Some(*previous),
            Some(begun) if read.is_plain() => {
                island(text, begun, to, &mut offer);
                unsure = None;
            }
            Some(_) => {}
        }
        (*previous, *from) = (*from, to);
        unsure
    };
    for (at, sort) in sorts {
        read = read.next(sort).unwrap_or_else(|| {
            end(read, &mut start, &mut previous, at);
            Read::begun(sort)
        });
    }
    if let Some(from) = end(read, &mut start, &mut previous, text.len()) {
        island(text, from, text.len(), &mut offer);
    }
}

/// What the segmenter finds in a part of the text, without its ends.
fn island(text: &str, from: usize, to: usize, offer: &mut impl FnMut(usize)) {
    let part = text.get(from..to).unwrap_or_default();
    super::segment(part, |at| {
        if at > 0 && at < part.len() {
            offer(from + at);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::strategy::Strategy;
    use proptest::test_runner::Config;
    use proptest::{prop_assert_eq, prop_oneof, proptest};

    use super::*;

    fn inner(text: &str, find: impl FnOnce(&mut dyn FnMut(usize))) -> BTreeSet<usize> {
        let mut found = Vec::new();
        find(&mut |at| found.push(at));
        assert!(found.is_sorted(), "{found:?}");
        found.into_iter().filter(|&at| at > 0 && at < text.len()).collect()
    }

    fn text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            6 => "[a-z\u{627}\u{628}\u{64E}\u{200C}0-9\u{661}\u{5D0}]{0,3}",
            6 => "[.,:;!?\u{60C}\u{61B}\u{61F}]{0,2}",
            6 => "[ ]{1,2}",
            2 => "[-/'\"()\u{AB}\u{BB}\u{201C}\u{201D}\u{2019}$%\u{AD}\u{A0}\u{2014}\u{2026}+\u{2010}\n]{1,2}",
            1 => "[\u{3000}\u{3002}\u{4E2D}\u{1F1EB}\u{200B}\u{200D}\u{2060}\u{301}\u{1F468}\u{E01}\u{1100}\u{915}]",
        ];
        proptest::collection::vec(word, 0..16).prop_map(|words| words.concat())
    }

    proptest! {
        #![proptest_config(Config { cases: Config::default().cases.max(2000), failure_persistence: None, ..Config::default() })]

        #[test]
        fn the_short_way_finds_what_the_segmenter_finds(text in text()) {
            let short = inner(&text, |offer| opportunities(&text, text.char_indices().map(|(at, c)| (at, sort(c))), offer));
            prop_assert_eq!(short, inner(&text, |offer| crate::text::wrap::segment(&text, offer)), "{:?}", text);
        }
    }

    #[test]
    fn every_character_between_plain_words() {
        for c in '\0'..='\u{2FFF}' {
            for text in [format!("a {c} b"), format!("1, {c}a b"), format!("a{c} b"), format!("ab {c}")] {
                let short = inner(&text, |offer| {
                    opportunities(&text, text.char_indices().map(|(at, c)| (at, sort(c))), offer);
                });
                assert_eq!(short, inner(&text, |offer| crate::text::wrap::segment(&text, offer)), "{text:?}");
            }
        }
    }
}
