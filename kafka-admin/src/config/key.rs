//! The configuration keys that are understood: one table for the parser, the environment, the guard
//! against secrets in arguments, and the suggestions.

use crate::escape::Escaped;

/// More edits than these make another word.
const MAX_EDITS: usize = 2;

/// A configuration key that [`Config::from_properties`](crate::Config::from_properties) understands.
///
/// ```
/// use kafka_admin::ConfigKey;
///
/// let key = ConfigKey::find("ssl.ca.location").unwrap();
/// assert_eq!(key.name, "ssl.truststore.location");
/// assert!(ConfigKey::find("sasl.password").unwrap().is_secret);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigKey {
    /// Java's name, or librdkafka's where Java has none.
    pub name: &'static str,
    /// librdkafka's names for the same.
    pub synonyms: &'static [&'static str],
    /// Whether the value is a secret. That of `sasl.jaas.config` may contain one.
    pub is_secret: bool,
    /// Keys that answer the same question in another way. A nearer source that has this key makes
    /// them void: see [`Properties::overlay`](crate::Properties::overlay).
    pub replaces: &'static [&'static str],
    /// What the value says, as a noun phrase.
    pub meaning: &'static str,
}

const KEYS: &[ConfigKey] = &[
    key("bootstrap.servers", "the brokers to start from, HOST:PORT with commas between them")
        .or(&["metadata.broker.list"]),
    key("client.id", "the name in the broker's request log and quotas"),
    key("default.api.timeout.ms", "the time for one call, retries included"),
    key("enable.ssl.certificate.verification", "true: false is refused"),
    key("request.timeout.ms", "the time for one request").or(&["socket.timeout.ms"]),
    key("sasl.client.callback.handler.class", "a class of Java's client, which is not needed here"),
    key("sasl.jaas.config", "Java's login module with its options")
        .replaces(&["sasl.username", "sasl.password"]),
    key("sasl.mechanism", "AWS_MSK_IAM, SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN")
        .or(&["sasl.mechanisms"]),
    key("sasl.password", "the password of the user").secret(),
    key("sasl.username", "the user who logs in"),
    key("security.protocol", "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"),
    key("socket.connection.setup.timeout.ms", "the time for connecting, login included"),
    key("ssl.certificate.location", "a PEM file with the client's certificate"),
    key("ssl.endpoint.identification.algorithm", "https: anything else is refused"),
    key("ssl.key.location", "a PEM file with the client's key"),
    key("ssl.key.password", "the key's own password in Java's key store, which PEM does not have")
        .secret(),
    key("ssl.keystore.certificate.chain", "the client's certificate, as PEM text")
        .or(&["ssl.certificate.pem"]),
    key("ssl.keystore.key", "the client's key, as PEM text").or(&["ssl.key.pem"]).secret(),
    key(
        "ssl.keystore.location",
        "a file with the client's key and certificate: PEM, JKS or PKCS#12",
    ),
    key("ssl.keystore.password", "the password of Java's key store, which PEM does not have")
        .secret(),
    key("ssl.keystore.type", "PEM, JKS or PKCS12"),
    key("ssl.truststore.certificates", "the trusted authorities, as PEM text")
        .or(&["ssl.ca.pem"])
        .replaces(&["ssl.truststore.location"]),
    key("ssl.truststore.location", "a file with the trusted authorities: PEM, JKS or PKCS#12")
        .or(&["ssl.ca.location"])
        .replaces(&["ssl.truststore.certificates"]),
    key("ssl.truststore.password", "the password of Java's trust store, which PEM does not have")
        .secret(),
    key("ssl.truststore.type", "PEM, JKS or PKCS12"),
];

impl ConfigKey {
    /// Every key, by name.
    pub fn all() -> &'static [Self] {
        KEYS
    }

    /// The key with this name or synonym.
    pub fn find(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.names().any(|known| known == name))
    }

    /// Its name, then its synonyms.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.synonyms.iter().copied())
    }

    const fn or(self, synonyms: &'static [&'static str]) -> Self {
        Self { synonyms, ..self }
    }

    const fn replaces(self, replaces: &'static [&'static str]) -> Self {
        Self { replaces, ..self }
    }

    const fn secret(self) -> Self {
        Self { is_secret: true, ..self }
    }
}

const fn key(name: &'static str, meaning: &'static str) -> ConfigKey {
    ConfigKey { name, synonyms: &[], is_secret: false, replaces: &[], meaning }
}

/// `sasl.usrname has no effect here; did you mean sasl.username?`
pub(super) fn no_effect(name: &str) -> String {
    let shown = Escaped(name);
    match nearest(name) {
        Some(known) if known != name => {
            format!("{shown} has no effect here; did you mean {known}?")
        }
        _ => format!("{shown} has no effect here"),
    }
}

/// The known name that a mistyped one looks most like.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let edits = |known: &&str| strsim::osa_distance(&name, known);
    let known = KEYS.iter().flat_map(ConfigKey::names).min_by_key(edits)?;
    (edits(&known) <= MAX_EDITS).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_there_once_and_in_order() {
        let names: Vec<_> = KEYS.iter().map(|key| key.name).collect();
        assert!(names.is_sorted(), "{names:?}");
        let mut all: Vec<_> = KEYS.iter().flat_map(ConfigKey::names).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        for replaced in KEYS.iter().flat_map(|key| key.replaces) {
            assert!(names.contains(replaced), "{replaced}");
        }
    }

    #[test]
    fn a_mistyped_key_is_recognized_and_another_one_is_not() {
        for (mistyped, meant) in [
            ("sasl.usrname", "sasl.username"),
            ("sasl.usernmae", "sasl.username"),
            ("sasl.mechanims", "sasl.mechanism"),
            ("SASL_MECHANISM", "sasl.mechanism"),
            ("bootstrap.server", "bootstrap.servers"),
            ("ssl.ca.locaton", "ssl.ca.location"),
        ] {
            assert_eq!(nearest(mistyped), Some(meant), "{mistyped}");
        }
        for other in ["linger.ms", "acks", "group.id", "retries", "", "ssl.protocol"] {
            assert_eq!(nearest(other), None, "{other}");
        }
        assert_eq!(no_effect("linger.ms"), "linger.ms has no effect here");
    }
}
