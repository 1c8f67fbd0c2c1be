//! kafka-proto: what it decodes stays in the frame, so it is measured in three ways.

mod owned;

use bytes::Bytes;
use kafka_proto::Message;

use crate::Operation;
use crate::case::{
    ACLS, API_VERSIONS, CREATE_ACLS, CREATE_TOPICS, Case, DESCRIBE_ACLS, LARGE_METADATA, METADATA,
    NAMES, Seen, TOPICS,
};
use crate::wire::{acls, api_versions_seen, describe_acls_seen, metadata_seen, topics};

const BY: &str = "kafka-proto";

pub(crate) fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    for (case, topics, partitions) in [(&METADATA, 1_000, 50), (&LARGE_METADATA, 10_000, 100)] {
        all.extend(decode(case, metadata_seen, owned::Metadata::from, owned::Metadata::seen));
        let message = move || benches::metadata(&NAMES[..topics], partitions);
        all.push(Operation::encode((case, BY), message, |it, out| encode(case, it, out)));
    }
    all.extend(decode(
        &API_VERSIONS,
        api_versions_seen,
        owned::ApiVersions::from,
        owned::ApiVersions::seen,
    ));
    all.extend(decode(&DESCRIBE_ACLS, describe_acls_seen, owned::Acls::from, owned::Acls::seen));
    all.push(Operation::encode(
        (&DESCRIBE_ACLS, BY),
        || benches::describe_acls(&NAMES),
        |it, out| encode(&DESCRIBE_ACLS, it, out),
    ));
    all.extend(requests());
    all
}

/// The check of a frame alone; the check and a visit to every field; the check and a copy of
/// every field into vectors that outlive the frame.
fn decode<M: Message<'static> + 'static, O: 'static>(
    case: &'static Case,
    visit: fn(&M) -> Seen,
    keep: fn(M) -> O,
    seen: fn(&O) -> Seen,
) -> [Operation; 3] {
    let decode = |body: &'static Bytes| M::decode(body, case.version()).expect("a message");
    [
        Operation::decode((case, "decode", BY), decode, visit),
        Operation::decode((case, "decode, visit", BY), move |it| visit(&decode(it)), |it| *it),
        Operation::decode((case, "decode, keep", BY), move |it| keep(decode(it)), seen),
    ]
}

fn requests() -> [Operation; 4] {
    let create_topics = |it: &_, out: &mut _| encode(&CREATE_TOPICS, it, out);
    let create_acls = |it: &_, out: &mut _| encode(&CREATE_ACLS, it, out);
    [
        Operation::encode((&CREATE_TOPICS, BY), || topics(&TOPICS), create_topics),
        Operation::build((&CREATE_TOPICS, BY), &*TOPICS, |it| topics(it), create_topics),
        Operation::encode((&CREATE_ACLS, BY), || acls(&ACLS), create_acls),
        Operation::build((&CREATE_ACLS, BY), &*ACLS, |it| acls(it), create_acls),
    ]
}

fn encode<M: Message<'static>>(case: &Case, message: &M, out: &mut Vec<u8>) {
    message.encode(out, case.version()).expect("a message of that version");
}
