//! Principals as these APIs send them: type and name apart.

use crate::{Error, Result};

/// `User:rudder` as `User` and `rudder`.
pub(super) fn split(principal: &str) -> Option<(&str, &str)> {
    let (kind, name) = principal.split_once(':')?;
    (!kind.is_empty() && !name.is_empty()).then_some((kind, name))
}

/// Type and name together.
pub(super) fn joined(kind: &str, name: &str) -> String {
    format!("{kind}:{name}")
}

pub(super) fn validate(principal: &str) -> Result<()> {
    match split(principal) {
        Some(_) => Ok(()),
        None => Err(Error::invalid("a principal is Type:name, for example User:rudder")),
    }
}
