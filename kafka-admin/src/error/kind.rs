//! The vocabulary of [`Error`](crate::Error): what happened, where, and whether it took effect.

use std::fmt;

/// What went wrong, by classes that stay the same when Kafka gains error codes:
/// [`Error::code`](crate::Error::code) is more exact. `Display` is the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was to be created is there already.
    AlreadyExists,
    /// The broker does not accept this user and password, or this user does not exist: Kafka
    /// answers both alike, on purpose.
    AuthenticationFailed,
    /// The login is allowed, and this is not: on the topic, the group, the cluster or whatever the
    /// code names. A topic that may not be described is denied alike, whether or not it exists.
    AuthorizationFailed,
    /// An error code of the broker that is in no other class.
    Broker,
    /// The provider of AWS credentials, of the password or of the token failed, took too long, or gave
    /// expired ones.
    Credentials,
    /// The settings cannot work; nothing was sent.
    Config,
    /// Nothing listens on that port.
    ConnectionRefused,
    /// The connect deadline passed; [`Error::layer`](crate::Error::layer) says in which phase.
    ConnectTimeout,
    /// The connection ended before the answer.
    Disconnected,
    /// AWS_MSK_IAM: access denied. Identity, policy, clock, or a region that cannot be checked.
    IamAccessDenied,
    /// AWS_MSK_IAM: another identity than the connection had before.
    IamPrincipalChanged,
    /// AWS_MSK_IAM: the credentials end too soon.
    IamSessionTooShort,
    /// AWS_MSK_IAM: the broker limits new connections; wait and repeat.
    IamTooManyConnects,
    /// AWS_MSK_IAM: access denied, and the region signed for is not the one in the host name.
    IamWrongRegion,
    /// What the caller asked for cannot be sent; nothing was sent.
    InvalidRequest,
    /// There is no such topic, group, user, token or broker.
    NotFound,
    /// An HTTP server answers on that port.
    PeerIsHttp,
    /// The port speaks TLS, and this client was told not to.
    PeerIsTls,
    /// What answers on that port breaks Kafka's protocol.
    PeerMisbehaved,
    /// What answers on that port is not Kafka.
    PeerNotKafka,
    /// The port does not speak TLS.
    PeerNotTls,
    /// The answer is not about what was asked: items are missing, foreign, or too many.
    ResponseMismatch,
    /// The listener does not offer the mechanism.
    SaslMechanismNotOffered,
    /// The server did not prove that it knows the password: it is not the broker it claims to be.
    ServerNotAuthentic,
    /// The server asks for something in the login that this client refuses, such as a weak or a
    /// ruinous iteration count.
    ServerPolicyRefused,
    /// The broker holds the client back (throttling or a quota) for longer than the deadline.
    Throttled,
    /// No answer within the deadline.
    Timeout,
    /// The broker's certificate has expired.
    TlsExpired,
    /// The TLS handshake failed in another way.
    TlsFailed,
    /// The broker's certificate is not valid yet, or this machine's clock is behind.
    TlsNotYetValid,
    /// The broker refused this client's certificate, or wants one.
    TlsRefused,
    /// The broker's certificate was not issued by an authority that is trusted here.
    TlsUntrusted,
    /// The broker's certificate is for another name.
    TlsWrongName,
    /// The host name has no address.
    UnknownHost,
    /// The network does not lead there: no route, or blocked by a rule that says so.
    Unreachable,
    /// This broker does not have that API at all.
    UnsupportedApi,
    /// The API is there, and no version of it can carry what was asked.
    UnsupportedVersion,
    /// Another broker is the controller, the coordinator or the leader, and none took the request
    /// within the deadline.
    WrongBroker,
}

/// Where it went wrong, from the nearest to the farthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Layer {
    /// The settings or the arguments.
    Config,
    /// Finding the address of a name.
    Dns,
    /// Reaching the port.
    Tcp,
    /// The TLS handshake.
    Tls,
    /// Kafka's framing and versions.
    Kafka,
    /// The login.
    Sasl,
    /// The answer to a request.
    Api,
}

/// Whether the request took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The cluster says that it is as asked already: what was to be created exists, what was to be
    /// deleted is absent. By whom nobody can know, and it may have been this very request: brokers
    /// forward it to the controller, repeat it while the controller changes, and tell the answer to
    /// the repetition.
    AlreadySo,
    /// The broker refused it: it did not happen.
    NotApplied,
    /// No byte of it left this client: it did not happen.
    NotSent,
    /// It was sent, wholly or in part, and no answer came: look before repeating a write.
    Unknown,
}

impl ErrorKind {
    /// Whether the cause may pass by itself, so that the same call can succeed later.
    pub(super) fn is_passing(self) -> bool {
        matches!(
            self,
            Self::ConnectionRefused
                | Self::ConnectTimeout
                | Self::Disconnected
                | Self::IamSessionTooShort
                | Self::IamTooManyConnects
                | Self::Throttled
                | Self::Timeout
                | Self::Unreachable
                | Self::WrongBroker
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// `DNS`, `TCP`, `TLS`, `Kafka`, …
impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Config => "configuration",
            Self::Dns => "DNS",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Kafka => "Kafka",
            Self::Sasl => "SASL",
            Self::Api => "API",
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadySo => "already so",
            Self::NotApplied => "not applied",
            Self::NotSent => "not sent",
            Self::Unknown => "outcome unknown",
        })
    }
}
