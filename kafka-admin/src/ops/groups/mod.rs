//! Groups: list and describe them, what they have read and what is left, set and delete that, delete
//! groups and take members out, and wait until this client may do something with one.

mod allowed;
mod alter_offsets;
mod delete;
mod delete_offsets;
mod describe;
mod lag;
mod list;
mod list_offsets;
mod name;
mod operations;
mod partitions;
mod remove_members;
mod reset;
mod share_offsets;
mod state;

pub use alter_offsets::{AlterGroupOffsets, NewGroupOffset};
pub use delete::DeleteGroups;
pub use delete_offsets::{DeleteGroupOffsets, GroupPartition};
pub use describe::{AssignedTasks, AssignedTopic, GroupDescription, GroupMember};
pub use lag::{GroupLag, PartitionLag};
pub use list::{GroupFilter, GroupListing};
pub use list_offsets::{CommittedOffset, GroupOffsets, ListGroupOffsets};
pub use partitions::GroupPartitions;
pub use remove_members::{GroupMemberId, LeavingMember, RemoveGroupMembers};
pub use reset::{OffsetReset, PlannedOffset, ResetNote};
pub use share_offsets::{AlterShareGroupOffsets, NewShareGroupOffset};
pub use share_offsets::{DeleteShareGroupOffsets, ShareGroupTopic};
pub use share_offsets::{ListShareGroupOffsets, ShareGroupOffset, ShareGroupOffsets};
pub use state::{GroupState, GroupType};
