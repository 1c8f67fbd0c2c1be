//! DeleteTopics: by name or, from v6 on, by id (KIP-516).

use std::collections::{BTreeMap, BTreeSet};

use kafka_proto::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicState, DeleteTopicsRequest, DeleteTopicsResponse,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType, Uuid};

use super::{Call, Outcome, is_too_late, timed_out};
use crate::refusal::Refusal;
use crate::state::topics::Topics;

/// The first version whose clients know of THROTTLING_QUOTA_EXCEEDED (KIP-599).
const KNOWS_QUOTA: i16 = 5;

pub(super) fn answer(call: &Call<'_>, request: &DeleteTopicsRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let mut deletion = Deletion::default();
    deletion.collect(request);
    if !deletion.is_decided() && is_too_late(request.timeout_ms) {
        return refuse(call, request, &timed_out());
    }
    deletion.resolve_ids(call, &topics);
    deletion.resolve_names(call, &topics);
    for (id, name) in std::mem::take(&mut deletion.to_delete) {
        let deleted = delete(call, id);
        call.cluster.state.logs.remove(id, *deleted.as_ref().unwrap_or(&0));
        deletion.items.push((Some(name), id, deleted.err()));
    }
    // "Shuffle the responses so that users can not use patterns in their positions to distinguish
    // between absent topics and topics we are not permitted to see." Backwards will do.
    let items = deletion.items.iter().rev();
    call.reply(&DeleteTopicsResponse {
        throttle_time_ms: call.throttle_time_ms(),
        responses: items
            .map(|(name, id, refusal)| result(name.as_deref(), *id, refusal.as_ref()))
            .collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DeleteTopicsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let names =
        request.topic_names.iter().map(|name| result(Some(name), Uuid::ZERO, Some(refusal)));
    let topics = request.topics.iter();
    let topics = topics.map(|topic| result(topic.name, topic.topic_id, Some(refusal)));
    call.reply(&DeleteTopicsResponse {
        responses: names.chain(topics).collect(),
        ..Default::default()
    })
}

/// How many partitions the topic had.
fn delete(call: &Call<'_>, id: Uuid) -> Result<usize, Refusal> {
    call.cluster.state.topics.change(|topics| {
        let topic = topics.get_by_id(id);
        let topic = topic.ok_or_else(|| Refusal::of(ErrorCode::UNKNOWN_TOPIC_ID))?;
        let partitions = topic.partitions.len();
        let counted = call.count_changes(partitions, KNOWS_QUOTA);
        counted.map_err(|refusal| Refusal::of(refusal.code))?;
        topics.remove(id);
        Ok(partitions)
    })
}

/// Topic, id, and why not.
type Item = (Option<String>, Uuid, Option<Refusal>);

/// A request on its way from what was asked to what is done.
#[derive(Default)]
struct Deletion<'q> {
    names: BTreeSet<&'q str>,
    ids: BTreeSet<Uuid>,
    duplicate_ids: BTreeSet<Uuid>,
    to_delete: BTreeMap<Uuid, String>,
    items: Vec<Item>,
}

fn invalid(text: &str) -> Option<Refusal> {
    Some(Refusal::new(ErrorCode::INVALID_REQUEST, text))
}

impl<'q> Deletion<'q> {
    /// Finds names and ids, and refuses those that are given twice, both at once or not at all.
    fn collect(&mut self, request: &DeleteTopicsRequest<'q>) {
        let mut duplicate_names = BTreeSet::new();
        let from_names = request
            .topic_names
            .iter()
            .map(|name| DeleteTopicState { name: Some(name), ..Default::default() });
        for topic in from_names.chain(request.topics.iter()) {
            let (name, id) = (topic.name, topic.topic_id);
            match (name, id.is_zero()) {
                (None, true) => {
                    let refusal = invalid("Neither topic name nor id were specified.");
                    self.items.push((None, id, refusal));
                }
                (Some(name), false) => {
                    let refusal = invalid("You may not specify both topic name and topic id.");
                    self.items.push((Some(name.to_owned()), id, refusal));
                }
                (Some(name), true) if !self.names.insert(name) => {
                    duplicate_names.insert(name);
                }
                (None, false) if !self.ids.insert(id) => {
                    self.duplicate_ids.insert(id);
                }
                _ => {}
            }
        }
        for name in duplicate_names {
            self.names.remove(name);
            let refusal = invalid("Duplicate topic name.");
            self.items.push((Some(name.to_owned()), Uuid::ZERO, refusal));
        }
        for id in &self.duplicate_ids {
            self.ids.remove(id);
            self.items.push((None, *id, invalid("Duplicate topic id.")));
        }
    }

    /// Whether nothing is left for the controller to do.
    fn is_decided(&self) -> bool {
        self.names.is_empty() && self.ids.is_empty()
    }

    fn resolve_ids(&mut self, call: &Call<'_>, topics: &Topics) {
        for id in std::mem::take(&mut self.ids) {
            let Some(name) = topics.get_by_id(id).map(|topic| topic.name.as_str()) else {
                let refusal = Refusal::of(ErrorCode::UNKNOWN_TOPIC_ID);
                self.items.push((None, id, Some(refusal)));
                continue;
            };
            match rights(call, name) {
                TopicRights { delete: true, .. } => {
                    self.to_delete.insert(id, name.to_owned());
                }
                TopicRights { describe, .. } => {
                    let shown = describe.then(|| name.to_owned());
                    self.items.push((shown, id, Some(denied())));
                }
            }
        }
    }

    fn resolve_names(&mut self, call: &Call<'_>, topics: &Topics) {
        for name in std::mem::take(&mut self.names) {
            let rights = rights(call, name);
            let id = topics.get(name).map(|topic| topic.id);
            let outcome = match id {
                _ if !rights.describe => (Uuid::ZERO, denied()),
                None => (Uuid::ZERO, Refusal::of(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)),
                Some(_) if !rights.delete => (Uuid::ZERO, denied()),
                Some(id) if self.is_known(id) => (id, already_supplied()),
                Some(id) => {
                    self.to_delete.insert(id, name.to_owned());
                    continue;
                }
            };
            self.items.push((Some(name.to_owned()), outcome.0, Some(outcome.1)));
        }
    }

    /// Whether the id was given, too; then neither is deleted.
    fn is_known(&mut self, id: Uuid) -> bool {
        if self.to_delete.remove(&id).is_some() {
            self.duplicate_ids.insert(id);
        }
        self.duplicate_ids.contains(&id)
    }
}

/// What the client may do with a topic.
struct TopicRights {
    describe: bool,
    delete: bool,
}

fn rights(call: &Call<'_>, name: &str) -> TopicRights {
    let authorizer = call.authorizer();
    if authorizer.allows_on_cluster(AclOperation::DELETE) {
        return TopicRights { describe: true, delete: true };
    }
    let topic = ResourceType::TOPIC;
    TopicRights {
        describe: authorizer.allows(AclOperation::DESCRIBE, topic, name),
        delete: authorizer.allows(AclOperation::DELETE, topic, name),
    }
}

fn denied() -> Refusal {
    Refusal::of(ErrorCode::TOPIC_AUTHORIZATION_FAILED)
}

fn already_supplied() -> Refusal {
    let text = "The provided topic name maps to an ID that was already supplied.";
    Refusal::new(ErrorCode::INVALID_REQUEST, text)
}

fn result<'a>(
    name: Option<&'a str>,
    topic_id: Uuid,
    refusal: Option<&'a Refusal>,
) -> DeletableTopicResult<'a> {
    DeletableTopicResult {
        name,
        topic_id,
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::topic::Topic;

    const A: Uuid = Uuid([1; 16]);
    const B: Uuid = Uuid([2; 16]);

    fn two_topics() -> Cluster {
        let cluster = cluster(1);
        for (name, id) in [("a", A), ("b", B)] {
            let partitions = vec![vec![1]];
            let topic = Topic { name: name.to_owned(), id, partitions, configs: BTreeMap::new() };
            cluster.state.topics.change(|topics| topics.insert(topic));
        }
        cluster
    }

    fn named(name: &str) -> DeleteTopicState<'_> {
        DeleteTopicState { name: Some(name), ..Default::default() }
    }

    fn by_id(topic_id: Uuid) -> DeleteTopicState<'static> {
        DeleteTopicState { name: None, topic_id, ..Default::default() }
    }

    /// Name, id and code of every answer, in the order of the codes.
    fn delete(
        cluster: &Cluster,
        client: &Client,
        topics: Vec<DeleteTopicState<'_>>,
    ) -> Vec<(i16, Option<String>, Uuid)> {
        let request =
            DeleteTopicsRequest { topics: topics.into(), timeout_ms: 1000, ..Default::default() };
        let frame = ask(cluster, client, 6, &request).unwrap();
        let response = read::<DeleteTopicsRequest<'_>>(&frame, 6);
        let summary = |topic: DeletableTopicResult<'_>| {
            (topic.error_code.0, topic.name.map(str::to_owned), topic.topic_id)
        };
        let mut results: Vec<_> = response.responses.iter().map(summary).collect();
        results.sort();
        results
    }

    fn left(cluster: &Cluster) -> Vec<String> {
        cluster.state.topics.now().iter().map(|topic| topic.name.clone()).collect()
    }

    fn about(code: i16, name: &str, id: Uuid) -> (i16, Option<String>, Uuid) {
        (code, Some(name.to_owned()), id)
    }

    #[test]
    fn by_name_and_by_id() {
        let cluster = two_topics();
        let results = delete(&cluster, &iam(), vec![named("a"), by_id(B)]);
        assert_eq!(results, [about(0, "a", A), about(0, "b", B)]);
        assert!(left(&cluster).is_empty());
    }

    #[test]
    fn without_rights_nobody_learns_what_exists() {
        let cluster = two_topics();
        let results = delete(&cluster, &user(), vec![named("a"), named("none"), by_id(B)]);
        let expected = [(29, None, B), about(29, "a", Uuid::ZERO), about(29, "none", Uuid::ZERO)];
        assert_eq!(results, expected);
        assert_eq!(left(&cluster), ["a", "b"]);
    }

    #[test]
    fn describe_shows_the_name_and_delete_is_enough() {
        let cluster = two_topics();
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "b");
        grant(&cluster, AclOperation::DELETE, ResourceType::TOPIC, "a");
        let results = delete(&cluster, &user(), vec![named("a"), by_id(B)]);
        assert_eq!(results, [about(0, "a", A), about(29, "b", B)]);
    }

    #[test]
    fn what_is_unclear_is_refused_and_deletes_nothing() {
        let cluster = two_topics();
        let both = DeleteTopicState { topic_id: B, ..named("b") };
        let topics = vec![named("a"), named("a"), both, by_id(Uuid::ZERO), named("none")];
        let expected = [
            about(3, "none", Uuid::ZERO),
            (42, None, Uuid::ZERO),
            about(42, "a", Uuid::ZERO),
            about(42, "b", B),
        ];
        assert_eq!(delete(&cluster, &iam(), topics), expected);
        assert_eq!(left(&cluster), ["a", "b"]);
        assert_eq!(delete(&cluster, &iam(), vec![named("a"), by_id(A)]), [about(42, "a", A)]);
        assert_eq!(delete(&cluster, &iam(), vec![by_id(A), by_id(A)]), [(42, None, A)]);
        let unknown = Uuid([9; 16]);
        assert_eq!(delete(&cluster, &iam(), vec![by_id(unknown)]), [(100, None, unknown)]);
        assert_eq!(left(&cluster), ["a", "b"]);
    }

    #[test]
    fn a_request_without_time_is_timed_out_and_deletes_nothing() {
        for timeout_ms in [0, -1, i32::MIN] {
            let cluster = two_topics();
            let topics = vec![named("a"), named("none")].into();
            let request = DeleteTopicsRequest { topics, timeout_ms, ..Default::default() };
            let frame = ask(&cluster, &iam(), 6, &request).unwrap();
            let response = read::<DeleteTopicsRequest<'_>>(&frame, 6);
            let codes: Vec<i16> = response.responses.iter().map(|it| it.error_code.0).collect();
            assert_eq!(codes, [7, 7]);
            assert_eq!(left(&cluster), ["a", "b"]);
            // What does not get as far as the controller has no need of time.
            let topics = vec![by_id(A), by_id(A)].into();
            let request = DeleteTopicsRequest { topics, timeout_ms, ..Default::default() };
            let frame = ask(&cluster, &iam(), 6, &request).unwrap();
            let response = read::<DeleteTopicsRequest<'_>>(&frame, 6);
            let codes: Vec<i16> = response.responses.iter().map(|it| it.error_code.0).collect();
            assert_eq!(codes, [42]);
        }
    }

    #[test]
    fn versions_before_6_have_names_only() {
        for version in 1..=5 {
            let names = ["a", "none"];
            let request = DeleteTopicsRequest {
                topic_names: (&names).into(),
                timeout_ms: 1000,
                ..Default::default()
            };
            let frame = ask(&two_topics(), &iam(), version, &request).unwrap();
            let response = read::<DeleteTopicsRequest<'_>>(&frame, version);
            let codes: BTreeSet<i16> =
                response.responses.iter().map(|it| it.error_code.0).collect();
            assert_eq!(codes, BTreeSet::from([0, 3]), "v{version}");
        }
    }
}
