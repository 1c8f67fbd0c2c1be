//! Groups: list and describe them and what they have read, set and delete that, and wait until this
//! client may do something with one.

mod allowed;
mod alter_offsets;
mod delete_offsets;
mod list;
mod list_offsets;
mod name;
mod operations;
mod state;

pub use alter_offsets::{AlterGroupOffsets, NewGroupOffset};
pub use delete_offsets::{DeleteGroupOffsets, GroupPartition};
pub use list::{GroupFilter, GroupListing};
pub use list_offsets::{CommittedOffset, GroupOffsets, GroupPartitions, ListGroupOffsets};
pub use state::{GroupState, GroupType};
