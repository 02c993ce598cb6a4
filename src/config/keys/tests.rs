//! Keys as they are written, the shipped table, the user's, and the Arabic keyboard.

use super::*;

fn shipped() -> Keymap {
    Keymap::new(&toml::Table::new(), "arabic-pc").0
}

#[test]
fn the_notation_survives_the_round_trip() {
    for text in ["j", "G", "Ctrl-f", "Alt-Left", "Space", "F3", "Shift-Tab", "?", "-", "Ctrl-Alt-x", "ت"] {
        assert_eq!(Key::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Key::parse("BackTab"), Key::parse("Shift-Tab"), "its older name");
    assert_eq!(Key::parse("Frob"), None);
    assert_eq!(Key::parse(""), None);
}

#[test]
fn every_action_has_a_key_and_every_row_is_an_action() {
    let raw: HashMap<Context, HashMap<String, Vec<String>>> =
        toml::from_str(include_str!("../../../assets/keys.toml")).unwrap();
    for action in Action::ALL {
        assert!(raw.values().any(|rows| rows.contains_key(action.name())), "{} has no key", action.name());
    }
    for (context, rows) in &raw {
        for (name, keys) in rows {
            assert!(Action::from_name(name).is_some(), "{context:?}: no action '{name}'");
            assert!(keys.iter().all(|k| parse_keys(k).is_some()), "{context:?}: {name} = {keys:?}");
        }
    }
}

#[test]
fn no_key_means_two_things_in_one_context() {
    for (context, list) in &shipped().bindings {
        for (i, (keys, action)) in list.iter().enumerate() {
            let clash = list.iter().skip(i + 1).find(|(other, _)| other.starts_with(keys));
            assert!(clash.is_none(), "{context:?}: {keys:?} is {action:?} and {clash:?}");
        }
    }
}

#[test]
fn the_arabic_keyboard_types_the_same_commands_but_letters_in_a_prompt() {
    let map = shipped();
    assert_eq!(map.lookup(Context::List, &[Key::char('ت')]), Lookup::Found(Action::Down));
    assert_eq!(map.lookup(Context::List, &[Key::char('j')]), Lookup::Found(Action::Down));
    assert_eq!(map.lookup(Context::Prompt, &[Key::char('ت')]), Lookup::None);
}

#[test]
fn the_user_moves_a_key_and_a_faulty_row_is_told() {
    let user: toml::Table = "quit = \"Ctrl-q\"\nfly = \"f\"\nstar = \"Frob\"".parse().unwrap();
    let (map, faults) = Keymap::new(&user, "arabic-pc");
    assert_eq!(map.lookup(Context::Global, &[Key::ctrl('q')]), Lookup::Found(Action::Quit));
    assert_eq!(map.lookup(Context::Global, &[Key::char('q')]), Lookup::None);
    assert_eq!(faults.len(), 2, "{faults:?}");
}

#[test]
fn a_sequence_waits_for_its_end() {
    let map = shipped();
    assert_eq!(map.lookup(Context::List, &[Key::char('g')]), Lookup::Prefix);
    assert_eq!(map.lookup(Context::List, &[Key::char('g'), Key::char('g')]), Lookup::Found(Action::Top));
}
