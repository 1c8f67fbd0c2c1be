//! `kadm group offsets`.

use crate::context::commands;

mod alter;
mod delete;
mod list;

commands! {
    /// List, set and delete the offsets that groups have committed.
    enum Offsets {
        List(list::List),
        Alter(alter::Alter),
        Delete(delete::Delete),
    }
}
