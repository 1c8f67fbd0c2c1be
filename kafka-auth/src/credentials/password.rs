//! Passwords that change.

use std::sync::Arc;

use super::ProviderFuture;
use crate::secret::Secret;

/// The future of [`PasswordProvider::password`].
pub type PasswordFuture<'a> = ProviderFuture<'a, Secret>;

/// Gives the password whenever a connection logs in with SCRAM or PLAIN, so that a rotated one is
/// picked up without a new client.
///
/// The user stays the same: a broker refuses a re-authentication as somebody else.
pub trait PasswordProvider: Send + Sync + 'static {
    /// The password to log in with now.
    fn password(&self) -> PasswordFuture<'_>;

    /// Drops a password that is held, because the broker refused it. Nothing by default.
    fn forget(&self) {}
}

/// The same password for ever.
impl PasswordProvider for Secret {
    fn password(&self) -> PasswordFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<P: PasswordProvider + ?Sized> PasswordProvider for Arc<P> {
    fn password(&self) -> PasswordFuture<'_> {
        (**self).password()
    }

    fn forget(&self) {
        (**self).forget();
    }
}
