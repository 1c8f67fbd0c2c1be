//! Creating ACLs.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest, CreateAclsResponse};

use super::AclBinding;
use crate::call::{Operation, Route, Terms, by_position, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::create_acls`]: one result for each [`AclBinding`].
#[derive(Debug, Clone, Copy)]
pub struct CreateAcls(());

impl Admin {
    /// Creates ACLs. One that is there already counts as created.
    ///
    /// The first ACL on a resource takes it from everyone who used it without one, where
    /// `allow.everyone.if.no.acl.found` is true.
    ///
    /// # Errors
    /// The request as a whole failed. What is wrong with a single ACL is in the
    /// [`Batch`](crate::Batch): refused here with a reason, or the broker's code, such as
    /// CLUSTER_AUTHORIZATION_FAILED.
    pub fn create_acls<'a>(&'a self, bindings: &'a [AclBinding]) -> Call<'a, CreateAcls> {
        self.call(CreateAcls(()), Cow::Borrowed(bindings))
    }
}

impl Operation for CreateAcls {
    type Item = AclBinding;
    type Key = AclBinding;
    type Value = ();
    type Request<'a> = CreateAclsRequest<'a>;
    const EFFECT: Effect = Effect::Write;
    const ANSWERED_BY_NAME: bool = false;

    fn key(&self, binding: &AclBinding) -> AclBinding {
        binding.clone()
    }

    fn check(&self, binding: &AclBinding) -> Result<()> {
        binding.validate()
    }

    fn route<'a>(&self, _: &'a AclBinding) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        bindings: &[&'a AclBinding],
        _: Terms,
    ) -> Result<CreateAclsRequest<'a>> {
        let creations = bindings.iter().map(|binding| creation(binding)).collect();
        Ok(CreateAclsRequest { creations, ..CreateAclsRequest::default() })
    }

    fn answers(
        &self,
        bindings: &[&AclBinding],
        response: &CreateAclsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let results = response
            .results
            .iter()
            .map(|it| checked(ApiKey::CREATE_ACLS, it.error_code, it.error_message));
        Ok(by_position(bindings.len(), results))
    }
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
