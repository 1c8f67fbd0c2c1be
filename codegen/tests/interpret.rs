//! The interpreter against Kafka's own bytes, and against kafka-proto on bytes that nobody
//! would send.

#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

#[allow(dead_code, reason = "only the lines, and kafka-proto's view of them")]
#[path = "../../kafka-proto/examples/golden/mod.rs"]
mod golden;
mod interpret {
    mod errors;
    mod frames;
    pub(crate) mod mutation;
}

use std::fs;

use codegen::Schema;
use codegen::interpret::{Api, decode_body, encode_body};
use codegen::model::Direction;
use serde_json::Value as Json;

use self::golden::line::{Line, lines};
use self::interpret::mutation::{Mutations, Random};

/// Every vector of kafka-proto: those of two releases, and extra ones.
fn vectors() -> Vec<Line> {
    let golden = codegen::repository().join("kafka-proto/tests/golden");
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

fn api(line: &Line) -> Api<'_> {
    if line.key < 0 { Api::Name(&line.name) } else { Api::Key(line.key) }
}

fn direction(line: &Line) -> Direction {
    match line.kind.as_str() {
        "request" => Direction::Request,
        "response" => Direction::Response,
        _ => Direction::Itself,
    }
}

/// The values and the bytes made of them; as [`golden::reread`].
fn reread(line: &Line, version: i16, bytes: &[u8]) -> golden::Checked {
    let (schema, api, direction) = (codegen::embedded(), api(line), direction(line));
    let json = decode_body(schema, api, direction, version, bytes).map_err(|it| it.to_string())?;
    let bytes = encode_body(schema, api, direction, version, &json);
    bytes.map(|bytes| (json, bytes)).map_err(|error| error.to_string())
}

fn at(line: &Line) -> String {
    format!("{} {} v{} {}", line.name, line.kind, line.version, line.case)
}

#[test]
fn the_embedded_schema_is_the_one_of_the_repository() {
    let (ours, theirs) = (codegen::embedded(), Schema::read(&codegen::repository()).unwrap());
    assert_eq!(ours.files, theirs.files);
    assert_eq!((&ours.enums, &ours.errors), (&theirs.enums, &theirs.errors));
}

#[test]
fn every_vector_decodes_to_its_values() {
    let vectors = vectors();
    assert!(vectors.len() >= RELEASES);
    for line in &vectors {
        let json: Json = serde_json::from_str(&line.json).unwrap();
        let schema = codegen::embedded();
        let found = decode_body(schema, api(line), direction(line), line.version, &line.bytes);
        assert_eq!(found, Ok(json), "{}", at(line));
    }
}

#[test]
fn every_vector_is_what_its_values_encode_to() {
    for line in vectors() {
        let json = serde_json::from_str(&line.json).unwrap();
        let schema = codegen::embedded();
        let found = encode_body(schema, api(&line), direction(&line), line.version, &json);
        assert_eq!(found.as_ref(), Ok(&line.bytes), "{}", at(&line));
    }
}

/// Chance does not make these.
#[test]
fn both_decoders_agree_at_the_edges() {
    let of = |key, kind: &str, version| Line {
        key,
        name: String::new(),
        kind: kind.to_owned(),
        version,
        case: "edge".to_owned(),
        json: String::new(),
        bytes: Vec::new(),
    };
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

/// Whether both accept `bytes`. Panics if they do not see the same in them.
fn agreed(line: &Line, version: i16, bytes: &[u8]) -> bool {
    let theirs = golden::reread(line, version, bytes);
    let ours = reread(line, version, bytes);
    let is_same = match (&theirs, &ours) {
        (Ok((json, _)), Ok((same, _))) if has_nan(json) => json == same,
        (Ok(theirs), Ok(ours)) => theirs == ours,
        (Err(theirs), Err(ours)) => is_same_place(theirs, ours),
        _ => false,
    };
    let at = || format!("{} read as v{version}: {bytes:02x?}", at(line));
    assert!(is_same, "{}\nkafka-proto: {theirs:?}\ninterpreter: {ours:?}", at());
    ours.is_ok()
}

/// Whether two errors (`path: rule (byte offset)`) are about the same field and offset.
///
/// kafka-proto refuses a count by the size of the smallest element; here the element is read
/// that is not there. What is wrong with the whole has no path here.
fn is_same_place(theirs: &str, ours: &str) -> bool {
    let ((path, offset), (our_path, our_offset)) = (place(theirs), place(ours));
    let is_whole = path == "version" || path.ends_with("message");
    theirs.contains("elements claimed") || offset == our_offset && (is_whole || path == our_path)
}

fn place(error: &str) -> (String, &str) {
    let path = error.split_once(": ").map_or("", |(path, _)| path);
    let offset = error.rsplit_once("(byte ").map_or("", |(_, offset)| offset);
    (path.replace('_', "").to_lowercase(), offset)
}

/// JSON does not say which of the many bit patterns it is.
fn has_nan(json: &Json) -> bool {
    match json {
        Json::String(text) => text == "NaN",
        Json::Array(elements) => elements.iter().any(has_nan),
        Json::Object(fields) => fields.values().any(has_nan),
        _ => false,
    }
}
