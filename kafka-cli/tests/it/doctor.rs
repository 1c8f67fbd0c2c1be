//! `kadm doctor`: exit codes, text, JSON, and no secret in any of them.

use std::net::SocketAddr;
use std::path::PathBuf;

use kafka_admin::Diagnosis;
use kafka_cli::Captured;
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode};
use serde_json::Value;
use test_support::broker::{broker, says};
use tokio::net::TcpListener;

use crate::common::{Cluster, PASSWORD, Run, run};

/// The findings of a way or of the rights, as their numbers.
fn numbers(checks: &Value) -> Vec<String> {
    let checks = checks.as_array().into_iter().flatten();
    let findings = checks.flat_map(|check| check["findings"].as_array().into_iter().flatten());
    findings.map(|it| it["diagnosis"].as_str().unwrap().to_owned()).collect()
}

async fn examined(address: impl ToString, protocol: &str) -> Run {
    let captured = Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", &address.to_string())
        .var("KAFKA_SECURITY_PROTOCOL", protocol);
    run("doctor --format json -X socket.connection.setup.timeout.ms=2000", captured).await
}

async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn the_exit_code_says_where_it_breaks() {
    let cluster = Cluster::start().await;
    let web = says(b"HTTP/1.1 400 Bad Request\r\n\r\n", false).await;
    for (address, protocol, code, number) in [
        ("nowhere".to_owned(), "SSL", 11, "KADM0101"),
        ("broker.invalid:9094".into(), "SSL", 12, "KADM0201"),
        (nobody().await.to_string(), "SSL", 13, "KADM0301"),
        (cluster.0.scram_address(), "SSL", 14, "KADM0406"),
        (web.to_string(), "PLAINTEXT", 15, "KADM0501"),
    ] {
        let json = examined(&address, protocol).await.fails(code).json();
        assert_eq!((&json["verdict"], &json["ok"]), (&number.into(), &false.into()), "{json}");
        assert_eq!(json["error"]["diagnosis"], number, "{json}");
    }
    cluster.user_with_password("doctor", "MARKER-wrong").await.fails(16);
    cluster.user("doctor orders").await.fails(17);
    cluster.user("doctor").await.succeeds();
    run("doctor", Captured::default()).await.fails(2);
}

#[tokio::test]
async fn the_way_is_drawn_with_the_place_where_it_breaks() {
    let cluster = Cluster::start().await;
    let wrong = cluster.user_with_password("doctor", "MARKER-wrong").await.fails(16);
    for told in [
        "this machine -- names -- TCP -- TLS -- Kafka -- mechanism -X- login    identity",
        "BROKEN   login",
        "X KADM0605  User or password is wrong",
        "next   aws kafka list-scram-secrets",
    ] {
        assert!(wrong.stdout.contains(told), "{told}\n{}", wrong.stdout);
    }
    assert!(wrong.stderr.lines().next().unwrap().ends_with("[KADM0605]"), "{wrong:?}");
    let good = cluster.admin("doctor --group g").await.succeeds();
    assert!(good.stdout.contains("nothing is broken"), "{good:?}");
    assert!(good.stdout.contains("access key id ****************MPLE"), "{good:?}");
}

#[tokio::test]
async fn json_has_each_stage_with_facts_findings_and_a_line_to_run() {
    let cluster = Cluster::of_brokers(2).await;
    cluster.admin("topic create orders").await.succeeds();
    let json = cluster.admin("doctor orders --group g --format json").await.succeeds().json();
    assert_eq!((&json["verdict"], &json["ok"]), (&Value::Null, &true.into()));
    assert_eq!(json["cluster_id"], cluster.0.cluster_id());
    assert_eq!(json["brokers"].as_array().unwrap().len(), 2);
    let stages = json["bootstrap"][0]["checks"].as_array().unwrap();
    let stages: Vec<_> = stages.iter().map(|it| it["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["names", "TCP", "TLS", "Kafka", "mechanism", "login", "identity"]);

    let cluster = Cluster::start().await;
    let denied = cluster.user("doctor orders --group g --format json").await.fails(17).json();
    assert_eq!(numbers(&denied["rights"]), ["KADM0701", "KADM0702"], "{denied}");
    let next = &denied["rights"][1]["findings"][0]["next"];
    assert_eq!(next, "kadm acl why User:rudder describe --topic orders", "{denied}");
}

/// As an administrator about a user: by the ACLs, and by the user's own way where the password is there.
#[tokio::test]
async fn another_principal_is_judged_by_the_acls_and_by_its_own_login() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders").await.succeeds();
    let line = format!("doctor orders --as rudder --user-bootstrap {}", cluster.0.scram_address());
    let denied = cluster.admin(&format!("{line} --format json")).await.fails(17).json();
    assert_eq!(numbers(&denied["rights"]), ["KADM0701"], "{denied}");
    let password = |captured: Captured| captured.var("KADM_USER_PASSWORD", PASSWORD);
    let both = cluster.admin_with(&format!("{line} --format json"), password).await.fails(17);
    assert_eq!(numbers(&both.json()["as_the_user"]["rights"]), ["KADM0701"], "{both:?}");
    cluster.share("orders --with rudder").await.succeeds();
    let good = cluster.admin_with(&line, password).await.succeeds();
    assert!(good.stdout.contains("as the user User:rudder:"), "{good:?}");
    assert!(good.stdout.contains("WRITE on TOPIC orders: allowed by ALLOW WRITE"), "{good:?}");
}

/// Nothing of it changes the cluster.
#[tokio::test]
async fn it_writes_nothing() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders").await.succeeds();
    for api in ApiKey::all().map(|info| info.key) {
        let is_write = api.to_string().starts_with("Create")
            || api.to_string().starts_with("Delete")
            || api.to_string().contains("Alter");
        if is_write {
            let fault = kafka_emulator::Fault::fail(api, ErrorCode::UNKNOWN_SERVER_ERROR);
            cluster.0.inject(fault.times(1_000));
        }
    }
    cluster.admin("doctor orders --group g --as rudder").await.fails(17);
    assert_eq!(cluster.0.topics().len(), 1);
    assert!(cluster.0.acls().is_empty());
}

/// Every other command tells the number too, in the line of the error and in JSON.
#[tokio::test]
async fn the_errors_of_every_command_have_numbers() {
    let cluster = Cluster::start().await;
    let text = cluster.user("topic describe orders").await.fails(1);
    let line = text.stderr.lines().next().unwrap().to_owned();
    assert!(line.starts_with("error: ") && line.ends_with("[KADM0701]"), "{line}");
    let json = cluster.user("topic describe orders --format json").await.fails(1).json();
    assert_eq!(json["error"]["diagnosis"], "KADM0701", "{json}");
    let denied = cluster.user("acl grant u --topic t --produce").await.fails(1);
    assert!(denied.stderr.contains("[KADM0703]"), "{denied:?}");
    let usage = cluster.user("topic describe --nonsense").await.fails(2);
    assert!(!usage.stderr.contains("KADM"), "{usage:?}");
    assert_eq!(Diagnosis::of_text("KADM0701"), Some(Diagnosis::TOPIC_DENIED));
}

fn path(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path
}

/// The page for the other party: everything on it, nothing from elsewhere, and no secret.
#[tokio::test]
async fn a_report_has_everything_and_no_secret() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders").await.succeeds();
    let file = path("doctor-report.html");
    let flags = format!(
        "doctor orders --group g --as rudder --user-bootstrap {} --report {}",
        cluster.0.scram_address(),
        file.display()
    );
    let password = |captured: Captured| captured.var("KADM_USER_PASSWORD", PASSWORD);
    cluster.admin_with(&flags, password).await.fails(17);
    let page = std::fs::read_to_string(&file).unwrap();
    for told in
        ["KADM0701", "KADM0702", "As the user User:rudder", "****************MPLE", "localhost:"]
    {
        assert!(page.contains(told), "{told}");
    }
    is_harmless(&page);
    // A file that is there is left alone, and nobody is dialled.
    let again = cluster.admin_with(&flags, password).await.fails(1);
    assert!(again.stderr.contains("name another file"), "{again:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), page);
    std::fs::remove_file(&file).unwrap();

    let wrong = format!("doctor --report {}", file.display());
    cluster.user_with_password(&wrong, "MARKER-wrong").await.fails(16);
    is_harmless(&std::fs::read_to_string(&file).unwrap());
    std::fs::remove_file(&file).unwrap();
}

#[track_caller]
fn is_harmless(page: &str) {
    for word in [
        "MARKER",
        "wJalr",
        "AKIAIOSFODNN",
        "X-Amz-Signature",
        "<script",
        "http://",
        "src=",
        "@import",
        "url(",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    let raw = page.chars().find(|c| *c != '\n' && kafka_admin::escape::is_hidden(*c));
    assert_eq!(raw, None);
    for wanted in
        ["<html lang=\"en\">", "default-src 'none'", "color-scheme", "class=\"skip\"", "<main"]
    {
        assert!(page.contains(wanted), "{wanted}");
    }
    for element in [
        "section", "details", "summary", "dl", "ol", "li", "h1", "h2", "h3", "h4", "pre", "main",
        "div",
    ] {
        let opened = page.matches(&format!("<{element}>")).count()
            + page.matches(&format!("<{element} ")).count();
        assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
    }
}

/// What a peer says is text on the page, whatever it says.
#[tokio::test]
async fn a_hostile_peer_writes_no_markup() {
    let peer = broker(|asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&SaslHandshakeResponse {
            error_code: ErrorCode::UNSUPPORTED_SASL_MECHANISM,
            mechanisms: vec!["<script>alert(1)</script>\u{1b}[2J\r\nFORGED"].into(),
            ..Default::default()
        }),
        _ => asked.ordinary(),
    });
    let file = path("doctor-hostile.html");
    let captured = Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", &peer.await.to_string())
        .var("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
    let run = run(&format!("doctor --report {}", file.display()), captured).await.fails(16);
    let raw = run.stdout.chars().find(|c| *c != '\n' && kafka_admin::escape::is_hidden(*c));
    assert_eq!((raw, run.stdout.contains("\nFORGED")), (None, false), "{run:?}");
    let page = std::fs::read_to_string(&file).unwrap();
    is_harmless(&page);
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn a_login_by_iam_is_explained_without_a_connection() {
    let host = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com:9198";
    let captured = |region: &str| {
        Captured::default()
            .var("KAFKA_BOOTSTRAP_SERVERS", host)
            .var("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
            .var("AWS_SECRET_ACCESS_KEY", "MARKER-secret")
            .var("AWS_SESSION_TOKEN", "MARKER-token")
            .var("AWS_REGION", region)
    };
    let text = run("doctor --aws", captured("eu-west-1")).await.succeeds().stdout;
    for told in [
        "temporary access key ****************MPLE from the environment",
        "region     us-east-1 (from the broker's name)",
        "| host:b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com",
        "X-Amz-Security-Token=****",
        "/us-east-1/kafka-cluster/aws4_request",
        "KADM0612  \"Access denied\"",
        "KADM0616  \"Cannot change principals",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    let json = run("doctor --aws --format json", captured("x-1")).await.succeeds().json();
    assert_eq!(json["texts"].as_array().unwrap().len(), 4, "{json}");
    assert_eq!(json["logins"][0]["temporary"], true);
    let wrong = run("doctor --aws --aws-region eu-west-1", captured("x-1")).await.fails(16);
    assert!(wrong.stderr.contains("[KADM0613]"), "{wrong:?}");
    let none = Captured::default().var("KAFKA_BOOTSTRAP_SERVERS", "h:9092");
    run("doctor --aws", none).await.fails(1);
    run("doctor orders --aws", captured("x-1")).await.fails(2);
}
