//! Deleting ACLs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use kafka_proto::messages::delete_acls::{
    DeleteAclsFilter, DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsRequest,
    DeleteAclsResponse,
};
use kafka_proto::{ApiKey, ErrorCode};

use super::{AccessControlEntry, AclBinding, AclBindingFilter, ResourcePattern};
use crate::call::{Operation, Route, Terms, by_position, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, ErrorKind, Layer, Outcome, Result};

/// [`Admin::delete_acls`]: for each [`AclBindingFilter`] what it selected.
#[derive(Debug, Clone, Copy)]
pub struct DeleteAcls(());

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
    /// Deletes what each filter selects, and says for each what that was.
    ///
    /// Only [`AclBindingFilter::any`] selects everything; any other filter that would is refused.
    ///
    /// # Errors
    /// The request as a whole failed. A filter's own error is in the [`Batch`](crate::Batch), that of
    /// one ACL in its [`DeletedAcl`].
    pub fn delete_acls<'a>(&'a self, filters: &'a [AclBindingFilter]) -> Call<'a, DeleteAcls> {
        self.call(DeleteAcls(()), Cow::Borrowed(filters))
    }
}

impl Operation for DeleteAcls {
    type Item = AclBindingFilter;
    type Key = AclBindingFilter;
    type Value = Vec<DeletedAcl>;
    type Request<'a> = DeleteAclsRequest<'a>;
    const EFFECT: Effect = Effect::Write;
    const ANSWERED_BY_NAME: bool = false;

    fn key(&self, filter: &AclBindingFilter) -> AclBindingFilter {
        filter.clone()
    }

    fn check(&self, filter: &AclBindingFilter) -> Result<()> {
        filter.validate_delete()
    }

    fn route<'a>(&self, _: &'a AclBindingFilter) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        filters: &[&'a AclBindingFilter],
        _: Terms,
    ) -> Result<DeleteAclsRequest<'a>> {
        let filters = filters.iter().map(|filter| deletion(filter)).collect();
        Ok(DeleteAclsRequest { filters, ..DeleteAclsRequest::default() })
    }

    fn answers(
        &self,
        filters: &[&AclBindingFilter],
        response: &DeleteAclsResponse<'_>,
    ) -> Result<Vec<Result<Vec<DeletedAcl>>>> {
        let mut told = Told::default();
        let results = response.filter_results.iter().map(|result| deleted(&result, &mut told));
        Ok(by_position(filters.len(), results))
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
