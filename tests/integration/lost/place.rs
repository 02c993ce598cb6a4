//! Where an archive lies and who else is there: a folder that can only be read, a disk that is full, a second importer,
//! Ctrl-C.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use qari::archive::{Archive, Embedded, Mode};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{PROGRAM, Ran, Sandbox, list, number, records};

/// A user who owns nothing, for tests that the system's own user runs: no permission stops that one.
const NOBODY: u32 = 65_534;

/// Files of an import that takes a while, each with some articles. Gives how many.
fn many(home: &Sandbox, name: &str, files: usize) -> usize {
    for file in 0..files {
        let mut text = String::new();
        for at in 0..25 {
            let body = "The harbour took in ships, and the mayor spoke. ".repeat(12);
            let date = format!("{}-0{}-1{}", 1980 + file % 40, at % 9 + 1, at % 10);
            write!(text, "---\nid: {name} {file} {at}\ntitle: Ships {at}\ndate: {date}\n---\n\n{body}\n\n")
                .unwrap();
        }
        home.write(&format!("{name}/{file:03}.md"), text);
    }
    files * 25
}

/// Gives every file and folder below a mode that allows reading, and writing or not.
fn allow(folder: &Path, writing: bool) {
    let write = if writing { 0o200 } else { 0 };
    if folder.is_dir() {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        for entry in fs::read_dir(folder).unwrap().flatten() {
            allow(&entry.path(), writing);
        }
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555 | write)).unwrap();
    } else {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o444 | write)).unwrap();
    }
}

#[test]
fn an_archive_in_a_folder_that_can_only_be_read_is_read_and_says_so() {
    let home = Sandbox::with_pages();
    fs::set_permissions(home.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    allow(&home.path("data"), false);
    let run = |line: &str| {
        let mut command = home.command(line.split(' '));
        if rustix::process::geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        Ran::of(&mut command)
    };
    let found = run("search --json Nairobi");
    assert_eq!((found.code, records(&found.out).len()), (0, 1), "{found:?}");
    assert_eq!(found.err.lines().count(), 1, "{found:?}");
    assert!(found.err.contains("can only be read"), "{found:?}");
    assert_eq!(run("facets --json").code, 0);
    assert_eq!(run("archive check").code, 0);
    let grid = crate::support::pages().join("grid.en.txt");
    for line in [
        format!("import {}", grid.display()),
        "remove Nairobi --yes".to_owned(),
        "archive rebuild".to_owned(),
    ] {
        let ran = run(&line);
        assert_eq!(ran.code, 1, "{line}: {ran:?}");
        assert!(ran.err.contains("can only be read"), "{line}: {ran:?}");
    }
    allow(&home.path("data"), true);
    assert!(home.line("archive check").done().contains("whole"));
}

/// What is done on a small disk of its own, which only lives as long as the script.
const SMALL_DISK: &str = r#"
mount -t tmpfs -o size=6m none "$1" || exit 77
"$2" import --json in --archive "$1/a" >out1 2>err1; echo "first $?"
"$2" archive check --archive "$1/a" >out2 2>err2; echo "check $?"
"$2" search --json harbour --archive "$1/a" --limit 1 >out3 2>err3; echo "search $?"
mount -o remount,size=400m "$1" || exit 77
"$2" import --json in --archive "$1/a" >out4 2>err4; echo "second $?"
"$2" archive check --archive "$1/a" >out5 2>err5; echo "whole $?"
"#;

#[test]
fn a_full_disk_stops_an_import_and_nothing_that_was_acknowledged_is_gone() {
    let home = Sandbox::new();
    let all = many(&home, "in", 160);
    fs::create_dir_all(home.path("disk")).unwrap();
    let mut command = Command::new("unshare");
    // A folder of files in memory can be mounted by anybody who is alone in a space of names.
    command.args(["-rm", "sh", "-c", SMALL_DISK, "sh"]).arg(home.path("disk")).arg(PROGRAM);
    command.env_clear().envs(home.environment()).current_dir(home.path(""));
    let ran = match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.code() == Some(0) => Ran::new(output),
        other => {
            writeln!(std::io::stderr(), "skipped: no small disk can be made here: {other:?}").unwrap();
            return;
        }
    };
    let read = |name: &str| fs::read_to_string(home.path(name)).unwrap();
    assert!(ran.out.contains("first 1"), "{ran:?} {}", read("err1"));
    assert!(read("err1").contains("the disk is full"), "{}", read("err1"));
    let told = read("out1");
    let committed = told.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let committed = committed.filter_map(|r| r["committed"].as_u64()).max().unwrap_or(0);
    assert!(
        ran.out.contains("check 0") || read("err2").contains("qari archive rebuild"),
        "{ran:?} {}",
        read("err2")
    );
    assert!(
        ran.out.contains("second 0") && ran.out.contains("whole 0"),
        "{ran:?} {} {}",
        read("err4"),
        read("err5")
    );
    let summary = records(&read("out4")).pop().unwrap();
    assert!(number(&summary["unchanged"]) as u64 >= committed, "{committed} were acknowledged: {summary}");
    assert_eq!(number(&summary["unchanged"]) + number(&summary["imported"]), all);
}

#[test]
fn ctrl_c_ends_an_import_where_it_is_and_the_next_one_goes_on() {
    let home = Sandbox::new();
    let all = many(&home, "in", 120);
    let mut unchanged = 0;
    for wait in [0, 150, 600] {
        let mut command = home.command(["import", "--json", "in"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let begun = Instant::now();
        // It may be done already.
        let _ = kill_process(Pid::from_child(&child), Signal::INT);
        let output = child.wait_with_output().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(20), "it ends soon");
        let Some(code) = output.status.code() else {
            // Before it listens the signal ends it, and nothing was begun.
            continue;
        };
        assert!(code == 3 || code == 0 || code == 1, "{output:?}");
        let told = records(&String::from_utf8(output.stdout).unwrap());
        let summary = told.last().unwrap();
        assert!(number(&summary["unchanged"]) >= unchanged.min(number(&summary["imported"])), "{summary}");
        unchanged = number(&summary["unchanged"]) + number(&summary["imported"]);
        home.line("archive check").done();
    }
    let last = home.line("import --json in").records().pop().unwrap();
    assert_eq!(number(&last["unchanged"]) + number(&last["imported"]), all);
    assert!(number(&last["unchanged"]) >= unchanged, "what was stored is not stored again: {last}");
    assert!(list(&last, "failed").is_empty());
}

#[test]
fn a_reader_sees_what_another_process_imports_and_a_second_importer_is_told() {
    let home = Sandbox::new();
    // More than two commits hold, however fast it goes.
    let all = many(&home, "in", 480);
    let reader = Embedded::open(&home.archive(), Mode::Create).unwrap();
    let request = qari::archive::Request {
        query: qari::archive::Query::parse("harbour").unwrap(),
        ..qari::archive::Request::default()
    };
    let mut command = home.command(["import", "--json", "in"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut seen, mut refused) = (std::collections::BTreeSet::new(), false);
    while child.try_wait().unwrap().is_none() {
        let found = reader.search(&request, &qari::archive::Cancel::default()).unwrap();
        assert!(found.total <= all);
        seen.insert(found.total);
        assert!(reader.front(10).unwrap().total >= found.total, "the database is never behind the index");
        if !refused && found.total > 1 {
            let second = home.line("import --json in");
            refused = second.code == 1 && second.err.contains("another process");
            // Unless the first has ended meanwhile.
            assert!(refused || child.try_wait().unwrap().is_some(), "{second:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    seen.insert(reader.search(&request, &qari::archive::Cancel::default()).unwrap().total);
    assert!(seen.len() >= 3 && refused, "it came in pieces: {seen:?}, refused: {refused}");
    assert_eq!(seen.last(), Some(&all));
}
