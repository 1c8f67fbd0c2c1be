//! `cargo codegen generate` turns `schema/` into kafka-proto's messages;
//! `cargo codegen import FILE…` turns Kafka's own definitions into `schema/`.

use std::process::ExitCode;

use codegen::Schema;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["generate"] => codegen::generate(&root()),
        ["check"] => Schema::read(&root()).map(drop),
        ["import", files @ ..] if !files.is_empty() => codegen::import(&root(), files),
        _ => Err("usage: codegen generate | check | import DEFINITIONS.json…".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The repository: the folder above this crate.
fn root() -> std::path::PathBuf {
    codegen::repository()
}
