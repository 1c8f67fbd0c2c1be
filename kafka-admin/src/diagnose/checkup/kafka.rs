//! Whether Kafka answers, and which mechanisms the listener offers.

use bytes::BytesMut;
use kafka_auth::handshake::{ApiVersions, Flight, Handshake, Stage as HandshakeStage};
use kafka_auth::{AuthError, PeerText};
use kafka_proto::frame::MAX_FRAME_BEFORE_AUTH;
use kafka_proto::messages::sasl_handshake::{SaslHandshakeRequest, SaslHandshakeResponse};
use kafka_proto::{ApiKey, ErrorCode, decode_response, encode_request};
use tokio::time::Instant;

use super::Examiner;
use super::finding::{Check, Finding, Stage};
use super::point::Reached;
use super::tls::speaks_tls;
use crate::config::{MskPort, is_msk_host};
use crate::net::login::Wire;
use crate::net::opening::Opening;
use crate::net::stream::Stream;
use crate::net::transport;
use crate::{Diagnosis, Error, ErrorKind, HostPort, Layer, Listener, Result};

/// How many mechanisms of a listener are shown.
const MAX_MECHANISMS: usize = 16;
/// Of the one request that this sends by itself.
const ID: i32 = 1;

/// What a listener says about logins.
enum Offer {
    /// It takes none.
    NoLogin,
    /// It offers these, and takes the one asked for or not.
    Mechanisms(Vec<PeerText>, bool),
}

impl Examiner {
    /// Asks for versions and mechanisms, and says whether a login can be tried.
    pub(super) async fn kafka(
        &self,
        point: &Reached<'_>,
        stream: Stream,
        checks: &mut Vec<Check>,
        deadline: Instant,
    ) -> bool {
        let (mut check, began) = (Check::of(Stage::Kafka), Instant::now());
        let tls = self.dialer.tls().is_some();
        let mut opening = Opening { stream, received: BytesMut::new(), tls };
        let share = transport::share(deadline, 2);
        let versions = self.versions(point.address, &mut opening, share).await;
        match &versions {
            Ok(versions) => show(versions, &mut check),
            Err(error) => {
                let share = transport::share(deadline, 2);
                check.find(self.explain_silence(point, error, share).await);
            }
        }
        check.took = began.elapsed();
        checks.push(check);
        match versions {
            Ok(_) => {
                let share = transport::share(deadline, 2);
                self.mechanism(point, &mut opening, checks, share).await
            }
            Err(_) => false,
        }
    }

    async fn versions(
        &self,
        address: &HostPort,
        opening: &mut Opening,
        deadline: Instant,
    ) -> Result<ApiVersions> {
        let authenticator = self.dialer.authenticator();
        let handshake = Handshake::new(authenticator.introduction(Flight::Sequential), None)
            .map_err(|error| Error::of_auth(error, address, None))?;
        let done = authenticator.run(handshake, opening, address, deadline).await?;
        Ok(done.authenticated.api_versions)
    }

    /// A TLS port says nothing, or an alert, to who speaks plaintext.
    async fn explain_silence(
        &self,
        point: &Reached<'_>,
        error: &Error,
        deadline: Instant,
    ) -> Finding {
        let is_odd = matches!(
            error.kind(),
            ErrorKind::Disconnected | ErrorKind::ConnectTimeout | ErrorKind::PeerMisbehaved
        );
        if self.dialer.tls().is_some() || !is_odd || !speaks_tls(point, deadline).await {
            return Finding::broken(error);
        }
        let message = format!("{} speaks TLS, and this client is set to plaintext", point.address);
        Finding::warning(Diagnosis::TLS_PORT, message)
            .breaking()
            .hinted("set security.protocol=SASL_SSL, or SSL without a login")
    }

    async fn mechanism(
        &self,
        point: &Reached<'_>,
        opening: &mut Opening,
        checks: &mut Vec<Check>,
        deadline: Instant,
    ) -> bool {
        let (mut check, began) = (Check::of(Stage::Mechanism), Instant::now());
        let wanted = self.dialer.authenticator().mechanism();
        check.fact("configured", wanted.unwrap_or("none"));
        match self.offer(opening, wanted.unwrap_or("PLAIN"), deadline).await {
            Ok(offer) => judge(point.address, wanted, offer, &mut check),
            // A listener without a login may not know the question.
            Err(_) if wanted.is_none() => check.skipped = Some("the listener does not tell"),
            Err(error) => check.broken(&error),
        }
        check.took = began.elapsed();
        let is_open = check.findings.iter().all(|it| it.severity != super::Severity::Broken);
        checks.push(check);
        is_open
    }

    async fn offer(
        &self,
        mut opening: &mut Opening,
        mechanism: &str,
        deadline: Instant,
    ) -> Result<Offer> {
        let request = SaslHandshakeRequest { mechanism, ..Default::default() };
        let mut frame = Vec::new();
        let client_id = Some(&*self.dialer.config().client_id);
        encode_request(&mut frame, 1, ID, client_id, &request)
            .map_err(|error| Error::of_encode(error, ApiKey::SASL_HANDSHAKE))?;
        let stage = HandshakeStage::SaslHandshake;
        opening.send(&frame, stage, deadline).await?;
        let answer = opening.receive(MAX_FRAME_BEFORE_AUTH, stage, deadline).await?;
        let (id, response): (i32, SaslHandshakeResponse<'_>) =
            decode_response::<SaslHandshakeRequest<'_>>(&answer, 1).map_err(Error::of_decode)?;
        if id != ID {
            return Err(Error::count_mismatch(1, 0).about("the answer to SaslHandshake"));
        }
        let names = response.mechanisms.iter().take(MAX_MECHANISMS).map(PeerText::new);
        match response.error_code {
            ErrorCode::NONE => Ok(Offer::Mechanisms(names.collect(), true)),
            ErrorCode::UNSUPPORTED_SASL_MECHANISM => Ok(Offer::Mechanisms(names.collect(), false)),
            ErrorCode::ILLEGAL_SASL_STATE => Ok(Offer::NoLogin),
            code => Err(Error::of_code(ApiKey::SASL_HANDSHAKE, code, None)),
        }
    }
}

fn show(versions: &ApiVersions, check: &mut Check) {
    check.fact("apis", versions.ranges().len());
    for api in [ApiKey::API_VERSIONS, ApiKey::METADATA, ApiKey::SASL_AUTHENTICATE] {
        if let Some(range) = versions.range(api) {
            check.fact("versions", format!("{api} {} to {}", range.start(), range.end()));
        }
    }
}

fn judge(address: &HostPort, wanted: Option<&'static str>, offer: Offer, check: &mut Check) {
    let expected = expected(address);
    if let Some(listener) = expected {
        check.fact("port_is_for", listener);
    }
    match (offer, wanted) {
        (Offer::NoLogin, None) => check.fact("offered", "none: the listener takes no login"),
        (Offer::NoLogin, Some(_)) => {
            check.fact("offered", "none: the listener takes no login");
            let error = AuthError::ApiRefused {
                api: "SaslHandshake",
                code: ErrorCode::ILLEGAL_SASL_STATE.0,
            };
            check.broken(&Error::of_auth(error, address, None));
        }
        (Offer::Mechanisms(offered, _), None) => {
            check.fact("offered", joined(&offered));
            let error = Error::new(
                ErrorKind::Disconnected,
                Layer::Sasl,
                "the listener wants a login, and none is set",
            );
            check.broken(
                &error
                    .hinted("set sasl.mechanism and security.protocol=SASL_SSL")
                    .diagnosed(Diagnosis::LOGIN_WANTED),
            );
        }
        (Offer::Mechanisms(offered, taken), Some(wanted)) => {
            check.fact("offered", joined(&offered));
            if !taken {
                let error = AuthError::MechanismNotOffered { wanted, offered };
                check.broken(&Error::of_auth(error, address, None));
            } else if let Some(listener) = expected.filter(|it| !offers(&offered, *it)) {
                let message =
                    format!("{address} is Amazon MSK's port for {listener}, and does not offer it");
                check.find(Finding::warning(Diagnosis::MSK_MECHANISM, message));
            }
        }
    }
}

fn joined(offered: &[PeerText]) -> String {
    offered.iter().map(PeerText::as_str).collect::<Vec<_>>().join(", ")
}

fn offers(offered: &[PeerText], listener: Listener) -> bool {
    let name = listener.to_string();
    offered.iter().any(|it| it.as_str() == name)
}

/// What Amazon MSK says by its ports, and where each broker has one of its own (multi-VPC, from 14001
/// on) by a label of the name: `b-1.iam.…`, `b-1.scram.…`.
fn expected(address: &HostPort) -> Option<Listener> {
    if !is_msk_host(address.host()) {
        return None;
    }
    let of_label = || match address.host().split('.').nth(1)? {
        "iam" => Some(Listener::Iam),
        "scram" => Some(Listener::Scram),
        _ => None,
    };
    let of_port = MskPort::of(address.port()).map(|port| port.listener);
    let listener = of_port.or_else(of_label);
    listener.filter(|it| matches!(it, Listener::Iam | Listener::Scram))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amazons_ports_and_labels_say_the_mechanism() {
        let listener = |text: &str| expected(&text.parse().unwrap());
        let end = "demo.abc.c2.kafka.us-east-1.amazonaws.com";
        assert_eq!(listener(&format!("b-1.{end}:9198")), Some(Listener::Iam));
        assert_eq!(listener(&format!("b-1.scram.{end}:14001")), Some(Listener::Scram));
        assert_eq!(listener(&format!("b-1.iam.{end}:14002")), Some(Listener::Iam));
        assert_eq!(listener(&format!("b-1.{end}:9094")), None);
        assert_eq!(listener("b-1.iam.example.com:9198"), None);
    }

    #[test]
    fn a_port_that_offers_something_else_than_its_table_is_told() {
        let address = "b-1.demo.abc.c2.kafka.us-east-1.amazonaws.com:9098".parse().unwrap();
        let mut check = Check::of(Stage::Mechanism);
        let offered = || Offer::Mechanisms(vec![PeerText::new("SCRAM-SHA-512")], true);
        judge(&address, Some("SCRAM-SHA-512"), offered(), &mut check);
        assert_eq!(check.findings[0].diagnosis, Diagnosis::MSK_MECHANISM);
        let mut check = Check::of(Stage::Mechanism);
        judge(&address, None, offered(), &mut check);
        assert_eq!(check.findings[0].diagnosis, Diagnosis::LOGIN_WANTED);
    }
}
