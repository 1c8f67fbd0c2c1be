//! Who can log in, and how.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use kafka_auth::msk_iam::{MskIamServer, MskTokenServer};
use kafka_auth::scram::{Nonce, ScramCredential, ScramHash, ScramServer};
use kafka_auth::{AuthError, IamIdentity, Secret, ServerMechanism, StoredCredential};

use crate::listener::Listener;

/// PBKDF2 rounds of stored credentials: Kafka's default.
const ITERATIONS: u32 = 4096;

/// Users, identities, and what a login is held against.
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
    pub(crate) credentials: Credentials,
}

/// What is stored about users and identities.
#[derive(Debug, Default)]
pub(crate) struct Credentials {
    users: HashMap<String, Vec<ScramCredential>>,
    /// By access key id.
    pub(crate) identities: HashMap<String, IamIdentity>,
}

impl Credentials {
    /// Stores what a password gives for each hash: milliseconds of CPU.
    pub(crate) fn add_user(
        &mut self,
        name: String,
        password: &Secret,
        hashes: &[ScramHash],
    ) -> Result<(), AuthError> {
        // A nonce is random printable text, which makes a fine salt.
        let salt = Nonce::random()?;
        let derive = |hash: &ScramHash| {
            ScramCredential::from_password(*hash, password, salt.as_str().as_bytes(), ITERATIONS)
        };
        self.users.insert(name, hashes.iter().map(derive).collect());
        Ok(())
    }

    fn find(&self, mechanism: &str, name: &str) -> Option<StoredCredential<'_>> {
        let Some(hash) = ScramHash::from_mechanism(mechanism) else {
            return self.identities.get(name).map(StoredCredential::Iam);
        };
        let stored = self.users.get(name)?.iter().find(|stored| stored.hash == hash)?;
        Some(StoredCredential::Scram(stored))
    }
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
    pub(crate) fn find(&self, mechanism: &str, name: &str) -> Option<StoredCredential<'_>> {
        self.credentials.find(mechanism, name)
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
    use super::*;

    fn logins() -> Logins {
        let mut credentials = Credentials::default();
        let password = Secret::new("pencil");
        credentials.add_user("user".to_owned(), &password, &[ScramHash::Sha512]).unwrap();
        let hashes = vec![ScramHash::Sha512, ScramHash::Sha256];
        Logins { hashes, credentials, ..Logins::default() }
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
        let logins = logins();
        let is_known = |mechanism, name| logins.find(mechanism, name).is_some();
        assert!(is_known("SCRAM-SHA-512", "user"));
        assert!(!is_known("SCRAM-SHA-256", "user"));
        assert!(!is_known("SCRAM-SHA-512", "nobody"));
        assert!(!is_known("AWS_MSK_IAM", "user"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let mut credentials = Credentials::default();
        let identity =
            IamIdentity::new(Secret::new("s3cret"), "arn").session_token(Secret::new("t0ken"));
        credentials.identities.insert("AKID".to_owned(), identity);
        let logins = Logins { credentials, ..logins() };
        let shown = format!("{logins:?}");
        assert!(!shown.contains("s3cret") && !shown.contains("t0ken") && !shown.contains("pencil"));
    }
}
