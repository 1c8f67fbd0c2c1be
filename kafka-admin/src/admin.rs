//! The client.

use std::borrow::Cow;
use std::sync::Arc;

use tokio::time::Instant;

use crate::call::Operation;
use crate::net::cluster::Cluster;
use crate::{Call, Config, Result};

/// A client for the admin calls of one cluster.
///
/// Clones share one set of connections, at most one per broker. Dropping the last clone closes them.
#[derive(Clone)]
pub struct Admin {
    pub(crate) cluster: Arc<Cluster>,
}

/// What the login of the first connection was, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    /// The address that answered, as it was called.
    pub address: crate::HostPort,
    /// Whether the connection is protected by TLS.
    pub tls: bool,
    /// The SASL mechanism, `None` without login.
    pub mechanism: Option<&'static str>,
    /// The user (SCRAM, PLAIN), or the masked access key id and where it comes from
    /// (AWS_MSK_IAM).
    pub identity: Option<String>,
    /// AWS_MSK_IAM: the region that was signed for, and where it was found.
    pub region: Option<String>,
    /// AWS_MSK_IAM: the broker's handle for this login.
    pub request_id: Option<String>,
    /// How long the broker lets the connection live, when it says so (KIP-368).
    pub lifetime: Option<std::time::Duration>,
}

impl Admin {
    /// Connects and logs in to the first bootstrap server that answers, and learns the brokers.
    ///
    /// # Errors
    /// The settings cannot work; or no address could be reached and logged in to within
    /// [`Config::connect_timeout`]: then [`Error::attempts`](crate::Error::attempts) has what each
    /// said. A refused login ends it at once, without trying the password elsewhere; only a broker
    /// that limits logins (`Too many connects`) is asked again within that time.
    pub async fn connect(config: Config) -> Result<Self> {
        Ok(Self { cluster: Arc::new(Cluster::connect(config).await?) })
    }

    /// Ends this client and its clones: from now on calls are refused as not sent. A request that has
    /// left is waited for, within [`Config::call_timeout`], one that has not is not sent any more. Then
    /// the connections are closed, as they are when the last clone is dropped.
    pub async fn close(&self) {
        self.cluster.close().await;
    }

    /// What the login of the first connection was.
    pub fn session(&self) -> &Session {
        self.cluster.session()
    }

    /// When a call that begins now has to end.
    pub(crate) fn deadline(&self) -> Instant {
        self.cluster.deadline()
    }

    /// A call about several items.
    pub(crate) fn call<'a, O: Operation>(
        &'a self,
        operation: O,
        items: Cow<'a, [O::Item]>,
    ) -> Call<'a, O> {
        Call::new(&self.cluster, operation, items)
    }

    /// A call about one thing.
    pub(crate) fn call_about<O: Operation>(
        &self,
        operation: O,
        item: O::Item,
    ) -> Call<'_, O, O::Value> {
        Call::about_one(&self.cluster, operation, item)
    }
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Admin").field(self.session()).finish()
    }
}
