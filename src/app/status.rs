//! What the top line and the status line say: counts, progress, messages, and what a key would do next. Words
//! only; where they stand is the screen's affair.

use crate::app::msg::Job;
use crate::app::own::Writing;
use crate::app::popup::About;
use crate::app::prompt::Purpose;
use crate::app::{Model, Pane, Shape};
use crate::archive::Field;
use crate::config::keys::{Action, Context};
use crate::text::isolate;

/// A message stays as long as it takes to read it: this, and a little for each letter.
const LEAST_MS: u64 = 3_000;
const PER_LETTER_MS: u64 = 40;
/// So many tags are proposed at once.
const COMPLETIONS: usize = 5;
/// A notice stays a minute, in which one comes back to the screen.
const NOTICE_MS: u64 = 60_000;

/// Something said that goes away by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub text: String,
    /// Whether something went wrong.
    pub error: bool,
    /// When it goes, in milliseconds since the start.
    pub until: u64,
}

impl Message {
    /// A notice: it is said once, so it stays until it has surely been read, or a key is pressed.
    pub fn notice(text: String, now: u64) -> Self {
        Self { text, error: false, until: now + NOTICE_MS }
    }

    /// Says it at this time. What went wrong stays twice as long.
    pub fn new(text: String, error: bool, now: u64) -> Self {
        let read = LEAST_MS + PER_LETTER_MS * text.chars().count() as u64;
        Self { text, error, until: now + if error { 2 * read } else { read } }
    }
}

/// A key and what it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key, as help writes it.
    pub key: String,
    /// What it does, in a word or two.
    pub text: String,
    /// Whether it is shown before those that come ahead of it where there is no room for all.
    pub stays: bool,
}

impl Model {
    /// The keys worth knowing here, the most useful first: as many as fit are shown.
    pub fn hints(&self) -> Vec<Hint> {
        use Action as A;
        let global = Context::Global;
        let wanted: Vec<(Context, Action, &str)> = match self.context() {
            Context::Popup => return self.popup_hints(),
            Context::Prompt => return self.prompt_hints(),
            Context::Facets => self.facet_hints(),
            Context::Pieces => vec![
                (Context::Pieces, A::DropPiece, "hint.drop"),
                (Context::Pieces, A::PieceLeft, "hint.move"),
                (Context::Pieces, A::TurnPiece, "hint.turn"),
                (global, A::UndoQuery, "hint.take-back"),
                (global, A::Back, "hint.back"),
            ],
            Context::Reader => self.reader_hints(),
            Context::Caret => self.caret_hints(),
            _ if self.list.is_empty() => {
                vec![(global, A::Search, "hint.search"), (global, A::Facets, "hint.facets")]
            }
            _ => vec![
                (Context::List, A::Open, "hint.open"),
                (global, A::Search, "hint.search"),
                (global, A::Facets, "hint.facets"),
                (global, A::SideBySide, "hint.beside"),
                (global, A::NextPane, "hint.pane"),
                (global, A::Star, "hint.star"),
            ],
        };
        let mut hints: Vec<Hint> =
            wanted.into_iter().filter_map(|(c, a, words)| self.hint(c, a, words)).collect();
        // Help stays in sight in a narrow window too; where there is room, after the three that matter most.
        let help = self.hint(global, A::Help, "hint.help").map(|hint| Hint { stays: true, ..hint });
        hints.splice(hints.len().min(3)..hints.len().min(3), help);
        hints.extend(self.hint(global, A::Quit, "hint.quit"));
        hints
    }

    fn facet_hints(&self) -> Vec<(Context, Action, &'static str)> {
        use Action as A;
        let (facets, global) = (Context::Facets, Context::Global);
        if self.facets.range().is_some() {
            return vec![
                (facets, A::CycleValue, "hint.take-range"),
                (facets, A::Down, "hint.draw-range"),
                (global, A::Back, "hint.as-before"),
            ];
        }
        let mut hints =
            vec![(facets, A::CycleValue, "hint.choose"), (facets, A::ExcludeValue, "hint.exclude")];
        if matches!(self.facets.current(), Some((Field::Year, Some(_)))) {
            hints.push((facets, A::BeginRange, "hint.range"));
            hints.push((facets, A::ToggleBranch, "hint.open-branch"));
        }
        hints.extend([
            (facets, A::FindValue, "hint.find-value"),
            (facets, A::ToggleAll, "hint.any-all"),
            (global, A::ClearFilters, "hint.clear"),
            (global, A::Back, "hint.back"),
        ]);
        hints
    }

    fn reader_hints(&self) -> Vec<(Context, Action, &'static str)> {
        use Action as A;
        let (reader, global) = (Context::Reader, Context::Global);
        let mut hints = vec![(reader, A::PageDown, "hint.page")];
        if self.reader.beside {
            hints.push((reader, A::NextBead, "hint.next-bead"));
            if self.reader.differences() > 0 {
                hints.push((reader, A::NextDifference, "hint.next-difference"));
            }
            hints.push((reader, A::ToggleFold, "hint.fold"));
            hints.push((reader, A::SwapColumns, "hint.swap"));
        } else {
            hints.push((global, A::SideBySide, "hint.beside"));
        }
        let unpaired = self.reader.counterparts().is_some_and(<[_]>::is_empty);
        if self.translating.is_none() && (unpaired || self.made_is_partial()) {
            hints.push((global, A::Translate, "hint.translate"));
        }
        if self.reader.matches().1 > 0 {
            hints.push((global, A::NextMatch, "hint.next-match"));
        }
        hints.extend([(global, A::Back, "hint.back"), (global, A::Find, "hint.find")]);
        hints.push((global, A::Evidence, "hint.why"));
        hints.push((reader, A::Caret, "hint.caret"));
        hints
    }

    fn hint(&self, context: Context, action: Action, words: &str) -> Option<Hint> {
        let key = self.keymap.keys_of(context, action).into_iter().next()?;
        Some(Hint { key, text: self.words.get(words).to_owned(), stays: false })
    }

    fn popup_hints(&self) -> Vec<Hint> {
        if self.calibration.is_some() {
            let wanted = [
                (Action::Open, "hint.reads-right"),
                (Action::Down, "hint.try-next"),
                (Action::Back, "hint.as-before"),
            ];
            return wanted
                .iter()
                .filter_map(|(action, words)| self.hint(Context::Popup, *action, words))
                .collect();
        }
        let wanted: &[(Action, &str)] = match self.popup.as_ref().map(|p| &p.about) {
            Some(About::Ask(_)) => &[(Action::Yes, "hint.yes"), (Action::No, "hint.no")],
            Some(About::Candidates(Some(_))) => &[
                (Action::Open, "hint.put-beside"),
                (Action::Yes, "hint.confirm-pair"),
                (Action::Translate, "hint.translate"),
                (Action::Back, "hint.close"),
            ],
            Some(About::Candidates(None)) => {
                &[(Action::Translate, "hint.translate"), (Action::Back, "hint.close")]
            }
            Some(About::Versions(Some(_))) => {
                &[(Action::Open, "hint.read-version"), (Action::Back, "hint.close")]
            }
            Some(About::Forms(Some(_))) => &[(Action::Open, "hint.drop-form"), (Action::Back, "hint.close")],
            Some(About::Saved(list)) if list.is_empty() => {
                &[(Action::SaveSearch, "hint.save"), (Action::Back, "hint.close")]
            }
            Some(About::Saved(_)) => &[
                (Action::Open, "hint.run"),
                (Action::SaveSearch, "hint.save"),
                (Action::RenameSearch, "hint.rename"),
                (Action::RemoveSearch, "hint.forget"),
                (Action::Back, "hint.close"),
            ],
            Some(About::Evidence(rows)) if rows.iter().any(Option::is_some) => &[
                (Action::Yes, "hint.is-about"),
                (Action::MentionsOnly, "hint.mentions"),
                (Action::No, "hint.is-not"),
                (Action::AddValue, "hint.add"),
                (Action::TakeBack, "hint.take-back"),
                (Action::Open, "hint.show-words"),
                (Action::Back, "hint.close"),
            ],
            Some(About::Evidence(_)) => &[(Action::AddValue, "hint.add"), (Action::Back, "hint.close")],
            Some(About::Pieces(rows)) if !rows.is_empty() => &[
                (Action::Yes, "hint.put-back"),
                (Action::No, "hint.cut-again"),
                (Action::Back, "hint.close"),
            ],
            Some(About::Look) => &[(Action::Open, "hint.change"), (Action::Back, "hint.close")],
            Some(About::Links(_)) => &[(Action::Open, "hint.follow"), (Action::Back, "hint.close")],
            Some(About::Batches(Some(_))) => &[(Action::Open, "hint.undo"), (Action::Back, "hint.close")],
            _ => &[(Action::Down, "hint.scroll"), (Action::Back, "hint.close")],
        };
        wanted.iter().filter_map(|(action, words)| self.hint(Context::Popup, *action, words)).collect()
    }

    fn prompt_hints(&self) -> Vec<Hint> {
        let keep = match self.prompt.as_ref().map(|p| &p.purpose) {
            Some(Purpose::Search(_)) => "hint.keep-search",
            Some(Purpose::Find(..) | Purpose::Own(_)) => "hint.keep-find",
            None => "hint.choose",
        };
        let mut wanted =
            vec![(Action::Accept, keep), (Action::Cancel, "hint.as-before"), (Action::Down, "hint.move")];
        let searching = matches!(self.prompt.as_ref().map(|p| &p.purpose), Some(Purpose::Search(_)));
        match self.search.offers().0.len() {
            _ if !searching => {}
            0 => {}
            1 => wanted.insert(0, (Action::TakeOffer, "hint.take-offer")),
            _ => {
                wanted.insert(0, (Action::NextOffer, "hint.next-offer"));
                wanted.insert(0, (Action::TakeOffer, "hint.take-offer"));
            }
        }
        wanted.iter().filter_map(|(action, words)| self.hint(Context::Prompt, *action, words)).collect()
    }

    /// The far end of the status line: the job that runs, how far one has read, how sure the alignment is. Where all
    /// of it does not fit, the parts that can best be missed are left out whole, down to one: half a number misleads.
    pub fn gauge(&self, fits: impl Fn(&str) -> bool) -> String {
        // Each part with how well it can be missed.
        let mut parts: Vec<(u8, String)> = Vec::new();
        if let Some(Purpose::Own(writing)) = self.prompt.as_ref().map(|prompt| &prompt.purpose) {
            return self.writing_says(writing, fits);
        }
        parts.extend(self.translating_says().map(|says| (0, says)));
        if let Some((job, done, total)) = self.jobs.last() {
            parts.push((1, self.job(*job, *done, *total)));
        }
        let pending = self.pending_keys();
        if !pending.is_empty() {
            parts.push((0, format!("{pending} …")));
        }
        let reading = self.focus == Pane::Reader || self.panes.shape != Shape::One;
        if let Some(page) = self.reader.page().filter(|_| reading && self.panes.reader.is_some()) {
            parts.extend(self.selection_says().map(|says| (2, says)));
            if self.reader.beside {
                let says = self.made_says().or_else(|| self.sureness(page.sureness()));
                parts.extend(says.map(|says| (4, says)));
            }
            parts.push((3, format!("{:>3} %", page.progress())));
        } else if !self.list.is_empty() {
            parts.push((3, format!("{}/{}", self.list.cursor() + 1, self.list.len())));
        }
        loop {
            let words = parts.iter().map(|(_, part)| isolate(part)).collect::<Vec<_>>().join("  ");
            let missed = parts.iter().enumerate().max_by_key(|(_, (rank, _))| *rank);
            match missed {
                Some((place, _)) if parts.len() > 1 && !fits(&words) => parts.remove(place),
                _ => return words,
            };
        }
    }

    /// While tags are typed: what the line may be completed to, as much of it as fits.
    fn writing_says(&self, writing: &Writing, fits: impl Fn(&str) -> bool) -> String {
        let key =
            self.keymap.keys_of(Context::Prompt, Action::TakeOffer).into_iter().next().unwrap_or_default();
        let tags = if matches!(writing, Writing::Tags(_) | Writing::Value(_)) {
            self.completions()
        } else {
            Vec::new()
        };
        let said = |n: usize| {
            let some: Vec<String> = tags.iter().take(n).map(|tag| isolate(tag)).collect();
            format!("{}: {}", isolate(&key), some.join(self.words.get("evidence.comma")))
        };
        (1..=tags.len().min(COMPLETIONS)).rev().map(said).find(|words| fits(words)).unwrap_or_default()
    }

    fn sureness(&self, of: crate::app::page::Sureness) -> Option<String> {
        (of.sure + of.guessed > 0).then(|| {
            let (sure, guessed) = (of.sure.to_string(), of.guessed.to_string());
            self.words.fill("status.aligned", &[("sure", &sure), ("guessed", &guessed)])
        })
    }

    fn job(&self, job: Job, done: usize, total: usize) -> String {
        let key = match job {
            Job::Index => "job.index",
            Job::Pairing => "job.pairing",
            Job::Import => "job.import",
        };
        if total == 0 {
            return self.words.get(key).to_owned();
        }
        let percent = format!("{} %", done * 100 / total);
        format!("{} {}", self.words.get(key), isolate(&percent))
    }

    /// How many articles the list has, of how many, and how many stories they tell.
    pub fn counts(&self) -> String {
        let search = &self.search;
        let total = search.total;
        let mut said = match self.held.filter(|held| *held != total) {
            Some(held) => {
                let (n, all) = (total.to_string(), self.words.count("count.articles", held));
                self.words.fill("top.of", &[("n", &n), ("all", &all)])
            }
            None => self.words.count("count.articles", total),
        };
        let stories = search.stories;
        if stories > 0 && stories < total {
            said = format!("{said} · {}", self.words.count("count.stories", stories));
        }
        if search.undated > 0 {
            said = format!("{said} · {}", self.words.count("top.undated", search.undated));
        }
        if search.asked().any {
            said = format!("{said} · {}", self.words.get("top.any"));
        }
        if search.refining {
            said = format!("{said} · {}", self.words.get("top.refining"));
        } else if search.partial {
            said = format!("{said} · {}", self.words.get("top.partial"));
        }
        said
    }

    /// What the reader's pane says while it shows no page.
    pub fn reader_says(&self) -> &str {
        if self.reader.newest().is_some() || self.reader.awaited().is_some() {
            ""
        } else {
            self.words.get("empty.reader")
        }
    }

    /// What the list says while it is empty: one sentence a line.
    pub fn list_says(&self) -> Vec<String> {
        use super::act::Exit;
        if self.search.waiting() {
            return vec![self.words.get("empty.searching").to_owned()];
        }
        let indexing = self.jobs.iter().any(|(job, ..)| *job == Job::Index) || self.search.partial;
        if self.search.query().is_empty() {
            let key = if indexing { "empty.indexing" } else { "empty.archive" };
            return vec![self.words.get(key).to_owned()];
        }
        let mut says = vec![self.words.get("empty.no-hits").to_owned()];
        let key = self.keymap.keys_of(Context::List, Action::Open).into_iter().next().unwrap_or_default();
        match self.way_out() {
            Some(Exit::Offer(offer)) => {
                let n = self.words.count("count.articles", offer.count);
                let values = [("meant", offer.meant.as_str()), ("n", &n), ("key", &key)];
                says.push(self.words.fill("offer.take", &values));
            }
            Some(Exit::Any(n)) => {
                let n = self.words.count("count.articles", n);
                says.push(self.words.fill("empty.any", &[("n", &n), ("key", &key)]));
            }
            Some(Exit::Drop(without)) => {
                let (now, then) = (self.search.query().pieces(), without.pieces());
                let dropped: Vec<String> = now.into_iter().filter(|p| !then.contains(p)).collect();
                let filter = dropped.join(" ");
                says.push(self.words.fill("empty.drop", &[("filter", &filter), ("key", &key)]));
            }
            None => says.push(self.words.get("empty.other-words").to_owned()),
        }
        if indexing {
            says.push(self.words.get("empty.indexing").to_owned());
        }
        says
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_wrong_stays_longer_and_a_long_message_longer_than_a_short_one() {
        let short = Message::new("a".into(), false, 10).until;
        let long = Message::new("a".repeat(100), false, 10).until;
        let error = Message::new("a".into(), true, 10).until;
        assert!(10 < short && short < long && short < error);
    }
}
