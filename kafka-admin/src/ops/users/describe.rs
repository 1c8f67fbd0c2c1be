//! Describing users.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_user_scram_credentials::{
    DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse,
    DescribeUserScramCredentialsResult, UserName,
};

use super::ScramCredentialInfo;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::ops::topics::owned;
use crate::{Admin, Call, Error, Result};

/// [`Admin::describe_scram_users`]: what each user logs in with, by name.
#[derive(Debug, Clone, Copy)]
pub struct DescribeScramUsers(());

impl Admin {
    /// What these users log in with by SCRAM (DescribeUserScramCredentials, Kafka 2.7 and later). Needs
    /// DESCRIBE on the cluster.
    ///
    /// # Errors
    /// The request failed as a whole, with CLUSTER_AUTHORIZATION_FAILED without DESCRIBE. A user that
    /// is not there is in the [`Batch`](crate::Batch), as
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound).
    pub fn describe_scram_users(&self, users: &[impl AsRef<str>]) -> Call<'_, DescribeScramUsers> {
        self.call(DescribeScramUsers(()), Cow::Owned(owned(users)))
    }
}

impl Operation for DescribeScramUsers {
    type Item = String;
    type Key = String;
    type Value = Vec<ScramCredentialInfo>;
    type Request<'a> = DescribeUserScramCredentialsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, user: &String) -> String {
        user.clone()
    }

    fn check(&self, user: &String) -> Result<()> {
        match user.is_empty() {
            true => Err(Error::invalid("the name of a user is not empty")),
            false => Ok(()),
        }
    }

    fn route<'a>(&self, _: &'a String) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        users: &[&'a String],
        _: Terms,
    ) -> Result<DescribeUserScramCredentialsRequest<'a>> {
        let names = users.iter().map(|name| UserName { name, ..UserName::default() });
        Ok(DescribeUserScramCredentialsRequest {
            users: Some(names.collect()),
            ..DescribeUserScramCredentialsRequest::default()
        })
    }

    fn answers(
        &self,
        users: &[&String],
        response: &DescribeUserScramCredentialsResponse<'_>,
    ) -> Result<Vec<Result<Vec<ScramCredentialInfo>>>> {
        let api = ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS;
        checked(api, response.error_code, response.error_message)?;
        let results = response.results.iter().map(|it| (it.user, move || credentials(&it)));
        Ok(by_name(users.iter().map(|user| user.as_str()), results))
    }
}

/// What a user logs in with.
pub(super) fn credentials(
    result: &DescribeUserScramCredentialsResult<'_>,
) -> Result<Vec<ScramCredentialInfo>> {
    let api = ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS;
    checked(api, result.error_code, result.error_message)?;
    let infos = result.credential_infos.iter();
    Ok(infos.filter_map(|info| ScramCredentialInfo::of(&info)).collect())
}
