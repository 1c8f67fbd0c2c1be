//! Every time that a caller may set, at both ends of `Duration`: nothing panics, nothing hangs.

use std::time::{Duration, SystemTime};

use kafka_admin::acls::Grant;
use kafka_admin::bench::{HandshakeBench, handshake};
use kafka_admin::share::Share;
use kafka_admin::topics::NewTopic;
use kafka_admin::{
    AclOperation, Admin, Auth, AwsCredentials, Config, ErrorKind, Flight, Result, Secret, Tls,
    TlsRoots,
};
use kafka_auth::credentials::CachedCredentials;
use kafka_emulator::Emulator;
use tokio::time::timeout;

const ENDS: [Duration; 2] = [Duration::ZERO, Duration::MAX];
/// What is not over by then hangs.
const HANG: Duration = Duration::from_secs(60);

async fn emulator() -> Emulator {
    let arn = "arn:aws:iam::123456789012:user/admin";
    let builder = Emulator::builder().scram_user("rudder", "right").allow_everyone(true);
    builder.iam_identity("AKIDEXAMPLE", "secret", None, arn).start().await.unwrap()
}

fn scram(emulator: &Emulator) -> Config {
    let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
    let auth = Auth::scram_sha_512("rudder", "right");
    Config::new([emulator.scram_address()]).tls(roots).auth(auth)
}

fn credentials() -> AwsCredentials {
    let credentials = AwsCredentials::new("AKIDEXAMPLE", Secret::new("secret"));
    credentials.expires(SystemTime::now() + Duration::from_secs(3600))
}

fn iam(emulator: &Emulator, provider: CachedCredentials<AwsCredentials>) -> Config {
    let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
    let config = Config::new([emulator.iam_address()]).tls(roots).auth(Auth::MskIam);
    config.aws_credentials(provider).aws_region("us-east-1")
}

/// A read, and a write that says how long the broker may take.
async fn use_it(config: Config) -> Result<()> {
    let admin = Admin::connect(config).await?;
    admin.describe_cluster().await?;
    let topic = [NewTopic::new("orders").partitions(1).replication_factor(1)];
    admin.create_topics(&topic).await?.all().map(drop)
}

/// With all the time there is an answer; with none there may be one that came at once.
fn fits(time: Duration, result: Result<()>) {
    let Err(error) = result else { return };
    let is_late = match error.kind() {
        ErrorKind::Timeout | ErrorKind::ConnectTimeout => true,
        // The provider of the password did not answer in time.
        kind => kind == ErrorKind::Credentials,
    };
    assert!(is_late && time == Duration::ZERO, "{time:?}: {error:?}");
}

#[tokio::test]
async fn the_timeouts_of_a_client() {
    for set in [Config::connect_timeout, Config::request_timeout, Config::call_timeout] {
        for time in ENDS {
            let emulator = emulator().await;
            let used = timeout(HANG, use_it(set(scram(&emulator), time))).await;
            fits(time, used.expect("no hang"));
        }
    }
}

#[tokio::test]
async fn waiting_for_acls_and_for_rights() {
    let emulator = emulator().await;
    let admin = Admin::connect(scram(&emulator)).await.unwrap();
    let topic = [NewTopic::new("orders").partitions(1).replication_factor(1)];
    admin.create_topics(&topic).await.unwrap().all().unwrap();
    let acls = Grant::to("User:rudder").produce("orders").bindings();
    admin.create_acls(&acls).await.unwrap().all().unwrap();
    for time in ENDS {
        let visible = timeout(HANG, admin.wait_for_acls(&acls, time)).await;
        fits(time, visible.expect("no hang"));
        let rights = [AclOperation::WRITE];
        let allowed = timeout(HANG, admin.wait_until_allowed("orders", &rights, time)).await;
        fits(time, allowed.expect("no hang").map(drop));
    }
}

#[tokio::test]
async fn the_patience_of_a_share() {
    for time in ENDS {
        let emulator = emulator().await;
        let topic = NewTopic::new("orders").partitions(1).replication_factor(1);
        let share = Share::new(topic, "rudder").produce().prove_as(scram(&emulator));
        let shared = timeout(HANG, share.patience(time).run(scram(&emulator), |_| ())).await;
        fits(time, shared.expect("no hang").map(drop).map_err(Into::into));
    }
}

#[tokio::test]
async fn the_gap_of_a_flight() {
    for time in ENDS {
        let emulator = emulator().await;
        let config = scram(&emulator).flight(Flight::Paced(time));
        timeout(HANG, use_it(config)).await.expect("no hang").unwrap();
    }
}

#[tokio::test]
async fn the_margins_of_credentials() {
    for time in ENDS {
        let emulator = emulator().await;
        let kept = CachedCredentials::new(credentials(), SystemTime::now).refresh_before(time);
        timeout(HANG, use_it(iam(&emulator, kept))).await.expect("no hang").unwrap();
        let kept = CachedCredentials::new(credentials(), SystemTime::now).refuse_below(time);
        let connected = timeout(HANG, Admin::connect(iam(&emulator, kept))).await.expect("no hang");
        assert_eq!(connected.is_ok(), time == Duration::ZERO);
    }
}

#[tokio::test]
async fn the_measurement_of_logins() {
    for time in ENDS {
        let emulator = emulator().await;
        let bench = HandshakeBench::default().connections(2);
        let config = scram(&emulator).connect_timeout(time).request_timeout(Duration::MAX);
        fits(time, timeout(HANG, handshake(config, bench)).await.expect("no hang").map(drop));
    }
}
