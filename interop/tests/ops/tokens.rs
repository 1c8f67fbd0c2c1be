//! Delegation tokens.

use std::time::Duration;

use kafka_admin::acls::{AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::tokens::{DelegationToken, NewDelegationToken};
use kafka_admin::users::UserScramCredentialAlteration as Alteration;
use kafka_admin::{
    AclOperation, Admin, Auth, ErrorCode, ErrorKind, Outcome, PatternType, ResourceType, ScramHash,
};
use serde_json::json;
use tokio::time::timeout;

use crate::peer::Peer;

/// Brokers learn of a change a moment later.
const LAG: Duration = Duration::from_secs(30);
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Somebody new, as whom this logs in.
async fn user(peer: &Peer, admin: &Admin, name: &str) -> (String, Admin) {
    let name = interop::unique(name);
    let upsert = Alteration::upsert(&name, ScramHash::Sha512, "pw");
    admin.alter_scram_users(&[upsert]).await.unwrap().all().unwrap();
    let is_in = async {
        loop {
            if let Ok(user) = peer.login(Auth::scram_sha_512(&name, "pw")).await {
                return user;
            }
        }
    };
    let user = timeout(LAG, is_in).await.unwrap();
    (format!("User:{name}"), user)
}

fn login(token: &DelegationToken) -> Auth {
    Auth::delegation_token(ScramHash::Sha512, &token.token_id, token.hmac.clone())
}

/// Logs in by the token, once the broker knows it.
async fn logged_in(peer: &Peer, token: &DelegationToken) -> Admin {
    let is_in = async {
        loop {
            match peer.login(login(token)).await {
                Ok(admin) => return admin,
                Err(error) => assert_eq!(error.kind(), ErrorKind::AuthenticationFailed, "{error}"),
            }
        }
    };
    timeout(LAG, is_in).await.unwrap()
}

/// Asks until that many of the owner's tokens are seen.
async fn seen(admin: &Admin, owner: &str, count: usize) -> Vec<DelegationToken> {
    let is_so = async {
        loop {
            let tokens = admin.describe_delegation_tokens(&[owner]).await.unwrap();
            if tokens.len() == count {
                return tokens;
            }
        }
    };
    timeout(LAG, is_so).await.unwrap()
}

pub(crate) async fn a_token_logs_in_as_its_owner_until_it_is_ended(peer: &Peer) {
    let admin = peer.admin().await;
    let (owner, user) = user(peer, &admin, "owner").await;
    let new =
        NewDelegationToken::new().renewer("User:renewer").max_lifetime(Duration::from_secs(3600));
    let token = user.create_delegation_token(&new).await.unwrap();
    assert_eq!((&token.owner, token.requester.as_ref()), (&owner, Some(&owner)));
    assert_eq!(token.max_timestamp - token.issue_timestamp, 3_600_000);
    assert_eq!(token.expiry_timestamp, token.max_timestamp);
    assert_eq!(token.hmac.expose().len(), 64);

    let listed = seen(&user, &owner, 1).await.pop().unwrap();
    assert_eq!(
        (&listed.token_id, &listed.renewers),
        (&token.token_id, &vec!["User:renewer".to_owned()])
    );
    assert_eq!(*listed.hmac.expose(), *token.hmac.expose());

    let by_token = logged_in(peer, &token).await;
    let lifetime = by_token.session().lifetime.unwrap();
    assert!(lifetime <= Duration::from_secs(3600), "the session ends with the token: {lifetime:?}");
    let error = by_token.create_delegation_token(&NewDelegationToken::new()).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::DELEGATION_TOKEN_REQUEST_NOT_ALLOWED), "{error}");
    let wrong = Auth::scram_sha_512(&token.token_id, token.hmac.password());
    let error = peer.login(wrong).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AuthenticationFailed, "it is no user: {error}");

    let ends =
        user.renew_delegation_token(&token.hmac, Some(Duration::from_secs(60))).await.unwrap();
    assert!(ends < token.expiry_timestamp, "a renewal may shorten");
    let ends =
        user.expire_delegation_token(&token.hmac, Some(Duration::from_secs(600))).await.unwrap();
    assert!(ends < token.max_timestamp);
    user.expire_delegation_token(&token.hmac, None).await.unwrap();
    seen(&user, &owner, 0).await;
    let gone = async { while peer.login(login(&token)).await.is_ok() {} };
    timeout(LAG, gone).await.unwrap();
    let error = user.expire_delegation_token(&token.hmac, None).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::DELEGATION_TOKEN_NOT_FOUND), "{error}");
    assert_eq!(error.outcome(), Outcome::AlreadySo);
    let error = user.renew_delegation_token(&token.hmac, None).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NotFound, Outcome::NotApplied));
}

pub(crate) async fn somebody_else_may_neither_see_nor_end_a_token(peer: &Peer) {
    let admin = peer.admin().await;
    let (owner, user_a) = user(peer, &admin, "a").await;
    let (other, user_b) = user(peer, &admin, "b").await;
    let of_a = NewDelegationToken::new().owner(&owner);
    let error = user_b.create_delegation_token(&of_a).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED), "{error}");
    let token = admin.create_delegation_token(&of_a).await.unwrap();
    assert_eq!(token.owner, owner);
    assert!(token.requester.as_ref().is_some_and(|it| *it != owner));
    assert_eq!((token.max_timestamp - token.issue_timestamp) / DAY, 7);
    seen(&user_a, &owner, 1).await;
    assert_eq!(user_b.list_delegation_tokens().await.unwrap().len(), 0);
    for result in [
        user_b.renew_delegation_token(&token.hmac, None).await,
        user_b.expire_delegation_token(&token.hmac, None).await,
    ] {
        let code = result.unwrap_err().code();
        assert_eq!(code, Some(ErrorCode::DELEGATION_TOKEN_OWNER_MISMATCH));
    }

    let on = |resource_type, name: &str| ResourcePattern {
        resource_type,
        name: name.into(),
        pattern_type: PatternType::LITERAL,
    };
    let acls = [
        AclBinding::allow(
            &other,
            AclOperation::DESCRIBE,
            on(ResourceType::DELEGATION_TOKEN, &token.token_id),
        ),
        AclBinding::allow(&other, AclOperation::CREATE_TOKENS, on(ResourceType::USER, &owner)),
    ];
    admin.create_acls(&acls).await.unwrap().all().unwrap();
    admin.wait_for_acls(&acls, LAG).await.unwrap();
    seen(&user_b, &owner, 1).await;
    let by_other = user_b.create_delegation_token(&of_a).await.unwrap();
    assert_eq!((by_other.owner, by_other.requester), (owner.clone(), Some(other)));
    seen(&user_a, &owner, 2).await;
    let filters = acls.map(|acl| AclBindingFilter::exactly(&acl));
    admin.delete_acls(&filters).await.unwrap().all().unwrap();
    for token in [token.hmac, by_other.hmac] {
        user_a.expire_delegation_token(&token, None).await.unwrap();
    }
}

pub(crate) async fn kadm_creates_lists_renews_and_ends_tokens(peer: &Peer) {
    let admin = peer.admin().await;
    let create = ["token", "create", "--renewer", "ops", "--max-lifetime", "2h"];
    let (code, created) = peer.kadm(&create).await;
    assert_eq!(code, 0, "{created}");
    let owner = created["token"]["owner"].as_str().unwrap().to_owned();
    let id = created["token"]["token_id"].as_str().unwrap();
    let hmac = created["hmac"].as_str().unwrap();
    assert_eq!(hmac.len(), 88, "64 bytes in base64");
    seen(&admin, &owner, 1).await;
    let (code, listed) = peer.kadm(&["token", "list", "--owner", &owner]).await;
    assert_eq!((code, &listed["tokens"][0]["token_id"]), (0, &json!(id)), "{listed}");
    assert_eq!(listed["tokens"][0]["renewers"], json!(["User:ops"]));
    assert!(!listed.to_string().contains(hmac), "the secret is shown once");

    let (code, renewed) = peer.kadm(&["token", "renew", id, "--period", "1h"]).await;
    assert_eq!(code, 0, "{renewed}");
    assert!(renewed["expiry_timestamp"].as_i64() < created["token"]["max_timestamp"].as_i64());
    let (code, ending) = peer.kadm(&["token", "expire", id, "--after", "10m"]).await;
    assert_eq!(code, 0, "{ending}");
    let (code, _) = peer.kadm(&["token", "expire", id]).await;
    assert_eq!(code, 2, "it asks");
    let (code, ended) = peer.kadm(&["token", "expire", id, "--yes"]).await;
    assert_eq!(code, 0, "{ended}");
    seen(&admin, &owner, 0).await;
    let (code, _) = peer.kadm(&["token", "expire", id, "--yes"]).await;
    assert_eq!(code, 1, "there is none");
}

pub(crate) async fn a_token_that_has_ended_is_of_no_use(peer: &Peer) {
    let admin = peer.admin().await;
    let (owner, user) = user(peer, &admin, "owner").await;
    let new = NewDelegationToken::new().max_lifetime(Duration::from_millis(1));
    let token = user.create_delegation_token(&new).await.unwrap();
    let has_ended = async {
        loop {
            let renewed = user.renew_delegation_token(&token.hmac, None).await;
            if renewed.is_err_and(|it| it.code() == Some(ErrorCode::DELEGATION_TOKEN_EXPIRED)) {
                return;
            }
        }
    };
    timeout(LAG, has_ended).await.unwrap();
    seen(&user, &owner, 1).await;
    // The password is right, and the session over when it begins.
    assert!(peer.login(login(&token)).await.is_err());
    let later = Some(Duration::from_secs(60));
    let error = user.expire_delegation_token(&token.hmac, later).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::DELEGATION_TOKEN_EXPIRED), "{error}");
    user.expire_delegation_token(&token.hmac, None).await.unwrap();
    seen(&user, &owner, 0).await;
}
