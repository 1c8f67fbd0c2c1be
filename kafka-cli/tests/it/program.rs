//! The program itself: exit codes, streams, files, signals.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub(crate) fn kadm() -> Command {
    let mut kadm = Command::new(env!("CARGO_BIN_EXE_kadm"));
    kadm.env_clear().stdin(Stdio::null());
    kadm
}

fn run(args: &[&str]) -> (i32, String, String) {
    output(kadm().args(args).output().unwrap())
}

pub(crate) fn output(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn help_is_an_answer_and_a_mistake_is_not() {
    assert_eq!(run(&["--help"]).0, 0);
    assert_eq!(run(&["share", "--help"]).0, 0);
    let (code, stdout, stderr) = run(&["share", "orders"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--with"), "{stderr}");
    assert_eq!(run(&[]).0, 2);
    assert_eq!(run(&["topic", "list"]).0, 2);
}

#[test]
fn a_mistake_is_one_json_object_too() {
    let (code, stdout, stderr) = run(&["share", "orders", "--format", "json"]);
    assert_eq!((code, stderr.as_str()), (2, ""));
    let json: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((&json["ok"], &json["error"]["kind"]), (&false.into(), &"Usage".into()));
    assert!(json["error"]["message"].as_str().unwrap().contains("--with"), "{stdout}");
}

#[test]
fn a_password_is_no_argument_and_is_not_repeated() {
    let (code, stdout, stderr) =
        run(&["topic", "list", "-b", "h:9196", "-X", "sasl.password=MARKER"]);
    assert_eq!(code, 2);
    assert!(!format!("{stdout}{stderr}").contains("MARKER"), "{stderr}");
    assert!(stderr.contains("--password-file"), "{stderr}");
}

#[test]
fn a_closed_port_is_told_with_layer_and_next_step() {
    // Nobody listens where somebody just stopped.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let (code, stdout, stderr) = run(&["topic", "list", "-b", &address, "--format", "json"]);
    assert_eq!((code, stderr.as_str()), (1, ""));
    let error = &serde_json::from_str::<Value>(&stdout).unwrap()["error"];
    assert_eq!((&error["kind"], &error["layer"]), (&"ConnectionRefused".into(), &"TCP".into()));
    assert_eq!((&error["outcome"], &error["retriable"]), (&"not sent".into(), &true.into()));
    assert!(error["hint"].is_string() && error["message"].as_str().unwrap().contains(&address));
}

/// An emulator, or something else that serves, as a process of its own, ended when the test ends.
pub(crate) struct Emulator(Child);

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
impl Emulator {
    /// Ends it as Ctrl-C does, and returns when it has ended.
    pub(crate) fn end(mut self) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        assert!(self.0.wait().unwrap().success());
    }
}

pub(crate) fn emulator(args: &[&str]) -> (Emulator, Value) {
    let args = ["emulator", "--format", "json"].iter().chain(args);
    Emulator::spawn(kadm().args(args))
}

impl Emulator {
    /// With the object that it prints when it serves.
    pub(crate) fn spawn(command: &mut Command) -> (Self, Value) {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (Self(child), serde_json::from_str(&line).unwrap())
    }
}

pub(crate) fn with_env(kadm: &mut Command, env: &Value) {
    kadm.envs(env.as_object().unwrap().iter().map(|(name, value)| (name, value.as_str().unwrap())));
}

#[test]
fn the_emulator_gives_settings_that_work_as_they_are() {
    let (_emulator, settings) = emulator(&["--topic", "orders:3"]);
    let mut by_iam = kadm();
    with_env(&mut by_iam, &settings["clients"]["env"]["iam"]);
    let (code, stdout, stderr) = output(by_iam.args(["topic", "list"]).output().unwrap());
    assert_eq!((code, stdout.as_str()), (0, "orders\n"), "{stderr}");

    let path = format!("{}/emulated.properties", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, settings["clients"]["java"]["scram"].as_str().unwrap()).unwrap();
    let by_scram = ["metadata", "-L", "-t", "orders", "--command-config", &path];
    let (code, stdout, _) = run(&by_scram);
    assert_eq!(code, 1, "the login works, and the topic is denied");
    assert!(stdout.contains("TOPIC_AUTHORIZATION_FAILED (29)"), "{stdout}");
}

#[test]
fn a_password_comes_by_standard_input() {
    let (_emulator, settings) = emulator(&[]);
    let mut share = kadm();
    with_env(&mut share, &settings["clients"]["env"]["iam"]);
    let scram = settings["listeners"][0]["bootstrap_servers"].as_str().unwrap();
    share.args(["share", "orders", "--with", "rudder", "--user-bootstrap", scram]);
    share.args(["--user-password-file", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = share.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"emulated\n").unwrap();
    let (code, stdout, _) = output(child.wait_with_output().unwrap());
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("proved: rudder may WRITE, DESCRIBE on topic orders"), "{stdout}");
}

#[test]
fn bytes_to_decode_come_by_standard_input() {
    let piped = |input: &[u8], args: &[&str]| {
        let mut child = kadm()
            .arg("decode")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        output(child.wait_with_output().unwrap())
    };
    let frame = b"\0\0\0\x11\0\x11\0\x01\0\0\0\x07\xff\xff\0\x05PLAIN";
    for args in [&[][..], &["--file", "-"]] {
        let (code, stdout, stderr) = piped(frame, args);
        assert_eq!(code, 0, "{stderr}");
        assert!(stdout.contains("\"mechanism\": \"PLAIN\""), "{stdout}");
    }
    let (code, _, stderr) = piped(b"\n", &[]);
    assert!(code == 2 && stderr.contains("no bytes to decode"), "{stderr}");
}

/// SaslHandshake v1, behind its length.
const FRAME: &str = "00000011 0011 0001 00000007 ffff 0005 504c41494e";

#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_a_failure() {
    for (args, code) in [
        (&["--help"][..], 1),
        (&["--version"], 1),
        (&["decode", FRAME], 1),
        (&["decode", FRAME, "--format", "json"], 1),
        (&["emulator"], 1),
        (&["share", "--format", "json"], 2),
    ] {
        let full = std::fs::File::create("/dev/full").unwrap();
        let (ended, _, stderr) = output(kadm().args(args).stdout(full).output().unwrap());
        assert_eq!(ended, code, "{args:?} {stderr}");
        assert!(stderr.contains("error: standard output cannot be written: "), "{args:?} {stderr}");
        assert_eq!(stderr.contains("only the result is lost"), code == 1, "{args:?} {stderr}");
    }
}

/// `kadm … | head -1`: the reader has seen enough, and that is no mistake of anybody.
#[test]
fn a_reader_who_has_gone_is_no_failure() {
    for args in [&["--help"][..], &["decode", FRAME], &["decode", FRAME, "--format", "json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = output(kadm().args(args).stdout(writer).output().unwrap());
        assert_eq!(ended, (0, String::new(), String::new()), "{args:?}");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let (code, _, stderr) = output(kadm().args(["decode", "00"]).stdout(writer).output().unwrap());
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.starts_with("error: "), "{stderr}");
}

#[test]
fn the_emulator_takes_a_given_password_and_does_not_print_it() {
    let path = format!("{}/given-password", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, "MARKER-given\n").unwrap();
    let args = ["--topic", "orders", "--user-password-file", &path];
    let (_emulator, settings) = emulator(&args);
    assert!(!settings.to_string().contains("MARKER"), "{settings}");
    assert_eq!(settings["user"]["password"], "<password>");
    let mut by_scram = kadm();
    with_env(&mut by_scram, &settings["clients"]["env"]["scram"]);
    by_scram.env("KAFKA_SASL_PASSWORD", "MARKER-given").args(["topic", "list"]);
    let (code, _, stderr) = output(by_scram.output().unwrap());
    assert_eq!(code, 0, "{stderr}");
}

#[cfg(unix)]
#[test]
fn the_emulator_ends_in_order_and_takes_its_file_along() {
    let (mut emulator, settings) = emulator(&[]);
    let ca_file = settings["ca_file"].as_str().unwrap();
    assert!(std::fs::read_to_string(ca_file).unwrap().contains("BEGIN CERTIFICATE"));
    let pid = emulator.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(emulator.0.wait().unwrap().code(), Some(0));
    assert!(!std::fs::exists(ca_file).unwrap());
}

/// A folder of this test's own.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn the_emulator_takes_everything_from_a_file() {
    let folder = folder("emulator-settings");
    let file = folder.join("msk.toml");
    std::fs::write(folder.join("alice.password"), "MARKER-alice\n").unwrap();
    std::fs::write(folder.join("orders.secret"), "MARKER-secret\n").unwrap();
    let reader = r#"{"Statement": {"Effect": "Allow", "Resource": "*",
        "Action": ["kafka-cluster:Connect", "kafka-cluster:DescribeTopic"]}}"#;
    std::fs::write(folder.join("reader.json"), reader).unwrap();
    let text = r#"
        brokers = 2
        names = ["kafka"]
        [ports]
        plaintext = true
        [[users]]
        name = "alice"
        password_file = "alice.password"
        [[identities]]
        arn = "arn:aws:iam::111122223333:role/orders"
        access_key_id = "AKIDORDERS"
        secret_access_key_file = "orders.secret"
        [[identities]]
        arn = "arn:aws:iam::111122223333:role/reader"
        access_key_id = "AKIDREADER"
        policy_file = "reader.json"
        [[identities]]
        arn = "arn:aws:iam::111122223333:role/nobody"
        access_key_id = "AKIDNOBODY"
        policy = '{"Statement": []}'
        [[topics]]
        name = "orders"
        partitions = 3
        configs = { "retention.ms" = 5000 }
        [[acls]]
        principal = "alice"
        operations = ["Read", "Write"]
        topic = "orders"
        [[quotas]]
        user = "alice"
        producer_byte_rate = 1048576
        [[faults]]
        api = "DescribeCluster"
        fail = "INVALID_REQUEST"
        message = "not today"
    "#;
    std::fs::write(&file, text).unwrap();
    let (_emulator, settings) = emulator(&["--config", file.to_str().unwrap(), "--topic", "bills"]);
    assert!(!settings.to_string().contains("MARKER"), "{settings}");
    let as_user = |line: &str| {
        let mut kadm = kadm();
        with_env(&mut kadm, &settings["clients"]["env"]["scram"]);
        kadm.env("KAFKA_SASL_PASSWORD", "MARKER-alice").args(line.split(' '));
        output(kadm.output().unwrap())
    };
    let as_admin = |line: &str| {
        let mut kadm = kadm();
        with_env(&mut kadm, &settings["clients"]["env"]["iam"]);
        kadm.env("AWS_SECRET_ACCESS_KEY", "MARKER-secret").args(line.split(' '));
        output(kadm.output().unwrap())
    };
    assert_eq!(as_user("topic list"), (0, "orders\n".into(), String::new()));
    let (code, _, stderr) = as_admin("cluster describe");
    assert!(code == 1 && stderr.contains("not today"), "{stderr}");
    let (code, stdout, stderr) = as_admin("topic describe orders");
    assert!(code == 0 && stdout.contains("retention.ms=5000"), "{stdout} {stderr}");
    assert_eq!(as_admin("topic list").1, "bills\norders\n");
    assert!(as_admin("quota list").1.contains("1048576"));
    let as_identity = |key: &str, line: &str| {
        let mut kadm = kadm();
        with_env(&mut kadm, &settings["clients"]["env"]["iam"]);
        kadm.env("AWS_ACCESS_KEY_ID", key).args(line.split(' '));
        // The secret of Amazon's documents, as `kadm emulator` prints it without a file.
        kadm.env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        output(kadm.output().unwrap())
    };
    assert_eq!(as_identity("AKIDREADER", "topic list").1, "bills\norders\n");
    let (code, stdout, stderr) = as_identity("AKIDREADER", "topic delete bills --yes");
    let said = format!("{stdout}{stderr}");
    assert!(code == 1 && said.contains("TOPIC_AUTHORIZATION_FAILED"), "{said}");
    let (code, _, stderr) = as_identity("AKIDNOBODY", "topic list");
    assert!(code == 1 && stderr.contains("Access denied"), "{stderr}");
    let plaintext = settings["listeners"][2]["bootstrap_servers"].as_str().unwrap();
    assert_eq!(plaintext.split(',').count(), 2);
}

#[test]
fn what_the_emulator_cannot_do_says_what_next() {
    let file = folder("emulator-settings").join("wrong.toml");
    std::fs::write(&file, "brokers = 1\nhosst = \"kafka\"\n").unwrap();
    let (code, _, stderr) = run(&["emulator", "--config", file.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(stderr.contains("line 2: there is no key hosst; did you mean host?"), "{stderr}");
    assert!(stderr.contains("kadm emulator --example-config"), "{stderr}");
    let (code, stdout, _) = run(&["emulator", "--example-config"]);
    std::fs::write(&file, stdout).unwrap();
    assert_eq!(code, 0);
    let (_emulator, settings) = emulator(&["--config", file.to_str().unwrap()]);
    assert_eq!(settings["listeners"].as_array().unwrap().len(), 2);
    let (code, _, stderr) = run(&["emulator", "--profile", "msk-serverles"]);
    assert!(code == 2 && stderr.contains("did you mean msk-serverless?"), "{stderr}");
}

#[test]
fn profiles_have_the_listeners_of_their_clusters() {
    for (profile, mechanisms) in [
        ("msk-public", "SCRAM-SHA-512 AWS_MSK_IAM"),
        ("msk-vpc", "SCRAM-SHA-512 AWS_MSK_IAM SSL PLAINTEXT"),
        ("msk-serverless", "AWS_MSK_IAM"),
        ("kafka-3.9", "SCRAM-SHA-512 PLAINTEXT"),
    ] {
        let (_emulator, settings) = emulator(&["--profile", profile]);
        let listeners = settings["listeners"].as_array().unwrap().iter();
        let named = |it: &Value| {
            it["mechanism"].as_str().or(it["security_protocol"].as_str()).map(str::to_owned)
        };
        let names: Vec<_> = listeners.filter_map(named).collect();
        assert_eq!(names.join(" "), mechanisms, "{profile}");
        if profile == "msk-serverless" {
            let mut acl = kadm();
            with_env(&mut acl, &settings["clients"]["env"]["iam"]);
            let args = "acl create --allow-principal u --operation read --topic t".split(' ');
            let (code, _, stderr) = output(acl.args(args).output().unwrap());
            assert!(code == 1 && stderr.contains("CLUSTER_AUTHORIZATION_FAILED"), "{stderr}");
        }
    }
}

/// A broker that takes connections and says nothing.
#[test]
fn the_time_of_the_whole_command_is_over_and_the_phase_is_named() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let started = std::time::Instant::now();
    let (code, stdout, stderr) =
        run(&["topic", "list", "-b", &address, "--timeout", "300ms", "--format", "json"]);
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert!(started.elapsed() < std::time::Duration::from_secs(9), "before the time to connect");
    let error = &serde_json::from_str::<Value>(&stdout).unwrap()["error"];
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(&address), "{error}");
    assert!(error["hint"].is_string(), "{error}");
}

/// The last line is there when the program has ended: it is the one that is looked for.
#[cfg(unix)]
#[test]
fn requests_are_logged_by_kafkas_names_and_without_secrets() {
    let file = folder("emulator-requests").join("requests.ndjson");
    let log = format!("--log-requests={}", file.display());
    let (emulator, settings) = emulator(&["--topic", "orders", &log]);
    let mut list = kadm();
    with_env(&mut list, &settings["clients"]["env"]["scram"]);
    list.args(["metadata", "-L", "-t", "orders", "--format", "json"]);
    assert_eq!(output(list.output().unwrap()).0, 1, "the topic is denied");
    emulator.end();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("emulated") && text.contains("[left out: "), "{text}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |api: &str| lines.iter().find(|line| line["api"] == api).unwrap();
    assert_eq!(of("SaslHandshake")["principal"], "User:ANONYMOUS");
    let metadata = lines.iter().find(|line| line["errors"] != serde_json::json!([])).unwrap();
    assert_eq!(metadata["api"], "Metadata");
    assert_eq!(metadata["principal"], "User:rudder");
    assert_eq!(metadata["outcome"], "answered");
    assert_eq!(metadata["errors"], serde_json::json!(["TOPIC_AUTHORIZATION_FAILED"]));
    assert_eq!(metadata["request"]["topics"][0]["name"], "orders");
    assert_eq!(metadata["broker"], 1);
    assert!(metadata["time"].as_str().unwrap().ends_with('Z'));
}

/// What a user does where everybody may do everything is enough to know what it needs elsewhere.
#[cfg(unix)]
#[test]
fn acls_are_learned_from_the_emulators_requests_and_allow_them() {
    let file = folder("emulator-learned").join("requests.ndjson");
    let log = format!("--log-requests={}", file.display());
    let session = |settings: &Value, expected: i32| {
        for line in [
            "topic list",
            "topic offsets orders",
            "config describe topic orders",
            "group offsets list app",
            "topic delete old --yes",
        ] {
            let mut command = kadm();
            with_env(&mut command, &settings["clients"]["env"]["scram"]);
            let (code, stdout, stderr) = output(command.args(line.split(' ')).output().unwrap());
            let is_refused = format!("{stdout}{stderr}").contains("_AUTHORIZATION_FAILED");
            assert_eq!(
                is_refused,
                expected == 1 && line != "topic list",
                "{code} {stdout}{stderr}"
            );
        }
    };
    let topics = ["--profile", "kafka-4.4", "--topic", "orders", "--topic", "old"];
    let (open, settings) = emulator(&[&topics[..], &["--allow-everyone", &log]].concat());
    session(&settings, 0);
    open.end();
    let (closed, settings) = emulator(&[&topics[..], &["--set", "allow_everyone=false"]].concat());
    session(&settings, 1);
    closed.end();

    let learn = ["acl", "learn", file.to_str().unwrap(), "--prove", "--format", "json"];
    let (code, stdout, stderr) = run(&learn);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let learned: Value = serde_json::from_str(&stdout).unwrap();
    let rules = learned["rules"].as_array().unwrap();
    let proof = &learned["proof"];
    assert_eq!(proof["rules_proved_by_emulator"], rules.len(), "{learned}");
    assert_eq!(proof["refused"], serde_json::json!([]), "{learned}");
    assert!(proof["passed"].as_u64().unwrap() >= 5, "{learned}");
    let shown = |rule: &Value| {
        let (acl, text) = (&rule["acl"], rule["text"].as_str().unwrap());
        assert!(text.starts_with('{'), "the line is its proof: {rule}");
        let part = |name: &str| acl[name].as_str().unwrap().to_owned();
        [part("principal"), part("operation"), part("resource_type"), part("name")].join(" ")
    };
    let shown: Vec<String> = rules.iter().map(shown).collect();
    let expected = [
        "User:rudder DELETE TOPIC old",
        "User:rudder DESCRIBE TOPIC orders",
        "User:rudder DESCRIBE_CONFIGS TOPIC orders",
        "User:rudder DESCRIBE GROUP app",
    ];
    assert_eq!(shown, expected, "{learned}");
    let acl = |rule: &Value| {
        let acl = &rule["acl"];
        let part = |name: &str| acl[name].as_str().unwrap().to_lowercase();
        format!(
            "acls=[{{principal=\"User:rudder\", operations=[\"{}\"], {}=\"{}\"}}]",
            part("operation"),
            part("resource_type"),
            part("name")
        )
    };
    let acls: Vec<String> = rules.iter().map(acl).collect();
    let mut args: Vec<&str> = topics.to_vec();
    args.extend(["--set", "allow_everyone=false"]);
    args.extend(acls.iter().flat_map(|acl| ["--set", acl.as_str()]));
    let (granted, settings) = emulator(&args);
    session(&settings, 0);
    granted.end();
}
