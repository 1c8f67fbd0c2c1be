//! Creating, changing and deleting users.

use std::borrow::Cow;
use std::fmt;

use kafka_auth::scram::{MAX_STORED_ITERATIONS, MIN_ITERATIONS, ScramHash, is_user, random_salt};
use kafka_auth::{SaltedPassword, Secret};
use kafka_proto::messages::alter_user_scram_credentials::{
    AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse, ScramCredentialDeletion,
    ScramCredentialUpsertion,
};
use kafka_proto::{ApiKey, Opaque};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

use super::UserScramCredential;
use super::credential::code;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Batch, Error, ErrorKind, Layer, Result};

/// A change to what a user logs in with by SCRAM. `Debug` shows no secret.
#[derive(Clone)]
#[must_use = "a change is made by Admin::alter_scram_users"]
pub struct UserScramCredentialAlteration {
    credential: UserScramCredential,
    change: Change,
}

#[derive(Clone)]
enum Change {
    Delete,
    /// To be salted first.
    Password(Secret, u32),
    Salted(Salted),
}

/// What is sent and stored of a password.
#[derive(Clone)]
struct Salted {
    password: SaltedPassword,
    salt: Vec<u8>,
    iterations: u32,
}

/// One request about several changes that are ready to be sent.
#[derive(Debug, Clone, Copy)]
pub struct AlterScramUsers(());

impl UserScramCredentialAlteration {
    /// Lets the user log in with this password, in the place of an earlier one of the mechanism. The
    /// password itself never leaves: it is salted with 32 random bytes, and hashed 4,096 times
    /// ([`iterations`](Self::iterations)) as RFC 5802 says, so that the broker learns what it stores.
    pub fn upsert(
        user: impl Into<String>,
        mechanism: ScramHash,
        password: impl Into<Secret>,
    ) -> Self {
        let change = Change::Password(password.into(), MIN_ITERATIONS);
        Self { credential: UserScramCredential::new(user, mechanism), change }
    }

    /// The same with a password that was salted elsewhere, with this salt and so many iterations, 4,096
    /// to 16,384.
    pub fn upsert_salted(
        user: impl Into<String>,
        salted: SaltedPassword,
        salt: impl Into<Vec<u8>>,
        iterations: u32,
    ) -> Self {
        let credential = UserScramCredential::new(user, salted.hash());
        let salted = Salted { password: salted, salt: salt.into(), iterations };
        Self { credential, change: Change::Salted(salted) }
    }

    /// Ends logins by this mechanism. Connections that are logged in stay.
    pub fn delete(user: impl Into<String>, mechanism: ScramHash) -> Self {
        Self { credential: UserScramCredential::new(user, mechanism), change: Change::Delete }
    }

    /// How often the password of [`upsert`](Self::upsert) is hashed: 4,096 to 16,384. More cost whoever
    /// steals what brokers store more for each guess, and each login as much more: about a microsecond
    /// each. Default: 4,096, as Kafka's own tools.
    pub fn iterations(mut self, count: u32) -> Self {
        if let Change::Password(_, iterations) = &mut self.change {
            *iterations = count;
        }
        self
    }

    /// Whose credential it is.
    pub fn credential(&self) -> &UserScramCredential {
        &self.credential
    }

    fn validate(&self) -> Result<()> {
        let user = &self.credential.user;
        let iterations = match &self.change {
            _ if user.is_empty() => return Err(Error::invalid("the name of a user is not empty")),
            Change::Delete => return Ok(()),
            _ if !is_user(user) => return Err(unusable_name()),
            Change::Password(password, _) if password.is_empty() => {
                return Err(Error::invalid("a password is not empty"));
            }
            Change::Password(_, iterations) => *iterations,
            Change::Salted(salted) => salted.iterations,
        };
        match (MIN_ITERATIONS..=MAX_STORED_ITERATIONS).contains(&iterations) {
            true => Ok(()),
            false => Err(Error::invalid(format!(
                "Kafka stores {MIN_ITERATIONS} to {MAX_STORED_ITERATIONS} iterations, not {iterations}"
            ))),
        }
    }

    /// With its password salted, if it has one and is valid.
    async fn ready(&self, deadline: Instant) -> Result<Self> {
        let Change::Password(password, iterations) = &self.change else { return Ok(self.clone()) };
        if self.validate().is_err() {
            return Ok(self.clone());
        }
        let salt = random_salt().map_err(|error| Error::config(error.to_string()))?;
        let (hash, password, iterations) =
            (self.credential.mechanism, password.clone(), *iterations);
        // Milliseconds of CPU, not on a thread that serves connections.
        let work = spawn_blocking(move || {
            let password = SaltedPassword::derive(hash, &password, &salt, iterations);
            Salted { password, salt: salt.to_vec(), iterations }
        });
        match timeout_at(deadline, work).await {
            Ok(Ok(salted)) => {
                Ok(Self { credential: self.credential.clone(), change: Change::Salted(salted) })
            }
            Ok(Err(_)) => Err(Error::config("the password could not be salted")),
            Err(_) => {
                let message = "the time was over before the passwords were salted";
                Err(Error::new(ErrorKind::Timeout, Layer::Config, message))
            }
        }
    }
}

impl Admin {
    /// Creates, changes and deletes what users log in with by SCRAM (AlterUserScramCredentials, Kafka
    /// 2.7 and later). Needs ALTER on the cluster. Brokers learn of it a moment later.
    ///
    /// A request changes each user once, since Kafka refuses more (DUPLICATE_RESOURCE): changes of both
    /// mechanisms of one user go in requests of their own, and one may fail without the other. Passwords
    /// are salted on threads that may block.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole; or the passwords could not be salted in time,
    /// and nothing was sent. What is wrong with a single change is in the [`Batch`]: a name, a password
    /// or a number of iterations that is refused here, a credential that is changed twice, or the
    /// broker's code. Deleting what is not there is
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound), with
    /// [`Outcome::AlreadySo`](crate::Outcome::AlreadySo).
    pub async fn alter_scram_users(
        &self,
        changes: &[UserScramCredentialAlteration],
    ) -> Result<Batch<UserScramCredential, ()>> {
        let deadline = self.deadline();
        let mut ready = Vec::with_capacity(changes.len());
        for change in changes {
            ready.push(change.ready(deadline).await?);
        }
        self.call(AlterScramUsers(()), Cow::Owned(ready)).until(deadline).await
    }
}

impl Operation for AlterScramUsers {
    type Item = UserScramCredentialAlteration;
    type Key = UserScramCredential;
    type Value = ();
    type Request<'a> = AlterUserScramCredentialsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, change: &UserScramCredentialAlteration) -> UserScramCredential {
        change.credential.clone()
    }

    fn check(&self, change: &UserScramCredentialAlteration) -> Result<()> {
        change.validate()
    }

    fn route<'a>(&self, _: &'a UserScramCredentialAlteration) -> Route<'a> {
        Route::Controller
    }

    fn once_in_a_request<'a>(&self, change: &'a UserScramCredentialAlteration) -> Option<&'a str> {
        Some(&change.credential.user)
    }

    fn request<'a>(
        &'a self,
        changes: &[&'a UserScramCredentialAlteration],
        _: Terms,
    ) -> Result<AlterUserScramCredentialsRequest<'a>> {
        let (mut deletions, mut upsertions) = (Vec::new(), Vec::new());
        for UserScramCredentialAlteration { credential, change } in changes {
            match change {
                Change::Delete => deletions.push(deletion(credential)),
                Change::Salted(salted) => upsertions.push(upsertion(credential, salted)),
                Change::Password(..) => {
                    return Err(Error::invalid("a password is salted before it is sent"));
                }
            }
        }
        Ok(AlterUserScramCredentialsRequest {
            deletions: deletions.into(),
            upsertions: upsertions.into(),
            ..AlterUserScramCredentialsRequest::default()
        })
    }

    fn answers(
        &self,
        changes: &[&UserScramCredentialAlteration],
        response: &AlterUserScramCredentialsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let users = changes.iter().map(|change| change.credential.user.as_str());
        let results = response.results.iter().map(|it| {
            let api = ApiKey::ALTER_USER_SCRAM_CREDENTIALS;
            (it.user, move || checked(api, it.error_code, it.error_message))
        });
        Ok(by_name(users, results))
    }
}

fn deletion(credential: &UserScramCredential) -> ScramCredentialDeletion<'_> {
    ScramCredentialDeletion {
        name: &credential.user,
        mechanism: code(credential.mechanism),
        ..ScramCredentialDeletion::default()
    }
}

fn upsertion<'a>(
    credential: &'a UserScramCredential,
    salted: &'a Salted,
) -> ScramCredentialUpsertion<'a> {
    ScramCredentialUpsertion {
        name: &credential.user,
        mechanism: code(credential.mechanism),
        iterations: i32::try_from(salted.iterations).unwrap_or(i32::MAX),
        salt: Opaque(&salted.salt),
        salted_password: Opaque(salted.password.expose()),
        ..ScramCredentialUpsertion::default()
    }
}

/// Kafka takes such a user, and refuses every login of it.
fn unusable_name() -> Error {
    Error::invalid("a user that can log in by SCRAM has a name of ASCII characters without NUL")
}

impl fmt::Debug for UserScramCredentialAlteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let change = match self.change {
            Change::Delete => "delete",
            Change::Password(..) | Change::Salted(_) => "upsert",
        };
        write!(f, "{change} {}", self.credential)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upsert(user: &str, password: &str) -> UserScramCredentialAlteration {
        UserScramCredentialAlteration::upsert(user, ScramHash::Sha512, password)
    }

    #[test]
    fn what_kafka_would_refuse_or_nobody_could_use_is_refused_here() {
        for count in [4_096, 16_384] {
            upsert("u", "pw").iterations(count).validate().unwrap();
        }
        let salted = |iterations| {
            let password = SaltedPassword::from_bytes(ScramHash::Sha256, &[7; 32]).unwrap();
            UserScramCredentialAlteration::upsert_salted("u", password, *b"salt", iterations)
        };
        salted(4_096).validate().unwrap();
        let delete = UserScramCredentialAlteration::delete("ä", ScramHash::Sha256);
        delete.validate().unwrap();
        let wrong = [
            upsert("u", "pw").iterations(4_095),
            upsert("u", "pw").iterations(16_385),
            salted(1),
            upsert("u", ""),
            upsert("", "pw"),
            upsert("ä", "pw"),
            UserScramCredentialAlteration::delete("", ScramHash::Sha256),
        ];
        for change in wrong {
            let error = change.validate().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{change:?}");
        }
    }

    #[tokio::test]
    async fn each_password_gets_a_salt_of_its_own() {
        let deadline = Instant::now() + std::time::Duration::from_secs(30);
        let mut salts = Vec::new();
        for _ in 0..2 {
            let ready = upsert("u", "pencil").iterations(8_192).ready(deadline).await.unwrap();
            let Change::Salted(salted) = ready.change else { panic!() };
            let (hash, password) = (ScramHash::Sha512, Secret::new("pencil"));
            let expected = SaltedPassword::derive(hash, &password, &salted.salt, 8_192);
            assert_eq!(salted.password.expose(), expected.expose());
            assert_eq!((salted.salt.len(), salted.iterations), (32, 8_192));
            salts.push(salted.salt);
        }
        assert_ne!(salts[0], salts[1]);
    }

    #[tokio::test]
    async fn debug_shows_no_secret() {
        let deadline = Instant::now() + std::time::Duration::from_secs(30);
        let change = upsert("u", "s3cret");
        let ready = change.ready(deadline).await.unwrap();
        for change in [change, ready] {
            assert_eq!(format!("{change:?}"), "upsert u (SCRAM-SHA-512)");
        }
    }
}
