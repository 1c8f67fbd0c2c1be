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
pub(crate) struct FindCoordinator {
    pub(crate) of: CoordinatorType,
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

#[cfg(test)]
mod tests {
    use kafka_proto::messages::find_coordinator::Coordinator;

    use super::*;
    use crate::Error;

    const FIND: FindCoordinator = FindCoordinator { of: CoordinatorType::TRANSACTION };

    #[test]
    fn kip_699_several_keys_are_asked_for_at_once_from_v4_on() {
        let (a, b) = ("a".to_owned(), "b".to_owned());
        assert_eq!((FIND.key(&a), FIND.key(&b)), (a.clone(), b.clone()));
        for (version, one, several) in
            [(0, "a", &[][..]), (3, "a", &[]), (4, "", &["a", "b"]), (6, "", &["a", "b"])]
        {
            let keys = [&a, &b];
            let asked = keys.get(..FindCoordinator::at_most(version)).unwrap_or(&keys);
            let terms = Terms { version, timeout_ms: 0, validate_only: false };
            let request = FIND.request(asked, terms).unwrap();
            assert_eq!((request.key_type, request.key), (FIND.of, one), "v{version}");
            assert!(request.coordinator_keys.iter().eq(several.iter().copied()), "v{version}");
        }
    }

    #[test]
    fn kip_699_the_answer_is_in_another_field_too() {
        let (a, b) = ("a".to_owned(), "b".to_owned());
        let denied = ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        let ids = |response: &FindCoordinatorResponse<'_>, keys: &[&String]| {
            let results = FIND.answers(keys, response).unwrap();
            results.iter().map(|it| it.as_ref().map_err(Error::code).copied()).collect::<Vec<_>>()
        };
        let old = FindCoordinatorResponse { node_id: 7, host: "h", ..Default::default() };
        assert_eq!(ids(&old, &[&a]), [Ok(7)]);
        let refused = FindCoordinatorResponse { error_code: denied, ..Default::default() };
        assert_eq!(ids(&refused, &[&a]), [Err(Some(denied))]);
        let of = |key, node_id, error_code| Coordinator {
            key,
            node_id,
            error_code,
            ..Default::default()
        };
        let coordinators = vec![of("b", 8, ErrorCode::NONE), of("a", -1, denied)].into();
        let new = FindCoordinatorResponse { coordinators, ..Default::default() };
        assert_eq!(ids(&new, &[&a, &b]), [Err(Some(denied)), Ok(8)]);
        let missing = ids(&FindCoordinatorResponse::default(), &[&a]);
        assert_eq!(missing, [Err(None)], "an answer about nobody names no broker 0");
    }
}
