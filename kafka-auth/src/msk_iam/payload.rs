//! The two JSON objects of the exchange.

use zeroize::Zeroizing;

use super::VERSION;
use crate::error::{AuthError, PeerText};
use crate::json;

const ANSWER: &str = "AWS_MSK_IAM answer";

/// What a client sends: a presigned request, its parameters in lower case.
#[derive(Default)]
pub(super) struct Request {
    pub(super) version: String,
    pub(super) host: String,
    pub(super) action: String,
    pub(super) algorithm: String,
    pub(super) credential: String,
    pub(super) date: String,
    pub(super) expires: String,
    pub(super) signed_headers: String,
    pub(super) signature: Zeroizing<String>,
    /// Absent for long-lived credentials.
    pub(super) security_token: Option<Zeroizing<String>>,
}

impl Request {
    /// Reads a request; a member that is missing is empty, one that nobody sends is refused.
    /// `user-agent` is not signed and not kept.
    pub(super) fn parse(message: &[u8]) -> Result<Self, &'static str> {
        let mut request = Self::default();
        for (name, value) in json::read(message)? {
            let slot = match name.as_str() {
                "version" => &mut request.version,
                "host" => &mut request.host,
                "action" => &mut request.action,
                "x-amz-algorithm" => &mut request.algorithm,
                "x-amz-credential" => &mut request.credential,
                "x-amz-date" => &mut request.date,
                "x-amz-expires" => &mut request.expires,
                "x-amz-signedheaders" => &mut request.signed_headers,
                "x-amz-signature" => &mut request.signature,
                "x-amz-security-token" => request.security_token.insert(Zeroizing::default()),
                "user-agent" => continue,
                _ => return Err("a JSON name that no client sends"),
            };
            slot.push_str(&value);
        }
        Ok(request)
    }
}

/// The broker's answer to a good login. Its version must be the one we know, as in Java's client.
pub(super) fn parse_answer(message: &[u8]) -> Result<Option<PeerText>, AuthError> {
    if message.is_empty() {
        return Err(bad_answer("empty"));
    }
    let (mut version, mut request_id) = (None, None);
    for (name, value) in json::read(message).map_err(bad_answer)? {
        match name.as_str() {
            "version" => version = Some(value),
            "request-id" => request_id = Some(PeerText::new(&value)),
            _ => return Err(bad_answer("a JSON name that is not version or request-id")),
        }
    }
    match version {
        Some(version) if *version == VERSION => Ok(request_id),
        Some(_) => Err(bad_answer("a version other than 2020_10_22")),
        None => Err(bad_answer("no version")),
    }
}

fn bad_answer(why: &'static str) -> AuthError {
    AuthError::malformed(ANSWER, why)
}

/// The answer a server gives to a good login.
pub(super) fn answer(request_id: &str) -> Vec<u8> {
    let members = [("version", VERSION), ("request-id", request_id)];
    json::write(members.into_iter()).to_vec()
}
