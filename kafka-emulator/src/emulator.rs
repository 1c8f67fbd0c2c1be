//! A running emulator.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::watch;
use tokio::task::{JoinSet, spawn_blocking};

use crate::builder::Builder;
use crate::cluster::Cluster;
use crate::fault::Fault;
use crate::listener::Listener;
use crate::state::acl::Acl;
use crate::state::topic::Topic;

/// A Kafka cluster in this process that behaves like Amazon MSK.
///
/// It runs in tasks of the Tokio runtime it was started on. Dropping it ends them and closes every
/// connection; [`shutdown`](Self::shutdown) also waits for that.
pub struct Emulator {
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) ca_pem: String,
    pub(crate) stop: watch::Sender<()>,
    /// One for each listener; aborted when dropped, and their connections with them.
    pub(crate) tasks: JoinSet<()>,
}

impl Emulator {
    /// Settings for a new one.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The first broker's SCRAM listener, as `host:port`.
    pub fn scram_address(&self) -> String {
        self.addresses(Listener::Scram).swap_remove(0)
    }

    /// The first broker's IAM listener, as `host:port`.
    pub fn iam_address(&self) -> String {
        self.addresses(Listener::Iam).swap_remove(0)
    }

    /// The first broker's listener with TLS and without a login, if it is on.
    pub fn tls_address(&self) -> Option<String> {
        self.addresses(Listener::Tls).into_iter().next()
    }

    /// The first broker's listener without TLS and without a login, if it is on.
    pub fn plaintext_address(&self) -> Option<String> {
        self.addresses(Listener::Plaintext).into_iter().next()
    }

    /// The listeners of that kind of all brokers, as `host:port`; none if it is off.
    pub fn addresses(&self, listener: Listener) -> Vec<String> {
        self.cluster.brokers.iter().filter_map(|broker| broker.address(listener)).collect()
    }

    /// The certificate that clients verify the brokers against: a root, in PEM. It is a new one for
    /// every emulator.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The cluster's id.
    pub fn cluster_id(&self) -> &str {
        &self.cluster.id
    }

    /// The topics there are now, by name.
    pub fn topics(&self) -> Vec<Topic> {
        self.cluster.state.topics.now().iter().cloned().collect()
    }

    /// The topic of that name, if there is one.
    pub fn topic(&self, name: &str) -> Option<Topic> {
        self.cluster.state.topics.now().get(name).cloned()
    }

    /// The ACLs there are now, in the order they were created.
    pub fn acls(&self) -> Vec<Acl> {
        self.cluster.state.acls.now().iter().map(|acl| Acl::clone(acl)).collect()
    }

    /// How many logins have succeeded, re-authentications included.
    pub fn logins(&self) -> u64 {
        self.cluster.counts.logins.load(Ordering::Relaxed)
    }

    /// How many of [`logins`](Self::logins) were on a connection that was logged in (KIP-368).
    pub fn reauthentications(&self) -> u64 {
        self.cluster.counts.reauthentications.load(Ordering::Relaxed)
    }

    /// Lets something go wrong with requests that arrive from now on.
    pub fn inject(&self, fault: Fault) {
        self.cluster.faults.inject(fault);
    }

    /// Whether partitions that AlterPartitionReassignments moves stay on the way from now on: what is
    /// added to them is out of sync, and they are listed and can be cancelled. When `hold` is false,
    /// all of them arrive, and later ones arrive at once, as they do by default.
    pub async fn hold_reassignments(&self, hold: bool) {
        let cluster = Arc::clone(&self.cluster);
        let change = move || cluster.state.topics.change(|topics| topics.hold_moves(hold));
        // The task ends early only when it panics or the runtime is gone.
        let _ = spawn_blocking(change).await;
    }

    /// Closes every listener and connection, and returns when that is done.
    pub async fn shutdown(self) {
        let Self { stop, mut tasks, .. } = self;
        drop(stop);
        while tasks.join_next().await.is_some() {}
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("cluster_id", &self.cluster.id)
            .field("brokers", &self.cluster.brokers)
            .finish_non_exhaustive()
    }
}
