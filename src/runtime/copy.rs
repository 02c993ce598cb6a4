//! Where a copy goes: the terminal's clipboard, a command of the user's, the end of a file, or standard output when
//! the screen has been left. It never looks at what is copied.
//!
//! What may take a moment (a command, tmux) is waited for on a thread, and no longer than a moment.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::app::{CopiedTo, Msg};
use crate::config::Config;
use crate::runtime::Input;
use crate::terminal::{Environment, clipboard};

/// How long a command may take for a copy. What serves a clipboard goes on in a process of its own.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the settings say about copying.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    Terminal,
    Command(String),
    File(String),
    Print,
}

/// Why a copy did not go where it should.
#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error(
        "no command to copy with: set 'copy_command', such as \"wl-copy\" or \"xclip -selection clipboard\""
    )]
    NoCommand,
    #[error("no file to copy to: set 'copy_file' to a path")]
    NoFile,
    #[error("cannot run '{0}': {1}: set 'copy_command' to one that can be run")]
    NotRun(String, io::Error),
    #[error("'{0}' failed ({1}): try it in a shell")]
    Failed(String, ExitStatus),
    #[error("'{0}' did not end in {limit} s and was stopped: it must read its standard input and end", limit = PATIENCE.as_secs())]
    Slow(String),
    #[error("cannot write to '{0}': {1}: set 'copy_file' to a path that can be written")]
    NotWritten(String, io::Error),
    #[error("cannot copy: {0}")]
    Terminal(#[from] io::Error),
}

/// Carries copies where they go.
pub(crate) struct Copier {
    way: Way,
    environment: Environment,
    /// Copies for standard output.
    printed: Vec<String>,
    threads: Vec<JoinHandle<()>>,
}

impl Copier {
    /// As the settings say. An unknown way was refused where the settings were read.
    pub(crate) fn new(config: &Config, environment: Environment) -> Self {
        let way = match config.copy.as_str() {
            "command" => Way::Command(config.copy_command.clone()),
            "file" => Way::File(config.copy_file.clone()),
            "print" => Way::Print,
            _ => Way::Terminal,
        };
        Self { way, environment, printed: Vec::new(), threads: Vec::new() }
    }

    /// Copies; the message comes back at once or, from a thread, by the channel.
    pub(crate) fn copy<W>(
        &mut self,
        mut terminal: W,
        text: &str,
        what: String,
        out: &Sender<Input>,
    ) -> Option<Msg>
    where
        W: Write + Send + 'static,
    {
        let text = text.to_owned();
        match self.way.clone() {
            Way::Terminal if self.environment.tmux => {
                let environment = self.environment.clone();
                self.apart(out, move || {
                    let to = match run("tmux", &["load-buffer", "-w", "-"], &text) {
                        Ok(()) => Ok(CopiedTo::Tmux),
                        // An older tmux, or one that is not there to be asked: by the terminal, through tmux.
                        Err(_) => to_terminal(&mut terminal, &text, &environment),
                    };
                    answer(what, to)
                });
                None
            }
            Way::Terminal => Some(answer(what, to_terminal(&mut terminal, &text, &self.environment))),
            Way::Command(command) if command.trim().is_empty() => {
                Some(answer(what, Err(CopyError::NoCommand)))
            }
            Way::Command(command) => {
                self.apart(out, move || {
                    // The user's own line, with its options and quotes: a shell reads it.
                    let to = run("sh", &["-c", &command], &text);
                    let to = to.map_err(|error| error.named(&command));
                    answer(what, to.map(|()| CopiedTo::Command(command)))
                });
                None
            }
            Way::File(path) => Some(answer(what, append(&path, &text).map(|()| CopiedTo::File(path)))),
            Way::Print => {
                self.printed.push(text);
                Some(answer(what, Ok(CopiedTo::Print)))
            }
        }
    }

    /// Waits for what is still being copied, and gives the copies for standard output.
    pub(crate) fn finish(&mut self) -> Vec<String> {
        for thread in self.threads.drain(..) {
            // A panic there was reported when it happened.
            let _ = thread.join();
        }
        std::mem::take(&mut self.printed)
    }

    fn apart(&mut self, out: &Sender<Input>, work: impl FnOnce() -> Msg + Send + 'static) {
        let sender = out.clone();
        let work = move || {
            // When nobody listens any more the program is ending.
            let _ = sender.send(Input::Msg(work()));
        };
        match thread::Builder::new().name("qari-copy".into()).spawn(work) {
            Ok(thread) => {
                self.threads.retain(|thread| !thread.is_finished());
                self.threads.push(thread);
            }
            Err(error) => {
                let _ = out.send(Input::Msg(Msg::Failed(CopyError::Terminal(error).to_string())));
            }
        }
    }
}

impl CopyError {
    /// The same about the command as the user wrote it.
    fn named(self, command: &str) -> Self {
        match self {
            Self::NotRun(_, error) => Self::NotRun(command.to_owned(), error),
            Self::Failed(_, status) => Self::Failed(command.to_owned(), status),
            Self::Slow(_) => Self::Slow(command.to_owned()),
            other => other,
        }
    }
}

fn answer(what: String, to: Result<CopiedTo, CopyError>) -> Msg {
    match to {
        Ok(to) => Msg::Copied { what, to },
        Err(error) => Msg::Failed(error.to_string()),
    }
}

fn to_terminal(
    terminal: &mut impl Write,
    text: &str,
    environment: &Environment,
) -> Result<CopiedTo, CopyError> {
    clipboard::copy(terminal, text, environment)?;
    Ok(CopiedTo::Terminal { long: text.len() > clipboard::SURE })
}

/// Gives a program the text on its standard input and waits for its end. What it says is not shown: the screen is
/// in use, and a program that stays to serve the clipboard would keep a pipe open.
fn run(program: &str, arguments: &[&str], text: &str) -> Result<(), CopyError> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| CopyError::NotRun(program.to_owned(), error))?;
    if let Some(mut input) = child.stdin.take() {
        let text = text.to_owned();
        // A program that ends before it has read everything says by its status whether that was meant. Nobody waits
        // for this thread: what the program leaves behind may hold its input open for ever.
        thread::spawn(move || drop(input.write_all(text.as_bytes())));
    }
    let end = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(5)),
            Ok(None) => {
                // It may have ended meanwhile; then there is nothing to stop.
                let _ = child.kill();
                let _ = child.wait();
                return Err(CopyError::Slow(program.to_owned()));
            }
            Err(error) => return Err(CopyError::NotRun(program.to_owned(), error)),
        }
    };
    if !status.success() {
        return Err(CopyError::Failed(program.to_owned(), status));
    }
    Ok(())
}

/// Writes a copy at the end of a file, apart from what is there by a blank line: nothing in it is lost.
fn append(path: &str, text: &str) -> Result<(), CopyError> {
    if path.trim().is_empty() {
        return Err(CopyError::NoFile);
    }
    let place = match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    };
    let write = || -> io::Result<()> {
        // Opening one would wait for somebody who reads it.
        if fs::metadata(&place).is_ok_and(|found| found.file_type().is_fifo()) {
            return Err(io::Error::other("it is a pipe"));
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&place)?;
        let apart = if file.metadata()?.len() > 0 { "\n" } else { "" };
        file.write_all(format!("{apart}{text}\n").as_bytes())
    };
    write().map_err(|error| CopyError::NotWritten(path.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// What a copy by these settings answers.
    fn copied(config: &Config, text: &str) -> (Msg, Copier) {
        let (send, receive) = channel();
        let mut copier = Copier::new(config, Environment::default());
        let said = copier.copy(io::sink(), text, "a word".into(), &send);
        let said = said.unwrap_or_else(|| match receive.recv().unwrap() {
            Input::Msg(msg) => msg,
            other => panic!("no message: {other:?}"),
        });
        (said, copier)
    }

    fn by(copy: &str, command: &str, file: &str) -> Config {
        Config {
            copy: copy.into(),
            copy_command: command.into(),
            copy_file: file.into(),
            ..Config::default()
        }
    }

    fn failure(config: &Config) -> String {
        match copied(config, "x").0 {
            Msg::Failed(words) => words,
            other => panic!("no failure: {other:?}"),
        }
    }

    #[test]
    fn a_command_gets_the_text_on_its_standard_input() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        let command = format!("cat > '{}'", file.display());
        let (said, _) = copied(&by("command", &command, ""), "کتاب\u{200c}ها");
        assert!(matches!(said, Msg::Copied { to: CopiedTo::Command(of), .. } if of == command));
        assert_eq!(fs::read_to_string(file).unwrap(), "کتاب\u{200c}ها");
    }

    #[test]
    fn a_command_that_fails_or_is_not_named_is_told() {
        assert!(failure(&by("command", "exit 3", "")).starts_with("'exit 3' failed (exit status: 3)"));
        assert!(failure(&by("command", " ", "")).starts_with("no command to copy with: set 'copy_command'"));
    }

    #[test]
    fn a_command_that_reads_nothing_and_ends_is_no_failure_of_ours() {
        let long = "a".repeat(1 << 20);
        assert!(matches!(copied(&by("command", "true", ""), &long).0, Msg::Copied { .. }));
    }

    #[test]
    fn what_a_command_leaves_behind_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("left");
        let command = format!("exec 3<&0; sleep 60 <&3 & echo $! > '{}'", file.display());
        assert!(matches!(copied(&by("command", &command, ""), &"a".repeat(1 << 20)).0, Msg::Copied { .. }));
        let left = fs::read_to_string(file).unwrap();
        let stopped = Command::new("kill").arg(left.trim()).status().unwrap();
        assert!(stopped.success(), "it was still there");
    }

    #[test]
    fn a_pipe_is_no_file_to_copy_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(failure(&by("file", "", &path.display().to_string())).contains("it is a pipe"));
    }

    #[test]
    fn a_file_gets_one_copy_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.txt").display().to_string();
        for text in ["one", "two\n\nthree"] {
            assert!(matches!(copied(&by("file", "", &path), text).0, Msg::Copied { .. }));
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n\ntwo\n\nthree\n");
        let nowhere = folder.path().join("no/such/folder").display().to_string();
        assert!(failure(&by("file", "", &nowhere)).starts_with(&format!("cannot write to '{nowhere}'")));
        assert!(failure(&by("file", "", "")).starts_with("no file to copy to"));
    }

    #[test]
    fn what_is_to_be_printed_is_kept_for_the_end() {
        let (said, mut copier) = copied(&by("print", "", ""), "kept");
        assert!(matches!(said, Msg::Copied { to: CopiedTo::Print, .. }));
        assert_eq!(copier.finish(), ["kept"]);
    }

    #[test]
    fn a_copy_that_some_terminals_drop_says_so() {
        let long = |bytes: usize| match copied(&Config::default(), &"a".repeat(bytes)).0 {
            Msg::Copied { to: CopiedTo::Terminal { long }, .. } => long,
            other => panic!("not copied: {other:?}"),
        };
        assert!(!long(clipboard::SURE) && long(clipboard::SURE + 1));
    }
}
