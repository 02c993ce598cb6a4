//! The calibration screen: output profiles tried on one page of samples, one after another, until a person says
//! which reads right; then whether vowel marks stand where they belong.
//!
//! Names of profiles are only passed on: what they do is the terminal's affair, and each is shown by being used.

use crate::app::Model;
use crate::app::effect::Effect;
use crate::config::keys::Action;

/// A sentence of Arabic with Latin words at both its ends, digits, brackets, marks and a lam-alef.
pub const ARABIC: &str = "ONE السُّفُن تدخل الميناء (رصيف 12) ولا تنتظر أحدًا TWO.";
/// The same in English, for the pane beside it.
pub const ENGLISH: &str = "ONE The ships enter the port (quay 12) and wait for nobody TWO.";

/// Rows of the screen that are not the list's: title, three rules, four of the samples, two that explain, the keys.
const OTHER_ROWS: u16 = 11;

/// What the terminal is asked to do for the calibration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Tell what can be tried; answered by [`crate::app::Msg::Profiles`].
    Begin,
    /// Draw for the profile of this name until something else is asked; [`AUTO`] for the one found out.
    Show(String),
    /// Draw for it and remember it for this terminal; [`AUTO`] forgets what is remembered. Answered by
    /// [`crate::app::Msg::Kept`].
    Keep(String),
    /// Draw as before the calibration.
    GiveUp,
}

/// The name that stands for no choice: the profile that is found out.
pub const AUTO: &str = "auto";

/// What can be tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The profiles.
    pub choices: Vec<Choice>,
    /// The name of the one that is found out.
    pub automatic: String,
    /// The name of the one in use.
    pub current: String,
    /// Whether a choice is remembered for this terminal.
    pub remembered: bool,
    /// Whether vowel marks are left to the profile, rather than settled by the settings.
    pub asks_marks: bool,
}

/// A profile with its two names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its name with vowel marks.
    pub marked: String,
    /// Its name without them.
    pub bare: String,
}

impl Choice {
    fn named(&self, marks: bool) -> &str {
        if marks { &self.marked } else { &self.bare }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which line reads right.
    Line,
    /// Whether marks stand on their letters, under the choice of this place.
    Marks(usize),
}

/// One row to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    /// The name that the terminal knows it by.
    pub name: String,
    /// The key of its words.
    pub words: String,
}

/// The calibration that is going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration {
    offer: Offer,
    question: Question,
    cursor: usize,
    top: usize,
    window: usize,
}

impl Calibration {
    /// Begins on what is in use.
    pub fn new(offer: Offer) -> Self {
        let in_use = |choice: &Choice| [&choice.marked, &choice.bare].contains(&&offer.current);
        let place = offer.choices.iter().position(in_use).filter(|_| {
            // What is found out is the first row, unless something else was chosen.
            offer.remembered || offer.current != offer.automatic
        });
        let cursor = place.map_or(0, |place| place + 1);
        Self { offer, question: Question::Line, cursor, top: 0, window: 1 }
    }

    /// What is asked.
    pub const fn question(&self) -> Question {
        self.question
    }

    /// The name of the profile that is found out.
    pub fn automatic(&self) -> &str {
        &self.offer.automatic
    }

    /// The rows to choose from: what is found out, then each profile; or one profile with marks and without.
    pub fn tries(&self) -> Vec<Try> {
        let marks = self.found_marks();
        match self.question {
            Question::Line => {
                let auto = Try { name: AUTO.to_owned(), words: "calibrate.auto".to_owned() };
                let each = self.offer.choices.iter().map(|choice| Try {
                    name: choice.named(marks).to_owned(),
                    words: format!("profile.{}", choice.marked),
                });
                std::iter::once(auto).chain(each).collect()
            }
            Question::Marks(place) => {
                let choice = self.offer.choices.get(place).cloned().unwrap_or_default();
                vec![
                    Try { name: choice.marked, words: "calibrate.with-marks".to_owned() },
                    Try { name: choice.bare, words: "calibrate.without-marks".to_owned() },
                ]
            }
        }
    }

    /// Marks are first shown as this terminal is known to show them.
    fn found_marks(&self) -> bool {
        !self.offer.choices.iter().any(|choice| choice.bare == self.offer.automatic)
    }

    /// The place of the cursor among the rows.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The places of the rows that the window shows.
    pub fn seen(&self) -> std::ops::Range<usize> {
        self.top..self.top.saturating_add(self.window).min(self.tries().len())
    }

    /// Rows of the list in a window so high.
    pub(crate) fn resize(&mut self, height: u16) {
        self.window = usize::from(height.saturating_sub(OTHER_ROWS)).clamp(1, self.offer.choices.len() + 1);
        self.go_to(self.cursor);
    }

    fn go_to(&mut self, place: usize) {
        self.cursor = place.min(self.tries().len().saturating_sub(1));
        let last_top = self.tries().len().saturating_sub(self.window);
        self.top = self.top.clamp((self.cursor + 1).saturating_sub(self.window), self.cursor).min(last_top);
    }

    fn ask(&mut self, question: Question, cursor: usize) -> Effect {
        self.question = question;
        self.top = 0;
        self.go_to(cursor);
        self.show()
    }

    /// Tries what the cursor is on.
    fn show(&self) -> Effect {
        Effect::Calibrate(Step::Show(self.name()))
    }

    fn name(&self) -> String {
        self.tries().into_iter().nth(self.cursor).map_or_else(|| AUTO.to_owned(), |each| each.name)
    }

    /// Takes what the cursor is on: the next question, or the end.
    fn choose(&mut self) -> Effect {
        match (self.question, self.cursor.checked_sub(1)) {
            (Question::Line, Some(place)) if self.offer.asks_marks => {
                let bare = usize::from(!self.found_marks());
                self.ask(Question::Marks(place), bare)
            }
            _ => Effect::Calibrate(Step::Keep(self.name())),
        }
    }
}

impl Model {
    /// Makes this a reader that opens on the calibration and ends with it.
    #[must_use]
    pub fn only_calibrating(mut self) -> Self {
        self.only_calibrates = true;
        self
    }

    /// Something can be tried: the screen opens.
    pub(super) fn calibrate(&mut self, offer: Offer) {
        self.popup = None;
        self.message = None;
        self.calibration = Some(Calibration::new(offer));
        self.arrange();
    }

    /// Does what a key means on the calibration screen.
    pub(super) fn act_in_calibration(&mut self, action: Action, fx: &mut Vec<Effect>) {
        let Some(calibration) = &mut self.calibration else { return };
        let window = calibration.window.max(1);
        let to = match action {
            Action::Down => calibration.cursor + 1,
            Action::Up => calibration.cursor.saturating_sub(1),
            Action::PageDown => calibration.cursor + window,
            Action::PageUp => calibration.cursor.saturating_sub(window),
            Action::Top => 0,
            Action::Bottom => usize::MAX,
            Action::Open => return fx.push(calibration.choose()),
            Action::Yes | Action::No if calibration.question != Question::Line => {
                calibration.go_to(usize::from(action == Action::No));
                return fx.push(calibration.choose());
            }
            Action::Back => return self.step_back(fx),
            _ => return,
        };
        self.try_row(to, fx);
    }

    /// Tries the row of a place, where it is another than the one under the cursor.
    pub(super) fn try_row(&mut self, place: usize, fx: &mut Vec<Effect>) {
        let Some(calibration) = &mut self.calibration else { return };
        let before = calibration.cursor;
        calibration.go_to(place);
        if calibration.cursor != before {
            fx.push(calibration.show());
        }
    }

    /// Back to the question before, or out with nothing changed.
    fn step_back(&mut self, fx: &mut Vec<Effect>) {
        let Some(calibration) = &mut self.calibration else { return };
        if let Question::Marks(place) = calibration.question {
            return fx.push(calibration.ask(Question::Line, place + 1));
        }
        fx.push(Effect::Calibrate(Step::GiveUp));
        self.end_calibration(fx);
    }

    /// The choice was stored, or could not be: then the screen stays and says so.
    pub(super) fn kept_profile(&mut self, name: &str, result: Result<bool, String>, fx: &mut Vec<Effect>) {
        match result {
            Ok(overruled) => {
                self.end_calibration(fx);
                let key = match (name, overruled) {
                    (AUTO, true) => "message.profile-forgotten-overruled",
                    (AUTO, false) => "message.profile-forgotten",
                    (_, true) => "message.profile-overruled",
                    (_, false) => "message.profile-kept",
                };
                let said = self.words.fill(key, &[("profile", name)]);
                self.say(said);
            }
            Err(fault) => self.complain(fault),
        }
    }

    fn end_calibration(&mut self, fx: &mut Vec<Effect>) {
        self.calibration = None;
        self.arrange();
        if self.only_calibrates {
            fx.push(Effect::Quit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(current: &str, automatic: &str, remembered: bool) -> Offer {
        let choice = |name: &str| Choice { marked: name.to_owned(), bare: format!("{name}-bare") };
        Offer {
            choices: ["a", "b", "c"].map(choice).to_vec(),
            automatic: automatic.to_owned(),
            current: current.to_owned(),
            remembered,
            asks_marks: true,
        }
    }

    fn shown(effect: Effect) -> String {
        match effect {
            Effect::Calibrate(Step::Show(name)) => format!("show {name}"),
            Effect::Calibrate(Step::Keep(name)) => format!("keep {name}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn it_begins_on_what_is_in_use() {
        let begins =
            |current, automatic, remembered| Calibration::new(offer(current, automatic, remembered)).name();
        assert_eq!(begins("a", "a", false), AUTO, "found out, not chosen");
        assert_eq!(begins("b", "a", true), "b");
        assert_eq!(begins("a", "a", true), "a", "chosen, although it would be found out too");
        assert_eq!(begins("gone", "a", false), AUTO);
    }

    #[test]
    fn a_line_is_chosen_and_then_its_marks() {
        let mut calibration = Calibration::new(offer("a", "a", false));
        calibration.go_to(3);
        assert_eq!(shown(calibration.show()), "show c");
        assert_eq!(shown(calibration.choose()), "show c", "marks are asked about next");
        assert_eq!(calibration.question(), Question::Marks(2));
        calibration.go_to(1);
        assert_eq!(shown(calibration.choose()), "keep c-bare");
    }

    #[test]
    fn where_marks_are_known_to_fail_they_are_not_shown_first() {
        let mut calibration = Calibration::new(offer("a-bare", "a-bare", false));
        calibration.go_to(1);
        assert_eq!(shown(calibration.show()), "show a-bare");
        calibration.choose();
        assert_eq!((calibration.cursor(), calibration.name()), (1, "a-bare".to_owned()));
    }

    #[test]
    fn marks_that_the_settings_decide_are_not_asked_about() {
        let mut calibration = Calibration::new(Offer { asks_marks: false, ..offer("a", "a", false) });
        calibration.go_to(2);
        assert_eq!(shown(calibration.choose()), "keep b");
    }

    #[test]
    fn the_cursor_stays_in_the_window_at_every_height() {
        let mut calibration = Calibration::new(offer("a", "a", false));
        for height in 0..30 {
            for place in [3, 0, 2, usize::MAX] {
                calibration.resize(height);
                calibration.go_to(place);
                assert!(calibration.seen().contains(&calibration.cursor()), "{height} {place}");
                assert!(calibration.seen().end <= 4);
            }
        }
    }
}
