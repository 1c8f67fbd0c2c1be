//! The brokers of the cluster, and the listeners by which clients come to them.

use std::sync::Arc;

use tokio::sync::watch;

use crate::listener::Listener;

/// A broker with the addresses that it is known under.
#[derive(Clone, Debug)]
pub(crate) struct Broker {
    pub(crate) id: i32,
    /// The host that it is advertised under.
    pub(crate) host: String,
    pub(crate) ports: Vec<(Listener, u16)>,
    /// Whether it does nothing for now.
    pub(crate) pause: watch::Sender<bool>,
}

impl Broker {
    /// The port of that listener, if the broker has it.
    pub(crate) fn port(&self, listener: Listener) -> Option<u16> {
        self.ports.iter().find(|(kind, _)| *kind == listener).map(|(_, port)| *port)
    }

    /// Ends when the broker is not paused.
    pub(crate) async fn awake(&self) {
        if !*self.pause.borrow() {
            return;
        }
        let _ = self.pause.subscribe().wait_for(|is_paused| !is_paused).await;
    }

    /// `host:port` of that listener, with brackets where the host is an IPv6 address.
    pub(crate) fn address(&self, listener: Listener) -> Option<String> {
        let (host, port) = (&self.host, self.port(listener)?);
        Some(if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") })
    }
}

/// One listener of one broker: where a connection came in.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) broker: Arc<Broker>,
    pub(crate) listener: Listener,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Broker 1, by that listener.
    pub(crate) fn endpoint(listener: Listener) -> Endpoint {
        Endpoint { broker: Arc::new(broker("localhost")), listener }
    }

    fn broker(host: &str) -> Broker {
        let pause = watch::Sender::default();
        Broker { id: 1, host: host.to_owned(), ports: vec![(Listener::Scram, 9096)], pause }
    }

    #[test]
    fn ipv6_hosts_get_brackets() {
        let address = |host| broker(host).address(Listener::Scram);
        assert_eq!(address("localhost").as_deref(), Some("localhost:9096"));
        assert_eq!(address("::1").as_deref(), Some("[::1]:9096"));
        assert_eq!(broker("localhost").address(Listener::Iam), None);
    }
}
