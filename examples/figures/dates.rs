//! Dates as the press writes them, and Hijri dates against the civil ones printed beside them.

use std::path::Path;

use anyhow::Context;
use qari::article::Lang;
use qari::ingest::date_of;

use crate::report::Report;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    strings(&corpora.join("redistributable/dates/arabic_date_strings.tsv"), report)?;
    hijri(&corpora.join("unlicensed/spa_dual_dates_july.tsv"), report)
}

/// The rows of a table, without its head.
fn rows(path: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("'{}'", path.display()))?;
    Ok(text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}

fn read(text: &str) -> String {
    date_of(text, Lang::Ar, None).map_or("none".to_owned(), |date| date.to_day_string())
}

/// Ten styles of twelve, each string exact or not.
fn strings(path: &Path, report: &mut Report) -> anyhow::Result<()> {
    if !path.is_file() {
        report.skip(path);
        return Ok(());
    }
    let rows = rows(path)?;
    let mut exact = 0;
    for row in &rows {
        let [style, text, wanted] = row.as_slice() else {
            anyhow::bail!("'{}': a row of another form", path.display())
        };
        let came = read(text);
        if came == *wanted {
            exact += 1;
        } else {
            report.wrong(format!("{style}: {text}: wanted {wanted}, came {came}"));
        }
    }
    let name = format!("strings exact of {}", rows.len());
    report.figure(
        &name,
        f64::from(exact),
        Some(rows.len() as f64),
        "dateparser, rosetta-date, whichtime 0 of 8",
    );
    Ok(())
}

/// Hijri datelines: read whole, and with the civil half taken away.
fn hijri(path: &Path, report: &mut Report) -> anyhow::Result<()> {
    if !path.is_file() {
        report.skip(path);
        return Ok(());
    }
    let rows = rows(path)?;
    let (mut whole, mut half) = (0, 0);
    for row in &rows {
        let [_, _, raw, _, civil, reckoned, ..] = row.as_slice() else {
            anyhow::bail!("'{}': a row of another form", path.display())
        };
        let alone = raw.split("الموافق").next().unwrap_or_default();
        for (text, wanted, right) in [(raw.as_str(), civil, &mut whole), (alone, reckoned, &mut half)] {
            let came = read(text);
            if came == *wanted {
                *right += 1;
            } else {
                report.wrong(format!("{text}: wanted {wanted}, came {came}"));
            }
        }
    }
    let all = Some(rows.len() as f64);
    report.figure(&format!("datelines of two calendars, of {}", rows.len()), f64::from(whole), all, "");
    report.figure(&format!("their Hijri half alone, of {}", rows.len()), f64::from(half), all, "");
    Ok(())
}
