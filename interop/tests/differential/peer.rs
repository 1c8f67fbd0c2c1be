//! A connection of a few lines, so that Kafka and the emulator are asked in exactly the same way.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use kafka_auth::handshake::{Flight, Handshake, HandshakeConfig};
use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
use kafka_auth::tls::{TlsRoots, client_config, server_name};
use kafka_auth::{Mechanism, Secret};
use rustls::{ClientConnection, StreamOwned};

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(30);

trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// Where one of the two is asked, and by whom.
#[derive(Clone)]
pub(crate) enum Place {
    /// Without TLS and login.
    Plaintext(String),
    Scram {
        address: String,
        authority: String,
        user: &'static str,
        password: &'static str,
    },
}

/// One connection; opened again when the broker has closed it.
pub(crate) struct Peer {
    place: Place,
    stream: Option<Box<dyn Stream>>,
}

impl Peer {
    pub(crate) fn new(place: Place) -> Self {
        Self { place, stream: None }
    }

    /// Another connection to the same place.
    pub(crate) fn another(&self) -> Self {
        Self::new(self.place.clone())
    }

    /// Sends a frame, and leaves the answer for later.
    pub(crate) fn send(&mut self, frame: &[u8]) {
        send(self.stream.get_or_insert_with(|| open(&self.place)), frame);
    }

    /// The answer to a frame that was sent.
    pub(crate) fn receive(&mut self) -> Option<Vec<u8>> {
        let answer = self.stream.as_mut().and_then(receive);
        if answer.is_none() {
            self.stream = None;
        }
        answer
    }

    /// The frame that answers a frame, both without their length; `None` when the broker closes.
    pub(crate) fn ask(&mut self, frame: &[u8]) -> Option<Vec<u8>> {
        if self.stream.is_none() {
            self.stream = Some(open(&self.place));
        }
        let answer = self.stream.as_mut().and_then(|stream| exchange(stream, frame));
        if answer.is_none() {
            self.stream = None;
        }
        answer
    }
}

fn exchange(stream: &mut Box<dyn Stream>, frame: &[u8]) -> Option<Vec<u8>> {
    send(stream, frame);
    receive(stream)
}

fn send(stream: &mut Box<dyn Stream>, frame: &[u8]) {
    let length = u32::try_from(frame.len()).unwrap();
    // What cannot be sent is not answered either.
    let _ =
        stream.write_all(&[&length.to_be_bytes(), frame].concat()).and_then(|()| stream.flush());
}

fn receive(stream: &mut Box<dyn Stream>) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    if let Err(error) = stream.read_exact(&mut length) {
        let is_late =
            matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
        assert!(!is_late, "neither an answer nor a close");
        return None;
    }
    let mut frame = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut frame).ok()?;
    Some(frame)
}

fn open(place: &Place) -> Box<dyn Stream> {
    match place {
        Place::Plaintext(address) => Box::new(connect(address)),
        Place::Scram { address, authority, user, password } => {
            let roots = TlsRoots::Pem(authority.as_bytes().to_vec());
            let config = client_config(&roots, None).unwrap();
            let session = ClientConnection::new(config, server_name("localhost").unwrap()).unwrap();
            let mut stream: Box<dyn Stream> = Box::new(StreamOwned::new(session, connect(address)));
            log_in(&mut stream, user, password);
            stream
        }
    }
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

fn log_in(stream: &mut Box<dyn Stream>, user: &str, password: &str) {
    let (hash, nonce) = (ScramHash::Sha512, Nonce::random().unwrap());
    let client = ScramClient::new(hash, user, Secret::new(password), nonce).unwrap();
    let mechanism: Box<dyn Mechanism> = Box::new(client);
    let mut handshake =
        Handshake::new(HandshakeConfig::default().flight(Flight::Sequential), Some(mechanism))
            .unwrap();
    while !handshake.is_done() {
        while let Some(frame) = handshake.poll_transmit() {
            stream.write_all(&frame).unwrap();
            stream.flush().unwrap();
        }
        handshake.handle_frame(&receive(stream).expect("an answer during the login")).unwrap();
        if let Some(derivation) = handshake.poll_derive() {
            handshake.derived(derivation.run()).unwrap();
        }
    }
}
