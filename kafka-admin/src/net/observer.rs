//! What a dial tells about itself while it goes on.

use std::time::Duration;

use super::stream::Stream;

/// A part of a dial that has ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The name has addresses.
    Dns,
    /// The socket is connected.
    Tcp,
    /// The TLS handshake is done; `resumed` when it went on with an earlier session.
    Tls { resumed: bool },
    /// The mechanism was made, with its credentials, and the broker has taken the login.
    Login,
}

/// Watches one dial. Each attempt of a race goes on with a clone of its own.
pub(crate) trait Observer: Clone + Send + Sync {
    /// A phase has ended well, after so long.
    fn ended(&mut self, phase: Phase, took: Duration);

    /// The socket, before TLS. What counts bytes puts itself around it.
    fn wrap(&mut self, socket: Stream) -> Stream {
        socket
    }
}
