//! The story of this project on Apache Kafka: a SCRAM user may do nothing and cannot help itself,
//! the IAM identity creates topic and ACLs, and then the user can use them.

mod proofs;

use std::time::Duration;

use interop::unique;
use kafka_admin::acls::{AclBindingFilter, Grant};
use kafka_admin::share::{AclState, Share, TopicState};
use kafka_admin::topics::NewTopic;
use kafka_admin::{AclOperation, Admin, Error, ErrorCode, ErrorKind, Outcome, ResourceType};
use tokio::time::timeout;

use crate::{iam, kafka, scram};

/// Generous: the broker needs 5 ms, a busy build machine more.
const DEADLINE: Duration = Duration::from_secs(30);
const USER: &str = "User:story";

#[tokio::test]
async fn iam_shares_a_topic_with_a_scram_user() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("orders");
    let acls = Grant::to(USER).produce(&topic).bindings();
    let admin = Admin::connect(iam(kafka)).await.unwrap();
    let user = Admin::connect(scram(kafka, "story")).await.unwrap();

    assert_refused(&describe(&user, &topic).await.unwrap_err());
    assert_refused(&create(&user, &topic).await.unwrap_err());
    let error = user.create_acls(&acls).await.unwrap().all().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::CLUSTER_AUTHORIZATION_FAILED), "{error}");
    assert_eq!(error.code(), Some(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    assert_eq!(error.outcome(), Outcome::NotApplied);

    create(&admin, &topic).await.unwrap();
    assert_refused(&describe(&user, &topic).await.unwrap_err());
    let created = admin.create_acls(&acls).await.unwrap();
    assert!(created.iter().map(|(acl, _)| acl).eq(&acls));
    created.all().unwrap();

    let wanted = [AclOperation::WRITE, AclOperation::DESCRIBE];
    let usable = user.wait_until_allowed(&topic, &wanted, DEADLINE).await.unwrap();
    assert_eq!(usable.authorized_operations.unwrap().bits(), 0x110, "WRITE and DESCRIBE");
    assert_eq!(usable.partitions.len(), 3);
}

#[tokio::test]
async fn the_recipe_proves_it_and_changes_nothing_the_second_time() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("orders");
    let wanted = NewTopic::new(&topic).partitions(3).replication_factor(1);
    let share = Share::new(wanted, "story").produce().prove_as(scram(kafka, "story"));

    let first = share.run(iam(kafka), |_| ()).await.unwrap();
    assert!(matches!(first.topic, TopicState::Created(_)), "{first:?}");
    assert!(first.acls.iter().all(|(_, state)| *state == AclState::Created), "{first:?}");
    assert_eq!(first.proof.unwrap().operations.bits(), 0x110);

    let second = share.run(iam(kafka), |_| ()).await.unwrap();
    assert_eq!(second.topic, TopicState::Existing { differences: Vec::new() });
    assert!(second.acls.iter().all(|(_, state)| *state == AclState::Existing), "{second:?}");
    assert!(second.proof.is_some());
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("planned");
    let share = Share::new(NewTopic::new(&topic), "story").produce().dry_run(true);
    let shared = share.run(iam(kafka), |_| ()).await.unwrap();
    assert!(matches!(shared.topic, TopicState::WouldBeCreated(_)), "{shared:?}");
    let admin = Admin::connect(iam(kafka)).await.unwrap();
    assert_eq!(describe(&admin, &topic).await.unwrap_err().kind(), ErrorKind::NotFound);
    let acls = admin.describe_acls(&AclBindingFilter::exactly(&share.bindings()[0])).await.unwrap();
    assert_eq!(acls, []);
}

#[tokio::test]
async fn what_was_granted_can_be_seen_and_taken_back() {
    let Some(kafka) = kafka() else { return };
    let (topic, group) = (unique("orders"), unique("billing"));
    let acls = Grant::to(USER).consume(&topic, &group).bindings();
    let admin = Admin::connect(iam(kafka)).await.unwrap();
    let user = Admin::connect(scram(kafka, "story")).await.unwrap();
    create_visibly(&admin, &topic).await.unwrap();
    admin.create_acls(&acls).await.unwrap().all().unwrap();
    admin.wait_for_acls(&acls, DEADLINE).await.unwrap();
    user.wait_until_allowed(&topic, &[AclOperation::READ], DEADLINE).await.unwrap();

    for acl in &acls {
        let filter = AclBindingFilter::exactly(acl);
        assert_eq!(admin.describe_acls(&filter).await.unwrap(), std::slice::from_ref(acl));
        let deleted = admin.delete_acls(&[filter]).await.unwrap().one().unwrap();
        assert_eq!(deleted.len(), 1);
        deleted[0].result.as_ref().unwrap();
    }
    let applying = AclBindingFilter::applying_to(ResourceType::TOPIC, &topic);
    timeout(DEADLINE, until_gone(&admin, &applying)).await.unwrap().unwrap();
}

#[tokio::test]
async fn each_item_has_its_own_answer() {
    let Some(kafka) = kafka() else { return };
    let (old, new) = (unique("there"), unique("new"));
    let admin = Admin::connect(iam(kafka)).await.unwrap();
    create_visibly(&admin, &old).await.unwrap();

    let topics = [NewTopic::new(&new), NewTopic::new(&old), NewTopic::new("not a name")];
    let batch = admin.create_topics(&topics).await.unwrap();
    let codes: Vec<_> = batch.into_iter().map(|(name, result)| (name, code(result))).collect();
    assert_eq!(codes[0], (new.clone(), None));
    assert_eq!(codes[1], (old.clone(), Some(ErrorCode::TOPIC_ALREADY_EXISTS)));
    assert_eq!(codes[2].0, "not a name");

    let asked = [unique("absent"), old.clone()];
    let batch = admin.describe_topics(&asked).await.unwrap();
    let codes: Vec<_> = batch.into_iter().map(|(name, result)| (name, code(result))).collect();
    assert_eq!(codes[0], (asked[0].clone(), Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)));
    assert_eq!(codes[1], (old, None));

    admin.delete_topics(&[&new]).await.unwrap().all().unwrap();
}

#[tokio::test]
async fn validate_only_creates_nothing() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("planned");
    let admin = Admin::connect(iam(kafka)).await.unwrap();
    admin.create_topics(&[NewTopic::new(&topic)]).validate_only(true).await.unwrap().all().unwrap();
    let error = describe(&admin, &topic).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
}

#[tokio::test]
async fn a_user_without_rights_sees_no_topics_and_the_cluster() {
    let Some(kafka) = kafka() else { return };
    let hidden = unique("hidden");
    let admin = Admin::connect(iam(kafka)).await.unwrap();
    let user = Admin::connect(scram(kafka, "refused")).await.unwrap();
    create_visibly(&admin, &hidden).await.unwrap();
    let names = |topics: Vec<kafka_admin::topics::TopicListing>| -> Vec<String> {
        topics.into_iter().map(|topic| topic.name).collect()
    };
    assert!(names(admin.list_topics().await.unwrap()).contains(&hidden));
    assert_eq!(names(user.list_topics().await.unwrap()), <[String; 0]>::default());
    let cluster = user.describe_cluster().await.unwrap();
    assert_eq!(cluster.brokers.len(), 1);
}

async fn create(admin: &Admin, topic: &str) -> Result<(), Error> {
    let topic = NewTopic::new(topic).partitions(3).replication_factor(1);
    admin.create_topics(&[topic]).await?.all().map(drop)
}

/// The controller answers; the broker learns of the topic a moment later.
async fn create_visibly(admin: &Admin, topic: &str) -> Result<(), Error> {
    create(admin, topic).await?;
    admin.wait_until_allowed(topic, &[AclOperation::DESCRIBE], DEADLINE).await.map(drop)
}

/// The broker that answers learns of a deletion a moment after the controller, too.
async fn until_gone(admin: &Admin, filter: &AclBindingFilter) -> Result<(), Error> {
    while !admin.describe_acls(filter).await?.is_empty() {}
    Ok(())
}

async fn describe(admin: &Admin, topic: &str) -> Result<(), Error> {
    admin.describe_topics(&[topic]).await?.all().map(drop)
}

fn assert_refused(error: &Error) {
    assert_eq!(error.code(), Some(ErrorCode::TOPIC_AUTHORIZATION_FAILED), "{error}");
    assert_eq!(error.code(), Some(ErrorCode::TOPIC_AUTHORIZATION_FAILED));
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert!(!error.is_retriable());
}

fn code<T>(result: Result<T, Error>) -> Option<ErrorCode> {
    result.err().and_then(|error| error.code())
}
