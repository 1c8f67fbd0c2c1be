//! A cluster in this process to log in to.

use kafka_admin::{Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};
use kafka_emulator::{Builder, Emulator};

use super::mechanism::MechanismName;
use crate::failure::{Failure, Result};

const USER: &str = "rudder";
/// These open this emulator only.
const PASSWORD: &str = "bench-password-of-rudder";
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "bench-secret-access-key";
const ARN: &str = "arn:aws:iam::111122223333:user/administrator";

/// It runs until [`shutdown`](Self::shutdown).
pub(super) struct Emulated(Emulator);

impl Emulated {
    /// Starts it, and gives the settings to log in with.
    pub(super) async fn start(mechanism: Option<MechanismName>) -> Result<(Self, Config)> {
        let mechanism = mechanism.unwrap_or(MechanismName::ScramSha512);
        let emulator = builder(mechanism)?.start().await;
        let emulator = emulator
            .map_err(|error| Failure::local(format!("the emulator does not start: {error}")))?;
        let config = config(&emulator, mechanism);
        Ok((Self(emulator), config))
    }

    pub(super) async fn shutdown(self) {
        self.0.shutdown().await;
    }
}

fn builder(mechanism: MechanismName) -> Result<Builder> {
    let builder = Emulator::builder();
    match mechanism {
        MechanismName::MskIam => Ok(builder.iam_identity(KEY_ID, SECRET_KEY, None, ARN)),
        MechanismName::ScramSha512 => Ok(builder.scram_user(USER, PASSWORD)),
        MechanismName::ScramSha256 => Ok(builder.scram_user(USER, PASSWORD).scram_sha_256(true)),
        MechanismName::Plain => {
            Err(Failure::usage("the emulator has no PLAIN, as Amazon MSK has none"))
        }
    }
}

fn config(emulator: &Emulator, mechanism: MechanismName) -> Config {
    let tls = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().as_bytes().to_vec()));
    let (address, auth) = match mechanism {
        MechanismName::MskIam => (emulator.iam_address(), Auth::MskIam),
        MechanismName::ScramSha256 => {
            (emulator.scram_address(), Auth::scram_sha_256(USER, PASSWORD))
        }
        _ => (emulator.scram_address(), Auth::scram_sha_512(USER, PASSWORD)),
    };
    let credentials = AwsCredentials::new(KEY_ID, Secret::new(SECRET_KEY));
    Config::new([address]).tls(tls).auth(auth).aws_credentials(credentials).aws_region("us-east-1")
}
