//! The clusters, with one user for each client and an administrator by IAM.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use interop::{Foreign, IamIdentity, Kafka, KafkaOptions, Member, ScramUser, shared, unique};
use kafka_emulator::Emulator;

const PASSWORD: &str = "correct-horse";
const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const ARN: &str = "arn:aws:iam::123456789012:user/admin";
const USERS: [&str; 5] = ["franz_go", "java", "kafka_python", "kafkajs", "librdkafka"];

/// A cluster, as a client finds it.
pub(crate) struct Cluster {
    scram: String,
    iam: String,
    plaintext: Option<String>,
    authority: Authority,
    /// Who has no rights yet.
    pub(crate) user: &'static str,
    _emulator: Option<Emulator>,
}

/// The file with the certificate of the cluster's authority.
enum Authority {
    Kafkas(PathBuf),
    Ours(PathBuf),
}

/// As whom a client comes.
#[derive(Clone, Copy)]
pub(crate) enum As<'a> {
    User {
        password: &'a str,
    },
    Iam {
        mechanism: &'a str,
        secret: &'a str,
    },
    /// Where there is no other way in: the listener without a login.
    Internal,
}

impl As<'_> {
    pub(crate) const USER: Self = Self::User { password: PASSWORD };

    pub(crate) fn iam(mechanism: &str) -> As<'_> {
        As::Iam { mechanism, secret: SECRET }
    }
}

impl Cluster {
    pub(crate) async fn emulator(user: &'static str) -> Self {
        let emulator = Emulator::builder()
            .scram_user(user, PASSWORD)
            .iam_identity(KEY_ID, SECRET, None, ARN)
            .start()
            .await
            .unwrap();
        let name = format!("interop-{}-{}.pem", process::id(), unique("foreign"));
        let file = env::temp_dir().join(name);
        fs::write(&file, emulator.ca_pem()).unwrap();
        Self {
            scram: emulator.scram_address(),
            iam: emulator.iam_address(),
            plaintext: None,
            authority: Authority::Ours(file),
            user,
            _emulator: Some(emulator),
        }
    }

    pub(crate) fn kafka(user: &'static str) -> Option<Self> {
        let kafka: &Kafka = shared(|| KafkaOptions {
            scram_users: USERS.map(|name| ScramUser::new(name, PASSWORD)).to_vec(),
            iam_identities: vec![IamIdentity::new(KEY_ID, SECRET, ARN)],
            ..KafkaOptions::default()
        })?;
        Some(Self {
            scram: kafka.scram_address(),
            iam: kafka.iam_address(),
            plaintext: Some(kafka.plaintext_address()),
            authority: Authority::Kafkas(kafka.ca_file()),
            user,
            _emulator: None,
        })
    }

    /// Whether somebody logs in by tokens of MSK's signers, which Apache Kafka knows nothing of.
    pub(crate) fn takes(&self, mechanism: &str) -> bool {
        mechanism != "OAUTHBEARER" || self.plaintext.is_none()
    }

    /// Starts a client, which connects when it has to.
    pub(crate) fn member(&self, client: &Foreign, whom: As<'_>, protocol: &str) -> Member {
        let internal = self.plaintext.as_deref().unwrap_or_default();
        let (servers, mechanism, password, secret) = match whom {
            As::User { password } => (self.scram.as_str(), "SCRAM-SHA-512", password, ""),
            As::Iam { mechanism, secret } => (self.iam.as_str(), mechanism, "", secret),
            As::Internal => (internal, "PLAINTEXT", "", ""),
        };
        let variables = [
            ("CLIENT_BOOTSTRAP", servers),
            ("CLIENT_CA", self.authority.path().to_str().unwrap()),
            ("CLIENT_MECHANISM", mechanism),
            ("CLIENT_USER", self.user),
            ("CLIENT_PASSWORD", password),
            ("CLIENT_GROUP_PROTOCOL", protocol),
            ("AWS_ACCESS_KEY_ID", KEY_ID),
            ("AWS_SECRET_ACCESS_KEY", secret),
            ("AWS_REGION", "us-east-1"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
        ];
        client.start(&variables).unwrap()
    }
}

impl Authority {
    fn path(&self) -> &Path {
        match self {
            Self::Kafkas(path) | Self::Ours(path) => path,
        }
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        if let Self::Ours(path) = self {
            let _ = fs::remove_file(path);
        }
    }
}
