//! Describing ACLs.

use std::sync::Arc;

use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsRequest, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::{ApiKey, Array};

use super::shared::Shared;
use super::{AccessControlEntry, AclBinding, AclBindingFilter, ResourcePattern};
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::describe_acls`]: the ACLs that a filter selects.
#[derive(Debug, Clone, Copy)]
pub struct DescribeAcls(());

impl Admin {
    /// The ACLs that a filter selects, in the broker's order.
    ///
    /// # Errors
    /// The request failed, with CLUSTER_AUTHORIZATION_FAILED when this client may not DESCRIBE the
    /// cluster, with SECURITY_DISABLED when the cluster has no ACLs.
    pub fn describe_acls(
        &self,
        filter: &AclBindingFilter,
    ) -> Call<'_, DescribeAcls, Vec<AclBinding>> {
        self.call_about(DescribeAcls(()), filter.clone())
    }
}

impl Operation for DescribeAcls {
    type Item = AclBindingFilter;
    type Key = AclBindingFilter;
    type Value = Vec<AclBinding>;
    type Request<'a> = DescribeAclsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, filter: &AclBindingFilter) -> AclBindingFilter {
        filter.clone()
    }

    fn check(&self, filter: &AclBindingFilter) -> Result<()> {
        filter.validate()
    }

    fn route<'a>(&self, _: &'a AclBindingFilter) -> Route<'a> {
        Route::Any
    }

    /// A request has one filter.
    fn at_most(_: i16) -> usize {
        1
    }

    fn request<'a>(
        &'a self,
        filters: &[&'a AclBindingFilter],
        _: Terms,
    ) -> Result<DescribeAclsRequest<'a>> {
        Ok(filters.first().map(|filter| description(filter)).unwrap_or_default())
    }

    fn answers(
        &self,
        _: &[&AclBindingFilter],
        response: &DescribeAclsResponse<'_>,
    ) -> Result<Vec<Result<Vec<AclBinding>>>> {
        checked(ApiKey::DESCRIBE_ACLS, response.error_code, response.error_message)?;
        one(described(&response.resources))
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

/// One pattern for all ACLs on a resource: its name is on the wire once.
fn described(resources: &Array<'_, DescribeAclsResource<'_>>) -> Vec<AclBinding> {
    let mut bindings = Vec::with_capacity(resources.len());
    let (mut resources, mut shared) = (resources.iter(), Shared::of_many());
    while let Some(resource) = resources.next() {
        let room = bindings.capacity() - bindings.len();
        if room < resource.acls.len() {
            // Only now, since to count them is to read all of them once more.
            let rest: usize = resources.clone().map(|on| on.acls.len()).sum();
            bindings.reserve_exact(resource.acls.len() + rest);
        }
        let pattern = Arc::new(ResourcePattern {
            resource_type: resource.resource_type,
            name: resource.resource_name.into(),
            pattern_type: resource.pattern_type,
        });
        for acl in resource.acls.iter() {
            let entry = entry(&acl, &mut shared);
            bindings.push(AclBinding { pattern: pattern.clone(), entry });
        }
    }
    bindings.shrink_to_fit();
    bindings
}

fn entry(acl: &AclDescription<'_>, shared: &mut Shared) -> AccessControlEntry {
    let AclDescription { principal, host, operation, permission_type, .. } = *acl;
    AccessControlEntry::told(principal, host, operation, permission_type, shared)
}
