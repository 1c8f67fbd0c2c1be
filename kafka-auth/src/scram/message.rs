//! The four messages of RFC 5802 section 7, read strictly and written exactly.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::grammar::{
    attribute, base64, bounded_text, escape, extensions, is_token_auth, nonce,
    refuse_mandatory_extension, text, unescape,
};
use crate::error::{AuthError, PeerText};

/// The longest salt that is accepted, decoded, in bytes; an empty one never is.
pub const MAX_SALT: usize = 1024;

/// The gs2 header: no channel binding, no authorization identity.
const GS2_HEADER: &str = "n,,";
/// The gs2 header in base64, as client-final repeats it.
const GS2_HEADER_BASE64: &str = "biws";

const CLIENT_FIRST: &str = "SCRAM client-first";
const SERVER_FIRST: &str = "SCRAM server-first";
const CLIENT_FINAL: &str = "SCRAM client-final";
const SERVER_FINAL: &str = "SCRAM server-final";

/// `client-first-message-bare`; a delegation token says so in an extension of Kafka's (KIP-48).
pub(super) fn client_first_bare(user: &str, nonce: &str, token_auth: bool) -> String {
    let extension = if token_auth { ",tokenauth=true" } else { "" };
    format!("n={},r={nonce}{extension}", escape(user))
}

/// `client-first-message`
pub(super) fn client_first(bare: &str) -> String {
    format!("{GS2_HEADER}{bare}")
}

/// `client-final-message-without-proof`
pub(super) fn client_final_without_proof(nonce: &str) -> String {
    format!("c={GS2_HEADER_BASE64},r={nonce}")
}

/// `client-final-message`, in a buffer that never grows, so that no copy of the proof stays behind.
pub(super) fn client_final(without_proof: &str, proof: &[u8]) -> Zeroizing<Vec<u8>> {
    let base64 = Zeroizing::new(STANDARD.encode(proof));
    let mut message = Zeroizing::new(Vec::with_capacity(without_proof.len() + 3 + base64.len()));
    for part in [without_proof, ",p=", &base64] {
        message.extend_from_slice(part.as_bytes());
    }
    message
}

/// `server-first-message`
pub(super) fn server_first(nonce: &str, salt: &[u8], iterations: u32) -> String {
    format!("r={nonce},s={},i={iterations}", STANDARD.encode(salt))
}

/// `server-final-message` of a successful exchange
pub(super) fn server_final(signature: &[u8]) -> String {
    format!("v={}", STANDARD.encode(signature))
}

/// `AuthMessage := client-first-message-bare + "," + server-first-message + "," +
/// client-final-message-without-proof`, from the texts as they were sent and received.
pub(super) fn auth_message(client_first_bare: &str, server_first: &str, final_: &str) -> String {
    format!("{client_first_bare},{server_first},{final_}")
}

/// What server-first says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ServerFirst<'a> {
    /// The message itself, which is signed as it came.
    pub(super) text: &'a str,
    pub(super) nonce: &'a str,
    pub(super) salt: Vec<u8>,
    pub(super) iterations: u32,
}

impl<'a> ServerFirst<'a> {
    /// `server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count
    /// ["," extensions]`
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, AuthError> {
        let text = bounded_text(SERVER_FIRST, message)?;
        refuse_server_error(SERVER_FIRST, text)?;
        if text.starts_with("v=") {
            return Err(AuthError::OutOfOrder { expected: SERVER_FIRST, got: SERVER_FINAL });
        }
        refuse_mandatory_extension(text)?;
        let mut parts = text.split(',');
        let bad = |why| AuthError::malformed(SERVER_FIRST, why);
        let nonce_text = attribute(&mut parts, "r=").ok_or(bad("no nonce (r=) in first place"))?;
        let salt_text = attribute(&mut parts, "s=").ok_or(bad("no salt (s=) after the nonce"))?;
        let rounds = attribute(&mut parts, "i=").ok_or(bad("no iterations (i=) after the salt"))?;
        extensions(SERVER_FIRST, parts)?;
        Ok(Self {
            text,
            nonce: nonce(SERVER_FIRST, nonce_text)?,
            salt: salt(salt_text)?,
            iterations: iterations(rounds)?,
        })
    }
}

/// The signature in `server-final-message = (server-error / verifier) ["," extensions]`.
pub(super) fn parse_server_final(message: &[u8]) -> Result<Vec<u8>, AuthError> {
    let text = bounded_text(SERVER_FINAL, message)?;
    refuse_server_error(SERVER_FINAL, text)?;
    let mut parts = text.split(',');
    let Some(signature) = attribute(&mut parts, "v=") else {
        return Err(AuthError::ServerNotAuthentic {
            why: "its last message has no signature (v=)",
        });
    };
    extensions(SERVER_FINAL, parts)?;
    base64(SERVER_FINAL, signature)
}

/// What client-first says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ClientFirst<'a> {
    /// The part that is signed, as it came.
    pub(super) bare: &'a str,
    /// Whom the client wants to act as; empty for itself.
    pub(super) authzid: String,
    pub(super) user: String,
    pub(super) nonce: &'a str,
    /// The user is a delegation token's id.
    pub(super) token_auth: bool,
}

impl<'a> ClientFirst<'a> {
    /// `client-first-message = gs2-header client-first-message-bare`, with the gs2 flag `n` only:
    /// no Kafka binds to a channel.
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, AuthError> {
        let bad = |why| AuthError::malformed(CLIENT_FIRST, why);
        let text = text(CLIENT_FIRST, message)?;
        let header = text.strip_prefix("n,").ok_or(bad("does not begin with n,"))?;
        let (authzid, bare) = header.split_once(',').ok_or(bad("has no gs2 header"))?;
        let authzid = match authzid.strip_prefix("a=") {
            Some(name) => unescape(name).ok_or(bad("has an impossible authorization id"))?,
            None if authzid.is_empty() => String::new(),
            None => return Err(bad("has an impossible gs2 header")),
        };
        refuse_mandatory_extension(bare)?;
        let mut parts = bare.split(',');
        let user = attribute(&mut parts, "n=").and_then(unescape).ok_or(bad("no user (n=)"))?;
        let nonce_text = attribute(&mut parts, "r=").ok_or(bad("no nonce (r=)"))?;
        let token_auth = parts.clone().any(is_token_auth);
        extensions(CLIENT_FIRST, parts)?;
        Ok(Self { bare, authzid, user, nonce: nonce(CLIENT_FIRST, nonce_text)?, token_auth })
    }
}

/// What client-final says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ClientFinal<'a> {
    /// The part that is signed, as it came.
    pub(super) without_proof: &'a str,
    pub(super) nonce: &'a str,
    pub(super) proof: Zeroizing<Vec<u8>>,
}

impl<'a> ClientFinal<'a> {
    /// `client-final-message = channel-binding "," nonce ["," extensions] "," proof`.
    ///
    /// "c: This REQUIRED attribute specifies the base64-encoded GS2 header and channel binding data."
    /// As in Kafka it must be base64 and is not compared: franz-go sends `biws` behind a header that
    /// names an authorization id, and a stricter server would refuse a client that Kafka takes.
    /// Nothing hangs on it: only the header without channel binding is read, and an authorization id
    /// must be the user's own name, so another header would not change who is logged in as whom.
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, AuthError> {
        let bad = |why| AuthError::malformed(CLIENT_FINAL, why);
        let text = text(CLIENT_FINAL, message)?;
        let (without_proof, proof) = text.rsplit_once(",p=").ok_or(bad("no proof (p=)"))?;
        let mut parts = without_proof.split(',');
        let binding = attribute(&mut parts, "c=").ok_or(bad("no channel binding (c=)"))?;
        base64(CLIENT_FINAL, binding)?;
        let nonce_text = attribute(&mut parts, "r=").ok_or(bad("no nonce (r=)"))?;
        extensions(CLIENT_FINAL, parts)?;
        let nonce = nonce(CLIENT_FINAL, nonce_text)?;
        let proof = Zeroizing::new(base64(CLIENT_FINAL, proof)?);
        Ok(Self { without_proof, nonce, proof })
    }
}

fn salt(text: &str) -> Result<Vec<u8>, AuthError> {
    let salt = base64(SERVER_FIRST, text)?;
    match salt.len() {
        0 => Err(AuthError::malformed(SERVER_FIRST, "the salt is empty")),
        1..=MAX_SALT => Ok(salt),
        _ => Err(AuthError::malformed(SERVER_FIRST, "the salt is too long")),
    }
}

/// "posit-number = %x31-39 *DIGIT ;; A positive number." Kafka keeps it in an int32.
fn iterations(text: &str) -> Result<u32, AuthError> {
    let bad = |why| AuthError::malformed(SERVER_FIRST, why);
    if text.is_empty() || text.starts_with('0') || !text.bytes().all(|c| c.is_ascii_digit()) {
        return Err(bad("the iterations are not a positive number without sign or leading zero"));
    }
    text.parse::<i32>().map(i32::unsigned_abs).map_err(|_| bad("the iterations exceed an int32"))
}

/// "e: This attribute specifies an error that occurred during authentication exchange."
fn refuse_server_error(name: &'static str, text: &str) -> Result<(), AuthError> {
    let mut parts = text.split(',');
    let Some(error) = attribute(&mut parts, "e=") else { return Ok(()) };
    if error.is_empty() {
        return Err(AuthError::malformed(name, "an error (e=) without text"));
    }
    extensions(name, parts)?;
    Err(AuthError::ServerRefused { code: None, text: PeerText::new(error), request_id: None })
}
