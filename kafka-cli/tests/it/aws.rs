//! AWS credentials from where AWS's own tools find them, against the emulator and without a network.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::{JoinHandle, spawn};

use kafka_admin::rustls::{ServerConnection, StreamOwned};
use kafka_emulator::Emulator;
use test_support::certificates;

const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "MARKER-secret-access-key";
/// What the role gives.
const ROLE_KEY_ID: &str = "ASIAIOSFODNN7EXAMPLE";
const TOKEN: &str = "MARKER-session-token";
const REGION: (&str, &str) = ("AWS_REGION", "us-east-1");
const ROLE: &str = "arn:aws:iam::111122223333:role/administrator";

/// A cluster, and a home with shared AWS files in it.
struct Story {
    emulator: Emulator,
    home: PathBuf,
}

/// What became of a run.
struct Run {
    code: Option<i32>,
    text: String,
}

impl Story {
    /// `name` is the test's own, so that tests do not share files.
    async fn new(name: &str) -> Self {
        let emulator = Emulator::builder()
            .iam_identity(KEY_ID, SECRET_KEY, None, "arn:aws:iam::111122223333:user/ops")
            .iam_identity(ROLE_KEY_ID, SECRET_KEY, Some(TOKEN), ROLE)
            .start()
            .await
            .unwrap();
        let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&home).unwrap();
        std::fs::write(home.join("ca.pem"), emulator.ca_pem()).unwrap();
        std::fs::write(home.join("config"), "[profile ops]\nregion = us-east-1\n").unwrap();
        let keys =
            format!("[ops]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET_KEY}\n");
        std::fs::write(home.join("credentials"), keys).unwrap();
        Self { emulator, home }
    }

    /// `kadm` with nothing in its environment but these variables and the way to the files.
    async fn kadm(&self, line: &str, env: &[(&str, &str)]) -> Run {
        let mut kadm = Command::new(env!("CARGO_BIN_EXE_kadm"));
        kadm.env_clear().stdin(Stdio::null()).args(line.split_whitespace());
        kadm.args(["-b", &self.emulator.iam_address(), "-X", "sasl.mechanism=AWS_MSK_IAM"]);
        kadm.args(["-X", "security.protocol=SASL_SSL"]);
        kadm.env("KAFKA_SSL_TRUSTSTORE_LOCATION", self.home.join("ca.pem"))
            .env("HOME", &self.home)
            .env("AWS_CONFIG_FILE", self.home.join("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.home.join("credentials"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(env.iter().copied());
        let ran = tokio::task::spawn_blocking(move || kadm.output()).await.unwrap().unwrap();
        let text = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert!(!text.contains("MARKER"), "a secret is shown: {text}");
        Run { code: ran.status.code(), text }
    }
}

impl Run {
    fn succeeds(&self) {
        assert_eq!(self.code, Some(0), "{}", self.text);
    }

    fn fails_with(&self, parts: &[&str]) {
        assert_eq!(self.code, Some(1), "{}", self.text);
        for part in parts {
            assert!(self.text.contains(part), "{part} is missing: {}", self.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_gives_credentials_and_region() {
    let story = Story::new("profile").await;
    let share = "share orders --with rudder --dry-run --user-bootstrap localhost:9096";
    let by_flag = story.kadm(&format!("{share} --aws-profile ops"), &[]).await;
    by_flag.succeeds();
    assert!(by_flag.text.contains("MPLE (from the AWS profile ops)"), "{}", by_flag.text);
    assert!(by_flag.text.contains("region us-east-1 (from the AWS profile)"), "{}", by_flag.text);
    story.kadm("topic list", &[("AWS_PROFILE", "ops")]).await.succeeds();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_named_wins_over_keys_in_the_environment() {
    let story = Story::new("named").await;
    let wrong = [
        ("AWS_ACCESS_KEY_ID", "AKIDOFSOMEBODYELSE"),
        ("AWS_SECRET_ACCESS_KEY", "MARKER"),
        ("AWS_PROFILE", "ops"),
    ];
    story.kadm("topic list", &wrong).await.fails_with(&["ELSE"]);
    story.kadm("topic list --aws-profile ops", &wrong).await.succeeds();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_missing_is_named_with_the_files() {
    let story = Story::new("missing").await;
    let [config, credentials] =
        ["config", "credentials"].map(|name| story.home.join(name).display().to_string());
    let run = story.kadm("topic list --aws-profile opps", &[]).await;
    run.fails_with(&[
        "the AWS profile opps",
        &config,
        &credentials,
        "not defined",
        "--aws-profile",
    ]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_credentials_every_source_that_was_tried_is_named() {
    let story = Story::new("nothing").await;
    let run = story.kadm("topic list", &[("AWS_PROFILE", "opps")]).await;
    run.fails_with(&[
        "the environment, the AWS profile opps in",
        "Environment:",
        "Profile:",
        "WebIdentityToken:",
        "EcsContainer:",
        "Ec2InstanceMetadata:",
        "AWS_ACCESS_KEY_ID",
        "aws sts get-caller-identity",
    ]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_metadata_service_that_is_silent_is_given_up() {
    let story = Story::new("silent").await;
    // Connections are taken by the system, and nobody reads them.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let env = [
        ("AWS_EC2_METADATA_DISABLED", "false"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint.as_str()),
    ];
    story.kadm("topic list", &env).await.fails_with(&["no AWS credentials", "the instance"]);
}

/// Whoever answers where the container's credentials should be must not fill the memory.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_end_is_cut_off() {
    let story = Story::new("endless").await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}/", listener.local_addr().unwrap());
    spawn(move || listener.incoming().for_each(|stream| answer_at_length(stream.unwrap())));
    let env = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.as_str())];
    story.kadm("topic list", &env).await.fails_with(&["the container", "length limit exceeded"]);
}

/// 32 MiB, so that a client without a limit comes to an end too.
fn answer_at_length(mut stream: TcpStream) {
    let _ = stream.read(&mut [0; 4096]);
    let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
    for _ in 0..512 {
        sent = sent.and_then(|()| stream.write_all(&[b' '; 64 * 1024]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_assumed_under_a_name_that_stays() {
    let story = Story::new("role").await;
    let keys = [("AWS_ACCESS_KEY_ID", KEY_ID), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)];
    let (sts, asked) = security_token_service();
    let env = [&keys[..], &[("AWS_ENDPOINT_URL_STS", &sts), ("AWS_REGION", "us-east-1")]].concat();
    story.kadm(&format!("topic list --aws-role-arn {ROLE}"), &env).await.succeeds();
    let asked = asked.join().unwrap();
    assert!(asked.contains("Action=AssumeRole&") && asked.contains(KEY_ID), "{asked}");
    assert!(asked.contains("RoleSessionName=kafka-admin"), "{asked}");
    assert!(asked.contains("administrator") && asked.contains("/us-east-1/sts/"), "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_service_is_asked_over_tls_and_has_to_be_trusted_by_this_machine() {
    let story = Story::new("sts-tls").await;
    let keys = [("AWS_ACCESS_KEY_ID", KEY_ID), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)];
    let line = format!("topic list --aws-role-arn {ROLE}");
    let (sts, asked, authority) = secure_token_service();
    let path = story.home.join("sts.pem");
    std::fs::write(&path, authority).unwrap();
    let file = path.to_str().unwrap();
    let service = [("AWS_ENDPOINT_URL_STS", &*sts), ("SSL_CERT_FILE", file), REGION];
    story.kadm(&line, &[&keys[..], &service[..]].concat()).await.succeeds();
    assert!(asked.join().unwrap().unwrap().contains("Action=AssumeRole&"));

    let (sts, _, _) = secure_token_service();
    let service = [("AWS_ENDPOINT_URL_STS", &*sts), ("SSL_CERT_FILE", file), REGION];
    let run = story.kadm(&line, &[&keys[..], &service[..]].concat()).await;
    run.fails_with(&["other: invalid peer certificate"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn javas_names_of_profile_role_session_and_region_are_understood() {
    let story = Story::new("jaas").await;
    let file = story.home.join("client.properties");
    let module = "software.amazon.msk.auth.iam.IAMLoginModule";
    let jaas = format!(
        "sasl.jaas.config={module} required awsProfileName=\"ops\" awsRoleArn=\"{ROLE}\" \
         awsRoleSessionName=\"nightly\" awsRoleExternalId=\"of-rudder\" awsStsRegion=\"eu-west-1\";\n"
    );
    std::fs::write(&file, jaas).unwrap();
    let (sts, asked) = security_token_service();
    let line = format!("topic list --command-config {}", file.display());
    story.kadm(&line, &[("AWS_ENDPOINT_URL_STS", &sts)]).await.succeeds();
    let asked = asked.join().unwrap();
    assert!(asked.contains("RoleSessionName=nightly"), "{asked}");
    assert!(asked.contains("ExternalId=of-rudder") && asked.contains("/eu-west-1/sts/"), "{asked}");
}

/// Answers one AssumeRole, and gives what was asked.
fn security_token_service() -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    (address, spawn(move || assume_role(listener.accept().unwrap().0)))
}

/// The same over TLS, and the authority that it needs to be trusted.
fn secure_token_service() -> (String, JoinHandle<Option<String>>, String) {
    let authority = certificates::authority();
    let config = certificates::server(&certificates::issue(&authority, &["127.0.0.1"]), None);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let served = spawn(move || {
        let (mut stream, mut session) =
            (listener.accept().unwrap().0, ServerConnection::new(config).unwrap());
        session.complete_io(&mut stream).ok()?;
        Some(assume_role(StreamOwned::new(session, stream)))
    });
    (address, served, authority.pem())
}

fn assume_role(mut stream: impl Read + Write) -> String {
    let mut asked = String::new();
    let mut chunk = [0; 4096];
    while !is_whole(&asked) {
        let length = stream.read(&mut chunk).unwrap();
        assert_ne!(length, 0, "half a request: {asked}");
        asked.push_str(std::str::from_utf8(&chunk[..length]).unwrap());
    }
    let body = format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{ROLE_KEY_ID}</AccessKeyId>\
         <SecretAccessKey>{SECRET_KEY}</SecretAccessKey><SessionToken>{TOKEN}</SessionToken>\
         <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>\
         </AssumeRoleResponse>"
    );
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    asked
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    length.is_some_and(|length| body.len() >= length.parse().unwrap())
}
