//! What the reader writes: tags and a note on an article, a name for a search. A line is typed for each; what was
//! changed on an article can be taken back in turn with the changes of the query.

use std::collections::BTreeSet;

use crate::app::Model;
use crate::app::effect::Effect;
use crate::app::entry::Entry;
use crate::app::prompt::{Prompt, Purpose};
use crate::archive::query::UNKNOWN;
use crate::archive::{Facet, Field, StateChange, values_like};
use crate::article::{ArticleId, Lang};
use crate::fold::fold;

/// So many changes can be taken back.
const REMEMBERED: usize = 200;

/// What a line is typed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writing {
    /// The tags of an article, with commas between.
    Tags(ArticleId),
    /// The note on an article.
    Note(ArticleId),
    /// A country, topic or organisation that an article is about.
    Value(ArticleId),
    /// The name under which the search is kept.
    Name,
    /// Another name for this kept search.
    Rename(String),
}

impl Writing {
    /// The key of the words that stand before the line.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Tags(_) => "own.tags",
            Self::Note(_) => "own.note",
            Self::Value(_) => "own.value",
            Self::Name | Self::Rename(_) => "own.name",
        }
    }
}

/// A change of an article and what was there before.
#[derive(Clone, Debug)]
struct Change {
    id: ArticleId,
    before: StateChange,
    after: StateChange,
    /// How many changes of the query had been made: what came first is taken back last.
    depth: usize,
}

/// The state of what the reader writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    /// Tags that were seen on any article.
    tags: BTreeSet<String>,
    undo: Vec<Change>,
    redo: Vec<Change>,
    /// What was typed before it was completed, what it was completed to, and which of the candidates that was.
    completing: Option<(String, String, usize)>,
}

impl Own {
    /// Learns the tags of an answer.
    pub(super) fn learn(&mut self, facets: &[Facet]) {
        let tags = facets.iter().filter(|f| f.field == Field::Tag).flat_map(|f| &f.values);
        self.tags.extend(tags.filter(|v| v.value != UNKNOWN && v.before > 0).map(|v| v.value.clone()));
    }

    /// What a line that is typed for this may be completed to.
    fn completions(&self, writing: &Writing, line: &str, lang: Lang) -> Vec<String> {
        match writing {
            Writing::Tags(_) => self.candidates(line).into_iter().map(str::to_owned).collect(),
            Writing::Value(_) => {
                let typed = fold(line);
                let names = values_like(line, VALUES).into_iter().map(|value| value.name(lang).to_owned());
                names.filter(|name| fold(name) != typed).collect()
            }
            Writing::Note(_) | Writing::Name | Writing::Rename(_) => Vec::new(),
        }
    }

    /// The tags that the last of a line of tags may become: those that begin with it, then those that have it inside.
    fn candidates(&self, line: &str) -> Vec<&str> {
        let (before, last) = split_last(line);
        let there: Vec<String> = tags_of(before).iter().map(|tag| fold(tag)).collect();
        let typed = fold(last);
        let free = || self.tags.iter().filter(|tag| !there.contains(&fold(tag)) && fold(tag) != typed);
        let begins = free().filter(|tag| fold(tag).starts_with(&typed));
        let inside = free().filter(|tag| !fold(tag).starts_with(&typed) && fold(tag).contains(&typed));
        begins.chain(inside).map(String::as_str).collect()
    }
}

/// Values that a line may be completed to: more than a status line shows.
const VALUES: usize = 24;

const fn is_comma(c: char) -> bool {
    matches!(c, ',' | '،' | ';' | '؛')
}

/// A line of tags before its last comma, the comma included, and what comes after.
fn split_last(line: &str) -> (&str, &str) {
    let end = line.char_indices().rev().find(|(_, c)| is_comma(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    line.split_at(end)
}

/// The tags of a line, without the signs that people put before them, each once whatever its spelling.
fn tags_of(line: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in line.split(is_comma).map(|tag| tag.trim().trim_start_matches('#').trim()) {
        if !tag.is_empty() && !tags.iter().any(|known| same(known, tag)) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// Whether two tags are one. Tags of signs alone fold to nothing, and differ as they are written.
fn same(one: &str, other: &str) -> bool {
    one == other || (!fold(one).is_empty() && fold(one) == fold(other))
}

impl Model {
    /// Opens the line for the tags of the article.
    pub(super) fn begin_tags(&mut self) {
        let Some(id) = self.target() else { return self.nothing_to_write_on() };
        let mut text = self.state_of(&id).map(|state| state.tags.join(", ")).unwrap_or_default();
        if !text.is_empty() {
            text.push_str(", ");
        }
        self.begin_writing(Writing::Tags(id), &text);
    }

    /// Opens the line for the note on the article.
    pub(super) fn begin_note(&mut self) {
        let Some(id) = self.target() else { return self.nothing_to_write_on() };
        let text = self.state_of(&id).and_then(|state| state.note.clone()).unwrap_or_default();
        self.begin_writing(Writing::Note(id), &text);
    }

    fn nothing_to_write_on(&mut self) {
        let said = self.words.get("message.no-article").to_owned();
        self.say(said);
    }

    pub(super) fn begin_writing(&mut self, writing: Writing, text: &str) {
        self.own.completing = None;
        self.crumb_at = None;
        let mut prompt = Prompt::new(Purpose::Own(writing), "");
        prompt.entry.insert(text);
        self.prompt = Some(prompt);
    }

    /// Keeps what was typed.
    pub(super) fn written(&mut self, writing: Writing, entry: &Entry, fx: &mut Vec<Effect>) {
        let text = entry.text().trim();
        match writing {
            Writing::Tags(id) => {
                let tags = tags_of(text);
                self.own.tags.extend(tags.iter().cloned());
                let before = self.state_of(&id).map(|state| state.tags.clone()).unwrap_or_default();
                let key = if tags.is_empty() { "message.untagged" } else { "message.tagged" };
                let said = self.words.fill(key, &[("tags", &tags.join(", "))]);
                let change = |tags| StateChange { tags: Some(tags), ..StateChange::default() };
                if before != tags {
                    self.write_on(&id, change(before), change(tags), fx);
                    self.say(said);
                }
            }
            Writing::Note(id) => {
                let note = Some(text.to_owned()).filter(|text| !text.is_empty());
                let before = self.state_of(&id).and_then(|state| state.note.clone());
                let key = if note.is_some() { "message.noted" } else { "message.no-note" };
                let change = |note| StateChange { note: Some(note), ..StateChange::default() };
                if before != note {
                    self.write_on(&id, change(before), change(note), fx);
                    let said = self.words.get(key).to_owned();
                    self.say(said);
                }
            }
            Writing::Value(id) => {
                if !self.value_written(id.clone(), text, fx) {
                    self.prompt = Some(Prompt {
                        purpose: Purpose::Own(Writing::Value(id)),
                        entry: entry.clone(),
                        fault: None,
                    });
                }
            }
            Writing::Name => self.keep_search(text, fx),
            Writing::Rename(name) => self.rename_search(name, text, fx),
        }
    }

    fn write_on(&mut self, id: &ArticleId, before: StateChange, after: StateChange, fx: &mut Vec<Effect>) {
        let depth = self.search.depth();
        self.own.undo.push(Change { id: id.clone(), before, after: after.clone(), depth });
        let over = self.own.undo.len().saturating_sub(REMEMBERED);
        self.own.undo.drain(..over);
        self.own.redo.clear();
        self.put_on(id, after, fx);
    }

    fn put_on(&mut self, id: &ArticleId, change: StateChange, fx: &mut Vec<Effect>) {
        self.set_state(id, change, fx);
        self.say_again();
    }

    /// Takes the last change of an article back, where no change of the query came after it; says whether it did.
    pub(super) fn undo_writing(&mut self, fx: &mut Vec<Effect>) -> bool {
        let depth = self.search.depth();
        let Some(change) = self.own.undo.pop_if(|change| change.depth >= depth) else { return false };
        self.put_on(&change.id, change.before.clone(), fx);
        self.own.redo.push(change);
        let said = self.words.get("message.writing-undone").to_owned();
        self.say(said);
        true
    }

    /// Makes the change of an article again that was taken back, where it is its turn; says whether it did.
    pub(super) fn redo_writing(&mut self, fx: &mut Vec<Effect>) -> bool {
        let depth = self.search.depth();
        let Some(change) = self.own.redo.pop_if(|change| change.depth <= depth) else { return false };
        self.put_on(&change.id, change.after.clone(), fx);
        self.own.undo.push(change);
        let said = self.words.get("message.writing-redone").to_owned();
        self.say(said);
        true
    }

    /// Whether the line that is typed is what the reader writes.
    pub(super) fn writes(&self) -> bool {
        matches!(self.prompt, Some(Prompt { purpose: Purpose::Own(_), .. }))
    }

    /// Completes what is at the end of the line to the next of what is known, or to the one before.
    pub(super) fn complete(&mut self, onwards: bool) {
        let Some(Prompt { purpose: Purpose::Own(writing), entry, .. }) = &mut self.prompt else { return };
        let (base, at) = match self.own.completing.take() {
            Some((base, to, at)) if entry.text() == to => (base, Some(at)),
            _ => (entry.text().to_owned(), None),
        };
        let candidates = self.own.completions(writing, &base, self.words.lang());
        let Some(last) = candidates.len().checked_sub(1) else { return };
        let at = match (at, onwards) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), false) => at.checked_sub(1).unwrap_or(last),
        };
        let before = if matches!(writing, Writing::Tags(_)) { split_last(&base).0 } else { "" };
        let blank = if before.is_empty() { "" } else { " " };
        let whole = format!("{before}{blank}{}", candidates.get(at).map_or("", String::as_str));
        entry.to_end();
        entry.delete_to_start();
        entry.insert(&whole);
        let to = entry.text().to_owned();
        self.own.completing = Some((base, to, at));
    }

    /// What the line may be completed to, while tags or a value are typed.
    pub(crate) fn completions(&self) -> Vec<String> {
        match &self.prompt {
            Some(Prompt { purpose: Purpose::Own(writing), entry, .. }) => {
                let line = match &self.own.completing {
                    Some((base, to, _)) if entry.text() == to => base,
                    _ => entry.text(),
                };
                self.own.completions(writing, line, self.words.lang())
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixtures::{id, model, press, type_text};

    fn tags(model: &Model, n: usize) -> Vec<String> {
        model.state_of(&id(n)).unwrap().tags.clone()
    }

    #[test]
    fn a_line_of_tags_has_each_once_and_either_comma() {
        assert_eq!(tags_of("#later, طاقة، Later ,, sea ;"), ["later", "طاقة", "sea"]);
        assert_eq!(tags_of(" , #,"), Vec::<String>::new());
        assert_eq!(split_last("a، b"), ("a،", " b"));
    }

    #[test]
    fn tags_are_written_on_the_article_and_taken_back_and_made_again() {
        let mut model = model(120, 40);
        press(&mut model, "#");
        type_text(&mut model, "later, طاقة");
        let effects = press(&mut model, "Enter");
        let change =
            StateChange { tags: Some(vec!["later".into(), "طاقة".into()]), ..StateChange::default() };
        assert_eq!(effects, [Effect::SetState { id: id(0), change }]);
        assert_eq!(tags(&model, 0), ["later", "طاقة"]);
        press(&mut model, "u");
        assert!(tags(&model, 0).is_empty());
        press(&mut model, "Ctrl-r");
        assert_eq!(tags(&model, 0), ["later", "طاقة"]);
        assert!(press(&mut model, "# Enter").is_empty(), "the same again is no change");
    }

    #[test]
    fn changes_of_the_query_and_of_articles_are_taken_back_in_turn() {
        let mut model = model(120, 40);
        let query = |model: &Model| model.search.query().to_string();
        press(&mut model, "#");
        type_text(&mut model, "one");
        press(&mut model, "Enter f j Space Esc #");
        type_text(&mut model, "two");
        press(&mut model, "Enter S");
        let steps = [
            (query(&model), tags(&model, 0)),
            ("country:EG".to_owned(), vec!["one".to_owned(), "two".to_owned()]),
            ("country:EG".to_owned(), vec!["one".to_owned()]),
            (String::new(), vec!["one".to_owned()]),
            (String::new(), Vec::new()),
        ];
        for step in steps.iter().skip(1) {
            press(&mut model, "u");
            assert_eq!((query(&model), tags(&model, 0)), *step);
        }
        for step in steps.iter().rev().skip(1) {
            press(&mut model, "Ctrl-r");
            assert_eq!((query(&model), tags(&model, 0)), *step);
        }
    }

    #[test]
    fn a_tag_is_completed_among_those_that_are_known_and_not_there_yet() {
        let mut own = Own::default();
        own.tags.extend(["energy", "الطاقة", "later", "synergy"].map(str::to_owned));
        assert_eq!(own.candidates("later, en"), ["energy"]);
        assert_eq!(own.candidates("nerg"), ["energy", "synergy"]);
        assert_eq!(own.candidates("later, energy, "), ["synergy", "الطاقة"]);
        assert_eq!(own.candidates("طاق"), ["الطاقة"]);
        let mut model = model(120, 40);
        model.own = own;
        press(&mut model, "#");
        type_text(&mut model, "later, nerg");
        let text = |model: &Model| model.typed().unwrap().text().to_owned();
        for wanted in ["later, energy", "later, synergy", "later, energy"] {
            press(&mut model, "Tab");
            assert_eq!(text(&model), wanted);
        }
        press(&mut model, "Enter");
        assert_eq!(tags(&model, 0), ["later", "energy"]);
    }

    #[test]
    fn a_note_is_written_changed_and_removed() {
        let mut model = model(120, 40);
        let note = |model: &Model| model.state_of(&id(0)).unwrap().note.clone();
        press(&mut model, "E");
        type_text(&mut model, "ask the harbour");
        press(&mut model, "Enter");
        assert_eq!(note(&model).as_deref(), Some("ask the harbour"));
        press(&mut model, "E Ctrl-u Enter");
        assert_eq!(note(&model), None);
        press(&mut model, "u");
        assert_eq!(note(&model).as_deref(), Some("ask the harbour"));
        press(&mut model, "E");
        type_text(&mut model, " and more");
        press(&mut model, "Esc");
        assert_eq!(note(&model).as_deref(), Some("ask the harbour"), "Esc leaves it");
    }
}
