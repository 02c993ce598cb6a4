//! Languages, countries, topics, organisations: see [`qari_fuzz::words::tags`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::words::tags(data));
