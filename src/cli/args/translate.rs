//! Arguments of `translate`, as plain data.

use clap::Args;

/// Arguments of `translate`.
#[derive(Clone, Debug, Default, Args)]
pub struct Translate {
    /// The articles' ids, or as much of each as is clear.
    #[arg(required_unless_present = "query", value_name = "ID")]
    pub ids: Vec<String>,
    /// The articles that a query finds
    #[arg(long, value_name = "QUERY", conflicts_with = "ids")]
    pub query: Option<String>,
    /// Make translations anew that are there already
    #[arg(long)]
    pub again: bool,
    /// Remove the translations that were made of them
    #[arg(long, conflicts_with = "again")]
    pub remove: bool,
}
