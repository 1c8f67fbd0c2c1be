//! Listing groups.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::list_groups::{ListGroupsRequest, ListGroupsResponse, ListedGroup};

use super::state::{GroupState, GroupType};
use crate::call::{Operation, Route, Terms, checked, one};
use crate::cluster::BrokerNode;
use crate::net::connection::Effect;
use crate::{Admin, Batch, Error, Result};

/// The groups that one broker coordinates.
#[derive(Debug, Clone)]
pub(super) struct ListGroups(GroupFilter);

/// Which groups to list. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct GroupFilter {
    states: Vec<GroupState>,
    types: Vec<GroupType>,
    protocol_types: Vec<String>,
}

/// A group in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupListing {
    /// Its id.
    pub group_id: String,
    /// What its members do: `consumer`, or the protocol of another program; empty when it has offsets only.
    pub protocol_type: String,
    /// Its state, from brokers that tell (ListGroups v4, Kafka 2.6).
    pub state: Option<GroupState>,
    /// Its type, from brokers that tell (ListGroups v5, Kafka 3.8).
    pub group_type: Option<GroupType>,
}

impl GroupFilter {
    /// Only groups in one of these states; none is all. Brokers before Kafka 2.6 refuse it.
    pub fn states(mut self, states: impl IntoIterator<Item = GroupState>) -> Self {
        self.states.extend(states);
        self
    }

    /// Only groups of one of these types; none is all. Brokers before Kafka 3.8 refuse it.
    pub fn types(mut self, types: impl IntoIterator<Item = GroupType>) -> Self {
        self.types.extend(types);
        self
    }

    /// Only groups whose members speak one of these protocols, such as `consumer` or `connect`; none is
    /// all. A group with offsets only has the empty one. This client compares them, brokers do not.
    pub fn protocol_types(mut self, types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.protocol_types.extend(types.into_iter().map(Into::into));
        self
    }

    fn keeps(&self, group: &ListedGroup<'_>) -> bool {
        let all = self.protocol_types.is_empty();
        all || self.protocol_types.iter().any(|it| it == group.protocol_type)
    }
}

impl Admin {
    /// Lists the groups that this client may DESCRIBE. Each broker coordinates some of them, so each is
    /// asked, and has a result of its own, by its id: what is missing in one that failed is not hidden.
    /// Brokers leave out without a word what this client may not see.
    ///
    /// # Errors
    /// The brokers cannot be listed, or there is only one and it could not be asked.
    pub async fn list_groups(&self) -> Result<Batch<i32, Vec<GroupListing>>> {
        self.list_matching_groups(&GroupFilter::default()).await
    }

    /// Lists those of the groups that the filter selects, as [`list_groups`](Self::list_groups) does.
    ///
    /// # Errors
    /// The same. A broker that is too old for the filter has an error in the [`Batch`].
    pub async fn list_matching_groups(
        &self,
        filter: &GroupFilter,
    ) -> Result<Batch<i32, Vec<GroupListing>>> {
        let deadline = self.deadline();
        let brokers = self.describe_cluster().await?.brokers;
        if brokers.is_empty() {
            return Err(Error::count_mismatch(1, 0).about("the list of brokers"));
        }
        self.call(ListGroups(filter.clone()), Cow::Owned(brokers)).until(deadline).await
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
        let GroupFilter { states, types, .. } = &self.0;
        Ok(ListGroupsRequest {
            states_filter: states.iter().map(GroupState::name).collect(),
            types_filter: types.iter().map(GroupType::name).collect(),
            ..ListGroupsRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&BrokerNode],
        response: &ListGroupsResponse<'_>,
    ) -> Result<Vec<Result<Vec<GroupListing>>>> {
        checked(ApiKey::LIST_GROUPS, response.error_code, None)?;
        let mut groups = Vec::with_capacity(response.groups.len());
        let kept = response.groups.iter().filter(|group| self.0.keeps(group));
        groups.extend(kept.map(|group| listing(&group)));
        one(groups)
    }
}

fn listing(group: &ListedGroup<'_>) -> GroupListing {
    let (state, kind) = (group.group_state, group.group_type);
    GroupListing {
        group_id: group.group_id.to_owned(),
        protocol_type: group.protocol_type.to_owned(),
        state: (!state.is_empty()).then(|| GroupState::told(state)),
        group_type: (!kind.is_empty()).then(|| GroupType::told(kind)),
    }
}
