//! One login at a time, of those that race.
//!
//! A password that is refused once is refused everywhere, and trying it often locks accounts. So only
//! one of the streams that are ready shows it; the next may do so when that one has failed without a
//! refusal, or is silent: a broker that has stopped must not hold up the others.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kafka_auth::handshake::{Flight, Stage};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::net::login::Wire;
use crate::{Error, ErrorKind, Layer, Result};

/// A broker that says nothing for so long lets the next one have its turn.
const SILENCE: Duration = Duration::from_millis(500);

/// Shared by the logins of one race.
#[derive(Clone)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Default for Turns {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Turns {
    /// The turn of one of them, not yet taken.
    pub(crate) fn turn(&self) -> Turn {
        Turn { turns: self.clone(), state: TurnState::NotYet }
    }
}

/// One login's turn. Dropping it lets the next one have it.
pub(crate) struct Turn {
    turns: Turns,
    state: TurnState,
}

enum TurnState {
    NotYet,
    Taken { _permit: OwnedSemaphorePermit, heard: Instant },
    GivenAway,
}

impl Turn {
    /// Waits for it, once. Silence counts from here.
    ///
    /// # Errors
    /// The time is over.
    pub(crate) async fn take(&mut self, deadline: Instant) -> Result<()> {
        match &mut self.state {
            TurnState::NotYet => {
                let permit = timeout_at(deadline, self.turns.0.clone().acquire_owned()).await;
                let Ok(Ok(_permit)) = permit else { return Err(too_late()) };
                self.state = TurnState::Taken { _permit, heard: Instant::now() };
            }
            TurnState::Taken { heard, .. } => *heard = Instant::now(),
            TurnState::GivenAway => {}
        }
        Ok(())
    }

    /// Waits for an answer; after a while of silence no longer at the expense of the others.
    pub(crate) async fn hear<F: Future>(&mut self, answer: F) -> F::Output {
        let mut answer = std::pin::pin!(answer);
        if let TurnState::Taken { heard, .. } = &mut self.state {
            if let Ok(output) = timeout_at(*heard + SILENCE, &mut answer).await {
                *heard = Instant::now();
                return output;
            }
            self.state = TurnState::GivenAway;
        }
        answer.await
    }
}

fn too_late() -> Error {
    let message = "another broker's login was still going on when the time was over";
    Error::new(ErrorKind::ConnectTimeout, Layer::Sasl, message)
        .hinted("repeat later, or allow more time to connect")
}

/// What carries a login that waits for its turn.
pub(crate) struct InTurn<'t, W> {
    pub(crate) wire: W,
    pub(crate) turn: &'t mut Turn,
    pub(crate) flight: Flight,
}

impl<W: Wire> Wire for InTurn<'_, W> {
    async fn send(&mut self, frame: &[u8], stage: Stage, deadline: Instant) -> Result<()> {
        if shows_who_it_is(stage, self.flight) {
            self.turn.take(deadline).await?;
        }
        self.wire.send(frame, stage, deadline).await
    }

    async fn receive(&mut self, limit: usize, stage: Stage, deadline: Instant) -> Result<Bytes> {
        self.turn.hear(self.wire.receive(limit, stage, deadline)).await
    }
}

/// SaslHandshake names the mechanism and nobody, but a flight may send more behind it.
fn shows_who_it_is(stage: Stage, flight: Flight) -> bool {
    match (stage, flight) {
        (Stage::SaslAuthenticate, _) => true,
        (Stage::SaslHandshake, Flight::Eager | Flight::Paced(_)) => true,
        (Stage::ApiVersions | Stage::SaslHandshake, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{sleep, timeout};

    use super::*;

    fn after(millis: u64) -> Instant {
        Instant::now() + Duration::from_millis(millis)
    }

    #[tokio::test(start_paused = true)]
    async fn a_login_waits_for_the_one_before_it_and_not_for_one_that_is_silent() {
        let (turns, start) = (Turns::default(), Instant::now());
        let (mut first, mut second) = (turns.turn(), turns.turn());
        first.take(after(0)).await.unwrap();
        for _ in 0..5 {
            // A slow broker, but one that answers.
            first.hear(sleep(Duration::from_millis(400))).await;
            assert!(second.take(after(1)).await.is_err());
        }
        let silent = first.hear(std::future::pending::<()>());
        let (silent, taken) =
            tokio::join!(timeout(Duration::from_secs(10), silent), second.take(after(9_000)));
        assert!(silent.is_err());
        taken.unwrap();
        assert!(start.elapsed() >= Duration::from_secs(10));
    }

    #[tokio::test(start_paused = true)]
    async fn silence_counts_from_the_last_answer_however_often_one_looks() {
        let turns = Turns::default();
        let (mut first, mut second) = (turns.turn(), turns.turn());
        first.take(after(0)).await.unwrap();
        for _ in 0..6 {
            let looked = first.hear(std::future::pending::<()>());
            assert!(timeout(Duration::from_millis(100), looked).await.is_err());
        }
        second.take(after(0)).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_is_dropped_is_the_next_ones() {
        let turns = Turns::default();
        let (mut first, mut second) = (turns.turn(), turns.turn());
        first.take(after(0)).await.unwrap();
        first.take(after(0)).await.unwrap();
        let error = second.take(after(100)).await.unwrap_err();
        assert_eq!((error.kind(), error.layer()), (ErrorKind::ConnectTimeout, Layer::Sasl));
        drop(first);
        second.take(after(100)).await.unwrap();
    }
}
