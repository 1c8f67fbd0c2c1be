//! What a client logs in with, and where it gets that from: asked for at every login, so that what
//! was rotated is picked up.
//!
//! The providers here are plain futures for any executor. The caller bounds each call in time: a
//! provider that hangs, or is dropped at its deadline, holds up nobody else.

mod aws;
mod cached;
mod password;

pub use aws::{
    ACCESS_KEY_ID_VAR, AwsCredentials, AwsCredentialsProvider, CredentialsFuture, IamIdentity,
    SECRET_ACCESS_KEY_VAR, SESSION_TOKEN_VAR,
};
pub use cached::{CachedCredentials, DEFAULT_REFRESH_BEFORE, DEFAULT_REFUSE_BELOW};
pub use password::{PasswordFuture, PasswordProvider};

use std::future::Future;
use std::pin::Pin;

use crate::error::AuthError;

/// What every provider answers with.
pub type ProviderFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, AuthError>> + Send + 'a>>;
