//! A cluster to ask: the emulator or Apache Kafka.

use std::path::PathBuf;
use std::time::Duration;

use interop::{IamIdentity, Kafka, KafkaOptions, shared};
use kafka_admin::topics::NewTopic;
use kafka_admin::{AclOperation, Admin, Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};
use kafka_cli::{Captured, run_with};
use kafka_emulator::Emulator;
use kafka_proto::messages::ApiVersionsRequest;
use kafka_proto::{ApiKey, Request};
use serde_json::Value;

use crate::raw::{self, Raw};

const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const ARN: &str = "arn:aws:iam::123456789012:user/admin";

/// What one broker needs for delegation tokens, and for share groups.
const PROPERTIES: [(&str, &str); 3] = [
    ("delegation.token.secret.key", "secret"),
    ("share.coordinator.state.topic.replication.factor", "1"),
    ("share.coordinator.state.topic.min.isr", "1"),
];

/// A cluster, by its administrator's way in.
pub(crate) struct Peer {
    address: String,
    pub(crate) scram_address: String,
    plaintext_address: String,
    ca_file: PathBuf,
    emulator: Option<Emulator>,
}

impl Peer {
    pub(crate) async fn emulator() -> Self {
        let builder = Emulator::builder().iam_identity(KEY_ID, SECRET_KEY, None, ARN);
        let builder = builder.plaintext_listener(true).super_user("User:ANONYMOUS");
        let builder = builder.delegation_tokens(true);
        let emulator = builder.start().await.unwrap();
        let ca_file = std::env::temp_dir().join(interop::unique("ca.pem"));
        std::fs::write(&ca_file, emulator.ca_pem()).unwrap();
        let plaintext_address = emulator.plaintext_address().unwrap();
        let (address, scram_address) = (emulator.iam_address(), emulator.scram_address());
        Self { address, scram_address, plaintext_address, ca_file, emulator: Some(emulator) }
    }

    pub(crate) fn kafka() -> Option<Self> {
        let kafka: &Kafka = shared(|| KafkaOptions {
            iam_identities: vec![IamIdentity::new(KEY_ID, SECRET_KEY, ARN)],
            properties: PROPERTIES.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
            ..KafkaOptions::default()
        })?;
        let (address, scram_address) = (kafka.iam_address(), kafka.scram_address());
        let plaintext_address = kafka.plaintext_address();
        let ca_file = kafka.ca_file();
        Some(Self { address, scram_address, plaintext_address, ca_file, emulator: None })
    }

    /// Asks something that this project's client does not, as a super user.
    pub(crate) async fn ask<'q, R: Request<'q>>(&self, version: i16, request: &R) -> Raw<R> {
        raw::ask(&self.plaintext_address, version, request).await
    }

    /// The same, in the newest version that both sides know.
    pub(crate) async fn ask_newest<'q, R: Request<'q>>(&self, request: &R) -> Raw<R> {
        let offered = self.ask(0, &ApiVersionsRequest::default()).await;
        let version = R::API.common_version(&offered.response()).unwrap();
        self.ask(version, request).await
    }

    /// The newest version of an API that the cluster has.
    pub(crate) async fn newest(&self, api: ApiKey) -> Option<i16> {
        let offered = self.ask(0, &ApiVersionsRequest::default()).await;
        let offered = offered.response();
        offered.api_keys.iter().find(|it| it.api_key == api.0).map(|it| it.max_version)
    }

    /// Somebody else, who logs in by SCRAM.
    pub(crate) async fn login(&self, auth: Auth) -> kafka_admin::Result<Admin> {
        // A busy machine takes its time for the keys.
        let config = Config::new([self.scram_address.clone()]).auth(auth);
        let config = config.connect_timeout(Duration::from_secs(60));
        Admin::connect(config.tls(Tls::Roots(TlsRoots::PemFile(self.ca_file.clone())))).await
    }

    pub(crate) async fn admin(&self) -> Admin {
        let config = Config::new([self.address.clone()])
            .tls(Tls::Roots(TlsRoots::PemFile(self.ca_file.clone())))
            .auth(Auth::MskIam)
            .aws_credentials(AwsCredentials::new(KEY_ID, Secret::new(SECRET_KEY)))
            .aws_region("us-east-1");
        Admin::connect(config).await.unwrap()
    }

    /// A topic that no other test has.
    pub(crate) async fn topic(&self, admin: &Admin, name: &str) -> String {
        let name = interop::unique(name);
        let topic = NewTopic::new(&name).partitions(2).replication_factor(1);
        admin.create_topics(&[topic]).await.unwrap().all().unwrap();
        // Brokers learn of it a moment later.
        let describe = [AclOperation::DESCRIBE];
        admin.wait_until_allowed(&name, &describe, Duration::from_secs(30)).await.unwrap();
        name
    }

    /// What `kadm` prints as JSON for these words of the administrator, and its exit code.
    pub(crate) async fn kadm(&self, words: &[&str]) -> (u8, Value) {
        let (code, captured) = self.run(&[words, &["--format", "json"]].concat()).await;
        let text = captured.stdout();
        let answer = serde_json::from_str(&text);
        (code, answer.unwrap_or_else(|error| panic!("{error}: {text}{}", captured.stderr())))
    }

    /// What `kadm` prints for people.
    pub(crate) async fn kadm_text(&self, words: &[&str]) -> String {
        let (_, captured) = self.run(words).await;
        captured.stdout() + &captured.stderr()
    }

    async fn run(&self, words: &[&str]) -> (u8, Captured) {
        let settings = [
            "security.protocol=SASL_SSL".to_owned(),
            "sasl.mechanism=AWS_MSK_IAM".to_owned(),
            format!("ssl.ca.location={}", self.ca_file.display()),
        ];
        let mut args = vec!["kadm"];
        args.extend(words);
        args.extend(["-b", &self.address]);
        args.extend(settings.iter().flat_map(|setting| ["-X", setting]));
        let mut captured = Captured::default()
            .var("AWS_ACCESS_KEY_ID", KEY_ID)
            .var("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
            .var("AWS_REGION", "us-east-1");
        let code = run_with(args, captured.outside()).await;
        (code, captured)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        if self.emulator.is_some() {
            std::fs::remove_file(&self.ca_file).unwrap();
        }
    }
}
