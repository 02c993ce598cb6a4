//! Caret mode: what its keys do, what is copied and how it is cited. The page moves the caret and knows what is
//! selected; the runtime carries a copy to where it goes.

use crate::app::effect::Effect;
use crate::app::msg::CopiedTo;
use crate::app::page::{Excerpt, Extent, Motion, Page};
use crate::app::{Model, Pane};
use crate::article::{Article, PartialDate};
use crate::config::keys::{Action, Context};
use crate::config::words::Words;
use crate::text::cursor;

impl Model {
    /// Sets the caret in the open article.
    pub(super) fn enter_caret(&mut self, fx: &mut Vec<Effect>) {
        self.begin_reading(fx);
        if !self.reader.page_mut().is_some_and(Page::enter_caret) {
            let said = self.words.get("message.no-caret").to_owned();
            self.say(said);
        }
    }

    /// Does what an action means while there is a caret; false for what means the same as without one.
    pub(super) fn act_in_caret(&mut self, action: Action, fx: &mut Vec<Effect>) -> bool {
        if self.pane_context() != Context::Caret {
            return false;
        }
        let Some(page) = self.reader.page_mut() else { return false };
        if let Some(motion) = motion(action) {
            if selects(action) {
                page.begin_selection();
            }
            page.move_caret(motion);
            return true;
        }
        match action {
            Action::Select => page.toggle_selection(false),
            Action::SelectParagraphs => page.toggle_selection(true),
            Action::SelectWord => page.select(Extent::Word),
            Action::SelectSentence => page.select(Extent::Sentence),
            Action::SelectArticle => page.select(Extent::Article),
            Action::SwapEnds => page.swap_ends(),
            Action::OtherSide if page.caret_to_other_side() => {}
            Action::OtherSide => return self.pane_after_caret(fx),
            Action::Copy => self.copy(false, fx),
            Action::CopyCited => self.copy(true, fx),
            Action::CopyBoth => self.copy_both(fx),
            Action::LeaveCaret if page.has_selection() => page.end_selection(),
            Action::LeaveCaret => page.leave_caret(),
            _ => return false,
        }
        true
    }

    /// Without another side, the key that would go there goes to the next pane, as it does without a caret.
    fn pane_after_caret(&mut self, fx: &mut Vec<Effect>) -> bool {
        if let Some(page) = self.reader.page_mut() {
            page.leave_caret();
        }
        self.act(Action::NextPane, fx);
        true
    }

    /// Copies what is selected, or the paragraph under the caret; with a citation on request.
    fn copy(&mut self, cited: bool, fx: &mut Vec<Effect>) {
        let Some(page) = self.reader.page_mut() else { return };
        let Some(excerpt) = page.excerpt() else { return };
        let article = page.article(excerpt.side).cloned();
        page.end_selection();
        let text = match article.filter(|_| cited) {
            Some(article) => format!("{}\n\n— {}", excerpt.text, citation(&article)),
            None => excerpt.text.clone(),
        };
        self.send_copy(text, &excerpt, fx);
    }

    /// Copies the paragraphs under the caret in both languages.
    fn copy_both(&mut self, fx: &mut Vec<Effect>) {
        let Some(excerpt) = self.reader.page().and_then(Page::facing_excerpt) else { return };
        self.send_copy(excerpt.text.clone(), &excerpt, fx);
    }

    fn send_copy(&self, text: String, excerpt: &Excerpt, fx: &mut Vec<Effect>) {
        let paragraphs = self.words.count("count.paragraphs", excerpt.paragraphs);
        let characters = self.words.count("count.characters", cursor::characters(&excerpt.text));
        let what =
            self.words.fill("copied.what", &[("paragraphs", &paragraphs), ("characters", &characters)]);
        fx.push(Effect::Copy { text, what });
    }

    /// Copies what names the article: the open one, or the one under the list's cursor as far as the list knows it.
    pub(super) fn copy_reference(&mut self, fx: &mut Vec<Effect>) {
        let Some(id) = self.target() else { return };
        let open = self.reader.article().filter(|article| article.id == id).map(|article| citation(article));
        let known = || {
            let row = self.list.find(&id)?;
            let article = Article {
                title: row.title.clone(),
                source: row.source.clone(),
                date: row.date.clone(),
                lang: row.lang,
                machine_translated: row.machine_translated,
                ..Article::default()
            };
            Some(citation(&article))
        };
        let Some(text) = open.or_else(known) else { return };
        let what = self.words.get("copied.reference").to_owned();
        fx.push(Effect::Copy { text, what });
    }

    /// A copy has gone where it goes.
    pub(super) fn copied(&mut self, what: &str, to: &CopiedTo) {
        let (key, name) = match to {
            CopiedTo::Terminal { long: false } => ("copied.terminal", ""),
            CopiedTo::Terminal { long: true } => ("copied.terminal-long", ""),
            CopiedTo::Tmux => ("copied.tmux", ""),
            CopiedTo::Command(command) => ("copied.command", command.as_str()),
            CopiedTo::File(path) => ("copied.file", path.as_str()),
            CopiedTo::Print => ("copied.print", ""),
        };
        let said = self.words.fill(key, &[("what", what), ("name", name)]);
        self.say(said);
    }

    /// The keys worth knowing while there is a caret.
    pub(super) fn caret_hints(&self) -> Vec<(Context, Action, &'static str)> {
        let caret = Context::Caret;
        let selecting = self.reader.page().is_some_and(Page::has_selection);
        let mut hints = vec![
            (caret, Action::Copy, "hint.copy"),
            (caret, Action::CopyCited, "hint.copy-cited"),
            (caret, Action::Select, if selecting { "hint.unselect" } else { "hint.select" }),
        ];
        if self.reader.beside {
            hints.push((caret, Action::CopyBoth, "hint.copy-both"));
            hints.push((caret, Action::OtherSide, "hint.other-side"));
        }
        if selecting {
            hints.push((caret, Action::SwapEnds, "hint.swap-ends"));
        }
        hints.push((caret, Action::LeaveCaret, "hint.back"));
        hints
    }

    /// How much is selected, for the status line.
    pub(super) fn selection_says(&self) -> Option<String> {
        let page = self.reader.page().filter(|page| page.has_selection() && self.focus == Pane::Reader)?;
        let excerpt = page.excerpt()?;
        Some(self.words.count("count.characters", cursor::characters(&excerpt.text)))
    }
}

/// Where an action moves the caret.
const fn motion(action: Action) -> Option<Motion> {
    Some(match action {
        Action::CursorLeft | Action::SelectLeft => Motion::Left,
        Action::CursorRight | Action::SelectRight => Motion::Right,
        Action::Down | Action::SelectDown => Motion::Lines(1),
        Action::Up | Action::SelectUp => Motion::Lines(-1),
        Action::HalfDown => Motion::HalfWindows(1),
        Action::HalfUp => Motion::HalfWindows(-1),
        Action::PageDown => Motion::HalfWindows(2),
        Action::PageUp => Motion::HalfWindows(-2),
        Action::NextCharacter => Motion::NextCharacter,
        Action::PrevCharacter => Motion::PreviousCharacter,
        Action::NextWord => Motion::NextWord,
        Action::PrevWord => Motion::PreviousWord,
        Action::WordEnd => Motion::EndOfWord,
        Action::NextSentence => Motion::NextSentence,
        Action::PrevSentence => Motion::PreviousSentence,
        Action::NextParagraph => Motion::NextParagraph,
        Action::PrevParagraph => Motion::PreviousParagraph,
        Action::CursorStart => Motion::LineStart,
        Action::CursorEnd => Motion::LineEnd,
        Action::Top => Motion::Top,
        Action::Bottom => Motion::Bottom,
        _ => return None,
    })
}

const fn selects(action: Action) -> bool {
    matches!(action, Action::SelectLeft | Action::SelectRight | Action::SelectUp | Action::SelectDown)
}

/// What names an article wherever it is pasted: title, source, date and address, each on a line of its own, that it
/// is a machine translation said in its language.
///
/// A line of its own is what keeps their order: on one line, an Arabic source would turn the parts of a date after
/// it around, and a title would draw the address into its own direction. Isolates would prevent that too, but many
/// programs show or keep them. For the same reason the date is ISO 8601, which reads the same in both directions,
/// wants no words, and sorts.
fn citation(article: &Article) -> String {
    let mut lines = vec![article.title.clone()];
    if article.machine_translated {
        lines.push(Words::of(article.lang).get("page.machine-translation").to_owned());
    }
    lines.extend(article.source.clone());
    lines.extend(article.date.as_ref().map(PartialDate::to_day_string));
    lines.extend(article.url.clone());
    let clean =
        |line: String| crate::text::clean(&line, crate::text::Controls::Neutralise).replace('\n', " ");
    lines.into_iter().map(clean).filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
