//! Translations made on demand and stored as they come: what the command and the reader's worker have in common.
//!
//! Who translates is given; nothing is run or asked that was not set and asked for. No threads here.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::app::{Counterpart, Msg, Untranslated};
use crate::archive::{Archive, ArchiveError, Cancel, Standing, Translation};
use crate::article::{Article, ArticleId};
use crate::config;
use crate::pair;
use crate::translate::{self, Maker, Settings, TranslateError};

/// Why no translation was made, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// Who was asked gave none.
    #[error(transparent)]
    Translate(#[from] TranslateError),
    /// It cannot be kept.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// Between two times that an unfinished translation is stored: what a killed program loses at most.
const STORE: Duration = Duration::from_secs(1);

/// The maker that the settings name; `None` where they name none.
///
/// # Errors
///
/// Those of [`translate::maker`].
pub fn maker(set: &config::Translate) -> Result<Option<Box<dyn Maker>>, TranslateError> {
    translate::maker(&Settings {
        command: set.command.clone(),
        url: set.url.clone(),
        key: set.key.clone(),
        timeout: Duration::from_secs(set.timeout),
    })
}

/// One translation to be made.
pub struct Making<'a> {
    /// Where it is kept.
    pub archive: &'a dyn Archive,
    /// Who makes it.
    pub maker: &'a dyn Maker,
    /// Whether one that is whole is made anew.
    pub again: bool,
    /// Whether to stop.
    pub stopped: &'a dyn Fn() -> bool,
}

impl Making<'_> {
    /// Makes the translation of an article and stores it, goes on with one that was begun by the same maker, or leaves
    /// the one that is there; `progress` is told what is made so far. What was made is kept however it ends. Says
    /// whether anything was asked of the maker.
    ///
    /// # Errors
    ///
    /// Those of the maker, `Stopped` among them; those of the archive.
    pub fn make(
        &self,
        original: &Article,
        progress: &mut dyn FnMut(&Translation),
    ) -> Result<bool, MakeError> {
        let by = self.maker.name();
        let before = self.archive.translation(&original.id)?;
        let standing = before.as_ref().map(|before| before.standing);
        if standing == Some(Standing::Whole) && !self.again {
            return Ok(false);
        }
        let begun = before.filter(|before| {
            matches!(before.standing, Standing::Unfinished(_)) && before.by == by && !self.again
        });
        // What is whole stays until what takes its place is.
        let keeps_parts = standing != Some(Standing::Whole);
        let (mut unsaved, mut stored) = (None, None::<Instant>);
        let ended = translate::translate(
            self.maker,
            original,
            begun.map(|begun| begun.article),
            self.stopped,
            &mut |made: &Article| -> Result<(), MakeError> {
                let so_far = so_far(original, made, &by);
                progress(&so_far);
                let whole = so_far.standing == Standing::Whole;
                if whole || (keeps_parts && stored.is_none_or(|stored| stored.elapsed() >= STORE)) {
                    self.store(original, &so_far)?;
                    (unsaved, stored) = (None, Some(Instant::now()));
                } else if keeps_parts {
                    unsaved = Some(so_far);
                }
                Ok(())
            },
        );
        if let Some(so_far) = &unsaved {
            self.store(original, so_far)?;
        }
        ended.map(|_| true)
    }

    fn store(&self, original: &Article, made: &Translation) -> Result<(), ArchiveError> {
        self.archive.store_translation(original, &made.article, &made.by, &made.made)
    }
}

/// What is made of an article so far.
fn so_far(original: &Article, made: &Article, by: &str) -> Translation {
    let done = made.blocks.len();
    let standing = if done < original.blocks.len() { Standing::Unfinished(done) } else { Standing::Whole };
    let (article, now) = (made.clone(), jiff::Timestamp::now().to_string());
    Translation { article, made: now, by: by.to_owned(), standing }
}

/// Who translates for the reader on the screen.
#[derive(Default)]
pub(crate) struct Translator {
    /// `None` where the settings name nobody.
    pub(crate) maker: Option<Box<dyn Maker>>,
    /// What is wrong with what they name.
    pub(crate) fault: Option<String>,
    /// The settings' file, for people.
    pub(crate) file: String,
}

/// Between two times that the screen is shown what is made so far: a page that is set anew is worth a look.
const SHOW: Duration = Duration::from_millis(100);

impl Translator {
    /// As the settings of this file say.
    pub(crate) fn new(set: &config::Translate, file: String) -> Self {
        match maker(set) {
            Ok(maker) => Self { maker, fault: None, file },
            Err(error) => Self { maker: None, fault: Some(error.to_string()), file },
        }
    }

    /// Makes a translation for the screen, which is told how far it is.
    pub(crate) fn answer(
        &self,
        archive: &dyn Archive,
        (request, id): (u64, &ArticleId),
        cancel: &Cancel,
        say: &mut dyn FnMut(Msg),
    ) -> Msg {
        let result = self.made(archive, (request, id), cancel, say);
        Msg::Translated { request, result: result.map(Box::new) }
    }

    fn made(
        &self,
        archive: &dyn Archive,
        (request, id): (u64, &ArticleId),
        cancel: &Cancel,
        say: &mut dyn FnMut(Msg),
    ) -> Result<Counterpart, Untranslated> {
        let failed = |error: &dyn std::fmt::Display| Untranslated::Failed(error.to_string());
        let original = archive.get(id).map_err(|e| failed(&e))?.ok_or(Untranslated::Gone)?;
        let own = original.lang.counterpart().map(|to| id.machine_translation(to)).unwrap_or_default();
        let pairs = archive.pairs(id).map_err(|e| failed(&e))?;
        if pairs.iter().any(|pair| pair.ar != own && pair.en != own) {
            return Err(Untranslated::Paired);
        }
        let Some(maker) = &self.maker else {
            return Err(match &self.fault {
                Some(fault) => Untranslated::Failed(fault.clone()),
                None => Untranslated::NotSet { file: self.file.clone() },
            });
        };
        let screen =
            Screen { request, original: &original, say: RefCell::new(&mut *say), shown: Cell::default() };
        let waiting = RefCell::new(None);
        // Whoever translates asks again and again whether to go on: what waits to be shown does not wait for the next
        // paragraph, which may take a minute.
        let stopped = || {
            if screen.is_due()
                && let Some(so_far) = waiting.take()
            {
                screen.show(&so_far);
            }
            cancel.is_cancelled()
        };
        let making = Making { archive, maker: maker.as_ref(), again: false, stopped: &stopped };
        let ended = making.make(&original, &mut |so_far| {
            waiting.replace(None);
            if screen.is_due() {
                screen.show(so_far);
            } else {
                screen.count(so_far, None);
                waiting.replace(Some(so_far.clone()));
            }
        });
        let there = archive.translation(id).map_err(|e| failed(&e))?;
        if let Some(there) = there.as_ref().filter(|there| there.standing != Standing::Whole) {
            // The screen may not have been shown the last of it.
            screen.show(there);
        }
        match ended {
            Ok(_) => there.map(|there| beside(&original, &there)).ok_or(Untranslated::Gone),
            Err(MakeError::Translate(TranslateError::Stopped)) => Err(Untranslated::Stopped),
            Err(error) => Err(failed(&error)),
        }
    }
}

/// The screen, as it is told of a translation that is being made.
struct Screen<'a> {
    request: u64,
    original: &'a Article,
    say: RefCell<&'a mut dyn FnMut(Msg)>,
    /// When it was shown what there is.
    shown: Cell<Option<Instant>>,
}

impl Screen<'_> {
    fn is_due(&self) -> bool {
        self.shown.get().is_none_or(|shown| shown.elapsed() >= SHOW)
    }

    fn show(&self, so_far: &Translation) {
        self.shown.set(Some(Instant::now()));
        self.count(so_far, Some(Box::new(beside(self.original, so_far))));
    }

    fn count(&self, so_far: &Translation, counterpart: Option<Box<Counterpart>>) {
        let (request, done) = (self.request, so_far.article.blocks.len());
        (self.say.borrow_mut())(Msg::Translating { request, done, counterpart });
    }
}

/// A translation as the counterpart of its original.
pub(crate) fn beside(original: &Article, made: &Translation) -> Counterpart {
    let pair = made.pair(original);
    let article = &made.article;
    let (ar, en) = if pair.ar == original.id { (original, article) } else { (article, original) };
    let differences = pair::differences(ar, en, &pair.beads);
    Counterpart { pair, article: Arc::new(article.clone()), differences, made: Some(made.standing) }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::archive::{Embedded, Mode};
    use crate::article::{Block, BlockKind, DifferenceKind, Lang};
    use crate::pair;

    /// Says what is in a list, in turn; fails at its end.
    struct List(&'static str, Mutex<Vec<&'static str>>);

    impl List {
        fn new(name: &'static str, answers: &[&'static str]) -> Self {
            Self(name, Mutex::new(answers.iter().rev().copied().collect()))
        }
    }

    impl Maker for List {
        fn name(&self) -> String {
            self.0.into()
        }

        fn translate(
            &self,
            _: &str,
            _: Lang,
            _: Lang,
            _: &dyn Fn() -> bool,
        ) -> Result<String, TranslateError> {
            self.1
                .lock()
                .unwrap()
                .pop()
                .map(str::to_owned)
                .ok_or_else(|| TranslateError::Slow { by: self.0.into(), seconds: 1 })
        }
    }

    fn original() -> Article {
        let block = |text: &str| Block::new(BlockKind::Paragraph, text);
        Article {
            id: "a".into(),
            title: "محادثات".into(),
            lang: Lang::Ar,
            blocks: vec![block("يفتقر النداء إلى القوة القانونية."), block("وقعت عليه 50 دولة.")],
            ..Article::default()
        }
    }

    fn shelf() -> (tempfile::TempDir, Embedded) {
        let folder = tempfile::tempdir().unwrap();
        let archive = Embedded::open(folder.path(), Mode::Create).unwrap();
        let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
        archive.put(batch, &[original()]).unwrap();
        archive.end_batch(batch).unwrap();
        (folder, archive)
    }

    fn make(archive: &Embedded, maker: &dyn Maker, again: bool) -> Result<bool, MakeError> {
        Making { archive, maker, again, stopped: &|| false }.make(&original(), &mut |_| {})
    }

    fn standing(archive: &Embedded) -> Option<Standing> {
        archive.translation(&"a".into()).unwrap().map(|made| made.standing)
    }

    #[test]
    fn what_was_made_is_kept_when_it_fails_or_is_stopped_and_gone_on_with() {
        let (_folder, archive) = shelf();
        assert!(
            make(&archive, &List::new("one", &["Talks", "The Call binds nobody by law."]), false).is_err()
        );
        assert_eq!(standing(&archive), Some(Standing::Unfinished(1)));
        let asked = Cell::new(0);
        let stopped = || {
            asked.set(asked.get() + 1);
            asked.get() > 1
        };
        let maker = List::new("another", &["Talks again", "never"]);
        let making = Making { archive: &archive, maker: &maker, again: false, stopped: &stopped };
        let told = making.make(&original(), &mut |_| {});
        assert!(matches!(told, Err(MakeError::Translate(TranslateError::Stopped))), "{told:?}");
        assert_eq!(standing(&archive), Some(Standing::Unfinished(0)), "another one begins anew");
        let mut told = Vec::new();
        let maker = List::new("another", &["It binds nobody.", "50 states signed."]);
        let making = Making { archive: &archive, maker: &maker, again: false, stopped: &|| false };
        assert!(making.make(&original(), &mut |made| told.push(made.standing)).unwrap());
        assert_eq!(told, [Standing::Unfinished(1), Standing::Whole]);
        assert!(!make(&archive, &List::new("another", &[]), false).unwrap(), "there is nothing to do");
    }

    #[test]
    fn a_whole_one_stays_until_the_one_that_takes_its_place_is_whole() {
        let (_folder, archive) = shelf();
        make(&archive, &List::new("one", &["A", "B", "C"]), false).unwrap();
        assert!(make(&archive, &List::new("two", &["D", "E"]), true).is_err());
        let title = || archive.translation(&"a".into()).unwrap().unwrap().article.title;
        assert_eq!((title().as_str(), standing(&archive)), ("A", Some(Standing::Whole)));
        assert!(make(&archive, &List::new("two", &["D", "E", "F"]), true).unwrap());
        assert_eq!(title(), "D");
    }

    #[test]
    fn what_a_machine_lost_is_marked_as_in_any_pair() {
        let (_folder, archive) = shelf();
        let maker = List::new("one", &["Talks", "The Call enters into legal force.", "60 states signed it."]);
        make(&archive, &maker, false).unwrap();
        let made = archive.translation(&"a".into()).unwrap().unwrap();
        let pair = archive.pairs(&"a".into()).unwrap().remove(0);
        let found = pair::differences(&original(), &made.article, &pair.beads);
        let kinds: Vec<_> = found.iter().map(|d| (d.side, d.block, d.kind)).collect();
        assert!(kinds.contains(&(Lang::Ar, 0, DifferenceKind::Negation)), "{kinds:?}");
        assert!(kinds.contains(&(Lang::En, 1, DifferenceKind::Number)), "{kinds:?}");
    }
}
