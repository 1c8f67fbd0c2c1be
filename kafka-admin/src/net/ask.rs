//! Asking once: one broker, or two when the first is silent.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::timeout;
use tracing::{Instrument, debug_span};

use crate::Result;
use crate::net::cluster::Cluster;
use crate::net::connection::Connection;
use crate::net::question::{Answer, Ask};

/// A read that is not answered by then is asked again at another broker. Reads take milliseconds, also
/// those that are far away; a broker that has stopped answers none of them.
const HEDGE: Duration = Duration::from_millis(400);

impl Cluster {
    /// Asks once: one broker, and for a read that any broker can answer a second one when the first
    /// is silent or fails. The first answer counts.
    ///
    /// `write` makes the frame for the version that broker and client share. What else it gives comes
    /// back with the answer, which is `None` where it made no frame.
    pub(crate) async fn ask<N, W>(&self, ask: Ask, write: &W) -> Result<(Option<Answer>, N)>
    where
        W: Fn(&Connection, i16) -> Result<(Option<Vec<u8>>, N)>,
    {
        let first = &self.connection(ask.target, ask.deadline).await?;
        if !ask.may_hedge() {
            return ask_at(first.clone(), ask, write).await;
        }
        let mut asked = pin!(ask_at(first.clone(), ask, write));
        match timeout(HEDGE, asked.as_mut()).await {
            Ok(Err(error)) if error.is_retriable() => {
                let second = self.ask_besides(first, ask, write).await;
                // What the first broker said is the call's error.
                second.map_err(|_| error)
            }
            Ok(answered) => answered,
            Err(_) => first_of(asked, Box::pin(self.ask_besides(first, ask, write))).await,
        }
    }

    /// Asks any other broker.
    async fn ask_besides<N, W>(
        &self,
        first: &Connection,
        ask: Ask,
        write: &W,
    ) -> Result<(Option<Answer>, N)>
    where
        W: Fn(&Connection, i16) -> Result<(Option<Vec<u8>>, N)>,
    {
        let connection = self.connection_besides(first, ask.deadline).await?;
        ask_at(connection, ask, write).await
    }
}

/// The first answer, or the error of the first question: at once, when asking again cannot help.
async fn first_of<T>(
    mut first: impl Future<Output = Result<T>> + Unpin,
    mut second: impl Future<Output = Result<T>> + Unpin,
) -> Result<T> {
    let ended = poll_fn(|context| match Pin::new(&mut first).poll(context) {
        Poll::Ready(ended) => Poll::Ready((true, ended)),
        Poll::Pending => Pin::new(&mut second).poll(context).map(|ended| (false, ended)),
    });
    match ended.await {
        (true, Err(error)) if error.is_retriable() => second.await.map_err(|_| error),
        (false, Err(_)) => first.await,
        (_, answered) => answered,
    }
}

async fn ask_at<N, W>(
    connection: Arc<Connection>,
    ask: Ask,
    write: &W,
) -> Result<(Option<Answer>, N)>
where
    W: Fn(&Connection, i16) -> Result<(Option<Vec<u8>>, N)>,
{
    connection.wait_while_held(ask.deadline).await?;
    let version = connection.pick(ask.api, ask.versions)?;
    let (frame, note) = write(&connection, version).map_err(|error| error.in_api(ask.api))?;
    let Some(frame) = frame else { return Ok((None, note)) };
    let span = debug_span!("request", api = %ask.api, version, broker = &**connection.broker());
    let frame = connection.send(ask.api, frame, ask.effect, ask.deadline).instrument(span).await?;
    Ok((Some(Answer::new(frame, ask.api, version, connection)), note))
}
