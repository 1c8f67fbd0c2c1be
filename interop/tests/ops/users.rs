//! DescribeUserScramCredentials and AlterUserScramCredentials.

use std::time::Duration;

use kafka_admin::users::{UserScramCredential, UserScramCredentialAlteration as Alteration};
use kafka_admin::{Admin, Auth, ErrorCode, ErrorKind, Outcome, SaltedPassword, ScramHash};
use serde_json::json;
use tokio::time::timeout;

use crate::peer::Peer;

const SHA_512: ScramHash = ScramHash::Sha512;
const SHA_256: ScramHash = ScramHash::Sha256;

/// Brokers learn of a change a moment later.
const LAG: Duration = Duration::from_secs(30);

async fn alter(admin: &Admin, changes: &[Alteration]) {
    admin.alter_scram_users(changes).await.unwrap().all().unwrap();
}

/// Mechanism and iterations, once that is what the broker knows.
async fn becomes(admin: &Admin, user: &str, expected: &[(ScramHash, u32)]) {
    let is_so = async {
        loop {
            let described = admin.describe_scram_users(&[user]).await.unwrap().one();
            let mut found: Vec<_> = match described {
                Ok(found) => found.iter().map(|it| (it.mechanism, it.iterations)).collect(),
                Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                Err(error) => panic!("{error}"),
            };
            found.sort_by_key(|(mechanism, _)| mechanism.output_len());
            if found == expected {
                return;
            }
        }
    };
    timeout(LAG, is_so).await.unwrap();
}

/// Whether the broker lets the user in, once it says so.
async fn gets_in(peer: &Peer, user: &str, password: &str, expected: bool) {
    let is_so = async {
        loop {
            match peer.login(Auth::scram_sha_512(user, password)).await {
                Ok(_) if expected => return,
                Err(error) if error.kind() == ErrorKind::AuthenticationFailed => {
                    if !expected {
                        return;
                    }
                }
                Ok(_) => {}
                Err(error) => panic!("{error}"),
            }
        }
    };
    timeout(LAG, is_so).await.unwrap_or_else(|_| panic!("gets in: {}", !expected));
}

pub(crate) async fn a_user_is_created_logs_in_and_is_deleted(peer: &Peer) {
    let (admin, user) = (peer.admin().await, interop::unique("user"));
    gets_in(peer, &user, "pencil", false).await;
    alter(&admin, &[Alteration::upsert(&user, SHA_512, "pencil")]).await;
    let credential = UserScramCredential::new(&user, SHA_512);
    admin.wait_for_scram_user(&credential, LAG).await.unwrap();
    peer.login(Auth::scram_sha_512(&user, "pencil")).await.unwrap();
    gets_in(peer, &user, "pen", false).await;
    becomes(&admin, &user, &[(SHA_512, 4_096)]).await;

    let changes = [
        Alteration::upsert(&user, SHA_512, "pen").iterations(5_000),
        Alteration::upsert(&user, SHA_256, "pen").iterations(16_384),
    ];
    alter(&admin, &changes).await;
    becomes(&admin, &user, &[(SHA_256, 16_384), (SHA_512, 5_000)]).await;
    gets_in(peer, &user, "pen", true).await;
    gets_in(peer, &user, "pencil", false).await;
    let listed = admin.list_scram_users().await.unwrap();
    assert_eq!(listed.get(&user).unwrap().as_ref().unwrap().len(), 2);

    let salted = SaltedPassword::derive(SHA_512, &"brush".into(), b"salt", 5_000);
    alter(&admin, &[Alteration::upsert_salted(&user, salted, *b"salt", 5_000)]).await;
    gets_in(peer, &user, "brush", true).await;

    alter(&admin, &[SHA_512, SHA_256].map(|it| Alteration::delete(&user, it))).await;
    gets_in(peer, &user, "brush", false).await;
    becomes(&admin, &user, &[]).await;
    let waited = admin.wait_for_scram_user(&credential, Duration::from_millis(50)).await;
    assert_eq!(waited.unwrap_err().kind(), ErrorKind::Timeout);
    assert!(admin.list_scram_users().await.unwrap().get(&user).is_none());
}

pub(crate) async fn what_is_wrong_with_one_change_hides_no_other(peer: &Peer) {
    let (admin, user) = (peer.admin().await, interop::unique("user"));
    let absent = interop::unique("absent");
    let changes = [
        Alteration::upsert("", SHA_512, "pw"),
        Alteration::upsert(&user, SHA_512, "pw").iterations(4_095),
        Alteration::delete(&absent, SHA_256),
        Alteration::upsert(&user, SHA_256, "pw"),
        Alteration::upsert(&user, SHA_256, "other"),
        Alteration::delete(&absent, SHA_512),
    ];
    let batch = admin.alter_scram_users(&changes).await.unwrap();
    let results: Vec<_> =
        batch.iter().map(|(_, it)| it.as_ref().map_err(|it| (it.outcome(), it.code()))).collect();
    let here = Err((Outcome::NotSent, None));
    let gone = Err((Outcome::AlreadySo, Some(ErrorCode::RESOURCE_NOT_FOUND)));
    assert_eq!(results, [here, here, gone, Ok(&()), here, gone]);
    let first = UserScramCredential::new(&absent, SHA_256);
    assert_eq!(batch.failures().nth(2).unwrap().0, &first);
    becomes(&admin, &user, &[(SHA_256, 4_096)]).await;

    let named = [user.as_str(), "", &absent, &user];
    let batch = admin.describe_scram_users(&named).await.unwrap();
    let codes: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().err().map(|it| it.code())).collect();
    assert_eq!(codes, [None, Some(None), Some(Some(ErrorCode::RESOURCE_NOT_FOUND)), Some(None)]);
    assert!(admin.describe_scram_users(&[""; 0]).await.unwrap().is_empty());
    alter(&admin, &[Alteration::delete(&user, SHA_256)]).await;
}

pub(crate) async fn kadm_creates_lists_changes_and_deletes_users(peer: &Peer) {
    let (admin, user) = (peer.admin().await, interop::unique("user"));
    let create = ["user", "create", &user, "--generate", "--iterations", "8192"];
    let (code, created) = peer.kadm(&create).await;
    assert_eq!(code, 0, "{created}");
    let password = created["password"].as_str().unwrap().to_owned();
    assert_eq!(password.len(), 32);
    gets_in(peer, &user, &password, true).await;
    becomes(&admin, &user, &[(SHA_512, 8_192)]).await;
    let (code, answer) = peer.kadm(&create).await;
    assert_eq!((code, &answer["password"]), (1, &json!(null)), "it exists: {answer}");

    let alter = ["user", "alter", &user, "--generate", "--mechanism", "sha-256"];
    let (code, answer) = peer.kadm(&alter).await;
    assert_eq!(code, 0, "{answer}");
    becomes(&admin, &user, &[(SHA_256, 4_096), (SHA_512, 8_192)]).await;
    gets_in(peer, &user, &password, true).await;
    let (code, listed) = peer.kadm(&["user", "list", &user]).await;
    let credentials = listed["users"][0]["credentials"].as_array().unwrap();
    assert_eq!((code, credentials.len()), (0, 2), "{listed}");
    let (code, listed) = peer.kadm(&["user", "list"]).await;
    let is_listed =
        listed["users"].as_array().unwrap().iter().any(|it| it["name"] == user.as_str());
    assert_eq!((code, is_listed), (0, true), "{listed}");

    let (code, shown) = peer.kadm(&["user", "delete", &user]).await;
    assert_eq!((code, shown["users"].as_array().unwrap().len()), (2, 2), "{shown}");
    let (code, deleted) = peer.kadm(&["user", "delete", &user, "--yes"]).await;
    assert_eq!(code, 0, "{deleted}");
    gets_in(peer, &user, &password, false).await;
    becomes(&admin, &user, &[]).await;
    let (code, absent) = peer.kadm(&["user", "delete", &user, "--yes"]).await;
    assert_eq!((code, &absent["users"][0]["error"]["code"]), (1, &json!(91)), "{absent}");
    let (code, _) = peer.kadm(&["user", "alter", &user, "--generate"]).await;
    assert_eq!(code, 1);
}

pub(crate) async fn kadm_shares_with_a_user_that_it_creates(peer: &Peer) {
    let (user, topic) = (interop::unique("user"), interop::unique("shared"));
    let file = std::env::temp_dir().join(interop::unique("password"));
    std::fs::write(&file, "pencil\n").unwrap();
    let path = file.to_str().unwrap();
    let share = ["share", &topic, "--with", &user, "--create-user", "--user-password-file", path];
    let at = ["--user-bootstrap", &peer.scram_address, "--replication-factor", "1"];
    let share = [&share[..], &at].concat();
    let (code, shared) = peer.kadm(&share).await;
    assert_eq!((code, &shared["proved"]), (0, &json!(true)), "{shared}");
    let (code, again) = peer.kadm(&share).await;
    std::fs::remove_file(&file).unwrap();
    assert_eq!((code, &again["proved"]), (0, &json!(true)), "{again}");
    let steps = again["steps"].as_array().unwrap();
    let outcome = steps.iter().find(|step| step["name"] == "user").map(|step| &step["outcome"]);
    assert_eq!(outcome, Some(&json!("already so")));
    let (code, deleted) = peer.kadm(&["user", "delete", &user, "--yes"]).await;
    assert_eq!(code, 0, "{deleted}");
}
