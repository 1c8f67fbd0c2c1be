//! What a server stores about a SCRAM user.

use std::fmt;

use zeroize::Zeroizing;

use super::{ScramHash, keys};
use crate::mechanism::SaltedPassword;
use crate::secret::Secret;

/// What a server stores about a SCRAM user: enough to check a proof, not enough to make one.
/// Still secret: it allows guessing offline, and impersonating the server.
#[derive(Clone)]
pub struct ScramCredential {
    /// The hash the keys belong to.
    pub hash: ScramHash,
    /// Random bytes, one choice per credential.
    pub salt: Vec<u8>,
    /// PBKDF2 rounds; Kafka stores 4,096 to 16,384.
    pub iterations: u32,
    /// RFC 5802's `StoredKey`.
    pub stored_key: Zeroizing<Vec<u8>>,
    /// RFC 5802's `ServerKey`.
    pub server_key: Zeroizing<Vec<u8>>,
}

impl ScramCredential {
    /// Derives the stored keys from a password: as slow as a login.
    pub fn from_password(hash: ScramHash, password: &Secret, salt: &[u8], iterations: u32) -> Self {
        let salted = SaltedPassword::derive(hash, password, salt, iterations);
        Self::from_salted_password(&salted, salt, iterations)
    }

    /// Derives the stored keys from a salted password, which AlterUserScramCredentials carries.
    pub fn from_salted_password(salted: &SaltedPassword, salt: &[u8], iterations: u32) -> Self {
        let hash = salted.hash();
        Self {
            hash,
            salt: salt.to_vec(),
            iterations,
            stored_key: keys::stored_key(hash, &keys::client_key(hash, salted.expose())),
            server_key: keys::server_key(hash, salted.expose()),
        }
    }
}

impl fmt::Debug for ScramCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScramCredential")
            .field("hash", &self.hash)
            .field("iterations", &self.iterations)
            .finish_non_exhaustive()
    }
}
