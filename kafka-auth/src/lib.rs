//! SASL for Kafka without I/O.
//!
//! A mechanism is a value that is fed the peer's messages and says what to do next ([`Mechanism`],
//! [`Step`]); sockets, clocks and the environment stay with the caller. Client and server sides:
//!
//! | mechanism | client | server |
//! |---|---|---|
//! | SCRAM-SHA-512, SCRAM-SHA-256 (RFC 5802, 7677; KIP-84) | [`scram::ScramClient`] | [`scram::ScramServer`] |
//! | AWS_MSK_IAM (feature `msk-iam`) | `msk_iam::MskIamClient` | `msk_iam::MskIamServer` |
//! | OAUTHBEARER (RFC 7628; KIP-255) | [`oauthbearer::OauthBearerClient`] | [`oauthbearer::OauthBearerServer`] |
//! | PLAIN (RFC 4616) | [`plain::PlainClient`] | [`plain::PlainServer`] |
//!
//! [`credentials`] are the providers that are asked at every login, [`cache`] spares the second
//! login of a user its PBKDF2. [`handshake`] is the exchange around them (ApiVersions, SaslHandshake, SaslAuthenticate), and
//! [`tls`] builds the TLS settings of a client.
//!
//! ```
//! use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
//! use kafka_auth::{Mechanism, Secret, Step};
//!
//! let password = Secret::new("pencil");
//! let nonce = Nonce::from_text("rOprNGfwEbeRWgbNEkqO")?; // Nonce::random() outside of tests
//! let mut client = ScramClient::new(ScramHash::Sha256, "user", password, nonce)?;
//! let Step::Send(first) = client.start()? else { unreachable!() };
//! assert_eq!(&first[..], b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
//! # Ok::<(), kafka_auth::AuthError>(())
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod cache;
pub mod credentials;
pub mod error;
pub mod escape;
pub mod handshake;
pub mod mechanism;
pub mod msk_host;
#[cfg(feature = "msk-iam")]
pub mod msk_iam;
pub mod oauthbearer;
pub mod plain;
pub mod scram;
pub mod secret;
pub mod tls;

mod crypto;
mod iam_actions;
mod json;
mod lookup;
mod work;

pub use credentials::{AwsCredentials, AwsCredentialsProvider, CredentialsFuture, IamIdentity};
pub use error::{AuthError, IamRefusal, PeerText, Policy, Retry};
pub use iam_actions::{IAM_PREFIX, iam_actions, iam_resource};
pub use lookup::LookupKey;
pub use mechanism::{
    CacheKey, Derivation, Evidence, Mechanism, Principal, SaltedPassword, ServerMechanism,
    ServerStep, Step, StoredCredential,
};
pub use rustls;
pub use secret::Secret;
