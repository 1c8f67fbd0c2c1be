//! franz-go, the client for Go, against our emulator. Skipped unless the environment's
//! `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::PathBuf;
use std::{env, fs, process};

use interop::{ClientError, FranzGo, unique};
use kafka_emulator::Emulator;

const USER: &str = "app";
const PASSWORD: &str = "correct horse, battery=staple";
const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE//token+with/slash==";
const ARN: &str = "arn:aws:iam::123456789012:user/admin";

/// An emulator, and the file of its authority's certificate while it is used.
struct Target {
    emulator: Emulator,
    authority: PathBuf,
}

impl Target {
    async fn start(session_token: Option<&str>) -> Self {
        let builder = Emulator::builder().scram_user(USER, PASSWORD);
        let emulator =
            builder.iam_identity(KEY_ID, SECRET, session_token, ARN).start().await.unwrap();
        let name = format!("interop-{}-{}.pem", process::id(), unique("franz-go"));
        let authority = env::temp_dir().join(name);
        fs::write(&authority, emulator.ca_pem()).unwrap();
        Self { emulator, authority }
    }

    fn scram(&self, client: &FranzGo, password: &str) -> Result<(), ClientError> {
        let address = self.emulator.scram_address();
        self.log_in(
            client,
            &[("PEER_BOOTSTRAP", &address), ("PEER_USER", USER), ("PEER_PASSWORD", password)],
        )
    }

    fn iam(&self, client: &FranzGo, secret: &str, token: Option<&str>) -> Result<(), ClientError> {
        let address = self.emulator.iam_address();
        self.log_in(
            client,
            &[
                ("PEER_BOOTSTRAP", &address),
                ("PEER_MECHANISM", "AWS_MSK_IAM"),
                ("PEER_USER", KEY_ID),
                ("PEER_PASSWORD", secret),
                ("PEER_SESSION_TOKEN", token.unwrap_or_default()),
                ("AWS_REGION", "us-east-1"),
            ],
        )
    }

    fn log_in(&self, client: &FranzGo, variables: &[(&str, &str)]) -> Result<(), ClientError> {
        let authority = [("PEER_CA", self.authority.to_str().unwrap())];
        client.log_in(&[variables, &authority].concat())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.authority);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn franz_go_logs_in_with_scram_sha_512_and_with_the_right_password_only() {
    let Some(client) = FranzGo::build() else { return };
    let target = Target::start(None).await;
    target.scram(&client, PASSWORD).unwrap();
    assert_eq!(target.emulator.logins(), 1);
    let error = target.scram(&client, "another").unwrap_err();
    assert!(error.message.contains("SASL_AUTHENTICATION_FAILED"), "{error}");
    assert_eq!(target.emulator.logins(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn franz_go_logs_in_with_aws_msk_iam_and_with_the_right_secret_only() {
    let Some(client) = FranzGo::build() else { return };
    for token in [None, Some(TOKEN)] {
        let target = Target::start(token).await;
        target.iam(&client, SECRET, token).unwrap();
        assert_eq!(target.emulator.logins(), 1);
        let error = target.iam(&client, "another", token).unwrap_err();
        assert!(error.message.contains("SASL_AUTHENTICATION_FAILED"), "{error}");
        assert_eq!(target.emulator.logins(), 1);
    }
}
