//! Why a key store was not read.

use std::fmt;

use crate::tls::{KeyStoreFlaw, TlsError};

/// Why a store or a key in it was not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The password does not fit, or is needed and was not given.
    Password,
    Flaw(KeyStoreFlaw),
}

impl Fault {
    pub(super) const MALFORMED: Self = Self::Flaw(KeyStoreFlaw::Malformed);

    pub(super) fn unsupported(what: impl fmt::Display) -> Self {
        Self::Flaw(KeyStoreFlaw::Unsupported(what.to_string()))
    }

    /// `given` says whether there was a password.
    pub(super) fn of_store(self, file: String, given: bool) -> TlsError {
        TlsError::KeyStore { file, flaw: self.or(KeyStoreFlaw::Password { given }) }
    }

    pub(super) fn of_key(self, file: String, given: bool) -> TlsError {
        TlsError::KeyStore { file, flaw: self.or(KeyStoreFlaw::KeyPassword { given }) }
    }

    fn or(self, password: KeyStoreFlaw) -> KeyStoreFlaw {
        match self {
            Self::Password => password,
            Self::Flaw(flaw) => flaw,
        }
    }
}
