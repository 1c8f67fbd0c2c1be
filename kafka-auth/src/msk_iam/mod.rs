//! AWS_MSK_IAM: a login by a presigned AWS request (Signature Version 4) in a JSON object, as
//! `aws-msk-iam-auth` sends it.
//!
//! The same signature, as the token of OAUTHBEARER, is what AWS's signers for other clients make:
//! [`MskTokenSigner`], checked by [`MskTokenServer`].
//!
//! The client signs with `aws-sigv4`; the server checks with a signer of its own, so that a mistake
//! in one shows in the other. What they sign is composed in one place, checked against AWS's cases
//! and against what `aws-sigv4` composes by itself: that costs more than the signature, leaves
//! unwiped copies of the session token behind, and panics at a token longer than a URI.

pub mod region;

mod client;
mod date;
mod host;
mod identity;
mod payload;
mod presign;
mod query;
mod sdk;
mod server;
mod sigv4;
mod token;
mod token_server;

pub use client::MskIamClient;
pub use identity::Identity;
pub use presign::MAX_EXPIRES;
pub use region::{Region, RegionSource};
pub use sdk::SdkCredentials;
pub use server::{Denial, MskIamServer};
pub use token::{MskTokenProvider, MskTokenSigner};
pub use token_server::MskTokenServer;

/// The mechanism's name on the wire.
pub const AWS_MSK_IAM: &str = "AWS_MSK_IAM";

/// The only version of payload and answer there is.
const VERSION: &str = "2020_10_22";
/// What a client asks for.
const ACTION: &str = "kafka-cluster:Connect";
/// The service in the signature's scope.
const SERVICE: &str = "kafka-cluster";
