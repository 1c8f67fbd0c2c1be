//! The connection to one address, and how long to leave the address alone after a failure.

use std::sync::{Arc, Mutex};

use tokio::time::{Instant, timeout_at};

use crate::net::backoff::Backoff;
use crate::net::connection::Connection;
use crate::net::dialer::{Contest, Dialer};
use crate::sync::lock;
use crate::{Error, ErrorKind, HostPort, Layer, Result};

/// At most one connection, and one dial at a time.
#[derive(Default)]
pub(crate) struct Link {
    current: Mutex<Option<Arc<Connection>>>,
    /// Held while dialling.
    dialling: tokio::sync::Mutex<Option<DialFailure>>,
}

/// The last dial failed; until then everybody gets its error instead of a dial of their own.
struct DialFailure {
    error: Error,
    until: Instant,
    backoff: Backoff,
}

impl Link {
    /// A link with a connection.
    pub(crate) fn of(connection: Arc<Connection>) -> Self {
        Self { current: Mutex::new(Some(connection)), dialling: Default::default() }
    }

    /// The connection, if there is one that takes requests.
    pub(crate) fn usable(&self) -> Option<Arc<Connection>> {
        let current = lock(&self.current);
        current.as_ref().filter(|connection| connection.is_usable()).cloned()
    }

    /// Gives the connection up: what is not sent is not sent any more, what is sent may be answered.
    pub(crate) async fn close(&self, deadline: Instant) {
        let current = lock(&self.current).take();
        if let Some(connection) = current {
            connection.retire();
        }
        // A dial that is under way may still bring one.
        if timeout_at(deadline, self.dialling.lock()).await.is_ok()
            && let Some(connection) = lock(&self.current).take()
        {
            connection.retire();
        }
    }

    /// The connection, made if there is none.
    pub(crate) async fn connect(
        &self,
        dialer: &Dialer,
        address: &HostPort,
        contest: &Contest,
        deadline: Instant,
    ) -> Result<Arc<Connection>> {
        let Ok(mut failure) = timeout_at(deadline, self.dialling.lock()).await else {
            return Err(still_connecting(address));
        };
        if let Some(connection) = self.usable() {
            return Ok(connection);
        }
        if let Some(failed) = failure.as_ref().filter(|failed| failed.until > Instant::now()) {
            return Err(failed.error.clone());
        }
        match dialer.dial(address, None, contest, deadline).await {
            Ok(dialled) => {
                *failure = None;
                let connection = Arc::new(dialled.connection);
                if lock(&self.current).replace(connection.clone()).is_some() {
                    dialer.counters().reconnected();
                }
                Ok(connection)
            }
            Err(error) => {
                *failure = Some(DialFailure::after(failure.take(), error.clone()));
                Err(error)
            }
        }
    }
}

impl DialFailure {
    fn after(last: Option<Self>, error: Error) -> Self {
        let first = || match error.layer() {
            Layer::Sasl => Backoff::logins(),
            _ => Backoff::requests(),
        };
        let mut backoff = last.map_or_else(first, |last| last.backoff);
        Self { until: Instant::now() + backoff.next(), error, backoff }
    }
}

fn still_connecting(address: &HostPort) -> Error {
    let message = "another call was still connecting when the time was over";
    Error::new(ErrorKind::ConnectTimeout, Layer::Tcp, message)
        .hinted("repeat the call, or allow more time to connect")
        .at_broker(&address.to_string().into())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn i09_an_address_that_refused_a_login_is_left_alone_for_a_second_and_others_for_less() {
        let (second, wait) = (Duration::from_secs(1), |failure: &DialFailure| {
            failure.until.saturating_duration_since(Instant::now())
        });
        let limited = Error::new(ErrorKind::IamTooManyConnects, Layer::Sasl, "too many");
        let refused = Error::new(ErrorKind::ConnectionRefused, Layer::Tcp, "refused");
        for _ in 0..100 {
            let first = DialFailure::after(None, limited.clone());
            assert!(wait(&first) >= second);
            assert!(wait(&DialFailure::after(Some(first), limited.clone())) >= second);
            assert!(wait(&DialFailure::after(None, refused.clone())) < second);
        }
    }
}
