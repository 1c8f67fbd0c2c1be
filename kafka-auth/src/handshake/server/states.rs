//! What the broker waits for, and what it answers.

use std::ops::RangeInclusive;

use kafka_proto::messages::api_versions::ApiVersion;
use kafka_proto::messages::{
    ApiVersionsRequest, ApiVersionsResponse, MetadataResponse, RequestHeader,
    SaslAuthenticateRequest, SaslHandshakeRequest, SaslHandshakeResponse,
};
use kafka_proto::{ApiKey, Array, ErrorCode, Message, decode_request_header};

use super::framing::{Framing, answer};
use super::{Reply, ServerHandshakeConfig, close, close_with};
use crate::handshake::{ApiVersions, software};
use crate::{Principal, ServerMechanism, ServerStep, StoredCredential};

/// The next state with what to do, or [`Reply::Close`].
pub(super) type Transition = Result<(ServerState, Reply), Reply>;

pub(super) enum ServerState {
    ExpectApiVersionsOrSaslHandshake(Enabled),
    ExpectSaslHandshake(Enabled),
    ExpectSaslAuthenticate(LoginUnderWay),
    /// After SaslHandshake v0.
    ExpectToken(LoginUnderWay),
    ExpectCredential(LoginUnderWay, Framing),
    Closed,
}

/// What a re-authentication may not change.
pub(super) struct Session {
    pub(super) principal: Principal,
    pub(super) mechanism: &'static str,
}

/// Before the client has chosen.
pub(super) struct Enabled {
    pub(super) mechanisms: Vec<Box<dyn ServerMechanism>>,
    pub(super) session: Option<Session>,
}

impl Enabled {
    pub(super) fn opening(self, frame: &[u8], config: &ServerHandshakeConfig) -> Transition {
        let (header, body) = decode_request_header(frame).map_err(close)?;
        if header.request_api_key != ApiKey::API_VERSIONS.0 {
            return self.sasl_handshake(frame, config);
        }
        let table = &config.api_versions;
        let version = header.request_api_version;
        if !is_offered(table, ApiKey::API_VERSIONS, version) {
            return self.unknown_version(&header, table);
        }
        let request = ApiVersionsRequest::decode_front(body, version).map_err(close)?.0;
        if version >= 3 && !is_valid(&request) {
            let error_code = ErrorCode::INVALID_REQUEST;
            let refusal = ApiVersionsResponse { error_code, ..Default::default() };
            let reply = Reply::Send(answer(&header, version, &refusal)?);
            return Ok((ServerState::ExpectApiVersionsOrSaslHandshake(self), reply));
        }
        let reply = Reply::Send(answer(&header, version, &listing(table, ErrorCode::NONE))?);
        Ok((ServerState::ExpectSaslHandshake(self), reply))
    }

    /// Code 35 in the layout of v0 (KIP-35), listing ApiVersions' own range (KIP-511).
    fn unknown_version(self, header: &RequestHeader<'_>, table: &ApiVersions) -> Transition {
        let own = table.ranges().filter(|(api, _)| *api == ApiKey::API_VERSIONS).collect();
        let refusal = listing(&own, ErrorCode::UNSUPPORTED_VERSION);
        let reply = Reply::Send(answer(header, 0, &refusal)?);
        Ok((ServerState::ExpectApiVersionsOrSaslHandshake(self), reply))
    }

    pub(super) fn sasl_handshake(self, frame: &[u8], config: &ServerHandshakeConfig) -> Transition {
        let (header, body) = decode_request_header(frame).map_err(close)?;
        let version = expected(&header, ApiKey::SASL_HANDSHAKE, &config.api_versions)?;
        let request = SaslHandshakeRequest::decode_front(body, version).map_err(close)?.0;
        let names: Vec<&str> = self.mechanisms.iter().map(|mechanism| mechanism.name()).collect();
        let chosen = names.iter().position(|name| *name == request.mechanism);
        let error_code = match chosen {
            Some(_) => ErrorCode::NONE,
            None => ErrorCode::UNSUPPORTED_SASL_MECHANISM,
        };
        let mechanisms = Array::from(names);
        let list = SaslHandshakeResponse { error_code, mechanisms, ..Default::default() };
        let frame = answer(&header, version, &list)?;
        self.choose(chosen, version, frame)
    }

    fn choose(mut self, chosen: Option<usize>, version: i16, frame: Vec<u8>) -> Transition {
        let Some(index) = chosen else {
            return Err(close_with(frame, "the mechanism is not enabled"));
        };
        let mechanism = self.mechanisms.swap_remove(index);
        // KIP-368: the mechanism must not change. Kafka answers, then closes.
        if self.session.as_ref().is_some_and(|session| session.mechanism != mechanism.name()) {
            return Err(close_with(frame, "another mechanism in a re-authentication"));
        }
        let login = LoginUnderWay { mechanism, session: self.session };
        let state = match version {
            0 => ServerState::ExpectToken(login),
            _ => ServerState::ExpectSaslAuthenticate(login),
        };
        Ok((state, Reply::Send(frame)))
    }
}

/// After the client has chosen.
pub(super) struct LoginUnderWay {
    mechanism: Box<dyn ServerMechanism>,
    session: Option<Session>,
}

impl LoginUnderWay {
    /// Waits for the client's next message, which travels as the ones before it.
    fn next_message(self, framing: Framing) -> ServerState {
        match framing {
            Framing::Token => ServerState::ExpectToken(self),
            Framing::SaslAuthenticate { .. } => ServerState::ExpectSaslAuthenticate(self),
        }
    }

    pub(super) fn sasl_authenticate(
        mut self,
        frame: &[u8],
        config: &ServerHandshakeConfig,
    ) -> Transition {
        let (header, body) = decode_request_header(frame).map_err(close)?;
        refuse_misplaced(&header, &config.api_versions)?;
        let version = expected(&header, ApiKey::SASL_AUTHENTICATE, &config.api_versions)?;
        let request = SaslAuthenticateRequest::decode_front(body, version).map_err(close)?.0;
        let correlation_id = header.correlation_id;
        let step = self.mechanism.respond(&request.auth_bytes);
        self.take(step, Framing::SaslAuthenticate { version, correlation_id }, config)
    }

    pub(super) fn token(mut self, frame: &[u8], config: &ServerHandshakeConfig) -> Transition {
        let step = self.mechanism.respond(frame);
        self.take(step, Framing::Token, config)
    }

    pub(super) fn credential(
        mut self,
        found: Option<StoredCredential<'_>>,
        framing: Framing,
        config: &ServerHandshakeConfig,
    ) -> Transition {
        let step = self.mechanism.credential(found);
        self.take(step, framing, config)
    }

    fn take(
        self,
        step: ServerStep,
        framing: Framing,
        config: &ServerHandshakeConfig,
    ) -> Transition {
        match step {
            ServerStep::Send(bytes) => {
                let reply = Reply::Send(framing.message(&bytes, None)?);
                Ok((self.next_message(framing), reply))
            }
            ServerStep::Lookup(name) => {
                let mechanism = self.mechanism.name();
                let reply = Reply::Lookup { mechanism, name };
                Ok((ServerState::ExpectCredential(self, framing), reply))
            }
            ServerStep::Accept { principal, message } => {
                self.check_unchanged(&principal).map_err(|text| framing.refusal(text))?;
                let frame = framing.message(&message, config.session_lifetime)?;
                let mechanism = self.mechanism.name();
                Ok((ServerState::Closed, Reply::Accept { frame, principal, mechanism }))
            }
            ServerStep::Reject(text) => Err(framing.refusal(self.worded(text))),
        }
    }

    /// Kafka's text for a wrong password says which login it was; a mechanism knows of no other
    /// than the first.
    fn worded(&self, text: String) -> String {
        match self.session {
            Some(_) => text.replacen("during authentication", "during re-authentication", 1),
            None => text,
        }
    }

    /// KIP-368: the principal must not change. The text is Kafka's, word for word, since clients
    /// look for it.
    fn check_unchanged(&self, principal: &Principal) -> Result<(), String> {
        match &self.session {
            Some(Session { principal: before, .. }) if before != principal => Err(format!(
                "Cannot change principals during re-authentication from {}.{}: {}.{}",
                before.principal_type, before.name, principal.principal_type, principal.name
            )),
            _ => Ok(()),
        }
    }
}

/// The version of a request that must be for `api`, in a version that is offered.
fn expected(header: &RequestHeader<'_>, api: ApiKey, table: &ApiVersions) -> Result<i16, Reply> {
    let (got, version) = (ApiKey(header.request_api_key), header.request_api_version);
    if got != api {
        return Err(close(format!("{got} where {api} belongs")));
    }
    if !is_offered(table, api, version) {
        return Err(close(format!("{api} in version {version}")));
    }
    Ok(version)
}

fn is_offered(table: &ApiVersions, api: ApiKey, version: i16) -> bool {
    table.range(api).is_some_and(|range| range.contains(&version))
}

/// KIP-511: a name or version outside of the rule is answered with INVALID_REQUEST.
fn is_valid(request: &ApiVersionsRequest<'_>) -> bool {
    software::is_valid(request.client_software_name)
        && software::is_valid(request.client_software_version)
}

/// What does not belong between SaslHandshake and the end of the login, but is answered in its own
/// layout before Kafka closes: `getErrorResponse`, which for Metadata without topics has no place
/// for a code.
fn refuse_misplaced(header: &RequestHeader<'_>, table: &ApiVersions) -> Result<(), Reply> {
    let (api, version) = (ApiKey(header.request_api_key), header.request_api_version);
    if !is_offered(table, api, version) {
        return Ok(());
    }
    let error_code = ErrorCode::ILLEGAL_SASL_STATE;
    let frame = match api {
        ApiKey::API_VERSIONS => {
            answer(header, version, &ApiVersionsResponse { error_code, ..Default::default() })
        }
        ApiKey::SASL_HANDSHAKE => {
            answer(header, version, &SaslHandshakeResponse { error_code, ..Default::default() })
        }
        ApiKey::METADATA => answer(header, version, &MetadataResponse::default()),
        _ => return Ok(()),
    }?;
    Err(close_with(frame, format!("{api} during the login")))
}

fn listing(table: &ApiVersions, error_code: ErrorCode) -> ApiVersionsResponse<'static> {
    let api_keys = table.ranges().map(entry).collect();
    ApiVersionsResponse { error_code, api_keys, ..Default::default() }
}

fn entry((api, range): (ApiKey, RangeInclusive<i16>)) -> ApiVersion<'static> {
    let (min_version, max_version) = range.into_inner();
    ApiVersion { api_key: api.0, min_version, max_version, ..Default::default() }
}
