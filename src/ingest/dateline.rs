//! The agency's dateline before the first sentence: `القاهرة (رويترز) -`, `PARIS, Nov 12 (Reuters) -`.
//!
//! It is cut from the paragraph, and its date and agency become metadata. Its city is not what the article is
//! about. Only the beginning of the first paragraph is looked at.

use super::{dates, furniture};
use crate::article::{Article, BlockKind, Cut, PartialDate};
use crate::fold;

/// A dateline is over after so many words.
const WORDS: usize = 16;

/// Words of the place before the agency: `دبي، الإمارات العربية المتحدة`, a date with it.
const PLACE: usize = 10;

/// Cuts the dateline from the first paragraph of an article.
pub(super) fn take(article: &mut Article) {
    let Some(at) = article.blocks.iter().position(|b| b.kind == BlockKind::Paragraph) else { return };
    let Some(block) = article.blocks.get_mut(at) else { return };
    let Some(length) = length(&block.text) else { return };
    let Some((line, rest)) = block.text.split_at_checked(length) else { return };
    let line = line.trim().to_owned();
    let rest = rest.trim_start().to_owned();
    let gone = block.text.len() - rest.len();
    match &article.date {
        None => article.date = dates::find(&line).map(|(date, _)| date),
        // `Nov 12`: the page says the year or the month where it says no day.
        Some(coarse) => article.date = dates::completed(coarse, &line).or_else(|| article.date.clone()),
    }
    if article.source.is_none() {
        article.source = agency(&line);
    }
    block.text = rest;
    block.links.retain(|link| link.range.start >= gone);
    for link in &mut block.links {
        link.range = link.range.start - gone..link.range.end - gone;
    }
    if block.text.is_empty() {
        article.blocks.remove(at);
        for cut in article.cut.iter_mut().filter(|c| c.after >= at as i64) {
            cut.after -= 1;
        }
    }
    article.cut.push(Cut { text: line, reason: "dateline".to_owned(), after: at as i64 - 1 });
}

/// Cuts the agency that signs behind the last sentence: `… said the mayor. (Reuters)`.
pub(super) fn take_signature(article: &mut Article) {
    let Some(at) = article.blocks.iter().rposition(|b| b.kind == BlockKind::Paragraph) else { return };
    let Some(block) = article.blocks.get_mut(at) else { return };
    let Some(inside) = block.text.strip_suffix(')').and_then(|t| t.rsplit_once('(')) else { return };
    let (before, signed) = (inside.0.trim_end(), inside.1);
    let told = before.ends_with(['.', '!', '؟', '"', '”', '»']);
    if !told || words(signed) > 6 || !parts(signed).into_iter().any(furniture::is_agency) {
        return;
    }
    if article.source.is_none() {
        article.source = parts(signed).into_iter().find(|p| furniture::is_agency(p)).map(str::to_owned);
    }
    let kept = before.len();
    let line = block.text.get(kept..).unwrap_or_default().trim().to_owned();
    block.text.truncate(kept);
    block.links.retain(|link| link.range.end <= kept);
    article.cut.push(Cut { text: line, reason: "dateline".to_owned(), after: at as i64 });
}

/// The date and agency of a line that is a dateline and nothing else: `برلين (د ب أ) -`, `عمان / أحمد سالم / الأناضول`.
pub(super) fn of_line(line: &str) -> Option<(Option<PartialDate>, Option<String>)> {
    let parts = parts(line);
    let short = words(line) <= WORDS && parts.iter().all(|p| words(p) <= 5);
    let signed = parts.iter().any(|p| furniture::is_agency(p));
    let ended = line.ends_with(['.', '!', '؟', '"', '”', '»']);
    (short && signed && !ended).then(|| (dates::find(line).map(|(date, _)| date), agency(line)))
}

/// How many bytes of a paragraph are its dateline.
fn length(text: &str) -> Option<usize> {
    in_brackets(text).or_else(|| place_and_agency(text)).or_else(|| dashes(text)).or_else(|| capitals(text))
}

const DASHES: [char; 5] = ['-', '–', '—', '\u{2012}', ':'];

fn words(text: &str) -> usize {
    fold::tokens(text).count()
}

/// `( agency / agency - 28 July 2021)` before the first sentence.
fn in_brackets(text: &str) -> Option<usize> {
    let open = text.strip_prefix('(')?;
    let (inside, behind) = open.split_once(')')?;
    let signed = parts(inside).iter().any(|p| furniture::is_agency(p));
    let dated = dates::find(inside).is_some();
    (words(inside) <= WORDS && (signed || dated)).then(|| text.len() - after_dashes(behind).len())
}

/// `CITY, country, date (AGENCY) -`; the dash is required, for brackets explain many a first word.
fn place_and_agency(text: &str) -> Option<usize> {
    let (place, open) = text.split_once('(')?;
    let (inside, behind) = open.split_once(')')?;
    let rest = after_dashes(behind);
    let dashed = rest.len() < behind.trim_start().len();
    let sentence = place.contains(['.', '؛', '!', '?', '؟', '"', '«'])
        && dates::find(place).is_none()
        && !abbreviated(place);
    let signed = inside.split(['/', '،', ',', '-']).any(furniture::is_agency)
        || dates::find(inside).is_some()
        || is_capitals(inside);
    (dashed && !sentence && signed && words(place) <= PLACE && words(inside) <= 6)
        .then(|| text.len() - rest.len())
}

/// `Nov. 12`: the dot of a short month ends no sentence.
fn abbreviated(place: &str) -> bool {
    place.matches('.').count() == 1
        && place
            .split('.')
            .next()
            .is_some_and(|p| p.rsplit([' ', ',']).next().is_some_and(|last| last.chars().count() <= 4))
}

/// `تونس - وات -` and `واس – الرياض:`: parts of a few words between dashes, one of them an agency.
fn dashes(text: &str) -> Option<usize> {
    let mut signed = false;
    let mut end = None;
    let mut from = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| DASHES.contains(c)).take(3) {
        let part = text.get(from..at)?;
        if words(part) > 5 || part.contains(['.', '؟', '"', '«']) {
            break;
        }
        signed |= part.split(['/', '،', ',']).any(furniture::is_agency);
        from = at + mark.len_utf8();
        if signed {
            end = Some(from);
        }
    }
    let end = end?;
    // An agency that opens a sentence (`رويترز: …`) is a source only when a place or a dash stands with it.
    Some(text.len() - after_dashes(text.get(end..)?).len())
}

/// `LONDON — The …`: a city in capitals before a dash.
fn capitals(text: &str) -> Option<usize> {
    let (at, dash) = text.char_indices().find(|(_, c)| matches!(c, '—' | '–' | '-'))?;
    let place = text.get(..at)?;
    let spaced = place.ends_with(' ') || dash == '—';
    let behind = text.get(at..)?;
    let city = place.split([',', '(']).next()?;
    let fits = spaced
        && is_capitals(city)
        && city.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && words(place) <= 6;
    fits.then(|| text.len() - after_dashes(behind).len())
}

fn is_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

/// The text behind dashes, colons and blanks.
fn after_dashes(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || DASHES.contains(&c) || c == 'ـ')
}

/// The parts of a dateline between its slashes, dashes and commas.
fn parts(line: &str) -> Vec<&str> {
    line.split(['/', '-', '–', '—', '،', ',', '۔', '(', ')', ':', '|'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect()
}

/// The agency that signs: a known one, else the words in brackets.
fn agency(line: &str) -> Option<String> {
    let known = parts(line).into_iter().find(|p| furniture::is_agency(p));
    let in_brackets = || {
        let (place, open) = line.split_once('(')?;
        let inside = open.split(')').next()?.trim();
        (!place.trim().is_empty() && dates::find(inside).is_none() && !inside.is_empty()).then_some(inside)
    };
    known.or_else(in_brackets).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Block;

    fn taken(text: &str) -> (String, Option<String>, Option<String>) {
        let mut article =
            Article { blocks: vec![Block::new(BlockKind::Paragraph, text)], ..Article::default() };
        take(&mut article);
        (article.blocks[0].text.clone(), article.source, article.date.map(|d| d.to_string()))
    }

    #[test]
    fn datelines_of_many_houses_are_cut() {
        for (line, source, date) in [
            ("القاهرة (رويترز) - ", Some("رويترز"), None),
            ("القاهرة - رويترز: ", Some("رويترز"), None),
            ("تونس - وات - ", Some("وات"), None),
            ("دبي، الإمارات العربية المتحدة (CNN)-- ", Some("CNN"), None),
            ("(CNN)— ", Some("CNN"), None),
            ("( وكالة قمر / سبوتنيك - 3 مارس 2020ء) ", Some("سبوتنيك"), Some("2020-03-03")),
            ("عمان في 3 آذار 2020 (بترا) - ", Some("بترا"), Some("2020-03-03")),
            ("WASHINGTON (AP) — ", Some("AP"), None),
            ("PARIS, Nov. 12, 2018 (Reuters) - ", Some("Reuters"), Some("2018-11-12")),
            ("LONDON — ", None, None),
        ] {
            let text = format!("{line}The harbour was closed.");
            let expected =
                ("The harbour was closed.".to_owned(), source.map(str::to_owned), date.map(str::to_owned));
            assert_eq!(taken(&text), expected, "{line}");
        }
    }

    #[test]
    fn a_sentence_is_left_alone() {
        for text in [
            "The company (Harbour Lines) - said to be the oldest - closed on Monday.",
            "قال الوزير (وهو من المؤيدين) إن الميناء سيفتح.",
            "أعلن الميناء - وهو الأكبر - إغلاق أبوابه.",
            "USA-based firms closed the harbour.",
            "(قديما) كان الميناء مفتوحا.",
        ] {
            assert_eq!(taken(text).0, text);
        }
    }
}
