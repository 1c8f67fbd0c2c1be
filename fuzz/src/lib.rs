//! The bodies of the fuzz targets stand with the tests of their crates, which replay what was
//! found; the seeds and how to run are in `README.md`.

#[path = "../../kafka-auth/tests/fuzzed/targets.rs"]
pub mod auth;
#[path = "../../kafka-capture/tests/it/any.rs"]
pub mod capture;
#[path = "../../kafka-proto/tests/fuzzed/targets.rs"]
pub mod codec;
#[path = "../../kafka-schema/tests/interpret/agree.rs"]
pub mod interpreter;
