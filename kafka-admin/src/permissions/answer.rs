//! What a set of rules says about a question.

use crate::acls::AclBinding;

/// Yes or no, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// What decided.
    pub reason: Reason<'r>,
    /// The ACLs that deny it, the closest name first. One is enough.
    pub denying: Vec<&'r AclBinding>,
    /// The ACLs that allow it, the closest name first: literal, prefixes from the longest on, `*`.
    pub allowing: Vec<&'r AclBinding>,
    /// The ACLs that would allow or deny it to a client with another address.
    pub elsewhere: Vec<&'r AclBinding>,
    /// How many ACLs cover the resource, whoever they are for and whatever they say.
    pub covering: usize,
}

/// What decides a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason<'r> {
    /// The principal is one of `super.users`: no ACL is looked at.
    SuperUser,
    /// An ACL denies it.
    Denied(&'r AclBinding),
    /// An ACL allows it, and none denies it.
    Allowed(&'r AclBinding),
    /// No ACL covers the resource, and `allow.everyone.if.no.acl.found` is true.
    AllowedWithoutAcl,
    /// No ACL covers the resource, so nobody may do anything with it.
    NoAcl,
    /// ACLs cover the resource, and none of them allows this to the client.
    NoneFits,
}

impl Answer<'_> {
    /// Whether it is allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self.reason, Reason::SuperUser | Reason::Allowed(_) | Reason::AllowedWithoutAcl)
    }
}
