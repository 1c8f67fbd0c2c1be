//! What the client waits for, and what it does when it comes.

use std::mem;
use std::ops::RangeInclusive;
use std::time::Duration;

use kafka_proto::messages::{ApiVersionsRequest, SaslAuthenticateRequest, SaslHandshakeRequest};
use kafka_proto::{ApiKey, ErrorCode, Message, Opaque};

use super::outbox::{Outbox, Sent, check_correlation, common, no_common};
use super::{Authenticated, Flight, HandshakeConfig, Stage};
use crate::handshake::{ApiVersions, SASL_AUTHENTICATE, SASL_HANDSHAKE, software};
use crate::{AuthError, Derivation, Evidence, Mechanism, PeerText, SaltedPassword, Step};

/// A session lifetime beyond this is cut to it: one year.
const MAX_SESSION_LIFETIME: Duration = Duration::from_secs(365 * 86_400);

/// How many offered mechanisms an error lists.
const MAX_OFFERED: usize = 16;

/// Named for what it waits for; an error leaves [`State::Failed`].
pub(super) enum State {
    ExpectApiVersions(ExpectApiVersions),
    ExpectSaslHandshake(ExpectSaslHandshake),
    ExpectSaltedPassword(ExpectSaltedPassword),
    ExpectSaslAuthenticate(ExpectSaslAuthenticate),
    ExpectRest(ExpectRest),
    Done(Authenticated),
    Failed,
}

impl State {
    pub(super) fn stage(&self) -> Option<Stage> {
        match self {
            Self::ExpectApiVersions(_) => Some(Stage::ApiVersions),
            Self::ExpectSaslHandshake(_) => Some(Stage::SaslHandshake),
            Self::ExpectSaltedPassword(_)
            | Self::ExpectSaslAuthenticate(_)
            | Self::ExpectRest(_) => Some(Stage::SaslAuthenticate),
            Self::Done(_) | Self::Failed => None,
        }
    }
}

pub(super) struct ExpectApiVersions {
    config: HandshakeConfig,
    sent: Sent,
    is_second: bool,
    /// What left behind it.
    rest: Rest,
    then: Then,
}

/// The ids of the answers that come behind that of ApiVersions, in this order.
#[derive(Default)]
struct Rest {
    early: Option<i32>,
    /// ApiVersions once more, to wake the broker: what that is answered does not matter, so it is
    /// waited for only where another answer comes behind it.
    again: Option<i32>,
}

/// What follows ApiVersions.
enum Then {
    LogIn(Box<dyn Mechanism>),
    Finish(LoggedIn),
}

/// What a login left behind.
#[derive(Default)]
struct LoggedIn {
    session_lifetime: Option<Duration>,
    request_id: Option<PeerText>,
}

impl ExpectApiVersions {
    /// In front of the login, if there is one.
    pub(super) fn first(
        config: HandshakeConfig,
        mechanism: Option<Box<dyn Mechanism>>,
        outbox: &mut Outbox,
    ) -> Result<Self, AuthError> {
        let then = mechanism.map_or_else(|| Then::Finish(LoggedIn::default()), Then::LogIn);
        Self::ask(config, then, outbox)
    }

    fn ask(config: HandshakeConfig, then: Then, outbox: &mut Outbox) -> Result<Self, AuthError> {
        let (lowest, highest) = ApiVersionsRequest::VERSIONS;
        let version = config.first_version.clamp(lowest, highest);
        Self::ask_in(config, version, then, outbox)
    }

    fn ask_in(
        config: HandshakeConfig,
        version: i16,
        then: Then,
        outbox: &mut Outbox,
    ) -> Result<Self, AuthError> {
        let name = software::sanitised(&config.software_name);
        let software_version = software::sanitised(&config.software_version);
        let request = ApiVersionsRequest {
            client_software_name: &name,
            client_software_version: &software_version,
            ..Default::default()
        };
        let sent = outbox.send(version, &request, name.len() + software_version.len())?;
        Ok(Self { config, sent, is_second: false, rest: Rest::default(), then })
    }

    /// Asks once more.
    fn repeat(&mut self, outbox: &mut Outbox) -> Result<(), AuthError> {
        let then = Then::Finish(LoggedIn::default());
        let again = Self::ask_in(self.config.clone(), self.sent.version, then, outbox)?;
        self.rest.again = Some(again.sent.correlation_id);
        Ok(())
    }

    pub(super) fn handle(mut self, frame: &[u8], outbox: &mut Outbox) -> Result<State, AuthError> {
        let rest = mem::take(&mut self.rest);
        Ok(rest.before(self.go_on(frame, outbox)?))
    }

    fn go_on(self, frame: &[u8], outbox: &mut Outbox) -> Result<State, AuthError> {
        check_correlation(self.sent.correlation_id, frame)?;
        // The error code comes first in every version, and with it the layout is known.
        if frame.get(4..6) == Some(&ErrorCode::UNSUPPORTED_VERSION.0.to_be_bytes()) {
            return self.ask_again(frame, outbox);
        }
        let answer = self.sent.answer::<ApiVersionsRequest<'_>>(frame)?;
        accepted("ApiVersions", answer.error_code)?;
        let api_versions = ApiVersions::from_response(&answer);
        match self.then {
            Then::LogIn(mechanism) => {
                let expect =
                    ExpectSaslHandshake::ask(Table::Known(api_versions), mechanism, outbox);
                expect.map(State::ExpectSaslHandshake)
            }
            Then::Finish(login) => Ok(State::Done(login.with(api_versions))),
        }
    }

    /// An unknown version of ApiVersions is answered with code 35 in the layout of v0 (KIP-35).
    /// Since Kafka 2.4 the answer lists the versions of ApiVersions itself (KIP-511), of which
    /// the next request takes the highest; v0 if an older broker lists none. Only once and only
    /// downwards, so the broker cannot keep this going.
    fn ask_again(self, frame: &[u8], outbox: &mut Outbox) -> Result<State, AuthError> {
        let answer = Sent { version: 0, ..self.sent }.answer::<ApiVersionsRequest<'_>>(frame)?;
        let listed = ApiVersions::from_response(&answer);
        let lower = ApiVersionsRequest::VERSIONS.0..=self.sent.version - 1;
        let version = match listed.range(ApiKey::API_VERSIONS) {
            Some(_) => listed.pick(ApiKey::API_VERSIONS, lower),
            None => lower.contains(&0).then_some(0),
        };
        match version {
            Some(version) if !self.is_second => {
                let again = Self::ask_in(self.config, version, self.then, outbox)?;
                Ok(State::ExpectApiVersions(Self { is_second: true, ..again }))
            }
            _ => Err(no_common(&listed, ApiKey::API_VERSIONS, 0..=self.sent.version)),
        }
    }
}

impl LoggedIn {
    fn with(self, api_versions: ApiVersions) -> Authenticated {
        let Self { session_lifetime, request_id } = self;
        Authenticated {
            api_versions,
            session_lifetime,
            request_id,
            early_answer: None,
            owed_answer: None,
        }
    }
}

impl Rest {
    /// What to wait for in front of `then`.
    fn before(self, then: State) -> State {
        match (self, then) {
            (Self { early: None, again: None }, then) => then,
            (Self { early: None, again: owed_answer }, State::Done(done)) => {
                State::Done(Authenticated { owed_answer, ..done })
            }
            (rest, then) => State::ExpectRest(ExpectRest { rest, then: Box::new(then) }),
        }
    }
}

/// The login has succeeded, whatever is answered now.
pub(super) struct ExpectRest {
    rest: Rest,
    then: Box<State>,
}

impl ExpectRest {
    /// The next answer is that to the early request.
    pub(super) fn is_early(&self) -> bool {
        self.rest.early.is_some()
    }

    pub(super) fn handle(self, frame: &[u8], outbox: &mut Outbox) -> Result<State, AuthError> {
        let Self { mut rest, then } = self;
        if let Some(id) = rest.early.take() {
            check_correlation(id, frame)?;
            outbox.keep_early(frame);
        } else if let Some(id) = rest.again.take() {
            check_correlation(id, frame)?;
        }
        Ok(rest.before(*then))
    }
}

/// How a login comes by the broker's versions.
pub(super) enum Table {
    Known(ApiVersions),
    /// Behind the last SaslAuthenticate: to the broker ApiVersions is an error between
    /// SaslHandshake and the end of the login.
    Ask(HandshakeConfig),
    Asked(Box<ExpectApiVersions>),
}

impl Table {
    /// The version to use; while there is no table, `guess`.
    fn pick(&self, api: ApiKey, ours: RangeInclusive<i16>, guess: i16) -> Result<i16, AuthError> {
        match self {
            Self::Known(table) => common(table, api, ours),
            Self::Ask(_) | Self::Asked(_) => Ok(guess),
        }
    }

    /// Asks, if that is still to do.
    fn ask(self, outbox: &mut Outbox) -> Result<Self, AuthError> {
        let Self::Ask(config) = self else { return Ok(self) };
        let then = Then::Finish(LoggedIn::default());
        let mut expect = ExpectApiVersions::ask(config, then, outbox)?;
        expect.rest.early = outbox.send_early();
        Ok(Self::Asked(Box::new(expect)))
    }
}

pub(super) struct ExpectSaslHandshake {
    wanted: &'static str,
    sent: Sent,
    next: Next,
    /// How long after this answer the next one is late.
    patience: Option<Duration>,
}

/// On an idle listener the answers to SaslHandshake and to the frame behind it are as far apart as
/// the two frames were, and milliseconds more.
const PATIENCE: Duration = Duration::from_millis(5);

/// What follows SaslHandshake.
enum Next {
    Start(Login),
    /// It has started without waiting.
    Started(Box<State>),
}

impl ExpectSaslHandshake {
    pub(super) fn ask(
        table: Table,
        mechanism: Box<dyn Mechanism>,
        outbox: &mut Outbox,
    ) -> Result<Self, AuthError> {
        let login = Login::new(table, mechanism);
        let (wanted, sent) = login.choose(outbox)?;
        Ok(Self { wanted, sent, next: Next::Start(login), patience: None })
    }

    /// Asks, and sends the first message behind it.
    pub(super) fn fly(
        flight: Flight,
        table: Table,
        mechanism: Box<dyn Mechanism>,
        outbox: &mut Outbox,
    ) -> Result<Self, AuthError> {
        let is_first = matches!(table, Table::Ask(_));
        let patience = flight.gap().map(|gap| gap.saturating_add(PATIENCE)).filter(|_| is_first);
        let login = Login::new(table, mechanism);
        let (wanted, sent) = login.choose(outbox)?;
        outbox.space_next(flight);
        let next = Next::Started(Box::new(login.start(outbox)?));
        Ok(Self { wanted, sent, next, patience })
    }

    pub(super) fn handle(self, frame: &[u8], outbox: &mut Outbox) -> Result<State, AuthError> {
        let answer = self.sent.answer::<SaslHandshakeRequest<'_>>(frame)?;
        let is_refused = answer.error_code == ErrorCode::UNSUPPORTED_SASL_MECHANISM;
        if !is_refused {
            accepted("SaslHandshake", answer.error_code)?;
        }
        // A list without our mechanism is a refusal whatever the code says. What is on it is
        // never tried instead: the network would choose how the password travels.
        let wanted = self.wanted;
        if is_refused || answer.mechanisms.iter().all(|offered| offered != wanted) {
            let offered = answer.mechanisms.iter().take(MAX_OFFERED).map(PeerText::new).collect();
            return Err(AuthError::MechanismNotOffered { wanted, offered });
        }
        match self.next {
            Next::Start(login) => login.start(outbox),
            Next::Started(state) => {
                outbox.wake_after(self.patience);
                Ok(*state)
            }
        }
    }
}

/// A login under way: what every state behind SaslHandshake carries.
pub(super) struct Login {
    table: Table,
    mechanism: Box<dyn Mechanism>,
    session_lifetime: Option<Duration>,
}

impl Login {
    fn new(table: Table, mechanism: Box<dyn Mechanism>) -> Self {
        Self { table, mechanism, session_lifetime: None }
    }

    /// Sends SaslHandshake.
    fn choose(&self, outbox: &mut Outbox) -> Result<(&'static str, Sent), AuthError> {
        let version = self.table.pick(ApiKey::SASL_HANDSHAKE, SASL_HANDSHAKE, 1)?;
        let name = self.mechanism.name();
        let request = SaslHandshakeRequest { mechanism: name, ..Default::default() };
        Ok((name, outbox.send(version, &request, name.len())?))
    }

    fn start(mut self, outbox: &mut Outbox) -> Result<State, AuthError> {
        let first = self.mechanism.start()?;
        if matches!(first, Step::Done(_)) {
            return Err(AuthError::OutOfOrder { expected: "a first message", got: "the end" });
        }
        self.take(first, outbox)
    }

    fn take(self, step: Step, outbox: &mut Outbox) -> Result<State, AuthError> {
        Ok(match step {
            Step::Send(bytes) => self.send(&bytes, outbox)?,
            Step::Derive(derivation) => {
                let derivation = Some(derivation);
                State::ExpectSaltedPassword(ExpectSaltedPassword { login: self, derivation })
            }
            Step::Done(evidence) => self.finish(evidence, outbox)?,
        })
    }

    /// SaslAuthenticate, and what may follow the last one without waiting.
    fn send(mut self, bytes: &[u8], outbox: &mut Outbox) -> Result<State, AuthError> {
        let version = self.table.pick(ApiKey::SASL_AUTHENTICATE, SASL_AUTHENTICATE, 1)?;
        let request = SaslAuthenticateRequest { auth_bytes: Opaque(bytes), ..Default::default() };
        let sent = outbox.send(version, &request, bytes.len())?;
        if self.mechanism.is_last() {
            self.table = self.table.ask(outbox)?;
        }
        Ok(State::ExpectSaslAuthenticate(ExpectSaslAuthenticate { login: self, sent }))
    }

    fn finish(self, evidence: Evidence, outbox: &mut Outbox) -> Result<State, AuthError> {
        let (session_lifetime, request_id) = (self.session_lifetime, evidence.request_id);
        let login = LoggedIn { session_lifetime, request_id };
        Ok(match self.table.ask(outbox)? {
            Table::Asked(expect) => {
                let then = Then::Finish(login);
                State::ExpectApiVersions(ExpectApiVersions { then, ..*expect })
            }
            Table::Known(api_versions) => State::Done(login.with(api_versions)),
            Table::Ask(_) => State::Failed,
        })
    }
}

pub(super) struct ExpectSaltedPassword {
    login: Login,
    /// Until it is polled.
    pub(super) derivation: Option<Derivation>,
}

impl ExpectSaltedPassword {
    pub(super) fn handle(
        mut self,
        salted: SaltedPassword,
        outbox: &mut Outbox,
    ) -> Result<State, AuthError> {
        let step = self.login.mechanism.derived(salted)?;
        self.login.take(step, outbox)
    }
}

pub(super) struct ExpectSaslAuthenticate {
    login: Login,
    sent: Sent,
}

impl ExpectSaslAuthenticate {
    /// The broker has read this frame together with SaslHandshake, and looks at it when the next bytes
    /// come (`SslTransportLayer`, `Selector`): they may be the first of whatever comes next.
    pub(super) fn wake(&mut self, outbox: &mut Outbox) -> Result<(), AuthError> {
        match &mut self.login.table {
            Table::Asked(expect) => expect.repeat(outbox),
            Table::Known(_) | Table::Ask(_) => {
                outbox.begin_next();
                Ok(())
            }
        }
    }

    pub(super) fn handle(mut self, frame: &[u8], outbox: &mut Outbox) -> Result<State, AuthError> {
        outbox.wake_after(None);
        let answer = self.sent.answer::<SaslAuthenticateRequest<'_>>(frame)?;
        if answer.error_code != ErrorCode::NONE {
            let text = answer.error_message.unwrap_or_default();
            return Err(self.login.mechanism.refused(answer.error_code.0, text));
        }
        self.login.session_lifetime = session_lifetime(answer.session_lifetime_ms);
        let step = self.login.mechanism.challenge(&answer.auth_bytes)?;
        self.login.take(step, outbox)
    }
}

/// KIP-368: a session lifetime of zero means that the session does not end. A negative one says
/// the same here.
fn session_lifetime(milliseconds: i64) -> Option<Duration> {
    let milliseconds = u64::try_from(milliseconds).ok().filter(|milliseconds| *milliseconds > 0)?;
    Some(Duration::from_millis(milliseconds).min(MAX_SESSION_LIFETIME))
}

/// ApiVersions and SaslHandshake carry a code without a text.
fn accepted(api: &'static str, code: ErrorCode) -> Result<(), AuthError> {
    match code {
        ErrorCode::NONE => Ok(()),
        code => Err(AuthError::ApiRefused { api, code: code.0 }),
    }
}
