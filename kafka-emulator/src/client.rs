//! Who is at the other end of a connection.

use std::net::SocketAddr;

use kafka_auth::Principal;

use crate::listener::Listener;

/// The client of one connection, as the broker sees it.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) listener: Listener,
    /// The broker it is connected to.
    pub(crate) broker_id: i32,
    pub(crate) peer: SocketAddr,
    host: String,
    identity: Principal,
    principal: String,
}

impl Client {
    /// A client that has not logged in: `User:ANONYMOUS`.
    pub(crate) fn anonymous(listener: Listener, broker_id: i32, peer: SocketAddr) -> Self {
        let identity = Principal::user("ANONYMOUS");
        let principal = identity.to_string();
        let host = peer.ip().to_canonical().to_string();
        Self { listener, broker_id, peer, host, identity, principal }
    }

    pub(crate) fn log_in(&mut self, identity: Principal) {
        self.principal = identity.to_string();
        self.identity = identity;
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
        let mut client = Self::anonymous(Listener::Scram, 1, peer);
        client.log_in(identity);
        client
    }
}
