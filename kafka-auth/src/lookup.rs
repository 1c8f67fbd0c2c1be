//! What a server looks a client up by.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

/// What a server looks a client up by: the user name or the id of a delegation token, for AWS_MSK_IAM
/// the access key id, for OAUTHBEARER the token. As the client sent it: unchecked.
///
/// A token is as good as a password, so this is wiped when dropped and `Debug` shows the length
/// only. It dereferences to the text.
#[derive(Clone, PartialEq, Eq)]
pub struct LookupKey {
    text: Zeroizing<String>,
    is_delegation_token: bool,
}

impl LookupKey {
    /// Whether it is the id of a delegation token, and not the name of a user (KIP-48).
    pub fn is_delegation_token(&self) -> bool {
        self.is_delegation_token
    }

    pub(crate) fn delegation_token(id: String) -> Self {
        Self { is_delegation_token: true, ..id.into() }
    }
}

impl Deref for LookupKey {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl From<&str> for LookupKey {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for LookupKey {
    fn from(text: String) -> Self {
        Self { text: Zeroizing::new(text), is_delegation_token: false }
    }
}

impl fmt::Debug for LookupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LookupKey({} bytes, redacted)", self.text.len())
    }
}
