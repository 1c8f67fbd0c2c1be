//! Signature Version 4: what is signed, for client and server, and the server's own signature. That
//! shares nothing with `aws-sigv4`, which makes the client's.

use std::fmt::{self, Write};

use sha2::Sha256;
use zeroize::Zeroizing;

use super::payload::Request;
use super::{ACTION, SERVICE, query};
use crate::crypto::{self, Key};
use crate::secret::Secret;

/// The only algorithm there is.
pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// SHA-256 of no bytes: a GET has no body.
const EMPTY_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The signature in hex that `request` has when `secret` signed it for this day and region.
pub(super) fn signature(
    request: &Request,
    secret: &Secret,
    day: &str,
    region: &str,
) -> Zeroizing<String> {
    let scope = Scope { day, region, service: SERVICE };
    let canonical_request = canonical_request("GET", &parameters(request), &request.host);
    scope.signature(secret, &scope.string_to_sign(&request.date, &canonical_request))
}

/// What is signed, in the order of the names.
fn parameters(request: &Request) -> Vec<(&'static str, &str)> {
    let token = request.security_token.as_ref().map(|token| token.as_str());
    let all = [
        ("Action", Some(ACTION)),
        ("X-Amz-Algorithm", Some(request.algorithm.as_str())),
        ("X-Amz-Credential", Some(request.credential.as_str())),
        ("X-Amz-Date", Some(request.date.as_str())),
        ("X-Amz-Expires", Some(request.expires.as_str())),
        ("X-Amz-Security-Token", token),
        ("X-Amz-SignedHeaders", Some(request.signed_headers.as_str())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Method, path, query, headers, names of the signed headers, hash of the body. The parameters are
/// sorted.
pub(super) fn canonical_request(
    method: &str,
    pairs: &[(&str, &str)],
    host: &str,
) -> Zeroizing<String> {
    let query_len: usize = pairs.iter().map(|pair| query::len(*pair) + "&".len()).sum();
    let fixed = "/host::host".len() + EMPTY_BODY.len() + "\n".len() * 6;
    let capacity = method.len() + query_len + host.len() + fixed;
    let mut request = Zeroizing::new(String::with_capacity(capacity));
    let _ = write!(request, "{method}\n/\n");
    for (index, pair) in pairs.iter().enumerate() {
        request.push_str(if index == 0 { "" } else { "&" });
        query::push(&mut request, *pair);
    }
    let _ = write!(request, "\nhost:{host}\n\nhost\n{EMPTY_BODY}");
    debug_assert!(request.len() <= capacity, "the buffer grew");
    request
}

/// What a signing key is good for; `Display` is how it is signed and sent.
pub(super) struct Scope<'a> {
    pub(super) day: &'a str,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
}

impl Scope<'_> {
    pub(super) fn string_to_sign(&self, date: &str, canonical_request: &str) -> String {
        let hash = hex(&crypto::digest::<Sha256>(canonical_request.as_bytes()));
        let hash = hash.as_str();
        format!("{ALGORITHM}\n{date}\n{self}\n{hash}")
    }

    fn signature(&self, secret: &Secret, string_to_sign: &str) -> Zeroizing<String> {
        hex(&mac(&self.key(secret), string_to_sign))
    }

    fn key(&self, secret: &Secret) -> Key {
        let first = Zeroizing::new([b"AWS4", secret.expose().as_bytes()].concat());
        let parts = [self.day, self.region, self.service, "aws4_request"];
        parts.iter().fold(first, |key, part| mac(&key, part))
    }
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { day, region, service } = self;
        write!(f, "{day}/{region}/{service}/aws4_request")
    }
}

fn mac(key: &[u8], message: &str) -> Key {
    crypto::hmac::<Sha256>(key, message.as_bytes())
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        let digits = [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
        text.extend(digits.into_iter().flatten());
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const SCOPE: Scope<'_> = Scope { day: "20150830", region: "us-east-1", service: "service" };
    const DATE: &str = "20150830T123600Z";

    /// The presigned requests of AWS's own test suite for Signature Version 4 (aws-c-auth,
    /// `tests/aws-signing-test-suite/v4`, Apache-2.0): every file whose name begins with `query-`.
    fn suite() -> Vec<Value> {
        let suite: Vec<Value> =
            serde_json::from_str(include_str!("../../tests/data/sigv4.json")).unwrap();
        assert_eq!(suite.len(), 38);
        suite
    }

    #[test]
    fn i13_the_38_cases_of_awss_suite_have_awss_strings_to_sign_and_signatures() {
        let secret = Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        for case in suite() {
            let text = |name: &str| case[name].as_str().unwrap();
            let string_to_sign = SCOPE.string_to_sign(DATE, text("canonical_request"));
            assert_eq!(string_to_sign, text("string_to_sign"), "{}", text("name"));
            let signature = SCOPE.signature(&secret, &string_to_sign);
            assert_eq!(*signature, text("signature"), "{}", text("name"));
        }
    }

    /// Ours are the requests for `/` with no header but the host and no body.
    #[test]
    fn i13_the_cases_of_awss_suite_in_our_form_have_awss_canonical_requests() {
        let ours: Vec<Value> =
            suite().into_iter().filter(|case| case["query"].is_array()).collect();
        assert_eq!(ours.len(), 18);
        for case in ours {
            let query: Vec<(&str, &str)> = case["query"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
                .collect();
            let request = canonical_request(
                case["method"].as_str().unwrap(),
                &query,
                "example.amazonaws.com",
            );
            assert_eq!(*request, case["canonical_request"].as_str().unwrap(), "{}", case["name"]);
        }
    }
}
