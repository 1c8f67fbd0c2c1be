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
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::acls::*;
use crate::brokers::*;
use crate::cluster::*;
use crate::configs::*;
use crate::groups::*;
use crate::partitions::*;
use crate::quotas::*;
use crate::tokens::*;
use crate::topics::*;
use crate::transactions::*;
use crate::users::*;
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
    abort_transaction(spec: &AbortTransactionSpec) -> ();
    add_raft_voter(voter: RaftVoter) -> ();
    alter_client_quotas(changes: &[ClientQuotaAlteration]) -> Batch<ClientQuotaEntity, ()>;
    alter_configs(changes: &[ConfigChanges]) -> Batch<ConfigResource, ()>;
    alter_group_offsets(group_id: &str, offsets: &[(TopicPartition, CommittedOffset)]) -> Batch<TopicPartition, ()>;
    alter_partition_reassignments(reassignments: &[NewPartitionReassignment]) -> Batch<TopicPartition, ()>;
    alter_replica_log_dirs(replicas: &[NewReplicaLogDir]) -> Batch<TopicPartitionReplica, ()>;
    alter_scram_users(changes: &[UserScramCredentialAlteration]) -> Batch<UserScramCredential, ()>;
    alter_share_group_offsets(group_id: &str, starts: &[(TopicPartition, i64)]) -> Batch<TopicPartition, ()>;
    create_acls(bindings: &[AclBinding]) -> Batch<AclBinding, ()>;
    create_delegation_token(token: &NewDelegationToken) -> DelegationToken;
    create_partitions(topics: &[NewPartitions]) -> Batch<String, ()>;
    create_topics(topics: &[NewTopic]) -> Batch<String, CreatedTopic>;
    delete_acls(filters: &[AclBindingFilter]) -> Batch<AclBindingFilter, Vec<DeletedAcl>>;
    delete_group_offsets(group_id: &str, partitions: &[TopicPartition]) -> Batch<TopicPartition, ()>;
    delete_groups(ids: &[impl AsRef<str>]) -> Batch<String, ()>;
    delete_records(wanted: &[(TopicPartition, RecordsToDelete)]) -> Batch<TopicPartition, DeletedRecords>;
    delete_share_group_offsets(group_id: &str, topics: &[impl AsRef<str>]) -> Batch<String, ()>;
    delete_topics(names: &[impl AsRef<str>]) -> Batch<String, ()>;
    delete_topics_by_id(ids: &[Uuid]) -> Batch<Uuid, ()>;
    describe_acls(filter: &AclBindingFilter) -> Vec<AclBinding>;
    describe_api_versions(brokers: &[i32]) -> Batch<i32, Vec<BrokerApi>>;
    describe_client_quotas(filter: &ClientQuotaFilter) -> Vec<ClientQuota>;
    describe_cluster() -> ClusterDescription;
    describe_cluster_with_fenced() -> ClusterDescription;
    describe_configs(resources: &[ConfigResource]) -> Batch<ConfigResource, Vec<ConfigEntry>>;
    describe_delegation_tokens(owners: &[impl AsRef<str>]) -> Vec<DelegationToken>;
    describe_features() -> FeatureMetadata;
    describe_groups(ids: &[impl AsRef<str>]) -> Batch<String, GroupDescription>;
    describe_log_dirs(brokers: &[i32]) -> Batch<i32, Vec<LogDir>>;
    describe_producers(partitions: &[TopicPartition]) -> Batch<TopicPartition, Vec<ProducerState>>;
    describe_quorum() -> QuorumInfo;
    describe_scram_users(users: &[impl AsRef<str>]) -> Batch<String, Vec<ScramCredentialInfo>>;
    describe_topic_partitions(names: &[impl AsRef<str>]) -> Batch<String, TopicDescription>;
    describe_topics(names: &[impl AsRef<str>]) -> Batch<String, TopicDescription>;
    describe_topics_by_id(ids: &[Uuid]) -> Batch<Uuid, TopicDescription>;
    describe_transactions(transactional_ids: &[impl AsRef<str>]) -> Batch<String, TransactionDescription>;
    elect_all_leaders(election: ElectionType) -> Vec<TopicElections>;
    elect_leaders(election: ElectionType, partitions: &[TopicPartition]) -> Batch<TopicPartition, Election>;
    expire_delegation_token(hmac: &TokenHmac, after: Option<Duration>) -> i64;
    fence_producers(transactional_ids: &[impl AsRef<str>]) -> Batch<String, FencedProducer>;
    find_hanging_transactions(partitions: &[TopicPartition], longer_than: Duration) -> Batch<TopicPartition, Vec<ProducerState>>;
    force_terminate_transaction(transactional_id: &str) -> FencedProducer;
    group_lag(ids: &[impl AsRef<str>]) -> Batch<String, GroupLag>;
    legacy_alter_configs(configs: &[WholeConfig]) -> Batch<ConfigResource, ()>;
    list_config_resources(types: &[ConfigResourceType]) -> Vec<ConfigResource>;
    list_delegation_tokens() -> Vec<DelegationToken>;
    list_group_offsets(groups: &[GroupPartitions]) -> Batch<String, GroupOffsets>;
    list_groups() -> Batch<i32, Vec<GroupListing>>;
    list_matching_groups(filter: &GroupFilter) -> Batch<i32, Vec<GroupListing>>;
    list_offsets(wanted: &[(TopicPartition, OffsetSpec)]) -> Batch<TopicPartition, Option<ListedOffset>>;
    list_partition_reassignments() -> Vec<TopicReassignments>;
    list_scram_users() -> Batch<String, Vec<ScramCredentialInfo>>;
    list_share_group_offsets(groups: &[GroupPartitions]) -> Batch<String, ShareGroupOffsets>;
    list_topics() -> Vec<TopicListing>;
    list_transactions(filter: &TransactionFilter) -> Batch<i32, Vec<TransactionListing>>;
    plan_offset_reset(group_id: &str, wanted: &[(TopicPartition, OffsetReset)]) -> Batch<TopicPartition, PlannedOffset>;
    remove_all_group_members(group_id: &str) -> Batch<GroupMemberId, ()>;
    remove_group_members(group_id: &str, members: &[GroupMemberId]) -> Batch<GroupMemberId, ()>;
    remove_raft_voter(voter: RaftVoter) -> ();
    renew_delegation_token(hmac: &TokenHmac, period: Option<Duration>) -> i64;
    unregister_broker(broker: i32) -> ();
    unregister_broker_unchecked(broker: i32) -> ();
    unregister_controller(controller: i32) -> ();
    update_features(updates: &[FeatureUpdate]) -> Batch<String, ()>;
    wait_for_acls(bindings: &[AclBinding], timeout: Duration) -> ();
    wait_until_acls_are_gone(bindings: &[AclBinding], timeout: Duration) -> ();
    wait_for_scram_user(credential: &UserScramCredential, timeout: Duration) -> ();
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
        let mut output = None;
        self.run(pin!(async { output = Some(call.await) }));
        output.ok_or_else(|| {
            Error::config("a blocking call was made by async code")
                .hinted("use the asynchronous client there")
        })
    }

    /// Runs it to its end, unless async code would wait for it. Behind a pointer Tokio is compiled once, and
    /// not for each call.
    fn run(&self, call: Pin<&mut dyn Future<Output = ()>>) {
        if let (Some(runtime), Err(_)) = (&self.0, Handle::try_current()) {
            runtime.block_on(call);
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
