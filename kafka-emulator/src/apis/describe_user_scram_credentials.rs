//! DescribeUserScramCredentials: who can log in by SCRAM (KIP-554).

use std::collections::BTreeMap;

use kafka_auth::scram::{ScramCredential, ScramHash};
use kafka_proto::messages::describe_user_scram_credentials::{
    CredentialInfo, DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse,
    DescribeUserScramCredentialsResult,
};
use kafka_proto::{AclOperation, ErrorCode, ScramMechanism};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::users::Users;

pub(super) fn answer(
    call: &Call<'_>,
    request: &DescribeUserScramCredentialsRequest<'_>,
) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::DESCRIBE) {
        let code = ErrorCode::CLUSTER_AUTHORIZATION_FAILED;
        return refuse(call, request, &Refusal::wordless(code));
    }
    let users = call.cluster.state.users.now();
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for user in request.users.iter().flatten() {
        *asked.entry(user.name).or_default() += 1;
    }
    if asked.is_empty() {
        asked = users.names().map(|name| (name, 1)).collect();
    }
    let mut refusals = Vec::with_capacity(asked.len());
    for (name, times) in &asked {
        refusals.push((*name, check(&users, name, *times).err()));
    }
    let results = refusals.iter().map(|(name, refusal)| match refusal {
        Some(refusal) => refused(name, refusal),
        None => found(name, users.of(name)),
    });
    let results = results.collect();
    call.reply(&DescribeUserScramCredentialsResponse { results, ..Default::default() })
}

/// Kafka names nobody in a refusal. It falls over one to somebody who asks for all users, and never
/// answers.
pub(super) fn refuse(
    call: &Call<'_>,
    request: &DescribeUserScramCredentialsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let Some(users) = &request.users else { return Outcome::HangUp };
    let results = users.iter().map(|_| refused("", refusal)).collect();
    call.reply(&DescribeUserScramCredentialsResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        results,
        ..Default::default()
    })
}

fn check(users: &Users, name: &str, times: usize) -> Result<(), Refusal> {
    if times > 1 {
        let text = format!(
            "Cannot describe SCRAM credentials for the same user twice in a single request: {name}"
        );
        return Err(Refusal::new(ErrorCode::DUPLICATE_RESOURCE, text));
    }
    if users.of(name).is_empty() {
        let text = format!("Attempt to describe a user credential that does not exist: {name}");
        return Err(Refusal::new(ErrorCode::RESOURCE_NOT_FOUND, text));
    }
    Ok(())
}

fn refused<'a>(user: &'a str, refusal: &'a Refusal) -> DescribeUserScramCredentialsResult<'a> {
    DescribeUserScramCredentialsResult {
        user,
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    }
}

fn found<'a>(
    user: &'a str,
    credentials: &[ScramCredential],
) -> DescribeUserScramCredentialsResult<'a> {
    let infos = credentials.iter().map(|credential| CredentialInfo {
        mechanism: mechanism(credential.hash),
        iterations: i32::try_from(credential.iterations).unwrap_or(i32::MAX),
        ..Default::default()
    });
    let credential_infos = infos.collect();
    DescribeUserScramCredentialsResult { user, credential_infos, ..Default::default() }
}

fn mechanism(hash: ScramHash) -> ScramMechanism {
    match hash {
        ScramHash::Sha256 => ScramMechanism::SCRAM_SHA_256,
        ScramHash::Sha512 => ScramMechanism::SCRAM_SHA_512,
    }
}

#[cfg(test)]
mod tests {
    use kafka_auth::Secret;
    use kafka_proto::messages::describe_user_scram_credentials::UserName;

    use super::super::tests::{HangUp, ask, cluster, iam, read, user};
    use super::*;
    use crate::client::Client;

    /// Code of the answer; name, code, message and iterations of each user.
    type Told = (i16, Vec<(String, i16, String, Vec<i32>)>);

    fn describe(client: &Client, names: Option<&[&str]>) -> Result<Told, HangUp> {
        let cluster = cluster(1);
        let hashes = [ScramHash::Sha512];
        cluster.state.users.change(|users| {
            users.add("a", &Secret::new("pencil"), &hashes).unwrap();
            users.add("b", &Secret::new("pencil"), &hashes).unwrap();
        });
        let named = |name: &&'static str| UserName { name, ..Default::default() };
        let names: Option<Vec<&'static str>> =
            names.map(|names| names.iter().map(|name| &*name.to_string().leak()).collect());
        let users = names.as_ref().map(|names| names.iter().map(named).collect());
        let request = DescribeUserScramCredentialsRequest { users, ..Default::default() };
        let frame = ask(&cluster, client, 0, &request)?;
        let response = read::<DescribeUserScramCredentialsRequest<'_>>(&frame, 0);
        let summary = |it: DescribeUserScramCredentialsResult<'_>| {
            let text = it.error_message.unwrap_or_default().to_owned();
            let iterations = it.credential_infos.iter().map(|info| info.iterations).collect();
            (it.user.to_owned(), it.error_code.0, text, iterations)
        };
        Ok((response.error_code.0, response.results.iter().map(summary).collect()))
    }

    fn told(name: &str, code: i16, text: &str) -> (String, i16, String, Vec<i32>) {
        let iterations = if code == 0 { vec![4096] } else { Vec::new() };
        (name.to_owned(), code, text.to_owned(), iterations)
    }

    #[test]
    fn nobody_is_named_for_everybody() {
        let all = (0, vec![told("a", 0, ""), told("b", 0, "")]);
        assert_eq!(describe(&iam(), None), Ok(all.clone()));
        assert_eq!(describe(&iam(), Some(&[])), Ok(all));
    }

    #[test]
    fn whoever_is_named_is_told_about_once() {
        let twice =
            "Cannot describe SCRAM credentials for the same user twice in a single request: b";
        let nobody = "Attempt to describe a user credential that does not exist: c";
        let expected = vec![told("a", 0, ""), told("b", 92, twice), told("c", 91, nobody)];
        assert_eq!(describe(&iam(), Some(&["c", "b", "b", "a"])), Ok((0, expected)));
    }

    #[test]
    fn describe_on_the_cluster_is_needed() {
        let denied = told("", 31, "");
        assert_eq!(describe(&user(), Some(&["a"])), Ok((31, vec![denied])));
        assert_eq!(describe(&user(), None), Err(HangUp));
    }
}
