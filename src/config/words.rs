//! The interface's words in Arabic and English, with plurals by each language's rule.
//!
//! Catalogues are data in `assets/locale`. What is inserted into a sentence is isolated (UAX #9, FSI..PDI), so that
//! a Latin title inside an Arabic sentence, or a date after Arabic, keeps its own direction.

use std::collections::HashMap;

use crate::article::Lang;

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    lang: Lang,
    texts: HashMap<String, String>,
}

impl Words {
    /// The words of Arabic, or of English for any other language.
    pub fn of(lang: Lang) -> Self {
        let (lang, source) = match lang {
            Lang::Ar => (Lang::Ar, include_str!("../../assets/locale/ar.toml")),
            _ => (Lang::En, include_str!("../../assets/locale/en.toml")),
        };
        let table: toml::Table = source.parse().expect("the shipped words are valid");
        let mut texts = HashMap::new();
        flatten("", &table, &mut texts);
        Self { lang, texts }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// A text by its key (`status.ready`); the key itself where there is none, so that a gap is seen.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// A text with `{name}` replaced, each value isolated.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A text that counts: `key.one`, `key.few`, … by the language's plural rule, `{n}` replaced.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = format!("{key}.{}", self.plural(n));
        let other = format!("{key}.other");
        let text = self.texts.get(&form).or_else(|| self.texts.get(&other)).map_or(key, String::as_str);
        text.replace("{n}", &n.to_string())
    }

    /// The CLDR plural category. Written out because Fluent's Arabic rule is wrong above 99.
    fn plural(&self, n: usize) -> &'static str {
        match (self.lang, n, n % 100) {
            (Lang::Ar, 0, _) => "zero",
            (_, 1, _) => "one",
            (Lang::Ar, 2, _) => "two",
            (Lang::Ar, _, 3..=10) => "few",
            (Lang::Ar, _, 11..=99) => "many",
            _ => "other",
        }
    }
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut HashMap<String, String>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&name, inner, into),
            toml::Value::String(text) => {
                into.insert(name, text.clone());
            }
            _ => {}
        }
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(n, _)| *n == name) {
            out.push('\u{2068}');
            out.push_str(value);
            out.push('\u{2069}');
        } else {
            out.push('{');
            out.push_str(name);
            out.push('}');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::keys::Action;

    #[test]
    fn both_languages_have_the_same_words() {
        let (ar, en) = (Words::of(Lang::Ar), Words::of(Lang::En));
        let plural = |key: &str| ["zero", "one", "two", "few", "many"].iter().any(|p| key.ends_with(p));
        for key in en.texts.keys().chain(ar.texts.keys()).filter(|k| !plural(k)) {
            assert!(
                ar.texts.contains_key(key) && en.texts.contains_key(key),
                "'{key}' is in one language only"
            );
        }
    }

    #[test]
    fn every_action_has_a_help_line_in_both_languages() {
        for words in [Words::of(Lang::Ar), Words::of(Lang::En)] {
            for action in Action::ALL {
                let key = format!("help.{}", action.name());
                assert!(words.texts.contains_key(&key), "{:?} lacks {key}", words.lang);
            }
        }
    }

    #[test]
    fn arabic_counts_by_its_own_rule_also_above_ninety_nine() {
        let words = Words::of(Lang::Ar);
        for (n, form) in [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other")] {
            assert_eq!(words.plural(n), form, "{n}");
        }
        assert_eq!((words.plural(103), words.plural(111), words.plural(102)), ("few", "many", "other"));
        assert_eq!(Words::of(Lang::En).count("count.articles", 1), "1 article");
        assert_eq!(Words::of(Lang::En).count("count.articles", 12), "12 articles");
    }

    #[test]
    fn what_is_inserted_is_isolated_and_a_brace_in_it_is_left_alone() {
        assert_eq!(fill("a {x} b {y}", &[("x", "{y}")]), "a \u{2068}{y}\u{2069} b {y}");
        assert_eq!(fill("open { brace", &[]), "open { brace");
    }
}
