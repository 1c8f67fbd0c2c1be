//! `kadm emulator --aws-endpoint`, as a program in any language meets it: by HTTP.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::program::{Emulator, emulator, kadm, output, with_env};

/// An emulator with its control plane.
struct Boxed {
    _emulator: Emulator,
    settings: Value,
    authority: String,
    /// The cluster's ARN, escaped for a path.
    arn: String,
}

impl Boxed {
    fn start(args: &[&str]) -> Self {
        let args = [&["--aws-endpoint", "0"], args].concat();
        let (emulator, settings) = emulator(&args);
        let endpoint = &settings["aws_endpoint"];
        let authority = endpoint["url"].as_str().unwrap().trim_start_matches("http://").to_owned();
        let arn = endpoint["cluster_arn"].as_str().unwrap().replace(':', "%3A").replace('/', "%2F");
        Self { _emulator: emulator, settings, authority, arn }
    }

    fn raw(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.authority).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let length = body.len();
        self.raw(&format!(
            "{method} {path} HTTP/1.1\r\nHost: kadm\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }

    /// Of MSK's API, about the cluster.
    fn msk(&self, method: &str, path: &str, body: &str) -> Value {
        let (status, body) = self.ask(method, &format!("/v1/clusters/{}/{path}", self.arn), body);
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }

    fn admin(&self, line: &str) -> (i32, String, String) {
        let mut kadm = kadm();
        with_env(&mut kadm, &self.settings["clients"]["env"]["iam"]);
        output(kadm.args(line.split(' ')).output().unwrap())
    }
}

#[test]
fn clients_find_the_brokers_of_their_cluster() {
    let it = Boxed::start(&["--topic", "orders:3"]);
    let brokers = it.msk("GET", "bootstrap-brokers", "");
    let servers = |index: usize| it.settings["listeners"][index]["bootstrap_servers"].clone();
    let expected = json!({
        "bootstrapBrokerStringPublicSaslScram": servers(0),
        "bootstrapBrokerStringPublicSaslIam": servers(1),
    });
    assert_eq!(brokers, expected);
    let (_, clusters) = it.ask("GET", "/api/v2/clusters?clusterNameFilter=emu", "");
    let clusters: Value = serde_json::from_str(&clusters).unwrap();
    let cluster = &clusters["clusterInfoList"][0];
    assert_eq!(cluster["clusterArn"], it.settings["aws_endpoint"]["cluster_arn"]);
    let (_, described) = it.ask("GET", &format!("/api/v2/clusters/{}", it.arn), "");
    let described: Value = serde_json::from_str(&described).unwrap();
    assert_eq!(&described["clusterInfo"], cluster);
    assert_eq!(cluster["provisioned"]["numberOfBrokerNodes"], 1);
    let topics = it.msk("GET", "topics", "");
    assert_eq!(topics["topics"][0]["partitionCount"], 3);
    assert_eq!(it.msk("GET", "topics/orders", "")["status"], "ACTIVE");
    let (status, other) = it.ask("GET", "/v1/clusters/arn%3Aother/bootstrap-brokers", "");
    assert!(status == 404 && other.contains("the only one is arn:aws:kafka:"), "{other}");
    let (status, ca) = it.ask("GET", "/ca.pem", "");
    assert!(status == 200 && ca.starts_with("-----BEGIN CERTIFICATE-----"));
}

#[test]
fn users_come_and_go_with_their_secrets() {
    let it = Boxed::start(&[]);
    let login = || {
        let mut kadm = kadm();
        with_env(&mut kadm, &it.settings["clients"]["env"]["scram"]);
        output(kadm.args(["topic", "list"]).output().unwrap())
    };
    let secrets = || it.msk("GET", "scram-secrets", "")["secretArnList"].clone();
    let arn = secrets()[0].as_str().unwrap().to_owned();
    assert!(arn.contains(":secret:AmazonMSK_rudder-"), "{arn}");
    let batch = json!({"secretArnList": [arn, "arn:aws:secretsmanager:us-east-1:1:secret:x"]});
    assert_eq!(login().0, 0);
    let gone = it.msk("PATCH", "scram-secrets", &batch.to_string());
    assert_eq!(gone["unprocessedScramSecrets"].as_array().unwrap().len(), 1, "{gone}");
    assert_eq!((secrets(), login().0), (json!([]), 1));
    it.msk("POST", "scram-secrets", &batch.to_string());
    assert_eq!((secrets(), login().0), (json!([arn]), 0));
}

#[test]
fn tests_in_any_language_have_faults_brokers_and_requests() {
    let it = Boxed::start(&["--brokers", "2"]);
    let fault = r#"{"api": "DescribeCluster", "fail": "INVALID_REQUEST", "message": "not today"}"#;
    assert_eq!(it.ask("POST", "/faults", fault), (200, r#"{"injected":1}"#.into()));
    let (code, _, stderr) = it.admin("cluster describe");
    assert!(code == 1 && stderr.contains("not today"), "{stderr}");
    let (status, wrong) = it.ask("POST", "/faults", r#"[{"api": "Metadta", "close": true}]"#);
    assert!(status == 400 && wrong.contains("did you mean Metadata?"), "{wrong}");
    let servers = it.settings["listeners"][0]["bootstrap_servers"].as_str().unwrap();
    let second = servers.split(',').nth(1).unwrap();
    for (what, is_up) in [("stop", false), ("start", true)] {
        assert_eq!(it.ask("POST", &format!("/brokers/2/{what}"), "").0, 200);
        assert_eq!(TcpStream::connect(second).is_ok(), is_up, "{what}");
    }
    assert_eq!(it.ask("POST", "/brokers/9/stop", "").0, 404);
    let lines = || it.ask("GET", "/requests?last=1000", "").1;
    let started = std::time::Instant::now();
    while !lines().contains("not today") && !lines().contains("INVALID_REQUEST") {
        assert!(started.elapsed().as_secs() < 20, "{}", lines());
    }
    assert_eq!(it.ask("GET", "/requests?last=1", "").1.lines().count(), 1);
    assert!(!lines().contains("wJalrXUtnFEMI"));
}

#[test]
fn what_is_too_much_or_from_a_browser_is_refused() {
    let it = Boxed::start(&[]);
    let (status, _) = it.raw(
        "GET /requests HTTP/1.1\r\nHost: kadm\r\nOrigin: http://evil\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(status, 403);
    let (status, _) = it.ask("POST", "/faults", &"x".repeat(300 << 10));
    assert_eq!(status, 400);
    let (status, known) = it.ask("GET", "/nothing", "");
    assert!(status == 404 && known.contains("/brokers/N/stop"), "{known}");
    assert_eq!(it.ask("POST", "/faults", "{").0, 400);
}
