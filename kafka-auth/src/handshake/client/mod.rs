//! The client side.

mod flight;
mod outbox;
mod states;

use std::mem;
use std::ops::RangeInclusive;
use std::time::Duration;

use kafka_proto::frame::{MAX_FRAME, MAX_FRAME_BEFORE_AUTH};
use zeroize::Zeroizing;

pub use self::flight::Flight;

use self::outbox::{Early, Outbox};
use self::states::{ExpectApiVersions, ExpectSaslHandshake, State, Table};
use super::ApiVersions;
use crate::{AuthError, Derivation, Mechanism, PeerText, SaltedPassword};

/// The correlation ids of a handshake's requests, those that Kafka's Java client reserves too
/// (`SaslClientAuthenticator`). Give ordinary requests other ids, and answers to them can be told
/// from those to a re-authentication on the same connection. There are eight, so no broker can
/// keep a login going for ever.
pub const SASL_CORRELATION_IDS: RangeInclusive<i32> = i32::MAX - 7..=i32::MAX;

/// How a client introduces itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandshakeConfig {
    /// Kafka's `client.id`, in the header of every request; quotas and the broker's log know the
    /// client by it. At most 32,767 bytes; default none.
    pub client_id: Option<String>,
    /// The library or program, for the broker's metrics (KIP-511, ApiVersions v3 and later).
    /// Characters that KIP-511 does not allow become dashes. Default: this crate.
    pub software_name: String,
    /// Its version, under the same rule. Default: this crate's.
    pub software_version: String,
    /// The version of the first ApiVersions request. Default: 3, which every broker since 2.4 and
    /// MSK Serverless have; the handshake needs nothing from later ones. A broker without it makes
    /// the client ask again, one round trip more. Versions this release does not know are brought
    /// into its range.
    pub first_version: i16,
    /// Whether frames wait for the answers to those before them. Default: they do, since whoever sets
    /// anything else has to dial again where a broker answers oddly to it.
    pub flight: Flight,
    /// A request, framed, to leave behind the last SaslAuthenticate without waiting for its answer:
    /// one round trip less until the connection is of use. It must be one that is answered; the
    /// answer is [`Authenticated::early_answer`]. It does not leave with [`Flight::Sequential`],
    /// without a mechanism, or in a re-authentication. It leaves before the broker has proved who it
    /// is (SCRAM's `v=`), so it should be one that may be read by anybody, and whose version every
    /// broker has. Default: none.
    pub early_request: Option<Vec<u8>>,
}

/// Where a handshake is, or where it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Agreeing on versions.
    ApiVersions,
    /// Agreeing on the mechanism.
    SaslHandshake,
    /// Exchanging the mechanism's messages, and what left with the last of them.
    SaslAuthenticate,
}

/// What a finished handshake leaves behind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authenticated {
    /// What the broker offers.
    pub api_versions: ApiVersions,
    /// For how long the login is good (KIP-368), counted from the last answer, at most one year;
    /// `None` when it does not end, or when the broker is too old to say (SaslAuthenticate v0).
    pub session_lifetime: Option<Duration>,
    /// The broker's handle for this login (AWS_MSK_IAM only), for support requests.
    pub request_id: Option<PeerText>,
    /// The answer to [`HandshakeConfig::early_request`], a frame without its length; `None` when the
    /// request did not leave.
    pub early_answer: Option<Vec<u8>>,
    /// The correlation id, one of [`SASL_CORRELATION_IDS`], of an answer that is still to come: to
    /// drop. The broker was woken (see [`Flight`]) by ApiVersions, in front of any request that
    /// follows. `None` nearly always, and with [`Flight::Sequential`] and [`Flight::Trailing`].
    pub owed_answer: Option<i32>,
}

/// The client's handshake on one connection, without I/O: see the [module](super) for its states.
///
/// Send what [`poll_transmit`](Self::poll_transmit) gives, hand every received frame to
/// [`handle_frame`](Self::handle_frame), answer [`poll_derive`](Self::poll_derive), with a
/// [`Flight`] also wait as [`poll_timeout`](Self::poll_timeout) says, until
/// [`is_done`](Self::is_done). The deadline for all of it is the caller's. After an error the
/// connection is of no use: every further call is an error, and nothing more is to be sent.
///
/// ```
/// use kafka_auth::handshake::{Handshake, HandshakeConfig};
///
/// // Without a mechanism it is ApiVersions alone, for listeners without SASL.
/// let mut handshake = Handshake::new(HandshakeConfig::default(), None)?;
/// let frame = handshake.poll_transmit().expect("the first request");
/// assert_eq!(frame[4..6], [0, 18]); // ApiVersions
/// // A broker of 2018 does not know that version, and says so in the layout of v0.
/// handshake.handle_frame(&[&frame[8..12], &[0, 35, 0, 0, 0, 0]].concat())?;
/// assert_eq!(handshake.poll_transmit().expect("the second request")[6..8], [0, 0]);
/// # Ok::<(), kafka_auth::AuthError>(())
/// ```
pub struct Handshake {
    state: State,
    stage: Stage,
    outbox: Outbox,
}

impl Handshake {
    /// A handshake on a new connection: ApiVersions, then SASL if a mechanism is given.
    ///
    /// # Errors
    /// [`AuthError::Config`] when a name in `config` is too long for the wire, or its early request is
    /// too short for a frame.
    pub fn new(
        mut config: HandshakeConfig,
        mechanism: Option<Box<dyn Mechanism>>,
    ) -> Result<Self, AuthError> {
        let early = config.early_request.take().map(Early::new).transpose()?;
        let outbox = Outbox::new(config.client_id.clone(), early);
        match (config.flight, mechanism) {
            (Flight::Sequential, mechanism) | (_, mechanism @ None) => {
                Self::ask(config, mechanism, outbox)
            }
            (Flight::Trailing, Some(mechanism)) => {
                Self::choose(Table::Ask(config), mechanism, outbox)
            }
            (flight, Some(mechanism)) => Self::fly(flight, Table::Ask(config), mechanism, outbox),
        }
    }

    /// A new login on a connection whose session is about to end (KIP-368): SaslHandshake and
    /// SaslAuthenticate, without ApiVersions, whose table is known.
    ///
    /// Mechanism and identity must be those of the first login. Answers to other requests may
    /// arrive in between: hand over only frames whose correlation id is one of
    /// [`SASL_CORRELATION_IDS`]. Kafka takes one re-authentication per second at most.
    ///
    /// # Errors
    /// [`AuthError::NoCommonVersion`] as a first login would, [`AuthError::Config`] as
    /// [`Handshake::new`].
    pub fn reauthenticate(
        config: HandshakeConfig,
        api_versions: ApiVersions,
        mechanism: Box<dyn Mechanism>,
    ) -> Result<Self, AuthError> {
        let outbox = Outbox::new(config.client_id.clone(), None);
        if config.flight != Flight::Sequential {
            // An authenticated connection is served without a stall, however frames arrive.
            return Self::fly(Flight::Eager, Table::Known(api_versions), mechanism, outbox);
        }
        Self::choose(Table::Known(api_versions), mechanism, outbox)
    }

    fn ask(
        config: HandshakeConfig,
        mechanism: Option<Box<dyn Mechanism>>,
        mut outbox: Outbox,
    ) -> Result<Self, AuthError> {
        let expect = ExpectApiVersions::first(config, mechanism, &mut outbox)?;
        Ok(Self { state: State::ExpectApiVersions(expect), stage: Stage::ApiVersions, outbox })
    }

    fn choose(
        table: Table,
        mechanism: Box<dyn Mechanism>,
        mut outbox: Outbox,
    ) -> Result<Self, AuthError> {
        let expect = ExpectSaslHandshake::ask(table, mechanism, &mut outbox)?;
        Ok(Self { state: State::ExpectSaslHandshake(expect), stage: Stage::SaslHandshake, outbox })
    }

    fn fly(
        flight: Flight,
        table: Table,
        mechanism: Box<dyn Mechanism>,
        mut outbox: Outbox,
    ) -> Result<Self, AuthError> {
        let expect = ExpectSaslHandshake::fly(flight, table, mechanism, &mut outbox)?;
        Ok(Self { state: State::ExpectSaslHandshake(expect), stage: Stage::SaslHandshake, outbox })
    }

    /// What may be sent now: a frame, length included, rarely its first byte alone. It may be as good
    /// as the password; it is wiped when dropped.
    pub fn poll_transmit(&mut self) -> Option<Zeroizing<Vec<u8>>> {
        self.outbox.take()
    }

    /// How long to wait for an answer, from when the last one came or the last frame was sent, before
    /// [`handle_timeout`](Self::handle_timeout) is to be called, because a frame may follow then or
    /// the broker is to be woken. `None` when there is nothing to do without an answer, always so
    /// with [`Flight::Sequential`] and [`Flight::Trailing`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        self.outbox.wait()
    }

    /// The time of [`poll_timeout`](Self::poll_timeout) has passed.
    ///
    /// # Errors
    /// When the request that wakes the broker cannot be written, which the first one of its kind would
    /// have said before. Final.
    pub fn handle_timeout(&mut self) -> Result<(), AuthError> {
        if !self.outbox.end_wait() {
            return Ok(());
        }
        self.advance(|mut state, outbox| {
            if let State::ExpectSaslAuthenticate(expect) = &mut state {
                expect.wake(outbox)?;
            }
            Ok(state)
        })
    }

    /// How long the next frame may be, without its length:
    /// [`MAX_FRAME_BEFORE_AUTH`](kafka_proto::frame::MAX_FRAME_BEFORE_AUTH), and
    /// [`MAX_FRAME`](kafka_proto::frame::MAX_FRAME) once the login has succeeded and the answer to
    /// the early request is next. Refuse a longer one before making room for it.
    #[must_use]
    pub fn max_frame(&self) -> usize {
        match &self.state {
            State::ExpectRest(expect) if expect.is_early() => MAX_FRAME,
            _ => MAX_FRAME_BEFORE_AUTH,
        }
    }

    /// Takes a received frame, without its length.
    ///
    /// # Errors
    /// When the frame is not the answer to the next request, or is a refusal. Final.
    pub fn handle_frame(&mut self, frame: &[u8]) -> Result<(), AuthError> {
        let is_asked = self.outbox.answered();
        self.advance(|state, outbox| match state {
            State::ExpectApiVersions(expect) if is_asked => expect.handle(frame, outbox),
            State::ExpectSaslHandshake(expect) if is_asked => expect.handle(frame, outbox),
            State::ExpectSaslAuthenticate(expect) if is_asked => expect.handle(frame, outbox),
            State::ExpectRest(expect) if is_asked => expect.handle(frame, outbox),
            State::Done(_) | State::Failed => Err(unexpected("nothing more")),
            _ => Err(unexpected("nothing before the next request")),
        })
    }

    /// The expensive part of SCRAM, once per login: find it in a cache by its key or
    /// [`run`](Derivation::run) it where it may take milliseconds, then call
    /// [`derived`](Self::derived).
    pub fn poll_derive(&mut self) -> Option<Derivation> {
        match &mut self.state {
            State::ExpectSaltedPassword(expect) => expect.derivation.take(),
            _ => None,
        }
    }

    /// The answer to [`poll_derive`](Self::poll_derive).
    ///
    /// # Errors
    /// When nothing was asked for, or the keys are for another hash. Final.
    pub fn derived(&mut self, salted: SaltedPassword) -> Result<(), AuthError> {
        self.advance(|state, outbox| match state {
            State::ExpectSaltedPassword(expect) => expect.handle(salted, outbox),
            _ => Err(AuthError::OutOfOrder { expected: "a frame", got: "a salted password" }),
        })
    }

    /// Whether it has succeeded and [`finish`](Self::finish) will.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done(_))
    }

    /// The outcome of a handshake that [is done](Self::is_done).
    ///
    /// # Errors
    /// [`AuthError::OutOfOrder`] when it is not.
    pub fn finish(self) -> Result<Authenticated, AuthError> {
        match self.state {
            State::Done(done) => {
                Ok(Authenticated { early_answer: self.outbox.into_early_answer(), ..done })
            }
            _ => Err(AuthError::OutOfOrder { expected: "the broker's answer", got: "the end" }),
        }
    }

    /// What it is doing; after an error, what it was doing.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Runs one transition. The old state is gone before, so an error leaves none behind.
    fn advance(
        &mut self,
        transition: impl FnOnce(State, &mut Outbox) -> Result<State, AuthError>,
    ) -> Result<(), AuthError> {
        let state = mem::replace(&mut self.state, State::Failed);
        match transition(state, &mut self.outbox) {
            Ok(state) => {
                self.stage = state.stage().unwrap_or(self.stage);
                self.state = state;
                Ok(())
            }
            Err(error) => {
                self.outbox.clear();
                Err(error)
            }
        }
    }
}

impl Default for HandshakeConfig {
    fn default() -> Self {
        Self {
            client_id: None,
            software_name: env!("CARGO_PKG_NAME").to_owned(),
            software_version: env!("CARGO_PKG_VERSION").to_owned(),
            first_version: 3,
            flight: Flight::Sequential,
            early_request: None,
        }
    }
}

fn unexpected(expected: &'static str) -> AuthError {
    AuthError::OutOfOrder { expected, got: "a frame" }
}
