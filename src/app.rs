//! The model of the reader and its update: what is on the screen, and what a key, an answer or a moment does.
//!
//! [`update`] is pure: no I/O, no clock, no terminal; what it wants from the world it returns as [`Effect`]s, and
//! what the world has to say comes as a [`Msg`]. One file a pane; [`act`](self) and its neighbours say what each
//! action does, `answers` what each answer does.

use crate::archive::Query;
use crate::archive::query::Matcher;
use crate::article::{ArticleId, Lang};
use crate::config::Config;
use crate::config::keys::{Context, Key, Keymap};
use crate::config::words::Words;
use crate::text;

mod act;
mod answers;
mod beads;
pub mod calibration;
mod caret;
mod choose;
mod crumbs;
mod differences;
pub mod effect;
pub mod entry;
pub mod facets;
pub mod facing;
pub mod fault;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod keys;
pub mod list;
pub mod look;
mod mouse;
pub mod msg;
mod offers;
pub mod own;
pub mod page;
pub mod panes;
pub mod popup;
mod popups;
pub mod prompt;
pub mod reader;
pub mod review;
mod saved;
pub mod search;
pub mod session;
pub mod status;
#[cfg(test)]
mod tests;
pub mod translating;
mod typing;
pub mod versions;

pub use effect::Effect;
pub use msg::{Batch, Change, CopiedTo, Counterpart, Found, Job, Mouse, MouseKind, Msg, Untranslated};
pub use panes::{Area, Pane, Panes, Shape, Wish};

use calibration::Calibration;
use facets::Facets;
use list::{Keep, List};
use look::Look;
use own::Own;
use popup::Popup;
use prompt::Prompt;
use reader::Reader;
use saved::Kept;
use search::{Asked, Search};
use session::Session;
use status::Message;

/// What a model is made from.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The settings.
    pub config: Config,
    /// The keys.
    pub keymap: Keymap,
    /// The interface's words; Arabic ones mirror the layout.
    pub words: Words,
    /// How text is laid out for this terminal, as far as it is known.
    pub options: text::Options,
    /// Columns and rows of the window.
    pub size: (u16, u16),
}

/// Everything that the screen shows.
#[derive(Debug)]
pub struct Model {
    pub(crate) config: Config,
    pub(crate) keymap: Keymap,
    pub(crate) words: Words,
    /// How lists, facets and messages are laid out.
    pub(crate) options: text::Options,
    /// What the terminal asks for.
    terminal_options: text::Options,
    pub(crate) look: Look,
    pub(crate) terminal: String,
    pub(crate) now: u64,
    pub(crate) size: (u16, u16),
    pub(crate) panes: Panes,
    pub(crate) focus: Pane,
    pub(crate) search: Search,
    pub(crate) matcher: Matcher,
    pub(crate) list: List,
    pub(crate) facets: Facets,
    pub(crate) reader: Reader,
    pub(crate) prompt: Option<Prompt>,
    pub(crate) popup: Option<Popup>,
    pub(crate) calibration: Option<Calibration>,
    /// Whether the program was started for the calibration alone.
    only_calibrates: bool,
    pub(crate) message: Option<Message>,
    /// The piece of what is asked that has the keys.
    pub(crate) crumb_at: Option<usize>,
    /// What the reader writes on articles.
    pub(crate) own: Own,
    /// Searches kept under names.
    kept: Kept,
    pub(crate) jobs: Vec<(Job, usize, usize)>,
    /// The machine translation that is being made.
    translating: Option<translating::Translating>,
    /// Articles in the whole archive, as far as an unfiltered answer told.
    pub(crate) held: Option<usize>,
    /// Keys of a sequence that is not complete.
    pending: Vec<Key>,
    /// The number of the newest request for an article, its pairs or candidates.
    request: u64,
    /// The number of the newest request for rows.
    rows_request: u64,
    /// The title of the article that is being removed on request.
    removing: Option<String>,
    /// What the list's cursor stays on when the next answer comes.
    keep: Keep,
    /// Presses of the mouse's button at one place, one soon after the other.
    clicks: mouse::Clicks,
}

impl Model {
    /// The model of the first frame: the archive's front page, and what the last session left.
    pub fn new(setup: Setup, front: Found, session: Option<&str>) -> Self {
        let session = session.map(Session::parse).unwrap_or_default();
        let query = Query::parse(&session.query).unwrap_or_default();
        let asked = Asked { query, any: session.any, typing: session.typing };
        let mut model = Self {
            facets: Facets::new(&setup.words),
            reader: Reader::new(&session),
            search: Search::new(asked),
            config: setup.config,
            keymap: setup.keymap,
            words: setup.words,
            options: setup.options,
            terminal_options: setup.options,
            look: Look::new(&session.look),
            terminal: String::new(),
            now: 0,
            size: setup.size,
            panes: Panes::default(),
            focus: Pane::List,
            matcher: Matcher::default(),
            list: List::default(),
            prompt: None,
            popup: None,
            calibration: None,
            only_calibrates: false,
            message: None,
            crumb_at: None,
            own: Own::default(),
            kept: Kept::default(),
            jobs: Vec::new(),
            translating: None,
            held: None,
            pending: Vec::new(),
            request: 0,
            rows_request: 0,
            removing: None,
            keep: Keep::Top,
            clicks: mouse::Clicks::default(),
        };
        if session.article.is_some() && session.reading {
            model.focus = Pane::Reader;
        }
        model.dress();
        model.show_front(front);
        model.arrange();
        model
    }

    /// What is to be done before the first key: the search itself, and the article that stands open.
    pub fn start(&mut self) -> Vec<Effect> {
        let mut fx = vec![self.search.again()];
        self.keep = Keep::Place;
        match self.reader.awaited().cloned() {
            Some(id) => {
                if let Some(place) = self.list.place_of(&id) {
                    self.list.go_to(place);
                }
                self.open(id, reader::Want::default(), &mut fx);
            }
            None => self.preview(&mut fx),
        }
        self.load_rows(&mut fx);
        fx.push(Effect::LoadSaved);
        if self.only_calibrates {
            fx.push(Effect::Calibrate(calibration::Step::Begin));
        }
        fx
    }

    /// Whether the program was started for the calibration alone.
    pub fn only_calibrates(&self) -> bool {
        self.only_calibrates
    }

    /// Makes known what is to be marked of what was asked last time, once the first frame is there: that needs all
    /// the names that are not taken apart, which take longer to read than all that the frame shows.
    pub fn mark_matches(&mut self) {
        if !self.search.query().is_empty() {
            self.rematch();
        }
    }

    /// The text of the session.
    fn session(&self) -> String {
        Session {
            query: self.search.query().to_string(),
            any: self.search.asked().any,
            typing: self.search.asked().typing,
            article: self.reader.id().cloned(),
            reading: self.focus == Pane::Reader,
            beside: self.reader.beside,
            swapped: self.reader.swapped,
            look: self.look.chosen().clone(),
        }
        .to_text()
    }

    /// When `update` wants to be told the time, in the milliseconds of [`Msg::Now`]; `None` while nothing waits.
    pub fn wake_at(&self) -> Option<u64> {
        self.message.as_ref().map(|m| m.until)
    }

    /// Whether the interface runs from right to left.
    pub fn is_mirrored(&self) -> bool {
        self.words.lang() == Lang::Ar
    }

    /// The context whose keys are looked up first.
    pub fn context(&self) -> Context {
        if self.popup.is_some() || self.calibration.is_some() {
            Context::Popup
        } else if self.prompt.is_some() || (self.focus == Pane::Facets && self.facets.find().is_some()) {
            Context::Prompt
        } else if self.crumb_at.is_some() {
            Context::Pieces
        } else {
            self.pane_context()
        }
    }

    /// The context of the pane that has the focus.
    pub(crate) fn pane_context(&self) -> Context {
        match self.focus {
            Pane::Facets => Context::Facets,
            Pane::List => Context::List,
            Pane::Reader if self.reader.page().is_some_and(page::Page::has_caret) => Context::Caret,
            Pane::Reader => Context::Reader,
        }
    }

    /// Places the panes anew and tells each its size.
    fn arrange(&mut self) {
        let wish = Wish { focus: self.focus, whole: self.reader.beside, mirrored: self.is_mirrored() };
        self.panes = Panes::new(self.size.0, self.size.1, wish);
        if let Some(area) = self.panes.list {
            self.list.resize(area.h);
        }
        if let Some(area) = self.panes.facets {
            let line = u16::from(self.facets.find().is_some());
            self.facets.resize(area.h.saturating_sub(line));
        }
        if let Some(area) = self.panes.reader {
            self.reader.resize(area);
        }
        if let Some(calibration) = &mut self.calibration {
            calibration.resize(self.size.1);
        }
        let options = self.chrome_options();
        let width = usize::from(self.popup_width());
        if let Some(popup) = &mut self.popup {
            popup.wrap(width.saturating_sub(2), &options);
        }
        let rows = usize::from(self.popup_area().h.saturating_sub(4));
        if let Some(popup) = &mut self.popup {
            popup.resize(rows);
        }
    }

    /// The direction of the interface.
    pub(crate) fn direction(&self) -> text::Direction {
        if self.is_mirrored() { text::Direction::Rtl } else { text::Direction::Ltr }
    }

    /// How the interface's own words are laid out where they lie under each other.
    pub(crate) fn chrome_options(&self) -> text::Options {
        text::Options { fallback: self.direction(), ..self.options }
    }

    /// Gives a pane the focus.
    fn go(&mut self, pane: Pane) {
        if pane != Pane::Reader
            && let Some(page) = self.reader.page_mut()
        {
            page.leave_caret();
        }
        self.focus = pane;
        self.arrange();
    }

    /// A pop-up is as wide as a line of prose wants to be, and leaves the window's edge in sight.
    fn popup_width(&self) -> u16 {
        let w = self.size.0;
        w.saturating_sub(if w > 60 { 8 } else { 2 }).min(84)
    }

    /// The rectangle of the pop-up, margins and rules included.
    pub(crate) fn popup_area(&self) -> Area {
        let (w, h) = self.size;
        let rows = self.popup.as_ref().map_or(0, Popup::height);
        let width = self.popup_width();
        let most = h.saturating_sub(if h > 16 { 4 } else { 2 });
        let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(4).min(most).max(most.min(6));
        Area::new((w - width) / 2, (h - height) / 2, width, height)
    }

    /// The article that an action is about: the open one in the reader, else the one under the list's cursor.
    fn target(&self) -> Option<ArticleId> {
        match self.focus {
            Pane::Reader => self.reader.id().cloned(),
            Pane::List | Pane::Facets => self.list.current().map(|row| row.id.clone()),
        }
    }

    fn next_request(&mut self) -> u64 {
        self.request += 1;
        self.request
    }

    /// Says something that goes away by itself.
    fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message::new(text.into(), false, self.now));
    }

    /// Says what went wrong.
    fn complain(&mut self, text: impl AsRef<str>) {
        self.message = Some(Message::new(text::isolate_quoted(text.as_ref()), true, self.now));
    }
}

/// Takes in one thing that happened and says what is to be done about it.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut fx = Vec::new();
    match msg {
        Msg::Now(now) => model.tick(now),
        Msg::Key(key) => model.key(key, &mut fx),
        Msg::Mouse(mouse) => model.mouse(mouse, &mut fx),
        Msg::Paste(text) => model.paste(&text, &mut fx),
        Msg::Resize(w, h) => {
            model.size = (w, h);
            model.arrange();
            model.preview(&mut fx);
        }
        Msg::Terminal { description, options } => model.know_terminal(description, options),
        Msg::Notice(key) => {
            let said = model.words.get(key).to_owned();
            model.message = Some(Message::notice(said, model.now));
        }
        Msg::Resumed => {
            model.pending.clear();
            fx.push(Effect::Redraw);
        }
        answer => model.answer(answer, &mut fx),
    }
    model.load_rows(&mut fx);
    fx
}

impl Model {
    fn tick(&mut self, now: u64) {
        self.now = now;
        if self.message.as_ref().is_some_and(|m| m.until <= now) {
            self.message = None;
        }
    }

    fn know_terminal(&mut self, description: String, options: text::Options) {
        self.terminal = description;
        self.terminal_options = options;
        self.dress();
    }
}
