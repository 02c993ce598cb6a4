//! Which signs a terminal can show, as far as its variables tell. Nothing can be asked of it: no reply says what a
//! font has.

use crate::terminal::Environment;

/// What a terminal lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Arabic, and most of what is not Latin: a console whose font has 256 or 512 signs.
    Arabic,
    /// Everything beyond ASCII: it takes another encoding than UTF-8.
    Utf8,
}

/// Values of `TERM`, by their beginning: the consoles of Linux and the BSDs, and terminals that are, or claim to be,
/// older than Unicode. (`fbterm`, `kmscon` and `yaft`, which draw outline fonts on the console, have names of their
/// own.)
const CONSOLES: [&str; 3] = ["linux", "cons25", "wsvt25"];
const OLD: [&str; 5] = ["vt52", "vt100", "vt102", "vt220", "vt320"];

/// What the terminal lacks; `None` where nothing is known to be. `locale` is that of characters (`LC_ALL`,
/// `LC_CTYPE`, `LANG`): it counts where it names an encoding. `C`, and none at all, say nothing about the terminal.
pub fn lack(environment: &Environment, locale: Option<&str>) -> Option<Lack> {
    let named = |names: &[&str]| names.iter().any(|name| environment.term.starts_with(name));
    let encoding = locale.and_then(|locale| locale.split('@').next()?.split_once('.'));
    if named(&OLD) || encoding.is_some_and(|(_, encoding)| !is_utf8(encoding)) {
        return Some(Lack::Utf8);
    }
    named(&CONSOLES).then_some(Lack::Arabic)
}

fn is_utf8(encoding: &str) -> bool {
    encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consoles_and_terminals_without_utf_8_are_known() {
        for (term, locale, lacks) in [
            ("linux", Some("ar_EG.UTF-8"), Some(Lack::Arabic)),
            ("linux-16color", None, Some(Lack::Arabic)),
            ("linux", Some("en_GB.ISO-8859-15@euro"), Some(Lack::Utf8)),
            ("vt220", Some("C.UTF-8"), Some(Lack::Utf8)),
            ("xterm", Some("ar_EG.ISO-8859-6"), Some(Lack::Utf8)),
            ("xterm-256color", Some("ar_EG.utf8"), None),
            ("xterm-256color", Some("en_GB.UTF-8@euro"), None),
            ("xterm-256color", Some("C"), None),
            ("fbterm", None, None),
            ("", None, None),
        ] {
            let environment = Environment::detect(|name| (name == "TERM").then(|| term.to_owned()));
            assert_eq!(lack(&environment, locale), lacks, "{term} {locale:?}");
        }
    }
}
