//! How a login spends its round trips.

use std::time::Duration;

/// Whether a client waits for each answer before it sends the next frame of a login.
///
/// All but [`Sequential`](Self::Sequential) leave ApiVersions for the end: SaslHandshake v1 and
/// SaslAuthenticate v1 go out at once, which every broker since Kafka 2.2 knows, and ApiVersions
/// follows the last SaslAuthenticate without waiting. An older broker, or a proxy that is strict
/// about the order, closes the connection or answers oddly: log in again with `Sequential`.
///
/// | policy | round trips of a login by AWS_MSK_IAM, PLAIN | by SCRAM |
/// |---|---|---|
/// | `Sequential` | 3 | 4 |
/// | `Paced`, `Eager` | 1 | 2 |
///
/// Over TLS, Apache Kafka stalls for up to 300 ms when two frames reach it in one read before the
/// client is authenticated and nothing else happens on that network thread. Only SaslHandshake and
/// the first SaslAuthenticate can meet like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flight {
    /// One frame at a time, as every other client does.
    #[default]
    Sequential,
    /// Frames without waiting for answers, so far apart that the broker reads them one by one, if
    /// the network keeps them apart. A millisecond is enough on a quiet network.
    Paced(Duration),
    /// Frames without waiting for anything: for listeners without TLS, which do not stall.
    Eager,
}
