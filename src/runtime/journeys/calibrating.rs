//! Journeys through the calibration screen, with profiles that only have names.

use super::*;
use crate::app::calibration::{AUTO, Choice, Offer};
use crate::terminal::Kind;

/// A terminal's profiles, as the calibration sees them.
pub(super) struct Profiles {
    automatic: String,
    chosen: Option<String>,
    shown: Option<String>,
}

impl Default for Profiles {
    fn default() -> Self {
        Self { automatic: "visual".to_owned(), chosen: None, shown: None }
    }
}

impl Profiles {
    fn in_use(&self) -> String {
        let named = self.shown.as_ref().or(self.chosen.as_ref()).unwrap_or(&self.automatic);
        named.clone()
    }

    /// Does a step; what is in use then is told as the terminal's description.
    pub(super) fn step(&mut self, step: &Step) -> Vec<Msg> {
        let of = |name: &String| Some(name.clone()).filter(|name| name != AUTO);
        let mut says = Vec::new();
        match step {
            Step::Begin => {
                let choice = |kind: Kind| Choice {
                    marked: kind.name().to_owned(),
                    bare: format!("{}-no-marks", kind.name()),
                };
                let offer = Offer {
                    choices: Kind::ALL.map(choice).to_vec(),
                    automatic: self.automatic.clone(),
                    current: self.in_use(),
                    remembered: self.chosen.is_some(),
                    asks_marks: true,
                };
                return vec![Msg::Profiles(offer)];
            }
            Step::Show(name) => self.shown = of(name),
            Step::GiveUp => self.shown = None,
            Step::Keep(name) => {
                (self.shown, self.chosen) = (None, of(name));
                says.push(Msg::Kept { name: name.clone(), result: Ok(false) });
            }
        }
        let options = text::Options { marks: !self.in_use().ends_with("-no-marks"), ..Default::default() };
        let description = format!("drawn for {}", self.in_use());
        says.insert(0, Msg::Terminal { description, options });
        says
    }
}

/// What the help says of the terminal.
fn drawn_for(journey: &mut Journey, name: &str) {
    journey.press("?").sees("Keys").press("G").sees(&format!("drawn for {name}")).press("Esc").loses("Keys");
}

#[test]
fn a_line_is_tried_and_kept_and_forgotten_again() {
    let mut journey = Journey::begin(100, 30);
    journey.sees("Articles").press("t").sees("Which of these reads right?").sees("ONE The ships enter");
    journey.loses("Articles").press("j j Enter").sees("Do the vowel marks stand");
    journey.press("y").sees("kept for this terminal: \u{2068}visual-bdsm\u{2069}").sees("Articles");
    drawn_for(&mut journey, "visual-bdsm");
    journey.press("t").sees("Which of these").press("0 Enter").sees("the choice is forgotten");
    drawn_for(&mut journey, "visual");
    journey.quit();
}

#[test]
fn whatever_is_tried_the_way_back_leaves_all_as_it_was() {
    let mut journey = Journey::begin(100, 30);
    journey.sees("Articles").press("t").sees("Which of these").press("G Enter").sees("Do the vowel marks");
    journey.press("j").press("Esc").sees("Which of these").press("k Esc").sees("Articles");
    drawn_for(&mut journey, "visual");
    // An Arabic keyboard opens it too, and its digits choose.
    journey.press("ف").sees("Which of these").press("٢").press("Ctrl-c").sees("Articles");
    drawn_for(&mut journey, "visual");
    journey.quit();
}

#[test]
fn marks_are_seen_on_and_off_while_they_are_asked_about() {
    let mut journey = Journey::begin(100, 30);
    journey.sees("Articles").press("t 1 Enter").sees("Do the vowel marks");
    let damma = |journey: &Journey| journey.screen().contains('\u{64f}');
    journey.until("marks", damma).press("j").until("no marks", |journey| !damma(journey));
    journey.press("Enter").sees("visual-no-marks");
    drawn_for(&mut journey, "visual-no-marks");
    journey.quit();
}

#[test]
fn it_can_be_used_in_every_window_in_both_languages() {
    for lang in [Lang::En, Lang::Ar] {
        let mut journey = Journey::begin_on(Shelf::new(&[]), (40, 12), lang);
        journey.press("t").sees("ONE").sees("TWO");
        for size in [(20, 6), (7, 2), (80, 24), (40, 12)] {
            journey.resize(size.0, size.1).press("j");
        }
        journey.sees("ONE").press("Esc").loses("TWO");
        journey.quit();
    }
}

#[test]
fn what_right_looks_like_is_cut_with_an_ellipsis_in_a_low_window() {
    for lang in [Lang::En, Lang::Ar] {
        let mut journey = Journey::begin_on(Shelf::new(&[]), (40, 12), lang);
        journey.press("t").sees("ONE").sees("TWO");
        let last = journey.row(10);
        assert!(last.trim().ends_with('…') || last.trim().starts_with('…'), "{lang:?}: {last:?}");
        journey.resize(100, 40).until("all of it", |journey| !journey.screen().contains('…'));
        journey.press("Esc").loses("TWO").quit();
    }
}

#[test]
fn only_rows_that_a_digit_chooses_are_numbered() {
    let mut journey = Journey::begin(100, 40);
    journey.sees("Articles").press("t").sees(" 9 implicit-lrm-forms").sees("    implicit-blank");
    journey.loses("10").press("9 Enter").sees("Do the vowel marks").sees("implicit-lrm-forms");
    journey.press("Esc Esc").sees("Articles").quit();
}

#[test]
fn every_profile_has_words_in_both_languages() {
    for words in [Words::of(Lang::En), Words::of(Lang::Ar)] {
        for kind in Kind::ALL {
            let key = format!("profile.{}", kind.name());
            assert_ne!(words.get(&key), key, "{:?}", words.lang());
        }
    }
}
