//! `qari correct`: what an article is about, corrected; what was cut from it, put back; all that was corrected, listed
//! and taken into another archive.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::archive::query::{Matcher, snippet};
use crate::archive::{Archive, value_of};
use crate::article::correction::{Judged, Kind, PutBack, Verdict};
use crate::article::{Amendment, Article, ArticleId, Correction};
use crate::cli::args::{Common, Correct};
use crate::cli::say::{self, Listing};
use crate::cli::{Done, UsageError, place, record, show};
use crate::text::isolate;

/// Characters of a piece that are listed: enough to know it.
const SHOWN: usize = 80;

/// What was corrected about one article: a line of the listing, and of the file that `--from` takes in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Record {
    id: String,
    title: Option<String>,
    url: Option<String>,
    is: Vec<Valued>,
    mentions: Vec<Valued>,
    not: Vec<Valued>,
    put_back: Vec<PutBack>,
}

/// A value as a record has it: `country:FR`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Valued(Kind, String);

impl TryFrom<String> for Valued {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts =
            text.split_once(':').and_then(|(kind, value)| Some((Kind::from_slug(kind)?, value.trim())));
        match parts {
            Some((kind, value)) if !value.is_empty() => Ok(Self(kind, value.to_owned())),
            _ => Err(format!("'{text}' is no value: write country:FR, topic:norms or org:NAME")),
        }
    }
}

impl From<Valued> for String {
    fn from(Valued(kind, value): Valued) -> Self {
        format!("{}:{value}", kind.slug())
    }
}

impl fmt::Display for Valued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0.slug(), self.1)
    }
}

impl Record {
    fn of(id: ArticleId, article: Option<Article>, correction: &Correction) -> Self {
        let said = |verdict| {
            let judged = correction.judged.iter().filter(move |j| j.verdict == verdict);
            judged.map(|j| Valued(j.kind, j.value.clone())).collect()
        };
        Self {
            id: id.0,
            title: article.as_ref().map(|a| a.title.clone()),
            url: article.and_then(|a| a.url),
            is: said(Verdict::Is),
            mentions: said(Verdict::Mentions),
            not: said(Verdict::Not),
            put_back: correction.put_back.clone(),
        }
    }

    /// What is to be done to have the same said of an article here.
    fn steps(self) -> Vec<Amendment> {
        let judged = [(Verdict::Is, self.is), (Verdict::Mentions, self.mentions), (Verdict::Not, self.not)];
        let judged = judged.into_iter().flat_map(|(verdict, values)| {
            values
                .into_iter()
                .map(move |Valued(kind, value)| Amendment::Judge(Judged { kind, value, verdict }))
        });
        judged.chain(self.put_back.into_iter().map(Amendment::PutBack)).collect()
    }
}

/// Corrects an article, lists what was corrected, or takes it in.
pub(super) fn correct(common: &Common, asked: &Correct) -> anyhow::Result<Done> {
    let opened = place::open(common)?;
    let archive = opened.archive.as_ref();
    if let Some(file) = &asked.from {
        return take_in(common, archive, file);
    }
    let Some(id) = &asked.id else { return list(common, archive) };
    let article = show::find(archive, id)?;
    let steps = steps(archive, &article, asked)?;
    let correction = if steps.is_empty() {
        archive.correction(&article.id)?
    } else {
        archive.amend(&article.id, &steps)?
    };
    let mut out = say::buffered();
    if correction.is_empty() && !common.json {
        say::note(&format!("nothing is corrected about '{}'", article.id))?;
    } else {
        tell(common, &mut out, &Record::of(article.id.clone(), Some(article), &correction))?;
    }
    out.flush()?;
    Ok(Done::Fully)
}

/// What the arguments ask to be done.
fn steps(archive: &dyn Archive, article: &Article, asked: &Correct) -> anyhow::Result<Vec<Amendment>> {
    let mut steps = Vec::new();
    let said = [(Verdict::Is, &asked.is), (Verdict::Mentions, &asked.mentions), (Verdict::Not, &asked.not)];
    for (verdict, typed) in said {
        for typed in typed {
            let value = value_of(typed).map_err(|error| UsageError(error.to_string()))?;
            if verdict == Verdict::Mentions && value.kind != Kind::Country {
                let why = format!(
                    "'{typed}' is no country: only countries are merely mentioned, use --is or --not"
                );
                return Err(UsageError(why).into());
            }
            steps.push(Amendment::Judge(Judged { kind: value.kind, value: value.value, verdict }));
        }
    }
    for typed in &asked.forget {
        let value = value_of(typed).map_err(|error| UsageError(error.to_string()))?;
        steps.push(Amendment::Forget(value.kind, value.value));
    }
    let now = archive.correction(&article.id)?;
    let (cut, back) = (now.still_cut(&article.cut), now.put_back);
    steps.extend(beginning(&cut, &asked.put_back, "was cut from")?.map(Amendment::PutBack));
    steps.extend(beginning(&back, &asked.cut_again, "was put back into")?.map(Amendment::CutAgain));
    if asked.forget_all {
        steps.push(Amendment::ForgetAll);
    }
    Ok(steps)
}

/// The pieces that begin with what was typed.
fn beginning(
    pieces: &[PutBack],
    typed: &[String],
    what: &str,
) -> anyhow::Result<impl Iterator<Item = PutBack> + use<>> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    for typed in typed {
        let wanted = words(typed);
        let before = found.len();
        found.extend(pieces.iter().filter(|piece| words(&piece.text).starts_with(&wanted)).cloned());
        if found.len() == before {
            anyhow::bail!(
                "nothing that begins with '{typed}' {what} the article: 'qari show --json' lists it"
            );
        }
    }
    Ok(found.into_iter())
}

fn list(common: &Common, archive: &dyn Archive) -> anyhow::Result<Done> {
    let all = archive.corrections()?;
    if all.is_empty() && !common.json {
        say::note("nothing is corrected: 'qari correct ID --is VALUE' corrects an article")?;
    }
    let mut out = say::buffered();
    for (id, correction) in all {
        let article = archive.get(&id)?;
        tell(common, &mut out, &Record::of(id, article, &correction))?;
    }
    out.flush()?;
    Ok(Done::Fully)
}

fn tell(common: &Common, out: &mut say::Door<impl Write>, record: &Record) -> anyhow::Result<()> {
    if common.json {
        writeln!(out, "{}", record::line(&record)?)?;
        return Ok(());
    }
    let listing = Listing::new();
    let title = record.title.as_deref().map_or_else(|| "(not in the archive now)".to_owned(), isolate);
    listing.line(out, &format!("{}  {title}", isolate(&record.id)))?;
    for (said, values) in [("is", &record.is), ("mentions", &record.mentions), ("not", &record.not)] {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| isolate(&value.to_string())).collect();
            listing.line(out, &format!("    {said}  {}", values.join("  ")))?;
        }
    }
    for piece in &record.put_back {
        listing.line(
            out,
            &format!("    put back  {}", isolate(&snippet(&piece.text, &Matcher::default(), SHOWN).text)),
        )?;
    }
    Ok(())
}

/// Takes in the records of a file. A line that is none is told, and the others are taken in.
fn take_in(common: &Common, archive: &dyn Archive, file: &Path) -> anyhow::Result<Done> {
    let name = file.display();
    let lines: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(file).with_context(|| format!("cannot read '{name}'"))?))
    };
    let (mut articles, mut failed) = (0_usize, 0_usize);
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line.with_context(|| format!("cannot read '{name}'"))?;
        if line.trim().is_empty() {
            continue;
        }
        match read(&line) {
            Ok((id, steps)) => {
                archive.amend(&id, &steps)?;
                articles += 1;
            }
            Err(why) => {
                failed += 1;
                say::warn(&format!("'{name}', line {number}: {why}"))?;
            }
        }
    }
    let mut out = say::out();
    if common.json {
        writeln!(out, "{}", serde_json::json!({ "corrected": articles, "failed": failed }))?;
    } else {
        writeln!(out, "{articles} corrected")?;
    }
    Ok(match (articles, failed) {
        (_, 0) => Done::Fully,
        (0, _) => Done::Failed,
        _ => Done::Partly,
    })
}

/// A record of a file: the article and what to do.
fn read(line: &str) -> Result<(ArticleId, Vec<Amendment>), String> {
    // An object: a list would be taken for one whose fields have no names.
    let record: serde_json::Result<serde_json::Map<_, _>> = serde_json::from_str(line);
    let record: Record = record
        .and_then(|object| serde_json::from_value(object.into()))
        .map_err(|error| format!("{error}: it is none of the lines that 'qari correct --json' lists"))?;
    if record.id.trim().is_empty() {
        return Err("it has no 'id': write the article's, as 'qari search' lists it".to_owned());
    }
    Ok((ArticleId::from(record.id.trim()), record.steps()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_correction_is_taken_in_as_it_was() {
        let judged = |kind, value: &str, verdict| Judged { kind, value: value.into(), verdict };
        let piece = PutBack { text: "اقرأ أيضا: الميناء".into(), nth: 1 };
        let correction = Correction {
            judged: vec![
                judged(Kind::Country, "FR", Verdict::Is),
                judged(Kind::Country, "EG", Verdict::Mentions),
                judged(Kind::Topic, "sport", Verdict::Not),
                judged(Kind::Org, "Harbour: Board", Verdict::Not),
            ],
            put_back: vec![piece],
        };
        let line = record::line(&Record::of("a1".into(), None, &correction)).unwrap();
        let (id, steps) = read(&line).unwrap();
        let mut again = Correction::default();
        for step in steps {
            again.amend(step);
        }
        assert_eq!((id.0.as_str(), again), ("a1", correction));
    }

    #[test]
    fn a_line_that_is_no_record_says_why() {
        for (line, why) in [
            ("{\"id\":\"a\",\"is\":[\"planet:MARS\"]}", "planet:MARS"),
            ("{\"id\":\" \"}", "no 'id'"),
            ("[]", "none of the lines"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
