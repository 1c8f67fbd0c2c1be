//! Listing groups.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::list_groups::{ListGroupsRequest, ListGroupsResponse, ListedGroup};

use crate::call::{Operation, Route, Terms, checked, one};
use crate::cluster::BrokerNode;
use crate::net::connection::Effect;
use crate::{Admin, Batch, Error, Result};

/// The groups that one broker coordinates.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListGroups;

/// A group in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupListing {
    /// Its id.
    pub group_id: String,
    /// What its members do: `consumer`, or the protocol of another program; empty when it has offsets only.
    pub protocol_type: String,
    /// Its state, from brokers that tell (ListGroups v4), such as `Stable`.
    pub state: Option<String>,
    /// Its type, from brokers that tell (ListGroups v5): `Classic`, `Consumer`, `Share`, `Streams`.
    pub group_type: Option<String>,
}

impl Admin {
    /// Lists the groups that this client may DESCRIBE. Each broker coordinates some of them, so each is
    /// asked, and has a result of its own, by its id: what is missing in one that failed is not hidden.
    /// Brokers leave out without a word what this client may not see.
    ///
    /// # Errors
    /// The brokers cannot be listed, or there is only one and it could not be asked.
    pub async fn list_groups(&self) -> Result<Batch<i32, Vec<GroupListing>>> {
        let deadline = self.deadline();
        let brokers = self.describe_cluster().await?.brokers;
        if brokers.is_empty() {
            return Err(Error::count_mismatch(1, 0).about("the list of brokers"));
        }
        self.call(ListGroups, Cow::Owned(brokers)).until(deadline).await
    }
}

impl Operation for ListGroups {
    type Item = BrokerNode;
    type Key = i32;
    type Value = Vec<GroupListing>;
    type Request<'a> = ListGroupsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, broker: &BrokerNode) -> i32 {
        broker.id
    }

    fn check(&self, broker: &BrokerNode) -> Result<()> {
        broker.address().map(drop).map_err(Error::not_dialable)
    }

    fn route<'a>(&self, broker: &'a BrokerNode) -> Route<'a> {
        Route::Broker(broker.id)
    }

    fn request<'a>(&'a self, _: &[&'a BrokerNode], _: Terms) -> Result<ListGroupsRequest<'a>> {
        Ok(ListGroupsRequest::default())
    }

    fn answers(
        &self,
        _: &[&BrokerNode],
        response: &ListGroupsResponse<'_>,
    ) -> Result<Vec<Result<Vec<GroupListing>>>> {
        checked(ApiKey::LIST_GROUPS, response.error_code, None)?;
        let mut groups = Vec::with_capacity(response.groups.len());
        groups.extend(response.groups.iter().map(|group| listing(&group)));
        one(groups)
    }
}

fn listing(group: &ListedGroup<'_>) -> GroupListing {
    let told = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    GroupListing {
        group_id: group.group_id.to_owned(),
        protocol_type: group.protocol_type.to_owned(),
        state: told(group.group_state),
        group_type: told(group.group_type),
    }
}
