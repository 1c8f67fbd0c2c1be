//! When the next frame leaves, and how a broker that has stalled is woken.

use std::mem;
use std::time::Duration;

use zeroize::Zeroizing;

use super::Handshake;
use super::queue::Expect;
use crate::AuthError;

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
/// by ApiVersions once more, whose answer the login waits for. Then a stall costs one round trip, and
/// so does a broker that was slow without a stall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flight {
    /// One frame at a time, as every other client does.
    Sequential,
    /// One frame at a time up to the last SaslAuthenticate, which what follows does not wait for: two
    /// round trips less, and never a stall. The default.
    #[default]
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
}

/// On an idle listener the answers to SaslHandshake and to the frame behind it are as far apart as
/// the two frames were, and milliseconds more.
const PATIENCE: Duration = Duration::from_millis(5);

/// The first byte of every frame of less than 16 MiB.
const FIRST_BYTE: u8 = 0;

/// What the frames of a login wait for.
#[derive(Default)]
pub(super) struct Pace {
    /// SaslAuthenticate does not wait for the answer to SaslHandshake.
    pub(super) is_ahead: bool,
    /// How long after that answer the next one is late.
    patience: Option<Duration>,
    wait: Wait,
    first_byte: FirstByte,
}

/// What happens when no answer comes in time.
#[derive(Default)]
enum Wait {
    #[default]
    ForAnswer,
    /// The next frame leaves: the broker needs so long to itself before it.
    ToSend(Duration),
    /// The broker is woken.
    ToWake(Duration),
}

/// The first byte of the next frame, which wakes the broker before the rest of it is known.
#[derive(Default, PartialEq)]
enum FirstByte {
    #[default]
    WithItsFrame,
    Due,
    Sent,
}

impl Pace {
    /// A broker that does not know the client yet is given time, and may stall.
    pub(super) fn of_first_login(flight: Flight) -> Self {
        let (gap, wait) = match flight {
            Flight::Sequential | Flight::Trailing => return Self::default(),
            Flight::Paced(gap) => (gap, Wait::ToSend(gap)),
            Flight::Eager => (Duration::ZERO, Wait::ForAnswer),
        };
        let patience = Some(gap.saturating_add(PATIENCE));
        Self { is_ahead: true, patience, wait, first_byte: FirstByte::WithItsFrame }
    }

    /// An authenticated connection is served without a stall, however frames arrive.
    pub(super) fn of_reauthentication(flight: Flight) -> Self {
        Self { is_ahead: flight != Flight::Sequential, ..Self::default() }
    }

    /// An answer has come: behind the first one, that to SaslHandshake, the next is late soon.
    pub(super) fn answered(&mut self) {
        self.wait = self.patience.take().map_or(Wait::ForAnswer, Wait::ToWake);
    }
}

impl Handshake {
    /// What may be sent now: a frame, length included, rarely its first byte alone. It may be as good
    /// as the password; it is wiped when dropped.
    pub fn poll_transmit(&mut self) -> Option<Zeroizing<Vec<u8>>> {
        let first_byte = &mut self.pace.first_byte;
        if !self.queue.is_unsent() && *first_byte == FirstByte::Due {
            *first_byte = FirstByte::Sent;
            return Some(Zeroizing::new(vec![FIRST_BYTE]));
        }
        if self.poll_timeout().is_some() {
            return None;
        }
        let mut frame = self.queue.pop_frame()?;
        if mem::take(&mut self.pace.first_byte) == FirstByte::Sent {
            frame.drain(..1);
        }
        Some(frame)
    }

    /// How long to wait for an answer, from when the last one came or the last frame was sent, before
    /// [`handle_timeout`](Self::handle_timeout) is to be called, because a frame may follow then or
    /// the broker is to be woken. `None` when there is nothing to do without an answer, always so
    /// with [`Flight::Sequential`] and [`Flight::Trailing`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        match self.pace.wait {
            _ if !self.queue.is_unanswered() => None,
            Wait::ToSend(gap) if self.queue.is_unsent() => Some(gap),
            Wait::ToWake(patience) if !self.queue.is_unsent() => Some(patience),
            Wait::ForAnswer | Wait::ToSend(_) | Wait::ToWake(_) => None,
        }
    }

    /// The time of [`poll_timeout`](Self::poll_timeout) has passed.
    ///
    /// # Errors
    /// When the request that wakes the broker cannot be written, which the first one of its kind would
    /// have said before. Final.
    pub fn handle_timeout(&mut self) -> Result<(), AuthError> {
        if self.poll_timeout().is_none() {
            return Ok(());
        }
        let woken = match mem::take(&mut self.pace.wait) {
            Wait::ToWake(_) => self.wake(),
            Wait::ForAnswer | Wait::ToSend(_) => Ok(()),
        };
        self.settle(woken)
    }

    /// The broker has read SaslAuthenticate together with SaslHandshake, and looks at it when the next
    /// bytes come (`SslTransportLayer`, `Selector`): they may be the first of whatever comes next.
    fn wake(&mut self) -> Result<(), AuthError> {
        if self.has_asked_versions {
            return self.ask_api_versions(Expect::Nothing);
        }
        self.pace.first_byte = FirstByte::Due;
        Ok(())
    }
}
