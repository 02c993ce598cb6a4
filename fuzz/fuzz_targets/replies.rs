//! What a terminal sends: see [`qari_fuzz::screen::replies`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::screen::replies(data));
