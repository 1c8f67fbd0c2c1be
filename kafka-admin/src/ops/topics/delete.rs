//! Deleting topics.

use std::borrow::Cow;

use kafka_proto::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicState, DeleteTopicsRequest, DeleteTopicsResponse,
};
use kafka_proto::{ApiKey, Array};

use super::{owned, validate_name};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::delete_topics`]: one result for each topic, by name.
#[derive(Debug, Clone, Copy)]
pub struct DeleteTopics(());

impl Admin {
    /// Deletes topics by name. What is in them is gone.
    ///
    /// # Errors
    /// As [`create_topics`](Self::create_topics); a topic that is not there is
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) in the [`Batch`](crate::Batch), with
    /// [`Outcome::AlreadySo`](crate::Outcome::AlreadySo): this very request may have deleted it.
    pub fn delete_topics(&self, names: &[impl AsRef<str>]) -> Call<'_, DeleteTopics> {
        self.call(DeleteTopics(()), Cow::Owned(owned(names)))
    }
}

impl Operation for DeleteTopics {
    type Item = String;
    type Key = String;
    type Value = ();
    type Request<'a> = DeleteTopicsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, name: &String) -> String {
        name.clone()
    }

    fn check(&self, name: &String) -> Result<()> {
        validate_name(name)
    }

    fn route<'a>(&self, _: &'a String) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        names: &[&'a String],
        terms: Terms,
    ) -> Result<DeleteTopicsRequest<'a>> {
        let timeout_ms = terms.timeout_ms;
        let request = DeleteTopicsRequest { timeout_ms, ..DeleteTopicsRequest::default() };
        let names = names.iter().map(|name| name.as_str());
        // v6 names topics by name or id, in another field.
        Ok(match terms.version {
            ..6 => DeleteTopicsRequest {
                topic_names: Array::from(names.collect::<Vec<_>>()),
                ..request
            },
            _ => DeleteTopicsRequest { topics: names.map(to_delete).collect(), ..request },
        })
    }

    fn answers(
        &self,
        names: &[&String],
        response: &DeleteTopicsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let results = response.responses.iter().map(|topic| {
            let DeletableTopicResult { name, error_code, error_message, .. } = topic;
            let deleted = move || checked(ApiKey::DELETE_TOPICS, error_code, error_message);
            (name.unwrap_or_default(), deleted)
        });
        Ok(by_name(names.iter().map(|name| name.as_str()), results))
    }
}

fn to_delete(name: &str) -> DeleteTopicState<'_> {
    DeleteTopicState { name: Some(name), ..DeleteTopicState::default() }
}
