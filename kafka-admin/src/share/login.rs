//! The user's login, as it follows from the administrator's.

use kafka_auth::Secret;

use crate::HostPort;
use crate::config::{Auth, Config, Listener, Tls};

/// Where the users of a cluster log in by SCRAM, seen from where its administrator does: on Amazon
/// MSK the same hosts with another port (9198 → 9196, 9098 → 9096), for an administrator who logs in
/// by SCRAM the same addresses. `None` when there is no telling.
pub fn user_bootstrap(admin: &Config) -> Option<Vec<String>> {
    if matches!(admin.auth, Some(Auth::Scram { .. })) {
        return Some(admin.bootstrap.clone());
    }
    let port = admin.msk_port()?.of_listener(Listener::Scram);
    let swapped = |text: &String| Some(port.on(&text.parse::<HostPort>().ok()?).to_string());
    admin.bootstrap.iter().map(swapped).collect()
}

/// The login of a user by SCRAM-SHA-512, with the administrator's timeouts and TLS settings.
pub fn user_login<I>(
    admin: &Config,
    bootstrap_servers: I,
    user: impl Into<String>,
    password: impl Into<Secret>,
) -> Config
where
    I: IntoIterator,
    I::Item: Into<String>,
{
    admin.clone().bootstrap_servers(bootstrap_servers).auth(Auth::scram_sha_512(user, password))
}

/// Whether a login with these settings goes over the network in plaintext.
pub fn is_plaintext(login: &Config) -> bool {
    match &login.tls {
        Some(tls) => matches!(tls, Tls::Disabled),
        None => login.msk_port().is_some_and(|port| port.listener == Listener::Plaintext),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plaintext_is_told_from_tls() {
        assert!(is_plaintext(&Config::new(["h:9092"])));
        assert!(is_plaintext(&Config::new(["h:1"]).tls(Tls::Disabled)));
        assert!(!is_plaintext(&Config::new(["h:9196"])));
        assert!(!is_plaintext(&Config::new(["h:1"])));
    }

    #[test]
    fn the_scram_port_follows_from_the_iam_port() {
        let derive = |servers: &[&str]| user_bootstrap(&Config::new(servers.iter().copied()));
        assert_eq!(derive(&["a:9198", "b:9198"]).unwrap(), ["a:9196", "b:9196"]);
        assert_eq!(derive(&["a:9098"]).unwrap(), ["a:9096"]);
        assert_eq!(derive(&["a:9098", "a:9092"]), None);
        assert_eq!(derive(&["a:29092"]), None);
        let scram = Config::new(["a:29092"]).auth(Auth::scram_sha_512("ops", "pw"));
        assert_eq!(user_bootstrap(&scram).unwrap(), ["a:29092"]);
    }
}
