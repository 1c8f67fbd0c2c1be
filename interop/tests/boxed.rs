//! `kadm emulator` as programs in another language meet it: AWS's own SDK asks the control plane, and an application
//! with tests of its own runs against it. Skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use interop::{ClientError, Foreign, Member};
use serde_json::{Value, json};

/// `kadm`, in this package's tests.
const KADM: &str = env!("CARGO_BIN_EXE_interop-kadm");
const GUIDE: &str = include_str!("../../GUIDE.md");

/// A cluster in a process of its own.
struct Emulator {
    child: Child,
    settings: Value,
}

impl Emulator {
    fn start(args: &[&str]) -> Self {
        let mut kadm = Command::new(KADM);
        kadm.args(["emulator", "--format", "json", "--aws-endpoint", "0"]).args(args);
        let mut child = kadm.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, settings: serde_json::from_str(&line).unwrap() }
    }

    fn text(&self, pointer: &str) -> &str {
        self.settings.pointer(pointer).and_then(Value::as_str).unwrap()
    }

    fn boto3(&self, sdk: &Foreign) -> Aws {
        let member = sdk.start(&[
            ("AWS_ENDPOINT_URL_KAFKA", self.text("/aws_endpoint/url")),
            ("AWS_ACCESS_KEY_ID", self.text("/aws/access_key_id")),
            ("AWS_SECRET_ACCESS_KEY", self.text("/aws/secret_access_key")),
            ("AWS_DEFAULT_REGION", self.text("/region")),
        ]);
        Aws { member: member.unwrap(), arn: self.text("/aws_endpoint/cluster_arn").to_owned() }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// AWS's SDK, which takes apart what it is answered by Amazon's own description of the API.
struct Aws {
    member: Member,
    arn: String,
}

impl Aws {
    fn try_ask(&mut self, method: &str, arguments: &Value) -> Result<Value, ClientError> {
        let answer = self.member.ask(&format!("{method} {arguments}"))?;
        Ok(serde_json::from_str(&answer).unwrap())
    }

    /// About the cluster, with more arguments.
    fn ask(&mut self, method: &str, mut arguments: Value) -> Value {
        arguments["ClusterArn"] = self.arn.as_str().into();
        self.try_ask(method, &arguments).unwrap()
    }
}

#[test]
fn boto3_finds_the_cluster_its_brokers_and_its_topics() {
    let Some(sdk) = Foreign::boto3() else { return };
    let emulator = Emulator::start(&["--brokers", "2", "--topic", "orders:3", "--topic", "bills"]);
    let mut aws = emulator.boto3(&sdk);
    println!("{}", aws.member.name());
    let brokers = aws.ask("get_bootstrap_brokers", json!({}));
    let servers = |index: usize| emulator.settings["listeners"][index]["bootstrap_servers"].clone();
    let expected = json!({
        "BootstrapBrokerStringPublicSaslScram": servers(0),
        "BootstrapBrokerStringPublicSaslIam": servers(1),
    });
    assert_eq!(brokers, expected);

    let clusters = aws.try_ask("list_clusters_v2", &json!({"ClusterNameFilter": "emu"})).unwrap();
    let cluster = &clusters["ClusterInfoList"][0];
    assert_eq!(cluster["ClusterArn"], aws.arn.as_str());
    assert_eq!(cluster["State"], "ACTIVE");
    let is_empty = |clusters: &Value| clusters["ClusterInfoList"] == json!([]);
    for other in [json!({"ClusterNameFilter": "other"}), json!({"ClusterTypeFilter": "SERVERLESS"})]
    {
        assert!(is_empty(&aws.try_ask("list_clusters_v2", &other).unwrap()), "{other}");
    }
    let described = aws.ask("describe_cluster_v2", json!({}))["ClusterInfo"].clone();
    assert_eq!(&described, cluster);
    let provisioned = &described["Provisioned"];
    assert_eq!(provisioned["NumberOfBrokerNodes"], 2);
    assert_eq!(provisioned["ClientAuthentication"]["Sasl"]["Iam"]["Enabled"], true);
    assert_eq!(provisioned["CurrentBrokerSoftwareInfo"]["KafkaVersion"], "4.4.0");

    let topics = aws.ask("list_topics", json!({}))["Topics"].clone();
    let names: Vec<_> = topics.as_array().unwrap().iter().map(|it| &it["TopicName"]).collect();
    assert_eq!(names, ["bills", "orders"]);
    let orders = aws.ask("describe_topic", json!({"TopicName": "orders"}));
    assert_eq!((&orders["PartitionCount"], &orders["Status"]), (&json!(3), &json!("ACTIVE")));
    let absent = json!({"ClusterArn": aws.arn, "TopicName": "absent"});
    let error = aws.try_ask("describe_topic", &absent).unwrap_err();
    assert_eq!(error.code, 404);
    assert!(error.message.starts_with("NotFoundException "), "{error}");
    let other = json!({"ClusterArn": aws.arn.replace("emulator", "another")});
    let error = aws.try_ask("get_bootstrap_brokers", &other).unwrap_err();
    assert!(error.code == 404 && error.message.starts_with("NotFoundException "), "{error}");
}

#[test]
fn boto3_takes_secrets_from_users_and_gives_them_back() {
    let Some(sdk) = Foreign::boto3() else { return };
    let emulator = Emulator::start(&[]);
    let mut aws = emulator.boto3(&sdk);
    let secrets = aws.ask("list_scram_secrets", json!({}))["SecretArnList"].clone();
    let secret = secrets[0].as_str().unwrap().to_owned();
    assert!(secret.contains(":secret:AmazonMSK_rudder-"), "{secret}");
    assert_eq!(log_in(&emulator), 0);

    let unknown = secret.replace("rudder", "nobody");
    let both = json!({"SecretArnList": [secret, unknown]});
    for (method, listed, code) in [
        ("batch_disassociate_scram_secret", json!([]), 1),
        ("batch_associate_scram_secret", json!([secret]), 0),
    ] {
        let answer = aws.ask(method, both.clone());
        let unprocessed = answer["UnprocessedScramSecrets"].as_array().unwrap();
        assert_eq!(unprocessed.len(), 1, "{answer}");
        assert_eq!(unprocessed[0]["SecretArn"], unknown);
        assert_eq!(aws.ask("list_scram_secrets", json!({}))["SecretArnList"], listed);
        assert_eq!(log_in(&emulator), code, "{method}");
    }
    let nothing = json!({"ClusterArn": aws.arn, "SecretArnList": []});
    let error = aws.try_ask("batch_associate_scram_secret", &nothing).unwrap_err();
    assert!(error.code == 400 && error.message.starts_with("BadRequestException "), "{error}");
}

/// The exit code of a login by SCRAM.
fn log_in(emulator: &Emulator) -> i32 {
    let variables = emulator.settings["clients"]["env"]["scram"].as_object().unwrap();
    let variables = variables.iter().map(|(name, value)| (name, value.as_str().unwrap()));
    let mut kadm = Command::new(KADM);
    let ended = kadm.args(["topic", "list"]).env_clear().envs(variables).output().unwrap();
    ended.status.code().unwrap()
}

/// It is the recipe of the guide.
#[test]
fn an_application_is_tested_against_the_emulator() {
    let Some(sdk) = Foreign::boto3() else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orders");
    let mut tests = sdk.command_of(["-B", "-m", "unittest", "-v", "test_orders"]);
    let ended = tests.current_dir(folder).env("KADM", KADM).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{said}");
    assert!(said.contains("Ran 3 tests in ") && said.ends_with("\nOK\n"), "{said}");
}

#[test]
fn the_guide_shows_the_tests_of_the_application() {
    let tests = include_str!("../examples/orders/test_orders.py");
    assert!(GUIDE.contains(&format!("```python\n{tests}```\n")), "GUIDE.md has other tests");
}
