//! The server's side of the OAUTHBEARER form.

use std::fmt;
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::server::{Denial, MskIamServer};
use super::token::host_of;
use super::{VERSION, query};
use crate::json;
use crate::mechanism::{ServerMechanism, ServerStep, StoredCredential};
use crate::oauthbearer::message::ClientFirst;
use crate::oauthbearer::{OAUTHBEARER, server};

/// A server for one login with OAUTHBEARER by a token of [`MskTokenSigner`](super::MskTokenSigner)
/// or of AWS's signers, as Amazon MSK takes it on the listener of AWS_MSK_IAM.
///
/// The token is the request of AWS_MSK_IAM in another coat, and checked as that is: the
/// [`Lookup`](ServerStep::Lookup) is the access key id. An authorization id is refused unless it is the
/// principal's name, which is the ARN.
pub struct MskTokenServer {
    iam: MskIamServer,
    /// Whom the client wants to act as; empty for the identity of the token.
    authzid: String,
}

impl MskTokenServer {
    /// A server whose clock shows `now`. `region` is the one it accepts tokens for, at that region's
    /// host; `None` for any.
    pub fn new(region: Option<&str>, now: SystemTime) -> Self {
        let hosts: Vec<String> = region.map(host_of).into_iter().collect();
        Self { iam: MskIamServer::new(region, now).hosts(&hosts), authzid: String::new() }
    }

    /// Why the login was denied, if it was: for a log, never for the client.
    pub fn denial(&self) -> Option<Denial> {
        self.iam.denial()
    }
}

impl ServerMechanism for MskTokenServer {
    fn name(&self) -> &'static str {
        OAUTHBEARER
    }

    fn respond(&mut self, message: &[u8]) -> ServerStep {
        let request = ClientFirst::parse(message)
            .ok()
            .and_then(|first| Some((first.authzid.to_owned(), payload(first.token)?)));
        let Some((authzid, payload)) = request else {
            return self.iam.deny(Denial::Malformed("not the token of a signer"));
        };
        self.authzid = authzid;
        self.iam.respond(&payload)
    }

    fn credential(&mut self, found: Option<StoredCredential<'_>>) -> ServerStep {
        match self.iam.credential(found) {
            ServerStep::Accept { principal, .. } => {
                let step = server::accept(&self.authzid, &principal);
                if let ServerStep::Reject(_) = step {
                    self.iam.record(Denial::AuthorizationId);
                }
                step
            }
            step => step,
        }
    }
}

impl fmt::Debug for MskTokenServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MskTokenServer").field(&self.iam).finish()
    }
}

/// The payload of AWS_MSK_IAM that says the same; its names are those of the query in lower case.
fn payload(token: &str) -> Option<Zeroizing<Vec<u8>>> {
    let url = Zeroizing::new(URL_SAFE_NO_PAD.decode(token).ok()?);
    let request = std::str::from_utf8(&url).ok()?.strip_prefix("https://")?;
    let (host, query) = request.split_once('?')?;
    // AWS's signer for Java leaves the slash out.
    let host = host.strip_suffix('/').unwrap_or(host);
    let mut members = vec![
        ("version".to_owned(), Zeroizing::new(VERSION.to_owned())),
        ("host".to_owned(), Zeroizing::new(host.to_owned())),
    ];
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        members.push((name.to_ascii_lowercase(), query::decoded(value)?));
    }
    Some(json::write(members.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
}
