//! The two tasks of a connection.

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use kafka_proto::correlation_id;
use kafka_proto::frame::{FrameDecoder, MAX_FRAME};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::pending::Pending;
use crate::transport::Stream;
use crate::{Error, Layer, Result};

/// How much room each read has.
const READ_SIZE: usize = 8 * 1024;
/// How long closing may take before the socket is dropped.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A frame on its way to the writer.
pub(crate) struct Outgoing {
    pub(crate) id: i32,
    pub(crate) frame: Vec<u8>,
}

/// Ends the other half when the reader ends, for whatever reason, a dropped runtime included.
pub(crate) struct Closing {
    pub(crate) pending: Arc<Pending>,
    pub(crate) broker: Arc<str>,
    pub(crate) writer: AbortHandle,
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.pending.close(Error::closed(Layer::Kafka).at_broker(&self.broker));
        self.writer.abort();
    }
}

/// The writer: whole frames, each only if it is still wanted, until the queue is closed.
pub(crate) async fn write<W: AsyncWrite + Unpin>(
    mut stream: W,
    mut queue: mpsc::UnboundedReceiver<Outgoing>,
    pending: Arc<Pending>,
    broker: Arc<str>,
) {
    while let Some(Outgoing { id, frame }) = queue.recv().await {
        if !pending.start(id) {
            continue;
        }
        if let Err(error) = write_frame(&mut stream, &frame).await {
            return pending.close(Error::of_io(error, Layer::Kafka).at_broker(&broker));
        }
    }
    let _ = timeout(CLOSE_TIMEOUT, stream.shutdown()).await;
}

async fn write_frame<W: AsyncWrite + Unpin>(stream: &mut W, frame: &[u8]) -> std::io::Result<()> {
    stream.write_all(frame).await?;
    stream.flush().await
}

/// The reader: hands out answers until it cannot go on.
pub(crate) async fn read(mut stream: ReadHalf<Stream>, mut received: BytesMut, closing: Closing) {
    let error = read_answers(&mut stream, &mut received, &closing.pending).await;
    tracing::debug!(broker = &*closing.broker, %error, "connection ended");
    closing.pending.close(error.at_broker(&closing.broker));
}

/// Reads until it cannot go on, and says why.
async fn read_answers<S: AsyncRead + Unpin>(
    stream: &mut S,
    received: &mut BytesMut,
    pending: &Pending,
) -> Error {
    let mut decoder = FrameDecoder::new(MAX_FRAME);
    loop {
        if let Err(error) = hand_out(&mut decoder, received, pending) {
            return error;
        }
        received.reserve(READ_SIZE);
        match stream.read_buf(received).await {
            Ok(0) => return Error::closed(Layer::Kafka),
            Ok(_) => {}
            Err(error) => return Error::of_io(error, Layer::Kafka),
        }
    }
}

fn hand_out(decoder: &mut FrameDecoder, received: &mut BytesMut, pending: &Pending) -> Result<()> {
    while let Some(frame) = decoder.decode(received).map_err(Error::of_frame)? {
        // The decoder lets no frame pass that is shorter than a correlation id.
        let id = correlation_id(&frame).unwrap_or(-1);
        pending.answer(id, frame)?;
    }
    Ok(())
}
