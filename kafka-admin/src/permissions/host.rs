//! Hosts of ACLs, and the addresses of clients that they match.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How a broker writes the address of a client: as Java's `InetAddress.getHostAddress()` does, so
/// `0:0:0:0:0:0:0:1` for `::1`, and IPv4 in IPv6 as IPv4. An ACL names a host by this text.
#[must_use]
pub fn host_text(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => address.segments().map(|part| format!("{part:x}")).join(":"),
    }
}

/// What the host of an ACL stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostPattern {
    /// `*`: every client.
    Any,
    /// The client with this address.
    Address(IpAddr),
    /// Every client of a network, first and last address included (Kafka 4.4 and later; earlier releases
    /// keep such a host, and it matches nobody).
    Network {
        /// An address of the network.
        address: IpAddr,
        /// How many of its first bits belong to the network.
        length: u8,
    },
    /// No client: a name, or an address that Java writes in another way.
    Nobody,
}

impl HostPattern {
    /// Reads the host of an ACL.
    #[must_use]
    pub fn parse(host: &str) -> Self {
        if host == "*" {
            return Self::Any;
        }
        if let Some((address, length)) = host.split_once('/') {
            return network(address, length).unwrap_or(Self::Nobody);
        }
        let address = host.parse().ok().filter(|address| host_text(*address) == host);
        address.map_or(Self::Nobody, Self::Address)
    }

    /// Whether a client with this address is meant.
    #[must_use]
    pub fn matches(self, client: IpAddr) -> bool {
        let client = client.to_canonical();
        match self {
            Self::Any => true,
            Self::Address(address) => address.to_canonical() == client,
            Self::Network { address, length } => {
                address.is_ipv4() == client.is_ipv4()
                    && beginning(address, length) == beginning(client, length)
            }
            Self::Nobody => false,
        }
    }
}

/// As Kafka's `CidrUtils` reads the two sides of the slash.
fn network(address: &str, length: &str) -> Option<HostPattern> {
    if address.contains(':') {
        let length = length.parse::<u8>().ok().filter(|length| *length <= 128)?;
        let address: Ipv6Addr = without_zone(address).parse().ok()?;
        // Java takes IPv4 in IPv6 for IPv4, and Kafka refuses it here.
        let mapped = address.to_ipv4_mapped().is_some();
        return (!mapped).then_some(HostPattern::Network { address: address.into(), length });
    }
    let length = digits(length, 2).filter(|length| *length <= 32)?;
    let parts: Vec<u8> = address.split('.').map(octet).collect::<Option<_>>()?;
    let address = Ipv4Addr::from(<[u8; 4]>::try_from(parts).ok()?);
    Some(HostPattern::Network { address: address.into(), length: u8::try_from(length).ok()? })
}

/// `fe80::1` of `[fe80::1%eth0]`.
fn without_zone(address: &str) -> &str {
    let inner = address.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(address);
    match inner.split_once('%') {
        Some((address, zone)) if !zone.is_empty() => address,
        _ => inner,
    }
}

/// Leading zeros change nothing: this is decimal, never octal.
fn octet(text: &str) -> Option<u8> {
    u8::try_from(digits(text, 3)?).ok()
}

fn digits(text: &str, at_most: usize) -> Option<u16> {
    let good = (1..=at_most).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|_| good)
}

/// The first bits of an address.
fn beginning(address: IpAddr, length: u8) -> Option<u128> {
    let (number, width) = match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    // To shift everything away is nothing left of either.
    number.checked_shr(width - u32::from(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(host: &str, client: &str) -> bool {
        HostPattern::parse(host).matches(client.parse().unwrap())
    }

    /// Measured on Kafka 4.4.0.
    #[test]
    fn hosts_match_the_clients_that_kafka_lets_them_match() {
        for host in
            ["*", "127.0.0.1", "127.0.0.0/8", "127.0.0.1/32", "0.0.0.0/0", "127.000.000.001/08"]
        {
            assert!(matches(host, "127.0.0.1"), "{host}");
        }
        for host in
            ["localhost", "127.0.0.*", "127.0.0.2", "127.0.0.2/32", "", "/", "::/0", "127.0.0.1/33"]
        {
            assert!(!matches(host, "127.0.0.1"), "{host}");
        }
        assert!(matches("127.0.0.1", "::ffff:127.0.0.1"), "IPv4 in IPv6 is IPv4");
    }

    #[test]
    fn ipv6_is_written_out_as_java_does() {
        assert_eq!(host_text("::1".parse().unwrap()), "0:0:0:0:0:0:0:1");
        assert!(matches("0:0:0:0:0:0:0:1", "::1"));
        assert!(!matches("::1", "::1"));
        for host in ["2001:db8::/32", "[2001:db8::]/32", "2001:db8::%eth0/32", "::/0"] {
            assert!(matches(host, "2001:db8:ffff::1"), "{host}");
        }
        for host in
            ["2001:db9::/32", "2001:db8::/129", "::ffff:1.2.3.4/0", "2001:db8::/x", "0.0.0.0/0"]
        {
            assert!(!matches(host, "2001:db8:ffff::1"), "{host}");
        }
    }
}
