//! Bytes in any encoding, declared rightly, wrongly or not at all: see [`qari_fuzz::files::encodings`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::files::encodings(data));
