//! The interpreter against Kafka's own bytes, and against kafka-proto on bytes that nobody
//! would send.

#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

mod interpret {
    pub(crate) mod agree;
    mod errors;
    mod frames;
    pub(crate) mod mutation;
}

use std::fs;
use std::path::Path;

use golden::Line;
use golden::input::Input;
use golden::line::lines;
use kafka_proto::ApiKey;
use kafka_schema::interpret::{decode_body, encode_body};
use serde_json::Value as Json;

use self::interpret::agree::{agreed, api, at, differential, direction, of};
use self::interpret::mutation::{Mutations, Random};

/// Every vector of kafka-proto: those of two releases, and extra ones.
fn vectors() -> Vec<Line> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kafka-proto/tests/golden");
    let mut vectors = Vec::new();
    for release in fs::read_dir(golden).unwrap() {
        for file in fs::read_dir(release.unwrap().path()).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            vectors.extend(lines(&text).map(|(_, line)| line.unwrap()));
        }
    }
    vectors
}

/// 3.9.2 and 4.4.0 alone.
const RELEASES: usize = 484 + 2560;

#[test]
fn every_vector_decodes_to_its_values() {
    let vectors = vectors();
    assert!(vectors.len() >= RELEASES);
    for line in &vectors {
        let json: Json = serde_json::from_str(&line.json).unwrap();
        let schema = kafka_schema::embedded();
        let found = decode_body(schema, api(line), direction(line), line.version, &line.bytes);
        assert_eq!(found, Ok(json), "{}", at(line));
    }
}

#[test]
fn every_vector_is_what_its_values_encode_to() {
    for line in vectors() {
        let json = serde_json::from_str(&line.json).unwrap();
        let schema = kafka_schema::embedded();
        let found = encode_body(schema, api(&line), direction(&line), line.version, &json);
        assert_eq!(found.as_ref(), Ok(&line.bytes), "{}", at(&line));
    }
}

/// Chance does not make these.
#[test]
fn both_decoders_agree_at_the_edges() {
    let mechanism = |len: u16| [&len.to_be_bytes()[..], &vec![b'x'; len.into()]].concat();
    // SaslAuthenticate: error code, message, no auth bytes, session lifetime, no tags.
    let error_message = |len: usize, varint: [u8; 3]| {
        [&[0; 2][..], &varint, &vec![b'x'; len], &[1], &[0; 9]].concat()
    };
    // ApiVersions: error code, no API, throttle time, one tag: the epoch of finalized features.
    let epoch = |epoch: u8| [&[0; 2][..], &[1], &[0; 4], &[1, 1, 8], &[epoch; 8]].concat();
    for (line, bytes, is_accepted) in [
        // The longest string, and one byte more, in the classic and in the flexible form.
        (of(17, "request", 1), mechanism(32_767), true),
        (of(17, "request", 1), mechanism(32_768), false),
        (of(36, "response", 2), error_message(32_767, [0x80, 0x80, 2]), true),
        (of(36, "response", 2), error_message(32_768, [0x81, 0x80, 2]), false),
        // A tagged field with its default, and one without.
        (of(18, "response", 3), epoch(0xff), true),
        (of(18, "response", 3), epoch(0), true),
    ] {
        assert_eq!(agreed(&line, line.version, &bytes), is_accepted, "{}", at(&line));
    }
}

/// What the fuzz target `differential` starts from: every seed is a message to both.
#[test]
fn fuzzing_starts_from_agreement() {
    for line in vectors() {
        let Some(api) = ApiKey(line.key).info() else { continue };
        let is_response = line.kind == "response";
        let input = Input { api, is_response, version: line.version, body: &line.bytes };
        differential(&input.write());
        assert!(agreed(&line, line.version, &line.bytes), "{}", at(&line));
    }
}

/// What it found: files, as `fuzz/README.md` says.
#[test]
fn fuzzing_finds_no_difference_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzed/differential");
    for file in fs::read_dir(folder).into_iter().flatten() {
        let path = file.unwrap().path();
        println!("{}", path.display());
        differential(&fs::read(path).unwrap());
    }
}

/// More with `DIFFERENTIAL_MUTATIONS=1000`, for each vector.
#[test]
fn both_decoders_agree_on_mutated_bytes() {
    let count = std::env::var("DIFFERENTIAL_MUTATIONS").map_or(100, |it| it.parse().unwrap());
    let vectors = vectors();
    // Each part has numbers of its own, so the number of processors makes no difference.
    let parts: Vec<&[Line]> = vectors.chunks(vectors.len().div_ceil(8)).collect();
    let (accepted, refused) = std::thread::scope(|scope| {
        let start = |(seed, part)| scope.spawn(move || differ(part, seed, count));
        let threads: Vec<_> =
            parts.into_iter().zip(1..).map(|(part, seed)| start((seed, part))).collect();
        let outcomes = threads.into_iter().map(|thread| thread.join().unwrap());
        outcomes.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    });
    println!("{accepted} accepted, {refused} refused");
    assert!(accepted > refused / 20, "{accepted} accepted: mutations are too wild to say much");
}

/// How many mutations both accept, and how many both refuse.
fn differ(vectors: &[Line], seed: u64, count: usize) -> (usize, usize) {
    let mut mutations = Mutations::of(vectors, Random::new(seed));
    let mut outcome = (0, 0);
    for line in vectors {
        for _ in 0..count {
            let (version, bytes) = mutations.next(line);
            match agreed(line, version, &bytes) {
                true => outcome.0 += 1,
                false => outcome.1 += 1,
            }
        }
    }
    outcome
}
