//! Dates as people write them: see [`qari_fuzz::words::dates`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::words::dates(data));
