//! Who can log in, and how.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use kafka_auth::msk_iam::{MskIamServer, MskTokenServer};
use kafka_auth::scram::{Nonce, ScramHash, ScramServer};
use kafka_auth::{AuthError, IamIdentity, ServerMechanism, StoredCredential};

use crate::connects::Connects;
use crate::listener::Listener;
use crate::state::users::Users;

/// Identities, and what a login is held against.
#[derive(Debug, Default)]
pub(crate) struct Logins {
    /// The hashes that SCRAM listeners offer, in the order they are listed.
    pub(crate) hashes: Vec<ScramHash>,
    /// The only region IAM logins may be signed for.
    pub(crate) region: String,
    /// The names IAM logins may be signed for.
    pub(crate) hosts: Vec<String>,
    /// `connections.max.reauth.ms`: how long a login lasts.
    pub(crate) session_lifetime: Option<Duration>,
    /// IAM identities by access key id.
    pub(crate) identities: HashMap<String, IamIdentity>,
    /// Whether `delegation.token.secret.key` is set.
    pub(crate) delegation_tokens: bool,
    /// How often clients may log in by IAM.
    pub(crate) connects: Connects,
}

impl Logins {
    /// Fresh mechanisms for one login on that listener, in the order SaslHandshake lists them.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub(crate) fn mechanisms(
        &self,
        listener: Listener,
    ) -> Result<Vec<Box<dyn ServerMechanism>>, AuthError> {
        match listener {
            Listener::Scram => self.hashes.iter().map(|hash| scram(*hash)).collect(),
            Listener::Iam => Ok(vec![Box::new(self.iam()), Box::new(self.token())]),
            Listener::Tls | Listener::Plaintext => Ok(Vec::new()),
        }
    }

    /// What is stored about `name` for that mechanism.
    pub(crate) fn find<'a>(
        &'a self,
        users: &'a Users,
        mechanism: &str,
        name: &str,
    ) -> Option<StoredCredential<'a>> {
        match ScramHash::from_mechanism(mechanism) {
            Some(hash) => users.get(name, hash).map(StoredCredential::Scram),
            None => self.identities.get(name).map(StoredCredential::Iam),
        }
    }

    fn iam(&self) -> MskIamServer {
        MskIamServer::new(Some(&self.region), SystemTime::now()).hosts(&self.hosts)
    }

    /// The same identities, by the tokens of AWS's signers.
    fn token(&self) -> MskTokenServer {
        MskTokenServer::new(Some(&self.region), SystemTime::now())
    }
}

fn scram(hash: ScramHash) -> Result<Box<dyn ServerMechanism>, AuthError> {
    Ok(Box::new(ScramServer::new(hash, Nonce::random()?)))
}

#[cfg(test)]
mod tests {
    use kafka_auth::Secret;

    use super::*;

    fn logins() -> Logins {
        let hashes = vec![ScramHash::Sha512, ScramHash::Sha256];
        Logins { hashes, ..Logins::default() }
    }

    fn users() -> Users {
        let mut users = Users::default();
        users.add("user", &Secret::new("pencil"), &[ScramHash::Sha512]).unwrap();
        users
    }

    #[test]
    fn each_listener_offers_its_mechanisms() {
        let names = |listener| -> Vec<&str> {
            let mechanisms = logins().mechanisms(listener).unwrap();
            mechanisms.iter().map(|mechanism| mechanism.name()).collect()
        };
        assert_eq!(names(Listener::Scram), ["SCRAM-SHA-512", "SCRAM-SHA-256"]);
        assert_eq!(names(Listener::Iam), ["AWS_MSK_IAM", "OAUTHBEARER"]);
        assert!(names(Listener::Tls).is_empty());
    }

    #[test]
    fn a_user_is_found_for_the_mechanism_that_asks() {
        let (logins, users) = (logins(), users());
        let is_known = |mechanism, name| logins.find(&users, mechanism, name).is_some();
        assert!(is_known("SCRAM-SHA-512", "user"));
        assert!(!is_known("SCRAM-SHA-256", "user"));
        assert!(!is_known("SCRAM-SHA-512", "nobody"));
        assert!(!is_known("AWS_MSK_IAM", "user"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let identity =
            IamIdentity::new(Secret::new("s3cret"), "arn").session_token(Secret::new("t0ken"));
        let identities = [("AKID".to_owned(), identity)].into();
        let shown = format!("{:?} {:?}", Logins { identities, ..logins() }, users());
        assert!(!shown.contains("s3cret") && !shown.contains("t0ken") && !shown.contains("pencil"));
    }
}
