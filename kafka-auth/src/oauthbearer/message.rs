//! The client's first message, written exactly and read as Kafka's servers do
//! (`OAuthBearerClientInitialResponse`).

use zeroize::Zeroizing;

use super::{CONTROL_A, Extensions};
use crate::error::AuthError;

/// The longest first message, in bytes: half of what Kafka's servers receive before a login.
pub const MAX_MESSAGE: usize = 256 * 1024;

/// The key of the token.
pub(super) const AUTH: &str = "auth";

const CLIENT_FIRST: &str = "OAUTHBEARER client-first";

/// `client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep`, the former, in a buffer that never
/// grows, so that no copy of the token stays behind.
pub(super) fn client_first(token: &str, extensions: &Extensions) -> Zeroizing<Vec<u8>> {
    let separator = [CONTROL_A];
    let mut parts: Vec<&[u8]> = vec![b"n,,", &separator, b"auth=Bearer ", token.as_bytes()];
    parts.push(&separator);
    for (name, value) in extensions.iter() {
        parts.extend([name.as_bytes(), b"=", value.as_bytes(), &separator]);
    }
    parts.push(&separator);
    Zeroizing::new(parts.concat())
}

/// What the client's first message says.
pub(crate) struct ClientFirst<'a> {
    /// Whom the client wants to act as; empty for the token's subject.
    pub(crate) authzid: &'a str,
    pub(crate) token: &'a str,
    pub(super) extensions: Extensions,
}

impl<'a> ClientFirst<'a> {
    /// Kafka's pattern is `n,(a=SASLNAME)?,^A(KEY=VALUE^A)*^A`. Of a key that comes twice the later
    /// value counts.
    pub(crate) fn parse(message: &'a [u8]) -> Result<Self, AuthError> {
        let text = std::str::from_utf8(message).map_err(|_| malformed("not UTF-8"))?;
        let header = text.strip_prefix("n,").ok_or(malformed("does not begin with n,"))?;
        let (authzid, rest) = header.split_once(',').ok_or(malformed("has no gs2 header"))?;
        let authzid = match authzid.strip_prefix("a=") {
            Some(name) if is_saslname(name) => name,
            None if authzid.is_empty() => "",
            _ => return Err(malformed("has an impossible authorization id")),
        };
        let pairs = rest.strip_prefix('\x01').and_then(|pairs| pairs.strip_suffix('\x01'));
        let pairs = pairs.filter(|pairs| pairs.is_empty() || pairs.ends_with('\x01'));
        let (mut auth, mut extensions) = (None, Extensions::default());
        for pair in
            pairs.ok_or(malformed("does not end with two separators"))?.split_terminator('\x01')
        {
            match pair.split_once('=') {
                Some((AUTH, value)) if is_value(value) => auth = Some(value),
                Some((key, value)) if is_key(key) && is_value(value) => {
                    extensions.set(key, value).ok_or(malformed("has more than 64 extensions"))?;
                }
                _ => return Err(malformed("has something else than key=value")),
            }
        }
        let token = auth.and_then(bearer).ok_or(malformed("has no bearer token"))?;
        Ok(Self { authzid, token, extensions })
    }
}

fn malformed(why: &'static str) -> AuthError {
    AuthError::malformed(CLIENT_FIRST, why)
}

/// Kafka's `(?<scheme>[\w]+)[ ]+(?<token>[-_~+/\.a-zA-Z0-9]+([=]*))`, the scheme in any case.
fn bearer(auth: &str) -> Option<&str> {
    let (scheme, token) = auth.split_once(' ')?;
    let token = token.trim_start_matches(' ');
    (scheme.eq_ignore_ascii_case("bearer") && is_token(token)).then_some(token)
}

/// RFC 6750: `b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`
pub(super) fn is_token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    !body.is_empty() && body.bytes().all(is_token_byte)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
}

/// RFC 7628: `key = 1*(ALPHA)`
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// RFC 7628: `value = *(VCHAR / SP / HTAB / CR / LF )`, of which Kafka wants at least one.
pub(super) fn is_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_value_byte)
}

fn is_value_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() || b" \t\r\n".contains(&byte)
}

/// Kafka's `(?:[\x01-\x7F&&[^=,]]|=2C|=3D)+`; there is no comma in `name`.
fn is_saslname(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| matches!(byte, 0x01..=0x7f))
        && name.split('=').skip(1).all(|piece| piece.starts_with("2C") || piece.starts_with("3D"))
}
