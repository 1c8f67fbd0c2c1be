//! Requests out, answers in.

use std::collections::VecDeque;
use std::mem;
use std::ops::RangeInclusive;
use std::time::Duration;

use kafka_proto::{ApiKey, Request, encode_request};
use zeroize::Zeroizing;

use super::{Flight, SASL_CORRELATION_IDS};
use crate::AuthError;
use crate::handshake::ApiVersions;

/// What a frame needs beside the fields that vary: length, header, lengths, tags.
const FRAME_OVERHEAD: usize = 48;

/// The frames that wait to be sent, and the ids for the next.
pub(super) struct Outbox {
    client_id: Option<String>,
    ids: RangeInclusive<i32>,
    frames: VecDeque<Frame>,
    /// For the next frame that is put in.
    next_gap: Option<Duration>,
    /// How many frames were sent whose answers did not come yet.
    unanswered: usize,
    /// How long to wait for an answer before the broker is woken.
    patience: Option<Duration>,
    /// What of the next frame goes ahead of it.
    ahead: Ahead,
    early_request: Option<Early>,
    early_answer: Option<Vec<u8>>,
}

/// A request of the caller's.
pub(super) struct Early {
    bytes: Zeroizing<Vec<u8>>,
    correlation_id: i32,
}

impl Early {
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, AuthError> {
        // Behind the length, the API and its version.
        let correlation_id = bytes.get(8..).and_then(kafka_proto::correlation_id);
        let no_frame = || AuthError::Config("the early request is not a frame".to_owned());
        Ok(Self { correlation_id: correlation_id.ok_or_else(no_frame)?, bytes: bytes.into() })
    }
}

#[derive(PartialEq, Eq)]
enum Ahead {
    Nothing,
    /// Its first byte, which is still to be sent.
    FirstByte,
    /// Its first byte, which is sent.
    FirstByteSent,
}

struct Frame {
    bytes: Zeroizing<Vec<u8>>,
    /// How long the broker needs to itself before this one, if it did not answer the last one yet.
    gap: Option<Duration>,
}

/// The first byte of every frame of less than 16 MiB.
const FIRST_BYTE: u8 = 0;

impl Outbox {
    pub(super) fn new(client_id: Option<String>, early_request: Option<Early>) -> Self {
        let frames = VecDeque::new();
        Self {
            client_id,
            ids: SASL_CORRELATION_IDS,
            frames,
            next_gap: None,
            unanswered: 0,
            patience: None,
            ahead: Ahead::Nothing,
            early_request,
            early_answer: None,
        }
    }

    /// The next frame that may be sent now, or its first byte, or what is left of it.
    pub(super) fn take(&mut self) -> Option<Zeroizing<Vec<u8>>> {
        if self.frames.is_empty() && self.ahead == Ahead::FirstByte {
            self.ahead = Ahead::FirstByteSent;
            return Some(Zeroizing::new(vec![FIRST_BYTE]));
        }
        if !self.frames.is_empty() && self.wait().is_some() {
            return None;
        }
        let mut frame = self.frames.pop_front()?;
        self.unanswered += 1;
        if mem::replace(&mut self.ahead, Ahead::Nothing) == Ahead::FirstByteSent {
            frame.bytes.drain(..1);
        }
        Some(frame.bytes)
    }

    /// How long to wait for an answer: until the next frame may be sent, or the broker is woken.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self.frames.front() {
            _ if self.unanswered == 0 => None,
            Some(frame) => frame.gap,
            None => self.patience,
        }
    }

    /// The wait is over; true when the broker is to be woken.
    pub(super) fn end_wait(&mut self) -> bool {
        match self.frames.front_mut() {
            Some(frame) => {
                frame.gap = None;
                false
            }
            None => self.patience.take().is_some(),
        }
    }

    /// From now on wakes the broker, once, when no answer comes within `patience`.
    pub(super) fn wake_after(&mut self, patience: Option<Duration>) {
        self.patience = patience;
    }

    /// Sends the first byte of the next frame, whatever that will be.
    pub(super) fn begin_next(&mut self) {
        self.ahead = Ahead::FirstByte;
    }

    /// Keeps the next frame apart from the one before it.
    pub(super) fn space_next(&mut self, flight: Flight) {
        if let Flight::Paced(gap) = flight {
            self.next_gap = Some(gap);
        }
    }

    /// Counts an answer; false when none was due.
    pub(super) fn answered(&mut self) -> bool {
        let due = self.unanswered.checked_sub(1);
        self.unanswered = due.unwrap_or_default();
        due.is_some()
    }

    /// Puts in the early request, if there is one: the id of its answer.
    pub(super) fn send_early(&mut self) -> Option<i32> {
        let Early { bytes, correlation_id } = self.early_request.take()?;
        self.frames.push_back(Frame { bytes, gap: None });
        Some(correlation_id)
    }

    /// Keeps the answer to the early request for the caller.
    pub(super) fn keep_early(&mut self, answer: &[u8]) {
        self.early_answer = Some(answer.to_vec());
    }

    pub(super) fn into_early_answer(self) -> Option<Vec<u8>> {
        self.early_answer
    }

    /// Nothing more is sent.
    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.patience = None;
        self.ahead = Ahead::Nothing;
    }

    /// Puts a request in. `len` is the size of its fields that vary: the buffer never grows, so
    /// no unwiped copy of a secret stays behind.
    pub(super) fn send<'q, R: Request<'q>>(
        &mut self,
        version: i16,
        request: &R,
        len: usize,
    ) -> Result<Sent, AuthError> {
        let Some(correlation_id) = self.ids.next() else {
            return Err(AuthError::OutOfOrder { expected: "the end", got: "another challenge" });
        };
        let client_id = self.client_id.as_deref();
        let capacity = FRAME_OVERHEAD + client_id.map_or(0, str::len) + len;
        let mut frame = Zeroizing::new(Vec::with_capacity(capacity));
        encode_request(&mut frame, version, correlation_id, client_id, request)
            .map_err(|error| AuthError::Config(format!("{} request: {error}", R::API)))?;
        debug_assert!(frame.len() <= capacity, "the frame outgrew its buffer");
        self.frames.push_back(Frame { bytes: frame, gap: self.next_gap.take() });
        Ok(Sent { correlation_id, version })
    }
}

/// A request that waits for its answer.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    pub(super) correlation_id: i32,
    pub(super) version: i16,
}

impl Sent {
    pub(super) fn answer<'f, R: Request<'f>>(
        self,
        frame: &'f [u8],
    ) -> Result<R::Response<'f>, AuthError> {
        check_correlation(self.correlation_id, frame)?;
        kafka_proto::decode_response::<R>(frame, self.version)
            .map(|(_, answer)| answer)
            .map_err(|error| AuthError::Decode { api: name(R::API), error })
    }
}

/// Answers come in the order of the requests.
pub(super) fn check_correlation(expected: i32, frame: &[u8]) -> Result<(), AuthError> {
    if kafka_proto::correlation_id(frame) == Some(expected) {
        return Ok(());
    }
    let (expected, got) = ("the answer to the next request", "another correlation id");
    Err(AuthError::OutOfOrder { expected, got })
}

/// The highest version of `api` that both sides know.
pub(super) fn common(
    theirs: &ApiVersions,
    api: ApiKey,
    ours: RangeInclusive<i16>,
) -> Result<i16, AuthError> {
    theirs.pick(api, ours.clone()).ok_or_else(|| no_common(theirs, api, ours))
}

pub(super) fn no_common(theirs: &ApiVersions, api: ApiKey, ours: RangeInclusive<i16>) -> AuthError {
    AuthError::NoCommonVersion {
        api: name(api),
        ours: ours.into_inner(),
        theirs: theirs.range(api).map(RangeInclusive::into_inner),
    }
}

fn name(api: ApiKey) -> &'static str {
    api.name().unwrap_or("unknown")
}
