//! What only the real terminal can do: be entered, be asked what it is, be given back. Tests put a stage without
//! a terminal in its place.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::Sender;

use anyhow::Context;
use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::Msg;
use crate::app::calibration::{AUTO, Choice, Offer, Step};
use crate::config::Config;
use crate::config::terminals::Remembered;
use crate::config::theme::Theme;
use crate::runtime::copy::Copier;
use crate::runtime::memory::Memory;
use crate::runtime::{Input, keys};
use crate::terminal::{
    self, Advice, ColorDepth, Ears, Environment, Guard, Kind, Lack, Output, Profile, Reason, Replies, Signal,
};
use crate::text::{self, Glyphs};

/// The real terminal's backend.
pub(crate) type Screen = terminal::Backend<Output>;

/// What the loop asks of the place that it plays on.
pub(crate) trait Stage<B: Backend> {
    /// The first frame is there: begins to listen.
    fn begin(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
    fn suspend(&mut self, terminal: &mut Terminal<B>) -> anyhow::Result<()>;

    /// Takes the terminal again after the process was stopped and continued from outside.
    fn resume(&mut self, terminal: &mut Terminal<B>) -> anyhow::Result<()>;

    /// Puts text where copies go; the message says how it went, in the words for what it is. `None` where it comes
    /// later by the channel.
    fn copy(&mut self, text: &str, what: String) -> Option<Msg>;

    /// Does a step of the calibration; gives what the model should know.
    fn calibrate(&mut self, step: &Step, terminal: &mut Terminal<B>) -> anyhow::Result<Vec<Msg>>;

    /// How the screen looks, once that is known better than at the start.
    fn dress(&mut self) -> Option<Theme>;

    /// Takes in what the terminal said of itself; gives what the model should know.
    fn learn(&mut self, replies: &Replies, terminal: &mut Terminal<B>) -> anyhow::Result<Vec<Msg>>;
}

/// How far a calibration has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trial {
    /// There is none.
    None,
    /// It has been told what there is, and nothing is tried yet.
    Offered,
    /// A profile is being tried; then nothing else changes it.
    On,
}

/// The process's own terminal.
pub(crate) struct RealStage {
    environment: Environment,
    /// What the setting or the argument `profile` says.
    setting: String,
    memory: Memory,
    remembered: Remembered,
    /// What the terminal has said, once it has.
    replies: Option<Replies>,
    profile: Profile,
    reason: Reason,
    trial: Trial,
    /// Whether no setting decides about vowel marks.
    asks_marks: bool,
    /// What the terminal can show.
    glyphs: Glyphs,
    mouse: bool,
    /// What the setting `theme` says, and the name of the theme that is shown.
    theme: String,
    dressed: String,
    guard: Option<Guard>,
    /// What will listen to the terminal, until it does.
    ears: Option<Ears>,
    copier: Copier,
    /// The loop's channel, while the terminal is taken.
    out: Option<Sender<Input>>,
}

impl RealStage {
    /// Decides what the first frame is drawn for. Nothing is sent to the terminal yet.
    pub(crate) fn prepare(config: &Config, memory: Option<PathBuf>) -> anyhow::Result<Self> {
        let environment = Environment::detect(|name| std::env::var(name).ok());
        let memory = Memory::new(memory, environment.key());
        let remembered = memory.recall();
        let setting = config.profile.clone();
        let (profile, reason) = choose(&setting, &remembered, &environment, None)?;
        let glyphs = glyphs(&config.glyphs, &environment);
        let copier = Copier::new(config, environment.clone());
        Ok(Self {
            environment,
            setting,
            memory,
            remembered,
            replies: None,
            profile,
            reason,
            trial: Trial::None,
            asks_marks: config.marks == AUTO,
            glyphs,
            mouse: config.mouse,
            theme: config.theme.clone(),
            dressed: String::new(),
            guard: None,
            ears: None,
            copier,
            out: None,
        })
    }

    /// How text is laid out for this terminal, as far as the reader has no wish of his own.
    pub(crate) fn text_options(&self) -> text::Options {
        text::Options {
            marks: self.profile.marks,
            lam_alef_ligature: self.profile.kind.lam_alef_ligature(),
            glyphs: self.glyphs,
            ..text::Options::default()
        }
    }

    /// The theme that is asked for, or the one that suits what the terminal can show.
    pub(crate) fn theme(&mut self) -> anyhow::Result<Theme> {
        let depth = terminal::colors(&self.environment);
        let light = self.replies.as_ref().and_then(Replies::has_light_ground);
        let name = theme_name(&self.theme, depth, light.or_else(|| self.environment.has_light_ground()));
        let theme = Theme::named(name)?;
        name.clone_into(&mut self.dressed);
        Ok(if depth == ColorDepth::None { theme.without_color() } else { theme })
    }

    /// Whether the colour of the ground decides anything.
    fn asks_ground(&self) -> bool {
        self.theme == AUTO && terminal::colors(&self.environment) == ColorDepth::True
    }

    /// Takes over the terminal. What comes from it is kept for [`Stage::begin`].
    pub(crate) fn open(&mut self, out: &Sender<Input>) -> io::Result<Terminal<Screen>> {
        let options = terminal::Options {
            profile: self.profile,
            mouse: self.mouse,
            probe: true,
            ground: self.asks_ground(),
        };
        let guard = Guard::enter(options)?;
        let screen = terminal::Backend::new(guard.output(), self.profile);
        self.ears = Some(Ears::open(&guard)?);
        self.guard = Some(guard);
        self.out = Some(out.clone());
        if let Some(notice) = self.notice() {
            // The receiver is the caller's own.
            let _ = out.send(Input::Msg(notice));
        }
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

    /// What the model should know of the terminal.
    fn known(&self) -> Msg {
        let description = format!("{}: {}", self.profile, self.reason);
        Msg::Terminal { description, options: self.text_options() }
    }

    /// What is to be said about this terminal and has not been yet; from now on it has been, also where that
    /// cannot be kept.
    fn notice(&mut self) -> Option<Msg> {
        let romanised = (self.glyphs != Glyphs::All).then_some("notice.no-arabic");
        // What letters do in the wrong order concerns nobody who sees none.
        let advice = self.found().0.advice.map(Advice::key).filter(|_| romanised.is_none());
        let due = |key: &&str| !self.remembered.told.contains(*key);
        let key = romanised.or(advice).filter(due)?;
        self.remembered.told.insert(key.to_owned());
        let mut kept = self.memory.recall();
        kept.told.insert(key.to_owned());
        // It would be said again on the next start, which harms nobody.
        let _ = self.memory.remember(kept);
        Some(Msg::Notice(key))
    }

    /// The profile that everything but a trial leads to.
    fn choose(&self) -> anyhow::Result<(Profile, Reason)> {
        choose(&self.setting, &self.remembered, &self.environment, self.replies.as_ref())
    }

    /// The profile that is found out, whatever was chosen.
    fn found(&self) -> (Profile, Reason) {
        found(&self.environment, self.replies.as_ref())
    }

    /// Draws for a profile from now on.
    fn switch(&mut self, profile: Profile, terminal: &mut Terminal<Screen>) -> anyhow::Result<()> {
        self.profile = profile;
        if let Some(guard) = &mut self.guard
            && guard.set_profile(profile)?
        {
            terminal.backend_mut().set_profile(profile);
            terminal.clear()?;
        }
        Ok(())
    }

    /// The profile of a name; the one that is found out for [`AUTO`].
    fn named(&self, name: &str) -> anyhow::Result<(Profile, Reason)> {
        let (found, why) = self.found();
        if name == AUTO {
            return Ok((found, why));
        }
        Ok((Profile::parse(name)?.repainting(found.repaints), Reason::Remembered))
    }

    fn offer(&self) -> Offer {
        let (found, why) = self.found();
        let harmless = |kind: &Kind| !is_private(*kind) || *kind == found.kind || why == Reason::Unknown;
        let choice = |kind| {
            let profile = Profile::new(kind);
            Choice { marked: profile.to_string(), bare: profile.without_marks().to_string() }
        };
        Offer {
            choices: Kind::ALL.into_iter().filter(harmless).map(choice).collect(),
            automatic: found.to_string(),
            current: self.profile.to_string(),
            remembered: self.reason == Reason::Remembered,
            asks_marks: self.asks_marks,
        }
    }

    /// Remembers the choice of a name for this terminal and draws for it.
    fn keep(&mut self, name: &str, terminal: &mut Terminal<Screen>) -> anyhow::Result<Msg> {
        let profile = Some(name.to_owned()).filter(|name| name != AUTO);
        let remembered = Remembered { profile, ..self.memory.recall() };
        let result = match self.memory.remember(remembered.clone()) {
            Ok(()) => {
                (self.trial, self.remembered) = (Trial::None, remembered);
                let overruled = self.setting != AUTO;
                // What was chosen last holds for as long as the program runs.
                AUTO.clone_into(&mut self.setting);
                let (profile, reason) = self.choose()?;
                self.reason = reason;
                self.switch(profile, terminal)?;
                Ok(overruled)
            }
            Err(error) => Err(format!("the choice cannot be kept: {error}")),
        };
        Ok(Msg::Kept { name: name.to_owned(), result })
    }
}

/// The theme of this name; where the terminal is to decide, the one for its ground, dark where that is not known. Its
/// own sixteen colours suit any ground.
fn theme_name(setting: &str, depth: ColorDepth, light: Option<bool>) -> &str {
    match (setting, depth, light) {
        (AUTO, ColorDepth::True, Some(true)) => "light",
        (AUTO, ColorDepth::True, _) => "dark",
        (AUTO, ..) => "plain16",
        (named, ..) => named,
    }
}

/// The signs that are sent: as the setting `glyphs` says, else what this terminal can show as far as is known.
pub(crate) fn glyphs(setting: &str, environment: &Environment) -> Glyphs {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
    match (setting, terminal::lack(environment, locale.as_deref())) {
        ("arabic", _) | ("auto", None) => Glyphs::All,
        (_, Some(Lack::Utf8)) => Glyphs::Ascii,
        _ => Glyphs::Console,
    }
}

/// Columns and rows of the terminal; 80 by 24 where it does not tell.
pub(crate) fn size() -> (u16, u16) {
    terminal::size().unwrap_or((80, 24))
}

/// The profile to use, and why: what was asked for by setting or argument; else what was chosen for this terminal,
/// which its user has seen and which no reply overrules; else what is found out. How much is sent of each frame is
/// not for people to choose and follows from the terminal alone.
pub(crate) fn choose(
    setting: &str,
    remembered: &Remembered,
    environment: &Environment,
    replies: Option<&Replies>,
) -> anyhow::Result<(Profile, Reason)> {
    let (found, why) = found(environment, replies);
    if setting != AUTO {
        let profile = Profile::parse(setting).context("the setting 'profile' or --profile")?;
        return Ok((profile.repainting(found.repaints), Reason::Asked));
    }
    // A name of another version of the program is no choice.
    let chosen = remembered.profile.as_deref().and_then(|name| Profile::parse(name).ok());
    Ok(match chosen {
        Some(profile) => (profile.repainting(found.repaints), Reason::Remembered),
        None => (found, why),
    })
}

/// Whether a kind sends what another terminal may take for something else: `OSC 50` is a font's name in xterm and
/// urxvt.
fn is_private(kind: Kind) -> bool {
    matches!(kind, Kind::VisualKonsole | Kind::VisualMlterm)
}

/// The profile that the terminal's replies call for, before them the likely one.
pub(crate) fn found(environment: &Environment, replies: Option<&Replies>) -> (Profile, Reason) {
    match replies {
        Some(replies) => replies.profile(environment),
        None => environment.likely_profile(),
    }
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
    fn begin(&mut self) -> anyhow::Result<()> {
        let (Some(ears), Some(out)) = (self.ears.take(), self.out.clone()) else { return Ok(()) };
        let deliver = move |input| match translate(input) {
            Some(input) => out.send(input).is_ok(),
            None => true,
        };
        ears.listen(&self.environment, deliver).context("cannot listen to the terminal")
    }

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

    fn calibrate(&mut self, step: &Step, terminal: &mut Terminal<Screen>) -> anyhow::Result<Vec<Msg>> {
        match step {
            Step::Begin => {
                self.trial = Trial::Offered;
                return Ok(vec![Msg::Profiles(self.offer())]);
            }
            Step::Show(name) => {
                self.trial = Trial::On;
                let (profile, _) = self.named(name)?;
                self.switch(profile, terminal)?;
            }
            Step::Keep(name) => {
                let kept = self.keep(name, terminal)?;
                return Ok(vec![self.known(), kept]);
            }
            Step::GiveUp => {
                self.trial = Trial::None;
                let (profile, reason) = self.choose()?;
                self.reason = reason;
                self.switch(profile, terminal)?;
            }
        }
        Ok(vec![self.known()])
    }

    fn dress(&mut self) -> Option<Theme> {
        let shown = self.dressed.clone();
        // The shipped themes can be read; one was found at the start.
        self.theme().ok().filter(|_| self.dressed != shown)
    }

    fn learn(&mut self, replies: &Replies, terminal: &mut Terminal<Screen>) -> anyhow::Result<Vec<Msg>> {
        let Some(guard) = &mut self.guard else { return Ok(Vec::new()) };
        if replies.was_explicit() {
            guard.keep_explicit();
        }
        self.replies = Some(replies.clone());
        if self.trial == Trial::On {
            // It is taken in when the trial ends.
            return Ok(Vec::new());
        }
        let (profile, reason) = self.choose()?;
        self.reason = reason;
        self.switch(profile, terminal)?;
        let known = self.known();
        // An offer that was made before the terminal answered names another profile than the one that is found now.
        let offer = (self.trial == Trial::Offered).then(|| Msg::Profiles(self.offer()));
        Ok([Some(known), offer, self.notice()].into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Repaint;

    fn vte() -> Environment {
        Environment::detect(|name| match name {
            "TERM" => Some("xterm-256color".to_owned()),
            "VTE_VERSION" => Some("7006".to_owned()),
            _ => None,
        })
    }

    fn chosen(name: &str) -> Remembered {
        Remembered { profile: Some(name.to_owned()), ..Remembered::default() }
    }

    fn named(setting: &str, remembered: &Remembered, replies: Option<&Replies>) -> (String, Reason) {
        let (profile, reason) = choose(setting, remembered, &vte(), replies).unwrap();
        (profile.to_string(), reason)
    }

    #[test]
    fn a_setting_wins_over_a_choice_and_a_choice_over_what_the_terminal_says() {
        let says = Replies { version: Some("VTE(8401)".to_owned()), ..Replies::default() };
        for replies in [None, Some(&says)] {
            let of = |setting, remembered: &Remembered| named(setting, remembered, replies);
            assert_eq!(of("visual", &chosen("visual-lrm")), ("visual".to_owned(), Reason::Asked));
            let kept = chosen("visual-lrm-no-marks");
            assert_eq!(of(AUTO, &kept), ("visual-lrm-no-marks".to_owned(), Reason::Remembered));
            assert_eq!(of(AUTO, &Remembered::default()).0, "visual-bdsm");
            assert_eq!(of(AUTO, &chosen("of a later version")).0, "visual-bdsm");
        }
        assert!(choose("visuel", &chosen("visual"), &vte(), None).is_err());
    }

    #[test]
    fn the_theme_suits_the_ground_unless_one_is_named() {
        use ColorDepth::{Indexed256, True};
        for (setting, depth, light, name) in [
            (AUTO, True, None, "dark"),
            (AUTO, True, Some(false), "dark"),
            (AUTO, True, Some(true), "light"),
            (AUTO, Indexed256, Some(true), "plain16"),
            ("dark", True, Some(true), "dark"),
        ] {
            assert_eq!(theme_name(setting, depth, light), name, "{setting} {depth:?} {light:?}");
        }
    }

    #[test]
    fn how_much_is_sent_of_a_frame_follows_from_the_terminal_whatever_was_chosen() {
        let xterm = Replies { version: Some("XTerm(379)".to_owned()), ..Replies::default() };
        for (setting, remembered) in [("visual-lrm", Remembered::default()), (AUTO, chosen("visual"))] {
            let (profile, _) = choose(setting, &remembered, &vte(), Some(&xterm)).unwrap();
            assert_eq!(profile.repaints, Repaint::Rows);
            let (profile, _) = choose(setting, &remembered, &vte(), None).unwrap();
            assert_eq!(profile.repaints, Repaint::Cells);
        }
    }
}
