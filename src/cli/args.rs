//! The arguments as plain data, and the one thing the parser is not told: how a query reads on a command line.
//!
//! Nothing is carried out here.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Config;

mod intake;
mod review;
mod translate;

pub use intake::{Fetch, Import};
pub use review::Correct;
pub use translate::Translate;

/// A reader for archives of news articles in Arabic and English, side by side.
#[derive(Clone, Debug, Parser)]
#[command(name = "qari", version, about, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "With no command, the words are a query and the reader opens: qari country:FR الأمن\n\
    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part.";

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Common {
    /// The archive: a folder, or `edition` for the built-in edition [default: `$QARI_ARCHIVE`, else the data
    /// folder's archive, else the built-in edition]
    #[arg(long, global = true, value_name = "PATH")]
    pub archive: Option<PathBuf>,
    /// Print data as JSON, one object a line
    #[arg(long, global = true)]
    pub json: bool,
    /// The interface's language
    #[arg(long, global = true, value_name = "LANG", value_parser = ["ar", "en"])]
    pub lang: Option<String>,
    /// The theme: dark, light or plain16
    #[arg(long, global = true, value_name = "NAME", value_parser = ["auto", "dark", "light", "plain16"])]
    pub theme: Option<String>,
    /// Arabic letters: as they are, or romanised for a terminal that has none
    #[arg(long, global = true, value_name = "GLYPHS", value_parser = ["auto", "arabic", "latin"])]
    pub glyphs: Option<String>,
    /// The settings' file [default: config.toml in the configuration folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options that take a value and may come before the first word, for finding that.
const WITH_VALUE: &[&str] = &["--archive", "--lang", "--theme", "--glyphs", "--config", "--profile"];

/// Belongs to a command, and is understood before its name too.
const PROFILE: &str = "--profile";

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Open the reader on the articles that a query finds
    #[command(hide = true)]
    Browse {
        /// The query's words.
        query: Vec<String>,
        /// How finished rows are sent to the terminal (see doctor)
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,
    },
    /// Open the reader on files, without importing them
    Read {
        /// Files or folders.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// How finished rows are sent to the terminal (see doctor)
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,
    },
    /// Bring files, folders and pages or feeds of the web into the archive
    Import(Import),
    /// Bring what is new in the feeds that are subscribed to, and subscribe to feeds
    Fetch(Fetch),
    /// List the articles that a query finds
    Search {
        /// The query's words; beside a kept search, what narrows it.
        #[arg(required_unless_present = "saved")]
        query: Vec<String>,
        /// The search that is kept under this name (see saved)
        #[arg(long, value_name = "NAME")]
        saved: Option<String>,
        /// Only what came in, or was changed, since the kept search was last looked at
        #[arg(long, requires = "saved")]
        new: bool,
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
        /// Articles with any of the words, best first
        #[arg(long)]
        any: bool,
        /// Instead of articles, how the words are written in them, with counts
        #[arg(long, conflicts_with_all = ["saved", "limit"])]
        forms: bool,
    },
    /// The searches that are kept under names, with their counts and what is new in them
    Saved {
        /// What to do with them [default: list]
        #[command(subcommand)]
        task: Option<SavedTask>,
    },
    /// Count the values of every facet, each without the query's own choice in that facet
    Facets {
        /// The query's words; every article without.
        query: Vec<String>,
    },
    /// Show an article as the reader would lay it out
    Show(Show),
    /// Correct what an article is about or put back what was cut from it; list what was corrected
    Correct(Correct),
    /// Make machine translations of articles that have no counterpart, by whom the settings name
    Translate(Translate),
    /// Remove the articles that a query finds, after asking
    Remove {
        /// The query's words; `id:ID` names one article.
        #[arg(required = true)]
        query: Vec<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Lay out text: each input line is a paragraph
    Print(Print),
    /// Write the articles that a query finds to a file or to standard output
    Export {
        /// The query's words; every article without.
        query: Vec<String>,
        /// The format
        #[arg(long, value_name = "FORMAT")]
        format: Format,
        /// The file to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// What the archive holds, and its upkeep
    Archive {
        /// What to do with it.
        #[command(subcommand)]
        task: ArchiveTask,
    },
    /// Tell what this terminal is and which output profile is used
    Doctor {
        /// The profile to assume rather than the one found
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,
        /// Try the profiles on this terminal and choose the one that reads right
        #[arg(long, conflicts_with_all = ["profile", "json", "forget"])]
        calibrate: bool,
        /// Forget what was chosen for this terminal
        #[arg(long, conflicts_with_all = ["profile", "json"])]
        forget: bool,
    },
    /// Write a completion script for a shell
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual page
    Man,
}

/// Arguments of `show`.
#[derive(Clone, Debug, Args)]
pub struct Show {
    /// The article's id, or as much of it as is clear.
    pub id: String,
    /// Columns
    #[arg(long, value_name = "N")]
    pub width: Option<u16>,
    /// With its translation beside it
    #[arg(long)]
    pub side_by_side: bool,
    /// How rows are encoded
    #[arg(long, value_name = "NAME")]
    pub profile: Option<PrintProfile>,
    /// Vowel marks [default: as the settings say]
    #[arg(long, value_name = "on|off")]
    pub marks: Option<Switch>,
    /// The look of the text; what is not given is as the settings say.
    #[command(flatten)]
    pub look: LookArgs,
}

/// The look of the text, for `print` and `show`: the settings of the same names.
#[derive(Clone, Debug, Default, Args)]
pub struct LookArgs {
    /// Set lines to the full width: Arabic by kashida, any text by wider blanks, or each in its way
    #[arg(long, value_name = "HOW", value_parser = ["off", "kashida", "spaces", "full"])]
    pub justify: Option<String>,
    /// The digits of right-to-left Arabic text
    #[arg(long, value_name = "WHICH", value_parser = ["as-written", "western", "eastern"])]
    pub digits: Option<String>,
    /// Turn curly quotation marks in right-to-left text towards what they enclose, or leave them
    #[arg(long, value_name = "HOW", value_parser = ["as-written", "mirrored"])]
    pub quotes: Option<String>,
}

impl LookArgs {
    /// Puts what was given over the settings.
    pub fn over(&self, config: &mut Config) {
        for (given, setting) in [
            (&self.justify, &mut config.justify),
            (&self.digits, &mut config.digits),
            (&self.quotes, &mut config.quotes),
        ] {
            if let Some(value) = given {
                setting.clone_from(value);
            }
        }
    }
}

/// Arguments of `print`.
#[derive(Clone, Debug, Args)]
pub struct Print {
    /// The file [default: standard input].
    pub file: Option<PathBuf>,
    /// Columns [default: the terminal's, else 80]
    #[arg(long, value_name = "N")]
    pub width: Option<u16>,
    /// The base direction
    #[arg(long, value_name = "DIR", default_value = "auto")]
    pub direction: PrintDirection,
    /// How rows are encoded [default: by the terminal; visual when piped]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<PrintProfile>,
    /// Vowel marks
    #[arg(long, value_name = "on|off", default_value = "on")]
    pub marks: Switch,
    /// Set right-to-left rows against the right margin
    #[arg(long, value_name = "on|off", default_value = "on")]
    pub align: Switch,
    /// The look of the text
    #[command(flatten)]
    pub look: LookArgs,
}

/// What to do with the searches that are kept.
#[derive(Clone, Debug, Subcommand)]
pub enum SavedTask {
    /// List them
    List,
    /// Keep a query under a name, in place of one that has it
    Keep {
        /// The name.
        name: String,
        /// The query's words; every article without.
        query: Vec<String>,
        /// Any of the words rather than all
        #[arg(long)]
        any: bool,
    },
    /// Give one another name
    Rename {
        /// Its name.
        name: String,
        /// Its new name.
        to: String,
    },
    /// Forget one
    Remove {
        /// Its name.
        name: String,
    },
    /// Count what one finds now as seen
    Seen {
        /// Its name.
        name: String,
    },
}

/// What to do with an archive.
#[derive(Clone, Debug, Subcommand)]
pub enum ArchiveTask {
    /// What is in it
    Info,
    /// Whether it is whole
    Check,
    /// Build the index again; a damaged articles.db is first made anew from what can be read in it
    Rebuild,
    /// Write a consistent copy to a new folder
    Copy {
        /// The new folder.
        folder: PathBuf,
    },
}

/// A base direction on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrintDirection {
    /// By the first strong letter.
    Auto,
    /// Right to left.
    Rtl,
    /// Left to right.
    Ltr,
}

/// How printed rows are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrintProfile {
    /// Cells from left to right in their joining forms: for terminals that do not reorder.
    Visual,
    /// The same with a LRM after each right-to-left cell: for terminals that do.
    VisualLrm,
    /// Words in logical order between LRMs: for terminals that reorder, and undo joining forms.
    Implicit,
    /// Wrapped only.
    Logical,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// A format to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Markdown with front matter; `import` takes it back, as it does the records.
    Md,
}

/// Marks an argument that begins with a hyphen as a word of a query; a private-use character, so no query has it.
const WORD: char = '\u{e000}';

/// Makes the arguments plain for the parser: a query without a command becomes `browse`, and a word such as
/// `-country:RU` is marked as a word; [`join_query`] takes the mark off.
pub fn prepare(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let names = command_names();
    let mut out: Vec<OsString> = Vec::new();
    let (mut command, mut value_next, mut asks_help, mut only_words) = (false, false, false, false);
    // Options of a command that came before its name: they go after it.
    let (mut early, mut value_is_early) = (Vec::new(), false);
    for (i, arg) in args.into_iter().enumerate() {
        let text = arg.to_str().unwrap_or_default().to_owned();
        if i == 0 || value_next || only_words {
            value_next = false;
            (if std::mem::take(&mut value_is_early) { &mut early } else { &mut out }).push(arg);
            continue;
        }
        if text == "--" {
            only_words = true;
            if !command {
                out.push("browse".into());
                out.append(&mut early);
                command = true;
            }
        } else if text.starts_with("--") {
            asks_help |= text == "--help" || text == "--version";
            value_next = !command && WITH_VALUE.contains(&text.as_str());
            if !command && text.split('=').next() == Some(PROFILE) {
                value_is_early = value_next;
                early.push(arg);
                continue;
            }
        } else if is_hyphen_word(&text) {
            if !command {
                out.push("browse".into());
                out.append(&mut early);
                command = true;
            }
            out.push(format!("{WORD}{text}").into());
            continue;
        } else if text == "-h" || text == "-V" {
            asks_help = true;
        } else if !command {
            let is_command = names.iter().any(|n| OsStr::new(n) == arg);
            out.push(if is_command { arg.clone() } else { "browse".into() });
            out.append(&mut early);
            command = true;
            if is_command {
                continue;
            }
        }
        out.push(arg);
    }
    if !command && !asks_help {
        out.push("browse".into());
    }
    out.append(&mut early);
    out
}

fn command_names() -> Vec<String> {
    use clap::CommandFactory;
    Cli::command().get_subcommands().map(|c| c.get_name().to_owned()).collect()
}

/// A word of a query that is not wanted (`-russia`); `-` alone is standard input.
fn is_hyphen_word(text: &str) -> bool {
    text.starts_with('-') && text.len() > 1 && text != "-h" && text != "-V"
}

/// Joins the words of a query as they were typed. A word with a blank in it that is no phrase or field yet was
/// quoted for the shell; it stays as it is, because the shell's quotes are not the query's.
pub fn join_query(words: &[String]) -> String {
    words.iter().map(|w| unmark(w)).collect::<Vec<_>>().join(" ")
}

/// The word without the mark of [`prepare`].
fn unmark(word: &str) -> &str {
    word.strip_prefix(WORD).unwrap_or(word)
}

#[cfg(test)]
mod tests;
