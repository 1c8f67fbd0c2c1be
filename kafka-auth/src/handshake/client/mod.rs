//! The client side.

mod answers;
mod flight;
mod queue;

use std::ops::RangeInclusive;
use std::time::Duration;

pub use self::flight::Flight;

use self::flight::Pace;
use self::queue::{Early, Expect, Queue};
use super::ApiVersions;
use crate::{AuthError, Derivation, Mechanism, PeerText, SaltedPassword};

/// The correlation ids of a handshake's requests, those that Kafka's Java client reserves too
/// (`SaslClientAuthenticator`). Give ordinary requests other ids, and answers to them can be told
/// from those to a re-authentication on the same connection. There are eight, so no broker can
/// keep a login going for ever.
pub const SASL_CORRELATION_IDS: RangeInclusive<i32> = i32::MAX - 7..=i32::MAX;

/// How a client introduces itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
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
    /// Whether frames wait for the answers to those before them. Default: [`Flight::Trailing`]. Where a
    /// broker answers oddly to it, dial again with [`Flight::Sequential`].
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
}

/// What the login left behind so far.
#[derive(Default)]
struct LoggedIn {
    session_lifetime: Option<Duration>,
    request_id: Option<PeerText>,
    early_answer: Option<Vec<u8>>,
}

/// The client's handshake on one connection, without I/O: see the [module](super) for what follows what.
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
    config: HandshakeConfig,
    queue: Queue,
    pace: Pace,
    /// Until the login is over.
    mechanism: Option<Box<dyn Mechanism>>,
    /// Until it is polled.
    derivation: Option<Derivation>,
    /// Whether ApiVersions were asked for, or need not be.
    has_asked_versions: bool,
    /// Until it is asked.
    early: Option<Early>,
    api_versions: Option<ApiVersions>,
    login: LoggedIn,
    stage: Stage,
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
        let has_asked_versions = config.flight == Flight::Sequential || mechanism.is_none();
        let pace = Pace::of_first_login(config.flight);
        let mut handshake =
            Self { pace, mechanism, early, has_asked_versions, ..Self::idle(config) };
        match has_asked_versions {
            true => handshake.ask_api_versions(Expect::ApiVersions)?,
            false => handshake.ask_sasl_handshake()?,
        }
        handshake.settle(Ok(()))?;
        Ok(handshake)
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
        let mut handshake = Self {
            pace: Pace::of_reauthentication(config.flight),
            mechanism: Some(mechanism),
            has_asked_versions: true,
            api_versions: Some(api_versions),
            ..Self::idle(config)
        };
        handshake.ask_sasl_handshake()?;
        handshake.settle(Ok(()))?;
        Ok(handshake)
    }

    /// Nothing is asked yet.
    fn idle(config: HandshakeConfig) -> Self {
        Self {
            queue: Queue::new(config.client_id.clone()),
            config,
            pace: Pace::default(),
            mechanism: None,
            derivation: None,
            has_asked_versions: false,
            early: None,
            api_versions: None,
            login: LoggedIn::default(),
            stage: Stage::ApiVersions,
        }
    }

    /// How long the next frame may be, without its length:
    /// [`MAX_FRAME_BEFORE_AUTH`](kafka_proto::frame::MAX_FRAME_BEFORE_AUTH), and
    /// [`MAX_FRAME`](kafka_proto::frame::MAX_FRAME) once the login has succeeded and the answer to
    /// the early request is next. Refuse a longer one before making room for it.
    #[must_use]
    pub fn max_frame(&self) -> usize {
        self.queue.max_frame()
    }

    /// Takes a received frame, without its length.
    ///
    /// # Errors
    /// When the frame is not the answer to the next request, or is a refusal. Final.
    pub fn handle_frame(&mut self, frame: &[u8]) -> Result<(), AuthError> {
        let handled = match self.queue.pop_expected() {
            Some((sent, expect)) => {
                self.pace.answered();
                self.handle(sent, expect, frame)
            }
            None => Err(AuthError::OutOfOrder { expected: self.awaited(), got: "a frame" }),
        };
        self.settle(handled)
    }

    fn awaited(&self) -> &'static str {
        match self.mechanism.is_none() && self.queue.is_empty() {
            true => "nothing more",
            false => "nothing before the next request",
        }
    }

    /// The expensive part of SCRAM, once per login: find it in a cache by its key or
    /// [`run`](Derivation::run) it where it may take milliseconds, then call
    /// [`derived`](Self::derived).
    pub fn poll_derive(&mut self) -> Option<Derivation> {
        self.derivation.take()
    }

    /// The answer to [`poll_derive`](Self::poll_derive).
    ///
    /// # Errors
    /// When nothing was asked for, or the keys are for another hash. Final.
    pub fn derived(&mut self, salted: SaltedPassword) -> Result<(), AuthError> {
        let step = self.mechanism().and_then(|mechanism| mechanism.derived(salted));
        let taken = step.and_then(|step| self.take(step));
        self.settle(taken)
    }

    /// Whether it has succeeded and [`finish`](Self::finish) will.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.mechanism.is_none() && self.api_versions.is_some() && self.queue.is_empty()
    }

    /// Whether the login has succeeded, or there was none: what is sent from now on is no part of it.
    #[must_use]
    pub fn is_logged_in(&self) -> bool {
        self.mechanism.is_none()
    }

    /// The outcome of a handshake that [is done](Self::is_done).
    ///
    /// # Errors
    /// [`AuthError::OutOfOrder`] when it is not.
    pub fn finish(self) -> Result<Authenticated, AuthError> {
        let is_done = self.is_done();
        let LoggedIn { session_lifetime, request_id, early_answer } = self.login;
        match self.api_versions {
            Some(api_versions) if is_done => {
                Ok(Authenticated { api_versions, session_lifetime, request_id, early_answer })
            }
            _ => Err(AuthError::OutOfOrder { expected: "the broker's answer", got: "the end" }),
        }
    }

    /// What it is doing; after an error, what it was doing.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// An error is final: nothing is left to send, to expect or to finish.
    fn settle(&mut self, result: Result<(), AuthError>) -> Result<(), AuthError> {
        match &result {
            Ok(()) => self.stage = self.queue.stage().unwrap_or(self.stage),
            Err(_) => {
                self.queue.clear();
                (self.pace, self.mechanism) = (Pace::default(), None);
                (self.derivation, self.api_versions) = (None, None);
            }
        }
        result
    }
}

impl HandshakeConfig {
    /// Sets `client.id`. Default: none.
    pub fn client_id(mut self, client_id: impl Into<String>) -> Self {
        self.client_id = Some(client_id.into());
        self
    }

    /// Sets the name and the version of the library or program. Default: this crate's.
    pub fn software(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        (self.software_name, self.software_version) = (name.into(), version.into());
        self
    }

    /// Sets the version of the first ApiVersions request. Default: 3.
    pub fn first_version(mut self, version: i16) -> Self {
        self.first_version = version;
        self
    }

    /// Sets whether frames wait for the answers to those before them. Default: [`Flight::Trailing`].
    pub fn flight(mut self, flight: Flight) -> Self {
        self.flight = flight;
        self
    }

    /// Sets a framed request to leave behind the login. Default: none.
    pub fn early_request(mut self, frame: impl Into<Option<Vec<u8>>>) -> Self {
        self.early_request = frame.into();
        self
    }
}

impl Default for HandshakeConfig {
    fn default() -> Self {
        Self {
            client_id: None,
            software_name: env!("CARGO_PKG_NAME").to_owned(),
            software_version: env!("CARGO_PKG_VERSION").to_owned(),
            first_version: 3,
            flight: Flight::default(),
            early_request: None,
        }
    }
}
