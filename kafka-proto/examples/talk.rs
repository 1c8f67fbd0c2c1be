//! Talks to a broker over any socket: which versions it has, then which brokers and topics.
//!
//! ```text
//! cargo run -p kafka-proto --example talk -- localhost:9092
//! ```
//! The listener has to be without TLS and login. Everything below `main` works over any `Read` and
//! `Write`, so it works over TLS too.

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_proto::frame::{FrameDecoder, MAX_FRAME};
use kafka_proto::messages::{ApiVersionsRequest, ApiVersionsResponse, MetadataRequest};
use kafka_proto::{
    ApiKey, DecodeError, ErrorCode, Request, correlation_id, decode_response, encode_request,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "localhost:9092".to_owned());
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    talk(stream, &mut std::io::stdout())
}

/// Asks for versions and metadata, and writes what comes back.
pub(crate) fn talk(stream: impl Read + Write, out: &mut impl Write) -> Result<()> {
    let mut connection = Connection { stream, received: BytesMut::new(), requests: 0 };
    let (frame, version) = connection.api_versions()?;
    let (_, offered) = decode_response::<ApiVersionsRequest<'_>>(&frame, version)?;
    writeln!(out, "ApiVersions v{version}: {} APIs", offered.api_keys.len())?;

    let version = ApiKey::METADATA.common_version(&offered).ok_or("no common Metadata version")?;
    let everything = MetadataRequest { topics: None, ..Default::default() };
    let frame = connection.call(version, &everything)?;
    let (_, metadata) = decode_response::<MetadataRequest<'_>>(&frame, version)?;
    writeln!(out, "Metadata v{version}: cluster {}", metadata.cluster_id.unwrap_or("unknown"))?;
    for broker in &metadata.brokers {
        writeln!(out, "broker {} at {}:{}", broker.node_id, broker.host, broker.port)?;
    }
    for topic in &metadata.topics {
        let (name, partitions) = (topic.name.unwrap_or_default(), topic.partitions.len());
        writeln!(out, "topic {name}: {}, {partitions} partitions", topic.error_code)?;
    }
    Ok(())
}

struct Connection<S> {
    stream: S,
    received: BytesMut,
    requests: i32,
}

impl<S: Read + Write> Connection<S> {
    /// The answer, and the version it is in.
    fn api_versions(&mut self) -> Result<(Bytes, i16)> {
        let request = ApiVersionsRequest {
            client_software_name: "kafka-proto-talk",
            client_software_version: env!("CARGO_PKG_VERSION"),
            ..Default::default()
        };
        // Every broker since Kafka 2.4 knows version 3.
        let frame = self.call(3, &request)?;
        let Some(refusal) = unsupported(&frame)? else { return Ok((frame, 3)) };
        let version = ApiKey::API_VERSIONS.common_version(&refusal).unwrap_or(0);
        Ok((self.call(version, &request)?, version))
    }

    /// Sends a request and waits for the frame that answers it.
    fn call<'q, R: Request<'q>>(&mut self, version: i16, request: &R) -> Result<Bytes> {
        self.requests += 1;
        let mut frame = Vec::new();
        encode_request(&mut frame, version, self.requests, Some("talk"), request)?;
        self.stream.write_all(&frame)?;
        let frame = self.frame()?;
        let is_answer = correlation_id(&frame) == Some(self.requests);
        is_answer.then_some(frame).ok_or_else(|| "the answer to something else".into())
    }

    fn frame(&mut self) -> Result<Bytes> {
        let mut decoder = FrameDecoder::new(MAX_FRAME);
        let mut buffer = [0; 8192];
        loop {
            if let Some(frame) = decoder.decode(&mut self.received)? {
                return Ok(frame);
            }
            match self.stream.read(&mut buffer)? {
                0 => return Err("the broker closed the connection".into()),
                count => self.received.extend_from_slice(&buffer[..count]),
            }
        }
    }
}

/// KIP-511: a broker that does not know the version answers with code 35 in the layout of version
/// 0, and since Kafka 2.4 with its own range. The code stands first in every layout.
fn unsupported(frame: &[u8]) -> std::result::Result<Option<ApiVersionsResponse<'_>>, DecodeError> {
    let is_refused = frame.get(4..6) == Some(&ErrorCode::UNSUPPORTED_VERSION.0.to_be_bytes());
    let refusal = || decode_response::<ApiVersionsRequest<'_>>(frame, 0);
    is_refused.then(refusal).transpose().map(|it| it.map(|(_, refusal)| refusal))
}
