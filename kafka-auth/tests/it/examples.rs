//! The example, against brokers in this process.

#[allow(dead_code, reason = "its main is not used")]
#[path = "../../examples/login.rs"]
mod login;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::{JoinHandle, spawn};

use kafka_auth::handshake::{Reply, ServerHandshake, ServerHandshakeConfig};
use kafka_auth::scram::{Nonce, ScramCredential, ScramHash, ScramServer};
use kafka_auth::tls::TlsRoots;
use kafka_auth::{AuthError, Secret, StoredCredential};
use kafka_proto::ApiKey;
use kafka_proto::frame::MAX_FRAME_BEFORE_AUTH;
use rustls::{ServerConnection, StreamOwned};
use test_support::certificates::{authority, issue, server};

/// A broker for one connection, and who got in.
struct Broker {
    address: SocketAddr,
    principal: JoinHandle<Option<String>>,
}

impl Broker {
    fn start(serve: impl FnOnce(TcpStream) -> Option<String> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        Self { address, principal: spawn(move || serve(listener.accept().unwrap().0)) }
    }
}

fn handshake() -> ServerHandshake {
    let api_versions = [
        (ApiKey::METADATA, 0..=13),
        (ApiKey::SASL_HANDSHAKE, 0..=1),
        (ApiKey::API_VERSIONS, 0..=4),
        (ApiKey::SASL_AUTHENTICATE, 0..=2),
    ];
    let config = ServerHandshakeConfig::new(api_versions.into_iter().collect());
    let scram = ScramServer::new(ScramHash::Sha512, Nonce::random().unwrap());
    ServerHandshake::new(config, vec![Box::new(scram)])
}

/// The broker's side: the user `rudder` may come in.
fn serve(mut stream: impl Read + Write) -> Option<String> {
    let password = Secret::new("pencil");
    let stored = ScramCredential::from_password(ScramHash::Sha512, &password, b"salt", 4096);
    let (mut server, mut principal) = (handshake(), None);
    while let Ok(frame) = login::read_frame(&mut stream, MAX_FRAME_BEFORE_AUTH) {
        let mut reply = server.handle_frame(&frame);
        if let Reply::Lookup { .. } = reply {
            reply = server.credential(Some(StoredCredential::Scram(&stored)));
        }
        match reply {
            Reply::Send(frame) => stream.write_all(&frame).unwrap(),
            Reply::Accept { frame, principal: who, .. } => {
                stream.write_all(&frame).unwrap();
                // ApiVersions is asked behind the login, and is a request like any other.
                (server, principal) = (handshake(), Some(who.to_string()));
            }
            Reply::Close { frame, .. } => {
                stream.write_all(&frame.unwrap_or_default()).unwrap();
                break;
            }
            Reply::Lookup { .. } => panic!("a second lookup"),
        }
        stream.flush().unwrap();
    }
    stream.flush().unwrap();
    principal
}

#[test]
fn login_over_a_plain_socket() {
    let broker = Broker::start(serve);
    let stream = login::dial(&broker.address.to_string()).unwrap();
    let handshake = login::scram("rudder", Secret::new("pencil")).unwrap();
    let authenticated = login::log_in(stream, handshake).unwrap();
    assert_eq!(authenticated.api_versions.range(ApiKey::METADATA), Some(0..=13));
    assert_eq!(broker.principal.join().unwrap().as_deref(), Some("User:rudder"));
}

#[test]
fn login_over_tls() {
    let authority = authority();
    let config = server(&issue(&authority, &["localhost"]), None);
    let broker = Broker::start(move |socket| {
        serve(StreamOwned::new(ServerConnection::new(config).unwrap(), socket))
    });
    let address = format!("localhost:{}", broker.address.port());
    let roots = TlsRoots::Pem(authority.pem().into_bytes());
    let stream = login::over_tls(&address, &roots).unwrap();
    let handshake = login::scram("rudder", Secret::new("pencil")).unwrap();
    login::log_in(stream, handshake).unwrap();
    assert_eq!(broker.principal.join().unwrap().as_deref(), Some("User:rudder"));
}

#[test]
fn login_with_a_wrong_password_is_refused() {
    let broker = Broker::start(serve);
    let stream = login::dial(&broker.address.to_string()).unwrap();
    let handshake = login::scram("rudder", Secret::new("pencils")).unwrap();
    let error = login::log_in(stream, handshake).unwrap_err();
    assert!(error.is::<AuthError>(), "the broker's refusal and not a lost connection: {error}");
    assert_eq!(broker.principal.join().unwrap(), None);
}
