//! Servers that really do what goes wrong.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use kafka_admin::{Config, Tls, TlsRoots};
use kafka_proto::messages::metadata::{MetadataResponse, MetadataResponseBroker};
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode};
use rustls::ServerConfig;
use test_support::broker::{Asked, Do, all_apis, offer, peer, serve};
use test_support::certificates::{Authority, CertificateParams, authority, issue_with, server};
use tokio_rustls::TlsAcceptor;

/// A broker behind TLS, whose certificate is for localhost and changed as told.
pub(crate) async fn tls_broker(
    authority: &Authority,
    change: impl FnOnce(&mut CertificateParams),
) -> SocketAddr {
    tls_server(server(&issue_with(authority, &["localhost", "127.0.0.1"], change), None)).await
}

/// The same with these settings.
pub(crate) async fn tls_server(config: Arc<ServerConfig>) -> SocketAddr {
    let acceptor = TlsAcceptor::from(config);
    peer(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let address = stream.local_addr().unwrap();
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, address, Arc::new(Mutex::new(without_login))).await;
            }
        }
    })
    .await
}

/// An ordinary broker whose listener takes no login.
#[allow(clippy::needless_pass_by_value, reason = "it is a script")]
pub(crate) fn without_login(asked: Asked) -> Do {
    match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&SaslHandshakeResponse {
            error_code: ErrorCode::ILLEGAL_SASL_STATE,
            ..Default::default()
        }),
        ApiKey::API_VERSIONS => asked.answer(&offer(&few_apis())),
        ApiKey::METADATA => asked.ordinary(),
        _ => Do::Close,
    }
}

fn few_apis() -> Vec<(ApiKey, i16, i16)> {
    let few = [ApiKey::API_VERSIONS, ApiKey::METADATA, ApiKey::SASL_HANDSHAKE];
    all_apis().into_iter().filter(|(api, ..)| few.contains(api)).collect()
}

/// A listener with these mechanisms that closes at whatever is no login.
pub(crate) fn with_login(asked: &Asked, mechanisms: &[&'static str]) -> Do {
    match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&SaslHandshakeResponse {
            error_code: ErrorCode::UNSUPPORTED_SASL_MECHANISM,
            mechanisms: mechanisms.to_vec().into(),
            ..Default::default()
        }),
        ApiKey::API_VERSIONS => asked.ordinary(),
        _ => Do::Close,
    }
}

/// Of a cluster with this id: this broker, and one more at this address.
pub(crate) fn two_brokers(asked: &Asked, id: &'static str, host: &'static str, port: i32) -> Do {
    let broker =
        |node_id, host, port| MetadataResponseBroker { node_id, host, port, ..Default::default() };
    let own = i32::from(asked.address.port());
    let brokers = vec![broker(1, "127.0.0.1", own), broker(2, host, port)].into();
    asked.answer(&MetadataResponse { brokers, cluster_id: Some(id), ..Default::default() })
}

/// The authority of a test, and settings that trust it.
pub(crate) fn trusted() -> (Authority, Tls) {
    let authority = authority();
    let roots = TlsRoots::Pem(authority.pem().into_bytes());
    (authority, Tls::Roots(roots))
}

pub(crate) fn plaintext(address: impl ToString) -> Config {
    Config::new([address.to_string()]).tls(Tls::Disabled)
}
