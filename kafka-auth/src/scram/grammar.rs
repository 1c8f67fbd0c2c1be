//! The rules of RFC 5802 section 7 that several messages share.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::{AuthError, Policy};

/// The longest server-first or server-final message that is looked at, in bytes.
pub const MAX_SERVER_MESSAGE: usize = 4 * 1024;
/// The longest nonce that is accepted, both parts together, in bytes.
pub const MAX_NONCE: usize = 1024;

/// "The characters ',' or '=' in usernames are sent as '=2C' and '=3D' respectively."
pub(super) fn escape(user: &str) -> String {
    user.replace('=', "=3D").replace(',', "=2C")
}

/// Undoes [`escape`]. "If the server receives a username that contains '=' not followed by either
/// '2C' or '3D', then the server MUST fail the authentication."
pub(super) fn unescape(name: &str) -> Option<String> {
    let mut user = String::with_capacity(name.len());
    let mut pieces = name.split('=');
    user.push_str(pieces.next()?);
    for piece in pieces {
        let (escaped, rest) = piece.split_at_checked(2)?;
        user.push(match escaped {
            "2C" => ',',
            "3D" => '=',
            _ => return None,
        });
        user.push_str(rest);
    }
    is_user(&user).then_some(user)
}

/// Whether somebody with that name can log in: Kafka's servers read ASCII names only, without NUL
/// (`ScramMessages`, SASLNAME).
pub fn is_user(user: &str) -> bool {
    !user.is_empty() && user.bytes().all(|byte| matches!(byte, 0x01..=0x7f))
}

/// "printable = %x21-2B / %x2D-7E ;; Printable ASCII except ','."
pub(super) fn nonce<'a>(message: &'static str, text: &'a str) -> Result<&'a str, AuthError> {
    match text {
        "" => Err(AuthError::malformed(message, "the nonce is empty")),
        _ if text.len() > MAX_NONCE => Err(AuthError::malformed(message, "the nonce is too long")),
        _ if text.bytes().all(|byte| matches!(byte, 0x21..=0x2b | 0x2d..=0x7e)) => Ok(text),
        _ => Err(AuthError::malformed(message, "the nonce is not printable ASCII without comma")),
    }
}

/// "The use of base64 in SCRAM is restricted to the canonical form with no whitespace."
pub(super) fn base64(message: &'static str, text: &str) -> Result<Vec<u8>, AuthError> {
    STANDARD.decode(text).map_err(|_| AuthError::malformed(message, "base64 that is not canonical"))
}

pub(super) fn bounded_text<'a>(
    name: &'static str,
    message: &'a [u8],
) -> Result<&'a str, AuthError> {
    if message.len() > MAX_SERVER_MESSAGE {
        return Err(AuthError::malformed(name, "longer than 4 KiB"));
    }
    text(name, message)
}

pub(super) fn text<'a>(name: &'static str, message: &'a [u8]) -> Result<&'a str, AuthError> {
    std::str::from_utf8(message).map_err(|_| AuthError::malformed(name, "not UTF-8"))
}

/// The value of the next attribute, if that has this name.
pub(super) fn attribute<'a>(
    parts: &mut impl Iterator<Item = &'a str>,
    name: &str,
) -> Option<&'a str> {
    parts.next()?.strip_prefix(name)
}

/// "m: [...] its presence in a client or a server message MUST cause authentication failure when
/// the attribute is parsed by the other end."
pub(super) fn refuse_mandatory_extension(text: &str) -> Result<(), AuthError> {
    match text.starts_with("m=") {
        true => Err(AuthError::PolicyRefused(Policy::MandatoryExtension)),
        false => Ok(()),
    }
}

/// `extensions = attr-val *("," attr-val)`: "All extensions are optional, i.e., unrecognized
/// attributes not defined in this document MUST be ignored." Each has a name of letters (Kafka's
/// grammar, wider than the RFC's one letter) that is not one of the RFC's own, and a value.
pub(super) fn extensions<'a>(
    message: &'static str,
    parts: impl Iterator<Item = &'a str>,
) -> Result<(), AuthError> {
    for part in parts {
        refuse_mandatory_extension(part)?;
        let why = match part.split_once('=') {
            None => "an extension without =",
            Some((_, "")) => "an extension without value",
            Some((_, value)) if value.contains('\0') => "an extension with NUL in its value",
            Some(("a" | "c" | "e" | "i" | "n" | "p" | "r" | "s" | "v", _)) => {
                "an attribute out of place or twice"
            }
            Some((name, _)) if !is_alpha(name) => "an extension whose name is not letters",
            Some(_) => continue,
        };
        return Err(AuthError::malformed(message, why));
    }
    Ok(())
}

/// Kafka's extension (KIP-48), its value read as Java's `Boolean.parseBoolean` does.
pub(super) fn is_token_auth(extension: &str) -> bool {
    let value = extension.strip_prefix("tokenauth=");
    value.is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn is_alpha(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}
