//! Journeys on archives that make one wait or keep nothing: a disk that does not answer, a folder that can only be
//! read.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};

use super::{Journey, Shelf};
use crate::archive::{
    Answer, Archive, ArchiveError, Cancel, Embedded, Info, Mode, Offer, PutSummary, Request, Row, RowId,
    State, StateChange, Translation, Version,
};
use crate::article::{Amendment, Article, ArticleId, Correction, Lang, Pair};

/// A disk that answers when it is let.
#[derive(Default)]
struct Disk {
    stuck: Mutex<bool>,
    moved: Condvar,
}

impl Disk {
    fn stick(&self, stuck: bool) {
        *self.stuck.lock().unwrap() = stuck;
        self.moved.notify_all();
    }

    fn wait(&self) {
        drop(self.moved.wait_while(self.stuck.lock().unwrap(), |stuck| *stuck).unwrap());
    }
}

/// An archive on such a disk.
struct OnDisk(Arc<dyn Archive>, Arc<Disk>);

/// Every method waits for the disk, then is that of the archive behind.
macro_rules! waiting {
    ($(fn $name:ident($($arg:ident: $of:ty),*) -> $result:ty;)*) => {
        impl Archive for OnDisk {
            $(fn $name(&self, $($arg: $of),*) -> Result<$result, ArchiveError> {
                self.1.wait();
                self.0.$name($($arg),*)
            })*
        }
    };
}

waiting! {
    fn info() -> Info;
    fn version() -> u64;
    fn begin_batch(now: &str) -> i64;
    fn put(batch: i64, articles: &[Article]) -> PutSummary;
    fn end_batch(batch: i64) -> ();
    fn undo_batch(batch: i64) -> usize;
    fn remove(ids: &[ArticleId]) -> usize;
    fn get(id: &ArticleId) -> Option<Article>;
    fn front(limit: usize) -> Answer;
    fn search(request: &Request, cancel: &Cancel) -> Answer;
    fn offers(request: &Request, typed: &str, cancel: &Cancel) -> Vec<Offer>;
    fn rows(rows: &[RowId]) -> Vec<Row>;
    fn copies(id: &ArticleId) -> Vec<Version>;
    fn pairs(id: &ArticleId) -> Vec<Pair>;
    fn candidates(id: &ArticleId, limit: usize) -> Vec<Row>;
    fn confirm_pair(pair: &Pair) -> ();
    fn find_pairs(cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> usize;
    fn translation(of: &ArticleId) -> Option<Translation>;
    fn store_translation(original: &Article, translation: &Article, by: &str, now: &str) -> ();
    fn remove_translation(of: &ArticleId) -> bool;
    fn state(id: &ArticleId) -> State;
    fn set_state(id: &ArticleId, change: &StateChange) -> ();
    fn correction(id: &ArticleId) -> Correction;
    fn corrections() -> Vec<(ArticleId, Correction)>;
    fn amend(id: &ArticleId, steps: &[Amendment]) -> Correction;
    fn kept(key: &str) -> Option<String>;
    fn keep(key: &str, value: &str) -> ();
    fn edit_kept(key: &str, edit: &mut dyn FnMut(Option<&str>) -> Option<String>) -> ();
    fn catch_up(cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> ();
    fn rebuild(cancel: &Cancel, progress: &mut dyn FnMut(usize, usize)) -> ();
    fn check() -> Vec<String>;
    fn copy_to(folder: &Path, cancel: &Cancel) -> ();
}

#[test]
fn keys_are_answered_while_the_disk_is_not() {
    let mut shelf = Shelf::new(&[]);
    let disk = Arc::new(Disk::default());
    shelf.archive = Arc::new(OnDisk(Arc::clone(&shelf.archive), Arc::clone(&disk)));
    let mut journey = Journey::begin_on(shelf, (120, 40), Lang::En);
    journey.sees("8 articles").until("the cursor", |j| j.cursor().is_some());
    let first = journey.cursor();
    disk.stick(true);
    journey.press("j").until("the cursor further down", |j| j.cursor() > first);
    journey.press("*").sees("starred").press("?").sees("Keys").press("Esc").loses("Keys");
    journey.press("/").type_text("paris").sees("paris");
    disk.stick(false);
    journey.sees("of 8 articles").press("Esc");
    journey.quit();
}

#[test]
fn a_star_that_cannot_be_kept_does_not_stay() {
    let shelf = Shelf::new(&[]);
    let archive = Arc::new(Embedded::open(shelf.folder.path(), Mode::ReadOnly).unwrap());
    let mut journey = Journey::begin_on(Shelf { archive, ..shelf }, (120, 40), Lang::En);
    journey.sees("8 articles").press("*").sees("can only be read").loses("★");
    journey.quit();
}
