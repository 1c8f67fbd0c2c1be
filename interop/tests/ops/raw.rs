//! Members and records, which this project's client does not make: requests of the protocol as they are.

use std::marker::PhantomData;

use kafka_proto::{Request, decode_response, encode_request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer, without the frame's length.
pub(crate) struct Raw<R> {
    frame: Vec<u8>,
    version: i16,
    request: PhantomData<fn() -> R>,
}

impl<'q, R: Request<'q>> Raw<R> {
    pub(crate) fn response(&self) -> R::Response<'_> {
        decode_response::<R>(&self.frame, self.version).unwrap().1
    }
}

/// Asks one thing on a connection of its own, at a listener where everybody is a super user.
pub(crate) async fn ask<'q, R: Request<'q>>(address: &str, version: i16, request: &R) -> Raw<R> {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, 1, Some("raw"), request).unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&frame).await.unwrap();
    let mut frame = vec![0; usize::try_from(stream.read_i32().await.unwrap()).unwrap()];
    stream.read_exact(&mut frame).await.unwrap();
    Raw { frame, version, request: PhantomData }
}
