//! `kadm topic`.

use crate::context::commands;

mod alter;
mod create;
mod delete;
mod describe;
mod existing;
mod list;

pub(super) use create::sized;
pub(super) use describe::{Described, numbers};

commands! {
    /// Create, list, describe, alter and delete topics.
    enum Topic {
        Create(create::Create),
        List(list::List),
        Describe(describe::Describe),
        Alter(alter::Alter),
        Delete(delete::Delete),
    }
}
