//! What is asked of the world, as plain data that a test can compare. Nothing here is carried out: the runtime
//! does that on its workers and answers with a [`crate::app::Msg`] of the same number.

use crate::app::calibration::Step;
use crate::archive::saved::{Edit, Saved};
use crate::archive::{Request, RowId, StateChange};
use crate::article::{Amendment, ArticleId, Pair};

/// One thing to be done outside the model.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Search; of several that wait, only the newest need be done. Answer: [`crate::app::Msg::Found`].
    Search {
        /// The request's number.
        generation: u64,
        /// What is asked.
        request: Request,
    },
    /// Find out what else a search may have meant. Answer: [`crate::app::Msg::Offers`]; a newer search makes it
    /// useless.
    Offers {
        /// The search's number.
        generation: u64,
        /// What was asked.
        request: Request,
        /// The line as it was typed.
        typed: String,
    },
    /// Count in which forms the words of a search are written. Answer: [`crate::app::Msg::Forms`].
    Forms {
        /// What was asked.
        request: Request,
    },
    /// Load these rows for the list. Answer: [`crate::app::Msg::Rows`]. The newest wins.
    LoadRows {
        /// The request's number.
        generation: u64,
        /// Which, at most a few windows full.
        rows: Vec<RowId>,
    },
    /// Load an article for the reader. Answer: [`crate::app::Msg::Opened`]. The newest wins.
    Open {
        /// The request's number.
        request: u64,
        /// Which.
        id: ArticleId,
    },
    /// Load the article's pairs with the articles on the other side. Answer: [`crate::app::Msg::Pairs`]. The
    /// newest of these three wins.
    LoadPairs {
        /// The request's number.
        request: u64,
        /// Which article.
        id: ArticleId,
    },
    /// Align two articles without storing anything: to read them beside each other. Answer:
    /// [`crate::app::Msg::Pairs`] for the article that is open.
    Align {
        /// The request's number.
        request: u64,
        /// The article that is open.
        open: ArticleId,
        /// The one to put beside it.
        other: ArticleId,
    },
    /// Align two articles and store the pair as confirmed by hand. Answer: [`crate::app::Msg::Pairs`] for the
    /// article that is open.
    ConfirmPair {
        /// The request's number.
        request: u64,
        /// The article that is open.
        open: ArticleId,
        /// Its translation.
        other: ArticleId,
    },
    /// Find what stands on one side only of a pair whose beads were corrected. Answer: [`crate::app::Msg::Compared`].
    /// It takes its turn with those before.
    Compare {
        /// The request's number.
        request: u64,
        /// The pair as it is now.
        pair: Box<Pair>,
    },
    /// Store a pair as corrected by hand. No answer; a failure comes as [`crate::app::Msg::Failed`].
    StorePair(Box<Pair>),
    /// Make a machine translation of an article by whom the settings name, and keep it as it comes. Answers:
    /// [`crate::app::Msg::Translating`] as often as it moves on, then [`crate::app::Msg::Translated`].
    Translate {
        /// The request's number.
        request: u64,
        /// Which article.
        id: ArticleId,
    },
    /// Stop making it; what is made so far is kept. The answer is that of the request.
    StopTranslating,
    /// Load the articles that may be its translation. Answer: [`crate::app::Msg::Candidates`].
    LoadCandidates {
        /// The request's number.
        request: u64,
        /// Which article.
        id: ArticleId,
    },
    /// Load the other versions of an article. Answer: [`crate::app::Msg::Versions`].
    LoadVersions {
        /// Which article.
        id: ArticleId,
    },
    /// Change what is corrected about an article, or, without a step, only look it up. Answer:
    /// [`crate::app::Msg::Reviewed`].
    Review {
        /// Which article.
        id: ArticleId,
        /// What to change.
        steps: Vec<Amendment>,
    },
    /// Store a change of the reader's own state, in the order asked. Answer: [`crate::app::Msg::Changed`] with
    /// `Noted` where a facet counts what changed; a failure comes as [`crate::app::Msg::Failed`].
    SetState {
        /// Which article.
        id: ArticleId,
        /// What changes.
        change: StateChange,
    },
    /// Remove articles. Answer: [`crate::app::Msg::Changed`] with `Removed`.
    Remove {
        /// Which.
        ids: Vec<ArticleId>,
    },
    /// List the imports that can be undone. Answer: [`crate::app::Msg::Batches`].
    LoadBatches,
    /// Load the searches that are kept under names. Answer: [`crate::app::Msg::Saved`].
    LoadSaved,
    /// Change the searches that are kept under names. Answer: [`crate::app::Msg::Saved`].
    EditSaved(Edit),
    /// Count the articles of one of them. The newest wins. Answer: [`crate::app::Msg::SavedCounted`].
    CountSaved {
        /// The request's number.
        request: u64,
        /// Which.
        saved: Saved,
    },
    /// Undo an import. Answer: [`crate::app::Msg::Changed`] with `Undone`.
    UndoBatch {
        /// Which.
        batch: i64,
    },
    /// Open an address in the desktop's program for it. It comes from an article: only the web's are followed.
    /// Answer: `Done` or `Failed`.
    OpenExternal(String),
    /// Open the file that an article was imported from. Answer: `Done` or `Failed`.
    OpenFile(String),
    /// Put logical text where the settings say that copies go. Answer: [`crate::app::Msg::Copied`] or `Failed`.
    Copy {
        /// The text.
        text: String,
        /// What it is, in words for the answer: "3 paragraphs, 412 characters".
        what: String,
    },
    /// Keep the session under the key `session` of the archive. No answer.
    SaveSession(String),
    /// Do something for the calibration screen.
    Calibrate(Step),
    /// Clear the terminal and draw everything again.
    Redraw,
    /// Give the terminal back and stop the process (Ctrl-Z); [`crate::app::Msg::Resumed`] when it is back.
    Suspend,
    /// Leave, after everything stored before it was written.
    Quit,
}
