//! One connection's way from the first frame to requests, without I/O.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use kafka_auth::handshake::{MAX_SASL_REQUEST, Reply, ServerHandshake, ServerHandshakeConfig};
use kafka_auth::scram::ScramHash;
use kafka_auth::{Principal, StoredCredential};
use kafka_proto::{ApiKey, ErrorCode};
use tokio::time::Instant;

use crate::apis::{self, Outcome};
use crate::client::Client;
use crate::cluster::{Cluster, Counts, random_uuid};
use crate::deadline::after;
use crate::listener::Listener;
use crate::refusal::Refusal;
use crate::state::tokens::Party;

/// `KafkaChannel.MIN_REAUTH_INTERVAL_ONE_SECOND_NANOS`.
const MIN_REAUTHENTICATION_INTERVAL: Duration = Duration::from_secs(1);

/// What to do with the connection after a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reaction {
    /// Send this frame, its length included.
    Send(Vec<u8>),
    /// The login failed: send this frame after the delay for failed logins, then close.
    SendAndClose(Vec<u8>),
    /// Close without an answer.
    Close,
    /// Go on without an answer.
    Nothing,
    /// Send this frame, if there is one, and take no other for so long.
    Mute(Option<Vec<u8>>, Duration),
    /// Answer the frame by its API.
    Serve,
}

/// Lets a client log in, then serves its requests.
///
/// ```text
///  ExpectLogin ──────▶ ExpectRequest ◀──▶ ExpectReauthentication
///                          ▲              (SaslHandshake while logins end)
///  no login on the         │
///  listener ───────────────┘
/// ```
pub(crate) struct Session {
    cluster: Arc<Cluster>,
    client: Arc<Client>,
    stage: Stage,
    /// When the delegation token ends by which a login is under way.
    token_ends: Option<Instant>,
}

/// What the session waits for.
enum Stage {
    ExpectLogin(ServerHandshake),
    /// Without a login on listeners that have none.
    ExpectRequest(Option<Established>),
    ExpectReauthentication(ServerHandshake, Established),
    Closed,
}

/// A login that has succeeded.
#[derive(Clone, Copy)]
struct Established {
    mechanism: &'static str,
    /// When the connection ends unless the client logs in again.
    ends: Option<Instant>,
    /// When the last re-authentication began.
    renewed: Option<Instant>,
}

impl Established {
    fn can_be_renewed(&self, now: Instant) -> bool {
        let is_early = self.renewed.is_some_and(|last| now - last < MIN_REAUTHENTICATION_INTERVAL);
        self.ends.is_some() && !is_early
    }
}

impl Session {
    /// For a new connection.
    pub(crate) fn new(cluster: Arc<Cluster>, client: Client) -> Self {
        let client = Arc::new(client);
        let mut session = Self { cluster, client, stage: Stage::Closed, token_ends: None };
        session.stage = if !session.client.at.listener.has_login() {
            Stage::ExpectRequest(None)
        } else {
            let mechanisms = session.cluster.logins.mechanisms(session.client.at.listener);
            match mechanisms {
                Ok(them) => Stage::ExpectLogin(ServerHandshake::new(session.config(), them)),
                Err(_) => Stage::Closed,
            }
        };
        session
    }

    pub(crate) fn client(&self) -> &Arc<Client> {
        &self.client
    }

    /// Whether the client still has to log in for the first time.
    pub(crate) fn expects_login(&self) -> bool {
        matches!(self.stage, Stage::ExpectLogin(_))
    }

    /// The largest frame the client may send now.
    pub(crate) fn max_frame(&self) -> usize {
        match self.stage {
            Stage::ExpectRequest(_) => self.cluster.limits.request,
            _ => MAX_SASL_REQUEST,
        }
    }

    /// Takes a received frame, without its length.
    pub(crate) fn handle(&mut self, frame: &[u8], now: Instant) -> Reaction {
        self.note_software(frame);
        match std::mem::replace(&mut self.stage, Stage::Closed) {
            Stage::ExpectLogin(handshake) => self.log_in(handshake, None, frame, now),
            Stage::ExpectReauthentication(handshake, login) => {
                self.log_in(handshake, Some(login), frame, now)
            }
            Stage::ExpectRequest(None) => self.serve(None),
            Stage::ExpectRequest(Some(login)) => self.serve_or_renew(login, frame, now),
            Stage::Closed => Reaction::Close,
        }
    }

    /// Refuses a frame instead of handling it. A login that is refused is over.
    pub(crate) fn refuse(&self, frame: &[u8], refusal: &Refusal) -> Reaction {
        let is_login = !matches!(self.stage, Stage::ExpectRequest(_));
        match apis::refuse(&self.cluster, &self.client, frame, refusal) {
            Outcome::Reply(answer)
                if is_login && apis::key_of(frame) != Some(ApiKey::API_VERSIONS) =>
            {
                Reaction::SendAndClose(answer)
            }
            Outcome::Reply(answer) => Reaction::Send(answer),
            Outcome::Silence => Reaction::Nothing,
            Outcome::Mute(answer, by) => Reaction::Mute(answer, by),
            Outcome::Wait(_) | Outcome::HangUp => Reaction::Close,
        }
    }

    fn serve_or_renew(&mut self, login: Established, frame: &[u8], now: Instant) -> Reaction {
        let is_handshake = apis::key_of(frame) == Some(ApiKey::SASL_HANDSHAKE);
        // A SaslHandshake that comes too early is an ordinary request, and answered with code 34.
        if is_handshake && login.can_be_renewed(now) {
            return self.renew(login, frame, now);
        }
        // KIP-368: after a session has expired any request but SaslHandshake closes the connection.
        if login.ends.is_some_and(|ends| ends <= now) {
            return Reaction::Close;
        }
        self.serve(Some(login))
    }

    fn serve(&mut self, login: Option<Established>) -> Reaction {
        self.stage = Stage::ExpectRequest(login);
        Reaction::Serve
    }

    /// Remembers the first name that the client gives itself, before the login or after it.
    fn note_software(&mut self, frame: &[u8]) {
        if self.client.software.is_none()
            && let Some(software) = apis::software_of(frame)
        {
            Arc::make_mut(&mut self.client).software = Some(software);
        }
    }

    /// KIP-368: the client logs in again on the same connection.
    fn renew(&mut self, login: Established, frame: &[u8], now: Instant) -> Reaction {
        let Ok(mechanisms) = self.cluster.logins.mechanisms(self.client.at.listener) else {
            return Reaction::Close;
        };
        let principal = self.client.identity().clone();
        let handshake =
            ServerHandshake::reauthenticate(self.config(), mechanisms, principal, login.mechanism);
        self.log_in(handshake, Some(Established { renewed: Some(now), ..login }), frame, now)
    }

    fn log_in(
        &mut self,
        mut handshake: ServerHandshake,
        before: Option<Established>,
        frame: &[u8],
        now: Instant,
    ) -> Reaction {
        let mut reply = handshake.handle_frame(frame);
        if let Reply::Lookup { mechanism, name } = reply {
            self.token_ends = None;
            if before.is_none() && self.is_one_too_many(now) {
                return self.refuse(frame, &too_many_connects());
            }
            if name.is_delegation_token() {
                reply = self.find_token(&mut handshake, mechanism, &name, now);
            } else {
                let users = self.cluster.state.users.now();
                let found = self.cluster.logins.find(&users, mechanism, &name);
                reply =
                    handshake.credential(found.filter(|it| self.cluster.policy.may_connect(it)));
            }
        }
        match reply {
            Reply::Send(answer) => {
                self.stage = match before {
                    None => Stage::ExpectLogin(handshake),
                    Some(login) => Stage::ExpectReauthentication(handshake, login),
                };
                Reaction::Send(answer)
            }
            Reply::Accept { frame, principal, mechanism } => {
                self.count(before.is_some());
                let client = Arc::make_mut(&mut self.client);
                let mut ends = self.cluster.logins.session_lifetime.map(|it| after(now, it));
                match self.token_ends {
                    None => client.log_in(principal),
                    Some(token_ends) => {
                        client.log_in_by_token(principal);
                        ends = Some(ends.map_or(token_ends, |ends| ends.min(token_ends)));
                    }
                }
                let renewed = before.and_then(|login| login.renewed);
                self.stage = Stage::ExpectRequest(Some(Established { mechanism, ends, renewed }));
                Reaction::Send(frame)
            }
            Reply::Close { frame: Some(answer), .. } => Reaction::SendAndClose(answer),
            Reply::Close { frame: None, .. } | Reply::Lookup { .. } => Reaction::Close,
        }
    }

    /// KIP-368: the session ends with the token. One that has ended logs in, and is closed at the first
    /// request.
    fn find_token(
        &mut self,
        handshake: &mut ServerHandshake,
        mechanism: &str,
        id: &str,
        now: Instant,
    ) -> Reply {
        let tokens = self.cluster.state.tokens.now();
        let Some(token) = tokens.get(id) else { return handshake.credential(None) };
        let left = self.cluster.clock.until(token.expires);
        self.token_ends = Some(after(now, left));
        handshake.limit_session(left);
        let owner = principal(&token.owner);
        let credential = ScramHash::from_mechanism(mechanism).and_then(|it| token.credential(it));
        handshake.credential(match (credential, &owner) {
            (Some(credential), Some(owner)) => {
                Some(StoredCredential::DelegationToken(credential, owner))
            }
            _ => None,
        })
    }

    /// Only new connections count.
    fn is_one_too_many(&self, now: Instant) -> bool {
        let at = &self.client.at;
        at.listener == Listener::Iam && !self.cluster.logins.connects.take(at.broker.id, now)
    }

    fn count(&self, is_again: bool) {
        let Counts { logins, reauthentications } = &self.cluster.counts;
        logins.fetch_add(1, Ordering::Relaxed);
        reauthentications.fetch_add(is_again.into(), Ordering::Relaxed);
    }

    fn config(&self) -> ServerHandshakeConfig {
        let session_lifetime = self.cluster.logins.session_lifetime;
        ServerHandshakeConfig::new(self.cluster.offered.clone()).session_lifetime(session_lifetime)
    }
}

/// As MSK says it, which puts the id of the request in front.
fn too_many_connects() -> Refusal {
    let id = random_uuid().unwrap_or_default();
    let hex = format!("{:032x}", u128::from_be_bytes(id.0));
    let id = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-");
    Refusal::new(ErrorCode::SASL_AUTHENTICATION_FAILED, format!("[{id}]: Too many connects"))
}

/// Who the owner of a token is, if the emulator has such principals.
fn principal(owner: &Party) -> Option<Principal> {
    match owner.kind.as_str() {
        "User" => Some(Principal::user(&owner.name)),
        "IAM" => Some(Principal::iam(&owner.name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::frame::MAX_FRAME;
    use kafka_proto::messages::sasl_authenticate::SaslAuthenticateRequest;
    use kafka_proto::messages::sasl_handshake::SaslHandshakeRequest;
    use kafka_proto::messages::{ApiVersionsRequest, DescribeClusterRequest};
    use kafka_proto::{Opaque, Request, encode_request};

    use super::*;
    use crate::broker::tests::endpoint;
    use crate::cluster::tests::cluster_with;
    use crate::logins::Logins;

    const HOUR: Duration = Duration::from_secs(3600);

    fn session(listener: Listener, session_lifetime: Option<Duration>) -> Session {
        let hashes = vec![kafka_auth::scram::ScramHash::Sha512];
        let logins = Logins { hashes, session_lifetime, ..Logins::default() };
        let peer = ([127, 0, 0, 1], 50_000).into();
        Session::new(Arc::new(cluster_with(logins)), Client::anonymous(endpoint(listener), peer))
    }

    /// As after a login by SCRAM, `ends` from now.
    fn logged_in(now: Instant, ends: Option<Duration>) -> Session {
        let mut session = session(Listener::Scram, ends);
        Arc::make_mut(&mut session.client).log_in(kafka_auth::Principal::user("u"));
        let ends = ends.map(|lifetime| now + lifetime);
        let login = Established { mechanism: "SCRAM-SHA-512", ends, renewed: None };
        session.stage = Stage::ExpectRequest(Some(login));
        session
    }

    /// Without its length.
    fn frame<'q, R: Request<'q>>(version: i16, request: &R) -> Vec<u8> {
        let mut frame = Vec::new();
        encode_request(&mut frame, version, 1, None, request).unwrap();
        frame.split_off(4)
    }

    fn describe() -> Vec<u8> {
        frame(0, &DescribeClusterRequest::default())
    }

    fn handshake() -> Vec<u8> {
        let request = SaslHandshakeRequest { mechanism: "SCRAM-SHA-512", ..Default::default() };
        frame(1, &request)
    }

    fn is_answered(reaction: &Reaction) -> bool {
        matches!(reaction, Reaction::Send(_) | Reaction::Serve)
    }

    #[test]
    fn listeners_without_a_login_serve_at_once() {
        let mut session = session(Listener::Plaintext, None);
        assert_eq!((session.expects_login(), session.max_frame()), (false, MAX_FRAME));
        assert!(is_answered(&session.handle(&describe(), Instant::now())));
    }

    #[test]
    fn before_the_login_frames_are_small_and_requests_close() {
        let mut session = session(Listener::Scram, None);
        assert_eq!((session.expects_login(), session.max_frame()), (true, MAX_SASL_REQUEST));
        assert_eq!(session.handle(&describe(), Instant::now()), Reaction::Close);
        assert_eq!(session.handle(&handshake(), Instant::now()), Reaction::Close);
    }

    #[test]
    fn a_failed_login_is_answered_and_closed() {
        let mut session = session(Listener::Scram, None);
        assert!(is_answered(&session.handle(&handshake(), Instant::now())));
        let auth_bytes = Opaque(b"n,,n=nobody,r=abc");
        let token = frame(1, &SaslAuthenticateRequest { auth_bytes, ..Default::default() });
        let reaction = session.handle(&token, Instant::now());
        assert!(matches!(reaction, Reaction::SendAndClose(_)), "{reaction:?}");
        assert_eq!(session.handle(&handshake(), Instant::now()), Reaction::Close);
    }

    #[test]
    fn kip_368_an_expired_session_closes_at_the_next_request() {
        let now = Instant::now();
        let mut session = logged_in(now, Some(HOUR));
        assert!(is_answered(&session.handle(&describe(), now + HOUR / 2)));
        assert_eq!(session.handle(&describe(), now + HOUR), Reaction::Close);
    }

    #[test]
    fn kip_368_an_expired_session_can_still_be_renewed() {
        let now = Instant::now();
        let mut session = logged_in(now, Some(HOUR));
        assert!(is_answered(&session.handle(&handshake(), now + 2 * HOUR)));
        assert_eq!((session.expects_login(), session.max_frame()), (false, MAX_SASL_REQUEST));
    }

    #[test]
    fn kip_368_one_renewal_each_second() {
        let now = Instant::now();
        let is_renewed = |before: Duration| {
            let mut session = logged_in(now, Some(HOUR));
            let (ends, renewed) = (Some(now + HOUR), Some(now - before));
            let login = Established { mechanism: "SCRAM-SHA-512", ends, renewed };
            session.stage = Stage::ExpectRequest(Some(login));
            assert!(is_answered(&session.handle(&handshake(), now)));
            matches!(session.stage, Stage::ExpectReauthentication(..))
        };
        assert!(!is_renewed(Duration::from_millis(999)));
        assert!(is_renewed(MIN_REAUTHENTICATION_INTERVAL));
    }

    #[test]
    fn without_a_lifetime_a_handshake_is_an_ordinary_request() {
        let now = Instant::now();
        let mut session = logged_in(now, None);
        assert!(is_answered(&session.handle(&handshake(), now)));
        assert!(is_answered(&session.handle(&describe(), now)));
    }

    #[test]
    fn a_refused_login_is_over_but_other_requests_are_not() {
        let refusal = Refusal::of(kafka_proto::ErrorCode::SASL_AUTHENTICATION_FAILED);
        let session = session(Listener::Scram, None);
        let reaction = session.refuse(&handshake(), &refusal);
        assert!(matches!(reaction, Reaction::SendAndClose(_)));
        let api_versions = frame(0, &ApiVersionsRequest::default());
        assert!(is_answered(&session.refuse(&api_versions, &refusal)));
        let session = logged_in(Instant::now(), None);
        assert!(is_answered(&session.refuse(&describe(), &refusal)));
    }
}
