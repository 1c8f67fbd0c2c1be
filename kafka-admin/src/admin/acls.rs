//! ACLs: create, describe, delete, and wait for them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::delete_acls::{
    DeleteAclsFilter, DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsRequest,
};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsRequest, DescribeAclsResource,
};
use kafka_proto::{ApiKey, Array, ErrorCode};
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tracing::Instrument;

use super::{Admin, BrokerNode, checked};
use crate::call::items::{Items, by_position};
use crate::call::{Ask, Route};
use crate::clock::from_now;
use crate::net::backoff::Backoff;
use crate::{
    AccessControlEntry, AclBinding, AclBindingFilter, AddressError, Batch, Error, ErrorKind, Layer,
    Outcome, ResourcePattern, Result,
};

/// How many brokers are asked at the same time: how many there are is a peer's word.
const BROKERS_AT_ONCE: usize = 32;

/// An ACL that a filter selected for deletion, and whether it is gone.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DeletedAcl {
    /// The ACL.
    pub binding: AclBinding,
    /// Whether it was deleted.
    pub result: Result<()>,
}

impl Admin {
    /// Creates ACLs. One that is there already counts as created.
    ///
    /// The first ACL on a resource takes it from everyone who used it without one, where
    /// `allow.everyone.if.no.acl.found` is true.
    ///
    /// # Errors
    /// The request as a whole failed. What is wrong with a single ACL is in the [`Batch`]: refused
    /// here with a reason, or the broker's code, such as CLUSTER_AUTHORIZATION_FAILED.
    pub async fn create_acls(&self, bindings: &[AclBinding]) -> Result<Batch<AclBinding>> {
        let ask = Ask::write(Route::Controller, self.cluster.deadline());
        let check = |binding: &AclBinding| (binding.to_string(), binding.validate());
        let create = |open: Vec<usize>| async move {
            let some: Vec<&AclBinding> = open.iter().filter_map(|n| bindings.get(*n)).collect();
            self.create_some_acls(&some, ask).await
        };
        Items::new(bindings.iter().map(check)).run(&self.cluster, ask.deadline, create).await
    }

    /// The ACLs that a filter selects, in the broker's order.
    ///
    /// # Errors
    /// The request failed, with CLUSTER_AUTHORIZATION_FAILED when this client may not DESCRIBE the
    /// cluster, with SECURITY_DISABLED when the cluster has no ACLs.
    pub async fn describe_acls(&self, filter: &AclBindingFilter) -> Result<Vec<AclBinding>> {
        self.describe_acls_at(Route::Any, filter, self.cluster.deadline()).await
    }

    /// Deletes what each filter selects, and says for each what that was.
    ///
    /// Only [`AclBindingFilter::any`] selects everything; any other filter that would is refused.
    ///
    /// # Errors
    /// The request as a whole failed. A filter's own error is in the [`Batch`], that of one ACL in
    /// its [`DeletedAcl`].
    pub async fn delete_acls(
        &self,
        filters: &[AclBindingFilter],
    ) -> Result<Batch<Vec<DeletedAcl>>> {
        let ask = Ask::write(Route::Controller, self.cluster.deadline());
        let check = |filter: &AclBindingFilter| (filter.to_string(), filter.validate_delete());
        let delete = |open: Vec<usize>| async move {
            let some: Vec<&AclBindingFilter> =
                open.iter().filter_map(|n| filters.get(*n)).collect();
            self.delete_some_acls(&some, ask).await
        };
        Items::new(filters.iter().map(check)).run(&self.cluster, ask.deadline, delete).await
    }

    /// Asks every broker until all these ACLs are visible there, at most for `timeout`: brokers learn
    /// of a new ACL one after the other.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`] naming a broker and an ACL it does not know yet; or a broker could not
    /// be asked, because it advertises an address that nobody can dial, or cannot be reached from
    /// here. With several such brokers it is the error of the one with the lowest id.
    pub async fn wait_for_acls(&self, bindings: &[AclBinding], timeout: Duration) -> Result<()> {
        for (broker, visible) in self.wait_for_acls_everywhere(bindings, timeout).await? {
            visible.map_err(|error| error.about(broker))?;
        }
        Ok(())
    }

    /// Asks every broker that the cluster names, many at the same time, so that one which cannot be
    /// reached takes nobody else's time.
    pub(crate) async fn wait_for_acls_everywhere(
        &self,
        bindings: &[AclBinding],
        timeout: Duration,
    ) -> Result<Vec<(BrokerNode, Result<()>)>> {
        let deadline = from_now(timeout);
        let bindings: Arc<[AclBinding]> = bindings.into();
        let brokers = self.describe_cluster().await?.brokers;
        if brokers.is_empty() {
            return Err(Error::count_mismatch(1, 0).about("the list of brokers"));
        }
        let (mut asked, mut answers) = (JoinSet::new(), Vec::with_capacity(brokers.len()));
        for broker in brokers {
            if asked.len() >= BROKERS_AT_ONCE {
                answers.extend(asked.join_next().await.map(finished));
            }
            let wait = self.clone().wait_for_acls_of(broker, bindings.clone(), deadline);
            asked.spawn(wait.in_current_span());
        }
        answers.extend(asked.join_all().await);
        answers.sort_by_key(|(broker, _)| broker.id);
        Ok(answers)
    }

    async fn wait_for_acls_of(
        self,
        broker: BrokerNode,
        bindings: Arc<[AclBinding]>,
        deadline: Instant,
    ) -> (BrokerNode, Result<()>) {
        let visible = match broker.address() {
            Ok(_) => self.wait_for_acls_at(broker.id, &bindings, deadline).await,
            Err(why) => Err(not_dialable(why)),
        };
        (broker, visible)
    }

    async fn wait_for_acls_at(
        &self,
        broker: i32,
        bindings: &[AclBinding],
        deadline: Instant,
    ) -> Result<()> {
        let (mut backoff, mut last) = (Backoff::polls(), None);
        loop {
            let missing = match self.invisible_acls(broker, bindings, deadline).await {
                Ok(missing) => missing,
                Err(error) => return Err(error.after_look(last)),
            };
            let Some(missing) = bindings.iter().find(|binding| missing.contains(binding)) else {
                return Ok(());
            };
            last = Some(not_visible(missing));
            if !backoff.wait(deadline).await {
                return Err(not_visible(missing));
            }
        }
    }

    async fn invisible_acls(
        &self,
        broker: i32,
        bindings: &[AclBinding],
        deadline: Instant,
    ) -> Result<HashSet<AclBinding>> {
        let principals: BTreeSet<&str> =
            bindings.iter().map(|binding| binding.entry.principal()).collect();
        let mut missing: HashSet<AclBinding> = bindings.iter().cloned().collect();
        for principal in principals {
            let filter = AclBindingFilter::principal(principal);
            for acl in self.describe_acls_at(Route::Broker(broker), &filter, deadline).await? {
                missing.remove(&acl);
            }
        }
        Ok(missing)
    }

    async fn create_some_acls<'a>(
        &self,
        bindings: &[&'a AclBinding],
        ask: Ask,
    ) -> Result<Vec<Result<AclBinding>>> {
        let build = |_, bindings: &[&'a AclBinding]| {
            let creations = bindings.iter().map(|binding| creation(binding)).collect();
            Ok(CreateAclsRequest { creations, ..CreateAclsRequest::default() })
        };
        self.cluster.call_about(ask, bindings, build).await?.results(|answer, bindings| {
            let response = answer.response()?;
            answer.throttle(response.throttle_time_ms);
            let results = response.results.iter().map(|result| {
                checked(ApiKey::CREATE_ACLS, result.error_code, result.error_message)
            });
            let results = answer.blame_each(by_position(bindings.len(), results));
            let with_binding =
                |(result, binding): (Result<()>, &&AclBinding)| result.map(|()| (*binding).clone());
            Ok(results.into_iter().zip(bindings).map(with_binding).collect())
        })
    }

    async fn describe_acls_at(
        &self,
        route: Route,
        filter: &AclBindingFilter,
        deadline: Instant,
    ) -> Result<Vec<AclBinding>> {
        filter.validate()?;
        let answer =
            self.cluster.call(Ask::read(route, deadline), |_| Ok(description(filter))).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        checked(ApiKey::DESCRIBE_ACLS, response.error_code, response.error_message)
            .map_err(|error| answer.blame(error))?;
        Ok(described(&response.resources))
    }

    async fn delete_some_acls<'a>(
        &self,
        filters: &[&'a AclBindingFilter],
        ask: Ask,
    ) -> Result<Vec<Result<Vec<DeletedAcl>>>> {
        let build = |_, filters: &[&'a AclBindingFilter]| {
            let filters = filters.iter().map(|filter| deletion(filter)).collect();
            Ok(DeleteAclsRequest { filters, ..DeleteAclsRequest::default() })
        };
        self.cluster.call_about(ask, filters, build).await?.results(|answer, filters| {
            let response = answer.response()?;
            answer.throttle(response.throttle_time_ms);
            let mut told = Told::default();
            let results = response.filter_results.iter().map(|result| deleted(&result, &mut told));
            Ok(answer.blame_each(by_position(filters.len(), results)))
        })
    }
}

/// As [`JoinSet::join_all`] does it: a task's panic is its caller's.
fn finished<T>(task: std::result::Result<T, JoinError>) -> T {
    task.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}

fn creation(binding: &AclBinding) -> AclCreation<'_> {
    AclCreation {
        resource_type: binding.pattern.resource_type,
        resource_name: &binding.pattern.name,
        resource_pattern_type: binding.pattern.pattern_type,
        principal: binding.entry.principal(),
        host: binding.entry.host(),
        operation: binding.entry.operation,
        permission_type: binding.entry.permission,
        ..AclCreation::default()
    }
}

fn description(filter: &AclBindingFilter) -> DescribeAclsRequest<'_> {
    DescribeAclsRequest {
        resource_type_filter: filter.pattern.resource_type,
        resource_name_filter: filter.pattern.name.as_deref(),
        pattern_type_filter: filter.pattern.pattern_type,
        principal_filter: filter.entry.principal.as_deref(),
        host_filter: filter.entry.host.as_deref(),
        operation: filter.entry.operation,
        permission_type: filter.entry.permission,
        ..DescribeAclsRequest::default()
    }
}

fn deletion(filter: &AclBindingFilter) -> DeleteAclsFilter<'_> {
    DeleteAclsFilter {
        resource_type_filter: filter.pattern.resource_type,
        resource_name_filter: filter.pattern.name.as_deref(),
        pattern_type_filter: filter.pattern.pattern_type,
        principal_filter: filter.entry.principal.as_deref(),
        host_filter: filter.entry.host.as_deref(),
        operation: filter.entry.operation,
        permission_type: filter.entry.permission,
        ..DeleteAclsFilter::default()
    }
}

/// One pattern for all ACLs on a resource: its name is on the wire once.
fn described(resources: &Array<'_, DescribeAclsResource<'_>>) -> Vec<AclBinding> {
    let mut bindings = Vec::with_capacity(resources.iter().map(|on| on.acls.len()).sum());
    for resource in resources.iter() {
        let pattern = Arc::new(ResourcePattern {
            resource_type: resource.resource_type,
            name: resource.resource_name.into(),
            pattern_type: resource.pattern_type,
        });
        let acls = resource.acls.iter();
        bindings
            .extend(acls.map(|acl| AclBinding { pattern: pattern.clone(), entry: entry(&acl) }));
    }
    bindings
}

fn entry(acl: &AclDescription<'_>) -> AccessControlEntry {
    AccessControlEntry::new(acl.principal, acl.host, acl.operation, acl.permission_type)
}

fn deleted<'a>(
    result: &DeleteAclsFilterResult<'a>,
    told: &mut Told<'a>,
) -> Result<Vec<DeletedAcl>> {
    checked(ApiKey::DELETE_ACLS, result.error_code, result.error_message)?;
    let mut deleted: Vec<DeletedAcl> = Vec::with_capacity(result.matching_acls.len());
    for acl in result.matching_acls.iter() {
        let last = deleted.last().map(|last| &last.binding.pattern);
        let pattern = last.filter(|pattern| is_on(pattern, &acl)).cloned();
        let pattern = pattern.unwrap_or_else(|| Arc::new(pattern_of(&acl)));
        let entry =
            AccessControlEntry::new(acl.principal, acl.host, acl.operation, acl.permission_type);
        let result = told.checked(acl.error_code, acl.error_message);
        deleted.push(DeletedAcl { binding: AclBinding { pattern, entry }, result });
    }
    Ok(deleted)
}

fn is_on(pattern: &ResourcePattern, acl: &DeleteAclsMatchingAcl<'_>) -> bool {
    pattern.resource_type == acl.resource_type
        && pattern.pattern_type == acl.pattern_type
        && *pattern.name == *acl.resource_name
}

fn pattern_of(acl: &DeleteAclsMatchingAcl<'_>) -> ResourcePattern {
    ResourcePattern {
        resource_type: acl.resource_type,
        name: acl.resource_name.into(),
        pattern_type: acl.pattern_type,
    }
}

/// The errors of ACLs in one answer. How many ACLs there are is the broker's word, so equal errors are
/// one, and there are not many different ones.
#[derive(Default)]
struct Told<'a> {
    errors: HashMap<(ErrorCode, Option<&'a str>), Error>,
    rest: Option<Error>,
}

/// How many different errors one answer to DeleteAcls may have; a broker that deletes has one or two.
const MAX_ERRORS: usize = 128;

impl<'a> Told<'a> {
    fn checked(&mut self, code: ErrorCode, text: Option<&'a str>) -> Result<()> {
        if code == ErrorCode::NONE {
            return Ok(());
        }
        if let Some(error) = self.errors.get(&(code, text)) {
            return Err(error.clone());
        }
        if self.errors.len() == MAX_ERRORS {
            return Err(self.rest.get_or_insert_with(too_many_errors).clone());
        }
        let error = Error::of_code(ApiKey::DELETE_ACLS, code, text);
        self.errors.insert((code, text), error.clone());
        Err(error)
    }
}

fn too_many_errors() -> Error {
    let message = format!("the broker's answer has more than {MAX_ERRORS} different errors");
    Error::new(ErrorKind::PeerMisbehaved, Layer::Api, message).outcome_is(Outcome::Unknown)
}

fn not_visible(binding: &AclBinding) -> Error {
    let message = format!("it does not know this ACL yet: {binding}");
    Error::new(ErrorKind::Timeout, Layer::Api, message)
        .outcome_is(Outcome::Unknown)
        .hinted("wait longer; ACLs reach every broker within seconds")
}

fn not_dialable(why: AddressError) -> Error {
    let message = format!("it advertises an address that nobody can dial: {why}");
    Error::new(ErrorKind::Unreachable, Layer::Kafka, message)
        .hinted("correct the advertised.listeners of that broker")
}
