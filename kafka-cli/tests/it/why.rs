//! `kadm acl why`, `can` and `who` against an emulated cluster, and against files.

use crate::common::{Cluster, Run};
use kafka_admin::{AclOperation as Op, ResourceType};
use kafka_emulator::Acl;

fn allow(operation: Op, topic: &str) -> Acl {
    Acl::allow("User:rudder", operation, ResourceType::TOPIC, topic)
}

fn deny_everyone(operation: Op, topic: &str) -> Acl {
    Acl::deny("User:*", operation, ResourceType::TOPIC, topic)
}

/// The commands that the answer gives.
fn commands(run: &Run) -> Vec<String> {
    let json = run.json();
    let commands = json["change"]["commands"].as_array().unwrap();
    commands.iter().map(|command| command.as_str().unwrap().to_owned()).collect()
}

/// Words of a shell: apart by blanks, quoted by `'`, with no quotes inside.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in line.split('\'').enumerate() {
        match n % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

#[tokio::test]
async fn the_change_that_is_printed_turns_the_answer_and_back() {
    let cluster = Cluster::start_with(&[
        allow(Op::READ, "orders"),
        allow(Op::ALL, "o").prefixed(),
        deny_everyone(Op::ALL, "ord").prefixed(),
        deny_everyone(Op::WRITE, "__state"),
        Acl::deny("User:rudder", Op::READ, ResourceType::GROUP, "-g 1").from_host("10.0.0.1"),
    ])
    .await;
    for asked in [
        "rudder produce --topic orders",
        "rudder produce --topic new",
        "rudder produce --topic __state",
        "rudder produce --topic new --transactional-id tx",
        "rudder consume --topic orders --group g",
        "rudder read --topic orders",
        "rudder describe --topic other",
        "rudder create --topic new",
        "rudder create --topic orders",
        "rudder alter-configs --cluster",
        "rudder read --group=-g --host 10.0.0.1",
        "rudder write --transactional-id tx",
    ] {
        let mut known = None;
        for _ in 0..4 {
            let why = cluster.admin(&format!("acl why {asked} --format json")).await.succeeds();
            let allowed = why.json()["allowed"].as_bool().unwrap();
            assert_ne!(known.replace(allowed), Some(allowed), "not turned: {asked}: {why:?}");
            let can = cluster.admin(&format!("acl can {asked}")).await;
            assert_eq!(
                (can.code == 0, can.stdout.trim()),
                (allowed, if allowed { "yes" } else { "no" })
            );
            let commands = commands(&why);
            assert!(!commands.is_empty(), "{asked}");
            for command in commands {
                cluster.admin_words(&words(&command)).await.succeeds();
            }
        }
    }
}

#[tokio::test]
async fn the_rule_and_everything_else_that_applies_are_told() {
    let cluster = Cluster::start_with(&[
        allow(Op::WRITE, "orders"),
        allow(Op::ALL, "*"),
        allow(Op::WRITE, "orders").from_host("10.0.0.1"),
        deny_everyone(Op::ALL, "secret"),
        allow(Op::READ, "near").from_host("localhost"),
    ])
    .await;
    let yes = cluster.admin("acl why rudder produce --topic orders").await.succeeds().stdout;
    for told in [
        "yes: User:rudder may produce",
        "WRITE on TOPIC orders: allowed by ALLOW WRITE on TOPIC LITERAL:orders to User:rudder from *",
        "also ALLOW ALL on TOPIC LITERAL:* to User:rudder from *",
        "not from this address: ALLOW WRITE on TOPIC LITERAL:orders to User:rudder from 10.0.0.1",
        "the smallest change that denies it:",
        "--topic orders --deny-principal User:rudder --operation WRITE",
    ] {
        assert!(yes.contains(told), "{told}\n{yes}");
    }
    let no = cluster.admin("acl why rudder consume --topic secret --group g").await.succeeds();
    for told in [
        "no: User:rudder may not consume",
        "READ on TOPIC secret: denied by DENY ALL on TOPIC LITERAL:secret to User:* from *",
        "DENY wins over ALLOW ALL on TOPIC LITERAL:* to User:rudder from *",
        "READ on GROUP g: denied, no ACL covers it",
        "kadm acl create --group g --allow-principal User:rudder --operation READ",
        "kadm acl delete --yes --everyone --topic secret",
    ] {
        assert!(no.stdout.contains(told), "{told}\n{no:?}");
    }
    assert!(no.stderr.contains("this denies more than what is asked about"), "{no:?}");
    assert!(no.stderr.contains("allow.everyone.if.no.acl.found is taken to be false"), "{no:?}");
    let near = cluster.admin("acl why v read --topic near").await.succeeds().stdout;
    assert!(near.contains("2 ACLs cover it and none allows this to User:v"), "{near}");
    let named = cluster.admin("acl why rudder read --topic near").await.succeeds().stderr;
    assert!(named.contains("localhost never matches"), "{named}");
    let host = cluster.admin("acl why v write --topic orders --host 10.0.0.1").await.succeeds();
    assert!(host.stdout.contains("--allow-host 10.0.0.1"), "{host:?}");
    let root = cluster.admin("acl why v write --topic secret --super-user v").await.succeeds();
    assert!(root.stdout.contains("allowed, User:v is a super user"), "{root:?}");
    assert!(root.stdout.contains("no ACL changes that"), "{root:?}");
}

#[tokio::test]
async fn the_answers_are_those_of_the_cluster() {
    let cluster = Cluster::start_with(&[
        allow(Op::WRITE, "orders"),
        allow(Op::READ, "o").prefixed(),
        Acl::deny("User:*", Op::READ, ResourceType::TOPIC, "orders").from_host("127.0.0.0/8"),
    ])
    .await;
    cluster.admin("topic create orders --partitions 1").await.succeeds();
    let may = cluster.user("topic describe orders --format json").await.succeeds().json();
    let may = may["topics"][0]["authorized_operations"].as_array().unwrap().clone();
    for operation in ["read", "write", "describe", "alter", "create", "delete"] {
        let asked = format!("acl can rudder {operation} --topic orders --host 127.0.0.1");
        let can = cluster.admin(&asked).await;
        let told = may.iter().any(|it| *it == operation.to_uppercase());
        assert_eq!(can.code == 0, told, "{operation}: {may:?} {can:?}");
    }
}

#[tokio::test]
async fn acls_of_a_file_are_asked_without_a_cluster() {
    let cluster = Cluster::start_with(&[
        allow(Op::WRITE, "orders"),
        deny_everyone(Op::READ, "ord").prefixed(),
    ])
    .await;
    let listed = cluster.admin("acl list --format json").await.succeeds().stdout;
    let file = std::env::temp_dir().join(format!("kadm-why-{}.json", std::process::id()));
    std::fs::write(&file, listed).unwrap();
    let line = |line: &str| format!("{line} --acls {}", file.display());
    let offline = |line: String| async move {
        crate::common::run(&line, kafka_cli::Captured::default()).await
    };
    offline(line("acl can rudder produce --topic orders")).await.succeeds();
    offline(line("acl can rudder produce --topic other")).await.fails(1);
    offline(line("acl can v read --topic free --allow-everyone-if-no-acl-found")).await.succeeds();
    offline(line("acl can v read --topic orders --allow-everyone-if-no-acl-found")).await.fails(1);
    let who = offline(line("acl who --topic orders --format json")).await.succeeds().json();
    assert_eq!(who["who"][1]["operations"], serde_json::json!(["WRITE", "DESCRIBE"]), "{who}");
    let both = offline(line("acl can rudder produce --topic orders -b localhost:1")).await.fails(2);
    assert!(both.stderr.contains("cannot be used with"), "{both:?}");
    std::fs::write(&file, r#"{"acls": [{"name": "t"}]}"#).unwrap();
    let broken = offline(line("acl can rudder produce --topic orders")).await.fails(1);
    assert!(broken.stderr.contains("kadm acl list --format json"), "{broken:?}");
    std::fs::remove_file(&file).unwrap();
    offline(line("acl can rudder produce --topic orders")).await.fails(1);
}

#[tokio::test]
async fn contradictory_questions_are_refused_before_anything_is_asked() {
    for (asked, told) in [
        ("rudder produce --group g", "to produce takes --topic"),
        ("rudder produce", "to produce takes --topic"),
        ("rudder produce --topic t --cluster", "to produce takes --topic"),
        ("rudder consume --topic t", "to consume takes --topic and --group"),
        ("rudder consume --topic t --group g --transactional-id i", "to consume takes"),
        ("rudder read", "an operation is about one of"),
        ("rudder read --topic t --group g", "an operation is about one of"),
        ("rudder all --topic t", "kadm acl who"),
        ("rudder write --group g", "no broker asks for WRITE on a GROUP"),
        ("rudder read --topic *", "stands for every name"),
        ("User:* read --topic t", "User:* is everyone"),
        ("rudder fly --topic t", "produce, consume; the operations are"),
        ("rudder read --topic t --host localhost", "--host"),
    ] {
        for verb in ["why", "can"] {
            let line = format!("acl {verb} {asked}");
            let refused = crate::common::run(&line, kafka_cli::Captured::default()).await.fails(2);
            assert!(refused.stderr.contains(told), "{line}: {refused:?}");
        }
    }
}

#[tokio::test]
async fn who_may_do_what_and_who_breaks() {
    let cluster = Cluster::start_with(&[
        allow(Op::WRITE, "orders"),
        allow(Op::READ, "orders").from_host("10.0.0.1"),
        Acl::allow("User:a", Op::ALL, ResourceType::TOPIC, "ord").prefixed(),
        Acl::allow("User:b", Op::READ, ResourceType::TOPIC, "other"),
        Acl::allow("User:*", Op::DESCRIBE, ResourceType::TOPIC, "orders"),
        deny_everyone(Op::ALTER, "*"),
    ])
    .await;
    let who = cluster.admin("acl who --topic orders").await.succeeds().stdout;
    let lines: Vec<String> =
        who.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "PRINCIPAL HOST MAY",
            "User:* * DESCRIBE",
            "User:a * READ, WRITE, CREATE, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS",
            "User:rudder * WRITE, DESCRIBE",
            "User:rudder 10.0.0.1 READ, WRITE, DESCRIBE",
        ]
    );
    let rule = |rule: &str| {
        let words = ["kadm", "acl", "who", "--topic", "orders", "--if-removed", rule];
        words.map(str::to_owned).to_vec()
    };
    let written = rule("ALLOW WRITE on TOPIC LITERAL:orders to User:rudder from *");
    let breaks = cluster.admin_words(&written).await.succeeds().stdout;
    assert!(breaks.contains("User:rudder from * loses WRITE"), "{breaks}");
    assert!(!breaks.contains("User:a") && !breaks.contains("DESCRIBE"), "{breaks}");
    let gains = rule("DENY ALTER on TOPIC LITERAL:* to User:* from *");
    let gains = cluster.admin_words(&gains).await.succeeds();
    assert!(gains.stdout.contains("User:a from * gains ALTER"), "{gains:?}");
    assert!(gains.stderr.contains("covers more than TOPIC LITERAL:orders"), "{gains:?}");
    let unknown = cluster.admin_words(&rule("ALLOW READ on nothing")).await.fails(2);
    assert!(unknown.stderr.contains("those that cover it: ALLOW"), "{unknown:?}");
    let nobody = cluster.admin("acl who --group g").await.succeeds().stdout;
    assert!(nobody.contains("nobody but super users"), "{nobody}");
}

/// Lines of Kafka 4.4.0, and what else a log has.
const LOG: &str = "\
[2026-11-30 03:03:10,000] INFO [SocketServer listenerType=BROKER] Started (kafka.network)
DEBUG Principal = User:rudder is Allowed operation = DESCRIBE from host = 127.0.0.1 on resource = Topic:LITERAL:app.a for request = Metadata with resourceRefCount = 1 based on rule SuperUser
DEBUG Principal = User:rudder is Allowed operation = READ from host = 127.0.0.1 on resource = Topic:LITERAL:app.a for request = Fetch with resourceRefCount = 1 based on rule SuperUser
DEBUG Principal = User:rudder is Allowed operation = READ from host = 127.0.0.1 on resource = Topic:LITERAL:app.b for request = Fetch with resourceRefCount = 1 based on rule SuperUser
DEBUG Principal = User:rudder is Allowed operation = READ from host = 127.0.0.1 on resource = Group:LITERAL:g for request = JoinGroup with resourceRefCount = 1 based on rule SuperUser
DEBUG Principal = User:rudder is Allowed operation = READ from host = 127.0.0.1 on resource = Group:LITERAL:g for request = Heartbeat with resourceRefCount = 1 based on rule SuperUser
TRACE Principal = User:rudder is Allowed operation = ALTER from host = 127.0.0.1 on resource = Topic:LITERAL:app.a for request = Metadata with resourceRefCount = 1 based on rule SuperUser
INFO Principal = User:stranger is Denied operation = WRITE from host = 127.0.0.1 on resource = Topic:LITERAL:app.a for request = Produce with resourceRefCount = 1 based on rule DefaultDeny
DEBUG Principal = User:a is Allowed operation = READ from host = h on resource = Group:LITERAL:g for request = x for request = JoinGroup with resourceRefCount = 1 based on rule SuperUser
";

#[tokio::test]
async fn acls_are_learned_from_a_log_and_do_what_the_log_shows() {
    let file = std::env::temp_dir().join(format!("kadm-learn-{}.log", std::process::id()));
    std::fs::write(&file, LOG).unwrap();
    let learn = |flags: &str| {
        let line = format!("acl learn {} {flags}", file.display());
        async move { crate::common::run(&line, kafka_cli::Captured::default()).await }
    };
    let text = learn("").await.succeeds();
    for told in [
        "5 lines of something allowed, 1 of something denied, 1 that need no rule, 2 of something else",
        "nothing is learned from line 1: neither an authorizer's nor a request: [2026-11-30",
        "nothing is learned from line 9: neither an authorizer's nor a request: DEBUG Principal = User:a",
        "kadm acl create --topic app.a --allow-principal User:rudder --operation READ\n    # line 3, of 1: DEBUG",
        "kadm acl create --group g --allow-principal User:rudder --operation READ\n    # line 5, of 2: DEBUG",
        "the IAM policy that is as much for User:rudder:",
        "arn:aws:kafka:REGION:ACCOUNT:topic/CLUSTER/UUID/app.a",
    ] {
        assert!(text.stdout.contains(told), "{told}\n{}", text.stdout);
    }
    assert!(!text.stdout.contains("User:stranger:") && !text.stdout.contains("ALTER"), "{text:?}");
    assert!(text.stderr.contains("1 lines tell of something denied"), "{text:?}");

    let json = learn("--format json").await.succeeds().json();
    assert_eq!(json["rules"].as_array().unwrap().len(), 3, "{json}");
    assert_eq!(json["lines"]["other"], 2);
    let prefixed = learn("--format json --prefix-after 1").await.succeeds().json();
    assert_eq!(prefixed["rules"][0]["acl"]["pattern_type"], "PREFIXED", "{prefixed}");
    assert_eq!(prefixed["rules"].as_array().unwrap().len(), 2);
    let denied = learn("--format json --denied").await.succeeds().json();
    assert_eq!(denied["rules"][3]["acl"]["principal"], "User:stranger", "{denied}");
    let stranger = learn("--principal stranger").await.fails(1);
    assert!(stranger.stderr.contains("nothing to learn"), "{stranger:?}");
    let arn = "arn:aws:kafka:eu-west-1:1:cluster/demo/u-1";
    let named = learn(&format!("--cluster-arn {arn}")).await.succeeds().stdout;
    assert!(named.contains("arn:aws:kafka:eu-west-1:1:group/demo/u-1/g"), "{named}");
    learn("--cluster-arn demo").await.fails(2);

    // The commands allow what the log shows.
    let cluster = Cluster::start().await;
    for rule in json["rules"].as_array().unwrap() {
        cluster.admin_words(&words(rule["command"].as_str().unwrap())).await.succeeds();
    }
    cluster.admin("acl can rudder consume --topic app.a --group g").await.succeeds();
    cluster.admin("acl can rudder consume --topic app.c --group g").await.fails(1);
    cluster.admin("acl can stranger produce --topic app.a").await.fails(1);
    std::fs::remove_file(&file).unwrap();
    learn("").await.fails(1);
}

#[tokio::test]
async fn the_user_is_asked_too_when_the_password_is_there() {
    let hosts = allow(Op::READ, "hosts").from_host("127.0.0.1");
    let cluster = Cluster::start_with(&[
        allow(Op::WRITE, "orders"),
        hosts,
        Acl::allow("User:rudder", Op::READ, ResourceType::GROUP, "g"),
    ])
    .await;
    cluster.admin("topic create orders hosts --partitions 1").await.succeeds();
    let ask = |line: &str| {
        let line = format!("acl why rudder {line} --user-bootstrap {}", cluster.0.scram_address());
        let cluster = &cluster;
        let with_password = |captured: kafka_cli::Captured| {
            captured.var("KADM_USER_PASSWORD", crate::common::PASSWORD)
        };
        async move { cluster.admin_with(&line, with_password).await }
    };
    for (line, told) in [
        ("produce --topic orders", "the broker allows WRITE on TOPIC orders"),
        ("read --topic orders", "the broker denies READ on TOPIC orders"),
        ("describe --topic absent", "the broker denies DESCRIBE on TOPIC absent"),
        ("read --topic absent", "the broker does not tell whether it allows READ on TOPIC absent"),
        ("read --group g", "the broker allows READ on GROUP g"),
        ("describe --group other", "the broker denies DESCRIBE on GROUP other"),
        ("describe --cluster", "the broker denies DESCRIBE on CLUSTER kafka-cluster"),
        (
            "write --transactional-id t",
            "does not tell whether it allows WRITE on TRANSACTIONAL_ID t",
        ),
        ("read --topic hosts --host 127.0.0.1", "the broker allows READ on TOPIC hosts"),
    ] {
        let run = ask(line).await.succeeds();
        assert!(run.stdout.contains(told), "{line}: {run:?}");
    }
    // An address that the question leaves open.
    let otherwise = ask("read --topic hosts").await.fails(1);
    assert!(otherwise.stderr.contains("the broker says otherwise than the ACLs"), "{otherwise:?}");
    assert!(otherwise.stderr.contains("--host"), "{otherwise:?}");
}
