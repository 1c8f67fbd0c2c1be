//! Deleting topics by id.

use std::borrow::Cow;

use kafka_proto::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicState, DeleteTopicsRequest, DeleteTopicsResponse,
};
use kafka_proto::{ApiKey, Uuid};

use super::{check_id, no_ids};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::delete_topics_by_id`]: one result for each topic, by id.
#[derive(Debug, Clone, Copy)]
pub struct DeleteTopicsById(());

impl Admin {
    /// Deletes topics by id (Kafka 2.8 and later): never one that somebody made again under the same name.
    /// What is in them is gone.
    ///
    /// # Errors
    /// As [`delete_topics`](Self::delete_topics); a topic that is not there is UNKNOWN_TOPIC_ID.
    /// [`ErrorKind::UnsupportedVersion`](crate::ErrorKind::UnsupportedVersion) when the broker knows no
    /// ids.
    pub fn delete_topics_by_id<'a>(&'a self, ids: &'a [Uuid]) -> Call<'a, DeleteTopicsById> {
        self.call(DeleteTopicsById(()), Cow::Borrowed(ids))
    }
}

impl Operation for DeleteTopicsById {
    type Item = Uuid;
    type Key = Uuid;
    type Value = ();
    type Request<'a> = DeleteTopicsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, id: &Uuid) -> Uuid {
        *id
    }

    fn check(&self, id: &Uuid) -> Result<()> {
        check_id(*id)
    }

    fn route<'a>(&self, _: &'a Uuid) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(&'a self, ids: &[&'a Uuid], terms: Terms) -> Result<DeleteTopicsRequest<'a>> {
        if terms.version < 6 {
            return Err(no_ids("DeleteTopics before v6"));
        }
        let topics = ids.iter().map(|id| DeleteTopicState {
            name: None,
            topic_id: **id,
            ..DeleteTopicState::default()
        });
        Ok(DeleteTopicsRequest {
            topics: topics.collect(),
            timeout_ms: terms.timeout_ms,
            ..DeleteTopicsRequest::default()
        })
    }

    fn answers(
        &self,
        ids: &[&Uuid],
        response: &DeleteTopicsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let results = response.responses.iter().map(|topic| {
            let DeletableTopicResult { topic_id, error_code, error_message, .. } = topic;
            let deleted = move || checked(ApiKey::DELETE_TOPICS, error_code, error_message);
            (topic_id, deleted)
        });
        Ok(by_name(ids.iter().map(|id| **id), results))
    }
}
