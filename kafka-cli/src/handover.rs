//! What the third party needs to connect: everything but the password.

use serde_json::{Value, json};

/// The user's way in.
#[derive(Debug, Clone)]
pub(crate) struct Handover<'a> {
    pub(crate) bootstrap_servers: &'a [String],
    pub(crate) topic: &'a str,
    pub(crate) user: &'a str,
    /// The consumer group, if the user may read.
    pub(crate) group: Option<&'a str>,
    pub(crate) produces: bool,
    /// Without TLS, which no cluster on the internet should have.
    pub(crate) plaintext: bool,
    /// The PEM file with the authorities; `None` where the public ones do, as on Amazon MSK.
    pub(crate) ca_file: Option<&'a str>,
}

/// Where a password goes. It stands for itself in every format.
const PASSWORD: &str = "<password>";

/// What the kcat line needs. librdkafka up to 2.6.0 repeats its own nonce in SCRAM's last message, which
/// Kafka 3.7.2 and 3.8.1 to 3.9 let pass and Kafka 4 refuses (`ScramSaslServer`, CVE-2024-56128).
const KCAT_NEEDS: &str = "librdkafka 2.6.1 or later where the brokers run Kafka 4";

impl Handover<'_> {
    /// The fields of RudderStack's Kafka destination, by the names in its form.
    pub(crate) fn rudderstack(&self) -> Vec<(&'static str, String)> {
        let (hosts, port) = self.hosts_and_port();
        vec![
            ("Host Name(s)", hosts),
            ("Port", port),
            ("Topic Name", self.topic.into()),
            ("SSL Enabled", if self.plaintext { "no" } else { "yes" }.into()),
            (
                "CA Certificate",
                self.ca_file.map_or("leave it empty".into(), |file| format!("the text of {file}")),
            ),
            ("Enable SASL with SSL", "yes".into()),
            ("SASL Type", "SCRAM SHA-512".into()),
            ("Username", self.user.into()),
            ("Password", PASSWORD.into()),
        ]
    }

    /// A command line for kcat. The shell keeps the password; its history has the variable only.
    pub(crate) fn kcat(&self) -> String {
        let ca = self.ca_file.map(|file| format!(" -X ssl.ca.location={}", quoted(file)));
        let what = match (self.produces, self.group) {
            (true, _) => format!("-P -t {}", quoted(self.topic)),
            (false, Some(group)) => format!("-G {} {}", quoted(group), quoted(self.topic)),
            (false, None) => format!("-C -t {}", quoted(self.topic)),
        };
        format!(
            "kcat -b {} -X security.protocol={} -X sasl.mechanism=SCRAM-SHA-512 -X sasl.username={} \
             -X sasl.password=\"$PASSWORD\"{} {what}",
            self.servers(),
            self.protocol(),
            quoted(self.user),
            ca.unwrap_or_default(),
        )
    }

    /// A `client.properties` for Java.
    pub(crate) fn java(&self) -> String {
        // Twice: JAAS takes one layer of backslashes away, the file another.
        let user = property(&jaas(self.user));
        let ca = self.ca_file.map(|file| {
            format!("ssl.truststore.type=PEM\nssl.truststore.location={}\n", property(file))
        });
        format!(
            "bootstrap.servers={}\nsecurity.protocol={}\nsasl.mechanism=SCRAM-SHA-512\n\
             sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
             username=\"{user}\" password=\"{PASSWORD}\";\n{}",
            self.servers(),
            self.protocol(),
            ca.unwrap_or_default(),
        )
    }

    pub(crate) fn text(&self) -> String {
        let fields: String = self
            .rudderstack()
            .iter()
            .map(|(name, value)| format!("  {name:<21} {value}\n"))
            .collect();
        let java: String = self.java().lines().map(|line| format!("  {line}\n")).collect();
        format!(
            "RudderStack, Kafka destination:\n{fields}\
             kcat:\n  {}\n  It needs {KCAT_NEEDS} (kcat -V shows it; Debian 12 has 2.0.2):\n  \
             an older one is refused with \"invalid credentials\", though the password is right. The Java\n  \
             settings below work with any Kafka, as does confluent-kafka for Python from 2.6.1 on.\n\
             Java:\n{java}",
            self.kcat()
        )
    }

    pub(crate) fn json(&self) -> Value {
        let rudderstack: Value = self
            .rudderstack()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), Value::from(value)))
            .collect();
        json!({
            "bootstrap_servers": self.bootstrap_servers,
            "topic": self.topic,
            "group": self.group,
            "security_protocol": self.protocol(),
            "sasl_mechanism": "SCRAM-SHA-512",
            "username": self.user,
            "ca_file": self.ca_file,
            "rudderstack": rudderstack,
            "kcat": self.kcat(),
            "kcat_needs": KCAT_NEEDS,
            "java": self.java(),
        })
    }

    fn protocol(&self) -> &'static str {
        if self.plaintext { "SASL_PLAINTEXT" } else { "SASL_SSL" }
    }

    fn servers(&self) -> String {
        self.bootstrap_servers.join(",")
    }

    /// The form has a field for several hosts, but one for the port: those of the first port.
    fn hosts_and_port(&self) -> (String, String) {
        let servers = self.bootstrap_servers.iter().filter_map(|server| server.rsplit_once(':'));
        let port = servers.clone().map(|(_, port)| port).next().unwrap_or_default();
        let hosts: Vec<_> =
            servers.filter(|(_, other)| *other == port).map(|(host, _)| host).collect();
        (hosts.join(","), port.into())
    }
}

/// A word for the shell, in quotes if it needs them.
pub(crate) fn quoted(word: &str) -> String {
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | '@' | ',')
}

/// Between the double quotes of a JAAS line.
pub(crate) fn jaas(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// In a value of a properties file.
pub(crate) fn property(text: &str) -> String {
    text.replace('\\', "\\\\")
}

#[cfg(test)]
mod tests {
    use kafka_admin::{Config, Properties};

    use super::*;

    fn servers() -> Vec<String> {
        vec!["b-1.example.com:9196".into(), "b-2.example.com:9196".into()]
    }

    fn handover(servers: &[String]) -> Handover<'_> {
        Handover {
            bootstrap_servers: servers,
            topic: "orders",
            user: "rudder",
            group: None,
            produces: true,
            plaintext: false,
            ca_file: None,
        }
    }

    #[test]
    fn the_form_of_rudderstack_is_filled_in() {
        let servers = servers();
        let fields = handover(&servers).rudderstack();
        assert_eq!(fields[0], ("Host Name(s)", "b-1.example.com,b-2.example.com".into()));
        assert_eq!(fields[1], ("Port", "9196".into()));
        assert_eq!(fields[4], ("CA Certificate", "leave it empty".into()));
    }

    #[test]
    fn kcat_is_one_line_that_a_shell_reads_as_meant() {
        let servers = servers();
        let line = Handover { user: "o'brien $x", ..handover(&servers) }.kcat();
        assert!(line.contains(r"sasl.username='o'\''brien $x'"), "{line}");
        assert!(line.ends_with("-P -t orders"), "{line}");
        let reads = Handover { produces: false, group: Some("g"), ..handover(&servers) }.kcat();
        assert!(reads.ends_with("-G g orders"), "{reads}");
    }

    /// Debian 12's kcat is refused by Kafka 4 with words that blame the password.
    #[test]
    fn the_kcat_line_comes_with_the_librdkafka_that_it_needs_and_what_else_works() {
        let servers = servers();
        let text = handover(&servers).text();
        let kcat = text.find("kcat -b").unwrap();
        let needs = text.find("librdkafka 2.6.1 or later where the brokers run Kafka 4").unwrap();
        let java = text.find("Java:").unwrap();
        assert!(kcat < needs && needs < java, "{text}");
        assert!(
            text.contains("\"invalid credentials\"") && text.contains("confluent-kafka"),
            "{text}"
        );
        assert!(text.lines().all(|line| !line.ends_with(' ')), "{text}");
        let json = handover(&servers).json();
        assert!(json["kcat_needs"].as_str().unwrap().contains("2.6.1"), "{json}");
    }

    /// What is handed over must be what our own reader understands.
    #[test]
    fn the_java_file_reads_back() {
        let servers = servers();
        let text =
            Handover { user: r#"a"b\c"#, ca_file: Some("/ca.pem"), ..handover(&servers) }.java();
        let parsed = Config::from_properties(&Properties::parse(&text)).unwrap();
        assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
        let debug = format!("{:?}", parsed.config);
        assert!(debug.contains(r#"SCRAM-SHA-512 as "a\"b\\c""#), "{debug}");
        assert!(debug.contains("/ca.pem"), "{debug}");
    }
}
