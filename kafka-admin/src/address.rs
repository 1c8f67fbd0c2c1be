//! `host:port`, checked before a resolver, a TLS library or a signature sees it.

use std::error::Error;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// The longest host name that DNS allows.
const MAX_HOST: usize = 253;
/// RFC 1035 §2.3.4: "labels 63 octets or less".
const MAX_LABEL: usize = 63;

/// A host, by DNS name or IP address, and a port from 1 to 65535.
///
/// The name is kept as it has to be signed and verified: in lower case, without a trailing dot. An
/// IPv6 address is written in brackets: `[::1]:9092`.
///
/// ```
/// let address: kafka_admin::HostPort = "SASL_SSL://B-1.Example.com.:9098".parse()?;
/// assert_eq!((address.host(), address.port()), ("b-1.example.com", 9098));
/// # Ok::<(), kafka_admin::AddressError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostPort {
    host: String,
    port: u16,
}

/// Why a text is not a `host:port`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressError {
    /// Neither a DNS name nor an IP address.
    Host,
    /// An IPv6 address without brackets: where it ends is not clear.
    NoBrackets,
    /// No `:port` at the end.
    NoPort,
    /// The port is not a number from 1 to 65535.
    Port,
}

impl HostPort {
    /// Checks host and port.
    ///
    /// # Errors
    /// The host has no DNS or IP syntax, or the port is 0.
    pub fn new(host: &str, port: u16) -> Result<Self, AddressError> {
        match port {
            0 => Err(AddressError::Port),
            port => Ok(Self { host: normal_host(host)?, port }),
        }
    }

    /// Checks host and port as a broker advertises them.
    pub(crate) fn advertised(host: &str, port: i32) -> Result<Self, AddressError> {
        Self::new(host, u16::try_from(port).map_err(|_| AddressError::Port)?)
    }

    /// The name or address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The same host with another port, at least 1.
    pub fn with_port(&self, port: std::num::NonZeroU16) -> Self {
        Self { host: self.host.clone(), port: port.get() }
    }
}

/// Reads `host:port`, with Kafka's optional listener name in front (`SASL_SSL://host:port`).
impl FromStr for HostPort {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let text = text.split_once("://").map_or(text, |(_, address)| address);
        let (host, port) = text.rsplit_once(':').ok_or(AddressError::NoPort)?;
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AddressError::Port);
        }
        Self::new(unbracketed(host)?, port.parse().map_err(|_| AddressError::Port)?)
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "the host is neither a DNS name nor an IP address",
            Self::NoBrackets => "an IPv6 address stands in brackets: [::1]:9092",
            Self::NoPort => "the port is missing: host:port",
            Self::Port => "the port is not a number from 1 to 65535",
        })
    }
}

impl Error for AddressError {}

fn unbracketed(host: &str) -> Result<&str, AddressError> {
    match host.strip_prefix('[') {
        Some(rest) => {
            rest.strip_suffix(']').filter(|ip| ip.contains(':')).ok_or(AddressError::Host)
        }
        None if host.contains(':') => Err(AddressError::NoBrackets),
        None => Ok(host),
    }
}

fn normal_host(host: &str) -> Result<String, AddressError> {
    let host = host.strip_suffix('.').unwrap_or(host);
    match host.parse::<IpAddr>() {
        Ok(address) => Ok(address.to_string()),
        Err(_) if is_dns_name(host) => Ok(host.to_ascii_lowercase()),
        Err(_) => Err(AddressError::Host),
    }
}

/// Letters, digits and hyphens; underscores too, which DNS allows and container networks use.
fn is_dns_name(host: &str) -> bool {
    let is_name_byte = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_label = |label: &str| {
        (1..=MAX_LABEL).contains(&label.len())
            && label.bytes().all(is_name_byte)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= MAX_HOST && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<HostPort, AddressError> {
        text.parse()
    }

    #[test]
    fn names_and_addresses() {
        for (text, host, port) in [
            ("localhost:9092", "localhost", 9092),
            ("my_kafka-1:1", "my_kafka-1", 1),
            ("10.0.0.1:65535", "10.0.0.1", 65535),
            ("[::1]:9098", "::1", 9098),
            ("PLAINTEXT://h:9092", "h", 9092),
        ] {
            let address = parse(text).unwrap();
            assert_eq!((address.host(), address.port()), (host, port));
        }
        assert_eq!(parse("[2001:DB8::1]:9098").unwrap().to_string(), "[2001:db8::1]:9098");
    }

    #[test]
    fn i05_a_trailing_dot_and_capitals_are_normalised() {
        assert_eq!(parse("B-1.Example.COM.:9096").unwrap().to_string(), "b-1.example.com:9096");
    }

    #[test]
    fn f24_a_port_outside_of_its_range_is_refused() {
        for port in [-5, 0, 65_536, i32::MAX] {
            assert_eq!(HostPort::advertised("h", port), Err(AddressError::Port));
        }
        assert_eq!(parse("h:+1"), Err(AddressError::Port));
        assert_eq!(parse("h:"), Err(AddressError::Port));
        assert_eq!(parse("h:99999999999"), Err(AddressError::Port));
    }

    #[test]
    fn f25_a_host_without_syntax_is_refused() {
        let longest = format!("{}.{}", "a".repeat(63), "b.".repeat(95));
        assert_eq!(HostPort::new(&longest, 9092).unwrap().host().len(), MAX_HOST);
        let long = format!("{longest}c");
        let hosts =
            ["", "a\r\nb", "a\0b", "a b", "-a", "a-", "a..b", "é", "a/b", "a&b", "\"", &long];
        for host in hosts {
            assert_eq!(HostPort::new(host, 9092), Err(AddressError::Host), "{host:?}");
        }
        assert_eq!(HostPort::new(&"x".repeat(65_536), 9092), Err(AddressError::Host));
    }

    #[test]
    fn an_ipv6_address_needs_brackets() {
        assert_eq!(parse("::1:9092"), Err(AddressError::NoBrackets));
        assert_eq!(parse("[localhost]:9092"), Err(AddressError::Host));
        assert_eq!(parse("localhost"), Err(AddressError::NoPort));
    }
}
