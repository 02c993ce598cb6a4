//! Words of the other script that sound alike: the same consonants, and vowels that differ least.
//!
//! What is made of them is decided by who asks.

use std::collections::{BTreeMap, HashSet};

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
    Ok(sounding_each(&[folded.to_owned()], dictionary, cancel)?.into_iter().map(|(_, word)| word).collect())
}

/// A word that is listened to.
struct Heard {
    skeleton: String,
    arabic: bool,
    /// The word in letters that both scripts have.
    plain: String,
    /// What sounds like it, with the articles that have it.
    found: BTreeMap<String, usize>,
}

impl Heard {
    fn of(folded: &str) -> Option<Self> {
        let bare = bare(folded);
        let (arabic, plain) = (folded.starts_with(is_arabic), romanised(bare));
        Some(Self { skeleton: skeleton(bare)?, arabic, plain, found: BTreeMap::new() })
    }

    /// What sounds most like it, each with how far its vowels are.
    fn best(self) -> impl Iterator<Item = (usize, String)> {
        let far = |word: &str| distance(&romanised(bare(word)), &self.plain);
        let found = self.found.into_iter();
        let mut ranked: Vec<(usize, usize, String)> =
            found.map(|(word, articles)| (far(&word), usize::MAX - articles, word)).collect();
        ranked.sort();
        ranked.into_iter().map(|(far, _, word)| (far, word)).take(OF_ONE)
    }
}

/// The same of several words, each with how far its vowels are. The dictionary is walked once for all that may begin
/// alike.
fn sounding_each(
    folded: &[String],
    dictionary: &dyn Dictionary,
    cancel: &Cancel,
) -> Result<Vec<(usize, String)>, ArchiveError> {
    let mut heard: Vec<Heard> = folded.iter().filter_map(|word| Heard::of(word)).collect();
    let mut walks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, word) in heard.iter().enumerate() {
        for beginning in beginnings(&word.skeleton, !word.arabic) {
            walks.entry(beginning).or_default().push(at);
        }
    }
    for (beginning, places) in walks {
        dictionary.beginning(&beginning, &mut |word, articles| {
            let bare = bare(word);
            let arabic = bare.starts_with(is_arabic);
            let sound = bare.chars().all(|c| c.is_alphabetic() && is_arabic(c) == arabic);
            if let Some(sound) = sound.then(|| skeleton(bare)).flatten() {
                for at in &places {
                    if let Some(heard) =
                        heard.get_mut(*at).filter(|h| h.arabic != arabic && h.skeleton == sound)
                    {
                        *heard.found.entry(word.to_owned()).or_default() += articles;
                    }
                }
            }
            !cancel.is_cancelled()
        })?;
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
    }
    Ok(heard.into_iter().flat_map(Heard::best).collect())
}

/// A word without the Arabic article.
fn bare(folded: &str) -> &str {
    folded.strip_prefix("ال").unwrap_or(folded)
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

/// Vowels by which an Arabic word and what it sounds like differ at most: written Arabic leaves the short ones out, and
/// a name seldom has more than three.
const VOWELS: usize = 3;

/// Words of the other script that sound like the names of a question: of Latin ones those that begin with a capital;
/// of Arabic ones, where nothing tells names from other words, all that are near.
pub(crate) fn names_alike(
    query: &Query,
    dictionary: &dyn Dictionary,
    cancel: &Cancel,
) -> Result<Vec<String>, ArchiveError> {
    let one = |word: &&str| tokens(word).nth(1).is_none();
    let (mut latin, mut arabic) = (Vec::new(), Vec::new());
    for word in query.groups.iter().filter_map(plain_word).filter(one) {
        let folded = fold(word);
        if word.starts_with(char::is_uppercase) {
            latin.push(folded);
        } else if word.starts_with(is_arabic) {
            arabic.push(folded);
        }
    }
    let alike = sounding_each(&latin, dictionary, cancel)?;
    let near = sounding_each(&arabic, dictionary, cancel)?.into_iter().filter(|(far, _)| *far <= VOWELS);
    let mut alike: Vec<String> = alike.into_iter().chain(near).map(|(_, word)| word).collect();
    let mut seen = HashSet::new();
    alike.retain(|word| seen.insert(word.clone()));
    Ok(alike)
}
