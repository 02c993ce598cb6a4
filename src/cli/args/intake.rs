//! The arguments of what brings articles in. Nothing is carried out here.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `import`.
#[derive(Clone, Debug, Default, Args)]
pub struct Import {
    /// Files, folders or addresses (`https://…`), `-` for the standard input: web pages, text saved from them, feeds,
    /// Markdown with front matter, JSON, records one a line (`.jsonl`), tables (`.csv`, `.tsv`), documents of TREC;
    /// also packed (`.gz`, `.xz`, `.zst`)
    #[arg(required_unless_present = "undo")]
    pub paths: Vec<PathBuf>,
    /// What the records call a field of an article, where it is not guessed right: title=Headline, or
    /// text=content.rendered for what is inside an object
    #[arg(long = "map", value_name = "FIELD=NAME")]
    pub mapping: Vec<String>,
    /// The form of all the files, whatever they are called
    #[arg(long, value_name = "FORM")]
    pub format: Option<String>,
    /// Of a feed's items that have only a beginning, read the page that each leads to
    #[arg(long)]
    pub full: bool,
    /// Seconds between two requests to one server [default: 1]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub pause: Option<f64>,
    /// After the folders that are there, take in what appears or changes in them, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
    /// Undo the import with this number
    #[arg(long, value_name = "ID", conflicts_with_all = ["paths", "watch"])]
    pub undo: Option<i64>,
}

/// Arguments of `fetch`.
#[derive(Clone, Debug, Default, Args)]
pub struct Fetch {
    /// Feeds, by name or address [default: all whose server does not ask to wait]
    pub feeds: Vec<String>,
    /// Subscribe to the feeds at these addresses
    #[arg(long, value_name = "URL", num_args = 1.., conflicts_with = "feeds")]
    pub add: Vec<String>,
    /// The name of the feed that is added [default: what it calls itself]
    #[arg(long, value_name = "NAME", requires = "add")]
    pub name: Option<String>,
    /// Forget these feeds; their articles stay
    #[arg(long, value_name = "FEED", num_args = 1.., conflicts_with_all = ["feeds", "add"])]
    pub remove: Vec<String>,
    /// List the feeds, with when each was last read and how many articles it brought
    #[arg(long, conflicts_with_all = ["feeds", "add", "remove"])]
    pub list: bool,
    /// Subscribe to the feeds of another reader's list
    #[arg(long, value_name = "FILE", conflicts_with_all = ["feeds", "add", "remove", "list"])]
    pub opml: Option<PathBuf>,
    /// Write the list of feeds for other readers [default: to standard output]
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-",
          conflicts_with_all = ["feeds", "add", "remove", "list", "opml"])]
    pub export_opml: Option<PathBuf>,
    /// Of items that have only a beginning, read the page that each leads to; with --add for good
    #[arg(long)]
    pub full: bool,
    /// Ask for feeds whole, whatever was fetched before
    #[arg(long)]
    pub again: bool,
    /// Seconds between two requests to one server [default: 1]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub pause: Option<f64>,
}

/// The longest pause that makes sense: a request an hour.
const LONGEST_PAUSE: f64 = 3600.0;

/// Seconds, with a fraction or without.
fn seconds(text: &str) -> Result<f64, String> {
    let known = text.parse().ok().filter(|s: &f64| (0.0..=LONGEST_PAUSE).contains(s));
    known.ok_or_else(|| format!("it is a number of seconds from 0 to {LONGEST_PAUSE}"))
}
