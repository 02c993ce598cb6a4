//! The translating room against a server on loopback that speaks as `LibreTranslate` does, or does not.

use std::time::{Duration, Instant};

use qari::article::Lang;
use qari::translate::{Maker, Settings, TranslateError, maker};

use crate::support::server::{Reply, Server};

fn at(server: &Server, key: &str) -> Box<dyn Maker> {
    let (url, key) = (server.url("/"), key.to_owned());
    let settings = Settings { url, key, timeout: Duration::from_millis(1500), ..Settings::default() };
    maker(&settings).unwrap().unwrap()
}

fn asked(server: &Server) -> Result<String, TranslateError> {
    at(server, "").translate("قال", Lang::Ar, Lang::En, &|| false)
}

#[test]
fn a_paragraph_is_posted_and_its_translation_comes() {
    let server =
        Server::new(|_| Reply::ok("application/json", "{\"translatedText\":\"he \\\"said\\\"\",\"x\":1}"));
    assert_eq!(asked(&server).unwrap(), "he \"said\"");
    at(&server, "k1").translate("x\ny", Lang::En, Lang::Ar, &|| false).unwrap();
    let asked = server.asked();
    let body = |n: usize| serde_json::from_slice::<serde_json::Value>(&asked[n].body).unwrap();
    assert_eq!(body(0), serde_json::json!({ "q": "قال", "source": "ar", "target": "en", "format": "text" }));
    assert_eq!((body(1)["q"].as_str(), body(1)["api_key"].as_str()), (Some("x\ny"), Some("k1")));
    assert_eq!(
        (asked[0].path.as_str(), asked[0].headers["content-type"].as_str()),
        ("/translate", "application/json")
    );
}

#[test]
fn what_a_server_says_is_wrong_is_told_with_the_remedy() {
    for (reply, words) in [
        (
            Reply::Whole(403, Vec::new(), b"{\"error\":\"no key\"}".to_vec()),
            "answers 403 (no key): set 'key'",
        ),
        (
            Reply::Whole(400, Vec::new(), b"{\"error\":\"xx is not supported\"}".to_vec()),
            "(xx is not supported)",
        ),
        (Reply::status(404), "there is no LibreTranslate at this address"),
        (Reply::status(500), "answers 500: the fault is the server's"),
        (Reply::ok("text/html", "<html>"), "does not answer as LibreTranslate does"),
        (Reply::ok("application/json", "{\"error\":\"out of memory\"}"), "(out of memory)"),
        (Reply::ok("application/json", "{}"), "no 'translatedText'"),
        (Reply::status(302).with("Location", "http://127.0.0.9/"), "leads elsewhere, which is not followed"),
    ] {
        let server = Server::new(move |_| reply.clone());
        let told = asked(&server).unwrap_err().to_string();
        assert!(told.contains(words) && told.starts_with(&format!("'{}", server.url(""))), "{told}");
        assert_eq!(server.asked().len(), 1);
    }
    let nobody =
        Settings { url: "http://127.0.0.1:9".into(), timeout: Duration::from_secs(2), ..Settings::default() };
    let told = maker(&nobody).unwrap().unwrap().translate("x", Lang::En, Lang::Ar, &|| false).unwrap_err();
    assert!(told.is_lasting() && told.to_string().contains("there is no connection"), "{told}");
}

#[test]
fn a_busy_server_is_asked_once_more_after_its_pause() {
    for (code, always) in [(429, false), (503, true)] {
        let first = std::sync::atomic::AtomicBool::new(true);
        let server = Server::new(move |_| {
            if first.swap(false, std::sync::atomic::Ordering::Relaxed) || always {
                Reply::status(code).with("Retry-After", "1")
            } else {
                Reply::ok("application/json", "{\"translatedText\":\"said\"}")
            }
        });
        let told = asked(&server);
        let times: Vec<Instant> = server.asked().iter().map(|asked| asked.at).collect();
        assert_eq!(times.len(), 2, "once more, and no more");
        assert!(times[1].duration_since(times[0]) >= Duration::from_secs(1));
        match told {
            Ok(said) => assert!(!always && said == "said"),
            Err(error) => assert!(always && error.to_string().contains("it is busy"), "{error}"),
        }
    }
}

#[test]
fn an_answer_has_an_end_in_time_and_in_bytes_and_when_one_stops() {
    let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    let (slow, endless) = (head.clone(), head);
    let server =
        Server::new(move |_| Reply::Drip(slow.clone(), b" ".to_vec(), 1000, Duration::from_millis(50)));
    assert!(matches!(asked(&server), Err(TranslateError::Slow { .. })));
    let began = Instant::now();
    let stopped = || began.elapsed() > Duration::from_millis(100);
    let told = at(&server, "").translate("x", Lang::En, Lang::Ar, &stopped);
    assert!(matches!(told, Err(TranslateError::Stopped)), "{told:?}");
    let server =
        Server::new(move |_| Reply::Drip(endless.clone(), vec![b'x'; 64 << 10], 10_000, Duration::ZERO));
    assert!(matches!(asked(&server), Err(TranslateError::TooLong { .. } | TranslateError::Slow { .. })));
}
