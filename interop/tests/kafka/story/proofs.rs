//! What a share proves, and what it refuses before it changes anything: each body runs on the
//! emulator and on Apache Kafka.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use interop::unique;
use kafka_admin::acls::{AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::share::{Failed, Share, Shared, Step, TopicState, Warning};
use kafka_admin::topics::NewTopic;
use kafka_admin::{
    AclOperation, Admin, Auth, AwsCredentials, Config, ErrorKind, ResourceType, Secret, Tls,
    TlsRoots,
};
use kafka_emulator::Emulator;

use super::DEADLINE;
use crate::{KEY_ID, PASSWORD, SECRET_KEY, iam, kafka, scram};

const USER: &str = "proofs";
const PRINCIPAL: &str = "User:proofs";
/// READ and DESCRIBE.
const READS: u32 = 0x108;

/// A cluster, by its two ways in.
struct Peer {
    iam: Config,
    scram: Config,
    _emulator: Option<Emulator>,
}

impl Peer {
    async fn emulated() -> Self {
        let arn = "arn:aws:iam::123456789012:user/admin";
        let builder = Emulator::builder().iam_identity(KEY_ID, SECRET_KEY, None, arn);
        let builder = builder.scram_user(USER, PASSWORD).scram_user("everywhere", PASSWORD);
        let emulator = builder.start().await.unwrap();
        let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
        let iam = Config::new([emulator.iam_address()])
            .auth(Auth::MskIam)
            .aws_credentials(AwsCredentials::new(KEY_ID, Secret::new(SECRET_KEY)))
            .aws_region("us-east-1");
        let scram = Config::new([emulator.scram_address()]);
        Self { iam: iam.tls(roots.clone()), scram: scram.tls(roots), _emulator: Some(emulator) }
    }

    fn real() -> Option<Self> {
        let kafka = kafka()?;
        Some(Self { iam: iam(kafka), scram: scram(kafka, USER), _emulator: None })
    }

    fn login(&self, user: &str, password: &str) -> Config {
        self.scram.clone().auth(Auth::scram_sha_512(user, password))
    }

    async fn admin(&self) -> Admin {
        Admin::connect(self.iam.clone()).await.unwrap()
    }

    async fn create_acl(&self, acl: &AclBinding) {
        let admin = self.admin().await;
        let acls = std::slice::from_ref(acl);
        admin.create_acls(acls).await.unwrap().all().unwrap();
        admin.wait_for_acls(acls, DEADLINE).await.unwrap();
    }

    async fn run(&self, share: &Share) -> Result<Shared, Failed> {
        share.run(self.iam.clone(), |_| ()).await
    }

    /// Neither the topic nor any ACL of the share is there.
    async fn assert_untouched(&self, topic: &str, share: &Share) {
        let admin = self.admin().await;
        let error = admin.describe_topics(&[topic]).await.unwrap().one().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        for acl in share.bindings() {
            let found = admin.describe_acls(&AclBindingFilter::exactly(&acl)).await.unwrap();
            assert_eq!(found, []);
        }
    }
}

/// Runs a body on both.
macro_rules! on_both {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        mod emulated {
            $(#[tokio::test] async fn $name() { super::$name(&super::Peer::emulated().await).await; })*
        }
        mod real {
            $(#[tokio::test] async fn $name() {
                let Some(peer) = super::Peer::real() else { return };
                super::$name(&peer).await;
            })*
        }
    };
}

on_both! {
    a_denial_on_the_group_is_found_before_anything_is_written;
    a_wrong_password_changes_nothing;
    the_group_is_proved_as_the_user;
    every_group_is_proved_except_the_denied_ones;
    a_denial_for_another_host_qualifies_the_proof;
    a_denial_for_this_host_fails_the_proof_and_is_named;
    a_denial_that_was_not_looked_for_still_refuses_the_group;
}

fn consume(peer: &Peer, topic: &str, group: &str) -> Share {
    let topic = NewTopic::new(topic).partitions(1).replication_factor(1);
    Share::new(topic, USER).consume(group).prove_as(peer.login(USER, PASSWORD)).patience(DEADLINE)
}

async fn a_denial_on_the_group_is_found_before_anything_is_written(peer: &Peer) {
    let read = AclOperation::READ;
    for (principal, is_prefixed, operation) in [
        (PRINCIPAL, false, read),
        (PRINCIPAL, true, read),
        ("User:*", false, read),
        ("User:*", true, AclOperation::ALL),
        (PRINCIPAL, false, AclOperation::DESCRIBE),
    ] {
        let (topic, group) = (unique("denied"), format!("{}-", unique("denied")));
        let pattern = match is_prefixed {
            true => ResourcePattern::prefixed(ResourceType::GROUP, &group),
            false => ResourcePattern::group(format!("{group}x")),
        };
        let denial = AclBinding::deny(principal, operation, pattern);
        peer.create_acl(&denial).await;
        let share = consume(peer, &topic, &format!("{group}x"));
        let failed = peer.run(&share).await.unwrap_err();
        assert_eq!(failed.step, Some(Step::Check), "{failed}");
        assert_eq!(failed.error.kind(), ErrorKind::AuthorizationFailed, "{failed}");
        assert!(failed.to_string().contains(&denial.to_string()), "{failed}");
        assert_eq!(failed.changes, []);
        peer.assert_untouched(&topic, &share).await;
    }
}

async fn a_wrong_password_changes_nothing(peer: &Peer) {
    let (topic, group) = (unique("wrong"), unique("wrong"));
    let share = consume(peer, &topic, &group).prove_as(peer.login(USER, "wrong"));
    let failed = peer.run(&share).await.unwrap_err();
    assert_eq!(failed.step, Some(Step::Login), "{failed}");
    assert_eq!(failed.error.kind(), ErrorKind::AuthenticationFailed, "{failed}");
    assert!(failed.to_string().contains("user proofs"), "{failed}");
    assert_eq!(failed.changes, []);
    peer.assert_untouched(&topic, &share).await;
}

async fn the_group_is_proved_as_the_user(peer: &Peer) {
    let (topic, group) = (unique("proved"), unique("proved"));
    let shared = peer.run(&consume(peer, &topic, &group)).await.unwrap();
    assert!(matches!(shared.topic, TopicState::Created(_)), "{shared:?}");
    assert!(shared.is_proved(), "{shared:?}");
    let proof = shared.proof.unwrap();
    assert_eq!((proof.operations.bits(), proof.group_operations.unwrap().bits()), (READS, READS));
    assert_eq!(shared.brokers.len(), 1);
}

async fn every_group_is_proved_except_the_denied_ones(peer: &Peer) {
    let (topic, group) = (unique("every"), unique("every"));
    let denied =
        AclBinding::deny("User:everywhere", AclOperation::READ, ResourcePattern::group(&group));
    peer.create_acl(&denied).await;
    let new = NewTopic::new(&topic).partitions(1).replication_factor(1);
    let login = peer.login("everywhere", PASSWORD);
    let share = Share::new(new, "everywhere").consume("*").prove_as(login).patience(DEADLINE);
    let shared = peer.run(&share).await.unwrap();
    assert!(shared.warnings.contains(&Warning::DeniedGroup(denied)), "{shared:?}");
    assert!(!shared.is_proved());
    assert_eq!(shared.proof.unwrap().group_operations.unwrap().bits(), READS);

    // The proof of every group says as much about a group with a name, and nothing of the denied one.
    let user = Admin::connect(peer.login("everywhere", PASSWORD)).await.unwrap();
    let read = [AclOperation::READ];
    let other = user.wait_until_allowed_on_group(&unique("other"), &read, DEADLINE).await;
    assert_eq!(other.unwrap().bits(), READS);
    let short = Duration::from_secs(2);
    let error = user.wait_until_allowed_on_group(&group, &read, short).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AuthorizationFailed, "{error}");
}

async fn a_denial_for_another_host_qualifies_the_proof(peer: &Peer) {
    let (topic, group) = (unique("host"), unique("host"));
    let denied = AclBinding::deny(PRINCIPAL, AclOperation::READ, ResourcePattern::group(&group))
        .from_host("10.11.12.13");
    peer.create_acl(&denied).await;
    let shared = peer.run(&consume(peer, &topic, &group)).await.unwrap();
    assert!(!shared.is_proved());
    assert_eq!(shared.exceptions().collect::<Vec<_>>(), [&denied]);
    assert_eq!(shared.proof.unwrap().group_operations.unwrap().bits(), READS);
}

async fn a_denial_for_this_host_fails_the_proof_and_is_named(peer: &Peer) {
    let (topic, group) = (unique("host"), unique("host"));
    let denied = AclBinding::deny(PRINCIPAL, AclOperation::READ, ResourcePattern::group(&group));
    for host in ["127.0.0.1", "0:0:0:0:0:0:0:1"] {
        peer.create_acl(&denied.clone().from_host(host)).await;
    }
    let share = consume(peer, &topic, &group).patience(Duration::from_secs(3));
    let failed = peer.run(&share).await.unwrap_err();
    assert_eq!(failed.step, Some(Step::Proof), "{failed}");
    assert_eq!(failed.error.kind(), ErrorKind::AuthorizationFailed, "{failed}");
    assert!(failed.error.hint().unwrap().contains("from 127.0.0.1"), "{failed:?}");
    assert_eq!(failed.changes.len(), 4, "topic and three ACLs: {failed:?}");
}

/// The proof is the cluster's own answer, not what was read in its list of ACLs.
async fn a_denial_that_was_not_looked_for_still_refuses_the_group(peer: &Peer) {
    let group = unique("refused");
    let denied = AclBinding::deny("User:*", AclOperation::READ, ResourcePattern::group(&group));
    let allowed = AclBinding::allow(PRINCIPAL, AclOperation::READ, ResourcePattern::group(&group));
    peer.create_acl(&denied).await;
    peer.create_acl(&allowed).await;
    let user = Admin::connect(peer.login(USER, PASSWORD)).await.unwrap();
    let operations = user
        .wait_until_allowed_on_group(&group, &[AclOperation::DESCRIBE], DEADLINE)
        .await
        .unwrap();
    assert_eq!(operations.to_string(), "DESCRIBE");
    let read = [AclOperation::READ];
    let short = Duration::from_secs(2);
    let error = user.wait_until_allowed_on_group(&group, &read, short).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AuthorizationFailed, "{error}");
}
