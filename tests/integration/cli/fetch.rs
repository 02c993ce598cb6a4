//! Pages, files and feeds from a server on loopback, feeds that are subscribed to, and lists of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::server::{Reply, Server};
use crate::support::{Sandbox, list, number, text};

const PAGE: &str = "<!doctype html><html lang=en><head><title>Harbour opens at night | Quay</title>
<meta property='article:published_time' content='2026-02-03T04:05:00Z'></head><body><nav><a href=/>Home</a></nav>
<article><h1>Harbour opens at night</h1><p>The harbour of the small town will open its gates at night from next week on,
the council said after a long debate about noise, light and the price of diesel.</p><p>Fishermen had asked for it since
the autumn, when a storm kept forty boats outside. <a href='../more'>Read the decision</a> in full on the council's own
board beside the market hall, where it hangs until the end of the month.</p></article></body></html>";

fn item(n: usize, words: usize) -> String {
    let body = format!("Boat number {n} came in with the tide. ").repeat(words / 8 + 1);
    format!(
        "<item><title>Boat {n} comes in</title><link>/news/{n}</link><guid isPermaLink='false'>b{n}</guid>\
         <pubDate>Sun, 01 Mar 2026 0{}:00:00 GMT</pubDate><description>{body}</description></item>",
        n % 10
    )
}

fn feed(items: impl IntoIterator<Item = usize>, words: usize) -> String {
    let items: String = items.into_iter().map(|n| item(n, words)).collect();
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>\u{645}\u{64A}\u{646}\u{627}\u{621} Harbour</title>\
         <link>/</link>{items}</channel></rss>"
    )
}

/// The last record: the summary.
#[track_caller]
fn summary(records: &[Value]) -> &Value {
    records.last().expect("a summary")
}

#[test]
fn a_page_a_feed_and_a_table_are_imported_from_their_addresses_beside_a_file() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/a/page" => Reply::ok("text/html; charset=utf-8", PAGE),
        "/feed" => Reply::ok("text/html", feed(0..3, 200)),
        "/table.csv" => Reply::ok("text/plain", "title,text\nOne,The first row of two.\nTwo,The second.\n"),
        _ => Reply::status(404),
    });
    let home = Sandbox::new();
    let file = home.write("note.md", "---\ntitle: A note\n---\nWords.\n");
    let urls = ["/a/page", "/feed", "/table.csv", "/none"].map(|path| server.url(path));
    let mut words = vec!["import", "--json", "--pause", "0", file.to_str().unwrap()];
    words.extend(urls.iter().map(String::as_str));
    let ran = home.run(words);
    assert_eq!(ran.code, 3, "{ran:?}");
    let told = crate::support::records(&ran.out);
    let end = summary(&told);
    assert_eq!((number(&end["imported"]), list(end, "failed").len()), (7, 1), "{end}");
    assert_eq!(text(&end["failed"][0], "path"), urls[3]);
    assert!(text(&end["failed"][0], "reason").contains("404"));

    let hits = home.line("search --json harbour council").records();
    assert_eq!(
        (text(&hits[0], "url"), text(&hits[0], "title")),
        (urls[0].as_str(), "Harbour opens at night")
    );
    let again = home.run(["import", "--json", "--pause", "0", &urls[0], &urls[1], &urls[2]]).records();
    assert_eq!(number(&summary(&again)["unchanged"]), 6, "{again:?}");
}

#[test]
fn an_address_that_is_none_of_the_web_is_refused() {
    let home = Sandbox::new();
    home.line("import ftp://example.org/x").refused(2, &["'ftp://example.org/x'", "https://"]);
    home.line("import http://me:pass@127.0.0.1/").refused(2, &["password"]);
    home.line("fetch --add example.org").refused(2, &["'example.org'", "https://"]);
}

#[test]
fn a_feed_that_is_subscribed_to_is_asked_for_what_is_new() {
    let (size, asked_for) = (Arc::new(AtomicUsize::new(2)), Arc::new(Mutex::new(Vec::new())));
    let (now, noted) = (Arc::clone(&size), Arc::clone(&asked_for));
    let server = Server::new(move |asked| {
        let mark = format!("\"{}\"", now.load(Ordering::Relaxed));
        noted.lock().unwrap().push(asked.headers.get("if-none-match").cloned());
        match asked.headers.get("if-none-match") {
            Some(known) if *known == mark => Reply::status(304),
            _ => Reply::ok("application/rss+xml", feed(0..now.load(Ordering::Relaxed), 200))
                .with("ETag", &mark),
        }
    });
    let home = Sandbox::new();
    let url = server.url("/rss");
    assert_eq!(home.run(["fetch", "--json", "--add", &url]).records(), [json!({ "subscribed": 1 })]);
    assert!(server.asked().is_empty(), "nothing is fetched unless it is asked for");

    let fetch = || home.line("fetch --json --pause 0").records();
    let told = fetch();
    let expected = json!({ "url": url, "title": "\u{645}\u{64A}\u{646}\u{627}\u{621} Harbour", "status": "fetched",
        "imported": 2, "updated": 0, "unchanged": 0, "error": null });
    assert!(told.contains(&expected), "{told:?}");
    assert_eq!(
        summary(&told),
        &json!({ "imported": 2, "updated": 0, "unchanged": 0, "linked": 0, "failed": [], "batch": 1 })
    );

    let told = fetch();
    assert_eq!((text(&told[0], "status"), &summary(&told)["batch"]), ("not-modified", &Value::Null));
    size.store(3, Ordering::Relaxed);
    let told = fetch();
    let feed = told.iter().find(|record| record.get("url").is_some()).unwrap();
    assert_eq!((number(&feed["imported"]), number(&feed["unchanged"])), (1, 2));
    let marks = asked_for.lock().unwrap().clone();
    assert_eq!(marks, [None, Some("\"2\"".to_owned()), Some("\"2\"".to_owned())]);

    let known = home.line("fetch --list --json").records();
    assert_eq!((known.len(), number(&known[0]["count"]), &known[0]["error"]), (1, 3, &Value::Null));
    home.line("fetch --remove harbour").done();
    assert!(home.line("fetch --list --json").records().is_empty());
    assert_eq!(home.line("search --json boat").records().len(), 3, "the articles stay");
}

#[test]
fn one_feed_that_fails_does_not_stop_the_others() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/rss" => Reply::ok("application/xml", feed(0..1, 200)),
        "/page" => {
            Reply::ok("text/html", "<html><link rel=alternate type=application/rss+xml href=/rss><p>x")
        }
        "/busy" => Reply::status(503).with("Retry-After", "600"),
        _ => Reply::status(410),
    });
    let home = Sandbox::new();
    let urls: Vec<String> = (1..)
        .zip(["/rss", "/page", "/busy", "/gone"])
        .map(|(host, path)| server.url_at(host, path))
        .collect();
    for url in &urls {
        home.run(["fetch", "--add", url]).done();
    }
    let ran = home.line("fetch --json --pause 0");
    assert_eq!(ran.code, 3, "{ran:?}");
    let told = crate::support::records(&ran.out);
    let status = |url: &String| {
        let of_url = |record: &&Value| record["url"] == json!(url) && record.get("status").is_some();
        told.iter().find(of_url).map(|record| (text(record, "status"), record["error"].to_string())).unwrap()
    };
    assert_eq!(status(&urls[0]).0, "fetched");
    let (page, reason) = status(&urls[1]);
    assert_eq!(page, "failed");
    assert!(reason.contains(&server.url_at(2, "/rss")), "it names the feed of the page: {reason}");
    assert_eq!((status(&urls[2]).0, status(&urls[3]).0), ("failed", "gone"));

    let before = server.asked().len();
    let told = crate::support::records(&home.line("fetch --json --pause 0").out);
    let waits: Vec<&str> = told.iter().filter_map(|r| r.get("status")?.as_str()).collect();
    assert!(waits.contains(&"waiting") && waits.contains(&"gone"), "{waits:?}");
    assert_eq!(server.asked().len(), before + 2, "who asked for patience and who is gone are left alone");
}

#[test]
fn the_pages_of_items_are_read_where_the_feed_has_only_their_beginning() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/rss" => Reply::ok("application/rss+xml", feed(0..3, 10)),
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nDisallow: /news/2\n"),
        "/news/0" | "/news/1" => Reply::ok("text/html", PAGE),
        _ => Reply::status(404),
    });
    let home = Sandbox::new();
    home.run(["fetch", "--full", "--add", &server.url("/rss")]).done();
    let ran = home.line("fetch --json --pause 0");
    let told = crate::support::records(&ran.out);
    assert_eq!((ran.code, number(&summary(&told)["imported"])), (0, 3), "{told:?}");
    assert!(ran.err.contains("robots.txt") && ran.err.contains("/news/2"), "{}", ran.err);
    let hits = home.line("search --json council").records();
    assert_eq!(hits.len(), 2, "{hits:?}");
    assert!(
        hits.iter().all(|hit| text(hit, "title").starts_with("Boat")),
        "under the item's own name: {hits:?}"
    );
    let pages = || server.paths().iter().filter(|path| path.starts_with("/news/")).count();
    let before = pages();
    let told = crate::support::records(&home.line("fetch --json --again --pause 0").out);
    assert_eq!(
        (number(&summary(&told)["unchanged"]), pages()),
        (3, before),
        "what is whole is not read again"
    );
}

#[test]
fn lists_of_other_readers_are_taken_in_and_given_out() {
    let home = Sandbox::new();
    let opml = home.write(
        "feeds.opml",
        "<opml version='2.0'><body><outline text='\u{623}\u{62E}\u{628}\u{627}\u{631}'>\
         <outline text='\u{627}\u{644}\u{645}\u{631}\u{641}\u{623} &amp; Co' xmlUrl='http://a.example/rss?x=1&amp;y=2'/>\
         <outline text='B' xmlUrl='feed://b.example/rss'/></outline></body></opml>",
    );
    let told = home.run(["import".as_ref(), "--json".as_ref(), opml.as_os_str()]).records();
    assert_eq!((number(&summary(&told)["subscribed"]), number(&summary(&told)["imported"])), (2, 0));
    let known = home.line("fetch --list --json").records();
    assert_eq!(text(&known[0], "title"), "\u{627}\u{644}\u{645}\u{631}\u{641}\u{623} & Co");
    assert_eq!(
        (text(&known[0], "url"), text(&known[1], "url")),
        ("http://a.example/rss?x=1&y=2", "http://b.example/rss")
    );
    let written = home.line("fetch --export-opml").done();
    let other = Sandbox::new();
    let file = other.write("list.xml", written);
    other.run(["fetch".as_ref(), "--opml".as_ref(), file.as_os_str()]).done();
    assert_eq!(other.line("fetch --list --json").records().len(), 2);

    let broken = home.write(
        "odd.opml",
        "<opml><outline xmlUrl='file:///etc/passwd'/><outline xmlUrl='http://c.example/'/>",
    );
    let ran = home.run(["fetch".as_ref(), "--opml".as_ref(), broken.as_os_str()]);
    assert!(ran.code == 3 && ran.err.contains("file:///etc/passwd"), "{ran:?}");
    let none = home.write("none.opml", "<opml/>");
    home.run(["fetch".as_ref(), "--opml".as_ref(), none.as_os_str()]).refused(1, &["names no feed"]);
}

#[test]
fn a_feed_that_moved_for_good_is_asked_for_at_its_new_place() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/old" => Reply::status(301).with("Location", "/new"),
        _ => Reply::ok("application/rss+xml", feed(0..1, 200)),
    });
    let home = Sandbox::new();
    home.run(["fetch", "--name", "Mine", "--add", &server.url("/old")]).done();
    let ran = home.line("fetch --pause 0");
    assert!(ran.code == 0 && ran.err.contains(&server.url("/new")), "{ran:?}");
    let known = home.line("fetch --list --json").records();
    assert_eq!((text(&known[0], "url"), text(&known[0], "title")), (server.url("/new").as_str(), "Mine"));
}
