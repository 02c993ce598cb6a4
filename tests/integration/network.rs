//! The network room against a server on loopback: what it says of itself, what it follows, and hostile servers, each of
//! which ends soon, in bounded memory, with the address and a remedy in its message.

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use qari::fetch::{Answer, Ask, Client, Document, FetchError, Limits, SystemClock};

use crate::support::server::{Reply, Server};

fn client() -> Client {
    let limits = Limits {
        connect: Duration::from_secs(2),
        whole: Duration::from_millis(700),
        bytes: 1 << 20,
        redirections: 4,
    };
    Client::new(limits, Duration::ZERO, Arc::new(SystemClock::default()), Arc::new(AtomicBool::new(false)))
}

fn get(url: &str) -> Result<Answer, FetchError> {
    client().get(&Ask { url, ..Ask::default() })
}

#[track_caller]
fn document(url: &str) -> Document {
    match get(url) {
        Ok(Answer::Document(document)) => document,
        other => panic!("{other:?}"),
    }
}

/// The message of what fails, which names the address, and comes within two seconds.
#[track_caller]
fn fault(url: &str) -> String {
    let began = Instant::now();
    let told = get(url).map(drop).unwrap_err().to_string();
    assert!(began.elapsed() < Duration::from_secs(2), "it took {:?}", began.elapsed());
    assert!(told.contains(&format!("'{url}")), "the address is not in: {told}");
    assert!(told.contains(": ") || told.contains("; "), "no remedy in: {told}");
    told
}

#[test]
fn a_document_comes_with_what_the_server_says_of_it() {
    let server = Server::new(|_| {
        Reply::ok("text/html; charset=windows-1256", "x").with("ETag", "\"1\"").with("Last-Modified", "then")
    });
    let document = document(&server.url("/a?b=c#d"));
    assert_eq!(document.kind.as_deref(), Some("text/html; charset=windows-1256"));
    assert_eq!((document.etag.as_deref(), document.modified.as_deref()), (Some("\"1\""), Some("then")));
    assert_eq!((document.url, document.moved), (server.url("/a?b=c"), None));
    let asked = server.asked().remove(0);
    assert_eq!(asked.path, "/a?b=c");
    assert!(asked.headers["user-agent"].starts_with("qari/"), "{:?}", asked.headers);
    assert!(!asked.headers.contains_key("if-none-match"));
}

#[test]
fn marks_that_are_known_are_sent_and_the_same_document_does_not_come_again() {
    let server = Server::new(|asked| match asked.headers.get("if-none-match").map(String::as_str) {
        Some("W/\"7\"") => Reply::status(304),
        _ => Reply::ok("text/plain", "x"),
    });
    let url = server.url("/");
    let ask = Ask { url: &url, etag: Some("W/\"7\""), modified: Some("Sun, 01 Mar 2026 00:00:00 GMT") };
    assert_eq!(client().get(&ask).unwrap(), Answer::Unchanged);
    assert_eq!(server.asked()[0].headers["if-modified-since"], "Sun, 01 Mar 2026 00:00:00 GMT");
    // A mark that would write a header of its own is not sent.
    let ask = Ask { url: &url, etag: Some("1\r\nX-Evil: 1"), modified: None };
    assert!(matches!(client().get(&ask), Ok(Answer::Document(_))));
    assert!(!server.asked()[1].headers.contains_key("x-evil"));
}

#[test]
fn redirections_are_followed_and_only_lasting_ones_are_remembered() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/old" => Reply::status(301).with("Location", "/older"),
        "/older" => Reply::status(308).with("Location", "new"),
        "/today" => Reply::status(302).with("Location", "/old"),
        "/new" => Reply::ok("text/plain", "x"),
        _ => Reply::status(404),
    });
    let moved = document(&server.url("/old"));
    assert_eq!((moved.url.clone(), moved.moved), (server.url("/new"), Some(moved.url)));
    let today = document(&server.url("/today"));
    assert_eq!((today.url, today.moved), (server.url("/new"), None));
}

#[test]
fn redirections_end_and_do_not_leave_the_web() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/file" => Reply::status(302).with("Location", "file:///etc/passwd"),
        "/secret" => Reply::status(302).with("Location", "http://a:b@127.0.0.1/"),
        "/nowhere" => Reply::status(302),
        path => Reply::status(302).with("Location", &format!("{path}x")),
    });
    assert!(fault(&server.url("/loop")).contains("more than 4 times"));
    assert_eq!(server.asked().len(), 5);
    for path in ["/file", "/secret"] {
        assert!(fault(&server.url(path)).contains("not followed"));
    }
    assert!(fault(&server.url("/nowhere")).contains("leads nowhere"));
}

#[test]
fn a_body_is_bounded_however_it_comes() {
    let bomb = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let zeros = vec![b' '; 1 << 20];
        (0..64).for_each(|_| packer.write_all(&zeros).unwrap());
        packer.finish().unwrap()
    };
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/bomb" => Reply::ok("text/html", &bomb).with("Content-Encoding", "gzip"),
        "/said" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx".to_vec()),
        "/endless" => Reply::Drip(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(),
            vec![b'x'; 64 << 10],
            1000,
            Duration::ZERO,
        ),
        "/more" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef".to_vec()),
        "/less" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nabc".to_vec()),
        _ => Reply::ok("text/html", "x").with("Content-Encoding", "br"),
    });
    for path in ["/bomb", "/said", "/endless"] {
        assert!(fault(&server.url(path)).contains("more than 1048576 bytes"), "{path}");
    }
    assert_eq!(document(&server.url("/more")).bytes, b"abc", "no more than it says");
    assert!(fault(&server.url("/less")).contains("broken"), "what was cut off is not taken for whole");
    assert!(fault(&server.url("/br")).contains("'br'"));
}

#[test]
fn a_server_that_takes_its_time_is_left() {
    let between = Duration::from_millis(100);
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/body" => Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), b"x".to_vec(), 100, between),
        "/head" => Reply::Drip(b"HTTP/1.1 200 OK\r\nX: ".to_vec(), b"x".to_vec(), 100, between),
        "/heads" => {
            Reply::Drip(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X: y\r\n".to_vec(), 1_000_000, Duration::ZERO)
        }
        "/early" => Reply::Drip(Vec::new(), b"HTTP/1.1 103 X\r\n\r\n".to_vec(), 1_000_000, Duration::ZERO),
        _ => Reply::Drip(Vec::new(), Vec::new(), 100, between),
    });
    for path in ["/body", "/head", "/silent"] {
        assert!(fault(&server.url(path)).contains("took longer"), "{path}");
    }
    for path in ["/heads", "/early"] {
        fault(&server.url(path));
    }
}

#[test]
fn what_is_no_document_is_told_by_its_kind() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/png" => Reply::ok("image/png", "x"),
        "/gone" => Reply::status(410),
        "/mine" => Reply::status(403),
        "/ill" => Reply::status(500),
        "/noise" => Reply::Raw(b"\x00\xff\xfe what is this\r\n\r\n".to_vec()),
        _ => Reply::status(404),
    });
    for (path, words) in [
        ("/png", "'image/png'"),
        ("/gone", "410: it was taken away for good"),
        ("/mine", "403"),
        ("/ill", "the fault is the server's"),
        ("/none", "404: there is nothing"),
        ("/noise", "broken"),
    ] {
        let told = fault(&server.url(path));
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn who_does_not_answer_is_told_by_the_reason() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert!(fault(&format!("http://127.0.0.1:{port}/")).contains("refused"));
    assert!(fault("http://no-such-host.invalid/").contains("host is not known"));
    // A server that does not speak TLS says so in plain text.
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = plain.local_addr().unwrap().port();
    std::thread::spawn(move || plain.accept().unwrap().0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    assert!(fault(&format!("https://127.0.0.1:{port}/")).contains("no safe connection"));
}

#[test]
fn a_server_that_asks_for_patience_is_not_asked_again() {
    let server = Server::new(|_| Reply::status(429).with("Retry-After", "3600"));
    let client = client();
    for _ in 0..3 {
        let told = client.get(&Ask { url: &server.url("/"), ..Ask::default() });
        assert!(matches!(told, Err(FetchError::Busy { .. })), "{told:?}");
    }
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn pages_that_nobody_named_are_read_by_the_rules_of_their_server() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nDisallow: /private\n"),
        _ => Reply::ok("text/html", "x"),
    });
    let (client, feed) = (client(), server.url("/feed"));
    assert!(client.follow(&server.url("/news/1"), &feed).is_ok());
    let told = client.follow(&server.url("/private/1"), &feed);
    assert!(matches!(told, Err(FetchError::Robots { .. })), "{told:?}");
    assert!(client.follow(&server.url("/news/2"), &feed).is_ok());
    assert_eq!(server.paths(), ["/robots.txt", "/news/1", "/news/2"], "the rules are asked for once");
    assert!(client.get(&Ask { url: &server.url("/private/1"), ..Ask::default() }).is_ok(), "named");
}

#[test]
fn a_feed_from_outside_leads_nobody_inside() {
    let server = Server::new(|_| Reply::ok("text/html", "x"));
    for inside in [server.url("/admin"), format!("http://localhost:{}/", server.port)] {
        // An address that is kept for documentation, which nobody has: it is not asked.
        let told = client().follow(&inside, "http://192.0.2.1/feed");
        assert!(matches!(told, Err(FetchError::Inside { .. })), "{told:?}");
    }
    assert!(server.asked().is_empty(), "{:?}", server.paths());
}

#[test]
fn requests_to_one_server_keep_their_distance() {
    let server = Server::new(|_| Reply::ok("text/plain", "x"));
    let pause = Duration::from_millis(200);
    let client = Client::new(
        Limits::default(),
        pause,
        Arc::new(SystemClock::default()),
        Arc::new(AtomicBool::new(false)),
    );
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| client.get(&Ask { url: &server.url("/"), ..Ask::default() }).unwrap());
        }
    });
    let times: Vec<Instant> = server.asked().iter().map(|asked| asked.at).collect();
    for pair in times.windows(2) {
        let between = pair[1].duration_since(pair[0]);
        assert!(between >= pause, "{between:?}");
    }
}
