//! `kadm` as a process of its own, for the tests of this package.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(kafka_cli::run(std::env::args_os()))
}
