//! Who can log in by SCRAM, and what is stored about them.

use std::sync::Arc;

use kafka_auth::scram::{Nonce, ScramCredential, ScramHash};
use kafka_auth::{AuthError, Secret};
use kafka_proto::ErrorCode;
use rpds::RedBlackTreeMapSync;

use crate::refusal::Refusal;
use crate::state::MAX_TEXT;

/// How many users the cluster takes.
const MAX_USERS: usize = 10_000;

/// PBKDF2 rounds of stored credentials: Kafka's default.
const ITERATIONS: u32 = 4096;

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Users {
    /// At least one credential for each name, no two of them for the same hash.
    by_name: RedBlackTreeMapSync<Arc<str>, Arc<[ScramCredential]>>,
    text: usize,
}

impl Users {
    /// Stores what a password gives for each hash: milliseconds of CPU.
    pub(crate) fn add(
        &mut self,
        name: &str,
        password: &Secret,
        hashes: &[ScramHash],
    ) -> Result<(), AuthError> {
        // A nonce is random printable text, which makes a fine salt.
        let salt = Nonce::random()?;
        let salt = salt.as_str().as_bytes();
        for hash in hashes {
            self.set(name, ScramCredential::from_password(*hash, password, salt, ITERATIONS));
        }
        Ok(())
    }

    /// What is stored about a name, in no order; nothing if it is nobody's.
    pub(crate) fn of(&self, name: &str) -> &[ScramCredential] {
        self.by_name.get(name).map_or(&[], |credentials| credentials)
    }

    pub(crate) fn get(&self, name: &str, hash: ScramHash) -> Option<&ScramCredential> {
        self.of(name).iter().find(|credential| credential.hash == hash)
    }

    /// The names, sorted.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(AsRef::as_ref)
    }

    /// Refuses a credential for which there is no room.
    pub(crate) fn check_room(&self, name: &str, salt: &[u8]) -> Result<(), Refusal> {
        let has_room = self.by_name.contains_key(name) || self.by_name.size() < MAX_USERS;
        if has_room && self.text + name.len() + salt.len() <= MAX_TEXT {
            return Ok(());
        }
        let text = format!(
            "The emulator holds no more than {MAX_USERS} users and {MAX_TEXT} bytes of their names and \
             salts."
        );
        Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text))
    }

    /// Stores a credential in the place of the one with its hash.
    pub(crate) fn set(&mut self, name: &str, credential: ScramCredential) {
        self.remove(name, credential.hash);
        self.text += text(name, &credential);
        let credentials = self.of(name).iter().cloned().chain([credential]).collect();
        self.by_name.insert_mut(Arc::from(name), credentials);
    }

    /// Whether it was there.
    pub(crate) fn remove(&mut self, name: &str, hash: ScramHash) -> bool {
        let Some(gone) = self.get(name, hash) else { return false };
        let gone = text(name, gone);
        let left = self.of(name).iter().filter(|it| it.hash != hash).cloned();
        let left: Arc<[ScramCredential]> = left.collect();
        self.text -= gone;
        if left.is_empty() {
            self.by_name.remove_mut(name);
        } else {
            self.by_name.insert_mut(Arc::from(name), left);
        }
        true
    }
}

/// How many bytes of text a credential takes.
fn text(name: &str, credential: &ScramCredential) -> usize {
    name.len() + credential.salt.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(hash: ScramHash, iterations: u32) -> ScramCredential {
        let (password, salt) = (Secret::new("pencil"), b"salt");
        ScramCredential { iterations, ..ScramCredential::from_password(hash, &password, salt, 1) }
    }

    #[test]
    fn each_hash_has_one_credential_and_a_user_goes_with_the_last() {
        let mut users = Users::default();
        users.set("u", credential(ScramHash::Sha512, 4096));
        users.set("u", credential(ScramHash::Sha256, 4096));
        users.set("u", credential(ScramHash::Sha512, 8192));
        assert_eq!(users.of("u").len(), 2);
        assert_eq!(users.get("u", ScramHash::Sha512).map(|it| it.iterations), Some(8192));
        let before = users.clone();
        assert!(users.remove("u", ScramHash::Sha512) && !users.remove("u", ScramHash::Sha512));
        assert!(users.remove("u", ScramHash::Sha256));
        assert_eq!((users.names().count(), users.text), (0, 0));
        assert_eq!((before.of("u").len(), before.text), (2, 10));
    }

    #[test]
    fn there_is_room_for_so_many_and_for_so_much() {
        let mut users = Users::default();
        for index in 0..MAX_USERS {
            users.set(&index.to_string(), credential(ScramHash::Sha512, 4096));
        }
        assert_eq!(users.check_room("0", b"salt"), Ok(()));
        assert!(users.check_room("new", b"salt").is_err());
        assert!(users.check_room("0", &vec![0; MAX_TEXT]).is_err());
    }
}
