//! A relay: clients dial it instead of the brokers, and somebody watches what they ask.
//!
//! ```no_run
//! # async fn run(config: kafka_admin::Config) -> kafka_admin::Result<()> {
//! use kafka_admin::relay::Relay;
//!
//! let relay = Relay::builder(config).on_request(|passed| println!("{passed:?}")).start().await?;
//! println!("bootstrap.servers={}", relay.address());
//! # relay.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! - **Two logins.** A client logs in here, with the secret that the relay's own settings have, and the relay logs
//!   in at the broker. Without a login of its own the relay passes on what clients without one say.
//! - **Logical names.** Brokers are dialled by the names that they advertise: TLS verifies those, and AWS_MSK_IAM
//!   signs them.
//! - **Addresses.** What answers say about where brokers are is replaced by listeners of the relay, one for each
//!   broker, in Metadata, FindCoordinator, DescribeCluster, Produce, Fetch, ShareFetch and ShareAcknowledge of every
//!   version. ApiVersions offers no version of these that could not be read.
//! - **Bounds.** Frames of 100 MiB, 16 requests under way in each connection, 256 connections and 1,000 brokers at
//!   most; every wait has a deadline. A client that does not take its answers holds up nobody but itself.
//! - **Sessions.** A session that the broker limits (KIP-368) is not renewed: the connection is closed before its
//!   end, and the client makes a new one.

mod answers;
mod client_login;
mod hub;
mod listeners;
mod passage;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use self::client_login::Logins;
use self::hub::{Hub, Way};
use crate::clock::from_now;
use crate::net::dialer::Dialer;
use crate::{Auth, Config, Error, Result, Session};

/// How many clients may be connected at once, unless it is said.
const CONNECTIONS: usize = 256;

/// A request that went through, and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Passed {
    /// When the request was complete.
    pub at: SystemTime,
    /// How long it took from then until it was answered or not.
    pub took: Duration,
    /// The number of the client's connection, from 1.
    pub connection: u64,
    /// The id of the broker, if the client found it by an answer.
    pub broker: Option<i32>,
    /// Where the client is.
    pub peer: SocketAddr,
    /// Who the relay is at the broker, as `User:name`; none where only the broker knows (AWS_MSK_IAM, tokens,
    /// certificates).
    pub principal: Option<String>,
    /// Whether the client has yet to log in: then it may be any bytes.
    pub is_before_login: bool,
    /// The request's frame, without its length, up to 1 MiB of it. It may hold secrets.
    pub request: Bytes,
    /// What became of it.
    pub outcome: Became,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Became {
    /// It was answered by this frame, without its length, with the brokers' own addresses.
    Answered(Bytes),
    /// It was answered by a frame of so many bytes, of more than 1 MiB.
    AnsweredAtLength(usize),
    /// It has no answer, as a Produce with `acks` 0.
    Unanswered,
    /// The connection was closed instead of an answer.
    Closed,
}

type OnRequest = Box<dyn Fn(Passed) + Send + Sync>;
type OnFailure = Box<dyn Fn(SocketAddr, &Error) + Send + Sync>;

/// Settings of a [`Relay`], all with defaults.
#[must_use]
pub struct Builder {
    config: Config,
    listen: SocketAddr,
    client_login: bool,
    connections: usize,
    on_request: OnRequest,
    on_failure: OnFailure,
}

impl Builder {
    /// Where clients find it. Default a free port of 127.0.0.1. The listeners for brokers take free ports of the
    /// same address. What goes over it is not encrypted.
    pub fn listen(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    /// Lets clients in without a login, whatever the relay's own is: whoever reaches it acts by that.
    pub fn without_client_login(self) -> Self {
        Self { client_login: false, ..self }
    }

    /// How many clients may be connected at once; one more is closed. Default 256, at least 1.
    pub fn connections(self, connections: usize) -> Self {
        Self { connections: connections.clamp(1, tokio::sync::Semaphore::MAX_PERMITS), ..self }
    }

    /// Is called with each request when it is answered or not. It must not block.
    pub fn on_request(self, hook: impl Fn(Passed) + Send + Sync + 'static) -> Self {
        Self { on_request: Box::new(hook), ..self }
    }

    /// Is called when a connection of this client ends by an error. It must not block.
    pub fn on_failure(self, hook: impl Fn(SocketAddr, &Error) + Send + Sync + 'static) -> Self {
        Self { on_failure: Box::new(hook), ..self }
    }

    /// Logs in at the cluster once, to know that it works, and listens.
    ///
    /// # Errors
    /// As [`Admin::connect`](crate::Admin::connect); the address cannot be listened on; or clients cannot log in
    /// by the relay's own login (delegation tokens, OAUTHBEARER), and
    /// [`without_client_login`](Self::without_client_login) is not set.
    pub async fn start(self) -> Result<Relay> {
        let (config, resolved) = self.config.resolve()?;
        let (has_identity, deadline) =
            (config.identity.is_some(), from_now(config.connect_timeout));
        let dialer = Dialer::new(config, &resolved)?;
        let logins = match self.client_login {
            true => Logins::of(&dialer, &resolved.auth, self.listen.ip(), deadline).await?,
            false => Logins::none(),
        };
        let way = Way { broker: None, targets: resolved.bootstrap };
        let session = way.dial(&dialer, deadline).await?.session;
        let principal = principal(&session, &resolved.auth, has_identity);
        let hub = Hub {
            dialer,
            logins,
            principal: principal.clone(),
            on_request: self.on_request,
            on_failure: self.on_failure,
        };
        let mechanisms = hub.logins.mechanisms();
        let listeners = listeners::start(Arc::new(hub), self.listen, way, self.connections)?;
        Ok(Relay { listeners, session, principal, mechanisms })
    }
}

/// A relay that is running. It ends when it is dropped.
pub struct Relay {
    listeners: listeners::Listeners,
    session: Session,
    principal: Option<String>,
    mechanisms: Vec<&'static str>,
}

impl Relay {
    /// A relay to the cluster of these settings.
    pub fn builder(config: Config) -> Builder {
        Builder {
            config,
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            client_login: true,
            connections: CONNECTIONS,
            on_request: Box::new(|_| {}),
            on_failure: Box::new(|_, _| {}),
        }
    }

    /// Where clients find it.
    pub fn address(&self) -> SocketAddr {
        self.listeners.address
    }

    /// The relay's own login at the cluster.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Who the relay is at the brokers, as `User:name`, where that is known.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_deref()
    }

    /// What clients can log in by; none where they need no login.
    pub fn mechanisms(&self) -> &[&'static str] {
        &self.mechanisms
    }

    /// Closes every listener and connection, and returns when that is done.
    pub async fn shutdown(self) {
        self.listeners.shutdown().await;
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("address", &self.address())
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

fn principal(session: &Session, auth: &Auth, has_identity: bool) -> Option<String> {
    match auth {
        Auth::Scram { .. } | Auth::Plain { .. } => {
            session.identity.as_ref().map(|user| format!("User:{user}"))
        }
        Auth::None if !has_identity => Some("User:ANONYMOUS".to_owned()),
        _ => None,
    }
}
