//! `kadm bench`.

use crate::context::commands;

mod emulated;
mod handshake;
mod mechanism;

commands! {
    /// Measure.
    enum Bench {
        Handshake(handshake::Handshake),
    }
}
