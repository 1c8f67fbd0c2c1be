//! Requests and answers of one connection.

use std::collections::VecDeque;
use std::net::SocketAddr;

use kafka_schema::interpret::{Api, Captured, decode_frame, decode_request, unbase64};
use serde_json::Value;

use crate::frames::{Cut, Fit, Found, Frame, Frames, MAX_FRAME};
use crate::login::Login;
use crate::packet::Segment;
use crate::reassembly::{Piece, Reassembly};
use crate::{Exchange, Outcome, Place, Summary, Why};

/// Requests without an answer, and their bytes.
const MAX_OPEN: usize = 1_000;
const MAX_OPEN_BYTES: usize = 4 << 20;

/// Kafka's principal of whoever has not logged in.
const ANONYMOUS: &str = "User:ANONYMOUS";

const PRODUCE: i16 = 0;
const SASL_HANDSHAKE: i16 = 17;
const SASL_AUTHENTICATE: i16 = 36;

/// Where exchanges go, and what could not be decoded.
pub(crate) struct Out<'a> {
    pub(crate) on_exchange: &'a mut dyn FnMut(Exchange),
    pub(crate) summary: &'a mut Summary,
}

/// One connection, from either side.
pub(crate) struct Connection {
    ends: [SocketAddr; 2],
    sides: [Side; 2],
    /// Which of the ends is the broker.
    server: Option<usize>,
    content: Content,
    /// Whether its beginning was captured.
    is_whole: bool,
    has_ended: bool,
    number: Option<u64>,
    open: VecDeque<Asked>,
    open_bytes: usize,
    login: Login,
    principal: Option<String>,
    /// Where bytes were passed over before it was known whose they are.
    passed_over: Option<Place>,
    /// Where it was seen last.
    pub(crate) last: Place,
}

#[derive(Default)]
struct Side {
    order: Reassembly,
    frames: Frames,
    has_sent: bool,
    has_ended: bool,
}

/// What is on the connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Undecided,
    Kafka,
    Tls,
    Other,
}

/// A request that waits for its answer.
struct Asked {
    key: i16,
    version: i16,
    /// None of a message of SASL without a header.
    correlation: Option<i32>,
    frame: Frame,
}

impl Connection {
    /// Of the first segment that was seen; the ports are those of brokers.
    pub(crate) fn new(segment: &Segment<'_>, ports: &[u16], place: Place) -> Self {
        let is_broker = |end: SocketAddr| ports.contains(&end.port());
        let server = match (is_broker(segment.from), is_broker(segment.to)) {
            (true, false) => Some(0),
            (false, true) => Some(1),
            _ if segment.syn && !segment.ack => Some(1),
            _ if segment.syn => Some(0),
            _ => None,
        };
        let mut sides = [Side::default(), Side::default()];
        if !segment.syn {
            sides.iter_mut().for_each(|side| side.frames.lose());
        }
        Self {
            ends: [segment.from, segment.to],
            sides,
            server,
            content: Content::Undecided,
            is_whole: segment.syn,
            has_ended: false,
            number: None,
            open: VecDeque::new(),
            open_bytes: 0,
            login: Login::default(),
            principal: None,
            passed_over: None,
            last: place,
        }
    }

    /// Whether this is the beginning of another connection between the same ends.
    pub(crate) fn is_over_with(&self, segment: &Segment<'_>) -> bool {
        let side = &self.sides[self.side(segment)];
        let is_next = self.has_ended && !segment.ack;
        segment.syn && (is_next || !side.order.began_with(segment.sequence))
    }

    /// Bytes that are kept, with what it takes to keep them.
    pub(crate) fn held(&self) -> usize {
        let sides: usize = self.sides.iter().map(|it| it.order.held() + it.frames.held()).sum();
        sides + self.open_bytes
    }

    pub(crate) fn is_under_way(&self) -> bool {
        !self.has_ended
    }

    pub(crate) fn take(&mut self, segment: &Segment<'_>, place: Place, out: &mut Out<'_>) {
        self.last = place;
        if self.has_ended {
            return;
        }
        let side = self.side(segment);
        let mut pieces = Vec::new();
        if segment.syn {
            self.sides[side].order.begin(segment.sequence);
        } else {
            let Segment { sequence, payload, missing, .. } = *segment;
            self.sides[side].order.push(sequence, payload, missing, place, &mut pieces);
        }
        self.pieces(side, pieces, out);
        self.sides[side].has_ended |= segment.fin;
        let is_closed = self.sides.iter().all(|it| it.has_ended && !it.order.has_hole());
        if segment.rst || is_closed {
            self.end(Outcome::Closed, out);
        }
    }

    /// Nothing more is looked at; requests without an answer have this outcome.
    pub(crate) fn end(&mut self, outcome: Outcome, out: &mut Out<'_>) {
        if std::mem::replace(&mut self.has_ended, true) {
            return;
        }
        for side in self.client_first() {
            self.pass_holes(side, out);
        }
        let outcome = match self.sides.iter().any(|side| side.has_ended) {
            true => Outcome::Closed,
            false => outcome,
        };
        while let Some(asked) = self.open.pop_front() {
            self.tell(asked, None, outcome.clone(), out);
        }
        let has_sent = self.sides.iter().any(|side| side.has_sent);
        match self.content {
            Content::Undecided | Content::Other if has_sent => {
                self.note(self.last, Why::NotKafka, out)
            }
            _ => {}
        }
        self.sides = Default::default();
        self.open = VecDeque::new();
    }

    fn side(&self, segment: &Segment<'_>) -> usize {
        usize::from(segment.from != self.ends[0])
    }

    fn client_first(&self) -> [usize; 2] {
        match self.server {
            Some(server) => [1 - server, server],
            None => [0, 1],
        }
    }

    fn pass_holes(&mut self, side: usize, out: &mut Out<'_>) {
        while self.sides[side].order.has_hole() {
            let mut pieces = Vec::new();
            self.sides[side].order.give_up(&mut pieces);
            self.pieces(side, pieces, out);
        }
    }

    fn pieces(&mut self, side: usize, pieces: Vec<Piece>, out: &mut Out<'_>) {
        for piece in pieces {
            match piece {
                Piece::Bytes(bytes, place) => self.bytes(side, &bytes, place, out),
                Piece::Hole(len, place) => self.hole(side, len, place, out),
            }
        }
    }

    fn bytes(&mut self, side: usize, bytes: &[u8], place: Place, out: &mut Out<'_>) {
        let is_first = !std::mem::replace(&mut self.sides[side].has_sent, true);
        if is_first && self.content == Content::Undecided && is_tls(bytes) {
            self.content = Content::Tls;
            out.summary.tls_connections += 1;
            self.note(place, Why::Tls, out);
        }
        match self.content {
            Content::Undecided | Content::Kafka => self.plain(side, bytes, place, out),
            Content::Tls | Content::Other => {}
        }
    }

    fn hole(&mut self, side: usize, len: u64, place: Place, out: &mut Out<'_>) {
        if matches!(self.content, Content::Tls | Content::Other) {
            return;
        }
        self.sides[side].has_sent = true;
        self.is_whole = false;
        if self.server != Some(side) && self.principal.as_deref() == Some(ANONYMOUS) {
            // A login may be what is missing.
            self.principal = None;
        }
        self.note(place, Why::Hole, out);
        let mut found = Vec::new();
        self.sides[side].frames.skip(len, place, &mut found);
        self.found(side, found, out);
    }

    /// Bytes of Kafka, decrypted if they were not.
    fn plain(&mut self, side: usize, bytes: &[u8], place: Place, out: &mut Out<'_>) {
        let mut found = Vec::new();
        let is_client = self.server.map(|server| server != side);
        let Self { sides, open, .. } = self;
        let mut fits = |bytes: &[u8]| match is_client {
            Some(false) => answer_fits(bytes, open),
            Some(true) => request_fits(bytes, false),
            // Some answers can be read as a request, too: that of InitProducerId as a Produce v7 by nobody.
            None => request_fits(bytes, true),
        };
        sides[side].frames.push(bytes, place, &mut fits, &mut found);
        if self.server.is_none() && self.sides[side].frames.is_in_step() {
            self.server = Some(1 - side);
        }
        self.found(side, found, out);
    }

    fn found(&mut self, side: usize, found: Vec<Found>, out: &mut Out<'_>) {
        for found in found {
            if self.content == Content::Other {
                return;
            }
            match found {
                Found::Frame(frame) if self.server == Some(side) => self.answer(frame, out),
                Found::Frame(frame) => self.request(frame, out),
                Found::Lost(_) if self.content == Content::Undecided && self.is_whole => {
                    self.content = Content::Other;
                }
                Found::Lost(_) => {}
                Found::PassedOver(_, place) if self.content == Content::Undecided => {
                    self.passed_over.get_or_insert(place);
                }
                Found::PassedOver(_, place) => self.note(place, Why::PassedOver, out),
            }
        }
    }

    fn request(&mut self, frame: Frame, out: &mut Out<'_>) {
        if self.login.is_raw(|| decode(&frame).is_some()) {
            self.login.client(&frame.bytes);
            return self.ask(Asked { key: -1, version: 0, correlation: None, frame }, out);
        }
        let header = Header::read(&frame.bytes).filter(|header| header.is_possible());
        let Some(Header { key, version, correlation }) = header else {
            if self.content == Content::Undecided {
                self.content = Content::Other;
            } else {
                self.note(frame.place, Why::Malformed, out);
            }
            return;
        };
        self.begin(out);
        match frame.cut {
            Some(Cut::Hole) => self.note(frame.place, Why::BrokenFrame, out),
            Some(Cut::TooLong) => self.note(frame.place, Why::LongFrame, out),
            None if !is_known(key, version) => self.note(frame.place, Why::UnknownRequest, out),
            None if !self.look_into(key, version, &frame) => {
                self.note(frame.place, Why::Malformed, out);
            }
            None => {}
        }
        let asked = Asked { key, version, correlation: Some(correlation), frame };
        match key == PRODUCE && is_unanswered(&asked.frame) {
            true => self.tell(asked, None, Outcome::Unanswered, out),
            false => self.ask(asked, out),
        }
    }

    /// It is Kafka.
    fn begin(&mut self, out: &mut Out<'_>) {
        if self.content != Content::Undecided {
            return;
        }
        self.content = Content::Kafka;
        out.summary.kafka_connections += 1;
        self.number = Some(out.summary.kafka_connections);
        self.principal = self.is_whole.then(|| ANONYMOUS.into());
        if let Some(place) = self.passed_over.take() {
            self.note(place, Why::PassedOver, out);
        }
    }

    /// Whether the request can be decoded; what it says about the login is kept.
    fn look_into(&mut self, key: i16, version: i16, frame: &Frame) -> bool {
        let Some(body) = decode(frame) else { return false };
        match key {
            SASL_HANDSHAKE => {
                self.login.begin(body["mechanism"].as_str().unwrap_or_default(), version);
            }
            SASL_AUTHENTICATE => self.login.client(&auth_bytes(&body)),
            _ => {}
        }
        true
    }

    fn ask(&mut self, asked: Asked, out: &mut Out<'_>) {
        self.open_bytes += asked.size();
        self.open.push_back(asked);
        while self.open.len() > MAX_OPEN || self.open_bytes > MAX_OPEN_BYTES {
            let Some(oldest) = self.close(0) else { return };
            self.note(oldest.frame.place, Why::TooManyOpen, out);
            self.tell(oldest, None, Outcome::NotSeen, out);
        }
    }

    fn answer(&mut self, frame: Frame, out: &mut Out<'_>) {
        let mut place = find(&self.open, &frame);
        if place.is_none() {
            // It was answered, so it was sent: what is missing of the client's side will not come.
            let [client, _] = self.client_first();
            self.pass_holes(client, out);
            place = find(&self.open, &frame);
        }
        let Some(place) = place else {
            match self.content {
                Content::Undecided => drop(self.passed_over.get_or_insert(frame.place)),
                _ => self.note(frame.place, Why::NoRequest, out),
            }
            return;
        };
        // A broker answers in order: the answers to those in front were missed.
        for _ in 0..place {
            let Some(missed) = self.close(0) else { return };
            self.tell(missed, None, Outcome::NotSeen, out);
        }
        let Some(asked) = self.close(0) else { return };
        let end = frame.place;
        if frame.cut.is_none() {
            self.follow_login(&asked, &frame);
        }
        let outcome = match frame.cut {
            None => Outcome::Answered(frame.bytes),
            Some(_) => Outcome::AnsweredAtLength(frame.length),
        };
        self.tell(asked, Some(end), outcome, out);
    }

    /// What an answer says about the login.
    fn follow_login(&mut self, asked: &Asked, frame: &Frame) {
        let told = match (asked.key, asked.correlation) {
            (_, None) => self.login.server(&frame.bytes),
            (SASL_HANDSHAKE | SASL_AUTHENTICATE, _) => {
                let Some(body) = decode_answer(asked, &frame.bytes) else { return };
                match (asked.key, body["errorCode"].as_i64()) {
                    (SASL_AUTHENTICATE, Some(0)) => self.login.server(&auth_bytes(&body)),
                    (SASL_HANDSHAKE, Some(0)) => None,
                    _ => return self.login.refused(),
                }
            }
            _ => None,
        };
        if let Some(principal) = told {
            self.principal = principal;
        }
    }

    fn close(&mut self, at: usize) -> Option<Asked> {
        let asked = self.open.remove(at)?;
        self.open_bytes -= asked.size();
        Some(asked)
    }

    fn tell(&mut self, asked: Asked, end: Option<Place>, outcome: Outcome, out: &mut Out<'_>) {
        let (Some(server), Some(connection)) = (self.server, self.number) else { return };
        let is_answered = matches!(outcome, Outcome::Answered(_) | Outcome::AnsweredAtLength(_));
        out.summary.requests += 1;
        out.summary.answered += u64::from(is_answered);
        let Frame { bytes, length, place, .. } = asked.frame;
        let took = end.and_then(|end| end.at?.duration_since(place.at?).ok());
        (out.on_exchange)(Exchange {
            at: place.at,
            took,
            connection,
            packet: place.packet,
            answer_packet: end.map(|end| end.packet),
            client: self.ends[1 - server],
            server: self.ends[server],
            principal: self.principal.clone(),
            is_raw_login: asked.correlation.is_none(),
            request: bytes,
            request_length: length,
            outcome,
        });
    }

    fn note(&self, place: Place, why: Why, out: &mut Out<'_>) {
        out.summary.note(place.packet, self.number, why);
    }
}

impl Asked {
    fn size(&self) -> usize {
        self.frame.bytes.capacity() + size_of::<Self>()
    }
}

/// What every request begins with.
struct Header {
    key: i16,
    version: i16,
    correlation: i32,
}

impl Header {
    fn read(frame: &[u8]) -> Option<Self> {
        let head: &[u8; 8] = frame.first_chunk()?;
        Some(Self {
            key: i16::from_be_bytes([head[0], head[1]]),
            version: i16::from_be_bytes([head[2], head[3]]),
            correlation: i32::from_be_bytes([head[4], head[5], head[6], head[7]]),
        })
    }

    /// Whether it may be one of a Kafka to come.
    fn is_possible(&self) -> bool {
        (0..200).contains(&self.key) && (0..100).contains(&self.version)
    }
}

/// A record of TLS: its type and the version that stands in all of them.
fn is_tls(bytes: &[u8]) -> bool {
    matches!(bytes, [0x14..=0x17, 3, 0..=4, ..])
}

fn is_known(key: i16, version: i16) -> bool {
    Api::Key(key).find(kafka_schema::embedded()).is_some_and(|api| api.versions.contains(version))
}

fn decode(frame: &Frame) -> Option<Value> {
    let whole = frame.cut.is_none().then_some(&frame.bytes)?;
    decode_request(kafka_schema::embedded(), whole).ok().map(|frame| frame.body)
}

fn decode_answer(asked: &Asked, answer: &[u8]) -> Option<Value> {
    let (schema, api) = (kafka_schema::embedded(), Api::Key(asked.key));
    let read = |version| decode_frame(schema, Captured::Response { api, version }, answer).ok();
    // ApiVersions answers a version that it does not know in the layout of version 0.
    read(asked.version).or_else(|| read(0)).map(|frame| frame.body)
}

fn auth_bytes(body: &Value) -> Vec<u8> {
    body["authBytes"].as_str().and_then(unbase64).unwrap_or_default()
}

fn is_unanswered(frame: &Frame) -> bool {
    decode(frame).is_some_and(|body| body["acks"] == 0)
}

/// Which of the requests a frame of the broker answers.
fn find(open: &VecDeque<Asked>, frame: &Frame) -> Option<usize> {
    if open.front()?.correlation.is_none() {
        return Some(0);
    }
    let correlation = i32::from_be_bytes(*frame.bytes.first_chunk()?);
    open.iter().position(|asked| asked.correlation == Some(correlation))
}

/// The length in front of a frame that is short enough.
fn length(bytes: &[u8], least: usize) -> Result<usize, Fit> {
    let Some(length) = bytes.first_chunk() else { return Err(Fit::NeedsMore(4)) };
    let length = u32::from_be_bytes(*length) as usize;
    if (least..=MAX_FRAME).contains(&length) { Ok(length) } else { Err(Fit::No) }
}

/// Whether a request begins here, of a client that has a name if it has to.
fn request_fits(bytes: &[u8], has_name: bool) -> Fit {
    let length = match length(bytes, 8) {
        Ok(length) => length,
        Err(fit) => return fit,
    };
    let Some(header) = Header::read(&bytes[4..]) else { return Fit::NeedsMore(12) };
    if !is_known(header.key, header.version) {
        return Fit::No;
    }
    let Some(frame) = bytes.get(4..4 + length) else { return Fit::NeedsMore(4 + length) };
    let Ok(request) = decode_request(kafka_schema::embedded(), frame) else { return Fit::No };
    let name = request.header["clientId"].as_str().unwrap_or_default();
    fit(!has_name
        || !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '))
}

fn answer_fits(bytes: &[u8], open: &VecDeque<Asked>) -> Fit {
    let length = match length(bytes, 4) {
        Ok(length) => length,
        Err(fit) => return fit,
    };
    let Some(correlation) = bytes[4..].first_chunk().map(|it| i32::from_be_bytes(*it)) else {
        return Fit::NeedsMore(8);
    };
    let asked = open.iter().find(|asked| asked.correlation == Some(correlation));
    let Some(asked) = asked.filter(|it| is_known(it.key, it.version)) else { return Fit::No };
    let Some(frame) = bytes.get(4..4 + length) else { return Fit::NeedsMore(4 + length) };
    fit(decode_answer(asked, frame).is_some())
}

fn fit(is_one: bool) -> Fit {
    if is_one { Fit::Yes } else { Fit::No }
}
