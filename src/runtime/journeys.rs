//! Journeys: keys in, cells out, through the real loop, the real workers and a real archive of the edition, on a
//! backend without a terminal.
//!
//! A journey waits for what it expects to see; only a screen that never comes fails, never a slow one.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::stage::Stage;
use super::workers::Workers;
use super::{Input, Loop, front};
use crate::app::{Model, Msg, Setup};
use crate::archive::{Archive, Cancel, Embedded, Mode};
use crate::article::Lang;
use crate::config::Config;
use crate::config::keys::{Key, Keymap};
use crate::config::theme::Theme;
use crate::config::words::Words;
use crate::ingest;
use crate::terminal::Replies;
use crate::text::{self, Paragraph};

/// How long a screen may take to come on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_mins(1);

/// A stage with nothing behind it, which shows every frame to the journey.
struct NoStage;

impl Stage<TestBackend> for NoStage {
    fn suspend(&mut self, _: &mut Terminal<TestBackend>) -> anyhow::Result<()> {
        Ok(())
    }
    fn resume(&mut self, _: &mut Terminal<TestBackend>) -> anyhow::Result<()> {
        Ok(())
    }
    fn copy(&mut self, text: &str) -> Msg {
        Msg::Done(text.to_owned())
    }
    fn learn(&mut self, _: &Replies, _: &mut Terminal<TestBackend>) -> anyhow::Result<Option<Msg>> {
        Ok(None)
    }
}

/// A reader that runs on its own thread while the journey presses keys.
struct Journey {
    keys: Sender<Input>,
    frames: std::sync::mpsc::Receiver<Buffer>,
    seen: Buffer,
    reader: Option<thread::JoinHandle<anyhow::Result<()>>>,
    archive: Arc<dyn Archive>,
    _folder: tempfile::TempDir,
}

impl Journey {
    fn begin(width: u16, height: u16) -> Self {
        Self::begin_with(width, height, Config::default(), Lang::En)
    }

    fn begin_with(width: u16, height: u16, config: Config, lang: Lang) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive: Arc<dyn Archive> = Arc::new(Embedded::open(folder.path(), Mode::Create).unwrap());
        let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
        archive.put(batch, &ingest::edition()).unwrap();
        archive.find_pairs(&Cancel::default()).unwrap();
        let (keys, input) = channel();
        let (show, frames) = channel();
        let (for_loop, out) = (Arc::clone(&archive), keys.clone());
        let reader = thread::spawn(move || {
            let (keymap, _) = Keymap::new(&config.keys, &config.keyboard);
            let size = (width, height);
            let setup =
                Setup { config, keymap, words: Words::of(lang), options: text::Options::default(), size };
            let mut model = Model::new(setup, front(for_loop.as_ref())?, None);
            let mut terminal = Terminal::new(TestBackend::new(width, height))?;
            let workers = Workers::start(&for_loop, &out, false);
            let theme = Theme::named("plain16")?;
            let mut stage = NoStage;
            let mut looped =
                Loop { terminal: &mut terminal, stage: &mut stage, theme, workers: &workers, input };
            let outcome = looped.run_watched(&mut model, Instant::now(), &mut |buffer| {
                let _ = show.send(buffer.clone());
            });
            workers.finish();
            outcome
        });
        let seen = Buffer::default();
        Self { keys, frames, seen, reader: Some(reader), archive, _folder: folder }
    }

    /// Presses keys, written as in `assets/keys.toml`.
    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let key = Key::parse(key).unwrap_or_else(|| panic!("no key: {key}"));
            self.keys.send(Input::Msg(Msg::Key(key))).unwrap();
        }
        self
    }

    /// Types text into a prompt, letter by letter.
    fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.keys.send(Input::Msg(Msg::Key(Key::char(c)))).unwrap();
        }
        self
    }

    fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.keys.send(Input::Msg(Msg::Resize(width, height))).unwrap();
        self
    }

    fn screen(&self) -> String {
        let area = self.seen.area;
        let row = |y| (0..area.width).map(|x| self.seen[(x, y)].symbol()).collect::<String>();
        (0..area.height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Waits for a screen of which `test` holds.
    fn until(&mut self, what: &str, test: impl Fn(&str) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !test(&self.screen()) {
            match self.frames.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(frame) => self.seen = frame,
                Err(_) => panic!("never seen: {what}; the screen is\n{}", self.screen()),
            }
        }
        self
    }

    /// Waits for text on the screen, given in logical order.
    fn sees(&mut self, text: &str) -> &mut Self {
        let cells = visual(text);
        self.until(text, |screen| screen.contains(&cells))
    }

    /// Waits until text, given in logical order, is nowhere on the screen.
    fn loses(&mut self, text: &str) -> &mut Self {
        let cells = visual(text);
        self.until(&format!("a screen without {text}"), |screen| !screen.contains(&cells))
    }

    fn quit(mut self) {
        self.press("q");
        self.reader.take().unwrap().join().unwrap().unwrap();
    }
}

/// Words as they stand in cells: in their joining forms, from left to right.
fn visual(text: &str) -> String {
    Paragraph::new(text, &text::Options::default()).fit(usize::MAX).plain()
}

#[test]
fn the_edition_opens_and_an_article_is_read() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Articles").sees("Facets").press("Enter");
    journey.sees("English").press("g g j j");
    journey.quit();
}
