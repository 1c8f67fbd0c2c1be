use std::sync::atomic::Ordering;

use kafka_proto::Uuid;

use super::*;

fn wanted(partition: i32) -> (Wanted, Told) {
    let wanted = Wanted {
        named: Named::new("t", Uuid::ZERO),
        partition,
        known_as: None,
        known_epoch: -1,
        offset: 0,
        last_fetched_epoch: -1,
        max_bytes: 1,
    };
    (wanted, Told { high_watermark: 0, log_start: 0 })
}

fn create(sessions: &FetchSessions, privileged: bool, partitions: i32, now: i64) -> i32 {
    sessions.create(1, privileged, false, (0..partitions).map(wanted).collect(), now)
}

fn next(
    sessions: &FetchSessions,
    id: i32,
    epoch: i32,
    wanted: Vec<Wanted>,
    now: i64,
) -> Result<Begun, ErrorCode> {
    let asked = Asked { id, epoch, with_ids: false, wanted, forgotten: Vec::new() };
    sessions.begin(1, asked, now, |_| None)
}

fn is_there(sessions: &FetchSessions, id: i32) -> bool {
    lock(&sessions.brokers).get(&1).is_some_and(|slots| slots.contains_key(&id))
}

#[test]
fn a_full_cache_takes_the_place_of_what_nobody_uses() {
    let sessions = FetchSessions::default();
    let first = create(&sessions, false, 1, 0);
    for _ in 1..SLOTS {
        assert_ne!(create(&sessions, false, 1, 10), NO_SESSION);
    }
    assert_eq!(create(&sessions, false, 5, EVICTION_MS), NO_SESSION);
    assert_ne!(create(&sessions, false, 1, EVICTION_MS + 1), NO_SESSION);
    assert!(!is_there(&sessions, first));
    assert_eq!(create(&sessions, false, 5, EVICTION_MS + 10), NO_SESSION);
    // A broker of its own has a cache of its own.
    assert_ne!(sessions.create(2, false, false, vec![wanted(0)], 0), NO_SESSION);
}

#[test]
fn a_replica_takes_the_place_of_a_client_and_an_old_small_session_gives_way() {
    let sessions = FetchSessions::default();
    let old = create(&sessions, false, 2, 0);
    for _ in 1..SLOTS {
        create(&sessions, true, 3, 100_000);
    }
    // In use for long, and used just now.
    assert!(next(&sessions, old, 1, Vec::new(), EVICTION_MS + 1).is_ok());
    assert_eq!(create(&sessions, false, 1, EVICTION_MS + 2), NO_SESSION);
    assert_eq!(create(&sessions, false, 2, EVICTION_MS + 2), NO_SESSION);
    let larger = create(&sessions, false, 3, EVICTION_MS + 2);
    assert!(larger != NO_SESSION && !is_there(&sessions, old));
    assert_ne!(create(&sessions, true, 1, EVICTION_MS + 3), NO_SESSION);
    assert!(!is_there(&sessions, larger));
    assert_eq!(create(&sessions, true, 9, EVICTION_MS + 3), NO_SESSION);
}

#[test]
fn what_sessions_keep_is_bounded_and_given_back() {
    let sessions = FetchSessions::default();
    let kept = || sessions.bytes.load(Ordering::Relaxed);
    let most = i32::try_from(MAX_TEXT / 513).unwrap();
    let large = create(&sessions, false, most - 10, 0);
    assert_ne!(large, NO_SESSION);
    assert_eq!(create(&sessions, false, 11, 0), NO_SESSION);
    let before = kept();
    assert!(before > MAX_TEXT - 10 * 1024 && before <= MAX_TEXT);
    // One that grows too large ends, and its client begins anew.
    let more = (most..most + 11).map(|partition| wanted(partition).0).collect();
    let refused = next(&sessions, large, 1, more, 0).unwrap_err();
    assert_eq!(refused, ErrorCode::FETCH_SESSION_ID_NOT_FOUND);
    assert_eq!((is_there(&sessions, large), kept()), (false, 0));
}

#[test]
fn epochs_begin_again_behind_the_highest() {
    for (epoch, next) in [(1, 2), (i32::MAX - 1, i32::MAX), (i32::MAX, 1)] {
        assert_eq!(session::next_epoch(epoch), next);
    }
}
