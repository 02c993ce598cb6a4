//! The C program in `tests/peers` that asks libfribidi, compiled where its headers are installed. For tests and for the
//! bench alike.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The compiled program, which goes with this value.
pub(crate) struct Fribidi {
    folder: tempfile::TempDir,
}

impl Fribidi {
    /// Compiles the program, or says why it cannot be.
    pub(crate) fn new() -> Result<Self, String> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).map_err(|error| error.to_string())?;
        let peer = Self { folder };
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/fribidi.c");
        let compiled =
            Command::new("cc").arg("-O2").arg("-o").arg(peer.program()).arg(source).arg("-lfribidi").output();
        match compiled {
            Ok(out) if out.status.success() => Ok(peer),
            Ok(out) => {
                let why = String::from_utf8_lossy(&out.stderr);
                Err(format!(
                    "libfribidi's headers cannot be used: {}",
                    why.lines().next().unwrap_or_default()
                ))
            }
            Err(error) => Err(format!("there is no C compiler 'cc': {error}")),
        }
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("fribidi")
    }

    /// Runs the program on a text; what it prints.
    pub(crate) fn run(&self, args: &[&str], input: &str) -> String {
        let pipe = || Stdio::piped();
        let child = Command::new(self.program()).args(args).stdin(pipe()).stdout(pipe()).spawn();
        let mut child = child.expect("what was compiled runs");
        let mut to = child.stdin.take().expect("a pipe that was asked for");
        // It reads everything before it prints.
        to.write_all(input.as_bytes()).expect("the program reads");
        drop(to);
        let out = child.wait_with_output().expect("the program ends");
        assert!(out.status.success(), "the program fails: {out:?}");
        String::from_utf8(out.stdout).expect("the program prints ASCII")
    }
}
