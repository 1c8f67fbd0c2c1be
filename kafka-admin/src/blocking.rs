//! The same client for programs without an async runtime.
//!
//! ```no_run
//! use kafka_admin::topics::NewTopic;
//! use kafka_admin::{Config, blocking::Admin};
//!
//! let admin = Admin::connect(Config::new(["b-1.demo.example.com:9098"]))?;
//! let orders = NewTopic::new("orders").partitions(3).replication_factor(2);
//! admin.create_topics(std::slice::from_ref(&orders))?.all()?;
//!
//! // The same, shaped as calls of the async client are.
//! let create = admin.client().create_topics(std::slice::from_ref(&orders));
//! admin.wait(create.validate_only(true))?.all()?;
//! # Ok::<(), kafka_admin::Error>(())
//! ```

use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::acls::{AclBinding, AclBindingFilter, DeletedAcl};
use crate::cluster::ClusterDescription;
use crate::configs::{ConfigChanges, WholeConfig};
use crate::configs::{ConfigEntry, ConfigResource, ConfigResourceType};
use crate::groups::GroupListing;
use crate::topics::{CreatedTopic, NewTopic, TopicDescription, TopicListing};
use crate::topics::{ListedOffset, NewPartitions, OffsetSpec, TopicPartition};
use crate::{
    AclOperation, AuthorizedOperations, Batch, Config, Error, Metrics, Result, Session, Uuid,
};

/// [`crate::Admin`] with a runtime of its own: one thread, which keeps the connections, also while no
/// call is made. A call blocks the thread that makes it.
///
/// Clones share connections and runtime.
#[derive(Clone, Debug)]
pub struct Admin {
    admin: crate::Admin,
    runtime: Arc<Worker>,
}

/// A call for each of the async client's, under the same name.
macro_rules! calls {
    ($($name:ident($($argument:ident: $type:ty),*) -> $output:ty;)*) => {
        impl Admin {
            $(
                #[doc = concat!("Like [`", stringify!($name), "`](crate::Admin::", stringify!($name), ").")]
                ///
                /// # Errors
                /// The same, and when it is called by async code.
                pub fn $name(&self, $($argument: $type),*) -> Result<$output> {
                    self.runtime.block_on(self.admin.$name($($argument),*))?
                }
            )*
        }
    };
}

calls! {
    alter_configs(changes: &[ConfigChanges]) -> Batch<ConfigResource, ()>;
    create_acls(bindings: &[AclBinding]) -> Batch<AclBinding, ()>;
    create_partitions(topics: &[NewPartitions]) -> Batch<String, ()>;
    create_topics(topics: &[NewTopic]) -> Batch<String, CreatedTopic>;
    delete_acls(filters: &[AclBindingFilter]) -> Batch<AclBindingFilter, Vec<DeletedAcl>>;
    delete_topics_by_id(ids: &[Uuid]) -> Batch<Uuid, ()>;
    delete_topics(names: &[impl AsRef<str>]) -> Batch<String, ()>;
    describe_acls(filter: &AclBindingFilter) -> Vec<AclBinding>;
    describe_cluster() -> ClusterDescription;
    describe_configs(resources: &[ConfigResource]) -> Batch<ConfigResource, Vec<ConfigEntry>>;
    describe_topic_partitions(names: &[impl AsRef<str>]) -> Batch<String, TopicDescription>;
    describe_topics_by_id(ids: &[Uuid]) -> Batch<Uuid, TopicDescription>;
    describe_topics(names: &[impl AsRef<str>]) -> Batch<String, TopicDescription>;
    legacy_alter_configs(configs: &[WholeConfig]) -> Batch<ConfigResource, ()>;
    list_config_resources(types: &[ConfigResourceType]) -> Vec<ConfigResource>;
    list_groups() -> Batch<i32, Vec<GroupListing>>;
    list_offsets(wanted: &[(TopicPartition, OffsetSpec)]) -> Batch<TopicPartition, Option<ListedOffset>>;
    list_topics() -> Vec<TopicListing>;
    wait_for_acls(bindings: &[AclBinding], timeout: Duration) -> ();
    wait_until_allowed(topic: &str, operations: &[AclOperation], timeout: Duration) -> TopicDescription;
    wait_until_allowed_on_group(group: &str, operations: &[AclOperation], timeout: Duration) -> AuthorizedOperations;
}

impl Admin {
    /// Like [`connect`](crate::Admin::connect).
    ///
    /// # Errors
    /// The same, and when it is called by async code, or when there can be no other thread.
    pub fn connect(config: Config) -> Result<Self> {
        let runtime = Arc::new(Worker::new()?);
        let admin = runtime.block_on(crate::Admin::connect(config))??;
        Ok(Self { admin, runtime })
    }

    /// The async client, whose calls can be shaped before [`wait`](Self::wait) makes them.
    #[must_use]
    pub fn client(&self) -> &crate::Admin {
        &self.admin
    }

    /// Makes a call of the async client.
    ///
    /// # Errors
    /// Those of the call, and when this is called by async code.
    pub fn wait<T>(&self, call: impl IntoFuture<Output = Result<T>>) -> Result<T> {
        self.runtime.block_on(call)?
    }

    /// Like [`close`](crate::Admin::close).
    ///
    /// # Errors
    /// It is called by async code.
    pub fn close(&self) -> Result<()> {
        self.runtime.block_on(self.admin.close())
    }

    /// Like [`metrics`](crate::Admin::metrics).
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.admin.metrics()
    }

    /// Like [`session`](crate::Admin::session).
    #[must_use]
    pub fn session(&self) -> &Session {
        self.admin.session()
    }
}

/// A runtime that may be dropped anywhere.
#[derive(Debug)]
struct Worker(Option<Runtime>);

impl Worker {
    fn new() -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("kafka-admin")
            .enable_all()
            .build()
            .map_err(|error| Error::config(format!("no thread for the client: {error}")))?;
        Ok(Self(Some(runtime)))
    }

    fn block_on<C: IntoFuture>(&self, call: C) -> Result<C::Output> {
        match (&self.0, Handle::try_current()) {
            (Some(runtime), Err(_)) => Ok(runtime.block_on(call.into_future())),
            _ => Err(Error::config("a blocking call was made by async code")
                .hinted("use the asynchronous client there")),
        }
    }
}

impl Drop for Worker {
    /// An ordinary drop waits, which async code must not.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
