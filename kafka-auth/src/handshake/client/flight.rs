//! How a login spends its round trips.

use std::time::Duration;

/// Whether a client waits for each answer before it sends the next frame of a login.
///
/// All but [`Sequential`](Self::Sequential) leave ApiVersions for the end: SaslHandshake v1 and
/// SaslAuthenticate v1 come first, which every broker since Kafka 2.2 knows, and ApiVersions
/// follows the last SaslAuthenticate without waiting. An older broker, or a proxy that is strict
/// about the order, closes the connection or answers oddly: log in again with `Sequential`.
///
/// | policy | round trips of a login by AWS_MSK_IAM, PLAIN | by SCRAM | with the first request behind it |
/// |---|---|---|---|
/// | `Sequential` | 3 | 4 | one more |
/// | `Trailing` | 2 | 3 | the same |
/// | `Paced`, `Eager` | 1 | 2 | the same |
///
/// Over TLS, Apache Kafka stalls for up to 300 ms when two frames reach it in one read before the
/// client is authenticated and nothing else happens on that network thread. Only SaslHandshake and
/// the first SaslAuthenticate can meet like that. When the answer to the second is late, the client
/// wakes the broker by the next bytes: by the first byte of the next frame, which is always zero, or
/// by ApiVersions once more. Then a stall costs one round trip. A broker that was not asleep answers
/// ApiVersions twice: the login does not wait for that ([`Authenticated::owed_answer`]).
///
/// [`Authenticated::owed_answer`]: super::Authenticated::owed_answer
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flight {
    /// One frame at a time, as every other client does.
    #[default]
    Sequential,
    /// One frame at a time up to the last SaslAuthenticate, which what follows does not wait for: two
    /// round trips less, and never a stall.
    Trailing,
    /// Frames without waiting for answers, so far apart that the broker reads them one by one, if
    /// the network keeps them apart: [`Flight::PACED`] has a good distance. An answer ends the wait, so
    /// on a short link nothing takes longer.
    Paced(Duration),
    /// Frames without waiting for anything: for listeners without TLS, which do not stall.
    Eager,
}

impl Flight {
    /// Paced with the gap that does best on Apache Kafka: 5 ms. At 20 and 100 ms of round trip, to idle
    /// and busy brokers, with and without 2 ms of jitter, the median is 4 ms above that of 1 ms, and
    /// stalls are the fewest (`benches/README.md` has the table).
    pub const PACED: Self = Self::Paced(Duration::from_millis(5));

    /// How far apart frames are; `None` when each waits for an answer.
    pub(super) fn gap(self) -> Option<Duration> {
        match self {
            Self::Sequential | Self::Trailing => None,
            Self::Paced(gap) => Some(gap),
            Self::Eager => Some(Duration::ZERO),
        }
    }
}
