//! The steps of a share.

use std::fmt;

/// The steps of a share, in their order. `Display` is the name, one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Log in as the administrator.
    Connect,
    /// Log in as the user. That needs no ACL, so a wrong password is known before anything changes.
    Login,
    /// Read what is there, which also shows whether the administrator may.
    Check,
    /// Create the topic if it is not there.
    Topic,
    /// Create the ACLs that are missing.
    Acls,
    /// Wait until every broker knows them.
    Wait,
    /// Ask, as the user, what the user may do.
    Proof,
}

impl Step {
    /// The name, one word in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Login => "login",
            Self::Check => "check",
            Self::Topic => "topic",
            Self::Acls => "acls",
            Self::Wait => "wait",
            Self::Proof => "proof",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
