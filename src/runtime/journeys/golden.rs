//! Golden cells: whole screens of the edition beside pictures that are kept in `tests/golden`.
//!
//! The pictures are in the notation of `notation`; `QARI_GOLDEN=write` writes them anew, and nothing else does.

use std::path::{Path, PathBuf};

use super::Journey;
use super::Shelf;
use crate::article::Lang;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"))
}

/// The rows that differ, the kept one after `-`, the one that was seen after `+`.
fn difference(kept: &str, seen: &str) -> String {
    let (kept, seen): (Vec<_>, Vec<_>) = (kept.lines().collect(), seen.lines().collect());
    let mut out = String::new();
    for n in 0..kept.len().max(seen.len()) {
        let (was, is) = (kept.get(n).copied(), seen.get(n).copied());
        if was != is {
            out.extend(was.map(|line| format!("- {line}\n")));
            out.extend(is.map(|line| format!("+ {line}\n")));
        }
    }
    out
}

impl Journey {
    /// Compares the screen, once it has come to rest, with the picture of this name.
    fn is_as_in(&mut self, name: &str) -> &mut Self {
        let path = file(name);
        if std::env::var("QARI_GOLDEN").is_ok_and(|v| v == "write") {
            self.rest();
            std::fs::write(&path, self.picture()).unwrap();
            return self;
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        if !self.comes_to(|journey| journey.picture() == kept) {
            let difference = difference(&kept, &self.picture());
            panic!(
                "{name} differs from tests/golden/{name}.txt (look at it, then QARI_GOLDEN=write):\n{difference}"
            );
        }
        self
    }
}

#[test]
fn three_panes_in_120_columns() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Facets").press("j j j j j Enter").is_as_in("three-panes-120x40");
    journey.quit();
}

#[test]
fn list_and_reader_in_80_columns_and_the_facets_over_the_list() {
    let mut journey = Journey::begin(80, 24);
    journey.sees("Articles").press("G").is_as_in("two-panes-80x24");
    journey.press("f j").is_as_in("facets-80x24");
    journey.quit();
}

#[test]
fn one_pane_at_a_time_in_40_columns() {
    let mut journey = Journey::begin(40, 12);
    journey.sees("Articles").is_as_in("list-40x12");
    journey.press("j Enter").is_as_in("reader-40x12");
    journey.press("f").is_as_in("facets-40x12");
    journey.quit();
}

#[test]
fn side_by_side_in_120_columns() {
    let mut journey = Journey::begin(120, 40);
    journey.sees("Articles").press("j j s").is_as_in("side-by-side-120x40");
    journey.press("} } }").is_as_in("side-by-side-fourth-120x40");
    journey.quit();
}

#[test]
fn one_under_the_other_where_two_columns_have_no_room() {
    let mut journey = Journey::begin(60, 24);
    journey.sees("Articles").press("s").is_as_in("stacked-60x24");
    journey.quit();
}

#[test]
fn the_window_in_arabic_begins_at_the_right() {
    let mut journey = Journey::begin_on(Shelf::new(&[]), (120, 40), Lang::Ar);
    journey.sees("المقالات").is_as_in("arabic-120x40");
    journey.press("?").is_as_in("arabic-help-120x40").press("Esc");
    journey.quit();
}
