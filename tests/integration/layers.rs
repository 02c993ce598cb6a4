//! The house rules that a compiler does not check: which room may name which, where outside libraries may
//! appear, how a file opens and how long it may be.
//!
//! It reads the sources as text: a breach hidden behind a re-export would escape it.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms that it may name, and the outside names that are banned in it.
struct Room {
    name: &'static str,
    may_name: &'static [&'static str],
    banned: &'static [&'static str],
}

const TERMINAL: &[&str] = &["ratatui", "crossterm"];
const PURE: &[&str] =
    &["ratatui", "crossterm", "std::fs", "std::net", "std::thread", "Instant::now", "SystemTime::now"];

const ROOMS: &[Room] = &[
    Room { name: "article", may_name: &[], banned: PURE },
    Room { name: "text", may_name: &[], banned: PURE },
    Room { name: "fold", may_name: &[], banned: PURE },
    Room { name: "tag", may_name: &["article", "fold"], banned: PURE },
    Room { name: "pair", may_name: &["article", "fold"], banned: PURE },
    Room { name: "ingest", may_name: &["article", "text", "fold", "tag"], banned: TERMINAL },
    Room { name: "fetch", may_name: &[], banned: TERMINAL },
    Room { name: "translate", may_name: &["article", "text"], banned: TERMINAL },
    Room { name: "archive", may_name: &["article", "fold", "tag", "pair"], banned: TERMINAL },
    Room { name: "config", may_name: &["article", "fold"], banned: PURE },
    Room { name: "app", may_name: &["article", "text", "fold", "config", "archive"], banned: PURE },
    Room {
        name: "tui",
        may_name: &["app", "article", "text", "config", "archive"],
        banned: &["std::fs", "crossterm"],
    },
    Room { name: "terminal", may_name: &["config"], banned: &[] },
    Room {
        name: "runtime",
        may_name: &[
            "app",
            "archive",
            "article",
            "config",
            "fold",
            "ingest",
            "pair",
            "tag",
            "terminal",
            "text",
            "translate",
            "tui",
        ],
        banned: &[],
    },
    Room {
        name: "cli",
        may_name: &[
            "app",
            "archive",
            "article",
            "config",
            "fetch",
            "fold",
            "ingest",
            "pair",
            "runtime",
            "tag",
            "terminal",
            "text",
            "translate",
            "tui",
        ],
        banned: TERMINAL,
    },
];

/// Libraries that one room alone may name.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("tantivy", &["archive"]),
    ("rusqlite", &["archive"]),
    ("pulldown_cmark", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("chardetng", &["ingest"]),
    ("unicode_bidi", &["text", "terminal"]),
    ("icu_segmenter", &["text", "pair"]),
    ("ureq", &["fetch", "translate"]),
    ("notify", &["cli"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli", "runtime"]),
];

const MAX_LINES: usize = 500;

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders =
        vec![root.join("src"), root.join("tests"), root.join("fuzz/src"), root.join("fuzz/fuzz_targets")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root).unwrap().to_path_buf(), text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 10, "the sources were not found under {}", root.display());
    found
}

/// The room of a source file: `text` for `src/text.rs` and `src/text/wrap.rs`.
fn room_of(path: &Path) -> Option<&'static Room> {
    let inner = path.strip_prefix("src").ok()?;
    let first = inner.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    ROOMS.iter().find(|r| r.name == name)
}

/// Whether a file is compiled for tests only.
fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    ["tests", "measure", "journeys", "contract"].contains(&stem)
        || path.components().any(|c| c.as_os_str() == "tests")
}

/// Code without comments: what stands after `//` on a line does not count.
fn code(text: &str) -> String {
    text.lines().map(|l| l.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The rooms that follow `crate::` in paths and in brace groups, over several lines too.
fn named_rooms(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for after in code(text).split("crate::").skip(1) {
        let Some(group) = after.strip_prefix('{') else {
            names.extend(identifier(after));
            continue;
        };
        let (mut depth, mut item) = (0, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => names.extend(identifier(&std::mem::take(&mut item))),
                _ if depth == 0 => item.push(c),
                _ => {}
            }
        }
        names.extend(identifier(&item));
    }
    names
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} breach(es):\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn arrows_between_rooms_go_down_only() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room_of(&path) else { continue };
        for name in named_rooms(&text) {
            let is_room = ROOMS.iter().any(|r| r.name == name);
            if is_room && name != room.name && !room.may_name.contains(&name.as_str()) {
                faults.push(format!("{}: '{}' may not name '{name}'", path.display(), room.name));
            }
        }
        // Tests of a pure room may read files and the clock.
        let banned = if is_test(&path) { &[] } else { room.banned };
        for banned in banned {
            if code(&text).contains(banned) {
                faults.push(format!("{}: '{}' may not name '{banned}'", path.display(), room.name));
            }
        }
    }
    report(&faults);
}

#[test]
fn every_source_file_is_in_a_room() {
    let mut faults = Vec::new();
    for (path, _) in sources() {
        let at_top = path == Path::new("src/lib.rs") || path == Path::new("src/main.rs");
        if path.starts_with("src") && !at_top && room_of(&path).is_none() {
            faults.push(format!("{}: no room of that name in the layer table", path.display()));
        }
    }
    report(&faults);
}

#[test]
fn a_library_stays_in_its_room() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room_of(&path) else { continue };
        for (library, rooms) in KEPT_IN {
            let named = code(&text).contains(&format!("{library}::"));
            if named && !rooms.contains(&room.name) {
                faults.push(format!("{}: {library} belongs to {}", path.display(), rooms.join(" and ")));
            }
        }
    }
    report(&faults);
}

#[test]
fn a_file_opens_with_its_purpose_and_fits_its_size() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//!") {
            faults.push(format!("{}: does not open with `//!`", path.display()));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            faults.push(format!("{}: {lines} lines, at most {MAX_LINES}", path.display()));
        }
        if path.file_name().is_some_and(|n| n == "mod.rs") {
            faults.push(format!("{}: write foo.rs beside foo/", path.display()));
        }
        let uses = code(&text);
        if path.starts_with("src") && (uses.contains("super::super") || uses.contains("crate::prelude")) {
            faults.push(format!("{}: names super::super or a prelude of ours", path.display()));
        }
    }
    report(&faults);
}

/// Ways to put something on the screen or on a stream, and the files that alone may use them.
const DOORS: &[(&[&str], &[&str])] = &[
    // Cells of a frame: what writes text or a whole widget into them. `src/tui/put.rs` is the one place.
    (
        &[
            "set_symbol",
            "set_char",
            "set_string",
            "set_stringn",
            "set_line",
            "set_span",
            "append_symbol",
            "with_lines",
            "render_widget",
            "render_stateful_widget",
            "ratatui::widgets",
            "ratatui::text",
            "widgets::",
            "insert_before",
            ".cell_mut(",
            ".content[",
            ".content.",
        ],
        &["src/tui/put.rs"],
    ),
    // Standard output and standard error.
    (
        &[
            "stdout()",
            "stderr()",
            ".print()",
            "println!",
            "print!(",
            "dbg!",
            "/dev/tty",
            "rustix::io::write",
            "RawFd",
        ],
        &["src/cli/say.rs", "src/terminal/guard.rs", "src/terminal/guard", "src/terminal/listen"],
    ),
];

/// Where text reaches a screen or a stream elsewhere than by its door. To ask whether a stream is a terminal writes
/// nothing.
fn other_doors(path: &Path, text: &str) -> Vec<String> {
    let code = code(text).replace("stdout().is_terminal()", "").replace("stderr().is_terminal()", "");
    // Unit tests at a file's end read cells as they like.
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let room = room_of(path).map_or("", |room| room.name);
    let mut faults = Vec::new();
    for (number, (ways, doors)) in DOORS.iter().enumerate() {
        // Cells are the affair of the screen's rooms only: elsewhere these names mean other things.
        let concerned = number > 0 || ["tui", "runtime", "terminal"].contains(&room);
        if !concerned || is_test(path) || doors.iter().any(|door| path.starts_with(door)) {
            continue;
        }
        let found = ways.iter().filter(|way| code.contains(**way));
        faults
            .extend(found.map(|way| format!("{}: '{way}' belongs to {}", path.display(), doors.join(", "))));
    }
    faults
}

#[test]
fn text_reaches_the_screen_and_the_streams_by_one_door_each() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|(path, _)| path.starts_with("src"))
        .flat_map(|(p, t)| other_doors(p, t))
        .collect();
    report(&faults);
}

#[test]
fn a_way_around_a_door_is_seen() {
    for (path, text) in [
        ("src/tui/list.rs", "buffer.set_string(0, 0, title, style);"),
        ("src/tui/popup.rs", "use ratatui::widgets::Paragraph;"),
        ("src/tui.rs", "buffer[(x, y)]\n    .set_symbol(text);"),
        ("src/runtime.rs", "frame.render_widget(title, area)"),
        ("src/tui/status.rs", "let line = ratatui::text::Line::from(text);"),
        ("src/cli/show.rs", "write!(io::stdout(), \"{path}\")?;"),
        ("src/app/act.rs", "eprintln!(\"x\")"),
        ("src/runtime/workers.rs", "let mut err = std::io::stderr();"),
    ] {
        assert_eq!(other_doors(Path::new(path), text).len().min(1), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("src/tui/put.rs", "cell.set_symbol(symbol);"),
        ("src/cli/say.rs", "io::stdout()"),
        ("src/cli/print.rs", "if io::stdout().is_terminal() {"),
        ("src/tui/list.rs", "// set_string is for others"),
        ("src/tui/tests.rs", "buffer.set_string(0, 0, title, style);"),
    ] {
        assert_eq!(other_doors(Path::new(path), text), [""; 0], "{path}: {text}");
    }
}

#[test]
fn the_reader_of_names_sees_paths_and_groups() {
    let text = "use crate::{text::wrap, app::{Model, Msg}};\nfn f() { crate::tui::view(); } // crate::cli";
    assert_eq!(named_rooms(text), ["text", "app", "tui"]);
}
