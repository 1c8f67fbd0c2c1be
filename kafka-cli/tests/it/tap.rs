//! `kadm tap` between `kadm` and the emulator, each a program of its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Emulator, emulator, kadm, output, with_env};

/// The password of the emulator's user, which nothing may tell.
const MARKER: &str = "MARKER-of-the-tap";

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tap");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// An emulator whose user has the marker for a password, and its log.
fn marked(name: &str) -> (Emulator, Value, PathBuf) {
    let (password, log) = (folder().join("password"), folder().join(format!("{name}-own.ndjson")));
    std::fs::write(&password, MARKER).unwrap();
    let logged = format!("--log-requests={}", log.display());
    let args =
        ["--profile", "kafka-4.4", "--allow-everyone", "--brokers", "2", "--topic", "orders:4"];
    let user = ["--user", "rudder", "--user-password-file", password.to_str().unwrap(), &logged];
    let (emulator, settings) = emulator(&[&args[..], &user].concat());
    (emulator, settings, log)
}

/// A tap that is logged in as the emulator's user, and its log.
fn tap(name: &str, settings: &Value, args: &[&str]) -> (Emulator, Value, PathBuf) {
    let log = folder().join(format!("{name}.ndjson"));
    let mut tap = kadm();
    with_env(&mut tap, &settings["clients"]["env"]["scram"]);
    tap.env("KAFKA_SASL_PASSWORD", MARKER).args(["tap", "--format", "json"]).args(args);
    tap.arg(format!("--log-requests={}", log.display()));
    let (tap, told) = Emulator::spawn(tap.stderr(Stdio::null()));
    (tap, told, log)
}

/// What `kadm` says as a client of the tap.
fn through(told: &Value, password: &str, line: &str) -> (i32, String, String) {
    let mut client = kadm();
    client
        .env("KAFKA_BOOTSTRAP_SERVERS", told["address"].as_str().unwrap())
        .env("KAFKA_SECURITY_PROTOCOL", told["security_protocol"].as_str().unwrap());
    if let Some(mechanism) = told["mechanisms"][0].as_str() {
        client
            .env("KAFKA_SASL_MECHANISM", mechanism)
            .env("KAFKA_SASL_USERNAME", "rudder")
            .env("KAFKA_SASL_PASSWORD", password);
    }
    output(client.args(line.split(' ')).output().unwrap())
}

fn rules(log: &Path) -> BTreeSet<String> {
    let learn = ["acl", "learn", log.to_str().unwrap(), "--format", "json"];
    let (code, stdout, stderr) = output(kadm().args(learn).output().unwrap());
    assert_eq!(code, 0, "{stderr}");
    let learned: Value = serde_json::from_str(&stdout).unwrap();
    learned["rules"].as_array().unwrap().iter().map(|rule| rule["acl"].to_string()).collect()
}

#[cfg(unix)]
#[test]
fn what_goes_through_the_tap_is_logged_as_the_emulator_logs_it_and_without_secrets() {
    let (emulator, settings, own) = marked("logged");
    let (tap, told, log) = tap("logged", &settings, &[]);
    assert_eq!(told["principal"], "User:rudder");
    for line in [
        "topic list",
        "topic offsets orders",
        "config alter topic orders --set retention.ms=1000 --yes",
        "group offsets list app",
        "user list",
    ] {
        let (code, stdout, stderr) = through(&told, MARKER, line);
        assert_eq!(code, 0, "{line}: {stdout}{stderr}");
    }
    let (code, stdout, stderr) = through(&told, "wrong", "topic list");
    assert_ne!(code, 0, "{stdout}{stderr}");
    tap.end();
    emulator.end();
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(!text.contains(MARKER) && !told.to_string().contains(MARKER), "{text}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let own_lines = std::fs::read_to_string(&own).unwrap();
    let names = |line: &Value| line.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let of = |api: &str| lines.iter().find(|line| line["api"] == api).unwrap();
    let first = own_lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let own_of = |api: &str| first.clone().find(|line| line["api"] == api).unwrap();
    for api in ["SaslAuthenticate", "Metadata", "ListOffsets", "IncrementalAlterConfigs"] {
        assert_eq!(names(of(api)), names(&own_of(api)), "{api}");
    }
    let brokers: BTreeSet<_> = lines.iter().map(|line| line["broker"].to_string()).collect();
    assert_eq!(brokers, ["1", "2", "null"].map(str::to_owned).into(), "each by its own listener");
    assert_eq!(rules(&log), rules(&own));
}

#[cfg(unix)]
#[test]
fn clients_without_a_login_are_let_in_by_a_flag() {
    let (emulator, settings, _) = marked("open");
    let (tap, told, log) = tap("open", &settings, &["--no-client-login"]);
    assert_eq!(told["security_protocol"], "PLAINTEXT");
    let (code, stdout, stderr) = through(&told, MARKER, "topic list");
    assert_eq!((code, stdout.as_str()), (0, "orders\n"), "{stderr}");
    tap.end();
    emulator.end();
    assert!(std::fs::read_to_string(&log).unwrap().contains("User:rudder"));
}

#[test]
fn it_listens_on_this_machine_unless_it_is_told() {
    let run = |args: &[&str]| {
        let args = [&["tap", "-b", "127.0.0.1:9"], args].concat();
        output(kadm().args(args).output().unwrap())
    };
    let (code, _, stderr) = run(&["--listen", "0.0.0.0:0"]);
    assert!(code == 2 && stderr.contains("--allow-remote-clients"), "{stderr}");
    let remote = ["--listen", "[::]:0", "--allow-remote-clients", "--no-client-login"];
    let (code, _, stderr) = run(&remote);
    assert!(code == 2 && stderr.contains("would act by kadm's login"), "{stderr}");
    let (code, _, stderr) = run(&["--no-client-login"]);
    assert!(code == 1 && stderr.contains("KADM"), "{stderr}");
}
