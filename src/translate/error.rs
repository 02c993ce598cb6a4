//! Why a translation did not come: what a person is told, and how it is mended. Nothing is asked again here.

use std::io;

/// Why a translation did not come. Every message names who was asked and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum TranslateError {
    /// The article is in another language than the two.
    #[error("'{id}' is in '{lang}': only Arabic and English articles are translated, into one another")]
    Language {
        /// The article.
        id: String,
        /// Its language's code.
        lang: &'static str,
    },
    /// The command cannot be run.
    #[error(
        "cannot run '{command}' to translate: {source}: set 'command' under [translate] to one that can be run"
    )]
    NotRun {
        /// Its first word.
        command: String,
        /// What the system said.
        source: io::Error,
    },
    /// The command says that it failed.
    #[error("'{command}' failed ({status}{said}): try it in a shell with a sentence on its standard input")]
    Failed {
        /// Its first word.
        command: String,
        /// How it ended.
        status: String,
        /// The last line of its standard error, with what stands before it; empty where it said nothing.
        said: String,
    },
    /// It took too long.
    #[error(
        "'{by}' took longer than {seconds} s for a paragraph and was stopped: set 'timeout' under [translate] higher, or ask it why"
    )]
    Slow {
        /// Who was asked.
        by: String,
        /// The time limit.
        seconds: u64,
    },
    /// It says more than a translation can be.
    #[error(
        "'{by}' gave more than {limit} bytes for a paragraph and was stopped: it must answer with the translation and nothing else"
    )]
    TooLong {
        /// Who was asked.
        by: String,
        /// The limit.
        limit: usize,
    },
    /// Its answer is no text.
    #[error("'{by}' answered in another encoding than UTF-8: let it write UTF-8")]
    NotUtf8 {
        /// Who was asked.
        by: String,
    },
    /// Nothing came for a paragraph that says something.
    #[error(
        "'{by}' gave nothing for the paragraph that begins '{beginning}': see whether it knows both languages"
    )]
    Empty {
        /// Who was asked.
        by: String,
        /// How the paragraph begins.
        beginning: String,
    },
    /// No address of the web.
    #[error("'{url}' is no address of a server: set 'url' under [translate] as \"http://localhost:5000\"")]
    Address {
        /// As it was set.
        url: String,
    },
    /// Nobody answers there.
    #[error(
        "'{url}': there is no connection ({what}): start the server, or set another 'url' under [translate]"
    )]
    Connection {
        /// The address.
        url: String,
        /// What the library said.
        what: String,
    },
    /// The server refuses.
    #[error("'{url}' answers {code}{said}: {remedy}")]
    Refused {
        /// The address.
        url: String,
        /// The status.
        code: u16,
        /// What it says of it, with what stands before it; empty where it says nothing.
        said: String,
        /// What mends it.
        remedy: &'static str,
    },
    /// The server's answer is none that is understood.
    #[error(
        "'{url}' does not answer as LibreTranslate does ({what}): set 'url' under [translate] to a server that does"
    )]
    Broken {
        /// The address.
        url: String,
        /// What is wrong with it.
        what: String,
    },
    /// It was stopped on request.
    #[error("stopped on request")]
    Stopped,
}

impl TranslateError {
    /// Whether the next article would meet the same: nobody is there who translates.
    pub const fn is_lasting(&self) -> bool {
        match self {
            Self::NotRun { .. } | Self::Address { .. } | Self::Connection { .. } | Self::Broken { .. } => {
                true
            }
            Self::Refused { code, .. } => !matches!(code, 400 | 413),
            _ => false,
        }
    }
}
