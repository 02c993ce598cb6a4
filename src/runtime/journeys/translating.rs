//! Journeys through a machine translation made while one reads, by a maker that answers when it is let.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::pages::pages;
use super::{Journey, Shelf, Translator};
use crate::article::Lang;
use crate::translate::{Maker, TranslateError};

/// How many paragraphs it may still translate, and how many it did.
#[derive(Default)]
struct Gate {
    let_through: Mutex<(usize, usize)>,
    moved: Condvar,
}

impl Gate {
    fn open(&self, more: usize) {
        self.let_through.lock().unwrap().0 += more;
        self.moved.notify_all();
    }
}

/// Translates behind a gate.
struct Gated(Arc<Gate>);

impl Maker for Gated {
    fn name(&self) -> String {
        "gated".into()
    }

    fn translate(
        &self,
        _: &str,
        _: Lang,
        to: Lang,
        stopped: &dyn Fn() -> bool,
    ) -> Result<String, TranslateError> {
        let mut gate = self.0.let_through.lock().unwrap();
        while gate.0 == 0 {
            if stopped() {
                return Err(TranslateError::Stopped);
            }
            gate = self.0.moved.wait_timeout(gate, Duration::from_millis(5)).unwrap().0;
        }
        *gate = (gate.0 - 1, gate.1 + 1);
        let number = ["عنوان", "أولى", "ثانية"].get(gate.1 - 1).copied().unwrap_or("أخرى");
        Ok(if to == Lang::Ar {
            format!("فقرة {number} من آلة")
        } else {
            format!("piece {} of a machine", gate.1)
        })
    }
}

fn shelf() -> (Shelf, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    let maker: Option<Box<dyn Maker>> = Some(Box::new(Gated(Arc::clone(&gate))));
    let translator = Translator { maker, ..Translator::default() };
    (Shelf { translator, ..Shelf::new(&pages()) }, gate)
}

/// Opens the article on lamps, which has two paragraphs.
fn open(shelf: Shelf) -> Journey {
    let mut journey = Journey::begin_on(shelf, (120, 40), Lang::En);
    journey.sees("10 articles").press("/").type_text("Fustat").sees("1 of 10 articles").press("Enter Enter");
    journey.sees("Space page on");
    journey
}

#[test]
fn a_translation_comes_paragraph_by_paragraph_is_stopped_and_gone_on_with() {
    let (shelf, gate) = shelf();
    let mut journey = open(shelf);
    journey.press("T").sees("translating 0/2 · Esc stops").loses("فقرة");
    gate.open(2);
    journey.sees("translating 1/2").sees("فقرة عنوان من آلة").sees("فقرة أولى من آلة").loses("Facets");
    journey.sees("machine translation").sees("1 paragraph is not translated yet");
    // Other things go on beside it.
    journey.press("*").sees("starred").press("T").sees("it is being translated");
    journey
        .press("Esc")
        .sees("stopped: 1 of 2 paragraphs are translated and kept; T goes on")
        .loses("translating");
    journey.sees("machine translation, 1 of 2").press("m").sees("nothing to put right");
    journey.quit();

    let (again, gate) = self::shelf();
    let mut journey = Journey::begin_on(
        Shelf { translator: again.translator, ..journey.shelf.reopened() },
        (120, 40),
        Lang::En,
    );
    journey.sees("فقرة أولى من آلة").sees("1 of 2 paragraphs are translated; T goes on");
    gate.open(1);
    // What was made is not made again.
    journey.press("T").sees("translated by a machine: 2 paragraphs").loses("not translated yet");
    journey.sees("فقرة أولى من آلة").press("Esc").sees("EN⇄ar*").sees("1 of 10 articles");
    // It is no pair of the archive.
    journey.press("Esc").press("/").type_text(" is:paired").sees("0 of 10 articles").press("Esc").quit();
    assert_eq!(gate.let_through.lock().unwrap().1, 1);
}

#[test]
fn what_comes_later_than_one_waits_for_is_kept_and_stands_there_next_time() {
    let (shelf, gate) = shelf();
    let mut journey = open(shelf);
    journey.press("T").sees("translating 0/2").press("[");
    gate.open(9);
    journey.sees("translated by a machine").press("Esc").sees("EN⇄ar*");
    journey.press("Enter s").sees("فقرة ثانية من آلة").sees("machine translation").quit();
}

#[test]
fn nobody_is_asked_where_nobody_is_named_and_nobody_where_there_is_a_counterpart() {
    let mut journey = open(Shelf::new(&pages()));
    journey.press("T").sees("no translator is set: see [translate] in").quit();
    let (shelf, gate) = shelf();
    gate.open(9);
    let mut journey = Journey::begin_on(shelf, (120, 40), Lang::En);
    journey
        .sees("Speaking in the French")
        .press("Enter T")
        .sees("its counterpart is in the archive: s shows it");
    journey.quit();
    assert_eq!(gate.let_through.lock().unwrap().1, 0);
}

#[test]
fn what_looks_for_a_counterpart_offers_a_translation() {
    let (shelf, gate) = shelf();
    gate.open(9);
    let mut journey = open(shelf);
    journey
        .press("s")
        .sees("No Arabic counterpart")
        .sees("Nothing in the archive comes near")
        .sees("T translate");
    journey
        .press("T")
        .loses("No Arabic counterpart")
        .sees("translated by a machine")
        .sees("فقرة ثانية من آلة")
        .quit();
}
