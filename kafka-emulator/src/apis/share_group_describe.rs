//! ShareGroupDescribe: groups whose members share partitions (KIP-932), and what the client may do with
//! them.

use kafka_proto::messages::share_group_describe::{
    Assignment as ToldAssignment, DescribedGroup, Member, ShareGroupDescribeRequest,
    ShareGroupDescribeResponse, TopicPartitions,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::coordinator::{Budget, may};
use super::group_description::{absent, check_topics, members_of};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Assignment, Members, Share, ShareMember};
use crate::state::topics::Topics;

/// The assignor of all share groups.
const ASSIGNOR: &str = "simple";

pub(super) fn answer(call: &Call<'_>, request: &ShareGroupDescribeRequest<'_>) -> Outcome {
    let (allowed, denied): (Vec<&str>, Vec<&str>) =
        request.group_ids.iter().partition(|group| may(call, AclOperation::DESCRIBE, group));
    let topics = call.cluster.state.topics.now();
    let mut budget = Budget::new();
    let found: Vec<Result<Share, Refusal>> =
        allowed.iter().map(|group| find(call, group, &topics, &mut budget)).collect();
    let described = allowed.iter().zip(&found).map(|(group, found)| match found {
        Err(refusal) => refused(group, refusal.code, refusal.message()),
        Ok(share) => {
            let authorized_operations = match request.include_authorized_operations {
                true => call.authorizer().operations(ResourceType::GROUP, group),
                false => DescribedGroup::default().authorized_operations,
            };
            DescribedGroup { authorized_operations, ..describe(group, share, &topics) }
        }
    });
    let code = ErrorCode::GROUP_AUTHORIZATION_FAILED;
    let denied = denied.iter().map(|group| refused(group, code, None));
    // Kafka puts those that it refuses in front.
    let groups = denied.chain(described).collect();
    call.reply(&ShareGroupDescribeResponse { groups, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &ShareGroupDescribeRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let groups = request.group_ids.iter().map(|group| refused(group, refusal.code, None));
    call.reply(&ShareGroupDescribeResponse { groups: groups.collect(), ..Default::default() })
}

fn refused<'a>(
    group_id: &'a str,
    error_code: ErrorCode,
    text: Option<&'a str>,
) -> DescribedGroup<'a> {
    DescribedGroup { group_id, error_code, error_message: text, ..Default::default() }
}

fn find(call: &Call<'_>, id: &str, topics: &Topics, budget: &mut Budget) -> Result<Share, Refusal> {
    let Members::Share(share) = members_of(call, id)? else {
        return Err(absent(format!("Group {id} is not a share group.")));
    };
    budget.spend(share.size()).map_err(Refusal::wordless)?;
    let ids = share.members().flat_map(|(_, it)| it.assigned.keys().copied()).collect();
    check_topics(call, &ids, topics)?;
    Ok(share)
}

fn describe<'a>(group_id: &'a str, share: &'a Share, topics: &'a Topics) -> DescribedGroup<'a> {
    DescribedGroup {
        group_id,
        group_state: share.state(),
        group_epoch: share.epoch,
        assignment_epoch: share.assignment_epoch,
        assignor_name: ASSIGNOR,
        members: share.members().map(|(id, it)| member(id, it, topics)).collect(),
        ..Default::default()
    }
}

fn member<'a>(member_id: &'a str, member: &'a ShareMember, topics: &'a Topics) -> Member<'a> {
    Member {
        member_id,
        rack_id: member.rack_id.as_deref(),
        member_epoch: member.epoch,
        client_id: &member.client_id,
        client_host: &member.client_host,
        subscribed_topic_names: member.topics.iter().map(String::as_str).collect(),
        assignment: told(&member.assigned, topics),
        ..Default::default()
    }
}

/// Topics that are gone are left out.
fn told<'a>(assignment: &Assignment, topics: &'a Topics) -> ToldAssignment<'a> {
    let told = assignment.iter().filter_map(|(id, partitions)| {
        let partitions = partitions.iter().copied().collect();
        let topic_name = topics.get_by_id(*id)?.name.as_str();
        Some(TopicPartitions { topic_id: *id, topic_name, partitions, ..Default::default() })
    });
    ToldAssignment { topic_partitions: told.collect(), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, join_share, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// Code, state, epochs, and how many partitions each member has.
    fn describe(
        cluster: &Cluster,
        client: &Client,
        group: &str,
    ) -> (i16, String, [i32; 2], Vec<usize>) {
        let group_ids = [group];
        let request =
            ShareGroupDescribeRequest { group_ids: (&group_ids).into(), ..Default::default() };
        let frame = ask(cluster, client, 1, &request).unwrap();
        let response = read::<ShareGroupDescribeRequest<'_>>(&frame, 1);
        let group = response.groups.iter().next().unwrap();
        let epochs = [group.group_epoch, group.assignment_epoch];
        let count = |member: Member<'_>| {
            let partitions = member.assignment.topic_partitions.iter();
            partitions.map(|it| it.partitions.iter().count()).sum()
        };
        let members = group.members.iter().map(count).collect();
        (group.error_code.0, group.group_state.to_owned(), epochs, members)
    }

    #[test]
    fn groups_are_described_to_those_who_may_describe_their_topics() {
        let cluster = cluster();
        join_share(&cluster, "g");
        assert_eq!(describe(&cluster, &iam(), "g"), (0, "Stable".to_owned(), [3, 3], vec![2]));
        assert_eq!(describe(&cluster, &user(), "g").0, 30);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::GROUP, "g");
        assert_eq!(describe(&cluster, &user(), "g"), (29, String::new(), [0, 0], vec![]));
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
        assert_eq!(describe(&cluster, &user(), "g").3, [2]);
    }

    #[test]
    fn other_groups_are_none() {
        let cluster = cluster();
        read_to(&cluster, "classic", 1);
        assert_eq!(describe(&cluster, &iam(), "classic").0, 69);
        assert_eq!(describe(&cluster, &iam(), "unknown").0, 69);
        assert_eq!(describe(&cluster, &iam(), "").0, 24);
    }
}
