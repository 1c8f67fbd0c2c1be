//! What Amazon MSK's names and port numbers say.
//!
//! The table is from Amazon's developer guide, "Port information".

use std::fmt;
use std::num::NonZeroU16;

use kafka_auth::msk_host::service_and_region;

use crate::HostPort;

/// Where multi-VPC private connectivity has its brokers.
const MULTI_VPC_PORTS: std::ops::RangeInclusive<u16> = 14_001..=14_999;

/// What tells the listener in a name of multi-VPC private connectivity.
const LABELS: [(&str, Listener); 3] =
    [("iam", Listener::Iam), ("scram", Listener::Scram), ("tls", Listener::Tls)];

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
    /// Over multi-VPC private connectivity, at this port: 14001 and up, one for each broker. It is the
    /// label in the host's name that tells the listener, as in `b-1.scram.…`.
    MultiVpc(u16),
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

    /// What the address of a broker says: its port, and where multi-VPC private connectivity is used, its name.
    ///
    /// ```
    /// use kafka_admin::{Listener, MskPort};
    ///
    /// let broker = "b-1.scram.demo.abc123.c2.kafka.us-east-1.amazonaws.com:14001".parse().unwrap();
    /// let scram = MskPort::of_address(&broker).unwrap();
    /// assert_eq!(scram.listener, Listener::Scram);
    /// let iam = scram.of_listener(Listener::Iam).on(&broker);
    /// assert_eq!(iam.to_string(), "b-1.iam.demo.abc123.c2.kafka.us-east-1.amazonaws.com:14001");
    /// ```
    pub fn of_address(address: &HostPort) -> Option<Self> {
        let port = address.port();
        match MULTI_VPC_PORTS.contains(&port) && is_msk_host(address.host()) {
            true => {
                let listener = listener_of_label(label(address.host())?)?;
                Some(Self { listener, network: Network::MultiVpc(port) })
            }
            false => Self::of(port),
        }
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
            Network::MultiVpc(port) => return port,
        };
        base + match self.listener {
            Listener::Plaintext => 2,
            Listener::Tls => 4,
            Listener::Scram => 6,
            Listener::Iam => 8,
        }
    }

    /// The same broker on this port, and where multi-VPC private connectivity is used, by the name for this
    /// listener.
    pub fn on(self, address: &HostPort) -> HostPort {
        if let Network::MultiVpc(_) = self.network {
            return self.by_name(address).unwrap_or_else(|| address.clone());
        }
        NonZeroU16::new(self.port()).map_or_else(|| address.clone(), |port| address.with_port(port))
    }

    /// The same broker by the name for this listener.
    fn by_name(self, address: &HostPort) -> Option<HostPort> {
        let (broker, rest) = address.host().split_once('.')?;
        let (_, rest) = rest.split_once('.')?;
        let label = label_of_listener(self.listener)?;
        format!("{broker}.{label}.{rest}:{}", address.port()).parse().ok()
    }

    /// Whether both are the same listener, seen from the same network.
    pub(super) fn is_like(self, other: Self) -> bool {
        use std::mem::discriminant;
        self.listener == other.listener
            && discriminant(&self.network) == discriminant(&other.network)
    }

    /// The port for a mechanism, seen from a port that turned out not to offer it.
    pub(crate) fn for_mechanism(mechanism: &str, seen_from: u16) -> Option<Self> {
        if MULTI_VPC_PORTS.contains(&seen_from) {
            return None;
        }
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

/// A host of Amazon MSK: `….kafka.<region>.amazonaws.com`, also serverless, and in every partition of AWS.
pub(crate) fn is_msk(address: &str) -> bool {
    let Ok(address) = address.parse::<HostPort>() else { return false };
    is_msk_host(address.host())
}

pub(crate) fn is_msk_host(host: &str) -> bool {
    service_and_region(host).is_some()
}

/// Amazon MSK Serverless, which takes AWS_MSK_IAM only.
pub(super) fn is_serverless(address: &str) -> bool {
    let Ok(address) = address.parse::<HostPort>() else { return false };
    service_and_region(address.host()).is_some_and(|(service, _)| service == "kafka-serverless")
}

/// The second label of a host's name.
fn label(host: &str) -> Option<&str> {
    host.split('.').nth(1)
}

fn listener_of_label(label: &str) -> Option<Listener> {
    LABELS.iter().find(|(known, _)| *known == label).map(|(_, listener)| *listener)
}

pub(super) fn label_of_listener(listener: Listener) -> Option<&'static str> {
    LABELS.iter().find(|(_, known)| *known == listener).map(|(label, _)| *label)
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
        assert!(is_serverless("boot-x.c1.kafka-serverless.us-east-1.amazonaws.com:9098"));
    }

    fn of(address: &str) -> Option<MskPort> {
        MskPort::of_address(&address.parse().unwrap())
    }

    #[test]
    fn multi_vpc_names_tell_the_listener_and_their_ports_the_broker() {
        let host = "demo.abc123.c2.kafka.us-east-1.amazonaws.com";
        for (label, listener) in LABELS {
            let found = of(&format!("b-2.{label}.{host}:14002")).unwrap();
            assert_eq!((found.listener, found.port()), (listener, 14_002));
            let iam = found
                .of_listener(Listener::Iam)
                .on(&format!("b-2.{label}.{host}:14002").parse().unwrap());
            assert_eq!(iam.to_string(), format!("b-2.iam.{host}:14002"));
        }
        assert_eq!(of(&format!("b-2.{host}:14002")), None);
        assert_eq!(of("b-2.scram.example.com:14002"), None);
        assert_eq!(of("b-2.scram.example.com:9196").unwrap().listener, Listener::Scram);
        assert_eq!(MskPort::for_mechanism("SCRAM-SHA-512", 14_002), None);
    }
}
