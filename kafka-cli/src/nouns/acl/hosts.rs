//! Hosts that an ACL may name, and that no client ever has.

use std::collections::BTreeSet;

use kafka_admin::acls::AclBinding;
use kafka_admin::escape::Escaped;
use kafka_admin::permissions::{HostPattern, host_text};

/// A sentence for each host that will not match as it is meant.
pub(super) fn warnings(acls: &[AclBinding]) -> Vec<String> {
    let hosts: BTreeSet<&str> = acls.iter().map(|acl| acl.entry.host()).collect();
    hosts.into_iter().filter_map(warning).collect()
}

/// Kafka compares the text with Java's `getHostAddress()` of the client: no name is looked up, and an
/// IPv6 address is written out. From 4.4 on a text with a `/` is a range.
fn warning(host: &str) -> Option<String> {
    let shown = Escaped(host);
    match (HostPattern::parse(host), host.parse()) {
        (HostPattern::Any | HostPattern::Address(_), _) => None,
        (HostPattern::Network { .. }, _) => Some(format!(
            "the range {shown} matches from Kafka 4.4 on; older brokers keep it, and it never matches"
        )),
        (HostPattern::Nobody, _) if host.contains('/') => Some(format!(
            "{shown} is no range of addresses: Kafka 4.4 refuses it, and older brokers never match it"
        )),
        (HostPattern::Nobody, Ok(address)) => {
            Some(format!("{shown} never matches: Kafka writes this address {}", host_text(address)))
        }
        (HostPattern::Nobody, Err(_)) => Some(format!(
            "{shown} never matches: a host in an ACL is an IP address, and names are not looked up"
        )),
    }
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
