//! Frames: a length of four bytes, then a header and a body.

use std::error::Error;
use std::fmt;

use bytes::{Buf, Bytes, BytesMut};

use crate::error::{EncodeError, EncodeErrorKind};

/// The largest frame a peer may send before it has authenticated: 64 KiB.
///
/// Real ones are below 1 KiB (an ApiVersions answer is the longest).
pub const MAX_FRAME_BEFORE_AUTH: usize = 64 * 1024;

/// The largest frame afterwards: 100 MiB, as Kafka's `socket.request.max.bytes`.
pub const MAX_FRAME: usize = 100 * 1024 * 1024;

pub(crate) const LENGTH_SIZE: usize = 4;

/// Cuts frames out of a stream of bytes, whatever pieces they arrive in.
///
/// Memory follows what was received, never what a peer claims it will send.
#[derive(Clone, Debug)]
pub struct FrameDecoder {
    max: usize,
}

impl FrameDecoder {
    /// A decoder that refuses frames of more than `max` bytes.
    #[must_use]
    pub fn new(max: usize) -> Self {
        Self { max }
    }

    /// Changes the limit, for example once a peer has authenticated.
    pub fn set_max(&mut self, max: usize) {
        self.max = max;
    }

    /// Takes the next frame, without its length, out of `received`; `None` until all of it is
    /// there.
    ///
    /// # Errors
    /// As soon as the four bytes of the length are there, when they cannot be one. The stream is
    /// then lost: close it.
    pub fn decode(&mut self, received: &mut BytesMut) -> Result<Option<Bytes>, FrameError> {
        let Some(length) = received.first_chunk::<LENGTH_SIZE>() else { return Ok(None) };
        let len = self.check(i32::from_be_bytes(*length), received)?;
        if received.len() < LENGTH_SIZE + len {
            return Ok(None);
        }
        received.advance(LENGTH_SIZE);
        Ok(Some(received.split_to(len).freeze()))
    }

    fn check(&self, length: i32, received: &[u8]) -> Result<usize, FrameError> {
        match usize::try_from(length) {
            // A response header is four bytes, a request header eight.
            Ok(len) if len < LENGTH_SIZE => Err(FrameError::TooShort(len)),
            Ok(len) if len <= self.max => Ok(len),
            _ => Err(recognise(received).unwrap_or(match usize::try_from(length) {
                Ok(len) => FrameError::TooLarge { len, max: self.max },
                Err(_) => FrameError::NegativeLength(length),
            })),
        }
    }
}

/// Other protocols betray themselves in the bytes that should be a length.
fn recognise(received: &[u8]) -> Option<FrameError> {
    match received {
        [b'H', b'T', b'T', b'P', ..] => Some(FrameError::Http),
        // A TLS record: alert (21) or handshake (22), then major version 3.
        [21 | 22, 3, ..] => Some(FrameError::Tls),
        [first, ..] if first.is_ascii_graphic() => Some(FrameError::not_kafka(received)),
        _ => None,
    }
}

/// Why a stream of bytes is not a stream of Kafka frames. The peer's fault, or the wrong port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameError {
    /// The peer is an HTTP server.
    Http,
    /// A length below zero.
    NegativeLength(i32),
    /// The peer greets in some text protocol; its first bytes, zero-filled.
    NotKafka {
        /// As many of the first bytes as were there, up to 16.
        first: [u8; 16],
    },
    /// The peer speaks TLS on a connection without it.
    Tls,
    /// More bytes than allowed at this point.
    TooLarge {
        /// What the peer claims.
        len: usize,
        /// The limit.
        max: usize,
    },
    /// Too short for a header.
    TooShort(usize),
}

impl FrameError {
    fn not_kafka(received: &[u8]) -> Self {
        let mut first = [0; 16];
        let len = received.len().min(first.len());
        first[..len].copy_from_slice(&received[..len]);
        Self::NotKafka { first }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http => f.write_str("the peer speaks HTTP, not Kafka"),
            Self::NegativeLength(length) => write!(f, "frame of length {length}"),
            Self::NotKafka { first } => {
                let text = first.split(|byte| *byte == 0).next().unwrap_or_default();
                write!(f, "the peer does not speak Kafka, it says \"{}\"", text.escape_ascii())
            }
            Self::Tls => f.write_str("the peer speaks TLS"),
            Self::TooLarge { len, max } => {
                write!(f, "frame of {len} bytes, at most {max} allowed here")
            }
            Self::TooShort(len) => write!(f, "frame of {len} bytes, too short for a header"),
        }
    }
}

impl Error for FrameError {}

/// Writes the length of everything behind `start` into its first four bytes.
pub(crate) fn patch_length(out: &mut [u8], start: usize) -> Result<(), EncodeError> {
    let len = out.len() - start - LENGTH_SIZE;
    let length =
        i32::try_from(len).map_err(|_| EncodeError::new("frame", EncodeErrorKind::TooLong(len)))?;
    out[start..start + LENGTH_SIZE].copy_from_slice(&length.to_be_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<Option<Bytes>, FrameError> {
        FrameDecoder::new(MAX_FRAME_BEFORE_AUTH).decode(&mut BytesMut::from(bytes))
    }

    #[test]
    fn frames_come_out_of_any_pieces() {
        let stream = [0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0, 4, 6, 7, 8, 9];
        let (mut received, mut frames) = (BytesMut::new(), Vec::new());
        let mut decoder = FrameDecoder::new(16);
        for byte in stream {
            received.extend_from_slice(&[byte]);
            frames.extend(decoder.decode(&mut received).unwrap());
        }
        assert_eq!(frames, [&[1, 2, 3, 4, 5][..], &[6, 7, 8, 9]]);
    }

    #[test]
    fn f01_negative_lengths_are_refused() {
        assert_eq!(decode(&[0xff; 4]), Err(FrameError::NegativeLength(-1)));
        assert_eq!(decode(&[0x80, 0, 0, 0]), Err(FrameError::NegativeLength(i32::MIN)));
    }

    #[test]
    fn f02_lengths_below_a_header_are_refused() {
        for len in 0..4 {
            assert_eq!(decode(&[0, 0, 0, len]), Err(FrameError::TooShort(len.into())));
        }
    }

    #[test]
    fn f03_a_huge_length_is_refused_at_once() {
        let max = MAX_FRAME_BEFORE_AUTH;
        let len = i32::MAX as usize;
        assert_eq!(decode(&[0x7f, 0xff, 0xff, 0xff]), Err(FrameError::TooLarge { len, max }));
    }

    #[test]
    fn f04_a_frame_at_the_limit_takes_no_memory_before_it_is_there() {
        let mut received = BytesMut::from(&[0, 1, 0, 0, 7][..]);
        let before = received.capacity();
        assert_eq!(FrameDecoder::new(0x1_0000).decode(&mut received), Ok(None));
        assert_eq!(received.capacity(), before);
    }

    #[test]
    fn f05_an_http_server_is_recognised() {
        assert_eq!(decode(b"HTTP/1.1 400 Bad Request\r\n"), Err(FrameError::Http));
    }

    #[test]
    fn f06_a_tls_peer_is_recognised() {
        assert_eq!(decode(&[21, 3, 3, 0, 2, 2, 40]), Err(FrameError::Tls));
        assert_eq!(decode(&[22, 3, 1, 2, 0]), Err(FrameError::Tls));
    }

    #[test]
    fn f08_a_text_protocol_shows_its_first_bytes_escaped() {
        let error = decode(b"SSH-2.0-\x1bOpenSSH_9").unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"the peer does not speak Kafka, it says "SSH-2.0-\x1bOpenSSH""#
        );
    }
}
