//! What each client does and meets, step by step.

use std::time::{Duration, Instant};

use interop::{ClientError, Foreign, Member, unique};

use crate::cluster::{As, Cluster};

/// For what one broker tells another: Kafka's learns of ACLs a moment later.
const PATIENCE: Duration = Duration::from_secs(30);
const TOPIC_DENIED: i16 = 29;

/// A client, and what is its own.
pub(crate) struct Client {
    pub(crate) program: Foreign,
    /// How it logs in with AWS's credentials.
    pub(crate) iam: &'static str,
    /// The beginning of what it says of a wrong password.
    pub(crate) wrong_password: &'static str,
    /// The same of a wrong secret access key.
    pub(crate) wrong_secret: &'static str,
    /// The same of a group that it may not join.
    pub(crate) group_denied: &'static str,
    /// The protocols of groups that it is run with.
    pub(crate) protocols: &'static [&'static str],
}

impl Client {
    /// Every step; the line about it for the table.
    pub(crate) fn live(&self, cluster: &Cluster) -> String {
        let mut admin = self.log_in(cluster);
        let name = admin.name().to_owned();
        for protocol in self.protocols {
            self.story(cluster, &mut admin, protocol);
        }
        format!(
            "| {name} | SCRAM-SHA-512 | `{}` | {} | `{}` | {} | `{}` |",
            self.wrong_password,
            self.iam,
            self.wrong_secret,
            self.protocols.join(", "),
            self.group_denied
        )
    }

    /// By both ways, with right and wrong secrets. Gives the administrator.
    fn log_in(&self, cluster: &Cluster) -> Member {
        let start = |whom| cluster.member(&self.program, whom, "classic");
        let nodes = start(As::USER).ask("login").unwrap();
        assert_eq!(nodes, "1");
        let error = start(As::User { password: "another" }).ask("login").unwrap_err();
        assert_begins(&error, self.wrong_password);
        if !cluster.takes(self.iam) {
            return start(As::Internal);
        }
        let wrong = As::Iam { mechanism: self.iam, secret: "another" };
        assert_begins(&start(wrong).ask("login").unwrap_err(), self.wrong_secret);
        let mut admin = start(As::iam(self.iam));
        assert_eq!(admin.ask("login").unwrap(), "1");
        admin
    }

    fn story(&self, cluster: &Cluster, admin: &mut Member, protocol: &str) {
        let (topic, group) = (unique("orders"), unique("billing"));
        let (topic, group, user) = (topic.as_str(), group.as_str(), cluster.user);
        let mut first = cluster.member(&self.program, As::USER, protocol);
        let mut second = cluster.member(&self.program, As::USER, protocol);

        admin.ask(&format!("create {topic} 2")).unwrap();
        let denied = first.ask(&format!("produce {topic} 0 early")).unwrap_err();
        assert_eq!(denied.code, TOPIC_DENIED, "{denied}");
        let denied = first.ask(&format!("create {topic} 2")).unwrap_err();
        assert_eq!(denied.code, TOPIC_DENIED, "{denied}");

        admin.ask(&format!("allow {user} GROUP {group} READ")).unwrap();
        admin.ask(&format!("allow {user} TOPIC {topic} READ WRITE")).unwrap();
        // A producer may remember for a while that it was denied.
        eventually(&mut first, &format!("produce {topic} 0 a"), |it| it.as_deref() == Ok("0"));
        assert_eq!(first.ask(&format!("produce {topic} 1 b")).unwrap(), "0");

        let join = format!("join {group} {topic}");
        first.ask(&join).unwrap();
        first.ask("assigned 2").unwrap();
        for text in ["a", "b"] {
            assert!(first.ask(&format!("read {text}")).unwrap().contains(text));
        }

        second.tell(&join).unwrap();
        first.ask("assigned 1").unwrap();
        second.answer().unwrap();
        second.ask("assigned 1").unwrap();
        for partition in ["0 c", "1 d"] {
            first.ask(&format!("produce {topic} {partition}")).unwrap();
        }
        // What was not committed in time may be read twice, and never by both of what is new.
        first.tell("read c d").unwrap();
        let read = [second.ask("read c d").unwrap(), first.answer().unwrap()];
        for text in ["c", "d"] {
            assert_eq!(read.iter().filter(|it| it.contains(text)).count(), 1, "{read:?}");
        }
        second.ask("leave").unwrap();
        first.ask("assigned 2").unwrap();

        admin.ask(&format!("forbid {user} TOPIC {topic} READ WRITE")).unwrap();
        let produce = format!("produce {topic} 0 late");
        eventually(&mut first, &produce, |it| is_denied(it, TOPIC_DENIED));
        eventually(&mut first, "read e", |it| is_denied(it, TOPIC_DENIED));
        admin.ask(&format!("allow {user} TOPIC {topic} READ")).unwrap();
        assert_eq!(admin.ask(&format!("forbid {user} GROUP {group} READ")).unwrap(), "1");
        let mut third = cluster.member(&self.program, As::USER, protocol);
        let denied = third.ask(&join).unwrap_err();
        assert_begins(&denied, self.group_denied);
    }
}

type Answer = Result<String, ClientError>;

fn is_denied(answer: &Answer, code: i16) -> bool {
    answer.as_ref().is_err_and(|error| error.code == code)
}

/// Repeats it until the answer is right.
fn eventually(member: &mut Member, command: &str, is_right: impl Fn(&Answer) -> bool) {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = member.ask(command);
        if is_right(&answer) {
            return;
        }
        assert!(Instant::now() < end, "{command}: {answer:?}");
    }
}

fn assert_begins(error: &ClientError, words: &str) {
    assert!(format!("{} {}", error.code, error.message).starts_with(words), "{error}");
}
