//! The server's side: what MSK checks before it believes a login.

use std::fmt;
use std::mem;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::payload::{self, Request};
use super::{ACTION, AWS_MSK_IAM, MAX_EXPIRES, SERVICE, VERSION, date, host, sigv4};
use crate::credentials::IamIdentity;
use crate::crypto::{fill_random, same_bytes};
use crate::mechanism::{Principal, ServerMechanism, ServerStep, StoredCredential};

/// How far a client's clock may be ahead.
const MAX_AHEAD: Duration = Duration::from_secs(300);

/// A server for one AWS_MSK_IAM login.
///
/// The client only ever hears `[<request id>]: Access denied`; [`denial`](Self::denial) tells the
/// operator why.
pub struct MskIamServer {
    region: Option<String>,
    hosts: Vec<String>,
    now: SystemTime,
    request_id: String,
    denial: Option<Denial>,
    state: IamServerState,
}

/// What the server waits for.
enum IamServerState {
    ExpectRequest,
    ExpectIdentity { request: Box<Request>, scope: Scope },
    Finished,
}

/// Why a login was denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denial {
    /// The payload is not the JSON object that clients send.
    Malformed(&'static str),
    /// The payload has another version than `2020_10_22`.
    Version,
    /// The request is not for `kafka-cluster:Connect`.
    Action,
    /// Signed with something else than `AWS4-HMAC-SHA256`.
    Algorithm,
    /// The signed headers are not exactly `host`.
    SignedHeaders,
    /// The credential is not `<key id>/<day>/<region>/kafka-cluster/aws4_request`, or its day is not
    /// the date's.
    Scope,
    /// Signed for another region.
    Region,
    /// Signed for a host that this server does not answer to, or not in its canonical form.
    Host,
    /// The expiry is not a whole number of seconds from 1 to 900.
    Expires,
    /// The date is not `yyyyMMddTHHmmssZ`.
    Date,
    /// Signed by a clock that is more than five minutes ahead.
    NotYetValid,
    /// The date plus the expiry has passed.
    Expired,
    /// Nobody has this access key id.
    UnknownKey,
    /// The session token is missing, superfluous or another one.
    Token,
    /// The signature is wrong: another secret, or something signed was changed.
    Signature,
    /// The client asked to act as somebody else than the identity that signed (OAUTHBEARER only).
    AuthorizationId,
    /// A message that belongs nowhere.
    OutOfOrder,
}

/// The parts of `x-amz-credential`.
struct Scope {
    key_id: String,
    day: String,
    region: String,
}

impl MskIamServer {
    /// A server whose clock shows `now`; `region` is the one it accepts, or `None` for any.
    pub fn new(region: Option<&str>, now: SystemTime) -> Self {
        Self {
            region: region.map(str::to_owned),
            hosts: Vec::new(),
            now,
            request_id: fresh_request_id(),
            denial: None,
            state: IamServerState::ExpectRequest,
        }
    }

    /// Names the hosts this server answers to, in lower case; without, it answers to any. A payload
    /// that was captured on its way to another host is worth nothing here.
    pub fn hosts(mut self, hosts: &[impl AsRef<str>]) -> Self {
        self.hosts = hosts.iter().map(|host| host.as_ref().to_owned()).collect();
        self
    }

    /// Sets the request id, instead of a random UUID.
    pub fn request_id(mut self, request_id: impl Into<String>) -> Self {
        self.request_id = request_id.into();
        self
    }

    /// Why the login was denied, if it was: for a log, never for the client.
    pub fn denial(&self) -> Option<Denial> {
        self.denial
    }

    pub(super) fn record(&mut self, denial: Denial) {
        self.denial = Some(denial);
    }

    pub(super) fn deny(&mut self, denial: Denial) -> ServerStep {
        self.record(denial);
        ServerStep::Reject(format!("[{}]: Access denied", self.request_id))
    }

    fn check(&self, request: &Request) -> Result<Scope, Denial> {
        ensure(request.version == VERSION, Denial::Version)?;
        ensure(request.action == ACTION, Denial::Action)?;
        ensure(request.algorithm == "AWS4-HMAC-SHA256", Denial::Algorithm)?;
        ensure(request.signed_headers == "host", Denial::SignedHeaders)?;
        ensure(self.answers_to(&request.host), Denial::Host)?;
        let scope = Scope::parse(&request.credential).ok_or(Denial::Scope)?;
        ensure(request.date.starts_with(&scope.day), Denial::Scope)?;
        let region_fits = self.region.as_ref().is_none_or(|region| *region == scope.region);
        ensure(region_fits, Denial::Region)?;
        self.check_window(request)?;
        Ok(scope)
    }

    fn answers_to(&self, name: &str) -> bool {
        let canonical = host::normalised(name).is_ok_and(|normalised| normalised == name);
        canonical && (self.hosts.is_empty() || self.hosts.iter().any(|host| host == name))
    }

    fn check_window(&self, request: &Request) -> Result<(), Denial> {
        let signed = date::parse(&request.date).map(Duration::from_secs).ok_or(Denial::Date)?;
        let expires = expires(&request.expires).ok_or(Denial::Expires)?;
        let now = self.now.duration_since(UNIX_EPOCH).unwrap_or_default();
        ensure(signed <= now + MAX_AHEAD, Denial::NotYetValid)?;
        ensure(now < signed + expires, Denial::Expired)
    }

    fn decide(
        &mut self,
        request: &Request,
        scope: &Scope,
        found: Option<StoredCredential<'_>>,
    ) -> ServerStep {
        let Some(StoredCredential::Iam(identity)) = found else {
            return self.deny(Denial::UnknownKey);
        };
        match verify(request, scope, identity) {
            Err(denial) => self.deny(denial),
            Ok(()) => ServerStep::Accept {
                principal: Principal::iam(identity.arn.clone()),
                message: payload::answer(&self.request_id),
            },
        }
    }
}

fn verify(request: &Request, scope: &Scope, identity: &IamIdentity) -> Result<(), Denial> {
    let stored = identity.session_token.as_ref().filter(|token| !token.is_empty());
    let token_fits = match (stored, &request.security_token) {
        (None, None) => true,
        (Some(stored), Some(sent)) => stored.matches(sent.as_bytes()),
        _ => false,
    };
    ensure(token_fits, Denial::Token)?;
    let Scope { day, region, .. } = scope;
    let expected = sigv4::signature(request, &identity.secret_access_key, day, region);
    ensure(same_bytes(expected.as_bytes(), request.signature.as_bytes()), Denial::Signature)
}

impl Scope {
    fn parse(credential: &str) -> Option<Self> {
        let mut parts = credential.split('/');
        let (key_id, day, region) = (parts.next()?, parts.next()?, parts.next()?);
        let ends_well = parts.eq([SERVICE, "aws4_request"]) && day.len() == "yyyyMMdd".len();
        (ends_well && !key_id.is_empty()).then(|| Self {
            key_id: key_id.to_owned(),
            day: day.to_owned(),
            region: region.to_owned(),
        })
    }
}

/// A whole number from 1 to 900; some signers send a fraction, which AWS refuses.
fn expires(text: &str) -> Option<Duration> {
    let digits = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let seconds = Duration::from_secs(digits.then(|| text.parse().ok()).flatten()?);
    (!seconds.is_zero() && seconds <= MAX_EXPIRES).then_some(seconds)
}

fn ensure(holds: bool, denial: Denial) -> Result<(), Denial> {
    if holds { Ok(()) } else { Err(denial) }
}

/// A random UUID (RFC 9562, version 4). It is only a handle for logs: without randomness all zero.
fn fresh_request_id() -> String {
    let mut bytes = [0; 16];
    if fill_random(&mut bytes).is_ok() {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
    }
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

impl ServerMechanism for MskIamServer {
    fn name(&self) -> &'static str {
        AWS_MSK_IAM
    }

    fn respond(&mut self, message: &[u8]) -> ServerStep {
        match mem::replace(&mut self.state, IamServerState::Finished) {
            IamServerState::ExpectRequest => {
                let request = Request::parse(message).map_err(Denial::Malformed);
                match request.and_then(|request| Ok((self.check(&request)?, Box::new(request)))) {
                    Err(denial) => self.deny(denial),
                    Ok((scope, request)) => {
                        let key_id = scope.key_id.as_str().into();
                        self.state = IamServerState::ExpectIdentity { request, scope };
                        ServerStep::Lookup(key_id)
                    }
                }
            }
            IamServerState::ExpectIdentity { .. } | IamServerState::Finished => {
                self.deny(Denial::OutOfOrder)
            }
        }
    }

    fn credential(&mut self, found: Option<StoredCredential<'_>>) -> ServerStep {
        match mem::replace(&mut self.state, IamServerState::Finished) {
            IamServerState::ExpectIdentity { request, scope } => {
                self.decide(&request, &scope, found)
            }
            IamServerState::ExpectRequest | IamServerState::Finished => {
                self.deny(Denial::OutOfOrder)
            }
        }
    }
}

impl fmt::Debug for MskIamServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MskIamServer")
            .field("region", &self.region)
            .field("hosts", &self.hosts)
            .field("request_id", &self.request_id)
            .field("denial", &self.denial)
            .finish_non_exhaustive()
    }
}
