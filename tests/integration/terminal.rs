//! The program in a pseudo-terminal: what is on the screen, and what is left when it is gone.

#[path = "terminal/asking.rs"]
mod asking;
#[path = "terminal/choosing.rs"]
mod choosing;
#[path = "terminal/console.rs"]
mod console;
#[path = "terminal/copying.rs"]
mod copying;
#[path = "terminal/leaving.rs"]
mod leaving;
#[path = "terminal/screen.rs"]
mod screen;
