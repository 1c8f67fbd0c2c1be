//! The host name that goes into the signature.

use crate::error::{AuthError, PeerText};

/// RFC 1035: a name has at most 253 characters, a label at most 63.
const MAX_NAME: usize = 253;
const MAX_LABEL: usize = 63;

/// The name as it is signed: lower case, no dot at the end. `Host` is one canonical header line, so
/// a name with a port, brackets, or anything else outside of DNS and IPv4 is refused.
pub(super) fn normalised(host: &str) -> Result<String, AuthError> {
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if name.len() <= MAX_NAME && name.split('.').all(is_label) {
        return Ok(name);
    }
    Err(AuthError::Config(format!(
        "AWS_MSK_IAM signs a DNS name or IPv4 address without port, not \"{}\"",
        PeerText::new(host)
    )))
}

/// Letters, digits, hyphens, and the underscores that container networks put into names.
fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len()) && label.bytes().all(is_label_byte)
}

fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
