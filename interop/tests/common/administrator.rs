//! The administrator of a cluster, whoever runs it: the library and `kadm`, by AWS_MSK_IAM over TLS.

use std::path::PathBuf;

use interop::IamIdentity;
use kafka_admin::{Admin, Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};
use kafka_cli::{Captured, run_with};
use kafka_emulator::Builder;
use serde_json::Value;

const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const ARN: &str = "arn:aws:iam::123456789012:user/admin";

/// Somebody who may do everything, and the way in.
pub(crate) struct Administrator {
    pub(crate) addresses: Vec<String>,
    pub(crate) ca_file: PathBuf,
}

impl Administrator {
    /// What Apache Kafka has to know of it.
    pub(crate) fn identity() -> IamIdentity {
        IamIdentity::new(KEY_ID, SECRET_KEY, ARN)
    }

    /// Lets the emulator know of it.
    pub(crate) fn known_to(emulator: Builder) -> Builder {
        emulator.iam_identity(KEY_ID, SECRET_KEY, None, ARN)
    }

    pub(crate) async fn admin(&self) -> Admin {
        let config = Config::new(&self.addresses)
            .tls(Tls::Roots(TlsRoots::PemFile(self.ca_file.clone())))
            .auth(Auth::MskIam)
            .aws_credentials(AwsCredentials::new(KEY_ID, Secret::new(SECRET_KEY)))
            .aws_region("us-east-1");
        Admin::connect(config).await.unwrap()
    }

    /// What `kadm` prints as JSON for these words, and its exit code.
    pub(crate) async fn kadm(&self, words: &[&str]) -> (u8, Value) {
        let (code, captured) = self.run(&[words, &["--format", "json"]].concat()).await;
        let text = captured.stdout();
        let answer = serde_json::from_str(&text);
        (code, answer.unwrap_or_else(|error| panic!("{error}: {text}{}", captured.stderr())))
    }

    /// Runs `kadm` with these words.
    pub(crate) async fn run(&self, words: &[&str]) -> (u8, Captured) {
        let settings = [
            "security.protocol=SASL_SSL".to_owned(),
            "sasl.mechanism=AWS_MSK_IAM".to_owned(),
            format!("ssl.ca.location={}", self.ca_file.display()),
        ];
        let mut args = vec!["kadm"];
        args.extend(words);
        let addresses = self.addresses.join(",");
        args.extend(["-b", &addresses]);
        args.extend(settings.iter().flat_map(|setting| ["-X", setting]));
        let mut captured = Captured::default()
            .var("AWS_ACCESS_KEY_ID", KEY_ID)
            .var("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
            .var("AWS_REGION", "us-east-1");
        let code = run_with(args, captured.outside()).await;
        (code, captured)
    }
}
