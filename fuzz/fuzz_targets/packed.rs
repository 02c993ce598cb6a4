//! What may be packed, its form told by its type and content: see [`qari_fuzz::files::packed`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::files::packed(data));
