//! Arabic proclitics: the forms in which a word stands in running text.
//!
//! Used at query time on words as they are, so that لبنان finds ولبنان and للبنان and never لبن. It does not
//! know suffixes or broken plurals; those are the stem's, or nobody's.

use super::token::is_arabic;

/// Conjunctions that are written together with the next word; none, and, so.
const CONJUNCTIONS: [&str; 3] = ["", "و", "ف"];

/// Letters that must stay behind ال for it to be taken for the article: fewer, and الله would find له.
const BEHIND_ARTICLE: usize = 3;

/// All forms of a folded word with the conjunctions و ف, the prefixes ب ل ك س and the article ال before it
/// (ل and ال together are written لل), and the same for the word without its own ال. The word itself comes
/// first; no form twice. A word of another script, or of one letter, has itself alone.
///
/// A word of two letters is given no bare ب ل ك س: they make other words of it (من and سمن).
pub fn clitic_forms(folded: &str) -> Vec<String> {
    let mut forms = vec![folded.to_owned()];
    let letters = folded.chars().count();
    if letters < 2 || !folded.chars().all(is_arabic) {
        return forms;
    }
    let behind = folded.strip_prefix("ال").filter(|rest| !rest.is_empty());
    let bare = behind.filter(|rest| rest.chars().count() >= BEHIND_ARTICLE);
    for conjunction in CONJUNCTIONS {
        with_prefixes(conjunction, folded, letters > 2, &mut forms);
        if let Some(rest) = behind {
            add(&mut forms, format!("{conjunction}{}", contracted(rest)));
        }
        match bare {
            Some(rest) => {
                with_prefixes(conjunction, rest, true, &mut forms);
                with_article(conjunction, rest, &mut forms);
            }
            None if behind.is_none() => with_article(conjunction, folded, &mut forms),
            None => {}
        }
    }
    forms
}

fn with_prefixes(conjunction: &str, word: &str, prefixes: bool, forms: &mut Vec<String>) {
    add(forms, format!("{conjunction}{word}"));
    // The article behind a preposition counts as part of the word here: بالله.
    let bound = if prefixes { &["ب", "ل", "ك", "س"][..] } else { &[] };
    for prefix in bound {
        // س makes a future verb, and no verb has the article.
        if *prefix != "س" || !word.starts_with("ال") {
            add(forms, format!("{conjunction}{prefix}{word}"));
        }
    }
}

fn with_article(conjunction: &str, word: &str, forms: &mut Vec<String>) {
    for preposition in ["", "ب", "ك"] {
        add(forms, format!("{conjunction}{preposition}ال{word}"));
    }
    add(forms, format!("{conjunction}{}", contracted(word)));
}

/// ل and ال before a word: للحكومة; before a word with ل, one lam is not written: للجنة, لله.
fn contracted(word: &str) -> String {
    if word.starts_with('ل') { format!("ل{word}") } else { format!("لل{word}") }
}

fn add(forms: &mut Vec<String>, form: String) {
    if !forms.contains(&form) {
        forms.push(form);
    }
}
