//! Feeds, and lists of feeds: see [`qari_fuzz::files::feeds`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::files::feeds(data));
