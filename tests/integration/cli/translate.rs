//! `translate`: machine translations on demand, by a command and by a server.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::server::{Reply, Server};
use crate::support::{Ran, Sandbox, list, text, texts};

/// The pages, and a command of the shell's that translates.
fn with(line: &str) -> Sandbox {
    let home = Sandbox::with_pages();
    set(&home, line);
    home
}

fn set(home: &Sandbox, line: &str) {
    home.write("config/qari/config.toml", format!("[translate]\ncommand = ['sh', '-c', '''{line}''']\n"));
}

fn id_of(home: &Sandbox, query: &str) -> String {
    let hits = home.line(&format!("search --json {query}")).records();
    text(&hits[0], "id").to_owned()
}

fn show(home: &Sandbox, id: &str) -> Value {
    home.line(&format!("show --json {id}")).records().remove(0)
}

/// Marks each paragraph with the language it is to be in.
const MARK: &str = "sed 's/^/{to}: /'";

#[test]
fn a_translation_is_made_shown_and_never_an_article_of_its_own() {
    let home = with(MARK);
    let id = id_of(&home, "صفاقس");
    let before = home.line("archive info --json").records().remove(0);
    let (jsonl, md) = (home.line("export --format jsonl").done(), home.line("export --format md").done());
    let told = home.line(&format!("translate --json {id}")).records().remove(0);
    let made = format!("{id}-mt-en");
    let blocks = list(&show(&home, &id), "blocks").len();
    assert_eq!((text(&told, "status"), text(&told, "translation")), ("made", made.as_str()));
    assert_eq!((&told["done"], &told["of"]), (&Value::from(blocks), &Value::from(blocks)));
    let translation = show(&home, &made);
    assert_eq!((text(&translation, "lang"), &translation["machine_translated"]), ("en", &Value::Bool(true)));
    assert!(text(&translation, "title").starts_with("en: برنامج فدية"), "{translation}");
    assert_eq!(text(&translation, "original_title"), text(&show(&home, &id), "title"));
    assert!(list(&translation, "blocks").iter().all(|block| text(block, "text").starts_with("en: ")));
    assert_eq!(texts(&translation, "pair"), [&id]);
    let original = show(&home, &id);
    assert_eq!(texts(&original, "pair"), [made.as_str()]);
    for (n, bead) in list(&original, "beads").iter().enumerate() {
        assert_eq!(*bead, serde_json::json!({ "ar": [n], "en": [n], "confidence": 1.0 }));
    }
    assert_eq!(texts(&home.line("search --json صفاقس").records()[0], "pair"), [made.as_str()]);
    let beside = home.line(&format!("show {id} --side-by-side --width 120")).done();
    assert!(beside.contains("machine\u{a0}translation") && beside.contains("en: "), "{beside}");
    let after = home.line("archive info --json").records().remove(0);
    assert_eq!((&after["articles"], &after["pairs"]), (&before["articles"], &before["pairs"]));
    assert_eq!(home.line("export --format jsonl").done(), jsonl, "what is exported is the archive's own");
    assert_eq!(home.line("export --format md").done(), md);
    assert!(home.line("search --json is:paired").records().iter().all(|hit| text(hit, "id") != id));
    home.line("archive check").done();

    let again = home.line(&format!("translate --json {id}")).records().remove(0);
    assert_eq!(text(&again, "status"), "kept");
    set(&home, "sed 's/^/again: /'");
    let again = home.line(&format!("translate --json --again {id}")).records().remove(0);
    assert_eq!(text(&again, "status"), "made");
    assert!(text(&show(&home, &made), "title").starts_with("again: "));
    assert_eq!(
        text(&home.line(&format!("translate --json --remove {id}")).records()[0], "status"),
        "removed"
    );
    home.line(&format!("show {made}")).refused(1, &[&made]);
    assert!(texts(&show(&home, &id), "pair").is_empty());
}

#[test]
fn nothing_is_run_where_nothing_is_set_and_nothing_where_there_is_a_counterpart() {
    let home = Sandbox::with_pages();
    let id = id_of(&home, "صفاقس");
    home.line(&format!("translate {id}")).refused(1, &["no translator is set", "[translate]", "config.toml"]);
    assert_eq!(home.line("translate").code, 2);
    let trace = home.path("ran");
    set(&home, &format!("touch {}; cat", trace.display()));
    let paired = id_of(&home, "is:paired");
    assert_eq!(text(&home.line(&format!("translate --json {paired}")).records()[0], "status"), "paired");
    assert!(!trace.exists());
    home.run(["translate", "--query", ""]).refused(2, &["does not translate a whole archive"]);
}

#[test]
fn what_was_made_before_it_failed_is_kept_and_gone_on_with() {
    let home = with(
        "read -r line; case $line in *سجلات*) echo 'no such word' >&2; exit 4;; esac; echo \"en: $line\"",
    );
    let id = id_of(&home, "صفاقس");
    let ran = home.line(&format!("translate --json {id}"));
    assert_eq!(ran.code, 3, "the title is there: {ran:#?}");
    assert!(ran.err.contains("failed (exit status: 4: no such word)"), "{}", ran.err);
    let made = format!("{id}-mt-en");
    let part = home.line(&format!("show --json {made}"));
    assert!(part.err.contains("0 of "), "{}", part.err);
    assert!(list(&crate::support::records(&part.out)[0], "blocks").is_empty());
    let beside = home.line(&format!("show {id} --side-by-side --width 120"));
    assert!(beside.out.contains("not translated yet") && beside.err.contains("0 of "), "{beside:#?}");
    set(&home, MARK);
    let told = home.line(&format!("translate --json {id}")).records().remove(0);
    assert_eq!(text(&told, "status"), "made");
    assert!(home.line(&format!("show --json {made}")).err.is_empty());
}

#[test]
fn a_run_ends_when_it_is_told_to_and_keeps_what_it_has() {
    let home = with(
        "read -r line; [ -e \"$HOME/one\" ] && sleep 300; mkdir -p \"$HOME\"; touch \"$HOME/one\"; echo \"x $line\"",
    );
    let id = id_of(&home, "صفاقس");
    let mut command = home.command(["translate", "--json", &id]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let end = Instant::now() + Duration::from_mins(1);
    while !home.path("home/one").exists() {
        assert!(Instant::now() < end, "it never began");
        std::thread::sleep(Duration::from_millis(10));
    }
    // The second paragraph sleeps for longer than anybody waits.
    std::thread::sleep(Duration::from_millis(300));
    let stopped =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    let ran = Ran::new(child.wait_with_output().unwrap());
    assert!(ran.err.contains("stopped on request"), "{ran:#?}");
    assert_eq!(ran.code, 3, "{ran:#?}");
    let there = home.line(&format!("show --json {id}-mt-en")).records().remove(0);
    assert!(text(&there, "title").starts_with("x "));
}

#[test]
fn a_server_translates_what_a_query_finds_and_one_that_is_not_there_is_asked_once() {
    let home = Sandbox::with_pages();
    let server = Server::new(|asked| {
        let q: Value = serde_json::from_slice(&asked.body).unwrap();
        let said =
            serde_json::json!({ "translatedText": format!("[{}] {}", text(&q, "target"), text(&q, "q")) });
        Reply::ok("application/json", said.to_string())
    });
    home.write("config/qari/config.toml", format!("[translate]\nurl = \"{}\"\n", server.url("")));
    let told = home.line("translate --json --query is:unpaired").records();
    assert!(told.len() >= 2 && told.iter().all(|record| text(record, "status") == "made"), "{told:?}");
    assert!(server.paths().iter().all(|path| path == "/translate"));
    home.write("config/qari/config.toml", "[translate]\nurl = \"http://127.0.0.1:9\"\n");
    let ran = home.line("translate --json --again --query is:unpaired");
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "the next one would meet the same: {ran:#?}");
    assert!(ran.err.contains("there is no connection"), "{}", ran.err);
    let kept = home.line("translate --json --query is:unpaired").records();
    assert!(
        kept.iter().all(|record| text(record, "status") == "kept"),
        "a failed one took nothing away: {kept:?}"
    );
}
