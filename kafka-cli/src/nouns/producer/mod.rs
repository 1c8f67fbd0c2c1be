//! `kadm producer`.

use crate::context::commands;

mod fence;
mod list;

commands! {
    /// List the producers of topics, and shut out those of transactional ids.
    enum Producer {
        List(list::List),
        Fence(fence::Fence),
    }
}
