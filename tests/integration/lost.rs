//! Nothing that was acknowledged is ever lost: killed processes, damaged files, full disks, several programs at once.

#[path = "lost/kill.rs"]
mod kill;
#[path = "lost/place.rs"]
mod place;
