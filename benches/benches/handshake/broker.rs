//! The broker, with a certificate of either kind.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use interop::{Kafka, Proxy};

use crate::{Result, options, start};

/// A broker.
pub(crate) struct Broker {
    pub(crate) target: Target,
    pub(crate) version: String,
    _kafka: Kafka,
}

/// What clients of it need to know.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) address: String,
    pub(crate) ca_file: PathBuf,
}

impl Target {
    /// The same at the end of a link that adds this to each round trip.
    pub(crate) fn behind(&self, round_trip: Duration) -> Result<Self> {
        let proxy = Proxy::start(&self.address, round_trip / 2)?;
        Ok(Self { address: proxy.address().to_string(), ..self.clone() })
    }
}

impl Broker {
    /// Starts one. The harness's own certificates are ECDSA; openssl makes the others.
    pub(crate) fn start(rsa: bool) -> Result<Self> {
        let mut options = options();
        let made = if rsa { Some(make_rsa()?) } else { None };
        if let Some((keystore, _)) = &made {
            let location = ("ssl.keystore.location".to_owned(), keystore.display().to_string());
            options.properties.push(location);
        }
        let kafka = start(&options)?;
        let ca_file = made.map_or_else(|| kafka.ca_file(), |(_, ca)| ca);
        let target = Target { address: kafka.scram_address(), ca_file };
        Ok(Self { target, version: options.version, _kafka: kafka })
    }
}

/// Gives the broker's keystore and the authority, as PEM files.
fn make_rsa() -> Result<(PathBuf, PathBuf)> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("handshake-rsa");
    fs::create_dir_all(&folder)?;
    openssl(&folder, &["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=bench authority"])?;
    openssl(
        &folder,
        &[
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-keyout",
            "server.key",
            "-out",
            "server.crt",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ],
    )?;
    let parts =
        ["server.key", "server.crt", "ca.pem"].map(|name| fs::read_to_string(folder.join(name)));
    let [key, certificate, ca] = parts;
    let keystore = folder.join("keystore.pem");
    fs::write(&keystore, key? + &certificate? + &ca?)?;
    Ok((keystore, folder.join("ca.pem")))
}

fn openssl(folder: &Path, more: &[&str]) -> Result<()> {
    let fixed = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "2"];
    let output = Command::new("openssl").current_dir(folder).args(fixed).args(more).output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("openssl: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}
