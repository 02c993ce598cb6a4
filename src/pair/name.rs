//! Names across scripts: the consonants that a word keeps when it is written in the other alphabet.
//!
//! A skeleton is a string over a small alphabet of sound classes (B for b, p and ب; K for k, q, hard c and ك ق خ;
//! A for any vowel that opens the word …). Macron and ماكرون are both `MKRN`. It says nothing about meaning, and
//! two short words may share a skeleton by chance, so its length is its worth.

/// Fewest sound classes that make a skeleton worth comparing: two consonants fit a quarter of all words.
pub(super) const SHORTEST: usize = 3;

/// The skeleton of a folded word of either script; `None` where it is too short to be compared.
pub fn skeleton(word: &str) -> Option<String> {
    let found = if word.starts_with(crate::fold::is_arabic) { arabic(word) } else { latin(word) };
    (found.len() >= SHORTEST).then_some(found)
}

/// The skeleton of a word of Arabic letters, as folded by `fold`.
pub(super) fn arabic(word: &str) -> String {
    let mut out = Skeleton::default();
    let letters: Vec<char> = word.chars().collect();
    for (i, &c) in letters.iter().enumerate() {
        match c {
            // The sound ch is written teh-sheen: one sibilant, no T.
            'ت' if letters.get(i + 1) == Some(&'ش') => {}
            'ب' | 'پ' => out.push('B'),
            'ت' | 'ط' | 'ث' => out.push('T'),
            'د' | 'ض' | 'ذ' | 'ظ' => out.push('D'),
            'ك' | 'ق' | 'خ' | 'ک' => out.push('K'),
            'ج' | 'غ' | 'گ' => out.push('G'),
            'س' | 'ص' | 'ز' | 'ش' | 'ژ' | 'چ' => out.push('S'),
            'ف' | 'ڤ' => out.push('F'),
            'ل' => out.push('L'),
            'م' => out.push('M'),
            'ن' => out.push('N'),
            'ر' => out.push('R'),
            'و' => out.at_start('W'),
            'ي' => out.at_start('Y'),
            'ه' | 'ح' => out.at_start('H'),
            'ا' | 'أ' | 'إ' | 'آ' | 'ع' | 'ء' | 'ئ' | 'ؤ' => out.at_start('A'),
            _ => {}
        }
        out.end_letter();
    }
    out.done
}

/// The skeleton of a word of lower-case Latin letters without marks.
pub(super) fn latin(word: &str) -> String {
    let mut out = Skeleton::default();
    let letters: Vec<char> = word.chars().collect();
    let mut i = 0;
    while let Some(&c) = letters.get(i) {
        let next = letters.get(i + 1).copied().unwrap_or(' ');
        let soft = matches!(next, 'e' | 'i' | 'y');
        let silent = next == 'h' && !letters.get(i + 2).copied().is_some_and(is_vowel);
        let mut used = 2;
        match (c, next) {
            ('k', 'h') | ('c', 'k' | 'q') => out.push('K'),
            ('s' | 'c', 'h') => out.push('S'),
            ('p', 'h') => out.push('F'),
            ('t', 'h') => out.push('T'),
            ('g', 'h') if silent => {}
            _ => {
                used = 1;
                single(c, soft, i == 0, &mut out);
            }
        }
        out.end_letter();
        i += used;
    }
    out.done
}

/// One Latin letter that is no part of a digraph; `soft` before e, i and y.
fn single(c: char, soft: bool, first: bool, out: &mut Skeleton) {
    match c {
        'b' | 'p' => out.push('B'),
        't' => out.push('T'),
        'd' => out.push('D'),
        'c' if soft => out.push('S'),
        'k' | 'q' | 'c' => out.push('K'),
        'g' | 'j' => out.push('G'),
        'x' if !first => {
            out.push('K');
            out.push('S');
        }
        's' | 'z' | 'x' => out.push('S'),
        'f' | 'v' => out.push('F'),
        'l' => out.push('L'),
        'm' => out.push('M'),
        'n' => out.push('N'),
        'r' => out.push('R'),
        'w' => out.at_start('W'),
        'y' => out.at_start('Y'),
        'h' => out.at_start('H'),
        v if is_vowel(v) => out.at_start('A'),
        _ => {}
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// A skeleton in the making.
#[derive(Default)]
struct Skeleton {
    done: String,
    /// The class pushed by the letter just before: a doubled letter is one sound.
    last: Option<char>,
    pushed: Option<char>,
    started: bool,
}

impl Skeleton {
    fn push(&mut self, class: char) {
        if self.last != Some(class) {
            self.done.push(class);
        }
        self.pushed = Some(class);
    }

    /// A class that is heard only at the start of a word: elsewhere one script writes it and the other does not.
    fn at_start(&mut self, class: char) {
        if !self.started {
            self.push(class);
        }
    }

    fn end_letter(&mut self) {
        self.last = self.pushed.take();
        self.started = true;
    }
}
