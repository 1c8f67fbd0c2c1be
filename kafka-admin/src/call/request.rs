//! One request about several items, and what came of it.

use std::borrow::Cow;

use tokio::time::Instant;

use super::operation::Terms;
use super::questions::Questions;
use super::route::Group;
use super::terms::CallTerms;
use crate::net::cluster::Cluster;
use crate::net::connection::Connection;
use crate::net::question::Ask;
use crate::{Error, Result};

/// What one request brought.
pub(super) struct Told<'g> {
    /// The items in it.
    pub(super) sent: Cow<'g, [usize]>,
    /// What the broker said of each of them.
    pub(super) answered: Vec<Result<()>>,
    /// Items that the version cannot carry.
    pub(super) refused: Vec<(usize, Error)>,
}

/// A failed request, and the items in it.
pub(super) struct Failed {
    pub(super) places: Vec<usize>,
    pub(super) error: Error,
}

/// Asks one broker about the items of a group.
pub(super) async fn ask<'g>(
    cluster: &Cluster,
    questions: &dyn Questions,
    group: &'g Group,
    terms: CallTerms,
) -> std::result::Result<Told<'g>, Failed> {
    let ask = Ask {
        target: group.target,
        effect: questions.effect(),
        deadline: terms.deadline,
        api: questions.api(),
        versions: questions.versions(),
    };
    let write = |connection: &Connection, version| {
        let timeout_ms = timeout_ms(cluster, terms.deadline);
        let terms = Terms { version, timeout_ms, validate_only: terms.validate_only };
        questions.write(connection, &group.places, terms)
    };
    let failed = |places: &[usize], error| Failed { places: places.to_vec(), error };
    let asked = cluster.ask(ask, &write).await;
    let (answer, fit) = asked.map_err(|error| failed(&group.places, error))?;
    let answered = match &answer {
        Some(answer) => questions.read(answer, &fit.sent),
        None => Ok(Vec::new()),
    };
    let answered = answered.map_err(|error| failed(&fit.sent, error))?;
    Ok(Told { sent: fit.sent, answered, refused: fit.refused })
}

/// How long the broker may work on it: as long as this client waits for one answer.
fn timeout_ms(cluster: &Cluster, deadline: Instant) -> i32 {
    let left = deadline.saturating_duration_since(Instant::now());
    let most = left.min(cluster.config().request_timeout);
    i32::try_from(most.as_millis()).unwrap_or(i32::MAX)
}
