//! What each effect asks of the archive and the desktop, and the message that answers it. No threads here.

use std::sync::Arc;

use crate::app::{Batch, Change, Counterpart, Effect, Found, Msg};
use crate::archive::{self, Answer, Archive, ArchiveError, Cancel, saved};
use crate::article::{Amendment, Article, ArticleId, Correction, Lang, Pair};
use crate::pair;
use crate::runtime::translating::beside;

/// Rows that come with a search's answer: more than any window shows, so that the list appears in one frame.
pub(crate) const FIRST_ROWS: usize = 100;

/// Candidates offered where an article has no counterpart.
const CANDIDATES: usize = 12;

/// Carries out an effect that reads. `None` where a newer request has made the answer useless. `early` is told what
/// is known of an answer that takes long.
pub(crate) fn read(
    archive: &dyn Archive,
    effect: Effect,
    cancel: &Cancel,
    early: &mut dyn FnMut(Msg),
) -> Option<Msg> {
    match effect {
        Effect::Search { generation, request } => {
            let told = |result: Result<Answer, ArchiveError>| {
                let result = result.and_then(|answer| with_rows(archive, answer));
                Msg::Found { generation, result: worded(result) }
            };
            match archive.search_by_steps(&request, cancel, &mut |answer| early(told(Ok(answer)))) {
                Err(ArchiveError::Cancelled) => None,
                result => Some(told(result)),
            }
        }
        Effect::Offers { generation, request, typed } => {
            // An offer is a courtesy: where it cannot be made, nothing is said.
            let offers = archive.offers(&request, &typed, cancel).ok()?;
            (!offers.is_empty()).then_some(Msg::Offers { generation, offers })
        }
        Effect::Forms { request } => match archive::forms(archive, &request, cancel) {
            Err(ArchiveError::Cancelled) => None,
            result => Some(Msg::Forms { request, result: worded(result) }),
        },
        Effect::LoadRows { generation, rows: asked } => Some(match archive.rows(&asked) {
            Ok(rows) => Msg::Rows { generation, asked, rows },
            Err(error) => Msg::Failed(error.to_string()),
        }),
        Effect::Open { request, id } => {
            let with_state = |article| Ok((Arc::new(article), archive.state(&id)?));
            let result = archive.get(&id).and_then(|article| article.map(with_state).transpose());
            Some(Msg::Opened { request, result: worded(result) })
        }
        Effect::LoadPairs { request, id } => {
            Some(Msg::Pairs { request, result: worded(counterparts(archive, &id)) })
        }
        Effect::Align { request, open, other } => {
            Some(Msg::Pairs { request, result: worded(aligned(archive, &open, &other)) })
        }
        Effect::Compare { request, pair } => {
            // What cannot be compared is not marked; the texts are read all the same.
            let ar = archive.get(&pair.ar).ok()??;
            let en = archive.get(&pair.en).ok()??;
            let differences = pair::differences(&ar, &en, &pair.beads);
            Some(Msg::Compared { request, differences })
        }
        Effect::CountSaved { request, saved } => match saved.count(archive, cancel) {
            Err(ArchiveError::Cancelled) => None,
            result => Some(Msg::SavedCounted { request, name: saved.name, result: worded(result) }),
        },
        Effect::LoadVersions { id } => Some(Msg::Versions { result: worded(archive.copies(&id)) }),
        Effect::LoadCandidates { request, id } => {
            Some(Msg::Candidates { request, result: worded(archive.candidates(&id, CANDIDATES)) })
        }
        _ => None,
    }
}

/// Carries out an effect that changes something.
pub(crate) fn write(archive: &dyn Archive, effect: Effect) -> Option<Msg> {
    let result = match effect {
        Effect::SetState { id, change } => {
            // A facet counts all but the place and the note.
            let counted = change.read.is_some() || change.starred.is_some() || change.tags.is_some();
            let place_alone = !counted && change.note.is_none();
            let before = (counted && change.tags.is_none()).then(|| archive.state(&id).ok()).flatten();
            match (archive.set_state(&id, &change), before) {
                (Ok(()), Some(before)) => Ok(Some(Msg::Noted { id, before: Box::new(before), change })),
                (Ok(()), None) => Ok(counted.then_some(Msg::Changed(Change::Noted))),
                // Nobody asked for the place to be kept.
                (Err(ArchiveError::ReadOnly { .. }), _) if place_alone => Ok(None),
                (Err(error), _) => {
                    let state = Box::new(archive.state(&id).unwrap_or_default());
                    Ok(Some(Msg::NotNoted { id, state, words: error.to_string() }))
                }
            }
        }
        Effect::Review { id, steps } => {
            let result = reviewed(archive, &id, &steps);
            Ok(Some(Msg::Reviewed { id, steps, result: worded(result) }))
        }
        Effect::SaveSession(session) => archive.keep("session", &session).map(|()| None),
        Effect::Remove { ids } => archive.remove(&ids).map(|n| Some(Msg::Changed(Change::Removed(n)))),
        Effect::UndoBatch { batch } => {
            archive.undo_batch(batch).map(|n| Some(Msg::Changed(Change::Undone(n))))
        }
        Effect::LoadBatches => {
            let result = archive.info().map(|info| {
                let batch = |(id, when, articles)| Batch { id, when, articles };
                info.batches.into_iter().map(batch).collect::<Vec<_>>()
            });
            Ok(Some(Msg::Batches { result: worded(result) }))
        }
        Effect::LoadSaved => Ok(Some(Msg::Saved { result: worded(saved::list(archive)) })),
        Effect::EditSaved(edit) => {
            saved::edit(archive, &edit).map(|list| Some(Msg::Saved { result: Ok(list) }))
        }
        Effect::StorePair(pair) => archive.confirm_pair(&pair).map(|()| None),
        Effect::ConfirmPair { request, open, other } => {
            let result = aligned(archive, &open, &other).and_then(|found| {
                if let Some(counterpart) = found.first() {
                    archive.confirm_pair(&counterpart.pair)?;
                }
                Ok(found)
            });
            Ok(Some(Msg::Pairs { request, result: worded(result) }))
        }
        Effect::OpenExternal(url) if is_web(&url) => Ok(Some(open_outside(&url))),
        Effect::OpenExternal(url) => Ok(Some(Msg::Failed(format!(
            "'{url}' is no address of the web: open it by hand if you trust it"
        )))),
        Effect::OpenFile(path) => Ok(Some(open_outside(&path))),
        _ => Ok(None),
    };
    result.unwrap_or_else(|error| Some(Msg::Failed(error.to_string())))
}

/// An article with what is corrected about it, once that is changed.
fn reviewed(
    archive: &dyn Archive,
    id: &ArticleId,
    steps: &[Amendment],
) -> Result<(Option<Arc<Article>>, Correction), ArchiveError> {
    let correction = if steps.is_empty() { archive.correction(id)? } else { archive.amend(id, steps)? };
    Ok((archive.get(id)?.map(Arc::new), correction))
}

/// An answer with the rows that the list shows first.
fn with_rows(archive: &dyn Archive, answer: Answer) -> Result<Found, ArchiveError> {
    let numbers: Vec<_> = answer.rows.iter().copied().take(FIRST_ROWS).collect();
    Ok(Found { first: archive.rows(&numbers)?, answer })
}

fn worded<T>(result: Result<T, ArchiveError>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

/// The pairs of an article with the article on the other side; pairs whose other side is gone are left out.
fn counterparts(archive: &dyn Archive, id: &ArticleId) -> Result<Vec<Counterpart>, ArchiveError> {
    let pairs = archive.pairs(id)?;
    let Some(own) = (if pairs.is_empty() { None } else { archive.get(id)? }) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for pair in pairs {
        let other = if pair.ar == *id { &pair.en } else { &pair.ar };
        let made =
            if other.translated().is_some_and(|(of, _)| of == *id) { archive.translation(id)? } else { None };
        if let Some(made) = made.filter(|made| made.article.id == *other) {
            found.push(beside(&own, &made));
        } else if let Some(article) = archive.get(other)? {
            let (ar, en) = if pair.ar == *id { (&own, &article) } else { (&article, &own) };
            let differences = pair::differences(ar, en, &pair.beads);
            found.push(Counterpart { article: Arc::new(article), pair, differences, made: None });
        }
    }
    Ok(found)
}

/// Two articles put beside each other as one asked for it by hand.
fn aligned(
    archive: &dyn Archive,
    open: &ArticleId,
    other: &ArticleId,
) -> Result<Vec<Counterpart>, ArchiveError> {
    let (Some(this), Some(that)) = (archive.get(open)?, archive.get(other)?) else { return Ok(Vec::new()) };
    let (ar, en) = if this.lang == Lang::Ar { (&this, &that) } else { (&that, &this) };
    let beads = pair::align(ar, en);
    let differences = pair::differences(ar, en, &beads);
    let pair = Pair { ar: ar.id.clone(), en: en.id.clone(), confidence: 1.0, beads };
    Ok(vec![Counterpart { pair, article: Arc::new(that), differences, made: None }])
}

/// Whether following an address reads something and no more. `file:` and a desktop's own schemes may start a
/// program.
fn is_web(url: &str) -> bool {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// Opens a URL or a file with the desktop's program, without waiting for it.
fn open_outside(target: &str) -> Msg {
    match open::that_detached(target) {
        Ok(()) => Msg::Done(target.to_owned()),
        Err(error) => Msg::Failed(format!("cannot open '{target}': {error}: open it by hand")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_followed_from_an_article() {
        for url in ["https://example.org/a", "HTTP://example.org", "mailto:desk@example.org"] {
            assert!(is_web(url), "{url}");
        }
        for url in ["file:///bin/sh", "/bin/sh", "--help", "javascript:1", "steam://run/1", "a.desktop", ""] {
            assert!(!is_web(url), "{url}");
        }
    }
}
