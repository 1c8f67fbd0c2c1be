//! A cluster to ask: the emulator or Apache Kafka.

use std::time::Duration;

use interop::{Kafka, KafkaOptions, shared};
use kafka_admin::topics::NewTopic;
use kafka_admin::{AclOperation, Admin, Auth, Config, Tls, TlsRoots};
use kafka_emulator::Emulator;
use kafka_proto::messages::ApiVersionsRequest;
use kafka_proto::{ApiKey, Request};
use serde_json::Value;

use crate::administrator::Administrator;
use crate::asker::{Peer as Asker, Place};
use crate::permissions::by_address;
use crate::raw::{self, Raw};

/// What one broker needs for delegation tokens, and for share groups.
const PROPERTIES: [(&str, &str); 3] = [
    ("delegation.token.secret.key", "secret"),
    ("share.coordinator.state.topic.replication.factor", "1"),
    ("share.coordinator.state.topic.min.isr", "1"),
];

/// Lets Kafka log what it allows.
const AUDIT: &str = "-Dorg.slf4j.simpleLogger.log.kafka.authorizer.logger=debug";

/// A cluster, by its administrator's way in.
pub(crate) struct Peer {
    administrator: Administrator,
    pub(crate) scram_address: String,
    plaintext_address: String,
    emulator: Option<Emulator>,
    kafka: Option<&'static Kafka>,
}

impl Peer {
    pub(crate) async fn emulator() -> Self {
        let builder = Administrator::known_to(Emulator::builder());
        let builder = builder.plaintext_listener(true).super_user("User:ANONYMOUS");
        let builder = builder.delegation_tokens(true);
        let emulator = builder.start().await.unwrap();
        let ca_file =
            std::env::temp_dir().join(interop::unique(&format!("ca-{}", std::process::id())));
        std::fs::write(&ca_file, emulator.ca_pem()).unwrap();
        let plaintext_address = emulator.plaintext_address().unwrap();
        let administrator = Administrator { addresses: vec![emulator.iam_address()], ca_file };
        let scram_address = emulator.scram_address();
        Self {
            administrator,
            scram_address,
            plaintext_address,
            emulator: Some(emulator),
            kafka: None,
        }
    }

    pub(crate) fn kafka() -> Option<Self> {
        let kafka: &'static Kafka = shared(|| KafkaOptions {
            iam_identities: vec![Administrator::identity()],
            properties: PROPERTIES.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
            java_options: [KafkaOptions::default().java_options, vec![AUDIT.to_owned()]].concat(),
            ..KafkaOptions::default()
        })?;
        let (addresses, ca_file) = (vec![kafka.iam_address()], kafka.ca_file());
        let administrator = Administrator { addresses, ca_file };
        let (scram_address, plaintext_address) = (kafka.scram_address(), kafka.plaintext_address());
        Some(Self {
            administrator,
            scram_address,
            plaintext_address,
            emulator: None,
            kafka: Some(kafka),
        })
    }

    /// What Apache Kafka has logged of late, once this is there.
    pub(crate) fn log_with(&self, text: &str) -> String {
        let kafka = self.kafka.unwrap();
        kafka.log_line(text, Duration::from_secs(30)).expect("Kafka logs it");
        kafka.log()
    }

    /// Apache Kafka itself, if that is what it is.
    pub(crate) fn apache(&self) -> Option<&'static Kafka> {
        self.kafka
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
        Admin::connect(self.scram_config(auth)).await
    }

    /// How somebody else logs in.
    pub(crate) fn scram_config(&self, auth: Auth) -> Config {
        // A busy machine takes its time for the keys.
        let config = Config::new([self.scram_address.clone()]).auth(auth);
        let config = config.connect_timeout(Duration::from_secs(60));
        config.tls(Tls::Roots(TlsRoots::PemFile(self.administrator.ca_file.clone())))
    }

    pub(crate) fn plaintext_address(&self) -> &str {
        &self.plaintext_address
    }

    /// Somebody who logs in by SCRAM and asks what no client asks.
    pub(crate) fn scram_asker(&self, user: &'static str, password: &'static str) -> Asker {
        let authority = std::fs::read_to_string(&self.administrator.ca_file).unwrap();
        let address = by_address(&self.scram_address);
        Asker::new(Place::Scram { address, authority, user, password })
    }

    pub(crate) async fn admin(&self) -> Admin {
        self.administrator.admin().await
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
        self.administrator.kadm(words).await
    }

    /// What `kadm` prints for people.
    pub(crate) async fn kadm_text(&self, words: &[&str]) -> String {
        let (_, captured) = self.administrator.run(words).await;
        captured.stdout() + &captured.stderr()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        if self.emulator.is_some() {
            std::fs::remove_file(&self.administrator.ca_file).unwrap();
        }
    }
}
