//! Where share groups begin to read (KIP-932).

mod alter;
mod delete;
mod list;

pub use alter::{AlterShareGroupOffsets, NewShareGroupOffset};
pub use delete::{DeleteShareGroupOffsets, ShareGroupTopic};
pub use list::{ListShareGroupOffsets, ShareGroupOffset, ShareGroupOffsets};
