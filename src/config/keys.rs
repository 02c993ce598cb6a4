//! Keys and what they do: one table of actions, read by the keymap, by help and by the status line.
//!
//! No terminal types: a key here is what a person pressed, written as in `assets/keys.toml`.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

mod arabic;
#[cfg(test)]
mod tests;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character as typed, the shift already in it.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Left arrow.
    Left,
    /// Right arrow.
    Right,
    /// Up arrow.
    Up,
    /// Down arrow.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key.
    F(u8),
}

const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Space", KeyCode::Char(' ')),
];

/// One key press. Written `j`, `G`, `Ctrl-f`, `Alt-Left`, `Space`, `F3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Control held.
    pub ctrl: bool,
    /// Alt held.
    pub alt: bool,
    /// Shift held; always false for characters, whose shift is in them.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Control.
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// Reads the notation; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut rest, mut key) = (text, Self::char(' '));
        loop {
            if let Some(after) = rest.strip_prefix("Ctrl-") {
                (rest, key.ctrl) = (after, true);
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                (rest, key.alt) = (after, true);
            } else if let Some(after) = rest.strip_prefix("Shift-") {
                (rest, key.shift) = (after, true);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => match NAMED.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => KeyCode::F(rest.strip_prefix('F')?.parse().ok().filter(|n| (1..=24).contains(n))?),
            },
        };
        Some(key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(n)) => write!(f, "F{n}"),
            (None, _) => Ok(()),
        }
    }
}

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Context {
    /// Everywhere but in a prompt and a pop-up, after the pane's own keys.
    Global,
    /// The list of articles.
    List,
    /// The reader.
    Reader,
    /// The reader while there is a caret in the text.
    Caret,
    /// The facets.
    Facets,
    /// A line being typed: only what edits it.
    Prompt,
    /// A pop-up with a choice.
    Popup,
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident = $slug:literal,)+) => {
        /// Everything that a key can do. The name of each, in `kebab-case`, is its row in `assets/keys.toml`
        /// and its help line (`help.NAME`) in every language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $doc])+ $name,)+ }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            /// The action of a name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|a| a.name() == name)
            }
        }
    };
}

actions! {
    /// One row or line down.
    Down = "down",
    /// One row or line up.
    Up = "up",
    /// Half a window down.
    HalfDown = "half-down",
    /// Half a window up.
    HalfUp = "half-up",
    /// A window down.
    PageDown = "page-down",
    /// A window up.
    PageUp = "page-up",
    /// To the first row.
    Top = "top",
    /// To the last row.
    Bottom = "bottom",
    /// Open what the cursor is on, or choose it.
    Open = "open",
    /// Back: close the pop-up, leave side by side, leave the reader, clear the search.
    Back = "back",
    /// To the next pane.
    NextPane = "next-pane",
    /// To the pane before.
    PrevPane = "prev-pane",
    /// To the pane on the left on the screen.
    PaneLeft = "pane-left",
    /// To the pane on the right on the screen.
    PaneRight = "pane-right",
    /// Search the archive.
    Search = "search",
    /// Find in the open article.
    Find = "find",
    /// The next match, on into the next article.
    NextMatch = "next-match",
    /// The match before.
    PrevMatch = "prev-match",
    /// Side by side, or back.
    SideBySide = "side-by-side",
    /// The other column order in side by side.
    SwapColumns = "swap-columns",
    /// The next paragraph with its counterpart.
    NextBead = "next-bead",
    /// The paragraph before with its counterpart.
    PrevBead = "prev-bead",
    /// Open or fold text that stands on one side only.
    ToggleFold = "toggle-fold",
    /// Merge the marked paragraphs with the next.
    MergeBeads = "merge-beads",
    /// Part the marked paragraphs.
    SplitBead = "split-bead",
    /// The marked paragraphs do correspond.
    ConfirmBead = "confirm-bead",
    /// The next article of the list.
    NextArticle = "next-article",
    /// The article before in the list.
    PrevArticle = "prev-article",
    /// The facets.
    Facets = "facets",
    /// Include, exclude, off, in turn.
    CycleValue = "cycle-value",
    /// Exclude a value, or stop excluding it.
    ExcludeValue = "exclude-value",
    /// All of the chosen values rather than any.
    ToggleAll = "toggle-all",
    /// Type to find a value.
    FindValue = "find-value",
    /// Open or close a branch or a facet.
    ToggleBranch = "toggle-branch",
    /// Sort the facet's values by count or by name.
    SortValues = "sort-values",
    /// Remove the filters.
    ClearFilters = "clear-filters",
    /// Take the last change of the query back.
    UndoQuery = "undo-query",
    /// Do it again.
    RedoQuery = "redo-query",
    /// The next order: date, relevance, title.
    CycleSort = "cycle-sort",
    /// Star or unstar.
    Star = "star",
    /// Read or unread.
    ToggleRead = "toggle-read",
    /// Open the original.
    OpenOriginal = "open-original",
    /// Follow a link of the text.
    Links = "links",
    /// What was cut from the page.
    ShowCut = "show-cut",
    /// Marks, digits, quotation marks, justification.
    PageLook = "page-look",
    /// Vowel marks shown or hidden.
    ToggleMarks = "toggle-marks",
    /// Why these countries and topics.
    Evidence = "evidence",
    /// How the words of the search are written, and which forms are meant.
    Forms = "forms",
    /// Remove the article from the archive.
    Remove = "remove",
    /// Undo an import.
    UndoImport = "undo-import",
    /// Try how this terminal shows Arabic, and choose.
    Calibrate = "calibrate",
    /// The keys.
    Help = "help",
    /// Draw the screen anew.
    Redraw = "redraw",
    /// To the shell and back.
    Suspend = "suspend",
    /// End the program.
    Quit = "quit",
    /// Keep what was typed.
    Accept = "accept",
    /// Leave without it.
    Cancel = "cancel",
    /// Take what is offered under the line.
    TakeOffer = "take-offer",
    /// The next offer.
    NextOffer = "next-offer",
    /// One character left.
    CursorLeft = "cursor-left",
    /// One character right.
    CursorRight = "cursor-right",
    /// One word left.
    CursorWordLeft = "cursor-word-left",
    /// One word right.
    CursorWordRight = "cursor-word-right",
    /// To the start of the line.
    CursorStart = "cursor-start",
    /// To the end of the line.
    CursorEnd = "cursor-end",
    /// Delete the character before.
    DeleteBack = "delete-back",
    /// Delete the character after.
    DeleteForward = "delete-forward",
    /// Delete the word before.
    DeleteWord = "delete-word",
    /// Delete all before the cursor.
    DeleteToStart = "delete-to-start",
    /// A caret in the text.
    Caret = "caret",
    /// The next character as it is read.
    NextCharacter = "next-character",
    /// The character before as it is read.
    PrevCharacter = "prev-character",
    /// The next word.
    NextWord = "next-word",
    /// The word before.
    PrevWord = "prev-word",
    /// The end of the word.
    WordEnd = "word-end",
    /// The next sentence.
    NextSentence = "next-sentence",
    /// The sentence before.
    PrevSentence = "prev-sentence",
    /// The next paragraph.
    NextParagraph = "next-paragraph",
    /// The paragraph before.
    PrevParagraph = "prev-paragraph",
    /// The facing paragraph on the other side.
    OtherSide = "other-side",
    /// Begin to select, or end it.
    Select = "select",
    /// The same by whole paragraphs.
    SelectParagraphs = "select-paragraphs",
    /// Select the word.
    SelectWord = "select-word",
    /// Select the sentence.
    SelectSentence = "select-sentence",
    /// Select the article.
    SelectArticle = "select-article",
    /// Select to the left.
    SelectLeft = "select-left",
    /// Select to the right.
    SelectRight = "select-right",
    /// Select to the line below.
    SelectDown = "select-down",
    /// Select to the line above.
    SelectUp = "select-up",
    /// The caret to the other end of the selection.
    SwapEnds = "swap-ends",
    /// Copy what is selected, or the paragraph.
    Copy = "copy",
    /// The same with title, source, date and address.
    CopyCited = "copy-cited",
    /// Copy the paragraph in both languages.
    CopyBoth = "copy-both",
    /// Copy title, source, date and address.
    CopyReference = "copy-reference",
    /// End selecting; leave the caret.
    LeaveCaret = "leave-caret",
    /// Say yes.
    Yes = "yes",
    /// Say no.
    No = "no",
}

/// What a sequence of keys means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This action.
    Found(Action),
    /// More keys may follow.
    Prefix,
    /// Nothing.
    None,
}

/// Keys to actions, by context.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    bindings: HashMap<Context, Vec<(Vec<Key>, Action)>>,
    layout: arabic::Layout,
}

impl Keymap {
    /// The shipped keys (`assets/keys.toml`) under the user's (`[keys]` of the settings), and what is wrong with
    /// the user's.
    pub fn new(user: &toml::Table, keyboard: &str) -> (Self, Vec<String>) {
        let shipped: HashMap<Context, HashMap<String, Vec<String>>> =
            toml::from_str(include_str!("../../assets/keys.toml")).expect("the shipped keys are valid");
        let mut map = Self { bindings: HashMap::new(), layout: arabic::Layout::named(keyboard) };
        let mut faults = Vec::new();
        for (context, rows) in &shipped {
            let list = map.bindings.entry(*context).or_default();
            for action in Action::ALL {
                let Some(keys) = rows.get(action.name()) else { continue };
                list.extend(keys.iter().filter_map(|k| Some((parse_keys(k)?, *action))));
            }
        }
        for (name, value) in user {
            if let Err(fault) = map.rebind(name, value) {
                faults.push(fault);
            }
        }
        (map, faults)
    }

    /// Gives an action the user's keys in every context that has it.
    fn rebind(&mut self, name: &str, value: &toml::Value) -> Result<(), String> {
        let action = Action::from_name(name)
            .ok_or_else(|| format!("unknown action '{name}': 'qari --help' lists them"))?;
        let texts: Vec<&str> = match value {
            toml::Value::String(one) => vec![one.as_str()],
            toml::Value::Array(many) => many.iter().filter_map(toml::Value::as_str).collect(),
            _ => Vec::new(),
        };
        let keys: Option<Vec<Vec<Key>>> = texts.iter().map(|t| parse_keys(t)).collect();
        let keys = keys.filter(|k| !k.is_empty()).ok_or_else(|| {
            format!("{name}: '{value}' names no key: write \"j\", \"Ctrl-f\", \"F3\" or \"g g\"")
        })?;
        for list in self.bindings.values_mut() {
            if list.iter().any(|(_, a)| *a == action) {
                list.retain(|(bound, a)| *a != action && !keys.contains(bound));
                list.extend(keys.iter().map(|k| (k.clone(), action)));
            }
        }
        Ok(())
    }

    /// What the keys mean in a context. Letters of an Arabic keyboard count as the Latin ones on the same keys,
    /// except in a prompt, where they are text.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup {
        let found = self.lookup_exact(context, keys);
        if found != Lookup::None || context == Context::Prompt {
            return found;
        }
        let latin: Vec<Key> = keys.iter().map(|k| self.layout.to_latin(*k)).collect();
        if latin == keys { Lookup::None } else { self.lookup_exact(context, &latin) }
    }

    fn lookup_exact(&self, context: Context, keys: &[Key]) -> Lookup {
        let list = self.bindings.get(&context).map_or(&[][..], Vec::as_slice);
        if let Some((_, action)) = list.iter().find(|(bound, _)| bound == keys) {
            return Lookup::Found(*action);
        }
        let longer = list.iter().any(|(bound, _)| bound.len() > keys.len() && bound.starts_with(keys));
        if longer { Lookup::Prefix } else { Lookup::None }
    }

    /// The keys of an action in a context, as help writes them; the first is the one to name.
    pub fn keys_of(&self, context: Context, action: Action) -> Vec<String> {
        let write = |keys: &Vec<Key>| keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
        let list = self.bindings.get(&context).map_or(&[][..], Vec::as_slice);
        list.iter().filter(|(_, a)| *a == action).map(|(keys, _)| write(keys)).collect()
    }

    /// The actions that have a key in a context, in the order of the help.
    pub fn actions(&self, context: Context) -> Vec<Action> {
        let list = self.bindings.get(&context).map_or(&[][..], Vec::as_slice);
        Action::ALL.iter().copied().filter(|a| list.iter().any(|(_, b)| a == b)).collect()
    }
}

/// Reads a sequence of keys: `g g`.
fn parse_keys(text: &str) -> Option<Vec<Key>> {
    let keys: Option<Vec<Key>> = text.split_whitespace().map(Key::parse).collect();
    keys.filter(|k| !k.is_empty())
}
