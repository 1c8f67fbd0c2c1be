//! What a client tells next to its token (KIP-342).

use std::fmt;

use zeroize::Zeroizing;

use super::message;
use crate::error::{AuthError, PeerText};

/// The most extensions there can be: looking one up reads them all.
const MAX_EXTENSIONS: usize = 64;

/// SASL extensions (KIP-342): names and values next to the token, for example `logicalCluster` and
/// `identityPoolId`. Which of them a broker heeds is its own affair. `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Extensions(Vec<(String, Zeroizing<String>)>);

impl Extensions {
    /// Takes names and values, to be sent in this order; [`Extensions::default`] is none.
    ///
    /// # Errors
    /// [`AuthError::Config`] naming the extension that Kafka's servers would not read: a name is
    /// letters and not `auth`, which is the token's own; a value is printable ASCII and white
    /// space, and not empty. Also for a name that comes twice, and for more than 64 of them.
    pub fn new<N: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, AuthError> {
        let mut extensions = Self::default();
        for (name, value) in pairs {
            let (name, value) = (name.into(), Zeroizing::new(value.into()));
            let why = match () {
                () if !message::is_key(&name) => "has a name that is not letters",
                () if name == message::AUTH => "has the token's own name",
                () if !message::is_value(&value) => "has a value that is empty or not ASCII text",
                () if extensions.get(&name).is_some() => "comes twice",
                () if extensions.len() == MAX_EXTENSIONS => "is one too many",
                () => {
                    extensions.0.push((name, value));
                    continue;
                }
            };
            let name = PeerText::new(&name);
            return Err(AuthError::Config(format!("the SASL extension \"{name}\" {why}")));
        }
        Ok(extensions)
    }

    /// The value of the extension of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Names and values in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + Clone {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many there are, at most 64.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets what a client sent, if there is room; of two values the later counts, as in Kafka.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Option<()> {
        self.0.retain(|(known, _)| known != name);
        let pair = (name.to_owned(), Zeroizing::new(value.to_owned()));
        (self.len() < MAX_EXTENSIONS).then(|| self.0.push(pair))
    }
}

impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
