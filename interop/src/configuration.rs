//! The files in a broker's folder: what Kafka, its storage tool and our IAM plugin read.

use std::fs;
use std::io;
use std::path::Path;

use crate::certificates::Certificates;
use crate::options::{IamIdentity, KafkaOptions, ScramUser};
use crate::ports::Ports;
use crate::toolchain::needs_zookeeper;

/// The file of the authority's certificate, for clients that take a path.
pub(crate) const CA_FILE: &str = "ca.pem";

/// A broker's place in its cluster.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'c> {
    /// From 1, in the order of the cluster's ports.
    pub(crate) id: usize,
    pub(crate) ports: Ports,
    /// Of all brokers.
    pub(crate) cluster: &'c [Ports],
}

/// Writes everything that the broker reads into the existing `folder`.
pub(crate) fn write(
    folder: &Path,
    node: Node<'_>,
    options: &KafkaOptions,
    certificates: &Certificates,
) -> io::Result<()> {
    fs::write(folder.join(CA_FILE), &certificates.ca_pem)?;
    fs::write(folder.join("server.pem"), &certificates.keystore_pem)?;
    fs::write(folder.join("identities.properties"), identities(&options.iam_identities))?;
    fs::write(folder.join("server.properties"), server(folder, node, options))?;
    let format = match needs_zookeeper(&options.version) {
        true => users(&options.scram_users),
        false => format_arguments(folder, &options.scram_users),
    };
    fs::write(folder.join("format.txt"), format)
}

/// Kafka's `server.properties`. Every broker is a controller too.
fn server(folder: &Path, node: Node<'_>, options: &KafkaOptions) -> String {
    let mut lines: Vec<(String, String)> =
        FIXED.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let has_zookeeper = needs_zookeeper(&options.version);
    lines.retain(|(key, _)| !has_zookeeper || !IN_KRAFT.contains(&key.as_str()));
    let mut set = |key: &str, value: String| lines.push((key.to_owned(), value));
    set("listeners", listeners(node.ports, !has_zookeeper));
    if has_zookeeper {
        set("broker.id", node.id.to_string());
        set("zookeeper.connect", format!("localhost:{}", node.ports.controller));
        set("authorizer.class.name", "kafka.security.authorizer.AclAuthorizer".to_owned());
    } else {
        set("node.id", node.id.to_string());
        set("controller.quorum.voters", voters(node.cluster));
    }
    set("log.dirs", log_dirs(folder, options.log_dirs));
    set("ssl.keystore.location", text(&folder.join("server.pem")));
    set("allow.everyone.if.no.acl.found", options.allow_everyone.to_string());
    set("super.users", super_users(&options.iam_identities));
    set("listener.name.iam.aws_msk_iam.sasl.jaas.config", iam_login(folder, &options.region));
    lines.extend(options.properties.iter().cloned());
    properties(&lines)
}

const FIXED: &[(&str, &str)] = &[
    ("process.roles", "broker,controller"),
    ("controller.listener.names", "CONTROLLER"),
    ("inter.broker.listener.name", "INTERNAL"),
    (
        "listener.security.protocol.map",
        "INTERNAL:PLAINTEXT,SCRAM:SASL_SSL,IAM:SASL_SSL,CONTROLLER:PLAINTEXT",
    ),
    ("ssl.keystore.type", "PEM"),
    ("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
    (
        "listener.name.scram.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    ),
    ("listener.name.iam.sasl.enabled.mechanisms", "AWS_MSK_IAM"),
    ("listener.name.iam.aws_msk_iam.sasl.server.callback.handler.class", "interop.IamVerifier"),
    ("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
    ("auto.create.topics.enable", "false"),
    ("offsets.topic.replication.factor", "1"),
    ("offsets.topic.num.partitions", "1"),
    ("transaction.state.log.replication.factor", "1"),
    ("transaction.state.log.min.isr", "1"),
    ("transaction.state.log.num.partitions", "1"),
    ("group.initial.rebalance.delay.ms", "0"),
    // A killed broker may come back under its id after this time.
    ("broker.session.timeout.ms", "4000"),
    ("broker.heartbeat.interval.ms", "500"),
];

/// What brokers with ZooKeeper do not have, or have in other words.
const IN_KRAFT: [&str; 5] = [
    "process.roles",
    "controller.listener.names",
    "authorizer.class.name",
    "broker.session.timeout.ms",
    "broker.heartbeat.interval.ms",
];

/// `1@localhost:10001,2@localhost:10002`
fn voters(cluster: &[Ports]) -> String {
    let voter =
        |(index, ports): (usize, &Ports)| format!("{}@localhost:{}", index + 1, ports.controller);
    cluster.iter().enumerate().map(voter).collect::<Vec<_>>().join(",")
}

/// `data`, `data-2`, and so on.
fn log_dirs(folder: &Path, count: usize) -> String {
    let others = (2..=count).map(|number| folder.join(format!("data-{number}")));
    let dirs = std::iter::once(folder.join("data")).chain(others);
    dirs.map(|dir| text(&dir)).collect::<Vec<_>>().join(",")
}

fn listeners(ports: Ports, has_controller: bool) -> String {
    let Ports { internal, scram, iam, controller } = ports;
    let clients =
        format!("INTERNAL://localhost:{internal},SCRAM://localhost:{scram},IAM://localhost:{iam}");
    match has_controller {
        true => format!("{clients},CONTROLLER://localhost:{controller}"),
        false => clients,
    }
}

/// The internal listeners have no login, so the broker itself is ANONYMOUS. IAM identities are
/// exempt because Amazon MSK does not apply ACLs to them.
fn super_users(identities: &[IamIdentity]) -> String {
    let arns = identities.iter().map(|identity| format!(";User:{}", identity.arn));
    format!("User:ANONYMOUS{}", arns.collect::<String>())
}

fn iam_login(folder: &Path, region: &str) -> String {
    let identities = text(&folder.join("identities.properties"));
    format!(
        "interop.IamLoginModule required region=\"{region}\" hosts=\"localhost,127.0.0.1\" \
         identities=\"{identities}\";"
    )
}

fn identities(identities: &[IamIdentity]) -> String {
    let mut lines = Vec::new();
    for identity in identities {
        let mut set = |what: &str, value: &str| {
            lines.push((format!("{}.{what}", identity.access_key_id), value.to_owned()));
        };
        set("secret", &identity.secret_access_key);
        set("arn", &identity.arn);
        if let Some(token) = &identity.session_token {
            set("token", token);
        }
    }
    properties(&lines)
}

/// Arguments of `kafka-storage.sh`, one per line. A broker that starts again keeps its data.
fn format_arguments(folder: &Path, users: &[ScramUser]) -> String {
    let configuration = text(&folder.join("server.properties"));
    let mut lines = vec!["format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", &configuration]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    for ScramUser { name, password } in users {
        for hash in ["SCRAM-SHA-512", "SCRAM-SHA-256"] {
            lines.push("--add-scram".to_owned());
            lines.push(format!("{hash}=[name={name},password={password}]"));
        }
    }
    lines.join("\n") + "\n"
}

/// For brokers with ZooKeeper: each user's name, and in the next line what he logs in with.
fn users(users: &[ScramUser]) -> String {
    let mut lines = String::new();
    for ScramUser { name, password } in users {
        let logins = ["SCRAM-SHA-512", "SCRAM-SHA-256"];
        let logins = logins.map(|hash| format!("{hash}=[password={password}]")).join(",");
        lines.push_str(&format!("{name}\n{logins}\n"));
    }
    lines
}

/// Any 16 bytes in base64url; the same for all brokers, so that output can be compared.
const CLUSTER_ID: &str = "aW50ZXJvcC10ZXN0cy0wMQ";

/// Java's properties format.
fn properties(lines: &[(String, String)]) -> String {
    lines.iter().map(|(key, value)| format!("{key}={}\n", escape(value))).collect()
}

/// A backslash escapes, and a value ends with its line.
fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_the_test_come_last_and_win() {
        let properties = vec![("node.id".to_owned(), "7".to_owned())];
        let options = KafkaOptions { properties, ..KafkaOptions::default() };
        let cluster = [Ports { internal: 1, scram: 2, iam: 3, controller: 4 }];
        let node = Node { id: 1, ports: cluster[0], cluster: &cluster };
        let written = server(Path::new("/broker"), node, &options);
        assert!(written.ends_with("node.id=7\n"), "{written}");
    }

    #[test]
    fn brokers_know_all_controllers() {
        let ports = |controller| Ports { internal: 1, scram: 2, iam: 3, controller };
        let cluster = [ports(7), ports(8)];
        assert_eq!(voters(&cluster), "1@localhost:7,2@localhost:8");
    }

    #[test]
    fn iam_identities_and_the_broker_are_super_users() {
        let identity = IamIdentity::new("AKID", "secret", "arn:aws:iam::1:role/admin");
        assert_eq!(super_users(&[identity]), "User:ANONYMOUS;User:arn:aws:iam::1:role/admin");
    }

    #[test]
    fn values_survive_javas_properties_format() {
        let line = ("AKID.secret".to_owned(), "a\\b+/c=".to_owned());
        assert_eq!(properties(&[line]), "AKID.secret=a\\\\b+/c=\n");
    }
}
