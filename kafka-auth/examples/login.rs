//! Logs in by SCRAM over a blocking socket, with or without TLS, and says what the broker offers.
//!
//! ```text
//! KAFKA_PASSWORD=… cargo run -p kafka-auth --example login -- b-1.example.com:9096 rudder ca.pem
//! ```
//! Without the file of authorities it goes without TLS. Everything below `main` works over any `Read` and
//! `Write`. With an async runtime, run the derivation where it may take some milliseconds.

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use kafka_auth::Secret;
use kafka_auth::handshake::{Authenticated, Handshake, HandshakeConfig};
use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
use kafka_auth::tls::{self, TlsRoots};
use rustls::{ClientConnection, StreamOwned};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [address, user, roots @ ..] = args.as_slice() else {
        return Err("usage: login HOST:PORT USER [AUTHORITIES.pem]".into());
    };
    let password = Secret::new(std::env::var("KAFKA_PASSWORD")?);
    let authenticated = match roots.first() {
        None => log_in(dial(address)?, scram(user, password)?)?,
        Some(roots) => {
            let roots = TlsRoots::Pem(std::fs::read(Path::new(roots))?);
            log_in(over_tls(address, &roots)?, scram(user, password)?)?
        }
    };
    println!("logged in for {:?}", authenticated.session_lifetime);
    for (api, versions) in authenticated.api_versions.ranges() {
        println!("{api} {versions:?}");
    }
    Ok(())
}

/// A plain socket that does not wait for ever.
pub(crate) fn dial(address: &str) -> Result<TcpStream> {
    let socket = TcpStream::connect(address)?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(Duration::from_secs(10)))?;
    Ok(socket)
}

/// The same under TLS. The broker has to show a certificate for the host that was dialled.
pub(crate) fn over_tls(
    address: &str,
    roots: &TlsRoots,
) -> Result<StreamOwned<ClientConnection, TcpStream>> {
    let (host, _) = address.rsplit_once(':').ok_or("no port")?;
    // A program with several connections makes one configuration for all.
    let config = tls::client_config(roots, None)?;
    let connection = ClientConnection::new(config, tls::server_name(host)?)?;
    Ok(StreamOwned::new(connection, dial(address)?))
}

/// What is to be said: the mechanism and the handshake around it.
pub(crate) fn scram(user: &str, password: Secret) -> Result<Handshake> {
    let mechanism = ScramClient::new(ScramHash::Sha512, user, password, Nonce::random()?)?;
    Ok(Handshake::new(HandshakeConfig::default(), Some(Box::new(mechanism)))?)
}

/// Moves frames until the handshake is done. Then the connection is ready for requests.
pub(crate) fn log_in(
    mut stream: impl Read + Write,
    mut handshake: Handshake,
) -> Result<Authenticated> {
    while !handshake.is_done() {
        while let Some(frame) = handshake.poll_transmit() {
            stream.write_all(&frame)?;
        }
        stream.flush()?;
        if let Some(derivation) = handshake.poll_derive() {
            handshake.derived(derivation.run())?;
        } else {
            handshake.handle_frame(&read_frame(&mut stream, handshake.max_frame())?)?;
        }
    }
    Ok(handshake.finish()?)
}

/// The next frame without its length, which is not believed before it is checked.
pub(crate) fn read_frame(stream: &mut impl Read, max: usize) -> Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = usize::try_from(i32::from_be_bytes(length))?;
    if length > max {
        return Err("the frame is too long".into());
    }
    let mut frame = vec![0; length];
    stream.read_exact(&mut frame)?;
    Ok(frame)
}
