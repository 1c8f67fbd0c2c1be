//! The server's own Signature Version 4 for the one request there is. It shares nothing with
//! `aws-sigv4`, which the client signs with.

use std::fmt::Write;

use sha2::Sha256;
use zeroize::Zeroizing;

use super::payload::Request;
use super::{ACTION, SERVICE};
use crate::crypto::{self, Key};
use crate::secret::Secret;

/// SHA-256 of no bytes: a GET has no body.
const EMPTY_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The signature in hex that `request` has when `secret` signed it for this day and region.
pub(super) fn signature(request: &Request, secret: &Secret, day: &str, region: &str) -> String {
    let scope = format!("{day}/{region}/{SERVICE}/aws4_request");
    let canonical_request = hex(&crypto::digest::<Sha256>(canonical_request(request).as_bytes()));
    let string_to_sign =
        format!("{}\n{}\n{scope}\n{canonical_request}", request.algorithm, request.date);
    hex(&mac(&signing_key(secret, day, region), &string_to_sign))
}

/// Method, path, sorted query, headers, names of the signed headers, hash of the body.
fn canonical_request(request: &Request) -> Zeroizing<String> {
    let query = canonical_query(request);
    Zeroizing::new(format!("GET\n/\n{}\nhost:{}\n\nhost\n{EMPTY_BODY}", *query, request.host))
}

/// The parameters in the order of their names.
fn canonical_query(request: &Request) -> Zeroizing<String> {
    let mut query = Zeroizing::new(String::new());
    let token = request.security_token.as_ref().map(|token| token.as_str());
    for (name, value) in [
        ("Action", Some(ACTION)),
        ("X-Amz-Algorithm", Some(request.algorithm.as_str())),
        ("X-Amz-Credential", Some(request.credential.as_str())),
        ("X-Amz-Date", Some(request.date.as_str())),
        ("X-Amz-Expires", Some(request.expires.as_str())),
        ("X-Amz-Security-Token", token),
        ("X-Amz-SignedHeaders", Some(request.signed_headers.as_str())),
    ] {
        let Some(value) = value else { continue };
        let separator = if query.is_empty() { "" } else { "&" };
        let _ = write!(query, "{separator}{name}=");
        percent_encode(&mut query, value);
    }
    query
}

/// "URI encode every byte except the unreserved characters: 'A'-'Z', 'a'-'z', '0'-'9', '-', '.',
/// '_', and '~'."
fn percent_encode(query: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                query.push(char::from(byte));
            }
            _ => {
                let _ = write!(query, "%{byte:02X}");
            }
        }
    }
}

/// The key for one day, region and service.
fn signing_key(secret: &Secret, day: &str, region: &str) -> Key {
    let first = Zeroizing::new([b"AWS4", secret.expose().as_bytes()].concat());
    [day, region, SERVICE, "aws4_request"].iter().fold(first, |key, part| mac(&key, part))
}

fn mac(key: &[u8], message: &str) -> Key {
    crypto::hmac::<Sha256>(key, message.as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
