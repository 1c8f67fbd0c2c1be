//! CreateAcls: what `AclApis` and `AclControlManager` check.

use kafka_proto::messages::create_acls::{
    AclCreation, AclCreationResult, CreateAclsRequest, CreateAclsResponse,
};
use kafka_proto::{AclOperation, AclPermissionType, ErrorCode, PatternType, ResourceType};

use super::{Call, Outcome, check_size};
use crate::refusal::Refusal;
use crate::state::acl::Acl;
use crate::state::acls::Acls;
use crate::state::{MAX_ACLS, MAX_TEXT};

pub(super) fn answer(call: &Call<'_>, request: &CreateAclsRequest<'_>) -> Outcome {
    if request.creations.iter().any(|acl| says_unknown(&acl)) {
        return Outcome::HangUp;
    }
    if let Err(refusal) = check_size(request.creations.len()) {
        return refuse(call, request, &refusal);
    }
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    // Kafka finds these while it reads the list, so that every item suffers.
    if request.creations.iter().any(|acl| is_filter(&acl)) {
        return refuse(call, request, &Refusal::of(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    let outcomes: Vec<_> = request.creations.iter().map(|acl| create(call, &acl)).collect();
    let results = outcomes.iter().map(|outcome| match outcome {
        Ok(()) => AclCreationResult::default(),
        Err(refusal) => refused(refusal),
    });
    call.reply(&CreateAclsResponse { results: results.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &CreateAclsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.creations.iter().map(|_| refused(refusal)).collect();
    call.reply(&CreateAclsResponse { results, ..Default::default() })
}

fn create(call: &Call<'_>, asked: &AclCreation<'_>) -> Result<(), Refusal> {
    let acl = Acl {
        resource_type: asked.resource_type,
        resource_name: asked.resource_name.to_owned(),
        pattern_type: asked.resource_pattern_type,
        principal: asked.principal.to_owned(),
        host: asked.host.to_owned(),
        operation: asked.operation,
        permission_type: asked.permission_type,
    };
    acl.check().map_err(|text| Refusal::new(ErrorCode::INVALID_REQUEST, text))?;
    call.cluster.state.acls.change(|acls| add(acls, acl))
}

fn add(acls: &mut Acls, acl: Acl) -> Result<(), Refusal> {
    let has_room = acls.len() < MAX_ACLS && acls.text() + acl.text() <= MAX_TEXT;
    if !has_room && !acls.contains(&acl) {
        let text = format!(
            "The emulator holds no more than {MAX_ACLS} ACLs and {MAX_TEXT} bytes of text."
        );
        return Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text));
    }
    acls.insert(acl);
    Ok(())
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
    use super::super::tests::{HangUp, ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::acl::CLUSTER_NAME;

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
            cluster.state.acls.now().iter().map(|acl| acl.resource_name.clone()).collect();
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
    fn there_is_room_for_so_much_text_and_no_more() {
        let cluster = cluster(1);
        let name = |index: usize| format!("{}{index}", "a".repeat(30_000));
        for index in 0..MAX_TEXT / 30_000 - 1 {
            let acl = Acl::allow("User:u", AclOperation::READ, ResourceType::TOPIC, name(index));
            cluster.state.acls.change(|acls| acls.insert(acl));
        }
        let ask = |name: &str| {
            let acl = AclCreation { operation: AclOperation::READ, ..write_to(name) };
            create(&cluster, &iam(), vec![acl]).unwrap().remove(0).0
        };
        let more = [20_000, 20_001, 20_002].map(name);
        let codes: Vec<i16> = more.iter().map(|name| ask(name)).collect();
        assert_eq!(codes.last(), Some(&44), "{codes:?}");
        // What is there is not created again.
        assert_eq!(ask(&name(0)), 0);
        assert!(cluster.state.acls.now().text() <= MAX_TEXT);
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
            assert_eq!(cluster.state.acls.now().len(), 0);
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
