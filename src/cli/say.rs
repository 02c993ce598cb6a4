//! What the commands say: the only way to standard output and standard error, so that nothing that a terminal would
//! take for more than text comes from a file, a name, a query or a variable. On a terminal a listing and a message
//! are laid out for it; in a pipe they are left in logical order. `tests/integration/layers.rs` keeps others out.
//!
//! It never decides what is said, and never fails where there is nobody left to tell.

use std::io::{self, IsTerminal, Write};

use crate::article::Lang;
use crate::cli::print;
use crate::cli::sheet::{Measure, Row, Sheet};
use crate::config::Config;
use crate::text::{Controls, Direction, Options, clean, isolate_quoted};

/// The width where no terminal tells one.
pub(super) const WIDTH: u16 = 80;

/// Standard output.
pub(super) fn out() -> Door<io::Stdout> {
    Door::new(io::stdout())
}

/// Standard output, in large pieces: for what may be long. It must be flushed at the end.
pub(super) fn buffered() -> Door<io::BufWriter<io::Stdout>> {
    Door::new(io::BufWriter::new(io::stdout()))
}

/// Standard error.
pub(super) fn err() -> Door<io::Stderr> {
    Door::new(io::stderr())
}

/// Writes what this program is made of and nothing foreign: a completion script, the manual page.
pub(super) fn own(bytes: &[u8]) -> io::Result<()> {
    io::stdout().write_all(bytes)
}

/// Writes help or the version: our own words, in the parser's colours on a terminal.
pub(super) fn help(help: &clap::Error) -> io::Result<()> {
    help.print()
}

/// Says one line on standard error. Foreign text may be in it: a path, an id, a word of a query.
pub(super) fn warn(line: &str) -> io::Result<()> {
    note(&format!("qari: {line}"))
}

/// The same without the program's name.
pub(super) fn note(line: &str) -> io::Result<()> {
    Listing::of(io::stderr().is_terminal()).line(&mut err(), &isolate_quoted(&one_line(line)))
}

/// Says one line of the interface's own words, with the program's name before it, in the direction of its language.
pub(super) fn told(lang: Lang, line: &str) -> io::Result<()> {
    let line = one_line(line);
    let listing = Listing::of(io::stderr().is_terminal());
    let base = if lang == Lang::Ar { Direction::Rtl } else { Direction::Ltr };
    if !listing.terminal {
        return writeln!(err(), "qari: {}", plain(&line));
    }
    let name = if lang == Lang::Ar { "\u{2067}قارئ\u{2069}" } else { "qari" };
    let mut err = err();
    let options = Options { base: Some(base), ..listing.options() };
    let measure = Measure { width: listing.width, lead: "", align: true };
    let rows = listing.sheet.rows(&format!("{name}: {line}"), &options, measure);
    rows.iter().try_for_each(|row| err.row(row))
}

/// Says several lines on standard error.
pub(super) fn notes(text: &str) -> io::Result<()> {
    text.lines().try_for_each(note)
}

/// Asks on standard error; the answer is typed behind it.
pub(super) fn ask(question: &str) -> io::Result<()> {
    let listing = Listing::of(io::stderr().is_terminal());
    let mut err = err();
    let question = isolate_quoted(&one_line(question));
    if listing.terminal {
        let rows = listing.rows(&question);
        let rows: Vec<&str> = rows.iter().map(Row::as_str).collect();
        write!(err.to, "{} ", rows.join("\n"))?;
    } else {
        write!(err, "{} ", plain(&question))?;
    }
    err.flush()
}

/// One line on the terminal that the next one is written over; nothing where standard error is not one. Our own
/// words and numbers only.
pub(super) fn progress(line: &str) -> io::Result<()> {
    let mut err = io::stderr();
    if err.is_terminal() { write!(err, "\r{}\u{1b}[K", one_line(line)) } else { Ok(()) }
}

/// The line without anything that a terminal would take for more than text.
pub(super) fn one_line(line: &str) -> String {
    clean(line, Controls::Neutralise).replace('\n', " ")
}

/// A writer that lets text through and no command to a terminal: no control but the line feed and the tab, no bidi
/// embedding or override, no isolate that its line does not end.
#[derive(Debug)]
pub(super) struct Door<W> {
    to: W,
    /// The first bytes of a character whose rest has not come yet.
    cut: Vec<u8>,
    /// Isolates that are open on this line.
    open: usize,
}

impl<W: Write> Door<W> {
    const fn new(to: W) -> Self {
        Self { to, cut: Vec::new(), open: 0 }
    }

    /// Writes a row as it is encoded, and ends the line.
    pub(super) fn row(&mut self, row: &Row) -> io::Result<()> {
        if row.is_encoded() {
            writeln!(self.to, "{}", row.as_str())
        } else {
            writeln!(self, "{}", row.as_str())
        }
    }

    fn pass(&mut self, c: char, tame: &mut String) {
        match c {
            '\n' => {
                tame.extend(std::iter::repeat_n('\u{2069}', std::mem::take(&mut self.open)));
                tame.push(c);
            }
            '\t' => tame.push(c),
            '\u{202A}'..='\u{202E}' => {}
            '\u{2066}'..='\u{2068}' => {
                self.open += 1;
                tame.push(c);
            }
            '\u{2069}' if self.open == 0 => {}
            '\u{2069}' => {
                self.open -= 1;
                tame.push(c);
            }
            c if c.is_control() => {}
            c => tame.push(c),
        }
    }
}

impl<W: Write> Write for Door<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.cut);
        all.extend_from_slice(bytes);
        let mut tame = String::with_capacity(all.len());
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            chunk.valid().chars().for_each(|c| self.pass(c, &mut tame));
            let wrong = chunk.invalid();
            let unfinished = || std::str::from_utf8(wrong).is_err_and(|e| e.error_len().is_none());
            if chunks.peek().is_none() && unfinished() {
                self.cut = wrong.to_vec();
            } else if !wrong.is_empty() {
                tame.push(char::REPLACEMENT_CHARACTER);
            }
        }
        self.to.write_all(tame.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A listing for people: on a terminal each line is laid out for it, in a pipe it is left in logical order.
pub(super) struct Listing {
    width: u16,
    sheet: Sheet,
    terminal: bool,
}

impl Listing {
    /// For standard output as it is.
    pub(super) fn new() -> Self {
        Self::of(io::stdout().is_terminal())
    }

    fn of(terminal: bool) -> Self {
        let width = crate::terminal::columns().unwrap_or(WIDTH);
        Self { width, sheet: Sheet::unasked(terminal, &Config::default()), terminal }
    }

    fn options(&self) -> Options {
        Options { glyphs: print::glyphs_on(self.terminal, "auto"), ..self.sheet.options() }
    }

    /// Writes one line from left to right; foreign text in it is isolated by the caller.
    pub(super) fn line(&self, out: &mut Door<impl Write>, line: &str) -> io::Result<()> {
        if !self.terminal {
            return writeln!(out, "{}", plain(line));
        }
        self.rows(line).iter().try_for_each(|row| out.row(row))
    }

    fn rows(&self, line: &str) -> Vec<Row> {
        let options = Options { base: Some(Direction::Ltr), ..self.options() };
        self.sheet.rows(line, &options, Measure { width: self.width, lead: "", align: false })
    }

    /// Writes a paragraph of foreign text, set in from both sides and in its own direction.
    pub(super) fn paragraph(&self, out: &mut Door<impl Write>, text: &str) -> io::Result<()> {
        const INDENT: &str = "    ";
        if !self.terminal {
            return writeln!(out, "{INDENT}{}", plain(text));
        }
        let width = self.width.saturating_sub(2 * INDENT.len() as u16).max(1);
        let measure = Measure { width, lead: INDENT, align: true };
        self.sheet.rows(text, &self.options(), measure).iter().try_for_each(|row| out.row(row))
    }
}

/// A line of a listing in a pipe: logical order, the isolates around foreign text gone.
fn plain(line: &str) -> String {
    let isolates = |c: &char| matches!(c, '\u{2066}'..='\u{2069}');
    one_line(&line.chars().filter(|c| !isolates(c)).collect::<String>()).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_foreign_in_a_line_is_more_than_text() {
        let hostile = "\u{2068}a\u{1b}[31mb\u{9b}5n\u{202e}c\u{7}\u{2069}\r\nd";
        assert_eq!(plain(hostile), "a[31mb5nc d");
        assert_eq!(one_line("x\u{1b}]0;t\u{7}\ny"), "x]0;t y");
    }

    /// What comes out of the door when this goes in, so many bytes at a time.
    fn through(text: &[u8], piece: usize) -> String {
        let mut door = Door::new(Vec::new());
        text.chunks(piece).for_each(|bytes| door.write_all(bytes).unwrap());
        String::from_utf8(door.to).unwrap()
    }

    #[test]
    fn the_door_lets_text_through_and_nothing_else_however_it_is_cut() {
        let text = "a\u{1b}]0;t\u{7}\u{9b}2J\u{202e}b\u{202c}\r\tç\u{2069}\u{2067}\u{628}\u{2066}c\nd\u{2068}e\u{2069}\u{200e}\n";
        for piece in 1..text.len() {
            let wanted = "a]0;t2Jb\tç\u{2067}\u{628}\u{2066}c\u{2069}\u{2069}\nd\u{2068}e\u{2069}\u{200e}\n";
            assert_eq!(through(text.as_bytes(), piece), wanted, "{piece}");
        }
        assert_eq!(through(b"a\xffb\xe2\x80", 1), "a\u{FFFD}b");
    }
}
