//! `kadm`, the command line of this project: see `kadm --help`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(kafka_cli::run(std::env::args_os()))
}
