//! What each answer means, and what is asked next.

use std::ops::RangeInclusive;
use std::time::Duration;

use kafka_proto::messages::{ApiVersionsRequest, SaslAuthenticateRequest, SaslHandshakeRequest};
use kafka_proto::{ApiKey, ErrorCode, Message, Opaque};

use super::Handshake;
use super::queue::{Expect, Sent, name};
use crate::handshake::{ApiVersions, SASL_AUTHENTICATE, SASL_HANDSHAKE, software};
use crate::{AuthError, Mechanism, PeerText, Step};

/// A session lifetime beyond this is cut to it: one year.
const MAX_SESSION_LIFETIME: Duration = Duration::from_secs(365 * 86_400);

/// How many offered mechanisms an error lists.
const MAX_OFFERED: usize = 16;

impl Handshake {
    /// Asks for ApiVersions in the version that the caller wants to begin with.
    pub(super) fn ask_api_versions(&mut self, expect: Expect) -> Result<(), AuthError> {
        let (lowest, highest) = ApiVersionsRequest::VERSIONS.into_inner();
        self.ask_api_versions_in(self.config.first_version.clamp(lowest, highest), expect)
    }

    fn ask_api_versions_in(&mut self, version: i16, expect: Expect) -> Result<(), AuthError> {
        let name = software::sanitised(&self.config.software_name);
        let software_version = software::sanitised(&self.config.software_version);
        let request = ApiVersionsRequest {
            client_software_name: &name,
            client_software_version: &software_version,
            ..Default::default()
        };
        self.queue.ask(version, &request, name.len() + software_version.len(), expect)
    }

    /// Asks for the mechanism, and unless the flight waits for the answer, begins to log in.
    pub(super) fn ask_sasl_handshake(&mut self) -> Result<(), AuthError> {
        let Some(mechanism) = &self.mechanism else { return Ok(()) };
        let version = self.version(ApiKey::SASL_HANDSHAKE, SASL_HANDSHAKE)?;
        let name = mechanism.name();
        let request = SaslHandshakeRequest { mechanism: name, ..Default::default() };
        self.queue.ask(version, &request, name.len(), Expect::SaslHandshake)?;
        if self.pace.is_ahead { self.start() } else { Ok(()) }
    }

    fn start(&mut self) -> Result<(), AuthError> {
        match self.mechanism()?.start()? {
            Step::Done(_) => {
                Err(AuthError::OutOfOrder { expected: "a first message", got: "the end" })
            }
            step => self.take(step),
        }
    }

    /// Does what the mechanism wants.
    pub(super) fn take(&mut self, step: Step) -> Result<(), AuthError> {
        match step {
            Step::Send(bytes) => self.ask_sasl_authenticate(&bytes),
            Step::Derive(derivation) => {
                self.derivation = Some(derivation);
                Ok(())
            }
            Step::Done(evidence) => {
                self.mechanism = None;
                self.login.request_id = evidence.request_id;
                self.ask_the_rest()
            }
        }
    }

    fn ask_sasl_authenticate(&mut self, bytes: &[u8]) -> Result<(), AuthError> {
        let version = self.version(ApiKey::SASL_AUTHENTICATE, SASL_AUTHENTICATE)?;
        let request = SaslAuthenticateRequest { auth_bytes: Opaque(bytes), ..Default::default() };
        self.queue.ask(version, &request, bytes.len(), Expect::SaslAuthenticate)?;
        if self.mechanism()?.is_last() { self.ask_the_rest() } else { Ok(()) }
    }

    /// Asks what does not wait for the end of the login: ApiVersions unless they are known, and the
    /// early request.
    fn ask_the_rest(&mut self) -> Result<(), AuthError> {
        if !std::mem::replace(&mut self.has_asked_versions, true) {
            self.ask_api_versions(Expect::ApiVersions)?;
            if let Some(early) = self.early.take() {
                self.queue.ask_early(early);
            }
        }
        Ok(())
    }

    /// A frame has come, which is to be the answer to this.
    pub(super) fn handle(
        &mut self,
        sent: Sent,
        expect: Expect,
        frame: &[u8],
    ) -> Result<(), AuthError> {
        sent.check(frame)?;
        match expect {
            Expect::ApiVersions | Expect::LowerApiVersions => {
                self.handle_api_versions(sent, expect, frame)
            }
            Expect::SaslHandshake => self.handle_sasl_handshake(sent, frame),
            Expect::SaslAuthenticate => self.handle_sasl_authenticate(sent, frame),
            Expect::Early => {
                self.login.early_answer = Some(frame.to_vec());
                Ok(())
            }
            Expect::Nothing => Ok(()),
        }
    }

    fn handle_api_versions(
        &mut self,
        sent: Sent,
        expect: Expect,
        frame: &[u8],
    ) -> Result<(), AuthError> {
        // The error code comes first in every version, and with it the layout is known.
        if frame.get(4..6) == Some(&ErrorCode::UNSUPPORTED_VERSION.0.to_be_bytes()) {
            return self.ask_lower_version(sent, expect, frame);
        }
        let answer = sent.decode::<ApiVersionsRequest<'_>>(frame)?;
        accepted("ApiVersions", answer.error_code)?;
        self.api_versions = Some(ApiVersions::from_response(&answer));
        self.ask_sasl_handshake()
    }

    /// An unknown version of ApiVersions is answered with code 35 in the layout of v0 (KIP-35).
    /// Since Kafka 2.4 the answer lists the versions of ApiVersions itself (KIP-511), of which
    /// the next request takes the highest; v0 if an older broker lists none. Only once and only
    /// downwards, so the broker cannot keep this going.
    fn ask_lower_version(
        &mut self,
        sent: Sent,
        expect: Expect,
        frame: &[u8],
    ) -> Result<(), AuthError> {
        let answer = Sent { version: 0, ..sent }.decode::<ApiVersionsRequest<'_>>(frame)?;
        let listed = ApiVersions::from_response(&answer);
        let lower = *ApiVersionsRequest::VERSIONS.start()..=sent.version - 1;
        let version = match listed.range(ApiKey::API_VERSIONS) {
            Some(_) => listed.pick(ApiKey::API_VERSIONS, lower),
            None => lower.contains(&0).then_some(0),
        };
        match (expect, version) {
            (Expect::ApiVersions, Some(version)) => {
                self.ask_api_versions_in(version, Expect::LowerApiVersions)
            }
            _ => Err(no_common(&listed, ApiKey::API_VERSIONS, 0..=sent.version)),
        }
    }

    fn handle_sasl_handshake(&mut self, sent: Sent, frame: &[u8]) -> Result<(), AuthError> {
        let wanted = self.mechanism()?.name();
        let answer = sent.decode::<SaslHandshakeRequest<'_>>(frame)?;
        let is_refused = answer.error_code == ErrorCode::UNSUPPORTED_SASL_MECHANISM;
        if !is_refused {
            accepted("SaslHandshake", answer.error_code)?;
        }
        // A list without our mechanism is a refusal whatever the code says. What is on it is
        // never tried instead: the network would choose how the password travels.
        if is_refused || answer.mechanisms.iter().all(|offered| offered != wanted) {
            let offered = answer.mechanisms.iter().take(MAX_OFFERED).map(PeerText::new).collect();
            return Err(AuthError::MechanismNotOffered { wanted, offered });
        }
        if self.pace.is_ahead { Ok(()) } else { self.start() }
    }

    fn handle_sasl_authenticate(&mut self, sent: Sent, frame: &[u8]) -> Result<(), AuthError> {
        let answer = sent.decode::<SaslAuthenticateRequest<'_>>(frame)?;
        if answer.error_code != ErrorCode::NONE {
            let text = answer.error_message.unwrap_or_default();
            return Err(self.mechanism()?.refused(answer.error_code.0, text));
        }
        self.login.session_lifetime = session_lifetime(answer.session_lifetime_ms);
        let step = self.mechanism()?.challenge(&answer.auth_bytes)?;
        if !self.queue.is_empty() && !matches!(step, Step::Done(_)) {
            // What follows the mechanism's last message is for a broker that knows the client.
            return Err(AuthError::OutOfOrder { expected: "the end", got: "another challenge" });
        }
        self.take(step)
    }

    pub(super) fn mechanism(&mut self) -> Result<&mut Box<dyn Mechanism>, AuthError> {
        let over = AuthError::OutOfOrder { expected: "nothing more", got: "a step of the login" };
        self.mechanism.as_mut().ok_or(over)
    }

    /// The highest version of `api` that both sides know; v1, which came with Kafka 2.2 at the latest,
    /// as long as the broker's are not known.
    fn version(&self, api: ApiKey, ours: RangeInclusive<i16>) -> Result<i16, AuthError> {
        match &self.api_versions {
            Some(theirs) => {
                theirs.pick(api, ours.clone()).ok_or_else(|| no_common(theirs, api, ours))
            }
            None => Ok(1),
        }
    }
}

fn no_common(theirs: &ApiVersions, api: ApiKey, ours: RangeInclusive<i16>) -> AuthError {
    AuthError::NoCommonVersion {
        api: name(api),
        ours: ours.into_inner(),
        theirs: theirs.range(api).map(RangeInclusive::into_inner),
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
