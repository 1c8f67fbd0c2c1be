//! Adding and removing voters of the KRaft quorum (KIP-853).

use kafka_proto::messages::add_raft_voter::{AddRaftVoterRequest, AddRaftVoterResponse, Listener};
use kafka_proto::messages::remove_raft_voter::{RemoveRaftVoterRequest, RemoveRaftVoterResponse};
use kafka_proto::{ApiKey, Uuid};

use super::RaftEndpoint;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Error, Result};

/// Adds one.
#[derive(Debug, Clone, Copy)]
pub(super) struct AddRaftVoter;

/// Removes one.
#[derive(Debug, Clone, Copy)]
pub(super) struct RemoveRaftVoter;

/// A controller by its id and the id of its metadata directory, which a new disk changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaftVoter {
    id: i32,
    directory_id: Uuid,
    endpoints: Vec<RaftEndpoint>,
    cluster_id: Option<String>,
}

impl RaftVoter {
    /// The controller with this id and this metadata directory (`directory.id` of its
    /// `meta.properties`).
    pub fn new(id: i32, directory_id: Uuid) -> Self {
        Self { id, directory_id, endpoints: Vec::new(), cluster_id: None }
    }

    /// One of its listeners. To be added it needs one at least.
    #[must_use]
    pub fn endpoint(mut self, endpoint: RaftEndpoint) -> Self {
        self.endpoints.push(endpoint);
        self
    }

    /// Refuses it where the cluster has another id than this. Default: any.
    #[must_use]
    pub fn of_cluster(mut self, cluster_id: impl Into<String>) -> Self {
        self.cluster_id = Some(cluster_id.into());
        self
    }

    fn validate(&self) -> Result<()> {
        match self.id {
            ..0 => Err(Error::invalid("the id of a controller is not negative")),
            _ if self.directory_id.is_zero() => {
                Err(Error::invalid("the id of a metadata directory is not all zeroes"))
            }
            _ => Ok(()),
        }
    }
}

impl Admin {
    /// Makes a controller that follows the quorum a voter of it (Kafka 3.9 and later, with
    /// `kraft.version` 1). It needs ALTER on the cluster.
    ///
    /// # Errors
    /// The request failed: DUPLICATE_VOTER when it votes already, also when an earlier request made it one;
    /// UNSUPPORTED_VERSION while `kraft.version` is 0.
    pub async fn add_raft_voter(&self, voter: RaftVoter) -> Result<()> {
        self.call_about(AddRaftVoter, voter).await
    }

    /// Takes a controller's vote (Kafka 3.9 and later, with `kraft.version` 1). It needs ALTER on the
    /// cluster. A quorum of few voters stops when it loses more than half of them: look at
    /// [`describe_quorum`](Self::describe_quorum) first.
    ///
    /// # Errors
    /// The request failed: VOTER_NOT_FOUND when it has no vote, also when an earlier request took it;
    /// UNSUPPORTED_VERSION while `kraft.version` is 0.
    pub async fn remove_raft_voter(&self, voter: RaftVoter) -> Result<()> {
        self.call_about(RemoveRaftVoter, voter).await
    }
}

impl Operation for AddRaftVoter {
    type Item = RaftVoter;
    type Key = String;
    type Value = ();
    type Request<'a> = AddRaftVoterRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, voter: &RaftVoter) -> String {
        format!("voter {}", voter.id)
    }

    fn check(&self, voter: &RaftVoter) -> Result<()> {
        voter.validate()?;
        match voter.endpoints.as_slice() {
            [] => Err(Error::invalid("a voter has at least 1 listener")),
            _ => Ok(()),
        }
    }

    fn route<'a>(&self, _: &'a RaftVoter) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        voters: &[&'a RaftVoter],
        terms: Terms,
    ) -> Result<AddRaftVoterRequest<'a>> {
        let Some(voter) = voters.first() else { return Err(Error::missing_item()) };
        let listeners = voter.endpoints.iter().map(|it| Listener {
            name: &it.name,
            host: &it.host,
            port: it.port,
            ..Listener::default()
        });
        Ok(AddRaftVoterRequest {
            cluster_id: voter.cluster_id.as_deref(),
            timeout_ms: terms.timeout_ms,
            voter_id: voter.id,
            voter_directory_id: voter.directory_id,
            listeners: listeners.collect(),
            ..AddRaftVoterRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&RaftVoter],
        response: &AddRaftVoterResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        checked(ApiKey::ADD_RAFT_VOTER, response.error_code, response.error_message)?;
        one(())
    }
}

impl Operation for RemoveRaftVoter {
    type Item = RaftVoter;
    type Key = String;
    type Value = ();
    type Request<'a> = RemoveRaftVoterRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, voter: &RaftVoter) -> String {
        format!("voter {}", voter.id)
    }

    fn check(&self, voter: &RaftVoter) -> Result<()> {
        voter.validate()
    }

    fn route<'a>(&self, _: &'a RaftVoter) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        voters: &[&'a RaftVoter],
        _: Terms,
    ) -> Result<RemoveRaftVoterRequest<'a>> {
        let Some(voter) = voters.first() else { return Err(Error::missing_item()) };
        Ok(RemoveRaftVoterRequest {
            cluster_id: voter.cluster_id.as_deref(),
            voter_id: voter.id,
            voter_directory_id: voter.directory_id,
            ..RemoveRaftVoterRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&RaftVoter],
        response: &RemoveRaftVoterResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        checked(ApiKey::REMOVE_RAFT_VOTER, response.error_code, response.error_message)?;
        one(())
    }
}
