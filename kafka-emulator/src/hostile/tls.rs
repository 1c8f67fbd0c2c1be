//! Rules of TLS: certificates that prove nothing, and handshakes that come to nothing.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::asked::Turn;
use super::case::Must::{End, GoOn, Refuse};
use super::case::{Case, Flaw, Tls};
use crate::certificates::{self, Certificates};

/// How many tickets are many. A client asks for none.
const TICKETS: usize = 1000;
/// The longest first message of a client that is read.
const MAX_HELLO: usize = 64 * 1024;

pub(super) const CASES: &[Case] = &[
    Case::tls("T00", "keeps all rules, in TLS", GoOn, Tls::Right),
    Case::tls("T01", "shows a certificate that has expired", Refuse, Tls::Shows(Flaw::HasExpired)),
    Case::tls(
        "T01b",
        "shows a certificate that is not valid yet",
        Refuse,
        Tls::Shows(Flaw::IsNotValidYet),
    ),
    Case::tls("T02", "shows somebody else's certificate", Refuse, Tls::Shows(Flaw::OtherName)),
    Case::tls(
        "T02b",
        "shows a certificate with its name as the common name only",
        Refuse,
        Tls::Shows(Flaw::CommonNameOnly),
    ),
    Case::tls(
        "T03",
        "shows a certificate of an authority that the client does not know",
        Refuse,
        Tls::Shows(Flaw::OtherAuthority),
    ),
    Case::tls(
        "T03b",
        "shows a certificate that it has signed itself",
        Refuse,
        Tls::Shows(Flaw::SelfSigned),
    ),
    Case::tls(
        "T03c",
        "shows a certificate that was signed by one that must not sign",
        Refuse,
        Tls::Shows(Flaw::MadeByNoAuthority),
    ),
    Case::tls(
        "T05",
        "knows no version of TLS that the client knows",
        Refuse,
        // An alert in TLS 1.0: fatal, protocol_version.
        Tls::Says(&[21, 3, 1, 0, 2, 2, 70]),
    ),
    Case::tls("T06", "ends the connection behind the client's first message", Refuse, Tls::Close),
    Case::tls(
        "T06b",
        "ends the connection in the middle of its own first message",
        Refuse,
        Tls::Half,
    ),
    Case::tls(
        "T07",
        "asks for a certificate of the client, which has none",
        Refuse,
        Tls::WantsCertificate,
    ),
    VANISHES,
    Case::tls("T13", "sends 1000 tickets", End, Tls::ManyTickets),
    Case::tls(
        "T16",
        "answers the client's first message in HTTP",
        Refuse,
        Tls::Says(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
    ),
    Case::tls(
        "T17",
        "announces a record of TLS that is larger than any may be",
        Refuse,
        Tls::Says(&[22, 3, 3, 0xff, 0xff, 2]),
    ),
    Case::tls("T18", "does not answer the client's first message", Refuse, Tls::Silence),
    Case::tls("T19", "sends its first message one byte a second", Refuse, Tls::Trickle),
];

/// The one of them that goes well until the first answer.
const VANISHES: Case = Case {
    turn: |_, honest| Turn::SendAndVanish(honest[..honest.len() / 2].to_vec()),
    ..Case::tls(
        "T12",
        "is gone in the middle of a frame, without a word of TLS about the end",
        Refuse,
        Tls::Right,
    )
};

/// The certificate of a broker that does this, and the one of the authority that clients are given.
pub(super) fn certificates(tls: Tls) -> io::Result<Certificates> {
    match tls {
        Tls::Shows(flaw) => flawed(flaw).map_err(io::Error::other)?,
        Tls::WantsCertificate => wanting(),
        Tls::ManyTickets => {
            let honest = certificates::issue("localhost", &[])?;
            let mut server = ServerConfig::clone(&honest.server);
            server.send_tls13_tickets = TICKETS;
            Ok(Certificates { server: Arc::new(server), ..honest })
        }
        _ => certificates::issue("localhost", &[]),
    }
}

fn flawed(flaw: Flaw) -> Result<io::Result<Certificates>, rcgen::Error> {
    let (authority, key) = (certificates::authority()?, certificates::key_pair()?);
    let ca_pem = match flaw {
        Flaw::OtherAuthority => certificates::authority()?.pem(),
        _ => authority.pem(),
    };
    let mut leaf = certificates::leaf("localhost", &[])?;
    match flaw {
        Flaw::HasExpired => leaf.not_after = date_time_ymd(2021, 1, 1),
        Flaw::IsNotValidYet => leaf.not_before = date_time_ymd(2049, 12, 1),
        Flaw::OtherName => {
            let names = vec!["somebody-else.example".to_owned()];
            leaf.subject_alt_names = CertificateParams::new(names)?.subject_alt_names;
        }
        Flaw::CommonNameOnly => {
            leaf.subject_alt_names.clear();
            leaf.distinguished_name.push(DnType::CommonName, "localhost");
        }
        Flaw::OtherAuthority | Flaw::SelfSigned | Flaw::MadeByNoAuthority => {}
    }
    let chain = match flaw {
        Flaw::SelfSigned => vec![leaf.self_signed(&key)?.der().clone()],
        Flaw::MadeByNoAuthority => {
            let between = between(&authority)?;
            vec![leaf.signed_by(&key, &between)?.der().clone(), between.der().clone()]
        }
        _ => vec![leaf.signed_by(&key, &authority)?.der().clone()],
    };
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    Ok(certificates::server(chain, key).map(|server| Certificates { ca_pem, server }))
}

/// A broker's certificate that signs another one.
fn between(
    authority: &CertifiedIssuer<'static, KeyPair>,
) -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = certificates::leaf("localhost", &[])?;
    params.distinguished_name.push(DnType::CommonName, "No authority");
    CertifiedIssuer::signed_by(params, certificates::key_pair()?, authority)
}

/// A broker that knows clients by certificates of an authority that has made none.
fn wanting() -> io::Result<Certificates> {
    let honest = certificates::issue("localhost", &[])?;
    let authority = certificates::authority().map_err(io::Error::other)?;
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).map_err(io::Error::other)?;
    let provider = Arc::new(certificates::provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let verifier = verifier.build().map_err(io::Error::other)?;
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_client_cert_verifier(verifier)
        .with_cert_resolver(Arc::clone(&honest.server.cert_resolver));
    Ok(Certificates { server: Arc::new(server), ..honest })
}

/// The handshake; `None` where the broker lets it come to nothing.
pub(super) async fn accept(
    tls: Tls,
    mut stream: TcpStream,
    server: Arc<ServerConfig>,
) -> Option<TlsStream<TcpStream>> {
    match tls {
        Tls::Says(bytes) => {
            hello(&mut stream, &server).await?;
            stream.write_all(bytes).await.ok()?;
        }
        Tls::Close => drop(hello(&mut stream, &server).await?),
        Tls::Silence => {
            hello(&mut stream, &server).await?;
            // Until the client has had enough.
            while stream.read(&mut [0; 1024]).await.ok()? > 0 {}
        }
        Tls::Half => {
            let flight = hello(&mut stream, &server).await?;
            stream.write_all(&flight[..flight.len() / 2]).await.ok()?;
        }
        Tls::Trickle => {
            for byte in hello(&mut stream, &server).await? {
                stream.write_all(&[byte]).await.ok()?;
                sleep(Duration::from_secs(1)).await;
            }
        }
        Tls::Right | Tls::Shows(_) | Tls::WantsCertificate | Tls::ManyTickets => {
            return TlsAcceptor::from(server).accept(stream).await.ok();
        }
    }
    let _ = stream.shutdown().await;
    None
}

/// Takes the client's first message, and gives what a broker would answer.
async fn hello(stream: &mut TcpStream, server: &Arc<ServerConfig>) -> Option<Vec<u8>> {
    let mut connection = ServerConnection::new(Arc::clone(server)).ok()?;
    let (mut taken, mut flight, mut bytes) = (0, Vec::new(), [0; 4096]);
    while taken < MAX_HELLO && !connection.wants_write() {
        let size = stream.read(&mut bytes).await.ok().filter(|size| *size > 0)?;
        taken += size;
        let mut received = &bytes[..size];
        while !received.is_empty() {
            connection.read_tls(&mut received).ok()?;
        }
        connection.process_new_packets().ok()?;
    }
    while connection.wants_write() {
        connection.write_tls(&mut flight).ok()?;
    }
    Some(flight)
}
