//! One connection: frames in, frames out, deadlines and faults.

use std::future::pending;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_proto::frame::FrameDecoder;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::apis::{self, Outcome};
use crate::broker::Broker;
use crate::client::Client;
use crate::cluster::Cluster;
use crate::deadline::after;
use crate::exchange::{Became, Watched};
use crate::fault::Strike;
use crate::session::{Reaction, Session};

/// How much is read at a time, at most: memory follows what arrives, not what is claimed.
const READ_SIZE: usize = 8 * 1024;

/// How long a closing connection still takes what its client is sending, so that the client can
/// read the last answer before the end of the connection reaches it.
const LINGER: Duration = Duration::from_secs(1);

/// Serves a client until one of the two hangs up. `opened` is when the connection was accepted.
pub(crate) async fn serve<S>(stream: S, cluster: Arc<Cluster>, client: Client, opened: Instant)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    Connection::new(stream, cluster, client, opened).run().await;
}

struct Connection<S> {
    stream: S,
    received: BytesMut,
    frames: FrameDecoder,
    session: Session,
    cluster: Arc<Cluster>,
    opened: Instant,
    number: u64,
    /// What became of the request under way, if somebody watches.
    became: Option<Became>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    fn new(stream: S, cluster: Arc<Cluster>, client: Client, opened: Instant) -> Self {
        let session = Session::new(Arc::clone(&cluster), client);
        let frames = FrameDecoder::new(session.max_frame());
        let number = cluster.watch.number();
        let received = BytesMut::new();
        Self { stream, received, frames, session, cluster, opened, number, became: None }
    }

    async fn run(&mut self) {
        while let Some(frame) = self.next_frame().await {
            self.broker().awake().await;
            let watched = self.cluster.watch.is_on().then(|| Watched::new(&frame));
            let flow = self.handle(frame).await;
            if let Some(watched) = watched {
                self.tell(watched, flow);
            }
            if flow.is_break() {
                break;
            }
        }
        self.close().await;
    }

    fn tell(&mut self, watched: Watched, flow: ControlFlow<()>) {
        let silent = if flow.is_break() { Became::Closed } else { Became::Unanswered };
        let became = self.became.take().unwrap_or(silent);
        let expects_login = self.session.expects_login();
        let exchange = watched.end(self.number, self.session.client(), expects_login, became);
        self.cluster.watch.tell(exchange);
    }

    /// The next frame, without its length; none when there will not be one in time.
    async fn next_frame(&mut self) -> Option<Bytes> {
        let deadline = self.deadline();
        timeout_at(deadline, self.read_frame()).await.ok().flatten()
    }

    /// The login as a whole has a deadline, and so has each request after it.
    fn deadline(&self) -> Instant {
        match self.session.expects_login() {
            true => after(self.opened, self.cluster.limits.login),
            false => after(Instant::now(), self.cluster.limits.idle),
        }
    }

    async fn read_frame(&mut self) -> Option<Bytes> {
        self.frames.set_max(self.session.max_frame());
        loop {
            if let Some(frame) = self.frames.decode(&mut self.received).ok()? {
                return Some(frame);
            }
            self.received.reserve(READ_SIZE);
            if self.stream.read_buf(&mut self.received).await.ok()? == 0 {
                return None;
            }
        }
    }

    async fn handle(&mut self, frame: Bytes) -> ControlFlow<()> {
        let fault = apis::key_of(&frame).and_then(|api| self.cluster.faults.strike(api));
        match fault {
            None => {
                let reaction = self.reaction(frame).await;
                self.react(reaction).await
            }
            Some(Strike::Close) => ControlFlow::Break(()),
            Some(Strike::Fail(refusal)) => {
                let reaction = self.session.refuse(&frame, &refusal);
                self.react(reaction).await
            }
            Some(Strike::Delay(by)) => {
                let reaction = self.reaction(frame).await;
                sleep(by).await;
                self.react(reaction).await
            }
            Some(Strike::Cut(bytes)) => {
                let reaction = self.reaction(frame).await;
                if let Reaction::Send(answer)
                | Reaction::SendAndClose(answer)
                | Reaction::Mute(Some(answer), _) = reaction
                {
                    let _ = self.send(answer.get(..bytes).unwrap_or(&answer)).await;
                }
                ControlFlow::Break(())
            }
        }
    }

    /// What the session makes of a frame, with the answer if it is a request.
    async fn reaction(&mut self, frame: Bytes) -> Reaction {
        match self.session.handle(&frame, Instant::now()) {
            Reaction::Serve => {
                let outcome = self.ask(&frame, apis::answer).await;
                self.settle(&frame, outcome).await
            }
            reaction => reaction,
        }
    }

    /// Whatever may take long is done by a thread of its own, since a task that works holds up all
    /// others of its thread: in a runtime of one thread all clients.
    async fn ask<F>(&mut self, frame: &Bytes, work: F) -> Outcome
    where
        F: FnOnce(&Cluster, &Client, &[u8]) -> Outcome + Send + 'static,
    {
        let (cluster, client) = (Arc::clone(&self.cluster), Arc::clone(self.session.client()));
        if apis::is_quick(&cluster, frame) {
            return work(&cluster, &client, frame);
        }
        let frame = frame.clone();
        let answer = spawn_blocking(move || work(&cluster, &client, &frame));
        answer.await.unwrap_or(Outcome::HangUp)
    }

    /// Waits as long as the request does, or until the client hangs up. A handler that waits again
    /// without a later deadline would keep this thread.
    async fn settle(&mut self, frame: &Bytes, mut outcome: Outcome) -> Reaction {
        loop {
            outcome = match outcome {
                Outcome::Reply(answer) => return Reaction::Send(answer),
                Outcome::Silence => return Reaction::Nothing,
                Outcome::Mute(answer, by) => return Reaction::Mute(answer, by),
                Outcome::Wait(wait) if wait.until > Instant::now() => {
                    let then = tokio::select! {
                        then = wait.over() => then,
                        () = self.hung_up() => return Reaction::Close,
                    };
                    let work = move |cluster: &_, client: &_, frame: &_| {
                        apis::resume(cluster, client, frame, then)
                    };
                    self.ask(frame, work).await
                }
                Outcome::Wait(_) | Outcome::HangUp => return Reaction::Close,
            };
        }
    }

    /// Takes some of what the client sends meanwhile, and ends when there is no client any more.
    async fn hung_up(&mut self) {
        while self.received.len() < READ_SIZE {
            self.received.reserve(READ_SIZE);
            if !matches!(self.stream.read_buf(&mut self.received).await, Ok(1..)) {
                return;
            }
        }
        pending().await
    }

    async fn react(&mut self, reaction: Reaction) -> ControlFlow<()> {
        match reaction {
            Reaction::Send(answer) => self.send(&answer).await,
            Reaction::SendAndClose(answer) => {
                sleep(self.cluster.limits.failure_delay).await;
                let _ = self.send(&answer).await;
                ControlFlow::Break(())
            }
            Reaction::Nothing => ControlFlow::Continue(()),
            Reaction::Mute(answer, by) => {
                if let Some(answer) = answer {
                    self.send(&answer).await?;
                }
                self.mute(by).await
            }
            Reaction::Close | Reaction::Serve => ControlFlow::Break(()),
        }
    }

    fn broker(&self) -> Arc<Broker> {
        Arc::clone(&self.session.client().at.broker)
    }

    /// Leaves what the client sends where it is, and ends early when there is no client any more.
    async fn mute(&mut self, by: Duration) -> ControlFlow<()> {
        tokio::select! {
            () = sleep(by) => ControlFlow::Continue(()),
            () = self.hung_up() => ControlFlow::Break(()),
        }
    }

    /// A client that does not take its answer is given up.
    async fn send(&mut self, answer: &[u8]) -> ControlFlow<()> {
        self.broker().awake().await;
        self.became = self.cluster.watch.is_on().then(|| Became::answered(answer));
        let stream = &mut self.stream;
        let write = async {
            stream.write_all(answer).await?;
            stream.flush().await
        };
        match timeout(self.cluster.limits.idle, write).await {
            Ok(Ok(())) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }

    async fn close(&mut self) {
        let farewell = async {
            self.stream.shutdown().await.ok()?;
            loop {
                self.received.clear();
                self.received.reserve(READ_SIZE);
                if self.stream.read_buf(&mut self.received).await.ok()? == 0 {
                    return Some(());
                }
            }
        };
        let _ = timeout(LINGER, farewell).await;
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{DuplexStream, duplex};
    use tokio::sync::watch;

    use super::*;
    use crate::broker::tests::endpoint;
    use crate::cluster::tests::cluster;
    use crate::fault::Fault;
    use crate::listener::Listener;
    use crate::state::Changed;
    use crate::state::quotas::Entity;
    use crate::wait::Wait;

    /// ApiVersions v0, correlation id 7, no client id.
    const API_VERSIONS: [u8; 14] = [0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 255, 255];

    /// A connection to a served broker, and the server's end of it as a future.
    fn connect(
        listener: Listener,
        faults: impl IntoIterator<Item = Fault>,
    ) -> (DuplexStream, impl Future<Output = ()>) {
        let (client, server) = duplex(64 * 1024);
        let cluster = cluster(1);
        faults.into_iter().for_each(|fault| cluster.faults.inject(fault));
        (client, serve_at(listener, cluster, server))
    }

    fn serve_at(
        listener: Listener,
        cluster: Cluster,
        server: DuplexStream,
    ) -> impl Future<Output = ()> {
        let who = Client::anonymous(endpoint(listener), ([127, 0, 0, 1], 50_000).into());
        serve(server, Arc::new(cluster), who, Instant::now())
    }

    /// Whether the broker keeps silent for a year after these bytes, and keeps the connection.
    async fn is_silent(listener: Listener, cluster: Cluster, bytes: &[u8]) -> bool {
        let (mut client, server) = duplex(64 * 1024);
        let ask = async {
            client.write_all(bytes).await.unwrap();
            let silence = timeout(Duration::from_secs(365 * 24 * 3600), client.read_u8()).await;
            silence.is_err()
        };
        tokio::select! {
            silent = ask => silent,
            () = serve_at(listener, cluster, server) => false,
        }
    }

    /// A broker that answers the first request when it has been woken `times`, or after a minute.
    async fn serve_waiting(server: DuplexStream, bells: Bells, times: u32) {
        let cluster = Arc::new(cluster(1));
        let who = Client::anonymous(endpoint(Listener::Plaintext), ([127, 0, 0, 1], 50_000).into());
        let mut connection = Connection::new(server, Arc::clone(&cluster), who, Instant::now());
        let Some(frame) = connection.next_frame().await else { return };
        let first = waiting(bells, after(Instant::now(), MINUTE), times);
        let reaction = connection.settle(&frame, first).await;
        if connection.react(reaction).await.is_continue() {
            connection.run().await;
        }
    }

    const MINUTE: Duration = Duration::from_secs(60);

    /// What a request waits for: the first of two changes.
    type Bells = Arc<[watch::Sender<()>; 2]>;

    fn waiting(bells: Bells, until: Instant, times: u32) -> Outcome {
        let on = bells.iter().map(rung).collect();
        let then = move |_: &apis::Call<'_>| {
            if times <= 1 || until <= Instant::now() {
                return Outcome::Reply([&[0, 0, 0, 5], &times.to_be_bytes()[..], &[9]].concat());
            }
            waiting(bells, until, times - 1)
        };
        Outcome::Wait(Wait { until, on, then: Box::new(then) })
    }

    fn rung(bell: &watch::Sender<()>) -> Changed {
        let mut bell = bell.subscribe();
        Box::pin(async move {
            let _ = bell.changed().await;
        })
    }

    /// How long the broker waits for a client that sends these bytes and then nothing.
    async fn patience(listener: Listener, bytes: &[u8]) -> Duration {
        let (mut client, server) = connect(listener, []);
        let opened = Instant::now();
        client.write_all(bytes).await.unwrap();
        let until_close = async {
            let mut answers = Vec::new();
            client.read_to_end(&mut answers).await.unwrap();
            opened.elapsed()
        };
        tokio::join!(until_close, server).0
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_client_is_closed_at_the_logins_deadline() {
        assert_eq!(patience(Listener::Scram, &[]).await, Duration::from_secs(10));
    }

    #[tokio::test(start_paused = true)]
    async fn answers_do_not_move_the_logins_deadline() {
        assert_eq!(patience(Listener::Iam, &API_VERSIONS).await, Duration::from_secs(10));
    }

    #[tokio::test(start_paused = true)]
    async fn half_a_frame_does_not_help() {
        assert_eq!(patience(Listener::Scram, &API_VERSIONS[..9]).await, Duration::from_secs(10));
    }

    #[tokio::test(start_paused = true)]
    async fn afterwards_each_request_has_a_deadline_of_its_own() {
        let idle = Duration::from_secs(600);
        assert_eq!(patience(Listener::Plaintext, &API_VERSIONS).await, idle);
    }

    #[tokio::test(start_paused = true)]
    async fn a_delay_takes_its_time() {
        let by = Duration::from_secs(3);
        let (mut client, server) =
            connect(Listener::Plaintext, [Fault::delay(kafka_proto::ApiKey::API_VERSIONS, by)]);
        let ask = async {
            let asked = Instant::now();
            client.write_all(&API_VERSIONS).await.unwrap();
            let length = client.read_u32().await.unwrap();
            let mut answer = vec![0; length as usize];
            client.read_exact(&mut answer).await.unwrap();
            drop(client);
            asked.elapsed()
        };
        assert_eq!(tokio::join!(ask, server).0, by);
    }

    /// The first two answers to a client that sends ApiVersions twice, each with when it came.
    async fn two_answers(mut client: DuplexStream) -> Vec<(Vec<u8>, Duration)> {
        let (asked, mut answers) = (Instant::now(), Vec::new());
        client.write_all(&[API_VERSIONS, API_VERSIONS].concat()).await.unwrap();
        for _ in 0..2 {
            let length = client.read_u32().await.unwrap();
            let mut answer = vec![0; length as usize];
            client.read_exact(&mut answer).await.unwrap();
            answers.push((answer, asked.elapsed()));
        }
        answers
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_waits_is_answered_at_its_deadline_and_those_behind_it_after_it() {
        let (client, server) = duplex(64 * 1024);
        let waiting = serve_waiting(server, Bells::default(), 1);
        let (answers, ()) = tokio::join!(two_answers(client), waiting);
        assert_eq!(answers[0], (vec![0, 0, 0, 1, 9], MINUTE));
        assert_eq!((answers[1].0[..4].to_vec(), answers[1].1), (vec![0, 0, 0, 7], MINUTE));
    }

    #[tokio::test(start_paused = true)]
    async fn each_change_wakes_a_request_that_waits() {
        let (client, server) = duplex(64 * 1024);
        let bells = Bells::default();
        let waiting = serve_waiting(server, Arc::clone(&bells), 2);
        let change = async {
            for bell in bells.iter().rev() {
                sleep(Duration::from_secs(1)).await;
                bell.send_replace(());
            }
        };
        let (answers, (), ()) = tokio::join!(two_answers(client), waiting, change);
        assert_eq!(answers[0], (vec![0, 0, 0, 1, 9], Duration::from_secs(2)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_hangs_up_does_not_wait() {
        let (mut client, server) = duplex(64 * 1024);
        let waiting = serve_waiting(server, Bells::default(), 1);
        let started = Instant::now();
        let leave = async {
            client.write_all(&API_VERSIONS).await.unwrap();
            sleep(Duration::from_secs(1)).await;
            drop(client);
        };
        tokio::join!(leave, waiting);
        assert_eq!(started.elapsed(), Duration::from_secs(1));
    }

    /// JoinGroup v1 for the group `g`: a session of 10 s, 30 s for rebalances, the protocol `p`.
    fn join_group() -> Vec<u8> {
        let header = [&[0, 11, 0, 1, 0, 0, 0, 7, 0, 1, b'c'][..], &[0, 1, b'g']].concat();
        let timeouts = [10_000_i32.to_be_bytes(), 30_000_i32.to_be_bytes()].concat();
        let rest = [0, 0, 0, 1, b't', 0, 0, 0, 1, 0, 1, b'p', 0, 0, 0, 0];
        let frame = [header, timeouts, rest.to_vec()].concat();
        [u32::try_from(frame.len()).unwrap().to_be_bytes().to_vec(), frame].concat()
    }

    /// The code and the generation in an answer to it, and when it came.
    async fn joined(client: &mut DuplexStream) -> (i16, i32) {
        let length = client.read_u32().await.unwrap();
        let mut answer = vec![0; length as usize];
        client.read_exact(&mut answer).await.unwrap();
        let code = i16::from_be_bytes([answer[4], answer[5]]);
        (code, i32::from_be_bytes(answer[6..10].try_into().unwrap()))
    }

    #[tokio::test(start_paused = true)]
    async fn members_wait_for_each_other_without_a_thread_and_without_a_clock() {
        let mut cluster = cluster(1);
        cluster.limits.initial_rebalance_delay = Duration::from_secs(3);
        let cluster = Arc::new(cluster);
        let who =
            || Client::anonymous(endpoint(Listener::Plaintext), ([127, 0, 0, 1], 50_000).into());
        let acl = crate::state::acl::Acl::allow(
            "User:ANONYMOUS",
            kafka_proto::AclOperation::READ,
            kafka_proto::ResourceType::GROUP,
            "g",
        );
        let granted = Arc::clone(&cluster);
        spawn_blocking(move || granted.state.acls.change(|acls| acls.insert(acl))).await.unwrap();
        let (mut one, first) = duplex(64 * 1024);
        let (mut two, second) = duplex(64 * 1024);
        let started = Instant::now();
        let play = async {
            one.write_all(&join_group()).await.unwrap();
            sleep(Duration::from_secs(1)).await;
            two.write_all(&join_group()).await.unwrap();
            assert_eq!(tokio::join!(joined(&mut one), joined(&mut two)), ((0, 1), (0, 1)));
            // The second one came in the first three seconds, so three more were waited.
            assert_eq!(started.elapsed(), Duration::from_secs(6));
            // A third one waits until the others, who say nothing, are given up.
            two.write_all(&join_group()).await.unwrap();
            assert_eq!(joined(&mut two).await, (0, 2));
            assert_eq!(started.elapsed(), Duration::from_secs(16));
            drop((one, two));
        };
        let serve = |stream| serve(stream, Arc::clone(&cluster), who(), Instant::now());
        tokio::join!(play, serve(first), serve(second));
    }

    /// What is sent behind a request that waits stays with the operating system.
    #[tokio::test(start_paused = true)]
    async fn a_client_that_sends_on_meanwhile_costs_no_memory() {
        let (mut client, server) = duplex(64);
        let waiting = serve_waiting(server, Bells::default(), 1);
        let mut sent = 0;
        let flood = async {
            client.write_all(&API_VERSIONS).await.unwrap();
            while let Ok(Ok(bytes)) = timeout(MINUTE / 2, client.write(&[0; 1024])).await {
                sent += bytes;
            }
            drop(client);
        };
        tokio::join!(flood, waiting);
        assert!((READ_SIZE..3 * READ_SIZE).contains(&sent), "{sent}");
    }

    /// Each of these durations was added to an instant, which panicked.
    #[tokio::test(start_paused = true)]
    async fn the_longest_durations_wait_for_ever() {
        let mut patient = cluster(1);
        patient.limits.login = Duration::MAX;
        assert!(is_silent(Listener::Scram, patient, &[]).await);
        let mut idle = cluster(1);
        idle.limits.idle = Duration::MAX;
        assert!(is_silent(Listener::Plaintext, idle, &[]).await);
        let slow = cluster(1);
        slow.faults.inject(Fault::delay(kafka_proto::ApiKey::API_VERSIONS, Duration::MAX));
        assert!(is_silent(Listener::Plaintext, slow, &API_VERSIONS).await);
        let mut refusing = cluster(1);
        refusing.limits.failure_delay = Duration::MAX;
        refusing.faults.inject(Fault::fail(
            kafka_proto::ApiKey::SASL_HANDSHAKE,
            kafka_proto::ErrorCode::UNSUPPORTED_SASL_MECHANISM,
        ));
        // SaslHandshake v1 for "X".
        let handshake = [0, 0, 0, 13, 0, 17, 0, 1, 0, 0, 0, 7, 255, 255, 0, 1, b'X'];
        assert!(is_silent(Listener::Scram, refusing, &handshake).await);
    }

    /// Fetch v4, which a quota of one byte a second makes wait.
    #[tokio::test(start_paused = true)]
    async fn kip_219_a_client_over_its_quota_is_answered_at_once_and_muted_afterwards() {
        let (mut client, server) = duplex(64 * 1024);
        let cluster = Arc::new(cluster(1));
        let limited = Arc::clone(&cluster);
        let everybody = Entity { client_id: Some(None), ..Entity::default() };
        let limit = [("consumer_byte_rate", Some(1.0))];
        let set = move || limited.state.quotas.change(|it| it.change(&everybody, &limit));
        spawn_blocking(set).await.unwrap().unwrap();
        let who = Client::anonymous(endpoint(Listener::Plaintext), ([127, 0, 0, 1], 1).into());
        let play = async {
            let header = [0, 0, 0, 31, 0, 1, 0, 4, 0, 0, 0, 7, 255, 255];
            let body = [[255; 4], [0; 4], [0; 4], [0, 1, 0, 0]].concat();
            client.write_all(&[&header[..], &body, &[0; 5]].concat()).await.unwrap();
            client.write_all(&API_VERSIONS).await.unwrap();
            let asked = Instant::now();
            assert_eq!(client.read_u32().await.unwrap(), 12);
            let (_, throttle) =
                (client.read_u32().await.unwrap(), client.read_u32().await.unwrap());
            assert_eq!((throttle, client.read_u32().await.unwrap()), (2000, 0));
            assert_eq!(asked.elapsed(), Duration::ZERO);
            client.read_u32().await.unwrap();
            assert_eq!(asked.elapsed(), Duration::from_secs(2));
            drop(client);
        };
        tokio::join!(play, serve(server, cluster, who, Instant::now()));
    }
}
