//! What each fuzz target does with its bytes: one function a target, which panics where something does not hold.
//!
//! The functions know no fuzzer. The targets hand them what libFuzzer makes up, and the ordinary tests of the program
//! hand them the seeds, so that they do not rot. Nothing here is part of the program.

pub mod files;
pub mod held;
pub mod pairs;
pub mod screen;
pub mod settings;
pub mod words;

/// A target: the name of its binary, of its seeds and of its dictionary, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 14] = [
    ("encodings", files::encodings),
    ("html", files::html),
    ("mhtml", files::mhtml),
    ("feeds", files::feeds),
    ("texts", files::texts),
    ("records", files::records),
    ("packed", files::packed),
    ("dates", words::dates),
    ("tags", words::tags),
    ("queries", words::queries),
    ("layout", screen::layout),
    ("pairs", pairs::pairs),
    ("settings", settings::settings),
    ("replies", screen::replies),
];

/// The first line, which says how the rest is to be taken, and the rest.
pub fn first_line(data: &[u8]) -> (String, &[u8]) {
    let end = data.iter().position(|b| *b == b'\n').unwrap_or(data.len());
    let (line, rest) = data.split_at(end);
    (String::from_utf8_lossy(line).trim().to_owned(), rest.get(1..).unwrap_or_default())
}
