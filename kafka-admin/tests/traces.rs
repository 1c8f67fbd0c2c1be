//! I10: what whole sessions trace, at the most talkative level, whatever became of them.

#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use std::time::{Duration, SystemTime};

use kafka_admin::{Admin, ApiKey, Auth, AwsCredentials, Config, Error, Secret, Tls, TlsRoots};
use kafka_auth::msk_iam::{MskTokenProvider, MskTokenSigner};
use kafka_emulator::{Emulator, Fault};
use test_support::Recorder;

const KEY_ID: &str = "AKIAMARKEREXAMPLE";
const PASSWORD: &str = "MARKER-PASSWORD";
const SECRET: &str = "MARKER-SECRET";
const TOKEN: &str = "MARKER/TOKEN";

async fn emulator() -> Emulator {
    let arn = "arn:aws:iam::123456789012:user/admin";
    let builder = Emulator::builder().scram_user("rudder", PASSWORD).allow_everyone(true);
    let builder = builder.iam_identity(KEY_ID, SECRET, Some(TOKEN), arn);
    builder.session_lifetime(Duration::from_millis(1_200)).start().await.unwrap()
}

fn aws(secret: &str) -> AwsCredentials {
    AwsCredentials::new(KEY_ID, Secret::new(secret)).session_token(Secret::new(TOKEN))
}

/// Each login, and the same with another secret.
fn logins(emulator: &Emulator) -> Vec<Config> {
    let roots = || Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
    let mut logins = Vec::new();
    for (password, secret) in [(PASSWORD, SECRET), ("MARKER-WRONG", "MARKER-WRONG")] {
        let signer = MskTokenSigner::new("us-east-1", "test").unwrap();
        let tokens = MskTokenProvider::new(signer, aws(secret), SystemTime::now);
        let at = |address: String, auth| Config::new([address]).tls(roots()).auth(auth);
        logins.push(at(emulator.scram_address(), Auth::scram_sha_512("rudder", password)));
        logins.push(at(emulator.iam_address(), Auth::oauthbearer(tokens)));
        let iam = at(emulator.iam_address(), Auth::MskIam);
        logins.push(iam.aws_credentials(aws(secret)).aws_region("us-east-1"));
    }
    logins
}

/// Logs in, breaks the connection, and goes on until the session was renewed.
async fn session(emulator: &Emulator, config: Config) -> Result<(), Error> {
    let admin = Admin::connect(config).await?;
    emulator.inject(Fault::close(ApiKey::DESCRIBE_CLUSTER));
    let renewed = emulator.reauthentications() + 1;
    while emulator.reauthentications() < renewed {
        admin.describe_cluster().await?;
    }
    Ok(())
}

#[tokio::test]
async fn i10_sessions_trace_no_secret() {
    let recorder = Recorder::install();
    let emulator = emulator().await;
    let mut refused = Vec::new();
    for config in logins(&emulator) {
        refused.extend(session(&emulator, config).await.err());
    }
    assert_eq!(refused.len(), 3, "{refused:?}");
    let written = recorder.written() + &format!("{refused:?}");
    assert!(written.contains("session renewed"), "{written}");
    for secret in ["MARKER-", "MARKER/", "MARKER%2F", KEY_ID] {
        assert!(!written.contains(secret), "{secret} in {written}");
    }
}
