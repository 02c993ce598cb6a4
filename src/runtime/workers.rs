//! The workers: they carry out effects on threads and answer with messages.
//!
//! One thread for each kind of work that must not wait for another: searching, rows, articles, writing, and the
//! jobs that run beside the reader. They never touch the terminal or the model.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crate::app::{Change, Effect, Job, Msg, Untranslated};
use crate::archive::{Archive, ArchiveError, Cancel};
use crate::runtime::Input;
use crate::runtime::answers;
use crate::runtime::slot::Slot;
use crate::runtime::translating::Translator;

/// Time between two looks for what another process changed: new articles are there before one wonders.
const LOOK: Duration = Duration::from_secs(2);

/// The worker threads of one reader.
pub(crate) struct Workers {
    archive: Arc<dyn Archive>,
    out: Sender<Input>,
    search: Arc<Slot<Effect>>,
    rows: Arc<Slot<Effect>>,
    article: Arc<Slot<Effect>>,
    /// Counterparts and candidates, which take longer than an article and must not push it out of its place.
    pairs: Arc<Slot<Effect>>,
    /// What else a search may have meant: stopped by a newer search.
    offers: Arc<Slot<Effect>>,
    /// What a pop-up waits for: one is open at a time.
    forms: Arc<Slot<Effect>>,
    /// Counts of kept searches, which nobody waits for.
    counts: Arc<Slot<Effect>>,
    /// The translation that is being made.
    translate: Arc<Slot<Effect>>,
    translator: Arc<Translator>,
    /// Taken when the writer is told to end.
    write: Option<Sender<Effect>>,
    /// What the writer will do, until it is started.
    writes: Mutex<Option<Receiver<Effect>>>,
    /// Whether the index and the pairs are brought up to the database beside the reader.
    catch_up: bool,
    stop: Cancel,
    writer: Mutex<Option<JoinHandle<()>>>,
    /// The thread that keeps what is made of a translation.
    translates: Mutex<Option<JoinHandle<()>>>,
}

impl Workers {
    /// Workers that wait for [`Workers::begin`]; what they are given until then is kept. `catch_up`: they bring the
    /// index and the pairs up to the database as well.
    pub(crate) fn new(archive: &Arc<dyn Archive>, out: &Sender<Input>, catch_up: bool) -> Self {
        let (write, writes) = channel();
        Self {
            archive: Arc::clone(archive),
            out: out.clone(),
            search: Arc::default(),
            rows: Arc::default(),
            article: Arc::default(),
            pairs: Arc::default(),
            offers: Arc::default(),
            forms: Arc::default(),
            counts: Arc::default(),
            translate: Arc::default(),
            translator: Arc::default(),
            write: Some(write),
            writes: Mutex::new(Some(writes)),
            catch_up,
            stop: Cancel::default(),
            writer: Mutex::default(),
            translates: Mutex::default(),
        }
    }

    /// With somebody who translates on demand.
    pub(crate) fn translating(mut self, translator: Translator) -> Self {
        self.translator = Arc::new(translator);
        self
    }

    /// Starts the threads: the first frame is there, and shares the processor with none of them.
    pub(crate) fn begin(&self) {
        // Those first that work at once.
        let slots = [
            ("search", &self.search),
            ("article", &self.article),
            ("rows", &self.rows),
            ("pairs", &self.pairs),
            ("offers", &self.offers),
            ("forms", &self.forms),
            ("counts", &self.counts),
        ];
        for (name, slot) in slots {
            let (slot, archive, out) = (Arc::clone(slot), Arc::clone(&self.archive), self.out.clone());
            // They end with the slots, at the latest with the program.
            let _ = spawn(name, move || serve(&slot, archive.as_ref(), &out));
        }
        let (slot, archive, out) = (Arc::clone(&self.translate), Arc::clone(&self.archive), self.out.clone());
        let translator = Arc::clone(&self.translator);
        let serve = move || translate_all(&slot, archive.as_ref(), &translator, &out);
        *hold(&self.translates) = spawn("translate", serve);
        if let Some(writes) = hold(&self.writes).take() {
            let (archive, out) = (Arc::clone(&self.archive), self.out.clone());
            *hold(&self.writer) = spawn("writer", move || write_all(&writes, archive.as_ref(), &out));
        }
        if self.catch_up {
            let (archive, out, stop) = (Arc::clone(&self.archive), self.out.clone(), self.stop.clone());
            let _ = spawn("watch", move || watch(archive.as_ref(), &out, &stop, LOOK));
            let (archive, out, stop) = (Arc::clone(&self.archive), self.out.clone(), self.stop.clone());
            let _ = spawn("background", move || background(archive.as_ref(), &out, &stop));
        }
    }

    /// Hands an effect to its worker. Effects of the terminal are not for here and are ignored.
    pub(crate) fn take(&self, effect: Effect) {
        match effect {
            Effect::Search { .. } => {
                self.offers.stop();
                self.search.put(effect);
            }
            Effect::Offers { .. } => self.offers.put(effect),
            Effect::Forms { .. } | Effect::LoadVersions { .. } => self.forms.put(effect),
            Effect::LoadRows { .. } => self.rows.put(effect),
            Effect::Open { .. } => self.article.put(effect),
            Effect::CountSaved { .. } => self.counts.put(effect),
            Effect::LoadPairs { .. }
            | Effect::Align { .. }
            | Effect::Compare { .. }
            | Effect::LoadCandidates { .. } => self.pairs.put(effect),
            Effect::Translate { .. } => self.translate.put(effect),
            Effect::StopTranslating => {
                // One that was not begun has nobody who answers.
                if let Some(Effect::Translate { request, .. }) = self.translate.stop() {
                    say(&self.out, Msg::Translated { request, result: Err(Untranslated::Stopped) });
                }
            }
            _ => {
                if let Some(write) = &self.write {
                    // The writer ends only after this sender is dropped; a failed send means that its thread
                    // panicked beyond repair, and it has said so.
                    let _ = write.send(effect);
                }
            }
        }
    }

    /// Ends the threads: searches stop, everything that was to be stored is stored first.
    pub(crate) fn finish(mut self) {
        self.stop.cancel();
        for slot in [
            &self.search,
            &self.rows,
            &self.article,
            &self.pairs,
            &self.offers,
            &self.forms,
            &self.counts,
            &self.translate,
        ] {
            slot.close();
        }
        self.write = None;
        for keeper in [&self.writer, &self.translates] {
            let keeper = hold(keeper).take();
            // A panic there was reported when it happened.
            let _ = keeper.map(JoinHandle::join);
        }
    }
}

/// What each lock guards is whole at any time.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    Builder::new().name(format!("qari-{name}")).spawn(work).ok()
}

/// Sends what a worker has to say; when nobody listens any more the program is ending.
fn say(out: &Sender<Input>, msg: Msg) {
    let _ = out.send(Input::Msg(msg));
}

/// Runs a piece of work and turns a panic into a message: the screen stays up, the worker goes on.
fn guarded(out: &Sender<Input>, what: &str, work: impl FnOnce() -> Option<Msg>) {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Some(msg)) => say(out, msg),
        Ok(None) => {}
        Err(_) => say(out, Msg::Failed(format!("{what} failed unexpectedly: please report it"))),
    }
}

fn serve(slot: &Slot<Effect>, archive: &dyn Archive, out: &Sender<Input>) {
    while let Some((effect, cancel)) = slot.take() {
        guarded(out, "the last request", || {
            answers::read(archive, effect, &cancel, &mut |msg| say(out, msg))
        });
    }
}

/// Makes translations, one at a time; what is made of one that is stopped is kept.
fn translate_all(slot: &Slot<Effect>, archive: &dyn Archive, translator: &Translator, out: &Sender<Input>) {
    while let Some((effect, cancel)) = slot.take() {
        if let Effect::Translate { request, id } = effect {
            guarded(out, "the translation", || {
                Some(translator.answer(archive, (request, &id), &cancel, &mut |msg| say(out, msg)))
            });
        }
    }
}

fn write_all(writes: &Receiver<Effect>, archive: &dyn Archive, out: &Sender<Input>) {
    for effect in writes {
        guarded(out, "the last change", || answers::write(archive, effect));
    }
}

/// Tells of changes that another process made. One look takes some microseconds; an idle reader does nothing else.
fn watch(archive: &dyn Archive, out: &Sender<Input>, stop: &Cancel, every: Duration) {
    let mut known = archive.version().ok();
    while !stop.is_cancelled() {
        std::thread::sleep(every);
        // What cannot be read now is told where it is asked for.
        let now = archive.version().ok();
        if now.is_some() && now != known {
            known = now;
            say(out, Msg::Changed(Change::Elsewhere));
        }
    }
}

/// Brings the index up to the database, then looks for pairs.
fn background(archive: &dyn Archive, out: &Sender<Input>, stop: &Cancel) {
    guarded(out, "indexing", || {
        let mut moved = false;
        let result = archive.catch_up(stop, &mut |done, total| {
            moved = true;
            say(out, Msg::Progress { job: Job::Index, done, total });
        });
        match result {
            Ok(()) => moved.then_some(Msg::Changed(Change::Indexed)),
            // Another process imports, and indexes what it imports; or the reader is left, and the next one goes on.
            Err(ArchiveError::Locked { .. } | ArchiveError::Cancelled) => None,
            Err(error) => Some(Msg::Failed(error.to_string())),
        }
    });
    let mut begun = false;
    let mut progress = |done, total| {
        begun = true;
        say(out, Msg::Progress { job: Job::Pairing, done, total });
    };
    guarded(out, "pairing", || match archive.find_pairs(stop, &mut progress) {
        // Another process that writes pairs what it imports.
        Ok(0) | Err(ArchiveError::Cancelled | ArchiveError::Locked { .. }) => None,
        Ok(found) => Some(Msg::Changed(Change::Paired(found))),
        Err(error) => Some(Msg::Failed(error.to_string())),
    });
    // However it ended, nothing is looked for any more.
    if begun {
        say(out, Msg::Progress { job: Job::Pairing, done: 1, total: 1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Embedded, Mode, StateChange};
    use crate::article::ArticleId;

    #[test]
    fn a_counterpart_never_takes_the_place_of_an_article_that_waits() {
        let folder = tempfile::tempdir().unwrap();
        let archive: Arc<dyn Archive> = Arc::new(Embedded::open(folder.path(), Mode::Create).unwrap());
        let workers = Workers::new(&archive, &channel().0, false);
        let id = || ArticleId::from("a");
        workers.take(Effect::Open { request: 1, id: id() });
        workers.take(Effect::LoadPairs { request: 2, id: id() });
        assert!(matches!(workers.article.take(), Some((Effect::Open { request: 1, .. }, _))));
        assert!(matches!(workers.pairs.take(), Some((Effect::LoadPairs { request: 2, .. }, _))));
    }

    #[test]
    fn what_another_process_changes_is_told_and_what_is_noted_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Embedded::open(folder.path(), Mode::Create).unwrap();
        let (watched, other, (out, told), stop) = (open(), open(), channel(), Cancel::default());
        let ended = stop.clone();
        let looking = std::thread::spawn(move || watch(&watched, &out, &ended, Duration::from_millis(2)));
        // Changes until the watcher, which may begin late, has seen one.
        let one =
            |n: usize| crate::article::Article { id: format!("a{n}").as_str().into(), ..Default::default() };
        let batch = other.begin_batch("2026-01-01T00:00:00Z").unwrap();
        for n in 0.. {
            other.put(batch, &[one(n)]).unwrap();
            match told.recv_timeout(Duration::from_millis(50)) {
                Ok(Input::Msg(Msg::Changed(Change::Elsewhere))) => break,
                Ok(_) => panic!("nothing else is told"),
                Err(_) => assert!(n < 1000, "never told"),
            }
        }
        while told.recv_timeout(Duration::from_millis(300)).is_ok() {}
        other.set_state(&"a0".into(), &StateChange { read: Some(true), ..StateChange::default() }).unwrap();
        assert!(told.recv_timeout(Duration::from_millis(300)).is_err());
        stop.cancel();
        looking.join().unwrap();
    }
}
