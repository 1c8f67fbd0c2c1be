//! Consumer groups.

mod delete;
mod describe;
mod lag;
mod list;
mod members;
mod names;
mod offsets;
mod reset;
mod share_offsets;

pub(crate) use delete::*;
pub(crate) use describe::*;
pub(crate) use lag::*;
pub(crate) use list::*;
pub(crate) use names::*;
pub(crate) use offsets::*;
pub(crate) use reset::*;
pub(crate) use share_offsets::*;

use kafka_admin::groups::CommittedOffset;
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, ErrorCode, Outcome};

/// A group without members that has committed these offsets.
async fn committed(admin: &Admin, name: &str, offsets: &[(&str, i32, i64)]) -> String {
    let group = interop::unique(name);
    let mut news = Vec::new();
    for (topic, partition, offset) in offsets {
        let partition = TopicPartition::new(*topic, *partition);
        news.push((partition, CommittedOffset::new(*offset).metadata("by a test")));
    }
    admin.alter_group_offsets(&group, &news).await.unwrap().all().unwrap();
    group
}

/// What became of an item that failed.
fn failure(error: &kafka_admin::Error) -> (Option<ErrorCode>, Outcome) {
    (error.code(), error.outcome())
}
