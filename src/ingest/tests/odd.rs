//! What is no file of articles: pipes, devices, folders in a circle, archives, packings that lie.

use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::article::Article;
use crate::ingest::{Format, Mapping, Origin, Reading, batches, read_all, read_bytes};

fn pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// The articles of some paths, and what failed.
fn all(paths: &[PathBuf]) -> (Vec<Article>, Vec<String>) {
    let (mut articles, mut failed) = (Vec::new(), Vec::new());
    read_all(paths, &Reading::default(), &AtomicBool::new(false), |piece| -> Result<(), ()> {
        articles.extend(piece.articles);
        failed.extend(piece.failed.into_iter().map(|f| f.reason));
        Ok(())
    })
    .unwrap();
    (articles, failed)
}

#[test]
fn what_is_no_file_in_a_folder_is_passed_over_and_circles_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.md"), "# Tide\n\nIt came in.\n").unwrap();
    pipe(&at("b.txt"));
    symlink("/dev/zero", at("c.txt")).unwrap();
    symlink(folder.path(), at("d")).unwrap();
    symlink("e.md", at("e.md")).unwrap();
    let (articles, failed) = all(&[folder.path().to_owned()]);
    assert_eq!(articles.iter().map(|a| a.title.as_str()).collect::<Vec<_>>(), ["Tide"]);
    assert_eq!(failed.len(), 2, "{failed:?}");
}

#[test]
fn a_pipe_that_is_named_is_read_once_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| {
        let path = folder.path().join(name);
        pipe(&path);
        let writer = {
            let path = path.clone();
            std::thread::spawn(move || {
                let mut to = std::fs::OpenOptions::new().write(true).open(path).unwrap();
                to.write_all(b"---\ntitle: Tide\n---\nIt came in over the quay.\n").unwrap();
            })
        };
        let (mut articles, failed) = all(&[path]);
        writer.join().unwrap();
        assert_eq!(failed, [""; 0]);
        articles.remove(0)
    };
    // No name says what it is; by its beginning alone it is text.
    let (one, other) = (read("63"), read("64"));
    assert_eq!((one.title.is_empty(), &one.id), (false, &other.id), "the same text is the same article");
    assert_eq!(read("x.md").title, "Tide");
}

#[test]
fn archives_are_named_for_what_they_are_and_packings_that_lie_cost_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("a.txt", b"PK\x03\x04\x14\0\0\0");
    put("b.csv", b"PK\x03\x04\x14\0\0\0");
    // A frame that says that it holds 2^60 bytes, and one whose window is larger than any memory.
    put("c.txt.zst", b"\x28\xB5\x2F\xFD\xE0\0\0\0\0\0\0\0\x10\x01\0\0");
    put("d.txt.zst", b"\x28\xB5\x2F\xFD\x00\xFF\x01\0\0");
    // The names of a table's columns are quoted, not all of them.
    put("e.csv", format!("{}\n", "x".repeat(1 << 20)).as_bytes());
    put("f.md", b"# Tide\n\nIt came in.\n");
    let (articles, failed) = all(&[folder.path().to_owned()]);
    assert_eq!(articles.len(), 1, "the rest goes on");
    for (reason, word) in failed.iter().zip(["ZIP archive", "ZIP archive", "unpack it", "unpack it", "xx…"])
    {
        assert!(reason.contains(word) && reason.len() < 1000, "{word}: {reason}");
    }
    assert_eq!(failed.len(), 5);
}

/// A file of any length, never written anywhere: what begins it, and one byte again and again.
struct Endless(&'static [u8], u64);

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = (buffer.len() as u64).min(self.1) as usize;
        self.1 -= size as u64;
        for byte in buffer.iter_mut().take(size) {
            *byte = self.0.split_off_first().map_or(b'x', |first| *first);
        }
        Ok(size)
    }
}

#[test]
fn a_record_without_end_is_given_up_long_before_the_memory_is() {
    for (format, begin, word) in [
        (Format::Csv, &b"title,text\nTide,\"It came in\nEbb,\"x"[..], "never closed"),
        (Format::Json, b"[{\"title\":\"Tide\",\"text\":\"It came in\"},{\"title\":\"", "longer than 128 MB"),
        (Format::Trec, b"<DOC><TITLE>Tide</TITLE></DOC>\n<DOC><TITLE>", "more than the"),
    ] {
        let mut from = std::io::BufReader::new(Endless(begin, 1 << 34));
        let error = batches::cut_up(format, &mut from, &Mapping::default(), "x", &mut |_| true).unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[test]
fn a_title_is_one_line_whatever_broke_it() {
    let line = br#"{"title":"Tide\u000cand\u2028ebb ","text":"It came in."}"#;
    let origin = Origin { path: "/x.jsonl".to_owned(), format: Some(Format::Records) };
    assert_eq!(read_bytes(line, &origin).unwrap()[0].title, "Tide and ebb");
}
