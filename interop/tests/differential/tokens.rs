//! Delegation tokens, where those of Kafka and of the emulator have secrets of their own.

use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::create_delegation_token::{
    CreatableRenewers, CreateDelegationTokenRequest,
};
use kafka_proto::messages::describe_delegation_token::{
    DescribeDelegationTokenOwner, DescribeDelegationTokenRequest,
};
use kafka_proto::messages::expire_delegation_token::ExpireDelegationTokenRequest;
use kafka_proto::messages::renew_delegation_token::RenewDelegationTokenRequest;
use kafka_proto::{AclOperation, AclPermissionType, Opaque, PatternType, ResourceType};

use crate::{BOTH, Pair, Who};

type Party = (&'static str, &'static str);

const ME: Party = ("User", "user");
const OTHER: Party = ("User", "other");

/// What a token may be asked for, or in what it is renewed or ended.
const TIMES: [i64; 6] = [-1, 0, 1, -1_000, 3_600_000, i64::MAX];

pub(crate) fn compare(pair: &mut Pair) {
    create(pair);
    describe(pair);
    grant(pair, AclOperation::CREATE_TOKENS, ResourceType::USER, "User:other");
    create_for_another(pair);
    describe(pair);
    change(pair);
    describe(pair);
}

fn request(
    owner: Option<Party>,
    renewers: &[Party],
    max_lifetime_ms: i64,
) -> CreateDelegationTokenRequest<'static> {
    let renewers = renewers.iter().map(|(principal_type, principal_name)| CreatableRenewers {
        principal_type,
        principal_name,
        ..Default::default()
    });
    CreateDelegationTokenRequest {
        owner_principal_type: owner.map(|(kind, _)| kind),
        owner_principal_name: owner.map(|(_, name)| name),
        renewers: renewers.collect(),
        max_lifetime_ms,
        ..Default::default()
    }
}

fn create(pair: &mut Pair) {
    for who in BOTH {
        for version in [1, 2] {
            let plain = CreateDelegationTokenRequest { max_lifetime_ms: -1, ..Default::default() };
            pair.write("a token", who, version, &plain);
        }
        pair.write("a token", who, 3, &request(None, &[], -1));
    }
    for time in TIMES {
        pair.write("a lifetime", Who::User, 3, &request(None, &[OTHER], time.max(-1)));
    }
    let owners = [ME, OTHER, ("User", ""), ("Group", "user"), ("", "user")];
    for owner in owners {
        pair.write("an owner", Who::User, 3, &request(Some(owner), &[], -1));
        pair.write("an owner", Who::Admin, 3, &request(Some(owner), &[], -1));
    }
    let renewers: [&[Party]; 5] =
        [&[OTHER, ME], &[OTHER, OTHER], &[("Group", "x")], &[OTHER, ("", "x")], &[("User", "")]];
    for renewers in renewers {
        pair.write("renewers", Who::User, 3, &request(None, renewers, -1));
        pair.write("renewers", Who::User, 3, &request(Some(OTHER), renewers, -1));
    }
}

fn create_for_another(pair: &mut Pair) {
    pair.read("one's right on another", Who::User, 3, &describing(None));
    for renewers in [&[][..], &[ME]] {
        pair.write("of another", Who::User, 3, &request(Some(OTHER), renewers, -1));
    }
}

/// The secrets of a new token, in Kafka and in the emulator.
fn secrets(pair: &mut Pair, request: &CreateDelegationTokenRequest<'static>) -> [Vec<u8>; 2] {
    let secrets = pair.answers(Who::User, 3, request, |it| it.hmac.to_vec());
    settled(pair);
    secrets
}

fn describing(owners: Option<&[Party]>) -> DescribeDelegationTokenRequest<'static> {
    let owners = owners.map(|owners| {
        let owners = owners.iter().map(|(principal_type, principal_name)| {
            DescribeDelegationTokenOwner { principal_type, principal_name, ..Default::default() }
        });
        owners.collect()
    });
    DescribeDelegationTokenRequest { owners, ..Default::default() }
}

fn describe(pair: &mut Pair) {
    for version in 1..=3 {
        for who in BOTH {
            pair.read("all tokens", who, version, &describing(None));
        }
    }
    let owners: [&[Party]; 5] = [&[], &[ME], &[OTHER], &[ME, OTHER], &[("Group", "user")]];
    for owners in owners {
        pair.read("tokens of", Who::User, 3, &describing(Some(owners)));
    }
}

fn grant(pair: &mut Pair, operation: AclOperation, on: ResourceType, name: &'static str) {
    let acl = AclCreation {
        resource_type: on,
        resource_name: name,
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:user",
        host: "*",
        operation,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    let request = CreateAclsRequest { creations: vec![acl].into(), ..Default::default() };
    pair.write("a right", Who::Admin, 3, &request);
}

/// With the secret that each of the two has for it. Kafka's controller decides by what it has published, a
/// moment later than it has written it: so what a change leaves is waited for.
fn change(pair: &mut Pair) {
    let unknown = [b"unknown".to_vec(), b"unknown".to_vec()];
    let none = [Vec::new(), Vec::new()];
    let own = secrets(pair, &request(None, &[OTHER], 86_400_000));
    let of_another = secrets(pair, &request(Some(OTHER), &[], -1));
    let to_renew = secrets(pair, &request(Some(OTHER), &[ME], -1));
    let ended = secrets(pair, &request(None, &[], 1));
    let all = [
        ("one's own", &own),
        ("unknown", &unknown),
        ("none", &none),
        ("of another", &of_another),
        ("to renew", &to_renew),
        ("ended", &ended),
    ];
    for (case, hmacs) in all {
        renew(pair, case, Who::Admin, 1, hmacs, -1);
        for (version, time) in [(1, -1), (2, 0), (1, -1_000), (2, 3_600_000), (1, i64::MAX)] {
            renew(pair, case, Who::User, version, hmacs, time);
            settled(pair);
        }
        expire(pair, case, Who::Admin, 1, hmacs, -1);
        for (version, time) in [(1, 3_600_000), (2, i64::MAX), (1, 60_000), (2, -1_000), (1, -1)] {
            expire(pair, case, Who::User, version, hmacs, time);
            settled(pair);
        }
        renew(pair, case, Who::User, 2, hmacs, -1);
    }
    for (case, time) in [("by a moment", 1), ("at once", 0)] {
        let hmacs = secrets(pair, &request(None, &[], -1));
        match time {
            0 => expire(pair, case, Who::User, 2, &hmacs, 0),
            time => renew(pair, case, Who::User, 2, &hmacs, time),
        }
        settled(pair);
        renew(pair, case, Who::User, 2, &hmacs, -1);
    }
}

/// Waits until Kafka's broker knows what its controller has done.
fn settled(pair: &mut Pair) {
    pair.read("what a change left", Who::User, 3, &describing(None));
}

fn renew(pair: &mut Pair, case: &str, who: Who, version: i16, hmacs: &[Vec<u8>; 2], time: i64) {
    pair.write_each(
        &format!("renew {case} by {time}"),
        who,
        version,
        hmacs.each_ref().map(|hmac| RenewDelegationTokenRequest {
            hmac: Opaque(hmac),
            renew_period_ms: time,
            ..Default::default()
        }),
    );
}

fn expire(pair: &mut Pair, case: &str, who: Who, version: i16, hmacs: &[Vec<u8>; 2], time: i64) {
    pair.write_each(
        &format!("expire {case} in {time}"),
        who,
        version,
        hmacs.each_ref().map(|hmac| ExpireDelegationTokenRequest {
            hmac: Opaque(hmac),
            expiry_time_period_ms: time,
            ..Default::default()
        }),
    );
}
