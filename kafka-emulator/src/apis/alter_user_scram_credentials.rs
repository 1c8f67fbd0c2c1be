//! AlterUserScramCredentials: what `ScramControlManager` checks (KIP-554). Whoever is created can log in
//! at once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use kafka_auth::SaltedPassword;
use kafka_auth::scram::{ScramCredential, ScramHash};
use kafka_proto::messages::alter_user_scram_credentials::{
    AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse,
    AlterUserScramCredentialsResult, ScramCredentialDeletion, ScramCredentialUpsertion,
};
use kafka_proto::{AclOperation, ErrorCode, ScramMechanism};

use super::{Call, Outcome, check_size};
use crate::refusal::Refusal;
use crate::state::users::Users;

/// PBKDF2 rounds that Kafka takes (`ScramMechanism.minIterations`, `MAX_ITERATIONS`).
const ITERATIONS: RangeInclusive<i32> = 4096..=16_384;

pub(super) fn answer(call: &Call<'_>, request: &AlterUserScramCredentialsRequest<'_>) -> Outcome {
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    if let Err(refusal) = check_size(request.deletions.len() + request.upsertions.len()) {
        return refuse(call, request, &refusal);
    }
    let users = &call.cluster.state.users;
    let changes = changes(&users.now(), request);
    let mut results = Vec::with_capacity(changes.len());
    for (name, change) in changes {
        let done = change.and_then(|change| users.change(|users| apply(users, name, change)));
        results.push((name, done));
    }
    let results = results.iter().map(|(name, result)| answered(name, result.as_ref().err()));
    let results = results.collect();
    call.reply(&AlterUserScramCredentialsResponse { results, ..Default::default() })
}

/// One answer for each user, however often the request names it.
pub(super) fn refuse(
    call: &Call<'_>,
    request: &AlterUserScramCredentialsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let deleted = request.deletions.iter().map(|it| it.name);
    let names = deleted.chain(request.upsertions.iter().map(|it| it.name));
    let names: BTreeSet<&str> = names.collect();
    let results = names.into_iter().map(|name| answered(name, Some(refusal))).collect();
    call.reply(&AlterUserScramCredentialsResponse { results, ..Default::default() })
}

fn answered<'a>(
    user: &'a str,
    refusal: Option<&'a Refusal>,
) -> AlterUserScramCredentialsResult<'a> {
    AlterUserScramCredentialsResult {
        user,
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        ..Default::default()
    }
}

/// What becomes of one user.
enum Change {
    Delete(ScramHash),
    Set(ScramCredential),
}

/// The change of each user. One that the request changes twice is not changed at all, and the first
/// refusal of a user is the one that counts.
fn changes<'q>(
    users: &Users,
    request: &AlterUserScramCredentialsRequest<'q>,
) -> BTreeMap<&'q str, Result<Change, Refusal>> {
    let mut changes = BTreeMap::new();
    for asked in request.deletions.iter() {
        add(&mut changes, asked.name, || deletion(users, &asked));
    }
    for asked in request.upsertions.iter() {
        add(&mut changes, asked.name, || upsertion(&asked));
    }
    changes
}

fn add<'q>(
    changes: &mut BTreeMap<&'q str, Result<Change, Refusal>>,
    name: &'q str,
    change: impl FnOnce() -> Result<Change, Refusal>,
) {
    let change = match changes.get(name) {
        None => change(),
        Some(Ok(_)) => {
            let text = "A user credential cannot be altered twice in the same request";
            Err(Refusal::new(ErrorCode::DUPLICATE_RESOURCE, text))
        }
        Some(Err(_)) => return,
    };
    changes.insert(name, change);
}

fn deletion(users: &Users, asked: &ScramCredentialDeletion<'_>) -> Result<Change, Refusal> {
    let hash = check_user(asked.name, asked.mechanism)?;
    if users.get(asked.name, hash).is_none() {
        let text = "Attempt to delete a user credential that does not exist";
        return Err(Refusal::new(ErrorCode::RESOURCE_NOT_FOUND, text));
    }
    Ok(Change::Delete(hash))
}

fn upsertion(asked: &ScramCredentialUpsertion<'_>) -> Result<Change, Refusal> {
    let hash = check_user(asked.name, asked.mechanism)?;
    if asked.iterations < *ITERATIONS.start() {
        return Err(unacceptable("Too few iterations"));
    }
    if asked.iterations > *ITERATIONS.end() {
        return Err(unacceptable("Too many iterations"));
    }
    let salted = SaltedPassword::from_bytes(hash, asked.salted_password.0);
    let salted = salted.map_err(|_| Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR))?;
    let iterations = asked.iterations.unsigned_abs();
    Ok(Change::Set(ScramCredential::from_salted_password(&salted, asked.salt.0, iterations)))
}

fn check_user(name: &str, mechanism: ScramMechanism) -> Result<ScramHash, Refusal> {
    if name.is_empty() {
        return Err(unacceptable("Username must not be empty"));
    }
    match mechanism {
        ScramMechanism::SCRAM_SHA_256 => Ok(ScramHash::Sha256),
        ScramMechanism::SCRAM_SHA_512 => Ok(ScramHash::Sha512),
        _ => {
            let text = "Unknown SCRAM mechanism";
            Err(Refusal::new(ErrorCode::UNSUPPORTED_SASL_MECHANISM, text))
        }
    }
}

fn unacceptable(text: &str) -> Refusal {
    Refusal::new(ErrorCode::UNACCEPTABLE_CREDENTIAL, text)
}

fn apply(users: &mut Users, name: &str, change: Change) -> Result<(), Refusal> {
    match change {
        Change::Delete(hash) => {
            users.remove(name, hash);
        }
        Change::Set(credential) => {
            users.check_room(name, &credential.salt)?;
            users.set(name, credential);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use kafka_proto::Opaque;

    use super::super::tests::{ask, cluster, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    const SHA_256: ScramMechanism = ScramMechanism::SCRAM_SHA_256;
    const SHA_512: ScramMechanism = ScramMechanism::SCRAM_SHA_512;

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

    /// Name, code and message of every answer.
    fn alter(
        cluster: &Cluster,
        client: &Client,
        deletions: &[ScramCredentialDeletion<'_>],
        upsertions: &[ScramCredentialUpsertion<'_>],
    ) -> Vec<(String, i16, String)> {
        let request = AlterUserScramCredentialsRequest {
            deletions: deletions.to_vec().into(),
            upsertions: upsertions.to_vec().into(),
            ..Default::default()
        };
        let frame = ask(cluster, client, 0, &request).unwrap();
        let response = read::<AlterUserScramCredentialsRequest<'_>>(&frame, 0);
        let summary = |it: AlterUserScramCredentialsResult<'_>| {
            (it.user.to_owned(), it.error_code.0, it.error_message.unwrap_or_default().to_owned())
        };
        response.results.iter().map(summary).collect()
    }

    fn said(name: &str, code: i16, text: &str) -> (String, i16, String) {
        (name.to_owned(), code, text.to_owned())
    }

    fn iterations(cluster: &Cluster, name: &str, hash: ScramHash) -> Option<u32> {
        cluster.state.users.now().get(name, hash).map(|credential| credential.iterations)
    }

    #[test]
    fn credentials_are_set_replaced_and_deleted() {
        let cluster = cluster(1);
        let ok = [said("u", 0, "")];
        for (mechanism, count) in [(SHA_256, 4096), (SHA_512, 4096), (SHA_512, 16_384)] {
            assert_eq!(alter(&cluster, &iam(), &[], &[set("u", mechanism, count)]), ok);
        }
        assert_eq!(iterations(&cluster, "u", ScramHash::Sha512), Some(16_384));
        assert_eq!(alter(&cluster, &iam(), &[delete("u", SHA_512)], &[]), ok);
        assert_eq!(iterations(&cluster, "u", ScramHash::Sha512), None);
        assert_eq!(iterations(&cluster, "u", ScramHash::Sha256), Some(4096));
    }

    #[test]
    fn refusals_are_in_the_words_of_kafka_4_4() {
        let cluster = cluster(1);
        let short = ScramCredentialUpsertion {
            salted_password: Opaque(b""),
            ..set("short", SHA_512, 4096)
        };
        let asked = [
            set("few", SHA_512, 4095),
            set("many", SHA_512, 16_385),
            set("", SHA_512, 4096),
            set("other", ScramMechanism(3), 1),
            short,
            set("well", SHA_512, 4096),
        ];
        let expected = [
            said("", 93, "Username must not be empty"),
            said("few", 93, "Too few iterations"),
            said("many", 93, "Too many iterations"),
            said("other", 33, "Unknown SCRAM mechanism"),
            said("short", -1, ""),
            said("well", 0, ""),
        ];
        assert_eq!(alter(&cluster, &iam(), &[], &asked), expected);
        let nobody = "Attempt to delete a user credential that does not exist";
        let gone = [delete("none", SHA_512), delete("well", SHA_256)];
        let expected = [said("none", 91, nobody), said("well", 91, nobody)];
        assert_eq!(alter(&cluster, &iam(), &gone, &[]), expected);
    }

    #[test]
    fn a_user_that_is_changed_twice_is_not_changed() {
        let cluster = cluster(1);
        alter(&cluster, &iam(), &[], &[set("u", SHA_512, 4096)]);
        let text = "A user credential cannot be altered twice in the same request";
        let twice = [said("u", 92, text)];
        let both = [set("u", SHA_256, 8192), set("u", SHA_512, 8192)];
        assert_eq!(alter(&cluster, &iam(), &[], &both), twice);
        assert_eq!(alter(&cluster, &iam(), &[delete("u", SHA_512)], &both[..1]), twice);
        assert_eq!(iterations(&cluster, "u", ScramHash::Sha512), Some(4096));
        assert_eq!(iterations(&cluster, "u", ScramHash::Sha256), None);
        let flawed = [set("u", SHA_256, 1), set("u", SHA_512, 8192)];
        let expected = [said("u", 93, "Too few iterations")];
        assert_eq!(alter(&cluster, &iam(), &[], &flawed), expected);
    }

    #[test]
    fn alter_on_the_cluster_is_needed() {
        let cluster = cluster(1);
        let asked = [set("u", SHA_512, 4096), set("u", SHA_256, 4096)];
        let [(name, code, _)] = &alter(&cluster, &user(), &[], &asked)[..] else { panic!() };
        assert_eq!((name.as_str(), *code), ("u", 31));
        assert_eq!(cluster.state.users.now().names().count(), 0);
    }
}
