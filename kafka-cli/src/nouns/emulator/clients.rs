//! Settings that a client can use as they are, for both kinds of login.

use serde_json::{Map, Value, json};

use crate::handover::{jaas, property, quoted};

/// How the emulator is reached. Its secrets open nothing else, so they are shown.
pub(super) struct Clients<'a> {
    pub(super) scram: &'a str,
    pub(super) iam: &'a str,
    pub(super) ca_file: &'a str,
    pub(super) user: &'a str,
    pub(super) password: &'a str,
    pub(super) key_id: &'a str,
    pub(super) secret_key: &'a str,
    pub(super) region: &'a str,
}

const SCRAM_MODULE: &str = "org.apache.kafka.common.security.scram.ScramLoginModule";
const IAM_MODULE: &str = "software.amazon.msk.auth.iam.IAMLoginModule";
const IAM_HANDLER: &str = "software.amazon.msk.auth.iam.IAMClientCallbackHandler";

impl Clients<'_> {
    pub(super) fn json(&self) -> Map<String, Value> {
        let members = json!({
            "listeners": [
                {"mechanism": "SCRAM-SHA-512", "security_protocol": "SASL_SSL", "bootstrap_servers": self.scram},
                {"mechanism": "AWS_MSK_IAM", "security_protocol": "SASL_SSL", "bootstrap_servers": self.iam},
            ],
            "ca_file": self.ca_file,
            "region": self.region,
            "user": {"name": self.user, "password": self.password},
            "aws": {"access_key_id": self.key_id, "secret_access_key": self.secret_key},
            "clients": {
                "java": {"scram": self.java_scram(), "iam": self.java_iam()},
                "librdkafka": {"scram": self.librdkafka()},
                "env": {"scram": object(self.env_scram()), "iam": object(self.env_iam())},
            },
        });
        members.as_object().cloned().unwrap_or_default()
    }

    pub(super) fn text(&self) -> String {
        format!(
            "An MSK-like cluster runs until Ctrl-C. Its secrets are made up and open nothing else.\n\n\
             SCRAM-SHA-512  {}  user {}\nAWS_MSK_IAM    {}  region {}\nCA file        {}\n\n\
             # Java, SCRAM\n{}\n# Java, IAM (with aws-msk-iam-auth on the class path)\n{}\n\
             # librdkafka, SCRAM (it has no AWS_MSK_IAM)\n{}\n# environment of kadm, SCRAM\n{}\n\
             # environment of kadm, IAM\n{}",
            self.scram,
            self.user,
            self.iam,
            self.region,
            self.ca_file,
            self.java_scram(),
            self.java_iam(),
            self.librdkafka(),
            exports(self.env_scram()),
            exports(self.env_iam()),
        )
    }

    fn java_scram(&self) -> String {
        let login = format!(
            "{SCRAM_MODULE} required username=\"{}\" password=\"{}\";",
            jaas(self.user),
            jaas(self.password)
        );
        self.java(self.scram, "SCRAM-SHA-512", &login, "")
    }

    fn java_iam(&self) -> String {
        let handler = format!("sasl.client.callback.handler.class={IAM_HANDLER}\n");
        self.java(self.iam, "AWS_MSK_IAM", &format!("{IAM_MODULE} required;"), &handler)
    }

    fn java(&self, servers: &str, mechanism: &str, login: &str, more: &str) -> String {
        let (ca_file, login) = (property(self.ca_file), property(login));
        format!(
            "bootstrap.servers={servers}\nsecurity.protocol=SASL_SSL\nsasl.mechanism={mechanism}\n\
             sasl.jaas.config={login}\n{more}ssl.truststore.type=PEM\nssl.truststore.location={ca_file}\n"
        )
    }

    fn librdkafka(&self) -> String {
        let Self { scram, user, password, ca_file, .. } = self;
        format!(
            "bootstrap.servers={scram}\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n\
             sasl.username={user}\nsasl.password={password}\nssl.ca.location={ca_file}\n"
        )
    }

    fn env_scram(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("KAFKA_BOOTSTRAP_SERVERS", self.scram),
            ("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
            ("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"),
            ("KAFKA_SASL_USERNAME", self.user),
            ("KAFKA_SASL_PASSWORD", self.password),
            ("KAFKA_SSL_TRUSTSTORE_LOCATION", self.ca_file),
        ]
    }

    fn env_iam(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("KAFKA_BOOTSTRAP_SERVERS", self.iam),
            ("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
            ("KAFKA_SASL_MECHANISM", "AWS_MSK_IAM"),
            ("KAFKA_SSL_TRUSTSTORE_LOCATION", self.ca_file),
            ("AWS_ACCESS_KEY_ID", self.key_id),
            ("AWS_SECRET_ACCESS_KEY", self.secret_key),
            ("AWS_REGION", self.region),
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

    fn clients() -> Clients<'static> {
        Clients {
            scram: "localhost:1",
            iam: "localhost:2",
            ca_file: "/a dir/ca.pem",
            user: "rudder",
            password: r#"p"w\"#,
            key_id: "AKID",
            secret_key: "SECRET",
            region: "us-east-1",
        }
    }

    fn config(text: &str) -> String {
        let parsed = Config::from_properties(&Properties::parse(text)).unwrap();
        assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
        format!("{:?}", parsed.config)
    }

    #[test]
    fn our_own_reader_understands_every_file() {
        assert!(config(&clients().java_scram()).contains("SCRAM-SHA-512 as \"rudder\""));
        assert!(config(&clients().java_iam()).contains("AWS_MSK_IAM"));
        assert!(
            config(&Clients { password: "p w", ..clients() }.librdkafka())
                .contains("/a dir/ca.pem")
        );
    }

    #[test]
    fn the_environment_is_quoted_for_a_shell() {
        let text = exports(clients().env_scram());
        assert!(text.contains("export KAFKA_SSL_TRUSTSTORE_LOCATION='/a dir/ca.pem'\n"), "{text}");
        assert_eq!(clients().json()["clients"]["env"]["iam"]["AWS_REGION"], "us-east-1");
    }
}
