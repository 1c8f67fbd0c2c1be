//! ACLs: create, describe, delete, and wait for them.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::delete_acls::{
    DeleteAclsFilter, DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsRequest,
};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsRequest, DescribeAclsResource,
};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::Instrument;

use super::{Admin, BrokerNode, checked};
use crate::backoff::Backoff;
use crate::call::{Ask, Route};
use crate::items::{Items, by_position};
use crate::{
    AccessControlEntry, AclBinding, AclBindingFilter, AddressError, Batch, Error, ErrorKind, Layer,
    Outcome, ResourcePattern, Result,
};

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

    /// Asks every broker that the cluster names, all at the same time, so that one which cannot be
    /// reached takes nobody else's time.
    pub(crate) async fn wait_for_acls_everywhere(
        &self,
        bindings: &[AclBinding],
        timeout: Duration,
    ) -> Result<Vec<(BrokerNode, Result<()>)>> {
        let deadline = Instant::now() + timeout;
        let bindings: Arc<[AclBinding]> = bindings.into();
        let brokers = self.describe_cluster().await?.brokers;
        if brokers.is_empty() {
            return Err(Error::count_mismatch(1, 0).about("the list of brokers"));
        }
        let mut asked = JoinSet::new();
        for broker in brokers {
            let (admin, bindings) = (self.clone(), bindings.clone());
            let wait = async move {
                let visible = match broker.address() {
                    Ok(_) => admin.wait_for_acls_at(broker.id, &bindings, deadline).await,
                    Err(why) => Err(not_dialable(why)),
                };
                (broker, visible)
            };
            asked.spawn(wait.in_current_span());
        }
        let mut answers = asked.join_all().await;
        answers.sort_by_key(|(broker, _)| broker.id);
        Ok(answers)
    }

    async fn wait_for_acls_at(
        &self,
        broker: i32,
        bindings: &[AclBinding],
        deadline: Instant,
    ) -> Result<()> {
        let (mut backoff, mut last) = (Backoff::polls(), None);
        loop {
            let visible = match self.acls_of_same_principals(broker, bindings, deadline).await {
                Ok(visible) => visible,
                Err(error) => return Err(error.after_look(last)),
            };
            let Some(missing) = bindings.iter().find(|binding| !visible.contains(binding)) else {
                return Ok(());
            };
            last = Some(not_visible(missing));
            if !backoff.wait(deadline).await {
                return Err(not_visible(missing));
            }
        }
    }

    async fn acls_of_same_principals(
        &self,
        broker: i32,
        bindings: &[AclBinding],
        deadline: Instant,
    ) -> Result<HashSet<AclBinding>> {
        let principals: BTreeSet<&str> =
            bindings.iter().map(|binding| binding.entry.principal.as_str()).collect();
        let mut visible = HashSet::new();
        for principal in principals {
            let filter = AclBindingFilter::principal(principal);
            visible.extend(self.describe_acls_at(Route::Broker(broker), &filter, deadline).await?);
        }
        Ok(visible)
    }

    async fn create_some_acls(
        &self,
        bindings: &[&AclBinding],
        ask: Ask,
    ) -> Result<Vec<Result<AclBinding>>> {
        let build = |_| {
            let creations = bindings.iter().map(|binding| creation(binding)).collect();
            Ok(CreateAclsRequest { creations, ..CreateAclsRequest::default() })
        };
        let answer = self.cluster.call(ask, build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        let results = response.results.iter().map(|result| {
            checked(result.error_code, result.error_message).map_err(|error| answer.blame(error))
        });
        let results = by_position(bindings.len(), results.collect());
        let with_binding =
            |(result, binding): (Result<()>, &&AclBinding)| result.map(|()| (*binding).clone());
        Ok(results.into_iter().zip(bindings).map(with_binding).collect())
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
        checked(response.error_code, response.error_message)
            .map_err(|error| answer.blame(error))?;
        Ok(response.resources.iter().flat_map(|resource| bindings_on(&resource)).collect())
    }

    async fn delete_some_acls(
        &self,
        filters: &[&AclBindingFilter],
        ask: Ask,
    ) -> Result<Vec<Result<Vec<DeletedAcl>>>> {
        let build = |_| {
            let filters = filters.iter().map(|filter| deletion(filter)).collect();
            Ok(DeleteAclsRequest { filters, ..DeleteAclsRequest::default() })
        };
        let answer = self.cluster.call(ask, build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        let results = response
            .filter_results
            .iter()
            .map(|result| deleted(&result).map_err(|error| answer.blame(error)));
        Ok(by_position(filters.len(), results.collect()))
    }
}

fn creation(binding: &AclBinding) -> AclCreation<'_> {
    AclCreation {
        resource_type: binding.pattern.resource_type,
        resource_name: &binding.pattern.name,
        resource_pattern_type: binding.pattern.pattern_type,
        principal: &binding.entry.principal,
        host: &binding.entry.host,
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

fn bindings_on(resource: &DescribeAclsResource<'_>) -> Vec<AclBinding> {
    let pattern = ResourcePattern {
        resource_type: resource.resource_type,
        name: resource.resource_name.to_owned(),
        pattern_type: resource.pattern_type,
    };
    let binding =
        |acl: AclDescription<'_>| AclBinding { pattern: pattern.clone(), entry: entry(&acl) };
    resource.acls.iter().map(binding).collect()
}

fn entry(acl: &AclDescription<'_>) -> AccessControlEntry {
    AccessControlEntry {
        principal: acl.principal.to_owned(),
        host: acl.host.to_owned(),
        operation: acl.operation,
        permission: acl.permission_type,
    }
}

fn deleted(result: &DeleteAclsFilterResult<'_>) -> Result<Vec<DeletedAcl>> {
    checked(result.error_code, result.error_message)?;
    Ok(result.matching_acls.iter().map(|acl| deleted_acl(&acl)).collect())
}

fn deleted_acl(acl: &DeleteAclsMatchingAcl<'_>) -> DeletedAcl {
    let pattern = ResourcePattern {
        resource_type: acl.resource_type,
        name: acl.resource_name.to_owned(),
        pattern_type: acl.pattern_type,
    };
    let entry = AccessControlEntry {
        principal: acl.principal.to_owned(),
        host: acl.host.to_owned(),
        operation: acl.operation,
        permission: acl.permission_type,
    };
    let result = checked(acl.error_code, acl.error_message);
    DeletedAcl { binding: AclBinding { pattern, entry }, result }
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
