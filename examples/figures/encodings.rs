//! Text out of bytes: declared rightly, wrongly or not at all, misread before it was saved, and left alone where it
//! was not.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use encoding_rs::{Encoding, ISO_8859_6, UTF_16LE, WINDOWS_1252, WINDOWS_1256};
use oem_cp::code_table::ENCODING_TABLE_CP720;
use qari::ingest::{Declared, decode_page};
use serde_json::Value;

use crate::report::Report;

/// Words of a title, at least: of two words, nobody can tell.
const WORDS: usize = 4;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    states(&corpora.join("fixtures-third-party/html"), report)?;
    files(&corpora.join("redistributable/encodings"), report)?;
    undeclared(&corpora.join("redistributable/news/ant_jawhara_1500.jsonl"), report)?;
    untouched(&corpora.join("redistributable/langid"), report)
}

/// The pages of each of the eight states of declaration: encoding named, and every paragraph in the text.
fn states(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    let gold = folder.join("hybrid_gold.json");
    if !gold.is_file() {
        report.skip(&gold);
        return Ok(());
    }
    let gold: Value = serde_json::from_slice(&std::fs::read(gold)?)?;
    let mut states: BTreeMap<&str, bool> = BTreeMap::new();
    for page in gold.as_array().context("a list of pages")? {
        let text = |key: &str| page[key].as_str().unwrap_or_default();
        let file = text("file");
        let bytes = std::fs::read(folder.join("hybrid").join(file))?;
        let (decoded, encoding) = decode_page(&bytes, Declared::default()).context("text")?;
        let decoded = squeezed(&decoded.replace("&amp;", "&").replace("&quot;", "\""));
        let told = Encoding::for_label(text("encoding").as_bytes()).map(Encoding::name);
        let title = decoded.contains(&squeezed(text("title")));
        let right = title && told == Some(encoding.as_str());
        if !right {
            report
                .wrong(format!("{file}: wanted {}, came {encoding}, title there: {title}", text("encoding")));
        }
        *states.entry(text("declared")).or_insert(true) &= right;
    }
    let right = states.values().filter(|right| **right).count();
    let baseline = "trafilatura's F1 by state: .34 to .87";
    report.figure("states of declaration decoded right", right as f64, Some(states.len() as f64), baseline);
    Ok(())
}

/// Files of the test suites of uchardet and feedparser, by the encoding that their name says.
fn files(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    let (mut right, mut all) = (0_usize, 0_usize);
    for folder in [folder.to_owned(), folder.join("feedparser")] {
        if !folder.is_dir() {
            report.skip(&folder);
            continue;
        }
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
            let wanted = match name.as_str() {
                "uchardet-ar-utf-8.txt" => "UTF-8",
                "uchardet-ar-iso-8859-6.txt" => "ISO-8859-6",
                "uchardet-ar-windows-1256.txt" => "windows-1256",
                name if name.starts_with("x80_") => "windows-1256",
                _ => continue,
            };
            let (_, encoding) = decode_page(&std::fs::read(&path)?, Declared::default()).context("text")?;
            all += 1;
            right += usize::from(encoding == wanted);
            if encoding != wanted {
                report.wrong(format!("{name}: wanted {wanted}, came {encoding}"));
            }
        }
    }
    report.figure(&format!("files of other test suites of {all}"), right as f64, Some(all as f64), "");
    Ok(())
}

/// Titles and texts of news, saved in the encodings of Arabic without a word about it; and misread once and twice.
fn undeclared(path: &Path, report: &mut Report) -> anyhow::Result<()> {
    if !path.is_file() {
        report.skip(path);
        return Ok(());
    }
    let records = std::fs::read_to_string(path)?;
    let records: Vec<Value> = records.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    for (key, what) in [("title", "titles"), ("body", "texts")] {
        let texts: Vec<String> = records
            .iter()
            .filter_map(|r| r.get(key).or_else(|| r.get("text"))?.as_str())
            .filter(|t| t.split_whitespace().count() >= WORDS)
            .map(str::to_owned)
            .collect();
        for encoding in [WINDOWS_1256, ISO_8859_6, UTF_16LE] {
            share(&texts, what, encoding.name(), &|text| saved(text, encoding), report);
        }
        share(&texts, what, "cp720", &in_dos, report);
        for encoding in [WINDOWS_1252, WINDOWS_1256] {
            let once = |text: &str| misread(text, encoding);
            let name = format!("misread as {}", encoding.name());
            share(&texts, what, &name, &|text| (once(text).into_bytes(), text.to_owned()), report);
            let twice = |text: &str| (once(&once(text)).into_bytes(), text.to_owned());
            share(&texts, what, &format!("{name} twice"), &twice, report);
        }
    }
    Ok(())
}

/// A text's bytes, and the text that they stand for: letters that the encoding lacks are left out.
type Saved = (Vec<u8>, String);

fn saved(text: &str, encoding: &'static Encoding) -> Saved {
    if encoding == UTF_16LE {
        return (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), text.to_owned());
    }
    let has = |c: &char| !encoding.encode(c.encode_utf8(&mut [0; 4])).2;
    let text: String = text.chars().filter(has).collect();
    (encoding.encode(&text).0.into_owned(), text)
}

fn in_dos(text: &str) -> Saved {
    let text: String =
        text.chars().filter(|c| c.is_ascii() || ENCODING_TABLE_CP720.contains_key(c)).collect();
    (oem_cp::encode_string_lossy(&text, &ENCODING_TABLE_CP720), text)
}

fn misread(text: &str, encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn share(texts: &[String], what: &str, how: &str, save: &dyn Fn(&str) -> Saved, report: &mut Report) {
    let mut right = 0;
    for text in texts {
        let (bytes, wanted) = save(text);
        let came = decode_page(&bytes, Declared::default());
        if came.as_ref().is_some_and(|(text, _)| *text == wanted) {
            right += 1;
        } else {
            let (came, encoding) = came.unwrap_or_default();
            let begin = |text: &str| text.chars().take(60).collect::<String>();
            report.wrong(format!("{how}: wanted '{}', came '{}' ({encoding})", begin(&wanted), begin(&came)));
        }
    }
    let share = f64::from(right) / texts.len().max(1) as f64;
    report.figure(&format!("{what} in {how}, undeclared"), share, None, "");
}

/// Lines of four languages in UTF-8 that must stay as they are.
fn untouched(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    if !folder.is_dir() {
        report.skip(folder);
        return Ok(());
    }
    let (mut changed, mut all) = (0_usize, 0_usize);
    for entry in std::fs::read_dir(folder)? {
        let text = std::fs::read_to_string(entry?.path()).unwrap_or_default();
        for line in text.lines() {
            let (came, _) = decode_page(line.as_bytes(), Declared::default()).context("text")?;
            all += 1;
            changed += usize::from(came != line);
            if came != line {
                report.wrong(format!("changed '{line}' to '{came}'"));
            }
        }
    }
    report.figure(&format!("lines of real text taken for misread, of {all}"), changed as f64, Some(0.0), "");
    Ok(())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
