//! Tests against one Apache Kafka broker, shared by all of them; each uses topics and users of
//! its own. Skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

mod kadm;
mod raw;
mod refused;
mod story;
mod talk;

use interop::{IamIdentity, Kafka, KafkaOptions, ScramUser, shared};
use kafka_admin::{Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};

const PASSWORD: &str = "correct horse";
const USERS: [&str; 6] = ["raw", "refused", "story", "kadm", "proofs", "everywhere"];
const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TEMPORARY_KEY_ID: &str = "ASIAEXAMPLE";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE//token+with/slash==";

fn kafka() -> Option<&'static Kafka> {
    shared(|| KafkaOptions {
        log_dirs: 2,
        scram_users: USERS.map(|name| ScramUser::new(name, PASSWORD)).to_vec(),
        iam_identities: vec![
            IamIdentity::new(KEY_ID, SECRET_KEY, "arn:aws:iam::123456789012:user/admin"),
            IamIdentity::new(TEMPORARY_KEY_ID, SECRET_KEY, ROLE).session_token(TOKEN),
        ],
        ..KafkaOptions::default()
    })
}

const ROLE: &str = "arn:aws:sts::123456789012:assumed-role/admin/session";

/// The SCRAM listener with the user's right password.
fn scram(kafka: &Kafka, user: &str) -> Config {
    trusting(kafka, kafka.scram_address()).auth(Auth::scram_sha_512(user, PASSWORD))
}

/// The IAM listener with the long-lived credentials.
fn iam(kafka: &Kafka) -> Config {
    let credentials = AwsCredentials::new(KEY_ID, Secret::new(SECRET_KEY));
    trusting(kafka, kafka.iam_address())
        .auth(Auth::MskIam)
        .aws_credentials(credentials)
        .aws_region("us-east-1")
}

/// Any listener with TLS.
fn trusting(kafka: &Kafka, address: String) -> Config {
    Config::new([address]).tls(Tls::Roots(TlsRoots::PemFile(kafka.ca_file())))
}
