//! What AWS's own tool prints, as it is: the brokers of a cluster, and a secret.

use std::borrow::Cow;
use std::fmt;

use kafka_admin::escape::Escaped;
use serde::Deserialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// How the members of `aws kafka get-bootstrap-brokers` begin.
const BROKERS: &str = "BootstrapBrokerString";

/// A kind of login, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Login {
    Iam,
    Scram,
    Tls,
    Plaintext,
}

/// From where brokers are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    Private,
    Public,
    Vpc,
    Ipv6,
}

const NETWORKS: [(&str, Network); 4] = [
    ("private", Network::Private),
    ("public", Network::Public),
    ("vpc", Network::Vpc),
    ("ipv6", Network::Ipv6),
];

impl Network {
    /// `public`, `private`, `vpc`, `ipv6`.
    pub(crate) fn find(word: &str) -> Option<Self> {
        NETWORKS.iter().find(|(known, _)| *known == word).map(|(_, network)| *network)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NETWORKS.iter().find(|(_, it)| it == self).map_or("", |(word, _)| word))
    }
}

/// The brokers in the JSON of `aws kafka get-bootstrap-brokers`: those for this login, or if nothing says which is
/// meant, for IAM if there are some, else for the only one that there is.
///
/// # Errors
/// It is no such JSON, or more than one list is meant.
pub(crate) fn brokers(
    text: &str,
    login: Option<Login>,
    network: Option<Network>,
) -> Result<String> {
    let members: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        Failure::usage(format!("the file of brokers is no JSON object: {error}"))
            .hint("it is what aws kafka get-bootstrap-brokers --cluster-arn ARN prints")
    })?;
    let all: Vec<(Login, Network, &str)> =
        members.iter().filter_map(|(key, value)| listed(key, value)).collect();
    let login = match login {
        Some(login) => login,
        None => usual(&all)?,
    };
    let of_login = all.iter().filter(|(of, ..)| *of == login);
    let found: Vec<_> = of_login.filter(|(_, of, _)| network.is_none_or(|it| it == *of)).collect();
    match found.as_slice() {
        [(.., servers)] => Ok((*servers).to_owned()),
        [] => Err(Failure::usage("the file of brokers has none for this login")
            .hint(format!("it has {}", names(&members)))),
        several => {
            let words: Vec<_> = several.iter().map(|(_, network, _)| network.to_string()).collect();
            Err(Failure::usage(format!(
                "the file of brokers has lists for {}",
                words.join(" and ")
            ))
            .hint(format!("say which one, as in -b @FILE:{}", words[0])))
        }
    }
}

fn listed<'v>(key: &str, value: &'v Value) -> Option<(Login, Network, &'v str)> {
    let rest = key.strip_prefix(BROKERS)?;
    let (rest, is_ipv6) = rest.strip_suffix("Ipv6").map_or((rest, false), |rest| (rest, true));
    let (network, rest) = match (rest.strip_prefix("Public"), rest.strip_prefix("VpcConnectivity"))
    {
        (Some(rest), _) => (Network::Public, rest),
        (_, Some(rest)) => (Network::Vpc, rest),
        _ if is_ipv6 => (Network::Ipv6, rest),
        _ => (Network::Private, rest),
    };
    let login = match rest {
        "" => Login::Plaintext,
        "Tls" => Login::Tls,
        "SaslScram" => Login::Scram,
        "SaslIam" => Login::Iam,
        _ => return None,
    };
    Some((login, network, value.as_str().filter(|servers| !servers.is_empty())?))
}

fn usual(all: &[(Login, Network, &str)]) -> Result<Login> {
    let mut logins: Vec<Login> = Vec::new();
    for (login, ..) in all {
        if !logins.contains(login) {
            logins.push(*login);
        }
    }
    match logins.as_slice() {
        logins if logins.contains(&Login::Iam) => Ok(Login::Iam),
        [only] => Ok(*only),
        [] => Err(Failure::usage("the file of brokers names none")
            .hint("it is what aws kafka get-bootstrap-brokers --cluster-arn ARN prints")),
        _ => Err(Failure::usage("the file of brokers has lists for several logins")
            .hint("say which one by -X sasl.username=USER, or -X security.protocol=SSL")),
    }
}

fn names(members: &Map<String, Value>) -> String {
    let names: Vec<_> = members.keys().map(|key| Escaped(key).to_string()).collect();
    names.join(", ")
}

/// A secret of a SCRAM user, as AWS Secrets Manager keeps it for Amazon MSK.
#[derive(Deserialize)]
struct MskSecret<'a> {
    #[serde(borrow)]
    username: Cow<'a, str>,
    #[serde(borrow)]
    password: Cow<'a, str>,
}

/// What `aws secretsmanager get-secret-value` prints.
#[derive(Deserialize)]
struct SecretValue<'a> {
    #[serde(borrow, rename = "SecretString")]
    secret: Cow<'a, str>,
}

/// User and password in the JSON of a secret, or in what `aws secretsmanager get-secret-value` prints; `None` where the
/// text is something else, a password by itself.
pub(crate) fn secret(text: &str) -> Option<(String, Zeroizing<String>)> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    if let Ok(SecretValue { secret }) = serde_json::from_str(text) {
        let secret = Zeroizing::new(secret.into_owned());
        return msk_secret(&secret);
    }
    msk_secret(text)
}

fn msk_secret(text: &str) -> Option<(String, Zeroizing<String>)> {
    let MskSecret { username, password } = serde_json::from_str(text).ok()?;
    Some((username.into_owned(), Zeroizing::new(password.into_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = r#"{
        "BootstrapBrokerString": "b-1.d.kafka.us-east-1.amazonaws.com:9092",
        "BootstrapBrokerStringTls": "b-1.d:9094",
        "BootstrapBrokerStringSaslScram": "b-1.d:9096,b-2.d:9096",
        "BootstrapBrokerStringSaslIam": "b-1.d:9098",
        "BootstrapBrokerStringPublicTls": "b-1-public.d:9194",
        "BootstrapBrokerStringPublicSaslScram": "b-1-public.d:9196",
        "BootstrapBrokerStringPublicSaslIam": "b-1-public.d:9198",
        "BootstrapBrokerStringVpcConnectivityTls": "b-1.tls.d:14001",
        "BootstrapBrokerStringVpcConnectivitySaslScram": "b-1.scram.d:14001",
        "BootstrapBrokerStringVpcConnectivitySaslIam": "b-1.iam.d:14001",
        "BootstrapBrokerStringIpv6": "b-1.d:20092",
        "BootstrapBrokerStringTlsIpv6": "b-1.d:20094",
        "BootstrapBrokerStringSaslScramIpv6": "b-1.d:20096",
        "BootstrapBrokerStringSaslIamIpv6": "b-1.d:20098"
    }"#;

    #[test]
    fn each_of_the_fourteen_lists_is_found() {
        use Login::{Iam, Plaintext, Scram, Tls};
        use Network::{Ipv6, Private, Public, Vpc};
        for (login, network, port) in [
            (Plaintext, Private, "9092"),
            (Tls, Private, "9094"),
            (Scram, Private, "b-2.d:9096"),
            (Iam, Private, "9098"),
            (Tls, Public, "9194"),
            (Scram, Public, "9196"),
            (Iam, Public, "9198"),
            (Tls, Vpc, "tls.d:14001"),
            (Scram, Vpc, "scram.d:14001"),
            (Iam, Vpc, "iam.d:14001"),
            (Plaintext, Ipv6, "20092"),
            (Tls, Ipv6, "20094"),
            (Scram, Ipv6, "20096"),
            (Iam, Ipv6, "20098"),
        ] {
            let found = brokers(ALL, Some(login), Some(network)).unwrap();
            assert!(found.ends_with(port), "{login:?} {network}: {found}");
        }
    }

    #[test]
    fn what_is_meant_is_asked_for_only_where_there_is_a_choice() {
        let iam = r#"{"BootstrapBrokerStringPublicSaslIam": "i:9198", "BootstrapBrokerStringPublicSaslScram": "s:9196"}"#;
        assert_eq!(brokers(iam, None, None).unwrap(), "i:9198");
        assert_eq!(brokers(iam, Some(Login::Scram), None).unwrap(), "s:9196");
        let none = brokers(iam, Some(Login::Tls), None).unwrap_err();
        assert!(none.hint.unwrap().contains("PublicSaslIam"));
        let several = brokers(ALL, None, None).unwrap_err();
        assert!(several.hint.unwrap().contains("-b @FILE:"), "{}", several.message);
        for nothing in ["[]", "{}", "x", r#"{"BootstrapBrokerStringTls": ""}"#] {
            assert_eq!(brokers(nothing, None, None).unwrap_err().exit, crate::USAGE, "{nothing}");
        }
        let neither =
            r#"{"BootstrapBrokerStringTls": "t:9094", "BootstrapBrokerStringSaslScram": "s:9096"}"#;
        assert!(brokers(neither, None, None).unwrap_err().hint.unwrap().contains("sasl.username"));
    }

    #[test]
    fn a_secret_of_secrets_manager_has_user_and_password() {
        let plain = r#"{"username": "rudder", "password": "p\"w"}"#;
        let value = serde_json::json!({"ARN": "arn", "Name": "AmazonMSK_x", "SecretString": plain});
        for text in [plain.to_owned(), value.to_string()] {
            let (user, password) = secret(&text).unwrap();
            assert_eq!((user.as_str(), password.as_str()), ("rudder", "p\"w"));
        }
        for password in ["{", "{not json}", r#"{"a": 1}"#, "secret", r#"{"SecretString": "x"}"#] {
            assert!(secret(password).is_none(), "{password}");
        }
    }
}
