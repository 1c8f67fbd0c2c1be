//! What a server looks a client up by.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

/// What a server looks a client up by: the user name, for AWS_MSK_IAM the access key id, for
/// OAUTHBEARER the token. As the client sent it: unchecked.
///
/// A token is as good as a password, so this is wiped when dropped and `Debug` shows the length
/// only. It dereferences to the text.
#[derive(Clone, PartialEq, Eq)]
pub struct LookupKey(Zeroizing<String>);

impl Deref for LookupKey {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for LookupKey {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl From<String> for LookupKey {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for LookupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LookupKey({} bytes, redacted)", self.0.len())
    }
}
