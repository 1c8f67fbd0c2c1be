//! A new connection, as a login sees it, and what its silence or end means.

use bytes::{Bytes, BytesMut};
use kafka_auth::handshake::Stage;
use kafka_proto::frame::{FrameDecoder, MAX_FRAME_BEFORE_AUTH};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use crate::net::login::Wire;
use crate::net::stream::Stream;
use crate::{Error, ErrorKind, Layer, Result};

/// How much room each read has: never what the peer claims to send.
const READ_SIZE: usize = 8 * 1024;

/// A connection before its first login.
pub(crate) struct Opening {
    pub(crate) stream: Stream,
    /// What came and is not a whole frame yet.
    pub(crate) received: BytesMut,
    pub(crate) tls: bool,
}

impl Wire for &mut Opening {
    async fn send(&mut self, frame: &[u8], stage: Stage, deadline: Instant) -> Result<()> {
        let write = async {
            self.stream.write_all(frame).await?;
            self.stream.flush().await
        };
        match timeout_at(deadline, write).await {
            Ok(Ok(())) => Ok(()),
            // What the peer said before it went away tells more than a broken pipe.
            Ok(Err(error)) => {
                let words = self.error_after_failed_write(stage, deadline).await;
                words.map_or_else(|| Err(self.broken(error, stage)), Err)
            }
            Err(_) => Err(self.silent(stage)),
        }
    }

    async fn receive(&mut self, limit: usize, stage: Stage, deadline: Instant) -> Result<Bytes> {
        let mut decoder = FrameDecoder::new(limit);
        loop {
            if let Some(frame) = decoder.decode(&mut self.received).map_err(Error::of_frame)? {
                return Ok(frame);
            }
            let Opening { stream, received, .. } = self;
            received.reserve(READ_SIZE);
            match timeout_at(deadline, stream.read_buf(received)).await {
                Ok(Ok(0)) => {
                    return Err(self.broken(std::io::ErrorKind::UnexpectedEof.into(), stage));
                }
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(self.broken(error, stage)),
                Err(_) => return Err(self.silent(stage)),
            }
        }
    }
}

impl Opening {
    /// Looks for bytes of another protocol after a write that failed.
    async fn error_after_failed_write(&mut self, stage: Stage, deadline: Instant) -> Option<Error> {
        let limit = MAX_FRAME_BEFORE_AUTH;
        let error = (&mut *self).receive(limit, stage, deadline).await.err()?;
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
                .about(format!("while {}{missing}", activity(stage)))
                .hinted(hint_closed(stage, self.tls)),
            _ => error,
        }
    }

    fn silent(&self, stage: Stage) -> Error {
        let message = match self.received.len() {
            0 => format!("no answer while {}", activity(stage)),
            some => format!("only {some} bytes of an answer while {}", activity(stage)),
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

fn activity(stage: Stage) -> &'static str {
    match stage {
        Stage::ApiVersions => "agreeing on versions",
        Stage::SaslHandshake => "agreeing on a mechanism",
        Stage::SaslAuthenticate => "logging in",
    }
}

fn hint_closed(stage: Stage, tls: bool) -> &'static str {
    match (stage, tls) {
        (Stage::ApiVersions, false) => {
            "a TLS port may close like this: set security.protocol=SASL_SSL, or SSL without a login"
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
