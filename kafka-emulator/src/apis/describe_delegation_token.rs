//! DescribeDelegationToken: the tokens that somebody may see, with their secrets (KIP-48).

use kafka_proto::messages::describe_delegation_token::{
    DescribeDelegationTokenRequest, DescribeDelegationTokenResponse, DescribedDelegationToken,
    DescribedDelegationTokenRenewer,
};
use kafka_proto::{AclOperation, ErrorCode, Opaque, ResourceType};

use super::delegation_token::{check_allowed, check_enabled, party, told};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::tokens::{Party, Token};

pub(super) fn answer(call: &Call<'_>, request: &DescribeDelegationTokenRequest<'_>) -> Outcome {
    if let Err(error_code) = check_allowed(call).and_then(|()| check_enabled(call)) {
        let tokens = Vec::new().into();
        let response = DescribeDelegationTokenResponse { error_code, tokens, ..Default::default() };
        return call.reply(&response);
    }
    let owners = request.owners.as_ref().map(|owners| {
        let owners = owners.iter();
        owners.map(|it| Party::new(it.principal_type, it.principal_name)).collect::<Vec<_>>()
    });
    let (tokens, party) = (call.cluster.state.tokens.now(), party(call));
    let is_asked_for = |token: &Token| match &owners {
        None => true,
        Some(owners) => owners.iter().any(|owner| token.is_of(owner)),
    };
    let seen = tokens.iter().filter(|it| is_asked_for(it) && may_see(call, it, &party));
    let tokens = seen.map(|token| described(call, token)).collect();
    call.reply(&DescribeDelegationTokenResponse { tokens, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &DescribeDelegationTokenRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let error_code: ErrorCode = refusal.code;
    call.reply(&DescribeDelegationTokenResponse { error_code, ..Default::default() })
}

/// `DelegationTokenManager.filterToken`.
fn may_see(call: &Call<'_>, token: &Token, party: &Party) -> bool {
    let rights = call.authorizer();
    token.is_of(party)
        || rights.allows(AclOperation::DESCRIBE, ResourceType::DELEGATION_TOKEN, &token.id)
        || rights.allows(
            AclOperation::DESCRIBE_TOKENS,
            ResourceType::USER,
            &token.owner.to_string(),
        )
}

fn described<'a>(call: &Call<'_>, token: &'a Token) -> DescribedDelegationToken<'a> {
    let (requester_type, requester_name) = told(call, &token.requester);
    let renewers = token.renewers.iter().map(|renewer| DescribedDelegationTokenRenewer {
        principal_type: &renewer.kind,
        principal_name: &renewer.name,
        ..Default::default()
    });
    DescribedDelegationToken {
        principal_type: &token.owner.kind,
        principal_name: &token.owner.name,
        token_requester_principal_type: requester_type,
        token_requester_principal_name: requester_name,
        issue_timestamp: token.issued,
        expiry_timestamp: token.expires,
        max_timestamp: token.max,
        token_id: &token.id,
        hmac: Opaque(&token.hmac),
        renewers: renewers.collect(),
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use kafka_auth::Principal;
    use kafka_proto::messages::create_delegation_token::{
        CreatableRenewers, CreateDelegationTokenRequest,
    };
    use kafka_proto::messages::describe_delegation_token::DescribeDelegationTokenOwner;
    use kafka_proto::messages::expire_delegation_token::ExpireDelegationTokenRequest;
    use kafka_proto::messages::renew_delegation_token::RenewDelegationTokenRequest;

    use tokio::task::spawn_blocking;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::cluster::tests::cluster_with;
    use crate::logins::Logins;

    const DAY: i64 = 24 * 60 * 60 * 1000;

    fn with_tokens(delegation_tokens: bool) -> Cluster {
        cluster_with(Logins { delegation_tokens, ..Logins::default() })
    }

    fn other() -> Client {
        Client::test(Principal::user("other"), "127.0.0.1")
    }

    /// Code, id and HMAC of a new token of the client, which `User:other` can renew.
    fn create(cluster: &Cluster, client: &Client, max_lifetime_ms: i64) -> (i16, String, Vec<u8>) {
        let renewer = CreatableRenewers {
            principal_type: "User",
            principal_name: "other",
            ..Default::default()
        };
        let renewers = vec![renewer].into();
        let request =
            CreateDelegationTokenRequest { renewers, max_lifetime_ms, ..Default::default() };
        let frame = ask(cluster, client, 3, &request).unwrap();
        let response = read::<CreateDelegationTokenRequest<'_>>(&frame, 3);
        (response.error_code.0, response.token_id.to_owned(), response.hmac.to_vec())
    }

    /// Code and ids.
    fn describe(cluster: &Cluster, client: &Client, owner: Option<&str>) -> (i16, Vec<String>) {
        let owner = owner.map(|principal_name| DescribeDelegationTokenOwner {
            principal_type: "User",
            principal_name,
            ..Default::default()
        });
        let owners = owner.map(|owner| vec![owner].into());
        let request = DescribeDelegationTokenRequest { owners, ..Default::default() };
        let frame = ask(cluster, client, 3, &request).unwrap();
        let response = read::<DescribeDelegationTokenRequest<'_>>(&frame, 3);
        let ids = response.tokens.iter().map(|token| token.token_id.to_owned());
        (response.error_code.0, ids.collect())
    }

    fn renew(cluster: &Cluster, client: &Client, hmac: &[u8], period: i64) -> (i16, i64) {
        let request = RenewDelegationTokenRequest {
            hmac: Opaque(hmac),
            renew_period_ms: period,
            ..Default::default()
        };
        let frame = ask(cluster, client, 2, &request).unwrap();
        let response = read::<RenewDelegationTokenRequest<'_>>(&frame, 2);
        (response.error_code.0, response.expiry_timestamp_ms)
    }

    fn expire(cluster: &Cluster, client: &Client, hmac: &[u8], period: i64) -> i16 {
        let request = ExpireDelegationTokenRequest {
            hmac: Opaque(hmac),
            expiry_time_period_ms: period,
            ..Default::default()
        };
        let frame = ask(cluster, client, 2, &request).unwrap();
        read::<ExpireDelegationTokenRequest<'_>>(&frame, 2).error_code.0
    }

    #[test]
    fn a_token_is_seen_by_those_it_names_and_those_with_a_right() {
        let (cluster, stranger) = (with_tokens(true), Client::test(Principal::user("x"), "::1"));
        let (_, id, _) = create(&cluster, &user(), -1);
        for client in [user(), other(), iam()] {
            assert_eq!(describe(&cluster, &client, None), (0, vec![id.clone()]));
            assert_eq!(describe(&cluster, &client, Some("u")), (0, vec![id.clone()]));
            assert_eq!(describe(&cluster, &client, Some("nobody")), (0, vec![]));
        }
        assert_eq!(describe(&cluster, &stranger, None), (0, vec![]));
        let (_, of_iam, _) = create(&cluster, &iam(), -1);
        assert_eq!(describe(&cluster, &user(), None).1, [id]);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::DELEGATION_TOKEN, &of_iam);
        assert_eq!(describe(&cluster, &user(), None).1.len(), 2);
        let of_a = CreateDelegationTokenRequest {
            owner_principal_type: Some("User"),
            owner_principal_name: Some("a"),
            ..Default::default()
        };
        ask(&cluster, &iam(), 3, &of_a).unwrap();
        assert_eq!(describe(&cluster, &user(), None).1.len(), 2);
        grant(&cluster, AclOperation::DESCRIBE_TOKENS, ResourceType::USER, "User:a");
        assert_eq!(describe(&cluster, &user(), None).1.len(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_ends_on_the_clock() {
        // Changes are for threads that may block.
        let at_once =
            |work: fn(&Cluster, &[u8]) -> Vec<u8>, cluster: Arc<Cluster>, hmac: Vec<u8>| {
                spawn_blocking(move || work(&cluster, &hmac))
            };
        let cluster = Arc::new(with_tokens(true));
        let hmac = at_once(
            |cluster, _| {
                let (code, _, hmac) = create(cluster, &user(), 2 * DAY);
                assert_eq!(code, 0);
                hmac
            },
            cluster.clone(),
            Vec::new(),
        );
        let hmac = hmac.await.unwrap();
        tokio::time::advance(Duration::from_secs(60 * 60)).await;
        let renewed = at_once(
            |cluster, hmac| {
                let now = cluster.clock.milliseconds();
                assert_eq!(renew(cluster, &other(), hmac, -1), (0, now + DAY));
                assert_eq!(renew(cluster, &user(), hmac, 3 * DAY), (0, now + DAY), "a day at most");
                assert_eq!(renew(cluster, &iam(), hmac, -1), (63, 0), "the names in it count");
                assert_eq!(renew(cluster, &user(), b"x", -1), (62, 0));
                hmac.to_vec()
            },
            cluster.clone(),
            hmac,
        );
        let hmac = renewed.await.unwrap();
        tokio::time::advance(Duration::from_secs(25 * 60 * 60)).await;
        let ended = at_once(
            |cluster, hmac| {
                assert_eq!(renew(cluster, &user(), hmac, -1), (66, 0));
                assert_eq!(expire(cluster, &user(), hmac, 1_000), 66);
                assert_eq!(expire(cluster, &iam(), hmac, -1), 63);
                assert_eq!(expire(cluster, &user(), hmac, -1), 0, "it is still there");
                assert_eq!(expire(cluster, &user(), hmac, -1), 62);
                Vec::new()
            },
            cluster,
            hmac,
        );
        ended.await.unwrap();
    }

    #[test]
    fn nobody_has_tokens_without_the_key_or_without_a_login() {
        let cluster = with_tokens(false);
        assert_eq!(create(&cluster, &user(), -1), (61, String::new(), vec![]));
        assert_eq!(describe(&cluster, &user(), None), (61, vec![]));
        assert_eq!(renew(&cluster, &user(), b"x", -1), (61, 0));
        assert_eq!(expire(&cluster, &user(), b"x", -1), 61);
        let (cluster, mut by_token) = (with_tokens(true), user());
        by_token.log_in_by_token(Principal::user("u"));
        assert_eq!(create(&cluster, &by_token, -1).0, 64);
        assert_eq!(describe(&cluster, &by_token, None), (64, vec![]));
        assert_eq!(renew(&cluster, &by_token, b"x", -1), (64, -1));
        assert_eq!(expire(&cluster, &by_token, b"x", -1), 64);
    }
}
