//! The kinds of listeners.

use std::fmt;

/// A kind of listener. Every broker has one of each kind that is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Listener {
    /// TLS and SCRAM-SHA-512: MSK's 9096, public 9196. On by default.
    Scram,
    /// TLS and AWS_MSK_IAM: MSK's 9098, public 9198. On by default.
    Iam,
    /// TLS without a login, everybody is `User:ANONYMOUS`: MSK's 9094, public 9194.
    Tls,
    /// Neither TLS nor a login: MSK's 9092.
    Plaintext,
}

impl Listener {
    pub(crate) fn has_tls(self) -> bool {
        self != Self::Plaintext
    }

    pub(crate) fn has_login(self) -> bool {
        matches!(self, Self::Scram | Self::Iam)
    }
}

/// MSK's name of the listener.
impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Scram => "CLIENT_SASL_SCRAM",
            Self::Iam => "CLIENT_IAM",
            Self::Tls => "CLIENT_SECURE",
            Self::Plaintext => "CLIENT",
        })
    }
}
