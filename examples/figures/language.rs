//! Arabic, English, Persian and Urdu told apart: on pairs of words without a sentence around them, and on the first six
//! words of paragraphs, as short as a title.

use std::path::Path;

use anyhow::Context;
use qari::article::Lang;
use qari::ingest::language_of;

use crate::report::Report;

/// Each language with its code, its file among the declarations, and what the best crate reaches on titles of six
/// words.
const LANGUAGES: [(Lang, &str, &str, f64); 4] = [
    (Lang::Ar, "ar", "udhr_arb.txt", 0.998),
    (Lang::Fa, "fa", "udhr_pes_1.txt", 0.972),
    (Lang::Ur, "ur", "udhr_urd.txt", 0.899),
    (Lang::En, "en", "udhr_eng.txt", 1.0),
];

/// Words of a title.
const TITLE: usize = 6;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    for (lang, code, declaration, titles) in LANGUAGES {
        let path = corpora.join(format!("redistributable/langid/{code}-word-pairs.txt"));
        let lines = lines(&path, report)?;
        let (even, odd): (Vec<_>, Vec<_>) = lines.iter().enumerate().partition(|(n, _)| n % 2 == 0);
        for (half, lines) in [("even", even), ("odd", odd)] {
            let lines: Vec<&str> = lines.into_iter().map(|(_, line)| line.as_str()).collect();
            share(report, &format!("{code}, pairs of words, {half} lines"), &lines, lang, None, "");
        }
        let path = corpora.join(format!("redistributable/udhr/{declaration}"));
        let titles_of = |line: &String| line.split_whitespace().take(TITLE).collect::<Vec<_>>().join(" ");
        let paragraphs = self::lines(&path, report)?;
        let short: Vec<String> = paragraphs
            .iter()
            .map(titles_of)
            .filter(|t| t.contains(' ') && (lang == Lang::En || !t.is_ascii()))
            .collect();
        let short: Vec<&str> = short.iter().map(String::as_str).collect();
        let beside = "lingua, on other titles, the goal";
        share(report, &format!("{code}, six words of the declaration"), &short, lang, Some(titles), beside);
        let whole: Vec<&str> = paragraphs.iter().map(String::as_str).filter(|l| l.len() > 200).collect();
        share(report, &format!("{code}, its longer paragraphs"), &whole, lang, None, "");
    }
    others(corpora, report)
}

/// Languages that are none of the four, two of them in the Arabic script.
fn others(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    for (name, file) in
        [("Saraiki", "udhr_skr.txt"), ("Uyghur", "udhr_uig_arab.txt"), ("Hebrew", "udhr_heb.txt")]
    {
        let lines = lines(&corpora.join(format!("redistributable/udhr/{file}")), report)?;
        let whole: Vec<&str> = lines.iter().map(String::as_str).filter(|l| l.len() > 200).collect();
        share(report, &format!("{name}, left alone, paragraphs"), &whole, Lang::Und, None, "");
    }
    Ok(())
}

fn lines(path: &Path, report: &mut Report) -> anyhow::Result<Vec<String>> {
    if !path.is_file() {
        report.skip(path);
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    Ok(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect())
}

/// The share of texts that are told right.
fn share(report: &mut Report, name: &str, texts: &[&str], wanted: Lang, goal: Option<f64>, beside: &str) {
    let mut right = 0;
    for text in texts {
        let came = language_of(text);
        if came == wanted {
            right += 1;
        } else {
            report.wrong(format!("{text}: wanted {}, came {}", wanted.code(), came.code()));
        }
    }
    if !texts.is_empty() {
        report.figure(
            &format!("{name}, of {}", texts.len()),
            f64::from(right) / texts.len() as f64,
            goal,
            beside,
        );
    }
}
