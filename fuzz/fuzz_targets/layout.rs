//! Cleaning and layout at any width: see [`qari_fuzz::screen::layout`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::screen::layout(data));
