//! A whole configuration, for brokers that cannot change one setting and leave the others.

use kafka_admin::configs::{ConfigResource, WholeConfig};
use kafka_admin::escape::Escaped;

use super::plan::{Known, Planned};
use crate::failure::{Failure, Result};

/// What is set for a resource and not changed, by name. A broker that replaces the whole has to be told it
/// again.
pub(super) type Kept = Vec<(String, String)>;

impl Known<'_> {
    /// The settings that have to be told again.
    ///
    /// # Errors
    /// One of them is a secret, which nobody can read.
    pub(super) fn kept(self, planned: &[Planned]) -> Result<Kept> {
        if let Some(unknown) = planned.iter().find(|it| it.is_of_a_secret()) {
            return Err(lost(unknown.key()));
        }
        let own = self.own.iter().filter(|entry| self.is_own(entry.source));
        let rest = own.filter(|entry| planned.iter().all(|it| it.key() != entry.name));
        let told = |name: &str, value: Option<&str>| match value {
            Some(value) => Ok((name.to_owned(), value.to_owned())),
            None => Err(lost(name)),
        };
        rest.map(|entry| told(&entry.name, entry.value.as_deref())).collect()
    }
}

fn lost(name: &str) -> Failure {
    let name = Escaped(name);
    Failure::unexpected(format!(
        "{name} is set to a secret, which cannot be read, and would be lost with the rest"
    ))
    .hint(format!("set {name} again in --from-file, or name it with --delete"))
}

/// What is kept, and what is changed.
pub(super) fn of(resource: ConfigResource, kept: &Kept, planned: &[Planned]) -> WholeConfig {
    let mut whole = WholeConfig::of(resource);
    for (name, value) in kept {
        whole = whole.set(name, value);
    }
    for (name, value) in planned.iter().filter_map(Planned::setting) {
        whole = whole.set(name, value);
    }
    whole
}
