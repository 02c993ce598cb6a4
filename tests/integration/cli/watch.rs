//! Folders that are watched: what is there, what appears, what is written slowly, and the archive beside.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::server::{Reply, Server};
use crate::support::{Sandbox, list, number, text};

/// The program at work, its records as they come.
struct Watching {
    child: Child,
    lines: Receiver<Value>,
}

impl Watching {
    fn begin(home: &Sandbox, words: &[&str]) -> Self {
        let mut command = home.command(words);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (give, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = give.send(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, lines }
    }

    /// The next record; a test fails that waits too long.
    #[track_caller]
    fn next(&self) -> Value {
        self.lines.recv_timeout(Duration::from_secs(20)).expect("a record comes")
    }

    /// Ends it as a person does; the exit code and the last record.
    fn end(mut self) -> (i32, Value) {
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
        let code = self.child.wait().unwrap().code().expect("it ends by itself");
        (code, self.lines.iter().last().expect("a summary"))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It is gone where the test went well.
        let _ = self.child.kill();
    }
}

fn note(title: &str) -> String {
    format!("---\ntitle: {title}\nlang: en\n---\nThe harbour was quiet that day.\n")
}

#[test]
fn what_appears_in_a_folder_is_taken_in_and_the_archive_is_free_in_between() {
    let home = Sandbox::new();
    home.write("in/one.md", note("One"));
    let watching = Watching::begin(&home, &["import", "--json", "--watch", "in"]);
    assert_eq!(watching.next(), json!({ "committed": 1 }));

    // What editors and downloads make on their way is no article.
    home.write("in/.two.md.swp", note("Swap"));
    home.write("in/two.md.part", note("Part"));
    home.write("in/two.md~", note("Old"));
    fs::rename(home.write("out/moved/two.md", note("Two")), home.path("in/two.md")).unwrap();
    assert_eq!(watching.next(), json!({ "committed": 2 }));
    fs::create_dir_all(home.path("out/more/deep")).unwrap();
    home.write("out/more/deep/three.md", note("Three"));
    fs::rename(home.path("out/more"), home.path("in/more")).unwrap();
    assert_eq!(watching.next(), json!({ "committed": 3 }), "a folder that was moved in");
    home.write("in/made/four.md", note("Four"));
    assert_eq!(watching.next(), json!({ "committed": 4 }), "in a folder that was made");

    let titles: Vec<String> = home
        .line("search --json harbour")
        .records()
        .iter()
        .map(|hit| text(hit, "title").to_owned())
        .collect();
    assert_eq!(titles.len(), 4, "{titles:?}");
    // Another import may come in between.
    let other = home.write("other.md", note("Other"));
    home.run(["import".as_ref(), other.as_os_str()]).done();

    fs::remove_file(home.path("in/one.md")).unwrap();
    // As editors save: a new file takes the old one's name.
    fs::rename(home.write("in/.four.tmp", note("Four again")), home.path("in/made/four.md")).unwrap();
    assert_eq!(watching.next(), json!({ "committed": 5 }));
    let (code, end) = watching.end();
    assert_eq!((code, number(&end["imported"]), number(&end["updated"])), (0, 4, 1), "{end}");
    assert_eq!(
        home.line("search --json harbour").records().len(),
        5,
        "what was removed from the folder stays"
    );
}

#[test]
fn a_file_that_is_still_written_is_waited_for() {
    let home = Sandbox::new();
    fs::create_dir_all(home.path("in")).unwrap();
    let watching = Watching::begin(&home, &["import", "--json", "--watch", "in"]);
    std::thread::sleep(Duration::from_millis(500));
    let paragraphs: Vec<String> = (0..8).map(|n| format!("\nParagraph {n} was late.\n")).collect();
    for n in 1..=paragraphs.len() {
        fs::write(home.path("in/slow.md"), note("Slow") + &paragraphs[..n].concat()).unwrap();
        std::thread::sleep(Duration::from_millis(300));
    }
    home.write("in/bad.md", [0_u8; 200]);
    assert_eq!(watching.next(), json!({ "committed": 1 }));
    std::thread::sleep(Duration::from_millis(2500));
    let (code, end) = watching.end();
    assert_eq!((number(&end["imported"]), number(&end["updated"])), (1, 0), "read once: {end}");
    assert_eq!((code, list(&end, "failed").len()), (3, 1), "{end}");
    let id = text(&home.line("search --json slow").records()[0], "id").to_owned();
    assert!(home.line(&format!("show {id}")).done().contains("Paragraph 7"));
}

#[test]
fn only_folders_are_watched() {
    let home = Sandbox::new();
    home.write("a.md", note("A"));
    home.line("import --watch a.md").refused(2, &["'a.md'", "folder"]);
    home.line("import --watch https://example.org/").refused(2, &["name a folder"]);
    home.line("import --watch nowhere").refused(1, &["'nowhere'"]);
}

#[test]
fn ctrl_c_ends_a_fetch_that_waits_for_a_server_and_keeps_what_came() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/quick" => Reply::ok("text/csv", "title,text\nQuick,Rain fell on the quay.\n"),
        _ => Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), b"x".to_vec(), 600, Duration::from_millis(100)),
    });
    let home = Sandbox::new();
    home.run(["fetch", "--add", &server.url_at(2, "/quick"), &server.url_at(1, "/slow")]).done();
    let began = std::time::Instant::now();
    let fetching = Watching::begin(&home, &["fetch", "--json"]);
    loop {
        let told = fetching.next();
        if told["status"] == json!("fetched") {
            break;
        }
    }
    let (code, end) = fetching.end();
    assert_eq!((code, number(&end["imported"])), (3, 1), "{end}");
    assert!(began.elapsed() < Duration::from_secs(20), "it took {:?}", began.elapsed());
    assert_eq!(home.line("search --json quay").records().len(), 1);
}
