//! The kinds of listeners, and the addresses they are advertised under.

use std::fmt;

/// A kind of listener. Every broker has one of each kind that is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Listener {
    /// TLS and SCRAM-SHA-512: MSK's 9096, public 9196. Always on.
    Scram,
    /// TLS and AWS_MSK_IAM: MSK's 9098, public 9198. Always on.
    Iam,
    /// TLS without a login, everybody is `User:ANONYMOUS`: MSK's 9094, public 9194.
    Tls,
    /// Neither TLS nor a login: MSK's 9092.
    Plaintext,
}

impl Listener {
    pub(crate) fn has_tls(self) -> bool {
        self != Self::Plaintext
    }

    pub(crate) fn has_login(self) -> bool {
        matches!(self, Self::Scram | Self::Iam)
    }
}

/// MSK's name of the listener.
impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Scram => "CLIENT_SASL_SCRAM",
            Self::Iam => "CLIENT_IAM",
            Self::Tls => "CLIENT_SECURE",
            Self::Plaintext => "CLIENT",
        })
    }
}

/// A broker and the ports its listeners have.
#[derive(Clone, Debug)]
pub(crate) struct Broker {
    pub(crate) id: i32,
    pub(crate) ports: Vec<(Listener, u16)>,
}

impl Broker {
    /// The port of that listener, if the broker has it.
    pub(crate) fn port(&self, listener: Listener) -> Option<u16> {
        self.ports.iter().find(|(kind, _)| *kind == listener).map(|(_, port)| *port)
    }
}

/// `host:port`, with brackets where the host is an IPv6 address.
pub(crate) fn address(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_hosts_get_brackets() {
        assert_eq!(address("localhost", 9096), "localhost:9096");
        assert_eq!(address("::1", 9096), "[::1]:9096");
    }
}
