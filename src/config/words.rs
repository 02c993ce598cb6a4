//! The interface's words in Arabic and English, with plurals by each language's rule.
//!
//! Catalogues are data in `assets/locale`. What is inserted into a sentence is isolated (UAX #9, FSI..PDI), so that
//! a Latin title inside an Arabic sentence, or a date after Arabic, keeps its own direction.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::article::Lang;
use crate::config::plain::{self, Value};

/// Table, key, and the form of a text that counts; empty for one that does not.
type Name<'a> = (&'a str, &'a str, &'a str);

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    lang: Lang,
    texts: HashMap<Name<'static>, &'static str, FxBuildHasher>,
}

impl Words {
    /// The words of Arabic, or of English for any other language.
    pub fn of(lang: Lang) -> Self {
        let (lang, source) = match lang {
            Lang::Ar => (Lang::Ar, include_str!("../../assets/locale/ar.toml")),
            _ => (Lang::En, include_str!("../../assets/locale/en.toml")),
        };
        let mut texts = HashMap::with_capacity_and_hasher(1 << 9, FxBuildHasher);
        for plain::Entry { table, key, value } in plain::entries(source) {
            match value {
                Value::Text(text) => {
                    texts.insert((table, key, ""), text);
                }
                Value::Table(forms) => {
                    let text = |(form, text): &(&'static str, Value<'static>)| Some((*form, text.text()?));
                    texts
                        .extend(forms.iter().filter_map(text).map(|(form, text)| ((table, key, form), text)));
                }
                Value::Flag(_) | Value::List(_) => {}
            }
        }
        Self { lang, texts }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of a name and a form.
    fn text(&self, name: &str, form: &str) -> Option<&'static str> {
        let name = match name.split_once('.') {
            Some((table, key)) => (table, key, form),
            // A table of forms alone.
            None => (name, form, ""),
        };
        self.texts.get(&name).copied()
    }

    /// A text by its key (`status.ready`); the key itself where there is none, so that a gap is seen.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.text(key, "").unwrap_or(key)
    }

    /// A text with `{name}` replaced, each value isolated.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A text that counts: `key.one`, `key.few`, … by the language's plural rule, `{n}` replaced.
    pub fn count(&self, key: &str, n: usize) -> String {
        let text = self.text(key, self.plural(n)).or_else(|| self.text(key, "other")).unwrap_or(key);
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
        let plural = |form: &str| ["zero", "one", "two", "few", "many"].contains(&form);
        for key in
            en.texts.keys().chain(ar.texts.keys()).filter(|(_, key, form)| !plural(key) && !plural(form))
        {
            assert!(
                ar.texts.contains_key(key) && en.texts.contains_key(key),
                "{key:?} is in one language only"
            );
        }
    }

    #[test]
    fn every_action_has_a_help_line_in_both_languages() {
        for words in [Words::of(Lang::Ar), Words::of(Lang::En)] {
            for action in Action::ALL {
                let key = format!("help.{}", action.name());
                assert!(words.text(&key, "").is_some(), "{:?} lacks {key}", words.lang);
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
