//! Networks in CIDR notation, as hosts of ACLs since Kafka 4.4.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// `10.1.0.0/16` or `2001:db8::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    address: IpAddr,
    length: u8,
}

impl Network {
    /// What Kafka says against the host of an ACL, in the words of its `CidrUtils`.
    pub(crate) fn check(host: &str) -> Result<(), String> {
        match Self::parse(host) {
            Some(Err(flaw)) => Err(format!("Invalid CIDR notation '{host}': {flaw}")),
            _ => Ok(()),
        }
    }

    /// `None` if the text has no slash, and so is not meant as a network.
    pub(crate) fn parse(text: &str) -> Option<Result<Self, String>> {
        let (address, length) = text.split_once('/')?;
        Some(match text.contains(':') {
            true => Self::parse_v6(text, address, length),
            false => Self::parse_v4(text, address, length),
        })
    }

    /// Numbers may have leading zeros: one to three digits, then one or two.
    fn parse_v4(text: &str, address: &str, length: &str) -> Result<Self, String> {
        let numbers: Option<Vec<u16>> = address.split('.').map(|part| number(part, 3)).collect();
        let octets: Option<[u16; 4]> = numbers.and_then(|it| it.try_into().ok());
        let (Some(octets), Some(length)) = (octets, number(length, 2)) else {
            return Err(format!("Could not parse [{text}]"));
        };
        if let Some(octet) = octets.iter().find(|octet| **octet > 255) {
            return Err(format!("Value [{octet}] not in range [0,255]"));
        }
        if length > 32 {
            return Err(format!("Value [{length}] not in range [0,32]"));
        }
        let address = Ipv4Addr::from(octets.map(|octet| octet as u8));
        Ok(Self { address: address.into(), length: length as u8 })
    }

    fn parse_v6(text: &str, address: &str, length: &str) -> Result<Self, String> {
        let Ok(length) = length.parse::<i32>() else {
            return Err(format!("Could not parse [{text}] - invalid prefix length"));
        };
        let Some(length) = u8::try_from(length).ok().filter(|length| *length <= 128) else {
            let flaw = "prefix length must be between 0 and 128";
            return Err(format!("Could not parse [{text}] - {flaw}"));
        };
        let bracketed = address.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        let bare = bracketed.unwrap_or(address);
        let bare =
            bare.split_once('%').map_or(bare, |(it, zone)| if zone.is_empty() { "" } else { it });
        match bare.parse::<Ipv6Addr>() {
            Err(_) => Err(format!("Could not parse [{address}]")),
            Ok(it) if it.to_ipv4_mapped().is_some() => {
                Err(format!("Could not parse [{address}] - not an IPv6 address"))
            }
            Ok(it) => Ok(Self { address: it.into(), length }),
        }
    }

    /// Whether the address is in the network; the first and the last one are.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let has_same_start = self.start(self.address) == self.start(address);
        self.address.is_ipv4() == address.is_ipv4() && has_same_start
    }

    /// The bits of the address that belong to the network.
    fn start(&self, address: IpAddr) -> u128 {
        let number = match address {
            IpAddr::V4(address) => u128::from(address.to_bits()),
            IpAddr::V6(address) => address.to_bits(),
        };
        let host_bits = u32::from(bits(address).saturating_sub(self.length));
        number.checked_shr(host_bits).unwrap_or(0)
    }
}

/// A number of one digit to `digits` digits.
fn number(text: &str, digits: usize) -> Option<u16> {
    let is_number = text.bytes().all(|c| c.is_ascii_digit()) && text.len() <= digits;
    text.parse().ok().filter(|_| is_number)
}

fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_in_their_network() {
        // (network, address, answer)
        let table = [
            ("127.0.0.0/8", "127.0.0.1", true),
            ("127.0.0.0/8", "128.0.0.1", false),
            ("127.0.0.1/32", "127.0.0.1", true),
            ("127.0.0.1/32", "127.0.0.2", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("0.0.0.0/0", "::1", false),
            ("10.1.2.3/16", "10.1.255.255", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "::1", true),
        ];
        for (network, address, answer) in table {
            let network = Network::parse(network).unwrap().unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), answer, "{network:?} {address}");
        }
    }

    #[test]
    fn texts_without_a_slash_are_not_meant_as_networks() {
        for text in ["*", "127.0.0.1", "127.0.0.*", "localhost", "::1"] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }

    #[test]
    fn kafka_4_4_takes_these() {
        for text in
            ["010.0.0.0/08", "::/+1", "::/0008", "fe80::1%eth0/64", "[::1]/128", "::1.2.3.4/128"]
        {
            assert_eq!(Network::check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn kafka_4_4_says_this_against_others() {
        // (host, what Kafka said behind the host)
        let table = [
            ("10.0.0.0/33", "Value [33] not in range [0,32]"),
            ("256.0.0.0/8", "Value [256] not in range [0,255]"),
            ("10.0.0.0/", "Could not parse [10.0.0.0/]"),
            ("10.0.0.0/133", "Could not parse [10.0.0.0/133]"),
            ("10.0.0.0/8/8", "Could not parse [10.0.0.0/8/8]"),
            ("10.0.0.0/+8", "Could not parse [10.0.0.0/+8]"),
            ("0010.0.0.0/8", "Could not parse [0010.0.0.0/8]"),
            ("10.0.0/8", "Could not parse [10.0.0/8]"),
            ("localhost/8", "Could not parse [localhost/8]"),
            ("/", "Could not parse [/]"),
            ("::/", "Could not parse [::/] - invalid prefix length"),
            ("::/1/2", "Could not parse [::/1/2] - invalid prefix length"),
            ("::/-1", "Could not parse [::/-1] - prefix length must be between 0 and 128"),
            ("::1/129", "Could not parse [::1/129] - prefix length must be between 0 and 128"),
            ("::g/8", "Could not parse [::g]"),
            ("[::1/128", "Could not parse [[::1]"),
            ("fe80::1%/64", "Could not parse [fe80::1%]"),
            ("::ffff:10.0.0.0/104", "Could not parse [::ffff:10.0.0.0] - not an IPv6 address"),
        ];
        for (host, text) in table {
            assert_eq!(
                Network::check(host),
                Err(format!("Invalid CIDR notation '{host}': {text}"))
            );
        }
    }
}
