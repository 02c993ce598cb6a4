//! A server of our own on loopback: it answers what a test says, keeps what it was asked, and can be as hostile as the
//! test wants. Nothing here goes out to a network.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a client asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
    pub(crate) at: Instant,
}

/// What the server answers.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A status with headers and a body; its length is told.
    Whole(u16, Vec<(String, String)>, Vec<u8>),
    /// Bytes as they are, then the connection is closed.
    Raw(Vec<u8>),
    /// Bytes, then others again and again, so often with so much time in between.
    Drip(Vec<u8>, Vec<u8>, usize, Duration),
}

impl Reply {
    pub(crate) fn ok(kind: &str, body: impl AsRef<[u8]>) -> Self {
        Self::Whole(200, vec![("Content-Type".into(), kind.into())], body.as_ref().to_vec())
    }

    pub(crate) fn status(code: u16) -> Self {
        Self::Whole(code, Vec::new(), Vec::new())
    }

    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        match self {
            Self::Whole(code, mut headers, body) => {
                headers.push((name.into(), value.into()));
                Self::Whole(code, headers, body)
            }
            other => other,
        }
    }
}

/// A running server. It ends with the test.
pub(crate) struct Server {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// One that answers by this rule.
    pub(crate) fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        // All of 127.0.0.0/8 is this machine: each address counts as a server of its own.
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer) = (Arc::clone(&asked), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                // A client that goes away is no fault of the server's.
                std::thread::spawn(move || stream.and_then(|stream| serve(&stream, &noted, &*answer)));
            }
        });
        Self { port, asked }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        self.url_at(1, path)
    }

    /// The same at another host, 1 to 254.
    pub(crate) fn url_at(&self, host: u8, path: &str) -> String {
        format!("http://127.0.0.{host}:{}{path}", self.port)
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The paths that it was asked for so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

fn serve(
    stream: &TcpStream,
    noted: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(&Asked) -> Reply + Send + Sync),
) -> std::io::Result<()> {
    let mut from = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    while from.read_line(&mut first)? > 0 {
        let path = std::mem::take(&mut first).split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = HashMap::new();
        for line in from.by_ref().lines() {
            let line = line?;
            let Some((name, value)) = line.split_once(':') else { break };
            headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        from.read_exact(&mut body)?;
        let asked = Asked { path, headers, body, at: Instant::now() };
        noted.lock().unwrap().push(asked.clone());
        if !reply(stream, answer(&asked))? {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether the connection stays open.
fn reply(mut stream: &TcpStream, reply: Reply) -> std::io::Result<bool> {
    match reply {
        Reply::Whole(code, headers, body) => {
            let told = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>();
            let (length, told) = (body.len(), told.concat());
            let head = format!("HTTP/1.1 {code} X\r\nContent-Length: {length}\r\n{told}\r\n");
            stream.write_all(head.as_bytes())?;
            stream.write_all(&body)?;
            Ok(true)
        }
        Reply::Raw(bytes) => {
            stream.write_all(&bytes)?;
            Ok(false)
        }
        Reply::Drip(first, again, times, between) => {
            stream.write_all(&first)?;
            for _ in 0..times {
                stream.write_all(&again)?;
                stream.flush()?;
                if !between.is_zero() {
                    std::thread::sleep(between);
                }
            }
            Ok(false)
        }
    }
}
