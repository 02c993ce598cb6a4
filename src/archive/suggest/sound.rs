//! Words of the other script that sound alike: the same consonants, and vowels that differ least.
//!
//! What is made of them is decided by who asks.

use std::collections::BTreeMap;

use super::{Dictionary, OF_ONE, plain_word};
use crate::archive::query::{Query, distance};
use crate::archive::{ArchiveError, Cancel};
use crate::fold::{fold, is_arabic, tokens};
use crate::pair::skeleton;

/// Words of the other script that have the same consonants: those whose vowels differ least, then those of most
/// articles.
pub(super) fn sounding(
    folded: &str,
    dictionary: &dyn Dictionary,
    cancel: &Cancel,
) -> Result<Vec<String>, ArchiveError> {
    let Some(wanted) = skeleton(folded.strip_prefix("ال").unwrap_or(folded)) else { return Ok(Vec::new()) };
    let arabic = folded.starts_with(is_arabic);
    let plain = romanised(folded.strip_prefix("ال").unwrap_or(folded));
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for beginning in beginnings(&wanted, !arabic) {
        dictionary.beginning(&beginning, &mut |word, articles| {
            let bare = word.strip_prefix("ال").unwrap_or(word);
            if bare.chars().all(|c| c.is_alphabetic() && is_arabic(c) != arabic)
                && skeleton(bare).as_ref() == Some(&wanted)
            {
                *found.entry(word.to_owned()).or_default() += articles;
            }
            !cancel.is_cancelled()
        })?;
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
    }
    let far = |word: &str| distance(&romanised(word.strip_prefix("ال").unwrap_or(word)), &plain);
    let mut ranked: Vec<(usize, usize, String)> =
        found.into_iter().map(|(word, articles)| (far(&word), usize::MAX - articles, word)).collect();
    ranked.sort();
    Ok(ranked.into_iter().map(|(_, _, word)| word).take(OF_ONE).collect())
}

/// The letters with which words of a script begin whose skeleton begins so.
fn beginnings(skeleton: &str, arabic: bool) -> Vec<String> {
    let (in_arabic, in_latin) = match skeleton.chars().next() {
        Some('B') => ("بپ", "bp"),
        Some('T') => ("تطث", "t"),
        Some('D') => ("دضذظ", "d"),
        Some('K') => ("كقخ", "kqc"),
        Some('G') => ("جغگ", "gj"),
        Some('S') => ("سصزشژچت", "szcx"),
        Some('F') => ("فڤ", "fvp"),
        Some('L') => ("ل", "l"),
        Some('M') => ("م", "m"),
        Some('N') => ("ن", "n"),
        Some('R') => ("ر", "r"),
        Some('W') => ("و", "w"),
        Some('Y') => ("ي", "y"),
        Some('H') => ("هح", "h"),
        _ => ("اعء", "aeiou"),
    };
    let letters = if arabic { in_arabic } else { in_latin };
    let plain = letters.chars().map(String::from);
    let with_article = letters.chars().map(|c| format!("ال{c}"));
    if arabic { plain.chain(with_article).collect() } else { plain.collect() }
}

/// A word of either script in letters that both have: the vowels a, i and u, and one sign for each Arabic letter.
fn romanised(word: &str) -> String {
    let sign = |c: char| match c {
        'ا' | 'ع' => 'a',
        'و' | 'o' | 'w' => 'u',
        'ي' | 'e' | 'y' => 'i',
        'ه' | 'ح' => 'h',
        'ب' | 'p' => 'b',
        'ت' | 'ط' | 'ث' => 't',
        'د' | 'ض' | 'ذ' | 'ظ' => 'd',
        'ك' | 'ق' | 'خ' | 'c' | 'q' => 'k',
        'ج' | 'غ' | 'j' => 'g',
        'س' | 'ص' | 'ز' | 'ش' | 'z' => 's',
        'ف' | 'v' => 'f',
        'ل' => 'l',
        'م' => 'm',
        'ن' => 'n',
        'ر' => 'r',
        c => c,
    };
    word.chars().map(sign).collect()
}

/// Words of the other script that sound like the names of a question: those of its words that begin with a capital,
/// for Arabic tells no names from other words.
pub(crate) fn names_alike(
    query: &Query,
    dictionary: &dyn Dictionary,
    cancel: &Cancel,
) -> Result<Vec<String>, ArchiveError> {
    let mut alike = Vec::new();
    for word in query.groups.iter().filter_map(plain_word) {
        if word.starts_with(char::is_uppercase) && tokens(word).nth(1).is_none() {
            alike.extend(sounding(&fold(word), dictionary, cancel)?);
        }
    }
    Ok(alike)
}
