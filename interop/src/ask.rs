//! One request to a broker of a test, without the client that is tested.

use std::io::{self, Read, Write};
use std::marker::PhantomData;
use std::net::TcpStream;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_proto::frame::{FrameDecoder, MAX_FRAME};
use kafka_proto::messages::ApiVersionsRequest;
use kafka_proto::{Request, decode_response, encode_request};

use crate::broker::Broker;

/// How long a broker may be silent. A stopped one is.
const SILENCE: Duration = Duration::from_secs(5);

/// An answer, still in its frame.
pub struct Answer<R> {
    frame: Bytes,
    version: i16,
    request: PhantomData<fn() -> R>,
}

impl<'q, R: Request<'q>> Answer<R> {
    /// The response, pointing into the frame.
    ///
    /// # Errors
    /// It is not one.
    pub fn response(&self) -> io::Result<R::Response<'_>> {
        let decoded = decode_response::<R>(&self.frame, self.version);
        decoded.map(|(_, response)| response).map_err(io::Error::other)
    }
}

impl Broker {
    /// Asks one thing over the listener where everybody is a super user, on a connection of its own,
    /// in the newest version that both sides know.
    ///
    /// # Errors
    /// The broker refuses or closes the connection, is silent for 5 s, or does not have the API.
    pub fn ask<'q, R: Request<'q>>(&self, request: &R) -> io::Result<Answer<R>> {
        let mut stream = TcpStream::connect(self.plaintext_address())?;
        stream.set_read_timeout(Some(SILENCE))?;
        let offered = exchange(&mut stream, 0, &ApiVersionsRequest::default())?;
        let version = R::API.common_version(&offered.response()?);
        let missing = || io::Error::other(format!("no version of {}", R::API));
        exchange(&mut stream, version.ok_or_else(missing)?, request)
    }
}

fn exchange<'q, R: Request<'q>>(
    stream: &mut TcpStream,
    version: i16,
    request: &R,
) -> io::Result<Answer<R>> {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, 1, Some("interop"), request).map_err(io::Error::other)?;
    stream.write_all(&frame)?;
    Ok(Answer { frame: read_frame(stream)?, version, request: PhantomData })
}

fn read_frame(stream: &mut TcpStream) -> io::Result<Bytes> {
    let (mut decoder, mut received) = (FrameDecoder::new(MAX_FRAME), BytesMut::new());
    let mut chunk = [0; 8192];
    loop {
        if let Some(frame) = decoder.decode(&mut received).map_err(io::Error::other)? {
            return Ok(frame);
        }
        match stream.read(&mut chunk)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => received.extend_from_slice(&chunk[..count]),
        }
    }
}
