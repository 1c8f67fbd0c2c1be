//! Topics: create, delete, describe, list.

use std::time::Duration;

use kafka_proto::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig, CreatableTopicResult,
    CreateTopicsRequest,
};
use kafka_proto::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicState, DeleteTopicsRequest,
};
use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataRequestTopic, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{AclOperation, ApiKey, Array, ErrorCode, Uuid};
use tokio::time::Instant;

use super::topic::{
    CreateTopics, CreatedTopic, NewTopic, Partition, TopicDescription, TopicListing, validate_name,
};
use super::{Admin, checked};
use crate::call::items::{Items, by_name};
use crate::call::{Ask, Route};
use crate::clock::from_now;
use crate::net::backoff::Backoff;
use crate::{AuthorizedOperations, Batch, Error, ErrorKind, Layer, Result};

impl Admin {
    /// Creates topics, or only asks whether it would work.
    ///
    /// # Errors
    /// The request as a whole failed: no item was created, or ([`Outcome::Unknown`](crate::Outcome))
    /// nobody knows. What is wrong with a single topic is in the [`Batch`]: a name or count that was
    /// refused here, or the broker's code. A topic that exists is [`ErrorKind::TopicAlreadyExists`] with
    /// [`Outcome::AlreadySo`](crate::Outcome::AlreadySo): this very request may have created it.
    pub async fn create_topics(
        &self,
        topics: &[NewTopic],
        options: CreateTopics,
    ) -> Result<Batch<CreatedTopic>> {
        let ask = Ask::write(Route::Controller, self.cluster.deadline());
        let mut items =
            Items::new(topics.iter().map(|topic| (topic.name().to_owned(), topic.validate())));
        items.refuse_duplicates();
        let create = |open: Vec<usize>| async move {
            let some: Vec<&NewTopic> = open.iter().filter_map(|n| topics.get(*n)).collect();
            self.create_some(&some, options, ask).await
        };
        items.run(&self.cluster, ask.deadline, create).await
    }

    /// Deletes topics by name. What is in them is gone.
    ///
    /// # Errors
    /// As [`create_topics`](Self::create_topics); a topic that is not there is
    /// [`ErrorKind::UnknownTopic`] in the [`Batch`], with
    /// [`Outcome::AlreadySo`](crate::Outcome::AlreadySo): this very request may have deleted it.
    pub async fn delete_topics(&self, names: &[impl AsRef<str>]) -> Result<Batch<()>> {
        let ask = Ask::write(Route::Controller, self.cluster.deadline());
        let delete = |open: Vec<usize>| async move {
            let some: Vec<&str> =
                open.iter().filter_map(|n| names.get(*n)).map(AsRef::as_ref).collect();
            self.delete_some(&some, ask).await
        };
        checked_names(names).run(&self.cluster, ask.deadline, delete).await
    }

    /// Describes topics by name, with what this client may do with each. Never creates one.
    ///
    /// # Errors
    /// The request as a whole failed. A topic that is denied, or not there, is in the [`Batch`].
    pub async fn describe_topics(
        &self,
        names: &[impl AsRef<str>],
    ) -> Result<Batch<TopicDescription>> {
        self.describe_until(names, self.cluster.deadline()).await
    }

    /// Lists the topics that this client may DESCRIBE, by name. The broker leaves all others out
    /// without a word: no topic here may mean no permission.
    ///
    /// # Errors
    /// The request failed.
    pub async fn list_topics(&self) -> Result<Vec<TopicListing>> {
        let ask = Ask::read(Route::Any, self.cluster.deadline());
        let answer = self.cluster.call(ask, |_| Ok(metadata(None))).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        checked(ApiKey::METADATA, response.error_code, None)
            .map_err(|error| answer.blame(error))?;
        let mut topics = Vec::with_capacity(response.topics.len());
        topics.extend(response.topics.iter().filter_map(|topic| listing(&topic)));
        topics.sort_unstable_by(|a: &TopicListing, b| a.name.cmp(&b.name));
        Ok(topics)
    }

    /// Asks until this client may do all of `operations` with the topic, at most for `timeout`: after
    /// a grant, brokers learn it one after the other.
    ///
    /// # Errors
    /// The last answer when the time is over, and at once anything that waiting does not change.
    pub async fn wait_until_allowed(
        &self,
        topic: &str,
        operations: &[AclOperation],
        timeout: Duration,
    ) -> Result<TopicDescription> {
        let deadline = from_now(timeout);
        let (mut backoff, mut last) = (Backoff::polls(), None);
        loop {
            let described = match self.describe_until(&[topic], deadline).await {
                Ok(batch) => batch.one(),
                Err(error) => Err(error),
            };
            let error = match described.and_then(|topic| allows(topic, operations)) {
                Ok(topic) => return Ok(topic),
                Err(error) => error.after_look(last),
            };
            if !is_passing_denial(&error) || !backoff.wait(deadline).await {
                return Err(error);
            }
            last = Some(error);
        }
    }

    async fn create_some<'a>(
        &self,
        topics: &[&'a NewTopic],
        options: CreateTopics,
        ask: Ask,
    ) -> Result<Vec<Result<CreatedTopic>>> {
        let build = |version, topics: &[&'a NewTopic]| {
            topics.iter().try_for_each(|topic| topic.validate_for(version))?;
            Ok(CreateTopicsRequest {
                topics: topics.iter().map(|topic| creatable(topic)).collect(),
                timeout_ms: self.timeout_ms(ask.deadline),
                validate_only: options.validate_only,
                ..CreateTopicsRequest::default()
            })
        };
        self.cluster.call_about(ask, topics, build).await?.results(|answer, topics| {
            let response = answer.response()?;
            answer.throttle(response.throttle_time_ms);
            let names: Vec<&str> = topics.iter().map(|topic| topic.name()).collect();
            let results = response.topics.iter().map(|topic| (topic.name, move || created(&topic)));
            Ok(answer.blame_each(by_name(&names, results)))
        })
    }

    async fn delete_some(&self, names: &[&str], ask: Ask) -> Result<Vec<Result<()>>> {
        let build = |version| {
            let request = DeleteTopicsRequest {
                timeout_ms: self.timeout_ms(ask.deadline),
                ..DeleteTopicsRequest::default()
            };
            // v6 names topics by name or id, in another field.
            Ok(match version {
                ..6 => DeleteTopicsRequest { topic_names: Array::from(names.to_vec()), ..request },
                _ => DeleteTopicsRequest {
                    topics: names.iter().map(|name| to_delete(name)).collect(),
                    ..request
                },
            })
        };
        let answer = self.cluster.call(ask, build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        let results = response.responses.iter().map(|topic| {
            let DeletableTopicResult { name, error_code, error_message, .. } = topic;
            let deleted = move || checked(ApiKey::DELETE_TOPICS, error_code, error_message);
            (name.unwrap_or_default(), deleted)
        });
        Ok(answer.blame_each(by_name(names, results)))
    }

    async fn describe_until(
        &self,
        names: &[impl AsRef<str>],
        deadline: Instant,
    ) -> Result<Batch<TopicDescription>> {
        let mut items = checked_names(names);
        let open = items.open();
        if !open.is_empty() {
            let some: Vec<&str> =
                open.iter().filter_map(|n| names.get(*n)).map(AsRef::as_ref).collect();
            items.fill(&open, self.describe_some(&some, deadline).await?);
        }
        Ok(items.into_batch())
    }

    async fn describe_some(
        &self,
        names: &[&str],
        deadline: Instant,
    ) -> Result<Vec<Result<TopicDescription>>> {
        let build = |version| {
            let request = metadata(Some(names.iter().map(|name| to_describe(name)).collect()));
            Ok(MetadataRequest { include_topic_authorized_operations: version >= 8, ..request })
        };
        let answer = self.cluster.call(Ask::read(Route::Any, deadline), build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        checked(ApiKey::METADATA, response.error_code, None)
            .map_err(|error| answer.blame(error))?;
        let topics = response.topics.iter();
        let results =
            topics.map(|topic| (topic.name.unwrap_or_default(), move || description(&topic)));
        Ok(answer.blame_each(by_name(names, results)))
    }

    /// How long the broker may work on it: as long as this client waits for one answer.
    fn timeout_ms(&self, deadline: Instant) -> i32 {
        let left = deadline.saturating_duration_since(Instant::now());
        i32::try_from(left.min(self.cluster.config().request_timeout).as_millis())
            .unwrap_or(i32::MAX)
    }
}

fn checked_names<T>(names: &[impl AsRef<str>]) -> Items<T> {
    let check = |name: &str| (name.to_owned(), validate_name(name));
    let mut items = Items::new(names.iter().map(|name| check(name.as_ref())));
    items.refuse_duplicates();
    items
}

fn creatable(topic: &NewTopic) -> CreatableTopic<'_> {
    CreatableTopic {
        name: topic.name(),
        num_partitions: topic.partitions.unwrap_or(-1),
        replication_factor: topic.replication_factor.unwrap_or(-1),
        assignments: topic
            .assignments
            .iter()
            .map(|(index, brokers)| assignment(*index, brokers))
            .collect(),
        configs: topic.configs.iter().map(|(name, value)| config(name, value)).collect(),
        ..CreatableTopic::default()
    }
}

fn assignment(partition_index: i32, brokers: &[i32]) -> CreatableReplicaAssignment<'_> {
    let broker_ids = Array::from(brokers);
    CreatableReplicaAssignment {
        partition_index,
        broker_ids,
        ..CreatableReplicaAssignment::default()
    }
}

fn config<'a>(name: &'a str, value: &'a str) -> CreatableTopicConfig<'a> {
    CreatableTopicConfig { name, value: Some(value), ..CreatableTopicConfig::default() }
}

fn to_delete(name: &str) -> DeleteTopicState<'_> {
    DeleteTopicState { name: Some(name), ..DeleteTopicState::default() }
}

fn to_describe(name: &str) -> MetadataRequestTopic<'_> {
    MetadataRequestTopic { name: Some(name), ..MetadataRequestTopic::default() }
}

/// `None` asks about every topic.
fn metadata<'a>(topics: Option<Array<'a, MetadataRequestTopic<'a>>>) -> MetadataRequest<'a> {
    MetadataRequest { topics, allow_auto_topic_creation: false, ..MetadataRequest::default() }
}

fn created(topic: &CreatableTopicResult<'_>) -> Result<CreatedTopic> {
    checked(ApiKey::CREATE_TOPICS, topic.error_code, topic.error_message)?;
    Ok(CreatedTopic {
        name: topic.name.to_owned(),
        id: known(topic.topic_id),
        partitions: Some(topic.num_partitions).filter(|n| *n > 0),
        replication_factor: Some(topic.replication_factor).filter(|n| *n > 0),
    })
}

fn listing(topic: &MetadataResponseTopic<'_>) -> Option<TopicListing> {
    let (id, internal) = (known(topic.topic_id), topic.is_internal);
    Some(TopicListing { name: topic.name?.to_owned(), id, internal })
}

fn description(topic: &MetadataResponseTopic<'_>) -> Result<TopicDescription> {
    checked(ApiKey::METADATA, topic.error_code, None)?;
    let mut partitions: Vec<_> =
        topic.partitions.iter().map(|partition| described(&partition)).collect();
    partitions.sort_unstable_by_key(|partition| partition.index);
    Ok(TopicDescription {
        name: topic.name.unwrap_or_default().to_owned(),
        id: known(topic.topic_id),
        internal: topic.is_internal,
        partitions,
        authorized_operations: AuthorizedOperations::from_bits(topic.topic_authorized_operations),
    })
}

fn described(partition: &MetadataResponsePartition<'_>) -> Partition {
    Partition {
        index: partition.partition_index,
        leader: Some(partition.leader_id).filter(|id| *id >= 0),
        replicas: partition.replica_nodes.iter().collect(),
        isr: partition.isr_nodes.iter().collect(),
    }
}

fn known(id: Uuid) -> Option<Uuid> {
    (!id.is_zero()).then_some(id)
}

fn allows(topic: TopicDescription, operations: &[AclOperation]) -> Result<TopicDescription> {
    let Some(allowed) = topic.authorized_operations else {
        return Err(Error::new(
            ErrorKind::UnsupportedVersion,
            Layer::Api,
            "this broker does not tell which operations are allowed (Metadata before v8)",
        ));
    };
    let missing = allowed.missing(operations);
    match missing.is_empty() {
        true => Ok(topic),
        false => {
            let code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
            let missing = format!("{}: {missing} missing, allowed: {allowed}", topic.name);
            Err(Error::of_code(ApiKey::METADATA, code, None).about(missing).hinted(
                "let the cluster's administrator allow what is missing, and look for ACLs that deny \
                 it to this user, to User:* or to this client's address: DENY wins",
            ))
        }
    }
}

/// What a grant on its way to the brokers looks like.
fn is_passing_denial(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::TopicAuthorizationFailed | ErrorKind::UnknownTopic)
}
