//! Errors from the bytes themselves: TLS, frames, messages, and their ends.

use std::io;

use kafka_auth::tls::{TlsError, TlsFault};
use kafka_proto::frame::FrameError;
use kafka_proto::{ApiKey, DecodeError, EncodeError, EncodeErrorKind};

use super::{Diagnosis, Error, ErrorKind, Layer, Outcome};

impl Error {
    /// TLS settings that cannot work.
    #[cold]
    pub(crate) fn of_tls_settings(error: TlsError) -> Self {
        Self::config(error.to_string()).caused_by(error)
    }

    /// A TLS handshake that failed.
    #[cold]
    pub(crate) fn of_tls(fault: &TlsFault) -> Self {
        let kind = match fault {
            TlsFault::AuthorityAsServer
            | TlsFault::IncompleteChain { .. }
            | TlsFault::UnknownIssuer => ErrorKind::TlsUntrusted,
            TlsFault::ClientCertificateRefused { .. } => ErrorKind::TlsRefused,
            TlsFault::Closed | TlsFault::PeerNotTls => ErrorKind::PeerNotTls,
            TlsFault::Expired { .. } => ErrorKind::TlsExpired,
            TlsFault::NotValidYet { .. } => ErrorKind::TlsNotYetValid,
            TlsFault::WrongName { .. } => ErrorKind::TlsWrongName,
            _ => ErrorKind::TlsFailed,
        };
        let error = Self::new(kind, Layer::Tls, fault.to_string()).hinted(fault.hint());
        match fault {
            TlsFault::AuthorityAsServer => error.diagnosed(Diagnosis::AUTHORITY_AS_SERVER),
            TlsFault::IncompleteChain { .. } => error.diagnosed(Diagnosis::INCOMPLETE_CHAIN),
            TlsFault::ProtocolVersion => error.diagnosed(Diagnosis::TLS_VERSION),
            _ => error,
        }
    }

    /// Bytes that are not Kafka's frames.
    #[cold]
    pub(crate) fn of_frame(error: FrameError) -> Self {
        let (kind, layer, hint) = match error {
            FrameError::Http => (
                ErrorKind::PeerIsHttp,
                Layer::Kafka,
                "this is a web server's port: use the broker's (Amazon MSK: 9092 to 9098, public 9194 to 9198)",
            ),
            FrameError::Tls => (
                ErrorKind::PeerIsTls,
                Layer::Tls,
                "this port speaks TLS: set security.protocol=SASL_SSL, or SSL without a login",
            ),
            FrameError::NotKafka { .. } => (
                ErrorKind::PeerNotKafka,
                Layer::Kafka,
                "this is another service's port: use the broker's",
            ),
            _ => {
                return Self::new(ErrorKind::PeerMisbehaved, Layer::Kafka, error.to_string())
                    .caused_by(error);
            }
        };
        Self::new(kind, layer, error.to_string()).hinted(hint).caused_by(error)
    }

    /// A frame that is not the answer it should be. The request was read, so it may have happened.
    #[cold]
    pub(crate) fn of_decode(error: DecodeError) -> Self {
        Self::new(ErrorKind::PeerMisbehaved, Layer::Kafka, format!("malformed answer: {error}"))
            .outcome_is(Outcome::Unknown)
            .caused_by(error)
    }

    /// A request that cannot be written in the version both sides know.
    #[cold]
    pub(crate) fn of_encode(error: EncodeError, api: ApiKey) -> Self {
        let made = match error.kind() {
            EncodeErrorKind::NotInVersion { version }
            | EncodeErrorKind::NullNotAllowed { version } => {
                let field = error.field();
                let message = format!("this broker's {api} (v{version}) cannot carry {field}");
                Self::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
            }
            _ => Self::invalid(error.to_string()),
        };
        made.in_api(api).caused_by(error)
    }

    /// A connection that ended, or could not be read or written any more.
    #[cold]
    pub(crate) fn of_io(error: io::Error, layer: Layer) -> Self {
        if let Some(fault) = late_tls_fault(&error) {
            return Self::of_tls(&fault).caused_by(error);
        }
        let message = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the broker closed the connection".into(),
            _ => format!("the connection broke: {error}"),
        };
        Self::new(ErrorKind::Disconnected, layer, message).caused_by(error)
    }

    /// A connection that the peer closed.
    #[cold]
    pub(crate) fn closed(layer: Layer) -> Self {
        Self::of_io(io::ErrorKind::UnexpectedEof.into(), layer)
    }
}

/// With TLS 1.3 a broker refuses a client certificate after the handshake is over for the client.
fn late_tls_fault(error: &io::Error) -> Option<TlsFault> {
    match kafka_auth::tls::classify_io(error)? {
        TlsFault::Closed => None,
        fault => Some(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_peer_is_another_kind() {
        let kinds = [
            Error::of_frame(FrameError::Http),
            Error::of_frame(FrameError::Tls),
            Error::of_frame(FrameError::NotKafka { first: *b"SSH-2.0-OpenSSH_" }),
            Error::of_frame(FrameError::NegativeLength(-1)),
            Error::of_tls(&TlsFault::PeerNotTls),
            Error::closed(Layer::Kafka),
        ]
        .map(|error| (error.kind(), error.is_retriable()));
        assert_eq!(
            kinds,
            [
                (ErrorKind::PeerIsHttp, false),
                (ErrorKind::PeerIsTls, false),
                (ErrorKind::PeerNotKafka, false),
                (ErrorKind::PeerMisbehaved, false),
                (ErrorKind::PeerNotTls, false),
                (ErrorKind::Disconnected, true),
            ]
        );
    }
}
