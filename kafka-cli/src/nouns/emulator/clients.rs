//! Settings that a client can use as they are, for both kinds of login.

use serde_json::{Map, Value, json};

use super::settings::Known;
use crate::handover::{jaas, property, quoted};

/// How the emulator is reached. Secrets that open nothing else are shown.
#[derive(Clone)]
pub(super) struct Clients {
    /// The servers of each listener, empty where it is off.
    pub(super) scram: String,
    pub(super) iam: String,
    pub(super) tls: String,
    pub(super) plaintext: String,
    pub(super) ca_file: String,
    /// Names with what may be shown of their passwords.
    pub(super) users: Vec<(String, &'static str)>,
    pub(super) identities: Vec<Known>,
    pub(super) region: String,
}

const SCRAM_MODULE: &str = "org.apache.kafka.common.security.scram.ScramLoginModule";
const IAM_MODULE: &str = "software.amazon.msk.auth.iam.IAMLoginModule";
const IAM_HANDLER: &str = "software.amazon.msk.auth.iam.IAMClientCallbackHandler";

impl Clients {
    /// The first user and the first identity stand for all of them.
    pub(super) fn json(&self) -> Map<String, Value> {
        let mut java = Map::new();
        let mut librdkafka = Map::new();
        let mut env = Map::new();
        if self.has_scram() {
            java.insert("scram".into(), self.java_scram().into());
            librdkafka.insert("scram".into(), self.librdkafka().into());
            env.insert("scram".into(), object(self.env_scram()));
        }
        if self.has_iam() {
            java.insert("iam".into(), self.java_iam().into());
            env.insert("iam".into(), object(self.env_iam()));
        }
        let (name, password) = self.user();
        let (key_id, secret_key) = self.key();
        let identities = self.identities.iter();
        let identities: Vec<_> = identities
            .map(|it| json!({"arn": it.arn, "access_key_id": it.access_key_id}))
            .collect();
        let members = json!({
            "listeners": self.listeners(),
            "ca_file": self.ca_file,
            "region": self.region,
            "user": {"name": name, "password": password},
            "users": self.users.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            "aws": {"access_key_id": key_id, "secret_access_key": secret_key},
            "identities": identities,
            "clients": {"java": java, "librdkafka": librdkafka, "env": env},
        });
        members.as_object().cloned().unwrap_or_default()
    }

    fn listeners(&self) -> Vec<Value> {
        let all = [
            (Some("SCRAM-SHA-512"), "SASL_SSL", &self.scram),
            (Some("AWS_MSK_IAM"), "SASL_SSL", &self.iam),
            (None, "SSL", &self.tls),
            (None, "PLAINTEXT", &self.plaintext),
        ];
        let on = all.into_iter().filter(|(_, _, servers)| !servers.is_empty());
        let listener = |(mechanism, protocol, servers): (Option<&str>, _, _)| json!({"mechanism": mechanism, "security_protocol": protocol, "bootstrap_servers": servers});
        on.map(listener).collect()
    }

    pub(super) fn text(&self) -> String {
        let mut text = "A cluster runs until Ctrl-C. Secrets that are shown are made up and open nothing else.\n\n".to_owned();
        let names: Vec<_> = self.users.iter().map(|(name, _)| name.as_str()).collect();
        for (label, servers, note) in [
            ("SCRAM-SHA-512", &self.scram, format!("  user {}", names.join(", "))),
            ("AWS_MSK_IAM", &self.iam, format!("  region {}", self.region)),
            ("TLS", &self.tls, String::new()),
            ("plaintext", &self.plaintext, String::new()),
            ("CA file", &self.ca_file, String::new()),
        ] {
            if !servers.is_empty() {
                text += &format!("{label:<15}{servers}{note}\n");
            }
        }
        if self.has_scram() {
            text += &format!("\n# Java, SCRAM\n{}", self.java_scram());
            text +=
                &format!("\n# librdkafka, SCRAM (it has no AWS_MSK_IAM)\n{}", self.librdkafka());
            text += &format!("\n# environment of kadm, SCRAM\n{}", exports(self.env_scram()));
        }
        if self.has_iam() {
            let java = self.java_iam();
            text += &format!("\n# Java, IAM (with aws-msk-iam-auth on the class path)\n{java}");
            text += &format!("\n# environment of kadm, IAM\n{}", exports(self.env_iam()));
        }
        text
    }

    fn has_scram(&self) -> bool {
        !self.scram.is_empty() && !self.users.is_empty()
    }

    fn has_iam(&self) -> bool {
        !self.iam.is_empty() && !self.identities.is_empty()
    }

    fn user(&self) -> (&str, &str) {
        self.users.first().map_or(("", ""), |(name, password)| (name, password))
    }

    fn key(&self) -> (&str, &str) {
        let known = self.identities.first();
        known.map_or(("", ""), |it| (&it.access_key_id, it.secret_access_key))
    }

    fn java_scram(&self) -> String {
        let login = format!(
            "{SCRAM_MODULE} required username=\"{}\" password=\"{}\";",
            jaas(self.user().0),
            jaas(self.user().1)
        );
        self.java(&self.scram, "SCRAM-SHA-512", &login, "")
    }

    fn java_iam(&self) -> String {
        let handler = format!("sasl.client.callback.handler.class={IAM_HANDLER}\n");
        self.java(&self.iam, "AWS_MSK_IAM", &format!("{IAM_MODULE} required;"), &handler)
    }

    fn java(&self, servers: &str, mechanism: &str, login: &str, more: &str) -> String {
        let (ca_file, login) = (property(&self.ca_file), property(login));
        format!(
            "bootstrap.servers={servers}\nsecurity.protocol=SASL_SSL\nsasl.mechanism={mechanism}\n\
             sasl.jaas.config={login}\n{more}ssl.truststore.type=PEM\nssl.truststore.location={ca_file}\n"
        )
    }

    fn librdkafka(&self) -> String {
        let Self { scram, ca_file, .. } = self;
        let (user, password) = self.user();
        format!(
            "bootstrap.servers={scram}\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n\
             sasl.username={user}\nsasl.password={password}\nssl.ca.location={ca_file}\n"
        )
    }

    fn env_scram(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("KAFKA_BOOTSTRAP_SERVERS", &self.scram),
            ("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
            ("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"),
            ("KAFKA_SASL_USERNAME", self.user().0),
            ("KAFKA_SASL_PASSWORD", self.user().1),
            ("KAFKA_SSL_TRUSTSTORE_LOCATION", &self.ca_file),
        ]
    }

    fn env_iam(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("KAFKA_BOOTSTRAP_SERVERS", &self.iam),
            ("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
            ("KAFKA_SASL_MECHANISM", "AWS_MSK_IAM"),
            ("KAFKA_SSL_TRUSTSTORE_LOCATION", &self.ca_file),
            ("AWS_ACCESS_KEY_ID", self.key().0),
            ("AWS_SECRET_ACCESS_KEY", self.key().1),
            ("AWS_REGION", &self.region),
        ]
    }
}

fn object(pairs: Vec<(&str, &str)>) -> Value {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}

fn exports(pairs: Vec<(&str, &str)>) -> String {
    pairs.iter().map(|(name, value)| format!("export {name}={}\n", quoted(value))).collect()
}

#[cfg(test)]
mod tests {
    use kafka_admin::{Config, Properties};

    use super::*;

    fn clients(password: &'static str) -> Clients {
        let arn = "arn:aws:iam::111122223333:user/a".to_owned();
        let access_key_id = "AKID".to_owned();
        Clients {
            scram: "localhost:1".into(),
            iam: "localhost:2".into(),
            tls: String::new(),
            plaintext: "localhost:3".into(),
            ca_file: "/a dir/ca.pem".into(),
            users: vec![("rudder".into(), password), ("other".into(), "pw")],
            identities: vec![Known { arn, access_key_id, secret_access_key: "SECRET" }],
            region: "us-east-1".into(),
        }
    }

    fn config(text: &str) -> String {
        let parsed = Config::from_properties(&Properties::parse(text)).unwrap();
        assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
        format!("{:?}", parsed.config)
    }

    #[test]
    fn our_own_reader_understands_every_file() {
        let clients = clients(r#"p"w\"#);
        assert!(config(&clients.java_scram()).contains("SCRAM-SHA-512 as \"rudder\""));
        assert!(config(&clients.java_iam()).contains("AWS_MSK_IAM"));
        assert!(config(&self::clients("p w").librdkafka()).contains("/a dir/ca.pem"));
    }

    #[test]
    fn the_environment_is_quoted_for_a_shell() {
        let clients = clients("pw");
        let text = exports(clients.env_scram());
        assert!(text.contains("export KAFKA_SSL_TRUSTSTORE_LOCATION='/a dir/ca.pem'\n"), "{text}");
        assert_eq!(clients.json()["clients"]["env"]["iam"]["AWS_REGION"], "us-east-1");
    }

    #[test]
    fn what_is_off_is_not_told() {
        let off = Clients { scram: String::new(), ..clients("pw") };
        let json = Value::Object(off.json());
        let listeners = json["listeners"].as_array().unwrap().iter();
        let protocols: Vec<_> =
            listeners.map(|it| it["security_protocol"].as_str().unwrap()).collect();
        assert_eq!(protocols, ["SASL_SSL", "PLAINTEXT"]);
        assert!(json["clients"]["env"]["scram"].is_null() && !off.text().contains("SCRAM"));
        assert_eq!(json["users"], json!(["rudder", "other"]));
    }
}
