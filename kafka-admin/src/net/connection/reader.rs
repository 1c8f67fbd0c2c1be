//! The task that reads.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use kafka_proto::correlation_id;
use kafka_proto::frame::{FrameDecoder, MAX_FRAME};
use tokio::io::{AsyncRead, AsyncReadExt, ReadHalf};
use tokio::task::AbortHandle;

use super::pending::Pending;
use crate::net::stream::Stream;
use crate::{Error, Layer, Result};

/// How much room each read has.
const READ_SIZE: usize = 8 * 1024;
/// Answers up to this size are copied out of the room that was read into, so that the next read has it
/// again.
const SMALL: usize = 1024;

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
        let is_small = frame.len() <= SMALL;
        pending.answer(id, if is_small { Bytes::copy_from_slice(&frame) } else { frame })?;
    }
    Ok(())
}
