//! The query language, matches and snippets: see [`qari_fuzz::words::queries`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::words::queries(data));
