//! JoinGroup: makes the client a member of a classic group, and waits until the others have joined.

use std::sync::Arc;
use std::time::Duration;

use kafka_proto::messages::join_group::{
    JoinGroupRequest, JoinGroupResponse, JoinGroupResponseMember,
};
use kafka_proto::{AclOperation, ErrorCode, Opaque};
use tokio::time::Instant;

use super::coordinator::{check_here, may};
use super::group_wait::settle;
use super::{Call, Outcome};
use crate::cluster::random_uuid;
use crate::refusal::Refusal;
use crate::state::groups::{Joined, Joining, Members, Protocol, Reply, Usage};

/// The shortest and the longest session, in milliseconds (`group.min.session.timeout.ms`,
/// `group.max.session.timeout.ms`).
const SESSIONS: std::ops::RangeInclusive<i32> = 6_000..=1_800_000;

/// The version from which on a client comes back with the id that it is given (KIP-394).
const WITH_RETURN: i16 = 4;

/// The version from which on a leader can be told that its assignment is known (KIP-814).
const WITH_SKIPPED_ASSIGNMENT: i16 = 9;

pub(super) fn answer(call: &Call<'_>, request: &JoinGroupRequest<'_>) -> Outcome {
    if !may(call, AclOperation::READ, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    match join(call, request) {
        Ok(reply) => settle(call, request.group_id, reply, write),
        Err((code, member_id)) => write(call, &Joined::refused(code, member_id)),
    }
}

pub(super) fn refuse(call: &Call<'_>, _: &JoinGroupRequest<'_>, refusal: &Refusal) -> Outcome {
    write(call, &Joined::refused(refusal.code, ""))
}

/// With the member id that the refusal names.
fn join<'q>(
    call: &Call<'_>,
    request: &JoinGroupRequest<'q>,
) -> Result<Reply<Joined>, (ErrorCode, &'q str)> {
    let (id, member_id) = (request.group_id, request.member_id);
    if id.is_empty() {
        return Err((ErrorCode::INVALID_GROUP_ID, member_id));
    }
    if !SESSIONS.contains(&request.session_timeout_ms) {
        return Err((ErrorCode::INVALID_SESSION_TIMEOUT, member_id));
    }
    check_here(call, id).map_err(|code| (code, ""))?;
    let unique = random_uuid().map_err(|_| (ErrorCode::UNKNOWN_SERVER_ERROR, ""))?;
    let unique = dashed(&unique.0);
    let protocols: Vec<Protocol> = request.protocols.iter().map(|it| protocol(&it)).collect();
    let host = format!("/{}", call.client.host());
    let joining = joining(call, request, &protocols, &unique, &host);
    let now = Instant::now();
    call.cluster.state.groups.change(|groups| {
        groups.check_room(room_for(&joining), 0).map_err(|_| full())?;
        if member_id.is_empty() {
            groups.make(id, now, |_| ()).map_err(|_| full())?;
        }
        let joined = groups.change(id, now, |group| {
            // Consumers that have all left leave room for classic members.
            if group.is_free() && group.classic().is_none() {
                group.members = Members::default();
            }
            let classic = group.classic().ok_or((ErrorCode::INCONSISTENT_GROUP_PROTOCOL, ""))?;
            Ok(classic.join(&joining, now))
        });
        joined.unwrap_or(Err((ErrorCode::UNKNOWN_MEMBER_ID, member_id)))
    })
}

fn full() -> (ErrorCode, &'static str) {
    (ErrorCode::GROUP_MAX_SIZE_REACHED, "")
}

fn joining<'a>(
    call: &Call<'a>,
    request: &JoinGroupRequest<'a>,
    protocols: &'a [Protocol],
    unique: &'a str,
    client_host: &'a str,
) -> Joining<'a> {
    // Version 0 has no timeout of its own for rebalances.
    let rebalance = match call.version() {
        0 => request.session_timeout_ms,
        _ => request.rebalance_timeout_ms,
    };
    Joining {
        member_id: request.member_id,
        instance_id: request.group_instance_id,
        client_id: call.client_id(),
        client_host,
        session: milliseconds(request.session_timeout_ms),
        rebalance: milliseconds(rebalance),
        protocol_type: request.protocol_type,
        protocols,
        unique,
        returns: call.version() >= WITH_RETURN,
        skips: call.version() >= WITH_SKIPPED_ASSIGNMENT,
        initial_delay: call.cluster.limits.initial_rebalance_delay,
    }
}

fn milliseconds(count: i32) -> Duration {
    Duration::from_millis(u64::try_from(count).unwrap_or_default())
}

fn protocol(asked: &kafka_proto::messages::join_group::JoinGroupRequestProtocol<'_>) -> Protocol {
    Protocol { name: Arc::from(asked.name), metadata: Arc::from(asked.metadata.0) }
}

fn room_for(joining: &Joining<'_>) -> Usage {
    let protocols = joining.protocols.iter().map(|it| it.name.len() + it.metadata.len());
    let names = joining.client_id.len() * 2 + joining.instance_id.map_or(0, |id| id.len() * 2);
    Usage { offsets: 0, members: 1, text: protocols.sum::<usize>() + names + 100 }
}

/// As Java writes a UUID.
fn dashed(bytes: &[u8; 16]) -> String {
    let mut text = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

fn write(call: &Call<'_>, joined: &Joined) -> Outcome {
    let members = joined.members.iter().map(|it| JoinGroupResponseMember {
        member_id: &it.member_id,
        group_instance_id: it.instance_id.as_deref(),
        metadata: Opaque(&it.metadata),
        ..Default::default()
    });
    // Before version 7 no protocol is an empty text.
    let protocol_name = match call.version() {
        7.. => joined.protocol.as_deref(),
        _ => Some(joined.protocol.as_deref().unwrap_or_default()),
    };
    call.reply(&JoinGroupResponse {
        error_code: joined.code,
        generation_id: joined.generation,
        protocol_type: joined.protocol_type.as_deref(),
        protocol_name,
        leader: &joined.leader,
        skip_assignment: joined.skip_assignment,
        member_id: &joined.member_id,
        members: members.collect(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, iam, read};
    use super::*;
    use crate::apis::coordinator::tests::cluster;

    /// Code, member id and leader.
    fn join(version: i16, request: &JoinGroupRequest<'_>) -> (i16, String, String) {
        let frame = ask(&cluster(), &iam(), version, request).unwrap();
        let joined = read::<JoinGroupRequest<'_>>(&frame, version);
        (joined.error_code.0, joined.member_id.to_owned(), joined.leader.to_owned())
    }

    fn asked(group_id: &str) -> JoinGroupRequest<'_> {
        JoinGroupRequest {
            group_id,
            session_timeout_ms: 6000,
            protocol_type: "consumer",
            protocols: vec![Default::default()].into(),
            ..Default::default()
        }
    }

    #[test]
    fn a_client_gets_an_id_and_from_v4_on_comes_back_with_it() {
        let (code, id, leader) = join(3, &asked("g"));
        assert_eq!((code, id == leader), (0, true));
        let (code, id, leader) = join(4, &asked("g"));
        assert_eq!((code, id.len(), leader.as_str()), (79, "test-".len() + 36, ""));
        assert!(id.starts_with("test-"));
    }

    #[test]
    fn what_cannot_be_is_refused_in_kafkas_order() {
        let ghost = |group_id| JoinGroupRequest { member_id: "ghost", ..asked(group_id) };
        let short = JoinGroupRequest { session_timeout_ms: 5999, ..ghost("") };
        assert_eq!(join(9, &short).0, 24);
        assert_eq!(join(9, &JoinGroupRequest { group_id: "g", ..short }).0, 26);
        assert_eq!(join(9, &ghost("g")).0, 25);
        assert_eq!(join(9, &JoinGroupRequest { protocol_type: "", ..asked("g") }).0, 23);
    }

    #[test]
    fn ids_are_written_as_java_does() {
        let bytes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255];
        assert_eq!(dashed(&bytes), "00010203-0405-0607-0809-0a0b0c0d0eff");
    }
}
