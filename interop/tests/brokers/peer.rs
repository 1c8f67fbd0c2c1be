//! Three brokers to ask: of the emulator or of Apache Kafka.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use interop::{Kafka, KafkaOptions, shared};
use kafka_admin::topics::{NewTopic, Partition};
use kafka_admin::{Admin, Batch};
use kafka_emulator::{Emulator, Listener};
use kafka_proto::Request;
use serde_json::Value;
use tokio::task::block_in_place;

use crate::administrator::Administrator;
use crate::raw::{self, Raw};

/// How long brokers may take until all know what one of them did.
const DEADLINE: Duration = Duration::from_secs(60);

/// For a broker that is not there, which a call waits for.
pub(crate) const SHORT: Duration = Duration::from_secs(5);

/// Brokers 1 to 3, by their administrator's way in.
pub(crate) struct Peer {
    administrator: Administrator,
    pub(crate) cluster: Cluster,
}

pub(crate) enum Cluster {
    /// Other tests wait as long as this one has it.
    Kafka(Lent, #[allow(dead_code, reason = "held")] MutexGuard<'static, ()>),
    Emulator(Box<Emulator>),
}

/// Who has a cluster of Apache Kafka.
pub(crate) enum Lent {
    /// All tests together.
    Shared(&'static Kafka),
    /// One test, which leaves it as no other could use it.
    Own(Box<Kafka>),
}

impl Deref for Lent {
    type Target = Kafka;

    fn deref(&self) -> &Kafka {
        match self {
            Self::Shared(kafka) => kafka,
            Self::Own(kafka) => kafka,
        }
    }
}

impl Peer {
    pub(crate) async fn emulator() -> Self {
        let builder =
            Administrator::known_to(Emulator::builder().brokers(3).static_voters(true).log_dirs(2));
        let builder = builder.plaintext_listener(true).super_user("User:ANONYMOUS");
        let emulator = Box::new(builder.start().await.unwrap());
        let ca_file = std::env::temp_dir()
            .join(interop::unique(&format!("brokers-ca-{}.pem", std::process::id())));
        std::fs::write(&ca_file, emulator.ca_pem()).unwrap();
        let addresses = emulator.addresses(Listener::Iam);
        let administrator = Administrator { addresses, ca_file };
        Self { administrator, cluster: Cluster::Emulator(emulator) }
    }

    /// The cluster that all tests share, with all its brokers.
    pub(crate) fn kafka() -> Option<Self> {
        let turn = turn();
        let kafka = shared(options)?;
        block_in_place(|| kafka.heal()).unwrap();
        Some(Self::of_kafka(Lent::Shared(kafka), turn))
    }

    /// A cluster that nobody else uses, for what cannot be taken back.
    pub(crate) fn kafka_alone() -> Option<Self> {
        let turn = turn();
        let kafka = block_in_place(|| interop::own(&options()))?;
        Some(Self::of_kafka(Lent::Own(Box::new(kafka)), turn))
    }

    fn of_kafka(kafka: Lent, turn: MutexGuard<'static, ()>) -> Self {
        let addresses = kafka.brokers().iter().map(interop::Broker::iam_address).collect();
        let ca_file = kafka.ca_file();
        let administrator = Administrator { addresses, ca_file };
        Self { administrator, cluster: Cluster::Kafka(kafka, turn) }
    }

    pub(crate) async fn admin(&self) -> Admin {
        self.administrator.admin().await
    }

    /// Asks a broker something that this project's client does not, as a super user.
    pub(crate) async fn ask<'q, R: Request<'q>>(
        &self,
        broker: i32,
        version: i16,
        request: &R,
    ) -> Raw<R> {
        let place = broker as usize - 1;
        let address = match &self.cluster {
            Cluster::Kafka(kafka, _) => kafka.brokers()[place].plaintext_address(),
            Cluster::Emulator(emulator) => emulator.addresses(Listener::Plaintext)[place].clone(),
        };
        raw::ask(&address, version, request).await
    }

    /// A topic that no other test has, with a partition on each of these lists of brokers.
    pub(crate) async fn topic(&self, admin: &Admin, name: &str, partitions: &[&[i32]]) -> String {
        let name = interop::unique(name);
        let mut topic = NewTopic::new(&name);
        for (number, replicas) in (0..).zip(partitions) {
            topic = topic.assign(number, *replicas);
        }
        admin.create_topics(&[topic]).await.unwrap().all().unwrap();
        for broker in 1..=3 {
            let knows = async || {
                let asked = admin.describe_topics(&[&name]).on_broker(broker).await;
                asked.and_then(Batch::one).is_ok()
            };
            let all_know = async { while !knows().await {} };
            tokio::time::timeout(DEADLINE, all_know).await.unwrap();
        }
        for (number, replicas) in (0..).zip(partitions) {
            self.becomes(admin, &name, number, |it| it.isr.len() == replicas.len()).await;
        }
        name
    }

    /// Waits until any broker says so of a partition: brokers learn of a change a moment later.
    pub(crate) async fn becomes(
        &self,
        admin: &Admin,
        topic: &str,
        number: i32,
        expected: impl Fn(&Partition) -> bool,
    ) {
        let is_so = async {
            loop {
                let described = admin.describe_topics(&[topic]).await.and_then(Batch::one);
                let partitions = described.map(|topic| topic.partitions).unwrap_or_default();
                if partitions.iter().any(|it| it.index == number && expected(it)) {
                    return;
                }
            }
        };
        let waited = tokio::time::timeout(DEADLINE, is_so).await;
        assert!(waited.is_ok(), "{topic}-{number}: {:?}", admin.describe_topics(&[topic]).await);
    }

    /// The brokers, the last one dispensable: it is not the one whose controller is active.
    pub(crate) fn ids(&self) -> [i32; 3] {
        let controller = match &self.cluster {
            Cluster::Kafka(kafka, _) => block_in_place(|| kafka.controller()).unwrap().id(),
            Cluster::Emulator(_) => 1,
        };
        if controller == 3 { [1, 3, 2] } else { [1, 2, 3] }
    }

    /// Takes the [dispensable](Self::ids) broker away, so that no move to it ends any more.
    pub(crate) async fn take_away(&self) {
        let [.., dispensable] = self.ids();
        self.take(dispensable).await;
    }

    /// Brings it back.
    pub(crate) async fn bring_back(&self) {
        let [.., dispensable] = self.ids();
        self.bring(dispensable).await;
    }

    /// Takes a broker away.
    pub(crate) async fn take(&self, broker: i32) {
        match &self.cluster {
            Cluster::Kafka(kafka, _) => {
                block_in_place(|| kafka.brokers()[broker as usize - 1].kill());
            }
            Cluster::Emulator(emulator) => emulator.stop_broker(broker).await.unwrap(),
        }
    }

    /// Brings a broker back.
    pub(crate) async fn bring(&self, broker: i32) {
        match &self.cluster {
            Cluster::Kafka(kafka, _) => {
                block_in_place(|| kafka.brokers()[broker as usize - 1].restart()).unwrap();
            }
            Cluster::Emulator(emulator) => emulator.start_broker(broker).await.unwrap(),
        }
    }

    /// KIP-860 (Kafka 4.1): whether AlterPartitionReassignments can keep the number of replicas; and whether
    /// it cannot.
    pub(crate) fn has_v1_of_reassignments(&self) -> (bool, bool) {
        let has = match &self.cluster {
            Cluster::Kafka(..) => !KafkaOptions::default().version.starts_with("3."),
            Cluster::Emulator(_) => true,
        };
        (has, !has)
    }

    /// A file of a test, removed with the test's folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> File {
        let path =
            std::env::temp_dir().join(format!("{}-{}", std::process::id(), interop::unique(name)));
        std::fs::write(&path, text).unwrap();
        File(path)
    }

    /// What `kadm` prints as JSON for these words of the administrator, and its exit code.
    pub(crate) async fn kadm(&self, words: &[&str]) -> (u8, Value) {
        self.administrator.kadm(words).await
    }
}

/// A file that is removed when this is dropped.
pub(crate) struct File(PathBuf);

impl File {
    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        if let Cluster::Emulator(_) = self.cluster {
            remove(&self.administrator.ca_file);
        }
    }
}

fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
}

/// Waits until no other test has brokers of Apache Kafka: processors are few.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn options() -> KafkaOptions {
    KafkaOptions {
        brokers: 3,
        log_dirs: 2,
        iam_identities: vec![Administrator::identity()],
        // Leaders move when a test says so, and no sooner.
        properties: vec![("auto.leader.rebalance.enable".to_owned(), "false".to_owned())],
        java_options: ["-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
            .map(str::to_owned)
            .to_vec(),
        ..KafkaOptions::default()
    }
}
