//! Journeys: keys in, cells out, through the real loop, the real workers and a real archive of the edition, on a
//! backend without a terminal.
//!
//! A journey waits for what it expects to see; only a screen that never comes fails, never a slow one.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;

use super::stage::Stage;
use super::translating::Translator;
use super::workers::Workers;
use super::{Input, Loop, front_of};
use crate::app::calibration::Step;
use crate::app::{CopiedTo, Model, Msg, Setup};
use crate::archive::{Archive, Cancel, Embedded, Mode};
use crate::article::{Article, Lang};
use crate::config::Config;
use crate::config::keys::{Key, Keymap};
use crate::config::theme::Theme;
use crate::config::words::Words;
use crate::ingest;
use crate::terminal::{Environment, Replies, clipboard};
use crate::text::{self, Line, Paragraph};

mod calibrating;
mod copying;
mod golden;
mod keeping;
mod narrow;
mod notation;
mod pages;
mod reading;
mod translating;

/// How long a screen may take to come on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_mins(1);

/// After so long without a new frame nothing more will come: workers answer in milliseconds, also beside other tests.
const QUIET: Duration = Duration::from_secs(8);

/// Columns and rows of the window, for the backend to learn.
type Size = Arc<Mutex<(u16, u16)>>;

/// What was sent to the terminal beside the frames.
type Sent = Arc<Mutex<Vec<u8>>>;

/// A stage with nothing behind it but the window's size, which the backend takes on when the stage is resumed, and a
/// terminal that takes copies and has profiles by name.
struct NoStage(Size, Sent, calibrating::Profiles);

impl Stage<TestBackend> for NoStage {
    fn suspend(&mut self, _: &mut Terminal<TestBackend>) -> anyhow::Result<()> {
        Ok(())
    }
    fn resume(&mut self, terminal: &mut Terminal<TestBackend>) -> anyhow::Result<()> {
        let (width, height) = *self.0.lock().unwrap();
        terminal.backend_mut().resize(width, height);
        Ok(())
    }
    fn copy(&mut self, text: &str, what: String) -> Option<Msg> {
        clipboard::copy(&mut *self.1.lock().unwrap(), text, &Environment::default()).unwrap();
        Some(Msg::Copied { what, to: CopiedTo::Terminal { long: false } })
    }
    fn calibrate(&mut self, step: &Step, _: &mut Terminal<TestBackend>) -> anyhow::Result<Vec<Msg>> {
        Ok(self.2.step(step))
    }
    fn dress(&mut self) -> Option<Theme> {
        None
    }

    fn learn(&mut self, _: &Replies, _: &mut Terminal<TestBackend>) -> anyhow::Result<Vec<Msg>> {
        Ok(Vec::new())
    }
}

/// A folder with an archive in it, which outlives the readers that are started on it.
struct Shelf {
    archive: Arc<dyn Archive>,
    folder: tempfile::TempDir,
    /// Who translates for the next reader that is started; nobody as a rule.
    translator: Translator,
}

impl Shelf {
    /// The edition, and articles of our own that it lacks: one without a translation, one with links and with
    /// furniture of its page.
    fn new(pages: &[Article]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive: Arc<dyn Archive> = Arc::new(Embedded::open(folder.path(), Mode::Create).unwrap());
        let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
        archive.put(batch, &ingest::edition()).unwrap();
        archive.put(batch, pages).unwrap();
        archive.find_pairs(&Cancel::default(), &mut |_, _| {}).unwrap();
        Self { archive, folder, translator: Translator::default() }
    }

    /// The same folder opened anew, as a second start of the program does.
    fn reopened(self) -> Self {
        let archive = Arc::new(Embedded::open(self.folder.path(), Mode::ReadWrite).unwrap());
        Self { archive, ..self }
    }
}

/// A reader that runs on its own thread while the journey presses keys.
struct Journey {
    keys: Sender<Input>,
    frames: Receiver<Buffer>,
    seen: Buffer,
    reader: Option<thread::JoinHandle<anyhow::Result<()>>>,
    shelf: Shelf,
    window: Size,
    sent: Sent,
}

impl Journey {
    /// On the edition alone, in English.
    fn begin(width: u16, height: u16) -> Self {
        Self::begin_on(Shelf::new(&[]), (width, height), Lang::En)
    }

    fn begin_on(mut shelf: Shelf, (width, height): (u16, u16), lang: Lang) -> Self {
        let (keys, input) = channel();
        let (show, frames) = channel();
        let (archive, out) = (Arc::clone(&shelf.archive), keys.clone());
        let translator = std::mem::take(&mut shelf.translator);
        let window: Size = Arc::new(Mutex::new((width, height)));
        let sent = Sent::default();
        let for_stage = (Arc::clone(&window), Arc::clone(&sent));
        let reader = thread::spawn(move || {
            let config = Config::default();
            let (keymap, _) = Keymap::new(&config.keys, &config.keyboard);
            let size = (width, height);
            let setup =
                Setup { config, keymap, words: Words::of(lang), options: text::Options::default(), size };
            let session = archive.kept("session")?;
            let mut model = Model::new(setup, front_of(archive.as_ref(), height)?, session.as_deref());
            let mut terminal = Terminal::new(TestBackend::new(width, height))?;
            let workers = Workers::new(&archive, &out, false).translating(translator);
            let theme = Theme::named("plain16")?;
            let mut stage = NoStage(for_stage.0, for_stage.1, calibrating::Profiles::default());
            let mut looped =
                Loop { terminal: &mut terminal, stage: &mut stage, theme, workers: &workers, input };
            let outcome = looped.run_watched(&mut model, Instant::now(), &mut |buffer| {
                let _ = show.send(buffer.clone());
            });
            workers.finish();
            outcome
        });
        let seen = frames.recv_timeout(PATIENCE).unwrap();
        Self { keys, frames, seen, reader: Some(reader), shelf, window, sent }
    }

    fn send(&mut self, msg: Msg) -> &mut Self {
        self.keys.send(Input::Msg(msg)).unwrap();
        self
    }

    /// Presses keys, written as in `assets/keys.toml`.
    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let key = Key::parse(key).unwrap_or_else(|| panic!("no key: {key}"));
            self.send(Msg::Key(key));
        }
        self
    }

    /// Types text into a prompt, letter by letter.
    fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Msg::Key(Key::char(c)));
        }
        self
    }

    fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        *self.window.lock().unwrap() = (width, height);
        self.keys.send(Input::Continued).unwrap();
        self.send(Msg::Resize(width, height))
    }

    /// A row of the screen, from left to right.
    fn row(&self, y: u16) -> String {
        (0..self.seen.area.width).map(|x| self.seen[(x, y)].symbol()).collect()
    }

    fn screen(&self) -> String {
        (0..self.seen.area.height).map(|y| self.row(y)).collect::<Vec<_>>().join("\n")
    }

    /// The screen in a notation that any editor shows as it is.
    fn picture(&self) -> String {
        notation::picture(&self.seen)
    }

    /// Whether a screen comes of which `test` holds. It gives up when nothing has moved for a while.
    fn comes_to(&mut self, test: impl Fn(&Self) -> bool) -> bool {
        let end = Instant::now() + PATIENCE;
        while !test(self) {
            match self.frames.recv_timeout(QUIET.min(end.saturating_duration_since(Instant::now()))) {
                Ok(frame) => self.seen = frame,
                Err(_) => return false,
            }
        }
        true
    }

    /// Waits until nothing moves any more.
    fn rest(&mut self) -> &mut Self {
        while let Ok(frame) = self.frames.recv_timeout(QUIET) {
            self.seen = frame;
        }
        self
    }

    /// Waits for a screen of which `test` holds.
    fn until(&mut self, what: &str, test: impl Fn(&Self) -> bool) -> &mut Self {
        assert!(self.comes_to(test), "never seen: {what}; the screen is\n{}", self.picture());
        self
    }

    /// Waits for text on the screen, given in logical order.
    fn sees(&mut self, text: &str) -> &mut Self {
        let cells = visual(text);
        self.until(text, |journey| journey.screen().contains(&cells))
    }

    /// Waits until text, given in logical order, is nowhere on the screen.
    fn loses(&mut self, text: &str) -> &mut Self {
        let cells = visual(text);
        self.until(&format!("a screen without {text}"), |journey| !journey.screen().contains(&cells))
    }

    /// The columns and rows where text stands, given in logical order, from the top.
    fn places_of(&self, text: &str) -> Vec<(Range<u16>, u16)> {
        let symbols: Vec<_> = line(text).cells.into_iter().map(|cell| cell.symbol).collect();
        let (length, area) = (symbols.len() as u16, self.seen.area);
        let stands = |x: u16, y: u16| {
            (x..x + length).zip(&symbols).all(|(x, symbol)| self.seen[(x, y)].symbol() == symbol.as_str())
        };
        let columns = 0..(area.width + 1).saturating_sub(length);
        let places = (0..area.height).flat_map(|y| columns.clone().map(move |x| (x, y)));
        places.filter(|(x, y)| stands(*x, *y)).map(|(x, y)| (x..x + length, y)).collect()
    }

    /// The row of the list's cursor: its mark stands right of the facets' rule.
    fn cursor(&self) -> Option<u16> {
        (2..self.seen.area.height).find(|y| self.row(*y).contains("│▶"))
    }

    /// Runs of cells that have one of these grounds, from left to right.
    fn on_ground(&self, grounds: &[Color]) -> Vec<String> {
        let mut runs = Vec::new();
        for y in 0..self.seen.area.height {
            let mut run = String::new();
            for x in 0..self.seen.area.width {
                let cell = &self.seen[(x, y)];
                if grounds.contains(&cell.bg) {
                    run.push_str(cell.symbol());
                } else if !run.is_empty() {
                    runs.push(std::mem::take(&mut run));
                }
            }
            runs.extend(Some(run).filter(|run| !run.is_empty()));
        }
        runs
    }

    /// Leaves the reader with its key; what was to be stored is stored when this returns.
    fn quit(&mut self) {
        self.press("q");
        let reader = self.reader.take().unwrap();
        let end = Instant::now() + QUIET;
        while !reader.is_finished() {
            assert!(Instant::now() < end, "it does not end; the screen was\n{}", self.picture());
            thread::sleep(Duration::from_millis(1));
        }
        reader.join().unwrap().unwrap();
    }
}

/// Words as they stand in cells: in their joining forms, from left to right.
fn visual(text: &str) -> String {
    line(text).plain()
}

fn line(text: &str) -> Line {
    Paragraph::new(text, &text::Options::default()).fit(usize::MAX)
}

#[test]
fn the_edition_opens_and_an_article_is_read() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Articles").sees("Facets").press("Enter");
    journey.sees("English").press("g g j j");
    journey.quit();
}
