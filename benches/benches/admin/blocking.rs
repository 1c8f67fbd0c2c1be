//! The least that a call can cost: a blocking write, a blocking read, and the decoding, of the same bytes.

use std::env::var;
use std::io::{Read, Write};
use std::net::TcpStream;

use kafka_auth::Secret;
use kafka_auth::handshake::{Handshake, HandshakeConfig};
use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
use kafka_auth::tls::{self, TlsRoots};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{Message, decode_response, encode_request};
use rustls::{ClientConnection, StreamOwned};

use crate::Result;
use crate::ours::{cost, cpu};
use crate::server::{PASSWORD, USER, topic};
use crate::work::LARGE;

/// As the other clients, but without allocations and memory worth a word; describes one topic after the
/// other.
pub(crate) fn run() -> Result<()> {
    let (address, calls) = (var("PEER_BOOTSTRAP")?, var("PEER_CALLS")?.parse()?);
    let socket = TcpStream::connect(&address)?;
    socket.set_nodelay(true)?;
    match var("PEER_SECURITY")?.as_str() {
        "PLAINTEXT" => describe(socket, calls),
        _ => {
            let roots = TlsRoots::Pem(std::fs::read(var("PEER_CA")?)?);
            let (host, _) = address.rsplit_once(':').ok_or("no port")?;
            let connection =
                ClientConnection::new(tls::client_config(&roots, None)?, tls::server_name(host)?)?;
            let mut stream = StreamOwned::new(connection, socket);
            log_in(&mut stream)?;
            describe(stream, calls)
        }
    }
}

fn log_in(stream: &mut (impl Read + Write)) -> Result<()> {
    let password = Secret::new(PASSWORD);
    let mechanism = ScramClient::new(ScramHash::Sha512, USER, password, Nonce::random()?)?;
    let mut handshake = Handshake::new(HandshakeConfig::default(), Some(Box::new(mechanism)))?;
    while !handshake.is_done() {
        while let Some(frame) = handshake.poll_transmit() {
            stream.write_all(&frame)?;
        }
        stream.flush()?;
        match handshake.poll_derive() {
            Some(derivation) => handshake.derived(derivation.run())?,
            None => handshake.handle_frame(&read_exactly(stream, handshake.max_frame())?)?,
        }
    }
    handshake.finish()?;
    Ok(())
}

/// The next frame without its length, and nothing of the one behind it: answers to a login may come
/// together.
fn read_exactly(stream: &mut impl Read, max: usize) -> Result<Vec<u8>> {
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

fn describe(mut stream: impl Read + Write, calls: u32) -> Result<()> {
    let mut requests = Vec::new();
    for name in (0..LARGE).map(topic) {
        requests.push(request(&name)?);
    }
    let mut received = vec![0; 8 * 1024];
    let mut repeat = |calls: u32| -> Result<()> {
        for request in requests.iter().cycle().take(calls as usize) {
            stream.write_all(request)?;
            stream.flush()?;
            read_description(read_frame(&mut stream, &mut received)?)?;
        }
        Ok(())
    };
    repeat(calls / 10)?;
    let before = cpu()?;
    repeat(calls)?;
    cost(before, calls)
}

/// The request that ours sends.
fn request(name: &str) -> Result<Vec<u8>> {
    let topic = MetadataRequestTopic { name: Some(name), ..Default::default() };
    let request = MetadataRequest {
        topics: Some(vec![topic].into()),
        allow_auto_topic_creation: false,
        include_topic_authorized_operations: true,
        ..Default::default()
    };
    let mut frame = Vec::new();
    encode_request(&mut frame, VERSION, 0, Some("kafka-admin-client"), &request)?;
    Ok(frame)
}

const VERSION: i16 = *MetadataRequest::VERSIONS.end();

/// Looks at every partition.
fn read_description(frame: &[u8]) -> Result<()> {
    let (_, response) = decode_response::<MetadataRequest<'_>>(frame, VERSION)?;
    let mut replicas = 0;
    for topic in response.topics.iter() {
        for partition in topic.partitions.iter() {
            replicas += partition.replica_nodes.iter().count();
        }
    }
    if replicas == 0 { Err("nothing was described".into()) } else { Ok(()) }
}

/// The next frame without its length: one read, when it comes in one piece. Nothing is behind it.
fn read_frame<'b>(stream: &mut impl Read, received: &'b mut [u8]) -> Result<&'b [u8]> {
    let mut filled = 0;
    loop {
        match stream.read(received.get_mut(filled..).ok_or("the frame is too long")?)? {
            0 => return Err("the connection has ended, or the frame is too long".into()),
            count => filled += count,
        }
        let Some(length) = received.first_chunk::<4>() else { continue };
        let end = 4 + usize::try_from(i32::from_be_bytes(*length))?;
        if filled >= 4 && filled >= end {
            return received.get(4..end).ok_or_else(|| "the frame is too long".into());
        }
    }
}
