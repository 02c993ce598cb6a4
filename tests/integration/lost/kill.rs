//! Killed with `SIGKILL` at a random moment of whatever it does to an archive, the program has lost nothing that it
//! had acknowledged: articles by `{"committed":n}`, notes by the return of the call that stores them.
//!
//! `QARI_KILLS` says how often (`scripts/kill-test` asks for a hundred), `QARI_KILL_SEED` from which random number on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use qari::archive::{Archive, Cancel, Embedded, Mode, Query, Request, StateChange};
use qari::article::ArticleId;

use crate::support::Sandbox;

/// Kills of the short version, which runs with all other tests.
const FEW: usize = 4;

/// Articles of one import, in files of [`TOGETHER`]: a few commits, so that a kill meets the beginning, the middle
/// and the end of one.
const ARTICLES: usize = 2_400;
const TOGETHER: usize = 100;

/// Imports into one archive before the next begins: enough for segments to be merged.
const ROUNDS: usize = 12;

/// The variable by which this program's own process, started again, is told whose notes to write.
const NOTING: &str = "QARI_TEST_NOTING";

/// Small random numbers (xorshift), told at the start so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// What the killed process was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    /// Articles that are new.
    Import,
    /// The articles of the round before, changed.
    Update,
    /// The index, built again.
    Rebuild,
    /// A copy to another folder.
    Copy,
}

/// An archive, and what it has acknowledged.
struct Bed {
    home: Sandbox,
    /// The least version of each article that must be there.
    articles: BTreeMap<String, usize>,
    /// The notes that must be there.
    notes: BTreeMap<String, String>,
}

/// An id of the form that the program keeps as it is.
fn id(round: usize, at: usize) -> String {
    format!("kr{round:03}a{at:06}")
}

/// Every tenth article is an Arabic one, so that translations are looked for, and dates are far apart, so that they are
/// looked for among few.
fn date(at: usize) -> String {
    format!("{}-{:02}-{:02}", 1990 + at % 30, at / 30 % 12 + 1, at / 360 % 28 + 1)
}

/// Some words that differ from article to article; one of them occurs in no other.
fn body(id: &str, version: usize) -> String {
    let mut dice =
        Dice(id.bytes().fold(version as u64 + 7, |n: u64, b| n.wrapping_mul(131).wrapping_add(b.into())) | 1);
    let mut words = format!("word{id} version{version}");
    for _ in 0..40 {
        let word = dice.below(5_000);
        let stem = if id.ends_with('0') { "ميناء" } else { "harbour" };
        write!(words, " {stem}{word}").unwrap();
    }
    words
}

impl Bed {
    fn new() -> Self {
        Self { home: Sandbox::new(), articles: BTreeMap::new(), notes: BTreeMap::new() }
    }

    /// Writes the files of a round, in the order in which they are read.
    fn files(&self, round: usize, version: usize) -> String {
        let name = format!("in{round:03}-{version}");
        for file in 0..ARTICLES / TOGETHER {
            let mut text = String::new();
            for at in file * TOGETHER..(file + 1) * TOGETHER {
                let id = id(round, at);
                let body = body(&id, version);
                let (date, title) = (date(at), format!("Version {version} of {id}"));
                write!(text, "---\nid: {id}\ntitle: {title}\ndate: {date}\n---\n\n{body}\n\n").unwrap();
            }
            self.home.write(&format!("{name}/{file:03}.md"), text);
        }
        name
    }

    fn spawn(&self, line: &str) -> Child {
        let mut command = self.home.command(line.split(' '));
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// A second process, which writes notes meanwhile.
    fn noter(&self, round: usize) -> Child {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "lost::kill::notes_are_written_when_asked", "--nocapture"]);
        command.env(NOTING, format!("{round} {}", self.home.archive().display()));
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Does the work and is killed after a time. Gives how long it took where it had ended before.
    fn round(&mut self, round: usize, work: Work, after: Duration) -> Option<Duration> {
        let (line, version) = match work {
            Work::Import => (format!("import --json {}", self.files(round, 1)), 1),
            Work::Update => (format!("import --json {}", self.files(round - 1, 2)), 2),
            Work::Rebuild => ("archive rebuild".to_owned(), 0),
            Work::Copy => (format!("archive copy copy{round}"), 0),
        };
        let noting = self.home.archive().join("articles.db").exists().then(|| self.noter(round));
        let mut child = self.spawn(&line);
        let begun = Instant::now();
        while begun.elapsed() < after && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let killed = child.try_wait().unwrap().is_none();
        let took = begun.elapsed();
        let told = killed_output(child);
        let noted = noting.map(killed_output).unwrap_or_default();
        let committed = told.iter().filter_map(|line| committed(line)).max().unwrap_or(0);
        let of = if work == Work::Update { round - 1 } else { round };
        for at in 0..committed {
            self.articles.insert(id(of, at), version);
        }
        for id in noted.iter().filter_map(|line| line.split("noted ").nth(1)) {
            self.notes.insert(id.to_owned(), note(id));
        }
        if work == Work::Copy {
            self.check_copy(&self.home.path(&format!("copy{round}")), killed);
        }
        (!killed).then_some(took)
    }

    /// A copy is whole or not there.
    fn check_copy(&self, folder: &Path, killed: bool) {
        match Embedded::open(folder, Mode::ReadWrite) {
            Ok(copy) => {
                copy.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
                assert_eq!(copy.check().unwrap(), Vec::<String>::new());
                self.check_articles(&copy);
            }
            Err(error) => assert!(killed, "no copy was made: {error}"),
        }
    }

    /// The archive opens, says what to run or is whole, and everything acknowledged is there.
    fn check(&self) {
        if !self.home.archive().exists() {
            assert!(self.articles.is_empty());
            return;
        }
        let told = self.home.line("archive check");
        let remedied = told.err.lines().all(|l| l.contains("index") && l.contains("'qari archive rebuild'"));
        assert!(told.code == 0 || (told.code == 1 && remedied), "{told:#?}");
        let archive = Embedded::open(&self.home.archive(), Mode::ReadWrite).unwrap();
        archive.catch_up(&Cancel::default(), &mut |_, _| {}).unwrap();
        assert_eq!(archive.check().unwrap(), Vec::<String>::new());
        self.check_articles(&archive);
        for (id, note) in &self.notes {
            let state = archive.state(&ArticleId::from(id.as_str())).unwrap();
            assert_eq!((state.note.as_ref(), state.starred), (Some(note), true), "the note of {id}");
        }
    }

    fn check_articles(&self, archive: &Embedded) {
        for (id, version) in &self.articles {
            let article = archive.get(&ArticleId::from(id.as_str())).unwrap();
            let article = article.unwrap_or_else(|| panic!("{id} was acknowledged and is gone"));
            let whole = (*version..=2).any(|v| article.blocks.iter().any(|b| b.text == body(id, v)));
            assert!(whole, "{id} is not version {version} or a later one: {article:?}");
        }
        let total = |query: &str| {
            let query = Query::parse(query).unwrap();
            archive.search(&Request { query, ..Request::default() }, &Cancel::default()).unwrap().total
        };
        assert_eq!(total(""), archive.front(1).unwrap().total, "index and database agree");
        let last = self.articles.iter().next_back().into_iter();
        for (id, version) in last.chain(self.articles.iter().next()) {
            assert_eq!(total(&format!("word{id}")), 1, "{id} is found");
            assert!(*version == 1 || total(&format!("word{id} version1")) == 0, "{id} is found as it was");
        }
    }
}

/// Kills a process with the signal that it cannot hear; the whole lines that it had printed.
fn killed_output(mut child: Child) -> Vec<String> {
    child.kill().unwrap();
    let mut lines = Vec::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while out.read_line(&mut line).unwrap() > 0 {
        if let Some(whole) = line.strip_suffix('\n') {
            lines.push(whole.to_owned());
        }
        line.clear();
    }
    child.wait().unwrap();
    lines
}

fn committed(line: &str) -> Option<usize> {
    serde_json::from_str::<serde_json::Value>(line).ok()?["committed"].as_u64().map(|n| n as usize)
}

fn note(id: &str) -> String {
    format!("a note on {id}: مهم")
}

/// The process that writes notes: started by a round, not by the one who runs the tests.
#[test]
fn notes_are_written_when_asked() {
    let Ok(asked) = std::env::var(NOTING) else { return };
    let (round, folder) = asked.split_once(' ').unwrap();
    let archive = Embedded::open(Path::new(folder), Mode::ReadWrite).unwrap();
    let mut out = std::io::stdout();
    for n in 0.. {
        let id = format!("{round}-{n}");
        let change =
            StateChange { starred: Some(true), note: Some(Some(note(&id))), ..StateChange::default() };
        archive.set_state(&ArticleId::from(id.as_str()), &change).unwrap();
        // The name of the test stands before the first line.
        writeln!(out, "\nnoted {id}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let kills = number("QARI_KILLS").map_or(FEW, |n| n as usize);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed = number("QARI_KILL_SEED").unwrap_or(now.as_millis() as u64 | 1);
    let mut dice = Dice(seed);
    let mut bed = Bed::new();
    // How long each work takes when nobody kills it: the moments are spread over it.
    let whole = bed.round(0, Work::Import, Duration::from_mins(5)).expect("nobody killed it");
    let mut takes: BTreeMap<Work, Duration> = BTreeMap::new();
    assert_eq!(bed.articles.len(), ARTICLES, "all are acknowledged");
    bed.check();
    let mut done: BTreeMap<String, usize> = BTreeMap::new();
    let (mut round, mut killed) = (0, 0);
    while killed < kills {
        if round == ROUNDS {
            (bed, round) = (Bed::new(), 0);
        }
        let work = match dice.below(10) {
            0 if round > 0 => Work::Rebuild,
            1 if round > 0 => Work::Copy,
            2 | 3 if round > 0 => Work::Update,
            _ => Work::Import,
        };
        round += 1;
        let takes_now = takes.get(&work).unwrap_or(&whole).as_millis() as u64;
        let after = Duration::from_millis(dice.below(takes_now * 11 / 10 + 1));
        let context = format!("seed {seed}, kill {killed}, round {round}: {work:?} after {after:?}");
        let told = Told(&context);
        if let Some(took) = bed.round(round, work, after) {
            takes.insert(work, took);
        } else {
            killed += 1;
            *done.entry(format!("{work:?}")).or_default() += 1;
        }
        bed.check();
        drop(told);
    }
    let notes = bed.notes.len();
    writeln!(std::io::stderr(), "{killed} kills, nothing lost: {done:?}, {notes} notes in the last archive")
        .unwrap();
}

/// Says which round it was when a check fails.
struct Told<'a>(&'a str);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = writeln!(std::io::stderr(), "{}", self.0);
        }
    }
}
