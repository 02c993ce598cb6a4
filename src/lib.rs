//! qari: a terminal reader for archives of news articles in Arabic and English.
//!
//! # The crate map and the layer rule
//!
//! Folders are rooms; an arrow goes down only. `tests/integration/layers.rs` reads the sources and fails
//! when one goes up.
//!
//! | room | is for | may name |
//! | --- | --- | --- |
//! | `article` | plain data: an article, its blocks, dates, tags | nothing here |
//! | `text` | the bidi text engine: text to cells and back | nothing here |
//! | `fold` | what counts as equal in Arabic and English | nothing here |
//! | `tag` | countries and topics found in an article | `article fold` |
//! | `pair` | translations found, paragraphs aligned | `article fold` |
//! | `ingest` | real files to articles | `article text fold tag` |
//! | `fetch` | documents from the network, politely and within bounds | nothing here |
//! | `translate` | machine translation on demand, by a command or a server | `article text` |
//! | `archive` | the store, the index, the query language, facets | `article fold tag pair` |
//! | `config` | defaults, the user's file, themes, keys, words | `article fold` |
//! | `app` | the model and its update: no I/O, no clock, no terminal | `article text fold config`, types of `archive` |
//! | `tui` | the model drawn | `app article text config` |
//! | `terminal` | what this terminal is and does | `config` |
//! | `runtime`, `cli` | the loop, the workers, the commands | all above |

pub mod app;
pub mod archive;
pub mod article;
pub mod cli;
pub mod config;
pub mod fetch;
pub mod fold;
pub mod ingest;
pub mod pair;
pub mod runtime;
pub mod tag;
pub mod terminal;
pub mod text;
pub mod translate;
pub mod tui;
