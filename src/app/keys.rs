//! Where a key goes: to the pop-up, to the line being typed, or through the pane's keys and those that work
//! everywhere to an action. Sequences wait for their end; one that leads nowhere gives its last key a chance.

use crate::app::effect::Effect;
use crate::app::{Model, Pane};
use crate::config::keys::{Action, Context, Key, KeyCode, Lookup};

impl Model {
    pub(super) fn key(&mut self, key: Key, fx: &mut Vec<Effect>) {
        // Whoever presses a key has seen what was said; what the key has to say comes after it.
        self.message = None;
        if self.context() == Context::Prompt {
            self.pending.clear();
            return self.type_key(key, fx);
        }
        self.pending.push(key);
        let mut found = self.meaning();
        if found == Lookup::None && self.pending.len() > 1 {
            self.pending = vec![key];
            found = self.meaning();
        }
        match found {
            Lookup::Prefix => {}
            Lookup::None => {
                self.pending.clear();
                match key.code {
                    KeyCode::Char(c) if self.calibration.is_some() => {
                        // Rows are numbered, in the digits of either keyboard.
                        if let Some(place) = digit(c) {
                            self.try_row(place, fx);
                        }
                    }
                    _ => self.unknown(key),
                }
            }
            Lookup::Found(action) => {
                self.pending.clear();
                if self.calibration.is_some() {
                    self.act_in_calibration(action, fx);
                } else if self.popup.is_some() {
                    self.act_in_popup(action, fx);
                } else if action == Action::Quit && key == Key::ctrl('c') && self.stop_translating(fx) {
                    // What one wants to end by this key is what runs.
                } else {
                    self.act(action, fx);
                }
            }
        }
    }

    /// The keys of a sequence typed so far, as the status line shows them.
    pub(crate) fn pending_keys(&self) -> String {
        self.pending.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// What the pending keys mean here: the pane's own meaning wins over the one that holds everywhere.
    fn meaning(&self) -> Lookup {
        let context = self.context();
        let or = |found: Lookup, other: Context| match found {
            Lookup::None => self.keymap.lookup(other, &self.pending),
            found => found,
        };
        let found = self.keymap.lookup(context, &self.pending);
        match context {
            Context::Popup => found,
            Context::Pieces => or(or(found, self.pane_context()), Context::Global),
            _ => or(found, Context::Global),
        }
    }

    /// A key without a meaning says how to find those that have one.
    fn unknown(&mut self, key: Key) {
        if self.popup.is_some() || !matches!(key.code, KeyCode::Char(_)) {
            return;
        }
        let help = self.keymap.keys_of(Context::Global, Action::Help).into_iter().next().unwrap_or_default();
        let said = self.words.fill("message.unknown-key", &[("key", &key.to_string()), ("help", &help)]);
        self.say(said);
    }

    /// Whether the facets' own line is being typed, rather than the prompt.
    pub(super) fn finds_value(&self) -> bool {
        self.prompt.is_none() && self.focus == Pane::Facets && self.facets.find().is_some()
    }
}

/// The value of a digit, ASCII or Arabic-Indic.
fn digit(c: char) -> Option<usize> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '\u{660}'..='\u{669}' => u32::from(c) - 0x660,
        _ => return None,
    };
    usize::try_from(value).ok()
}
