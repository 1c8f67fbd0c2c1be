//! The messages, and what a program has in hand before it makes one of them.

use std::hint::black_box;
use std::sync::LazyLock;

use bytes::Bytes;
use kafka_proto::Message;
use kafka_proto::messages::{CreateAclsRequest, CreateTopicsRequest};

pub use crate::input::*;
use crate::wire;

/// One message.
pub struct Case {
    /// Its place in the tables.
    pub index: usize,
    /// Short, for files and command lines.
    pub name: &'static str,
    /// Whether one operation takes a tenth of a second, and too long for a profiler.
    pub is_large: bool,
    version: i16,
    /// The bytes, and what a decoder has to see in them.
    pub content: LazyLock<(Bytes, Seen)>,
}

impl Case {
    /// The version measured, as a program has it from a broker: the compiler must not know it.
    #[must_use]
    pub fn version(&self) -> i16 {
        black_box(self.version)
    }
}

/// Six brokers, three replicas of each partition: 2.1 MB.
pub static METADATA: Case = Case {
    index: 0,
    name: "metadata_1000x50",
    is_large: false,
    version: 12,
    content: LazyLock::new(|| metadata(1_000, 50)),
};

/// As many APIs as a broker answers with.
pub static API_VERSIONS: Case = Case {
    index: 1,
    name: "api_versions_75",
    is_large: false,
    version: 3,
    content: LazyLock::new(|| {
        let mut response = benches::api_versions();
        response.api_keys = response.api_keys.iter().take(75).collect();
        (benches::body(&response, 3).into(), wire::api_versions_seen(&response))
    }),
};

/// Two configuration values for each topic.
pub static CREATE_TOPICS: Case = Case {
    index: 2,
    name: "create_topics_1000",
    is_large: false,
    version: 7,
    content: LazyLock::new(|| request::<CreateTopicsRequest<'_>>(&wire::topics(&TOPICS), 7)),
};

/// One ACL for each topic.
pub static CREATE_ACLS: Case = Case {
    index: 3,
    name: "create_acls_1000",
    is_large: false,
    version: 3,
    content: LazyLock::new(|| request::<CreateAclsRequest<'_>>(&wire::acls(&ACLS), 3)),
};

/// Four ACLs for each of 25,000 topics.
pub static DESCRIBE_ACLS: Case = Case {
    index: 4,
    name: "describe_acls_100000",
    is_large: false,
    version: 3,
    content: LazyLock::new(|| {
        let response = benches::describe_acls(&NAMES);
        (benches::body(&response, 3).into(), wire::describe_acls_seen(&response))
    }),
};

/// A large cluster: 42 MB.
pub static LARGE_METADATA: Case = Case {
    index: 5,
    name: "metadata_10000x100",
    is_large: true,
    version: 12,
    content: LazyLock::new(|| metadata(10_000, 100)),
};

fn metadata(topics: usize, partitions: i32) -> (Bytes, Seen) {
    let response = benches::metadata(&NAMES[..topics], partitions);
    (benches::body(&response, 12).into(), wire::metadata_seen(&response))
}

fn request<'a, M: Message<'a>>(request: &M, version: i16) -> (Bytes, Seen) {
    (benches::body(request, version).into(), Seen { outer: 0, inner: 0, sum: 0 })
}
