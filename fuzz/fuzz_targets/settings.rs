//! Settings, keys, themes, topics, terminals, mappings: see [`qari_fuzz::settings::settings`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::settings::settings(data));
