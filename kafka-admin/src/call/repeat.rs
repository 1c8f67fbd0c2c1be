//! Whether an item that failed is asked about again, and what has to be found out first.

use std::time::Duration;

use kafka_proto::{CoordinatorType, ErrorCode};

use super::route::Route;
use crate::net::connection::Effect;
use crate::{Error, ErrorKind, Layer, Outcome};

/// What comes after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Nothing: it is the result.
    Never,
    /// The same again, after a while.
    Again,
    /// As `Again`, after the longer while between logins that a broker limits.
    AgainByLogin,
    /// As `Again`, but this long at least.
    AgainAfter(Duration),
    /// Who the controller is has to be found out first.
    AtTheController,
}

/// What comes after this error of an item. Time is left for so long; `None` when what exceeds a quota
/// is not to be repeated.
///
/// A write is repeated only when it is known that it did not happen.
pub(super) fn repeat(
    effect: Effect,
    route: &Route<'_>,
    error: &Error,
    quota: Option<Duration>,
) -> Repeat {
    let refused = effect == Effect::Read || error.outcome() == Outcome::NotApplied;
    let unsent = effect == Effect::Read || error.outcome() == Outcome::NotSent;
    match code_of_api(error) {
        Some(ErrorCode::NOT_CONTROLLER) if refused => Repeat::AtTheController,
        // KIP-599: such an item was not done, and may be sent again after the throttle time.
        Some(ErrorCode::THROTTLING_QUOTA_EXCEEDED) if refused => within(error, quota),
        // The transaction that is in the way is being ended, and this was not done yet.
        Some(ErrorCode::CONCURRENT_TRANSACTIONS) if is_transaction(route) => Repeat::Again,
        // Who coordinates or leads is found out before each request.
        Some(code) if refused && has_moved(route, code) => Repeat::Again,
        Some(_) => Repeat::Never,
        None if !unsent || !error.is_retriable() => Repeat::Never,
        None => match error.kind() {
            // Whoever is held back beyond the deadline has no time to ask again either.
            ErrorKind::Throttled => Repeat::Never,
            ErrorKind::IamTooManyConnects => Repeat::AgainByLogin,
            _ => Repeat::Again,
        },
    }
}

/// What the broker answered to the request. A refused login has a code too, which says nothing of it.
pub(super) fn code_of_api(error: &Error) -> Option<ErrorCode> {
    error.code().filter(|_| error.layer() == Layer::Api)
}

fn within(error: &Error, quota: Option<Duration>) -> Repeat {
    let wait = error.throttle_time().unwrap_or_default();
    match quota {
        Some(left) if wait < left || wait.is_zero() => Repeat::AgainAfter(wait),
        _ => Repeat::Never,
    }
}

/// Whether the code says that another broker coordinates or leads now, or will in a moment.
fn has_moved(route: &Route<'_>, code: ErrorCode) -> bool {
    match route {
        Route::Coordinator(..) => matches!(
            code,
            ErrorCode::COORDINATOR_LOAD_IN_PROGRESS
                | ErrorCode::COORDINATOR_NOT_AVAILABLE
                | ErrorCode::NOT_COORDINATOR
        ),
        Route::Leader(..) => matches!(
            code,
            ErrorCode::FENCED_LEADER_EPOCH
                | ErrorCode::LEADER_NOT_AVAILABLE
                | ErrorCode::NOT_LEADER_OR_FOLLOWER
                | ErrorCode::UNKNOWN_LEADER_EPOCH
        ),
        Route::Any | Route::Broker(_) | Route::Controller => false,
    }
}

fn is_transaction(route: &Route<'_>) -> bool {
    matches!(route, Route::Coordinator(CoordinatorType::TRANSACTION, _))
}

#[cfg(test)]
mod tests {
    use kafka_proto::ApiKey;

    use super::*;

    const GROUP: Route<'static> = Route::Coordinator(CoordinatorType::GROUP, "g");
    const TRANSACTION: Route<'static> = Route::Coordinator(CoordinatorType::TRANSACTION, "x");
    const PARTITION: Route<'static> = Route::Leader("t", 0);
    const ROUTES: [Route<'static>; 6] =
        [Route::Any, Route::Controller, Route::Broker(1), GROUP, TRANSACTION, PARTITION];
    const LEFT: Option<Duration> = Some(Duration::from_secs(10));

    fn code(code: ErrorCode) -> Error {
        Error::of_code(ApiKey::CREATE_TOPICS, code, None)
    }

    fn without_code(kind: ErrorKind, outcome: Outcome) -> Error {
        Error::new(kind, Layer::Kafka, "no").outcome_is(outcome)
    }

    /// For a read and for a write.
    fn both(route: Route<'_>, error: &Error) -> [Repeat; 2] {
        [Effect::Read, Effect::Write].map(|effect| repeat(effect, &route, error, LEFT))
    }

    #[test]
    fn a_code_is_repeated_where_another_broker_has_the_answer_now() {
        let movers = [
            (ErrorCode::COORDINATOR_LOAD_IN_PROGRESS, GROUP),
            (ErrorCode::COORDINATOR_NOT_AVAILABLE, GROUP),
            (ErrorCode::NOT_COORDINATOR, GROUP),
            (ErrorCode::COORDINATOR_LOAD_IN_PROGRESS, TRANSACTION),
            (ErrorCode::COORDINATOR_NOT_AVAILABLE, TRANSACTION),
            (ErrorCode::NOT_COORDINATOR, TRANSACTION),
            (ErrorCode::CONCURRENT_TRANSACTIONS, TRANSACTION),
            (ErrorCode::FENCED_LEADER_EPOCH, PARTITION),
            (ErrorCode::LEADER_NOT_AVAILABLE, PARTITION),
            (ErrorCode::NOT_LEADER_OR_FOLLOWER, PARTITION),
            (ErrorCode::UNKNOWN_LEADER_EPOCH, PARTITION),
        ];
        for known in ErrorCode::ALL_KNOWN.iter().filter(|it| **it != ErrorCode::NONE) {
            for route in ROUTES {
                let expected = match *known {
                    ErrorCode::NOT_CONTROLLER => Repeat::AtTheController,
                    ErrorCode::THROTTLING_QUOTA_EXCEEDED => Repeat::AgainAfter(Duration::ZERO),
                    moved if movers.contains(&(moved, route)) => Repeat::Again,
                    _ => Repeat::Never,
                };
                assert_eq!(both(route, &code(*known)), [expected; 2], "{known:?} {route:?}");
            }
        }
    }

    #[test]
    fn kip_599_a_quota_is_waited_for_when_there_is_time() {
        let limited = |seconds| {
            code(ErrorCode::THROTTLING_QUOTA_EXCEEDED).throttled_for(Duration::from_secs(seconds))
        };
        let after =
            |quota, seconds| repeat(Effect::Write, &Route::Controller, &limited(seconds), quota);
        assert_eq!(after(LEFT, 9), Repeat::AgainAfter(Duration::from_secs(9)));
        assert_eq!(after(LEFT, 10), Repeat::Never, "the time would be over");
        assert_eq!(after(None, 1), Repeat::Never, "the caller does not want it");
    }

    #[test]
    fn a_write_is_repeated_only_when_it_did_not_happen() {
        let (again, never) = (Repeat::Again, Repeat::Never);
        for route in ROUTES {
            let lost = |outcome| both(route, &without_code(ErrorKind::Disconnected, outcome));
            assert_eq!(lost(Outcome::NotSent), [again, again]);
            assert_eq!(lost(Outcome::Unknown), [again, never]);
            let unknown = |refusal| both(route, &code(refusal).outcome_is(Outcome::Unknown));
            assert_eq!(unknown(ErrorCode::NOT_CONTROLLER), [Repeat::AtTheController, never]);
            let after = Repeat::AgainAfter(Duration::ZERO);
            assert_eq!(unknown(ErrorCode::THROTTLING_QUOTA_EXCEEDED), [after, never]);
        }
    }

    #[test]
    fn a_producer_is_fenced_when_its_transaction_is_ended() {
        let concurrent = code(ErrorCode::CONCURRENT_TRANSACTIONS).outcome_is(Outcome::Unknown);
        assert_eq!(both(TRANSACTION, &concurrent), [Repeat::Again; 2]);
        assert_eq!(both(Route::Broker(1), &concurrent), [Repeat::Never; 2]);
    }

    #[test]
    fn what_does_not_pass_is_not_repeated() {
        for kind in [ErrorKind::InvalidRequest, ErrorKind::Throttled, ErrorKind::PeerMisbehaved] {
            let error = without_code(kind, Outcome::NotSent);
            assert_eq!(both(Route::Any, &error), [Repeat::Never; 2], "{kind:?}");
        }
        let moved = |route, moved| both(route, &code(moved).outcome_is(Outcome::Unknown));
        assert_eq!(moved(GROUP, ErrorCode::NOT_COORDINATOR), [Repeat::Again, Repeat::Never]);
        assert_eq!(
            moved(PARTITION, ErrorCode::NOT_LEADER_OR_FOLLOWER),
            [Repeat::Again, Repeat::Never]
        );
        let limited = without_code(ErrorKind::IamTooManyConnects, Outcome::NotSent);
        assert_eq!(both(Route::Any, &limited), [Repeat::AgainByLogin; 2]);
    }
}
