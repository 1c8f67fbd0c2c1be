//! Deleting groups.

use std::borrow::Cow;

use kafka_proto::messages::delete_groups::{DeleteGroupsRequest, DeleteGroupsResponse};
use kafka_proto::{ApiKey, CoordinatorType};

use super::name::validate_group_id;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::delete_groups`]: deletes groups without members.
#[derive(Debug, Clone, Copy)]
pub struct DeleteGroups(());

impl Admin {
    /// Deletes groups of any type, and the offsets that they have committed. Only a group without
    /// members can be deleted. Needs DELETE on the group.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a group is in the
    /// [`Batch`](crate::Batch): NON_EMPTY_GROUP (68) when it has members, and GROUP_ID_NOT_FOUND (69),
    /// whose outcome is [`AlreadySo`](crate::Outcome::AlreadySo), when there is none.
    pub fn delete_groups(&self, ids: &[impl AsRef<str>]) -> Call<'_, DeleteGroups> {
        let ids = ids.iter().map(|id| id.as_ref().to_owned()).collect();
        self.call(DeleteGroups(()), Cow::Owned(ids))
    }
}

impl Operation for DeleteGroups {
    type Item = String;
    type Key = String;
    type Value = ();
    type Request<'a> = DeleteGroupsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, id: &String) -> String {
        id.clone()
    }

    fn check(&self, id: &String) -> Result<()> {
        validate_group_id(id)
    }

    fn route<'a>(&self, id: &'a String) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, id)
    }

    fn request<'a>(&'a self, ids: &[&'a String], _: Terms) -> Result<DeleteGroupsRequest<'a>> {
        let groups_names = ids.iter().map(|id| id.as_str()).collect();
        Ok(DeleteGroupsRequest { groups_names, ..DeleteGroupsRequest::default() })
    }

    fn answers(
        &self,
        ids: &[&String],
        response: &DeleteGroupsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let results = response.results.iter().map(|it| {
            let read = move || checked(ApiKey::DELETE_GROUPS, it.error_code, it.error_message);
            (it.group_id, read)
        });
        Ok(by_name(ids.iter().map(|id| id.as_str()), results))
    }
}
