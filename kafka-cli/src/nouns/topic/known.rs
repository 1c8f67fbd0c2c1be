//! The settings that topics have, for whoever mistypes one: a broker only says that it does not know it.

use kafka_admin::{Error, ErrorCode};

use crate::failure::Failure;
use crate::near;

/// Those of Kafka 4.4; a test holds them against what a cluster tells.
pub(super) const CONFIGS: [&str; 37] = [
    "cleanup.policy",
    "compression.gzip.level",
    "compression.lz4.level",
    "compression.type",
    "compression.zstd.level",
    "delete.retention.ms",
    "errors.deadletterqueue.group.enable",
    "file.delete.delay.ms",
    "flush.messages",
    "flush.ms",
    "follower.replication.throttled.replicas",
    "index.interval.bytes",
    "leader.replication.throttled.replicas",
    "local.retention.bytes",
    "local.retention.ms",
    "max.compaction.lag.ms",
    "max.decompressed.message.bytes",
    "max.message.bytes",
    "message.timestamp.after.max.ms",
    "message.timestamp.before.max.ms",
    "message.timestamp.type",
    "min.cleanable.dirty.ratio",
    "min.compaction.lag.ms",
    "min.insync.replicas",
    "preallocate",
    "remote.copy.lag.bytes",
    "remote.copy.lag.ms",
    "remote.log.copy.disable",
    "remote.log.delete.on.disable",
    "remote.storage.enable",
    "retention.bytes",
    "retention.ms",
    "segment.bytes",
    "segment.index.bytes",
    "segment.jitter.ms",
    "segment.ms",
    "unclean.leader.election.enable",
];

/// Why a topic was not created, with the setting that may be meant where one is not known.
pub(super) fn explain(error: Error, configs: &[(&str, &str)]) -> Failure {
    let is_refused = error.code() == Some(ErrorCode::INVALID_CONFIG);
    let failure = Failure::from(error);
    let mut unknown = configs.iter().filter(|(key, _)| is_refused && !CONFIGS.contains(key));
    match unknown.find_map(|(key, _)| near::nearest(key, CONFIGS.into_iter())) {
        Some(meant) => failure.hint(format!("did you mean {meant}?")),
        None => failure,
    }
}

#[cfg(test)]
mod tests {
    use kafka_admin::configs::ConfigResource;
    use kafka_admin::{Admin, Config, Tls};
    use kafka_emulator::Emulator;

    use super::*;

    /// The emulator's are those of Kafka itself, which other tests compare.
    #[tokio::test]
    async fn they_are_those_of_a_cluster() {
        let builder = Emulator::builder().plaintext_listener(true).allow_everyone(true);
        let emulator = builder.topic("a", 1).start().await.unwrap();
        let config = Config::new([emulator.plaintext_address().unwrap()]).tls(Tls::Disabled);
        let admin = Admin::connect(config).await.unwrap();
        let described = admin.describe_configs(&[ConfigResource::topic("a")]).await.unwrap();
        let entries = described.one().unwrap();
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, CONFIGS);
    }
}
