//! What Amazon MSK's names and port numbers say.
//!
//! The table is from Amazon's developer guide, "Port information".

use std::fmt;
use std::num::NonZeroU16;

use crate::HostPort;

/// What a port of Amazon MSK speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Listener {
    /// AWS_MSK_IAM over TLS: 9098, 9198, 20098.
    Iam,
    /// No protection: 9092, 20092.
    Plaintext,
    /// SCRAM-SHA-512 over TLS: 9096, 9196, 20096.
    Scram,
    /// TLS, with or without client certificates: 9094, 9194, 20094.
    Tls,
}

/// From where a port of Amazon MSK is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Network {
    /// From within the VPC: 909x.
    Private,
    /// From anywhere: 919x.
    Public,
    /// Over IPv6: 2009x.
    Ipv6,
}

/// A port in Amazon MSK's table.
///
/// ```
/// use kafka_admin::{Listener, MskPort};
///
/// let iam = MskPort::of(9198).unwrap();
/// assert_eq!(iam.listener, Listener::Iam);
/// assert_eq!(iam.of_listener(Listener::Scram).port(), 9196);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct MskPort {
    /// What it speaks.
    pub listener: Listener,
    /// From where.
    pub network: Network,
}

impl MskPort {
    /// The table's entry for a port.
    pub fn of(port: u16) -> Option<Self> {
        let networks = [Network::Private, Network::Public, Network::Ipv6];
        let listeners = [Listener::Plaintext, Listener::Tls, Listener::Scram, Listener::Iam];
        let all = networks.map(|network| listeners.map(|listener| Self { listener, network }));
        let mut known = all.into_iter().flatten().filter(|entry| !entry.is_public_plaintext());
        known.find(|entry| entry.port() == port)
    }

    /// The port of another listener on the same network.
    pub fn of_listener(self, listener: Listener) -> Self {
        Self { listener, ..self }
    }

    /// The port number.
    pub fn port(self) -> u16 {
        let base = match self.network {
            Network::Private => 9090,
            Network::Public => 9190,
            Network::Ipv6 => 20_090,
        };
        base + match self.listener {
            Listener::Plaintext => 2,
            Listener::Tls => 4,
            Listener::Scram => 6,
            Listener::Iam => 8,
        }
    }

    /// The same broker on this port.
    pub fn on(self, address: &HostPort) -> HostPort {
        NonZeroU16::new(self.port()).map_or_else(|| address.clone(), |port| address.with_port(port))
    }

    /// The port for a mechanism, seen from a port that turned out not to offer it.
    pub(crate) fn for_mechanism(mechanism: &str, seen_from: u16) -> Option<Self> {
        let network = Self::of(seen_from).map_or(Network::Private, |entry| entry.network);
        let listener = match mechanism {
            "AWS_MSK_IAM" => Listener::Iam,
            "SCRAM-SHA-512" => Listener::Scram,
            _ => return None,
        };
        Some(Self { listener, network })
    }

    fn is_public_plaintext(self) -> bool {
        (self.listener, self.network) == (Listener::Plaintext, Network::Public)
    }
}

/// `AWS_MSK_IAM`, `SCRAM-SHA-512`, `TLS`, `plaintext`.
impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Iam => "AWS_MSK_IAM",
            Self::Plaintext => "plaintext",
            Self::Scram => "SCRAM-SHA-512",
            Self::Tls => "TLS",
        })
    }
}

/// A host of Amazon MSK: `….kafka.<region>.amazonaws.com`, also serverless and in China.
pub(crate) fn is_msk(address: &str) -> bool {
    let Ok(address) = address.parse::<HostPort>() else { return false };
    is_msk_host(address.host())
}

pub(crate) fn is_msk_host(host: &str) -> bool {
    let suffix = [".amazonaws.com", ".amazonaws.com.cn"];
    let Some(rest) = suffix.iter().find_map(|suffix| host.strip_suffix(suffix)) else {
        return false;
    };
    let service = rest.rsplit('.').nth(1).unwrap_or_default();
    ["kafka", "kafka-serverless", "kafka-beta"].contains(&service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amazons_table() {
        let table = [
            (9092, "plaintext"),
            (9094, "TLS"),
            (9194, "TLS"),
            (9096, "SCRAM-SHA-512"),
            (9196, "SCRAM-SHA-512"),
            (9098, "AWS_MSK_IAM"),
            (9198, "AWS_MSK_IAM"),
            (20_092, "plaintext"),
            (20_094, "TLS"),
            (20_096, "SCRAM-SHA-512"),
            (20_098, "AWS_MSK_IAM"),
        ];
        for (port, listener) in table {
            let entry = MskPort::of(port).unwrap();
            assert_eq!((entry.port(), entry.listener.to_string().as_str()), (port, listener));
        }
        for port in [1, 443, 9093, 9192, 29_092] {
            assert_eq!(MskPort::of(port), None);
        }
    }

    #[test]
    fn i03_a_host_is_known_by_its_end_never_by_a_part() {
        assert!(!is_msk("b-1.kafka.us-east-1.amazonaws.com.evil.example:9098"));
        assert!(is_msk("boot-x.c1.kafka-serverless.us-east-1.amazonaws.com:9098"));
        assert!(is_msk("b-1.d.x.c2.kafka.cn-north-1.amazonaws.com.cn:9098"));
    }
}
