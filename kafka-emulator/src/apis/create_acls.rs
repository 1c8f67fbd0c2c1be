//! CreateAcls: what `AclApis` and `AclControlManager` check.

use kafka_proto::messages::create_acls::{
    AclCreation, AclCreationResult, CreateAclsRequest, CreateAclsResponse,
};
use kafka_proto::{AclOperation, AclPermissionType, ErrorCode, Message, PatternType, ResourceType};

use super::{Answer, Call, HangUp, check_size};
use crate::acl::{Acl, CLUSTER_NAME};
use crate::cluster::{MAX_ACLS, State};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, body: &[u8]) -> Answer {
    let request = CreateAclsRequest::decode(body, call.version())?;
    if request.creations.iter().any(|acl| says_unknown(&acl)) {
        return Err(HangUp);
    }
    if let Err(refusal) = check_size(request.creations.len()) {
        return refuse(call, body, &refusal);
    }
    let mut state = call.cluster.state();
    if let Err(refusal) = call.require_on_cluster(&state.acls, AclOperation::ALTER) {
        return refuse(call, body, &refusal);
    }
    // Kafka finds these while it reads the list, so that every item suffers.
    if request.creations.iter().any(|acl| is_filter(&acl)) {
        return refuse(call, body, &Refusal::of(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    let outcomes: Vec<_> = request.creations.iter().map(|acl| create(&mut state, &acl)).collect();
    let results = outcomes.iter().map(|outcome| match outcome {
        Ok(()) => AclCreationResult::default(),
        Err(refusal) => refused(refusal),
    });
    call.reply(&CreateAclsResponse { results: results.collect(), ..Default::default() })
}

pub(super) fn refuse(call: &Call<'_>, body: &[u8], refusal: &Refusal) -> Answer {
    let request = CreateAclsRequest::decode(body, call.version())?;
    let results = request.creations.iter().map(|_| refused(refusal)).collect();
    call.reply(&CreateAclsResponse { results, ..Default::default() })
}

fn create(state: &mut State, asked: &AclCreation<'_>) -> Result<(), Refusal> {
    check(asked).map_err(|text| Refusal::new(ErrorCode::INVALID_REQUEST, text))?;
    let acl = Acl {
        resource_type: asked.resource_type,
        resource_name: asked.resource_name.to_owned(),
        pattern_type: asked.resource_pattern_type,
        principal: asked.principal.to_owned(),
        host: asked.host.to_owned(),
        operation: asked.operation,
        permission_type: asked.permission_type,
    };
    if state.acls.contains(&acl) {
        return Ok(());
    }
    if state.acls.len() >= MAX_ACLS {
        let text = format!("The emulator holds no more than {MAX_ACLS} ACLs.");
        return Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text));
    }
    state.acls.push(acl);
    Ok(())
}

/// In Kafka's order and Kafka's words.
fn check(acl: &AclCreation<'_>) -> Result<(), String> {
    let is_cluster = acl.resource_type == ResourceType::CLUSTER;
    let pattern = acl.resource_pattern_type;
    let permission = acl.permission_type;
    let flaw = if is_cluster && acl.resource_name != CLUSTER_NAME {
        format!("The only valid name for the CLUSTER resource is {CLUSTER_NAME}")
    } else if acl.resource_name.is_empty() {
        "Invalid empty resource name".to_owned()
    } else if acl.resource_type.name().is_none() {
        "Invalid resourceType UNKNOWN".to_owned()
    } else if !matches!(pattern, PatternType::LITERAL | PatternType::PREFIXED) {
        "Invalid patternType UNKNOWN".to_owned()
    } else if acl.operation.name().is_none() {
        "Invalid operation UNKNOWN".to_owned()
    } else if !matches!(permission, AclPermissionType::ALLOW | AclPermissionType::DENY) {
        "Invalid permissionType UNKNOWN".to_owned()
    } else if !acl.principal.contains(':') {
        format!(
            "Could not parse principal from `{}` (no colon is present separating the principal \
             type from the principal name)",
            acl.principal
        )
    } else if acl.host.is_empty() {
        "Host pattern cannot be null or empty".to_owned()
    } else {
        return Ok(());
    };
    Err(flaw)
}

/// `CreateAclsRequest`: "CreatableAcls contain unknown elements".
fn says_unknown(acl: &AclCreation<'_>) -> bool {
    acl.resource_type == ResourceType::UNKNOWN
        || acl.resource_pattern_type == PatternType::UNKNOWN
        || acl.operation == AclOperation::UNKNOWN
        || acl.permission_type == AclPermissionType::UNKNOWN
}

/// ANY and MATCH belong into filters.
fn is_filter(acl: &AclCreation<'_>) -> bool {
    acl.resource_type == ResourceType::ANY
        || matches!(acl.resource_pattern_type, PatternType::ANY | PatternType::MATCH)
        || acl.operation == AclOperation::ANY
        || acl.permission_type == AclPermissionType::ANY
}

fn refused(refusal: &Refusal) -> AclCreationResult<'_> {
    AclCreationResult {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    fn write_to(resource_name: &str) -> AclCreation<'_> {
        AclCreation {
            resource_type: ResourceType::TOPIC,
            resource_name,
            resource_pattern_type: PatternType::LITERAL,
            principal: "User:u",
            host: "*",
            operation: AclOperation::WRITE,
            permission_type: AclPermissionType::ALLOW,
            ..Default::default()
        }
    }

    /// Code and message of every answer.
    fn create(
        cluster: &Cluster,
        client: &Client,
        creations: Vec<AclCreation<'_>>,
    ) -> Result<Vec<(i16, Option<String>)>, HangUp> {
        let request = CreateAclsRequest { creations: creations.into(), ..Default::default() };
        let frame = ask(cluster, client, 3, &request)?;
        let response = read::<CreateAclsRequest<'_>>(&frame, 3);
        let summary =
            |it: AclCreationResult<'_>| (it.error_code.0, it.error_message.map(str::to_owned));
        Ok(response.results.iter().map(summary).collect())
    }

    fn said(code: i16, text: &str) -> (i16, Option<String>) {
        (code, Some(text.to_owned()))
    }

    #[test]
    fn answers_are_in_order_and_each_acl_is_kept_once() {
        let cluster = cluster(1);
        let asked = vec![write_to("a"), write_to(""), write_to("b"), write_to("a")];
        let expected =
            [said(0, ""), said(42, "Invalid empty resource name"), said(0, ""), said(0, "")];
        assert_eq!(create(&cluster, &iam(), asked), Ok(expected.to_vec()));
        let names: Vec<String> =
            cluster.state().acls.iter().map(|acl| acl.resource_name.clone()).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn alter_on_the_cluster_is_needed() {
        let cluster = cluster(1);
        let (code, text) = create(&cluster, &user(), vec![write_to("a")]).unwrap().remove(0);
        assert_eq!(code, 31);
        let text = text.unwrap();
        assert!(text.starts_with("Request Request(processor=") && text.len() > 400, "{text}");
        assert!(text.ends_with(" needs ALTER permission."));
        grant(&cluster, AclOperation::ALTER, ResourceType::CLUSTER, CLUSTER_NAME);
        assert_eq!(create(&cluster, &user(), vec![write_to("a")]), Ok(vec![said(0, "")]));
    }

    #[test]
    fn flaws_are_named_as_kafka_4_4_does() {
        let no_colon = "Could not parse principal from `u` (no colon is present separating the principal \
                        type from the principal name)";
        let table = [
            (
                AclCreation { resource_type: ResourceType::CLUSTER, ..write_to("a") },
                "The only valid name for the CLUSTER resource is kafka-cluster",
            ),
            (
                AclCreation { resource_type: ResourceType(99), ..write_to("a") },
                "Invalid resourceType UNKNOWN",
            ),
            (
                AclCreation { resource_pattern_type: PatternType(5), ..write_to("a") },
                "Invalid patternType UNKNOWN",
            ),
            (
                AclCreation { operation: AclOperation(99), ..write_to("a") },
                "Invalid operation UNKNOWN",
            ),
            (
                AclCreation { permission_type: AclPermissionType(9), ..write_to("a") },
                "Invalid permissionType UNKNOWN",
            ),
            (AclCreation { principal: "u", ..write_to("a") }, no_colon),
            (AclCreation { host: "", ..write_to("a") }, "Host pattern cannot be null or empty"),
        ];
        for (asked, text) in table {
            assert_eq!(create(&cluster(1), &iam(), vec![asked]), Ok(vec![said(42, text)]));
        }
    }

    #[test]
    fn any_and_match_spoil_the_whole_request() {
        for spoiled in [
            AclCreation { resource_type: ResourceType::ANY, ..write_to("a") },
            AclCreation { resource_pattern_type: PatternType::ANY, ..write_to("a") },
            AclCreation { resource_pattern_type: PatternType::MATCH, ..write_to("a") },
            AclCreation { operation: AclOperation::ANY, ..write_to("a") },
            AclCreation { permission_type: AclPermissionType::ANY, ..write_to("a") },
        ] {
            let cluster = cluster(1);
            let results = create(&cluster, &iam(), vec![write_to("a"), spoiled]);
            assert_eq!(results, Ok(vec![(-1, None), (-1, None)]));
            assert!(cluster.state().acls.is_empty());
        }
    }

    #[test]
    fn unknown_ends_the_connection() {
        for unknown in [
            AclCreation { resource_type: ResourceType::UNKNOWN, ..write_to("a") },
            AclCreation { resource_pattern_type: PatternType::UNKNOWN, ..write_to("a") },
            AclCreation { operation: AclOperation::UNKNOWN, ..write_to("a") },
            AclCreation { permission_type: AclPermissionType::UNKNOWN, ..write_to("a") },
        ] {
            assert_eq!(create(&cluster(1), &iam(), vec![unknown]), Err(HangUp));
        }
    }
}
