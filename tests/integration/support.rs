//! What the tests of the program have in common: a home of its own for each test, the program run in it, its output
//! taken apart. Nothing here looks at the library.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "support/pty.rs"]
pub(crate) mod pty;
#[path = "support/server.rs"]
pub(crate) mod server;

/// The program that is tested.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_qari");

/// The pages in `tests/data`, saved from sites that do not exist.
pub(crate) fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// A home folder that goes with the test. The program sees no variable of the one who runs the tests.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A home whose archive has the pages of `tests/data`.
    pub(crate) fn with_pages() -> Self {
        let home = Self::new();
        home.run(["import".as_ref(), pages().as_os_str()]).done();
        home
    }

    /// A path inside.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the archive is when no other is named.
    pub(crate) fn archive(&self) -> PathBuf {
        self.path("data/qari/archive")
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Everything in the program's environment, save `TERM`.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let inside = |name: &str| self.path(name).into_os_string();
        let path = std::env::var_os("PATH").unwrap_or_default();
        fs::create_dir_all(self.path("tmp")).unwrap();
        vec![
            ("HOME", inside("home")),
            ("XDG_DATA_HOME", inside("data")),
            ("XDG_CONFIG_HOME", inside("config")),
            ("XDG_CACHE_HOME", inside("cache")),
            ("XDG_STATE_HOME", inside("state")),
            ("TMPDIR", inside("tmp")),
            ("PATH", path),
            ("LANG", "C.UTF-8".into()),
        ]
    }

    /// The program with these arguments, not started yet. Nothing can be typed to it.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().envs(self.environment()).env("TERM", "dumb").args(args);
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs the program.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        Ran::of(&mut self.command(args))
    }

    /// Runs the program on a command line without quotes: words between blanks.
    pub(crate) fn line(&self, line: &str) -> Ran {
        self.run(line.split(' '))
    }

    /// Runs the program with something on its standard input.
    pub(crate) fn pipe(&self, line: &str, input: &[u8]) -> Ran {
        let mut command = self.command(line.split(' '));
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.unwrap();
        let mut to = child.stdin.take().unwrap();
        std::thread::scope(|threads| {
            // A program that was given a file does not read this, and may be gone before it is written.
            threads.spawn(move || to.write_all(input));
            Ran::new(child.wait_with_output().unwrap())
        })
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::new(command.output().unwrap())
    }

    pub(crate) fn new(output: std::process::Output) -> Self {
        let code = output.status.code().unwrap_or_else(|| panic!("killed: {output:?}"));
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// It did everything; its standard output.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:#?}");
        self.out
    }

    /// It did everything; the records on its standard output, one a line.
    #[track_caller]
    pub(crate) fn records(self) -> Vec<Value> {
        records(&self.done())
    }

    /// It ended with this code, printed no data, and said one line that has all the words.
    #[track_caller]
    pub(crate) fn refused(self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:#?}");
        assert_eq!(self.out, "", "nothing on standard output");
        assert_eq!(self.err.lines().count(), 1, "one line: {}", self.err);
        for word in words {
            assert!(self.err.contains(word), "'{word}' is not in: {}", self.err);
        }
    }
}

/// The records of JSON lines.
#[track_caller]
pub(crate) fn records(text: &str) -> Vec<Value> {
    let record = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(record).collect()
}

/// A field as text.
#[track_caller]
pub(crate) fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_else(|| panic!("'{field}' is no text in {record}"))
}

/// A field as a list of texts.
#[track_caller]
pub(crate) fn texts<'a>(record: &'a Value, field: &str) -> Vec<&'a str> {
    list(record, field).iter().map(|v| v.as_str().expect("a list of texts")).collect()
}

/// A field as a list.
#[track_caller]
pub(crate) fn list<'a>(record: &'a Value, field: &str) -> &'a [Value] {
    record[field].as_array().unwrap_or_else(|| panic!("'{field}' is no list in {record}"))
}

/// A number that counts.
#[track_caller]
pub(crate) fn number(value: &Value) -> usize {
    value.as_u64().unwrap_or_else(|| panic!("no count: {value}")) as usize
}

/// Columns of a terminal that a printed row takes: each character's own width, nothing for marks and controls.
pub(crate) fn columns(row: &str) -> usize {
    row.chars().filter_map(unicode_width::UnicodeWidthChar::width).sum()
}

/// What must never come out of the program: escape sequences and other control characters, and the embeddings and
/// overrides that turn the rest of a line around; isolates that are opened and not closed.
#[track_caller]
pub(crate) fn assert_tame(output: &str) {
    for line in output.split('\n') {
        let wild = |c: &char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}');
        let found: Vec<char> = line.chars().filter(wild).collect();
        assert!(found.is_empty(), "{found:?} in {line:?}");
        let mut open = 0_i32;
        for c in line.chars() {
            match c {
                '\u{2066}'..='\u{2068}' => open += 1,
                '\u{2069}' => open -= 1,
                _ => {}
            }
            assert!(open >= 0, "an isolate is closed that was not opened: {line:?}");
        }
        assert_eq!(open, 0, "an isolate stays open: {line:?}");
    }
}
