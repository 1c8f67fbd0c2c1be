//! The whole story against the emulator: an IAM identity sets up what a SCRAM user then proves; and
//! what each mistake on the way says.

use std::time::Duration;

use kafka_admin::acls::{AclBinding, AclBindingFilter, Grant, ResourcePattern};
use kafka_admin::configs::ConfigResource;
use kafka_admin::topics::NewTopic;
use kafka_admin::{
    AclOperation, Admin, ApiKey, Auth, AwsCredentials, Config, Error, ErrorCode, ErrorKind,
    HostPort, Layer, Outcome, ResourceType, Secret, Tls, TlsRoots,
};
use kafka_emulator::{Emulator, Fault, Listener};

const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG";
const PATIENCE: Duration = Duration::from_secs(10);

fn emulator() -> kafka_emulator::Builder {
    let arn = "arn:aws:iam::123456789012:user/admin";
    Emulator::builder().scram_user("rudder", "right").iam_identity(KEY, SECRET, None, arn)
}

fn roots(emulator: &Emulator) -> Tls {
    Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()))
}

fn iam(emulator: &Emulator) -> Config {
    Config::new([emulator.iam_address()])
        .tls(roots(emulator))
        .auth(Auth::MskIam)
        .aws_credentials(AwsCredentials::new(KEY, Secret::new(SECRET)))
        .aws_region("us-east-1")
}

fn scram(emulator: &Emulator, user: &str, password: &str) -> Config {
    let auth = Auth::scram_sha_512(user, password);
    Config::new([emulator.scram_address()]).tls(roots(emulator)).auth(auth)
}

fn orders() -> [NewTopic; 1] {
    [NewTopic::new("orders").partitions(3).replication_factor(1)]
}

async fn refused(config: Config) -> Error {
    let error = Admin::connect(config).await.unwrap_err();
    assert!(error.hint().is_some() && error.broker().is_some(), "{error:?}");
    let text = format!("{error} {error:?} {:?}", error.hint());
    assert!(!text.contains(SECRET) && !text.contains("MARKER"), "{text}");
    error
}

fn place(error: &Error) -> (ErrorKind, Layer) {
    (error.kind(), error.layer())
}

#[tokio::test]
async fn an_iam_identity_sets_up_what_a_scram_user_proves() {
    let emulator = emulator().start().await.unwrap();
    let user = Admin::connect(scram(&emulator, "rudder", "right")).await.unwrap();
    let grant = Grant::to("User:rudder").produce("orders").bindings();

    // Before: the user may not see the topic, and cannot help itself.
    let denied = user.describe_topics(&["orders"]).await.unwrap().one().unwrap_err();
    assert_eq!(denied.kind(), ErrorKind::AuthorizationFailed);
    assert_eq!(denied.code(), Some(ErrorCode::TOPIC_AUTHORIZATION_FAILED));
    let denied = user.create_acls(&grant).await.unwrap().all().unwrap_err();
    assert_eq!(
        (denied.code(), denied.outcome()),
        (Some(ErrorCode::CLUSTER_AUTHORIZATION_FAILED), Outcome::NotApplied)
    );

    let admin = Admin::connect(iam(&emulator)).await.unwrap();
    let created = admin.create_topics(&orders()).await.unwrap().one().unwrap();
    assert_eq!((created.partitions, created.replication_factor), (Some(3), Some(1)));
    assert!(created.id.is_some());
    let again = admin.create_topics(&orders()).await.unwrap().one().unwrap_err();
    assert_eq!(again.kind(), ErrorKind::AlreadyExists);
    assert_eq!(again.code(), Some(ErrorCode::TOPIC_ALREADY_EXISTS));
    let created = admin.create_acls(&grant).await.unwrap();
    assert!(created.iter().map(|(binding, _)| binding).eq(&grant));
    created.all().unwrap();
    admin.wait_for_acls(&grant, PATIENCE).await.unwrap();

    // After: the broker's own word, to the user.
    let allowed =
        user.wait_until_allowed("orders", &[AclOperation::WRITE], PATIENCE).await.unwrap();
    assert_eq!(allowed.partitions.len(), 3);
    assert_eq!(allowed.replication_factor(), Some(1));
    assert_eq!(allowed.authorized_operations.unwrap().to_string(), "WRITE, DESCRIBE");
    let names: Vec<_> = user.list_topics().await.unwrap().into_iter().map(|t| t.name).collect();
    assert_eq!(names, ["orders"]);

    // And away again.
    let deleted = admin
        .delete_acls(&[AclBindingFilter::principal("User:rudder")])
        .await
        .unwrap()
        .one()
        .unwrap();
    assert_eq!(
        deleted.iter().map(|acl| &acl.binding).collect::<Vec<_>>(),
        grant.iter().collect::<Vec<_>>()
    );
    admin.delete_topics(&["orders"]).await.unwrap().all().unwrap();
    assert!(admin.list_topics().await.unwrap().is_empty());
    assert!(admin.describe_acls(&AclBindingFilter::any()).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_cluster_and_its_settings() {
    let emulator = emulator().brokers(3).topic("orders", 2).start().await.unwrap();
    let admin = Admin::connect(iam(&emulator)).await.unwrap();
    let cluster = admin.describe_cluster().await.unwrap();
    assert_eq!(cluster.cluster_id.as_deref(), Some(emulator.cluster_id()));
    let addresses: Vec<_> =
        cluster.brokers.iter().map(|b| b.address().unwrap().to_string()).collect();
    assert_eq!(addresses, emulator.addresses(Listener::Iam));
    assert!(cluster.authorized_operations.unwrap().contains(AclOperation::ALTER));
    let resources = [ConfigResource::topic("orders"), ConfigResource::topic("none")];
    let batch = admin.describe_configs(&resources).await.unwrap();
    assert!(batch.get(&resources[0]).unwrap().is_ok());
    assert_eq!(batch.get(&resources[1]).unwrap().as_ref().unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn every_broker_is_asked_for_the_acls() {
    let emulator = emulator().brokers(3).start().await.unwrap();
    let admin = Admin::connect(iam(&emulator)).await.unwrap();
    let grant = Grant::to("User:rudder").consume("orders", "billing").bindings();
    admin.create_acls(&grant).await.unwrap().all().unwrap();
    admin.wait_for_acls(&grant, PATIENCE).await.unwrap();
    let other = AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic("orders"));
    let error = admin.wait_for_acls(&[other], Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_validation_changes_nothing() {
    let emulator = emulator().start().await.unwrap();
    let admin = Admin::connect(iam(&emulator)).await.unwrap();
    admin.create_topics(&orders()).validate_only(true).await.unwrap().all().unwrap();
    assert!(emulator.topics().is_empty());
}

#[tokio::test]
async fn wrong_password_unknown_user_and_wrong_mechanism() {
    let emulator = emulator().start().await.unwrap();
    let failed = (ErrorKind::AuthenticationFailed, Layer::Sasl);
    assert_eq!(place(&refused(scram(&emulator, "rudder", "MARKER")).await), failed);
    assert_eq!(place(&refused(scram(&emulator, "nobody", "MARKER")).await), failed);

    let on_iam = scram(&emulator, "rudder", "right").bootstrap_servers([emulator.iam_address()]);
    let error = refused(on_iam).await;
    assert_eq!(place(&error), (ErrorKind::SaslMechanismNotOffered, Layer::Sasl));
    assert!(error.to_string().contains("AWS_MSK_IAM"), "{error}");
    assert!(error.hint().unwrap().contains("9096"), "{error:?}");
    let on_scram = iam(&emulator).bootstrap_servers([emulator.scram_address()]);
    let error = refused(on_scram).await;
    assert!(error.to_string().contains("SCRAM-SHA-512"), "{error}");
    assert!(error.hint().unwrap().contains("9098"), "{error:?}");
}

/// An emulator with an MSK broker's name, so that the name tells the region.
async fn msk() -> (Emulator, Config) {
    let host = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
    let emulator = emulator().host(host).start().await.unwrap();
    let named: HostPort = emulator.iam_address().parse().unwrap();
    let dialled = HostPort::new("127.0.0.1", named.port()).unwrap();
    let config = Config::new([named.to_string()])
        .dial_instead(named, dialled)
        .tls(roots(&emulator))
        .auth(Auth::MskIam)
        .aws_credentials(AwsCredentials::new(KEY, Secret::new(SECRET)));
    (emulator, config)
}

#[tokio::test]
async fn wrong_region_and_wrong_secret_key() {
    let (_emulator, config) = msk().await;
    let admin = Admin::connect(config.clone()).await.unwrap();
    assert_eq!(admin.session().region.as_deref(), Some("us-east-1 (from the broker's name)"));
    admin.describe_cluster().await.unwrap();

    let error = refused(config.clone().aws_region("eu-west-1")).await;
    assert_eq!(place(&error), (ErrorKind::IamWrongRegion, Layer::Sasl));
    assert!(error.hint().unwrap().contains("us-east-1"), "{error:?}");

    let wrong = AwsCredentials::new(KEY, Secret::new("MARKER"));
    let error = refused(config.aws_credentials(wrong)).await;
    assert_eq!(place(&error), (ErrorKind::IamAccessDenied, Layer::Sasl));
    assert!(error.request_id().is_some());
}

#[tokio::test]
async fn wrong_trust_and_wrong_protocol() {
    let emulator = emulator().plaintext_listener(true).start().await.unwrap();
    let public = iam(&emulator).tls(Tls::Roots(TlsRoots::Public));
    assert_eq!(place(&refused(public).await), (ErrorKind::TlsUntrusted, Layer::Tls));
    let bare = scram(&emulator, "rudder", "right").tls(Tls::Disabled);
    assert_eq!(place(&refused(bare).await), (ErrorKind::PeerIsTls, Layer::Tls));
    let plaintext = emulator.plaintext_address().unwrap();
    let tls = scram(&emulator, "rudder", "right").bootstrap_servers([plaintext]);
    assert_eq!(place(&refused(tls).await), (ErrorKind::PeerNotTls, Layer::Tls));
    let anonymous = iam(&emulator).auth(Auth::None);
    let error = refused(anonymous).await;
    assert_eq!(place(&error), (ErrorKind::Disconnected, Layer::Kafka));
    assert!(error.hint().unwrap().contains("sasl.mechanism"), "{error:?}");
}

#[tokio::test]
async fn c01_c04_what_a_write_knows_about_itself() {
    let emulator = emulator().start().await.unwrap();
    let admin = Admin::connect(iam(&emulator)).await.unwrap();

    emulator.inject(Fault::fail(ApiKey::CREATE_TOPICS, ErrorCode::NOT_CONTROLLER).times(2));
    admin.create_topics(&orders()).await.unwrap().all().unwrap();

    // Applied, and the answer is lost; then not applied. Both are unknown, and neither is repeated.
    let acl =
        |name| [AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic(name))];
    for (fault, count) in
        [(Fault::cut(ApiKey::CREATE_ACLS, 5), 1), (Fault::close(ApiKey::CREATE_ACLS), 1)]
    {
        emulator.inject(fault);
        let error = admin.create_acls(&acl("orders")).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Disconnected, Outcome::Unknown));
        assert_eq!(emulator.acls().len(), count);
    }

    // A read is repeated.
    emulator.inject(Fault::close(ApiKey::DESCRIBE_ACLS));
    let filter = AclBindingFilter::applying_to(ResourceType::TOPIC, "orders");
    assert_eq!(admin.describe_acls(&filter).await.unwrap(), acl("orders"));
}

#[tokio::test]
async fn i09_too_many_connects_is_waited_for() {
    let emulator = emulator().start().await.unwrap();
    let busy = Fault::fail(ApiKey::SASL_AUTHENTICATE, ErrorCode::SASL_AUTHENTICATION_FAILED)
        .message("[0f6e2e2c-9a3c-4b1b-8a0e-5d2f3c4b5a69]: Too many connects");
    emulator.inject(busy.clone());
    let admin = Admin::connect(iam(&emulator)).await.unwrap();
    emulator.inject(Fault::close(ApiKey::DESCRIBE_CLUSTER));
    emulator.inject(busy);
    admin.describe_cluster().await.unwrap();
}

#[tokio::test]
async fn kip_368_calls_go_on_beyond_the_session() {
    let emulator = emulator().session_lifetime(Duration::from_millis(1500)).start().await.unwrap();
    let admin = Admin::connect(iam(&emulator)).await.unwrap();
    let slow = Fault::delay(ApiKey::DESCRIBE_CLUSTER, Duration::from_millis(20));
    emulator.inject(slow.times(9_999));
    let start = std::time::Instant::now();
    while start.elapsed() < Duration::from_millis(3500) {
        admin.describe_cluster().await.unwrap();
    }
}
