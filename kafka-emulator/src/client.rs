//! Who is at the other end of a connection.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use kafka_auth::Principal;

use crate::broker::Endpoint;

/// The client of one connection, as the broker sees it.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    /// Where it is connected.
    pub(crate) at: Endpoint,
    pub(crate) peer: SocketAddr,
    /// What the client said it is, at most 64 characters of it (KIP-511).
    pub(crate) software: Option<Arc<str>>,
    host: String,
    identity: Principal,
    principal: String,
    by_token: bool,
}

impl Client {
    /// A client that has not logged in: `User:ANONYMOUS`.
    pub(crate) fn anonymous(at: Endpoint, peer: SocketAddr) -> Self {
        let identity = Principal::user("ANONYMOUS");
        let principal = identity.to_string();
        let host = java_host(peer.ip().to_canonical());
        Self { at, peer, software: None, host, identity, principal, by_token: false }
    }

    pub(crate) fn log_in(&mut self, identity: Principal) {
        self.principal = identity.to_string();
        self.identity = identity;
        self.by_token = false;
    }

    /// By a delegation token, which may not ask for others.
    pub(crate) fn log_in_by_token(&mut self, owner: Principal) {
        self.log_in(owner);
        self.by_token = true;
    }

    pub(crate) fn is_by_token(&self) -> bool {
        self.by_token
    }

    pub(crate) fn identity(&self) -> &Principal {
        &self.identity
    }

    /// As ACLs write it: `User:name`.
    pub(crate) fn principal(&self) -> &str {
        &self.principal
    }

    /// The IP address, as ACLs write it.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn is_iam(&self) -> bool {
        self.identity.principal_type == "IAM"
    }

    #[cfg(test)]
    pub(crate) fn test(identity: Principal, host: &str) -> Self {
        let peer = SocketAddr::new(host.parse().unwrap(), 50_000);
        let at = crate::broker::tests::endpoint(crate::listener::Listener::Scram);
        let mut client = Self::anonymous(at, peer);
        client.log_in(identity);
        client
    }
}

/// `InetAddress.getHostAddress`, which ACLs are compared with: IPv6 addresses are not shortened.
fn java_host(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => address.segments().map(|part| format!("{part:x}")).join(":"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_written_as_java_does() {
        let host = |text: &str| Client::test(Principal::user("u"), text).host().to_owned();
        assert_eq!(host("10.0.0.1"), "10.0.0.1");
        assert_eq!(host("::ffff:10.0.0.1"), "10.0.0.1");
        assert_eq!(host("::1"), "0:0:0:0:0:0:0:1");
        assert_eq!(host("2001:DB8::a0"), "2001:db8:0:0:0:0:0:a0");
    }
}
