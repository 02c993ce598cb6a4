//! What can happen: keys, the mouse, answers of the workers, the passing of time. Plain data; nothing here acts.
//!
//! An answer carries the number of the request that it answers ([`crate::app::Effect`]); `update` drops an answer
//! whose number is no longer the newest. Time is told, never asked: [`Msg::Now`] comes before the messages of a
//! batch.

use std::sync::Arc;

use crate::app::calibration::Offer;
use crate::archive::saved::{Saved, Tally};
use crate::archive::{self, Answer, Forms, Request, Row, RowId, Standing, State, StateChange, Version};
use crate::article::{Amendment, Article, ArticleId, Correction, Difference, Pair};
use crate::config::keys::Key;
use crate::text;

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The time in milliseconds since the program started, told before the messages that came with it, and when
    /// [`crate::app::Model::wake_at`] has passed.
    Now(u64),
    /// A key was pressed.
    Key(Key),
    /// The mouse did something. Never sent while Shift is held: the terminal's own selection has it then.
    Mouse(Mouse),
    /// The window has this many columns and rows.
    Resize(u16, u16),
    /// Text was pasted.
    Paste(String),
    /// The terminal is known better than before.
    Terminal {
        /// One line for the help: name, version, output profile.
        description: String,
        /// How text is to be laid out for it.
        options: text::Options,
    },
    /// Something that the user of this terminal is told once, by the key of its words.
    Notice(&'static str),
    /// The program is back from a suspension (Ctrl-Z); the screen was cleared.
    Resumed,
    /// The answer to [`crate::app::Effect::Search`].
    Found {
        /// The request's number.
        generation: u64,
        /// The answer with its first rows, or what went wrong in words for the reader.
        result: Result<Found, String>,
    },
    /// The answer to [`crate::app::Effect::Offers`].
    Offers {
        /// The search's number.
        generation: u64,
        /// The offers, best first; what goes wrong with them is not worth a word.
        offers: Vec<archive::Offer>,
    },
    /// The answer to [`crate::app::Effect::Forms`].
    Forms {
        /// What was asked.
        request: Request,
        /// The forms, or what went wrong in words for the reader.
        result: Result<Forms, String>,
    },
    /// The answer to [`crate::app::Effect::LoadRows`].
    Rows {
        /// The request's number.
        generation: u64,
        /// The numbers that were asked for.
        asked: Vec<RowId>,
        /// The rows among them that exist.
        rows: Vec<Row>,
    },
    /// The answer to [`crate::app::Effect::Open`].
    Opened {
        /// The request's number.
        request: u64,
        /// The article with what the reader noted about it; `None` when it is gone.
        result: Result<Option<(Arc<Article>, State)>, String>,
    },
    /// The answer to [`crate::app::Effect::Compare`].
    Compared {
        /// The request's number.
        request: u64,
        /// What stands on one side only, in the order of the beads.
        differences: Vec<Difference>,
    },
    /// The answer to [`crate::app::Effect::LoadPairs`], [`crate::app::Effect::Align`] and
    /// [`crate::app::Effect::ConfirmPair`].
    Pairs {
        /// The request's number.
        request: u64,
        /// The pairs with the article on the other side, surest first; empty where there is none.
        result: Result<Vec<Counterpart>, String>,
    },
    /// The answer to [`crate::app::Effect::Review`].
    Reviewed {
        /// The article.
        id: ArticleId,
        /// What was changed.
        steps: Vec<Amendment>,
        /// The article as it is now, `None` where it is gone, and all that is corrected about it; or what went wrong in
        /// words for the reader.
        result: Result<(Option<Arc<Article>>, Correction), String>,
    },
    /// A machine translation that was asked for moved on ([`crate::app::Effect::Translate`]).
    Translating {
        /// The request's number.
        request: u64,
        /// Paragraphs that are made.
        done: usize,
        /// What is made so far, where the last that was told is a while ago.
        counterpart: Option<Box<Counterpart>>,
    },
    /// The answer to [`crate::app::Effect::Translate`].
    Translated {
        /// The request's number.
        request: u64,
        /// The whole translation with its original.
        result: Result<Box<Counterpart>, Untranslated>,
    },
    /// The answer to [`crate::app::Effect::LoadCandidates`]: best first, none where nothing comes near.
    Candidates {
        /// The request's number.
        request: u64,
        /// The rows of the candidates.
        result: Result<Vec<Row>, String>,
    },
    /// The answer to [`crate::app::Effect::LoadVersions`]: the listed one first.
    Versions {
        /// The other versions of the article.
        result: Result<Vec<Version>, String>,
    },
    /// The answer to [`crate::app::Effect::LoadBatches`]: newest first.
    Batches {
        /// The imports that can be undone.
        result: Result<Vec<Batch>, String>,
    },
    /// The answer to [`crate::app::Effect::LoadSaved`] and [`crate::app::Effect::EditSaved`].
    Saved {
        /// The searches that are kept under names, in their order.
        result: Result<Vec<Saved>, String>,
    },
    /// The answer to [`crate::app::Effect::CountSaved`].
    SavedCounted {
        /// The request's number.
        request: u64,
        /// The name of the search.
        name: String,
        /// What it finds.
        result: Result<Tally, String>,
    },
    /// The answer to [`crate::app::Effect::Calibrate`] with [`Step::Begin`](crate::app::calibration::Step::Begin).
    Profiles(Offer),
    /// The answer to [`crate::app::Effect::Calibrate`] with [`Step::Keep`](crate::app::calibration::Step::Keep).
    Kept {
        /// The name that was to be kept.
        name: String,
        /// Whether a setting or an argument decides in spite of it on the next start; or why it was not kept.
        result: Result<bool, String>,
    },
    /// The archive's content changed; lists and counts are asked for again.
    Changed(Change),
    /// A long job moved on. `done == total` ends it.
    Progress {
        /// Which.
        job: Job,
        /// How far.
        done: usize,
        /// Of how many; 0 while it is not known.
        total: usize,
    },
    /// The answer to [`crate::app::Effect::Copy`].
    Copied {
        /// What it is, in the words that came with the text.
        what: String,
        /// Where it went.
        to: CopiedTo,
    },
    /// Whether an article is read or starred was stored, and nothing else that is counted.
    Noted {
        /// The article.
        id: ArticleId,
        /// What was noted about it before.
        before: Box<State>,
        /// What was changed.
        change: StateChange,
    },
    /// What was to be noted about an article was not.
    NotNoted {
        /// The article.
        id: ArticleId,
        /// What is noted about it.
        state: Box<State>,
        /// Why, and the remedy.
        words: String,
    },
    /// Something that was asked for failed; the words say what and the remedy.
    Failed(String),
    /// Something that was asked for was done, in words (a path that was opened, where a copy went).
    Done(String),
}

/// Where a copy went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopiedTo {
    /// To the clipboard of the terminal, which does not say whether it took it. `long` where it is more than
    /// every terminal takes.
    Terminal {
        /// Whether some terminals drop so much.
        long: bool,
    },
    /// To tmux and the clipboard of its terminal.
    Tmux,
    /// To this command of the user's.
    Command(String),
    /// To the end of this file.
    File(String),
    /// To standard output when the program has left the screen.
    Print,
}

/// A search's answer with the rows that the screen shows first.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The answer.
    pub answer: Answer,
    /// The rows of its first numbers (50 are enough for every window), in that order.
    pub first: Vec<Row>,
}

/// A pair with the whole article on its other side.
#[derive(Clone, Debug)]
pub struct Counterpart {
    /// The pair and its beads.
    pub pair: Pair,
    /// The article in the other language than the one that was asked for.
    pub article: Arc<Article>,
    /// What stands on one side only, in the order of the beads.
    pub differences: Vec<Difference>,
    /// How it stands to the article that was asked for, where a machine made it of that on demand.
    pub made: Option<Standing>,
}

/// Why no machine translation was made, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untranslated {
    /// The settings name nobody who translates.
    NotSet {
        /// The settings' file.
        file: String,
    },
    /// The archive has its counterpart.
    Paired,
    /// The article is gone.
    Gone,
    /// It was stopped on request.
    Stopped,
    /// What went wrong, in words for the reader; what was made before is kept.
    Failed(String),
}

/// An import that can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its number.
    pub id: i64,
    /// When it was made, RFC 3339.
    pub when: String,
    /// How many articles it brought.
    pub articles: usize,
}

/// A change of what the archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// So many articles were removed on request.
    Removed(usize),
    /// An import of so many articles was undone.
    Undone(usize),
    /// So many articles came in.
    Imported(usize),
    /// So many pairs were found.
    Paired(usize),
    /// Another process changed the archive, or its index took a change in.
    Elsewhere,
    /// The index has caught up; counts may differ.
    Indexed,
    /// What the reader noted about an article was stored; only counts may differ.
    Noted,
}

/// A job that runs beside the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Job {
    /// The full-text index takes in articles.
    Index,
    /// Translations are looked for.
    Pairing,
    /// Files are imported.
    Import,
}

/// What the mouse did and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub kind: MouseKind,
    /// Column, 0 at the left.
    pub x: u16,
    /// Row, 0 at the top.
    pub y: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse was moved with the left button down.
    Drag,
    /// The left button went up.
    Release,
    /// The wheel turned towards the text's beginning.
    WheelUp,
    /// The wheel turned towards the text's end.
    WheelDown,
}
