//! A client of a few lines that sends many requests before it reads an answer.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use kafka_proto::{Request, encode_request};

use crate::Result;

/// One connection without TLS and login.
pub(crate) struct Pipe {
    reader: BufReader<TcpStream>,
    writer: TcpStream,
}

/// The bytes of a request.
pub(crate) fn frame<'q, R: Request<'q>>(version: i16, request: &R) -> Vec<u8> {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, 1, None, request).expect("a request");
    frame
}

impl Pipe {
    pub(crate) fn connect(address: &str) -> Result<Self> {
        let writer = TcpStream::connect(address)?;
        writer.set_nodelay(true)?;
        writer.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self { reader: BufReader::with_capacity(1 << 16, writer.try_clone()?), writer })
    }

    pub(crate) fn send(&mut self, frames: &[u8]) -> Result<()> {
        Ok(self.writer.write_all(frames)?)
    }

    /// Reads an answer; says how long it is.
    pub(crate) fn skip_answer(&mut self) -> Result<u64> {
        let mut length = [0; 4];
        self.reader.read_exact(&mut length)?;
        let length = u64::from(u32::from_be_bytes(length));
        std::io::copy(&mut (&mut self.reader).take(length), &mut std::io::sink())?;
        Ok(length)
    }

    /// One request and its answer.
    pub(crate) fn ask(&mut self, frame: &[u8]) -> Result<u64> {
        self.send(frame)?;
        self.skip_answer()
    }
}
