//! The settings of `kadm emulator`: a file of TOML, and the same keys by flags.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

mod acl;
mod build;
mod fault;
mod flaw;
mod profile;
mod quota;
mod values;

pub(crate) use build::{Built, Known, USER};
pub(crate) use fault::Fault;
pub(crate) use profile::{Profile, Release};

use acl::Acl;
use flaw::Origin;
use quota::Quota;
use values::Ports;

use crate::failure::Result;
use crate::password::{file, text, unreadable};

/// Every key with a word about it; a test reads it.
pub(crate) const EXAMPLE: &str = include_str!("example.toml");

/// Defines the settings: keys of which a flag's value wins, and lists that grow by each source.
macro_rules! settings {
    (one { $($(#[$on_one:meta])* $one:ident: $ty:ty,)* } many { $($many:ident: $item:ty,)* }) => {
        /// What the file says, or the flags. What nobody says is the emulator's default.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct Settings {
            $($(#[$on_one])* pub(crate) $one: Option<$ty>,)*
            $(pub(crate) $many: Vec<$item>,)*
        }

        impl Settings {
            /// These, and where they say nothing the other ones.
            pub(crate) fn or(self, mut other: Self) -> Self {
                $(other.$many.extend(self.$many);)*
                Self { $($one: self.$one.or(other.$one),)* $($many: other.$many,)* }
            }
        }
    };
}

settings! {
    one {
        profile: Profile,
        kafka: Release,
        brokers: u8,
        host: String,
        bind: IpAddr,
        ports: PortsByListener,
        certificate: Certificate,
        cluster_id: String,
        cluster_arn: String,
        region: String,
        allow_everyone: bool,
        scram_sha_256: bool,
        delegation_tokens: bool,
        static_voters: bool,
        log_dirs: u8,
        #[serde(deserialize_with = "values::span")]
        session_lifetime: Duration,
        #[serde(deserialize_with = "values::span")]
        login_deadline: Duration,
        #[serde(deserialize_with = "values::span")]
        failure_delay: Duration,
        #[serde(deserialize_with = "values::span")]
        initial_rebalance_delay: Duration,
        max_connections: usize,
        max_request_size: usize,
        max_log_bytes: usize,
    }
    many {
        names: String,
        super_users: String,
        users: User,
        identities: Identity,
        topics: Topic,
        acls: Acl,
        quotas: Quota,
        faults: Fault,
    }
}

/// The ports of each listener.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PortsByListener {
    pub(crate) scram: Option<Ports>,
    pub(crate) iam: Option<Ports>,
    pub(crate) tls: Option<Ports>,
    pub(crate) plaintext: Option<Ports>,
}

/// The files of a certificate, in PEM.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificate {
    chain_file: PathBuf,
    key_file: PathBuf,
}

/// Who logs in by SCRAM.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) password_file: Option<PathBuf>,
}

/// Who logs in by AWS_MSK_IAM.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    pub(crate) arn: String,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key_file: Option<PathBuf>,
    pub(crate) session_token_file: Option<PathBuf>,
    /// A policy document in JSON.
    pub(crate) policy: Option<String>,
    pub(crate) policy_file: Option<PathBuf>,
}

/// A topic that is there from the start.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Topic {
    pub(crate) name: String,
    #[serde(default = "one", deserialize_with = "values::partitions")]
    pub(crate) partitions: i32,
    #[serde(default)]
    pub(crate) configs: BTreeMap<String, values::Config>,
}

fn one() -> i32 {
    1
}

impl Settings {
    /// Reads a file. Paths in it are relative to its folder.
    pub(crate) fn from_file(path: &Path) -> Result<Self> {
        let name = path.display();
        let content = file(path).map_err(unreadable(&name))?;
        let content = text(&content).map_err(unreadable(&name))?;
        let mut settings = Self::parse(content, &Origin::File(path))?;
        settings.move_paths(path.parent().unwrap_or(Path::new("")));
        Ok(settings)
    }

    /// One key by a flag: `KEY=VALUE`, where a value that is not TOML is a text.
    pub(crate) fn from_flag(line: &str) -> Result<Self> {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let origin = Origin::Flag(key.trim());
        if line.parse::<toml::Table>().is_ok() {
            return Self::parse(line, &origin);
        }
        Self::parse(&format!("{key} = {}", toml_text(value.trim())), &origin)
    }

    fn parse(content: &str, origin: &Origin<'_>) -> Result<Self> {
        toml::from_str(content).map_err(|error| origin.flaw(content, &error))
    }

    fn move_paths(&mut self, folder: &Path) {
        let users = self.users.iter_mut().filter_map(|user| user.password_file.as_mut());
        let identities = self.identities.iter_mut();
        let keys = identities.flat_map(|it| {
            [&mut it.secret_access_key_file, &mut it.session_token_file, &mut it.policy_file]
        });
        let certificate = self.certificate.iter_mut();
        let pem = certificate.flat_map(|it| [&mut it.chain_file, &mut it.key_file]);
        for path in users.chain(keys.flatten()).chain(pem) {
            if path.as_os_str() != "-" {
                *path = folder.join(&*path);
            }
        }
    }
}

/// A basic string of TOML.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(content: &str) -> String {
        let origin = Origin::File(Path::new("msk.toml"));
        let failure = Settings::parse(content, &origin).unwrap_err();
        assert_eq!(failure.exit, crate::USAGE);
        assert_eq!(
            failure.hint.unwrap(),
            "every key with an example: kadm emulator --example-config"
        );
        failure.message
    }

    #[test]
    fn the_example_has_every_key_and_can_be_read() {
        let uncommented: String = EXAMPLE
            .lines()
            .map(|line| line.strip_prefix("#- ").unwrap_or(line).to_owned() + "\n")
            .collect();
        for content in [EXAMPLE, &uncommented] {
            Settings::parse(content, &Origin::File(Path::new("example.toml"))).unwrap();
        }
        let unknown = fails("no_such_key = 1");
        let origin = Settings::parse("no_such_key = 1", &Origin::Raw).unwrap_err().message;
        let keys: Vec<&str> = origin.split('`').skip(3).step_by(2).collect();
        assert!(keys.len() > 25 && unknown.contains("no_such_key"), "{origin}");
        for key in keys {
            let is_there = uncommented.lines().any(|line| {
                line.starts_with(&format!("{key} = "))
                    || line == format!("[{key}]")
                    || line == format!("[[{key}]]")
            });
            assert!(is_there, "{key} is not in the example");
        }
    }

    #[test]
    fn flaws_say_line_and_key_and_the_nearest_word() {
        // (content, what is said)
        let table = [
            (
                "brokers = 1\nhosst = \"a\"",
                "msk.toml, line 2: there is no key hosst; did you mean host?",
            ),
            ("zzzzzzzzz = 1", "msk.toml, line 1: there is no key zzzzzzzzz"),
            (
                "[[users]]\nname = \"u\"\npassword = \"MARKER\"",
                "msk.toml, line 3: there is no key password; passwords are read from files: password_file",
            ),
            (
                "\n[[topics]]\nname = \"t\"\npartitions = 0",
                "msk.toml, line 4, partitions: there is at least one partition",
            ),
            (
                "session_lifetime = \"soon\"",
                "msk.toml, line 1, session_lifetime: soon is no time such as 90s, 15m, 12h or 7d",
            ),
            ("kafka = \"4.3\"", "msk.toml, line 1, kafka: 4.3 is not 4.4, 4.0, 3.9 or 2.8"),
            (
                "profile = \"msk-publik\"",
                "msk.toml, line 1, profile: msk-publik is not msk-public, msk-vpc, msk-serverless, kafka-4.4, kafka-4.0, kafka-3.9 or kafka-2.8; did you mean msk-public?",
            ),
        ];
        for (content, said) in table {
            assert_eq!(fails(content), said);
        }
        for (content, part) in [
            ("brokers = \"two\"", "line 1, brokers: invalid type"),
            ("host = ", "line 1"),
            ("bind = \"localhost\"", "line 1, bind: invalid IP address"),
            (
                "[[acls]]\nprincipal = \"u\"\noperations = [\"Raed\"]\ntopic = \"t\"",
                "did you mean Read?",
            ),
            (
                "[[acls]]\nprincipal = \"u\"\noperations = [\"Read\"]",
                "name one of topic, group, cluster",
            ),
            (
                "[[faults]]\napi = \"Metadta\"\nclose = true",
                "there is no API Metadta; did you mean Metadata?",
            ),
            ("[[faults]]\napi = \"Metadata\"", "name one of close, fail, delay and cut"),
            (
                "[[faults]]\napi = \"Metadata\"\nfail = \"NOT_CONTROLER\"",
                "did you mean NOT_CONTROLLER?",
            ),
            ("[[quotas]]\nuser = \"u\"\nprodcer_byte_rate = 1", "did you mean producer_byte_rate?"),
            ("[ports]\nscram = 70000", "line 2, scram: 70000 is no port"),
        ] {
            let said = fails(content);
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn a_flag_takes_toml_and_bare_words() {
        let set = |line| Settings::from_flag(line).unwrap();
        assert_eq!(set("host=kafka").host.unwrap(), "kafka");
        assert_eq!(set("host = \"kafka\"").host.unwrap(), "kafka");
        assert_eq!(set("brokers=3").brokers, Some(3));
        assert_eq!(set("session_lifetime=15m").session_lifetime, Some(Duration::from_secs(900)));
        assert_eq!(set("topics=[{name=\"t\"}]").topics[0].name, "t");
        let failure = Settings::from_flag("hosst=kafka").unwrap_err().message;
        assert_eq!(failure, "--set hosst: there is no key hosst; did you mean host?");
        let failure = Settings::from_flag("brokers=many").unwrap_err().message;
        assert!(failure.starts_with("--set brokers: invalid type"), "{failure}");
    }

    #[test]
    fn flags_win_and_lists_grow() {
        let file = Settings::from_flag("host=a")
            .unwrap()
            .or(Settings::from_flag("names=[\"x\"]").unwrap());
        let both = Settings::from_flag("host=b").unwrap().or(file);
        let both = Settings::from_flag("names=[\"y\"]").unwrap().or(both);
        assert_eq!((both.host.as_deref(), both.names), (Some("b"), vec!["x".into(), "y".into()]));
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let content = "[[users]]\nname = \"u\"\npassword_file = \"pw\"";
        let mut settings = Settings::parse(content, &Origin::Raw).unwrap();
        settings.move_paths(Path::new("/etc/kadm"));
        assert_eq!(settings.users[0].password_file.as_deref(), Some(Path::new("/etc/kadm/pw")));
    }
}
