//! What the fuzz targets do, done on their seeds: it compiles, holds, and is there for every target that is built.
//!
//! Fuzzing itself is `scripts/fuzz`; nothing is made up at random here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[allow(dead_code, unreachable_pub, reason = "a library of its own, which the fuzz targets call")]
#[path = "../../fuzz/src/lib.rs"]
mod bodies;

use bodies::TARGETS;

/// Beginnings of each seed that are tried too: files are cut off in the middle of everything.
const CUTS: usize = 24;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[expect(clippy::print_stderr, reason = "a failing test says on which seed")]
fn on_seeds(name: &str) {
    let (_, body) = TARGETS.iter().find(|(target, _)| *target == name).unwrap();
    let seeds = files(&folder("fuzz/seeds").join(name));
    assert!(!seeds.is_empty(), "{name} has seeds");
    body(b"");
    for seed in seeds {
        let bytes = fs::read(&seed).unwrap();
        for n in 0..=CUTS {
            eprintln!("{} {n}/{CUTS}", seed.display());
            body(bytes.get(..bytes.len() * n / CUTS).unwrap());
        }
    }
}

/// A test for each target, so that they run beside each other and say which one fails.
macro_rules! on_seeds {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            on_seeds(stringify!($name));
        })*

        #[test]
        fn every_target_has_its_binary_its_dictionary_and_its_place_here() {
            let here: BTreeSet<String> = [$(stringify!($name).to_owned()),*].into();
            let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(here, targets);
            let stems = |name: &str| -> BTreeSet<String> {
                let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
                files(&folder(name)).into_iter().map(stem).collect()
            };
            for folder in ["fuzz/fuzz_targets", "fuzz/dict", "fuzz/seeds"] {
                assert_eq!(stems(folder), targets, "{folder}");
            }
            let manifest: toml::Table =
                fs::read_to_string(folder("fuzz/Cargo.toml")).unwrap().parse().unwrap();
            let name = |bin: &toml::Value| bin["name"].as_str().unwrap().to_owned();
            let built: BTreeSet<String> = manifest["bin"].as_array().unwrap().iter().map(name).collect();
            assert_eq!(built, targets, "fuzz/Cargo.toml");
        }
    };
}

on_seeds! { encodings html mhtml feeds texts records packed dates tags queries layout pairs settings replies }
