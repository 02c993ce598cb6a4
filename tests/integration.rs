//! The integration tests, one binary: what they have in common is that they see the program from outside.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::panic, reason = "a test may fail loudly")]

#[path = "integration/cli.rs"]
mod cli;
#[path = "integration/conformance.rs"]
mod conformance;
#[path = "integration/fuzz.rs"]
mod fuzz;
#[path = "integration/layers.rs"]
mod layers;
#[path = "integration/lost.rs"]
mod lost;
#[path = "integration/network.rs"]
mod network;
#[path = "integration/relevance.rs"]
mod relevance;
#[path = "integration/support.rs"]
mod support;
#[path = "integration/terminal.rs"]
mod terminal;
#[path = "integration/translating.rs"]
mod translating;
