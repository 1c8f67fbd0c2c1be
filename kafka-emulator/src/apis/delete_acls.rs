//! DeleteAcls: one answer for each filter, with the ACLs it found.

use std::sync::Arc;

use kafka_proto::messages::delete_acls::{
    DeleteAclsFilter, DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsRequest,
    DeleteAclsResponse,
};
use kafka_proto::{AclOperation, Array, ErrorCode};

use super::{Call, Outcome, check_size, too_large};
use crate::refusal::Refusal;
use crate::state::MAX_TEXT;
use crate::state::acl::{Acl, AclFilter};
use crate::state::acls::Acls;

/// How large an answer may be, in bytes: twice what all ACLs together have of text.
const MAX_ANSWER: usize = 2 * MAX_TEXT;

/// What an ACL takes in an answer besides its text.
const ACL_OVERHEAD: usize = 16;

pub(super) fn answer(call: &Call<'_>, request: &DeleteAclsRequest<'_>) -> Outcome {
    let filters: Vec<AclFilter<'_>> = request.filters.iter().map(|it| filter(&it)).collect();
    if filters.iter().any(AclFilter::says_unknown) {
        return Outcome::HangUp;
    }
    if let Err(refusal) = check_size(request.filters.len()) {
        return refuse(call, request, &refusal);
    }
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    let acls = call.cluster.state.acls.now();
    let outcomes = match find_all(&acls, &filters) {
        Ok(outcomes) => outcomes,
        Err(refusal) => return refuse(call, request, &refusal),
    };
    for acl in outcomes.iter().flatten().flatten() {
        call.cluster.state.acls.change(|acls| acls.remove(acl));
    }
    let results = outcomes.iter().map(|outcome| match outcome {
        Ok(found) => result(None, found.iter().copied().map(deleted).collect()),
        Err(refusal) => result(Some(refusal), Array::default()),
    });
    call.reply(&DeleteAclsResponse { filter_results: results.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DeleteAclsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.filters.iter().map(|_| result(Some(refusal), Array::default()));
    call.reply(&DeleteAclsResponse { filter_results: results.collect(), ..Default::default() })
}

/// What one filter finds, or what is wrong with it.
type Found<'a> = Result<Vec<&'a Acl>, Refusal>;

/// What each filter finds. They do not see each other: an ACL that two of them find is in both
/// answers. Kafka bounds only the ACLs that go, so that many filters for all ACLs make an answer of
/// any size; here the answer has a bound too.
fn find_all<'a>(acls: &'a Acls, filters: &[AclFilter<'_>]) -> Result<Vec<Found<'a>>, Refusal> {
    let mut outcomes = Vec::with_capacity(filters.len());
    let mut size = 0;
    for filter in filters {
        let found = match check(filter) {
            Ok(()) => find(acls, filter),
            Err(refusal) => {
                outcomes.push(Err(refusal));
                continue;
            }
        };
        size += found.iter().map(|acl| acl.text() + ACL_OVERHEAD).sum::<usize>();
        if size > MAX_ANSWER {
            return Err(too_large());
        }
        outcomes.push(Ok(found));
    }
    Ok(outcomes)
}

fn find<'a>(acls: &'a Acls, filter: &AclFilter<'_>) -> Vec<&'a Acl> {
    acls.iter().map(Arc::as_ref).filter(|acl| filter.matches(acl)).collect()
}

/// `AclControlManager.validateFilter`.
fn check(filter: &AclFilter<'_>) -> Result<(), Refusal> {
    let text = match (filter.has_nameless_pattern(), filter.has_nameless_entry()) {
        (true, _) => "Unknown patternFilter.",
        (false, true) => "Unknown entryFilter.",
        (false, false) => return Ok(()),
    };
    Err(Refusal::new(ErrorCode::INVALID_REQUEST, text))
}

fn filter<'q>(filter: &DeleteAclsFilter<'q>) -> AclFilter<'q> {
    AclFilter {
        resource_type: filter.resource_type_filter,
        resource_name: filter.resource_name_filter,
        pattern_type: filter.pattern_type_filter,
        principal: filter.principal_filter,
        host: filter.host_filter,
        operation: filter.operation,
        permission_type: filter.permission_type,
    }
}

fn result<'a>(
    refusal: Option<&'a Refusal>,
    matching_acls: Array<'a, DeleteAclsMatchingAcl<'a>>,
) -> DeleteAclsFilterResult<'a> {
    DeleteAclsFilterResult {
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        matching_acls,
        ..Default::default()
    }
}

fn deleted(acl: &Acl) -> DeleteAclsMatchingAcl<'_> {
    DeleteAclsMatchingAcl {
        error_message: None,
        resource_type: acl.resource_type,
        resource_name: &acl.resource_name,
        pattern_type: acl.pattern_type,
        principal: &acl.principal,
        host: &acl.host,
        operation: acl.operation,
        permission_type: acl.permission_type,
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::{AclPermissionType, PatternType, ResourceType};

    use super::super::tests::{HangUp, ask, cluster, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    fn named(pattern_type_filter: PatternType, name: Option<&str>) -> DeleteAclsFilter<'_> {
        DeleteAclsFilter {
            resource_type_filter: ResourceType::TOPIC,
            resource_name_filter: name,
            pattern_type_filter,
            principal_filter: None,
            host_filter: None,
            operation: AclOperation::ANY,
            permission_type: AclPermissionType::ANY,
            ..Default::default()
        }
    }

    fn three() -> Cluster {
        let cluster = cluster(1);
        let on = |name| Acl::allow("User:u", AclOperation::READ, ResourceType::TOPIC, name);
        for acl in [on("orders"), on("ord").prefixed(), on("payments")] {
            cluster.state.acls.change(|acls| acls.insert(acl));
        }
        cluster
    }

    /// Code and found names of each answer.
    fn delete(
        cluster: &Cluster,
        client: &Client,
        filters: Vec<DeleteAclsFilter<'_>>,
    ) -> Result<Vec<(i16, Vec<String>)>, HangUp> {
        let request = DeleteAclsRequest { filters: filters.into(), ..Default::default() };
        let frame = ask(cluster, client, 3, &request)?;
        let response = read::<DeleteAclsRequest<'_>>(&frame, 3);
        let name = |acl: DeleteAclsMatchingAcl<'_>| acl.resource_name.to_owned();
        let summary = |it: DeleteAclsFilterResult<'_>| {
            (it.error_code.0, it.matching_acls.iter().map(name).collect())
        };
        Ok(response.filter_results.iter().map(summary).collect())
    }

    fn left(cluster: &Cluster) -> Vec<String> {
        cluster.state.acls.now().iter().map(|acl| acl.resource_name.clone()).collect()
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn match_deletes_whatever_applies_to_the_name() {
        let cluster = three();
        let results = delete(&cluster, &iam(), vec![named(PatternType::MATCH, Some("orders"))]);
        assert_eq!(results, Ok(vec![(0, names(&["orders", "ord"]))]));
        assert_eq!(left(&cluster), ["payments"]);
    }

    #[test]
    fn each_filter_has_an_answer_of_its_own() {
        let cluster = three();
        let filters = vec![
            named(PatternType::LITERAL, Some("orders")),
            DeleteAclsFilter {
                resource_type_filter: ResourceType(99),
                ..named(PatternType::ANY, None)
            },
            DeleteAclsFilter { operation: AclOperation(99), ..named(PatternType::ANY, None) },
            named(PatternType::LITERAL, None),
            named(PatternType::LITERAL, Some("none")),
        ];
        let expected = vec![
            (0, names(&["orders"])),
            (42, Vec::new()),
            (42, Vec::new()),
            (0, names(&["orders", "payments"])),
            (0, Vec::new()),
        ];
        assert_eq!(delete(&cluster, &iam(), filters), Ok(expected));
        assert_eq!(left(&cluster), ["ord"]);
    }

    #[test]
    fn alter_on_the_cluster_is_needed() {
        let cluster = three();
        let results = delete(&cluster, &user(), vec![named(PatternType::ANY, None)]);
        assert_eq!(results, Ok(vec![(31, Vec::new())]));
        assert_eq!(left(&cluster).len(), 3);
    }

    /// 10,000 ACLs found by each of 10,000 filters would be an answer of gigabytes.
    #[test]
    fn an_answer_that_grows_too_large_is_refused_and_deletes_nothing() {
        let cluster = cluster(1);
        for index in 0..1000 {
            let name = format!("{}{index}", "a".repeat(3000));
            let acl = Acl::allow("User:u", AclOperation::READ, ResourceType::TOPIC, name);
            cluster.state.acls.change(|acls| acls.insert(acl));
        }
        let all = named(PatternType::ANY, None);
        let results = delete(&cluster, &iam(), vec![all.clone(); 50]).unwrap();
        assert_eq!(results, vec![(44, Vec::new()); 50]);
        assert_eq!(cluster.state.acls.now().len(), 1000);
        assert_eq!(delete(&cluster, &iam(), vec![all; 2]).unwrap()[1].1.len(), 1000);
        assert_eq!(cluster.state.acls.now().len(), 0);
    }

    #[test]
    fn unknown_ends_the_connection() {
        let unknown = named(PatternType::UNKNOWN, None);
        assert_eq!(delete(&three(), &iam(), vec![unknown]), Err(HangUp));
    }
}
