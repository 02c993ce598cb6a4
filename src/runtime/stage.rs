//! What only the real terminal can do: be entered, be asked what it is, be given back. Tests put a stage without
//! a terminal in its place.

use std::io;
use std::sync::mpsc::Sender;

use anyhow::Context;
use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::Msg;
use crate::config::Config;
use crate::config::theme::Theme;
use crate::runtime::copy::Copier;
use crate::runtime::{Input, Start, keys};
use crate::terminal::{self, ColorDepth, Environment, Guard, Output, Profile, Reason, Replies, Signal};
use crate::text;

/// The real terminal's backend.
pub(crate) type Screen = terminal::Backend<Output>;

/// What the loop asks of the place that it plays on.
pub(crate) trait Stage<B: Backend> {
    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
    fn suspend(&mut self, terminal: &mut Terminal<B>) -> anyhow::Result<()>;

    /// Takes the terminal again after the process was stopped and continued from outside.
    fn resume(&mut self, terminal: &mut Terminal<B>) -> anyhow::Result<()>;

    /// Puts text where copies go; the message says how it went, in the words for what it is. `None` where it comes
    /// later by the channel.
    fn copy(&mut self, text: &str, what: String) -> Option<Msg>;

    /// Takes in what the terminal said of itself; gives what the model should know.
    fn learn(&mut self, replies: &Replies, terminal: &mut Terminal<B>) -> anyhow::Result<Option<Msg>>;
}

/// The process's own terminal.
pub(crate) struct RealStage {
    environment: Environment,
    profile: Profile,
    reason: Reason,
    /// The profile that was chosen on such a terminal before.
    remembered: Option<String>,
    /// Whether the user chose the profile; then no reply changes it.
    asked: bool,
    mouse: bool,
    guard: Option<Guard>,
    copier: Copier,
    /// The loop's channel, while the terminal is taken.
    out: Option<Sender<Input>>,
}

impl RealStage {
    /// Decides what the first frame is drawn for. Nothing is sent to the terminal yet.
    pub(crate) fn prepare(start: &Start) -> anyhow::Result<Self> {
        let environment = Environment::detect(|name| std::env::var(name).ok());
        let remembered = start.archive.kept(&remembered_key(&environment)).ok().flatten();
        let (profile, reason, asked) = choose(&start.config, &environment, remembered.as_deref())?;
        let mouse = start.config.mouse;
        let copier = Copier::new(&start.config, environment.clone());
        let (guard, out) = (None, None);
        Ok(Self { environment, profile, reason, remembered, asked, mouse, guard, copier, out })
    }

    /// How text is laid out for this terminal, as far as the reader has no wish of his own.
    pub(crate) fn text_options(&self) -> text::Options {
        text::Options {
            marks: self.profile.marks,
            lam_alef_ligature: self.profile.kind.lam_alef_ligature(),
            ..text::Options::default()
        }
    }

    /// The theme of a name, or the one that suits what the terminal can show.
    pub(crate) fn theme(&self, name: &str) -> anyhow::Result<Theme> {
        let depth = terminal::colors(&self.environment);
        let name = match (name, depth) {
            ("auto", ColorDepth::True) => "dark",
            ("auto", _) => "plain16",
            (named, _) => named,
        };
        let theme = Theme::named(name)?;
        Ok(if depth == ColorDepth::None { theme.without_color() } else { theme })
    }

    /// Takes over the terminal and starts listening to it.
    pub(crate) fn open(&mut self, out: &Sender<Input>) -> io::Result<Terminal<Screen>> {
        let options = terminal::Options { profile: self.profile, mouse: self.mouse, probe: true };
        let guard = Guard::enter(options)?;
        let screen = terminal::Backend::new(guard.output(), self.profile);
        let (out, copies) = (out.clone(), out.clone());
        terminal::listen(&guard, &self.environment, move |input| match translate(input) {
            Some(input) => out.send(input).is_ok(),
            None => true,
        })?;
        self.guard = Some(guard);
        self.out = Some(copies);
        Terminal::new(screen)
    }

    /// Gives the terminal back, once all copies are where they go, and gives those that are to be printed.
    pub(crate) fn close(&mut self) -> Vec<String> {
        let printed = self.copier.finish();
        self.out = None;
        if let Some(mut guard) = self.guard.take() {
            guard.leave();
        }
        printed
    }

    fn describe(&self) -> String {
        format!("{}: {}", self.profile, self.reason)
    }
}

/// Columns and rows of the terminal; 80 by 24 where it does not tell.
pub(crate) fn size() -> (u16, u16) {
    crossterm::terminal::size().unwrap_or((80, 24))
}

/// The profile that the user asked for, or the likely one.
pub(crate) fn choose(
    config: &Config,
    environment: &Environment,
    remembered: Option<&str>,
) -> anyhow::Result<(Profile, Reason, bool)> {
    let (likely, reason) = environment.likely_profile(remembered);
    if config.profile == "auto" {
        return Ok((likely, reason, false));
    }
    let profile = Profile::parse(&config.profile).context("the setting 'profile' or --profile")?;
    Ok((profile.repainting(likely.repaints), Reason::Asked, true))
}

/// The key under which an archive keeps what was chosen for a terminal.
pub(crate) fn remembered_key(environment: &Environment) -> String {
    format!("terminal:{}", environment.key())
}

fn translate(input: terminal::Input) -> Option<Input> {
    match input {
        terminal::Input::Event(Event::Resize(w, h)) => Some(Input::Msg(Msg::Resize(w, h))),
        terminal::Input::Event(event) => keys::translate(event).map(Input::Msg),
        terminal::Input::Replies(replies) => Some(Input::Replies(replies)),
        terminal::Input::Signal(Signal::Continue) => Some(Input::Continued),
        terminal::Input::Signal(Signal::Terminate | Signal::Hangup) | terminal::Input::Closed => {
            Some(Input::Stop)
        }
    }
}

impl Stage<Screen> for RealStage {
    fn suspend(&mut self, _terminal: &mut Terminal<Screen>) -> anyhow::Result<()> {
        if let Some(guard) = &mut self.guard {
            guard.suspend().context("cannot come back to the terminal")?;
        }
        Ok(())
    }

    fn resume(&mut self, terminal: &mut Terminal<Screen>) -> anyhow::Result<()> {
        if let Some(guard) = &mut self.guard
            && guard.resume()?
        {
            terminal.clear()?;
        }
        Ok(())
    }

    fn copy(&mut self, text: &str, what: String) -> Option<Msg> {
        let (Some(guard), Some(out)) = (&self.guard, &self.out) else {
            return Some(Msg::Failed("there is no terminal to copy by".to_owned()));
        };
        self.copier.copy(guard.output(), text, what, out)
    }

    fn learn(&mut self, replies: &Replies, terminal: &mut Terminal<Screen>) -> anyhow::Result<Option<Msg>> {
        let Some(guard) = &mut self.guard else { return Ok(None) };
        if replies.was_explicit() {
            guard.keep_explicit();
        }
        let (mut profile, reason) = replies.profile(&self.environment, self.remembered.as_deref());
        if self.asked {
            profile = self.profile.repainting(profile.repaints);
        } else {
            self.reason = reason;
        }
        self.profile = profile;
        if guard.set_profile(profile)? {
            terminal.backend_mut().set_profile(profile);
            terminal.clear()?;
        }
        Ok(Some(Msg::Terminal { description: self.describe(), options: self.text_options() }))
    }
}
