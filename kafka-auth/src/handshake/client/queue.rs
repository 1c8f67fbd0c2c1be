//! Requests out, expected answers in, both in one order.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use kafka_proto::frame::{MAX_FRAME, MAX_FRAME_BEFORE_AUTH};
use kafka_proto::{ApiKey, Request, encode_request};
use zeroize::Zeroizing;

use super::{SASL_CORRELATION_IDS, Stage};
use crate::AuthError;

/// What a frame needs beside the fields that vary: length, header, lengths, tags.
const FRAME_OVERHEAD: usize = 48;

/// The answers that are expected, in the order of their requests, which are sent in the same order.
pub(super) struct Queue {
    client_id: Option<String>,
    ids: RangeInclusive<i32>,
    expected: VecDeque<(Sent, Expect)>,
    /// The requests to the last of them, which have not left yet.
    frames: VecDeque<Zeroizing<Vec<u8>>>,
}

/// Which answer is expected.
#[derive(Clone, Copy)]
pub(super) enum Expect {
    ApiVersions,
    /// To the question in a lower version.
    LowerApiVersions,
    /// To a request whose only purpose was to be sent.
    Nothing,
    SaslHandshake,
    SaslAuthenticate,
    /// To the early request.
    Early,
}

impl Expect {
    fn stage(self) -> Stage {
        match self {
            Self::ApiVersions | Self::LowerApiVersions => Stage::ApiVersions,
            Self::SaslHandshake => Stage::SaslHandshake,
            Self::SaslAuthenticate | Self::Early | Self::Nothing => Stage::SaslAuthenticate,
        }
    }
}

impl Queue {
    pub(super) fn new(client_id: Option<String>) -> Self {
        let (expected, frames) = (VecDeque::new(), VecDeque::new());
        Self { client_id, ids: SASL_CORRELATION_IDS, expected, frames }
    }

    /// The next request to send.
    pub(super) fn pop_frame(&mut self) -> Option<Zeroizing<Vec<u8>>> {
        self.frames.pop_front()
    }

    /// The next answer to expect, if its request has left.
    pub(super) fn pop_expected(&mut self) -> Option<(Sent, Expect)> {
        if self.is_unanswered() { self.expected.pop_front() } else { None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.expected.is_empty()
    }

    /// Whether a request waits to be sent.
    pub(super) fn is_unsent(&self) -> bool {
        !self.frames.is_empty()
    }

    /// Whether a request has left that is not answered yet.
    pub(super) fn is_unanswered(&self) -> bool {
        self.expected.len() > self.frames.len()
    }

    /// What the next answer belongs to.
    pub(super) fn stage(&self) -> Option<Stage> {
        self.expected.front().map(|(_, expect)| expect.stage())
    }

    /// How long the next answer may be. That to the early request comes behind the login.
    pub(super) fn max_frame(&self) -> usize {
        match self.expected.front() {
            Some((_, Expect::Early)) => MAX_FRAME,
            _ => MAX_FRAME_BEFORE_AUTH,
        }
    }

    /// Sends nothing more and expects nothing more.
    pub(super) fn clear(&mut self) {
        self.expected.clear();
        self.frames.clear();
    }

    /// Puts a request in. `len` is the size of its fields that vary: the buffer never grows, so
    /// no unwiped copy of a secret stays behind.
    pub(super) fn ask<'q, R: Request<'q>>(
        &mut self,
        version: i16,
        request: &R,
        len: usize,
        expect: Expect,
    ) -> Result<(), AuthError> {
        let Some(correlation_id) = self.ids.next() else {
            return Err(AuthError::OutOfOrder { expected: "the end", got: "another challenge" });
        };
        let client_id = self.client_id.as_deref();
        let capacity = FRAME_OVERHEAD + client_id.map_or(0, str::len) + len;
        let mut frame = Zeroizing::new(Vec::with_capacity(capacity));
        encode_request(&mut frame, version, correlation_id, client_id, request)
            .map_err(|error| AuthError::Config(format!("{} request: {error}", R::API)))?;
        debug_assert!(frame.len() <= capacity, "the frame outgrew its buffer");
        self.frames.push_back(frame);
        self.expected.push_back((Sent { correlation_id, version }, expect));
        Ok(())
    }

    /// Puts the caller's own request in.
    pub(super) fn ask_early(&mut self, early: Early) {
        let Early { frame, correlation_id } = early;
        self.frames.push_back(frame);
        self.expected.push_back((Sent { correlation_id, version: 0 }, Expect::Early));
    }
}

/// A request of the caller's.
pub(super) struct Early {
    frame: Zeroizing<Vec<u8>>,
    correlation_id: i32,
}

impl Early {
    pub(super) fn new(frame: Vec<u8>) -> Result<Self, AuthError> {
        // Behind the length, the API and its version.
        match frame.get(8..).and_then(kafka_proto::correlation_id) {
            Some(correlation_id) => Ok(Self { frame: frame.into(), correlation_id }),
            None => Err(AuthError::Config("the early request is not a frame".to_owned())),
        }
    }
}

/// A request that waits for its answer.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    pub(super) correlation_id: i32,
    pub(super) version: i16,
}

impl Sent {
    /// Answers come in the order of the requests.
    pub(super) fn check(self, frame: &[u8]) -> Result<(), AuthError> {
        if kafka_proto::correlation_id(frame) == Some(self.correlation_id) {
            return Ok(());
        }
        let (expected, got) = ("the answer to the next request", "another correlation id");
        Err(AuthError::OutOfOrder { expected, got })
    }

    pub(super) fn decode<'f, R: Request<'f>>(
        self,
        frame: &'f [u8],
    ) -> Result<R::Response<'f>, AuthError> {
        kafka_proto::decode_response::<R>(frame, self.version)
            .map(|(_, answer)| answer)
            .map_err(|error| AuthError::Decode { api: name(R::API), error })
    }
}

pub(super) fn name(api: ApiKey) -> &'static str {
    api.name().unwrap_or("unknown")
}
