//! DeleteShareGroupOffsets: forgets where the delivery of topics begins.

use kafka_proto::messages::delete_share_group_offsets::{
    DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse,
    DeleteShareGroupOffsetsResponseTopic,
};
use kafka_proto::{AclOperation, ErrorCode, Uuid};
use tokio::time::Instant;

use super::coordinator::{check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::refusal::{Refusal, default_message};
use crate::state::groups::{Group, Share};
use crate::state::topics::Topics;

/// A topic, and what came of it.
struct Told<'q> {
    name: &'q str,
    id: Uuid,
    refusal: Option<Refusal>,
}

pub(super) fn answer(call: &Call<'_>, request: &DeleteShareGroupOffsetsRequest<'_>) -> Outcome {
    if !may(call, AclOperation::DELETE, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    let names = request.topics.iter().map(|topic| topic.topic_name);
    let (allowed, denied): (Vec<&str>, Vec<&str>) =
        names.partition(|name| may_on_topic(call, AclOperation::READ, name));
    match delete(call, request.group_id, &allowed) {
        Ok(deleted) => {
            let code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
            let denied = denied.iter().map(|name| Told::refused(name, Refusal::of(code)));
            reply(call, &denied.chain(deleted).collect::<Vec<_>>())
        }
        Err(refusal) => refuse(call, request, &refusal),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &DeleteShareGroupOffsetsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DeleteShareGroupOffsetsResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

impl<'q> Told<'q> {
    fn refused(name: &'q str, refusal: Refusal) -> Self {
        Self { name, id: Uuid::default(), refusal: Some(refusal) }
    }
}

fn delete<'q>(call: &Call<'_>, id: &str, names: &[&'q str]) -> Result<Vec<Told<'q>>, Refusal> {
    if id.is_empty() {
        return Err(Refusal::of(ErrorCode::INVALID_GROUP_ID));
    }
    check_here(call, id).map_err(Refusal::of)?;
    let (topics, now) = (call.cluster.state.topics.now(), Instant::now());
    let deleted = call.cluster.state.groups.change(|groups| {
        groups.change(id, now, |group| {
            let share = check_group(id, group)?;
            Ok(names.iter().map(|name| forget(share, name, &topics)).collect())
        })
    });
    let absent = || Refusal::new(ErrorCode::GROUP_ID_NOT_FOUND, format!("Group {id} not found."));
    deleted.unwrap_or_else(|| Err(absent()))
}

fn check_group<'g>(id: &str, group: &'g mut Group) -> Result<&'g mut Share, Refusal> {
    let text = format!("Group {id} is not a share group.");
    let other = Refusal::new(ErrorCode::GROUP_ID_NOT_FOUND, text);
    let share = group.share().ok_or(other)?;
    match share.is_empty() {
        true => Ok(share),
        false => Err(Refusal::of(ErrorCode::NON_EMPTY_GROUP)),
    }
}

fn forget<'q>(share: &mut Share, name: &'q str, topics: &Topics) -> Told<'q> {
    let absent = ErrorCode::UNKNOWN_TOPIC_OR_PARTITION;
    match topics.get(name) {
        None => Told::refused(name, Refusal::of(absent)),
        Some(topic) if share.forget_topic(topic.id) => Told { name, id: topic.id, refusal: None },
        Some(_) => {
            let text = "There is no offset information to delete.";
            Told::refused(name, Refusal::new(absent, text))
        }
    }
}

fn reply(call: &Call<'_>, topics: &[Told<'_>]) -> Outcome {
    let responses = topics.iter().map(|topic| {
        let refusal = topic.refusal.as_ref();
        let error_code = refusal.map_or(ErrorCode::NONE, |refusal| refusal.code);
        DeleteShareGroupOffsetsResponseTopic {
            topic_name: topic.name,
            topic_id: topic.id,
            error_code,
            error_message: refusal.and_then(Refusal::message).or(default_message(error_code)),
            ..Default::default()
        }
    });
    call.reply(&DeleteShareGroupOffsetsResponse {
        responses: responses.collect(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;
    use kafka_proto::messages::delete_share_group_offsets::DeleteShareGroupOffsetsRequestTopic;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, join_share, read_to, starts};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// The code of the whole, then topic and code.
    fn delete(
        cluster: &Cluster,
        client: &Client,
        group_id: &str,
        names: &[&str],
    ) -> (i16, Vec<(String, i16)>) {
        let topics = names.iter().map(|topic_name| DeleteShareGroupOffsetsRequestTopic {
            topic_name,
            ..Default::default()
        });
        let topics = topics.collect();
        let request = DeleteShareGroupOffsetsRequest { group_id, topics, ..Default::default() };
        let frame = ask(cluster, client, 0, &request).unwrap();
        let response = read::<DeleteShareGroupOffsetsRequest<'_>>(&frame, 0);
        let codes = response.responses.iter();
        let codes = codes.map(|it| (it.topic_name.to_owned(), it.error_code.0));
        (response.error_code.0, codes.collect())
    }

    fn empty_group(cluster: &Cluster) {
        join_share(cluster, "g");
        cluster.state.groups.change(|groups| {
            groups.change("g", Instant::now(), |group| group.share().unwrap().leave("g", "m"))
        });
    }

    #[test]
    fn all_of_a_topic_is_forgotten() {
        let cluster = cluster();
        empty_group(&cluster);
        let codes = vec![("t".to_owned(), 0), ("none".to_owned(), 3)];
        assert_eq!(delete(&cluster, &iam(), "g", &["t", "none"]), (0, codes));
        assert_eq!(starts(&cluster, "g"), []);
        assert_eq!(delete(&cluster, &iam(), "g", &["t"]), (0, vec![("t".to_owned(), 3)]));
    }

    #[test]
    fn groups_with_members_and_of_other_types_are_left_alone() {
        let cluster = cluster();
        join_share(&cluster, "g");
        read_to(&cluster, "classic", 1);
        assert_eq!(delete(&cluster, &iam(), "g", &["t"]), (68, vec![]));
        assert_eq!(delete(&cluster, &iam(), "classic", &["t"]), (69, vec![]));
        assert_eq!(delete(&cluster, &iam(), "unknown", &["t"]), (69, vec![]));
        assert_eq!(delete(&cluster, &iam(), "", &["t"]), (24, vec![]));
        assert_eq!(starts(&cluster, "g").len(), 2);
    }

    #[test]
    fn delete_on_the_group_and_read_on_the_topic_are_needed() {
        let cluster = cluster();
        empty_group(&cluster);
        assert_eq!(delete(&cluster, &user(), "g", &["t"]), (30, vec![]));
        grant(&cluster, AclOperation::DELETE, ResourceType::GROUP, "g");
        assert_eq!(delete(&cluster, &user(), "g", &["t"]), (0, vec![("t".to_owned(), 29)]));
        grant(&cluster, AclOperation::READ, ResourceType::TOPIC, "t");
        assert_eq!(delete(&cluster, &user(), "g", &["t"]), (0, vec![("t".to_owned(), 0)]));
    }
}
