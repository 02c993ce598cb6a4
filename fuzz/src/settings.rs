//! Files of the user's own: settings, keys, themes, topics, what is remembered of terminals; and fields of records.

use qari::config::Config;
use qari::config::keys::{Context, Keymap};
use qari::config::terminals::Terminals;
use qari::config::theme::Theme;
use qari::ingest::Mapping;
use qari::tag;

/// One text, taken for each of them.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines = text.lines().count().max(1);
    let (config, warnings) = Config::parse(&text, "config.toml");
    for warning in warnings {
        assert!((1..=lines + 1).contains(&warning.line) && !warning.reason.is_empty(), "{warning:?}");
    }
    for keyboard in ["", "arabic-pc", "arabic-mac"] {
        let (keymap, faults) = Keymap::new(&config.keys, keyboard);
        assert!(faults.iter().all(|fault| !fault.is_empty()));
        for action in keymap.actions(Context::List) {
            assert!(!keymap.keys_of(Context::List, action).is_empty(), "{action:?} has a key");
        }
    }
    if let Err(error) = Theme::parse("mine", &text) {
        assert!(!error.to_string().is_empty());
    }
    if let Ok(terminals) = Terminals::parse(&text) {
        assert_eq!(Terminals::parse(&terminals.to_text()), Ok(terminals), "what is remembered is read again");
    }
    // Once topics are in use, a file of more is judged and not taken in: no run changes what the next one finds.
    assert!(!tag::topics().is_empty());
    for fault in tag::extend(&text) {
        assert!((1..=lines + 1).contains(&fault.line) && !fault.reason.is_empty(), "{fault:?}");
    }
    let mut mapping = Mapping::default();
    for line in text.lines() {
        if let Err(error) = mapping.add(line) {
            assert!(!error.to_string().is_empty());
        }
    }
}
