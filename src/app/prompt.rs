//! The prompt: what is being typed and for what, and what to go back to when it is given up.

use crate::app::entry::Entry;
use crate::app::own::Writing;
use crate::app::search::Asked;

/// What a line is typed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A query of the archive; holds what was asked before.
    Search(Asked),
    /// Words in the open article; holds the words before, and the block that stood at the top.
    Find(String, Option<usize>),
    /// What the reader writes.
    Own(Writing),
}

/// A line being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// For what.
    pub purpose: Purpose,
    /// The line.
    pub entry: Entry,
    /// What is wrong with it, in words, and the column from 1; what was found last stays meanwhile.
    pub fault: Option<(usize, String)>,
}

impl Prompt {
    /// A prompt that begins with this text.
    pub fn new(purpose: Purpose, text: impl Into<String>) -> Self {
        let entry = match purpose {
            Purpose::Search(_) => Entry::query(text),
            Purpose::Find(..) | Purpose::Own(_) => Entry::new(text),
        };
        Self { purpose, entry, fault: None }
    }
}
