//! Where the way to a cluster breaks, by `kadm doctor` and the library's `Checkup`.

use std::time::Duration;

use kafka_admin::acls::Grant;
use kafka_admin::diagnose::{Checkup, Examination, Stage};
use kafka_admin::users::UserScramCredentialAlteration as Alteration;
use kafka_admin::{Auth, Config, Diagnosis, ScramHash, Tls, TlsRoots};

use crate::peer::Peer;

const PASSWORD: &str = "MARKER-of-the-doctors-user";
/// Brokers learn of a change a moment later.
const LAG: Duration = Duration::from_secs(30);

#[track_caller]
fn is(seen: &Examination, expected: Option<Diagnosis>) {
    let found = seen.verdict().map(|it| it.diagnosis);
    assert_eq!(found, expected, "{seen:#?}");
    assert!(!format!("{seen:?}").contains("MARKER"));
}

/// A user who logs in by SCRAM, and settings for it.
async fn user(peer: &Peer) -> (String, Config) {
    let (admin, user) = (peer.admin().await, interop::unique("doctor"));
    let change = Alteration::upsert(&user, ScramHash::Sha512, PASSWORD);
    let changes = [change];
    admin.alter_scram_users(&changes).await.unwrap().all().unwrap();
    admin.wait_for_scram_user(changes[0].credential(), LAG).await.unwrap();
    let config = peer.scram_config(Auth::scram_sha_512(&user, PASSWORD));
    (user, config)
}

/// Each mistake in the settings has its number.
pub(crate) async fn a_wrong_setting_is_told_by_its_number(peer: &Peer) {
    let (user, config) = user(peer).await;
    let (right, bare) = (peer.scram_address.clone(), peer.plaintext_address().to_owned());
    let at = |address: &str| config.clone().bootstrap_servers([address]);
    let wrong = Auth::scram_sha_512(&user, "MARKER-wrong");
    for (config, expected) in [
        (at(&right).auth(wrong), Diagnosis::PASSWORD),
        (at(&right).auth(Auth::plain("u", "MARKER")), Diagnosis::MECHANISM),
        (at(&right).auth(Auth::None), Diagnosis::LOGIN_WANTED),
        (at(&right).tls(Tls::Disabled), Diagnosis::TLS_PORT),
        (at(&bare), Diagnosis::PLAINTEXT_PORT),
        (at(&bare).tls(Tls::Disabled), Diagnosis::NO_LOGIN),
        (at("broker.invalid:9096"), Diagnosis::UNKNOWN_HOST),
    ] {
        is(&Checkup::new(config).run().await, Some(expected));
    }
    let untrusting = at(&right).tls(Tls::Roots(TlsRoots::Public));
    let seen = Checkup::new(untrusting).run().await;
    let found = seen.verdict().unwrap().diagnosis;
    assert!([Diagnosis::UNTRUSTED, Diagnosis::INCOMPLETE_CHAIN].contains(&found), "{seen:#?}");
}

/// A user may do nothing with the topic, and then what it was granted.
pub(crate) async fn a_topic_is_denied_until_it_is_granted(peer: &Peer) {
    let (admin, (user, config)) = (peer.admin().await, user(peer).await);
    let topic = peer.topic(&admin, "doctor").await;
    let look = || Checkup::new(config.clone()).topic(&topic).group("doctors").run();
    let denied = look().await;
    is(&denied, Some(Diagnosis::TOPIC_DENIED));
    let all: Vec<_> = denied.findings().map(|(_, it)| it.diagnosis).collect();
    assert_eq!(all, [Diagnosis::TOPIC_DENIED, Diagnosis::GROUP_DENIED], "{denied:#?}");
    let acls = Grant::to(format!("User:{user}")).consume(&topic, "doctors").bindings();
    admin.create_acls(&acls).await.unwrap().all().unwrap();
    let able = peer.login(Auth::scram_sha_512(&user, PASSWORD)).await.unwrap();
    let read = [kafka_admin::AclOperation::READ];
    able.wait_until_allowed(&topic, &read, LAG).await.unwrap();
    let seen = look().await;
    is(&seen, None);
    let identity = seen.brokers[0].check(Stage::Identity).unwrap();
    assert!(identity.value("broker").is_some(), "{identity:?}");
}

/// The administrator's own way is whole, and what the ACLs say about somebody else is told.
pub(crate) async fn kadm_looks_at_the_whole_way(peer: &Peer) {
    let topic = peer.topic(&peer.admin().await, "doctor").await;
    let (code, json) = peer.kadm(&["doctor", &topic, "--group", "doctors"]).await;
    assert_eq!((code, &json["verdict"]), (0, &serde_json::Value::Null), "{json:#}");
    let (code, json) = peer.kadm(&["doctor", &topic, "--as", "User:nobody-at-all"]).await;
    assert_eq!((code, &json["verdict"]), (17, &"KADM0701".into()), "{json:#}");
}
