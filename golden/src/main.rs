//! Checks kafka-proto against bytes of Kafka's own Java serializer.
//!
//! ```text
//! cargo run -p golden -- FILE.tsv…
//! ```
//! A line is `api_key, name, request|response|header|data, version, case, json, hex`, separated
//! by tabs; other columns in front of `json` are free. Each message must decode to the values
//! of the JSON and encode to the same bytes. Prints `N passed, N failed`; exits 1 on a failure.

use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    for path in std::env::args().skip(1) {
        match golden::file(path.as_ref()) {
            Ok(outcome) => {
                passed += outcome.passed;
                failed += outcome.failures.len();
                outcome.failures.iter().for_each(|failure| eprintln!("{path}: {failure}"));
            }
            Err(error) => {
                failed += 1;
                eprintln!("{path}: {error}");
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
