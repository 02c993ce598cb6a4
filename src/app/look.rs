//! The look of the page: vowel marks, digits, curly quotation marks and full lines, as the settings say or as the
//! reader chose while reading, and the pop-up in which they are chosen. Says what the text engine is to do; never
//! lays out anything itself.

use std::collections::BTreeMap;

use crate::app::Model;
use crate::app::popup::{About, Item, Popup};
use crate::config::words::Words;
use crate::config::{Config, choices};
use crate::text::{Digits, Justify, Options, Quotes};

/// One thing that can be chosen: a setting of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Vowel marks.
    Marks,
    /// Digits in Arabic.
    Digits,
    /// Curly quotation marks.
    Quotes,
    /// Full lines.
    Justify,
}

impl Aspect {
    /// All of them, in the order of the pop-up.
    pub const ALL: [Self; 4] = [Self::Marks, Self::Digits, Self::Quotes, Self::Justify];

    /// The setting's name.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Digits => "digits",
            Self::Quotes => "quotes",
            Self::Justify => "justify",
        }
    }
}

/// What the reader chose while reading, over the settings: values by the name of the setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look(BTreeMap<String, String>);

impl Look {
    /// What was chosen before. What is no value of its setting is left out.
    pub fn new(chosen: &BTreeMap<String, String>) -> Self {
        let known = |(setting, value): &(&String, &String)| {
            let of_page = Aspect::ALL.iter().any(|aspect| aspect.setting() == *setting);
            of_page && choices(setting).contains(&value.as_str())
        };
        Self(chosen.iter().filter(known).map(|(setting, value)| (setting.clone(), value.clone())).collect())
    }

    /// What was chosen, to be kept.
    pub const fn chosen(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// The value in force.
    pub fn value<'a>(&'a self, aspect: Aspect, config: &'a Config) -> &'a str {
        let setting = aspect.setting();
        self.0.get(setting).map(String::as_str).or_else(|| config.choice(setting)).unwrap_or_default()
    }

    /// Chooses a value; that of the settings needs no choice.
    fn choose(&mut self, aspect: Aspect, value: &str, config: &Config) {
        let setting = aspect.setting();
        if config.choice(setting) == Some(value) {
            self.0.remove(setting);
        } else {
            self.0.insert(setting.to_owned(), value.to_owned());
        }
    }

    /// Chooses the next value of those that there are.
    fn turn(&mut self, aspect: Aspect, config: &Config) {
        let values = choices(aspect.setting());
        let at = values.iter().position(|value| *value == self.value(aspect, config)).unwrap_or(0);
        if let Some(next) = values.get((at + 1) % values.len().max(1)) {
            self.choose(aspect, next, config);
        }
    }

    /// How articles are laid out, given what the terminal asks for.
    pub fn dress(&self, terminal: Options, config: &Config) -> Options {
        Options {
            marks: match self.value(Aspect::Marks, config) {
                "on" => true,
                "off" => false,
                _ => terminal.marks,
            },
            digits: match self.value(Aspect::Digits, config) {
                "western" => Digits::Western,
                "eastern" => Digits::Eastern,
                _ => Digits::AsWritten,
            },
            quotes: match self.value(Aspect::Quotes, config) {
                "mirrored" => Quotes::Mirrored,
                _ => Quotes::AsWritten,
            },
            justify: match self.value(Aspect::Justify, config) {
                "kashida" => Justify::Kashida,
                "spaces" => Justify::Spaces,
                "full" => Justify::Full,
                _ => Justify::Off,
            },
            ..terminal
        }
    }

    /// A row for each aspect, with the value in force.
    fn items(&self, words: &Words, config: &Config) -> Vec<Item> {
        let item = |aspect: &Aspect| {
            let [name, value] = self.names(*aspect, words, config);
            Item::labelled(name, value)
        };
        Aspect::ALL.iter().map(item).collect()
    }

    /// An aspect and its value in words.
    fn names(&self, aspect: Aspect, words: &Words, config: &Config) -> [String; 2] {
        let setting = aspect.setting();
        let value = format!("look.{setting}-{}", self.value(aspect, config));
        [words.get(&format!("look.{setting}")).to_owned(), words.get(&value).to_owned()]
    }
}

impl Model {
    /// How articles are laid out. Lists, facets and messages have no lines to fill.
    pub(crate) fn page_text(&self) -> Options {
        self.look.dress(self.terminal_options, &self.config)
    }

    /// Lays out everything as the terminal and the look ask for.
    pub(super) fn dress(&mut self) {
        let page = self.page_text();
        let options = Options { justify: Justify::Off, ..page };
        if self.reader.page().is_some_and(|shown| shown.options().text != page) {
            self.reader.set_text_options(page);
        }
        self.options = options;
    }

    /// Opens the pop-up in which the look is chosen.
    pub(super) fn show_look(&mut self) {
        let items = self.look.items(&self.words, &self.config);
        let popup = Popup::new(About::Look, self.words.get("popup.look"), items);
        self.open_popup(popup);
    }

    /// Chooses the next value of a row of the pop-up; the page behind it changes at once.
    pub(super) fn turn_look(&mut self, row: usize) {
        let Some(aspect) = Aspect::ALL.get(row) else { return };
        self.look.turn(*aspect, &self.config);
        self.dress();
        let items = self.look.items(&self.words, &self.config);
        if let Some(popup) = &mut self.popup {
            popup.items = items;
        }
        self.arrange();
    }

    /// Shows vowel marks, or hides them.
    pub(super) fn toggle_marks(&mut self) {
        let value = if self.options.marks { "off" } else { "on" };
        self.look.choose(Aspect::Marks, value, &self.config);
        self.dress();
        let [name, value] = self.look.names(Aspect::Marks, &self.words, &self.config);
        let said = self.words.fill("look.row", &[("name", &name), ("value", &value)]);
        self.say(said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures::{article, id, model, press};
    use crate::app::session::Session;
    use crate::app::{Msg, update};

    #[test]
    fn every_aspect_is_a_setting_and_has_words_for_every_value_in_both_languages() {
        use crate::article::Lang;
        for aspect in Aspect::ALL {
            assert!(!choices(aspect.setting()).is_empty());
            for lang in [Lang::En, Lang::Ar] {
                for value in choices(aspect.setting()) {
                    let mut look = Look::default();
                    look.choose(aspect, value, &Config::default());
                    let names = look.names(aspect, &Words::of(lang), &Config::default());
                    assert!(names.iter().all(|name| !name.starts_with("look.")), "{names:?}");
                }
            }
        }
    }

    #[test]
    fn a_choice_goes_over_the_settings_and_back_to_them() {
        let config = Config { digits: "western".into(), ..Config::default() };
        let mut look = Look::default();
        assert_eq!(look.dress(Options::default(), &config).digits, Digits::Western);
        look.turn(Aspect::Digits, &config);
        assert_eq!(look.dress(Options::default(), &config).digits, Digits::Eastern);
        look.turn(Aspect::Digits, &config);
        look.turn(Aspect::Digits, &config);
        assert_eq!((look.value(Aspect::Digits, &config), look.chosen().len()), ("western", 0));
        let foreign = [("digits", "roman"), ("theme", "dark"), ("marks", "off")];
        let kept = foreign.map(|(setting, value)| (setting.to_owned(), value.to_owned()));
        assert_eq!(Look::new(&BTreeMap::from(kept)).chosen().len(), 1);
    }

    #[test]
    fn the_page_changes_behind_the_pop_up_and_the_choice_is_kept() {
        let mut model = model(120, 40);
        press(&mut model, "Enter p");
        assert!(matches!(model.popup.as_ref().map(|p| &p.about), Some(About::Look)));
        press(&mut model, "j Enter G Enter");
        let text = model.reader.page().unwrap().options().text;
        assert_eq!((text.digits, text.justify), (Digits::Western, Justify::Kashida));
        assert_eq!(model.options.justify, Justify::Off, "only pages have lines to fill");
        assert_eq!(model.popup.as_ref().unwrap().cursor(), 3, "the cursor stays");
        let kept = Session::parse(&model.session());
        assert_eq!(Look::new(&kept.look), model.look);
        press(&mut model, "Esc a");
        assert!(!model.options.marks && model.message.is_some());
        let terminal = Options { marks: false, ..Options::default() };
        update(&mut model, Msg::Terminal { description: String::new(), options: terminal });
        press(&mut model, "a");
        assert!(model.options.marks, "asked for, whatever the terminal's own choice");
        assert_eq!(model.reader.id(), Some(&id(0)), "{}", article(0).title);
    }
}
