//! Pages of the web: see [`qari_fuzz::files::html`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::files::html(data));
