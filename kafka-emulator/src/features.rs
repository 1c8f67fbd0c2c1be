//! The features of Kafka 4.4.0 (KIP-584), as a cluster has them that was made with it.

/// A feature with its levels.
pub(crate) struct Feature {
    pub(crate) name: &'static str,
    /// The lowest and the highest level that a broker can have.
    pub(crate) supported: (i16, i16),
    /// The level that the cluster has.
    pub(crate) finalized: i16,
}

pub(crate) const FEATURES: [Feature; 7] = [
    feature("group.version", (0, 1)),
    feature("kraft.version", (0, 1)),
    feature("metadata.version", (7, 33)),
    feature("share.version", (0, 2)),
    feature("streams.version", (0, 1)),
    feature("transaction.version", (0, 2)),
    feature("eligible.leader.replicas.version", (0, 1)),
];

const fn feature(name: &'static str, supported: (i16, i16)) -> Feature {
    Feature { name, supported, finalized: supported.1 }
}
