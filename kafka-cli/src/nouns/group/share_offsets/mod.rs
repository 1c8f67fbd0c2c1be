//! `kadm group share-offsets`.

use crate::context::commands;

mod alter;
mod delete;
mod list;

commands! {
    /// List, set and delete where share groups begin to read.
    enum ShareOffsets {
        List(list::List),
        Alter(alter::Alter),
        Delete(delete::Delete),
    }
}
