//! Machine translation on demand: an article's paragraphs, one after the other, by what the user set: a command of
//! this machine, or a server that speaks as `LibreTranslate` does.
//!
//! Nothing is sent anywhere unless it was set and asked for. Nothing is stored here, and nothing is made up: what does
//! not come is an error, never an empty paragraph.

use std::time::Duration;

use crate::article::{Article, Block, Lang, Provenance, Tag};
use crate::text::{self, Controls};

mod command;
mod error;
mod server;
#[cfg(test)]
mod tests;

pub use error::TranslateError;

use command::Command;
use server::Server;

/// What the user set. Nothing is set where both the command and the address are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The command and its arguments, in which `{from}` and `{to}` are the codes of the languages.
    pub command: Vec<String>,
    /// The server's address, as `http://localhost:5000`.
    pub url: String,
    /// The server's key, where it wants one.
    pub key: String,
    /// How long a paragraph may take.
    pub timeout: Duration,
}

/// What translates one text. Its answers are foreign text.
pub trait Maker: Send + Sync {
    /// Who it is, for people: a command's first word, a server's host.
    fn name(&self) -> String;

    /// Translates one paragraph of logical text. Ends soon after `stopped` says so.
    ///
    /// # Errors
    ///
    /// `Stopped`, and whatever keeps the translation from coming.
    fn translate(
        &self,
        text: &str,
        from: Lang,
        to: Lang,
        stopped: &dyn Fn() -> bool,
    ) -> Result<String, TranslateError>;
}

/// The maker that was set; `None` where none was. A command goes before an address.
///
/// # Errors
///
/// `Address` for one that is none of the web's.
pub fn maker(settings: &Settings) -> Result<Option<Box<dyn Maker>>, TranslateError> {
    if let [program, arguments @ ..] = settings.command.as_slice() {
        return Ok(Some(Box::new(Command::new(program, arguments, settings.timeout))));
    }
    if settings.url.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(Box::new(Server::new(settings.url.trim(), settings.key.trim(), settings.timeout)?)))
}

/// Makes the translation of an article in the language of its counterpart, or goes on with one that was begun: the title
/// first, then block by block. `each` is given what is made so far after each of them.
///
/// # Errors
///
/// `Language` for an article that is neither Arabic nor English; those of the maker; those of `each`. What was given to
/// `each` before is right as it is, and can be gone on with.
pub fn translate<E: From<TranslateError>>(
    maker: &dyn Maker,
    original: &Article,
    begun: Option<Article>,
    stopped: &dyn Fn() -> bool,
    each: &mut dyn FnMut(&Article) -> Result<(), E>,
) -> Result<Article, E> {
    let from = original.lang;
    let to = from
        .counterpart()
        .ok_or_else(|| TranslateError::Language { id: original.id.0.clone(), lang: from.code() })?;
    let one = |text: &str, lang: Option<Lang>| {
        if text.trim().is_empty() || lang == Some(to) {
            return Ok(text.to_owned());
        }
        if stopped() {
            return Err(TranslateError::Stopped);
        }
        let answer = tidy(&maker.translate(text, lang.unwrap_or(from), to, stopped)?);
        let beginning = || text.chars().take(BEGINNING).collect();
        if answer.is_empty() {
            return Err(TranslateError::Empty { by: maker.name(), beginning: beginning() });
        }
        Ok(answer)
    };
    let mut made = if let Some(begun) = begun {
        begun
    } else {
        let head = head(original, to, one(&original.title, None)?);
        each(&head)?;
        head
    };
    for block in original.blocks.iter().skip(made.blocks.len()) {
        let text = one(&block.text, block.lang)?;
        // Links have ranges of the original's bytes.
        made.blocks.push(Block { kind: block.kind, text, marker: block.marker.clone(), ..Block::default() });
        each(&made)?;
    }
    Ok(made)
}

/// Letters of a paragraph by which it is named.
const BEGINNING: usize = 40;

/// A translation without its blocks. What the original is about is not asked again of a machine's words.
fn head(original: &Article, to: Lang, title: String) -> Article {
    let values =
        |tags: &[Tag]| tags.iter().map(|tag| Tag { evidence: Vec::new(), ..tag.clone() }).collect::<Vec<_>>();
    Article {
        id: original.id.machine_translation(to),
        title,
        original_title: Some(original.title.clone()),
        lang: to,
        date: original.date.clone(),
        source: original.source.clone(),
        author: original.author.clone(),
        url: original.url.clone(),
        machine_translated: true,
        countries: values(&original.countries),
        mentions: values(&original.mentions),
        topics: values(&original.topics),
        orgs: values(&original.orgs),
        provenance: Provenance {
            path: format!("translation:{}", original.id),
            format: "translation".to_owned(),
            encoding: "UTF-8".to_owned(),
            hash: original.provenance.hash.clone(),
            ..Provenance::default()
        },
        ..Article::default()
    }
}

/// An answer as the text of one block.
fn tidy(answer: &str) -> String {
    text::clean(answer, Controls::Neutralise).trim().replace('\n', " ")
}
