//! Users who log in by SCRAM (KIP-554): list, describe, create, change and delete them.
//!
//! On Amazon MSK these calls are of no use: there, only users of AWS Secrets Manager can log in.

mod alter;
mod credential;
mod describe;
mod list;
mod visible;

pub use alter::{AlterScramUsers, UserScramCredentialAlteration};
pub use credential::{ScramCredentialInfo, UserScramCredential};
pub use describe::DescribeScramUsers;
pub use list::ListScramUsers;

use kafka_auth::Secret;

use crate::{Error, Result};

/// A password that nobody can guess: 192 random bits, as 32 letters, digits, `-` and `_`.
///
/// # Errors
/// The operating system has no randomness to give.
pub fn random_password() -> Result<Secret> {
    Secret::random().map_err(|error| Error::config(error.to_string()))
}
