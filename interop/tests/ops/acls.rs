//! CreateAcls, DescribeAcls, DeleteAcls.

use std::time::Duration;

use kafka_admin::acls::{AclBinding, AclBindingFilter, Grant, ResourcePattern};
use kafka_admin::users::{UserScramCredential, UserScramCredentialAlteration};
use kafka_admin::{AclOperation, Admin, Auth, ErrorCode, Outcome, ResourceType, ScramHash, Secret};

use crate::peer::Peer;

const LONG: Duration = Duration::from_secs(30);

/// The ACLs of that principal.
async fn of(admin: &Admin, principal: &str) -> Vec<AclBinding> {
    let all = admin.describe_acls(&AclBindingFilter::any()).await.unwrap();
    all.into_iter().filter(|acl| acl.entry.principal() == principal).collect()
}

pub(crate) async fn acls_are_created_seen_everywhere_and_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let principal = format!("User:{}", interop::unique("acls"));
    let wanted = Grant::to(&principal).produce("acls").bindings();
    assert!(wanted.len() > 1);
    let created = admin.create_acls(&wanted).await.unwrap();
    assert_eq!(created.all().unwrap().len(), wanted.len());
    admin.wait_for_acls(&wanted, LONG).await.unwrap();
    assert_eq!(of(&admin, &principal).await.len(), wanted.len());

    // Twice is no error, and adds nothing.
    admin.create_acls(&wanted).await.unwrap().all().unwrap();
    assert_eq!(of(&admin, &principal).await.len(), wanted.len());

    let exact: Vec<_> = wanted.iter().map(AclBindingFilter::exactly).collect();
    let deleted = admin.delete_acls(&exact).await.unwrap().all().unwrap();
    assert_eq!(deleted.concat().len(), wanted.len());
    admin.wait_until_acls_are_gone(&wanted, LONG).await.unwrap();
    assert!(of(&admin, &principal).await.is_empty());
    let again = admin.delete_acls(&exact).await.unwrap().all().unwrap();
    assert!(again.concat().is_empty(), "what is gone is not deleted twice");
}

pub(crate) async fn an_acl_that_kafka_refuses_hides_no_other(peer: &Peer) {
    let admin = peer.admin().await;
    let principal = format!("User:{}", interop::unique("acls"));
    let good = Grant::to(&principal).produce("acls").bindings();
    let nobody = Grant::to("nobody").produce("acls").bindings();
    let batch = [good.clone(), nobody].concat();
    let created = admin.create_acls(&batch).await.unwrap();
    assert_eq!(created.iter().filter(|(_, result)| result.is_ok()).count(), good.len());
    for (binding, error) in created.failures() {
        assert_eq!(binding.entry.principal(), "nobody");
        let refused = [Outcome::NotSent, Outcome::NotApplied].contains(&error.outcome());
        assert!(refused && error.code() != Some(ErrorCode::NONE), "{error}");
    }
    admin.wait_for_acls(&good, LONG).await.unwrap();
}

/// What `kadm acl why` works out is what the broker does, before and after the change that it prints.
pub(crate) async fn kadm_says_why_and_what_turns_it(peer: &Peer) {
    let admin = peer.admin().await;
    let user = interop::unique("why");
    let scram = ScramHash::Sha512;
    let password = Secret::new("correct horse");
    let upsert = UserScramCredentialAlteration::upsert(&user, scram, &password);
    admin.alter_scram_users(&[upsert]).await.unwrap().all().unwrap();
    admin.wait_for_scram_user(&UserScramCredential::new(&user, scram), LONG).await.unwrap();
    let topic = peer.topic(&admin, "why").await;
    let principal = format!("User:{user}");
    let prefix = ResourcePattern::prefixed(ResourceType::TOPIC, &topic);
    let acls = [
        AclBinding::allow(&principal, AclOperation::DESCRIBE, ResourcePattern::topic(&topic)),
        AclBinding::allow(&principal, AclOperation::WRITE, prefix.clone()),
        AclBinding::deny(&principal, AclOperation::WRITE, prefix),
    ];
    admin.create_acls(&acls).await.unwrap().all().unwrap();
    admin.wait_for_acls(&acls, LONG).await.unwrap();
    let login = peer.login(Auth::scram_sha_512(&user, password.expose())).await.unwrap();
    let asked = ["acl", "why", user.as_str(), "write", "--topic", topic.as_str()];
    for expected in [false, true, false, true] {
        let (code, why) = peer.kadm(&asked).await;
        assert_eq!((code, &why["allowed"]), (0, &expected.into()), "{why}");
        let (can, _) = peer.kadm(&[&["acl", "can"], &asked[2..]].concat()).await;
        assert_eq!(can == 0, expected);
        let told = async {
            loop {
                let described = login.describe_topics(&[&topic]).await.unwrap().one().unwrap();
                let allowed = described.authorized_operations.unwrap();
                if allowed.contains(AclOperation::WRITE) == expected {
                    break;
                }
            }
        };
        tokio::time::timeout(LONG, told).await.expect("the broker says the same");
        for command in why["change"]["commands"].as_array().unwrap() {
            // The administrator adds how to connect.
            let words = command.as_str().unwrap().split_whitespace();
            let words: Vec<&str> = words.map(|word| word.trim_matches('\'')).collect();
            let to_connect = words.iter().position(|word| *word == "-b").unwrap();
            let after = words[to_connect..].iter().position(|word| *word == "--topic").unwrap();
            let words = [&words[1..to_connect], &words[to_connect + after..]].concat();
            let (code, done) = peer.kadm(&words).await;
            assert_eq!(code, 0, "{words:?}: {done}");
        }
        let changed = async { while peer.kadm(&asked).await.1["allowed"] == expected {} };
        let turned = tokio::time::timeout(LONG, changed).await;
        assert!(turned.is_ok(), "not turned: {why}");
    }
    let (_, who) = peer.kadm(&["acl", "who", "--topic", &topic]).await;
    let mine = who["who"].as_array().unwrap().iter().find(|it| it["principal"] == *principal);
    assert_eq!(mine.unwrap()["operations"], serde_json::json!(["DESCRIBE"]), "{who}");
}

/// `kadm share`, then `kadm unshare`, each proved by the user's login; `kadm whoami` in between.
pub(crate) async fn kadm_takes_back_what_it_has_shared(peer: &Peer) {
    let admin = peer.admin().await;
    let user = interop::unique("shared");
    let topic = peer.topic(&admin, "shared").await;
    let password = std::env::temp_dir().join(format!("{user}-{}", std::process::id()));
    std::fs::write(&password, "correct horse").unwrap();
    let file = password.display().to_string();
    let by_scram = ["--user-bootstrap", &peer.scram_address, "--user-password-file", &file];
    let share = ["share", &topic, "--with", &user, "--create-user", "--consume", "--group", "g"];
    let (code, shared) = peer.kadm(&[&share[..], &by_scram].concat()).await;
    assert_eq!((code, &shared["proved"]), (0, &true.into()), "{shared}");

    let (code, who) = peer.kadm(&["whoami", "--topic", &topic]).await;
    assert_eq!((code, &who["mechanism"]), (0, &"AWS_MSK_IAM".into()), "{who}");
    let may = who["cluster_operations"].as_array().unwrap();
    assert!(may.contains(&"ALTER".into()), "{who}");
    assert!(who["topics"][0]["operations"].as_array().unwrap().contains(&"READ".into()), "{who}");

    let unshare = ["unshare", &topic, "--with", &user, "--group", "g"];
    let (code, shown) = peer.kadm(&unshare).await;
    assert_eq!((code, shown["acls"].as_array().unwrap().len()), (2, 3), "{shown}");
    let (code, gone) = peer.kadm(&[&unshare[..], &["--yes"], &by_scram].concat()).await;
    assert_eq!((code, &gone["gone_everywhere"]), (0, &true.into()), "{gone}");
    assert_eq!(gone["proof"]["operations"], serde_json::json!([]), "{gone}");
    assert!(of(&admin, &format!("User:{user}")).await.is_empty());
    std::fs::remove_file(&password).unwrap();
}
