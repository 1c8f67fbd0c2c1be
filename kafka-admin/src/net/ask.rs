//! Asking once: one broker, or two when the first is silent.

use std::sync::Arc;
use std::time::Duration;

use kafka_proto::Request;
use tracing::{Instrument, debug_span};

use crate::net::cluster::Cluster;
use crate::net::connection::Connection;
use crate::net::question::{Answer, Ask};
use crate::net::race::{Pace, race};
use crate::{Error, Result};

/// A read that is not answered by then is asked again at another broker. Reads take milliseconds, also
/// those that are far away; a broker that has stopped answers none of them.
const HEDGE: Duration = Duration::from_millis(400);

impl Cluster {
    /// Asks once: one broker, and for a read that any broker can answer a second one when the first
    /// is silent or fails. The first answer counts.
    ///
    /// `write` makes the frame for the version that broker and client share. What else it gives comes
    /// back with the answer, which is `None` where it made no frame.
    pub(crate) async fn ask<'q, R, N, W>(
        &self,
        ask: Ask,
        write: &W,
    ) -> Result<(Option<Answer<R>>, N)>
    where
        R: Request<'q>,
        W: Fn(&Connection, i16) -> Result<(Option<Vec<u8>>, N)>,
    {
        let first = &self.connection(ask.target, ask.deadline).await?;
        if !ask.may_hedge() {
            return ask_at(first.clone(), ask, write).await;
        }
        let attempt = |n: usize| async move {
            let connection = match n {
                0 => first.clone(),
                _ => self.connection_besides(first, ask.deadline).await?,
            };
            ask_at(connection, ask, write).await
        };
        let pace = Pace { delay: HEDGE, at_once: 2 };
        let is_final = |n: usize, error: &Error| n == 0 && !error.is_retriable();
        let answered = race(2, pace, attempt, is_final).await;
        // In the order asked: what the first broker said is the call's error.
        answered.map_err(|errors| errors.into_iter().next().unwrap_or_else(Error::missing_item))
    }
}

async fn ask_at<'q, R, N, W>(
    connection: Arc<Connection>,
    ask: Ask,
    write: &W,
) -> Result<(Option<Answer<R>>, N)>
where
    R: Request<'q>,
    W: Fn(&Connection, i16) -> Result<(Option<Vec<u8>>, N)>,
{
    connection.wait_while_held(ask.deadline).await?;
    let version = connection.version_up_to::<R>(ask.newest)?;
    let (frame, note) = write(&connection, version).map_err(|error| error.in_api(R::API))?;
    let Some(frame) = frame else { return Ok((None, note)) };
    let span = debug_span!("request", api = %R::API, version, broker = &**connection.broker());
    let frame = connection.send(R::API, frame, ask.effect, ask.deadline).instrument(span).await?;
    Ok((Some(Answer::new(frame, version, connection)), note))
}
