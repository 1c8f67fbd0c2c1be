//! Makes what fuzzing starts from: a file for each vector, and so at least one
//! for each API, version and direction.
//!
//! ```text
//! cargo run -p golden --bin seeds -- fuzz/corpus
//! ```

#![allow(clippy::unwrap_used, reason = "a tool for developers")]

use std::fs;
use std::path::Path;

use golden::input::Input;
use golden::{Line, vectors};
use kafka_proto::ApiKey;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "fuzz/corpus".to_owned());
    let lines = vectors::all();
    let mut files = 0;
    for line in &lines {
        for (target, bytes) in seeds(line) {
            let folder = Path::new(&folder).join(target);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(name(line)), bytes).unwrap();
            files += 1;
        }
    }
    println!("{files} files for {} vectors in {folder}", lines.len());
}

/// The targets a vector is a seed of, and how it looks there.
fn seeds(line: &Line) -> Vec<(&'static str, Vec<u8>)> {
    let Some(api) = ApiKey(line.key).info() else {
        let is_header = line.kind == "header";
        return is_header.then(|| ("header", line.bytes.clone())).into_iter().collect();
    };
    let is_response = line.kind == "response";
    let input = Input { api, is_response, version: line.version, body: &line.bytes };
    let target = if is_response { "response_decode" } else { "request_decode" };
    let bodies = [target, "roundtrip", "differential"].map(|target| (target, input.write()));
    bodies.into_iter().chain([("frame", stream(line))]).collect()
}

/// Pieces of seven bytes, and the body twice in a frame.
fn stream(line: &Line) -> Vec<u8> {
    let length = (line.bytes.len() as i32).to_be_bytes();
    [&[7], &length[..], &line.bytes, &length, &line.bytes].concat()
}

fn name(line: &Line) -> String {
    let Line { key, name, kind, version, case, .. } = line;
    format!("{key}_{name}_{kind}_{version}_{case}")
}
