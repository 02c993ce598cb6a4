//! The loop: what happens comes in by one channel, the model is updated, effects go to workers, the screen is
//! drawn once.
//!
//! It waits while nothing happens: an idle reader uses no CPU. It decides nothing; that is `app`'s.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;

use crate::app::session::Session;
use crate::app::{self, Effect, Found, Model, Msg, Setup, list};
use crate::archive::{Archive, Query};
use crate::config::Config;
use crate::config::keys::Keymap;
use crate::config::theme::Theme;
use crate::config::words::Words;
use crate::terminal::{Environment, Profile, Reason, Replies};
use crate::text::Glyphs;
use crate::tui;

mod answers;
mod copy;
#[cfg(test)]
mod journeys;
mod keys;
mod memory;
mod slot;
mod stage;
#[cfg(test)]
mod tests;
mod translating;
mod workers;

use memory::Memory;
use stage::{RealStage, Stage};
use translating::Translator;
use workers::Workers;

pub use translating::{MakeError, Making, maker};

/// What a reader on the screen is started with.
pub struct Start {
    /// The archive.
    pub archive: Arc<dyn Archive>,
    /// Its name for people.
    pub name: String,
    /// What its first frame shows of it.
    pub front: Found,
    /// What is wrong with the settings: shown, never fatal.
    pub warnings: Vec<String>,
    /// Whether it opens on the calibration screen and ends with it.
    pub calibrate: bool,
    /// The query to begin with; empty for where one left off.
    pub query: Query,
    /// The settings' file, to be named where a setting is missing.
    pub settings: String,
}

/// What the screen is made of beside the archive.
pub struct Prepared {
    stage: RealStage,
    theme: Theme,
    setup: Setup,
}

/// What comes in by the loop's one channel.
#[derive(Debug)]
pub(crate) enum Input {
    /// Something for the model.
    Msg(Msg),
    /// The terminal has said what it is.
    Replies(Replies),
    /// The process was stopped from outside and goes on.
    Continued,
    /// The process is asked to end, or the terminal is gone.
    Stop,
}

/// What the reader would do on a terminal that gave these answers.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The profile that it would use, and why.
    pub used: (Profile, Reason),
    /// The one that it would use if nobody had chosen any.
    pub found: (Profile, Reason),
    /// The name of the one that was chosen on this terminal before.
    pub chosen: Option<String>,
}

/// What the reader would do here. `memory` is the file where it is kept what was chosen for each
/// terminal, as for [`prepare`].
pub fn outlook(
    config: &Config,
    memory: Option<PathBuf>,
    environment: &Environment,
    replies: &Replies,
) -> anyhow::Result<Outlook> {
    let remembered = Memory::new(memory, environment.key()).recall();
    let used = stage::choose(&config.profile, &remembered, environment, Some(replies))?;
    let found = stage::found(environment, Some(replies));
    Ok(Outlook { used, found, chosen: remembered.profile })
}

/// The signs that are sent to a terminal under the setting `glyphs`.
pub fn glyphs(setting: &str, environment: &Environment) -> Glyphs {
    stage::glyphs(setting, environment)
}

/// Forgets what was chosen for this terminal; the name of the profile that was, if any.
pub fn forget(memory: Option<PathBuf>, environment: &Environment) -> anyhow::Result<Option<String>> {
    let memory = Memory::new(memory, environment.key());
    let mut remembered = memory.recall();
    let chosen = remembered.profile.take();
    if chosen.is_some() {
        memory.remember(remembered).context("cannot forget the choice")?;
    }
    Ok(chosen)
}

/// Prepares the screen; nothing is sent to the terminal yet. `memory` is where it is kept what was chosen for each
/// terminal, `None` where there is no place for it.
pub fn prepare(config: Config, memory: Option<PathBuf>) -> anyhow::Result<Prepared> {
    let mut stage = RealStage::prepare(&config, memory)?;
    let theme = stage.theme()?;
    let setup = setup(config, &stage);
    Ok(Prepared { stage, theme, setup })
}

/// What the first frame shows of an archive, from the database alone: no more articles than the window has room for.
/// The others come with the first answer.
pub fn front(archive: &dyn Archive) -> anyhow::Result<Found> {
    front_of(archive, stage::size().1)
}

/// Runs the reader until it is left. The terminal is as it was when this returns, whatever happened. Gives the
/// copies that the settings want printed.
pub fn run(start: Start, prepared: Prepared) -> anyhow::Result<Vec<String>> {
    let Prepared { mut stage, theme, setup } = prepared;
    let session = session(&start);
    let translator = Translator::new(&setup.config.translate, start.settings);
    let mut model = Model::new(setup, start.front, session.as_deref());
    if start.calibrate {
        model = model.only_calibrating();
    }
    let (send, input) = channel();
    let mut terminal = stage.open(&send).context("cannot take over the terminal")?;
    for warning in &start.warnings {
        let _ = send.send(Input::Msg(Msg::Failed(warning.clone())));
    }
    let workers = Workers::new(&start.archive, &send, true).translating(translator);
    let outcome = Loop { terminal: &mut terminal, stage: &mut stage, theme, workers: &workers, input }
        .run(&mut model, Instant::now());
    workers.finish();
    let printed = stage.close();
    outcome.context("the terminal was lost")?;
    Ok(printed)
}

/// The same for a window of this height.
fn front_of(archive: &dyn Archive, height: u16) -> anyhow::Result<Found> {
    let answer = archive.front(usize::from(height.div_ceil(list::ROWS_EACH)))?;
    let first = archive.rows(&answer.rows)?;
    Ok(Found { answer, first })
}

fn setup(config: Config, stage: &RealStage) -> Setup {
    // Where Arabic can only be romanised, the interface speaks it only when it is told to.
    let locale = locale().filter(|_| stage.text_options().glyphs == Glyphs::All);
    let words = Words::of(config.interface_lang(locale.as_deref()));
    let (keymap, _) = Keymap::new(&config.keys, &config.keyboard);
    Setup { config, keymap, words, options: stage.text_options(), size: stage::size() }
}

/// The locale of the interface's words, as the environment has it.
pub fn locale() -> Option<String> {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set)
}

/// Where one left off; a query on the command line begins anew, with the look of the page as it was.
fn session(start: &Start) -> Option<String> {
    let kept = start.archive.kept("session").ok().flatten();
    if start.query.is_empty() {
        return kept;
    }
    let look = kept.as_deref().map(Session::parse).unwrap_or_default().look;
    Some(Session { query: start.query.to_string(), look, ..Session::default() }.to_text())
}

/// The loop over any backend and any stage, so that tests run the real one.
pub(crate) struct Loop<'a, B: Backend, S: Stage<B>> {
    /// Where frames are drawn.
    pub(crate) terminal: &'a mut Terminal<B>,
    /// What only the real terminal can do.
    pub(crate) stage: &'a mut S,
    /// How it looks.
    pub(crate) theme: Theme,
    /// Who carries effects out.
    pub(crate) workers: &'a Workers,
    /// What happens.
    pub(crate) input: Receiver<Input>,
}

/// What a turn of the loop leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Go,
    End,
}

impl<B, S> Loop<'_, B, S>
where
    B: Backend,
    B::Error: std::error::Error + Send + Sync + 'static,
    S: Stage<B>,
{
    /// Runs until the model or the world asks to end.
    pub(crate) fn run(&mut self, model: &mut Model, began: Instant) -> anyhow::Result<()> {
        self.run_watched(model, began, &mut |_| {})
    }

    /// The same, each finished frame shown to a watcher.
    pub(crate) fn run_watched(
        &mut self,
        model: &mut Model,
        began: Instant,
        watch: &mut dyn FnMut(&Buffer),
    ) -> anyhow::Result<()> {
        let mut effects = model.start();
        if model.only_calibrates() {
            // What is seen first is the calibration.
            self.carry_out(model, std::mem::take(&mut effects))?;
        }
        self.draw(model, watch)?;
        // Only now: whatever works beside the first frame takes time from it.
        self.stage.begin()?;
        self.workers.begin();
        let mut next = self.carry_out(model, effects)?;
        model.mark_matches();
        while next == Next::Go {
            let first = self.wait(model, began);
            next = self.turn(model, first, began)?;
            if next == Next::Go {
                self.draw(model, watch)?;
            }
        }
        Ok(())
    }

    fn draw(&mut self, model: &Model, watch: &mut dyn FnMut(&Buffer)) -> anyhow::Result<()> {
        let frame = self.terminal.draw(|frame| {
            if let Some(caret) = tui::view(model, &self.theme, frame.buffer_mut()) {
                frame.set_cursor_position(caret);
            }
        })?;
        watch(frame.buffer);
        Ok(())
    }

    /// Waits for something to happen; `None` when only time has passed.
    fn wait(&self, model: &Model, began: Instant) -> Option<Input> {
        let Some(wake) = model.wake_at() else { return Some(self.input.recv().unwrap_or(Input::Stop)) };
        let patience = Duration::from_millis(wake).saturating_sub(began.elapsed());
        match self.input.recv_timeout(patience) {
            Ok(input) => Some(input),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Input::Stop),
        }
    }

    /// Takes in all that waits.
    fn turn(&mut self, model: &mut Model, first: Option<Input>, began: Instant) -> anyhow::Result<Next> {
        let now = Msg::Now(began.elapsed().as_millis() as u64);
        let effects = app::update(model, now);
        let mut next = self.carry_out(model, effects)?;
        let mut waiting = first;
        while let Some(input) = waiting {
            let msg = match input {
                Input::Msg(msg) => {
                    if matches!(msg, Msg::Resize(..)) {
                        // Of several changes only the last size is seen, perhaps the one drawn for already: what
                        // the window lost meanwhile is drawn again all the same.
                        self.terminal.clear()?;
                    }
                    Some(msg)
                }
                Input::Replies(replies) => {
                    for msg in self.stage.learn(&replies, self.terminal)? {
                        let effects = app::update(model, msg);
                        self.carry_out(model, effects)?;
                    }
                    if let Some(theme) = self.stage.dress() {
                        self.theme = theme;
                    }
                    None
                }
                Input::Continued => {
                    self.stage.resume(self.terminal)?;
                    let effects = self.measure(model)?;
                    self.carry_out(model, effects)?;
                    None
                }
                Input::Stop => {
                    let effects = model.leave();
                    return self.carry_out(model, effects);
                }
            };
            if let Some(msg) = msg {
                let effects = app::update(model, msg);
                if self.carry_out(model, effects)? == Next::End {
                    next = Next::End;
                }
            }
            if next == Next::End {
                break;
            }
            waiting = self.input.try_recv().ok();
        }
        Ok(next)
    }

    /// Tells the model the window's size: a process that is stopped is not told that it changed.
    fn measure(&mut self, model: &mut Model) -> anyhow::Result<Vec<Effect>> {
        let size = self.terminal.size()?;
        Ok(app::update(model, Msg::Resize(size.width, size.height)))
    }

    /// Does what the terminal's thread must do, hands the rest to the workers.
    fn carry_out(&mut self, model: &mut Model, effects: Vec<Effect>) -> anyhow::Result<Next> {
        let mut waiting = effects;
        while !waiting.is_empty() {
            let mut more = Vec::new();
            for effect in waiting {
                match effect {
                    Effect::Quit => return Ok(Next::End),
                    Effect::Redraw => self.terminal.clear()?,
                    Effect::Suspend => {
                        self.stage.suspend(self.terminal)?;
                        more.extend(app::update(model, Msg::Resumed));
                        more.extend(self.measure(model)?);
                    }
                    Effect::Copy { text, what } => {
                        if let Some(msg) = self.stage.copy(&text, what) {
                            more.extend(app::update(model, msg));
                        }
                    }
                    Effect::Calibrate(step) => {
                        for msg in self.stage.calibrate(&step, self.terminal)? {
                            more.extend(app::update(model, msg));
                        }
                    }
                    other => self.workers.take(other),
                }
            }
            waiting = more;
        }
        Ok(Next::Go)
    }
}
