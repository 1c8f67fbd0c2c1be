//! What a test asks of its cluster.

use std::fmt;
use std::time::Duration;

/// How the cluster is made. Every field has a default; set those that matter to the test.
#[derive(Clone, Debug)]
pub struct KafkaOptions {
    /// The release on Maven Central: 2.8, with a ZooKeeper and one broker, or 3.9 or later. Default: the environment's
    /// `KAFKA_INTEROP_VERSION`, else 4.4.0.
    pub version: String,
    /// How many brokers the cluster has; each is a controller too, and their ids count from 1.
    /// Default: 1, which is also the least.
    pub brokers: usize,
    /// How many directories each broker has for its logs. Default: 1, which is also the least.
    pub log_dirs: usize,
    /// Users of the SCRAM listener. Default: none.
    pub scram_users: Vec<ScramUser>,
    /// Identities of the IAM listener; each is a super user, since Amazon MSK keeps IAM outside
    /// of Kafka's ACLs. Default: none.
    pub iam_identities: Vec<IamIdentity>,
    /// The AWS region that signatures must name. Default: `us-east-1`.
    pub region: String,
    /// `allow.everyone.if.no.acl.found`. Default: false, as public Amazon MSK clusters must have.
    pub allow_everyone: bool,
    /// Lines added to `server.properties`, after ours, so they win. Default: none.
    pub properties: Vec<(String, String)>,
    /// Options of each broker's JVM. Default: `-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1`, a small
    /// heap and a quick start; leave the last one out where the broker's speed counts.
    pub java_options: Vec<String>,
    /// How long a broker may take from its start until it serves. Default: 120 s, because a
    /// busy build machine needs ten times the usual 4 s.
    pub start_deadline: Duration,
}

impl Default for KafkaOptions {
    fn default() -> Self {
        let version = std::env::var("KAFKA_INTEROP_VERSION").ok();
        Self {
            version: version.unwrap_or_else(|| "4.4.0".to_owned()),
            brokers: 1,
            log_dirs: 1,
            scram_users: Vec::new(),
            iam_identities: Vec::new(),
            region: "us-east-1".to_owned(),
            allow_everyone: false,
            properties: Vec::new(),
            java_options: JAVA_OPTIONS.map(str::to_owned).to_vec(),
            start_deadline: Duration::from_secs(120),
        }
    }
}

const JAVA_OPTIONS: [&str; 3] = ["-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

/// A user with a password for SCRAM-SHA-512 and SCRAM-SHA-256. Kafka's own storage tool reads it, so
/// neither name nor password may hold `,` or `]`.
#[derive(Clone)]
pub struct ScramUser {
    pub(crate) name: String,
    pub(crate) password: String,
}

impl ScramUser {
    /// A user `User:<name>` with this password.
    pub fn new(name: impl Into<String>, password: impl Into<String>) -> Self {
        Self { name: name.into(), password: password.into() }
    }
}

impl fmt::Debug for ScramUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScramUser").field("name", &self.name).finish_non_exhaustive()
    }
}

/// AWS credentials that the IAM listener knows, and who they belong to.
#[derive(Clone)]
pub struct IamIdentity {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) session_token: Option<String>,
    pub(crate) arn: String,
}

impl IamIdentity {
    /// Long-lived credentials of the principal `arn`.
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        arn: impl Into<String>,
    ) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            arn: arn.into(),
        }
    }

    /// Makes them temporary credentials, valid with this token only.
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(token.into());
        self
    }
}

impl fmt::Debug for IamIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IamIdentity").field("arn", &self.arn).finish_non_exhaustive()
    }
}
