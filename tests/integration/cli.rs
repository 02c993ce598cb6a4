//! The command line as scripts see it: exit codes, the records of `--json`, messages. Each test runs the program in a
//! home of its own.

#[path = "cli/copies.rs"]
mod copies;
#[path = "cli/correct.rs"]
mod correct;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/failure.rs"]
mod failure;
#[path = "cli/fetch.rs"]
mod fetch;
#[path = "cli/find.rs"]
mod find;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/offers.rs"]
mod offers;
#[path = "cli/print.rs"]
mod print;
#[path = "cli/saved.rs"]
mod saved;
#[path = "cli/show.rs"]
mod show;
#[path = "cli/topics.rs"]
mod topics;
#[path = "cli/translate.rs"]
mod translate;
#[path = "cli/watch.rs"]
mod watch;
