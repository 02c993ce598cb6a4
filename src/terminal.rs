//! What this terminal is and does: which one it is, how finished cells are sent to it, the switch into the screen
//! and out of it again whatever happens, the bytes that come back from it, and its clipboard.
//!
//! It never knows what is drawn: no article, no model, no layout. The text engine lays lines out in visual order;
//! this room only sees to it that the terminal shows them so.
//!
//! # How the rest of the program uses it
//!
//! 1. [`Environment::detect`] reads the variables, [`Environment::likely_profile`] says what the first frame is
//!    drawn for.
//! 2. [`Guard::enter`] switches the screen, asks the terminal what it is ([`probe::queries`]) and switches its own
//!    reordering off. It restores everything when dropped, on [`Guard::leave`] and on a panic.
//! 3. [`Backend`] over [`Guard::output`] draws.
//! 4. [`Ears`] deliver keys, signals and, once they have come, the terminal's [`Replies`]; when
//!    [`Replies::profile`] differs from the profile in use, [`Guard::set_profile`], [`Backend::set_profile`] and a
//!    full redraw put it right.

pub mod backend;
pub mod clipboard;
pub mod colors;
pub mod decode;
pub mod encode;
pub mod environment;
pub mod glyphs;
pub mod guard;
pub mod listen;
pub mod probe;
pub mod profile;
#[cfg(test)]
mod seen;

pub use backend::Backend;
pub use colors::{ColorDepth, colors};
pub use environment::Environment;
pub use glyphs::{Lack, lack};
pub use guard::{Guard, Options, Output, size};
pub use listen::{Ears, Input, Signal};
pub use probe::Replies;
pub use profile::{Advice, Kind, Profile, Reason, Repaint};

/// Columns of the terminal; `None` where there is none or it does not tell.
pub fn columns() -> Option<u16> {
    size().ok().map(|(columns, _)| columns).filter(|columns| *columns > 0)
}
