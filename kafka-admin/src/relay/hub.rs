//! What all connections of a relay share, and where each leads.

use std::sync::Arc;

use tokio::time::Instant;

use super::client_login::Logins;
use super::{OnFailure, OnRequest};
use crate::net::dialer::{Dialer, Raw, is_final};
use crate::net::transport;
use crate::{Error, HostPort, Result};

/// What all connections share.
pub(super) struct Hub {
    pub(super) dialer: Dialer,
    pub(super) logins: Logins,
    pub(super) principal: Option<String>,
    pub(super) on_request: OnRequest,
    pub(super) on_failure: OnFailure,
}

/// Where a listener leads to.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) broker: Option<i32>,
    /// The bootstrap servers, or a broker's address.
    pub(super) targets: Vec<HostPort>,
}

impl Way {
    /// The first that answers, one after the other.
    pub(super) async fn dial(&self, dialer: &Dialer, deadline: Instant) -> Result<Raw> {
        let mut failed = Vec::new();
        for (left, target) in (1..=self.targets.len()).rev().zip(&self.targets) {
            match dialer.dial_raw(target, transport::share(deadline, left)).await {
                Ok(raw) => return Ok(raw),
                Err(error) if is_final(&error) => return Err(error),
                Err(error) => failed.push(error),
            }
        }
        Err(Error::of_attempts(failed))
    }
}

/// Who has a listener for each broker.
pub(super) trait Ports: Send + Sync {
    /// The port that leads to a broker.
    fn port_of(self: Arc<Self>, broker: i32, target: HostPort) -> Result<u16>;
}
