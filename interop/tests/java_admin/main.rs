//! Kafka's own `Admin` calls each of its 66 methods against our emulator and against Apache Kafka: as somebody without
//! rights, with bad input, and with good input. What became of each call is compared, and what is known to differ stands
//! in `known.tsv`. Skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs, process};

use interop::{Foreign, Kafka, KafkaOptions, ScramUser, shared};
use kafka_emulator::Emulator;

const PASSWORD: &str = "correct-horse";
const ADMIN: &str = "admin";
const NOBODY: &str = "nobody";
/// The one that `interop` gives to its brokers.
const CLUSTER_ID: &str = "aW50ZXJvcC10ZXN0cy0wMQ";
/// Method, case, what the emulator says, what Kafka says, why it stays.
const KNOWN: &str = include_str!("known.tsv");
const METHODS: &str = include_str!("../operations/admin_methods.txt");

/// What an administrator of Kafka sets for delegation tokens and share groups of one broker.
const PROPERTIES: [(&str, &str); 5] = [
    // Also where other tests take all the processors.
    ("broker.session.timeout.ms", "60000"),
    ("super.users", "User:ANONYMOUS;User:admin"),
    ("delegation.token.secret.key", "secret"),
    ("share.coordinator.state.topic.replication.factor", "1"),
    ("share.coordinator.state.topic.min.isr", "1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_method_of_javas_admin_says_the_same_as_with_apache_kafka() {
    let Some(java) = Foreign::java_admin() else { return };
    let kafka: Option<&Kafka> = shared(|| KafkaOptions {
        scram_users: [ADMIN, NOBODY].map(|name| ScramUser::new(name, PASSWORD)).to_vec(),
        properties: PROPERTIES.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
        ..KafkaOptions::default()
    });
    let Some(kafka) = kafka else { return };
    let emulator = Emulator::builder()
        .cluster_id(CLUSTER_ID)
        .scram_user(ADMIN, PASSWORD)
        .scram_user(NOBODY, PASSWORD)
        .super_user("User:admin")
        .delegation_tokens(true)
        // As with `interop`'s brokers.
        .static_voters(true)
        .start()
        .await
        .unwrap();
    let theirs = calls(&java, "kafka", &kafka.scram_address(), kafka.ca_pem());
    let ours = calls(&java, "emulator", &emulator.scram_address(), emulator.ca_pem());

    let called: BTreeSet<&str> = theirs.iter().map(|call| call.method.as_str()).collect();
    assert_eq!(called, METHODS.lines().collect(), "a method is not called");
    assert_eq!(theirs.len(), ours.len());
    let mut known: BTreeSet<String> = KNOWN.lines().skip(1).map(str::to_owned).collect();
    let mut unknown = Vec::new();
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let Call { method, case, outcome } = ours;
        assert_eq!((method, case), (&theirs.method, &theirs.case));
        let line = format!("{method}\t{case}\t{outcome}\t{}\t", theirs.outcome);
        let found = known.iter().find(|it| it.starts_with(&line)).cloned();
        match found {
            Some(line) => drop(known.remove(&line)),
            None if *outcome != theirs.outcome => unknown.push(line),
            None => {}
        }
    }
    println!("{} calls, {} that differ as is known", ours.len(), KNOWN.lines().count() - 1);
    assert!(unknown.is_empty(), "differ:\n{}", unknown.join("\n"));
    assert!(known.is_empty(), "these do not differ: {known:#?}");
}

/// A call, and what became of it.
struct Call {
    method: String,
    case: String,
    outcome: String,
}

fn calls(java: &Foreign, name: &str, servers: &str, authority: &str) -> Vec<Call> {
    let files = [ADMIN, NOBODY].map(|user| File::of(name, user, servers, authority));
    let called = java.command().args(files.iter().map(|it| &it.0)).output().unwrap();
    let errors = String::from_utf8_lossy(&called.stderr);
    assert!(called.status.success(), "{name}: {errors}");
    let port = servers.rsplit(':').next().unwrap();
    let text = String::from_utf8(called.stdout).unwrap().replace(port, "PORT");
    assert!(!text.contains("The AdminClient thread has exited"), "{name}: {text}");
    if env::var_os("SHOW").is_some() {
        println!("{name}\n{text}");
    }
    text.lines().map(Call::of).collect()
}

impl Call {
    fn of(line: &str) -> Self {
        let [method, case, outcome] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        Self { method: method.into(), case: case.into(), outcome: outcome.into() }
    }
}

/// The properties of a user, while the test goes on.
struct File(PathBuf);

impl File {
    fn of(cluster: &str, user: &str, servers: &str, authority: &str) -> Self {
        let path = env::temp_dir().join(format!("java-admin-{}-{cluster}-{user}", process::id()));
        let texts = "org.apache.kafka.common.serialization.StringSerializer";
        let login = "org.apache.kafka.common.security.scram.ScramLoginModule";
        let properties = format!(
            "bootstrap.servers={servers}\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n\
             sasl.jaas.config={login} required username=\"{user}\" password=\"{PASSWORD}\";\n\
             ssl.truststore.type=PEM\nssl.truststore.certificates={}\n\
             default.api.timeout.ms=60000\nrequest.timeout.ms=60000\nmax.block.ms=60000\n\
             key.serializer={texts}\nvalue.serializer={texts}\n",
            authority.replace('\n', "\\n")
        );
        fs::write(&path, properties).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
