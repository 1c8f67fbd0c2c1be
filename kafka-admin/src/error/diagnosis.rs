//! A number for each thing that goes wrong, and what is known about it.

use std::fmt;

use super::table::{Diagnosis, ROWS, Row};
use super::{ErrorKind, Layer};
use crate::ErrorCode;

/// The classes, each 100 numbers.
const CLASSES: [Layer; 7] =
    [Layer::Config, Layer::Dns, Layer::Tcp, Layer::Tls, Layer::Kafka, Layer::Sasl, Layer::Api];

impl Diagnosis {
    /// All that there are, in the order of their numbers.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        ROWS.iter().map(|row| row.diagnosis)
    }

    /// The one that is written like this, `KADM0407`.
    pub fn of_text(text: &str) -> Option<Self> {
        Self::all().find(|it| it.to_string() == text)
    }

    /// The number, from 101 to 799.
    pub fn number(self) -> u16 {
        self.0
    }

    /// The part of the way to the answer that it is about.
    pub fn class(self) -> Layer {
        let place = usize::from(self.0 / 100).saturating_sub(1);
        CLASSES.get(place).copied().unwrap_or(Layer::Api)
    }

    /// What it is, in a few words.
    pub fn title(self) -> &'static str {
        self.row().map_or("", |row| row.title)
    }

    /// What it usually comes from.
    pub fn cause(self) -> &'static str {
        self.row().map_or("", |row| row.cause)
    }

    /// The next step: a line for a shell. BROKER (`host:port`), HOST, PORT, TOPIC, GROUP, USER and
    /// PRINCIPAL stand for what it is about.
    pub fn next_step(self) -> &'static str {
        self.row().map_or("", |row| row.next)
    }

    fn row(self) -> Option<&'static Row> {
        let place = ROWS.binary_search_by_key(&self, |row| row.diagnosis).ok()?;
        ROWS.get(place)
    }
}

/// `KADM0407`.
impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KADM{:04}", self.0)
    }
}

/// What a class of errors is called when nothing more exact is known.
pub(super) fn of_class(kind: ErrorKind, layer: Layer, code: Option<ErrorCode>) -> Diagnosis {
    match kind {
        ErrorKind::AlreadyExists => Diagnosis::ALREADY_EXISTS,
        ErrorKind::AuthenticationFailed => Diagnosis::PASSWORD,
        ErrorKind::AuthorizationFailed => denied(code),
        ErrorKind::Broker if layer == Layer::Sasl => Diagnosis::LOGIN_REFUSED,
        ErrorKind::Broker => Diagnosis::OTHER_CODE,
        ErrorKind::Credentials => Diagnosis::CREDENTIALS,
        ErrorKind::Config => Diagnosis::SETTINGS,
        ErrorKind::ConnectionRefused => Diagnosis::REFUSED,
        ErrorKind::ConnectTimeout => silent(layer),
        ErrorKind::Disconnected => closed(layer),
        ErrorKind::IamAccessDenied => Diagnosis::IAM_DENIED,
        ErrorKind::IamPrincipalChanged => Diagnosis::IAM_PRINCIPAL_CHANGED,
        ErrorKind::IamSessionTooShort => Diagnosis::IAM_SESSION_TOO_SHORT,
        ErrorKind::IamTooManyConnects => Diagnosis::IAM_TOO_MANY_CONNECTS,
        ErrorKind::IamWrongRegion => Diagnosis::IAM_WRONG_REGION,
        ErrorKind::InvalidRequest => Diagnosis::REQUEST,
        ErrorKind::NotFound => Diagnosis::NOT_FOUND,
        ErrorKind::PeerIsHttp => Diagnosis::HTTP,
        ErrorKind::PeerIsTls => Diagnosis::TLS_PORT,
        ErrorKind::PeerMisbehaved => Diagnosis::MISBEHAVES,
        ErrorKind::PeerNotKafka => Diagnosis::NOT_KAFKA,
        ErrorKind::PeerNotTls => Diagnosis::NOT_TLS,
        ErrorKind::ResponseMismatch => Diagnosis::MISMATCH,
        ErrorKind::SaslMechanismNotOffered => Diagnosis::MECHANISM,
        ErrorKind::ServerNotAuthentic => Diagnosis::NOT_AUTHENTIC,
        ErrorKind::ServerPolicyRefused => Diagnosis::POLICY,
        ErrorKind::Throttled => Diagnosis::THROTTLED,
        ErrorKind::Timeout => Diagnosis::TIMEOUT,
        ErrorKind::TlsExpired => Diagnosis::EXPIRED,
        ErrorKind::TlsFailed => Diagnosis::TLS_FAILED,
        ErrorKind::TlsNotYetValid => Diagnosis::NOT_YET_VALID,
        ErrorKind::TlsRefused => Diagnosis::CLIENT_CERTIFICATE,
        ErrorKind::TlsUntrusted => Diagnosis::UNTRUSTED,
        ErrorKind::TlsWrongName => Diagnosis::WRONG_NAME,
        ErrorKind::UnknownHost => Diagnosis::UNKNOWN_HOST,
        ErrorKind::Unreachable if layer == Layer::Kafka => Diagnosis::NO_ADDRESS,
        ErrorKind::Unreachable => Diagnosis::UNREACHABLE,
        ErrorKind::UnsupportedApi => Diagnosis::NO_SUCH_API,
        ErrorKind::UnsupportedVersion => Diagnosis::NO_VERSION,
        ErrorKind::WrongBroker => Diagnosis::WRONG_BROKER,
    }
}

fn denied(code: Option<ErrorCode>) -> Diagnosis {
    match code {
        Some(ErrorCode::GROUP_AUTHORIZATION_FAILED) => Diagnosis::GROUP_DENIED,
        Some(ErrorCode::CLUSTER_AUTHORIZATION_FAILED) => Diagnosis::CLUSTER_DENIED,
        Some(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED) => {
            Diagnosis::TRANSACTIONAL_ID_DENIED
        }
        Some(ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED) => Diagnosis::TOKEN_DENIED,
        _ => Diagnosis::TOPIC_DENIED,
    }
}

fn silent(layer: Layer) -> Diagnosis {
    match layer {
        Layer::Dns => Diagnosis::NAME_SERVER,
        Layer::Tls => Diagnosis::TLS_SILENT,
        Layer::Kafka => Diagnosis::KAFKA_SILENT,
        Layer::Sasl => Diagnosis::LOGIN_SILENT,
        Layer::Api => Diagnosis::TIMEOUT,
        _ => Diagnosis::TCP_SILENT,
    }
}

fn closed(layer: Layer) -> Diagnosis {
    match layer {
        Layer::Tls => Diagnosis::NOT_TLS,
        Layer::Sasl => Diagnosis::LOGIN_CLOSED,
        Layer::Api => Diagnosis::CONNECTION_LOST,
        _ => Diagnosis::KAFKA_CLOSED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_rise_and_their_class_is_in_them() {
        let all: Vec<_> = Diagnosis::all().collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "{all:?}");
        for it in all {
            assert!((1..=7).contains(&(it.number() / 100)) && it.number() % 100 > 0, "{it}");
            assert_eq!(Diagnosis::of_text(&it.to_string()), Some(it));
        }
        assert_eq!(Diagnosis::EXPIRED.class(), Layer::Tls);
        for odd in ["", "KADM", "KADM0100", "KADM9999", "KADM+407", "kadm0407", "KADM00407"] {
            assert_eq!(Diagnosis::of_text(odd), None, "{odd}");
        }
    }

    #[test]
    fn every_row_says_what_why_and_what_next() {
        for it in Diagnosis::all() {
            let (title, cause, next) = (it.title(), it.cause(), it.next_step());
            assert!(title.len() > 8 && !title.ends_with('.'), "{it}: {title}");
            assert!(cause.len() > 20 && cause.ends_with('.'), "{it}: {cause}");
            assert!(
                !next.is_empty() && !next.ends_with('.') && !next.contains('\n'),
                "{it}: {next}"
            );
            let titles = Diagnosis::all().filter(|other| other.title() == title);
            assert_eq!(titles.count(), 1, "{it}: {title}");
        }
    }
}
