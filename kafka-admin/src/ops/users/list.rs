//! Listing users.

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_user_scram_credentials::{
    DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse,
};

use super::ScramCredentialInfo;
use super::describe::credentials;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Batch, Call, Result};

/// [`Admin::list_scram_users`]: what every user logs in with.
#[derive(Debug, Clone, Copy)]
pub struct ListScramUsers(());

/// Every user by name, with what the user logs in with.
type Listed = Batch<String, Vec<ScramCredentialInfo>>;

impl Admin {
    /// Every user who can log in by SCRAM, sorted by name (DescribeUserScramCredentials, Kafka 2.7 and
    /// later). Needs DESCRIBE on the cluster.
    ///
    /// # Errors
    /// The request failed, with CLUSTER_AUTHORIZATION_FAILED without DESCRIBE.
    pub fn list_scram_users(&self) -> Call<'_, ListScramUsers, Listed> {
        self.call_about(ListScramUsers(()), "users")
    }
}

impl Operation for ListScramUsers {
    type Item = &'static str;
    type Key = &'static str;
    type Value = Listed;
    type Request<'a> = DescribeUserScramCredentialsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, what: &&'static str) -> &'static str {
        what
    }

    fn route<'a>(&self, _: &'a &'static str) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        _: &[&'a &'static str],
        _: Terms,
    ) -> Result<DescribeUserScramCredentialsRequest<'a>> {
        Ok(DescribeUserScramCredentialsRequest {
            // Null means all users, too. But Kafka never answers that to somebody without the right
            // to: it falls over its own refusal.
            users: Some(Vec::new().into()),
            ..DescribeUserScramCredentialsRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&&'static str],
        response: &DescribeUserScramCredentialsResponse<'_>,
    ) -> Result<Vec<Result<Listed>>> {
        let api = ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS;
        checked(api, response.error_code, response.error_message)?;
        let mut users = Vec::with_capacity(response.results.len());
        for result in response.results.iter() {
            let found = credentials(&result).map_err(|error| error.about(result.user));
            users.push((result.user.to_owned(), found));
        }
        users.sort_by(|(left, _), (right, _)| left.cmp(right));
        one(Batch::new(users))
    }
}
