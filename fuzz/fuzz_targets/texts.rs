//! Plain text, Markdown and front matter: see [`qari_fuzz::files::texts`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::files::texts(data));
