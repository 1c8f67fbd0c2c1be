//! What a client needs to know before it connects.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use kafka_auth::AwsCredentialsProvider;
use kafka_auth::credentials::CachedCredentials;
use kafka_auth::handshake::Flight;
use kafka_auth::tls::{ClientIdentity, TlsRoots};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::HostPort;

mod auth;
mod aws;
#[cfg(feature = "aws-config")]
mod aws_http;
#[cfg(feature = "aws-config")]
mod chain;
mod connector;
mod infer;
mod jaas;
mod key;
mod keys;
mod login;
mod msk;
mod properties;
mod stores;

pub use auth::Auth;
pub use aws::AwsOptions;
pub use key::ConfigKey;
pub use keys::Parsed;
pub use msk::{Listener, MskPort, Network};
pub use properties::Properties;

pub(crate) use connector::Connector;
pub(crate) use infer::Resolved;
pub(crate) use msk::is_msk_host;

/// Default of [`Config::connect_timeout`].
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Default of [`Config::request_timeout`].
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Default of [`Config::call_timeout`].
const CALL_TIMEOUT: Duration = Duration::from_secs(60);

/// Where AWS's own tools look for a region, in this order.
const AWS_REGION_VARS: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/// Settings of an [`Admin`](crate::Admin) client.
///
/// What is not set is inferred from the port, by Amazon MSK's table (see [`MskPort`]): on 9098 and
/// 9198 AWS_MSK_IAM, on 9096 and 9196 TLS for SCRAM, on 9094 and 9194 TLS, on 9092 plaintext.
/// On any other port it is TLS with the public authorities and no login.
///
/// A time may be of any length: `Duration::MAX` is as good as no limit.
///
/// `Debug` shows no secret.
#[derive(Clone)]
#[must_use]
pub struct Config {
    pub(crate) bootstrap: Vec<String>,
    pub(crate) tls: Option<Tls>,
    pub(crate) identity: Option<ClientIdentity>,
    pub(crate) auth: Option<Auth>,
    pub(crate) aws_credentials: Option<Arc<dyn AwsCredentialsProvider>>,
    #[cfg(feature = "aws-config")]
    pub(crate) aws_chain: Option<Arc<chain::AwsChain>>,
    pub(crate) aws_region: Option<String>,
    pub(crate) aws_region_vars: HashMap<&'static str, String>,
    pub(crate) client_id: String,
    pub(crate) connect_timeout: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) call_timeout: Duration,
    pub(crate) retry_on_quota: bool,
    pub(crate) dial_instead: HashMap<HostPort, HostPort>,
    pub(crate) connector: Option<Connector>,
    pub(crate) secrets_without_tls: bool,
    pub(crate) flight: Flight,
}

/// How the connection is protected.
#[derive(Clone)]
#[non_exhaustive]
pub enum Tls {
    /// Not at all: plaintext.
    Disabled,
    /// TLS 1.2 or 1.3, the broker's certificate verified against these authorities and its name.
    Roots(TlsRoots),
    /// The caller's own rustls settings. That they verify certificates is the caller's promise.
    Config(Arc<rustls::ClientConfig>),
}

impl Config {
    /// Settings for a cluster that is found at these addresses, `host:port`. They are tried side by side,
    /// and one login after the other: the first that works is used.
    ///
    /// They are checked by [`Admin::connect`](crate::Admin::connect).
    pub fn new<I>(bootstrap_servers: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        Self {
            bootstrap: bootstrap_servers.into_iter().map(Into::into).collect(),
            tls: None,
            identity: None,
            auth: None,
            aws_credentials: None,
            #[cfg(feature = "aws-config")]
            aws_chain: None,
            aws_region: None,
            aws_region_vars: HashMap::new(),
            client_id: env!("CARGO_PKG_NAME").into(),
            connect_timeout: CONNECT_TIMEOUT,
            request_timeout: REQUEST_TIMEOUT,
            call_timeout: CALL_TIMEOUT,
            retry_on_quota: true,
            dial_instead: HashMap::new(),
            connector: None,
            secrets_without_tls: false,
            flight: Flight::default(),
        }
    }

    /// Replaces the bootstrap addresses.
    pub fn bootstrap_servers<I>(mut self, bootstrap_servers: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.bootstrap = bootstrap_servers.into_iter().map(Into::into).collect();
        self
    }

    /// Sets how connections are protected. Default: inferred from the port.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Presents a client certificate (mTLS). Default: none. Not used with [`Tls::Config`], which has
    /// its own.
    pub fn client_identity(mut self, identity: ClientIdentity) -> Self {
        self.identity = Some(identity);
        self
    }

    /// Sets who the client is. Default: inferred from the port.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.auth = Some(auth);
        self
    }

    /// Sets where AWS credentials come from: asked at every login, within the connect deadline, and
    /// once for many logins ([`CachedCredentials`]). Clones of these settings share what was fetched.
    /// [`AwsCredentials`](crate::AwsCredentials) are a provider of themselves.
    pub fn aws_credentials(mut self, provider: impl AwsCredentialsProvider) -> Self {
        self.aws_credentials = Some(Arc::new(CachedCredentials::new(provider, SystemTime::now)));
        self
    }

    /// Signs AWS_MSK_IAM logins for this region, whatever the host name says. Default: the region in
    /// an MSK host name, else that of [`Config::aws_region_from_vars`], else that of the profile of
    /// `Config::aws_chain` (feature `aws-config`).
    pub fn aws_region(mut self, region: impl Into<String>) -> Self {
        self.aws_region = Some(region.into());
        self
    }

    /// Reads `AWS_REGION` and `AWS_DEFAULT_REGION` through `var`, for hosts whose name holds no region
    /// (localhost, private DNS names). The library itself never looks at the environment: pass
    /// `|name| std::env::var(name).ok()`. Default: none, so such hosts need [`Config::aws_region`].
    pub fn aws_region_from_vars(mut self, var: impl Fn(&str) -> Option<String>) -> Self {
        let values = AWS_REGION_VARS.iter().filter_map(|name| Some((*name, var(name)?)));
        self.aws_region_vars = values.collect();
        self
    }

    /// The name in the broker's request log and quotas (`client.id`). Default: `kafka-admin`.
    pub fn client_id(mut self, client_id: impl Into<String>) -> Self {
        self.client_id = client_id.into();
        self
    }

    /// The time for DNS, TCP, TLS and login of one connection together, and for the whole of
    /// [`Admin::connect`](crate::Admin::connect) over all addresses. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time from sending one request to its answer. How long it waits to be sent counts towards
    /// [`Config::call_timeout`] only. Default: 30 s.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// The time for one call of [`Admin`](crate::Admin), reconnects, retries and throttling
    /// included. Default: 60 s.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = timeout;
        self
    }

    /// Cuts [`connect_timeout`](Self::connect_timeout), [`request_timeout`](Self::request_timeout) and
    /// [`call_timeout`](Self::call_timeout) to at most this: for a program that has so much time in all.
    pub fn times_at_most(mut self, time: Duration) -> Self {
        for timeout in
            [&mut self.connect_timeout, &mut self.request_timeout, &mut self.call_timeout]
        {
            *timeout = time.min(*timeout);
        }
        self
    }

    /// Sets whether items that exceed the quota on changes (KIP-599: THROTTLING_QUOTA_EXCEEDED, of
    /// [`create_topics`](crate::Admin::create_topics) and [`delete_topics`](crate::Admin::delete_topics))
    /// are sent again after the time that the broker asks for, as far as that is within the
    /// [`call_timeout`](Self::call_timeout). Otherwise they fail at once, and
    /// [`Error::throttle_time`](crate::Error::throttle_time) says how long to wait. Default: true, as
    /// Java's `retryOnQuotaViolation`.
    pub fn retry_on_quota(mut self, retry: bool) -> Self {
        self.retry_on_quota = retry;
        self
    }

    /// Dials `instead` wherever the cluster is to be reached at `address`: for SSH tunnels and
    /// private links. TLS and AWS_MSK_IAM keep using the name in `address`. Default: no address.
    pub fn dial_instead(mut self, address: HostPort, instead: HostPort) -> Self {
        self.dial_instead.insert(address, instead);
        self
    }

    /// Makes the sockets to brokers: for SSH tunnels, SOCKS proxies, private links, and networks of
    /// tests. `connect` gets the address that the cluster gave (after
    /// [`dial_instead`](Self::dial_instead)), is dropped at the connect deadline, and is asked for
    /// several brokers at the same time. TLS and AWS_MSK_IAM keep using the name in the address.
    /// Default: DNS and TCP.
    ///
    /// ```
    /// use kafka_admin::{Config, HostPort};
    /// use tokio::net::TcpStream;
    ///
    /// let config = Config::new(["b-1.demo.example.com:9098"])
    ///     .connector(|broker: HostPort| TcpStream::connect(("127.0.0.1", broker.port())));
    /// ```
    pub fn connector<C, F, S>(mut self, connect: C) -> Self
    where
        C: Fn(HostPort) -> F + Send + Sync + 'static,
        F: Future<Output = io::Result<S>> + Send + 'static,
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        self.connector = Some(Connector::new(connect));
        self
    }

    /// Sets whether the frames of a login wait for the answers to those before them. Default:
    /// [`Flight::Trailing`]; [`Flight::PACED`] takes another round trip less. A broker that answers oddly, or
    /// closes the connection, is dialled again with [`Flight::Sequential`]; if that works, for 10 minutes.
    pub fn flight(mut self, flight: Flight) -> Self {
        self.flight = flight;
        self
    }

    /// Allows AWS_MSK_IAM, OAUTHBEARER and PLAIN without TLS: whoever can read the connection can then
    /// log in as this client, for up to 15 minutes with IAM, as long as the token lasts, for good with
    /// PLAIN. Default: refused.
    pub fn dangerously_allow_secrets_without_tls(mut self) -> Self {
        self.secrets_without_tls = true;
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("bootstrap", &self.bootstrap)
            .field("tls", &self.tls)
            .field("auth", &self.auth)
            .field("aws_credentials", &self.aws_credentials.is_some())
            .field("aws_region", &self.aws_region)
            .field("client_id", &self.client_id)
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disabled => f.write_str("Disabled"),
            Self::Roots(roots) => f.debug_tuple("Roots").field(roots).finish(),
            Self::Config(_) => f.write_str("Config(rustls)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use kafka_auth::Secret;
    use kafka_auth::oauthbearer::BearerToken;

    use super::*;

    #[test]
    fn times_are_cut_and_never_made_longer() {
        let config = Config::new(["h:1"]).connect_timeout(Duration::from_secs(2));
        let config = config.times_at_most(Duration::from_secs(5));
        let times = [config.connect_timeout, config.request_timeout, config.call_timeout];
        assert_eq!(times.map(|time| time.as_secs()), [2, 5, 5]);
    }

    #[test]
    fn i10_debug_shows_no_secret() {
        let config = Config::new(["h:1"])
            .auth(Auth::scram_sha_512("ops", "MARKER"))
            .aws_credentials(kafka_auth::AwsCredentials::new("AKID", Secret::new("MARKER")));
        let token = Auth::oauthbearer(BearerToken::new(Secret::new("MARKER")).unwrap());
        let text = format!("{config:?} {:?} {token:?}", Auth::plain("u", "MARKER"));
        assert!(!text.contains("MARKER"), "{text}");
        assert!(text.contains("SCRAM-SHA-512 as \"ops\""), "{text}");
    }
}
