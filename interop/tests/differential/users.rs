//! DescribeUserScramCredentials and AlterUserScramCredentials.

use kafka_proto::messages::alter_user_scram_credentials::{
    AlterUserScramCredentialsRequest, ScramCredentialDeletion, ScramCredentialUpsertion,
};
use kafka_proto::messages::describe_user_scram_credentials::{
    DescribeUserScramCredentialsRequest, UserName,
};
use kafka_proto::{Opaque, ScramMechanism};

use crate::{BOTH, Pair, USER, Who};

const SHA_256: ScramMechanism = ScramMechanism::SCRAM_SHA_256;
const SHA_512: ScramMechanism = ScramMechanism::SCRAM_SHA_512;

pub(crate) fn compare(pair: &mut Pair) {
    for (case, deletions, upsertions) in changes() {
        alter(pair, case, &deletions, &upsertions);
        describe(pair, case, Some(&["a", "b", "none"]));
    }
    for names in [&[][..], &["a"], &["a", "a", "b"], &["", "none"], &["none", "none", USER]] {
        describe(pair, "names", Some(names));
    }
    let all = DescribeUserScramCredentialsRequest { users: None, ..Default::default() };
    pair.read("all users", Who::Admin, 0, &all);
}

fn delete(name: &str, mechanism: ScramMechanism) -> ScramCredentialDeletion<'_> {
    ScramCredentialDeletion { name, mechanism, ..Default::default() }
}

fn set(name: &str, mechanism: ScramMechanism, iterations: i32) -> ScramCredentialUpsertion<'_> {
    let salted_password: &[u8] = if mechanism == SHA_256 { &[7; 32] } else { &[7; 64] };
    ScramCredentialUpsertion {
        name,
        mechanism,
        iterations,
        salt: Opaque(b"salt"),
        salted_password: Opaque(salted_password),
        ..Default::default()
    }
}

type Change =
    (&'static str, Vec<ScramCredentialDeletion<'static>>, Vec<ScramCredentialUpsertion<'static>>);

fn changes() -> Vec<Change> {
    let bare = ScramCredentialUpsertion { salted_password: Opaque(b""), ..set("a", SHA_512, 4096) };
    let plain = ScramCredentialUpsertion { salt: Opaque(b""), ..set("b", SHA_256, 4096) };
    vec![
        ("nothing", vec![], vec![]),
        ("a user", vec![], vec![set("a", SHA_512, 4096)]),
        ("the other hash", vec![], vec![set("a", SHA_256, 16_384)]),
        ("again", vec![], vec![set("a", SHA_512, 8192)]),
        ("two users", vec![], vec![set("a", SHA_512, 4097), set("b", SHA_512, 4096)]),
        ("one too few", vec![], vec![set("a", SHA_512, 4095), set("b", SHA_512, 4098)]),
        ("one too many", vec![], vec![set("a", SHA_512, 16_385)]),
        ("less than none", vec![], vec![set("a", SHA_512, -1)]),
        ("no name", vec![delete("", SHA_512)], vec![set("a", SHA_512, 4099)]),
        ("no name to set", vec![], vec![set("", ScramMechanism(9), 1)]),
        (
            "no mechanism",
            vec![delete("a", ScramMechanism(0))],
            vec![set("b", ScramMechanism(0), 1)],
        ),
        ("another mechanism", vec![delete("none", ScramMechanism(3))], vec![]),
        ("no password", vec![], vec![bare, set("b", SHA_512, 5000)]),
        ("no salt", vec![], vec![plain]),
        ("twice", vec![], vec![set("a", SHA_512, 6000), set("a", SHA_256, 6000)]),
        (
            "three times",
            vec![],
            vec![set("a", SHA_512, 6000), set("a", SHA_256, 6000), set("a", SHA_512, 6000)],
        ),
        ("twice, first flawed", vec![], vec![set("a", SHA_512, 1), set("a", SHA_256, 6000)]),
        ("deleted and set", vec![delete("a", SHA_512)], vec![set("a", SHA_512, 7000)]),
        ("deleted twice", vec![delete("a", SHA_512), delete("a", SHA_256)], vec![]),
        ("nobody", vec![delete("none", SHA_512)], vec![set("none", SHA_512, 4096)]),
        ("one of two", vec![delete("a", SHA_512)], vec![]),
        ("it again", vec![delete("a", SHA_512)], vec![set("b", SHA_512, 9000)]),
        ("the other", vec![delete("a", SHA_256), delete("b", SHA_256)], vec![]),
        ("odd names", vec![], vec![set("ä", SHA_512, 4096), set("a,b=c ", SHA_512, 4096)]),
    ]
}

fn alter(
    pair: &mut Pair,
    case: &str,
    deletions: &[ScramCredentialDeletion<'_>],
    upsertions: &[ScramCredentialUpsertion<'_>],
) {
    let request = AlterUserScramCredentialsRequest {
        deletions: deletions.to_vec().into(),
        upsertions: upsertions.to_vec().into(),
        ..Default::default()
    };
    for who in [Who::User, Who::Admin] {
        pair.write(case, who, 0, &request);
    }
}

fn describe(pair: &mut Pair, case: &str, names: Option<&[&'static str]>) {
    let named = |name: &&'static str| UserName { name, ..Default::default() };
    let users = names.map(|names| names.iter().map(named).collect());
    let request = DescribeUserScramCredentialsRequest { users, ..Default::default() };
    for who in BOTH {
        pair.read(case, who, 0, &request);
    }
}
