//! What goes wrong: one line that names the thing and the remedy, and an exit code; a pipe that is closed is nothing
//! wrong.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::support::{Ran, Sandbox, pages};

#[test]
fn wrong_usage_is_told_with_2() {
    let home = Sandbox::new();
    for line in [
        "search",
        "import",
        "show",
        "print --direction up",
        "export --format pdf",
        "archive mend",
        "--no-such",
    ] {
        let ran = home.line(line);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{line}: {ran:?}");
        assert!(!ran.err.is_empty(), "{line}");
    }
    home.line("search x --archive nowhere").refused(2, &["'nowhere'", "qari import"]);
    home.line("search x --archive https://a.example/b").refused(2, &["https://a.example/b"]);
    home.line("import --archive edition x.txt").refused(2, &["edition"]);
    assert!(!home.path("nowhere").exists(), "looking makes no archive");
}

#[test]
fn the_reader_without_a_terminal_says_what_to_use_instead() {
    let home = Sandbox::new();
    for line in ["Paris", "-country:RU", "-- import", "--lang ar"] {
        home.line(line).refused(2, &["terminal", "qari search"]);
    }
    let ran = Ran::of(&mut home.command::<&str>([]));
    ran.refused(2, &["terminal", "qari search"]);
    home.line("countri:FR").refused(2, &["countri"]);
    let ran = home.line("read nowhere.txt");
    assert_eq!(
        (ran.code, ran.err.contains("'nowhere.txt'") || ran.err.contains("nowhere.txt:")),
        (1, true),
        "{ran:?}"
    );
}

#[test]
fn help_version_completions_and_manual_are_written() {
    let home = Sandbox::new();
    let help = home.line("--help").done();
    for command in
        ["read", "import", "search", "facets", "show", "remove", "print", "export", "archive", "doctor"]
    {
        assert!(help.lines().any(|l| l.trim_start().starts_with(command)), "{command} is in the help");
    }
    assert!(home.line("--version").done().starts_with("qari "));
    assert!(home.line("search --help").done().contains("--any"));
    for shell in ["bash", "zsh", "fish"] {
        assert!(home.line(&format!("completions {shell}")).done().contains("qari"), "{shell}");
    }
    assert!(home.line("man").done().contains(".TH qari 1"));
}

#[test]
fn an_archive_in_the_hands_of_another_importer_is_left_alone() {
    let home = Sandbox::with_pages();
    let lock = File::options().write(true).open(home.archive().join("import.lock")).unwrap();
    lock.lock().unwrap();
    let grid = pages().join("grid.en.txt");
    let ran = home.run(["import".as_ref(), grid.as_os_str()]);
    ran.refused(1, &["archive'", "another process", "try again"]);
    home.line("remove Nairobi --yes").refused(1, &["another process"]);
    // Readers are not kept out.
    assert_eq!(home.line("search --json Nairobi").records().len(), 1);
    drop(lock);
    home.run(["import".as_ref(), grid.as_os_str()]).done();
}

#[test]
fn an_archive_of_a_newer_format_or_of_another_program_is_refused_and_not_touched() {
    let home = Sandbox::with_pages();
    let file = home.archive().join("articles.db");
    {
        let db = rusqlite::Connection::open(&file).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        db.execute("UPDATE property SET value = '99' WHERE key = 'format'", ()).unwrap();
    }
    let before = fs::read(&file).unwrap();
    for line in ["search Nairobi", "archive info", "import .", "remove Nairobi --yes"] {
        home.line(line).refused(1, &["format 99", "newer qari"]);
    }
    assert_eq!(fs::read(&file).unwrap(), before);

    let foreign = home.write("foreign/articles.db", "this is a letter to a friend, no database");
    home.line("search x --archive foreign").refused(1, &["foreign"]);
    home.line("import --archive foreign .").refused(1, &["foreign"]);
    assert!(fs::read_to_string(foreign).unwrap().starts_with("this is a letter"));
    home.write("file", "a file where a folder should be");
    home.line("import --archive file foreign").refused(1, &["'file"]);
}

#[test]
fn settings_that_are_wrong_do_not_stop_a_command() {
    let home = Sandbox::new();
    home.write("config/qari/config.toml", "theme = \"plaid\"\nmeasure = \"wide\"\nno_such = 1\n");
    let record = home.line("doctor --json").records().remove(0);
    let warnings = record["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|w| w.as_str().unwrap().contains("no_such")), "{warnings:?}");
    assert_eq!(record["archive"], home.archive().display().to_string());
    home.line("doctor --config nowhere.toml").refused(1, &["nowhere.toml"]);
}

#[test]
fn an_index_that_is_gone_is_built_again_and_a_copy_is_whole() {
    let home = Sandbox::with_pages();
    fs::remove_dir_all(home.archive().join("index")).unwrap();
    assert_eq!(home.line("search --json Nairobi").records().len(), 1);
    assert!(home.line("archive check").done().contains("whole"));
    home.line("archive rebuild").done();
    home.line("archive copy copied").done();
    let info = home.line("archive info --json --archive copied").records().remove(0);
    assert_eq!((&info["articles"], &info["pairs"]), (&4.into(), &1.into()));
    assert_eq!(home.line("search --json Nairobi --archive copied").records().len(), 1);
    let again = home.line("archive copy copied");
    assert_eq!(again.code, 1, "an archive is never written over: {again:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Sandbox::with_pages();
    // More than a pipe holds, so that the program meets the closed end.
    home.write("long.txt", "words that go on and on\n".repeat(20_000));
    for line in ["print long.txt", "print long.txt --width 5"] {
        let mut child =
            home.command(line.split(' ')).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{line}");
    }
    for line in
        ["search year:2020", "facets --json", "archive info", "man", "completions bash", "doctor", "--help"]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = Ran::of(home.command(line.split(' ')).stdout(writer).stderr(Stdio::piped()));
        assert_eq!((ran.code, ran.err.contains("Broken pipe")), (0, false), "{line}: {ran:?}");
    }
}

#[test]
fn the_built_in_edition_stays_whole() {
    let home = Sandbox::new();
    home.line("search --json --archive edition lang:ar").done();
    home.line("remove --archive edition lang:ar --yes").refused(2, &["built-in edition", "--archive"]);
    home.line("import --archive edition --undo 1").refused(2, &["built-in edition"]);
    assert_eq!(home.line("search --json --archive edition lang:ar").records().len(), 4);
}

#[test]
fn a_file_is_no_archive_and_the_remedy_is_one_that_works() {
    let home = Sandbox::new();
    home.write("page.txt", "A page");
    home.line("search --archive page.txt x").refused(2, &["'page.txt' is a file", "qari read"]);
}
