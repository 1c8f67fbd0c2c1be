//! What is done with each input of a fuzzer. Any panic is a finding.
#![allow(unreachable_pub, reason = "the fuzz workspace reaches them")]

#[path = "input.rs"]
pub(crate) mod input;
#[path = "../tools/visit.rs"]
mod json;
#[rustfmt::skip]
#[path = "../tools/to_json.rs"]
#[allow(dead_code, reason = "headers have a target of their own")]
mod to_json;

use std::fmt::Debug;

use bytes::BytesMut;
use kafka_proto::frame::{FrameDecoder, FrameError};
use kafka_proto::messages::{
    ApiVersionsRequest, MetadataRequest, RequestHeader, ResponseHeader, SaslHandshakeRequest,
};
use kafka_proto::{
    DecodeError, Message, Request, Wire, correlation_id, decode_front, decode_request_header,
    decode_response, encode_value,
};

use self::json::ToJson;

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
        header.to_json(2);
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
        header.to_json(1);
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
    if let Some(input) = input::Input::read(bytes) {
        let _ = to_json::request(input.api.key.0, input.version, Input::Walk(input.body));
    }
}

/// A response of any API and version: decoded, and walked to its end.
pub fn response_decode(bytes: &[u8]) {
    if let Some(input) = input::Input::read(bytes) {
        let _ = to_json::response(input.api.key.0, input.version, Input::Walk(input.body));
    }
}

/// A message of any API, version and direction: decoded, encoded, decoded to the same, and
/// encoded to the same.
pub fn roundtrip(bytes: &[u8]) {
    let Some(it) = input::Input::read(bytes) else { return };
    let check = |input: Input<'_>| match it.is_response {
        true => to_json::response(it.api.key.0, it.version, input).unwrap(),
        false => to_json::request(it.api.key.0, it.version, input).unwrap(),
    };
    if let Ok(again) = check(Input::Write(it.body)) {
        assert_eq!(check(Input::Compare(it.body, &again)), Ok(again));
    }
}

/// What to do with a message.
#[derive(Clone, Copy)]
enum Input<'a> {
    Walk(&'a [u8]),
    Write(&'a [u8]),
    Compare(&'a [u8], &'a [u8]),
}

/// The message, written again if that was asked for.
type Checked = Result<Vec<u8>, DecodeError>;

fn request<'a, R>(version: i16, input: Input<'a>) -> Checked
where
    R: Request<'a> + ToJson + PartialEq + Debug,
{
    response::<R>(version, input)
}

fn response<'a, M>(version: i16, input: Input<'a>) -> Checked
where
    M: Message<'a> + ToJson + PartialEq + Debug,
{
    match input {
        Input::Walk(bytes) => {
            M::decode(bytes, version)?.to_json(version);
            Ok(Vec::new())
        }
        Input::Write(bytes) => Ok(written(&M::decode(bytes, version)?, version)),
        Input::Compare(bytes, again) => {
            let message = M::decode(again, version)?;
            assert!(same(&M::decode(bytes, version)?, &message));
            Ok(written(&message, version))
        }
    }
}

fn written<'a>(message: &impl Message<'a>, version: i16) -> Vec<u8> {
    let mut out = Vec::new();
    // What was read in a version can be written in it.
    message.encode(&mut out, version).unwrap();
    out
}

/// A number that is none (in client quotas) differs from itself.
fn same<T: PartialEq + Debug>(a: &T, b: &T) -> bool {
    a == b || format!("{a:?}") == format!("{b:?}")
}

#[allow(dead_code, clippy::extra_unused_type_parameters, reason = "the generated code names it")]
fn plain<'a, T: Wire<'a>>(_: i16, _: i16, _: Input<'a>) -> Checked {
    unreachable!()
}
