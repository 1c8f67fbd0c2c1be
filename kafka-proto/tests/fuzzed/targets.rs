//! What is done with each input of a fuzzer. Any panic is a finding.
#![allow(unreachable_pub, reason = "the fuzz workspace reaches them")]

use bytes::BytesMut;
use golden::AnyBody;
use golden::input::Input;
use kafka_proto::frame::{FrameDecoder, FrameError};
use kafka_proto::messages::{
    ApiVersionsRequest, MetadataRequest, RequestHeader, ResponseHeader, SaslHandshakeRequest,
};
use kafka_proto::{
    DecodeError, correlation_id, decode_front, decode_request_header, decode_response, encode_value,
};

/// A limit like that before authentication, but within reach of a fuzzer.
const MAX_FRAME: usize = 256;

/// A stream of bytes, in pieces as long as its first byte says: the same frames come out as
/// from the whole, and nothing is set aside for bytes that are not there.
pub fn frame(bytes: &[u8]) {
    let Some((&piece, stream)) = bytes.split_first() else { return };
    let whole = frames(stream, stream.len().max(1));
    assert_eq!(frames(stream, usize::from(piece).max(1)), whole);
}

fn frames(stream: &[u8], piece: usize) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let (mut decoder, mut received) = (FrameDecoder::new(MAX_FRAME), BytesMut::new());
    let mut frames = Vec::new();
    for piece in stream.chunks(piece) {
        received.extend_from_slice(piece);
        let before = received.capacity();
        loop {
            match decoder.decode(&mut received) {
                Ok(Some(frame)) => frames.push(frame.to_vec()),
                Ok(None) => break,
                // The text an error shows depends on how much of it was there.
                Err(FrameError::NotKafka { .. }) => return (frames, None),
                Err(error) => return (frames, Some(error)),
            }
        }
        assert!(received.capacity() <= before);
    }
    (frames, None)
}

/// A frame, read as a request and as three answers.
pub fn header(frame: &[u8]) {
    if let Ok((header, rest)) = decode_request_header(frame) {
        assert!(frame.ends_with(rest) && is_read_again(&header));
    }
    let answers = [
        decode_response::<ApiVersionsRequest<'_>>(frame, 3).map(|(id, _)| id),
        decode_response::<SaslHandshakeRequest<'_>>(frame, 1).map(|(id, _)| id),
        decode_response::<MetadataRequest<'_>>(frame, 12).map(|(id, _)| id),
    ];
    for id in answers.into_iter().flatten() {
        assert_eq!(Some(id), correlation_id(frame));
    }
    if let Ok((header, _)) = decode_front::<ResponseHeader<'_>>(frame, 1, true) {
        assert_eq!(Some(header.correlation_id), correlation_id(frame));
    }
}

/// Written in its version, whichever of the three that is, it is read as the same header.
fn is_read_again(header: &RequestHeader<'_>) -> bool {
    (0..=2).any(|version| {
        let mut out = Vec::new();
        encode_value(&mut out, version, version >= 2, header).is_ok()
            && decode_request_header(&out) == Ok((header.clone(), &[]))
    })
}

/// A request of any API and version: decoded, and walked to its end.
pub fn request_decode(bytes: &[u8]) {
    if let Some(input) = Input::read(bytes) {
        walk(golden::request(input.api.key.0, input.version, input.body));
    }
}

/// A response of any API and version: decoded, and walked to its end.
pub fn response_decode(bytes: &[u8]) {
    if let Some(input) = Input::read(bytes) {
        walk(golden::response(input.api.key.0, input.version, input.body));
    }
}

fn walk(decoded: Option<Result<AnyBody<'_>, DecodeError>>) {
    if let Ok(message) = decoded.unwrap() {
        message.encode().unwrap();
    }
}

/// A message of any API, version and direction: decoded, encoded, decoded to the same, and
/// encoded to the same.
pub fn roundtrip(bytes: &[u8]) {
    let Some(it) = Input::read(bytes) else { return };
    let decode = match it.is_response {
        true => golden::response,
        false => golden::request,
    };
    let read = |body| decode(it.api.key.0, it.version, body).unwrap();
    // What was read in a version can be written in it.
    let Ok(again) = read(it.body).map(|message| message.encode().unwrap()) else { return };
    let (message, same) = (read(it.body).unwrap(), read(&again).unwrap());
    // A number that is none (in client quotas) differs from itself.
    assert!(message.is(&again) || format!("{message:?}") == format!("{same:?}"));
    assert_eq!(same.encode().as_ref(), Ok(&again));
}
