//! One connection: frames in, frames out, deadlines and faults.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_proto::frame::FrameDecoder;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::apis::{self, Outcome};
use crate::client::Client;
use crate::cluster::Cluster;
use crate::deadline::after;
use crate::fault::Effect;
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
    let session = Session::new(Arc::clone(&cluster), client);
    let frames = FrameDecoder::new(session.max_frame());
    let mut connection =
        Connection { stream, received: BytesMut::new(), frames, session, cluster, opened };
    while let Some(frame) = connection.next_frame().await {
        if connection.handle(frame).await.is_break() {
            break;
        }
    }
    connection.close().await;
}

struct Connection<S> {
    stream: S,
    received: BytesMut,
    frames: FrameDecoder,
    session: Session,
    cluster: Arc<Cluster>,
    opened: Instant,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
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
            Some(Effect::Close) => ControlFlow::Break(()),
            Some(Effect::Fail(refusal)) => {
                let reaction = self.session.refuse(&frame, &refusal);
                self.react(reaction).await
            }
            Some(Effect::Delay(by)) => {
                let reaction = self.reaction(frame).await;
                sleep(by).await;
                self.react(reaction).await
            }
            Some(Effect::Cut(bytes)) => {
                let reaction = self.reaction(frame).await;
                if let Reaction::Send(answer) | Reaction::SendAndClose(answer) = reaction {
                    let _ = self.send(answer.get(..bytes).unwrap_or(&answer)).await;
                }
                ControlFlow::Break(())
            }
        }
    }

    /// What the session makes of a frame, with the answer if it is a request.
    async fn reaction(&mut self, frame: Bytes) -> Reaction {
        match self.session.handle(&frame, Instant::now()) {
            Reaction::Serve => match self.answer(frame).await {
                Outcome::Reply(answer) => Reaction::Send(answer),
                Outcome::HangUp => Reaction::Close,
            },
            reaction => reaction,
        }
    }

    /// Whatever may take long is done by a thread of its own, since a task that works holds up all
    /// others of its thread: in a runtime of one thread all clients.
    async fn answer(&mut self, frame: Bytes) -> Outcome {
        let (cluster, client) = (Arc::clone(&self.cluster), Arc::clone(self.session.client()));
        if apis::is_quick(&cluster, &frame) {
            return apis::answer(&cluster, &client, &frame);
        }
        let answer = spawn_blocking(move || apis::answer(&cluster, &client, &frame));
        answer.await.unwrap_or(Outcome::HangUp)
    }

    async fn react(&mut self, reaction: Reaction) -> ControlFlow<()> {
        match reaction {
            Reaction::Send(answer) => self.send(&answer).await,
            Reaction::SendAndClose(answer) => {
                sleep(self.cluster.limits.failure_delay).await;
                let _ = self.send(&answer).await;
                ControlFlow::Break(())
            }
            Reaction::Close | Reaction::Serve => ControlFlow::Break(()),
        }
    }

    /// A client that does not take its answer is given up.
    async fn send(&mut self, answer: &[u8]) -> ControlFlow<()> {
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

    async fn close(mut self) {
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

    use super::*;
    use crate::broker::tests::endpoint;
    use crate::cluster::tests::cluster;
    use crate::fault::Fault;
    use crate::listener::Listener;

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
}
