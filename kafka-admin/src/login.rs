//! Drives kafka-auth's handshake machine over a stream.

use std::collections::HashMap;
use std::sync::Mutex;

use bytes::{Bytes, BytesMut};
use kafka_auth::handshake::{Authenticated, Handshake, Stage};
use kafka_auth::{AuthError, CacheKey, Derivation, SaltedPassword};
use kafka_proto::frame::{FrameDecoder, MAX_FRAME_BEFORE_AUTH};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use crate::link::lock;
use crate::transport::Stream;
use crate::{Error, ErrorKind, Layer, Result};

/// How much room each read has: never what the peer claims to send.
const READ_SIZE: usize = 8 * 1024;
/// How many salted passwords are kept: one per user, mechanism and salt.
const MAX_SALTED: usize = 16;

/// A login that is going on.
pub(crate) struct Exchange<'a> {
    pub(crate) stream: &'a mut Stream,
    pub(crate) received: &'a mut BytesMut,
    pub(crate) salted: &'a SaltedPasswords,
    pub(crate) tls: bool,
    pub(crate) deadline: Instant,
}

/// Why a login failed: what the mechanism says needs the address to be told well.
pub(crate) enum Failure {
    Auth(AuthError),
    Other(Error),
}

impl Exchange<'_> {
    /// Runs the handshake to its end.
    pub(crate) async fn run(
        mut self,
        mut handshake: Handshake,
    ) -> std::result::Result<Authenticated, Failure> {
        let mut derived = None;
        let result = self.drive(&mut handshake, &mut derived).await;
        if let Some((key, salted)) = derived {
            self.salted.keep_if(result.is_ok(), key, salted);
        }
        result?;
        handshake.finish().map_err(Failure::Auth)
    }

    async fn drive(
        &mut self,
        handshake: &mut Handshake,
        derived: &mut Option<(CacheKey, SaltedPassword)>,
    ) -> std::result::Result<(), Failure> {
        while !handshake.is_done() {
            let stage = handshake.stage();
            if let Some(frame) = handshake.poll_transmit() {
                self.send(&frame, stage).await?;
            } else if let Some(derivation) = handshake.poll_derive() {
                let (key, salted) = self.salted.derive(derivation, self.deadline).await?;
                *derived = Some((key, salted.clone()));
                handshake.derived(salted).map_err(Failure::Auth)?;
            } else {
                let frame = self.receive(stage).await?;
                handshake.handle_frame(&frame).map_err(Failure::Auth)?;
            }
        }
        Ok(())
    }

    async fn send(&mut self, frame: &[u8], stage: Stage) -> Result<()> {
        let write = async {
            self.stream.write_all(frame).await?;
            self.stream.flush().await
        };
        match timeout_at(self.deadline, write).await {
            Ok(Ok(())) => Ok(()),
            // What the peer said before it went away tells more than a broken pipe.
            Ok(Err(error)) => {
                self.last_words(stage).await.map_or_else(|| Err(self.broken(error, stage)), Err)
            }
            Err(_) => Err(self.silent(stage)),
        }
    }

    async fn receive(&mut self, stage: Stage) -> Result<Bytes> {
        let mut decoder = FrameDecoder::new(MAX_FRAME_BEFORE_AUTH);
        loop {
            if let Some(frame) = decoder.decode(self.received).map_err(Error::of_frame)? {
                return Ok(frame);
            }
            self.received.reserve(READ_SIZE);
            match timeout_at(self.deadline, self.stream.read_buf(self.received)).await {
                Ok(Ok(0)) => {
                    return Err(self.broken(std::io::ErrorKind::UnexpectedEof.into(), stage));
                }
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(self.broken(error, stage)),
                Err(_) => return Err(self.silent(stage)),
            }
        }
    }

    /// Looks for bytes of another protocol after a write that failed.
    async fn last_words(&mut self, stage: Stage) -> Option<Error> {
        let error = self.receive(stage).await.err()?;
        (error.kind() != ErrorKind::Disconnected).then_some(error)
    }

    fn broken(&self, error: std::io::Error, stage: Stage) -> Error {
        let missing = match self.received.len() {
            0 => "",
            _ => " in the middle of an answer",
        };
        let error = Error::of_io(error, layer_of(stage));
        match error.kind() {
            ErrorKind::Disconnected => error
                .about(format!("while {}{missing}", deed_of(stage)))
                .hinted(hint_closed(stage, self.tls)),
            _ => error,
        }
    }

    fn silent(&self, stage: Stage) -> Error {
        let message = match self.received.len() {
            0 => format!("no answer while {}", deed_of(stage)),
            some => format!("only {some} bytes of an answer while {}", deed_of(stage)),
        };
        Error::new(ErrorKind::ConnectTimeout, layer_of(stage), message)
            .hinted(hint_silent(stage, self.tls))
    }
}

fn layer_of(stage: Stage) -> Layer {
    match stage {
        Stage::ApiVersions => Layer::Kafka,
        Stage::SaslHandshake | Stage::SaslAuthenticate => Layer::Sasl,
    }
}

fn deed_of(stage: Stage) -> &'static str {
    match stage {
        Stage::ApiVersions => "agreeing on versions",
        Stage::SaslHandshake => "agreeing on a mechanism",
        Stage::SaslAuthenticate => "logging in",
    }
}

fn hint_closed(stage: Stage, tls: bool) -> &'static str {
    match (stage, tls) {
        (Stage::ApiVersions, false) => {
            "a TLS port may close like this: set security.protocol=SASL_SSL or SSL (Tls::Roots)"
        }
        (Stage::ApiVersions, true) => {
            "check that this is a broker's port for clients, and whether it wants a client certificate"
        }
        _ => {
            "check that the mechanism fits the port; a broker that limits connections closes like this too"
        }
    }
}

fn hint_silent(stage: Stage, tls: bool) -> &'static str {
    match (stage, tls) {
        (Stage::ApiVersions, false) => {
            "the port is open and silent: check that a broker is behind it, and whether it speaks TLS"
        }
        (Stage::ApiVersions, true) => {
            "TLS works, and nobody speaks Kafka: check what is behind this address"
        }
        _ => "the broker may be overloaded: repeat later, or raise the connect timeout",
    }
}

/// Salted passwords of successful logins, so that the next connection does not derive them again.
///
/// RFC 5802 §5.1: a client "can cache ClientKey&ServerKey (or just SaltedPassword)".
#[derive(Default)]
pub(crate) struct SaltedPasswords {
    known: Mutex<HashMap<CacheKey, SaltedPassword>>,
}

impl SaltedPasswords {
    /// From the cache, or computed on a thread of its own: it takes milliseconds.
    async fn derive(
        &self,
        derivation: Derivation,
        deadline: Instant,
    ) -> Result<(CacheKey, SaltedPassword)> {
        let key = derivation.key();
        if let Some(salted) = self.get(&key) {
            return Ok((key, salted));
        }
        let work = tokio::task::spawn_blocking(move || derivation.run());
        match timeout_at(deadline, work).await {
            Ok(Ok(salted)) => Ok((key, salted)),
            _ => Err(Error::new(
                ErrorKind::ConnectTimeout,
                Layer::Sasl,
                "no time left to derive the password's keys",
            )
            .hinted("raise the connect timeout, or lower the user's iteration count")),
        }
    }

    /// Keeps what led to a login, forgets what led to none.
    fn keep_if(&self, succeeded: bool, key: CacheKey, salted: SaltedPassword) {
        let mut known = lock(&self.known);
        known.remove(&key);
        if succeeded {
            if known.len() >= MAX_SALTED {
                known.clear();
            }
            known.insert(key, salted);
        }
    }

    fn get(&self, key: &CacheKey) -> Option<SaltedPassword> {
        lock(&self.known).get(key).cloned()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}
