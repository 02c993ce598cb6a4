//! Words that deny, in both languages, and which of them have no counterpart.
//!
//! A language denies by particles (`not`, لم) and by words that have the denial in them (`fails`, يفتقر). The former
//! are told when they are alone; the latter stand in for one, and are told only where they cannot be said without
//! denying. Idioms in which a particle denies nothing (`لا يزال`, `not only`) are passed over.

use std::ops::Range;

use crate::article::{Difference, DifferenceKind, Lang};

use super::{Found, Word, difference};

/// How a word denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// By itself: a particle, or a word such as `lacks`.
    Strong,
    /// It may face a denial, and may be said without one: `refuse`, `غير`.
    Weak,
}

const ENGLISH_STRONG: [&str; 19] = [
    "not", "no", "never", "without", "neither", "nor", "none", "nothing", "nobody", "nowhere", "cannot",
    "lack", "lacks", "lacked", "lacking", "isn't", "don't", "won't", "can't",
];

const ENGLISH_WEAK: [&str; 68] = [
    "fail",
    "fails",
    "failed",
    "failing",
    "failure",
    "refuse",
    "refuses",
    "refused",
    "refusal",
    "deny",
    "denies",
    "denied",
    "reject",
    "rejects",
    "rejected",
    "unable",
    "impossible",
    "unlikely",
    "hardly",
    "barely",
    "scarcely",
    "rarely",
    "seldom",
    "except",
    "unless",
    "avoid",
    "prevent",
    "prevents",
    "prevented",
    "prevention",
    "absence",
    "absent",
    "only",
    "non",
    "instead",
    "nonbinding",
    "nonprofit",
    "nonprofits",
    "nongovernmental",
    "nonpartisan",
    "nonviolent",
    "abstain",
    "abstains",
    "abstained",
    "illegal",
    "illegally",
    "invalid",
    "inactive",
    "incapable",
    "inevitable",
    "irregular",
    "insufficient",
    "inadequate",
    "incomplete",
    "inaccurate",
    "inappropriate",
    "informal",
    "incorrect",
    "ineffective",
    "irresponsible",
    "disagree",
    "disagreed",
    "dislike",
    "disapprove",
    "otherwise",
    "stop",
    "stopped",
    "too",
];

/// The beginning of English words that deny, and words that only look so.
const OPENING: &str = "un";
const NO_OPENING: [&str; 9] =
    ["under", "until", "unit", "unite", "union", "universit", "univers", "unique", "unless"];

/// Verbs with their particle, as they are folded: `doesn't`.
const SHORTENED: [&str; 19] = [
    "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "hasnt", "havent", "hadnt", "cant",
    "couldnt", "wont", "wouldnt", "shouldnt", "mustnt", "neednt", "mightnt", "aint",
];

const ARABIC_STRONG: [&str; 14] =
    ["لا", "لم", "لن", "ليس", "ليست", "ليسوا", "لست", "لسنا", "عدم", "دون", "بدون", "بلا", "يفتقر", "تفتقر"];

const ARABIC_WEAK: [&str; 49] = [
    "غير",
    "افتقار",
    "انعدام",
    "غياب",
    "كلا",
    "نفي",
    "نفت",
    "ينفي",
    "تنفي",
    "رفض",
    "رفضت",
    "يرفض",
    "ترفض",
    "رفضوا",
    "فشل",
    "فشلت",
    "يفشل",
    "فشلوا",
    "عجز",
    "عجزت",
    "يعجز",
    "تعذر",
    "يتعذر",
    "مستحيل",
    "يستحيل",
    "استحاله",
    "منع",
    "يمنع",
    "تمنع",
    "حظر",
    "يحظر",
    "تجنب",
    "يتجنب",
    "خال",
    "خاليه",
    "نادرا",
    "قلما",
    "الا",
    "سوي",
    "انكر",
    "استبعد",
    "امتنع",
    "امتنعت",
    "يمتنع",
    "تمتنع",
    "ابت",
    "يابي",
    "تابي",
    "احجم",
];

/// What stands before an Arabic word and is written together with it here.
const ARABIC_OPENINGS: [&str; 8] = ["", "و", "ف", "ا", "ال", "ب", "وب", "ل"];

/// Two words that deny nothing together: still, especially, must, no doubt, so long as.
const ARABIC_IDIOMS: [(&str, &str); 25] = [
    ("لا", "يزال"),
    ("لا", "تزال"),
    ("لا", "يزالون"),
    ("لا", "تزل"),
    ("لم", "يزل"),
    ("لم", "تزل"),
    ("لا", "زال"),
    ("لا", "زالت"),
    ("لا", "سيما"),
    ("لا", "بد"),
    ("لا", "شك"),
    ("لا", "سيم"),
    ("غير", "ان"),
    ("غير", "انه"),
    ("غير", "انها"),
    ("لا", "باس"),
    ("لا", "غير"),
    ("دون", "سن"),
    ("دون", "ال"),
    ("ليس", "فقط"),
    ("ليس", "هذا"),
    ("لا", "محاله"),
    ("بلا", "شك"),
    ("دون", "شك"),
    ("لم", "شمل"),
];

const ENGLISH_IDIOMS: [(&str, &str); 11] = [
    ("no", "no"),
    ("not", "long"),
    ("never", "more"),
    ("no", "doubt"),
    ("not", "only"),
    ("no", "wonder"),
    ("no", "matter"),
    ("not", "least"),
    ("not", "to"),
    ("nothing", "but"),
    ("no", "longer"),
];

/// The denials of a text, in order.
pub(super) fn find(words: &[Word], lang: Lang) -> Vec<(Cue, Range<usize>)> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", |w| w.text.as_str());
        let cue = if lang == Lang::Ar { arabic(&word.text, next) } else { english(&word.text, next) };
        found.extend(cue.map(|cue| (cue, word.range.clone())));
    }
    found
}

fn english(word: &str, next: &str) -> Option<Cue> {
    let idiom = ENGLISH_IDIOMS.iter().any(|(one, two)| *one == word && *two == next);
    // `No. 5` is a number.
    let number = word == "no" && next.starts_with(|c: char| c.is_ascii_digit());
    if idiom {
        return Some(Cue::Weak);
    }
    if number {
        return None;
    }
    if ENGLISH_STRONG.contains(&word) || SHORTENED.contains(&word) {
        return Some(Cue::Strong);
    }
    let opened = word.len() >= 6
        && word.starts_with(OPENING)
        && !NO_OPENING.iter().any(|opening| word.starts_with(opening));
    let closed = word.len() > 5 && word.ends_with("less");
    (opened || closed || ENGLISH_WEAK.contains(&word)).then_some(Cue::Weak)
}

fn arabic(word: &str, next: &str) -> Option<Cue> {
    ARABIC_OPENINGS.iter().find_map(|opening| {
        let bare = word.strip_prefix(opening)?;
        let idiom = ARABIC_IDIOMS.iter().any(|(one, two)| *one == bare && next == *two);
        if idiom {
            return Some(Cue::Weak);
        }
        // A clitic before a particle is a conjunction: الا is another word, and stands among the weak ones.
        let conjunction = matches!(*opening, "" | "و" | "ف");
        let ends = matches!(bare, "عدم" | "دون" | "بلا" | "بدون");
        if ARABIC_STRONG.contains(&bare) && (conjunction || ends && *opening != "ا") {
            return Some(Cue::Strong);
        }
        ARABIC_WEAK.contains(&bare).then_some(Cue::Weak)
    })
}

/// Tells the strong denials of either side that are left when as many as can be have found a counterpart. `spans` are
/// the bytes of the two texts that are compared: words that stand at a like place in them face each other.
pub(super) fn compare(
    (ar, ar_span): (&[Found<Cue>], &Range<usize>),
    (en, en_span): (&[Found<Cue>], &Range<usize>),
    found: &mut Vec<Difference>,
) {
    let places = |all: &[Found<Cue>], span: &Range<usize>| -> Vec<f64> {
        let length = span.len().max(1) as f64;
        all.iter().map(|f| f.range.start.saturating_sub(span.start) as f64 / length).collect()
    };
    let (ar_places, en_places) = (places(ar, ar_span), places(en, en_span));
    alone(ar, &ar_places, &en_places, Lang::Ar, found);
    alone(en, &en_places, &ar_places, Lang::En, found);
}

fn alone(mine: &[Found<Cue>], places: &[f64], others: &[f64], side: Lang, found: &mut Vec<Difference>) {
    let mut left: Vec<(&Found<Cue>, f64)> = mine.iter().zip(places.iter().copied()).collect();
    for other in others {
        // A strong one finds its counterpart before one that needs none, then the nearest.
        let distance = |(cue, place): &(&Found<Cue>, f64)| {
            (place - other).abs() + if cue.what == Cue::Strong { 0.0 } else { 1.0 }
        };
        let nearest = (0..left.len()).min_by(|a, b| {
            let of = |i: &usize| left.get(*i).map_or(f64::MAX, distance);
            of(a).total_cmp(&of(b))
        });
        if let Some(nearest) = nearest {
            left.remove(nearest);
        }
    }
    let strong = left.iter().filter(|(cue, _)| cue.what == Cue::Strong);
    found.extend(strong.map(|(cue, _)| difference(DifferenceKind::Negation, side, cue.block, &cue.range)));
}
