//! Beads, sentences and differences of two texts: see [`qari_fuzz::pairs::pairs`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::pairs::pairs(data));
