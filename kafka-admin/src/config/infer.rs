//! What follows from the ports, and what can be refused before anything is dialled.

use kafka_auth::tls::TlsRoots;

use super::msk::{is_msk, is_serverless, label_of_listener};
use super::{Auth, Config, Listener, MskPort, Network, Tls};
use crate::{Diagnosis, Error, HostPort, Result};

/// A configuration with nothing left to guess.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    pub(crate) bootstrap: Vec<HostPort>,
    pub(crate) tls: Tls,
    pub(crate) auth: Auth,
}

impl Config {
    /// What the ports of the bootstrap servers say, when all of them say the same. With multi-VPC private
    /// connectivity it is their names that say it, and the port is that of the first.
    pub fn msk_port(&self) -> Option<MskPort> {
        let mut ports = self.bootstrap.iter().map(|text| {
            let address: HostPort = text.parse().ok()?;
            MskPort::of_address(&address)
        });
        let first = ports.next()??;
        ports.all(|port| port.is_some_and(|port| port.is_like(first))).then_some(first)
    }

    /// Fills in what was not set from the ports, and says what they are; other ports change nothing.
    ///
    /// [`Admin::connect`](crate::Admin::connect) does this by itself; call it to show or check.
    ///
    /// # Errors
    /// The host is an MSK broker and the port is not for the configured login (the right port is in
    /// the message), or the port needs a user and password and none is set.
    pub fn infer_from_port(&mut self) -> Result<Option<MskPort>> {
        let Some(port) = self.msk_port() else { return Ok(None) };
        self.check_login(port)?;
        self.tls.get_or_insert_with(|| default_tls(port.listener));
        if self.auth.is_none() {
            self.auth = Some(inferred_auth(port)?);
        }
        Ok(Some(port))
    }

    /// Checks everything that can be checked without a connection.
    pub(crate) fn resolve(mut self) -> Result<(Self, Resolved)> {
        let bootstrap = self.addresses()?;
        self.infer_from_port()?;
        let tls = self.tls.clone().unwrap_or(Tls::Roots(TlsRoots::Public));
        let auth = self.auth.clone().unwrap_or(Auth::None);
        self.check_secrets(&tls, &auth)?;
        Ok((self, Resolved { bootstrap, tls, auth }))
    }

    fn addresses(&self) -> Result<Vec<HostPort>> {
        if self.bootstrap.is_empty() {
            return Err(
                Error::config("no bootstrap server is given").hinted("name one as host:port")
            );
        }
        self.bootstrap.iter().map(|text| address(text)).collect()
    }

    fn check_login(&self, port: MskPort) -> Result<()> {
        let Some(wanted) = self.auth.as_ref().and_then(listener_of) else { return Ok(()) };
        if wanted != Listener::Iam && self.bootstrap.iter().any(|text| is_serverless(text)) {
            return Err(Error::config(format!("Amazon MSK Serverless has no {wanted}"))
                .hinted("log in by AWS_MSK_IAM: leave user and password out"));
        }
        let fits = wanted == port.listener || !self.bootstrap.iter().any(|text| is_msk(text));
        match fits {
            true => Ok(()),
            false => Err(mismatch(wanted, port)),
        }
    }

    /// A captured IAM payload is good for 15 minutes, a captured token as long as it lasts, a captured
    /// PLAIN message for ever.
    fn check_secrets(&self, tls: &Tls, auth: &Auth) -> Result<()> {
        let is_bare = matches!(tls, Tls::Disabled) && auth.needs_tls();
        if is_bare && !self.secrets_without_tls {
            let mechanism = auth.mechanism().unwrap_or_default();
            return Err(Error::config(format!(
                "{mechanism} without TLS would show the secret to the network"
            ))
            .hinted("set security.protocol=SASL_SSL")
            .diagnosed(Diagnosis::BARE_SECRET));
        }
        match auth {
            Auth::MskIam if self.aws_credentials.is_none() => Err(Error::config(
                "AWS_MSK_IAM needs AWS credentials, and none are given",
            )
            .hinted(
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile or a role \
                 (--aws-profile, --aws-role-arn)",
            )
            .diagnosed(Diagnosis::CREDENTIALS)),
            _ => Ok(()),
        }
    }
}

fn listener_of(auth: &Auth) -> Option<Listener> {
    match auth {
        Auth::MskIam | Auth::OauthBearer { .. } => Some(Listener::Iam),
        Auth::Scram { .. } | Auth::DelegationToken { .. } => Some(Listener::Scram),
        _ => None,
    }
}

fn mismatch(wanted: Listener, port: MskPort) -> Error {
    if let (Network::MultiVpc(_), Some(label)) = (port.network, label_of_listener(wanted)) {
        let listener = port.listener;
        return Error::config(format!(
            "these names of Amazon MSK are for {listener}, not for {wanted}"
        ))
        .hinted(format!("use the names for {wanted}: b-1.{label}.…"));
    }
    let right = port.of_listener(wanted).port();
    let message =
        format!("port {} of Amazon MSK is for {}, not for {wanted}", port.port(), port.listener);
    Error::config(message)
        .hinted(format!("use port {right} for {wanted}"))
        .diagnosed(Diagnosis::MSK_PORT)
}

fn default_tls(listener: Listener) -> Tls {
    match listener {
        Listener::Plaintext => Tls::Disabled,
        _ => Tls::Roots(TlsRoots::Public),
    }
}

fn inferred_auth(port: MskPort) -> Result<Auth> {
    match port.listener {
        Listener::Iam => Ok(Auth::MskIam),
        Listener::Plaintext | Listener::Tls => Ok(Auth::None),
        Listener::Scram if matches!(port.network, Network::MultiVpc(_)) => Err(Error::config(
            "these names are Amazon MSK's for SCRAM-SHA-512, and no user is given",
        )
        .hinted(
            "set sasl.username and sasl.password, or use the names for AWS_MSK_IAM: b-1.iam.…",
        )),
        Listener::Scram => Err(Error::config(format!(
            "port {} is Amazon MSK's port for SCRAM-SHA-512, and no user is given",
            port.port()
        ))
        .hinted(format!(
            "set sasl.username and sasl.password, or use port {} for AWS_MSK_IAM",
            port.of_listener(Listener::Iam).port()
        ))),
    }
}

fn address(text: &str) -> Result<HostPort> {
    text.parse().map_err(|why| Error::config(format!("bootstrap server \"{text}\": {why}")))
}

#[cfg(test)]
mod tests {
    use kafka_auth::oauthbearer::BearerToken;
    use kafka_auth::{AwsCredentials, Secret};

    use super::*;
    use crate::ErrorKind;

    const MSK: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";

    #[test]
    fn nothing_configured_follows_the_port() {
        let mut config = Config::new(["h:9198", "i:9198"]);
        assert_eq!(config.infer_from_port().unwrap().unwrap().listener, Listener::Iam);
        assert!(matches!(config.auth, Some(Auth::MskIam)));
        assert!(matches!(config.tls, Some(Tls::Roots(TlsRoots::Public))));
        let (_, resolved) = Config::new(["h:9092"]).resolve().unwrap();
        assert!(matches!((resolved.tls, resolved.auth), (Tls::Disabled, Auth::None)));
    }

    #[test]
    fn other_ports_mean_tls_without_login() {
        let (_, resolved) = Config::new(["h:443"]).resolve().unwrap();
        assert!(matches!((resolved.tls, resolved.auth), (Tls::Roots(_), Auth::None)));
    }

    #[test]
    fn a_mismatch_on_msk_names_the_right_port() {
        let mut config =
            Config::new([format!("{MSK}:9198")]).auth(Auth::scram_sha_512("u", "MARKER"));
        let error = config.infer_from_port().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.hint().unwrap().contains("9196"), "{error:?}");
        let mut config = Config::new([format!("{MSK}:9096")]).auth(Auth::MskIam);
        assert!(config.infer_from_port().unwrap_err().hint().unwrap().contains("9098"));
    }

    #[test]
    fn names_of_multi_vpc_say_what_is_missing_and_what_contradicts_them() {
        let of = |label: &str, broker: u16| {
            format!("b-{broker}.{label}.demo.abc123.c2.kafka.us-east-1.amazonaws.com:1400{broker}")
        };
        let both = |label: &str| Config::new([of(label, 1), of(label, 2)]);
        let mut iam = both("iam");
        assert_eq!(iam.infer_from_port().unwrap().unwrap().listener, Listener::Iam);
        assert!(matches!((iam.auth, iam.tls), (Some(Auth::MskIam), Some(Tls::Roots(_)))));
        let missing = both("scram").infer_from_port().unwrap_err();
        assert!(missing.hint().unwrap().contains("b-1.iam."), "{missing:?}");
        let wrong = both("iam").auth(Auth::scram_sha_512("u", "MARKER")).infer_from_port();
        let wrong = wrong.unwrap_err();
        assert!(wrong.hint().unwrap().contains("b-1.scram."), "{wrong:?}");
        let mut scram = both("scram").auth(Auth::scram_sha_512("u", "p"));
        assert_eq!(scram.infer_from_port().unwrap().unwrap().listener, Listener::Scram);
        let mixed = Config::new([of("iam", 1), of("scram", 2)]);
        assert_eq!(mixed.msk_port(), None);
    }

    #[test]
    fn serverless_has_no_password() {
        let host = "boot-x.c1.kafka-serverless.us-east-1.amazonaws.com:9098";
        let mut config = Config::new([host]).auth(Auth::scram_sha_512("u", "MARKER"));
        let error = config.infer_from_port().unwrap_err();
        assert!(error.hint().unwrap().contains("AWS_MSK_IAM"), "{error:?}");
        Config::new([host]).infer_from_port().unwrap();
    }

    #[test]
    fn elsewhere_the_ports_may_mean_something_else() {
        let mut config = Config::new(["kafka.local:9198"]).auth(Auth::scram_sha_512("u", "p"));
        config.infer_from_port().unwrap();
    }

    #[test]
    fn h03_i12_secrets_need_tls_unless_spelled_out() {
        let token = BearerToken::new(Secret::new("MARKER")).unwrap();
        for auth in [Auth::plain("u", "MARKER"), Auth::MskIam, Auth::oauthbearer(token)] {
            let bare = Config::new(["h:1"]).tls(Tls::Disabled).auth(auth);
            let bare = bare.aws_credentials(AwsCredentials::new("AKID", Secret::new("MARKER")));
            let error = bare.clone().resolve().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(!format!("{error:?}").contains("MARKER"));
            let _ = bare.dangerously_allow_secrets_without_tls().resolve().unwrap();
        }
        let scram = Config::new(["h:1"]).tls(Tls::Disabled).auth(Auth::scram_sha_512("u", "p"));
        let _ = scram.resolve().unwrap();
    }

    #[test]
    fn a_login_without_its_secret_is_refused() {
        assert!(Config::new(["h:9196"]).resolve().unwrap_err().hint().unwrap().contains("9198"));
        let error = Config::new(["h:9198"]).resolve().unwrap_err();
        assert!(error.hint().unwrap().contains("AWS_ACCESS_KEY_ID"));
    }

    #[test]
    fn bad_addresses_are_named() {
        let error = Config::new(["h"]).resolve().unwrap_err();
        assert!(error.to_string().contains("\"h\": the port is missing"), "{error}");
        assert!(Config::new(Vec::<String>::new()).resolve().is_err());
    }
}
