//! Which Arabic and English articles are translations of each other, and which of their paragraphs correspond.
//!
//! [`Profile`] is what is kept of an article to find its counterpart among many; [`score`] and [`best`] compare
//! profiles, and a [`Window`] says which of thousands are worth comparing; [`align()`] sets the blocks of two articles beside each other and
//! [`sentences`] the sentences of two blocks; [`differences`] tells what stands on one side of them only. Everything here is computed from the
//! two texts alone: nothing is read, stored or asked, and nothing is learnt from one call to the next.

mod align;
mod cues;
mod differ;
mod length;
mod lexicon;
mod name;
mod profile;
mod sentence;
mod window;

pub use align::align;
pub use differ::differences;
pub use name::skeleton;
pub use profile::{ACCEPT, Profile, best, score};
pub use sentence::sentences;
pub use window::{Scratch, Window};

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;
