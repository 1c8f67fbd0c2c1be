//! Finding the coordinators of groups and transactional ids.

use kafka_proto::messages::find_coordinator::{FindCoordinatorRequest, FindCoordinatorResponse};
use kafka_proto::{ApiKey, CoordinatorType, ErrorCode};

use super::answers::{by_name, checked};
use super::operation::{Operation, Terms};
use super::route::Route;
use crate::Result;
use crate::net::connection::Effect;

/// The id of the broker that coordinates each group or transactional id.
#[derive(Debug, Clone, Copy)]
pub(super) struct FindCoordinator {
    pub(super) of: CoordinatorType,
}

/// From this version on keys are in another field, and there may be several (KIP-699).
const SEVERAL_KEYS: i16 = 4;

impl Operation for FindCoordinator {
    type Item = String;
    type Key = String;
    type Value = i32;
    type Request<'a> = FindCoordinatorRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, key: &String) -> String {
        key.clone()
    }

    fn route<'a>(&self, _: &'a String) -> Route<'a> {
        Route::Any
    }

    fn at_most(version: i16) -> usize {
        if version < SEVERAL_KEYS { 1 } else { usize::MAX }
    }

    fn request<'a>(
        &'a self,
        keys: &[&'a String],
        terms: Terms,
    ) -> Result<FindCoordinatorRequest<'a>> {
        let mut keys = keys.iter().map(|key| key.as_str());
        let request =
            FindCoordinatorRequest { key_type: self.of, ..FindCoordinatorRequest::default() };
        Ok(match terms.version < SEVERAL_KEYS {
            true => FindCoordinatorRequest { key: keys.next().unwrap_or_default(), ..request },
            false => FindCoordinatorRequest { coordinator_keys: keys.collect(), ..request },
        })
    }

    fn answers(
        &self,
        keys: &[&String],
        response: &FindCoordinatorResponse<'_>,
    ) -> Result<Vec<Result<i32>>> {
        let is_old = response.error_code != ErrorCode::NONE || !response.host.is_empty();
        if is_old && response.coordinators.is_empty() {
            return Ok(vec![node(response.error_code, None, response.node_id)]);
        }
        let results = response.coordinators.iter();
        let results =
            results.map(|it| (it.key, move || node(it.error_code, it.error_message, it.node_id)));
        Ok(by_name(keys.iter().map(|key| key.as_str()), results))
    }
}

fn node(code: ErrorCode, text: Option<&str>, id: i32) -> Result<i32> {
    checked(ApiKey::FIND_COORDINATOR, code, text).map(|()| id)
}
