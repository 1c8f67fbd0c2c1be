//! UnregisterController: the cluster forgets what a controller said of itself.

use kafka_proto::messages::unregister_controller::{
    UnregisterControllerRequest, UnregisterControllerResponse,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &UnregisterControllerRequest<'_>) -> Outcome {
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    let id = request.controller_id;
    let result = call.cluster.state.quorum.change(|quorum| {
        if quorum.leader() == id {
            let text = "Controller cannot unregister itself while it is active.";
            return Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
        }
        if !quorum.unregister(id) {
            let text = format!("Controller ID {id} is not currently registered.");
            return Err(Refusal::new(ErrorCode::CONTROLLER_ID_NOT_REGISTERED, text));
        }
        Ok(())
    });
    match result {
        Ok(()) => call.reply(&UnregisterControllerResponse::default()),
        Err(refusal) => refuse(call, request, &refusal),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &UnregisterControllerRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&UnregisterControllerResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}
