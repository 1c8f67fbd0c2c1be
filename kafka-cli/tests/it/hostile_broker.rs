//! `kadm hostile`, with kadm itself as the client: it does what a client must, in every case.

use serde_json::Value;

use kafka_cli::{Captured, SUCCESS, USAGE};
use kafka_emulator::hostile::{self, When};

/// Long enough for a slow machine: none of the cases comes near it.
const LIMIT: &str = "120";

/// kadm against the cases of `arguments`: each case and its verdict.
async fn verdicts(arguments: &[&str], client: &[&str]) -> Vec<(String, String)> {
    verdicts_behind(&[], arguments, client).await
}

/// The same with words in front of kadm.
async fn verdicts_behind(
    before: &[&str],
    arguments: &[&str],
    client: &[&str],
) -> Vec<(String, String)> {
    let mut line = vec!["kadm", "hostile", "run", "--format", "json", "--limit", LIMIT];
    line.extend(arguments);
    line.push("--");
    line.extend(before);
    line.extend([env!("CARGO_BIN_EXE_kadm"), "topic", "list", "-b", "{address}"]);
    line.extend(["-X", "socket.connection.setup.timeout.ms=4000", "-X", "request.timeout.ms=4000"]);
    line.extend(client);
    let mut captured = Captured::default();
    let code = kafka_cli::run_with(line, captured.outside()).await;
    let answer: Value = serde_json::from_str(&captured.stdout()).unwrap();
    let mut verdicts = Vec::new();
    for case in answer["cases"].as_array().unwrap() {
        verdicts.push((text(&case["case"]), text(&case["verdict"])));
    }
    let well = verdicts.iter().all(|(_, verdict)| verdict == "ok");
    assert_eq!(code == SUCCESS, well, "{answer}");
    verdicts
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn assert_well(verdicts: &[(String, String)], count: usize) {
    let wrong: Vec<_> = verdicts.iter().filter(|(_, verdict)| verdict != "ok").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(verdicts.len(), count);
}

fn path(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"))
}

fn password_file(test: &str) -> String {
    let path = path(&format!("hostile-{test}.txt"));
    std::fs::write(&path, "pencil").unwrap();
    path
}

const LOGIN: [&str; 4] = ["-X", "sasl.mechanism=SCRAM-SHA-512", "-X", "sasl.username=user"];

#[tokio::test]
async fn kadm_does_what_a_client_must_before_a_login() {
    let verdicts = verdicts(&[], &["-X", "security.protocol=PLAINTEXT"]).await;
    assert_well(&verdicts, 38);
}

#[tokio::test]
async fn kadm_does_what_a_client_must_in_a_login_and_behind_it() {
    let password = password_file("behind");
    let file = ["--password-file", &password];
    let plain = ["-X", "security.protocol=SASL_PLAINTEXT"];
    let verdicts = verdicts(&["--login"], &[&LOGIN[..], &file, &plain].concat()).await;
    assert_well(&verdicts, 74);
}

#[tokio::test]
async fn the_same_holds_in_tls_whose_rules_are_broken_too() {
    let (password, ca) = (password_file("tls"), path("hostile.pem"));
    let file = ["--password-file", &password];
    let trust = format!("ssl.ca.location={ca}");
    let tls = ["-X", "security.protocol=SASL_SSL", "-X", &trust];
    let mut arguments = vec!["--ca-out", &ca, "--login"];
    let others = ["F03", "f09", "F12", "S02", "S12", "S15"];
    let own = hostile::cases().filter(|case| case.when == When::Tls).map(|case| case.id);
    arguments.extend(others.into_iter().chain(own).flat_map(|id| ["--case", id]));
    assert_well(&verdicts(&arguments, &[&LOGIN[..], &file, &tls].concat()).await, 1 + 6 + 18);
}

#[cfg(unix)]
#[tokio::test]
async fn the_same_holds_for_aws_msk_iam() {
    let key = format!("AWS_ACCESS_KEY_ID={}", hostile::ACCESS_KEY_ID);
    let secret = format!("AWS_SECRET_ACCESS_KEY={}", hostile::SECRET_ACCESS_KEY);
    let environment = ["env", "-u", "AWS_SESSION_TOKEN", &key, &secret];
    let ca = path("hostile-iam.pem");
    let trust = format!("ssl.ca.location={ca}");
    let mut arguments = vec!["--ca-out", &ca, "--iam"];
    let own = hostile::cases().filter(|case| case.when == When::Iam).map(|case| case.id);
    arguments.extend(["F03", "F12"].into_iter().chain(own).flat_map(|id| ["--case", id]));
    let mut client = vec!["-X", "security.protocol=SASL_SSL", "-X", &trust];
    client.extend(["-X", "sasl.mechanism=AWS_MSK_IAM", "--aws-region", "us-east-1"]);
    assert_well(&verdicts_behind(&environment, &arguments, &client).await, 1 + 2 + 14);
}

/// The client of a hostile run, and what is said of it.
#[cfg(unix)]
async fn told(client: &[&str]) -> (u8, Value) {
    let mut captured = Captured::default();
    let mut line =
        "kadm hostile run --case F01 --case F15 --format json --".split(' ').collect::<Vec<_>>();
    line.extend(client);
    let code = kafka_cli::run_with(line, captured.outside()).await;
    (code, serde_json::from_str(&captured.stdout()).unwrap())
}

#[cfg(unix)]
#[tokio::test]
async fn a_client_that_takes_all_for_good_is_told() {
    let (code, answer) = told(&["true"]).await;
    assert_eq!(code, kafka_cli::FAILURE);
    let verdicts: Vec<_> =
        answer["cases"].as_array().unwrap().iter().map(|it| text(&it["verdict"])).collect();
    assert_eq!(verdicts, ["ok", "accepted", "ok"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_client_that_always_fails_is_not_taken_for_a_careful_one() {
    let (code, answer) = told(&["sh", "-c", "echo no such option >&2; exit 3"]).await;
    assert_eq!(code, kafka_cli::FAILURE);
    let error = &answer["error"]["message"];
    let expected = "the client fails with a broker that keeps all rules: no such option";
    assert_eq!(error, expected, "{answer}");
}

#[tokio::test]
async fn a_case_that_is_not_there_is_a_usage_error() {
    let mut captured = Captured::default();
    let code = kafka_cli::run_with("kadm hostile serve F99".split(' '), captured.outside()).await;
    assert_eq!(code, USAGE);
    assert!(captured.stderr().contains("there is no case F99"), "{}", captured.stderr());
}
