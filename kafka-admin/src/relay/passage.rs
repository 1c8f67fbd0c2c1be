//! One client's connection: its requests to the broker, and the answers back.

use std::future::{self, Future, poll_fn};
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Weak};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use kafka_proto::frame::{FrameDecoder, FrameError, MAX_FRAME};
use kafka_proto::messages::ProduceRequest;
use kafka_proto::{ApiKey, Message, decode_request_header};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use super::answers::{Addresses, replaced};
use super::client_login::{Answer, ClientLogin};
use super::hub::{Hub, Ports, Way};
use super::{Became, Passed};
use crate::clock::from_now;
use crate::net::stream::Stream;
use crate::{Error, ErrorKind, HostPort, Layer, Result};

/// Requests under way in one connection; the next one waits.
const UNDER_WAY: usize = 16;
/// How much of a request, and of an answer, somebody who watches gets.
const MAX_SHOWN: usize = 1 << 20;
/// The largest frame of a client that has yet to log in.
const MAX_BEFORE_LOGIN: usize = kafka_auth::handshake::MAX_SASL_REQUEST;
const READ_SIZE: usize = 16 * 1024;
/// `connections.max.idle.ms` of a broker: the longest wait of both sides for each other.
const IDLE: Duration = Duration::from_secs(600);
/// How long the last answers may take when no more requests are taken.
const LINGER: Duration = Duration::from_secs(30);

/// The side that an error is about, where it is not the broker's.
const CLIENT: &str = "the client's connection";

/// One client.
pub(super) struct Passage {
    pub(super) ports: Weak<dyn Ports>,
    pub(super) hub: Arc<Hub>,
    pub(super) way: Way,
    pub(super) number: u64,
    pub(super) peer: SocketAddr,
}

/// What the client is to get next, in the order of its requests.
enum Pending {
    /// The broker's answer.
    Passed(Asked),
    /// The relay's own.
    Own(Asked, Option<Vec<u8>>),
}

/// A request.
struct Asked {
    at: SystemTime,
    shown: Bytes,
    is_before_login: bool,
    api: ApiKey,
    version: i16,
    correlation_id: i32,
}

impl Passage {
    /// Until one of both sides hangs up, which is no error.
    pub(super) async fn run(self, client: TcpStream) -> Result<()> {
        let _ = client.set_nodelay(true);
        let local = client.local_addr().map_err(of_client)?.ip();
        let deadline = from_now(self.hub.dialer.config().connect_timeout);
        let raw = self.way.dial(&self.hub.dialer, deadline).await?;
        let retires = raw.retires();
        let (from_client, to_client) = client.into_split();
        let (from_broker, to_broker) = split(raw.stream);
        let (queue, pending) = channel(UNDER_WAY);
        let mut requests = Requests {
            passage: &self,
            from: Frames::new(from_client, BytesMut::new(), of_clients_frame),
            to: to_broker,
            queue,
            login: None,
            is_logged_in: !self.hub.logins.are_needed(),
            opened: Instant::now(),
        };
        let mut answers = Answers {
            passage: &self,
            from: Frames::new(from_broker, raw.received, Error::of_frame),
            to: to_client,
            pending,
            local,
        };
        let result = {
            let mut running = pin!(answers.run());
            match first(running.as_mut(), requests.run(retires)).await {
                Either::First(result) => result,
                Either::Second(Err(error)) => Err(error),
                Either::Second(Ok(())) => {
                    // Dropped, so that the answers end when all are there.
                    drop(requests);
                    timeout(LINGER, running).await.unwrap_or(Ok(()))
                }
            }
        };
        answers.leave();
        result
    }

    fn tell(&self, asked: Asked, outcome: Became) {
        (self.hub.on_request)(Passed {
            at: asked.at,
            took: asked.at.elapsed().unwrap_or_default(),
            connection: self.number,
            broker: self.way.broker,
            peer: self.peer,
            principal: self.hub.principal.clone(),
            is_before_login: asked.is_before_login,
            request: asked.shown,
            outcome,
        });
    }
}

/// From the client to the broker.
struct Requests<'p> {
    passage: &'p Passage,
    from: Frames<OwnedReadHalf>,
    to: WriteHalf<Stream>,
    queue: Sender<Pending>,
    login: Option<ClientLogin>,
    is_logged_in: bool,
    opened: Instant,
}

impl Requests<'_> {
    async fn run(&mut self, retires: Option<Instant>) -> Result<()> {
        loop {
            let max = if self.is_logged_in { MAX_FRAME } else { MAX_BEFORE_LOGIN };
            let deadline = self.deadline();
            let frame = match first(self.from.next(max, deadline), at(retires)).await {
                Either::First(frame) => frame.map_err(|error| error.about(CLIENT))?,
                Either::Second(()) => None,
            };
            let Some(frame) = frame else { return Ok(()) };
            if !self.take(frame).await? {
                return Ok(());
            }
        }
    }

    /// The login as a whole has a deadline, and so has each request after it.
    fn deadline(&self) -> Instant {
        match self.is_logged_in {
            true => from_now(IDLE),
            false => self.opened + self.passage.hub.dialer.config().connect_timeout,
        }
    }

    /// Whether there may be another.
    async fn take(&mut self, frame: Bytes) -> Result<bool> {
        let asked = Asked::of(&frame, !self.is_logged_in);
        let api = asked.as_ref().map(|(asked, _)| asked.api);
        if self.login.is_some() || api == Some(ApiKey::SASL_HANDSHAKE) {
            return self.log_in(frame, asked.map(|(asked, _)| asked)).await;
        }
        let Some((asked, is_answered)) = asked else {
            return Err(misbehaved("a client sends what is no request"));
        };
        if !self.is_logged_in && asked.api != ApiKey::API_VERSIONS {
            return Err(misbehaved("a client asks without a login").hinted(
                "clients log in here with the relay's own user and password, without TLS: \
                 security.protocol=SASL_PLAINTEXT",
            ));
        }
        let unanswered = match is_answered {
            true => {
                self.put(Pending::Passed(asked)).await?;
                None
            }
            false => Some(asked),
        };
        self.send(&frame).await?;
        if let Some(asked) = unanswered {
            self.passage.tell(asked, Became::Unanswered);
        }
        Ok(true)
    }

    async fn log_in(&mut self, frame: Bytes, asked: Option<Asked>) -> Result<bool> {
        let logins = &self.passage.hub.logins;
        let mut login = match self.login.take() {
            Some(login) => login,
            None => ClientLogin::begin(logins)?,
        };
        let asked = asked.unwrap_or_else(|| Asked::unknown(&frame));
        match login.handle(&frame, logins) {
            Answer::GoOn(answer) => {
                self.login = Some(login);
                self.put(Pending::Own(asked, Some(answer))).await?;
                Ok(true)
            }
            Answer::LoggedIn(answer) => {
                self.is_logged_in = true;
                let asked = Asked { is_before_login: false, ..asked };
                self.put(Pending::Own(asked, Some(answer))).await?;
                Ok(true)
            }
            Answer::Refused(answer, error) => {
                self.put(Pending::Own(asked, answer)).await?;
                (self.passage.hub.on_failure)(self.passage.peer, &error);
                Ok(false)
            }
        }
    }

    async fn put(&mut self, pending: Pending) -> Result<()> {
        match timeout(IDLE, self.queue.send(pending)).await {
            Ok(Ok(())) => Ok(()),
            // The answers have ended, and say why.
            Ok(Err(_)) => future::pending().await,
            Err(_) => Err(slow("the broker does not answer")),
        }
    }

    async fn send(&mut self, frame: &[u8]) -> Result<()> {
        let time = self.passage.hub.dialer.config().request_timeout;
        let (head, rest) = with_length(frame);
        let write = async {
            self.to.write_all(&head).await?;
            self.to.write_all(rest).await?;
            self.to.flush().await
        };
        match timeout_at(from_now(time), write).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Error::of_io(error, Layer::Kafka)),
            Err(_) => Err(slow("the broker takes no requests")),
        }
    }
}

/// From the broker to the client.
struct Answers<'p> {
    passage: &'p Passage,
    from: Frames<ReadHalf<Stream>>,
    to: OwnedWriteHalf,
    pending: Receiver<Pending>,
    local: IpAddr,
}

impl Answers<'_> {
    async fn run(&mut self) -> Result<()> {
        while let Some(pending) = self.next().await? {
            match pending {
                Pending::Own(asked, Some(answer)) => {
                    self.send(&answer).await?;
                    self.passage.tell(asked, became(&answer[4.min(answer.len())..]));
                }
                Pending::Own(asked, None) => self.passage.tell(asked, Became::Closed),
                Pending::Passed(asked) => self.pass(asked).await?,
            }
        }
        Ok(())
    }

    /// None when no more requests come; an error when the broker hangs up before.
    async fn next(&mut self) -> Result<Option<Pending>> {
        match first(self.pending.recv(), self.from.ended()).await {
            Either::First(pending) => Ok(pending),
            Either::Second(error) => Err(error),
        }
    }

    async fn pass(&mut self, asked: Asked) -> Result<()> {
        let answer = match self.answer(&asked).await {
            Ok(answer) => answer,
            Err(error) => {
                self.passage.tell(asked, Became::Closed);
                return Err(error);
            }
        };
        let replaced = replaced(asked.api, asked.version, &answer, self)?;
        let sent = match replaced {
            Some(frame) => self.send(&frame).await,
            None => {
                let (head, rest) = with_length(&answer);
                match self.send(&head).await {
                    Ok(()) => self.send(rest).await,
                    Err(error) => Err(error),
                }
            }
        };
        self.passage.tell(asked, became(&answer));
        sent
    }

    async fn answer(&mut self, asked: &Asked) -> Result<Bytes> {
        let Some(answer) = self.from.next(MAX_FRAME, from_now(IDLE)).await? else {
            return Err(Error::closed(Layer::Kafka).in_api(asked.api));
        };
        match answer.first_chunk() {
            Some(id) if i32::from_be_bytes(*id) == asked.correlation_id => Ok(answer),
            _ => {
                Err(misbehaved("the broker answers something else than was asked")
                    .in_api(asked.api))
            }
        }
    }

    /// A client that does not take its answers is given up.
    async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        let time = self.passage.hub.dialer.config().request_timeout;
        match timeout_at(from_now(time), self.to.write_all(bytes)).await {
            Ok(written) => written.map_err(of_client),
            Err(_) => Err(slow("a client does not take its answers")),
        }
    }

    /// What is under way has no answer any more.
    fn leave(&mut self) {
        self.pending.close();
        while let Ok(pending) = self.pending.try_recv() {
            let (Pending::Passed(asked) | Pending::Own(asked, _)) = pending;
            self.passage.tell(asked, Became::Closed);
        }
    }
}

impl Addresses for Answers<'_> {
    fn host(&self) -> String {
        self.local.to_string()
    }

    fn port(&mut self, broker: i32, target: HostPort) -> Result<u16> {
        match self.passage.ports.upgrade() {
            Some(ports) => ports.port_of(broker, target),
            None => Err(Error::config("the relay has ended")),
        }
    }
}

impl Asked {
    /// With whether it has an answer; none if it is no request.
    fn of(frame: &Bytes, is_before_login: bool) -> Option<(Self, bool)> {
        let (header, body) = decode_request_header(frame).ok()?;
        let (api, version) = (ApiKey(header.request_api_key), header.request_api_version);
        let is_answered = api != ApiKey::PRODUCE || {
            let request = ProduceRequest::decode_front(body, version).ok()?.0;
            request.acks != 0
        };
        let correlation_id = header.correlation_id;
        let (at, shown) = (SystemTime::now(), shown(frame));
        Some((Self { at, shown, is_before_login, api, version, correlation_id }, is_answered))
    }

    /// A message of a mechanism that goes without a header.
    fn unknown(frame: &Bytes) -> Self {
        Self {
            at: SystemTime::now(),
            shown: shown(frame),
            is_before_login: true,
            api: ApiKey(-1),
            version: 0,
            correlation_id: 0,
        }
    }
}

/// Frames out of one direction.
struct Frames<R> {
    from: R,
    received: BytesMut,
    decoder: FrameDecoder,
    /// What bytes mean that are no frame.
    of_frame: fn(FrameError) -> Error,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    fn new(from: R, received: BytesMut, of_frame: fn(FrameError) -> Error) -> Self {
        Self { from, received, decoder: FrameDecoder::new(MAX_FRAME), of_frame }
    }

    /// Without its length; none at the end.
    async fn next(&mut self, max: usize, deadline: Instant) -> Result<Option<Bytes>> {
        self.decoder.set_max(max);
        loop {
            if let Some(frame) = self.decoder.decode(&mut self.received).map_err(self.of_frame)? {
                return Ok(Some(frame));
            }
            self.received.reserve(READ_SIZE);
            match timeout_at(deadline, self.from.read_buf(&mut self.received)).await {
                Ok(Ok(0)) => return Ok(None),
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(Error::of_io(error, Layer::Kafka)),
                Err(_) => return Err(slow("nothing came for too long")),
            }
        }
    }

    /// Waits for the end; what comes unasked is left where it is.
    async fn ended(&mut self) -> Error {
        while self.received.len() < READ_SIZE {
            self.received.reserve(READ_SIZE);
            match self.from.read_buf(&mut self.received).await {
                Ok(0) => return Error::closed(Layer::Kafka),
                Ok(_) => {}
                Err(error) => return Error::of_io(error, Layer::Kafka),
            }
        }
        future::pending().await
    }
}

enum Either<A, B> {
    First(A),
    Second(B),
}

/// The first of two that is ready; of both at once the one in front.
async fn first<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> Either<A, B> {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| {
        if let Poll::Ready(ready) = one.as_mut().poll(context) {
            return Poll::Ready(Either::First(ready));
        }
        other.as_mut().poll(context).map(Either::Second)
    })
    .await
}

async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => future::pending().await,
    }
}

/// A large one is copied in part, so that the rest is free as soon as it is sent.
fn shown(frame: &Bytes) -> Bytes {
    match frame.len() {
        0..=MAX_SHOWN => frame.clone(),
        _ => Bytes::copy_from_slice(&frame[..MAX_SHOWN]),
    }
}

/// The length and the beginning in one piece: most frames are no longer.
fn with_length(frame: &[u8]) -> (Vec<u8>, &[u8]) {
    let (beginning, rest) = frame.split_at(frame.len().min(READ_SIZE));
    let length = u32::try_from(frame.len()).unwrap_or_default().to_be_bytes();
    ([&length[..], beginning].concat(), rest)
}

fn became(answer: &[u8]) -> Became {
    match answer.len() {
        0..=MAX_SHOWN => Became::Answered(Bytes::copy_from_slice(answer)),
        length => Became::AnsweredAtLength(length),
    }
}

fn misbehaved(message: &'static str) -> Error {
    Error::new(ErrorKind::PeerMisbehaved, Layer::Kafka, message)
}

fn slow(message: &'static str) -> Error {
    Error::new(ErrorKind::Timeout, Layer::Kafka, message)
}

fn of_clients_frame(error: FrameError) -> Error {
    misbehaved("a client sends what is no Kafka frame").caused_by(error).hinted(
        "clients come here without TLS: security.protocol=SASL_PLAINTEXT, or PLAINTEXT without a login",
    )
}

fn of_client(error: std::io::Error) -> Error {
    Error::of_io(error, Layer::Tcp).about(CLIENT)
}
