//! `kadm topic`.

use crate::context::commands;

mod alter;
mod create;
mod delete;
mod delete_records;
mod describe;
mod existing;
mod known;
mod list;
mod offsets;
mod partitions;

pub(super) use create::sized;
pub(super) use describe::{Described, numbers};

commands! {
    /// Create, list, describe, alter and delete topics, and see to their records.
    enum Topic {
        Create(create::Create),
        List(list::List),
        Describe(describe::Describe),
        Alter(alter::Alter),
        Delete(delete::Delete),
        Offsets(offsets::Offsets),
        DeleteRecords(delete_records::DeleteRecords),
    }
}
