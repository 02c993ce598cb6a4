//! Keys and what they do: one table of actions, read by the keymap, by help and by the status line.
//!
//! No terminal types: a key here is what a person pressed, written as in `assets/keys.toml`.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};

use crate::config::plain::{self, Entry, Value};

mod arabic;
mod key;
#[cfg(test)]
mod tests;

pub use key::{Key, KeyCode};

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
    /// The pieces of what is asked, at the top.
    Pieces,
    /// A line being typed: only what edits it.
    Prompt,
    /// A pop-up with a choice.
    Popup,
}

impl Context {
    /// The context of a name in `assets/keys.toml`.
    fn from_name(name: &str) -> Option<Self> {
        let name: StrDeserializer<'_, Error> = name.into_deserializer();
        Self::deserialize(name).ok()
    }
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
    /// The next thing that stands on one side only.
    NextDifference = "next-difference",
    /// The one before that stands on one side only.
    PrevDifference = "prev-difference",
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
    /// Begin a range of time, or take the one begun.
    BeginRange = "begin-range",
    /// The range of time starts earlier.
    StartEarlier = "start-earlier",
    /// The range of time starts later.
    StartLater = "start-later",
    /// The range of time ends earlier.
    EndEarlier = "end-earlier",
    /// The range of time ends later.
    EndLater = "end-later",
    /// Remove the filters.
    ClearFilters = "clear-filters",
    /// To the pieces of what is asked, at the top.
    Pieces = "pieces",
    /// The piece on the left.
    PieceLeft = "piece-left",
    /// The piece on the right.
    PieceRight = "piece-right",
    /// Take the piece away.
    DropPiece = "drop-piece",
    /// Exclude what the piece asks for, or the other way round.
    TurnPiece = "turn-piece",
    /// Take the last change of the query back.
    UndoQuery = "undo-query",
    /// Do it again.
    RedoQuery = "redo-query",
    /// The next order: date, relevance, title.
    CycleSort = "cycle-sort",
    /// Star or unstar.
    Star = "star",
    /// Tag the article.
    Tag = "tag",
    /// Write a note on the article.
    Note = "note",
    /// The searches that are kept, and what is new in them.
    SavedSearches = "saved-searches",
    /// Keep the search under a name.
    SaveSearch = "save-search",
    /// Give the kept search another name.
    RenameSearch = "rename-search",
    /// Forget the kept search.
    RemoveSearch = "remove-search",
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
    /// A machine translation of the article.
    Translate = "translate",
    /// Vowel marks shown or hidden.
    ToggleMarks = "toggle-marks",
    /// What was cut, to be put back.
    PutBack = "put-back",
    /// Why these countries and topics.
    Evidence = "evidence",
    /// The other versions of the article.
    Versions = "versions",
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
    /// Say yes; the article is about the value.
    Yes = "yes",
    /// Say no; the article is not about the value.
    No = "no",
    /// The country is merely mentioned.
    MentionsOnly = "mentions-only",
    /// Add a value that the article is about.
    AddValue = "add-value",
    /// Take back what was corrected.
    TakeBack = "take-back",
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
        let mut map = Self { bindings: HashMap::new(), layout: arabic::Layout::named(keyboard) };
        let mut faults = Vec::new();
        let named: HashMap<&str, Action, FxBuildHasher> =
            Action::ALL.iter().map(|a| (a.name(), *a)).collect();
        for Entry { table, key, value } in plain::entries(include_str!("../../assets/keys.toml")) {
            let (Some(context), Some(action), Value::List(keys)) =
                (Context::from_name(table), named.get(key), value)
            else {
                continue;
            };
            let keys = keys.iter().filter_map(|text| parse_keys(text.text()?));
            map.bindings.entry(context).or_default().extend(keys.map(|keys| (keys, *action)));
        }
        for list in map.bindings.values_mut() {
            // In the order of the help; the keys of an action as they are written.
            list.sort_by_key(|(_, action)| *action);
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
