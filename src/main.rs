//! The program: hands the arguments to the library and its answer to the system. Nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    qari::cli::main(std::env::args_os())
}
