//! A cluster to run `kadm` against, and what a run has to say.

use kafka_cli::Captured;
use kafka_emulator::{Acl, Emulator};
use serde_json::Value;

pub(crate) const USER: &str = "rudder";
/// Must never be seen in any output.
pub(crate) const PASSWORD: &str = "MARKER-password-of-rudder";
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "MARKER-secret-access-key";
const ARN: &str = "arn:aws:iam::111122223333:user/administrator";

/// An emulated cluster with one SCRAM user and one IAM administrator.
pub(crate) struct Cluster(pub(crate) Emulator);

/// What became of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Cluster {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A cluster that has these ACLs.
    pub(crate) async fn start_with(acls: &[Acl]) -> Self {
        let builder = Emulator::builder().scram_user(USER, PASSWORD);
        let builder = acls.iter().cloned().fold(builder, kafka_emulator::Builder::acl);
        Self(builder.iam_identity(KEY_ID, SECRET_KEY, None, ARN).start().await.unwrap())
    }

    /// A cluster of so many brokers.
    pub(crate) async fn of_brokers(count: u8) -> Self {
        let builder = Emulator::builder().brokers(count);
        Self(builder.iam_identity(KEY_ID, SECRET_KEY, None, ARN).start().await.unwrap())
    }

    /// Runs a command line as the administrator, who logs in by IAM.
    pub(crate) async fn admin(&self, line: &str) -> Run {
        self.admin_with(line, |captured| captured).await
    }

    /// The same with more in the environment.
    pub(crate) async fn admin_with(
        &self,
        line: &str,
        more: impl FnOnce(Captured) -> Captured,
    ) -> Run {
        run(line, more(self.administrator())).await
    }

    fn administrator(&self) -> Captured {
        self.captured(&self.0.iam_address(), "AWS_MSK_IAM")
            .var("AWS_ACCESS_KEY_ID", KEY_ID)
            .var("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
            .var("AWS_REGION", "us-east-1")
    }

    /// Runs the words of a command line, the program's name in front, as the administrator.
    pub(crate) async fn admin_words(&self, words: &[String]) -> Run {
        run_words(words, self.administrator()).await
    }

    /// Runs a command line as the SCRAM user.
    pub(crate) async fn user(&self, line: &str) -> Run {
        self.user_with_password(line, PASSWORD).await
    }

    pub(crate) async fn user_with_password(&self, line: &str, password: &str) -> Run {
        let captured = self
            .captured(&self.0.scram_address(), "SCRAM-SHA-512")
            .var("KAFKA_SASL_USERNAME", USER)
            .var("KAFKA_SASL_PASSWORD", password);
        run(line, captured).await
    }

    /// Shares with the user's password in the environment, and with the address that cannot be
    /// derived from the emulator's ports.
    pub(crate) async fn share(&self, line: &str) -> Run {
        self.share_with_password(line, PASSWORD).await
    }

    pub(crate) async fn share_with_password(&self, line: &str, password: &str) -> Run {
        let line = format!("share {line} --user-bootstrap {}", self.0.scram_address());
        self.admin_with(&line, |captured| captured.var("KADM_USER_PASSWORD", password)).await
    }

    fn captured(&self, server: &str, mechanism: &str) -> Captured {
        Captured::default()
            .var("KAFKA_BOOTSTRAP_SERVERS", server)
            .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
            .var("KAFKA_SASL_MECHANISM", mechanism)
            .var("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", self.0.ca_pem())
    }
}

/// Runs a command line, its words apart by blanks, in these surroundings.
pub(crate) async fn run(line: &str, captured: Captured) -> Run {
    let words = std::iter::once("kadm").chain(line.split_whitespace());
    run_words(&words.map(str::to_owned).collect::<Vec<_>>(), captured).await
}

async fn run_words(words: &[String], mut captured: Captured) -> Run {
    let code = kafka_cli::run_with(words.to_vec(), captured.outside()).await;
    let run = Run { code, stdout: captured.stdout(), stderr: captured.stderr() };
    assert!(!format!("{run:?}").contains("MARKER"), "a secret is shown: {run:?}");
    run
}

impl Run {
    /// The one JSON object on standard output.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap()
    }

    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, kafka_cli::SUCCESS, "{self:?}");
        self
    }

    pub(crate) fn fails(self, code: u8) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}
