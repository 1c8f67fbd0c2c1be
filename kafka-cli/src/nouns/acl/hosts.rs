//! Hosts that an ACL may name, and that no client ever has.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

use kafka_admin::acls::AclBinding;
use kafka_admin::escape::Escaped;

/// A sentence for each host that will not match as it is meant.
pub(super) fn warnings(acls: &[AclBinding]) -> Vec<String> {
    let hosts: BTreeSet<&str> = acls.iter().map(|acl| acl.entry.host()).collect();
    hosts.into_iter().filter_map(warning).collect()
}

/// Kafka compares the text with Java's `getHostAddress()` of the client: no name is looked up, and an
/// IPv6 address is written out. From 4.4 on a text with a `/` is a range.
fn warning(host: &str) -> Option<String> {
    let shown = Escaped(host);
    if let Some((address, length)) = host.split_once('/') {
        return Some(match is_range(address, length) {
            true => format!(
                "the range {shown} matches from Kafka 4.4 on; older brokers keep it, and it never matches"
            ),
            false => format!(
                "{shown} is no range of addresses: Kafka 4.4 refuses it, and older brokers never match it"
            ),
        });
    }
    match host.parse::<IpAddr>() {
        _ if host == "*" => None,
        Ok(address) if as_java(address) == host => None,
        Ok(address) => {
            Some(format!("{shown} never matches: Kafka writes this address {}", as_java(address)))
        }
        Err(_) => Some(format!(
            "{shown} never matches: a host in an ACL is an IP address, and names are not looked up"
        )),
    }
}

fn is_range(address: &str, length: &str) -> bool {
    let bits = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    length.parse::<u8>().is_ok_and(|length| length <= bits)
}

/// `0:0:0:0:0:0:0:1`; IPv4 in IPv6 is IPv4.
fn as_java(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => written_out(address),
    }
}

fn written_out(address: Ipv6Addr) -> String {
    address.segments().map(|segment| format!("{segment:x}")).join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kafka_compares_with_needs_no_warning() {
        for host in ["*", "10.0.0.1", "0:0:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1"] {
            assert_eq!(warning(host), None);
        }
    }

    #[test]
    fn what_never_matches_is_told_with_what_would() {
        for (host, told) in [
            ("localhost", "names are not looked up"),
            ("broker.example.com", "names are not looked up"),
            ("127.0.0.*", "names are not looked up"),
            ("::1", "0:0:0:0:0:0:0:1"),
            ("2001:DB8::1", "2001:db8:0:0:0:0:0:1"),
            ("::ffff:10.0.0.1", "writes this address 10.0.0.1"),
            ("10.0.0.0/8", "from Kafka 4.4 on"),
            ("2001:db8::/32", "from Kafka 4.4 on"),
            ("10.0.0.0/33", "no range"),
            ("a/8", "no range"),
            ("", "IP address"),
        ] {
            let warning = warning(host).unwrap();
            assert!(warning.contains(told), "{host}: {warning}");
        }
    }
}
