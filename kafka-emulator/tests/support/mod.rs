//! A client of a few lines, so that these tests share nothing with the emulator but the codec and
//! the mechanisms.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use kafka_auth::handshake::{Flight, Handshake, HandshakeConfig};
use kafka_auth::msk_iam::MskIamClient;
use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
use kafka_auth::tls::{TlsRoots, client_config, server_name};
use kafka_auth::{AuthError, AwsCredentials, Mechanism, Secret};
use kafka_emulator::{Builder, Emulator};
use kafka_proto::frame::FrameDecoder;
use kafka_proto::{Request, decode_response, encode_request};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

pub(crate) const KEY_ID: &str = "AKIDEXAMPLE";
pub(crate) const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const ARN: &str = "arn:aws:sts::123456789012:assumed-role/admin/test";

/// Longer than anything takes; only a hang meets it.
const PATIENCE: Duration = Duration::from_secs(30);

/// With the user `rudder`, whose password is `pencil`, and one IAM identity.
pub(crate) fn emulator() -> Builder {
    Emulator::builder().scram_user("rudder", "pencil").iam_identity(KEY_ID, SECRET_KEY, None, ARN)
}

pub(crate) fn scram(password: &str) -> Box<dyn Mechanism> {
    scram_with(ScramHash::Sha512, "rudder", password)
}

pub(crate) fn scram_with(hash: ScramHash, user: &str, password: &str) -> Box<dyn Mechanism> {
    let nonce = Nonce::random().unwrap();
    Box::new(ScramClient::new(hash, user, Secret::new(password), nonce).unwrap())
}

pub(crate) fn iam() -> Box<dyn Mechanism> {
    iam_for("localhost", "us-east-1", SECRET_KEY)
}

pub(crate) fn iam_for(host: &str, region: &str, secret_key: &str) -> Box<dyn Mechanism> {
    let credentials = AwsCredentials::new(KEY_ID, Secret::new(secret_key));
    let now = SystemTime::now();
    Box::new(MskIamClient::new(host, region, credentials, "test", now).unwrap())
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// One connection.
pub(crate) struct Client {
    stream: Box<dyn Stream>,
    received: BytesMut,
    correlation_id: i32,
    /// What is sent behind every request, as a part of its frame.
    pub(crate) trailing: Vec<u8>,
}

impl Client {
    pub(crate) async fn plaintext(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        Self::over(Box::new(stream))
    }

    pub(crate) async fn tls(emulator: &Emulator, address: &str) -> Self {
        let roots = TlsRoots::Pem(emulator.ca_pem().as_bytes().to_vec());
        let connector = TlsConnector::from(client_config(&roots, None).unwrap());
        let stream = TcpStream::connect(address).await.unwrap();
        let name = server_name("localhost").unwrap();
        let stream = connector.connect(name, stream).await.unwrap();
        Self::over(Box::new(stream))
    }

    fn over(stream: Box<dyn Stream>) -> Self {
        Self { stream, received: BytesMut::new(), correlation_id: 0, trailing: Vec::new() }
    }

    /// Connected to the SCRAM listener, and logged in.
    pub(crate) async fn scram(emulator: &Emulator) -> Self {
        let mut client = Self::tls(emulator, &emulator.scram_address()).await;
        client.log_in(scram("pencil")).await.unwrap();
        client
    }

    /// Connected to the IAM listener, and logged in.
    pub(crate) async fn iam(emulator: &Emulator) -> Self {
        let mut client = Self::tls(emulator, &emulator.iam_address()).await;
        client.log_in(iam()).await.unwrap();
        client
    }

    pub(crate) async fn log_in(&mut self, mechanism: Box<dyn Mechanism>) -> Result<(), AuthError> {
        let handshake =
            Handshake::new(HandshakeConfig::default().flight(Flight::Sequential), Some(mechanism))?;
        self.drive(handshake).await
    }

    pub(crate) async fn drive(&mut self, mut handshake: Handshake) -> Result<(), AuthError> {
        while !handshake.is_done() {
            while let Some(frame) = handshake.poll_transmit() {
                self.send(&frame).await;
            }
            let frame = self.frame().await.expect("an answer");
            handshake.handle_frame(&frame)?;
            if let Some(derivation) = handshake.poll_derive() {
                handshake.derived(derivation.run())?;
            }
        }
        handshake.finish().map(drop)
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    pub(crate) async fn send_request<'q, R: Request<'q>>(&mut self, version: i16, request: &R) {
        self.correlation_id += 1;
        let mut frame = Vec::new();
        encode_request(&mut frame, version, self.correlation_id, Some("test"), request).unwrap();
        frame.extend_from_slice(&self.trailing);
        let length = u32::try_from(frame.len() - 4).unwrap();
        frame[..4].copy_from_slice(&length.to_be_bytes());
        self.send(&frame).await;
    }

    /// The next frame, without its length; none when the broker has hung up.
    pub(crate) async fn frame(&mut self) -> Option<Bytes> {
        let mut frames = FrameDecoder::new(1 << 20);
        loop {
            if let Some(frame) = frames.decode(&mut self.received).unwrap() {
                return Some(frame);
            }
            let read = self.stream.read_buf(&mut self.received);
            match timeout(PATIENCE, read).await.expect("neither an answer nor a close") {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// How many bytes come before the broker hangs up.
    pub(crate) async fn bytes_until_close(&mut self) -> usize {
        while let Ok(1..) =
            timeout(PATIENCE, self.stream.read_buf(&mut self.received)).await.expect("no close")
        {
        }
        self.received.len()
    }

    /// The answer to a request; none when the broker has hung up.
    pub(crate) async fn try_ask<'q, R: Request<'q>>(
        &mut self,
        version: i16,
        request: &R,
    ) -> Option<Answer> {
        self.send_request(version, request).await;
        let frame = self.frame().await?;
        Some(Answer { frame, version, correlation_id: self.correlation_id })
    }

    pub(crate) async fn ask<'q, R: Request<'q>>(&mut self, version: i16, request: &R) -> Answer {
        self.try_ask(version, request).await.expect("an answer")
    }
}

/// A frame that answers a request.
pub(crate) struct Answer {
    frame: Bytes,
    version: i16,
    correlation_id: i32,
}

impl Answer {
    pub(crate) fn read<'q, R: Request<'q>>(&self) -> R::Response<'_> {
        let (correlation_id, response) =
            decode_response::<R>(&self.frame, self.version).expect("a response");
        assert_eq!(correlation_id, self.correlation_id);
        response
    }
}
