//! How the program is linked. Nothing is generated here.

use std::env;

/// Where the program may be loaded at the address it is linked for. Most of the tables of its libraries hold addresses:
/// loaded anywhere else, half a megabyte of them is changed at every start, page by page, before the first line runs.
/// That is a twentieth of the time to the first frame, and a seventh of what a start takes without one. Libraries, heap and stack lie elsewhere at each start all the same.
const FIXED: [(&str, &str); 2] = [("x86_64", "gnu"), ("aarch64", "gnu")];

fn main() {
    let of = |name: &str| env::var(name).unwrap_or_default();
    let (os, arch, libc) =
        (of("CARGO_CFG_TARGET_OS"), of("CARGO_CFG_TARGET_ARCH"), of("CARGO_CFG_TARGET_ENV"));
    println!("cargo::rerun-if-changed=build.rs");
    if os == "linux" && FIXED.contains(&(arch.as_str(), libc.as_str())) {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
