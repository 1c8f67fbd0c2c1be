//! kafka-proto beside the other Kafka codecs of crates.io, on the same bytes.
//!
//! Every [`Operation`] checks itself before it is measured: a decoder has to see what was
//! encoded, an encoder has to write the very bytes that the others write.

#[macro_use]
mod peer;
pub mod case;
mod input;
mod kacrab;
mod kafka_client;
mod kafka_protocol;
mod krafka;
mod operation;
mod ours;
mod wire;

pub use self::operation::Operation;

/// What is measured, ours first. The last ones need a gigabyte of memory.
#[must_use]
pub fn operations() -> Vec<Operation> {
    let all = [
        ours::operations(),
        kafka_protocol::operations(),
        krafka::operations(),
        kacrab::operations(),
        kafka_client::operations(),
    ];
    let mut all: Vec<_> = all.into_iter().flatten().collect();
    all.sort_by_key(|it| (it.case.index, it.action));
    all
}
