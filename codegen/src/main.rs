//! `cargo codegen generate` turns `kafka-schema/schema/` into kafka-proto's messages;
//! `cargo codegen import JAR…` turns Kafka's own definitions into `schema/`: a jar of
//! kafka-clients, a folder, or files.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["generate"] => codegen::generate(&root()),
        ["check"] => codegen::read_schema(&root()).map(drop),
        ["import", sources @ ..] if !sources.is_empty() => import(sources),
        _ => Err("usage: codegen generate | check | import JAR|FOLDER|FILE.json…".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn import(sources: &[&str]) -> Result<(), String> {
    let report = codegen::import(&root(), sources)?;
    print!("{}", if report.is_empty() { "nothing changed\n" } else { &report });
    Ok(())
}

/// The repository: the folder above this crate.
fn root() -> std::path::PathBuf {
    codegen::repository()
}
