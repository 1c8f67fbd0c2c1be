//! What a user logs in with.

use std::fmt;

use kafka_auth::scram::ScramHash;
use kafka_proto::ScramMechanism;
use kafka_proto::messages::describe_user_scram_credentials::CredentialInfo;

use crate::escape::Escaped;

/// Names a credential: a user, who may have one for each mechanism. `Display`: `rudder (SCRAM-SHA-512)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserScramCredential {
    /// The user's name, without `User:`.
    pub user: String,
    /// The mechanism.
    pub mechanism: ScramHash,
}

/// What a broker tells of a credential: neither keys nor salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ScramCredentialInfo {
    /// The mechanism.
    pub mechanism: ScramHash,
    /// How often the password is hashed.
    pub iterations: u32,
}

impl UserScramCredential {
    /// A user's credential for a mechanism.
    pub fn new(user: impl Into<String>, mechanism: ScramHash) -> Self {
        Self { user: user.into(), mechanism }
    }
}

impl ScramCredentialInfo {
    /// `None` for a mechanism that this release does not know.
    pub(super) fn of(info: &CredentialInfo<'_>) -> Option<Self> {
        let mechanism = match info.mechanism {
            ScramMechanism::SCRAM_SHA_256 => ScramHash::Sha256,
            ScramMechanism::SCRAM_SHA_512 => ScramHash::Sha512,
            _ => return None,
        };
        Some(Self { mechanism, iterations: u32::try_from(info.iterations).unwrap_or_default() })
    }
}

impl fmt::Display for UserScramCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", Escaped(&self.user), self.mechanism)
    }
}

/// `SCRAM-SHA-512, 4096 iterations`.
impl fmt::Display for ScramCredentialInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} iterations", self.mechanism, self.iterations)
    }
}

/// The code of a mechanism.
pub(super) fn code(mechanism: ScramHash) -> ScramMechanism {
    match mechanism {
        ScramHash::Sha256 => ScramMechanism::SCRAM_SHA_256,
        ScramHash::Sha512 => ScramMechanism::SCRAM_SHA_512,
    }
}
