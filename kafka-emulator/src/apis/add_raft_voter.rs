//! AddRaftVoter: a controller gets a vote (KIP-853).

use std::collections::BTreeMap;

use kafka_proto::messages::add_raft_voter::{AddRaftVoterRequest, AddRaftVoterResponse};
use kafka_proto::{AclOperation, ErrorCode, Uuid};

use super::{Call, Outcome};
use crate::profile::KRAFT_VERSION;
use crate::refusal::Refusal;
use crate::state::quorum::{CONTROLLER_LISTENER, Quorum};

pub(super) fn answer(call: &Call<'_>, request: &AddRaftVoterRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    match add(call, request) {
        Ok(()) => call.reply(&AddRaftVoterResponse { error_message: None, ..Default::default() }),
        Err(refusal) => refuse(call, request, &refusal),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &AddRaftVoterRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&AddRaftVoterResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

/// In Kafka's order: what is wrong with the request, with the cluster, with the voter.
fn add(call: &Call<'_>, request: &AddRaftVoterRequest<'_>) -> Result<(), Refusal> {
    check_cluster(call, request.cluster_id)?;
    let voter = (request.voter_id, request.voter_directory_id);
    if voter.0 < 0 || voter.1 == Uuid::ZERO {
        let text = "Add voter request didn't include a valid voter";
        return Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
    }
    check_listeners(request)?;
    check_kraft(call, "adding")?;
    call.cluster.state.quorum.change(|quorum| {
        if quorum.has_voter(voter.0) {
            let (key, keys) = (key(voter), keys(quorum));
            let text =
                format!("The voter id for {key} is already part of the set of voters {keys}.");
            return Err(Refusal::new(ErrorCode::DUPLICATE_VOTER, text));
        }
        if !quorum.is_observer(voter) || !call.cluster.is_up(voter.0) {
            let text = "Aborted add voter operation for since API_VERSIONS returned an error \
                        BROKER_NOT_AVAILABLE";
            return Err(Refusal::new(ErrorCode::REQUEST_TIMED_OUT, text));
        }
        quorum.add(voter);
        Ok(())
    })
}

/// A request that names no cluster means this one.
pub(super) fn check_cluster(call: &Call<'_>, asked: Option<&str>) -> Result<(), Refusal> {
    let id = &call.cluster.id;
    match asked {
        Some(asked) if asked != id => {
            let text = format!("The given id \"{asked}\" doesn't match the cluster id \"{id}\"");
            Err(Refusal::new(ErrorCode::INCONSISTENT_CLUSTER_ID, text))
        }
        _ => Ok(()),
    }
}

/// Voters can change with level 1 only.
pub(super) fn check_kraft(call: &Call<'_>, what: &str) -> Result<(), Refusal> {
    let features = call.cluster.state.features.now();
    match features.level_of(call.cluster.profile, KRAFT_VERSION) {
        0 => {
            let text = format!(
                "Cluster doesn't support {what} voter because the {KRAFT_VERSION} feature is 0"
            );
            Err(Refusal::new(ErrorCode::UNSUPPORTED_VERSION, text))
        }
        _ => Ok(()),
    }
}

fn check_listeners(request: &AddRaftVoterRequest<'_>) -> Result<(), Refusal> {
    let mut endpoints = BTreeMap::new();
    for listener in request.listeners.iter() {
        endpoints.insert(listener.name, (listener.host, listener.port));
    }
    if endpoints.contains_key(CONTROLLER_LISTENER) {
        return Ok(());
    }
    let endpoints = request.listeners.iter().map(|listener| {
        let (name, host, port) = (listener.name, listener.host, listener.port);
        format!("ListenerName({name})={host}/<unresolved>:{port}")
    });
    let endpoints = endpoints.collect::<Vec<_>>().join(", ");
    let text = format!(
        "Add voter request didn't include the endpoint (Endpoints(endpoints={{{endpoints}}})) for \
         the default listener ListenerName({CONTROLLER_LISTENER})"
    );
    Err(Refusal::new(ErrorCode::INVALID_REQUEST, text))
}

/// `ReplicaKey.toString`.
pub(super) fn key((id, directory): (i32, Uuid)) -> String {
    format!("ReplicaKey(id={id}, directoryId={directory})")
}

pub(super) fn keys(quorum: &Quorum) -> String {
    let keys: Vec<String> = quorum.voters().map(key).collect();
    format!("[{}]", keys.join(", "))
}
