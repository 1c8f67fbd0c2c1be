//! The token, and where a client gets it from.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::message;
use crate::credentials::ProviderFuture;
use crate::error::{AuthError, IamRefusal};
use crate::secret::Secret;

/// A bearer token. `Debug` shows when it ends, nothing else.
#[derive(Clone)]
pub struct BearerToken {
    token: Secret,
    expires: Option<SystemTime>,
    /// For a token that an AWS identity signed: what a refusal will be shown next to.
    signed: Option<Arc<IamRefusal>>,
}

/// The future of [`TokenProvider::token`].
pub type TokenFuture<'a> = ProviderFuture<'a, BearerToken>;

/// Gives a token whenever a connection logs in, so that expired ones are replaced.
///
/// The driver bounds each call in time. A token of another subject than the last one makes a
/// broker refuse the re-authentication of a connection.
pub trait TokenProvider: Send + Sync + 'static {
    /// A token to log in with now.
    fn token(&self) -> TokenFuture<'_>;

    /// Drops a token that is held, because the broker refused it. Nothing by default.
    fn forget(&self) {}
}

impl BearerToken {
    /// A token of unknown end.
    ///
    /// # Errors
    /// [`AuthError::Config`] when it is empty or has characters that RFC 6750 does not allow in a
    /// token: a line end behind it, most often.
    pub fn new(token: impl Into<Secret>) -> Result<Self, AuthError> {
        let token = token.into();
        match message::is_token(token.expose()) {
            true => Ok(Self { token, expires: None, signed: None }),
            false => Err(AuthError::Config(
                "a bearer token has letters, digits and -._~+/ only, with = at its end".to_owned(),
            )),
        }
    }

    /// Says when the token ends.
    pub fn expiring(mut self, at: SystemTime) -> Self {
        self.expires = Some(at);
        self
    }

    /// When the token ends, if known.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// The token's text.
    pub fn secret(&self) -> &Secret {
        &self.token
    }

    /// Says with what it was signed.
    #[cfg(feature = "msk-iam")]
    pub(crate) fn signed(mut self, signed: IamRefusal) -> Self {
        self.signed = Some(Arc::new(signed));
        self
    }

    pub(super) fn into_signed(self) -> Option<Arc<IamRefusal>> {
        self.signed
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerToken").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// The same token for ever.
impl TokenProvider for BearerToken {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
    }

    fn forget(&self) {
        (**self).forget();
    }
}
