//! `kadm config`.

use crate::context::commands;

mod alter;
mod changes;
mod describe;
mod kind;
mod list;
mod plan;
mod whole;

commands! {
    /// Show, list and change settings of topics, brokers, loggers, groups and client metrics.
    enum Config {
        Describe(describe::Describe),
        Alter(alter::Alter),
        List(list::List),
    }
}
