//! The broker: it listens, answers, and breaks one rule.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::BytesMut;
use kafka_auth::Principal;
use kafka_auth::handshake::{Reply, ServerHandshake};
use kafka_proto::frame::FrameDecoder;
use kafka_proto::{ApiKey, decode_request_header};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::asked::{Asked, Turn};
use super::case::{Case, Login, When};
use super::{honest, tls};

/// The largest request that is read.
const MAX_REQUEST: usize = 1 << 20;
/// How long a client may be silent, or leave its answer where it is.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many connections there may be at a time; further ones wait.
const CONNECTIONS: usize = 256;

/// How a hostile broker is reached. Default: in plaintext, without a login, on a free port.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct Setting {
    /// Whether it speaks TLS, with a certificate for `localhost` and 127.0.0.1. A case of [`When::Tls`] or
    /// [`When::Iam`] does in any case.
    pub tls: bool,
    /// Whether clients have to log in by SCRAM. A case of [`When::Login`] has a login in any case.
    pub login: bool,
    /// Whether clients have to log in by AWS_MSK_IAM, which they do in TLS only. A case of [`When::Iam`] has such a
    /// login in any case.
    pub iam: bool,
    /// The port; 0 is a free one.
    pub port: u16,
}

impl Setting {
    /// Sets whether it speaks TLS.
    pub fn tls(self, tls: bool) -> Self {
        Self { tls, ..self }
    }

    /// Sets whether clients have to log in.
    pub fn login(self, login: bool) -> Self {
        Self { login, ..self }
    }

    /// Sets whether clients have to log in by AWS_MSK_IAM.
    pub fn iam(self, iam: bool) -> Self {
        Self { iam, ..self }
    }

    /// Sets the port.
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }
}

/// What clients have done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// How often they connected.
    pub connections: u32,
    /// How many requests they sent.
    pub requests: u32,
    /// How many proofs of the password they sent.
    pub proofs: u32,
}

/// A broker that breaks a rule, until it is dropped.
pub struct Hostile {
    address: SocketAddr,
    ca_pem: Option<String>,
    counts: Arc<Counts>,
    /// Aborted when dropped.
    _tasks: JoinSet<()>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicU32,
    requests: AtomicU32,
    proofs: AtomicU32,
}

impl Hostile {
    /// Starts it on 127.0.0.1.
    ///
    /// # Errors
    /// The port is taken, or the operating system has no randomness for the certificate.
    pub async fn start(case: &'static Case, setting: Setting) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, setting.port)).await?;
        let address = listener.local_addr()?;
        let has_tls = setting.tls || setting.iam || [When::Tls, When::Iam].contains(&case.when);
        let certificates = if has_tls { Some(tls::certificates(case.tls)?) } else { None };
        let (ca_pem, server) = certificates.map(|it| (it.ca_pem, it.server)).unzip();
        let counts = Arc::new(Counts::default());
        let login = login(case, setting);
        let rule = Rule { case, login, port: address.port(), counts: Arc::clone(&counts) };
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, rule, server));
        Ok(Self { address, ca_pem, counts, _tasks: tasks })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The authority of its certificate, when it speaks TLS.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// What clients have done so far.
    #[must_use]
    pub fn seen(&self) -> Seen {
        let Counts { connections, requests, proofs } = &*self.counts;
        let [connections, requests, proofs] =
            [connections, requests, proofs].map(|count| count.load(Ordering::Relaxed));
        Seen { connections, requests, proofs }
    }
}

impl fmt::Debug for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hostile").field("address", &self.address).finish_non_exhaustive()
    }
}

/// How clients log in, if they do.
fn login(case: &Case, setting: Setting) -> Option<Login> {
    match (case.when, setting) {
        (When::Login | When::Iam, _) => Some(case.login),
        (_, Setting { iam: true, .. }) => Some(Login::Iam),
        (_, Setting { login: true, .. }) => Some(Login::Scram),
        _ => None,
    }
}

#[derive(Clone)]
struct Rule {
    case: &'static Case,
    login: Option<Login>,
    port: u16,
    counts: Arc<Counts>,
}

async fn accept(listener: TcpListener, rule: Rule, tls: Option<Arc<ServerConfig>>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < CONNECTIONS => {
                let Ok((stream, _)) = accepted else { return sleep(PATIENCE).await };
                rule.counts.connections.fetch_add(1, Ordering::Relaxed);
                connections.spawn(encrypted(stream, rule.clone(), tls.clone()));
            }
        }
    }
}

async fn encrypted(stream: TcpStream, rule: Rule, server: Option<Arc<ServerConfig>>) {
    let _ = stream.set_nodelay(true);
    match server {
        None => Connection::new(stream, rule).run().await,
        Some(server) => {
            if let Ok(Some(stream)) =
                timeout(PATIENCE, tls::accept(rule.case.tls, stream, server)).await
            {
                Connection::new(stream, rule).run().await;
            }
        }
    }
}

/// What a connection waits for.
enum Stage {
    Login(ServerHandshake),
    /// With who is logged in, and how, where there is a login.
    Requests(Option<(Principal, &'static str)>),
}

struct Connection<S> {
    stream: S,
    rule: Rule,
    stage: Stage,
    /// How many requests of each API there were.
    earlier: HashMap<ApiKey, u32>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    fn new(stream: S, rule: Rule) -> Self {
        let handshake = rule.login.and_then(|login| honest::handshake(login).ok());
        let stage = handshake.map_or(Stage::Requests(None), Stage::Login);
        Self { stream, rule, stage, earlier: HashMap::new() }
    }

    async fn run(mut self) {
        let (mut frames, mut received) = (FrameDecoder::new(MAX_REQUEST), BytesMut::new());
        loop {
            let Ok(frame) = frames.decode(&mut received) else { return };
            if let Some(frame) = frame {
                if self.take(&frame).await.is_break() {
                    return;
                }
                continue;
            }
            received.reserve(8 * 1024);
            match timeout(PATIENCE, self.stream.read_buf(&mut received)).await {
                Ok(Ok(1..)) => {}
                _ => return,
            }
        }
    }

    async fn take(&mut self, frame: &[u8]) -> ControlFlow<()> {
        let Some(asked) = self.asked(frame) else { return ControlFlow::Break(()) };
        self.count(&asked);
        let was_in = matches!(self.stage, Stage::Requests(_));
        let Some((answer, stays)) = self.answer(&asked, frame) else {
            return ControlFlow::Break(());
        };
        let turn = match self.is_struck(&asked, was_in) {
            true => (self.rule.case.turn)(&asked, answer),
            false if stays => Turn::Send(answer),
            false => Turn::SendAndClose(answer),
        };
        self.play(turn).await
    }

    fn asked(&mut self, frame: &[u8]) -> Option<Asked> {
        let (header, body) = decode_request_header(frame).ok()?;
        let api = ApiKey(header.request_api_key);
        let count = self.earlier.entry(api).or_default();
        let earlier = *count;
        *count += 1;
        Some(Asked {
            api,
            version: header.request_api_version,
            id: header.correlation_id,
            earlier,
            body: body.to_vec(),
            port: self.rule.port,
        })
    }

    fn count(&self, asked: &Asked) {
        let Counts { requests, proofs, .. } = &*self.rule.counts;
        requests.fetch_add(1, Ordering::Relaxed);
        let is_proof = asked.body.windows(3).any(|bytes| bytes == b",p=");
        if asked.api == ApiKey::SASL_AUTHENTICATE && is_proof {
            proofs.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What an honest broker would answer, and whether the connection stays.
    fn answer(&mut self, asked: &Asked, frame: &[u8]) -> Option<(Vec<u8>, bool)> {
        if let (Stage::Requests(Some(who)), ApiKey::SASL_HANDSHAKE) = (&self.stage, asked.api) {
            let login = self.rule.login?;
            self.stage = Stage::Login(honest::renewal(login, who.clone()).ok()?);
        }
        let Stage::Login(handshake) = &mut self.stage else {
            return Some((honest::answer(asked)?, true));
        };
        match honest::log_in(handshake, frame) {
            Reply::Send(answer) => Some((answer, true)),
            Reply::Accept { frame, principal, mechanism } => {
                self.stage = Stage::Requests(Some((principal, mechanism)));
                Some((frame, true))
            }
            Reply::Close { frame, .. } => Some((frame?, false)),
            Reply::Lookup { .. } => None,
        }
    }

    fn is_struck(&self, asked: &Asked, was_in: bool) -> bool {
        match (self.rule.case.api, self.rule.case.when) {
            (Some(ApiKey::API_VERSIONS), _) => asked.api == ApiKey::API_VERSIONS,
            (Some(api), When::Login | When::Iam) => asked.api == api,
            (Some(api), When::Any | When::Tls) => was_in && asked.api == api,
            (None, _) => was_in,
        }
    }

    async fn play(&mut self, turn: Turn) -> ControlFlow<()> {
        match turn {
            Turn::Send(bytes) => self.send(&bytes).await,
            Turn::SendAndClose(bytes) => {
                let _ = self.send(&bytes).await;
                let _ = timeout(PATIENCE, self.stream.shutdown()).await;
                ControlFlow::Break(())
            }
            Turn::SendAndVanish(bytes) => {
                let _ = self.send(&bytes).await;
                ControlFlow::Break(())
            }
            Turn::Trickle(bytes) => {
                for byte in bytes {
                    self.send(&[byte]).await?;
                    sleep(Duration::from_secs(1)).await;
                }
                ControlFlow::Continue(())
            }
            Turn::Silence => ControlFlow::Continue(()),
            Turn::Close => ControlFlow::Break(()),
        }
    }

    async fn send(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        let write = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match timeout(PATIENCE, write).await {
            Ok(Ok(())) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }
}
