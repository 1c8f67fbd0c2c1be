//! RemoveRaftVoter: a controller loses its vote (KIP-853).

use kafka_proto::messages::remove_raft_voter::{RemoveRaftVoterRequest, RemoveRaftVoterResponse};
use kafka_proto::{AclOperation, ErrorCode, Uuid};

use super::add_raft_voter::{check_cluster, check_kraft, key, keys};
use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &RemoveRaftVoterRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    match remove(call, request) {
        Ok(()) => {
            call.reply(&RemoveRaftVoterResponse { error_message: None, ..Default::default() })
        }
        Err(refusal) => refuse(call, request, &refusal),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &RemoveRaftVoterRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&RemoveRaftVoterResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

/// In Kafka's order. An active controller that loses its vote resigns.
fn remove(call: &Call<'_>, request: &RemoveRaftVoterRequest<'_>) -> Result<(), Refusal> {
    check_cluster(call, request.cluster_id)?;
    let voter = (request.voter_id, request.voter_directory_id);
    if voter.0 < 0 || voter.1 == Uuid::ZERO {
        let text = "Remove voter request didn't include a valid voter";
        return Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
    }
    check_kraft(call, "removing")?;
    call.cluster.state.quorum.change(|quorum| {
        if !quorum.remove(voter) {
            let (key, keys) = (key(voter), keys(quorum));
            let text = format!("Cannot remove voter {key} from the set of voters {keys}");
            return Err(Refusal::new(ErrorCode::VOTER_NOT_FOUND, text));
        }
        quorum.elect(|id| call.cluster.is_up(id));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use kafka_proto::messages::add_raft_voter::{AddRaftVoterRequest, Listener};

    use super::super::tests::{ask, cluster, iam, read};
    use super::*;
    use crate::cluster::Cluster;

    fn removed(cluster: &Cluster, id: u8) -> ErrorCode {
        let voter_directory_id = Uuid([id; 16]);
        let voter_id = id.into();
        let request = RemoveRaftVoterRequest {
            cluster_id: None,
            voter_id,
            voter_directory_id,
            ..Default::default()
        };
        let frame = ask(cluster, &iam(), 0, &request).unwrap();
        read::<RemoveRaftVoterRequest<'_>>(&frame, 0).error_code
    }

    fn added(cluster: &Cluster, id: u8) -> ErrorCode {
        let listener = Listener { name: "CONTROLLER", host: "localhost", ..Default::default() };
        let request = AddRaftVoterRequest {
            cluster_id: None,
            voter_id: id.into(),
            voter_directory_id: Uuid([id; 16]),
            listeners: vec![listener].into(),
            ..Default::default()
        };
        let frame = ask(cluster, &iam(), 1, &request).unwrap();
        read::<AddRaftVoterRequest<'_>>(&frame, 1).error_code
    }

    /// As three controllers of Kafka 4.4.0 did it.
    #[test]
    fn a_voter_that_was_removed_observes_and_can_be_added_again() {
        let cluster = cluster(3);
        assert_eq!(added(&cluster, 3), ErrorCode::DUPLICATE_VOTER);
        assert_eq!(removed(&cluster, 3), ErrorCode::NONE);
        assert_eq!(removed(&cluster, 3), ErrorCode::VOTER_NOT_FOUND);
        assert_eq!(cluster.state.quorum.now().observers().count(), 1);
        assert_eq!(added(&cluster, 3), ErrorCode::NONE);
        assert_eq!(added(&cluster, 4), ErrorCode::REQUEST_TIMED_OUT);
        assert_eq!(removed(&cluster, 1), ErrorCode::NONE);
        assert_eq!(cluster.state.quorum.now().leader(), 2);
        assert_eq!(removed(&cluster, 2), ErrorCode::NONE);
        assert_eq!(removed(&cluster, 3), ErrorCode::VOTER_NOT_FOUND);
    }
}
