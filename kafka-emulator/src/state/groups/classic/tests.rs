//! The life of a classic group, at times that the tests name.

use super::super::member::Protocol;
use super::super::ticket::Promise;
use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn protocol(name: &str, metadata: &[u8]) -> Protocol {
    Protocol { name: Arc::from(name), metadata: Arc::from(metadata) }
}

fn range() -> Vec<Protocol> {
    vec![protocol("range", b"r")]
}

/// With a session of 10 s and 30 s for rebalances.
fn joining<'a>(member_id: &'a str, protocols: &'a [Protocol]) -> Joining<'a> {
    Joining {
        member_id,
        instance_id: None,
        client_id: "client",
        client_host: "/127.0.0.1",
        session: 10 * SECOND,
        rebalance: 30 * SECOND,
        protocol_type: "consumer",
        protocols,
        unique: "1",
        returns: false,
        skips: false,
        initial_delay: Duration::ZERO,
    }
}

fn now_of<T: std::fmt::Debug>(reply: Reply<T>) -> T {
    match reply {
        Reply::Now(answer) => answer,
        Reply::Later(_) => panic!("it waits"),
    }
}

fn later<T: std::fmt::Debug>(reply: Reply<T>) -> Promise<T> {
    match reply {
        Reply::Later(promise) => promise,
        Reply::Now(answer) => panic!("{answer:?}"),
    }
}

/// Joins as `client-UNIQUE`, and does what is due.
fn join(group: &mut Classic, unique: &str, now: Instant) -> Promise<Joined> {
    let protocols = range();
    let reply = group.join(&Joining { unique, ..joining("", &protocols) }, now);
    group.settle(now);
    later(reply)
}

fn rejoin(group: &mut Classic, id: &str, now: Instant) -> Promise<Joined> {
    let protocols = range();
    let reply = group.join(&joining(id, &protocols), now);
    group.settle(now);
    later(reply)
}

fn syncing<'a>(
    member_id: &'a str,
    generation: i32,
    assignments: &'a [(&'a str, &'a [u8])],
) -> Syncing<'a> {
    Syncing {
        member_id,
        instance_id: None,
        generation,
        protocol_type: Some("consumer"),
        protocol: Some("range"),
        assignments,
    }
}

/// A stable group of `client-a`, the leader, and `client-b`, in its second generation.
fn two(now: Instant) -> Classic {
    let mut group = Classic::default();
    join(&mut group, "a", now);
    join(&mut group, "b", now);
    rejoin(&mut group, "client-a", now);
    assert_eq!((group.state(), group.generation), ("CompletingRebalance", 2));
    let b = later(group.sync(&syncing("client-b", 2, &[]), now));
    let assignments: [(&str, &[u8]); 2] = [("client-a", b"A"), ("client-b", b"B")];
    let a = later(group.sync(&syncing("client-a", 2, &assignments), now));
    assert_eq!(a.peek().unwrap().assignment.as_ref(), b"A");
    assert_eq!(b.peek().unwrap().assignment.as_ref(), b"B");
    assert_eq!(group.state(), "Stable");
    group
}

#[test]
fn a_group_of_one_gets_to_work() {
    let (mut group, now) = (Classic::default(), Instant::now());
    let joined = join(&mut group, "a", now).peek().unwrap();
    assert_eq!((joined.generation, joined.protocol.as_deref()), (1, Some("range")));
    assert_eq!((joined.leader.as_ref(), joined.member_id.as_ref()), ("client-a", "client-a"));
    assert_eq!(joined.members.len(), 1);
    assert_eq!(group.heartbeat("client-a", None, 1, now), Ok(()));
    let assignments: [(&str, &[u8]); 1] = [("client-a", b"A")];
    let synced = later(group.sync(&syncing("client-a", 1, &assignments), now)).peek().unwrap();
    assert_eq!((synced.code, synced.assignment.as_ref()), (ErrorCode::NONE, &b"A"[..]));
    assert_eq!(group.state(), "Stable");
}

#[test]
fn a_second_member_waits_for_the_first_to_join_again() {
    let (mut group, now) = (Classic::default(), Instant::now());
    join(&mut group, "a", now);
    let b = join(&mut group, "b", now);
    assert_eq!(group.state(), "PreparingRebalance");
    assert_eq!(b.peek(), None);
    let beat = group.heartbeat("client-a", None, 1, now);
    assert_eq!(beat, Err(ErrorCode::REBALANCE_IN_PROGRESS));
    let a = rejoin(&mut group, "client-a", now);
    assert_eq!((a.peek().unwrap().members.len(), b.peek().unwrap().members.len()), (2, 0));
}

#[test]
fn whoever_does_not_join_again_is_out_after_the_rebalance_timeout() {
    let now = Instant::now();
    let mut group = two(now);
    let c = join(&mut group, "c", now);
    let a = rejoin(&mut group, "client-a", now);
    // "b" is alive, and yet does not come.
    for second in 1..30 {
        group.settle(now + second * SECOND);
        let beat = group.heartbeat("client-b", None, 2, now + second * SECOND);
        assert_eq!(beat, Err(ErrorCode::REBALANCE_IN_PROGRESS));
    }
    assert_eq!(c.peek(), None);
    group.settle(now + 30 * SECOND);
    assert_eq!(c.peek().unwrap().generation, 3);
    assert_eq!(a.peek().unwrap().members.len(), 2);
}

#[test]
fn a_session_that_is_over_starts_a_rebalance_and_a_heartbeat_keeps_it() {
    let now = Instant::now();
    let mut group = two(now);
    assert_eq!(group.next_deadline(), Some(now + 10 * SECOND));
    assert_eq!(group.heartbeat("client-a", None, 2, now + 9 * SECOND), Ok(()));
    group.settle(now + 10 * SECOND);
    assert_eq!((group.state(), group.members.size()), ("PreparingRebalance", 1));
    let unknown = group.heartbeat("client-b", None, 2, now + 10 * SECOND);
    assert_eq!(unknown, Err(ErrorCode::UNKNOWN_MEMBER_ID));
    group.settle(now + 19 * SECOND);
    assert_eq!((group.state(), group.generation), ("Empty", 3));
    assert_eq!(group.next_deadline(), None);
}

#[test]
fn whoever_does_not_sync_in_time_is_out() {
    let (mut group, now) = (Classic::default(), Instant::now());
    join(&mut group, "a", now);
    join(&mut group, "b", now);
    rejoin(&mut group, "client-a", now);
    let b = later(group.sync(&syncing("client-b", 2, &[]), now));
    for second in 1..30 {
        group.settle(now + second * SECOND);
        assert_eq!(group.heartbeat("client-a", None, 2, now + second * SECOND), Ok(()));
    }
    group.settle(now + 30 * SECOND);
    assert_eq!(b.peek().unwrap().code, ErrorCode::REBALANCE_IN_PROGRESS);
    assert_eq!((group.state(), group.members.size()), ("PreparingRebalance", 1));
}

#[test]
fn the_first_rebalance_waits_for_more_and_again_for_each() {
    let (mut group, now) = (Classic::default(), Instant::now());
    let protocols = range();
    let wait = |unique| Joining {
        unique,
        initial_delay: 3 * SECOND,
        rebalance: 5 * SECOND,
        ..joining("", &protocols)
    };
    let a = later(group.join(&wait("a"), now));
    let b = later(group.join(&wait("b"), now + SECOND));
    group.settle(now + 4 * SECOND);
    assert_eq!((a.peek(), group.next_deadline()), (None, Some(now + 5 * SECOND)));
    group.settle(now + 5 * SECOND);
    assert_eq!(a.peek().unwrap().generation, 1);
    assert_eq!(b.peek().unwrap().generation, 1);
}

#[test]
fn an_id_that_was_given_is_waited_for_as_long_as_a_session() {
    let now = Instant::now();
    let mut group = two(now);
    let protocols = range();
    let returns = Joining { unique: "c", returns: true, ..joining("", &protocols) };
    let told = now_of(group.join(&returns, now));
    assert_eq!((told.code, told.member_id.as_ref()), (ErrorCode::MEMBER_ID_REQUIRED, "client-c"));
    assert_eq!(group.state(), "Stable");
    let a = rejoin(&mut group, "client-a", now);
    let b = rejoin(&mut group, "client-b", now);
    group.settle(now + 9 * SECOND);
    assert_eq!(a.peek(), None);
    group.settle(now + 10 * SECOND);
    assert_eq!((a.peek().unwrap().generation, b.peek().unwrap().generation), (3, 3));
}

/// Otherwise the group would wait for the later deadline that the request knew of.
#[test]
fn a_request_that_waits_is_woken_when_a_deadline_comes_nearer() {
    let now = Instant::now();
    let mut group = two(now);
    let mut a = rejoin(&mut group, "client-a", now);
    rejoin(&mut group, "client-b", now);
    let c = join(&mut group, "c", now);
    assert!(c.peek().is_none() && a.look().is_some());
    group.announce();
    let mut c = c;
    assert_eq!(c.look(), None);
    let protocols = range();
    let short = Joining { unique: "d", returns: true, session: SECOND, ..joining("", &protocols) };
    now_of(group.join(&short, now));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut changed = c.changed();
    assert!(changed.as_mut().poll(&mut context).is_pending());
    group.announce();
    assert!(changed.as_mut().poll(&mut context).is_ready());
}

#[test]
fn protocols_must_have_something_in_common() {
    let now = Instant::now();
    let mut group = two(now);
    let other = [protocol("roundrobin", b"")];
    let refused = now_of(group.join(&joining("", &other), now));
    assert_eq!(refused.code, ErrorCode::INCONSISTENT_GROUP_PROTOCOL);
    let protocols = range();
    let connect = Joining { protocol_type: "connect", ..joining("", &protocols) };
    let refused = now_of(group.join(&connect, now));
    assert_eq!(refused.code, ErrorCode::INCONSISTENT_GROUP_PROTOCOL);
    let empty = now_of(Classic::default().join(&joining("", &[]), now));
    assert_eq!(empty.code, ErrorCode::INCONSISTENT_GROUP_PROTOCOL);
}

#[test]
fn a_static_member_comes_back_without_a_rebalance() {
    let (mut group, now) = (Classic::default(), Instant::now());
    let protocols = range();
    let first = Joining { instance_id: Some("i"), unique: "1", ..joining("", &protocols) };
    let promise = later(group.join(&first, now));
    group.settle(now);
    assert_eq!(promise.peek().unwrap().member_id.as_ref(), "i-1");
    let assignments: [(&str, &[u8]); 1] = [("i-1", b"A")];
    later(group.sync(&syncing("i-1", 1, &assignments), now));
    let again = Joining { unique: "2", skips: true, ..first };
    let joined = later(group.join(&again, now)).peek().unwrap();
    assert_eq!((joined.generation, joined.skip_assignment), (1, true));
    assert_eq!((joined.leader.as_ref(), joined.members.len()), ("i-2", 1));
    assert_eq!(group.heartbeat("i-1", Some("i"), 1, now), Err(ErrorCode::FENCED_INSTANCE_ID));
    assert_eq!(group.heartbeat("i-1", None, 1, now), Err(ErrorCode::UNKNOWN_MEMBER_ID));
    let old = Joining { unique: "3", skips: false, ..first };
    let joined = later(group.join(&old, now)).peek().unwrap();
    assert_eq!((joined.leader.as_ref(), joined.members.len()), ("i-2", 0));
    assert_eq!(group.leave(&[("", Some("i"))], now), [ErrorCode::NONE]);
    assert_eq!(group.state(), "Empty");
}

#[test]
fn members_leave_each_with_a_code() {
    let now = Instant::now();
    let mut group = two(now);
    let codes = group.leave(&[("client-b", None), ("ghost", None), ("", Some("i"))], now);
    assert_eq!(codes.iter().map(|code| code.0).collect::<Vec<_>>(), [0, 25, 25]);
    assert_eq!((group.state(), group.members.size()), ("PreparingRebalance", 1));
    let a = rejoin(&mut group, "client-a", now);
    assert_eq!(a.peek().unwrap().generation, 3);
}

#[test]
fn offsets_are_taken_from_members_of_the_generation() {
    let now = Instant::now();
    let mut group = two(now);
    let commit = |group: &mut Classic, member_id, instance_id, generation| {
        let by = Committer { member_id, instance_id, generation };
        group.check_commit(&by, now).err().map(|code| code.0)
    };
    assert_eq!(commit(&mut group, "client-a", None, 2), None);
    assert_eq!(commit(&mut group, "client-a", None, 1), Some(22));
    assert_eq!(commit(&mut group, "ghost", None, 2), Some(25));
    assert_eq!(commit(&mut group, "", None, -1), Some(25));
    join(&mut group, "c", now);
    assert_eq!(commit(&mut group, "client-a", None, 2), None);
    rejoin(&mut group, "client-a", now);
    rejoin(&mut group, "client-b", now);
    assert_eq!(commit(&mut group, "client-a", None, 3), Some(27));
}

#[test]
fn the_vote_goes_to_what_most_like_best() {
    let (mut group, now) = (Classic::default(), Instant::now());
    let (range, sticky) = (protocol("range", b""), protocol("sticky", b""));
    let likes_range = [range.clone(), sticky.clone()];
    let likes_sticky = [sticky, range];
    let of = |unique, protocols| Joining { unique, ..joining("", protocols) };
    later(group.join(&of("a", &likes_range), now));
    later(group.join(&of("b", &likes_sticky), now));
    let c = later(group.join(&of("c", &likes_sticky), now));
    group.settle(now);
    assert_eq!(c.peek().unwrap().protocol.as_deref(), Some("sticky"));
}
