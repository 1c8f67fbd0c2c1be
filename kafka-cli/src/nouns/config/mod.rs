//! `kadm config`.

use crate::context::commands;

mod describe;

commands! {
    /// Show the settings of topics and brokers.
    enum Config {
        Describe(describe::Describe),
    }
}
