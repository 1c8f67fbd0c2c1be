//! Java's and librdkafka's configuration keys.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use kafka_auth::tls::TlsRoots;

use super::jaas::Module;
use super::key::{ConfigKey, no_effect};
use super::login::{
    UserPassword, aws_options, ignored_option_warning, implied_mechanism, no_mechanism,
};
use super::{Auth, AwsOptions, Config, Listener, MskPort, Properties, Tls};
use crate::escape::Escaped;
use crate::{Error, Result};

/// What [`Config::from_properties`] made of a file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Parsed {
    /// The settings.
    pub config: Config,
    /// Which AWS credentials the file asks for: the caller gets them for `Config::aws_chain` (feature
    /// `aws-config`) or [`Config::aws_credentials`].
    pub aws: AwsOptions,
    /// The PEM file with the trusted authorities. `None` for those of a key store or a text, for the public ones,
    /// and without TLS.
    pub ca_file: Option<PathBuf>,
    /// Keys that have no effect here, one sentence each.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads the configuration of a Java or librdkafka client.
    ///
    /// The keys that are understood are those of [`ConfigKey::all`]. Authorities, certificates and
    /// keys are PEM, in files or as text. With the feature `java-keystores` a file may also be a key store of
    /// Java's, JKS or PKCS#12 (`kafka_auth::tls::KeyStore`), which is read here. Every other key is a warning, with the key that it looks
    /// like if there is one.
    ///
    /// Without `security.protocol` the port decides (see [`MskPort`]); on other ports it is
    /// PLAINTEXT, Kafka's default, unless there is a `sasl.` or `ssl.` key.
    ///
    /// # Errors
    /// A value that cannot be used, or settings that would weaken TLS: an empty
    /// `ssl.endpoint.identification.algorithm`, `enable.ssl.certificate.verification=false`.
    pub fn from_properties(properties: &Properties) -> Result<Parsed> {
        let keys = Keys::new(properties);
        keys.refuse_unverified_tls()?;
        let mut config = Self::new(keys.bootstrap());
        let jaas = keys.get("sasl.jaas.config").map(Module::parse).transpose()?;
        keys.timeouts(&mut config)?;
        keys.security(&mut config, jaas.as_ref())?;
        if let Some(client_id) = keys.get("client.id") {
            config = config.client_id(client_id);
        }
        let ca_file = match &config.tls {
            Some(Tls::Roots(TlsRoots::PemFile(path))) => Some(path.clone()),
            _ => None,
        };
        Ok(Parsed {
            config,
            ca_file,
            aws: jaas.as_ref().map(aws_options).unwrap_or_default(),
            warnings: keys
                .unread()
                .into_iter()
                .chain(keys.contradiction())
                .chain(jaas.and_then(|jaas| ignored_option_warning(&jaas)))
                .collect(),
        })
    }
}

/// The keys, and which of them were read.
pub(super) struct Keys<'a> {
    properties: &'a Properties,
    /// By their first names.
    read: RefCell<BTreeSet<&'static str>>,
}

/// Protocols with a login, and the same without.
const LOGINS: [(&str, &str); 2] =
    [("SASL_SSL", "SSL"), ("SASL_PLAINTEXT or SASL_SSL", "PLAINTEXT")];

#[derive(Clone, Copy)]
struct Protocol {
    tls: bool,
    sasl: bool,
}

impl<'a> Keys<'a> {
    fn new(properties: &'a Properties) -> Self {
        Self { properties, read: RefCell::default() }
    }

    /// The value under the key's name, else under one of its synonyms; all of them count as read.
    pub(super) fn get(&self, name: &'static str) -> Option<&'a str> {
        self.verbatim(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Like [`get`](Self::get), for values in which white space counts.
    fn verbatim(&self, name: &'static str) -> Option<&'a str> {
        self.read.borrow_mut().insert(name);
        ConfigKey::find(name)?.names().find_map(|name| self.properties.get(name))
    }

    /// Counts keys as read that are legal and change nothing.
    fn ignore(&self, names: &[&'static str]) {
        self.read.borrow_mut().extend(names);
    }

    fn is_read(&self, name: &str) -> bool {
        ConfigKey::find(name).is_some_and(|key| self.read.borrow().contains(key.name))
    }

    fn unread(&self) -> Vec<String> {
        let unread = self.properties.iter().filter(|(name, _)| !self.is_read(name));
        unread.map(|(name, _)| no_effect(name)).collect()
    }

    fn bootstrap(&self) -> Vec<String> {
        let list = self.get("bootstrap.servers").unwrap_or_default();
        list.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    fn timeouts(&self, config: &mut Config) -> Result<()> {
        self.millis("socket.connection.setup.timeout.ms", &mut config.connect_timeout)?;
        self.millis("request.timeout.ms", &mut config.request_timeout)?;
        self.millis("default.api.timeout.ms", &mut config.call_timeout)
    }

    fn millis(&self, name: &'static str, timeout: &mut Duration) -> Result<()> {
        let Some(text) = self.get(name) else { return Ok(()) };
        match text.parse::<u32>() {
            Ok(millis) if millis > 0 => *timeout = Duration::from_millis(millis.into()),
            _ => {
                return Err(Error::config(format!("{name}: not a number of milliseconds above 0")));
            }
        }
        Ok(())
    }

    /// A file that asks for less than verified TLS is refused instead of obeyed or ignored.
    fn refuse_unverified_tls(&self) -> Result<()> {
        let algorithm = self.verbatim("ssl.endpoint.identification.algorithm").map(str::trim);
        let unnamed = algorithm.is_some_and(|name| !name.eq_ignore_ascii_case("https"));
        let unverified = self
            .get("enable.ssl.certificate.verification")
            .is_some_and(|value| value.eq_ignore_ascii_case("false"));
        match unnamed || unverified {
            false => Ok(()),
            true => Err(Error::config("certificates and host names are always verified here")
                .hinted("trust the issuer with ssl.truststore.location, and dial a name that is in the certificate")),
        }
    }

    fn security(&self, config: &mut Config, jaas: Option<&Module>) -> Result<()> {
        let protocol = self.get("security.protocol").map(protocol).transpose()?;
        let port = config.msk_port();
        if protocol.is_none_or(|protocol| protocol.sasl) {
            config.auth = self.auth(jaas, port, protocol.is_some())?;
        } else {
            self.login_is_ignored();
            config.auth = Some(Auth::None);
        }
        config.tls = match protocol {
            Some(Protocol { tls: true, .. }) => Some(Tls::Roots(self.roots()?)),
            Some(Protocol { tls: false, .. }) => Some(Tls::Disabled),
            None => self.unspoken_tls(port, config.auth.is_some())?,
        };
        config.identity = self.identity()?;
        Ok(())
    }

    /// The protocol is not given: an MSK port decides, else `sasl.` and `ssl.` keys mean TLS, else it
    /// is Kafka's default.
    fn unspoken_tls(&self, port: Option<MskPort>, login: bool) -> Result<Option<Tls>> {
        let about_tls = self.properties.iter().any(|(key, _)| key.starts_with("ssl."));
        match port {
            Some(port) if port.listener != Listener::Plaintext => {
                self.roots().map(|roots| Some(Tls::Roots(roots)))
            }
            _ if login || about_tls => self.roots().map(|roots| Some(Tls::Roots(roots))),
            Some(_) => Ok(None),
            None => Ok(Some(Tls::Disabled)),
        }
    }

    /// With a protocol that has no login, login settings are legal and unused, as in Java.
    fn login_is_ignored(&self) {
        self.ignore(&["sasl.mechanism", "sasl.username", "sasl.password"]);
    }

    /// Java takes such a file, connects without a login, and is refused later.
    fn contradiction(&self) -> Option<String> {
        let protocol = self.get("security.protocol")?;
        let mut keys = self.properties.iter().map(|(key, _)| key);
        let key = keys.find(|key| key.starts_with("sasl."))?;
        let (with_login, _) =
            LOGINS.iter().find(|(_, without)| protocol.eq_ignore_ascii_case(without))?;
        Some(format!(
            "{} has no effect with security.protocol={protocol}, which has no login: for one set \
             security.protocol={with_login}",
            Escaped(key),
        ))
    }

    /// The login, `None` when there is nothing about one and the port may decide.
    fn auth(
        &self,
        jaas: Option<&Module>,
        port: Option<MskPort>,
        required: bool,
    ) -> Result<Option<Auth>> {
        self.ignore(&["sasl.client.callback.handler.class"]);
        let token_auth = jaas.and_then(|jaas| jaas.option("tokenauth"));
        let login = UserPassword {
            user: self.user(jaas),
            password: self.password(jaas),
            token_auth: token_auth.is_some_and(|it| it.eq_ignore_ascii_case("true")),
        };
        let mechanism = self.get("sasl.mechanism").map(str::to_ascii_uppercase);
        let mechanism = match mechanism {
            Some(mechanism) => mechanism,
            None => match implied_mechanism(jaas, login.user, port)? {
                Some(mechanism) => mechanism.into(),
                None if required && port.is_none() => return Err(no_mechanism()),
                None => return Ok(None),
            },
        };
        login.with(&mechanism).map(Some)
    }

    fn user(&self, jaas: Option<&'a Module>) -> Option<&'a str> {
        self.verbatim("sasl.username").or_else(|| jaas?.option("username"))
    }

    fn password(&self, jaas: Option<&'a Module>) -> Option<&'a str> {
        self.verbatim("sasl.password").or_else(|| jaas?.option("password"))
    }
}

fn protocol(text: &str) -> Result<Protocol> {
    let (tls, sasl) = match text.to_ascii_uppercase().as_str() {
        "PLAINTEXT" => (false, false),
        "SSL" => (true, false),
        "SASL_PLAINTEXT" => (false, true),
        "SASL_SSL" => (true, true),
        _ => {
            return Err(Error::config("security.protocol is not one that Kafka has")
                .hinted("use PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"));
        }
    };
    Ok(Protocol { tls, sasl })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use kafka_auth::scram::ScramHash;

    use super::*;

    fn parsed(text: &str) -> Parsed {
        Config::from_properties(&Properties::parse(text)).unwrap()
    }

    fn refused(text: &str) -> Error {
        let error = Config::from_properties(&Properties::parse(text)).unwrap_err();
        assert!(!format!("{error:?}").contains("MARKER"));
        error
    }

    #[test]
    fn amazons_java_file_for_iam() {
        let Parsed { config, aws, warnings, .. } = parsed(
            "bootstrap.servers=a:9098,b:9098\nsecurity.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\n\
             sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required awsProfileName=\"dev\" \
             awsDebugCreds=true;\n\
             sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler\n",
        );
        assert!(matches!((&config.auth, &config.tls), (Some(Auth::MskIam), Some(Tls::Roots(_)))));
        assert_eq!(config.bootstrap, ["a:9098", "b:9098"]);
        assert_eq!(aws.profile_name.as_deref(), Some("dev"));
        assert!(warnings.len() == 1 && warnings[0].contains("awsDebugCreds"), "{warnings:?}");
    }

    #[test]
    fn a_java_file_for_scram() {
        let config = parsed(
            "bootstrap.servers=a:9096\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n\
             ssl.truststore.location=/ca.pem\nssl.truststore.type=PEM\nrequest.timeout.ms=1500\n\
             sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n\
             username=\"alice\" password=\"pw\";",
        )
        .config;
        assert_eq!(format!("{:?}", config.auth), "Some(SCRAM-SHA-512 as \"alice\")");
        assert_eq!(config.request_timeout, Duration::from_millis(1500));
        let Some(Tls::Roots(TlsRoots::PemFile(path))) = &config.tls else { panic!() };
        assert_eq!(path, Path::new("/ca.pem"));
    }

    #[test]
    fn kip_48_a_login_module_with_a_delegation_token() {
        let file = |password: &str| {
            format!(
                "bootstrap.servers=a:9093\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-256\n\
                 sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
                 username=\"id\" password=\"{password}\" tokenauth=\"true\";"
            )
        };
        let config = parsed(&file("//4A")).config;
        let Some(Auth::DelegationToken { hash: ScramHash::Sha256, token_id, hmac }) = &config.auth
        else {
            panic!()
        };
        assert_eq!((token_id.as_str(), hmac.password().expose()), ("id", "//4A"));
        let refused = Config::from_properties(&Properties::parse(&file("MARKER!"))).unwrap_err();
        assert!(refused.message().contains("base64") && !refused.to_string().contains("MARKER"));
    }

    #[tokio::test]
    async fn a_librdkafka_file() {
        let Parsed { config, warnings, .. } = parsed(
            "metadata.broker.list=a:9196\nsecurity.protocol=sasl_ssl\nsasl.mechanisms=SCRAM-SHA-256\n\
             sasl.username=u\nsasl.password= p w \nlinger.ms=5\nclient.id=me",
        );
        let Some(Auth::Scram { hash: ScramHash::Sha256, user, password }) = &config.auth else {
            panic!()
        };
        let password = password.password().await.unwrap();
        assert_eq!((user.as_str(), password.expose()), ("u", "p w "));
        assert_eq!(warnings, ["linger.ms has no effect here"]);
        assert_eq!(config.client_id, "me");
    }

    #[test]
    fn the_port_and_a_user_are_enough_on_msk() {
        let config = parsed("bootstrap.servers=a:9196\nsasl.username=u\nsasl.password=p").config;
        assert_eq!(format!("{:?}", config.auth), "Some(SCRAM-SHA-512 as \"u\")");
        let mut config = parsed("bootstrap.servers=a:9198").config;
        assert!(config.auth.is_none());
        config.infer_from_port().unwrap();
        assert!(matches!(config.auth, Some(Auth::MskIam)));
    }

    #[test]
    fn without_a_protocol_other_ports_are_plaintext_as_in_kafka() {
        assert!(matches!(parsed("bootstrap.servers=a:29092").config.tls, Some(Tls::Disabled)));
        let config = parsed("bootstrap.servers=a:29093\nssl.ca.location=/ca.pem").config;
        assert!(matches!(config.tls, Some(Tls::Roots(TlsRoots::PemFile(_)))));
    }

    #[test]
    fn tls_is_never_weakened() {
        refused("ssl.endpoint.identification.algorithm=");
        refused("ssl.endpoint.identification.algorithm=none");
        refused("enable.ssl.certificate.verification=false");
        parsed("ssl.endpoint.identification.algorithm=HTTPS");
    }

    #[test]
    fn what_cannot_work_is_refused_without_showing_values() {
        refused("sasl.username=u\nsasl.password=MARKER");
        refused("bootstrap.servers=a:9198\nsasl.username=u\nsasl.password=MARKER");
        refused("security.protocol=SASL_SSL\nsasl.mechanism=GSSAPI");
        refused("security.protocol=MARKER");
        refused("security.protocol=SASL_SSL");
        refused("sasl.mechanism=SCRAM-SHA-512\nsasl.username=u");
        refused("sasl.jaas.config=X required password=MARKER");
        refused("request.timeout.ms=-1");
        assert!(refused("sasl.mechanism=OAUTHBEARER").hint().unwrap().contains("AWS_MSK_IAM"));
    }

    /// A key in the table that nobody reads would be told as one without effect.
    #[test]
    fn every_key_of_the_table_is_read() {
        for key in ConfigKey::all() {
            let value = match key.name {
                name if name.ends_with(".ms") => "1000",
                "security.protocol" => "SASL_SSL",
                "sasl.mechanism" => "PLAIN",
                "sasl.jaas.config" => "PlainLoginModule required username=u password=p;",
                "ssl.endpoint.identification.algorithm" => "https",
                _ => "x",
            };
            for name in key.names() {
                let base = "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.username=u\nsasl.password=p\n";
                let properties = Properties::parse(&format!("{base}{name}={value}"));
                let told = match Config::from_properties(&properties) {
                    Ok(parsed) => parsed.warnings,
                    Err(error) => vec![error.to_string()],
                };
                assert!(!told.iter().any(|line| line.contains("no effect")), "{name}: {told:?}");
            }
        }
    }

    /// The mistyped key is the cause of the error: it has to be told with it.
    #[test]
    fn a_mistyped_key_is_told_when_the_settings_are_refused_too() {
        let properties =
            Properties::parse("sasl.mechanism=PLAIN\nsasl.usernmae=u\nsasl.password=p\nacks=1");
        Config::from_properties(&properties).unwrap_err();
        assert_eq!(
            properties.without_effect(),
            [
                "sasl.usernmae has no effect here; did you mean sasl.username?",
                "acks has no effect here"
            ]
        );
    }

    #[test]
    fn a_protocol_without_login_ignores_it_as_java_does_and_says_so() {
        let Parsed { config, warnings, .. } = parsed("security.protocol=SSL\nsasl.mechanism=PLAIN");
        assert!(matches!(config.auth, Some(Auth::None)));
        assert_eq!(
            warnings,
            ["sasl.mechanism has no effect with security.protocol=SSL, which has no login: \
              for one set security.protocol=SASL_SSL"]
        );
        let warnings = parsed("security.protocol=plaintext\nsasl.username=u").warnings;
        assert!(warnings[0].ends_with("set security.protocol=SASL_PLAINTEXT or SASL_SSL"));
        assert!(parsed("security.protocol=plaintext").warnings.is_empty());
    }
}
