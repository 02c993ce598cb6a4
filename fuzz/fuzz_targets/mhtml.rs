//! Saved pages with their parts: see [`qari_fuzz::files::mhtml`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::files::mhtml(data));
