//! `kadm topic`.

use crate::context::commands;

mod create;
mod delete;
mod describe;
mod existing;
mod list;

pub(super) use create::sized;
pub(super) use describe::{Described, numbers};

commands! {
    /// Create, list, describe and delete topics.
    enum Topic {
        Create(create::Create),
        List(list::List),
        Describe(describe::Describe),
        Delete(delete::Delete),
    }
}
