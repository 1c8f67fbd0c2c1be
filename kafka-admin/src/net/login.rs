//! Drives kafka-auth's handshake machine over whatever carries frames.

use std::future::Future;

use bytes::Bytes;
use kafka_auth::cache::{Begin, SaltedPasswordCache};
use kafka_auth::handshake::{Authenticated, Handshake, Stage};
use kafka_auth::{AuthError, CacheKey, Derivation, SaltedPassword};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout, timeout_at};
use zeroize::Zeroizing;

use crate::{Error, ErrorKind, Layer, Result};

/// What carries a login's frames: a new connection, or one in use.
pub(crate) trait Wire: Send {
    /// Sends a frame, whole.
    fn send(
        &mut self,
        frame: &[u8],
        stage: Stage,
        deadline: Instant,
    ) -> impl Future<Output = Result<()>> + Send;

    /// The next frame, without its length, if it is no longer than `limit`. Nothing is lost when the
    /// future is dropped.
    fn receive(
        &mut self,
        limit: usize,
        stage: Stage,
        deadline: Instant,
    ) -> impl Future<Output = Result<Bytes>> + Send;
}

/// A login that is going on.
pub(crate) struct Exchange<'a, W> {
    pub(crate) wire: W,
    pub(crate) salted: &'a SaltedPasswordCache,
    pub(crate) deadline: Instant,
}

/// A login that succeeded.
pub(crate) struct LoggedIn {
    pub(crate) authenticated: Authenticated,
    /// When the last SaslAuthenticate was sent, or up to a flight's gap earlier. The broker's session
    /// begins when that arrives, and no request overtakes it: what is sent within the lifetime of this
    /// moment arrives within the session, however long the way is and however late the answer came.
    pub(crate) asked: Instant,
}

/// Why a login failed: what the mechanism says needs the address to be told well.
pub(crate) enum LoginFailure {
    Auth(AuthError),
    Other(Error),
}

impl<W: Wire> Exchange<'_, W> {
    /// Runs the handshake to its end.
    pub(crate) async fn run(
        mut self,
        mut handshake: Handshake,
    ) -> std::result::Result<LoggedIn, LoginFailure> {
        let mut derived = None;
        let result = self.drive(&mut handshake, &mut derived).await;
        if let Some(key) = derived {
            self.settle(&result, &key);
        }
        let asked = result?;
        let authenticated = handshake.finish().map_err(LoginFailure::Auth)?;
        Ok(LoggedIn { authenticated, asked })
    }

    /// Says when the last SaslAuthenticate was sent, at the latest.
    async fn drive(
        &mut self,
        handshake: &mut Handshake,
        derived: &mut Option<CacheKey>,
    ) -> std::result::Result<Instant, LoginFailure> {
        let (mut asked, mut waited) = (Instant::now(), false);
        while !handshake.is_done() {
            if let Some(mut frames) = handshake.poll_transmit() {
                while let Some(next) = handshake.poll_transmit() {
                    frames = Zeroizing::new([&frames[..], &next].concat());
                }
                // What leaves after a wait may have nothing to do with the login: it wakes the broker.
                if !waited && !handshake.is_logged_in() {
                    asked = Instant::now();
                }
                self.wire.send(&frames, handshake.stage(), self.deadline).await?;
            } else if let Some(derivation) = handshake.poll_derive() {
                *derived = Some(derivation.key());
                let salted = derive(self.salted, &derivation, self.deadline).await?;
                handshake.derived(salted).map_err(LoginFailure::Auth)?;
            } else if let Some(frame) = self.receive(handshake).await? {
                waited = false;
                handshake.handle_frame(&frame).map_err(LoginFailure::Auth)?;
            } else {
                waited = true;
                handshake.handle_timeout().map_err(LoginFailure::Auth)?;
            }
        }
        Ok(asked)
    }

    /// The next frame; `None` when the next one is to be sent before it came.
    async fn receive(&mut self, handshake: &mut Handshake) -> Result<Option<Bytes>> {
        let answer = self.wire.receive(handshake.max_frame(), handshake.stage(), self.deadline);
        match handshake.poll_timeout() {
            None => answer.await.map(Some),
            Some(gap) => timeout(gap, answer).await.ok().transpose(),
        }
    }

    /// What the broker refused is derived again next time, in case the entry is what is wrong.
    fn settle<T>(&self, result: &std::result::Result<T, LoginFailure>, key: &CacheKey) {
        match result {
            Ok(_) => self.salted.confirm(key),
            Err(LoginFailure::Auth(_)) => self.salted.forget(key),
            Err(LoginFailure::Other(_)) => {}
        }
    }
}

/// From the cache, or computed on a thread of its own, since it takes milliseconds. Of many logins
/// that need the same, one computes and the others wait.
async fn derive(
    cache: &SaltedPasswordCache,
    derivation: &Derivation,
    deadline: Instant,
) -> Result<SaltedPassword> {
    loop {
        let found = match cache.begin(derivation) {
            Begin::Known(salted) => return Ok(salted),
            Begin::Derive(ticket) => {
                tracing::debug!(iterations = derivation.iterations(), "deriving SCRAM keys");
                timeout_at(deadline, spawn_blocking(move || ticket.run())).await.map(|run| run.ok())
            }
            Begin::Wait(wait) => timeout_at(deadline, wait).await,
        };
        match found {
            Ok(Some(salted)) => return Ok(salted),
            Ok(None) => {}
            Err(_) => return Err(no_time_to_derive()),
        }
    }
}

fn no_time_to_derive() -> Error {
    let message = "no time left to derive the password's keys";
    Error::new(ErrorKind::ConnectTimeout, Layer::Sasl, message)
        .hinted("raise the connect timeout, or lower the user's iteration count")
}

impl From<Error> for LoginFailure {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use kafka_auth::handshake::{Flight, HandshakeConfig, SASL_CORRELATION_IDS};
    use kafka_auth::plain::PlainClient;
    use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
    use kafka_auth::{Mechanism, Secret, Step};
    use kafka_proto::messages::{
        ApiVersionsResponse, SaslAuthenticateResponse, SaslHandshakeResponse,
    };
    use kafka_proto::{ErrorCode, Message, Opaque, encode_response};
    use tokio::task::JoinSet;
    use tokio::time::sleep_until;
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;

    /// Counts the events of this file: there is one for each derivation.
    #[derive(Clone, Default)]
    struct Derivations(Arc<AtomicUsize>);

    impl Subscriber for Derivations {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.is_event() && metadata.target() == module_path!().trim_end_matches("::tests")
        }

        fn event(&self, _: &Event<'_>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    fn derivation() -> Derivation {
        let nonce = Nonce::from_text("abc").unwrap();
        let mut client =
            ScramClient::new(ScramHash::Sha512, "user", Secret::new("pencil"), nonce).unwrap();
        client.start().unwrap();
        match client.challenge(b"r=abcdef,s=c2FsdA==,i=4096").unwrap() {
            Step::Derive(derivation) => derivation,
            step => panic!("{step:?}"),
        }
    }

    #[tokio::test]
    async fn a_hundred_first_logins_at_once_derive_once() {
        let derivations = Derivations::default();
        let _counting = tracing::subscriber::set_default(derivations.clone());
        let cache = SaltedPasswordCache::new();
        let deadline = Instant::now() + Duration::from_secs(60);
        let mut logins = JoinSet::new();
        for _ in 0..100 {
            let cache = cache.clone();
            logins.spawn(async move { derive(&cache, &derivation(), deadline).await.unwrap() });
        }
        let salted = logins.join_all().await;
        assert!(salted.iter().all(|one| one.expose() == salted[0].expose()));
        assert_eq!((derivations.0.load(Ordering::Relaxed), cache.len()), (1, 1));
    }

    #[tokio::test]
    async fn s04_a_derivation_ends_at_the_deadline_for_whoever_waits() {
        let cache = SaltedPasswordCache::new();
        let _ticket = cache.begin(&derivation());
        let error = derive(&cache, &derivation(), Instant::now()).await.unwrap_err();
        assert_eq!((error.kind(), error.layer()), (ErrorKind::ConnectTimeout, Layer::Sasl));
    }

    /// Answers at these times.
    struct Script(VecDeque<(Instant, Bytes)>);

    impl Script {
        fn answer<'r, R: Message<'r>>(&mut self, at: Instant, version: i16, response: &R) {
            let id = SASL_CORRELATION_IDS.start() + i32::try_from(self.0.len()).unwrap();
            let mut frame = Vec::new();
            encode_response(&mut frame, version, id, response).unwrap();
            self.0.push_back((at, Bytes::from(frame).slice(4..)));
        }
    }

    impl Wire for &mut Script {
        async fn send(&mut self, _: &[u8], _: Stage, _: Instant) -> Result<()> {
            Ok(())
        }

        async fn receive(&mut self, _: usize, _: Stage, _: Instant) -> Result<Bytes> {
            let Some(at) = self.0.front().map(|(at, _)| *at) else {
                return Err(Error::new(ErrorKind::Disconnected, Layer::Tcp, "gone"));
            };
            sleep_until(at).await;
            Ok(self.0.pop_front().unwrap().1)
        }
    }

    /// How many salted passwords are kept after a login that ends with this answer to client-final, or
    /// with a lost connection.
    async fn kept_after(last: Option<SaslAuthenticateResponse<'_>>) -> usize {
        let (now, mut script) = (Instant::now(), Script(VecDeque::new()));
        let mechanisms = vec!["SCRAM-SHA-512"].into();
        let offered = SaslHandshakeResponse { mechanisms, ..Default::default() };
        let auth_bytes = Opaque(b"r=abcdef,s=c2FsdA==,i=4096");
        script.answer(now, 1, &offered);
        script.answer(now, 1, &SaslAuthenticateResponse { auth_bytes, ..Default::default() });
        if let Some(last) = last {
            script.answer(now, 1, &last);
        }
        let nonce = Nonce::from_text("abc").unwrap();
        let scram =
            ScramClient::new(ScramHash::Sha512, "user", Secret::new("pencil"), nonce).unwrap();
        let config = HandshakeConfig::default().flight(Flight::Trailing);
        let handshake = Handshake::new(config, Some(Box::new(scram))).unwrap();
        let salted = SaltedPasswordCache::new();
        let deadline = now + Duration::from_secs(60);
        let login = Exchange { wire: &mut script, salted: &salted, deadline }.run(handshake).await;
        assert!(login.is_err());
        salted.len()
    }

    #[tokio::test]
    async fn s26_what_a_broker_refused_or_could_not_prove_is_forgotten_and_what_broke_is_kept() {
        let error_code = ErrorCode::SASL_AUTHENTICATION_FAILED;
        let refused = SaslAuthenticateResponse { error_code, ..Default::default() };
        assert_eq!(kept_after(Some(refused)).await, 0, "refused");
        let auth_bytes = Opaque(b"v=AAAA");
        let unproved = SaslAuthenticateResponse { auth_bytes, ..Default::default() };
        assert_eq!(kept_after(Some(unproved)).await, 0, "not proved");
        assert_eq!(kept_after(None).await, 1, "a lost connection says nothing about the password");
    }

    #[tokio::test(start_paused = true)]
    async fn h06_a_session_counts_from_the_login_and_not_from_what_woke_the_broker() {
        let (start, mut script) = (Instant::now(), Script(VecDeque::new()));
        let late = start + Duration::from_millis(60);
        let mechanisms = vec!["PLAIN"].into();
        let offered = SaslHandshakeResponse { mechanisms, ..Default::default() };
        script.answer(start, 1, &offered);
        script.answer(late, 1, &SaslAuthenticateResponse::default());
        script.answer(late, 3, &ApiVersionsResponse::default());
        script.answer(late, 3, &ApiVersionsResponse::default());
        let plain = PlainClient::new("ops", Secret::new("right")).unwrap();
        let config = HandshakeConfig::default().flight(Flight::Eager);
        let handshake = Handshake::new(config, Some(Box::new(plain))).unwrap();
        let salted = SaltedPasswordCache::new();
        let exchange = Exchange { wire: &mut script, salted: &salted, deadline: late };
        let login = exchange.run(handshake).await.ok().unwrap();
        assert!(script.0.is_empty(), "nobody was woken");
        assert_eq!(login.asked, start);
    }

    /// A broker of Kafka 2.2, and a request behind the login whose answer comes before that.
    #[tokio::test(start_paused = true)]
    async fn h06_a_session_counts_from_the_login_and_not_from_a_second_api_versions() {
        let (start, mut script) = (Instant::now(), Script(VecDeque::new()));
        let late = start + Duration::from_millis(60);
        let mechanisms = vec!["PLAIN"].into();
        let offered = SaslHandshakeResponse { mechanisms, ..Default::default() };
        let error_code = ErrorCode::UNSUPPORTED_VERSION;
        script.answer(start, 1, &offered);
        script.answer(late, 1, &SaslAuthenticateResponse::default());
        script.answer(late, 0, &ApiVersionsResponse { error_code, ..Default::default() });
        script.answer(late, 0, &ApiVersionsResponse::default());
        script.0.insert(3, (late, Bytes::from_static(&[0, 0, 0, 9])));
        let early = [0, 0, 0, 8, 0, 3, 0, 7, 0, 0, 0, 9];
        let plain = PlainClient::new("ops", "right").unwrap();
        let config = HandshakeConfig::default().early_request(early.to_vec());
        let handshake = Handshake::new(config, Some(Box::new(plain))).unwrap();
        let salted = SaltedPasswordCache::new();
        let exchange = Exchange { wire: &mut script, salted: &salted, deadline: late };
        let login = exchange.run(handshake).await.ok().unwrap();
        assert!(login.authenticated.early_answer.is_some());
        assert_eq!(login.asked, start);
    }
}
