//! JSON, JSONL, tables and TREC: see [`qari_fuzz::files::records`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qari_fuzz::files::records(data));
