//! The arguments of what corrects articles. Nothing is carried out here.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `correct`. A value is a country, topic or organisation: `France`, `topic:norms`, `org:NAME`.
#[derive(Clone, Debug, Default, Args)]
pub struct Correct {
    /// The article's id, or as much of it as is clear [default: list everything that was corrected; with --json in the
    /// form that --from takes in]
    pub id: Option<String>,
    /// It is about these: France, country:FR, topic:norms, org:NAME
    #[arg(long, value_name = "VALUE", num_args = 1.., requires = "id")]
    pub is: Vec<String>,
    /// It merely mentions these countries
    #[arg(long, value_name = "VALUE", num_args = 1.., requires = "id")]
    pub mentions: Vec<String>,
    /// It is not about these, nor mentions them
    #[arg(long, value_name = "VALUE", num_args = 1.., requires = "id")]
    pub not: Vec<String>,
    /// Take back what was said of these values
    #[arg(long, value_name = "VALUE", num_args = 1.., requires = "id")]
    pub forget: Vec<String>,
    /// Put back the pieces that were cut and begin so (`show --json` lists them under `cut`)
    #[arg(long, value_name = "TEXT", num_args = 1.., requires = "id")]
    pub put_back: Vec<String>,
    /// Cut the pieces again that were put back and begin so
    #[arg(long, value_name = "TEXT", num_args = 1.., requires = "id")]
    pub cut_again: Vec<String>,
    /// Take back everything that was corrected about the article
    #[arg(long, requires = "id", conflicts_with_all = ["is", "mentions", "not", "forget", "put_back", "cut_again"])]
    pub forget_all: bool,
    /// Take in the corrections that another archive listed with --json, `-` for the standard input
    #[arg(long, value_name = "FILE", conflicts_with = "id")]
    pub from: Option<PathBuf>,
}
