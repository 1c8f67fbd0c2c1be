//! `kadm group`.

use crate::context::commands;

mod list;

commands! {
    /// List groups.
    enum Group {
        List(list::List),
    }
}
