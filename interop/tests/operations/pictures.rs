//! The pictures of README.md: what kadm prints against the emulator, with names of a real cluster for the ports
//! that are other ones each time. `PICTURES=write cargo test -p interop --test operations` draws them anew.

use std::path::PathBuf;
use std::time::SystemTime;

use interop::RecordBatch;
use kafka_cli::{Captured, run_with};
use kafka_emulator::Emulator;
use kafka_proto::Opaque;
use kafka_proto::encode_request;
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::svg::drawn;

const HOST: &str = "b-1-public.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "secret-access-key";
/// A version of Produce that names topics.
const BY_NAME: i16 = 11;

struct Scene(Emulator);

impl Scene {
    async fn set() -> Self {
        let emulator = Emulator::builder()
            .cluster_id("swBbpiQzQEK-5mpGn3oaag")
            .scram_user("rudder", "password-of-rudder")
            .iam_identity(KEY_ID, SECRET_KEY, None, "arn:aws:iam::111122223333:user/administrator")
            .plaintext_listener(true)
            .super_user("User:ANONYMOUS");
        Self(emulator.start().await.unwrap())
    }

    /// A terminal in which these command lines were typed, the first ones by the administrator and without a picture.
    async fn terminal(&self, before: &[&str], typed: &str) -> String {
        for line in before {
            self.printed(line).await;
        }
        format!("$ {typed}\n{}", self.printed(typed).await)
    }

    /// What a command line prints, standard output first. Where it names the context `rudder`, it is the user's.
    async fn printed(&self, line: &str) -> String {
        let is_user = line.contains(" --context rudder");
        let line =
            line.replace(" --context rudder", "").replace(" --user-password-file rudder.txt", "");
        let captured = Captured::default()
            .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
            .var("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", self.0.ca_pem())
            .var("KADM_USER_PASSWORD", "password-of-rudder")
            .var("KADM_USER_BOOTSTRAP", &self.0.scram_address());
        let mut captured = match is_user {
            true => captured
                .var("KAFKA_BOOTSTRAP_SERVERS", &self.0.scram_address())
                .var("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
                .var("KAFKA_SASL_USERNAME", "rudder")
                .var("KAFKA_SASL_PASSWORD", "password-of-rudder"),
            false => captured
                .var("KAFKA_BOOTSTRAP_SERVERS", &self.0.iam_address())
                .var("KAFKA_SASL_MECHANISM", "AWS_MSK_IAM")
                .var("AWS_ACCESS_KEY_ID", KEY_ID)
                .var("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
                .var("AWS_REGION", "us-east-1"),
        };
        run_with(line.split(' '), captured.outside()).await;
        let text = captured.stdout() + &captured.stderr();
        text.replace(&self.0.iam_address(), &format!("{HOST}:9198"))
            .replace(&self.0.scram_address(), &format!("{HOST}:9196"))
    }

    /// Appends so many records.
    async fn append(&self, topic: &str, partition: i32, count: usize) {
        let batch = RecordBatch::of(now(), &vec!["v"; count]).bytes();
        let partition = PartitionProduceData {
            index: partition,
            records: Some(Opaque(&batch)),
            ..PartitionProduceData::default()
        };
        let topic = TopicProduceData {
            name: topic,
            partition_data: vec![partition].into(),
            ..Default::default()
        };
        let request = ProduceRequest {
            acks: -1,
            timeout_ms: 10_000,
            topic_data: vec![topic].into(),
            ..ProduceRequest::default()
        };
        let mut frame = Vec::new();
        encode_request(&mut frame, BY_NAME, 1, None, &request).unwrap();
        let mut stream = TcpStream::connect(self.0.plaintext_address().unwrap()).await.unwrap();
        stream.write_all(&frame).await.unwrap();
        assert!(stream.read_u32().await.unwrap() > 0, "it is answered when it is done");
    }
}

#[tokio::test]
async fn the_pictures_show_what_kadm_prints() {
    let scene = Scene::set().await;
    let error = scene.terminal(&[], "kadm topic describe orders --context rudder").await;
    show("error", "An error of kadm with its hint", &error);
    let line =
        "kadm share orders --with rudder --produce --partitions 3 --user-password-file rudder.txt";
    let share = scene.terminal(&[], line).await;
    let (steps, handover) = share.split_once("hand over").unwrap();
    let (first, _) = handover.split_once('\n').unwrap();
    show("share", "kadm share", &format!("{steps}hand over{first}\n…\n"));
    for (partition, count) in [(0, 40), (1, 25), (2, 31)] {
        scene.append("orders", partition, count).await;
    }
    let commit = "kadm group offsets alter billing orders:0=37 orders:1=25 orders:2=8 --yes";
    let lag = scene.terminal(&[commit], "kadm group lag billing").await;
    show("group-lag", "kadm group lag", &lag);
}

/// Older records would be deleted.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// Compares a picture with the committed one, or writes it.
fn show(name: &str, title: &str, text: &str) {
    let svg = drawn(title, text);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../pictures/{name}.svg"));
    if std::env::var("PICTURES").is_ok_and(|mode| mode == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        return std::fs::write(path, svg).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, svg, "PICTURES=write cargo test -p interop --test operations");
}
