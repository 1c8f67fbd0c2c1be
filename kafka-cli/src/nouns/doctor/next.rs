//! The next step of a finding as a line for a shell.

use kafka_admin::Diagnosis;

use crate::command_line::connection;
use crate::connect_args::ConnectArgs;
use crate::handover::quoted;

/// What is known about the command that found something.
pub(super) struct Next<'a> {
    pub(super) connect: &'a ConnectArgs,
    pub(super) topic: Option<&'a str>,
    pub(super) group: Option<&'a str>,
    pub(super) principal: Option<&'a str>,
    /// Whether a mechanism is set.
    pub(super) has_login: bool,
}

impl Next<'_> {
    /// The line, for a finding on the way to a broker. What is not known stands there in capitals.
    pub(super) fn line(&self, diagnosis: Diagnosis, broker: Option<&str>) -> String {
        let template = diagnosis.next_step();
        let flags = self.flags(template, broker);
        let mut line = String::new();
        for word in template.replace(" -b BROKER", "").split(' ') {
            self.push(&mut line, word, broker);
        }
        if template.contains(" -b BROKER") {
            line += &flags;
        }
        // The listener is another, and the login is the same.
        let keeps_login = matches!(
            diagnosis,
            Diagnosis::NOT_TLS | Diagnosis::PLAINTEXT_PORT | Diagnosis::TLS_PORT
        );
        match keeps_login && self.has_login {
            true => line.replace("protocol=", "protocol=SASL_"),
            false => line,
        }
    }

    /// How the command reaches the cluster. `kadm trust` takes an address only.
    fn flags(&self, template: &str, broker: Option<&str>) -> String {
        let at =
            broker.map(str::to_owned).or_else(|| self.connect.bootstrap_servers.first().cloned());
        if template.starts_with("kadm trust") {
            return format!(" -b {}", quoted(at.as_deref().unwrap_or("BROKER")));
        }
        let mut connect = self.connect.clone();
        if template.starts_with("kadm doctor") {
            connect.bootstrap_servers = at.into_iter().collect();
        }
        let set = template.split(' ').filter_map(|word| word.split_once('='));
        let changed: Vec<_> = set.map(|(key, _)| format!("{key}=")).collect();
        connect.settings.retain(|it| !changed.iter().any(|key| it.starts_with(key)));
        connection(&connect)
    }

    fn push(&self, line: &mut String, word: &str, broker: Option<&str>) {
        let (host, port) = broker.and_then(|broker| broker.rsplit_once(':')).unzip();
        let user = self.principal.map(|it| it.strip_prefix("User:").unwrap_or(it));
        let known = [
            ("BROKER", broker),
            ("HOST", host.map(|it| it.trim_start_matches('[').trim_end_matches(']'))),
            ("PORT", port),
            ("TOPIC", self.topic),
            ("GROUP", self.group),
            ("PRINCIPAL", self.principal),
            ("USER", user),
        ];
        let found = known.iter().find(|(name, _)| word.contains(name));
        let word = match found {
            Some((name, Some(value))) => quoted(&word.replace(name, value)),
            _ => word.to_owned(),
        };
        // A value that begins with a hyphen would be read as a flag.
        let is_value = found.is_some() && word.trim_start_matches('\'').starts_with('-');
        match line.rsplit(' ').next().is_some_and(|last| last.starts_with("--")) && is_value {
            true => line.push('='),
            false if line.is_empty() => {}
            false => line.push(' '),
        }
        line.push_str(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next<'a>(connect: &'a ConnectArgs, topic: Option<&'a str>) -> Next<'a> {
        Next { connect, topic, group: None, principal: Some("User:a b"), has_login: false }
    }

    #[test]
    fn a_line_is_for_the_broker_and_the_login_that_it_is_about() {
        let connect = ConnectArgs {
            bootstrap_servers: vec!["a:1".into(), "b:2".into()],
            settings: vec!["security.protocol=SSL".into(), "client.id=x".into()],
            ..ConnectArgs::default()
        };
        let next = next(&connect, Some("-t;rm"));
        let line = |it| next.line(it, Some("b:2"));
        assert_eq!(line(Diagnosis::EXPIRED), "kadm trust -b b:2");
        assert_eq!(line(Diagnosis::REFUSED), "nc -vz b 2");
        assert_eq!(line(Diagnosis::HTTP), "curl -sI http://b:2/");
        assert_eq!(
            line(Diagnosis::PLAINTEXT_PORT),
            "kadm doctor -X security.protocol=PLAINTEXT -b b:2 -X 'client.id=x'"
        );
        assert_eq!(
            line(Diagnosis::TOPIC_DENIED),
            "kadm acl why 'User:a b' describe --topic='-t;rm' -b a:1,b:2 -X 'security.protocol=SSL' -X 'client.id=x'"
        );
    }

    #[test]
    fn what_is_not_known_stands_in_capitals() {
        let connect = ConnectArgs::default();
        let next = next(&connect, None);
        assert_eq!(next.line(Diagnosis::EXPIRED, None), "kadm trust -b BROKER");
        assert_eq!(next.line(Diagnosis::UNKNOWN_HOST, Some("[::1]:9")), "getent ahosts ::1");
    }
}
