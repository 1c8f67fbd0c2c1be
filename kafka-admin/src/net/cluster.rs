//! The brokers of a cluster, and at most one connection to each.

use std::collections::{BTreeMap, HashSet};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_proto::messages::metadata::{MetadataRequest, MetadataResponse};
use kafka_proto::{ApiKey, ErrorCode};
use tokio::time::{Instant, sleep};

use crate::clock::from_now;
use crate::escape::Escaped;
use crate::metrics::{Counters, Metrics};
use crate::net::backoff::Backoff;
use crate::net::connection::Connection;
use crate::net::dialer::{Contest, Dialer, explain_missing_login, is_final};
use crate::net::early::{self, no_topics};
use crate::net::link::Link;
use crate::net::question::{Answer, Ask, Target};
use crate::net::race::{AT_ONCE, CONNECTION_ATTEMPT_DELAY, Pace, race};
use crate::sync::lock;
use crate::{Config, Diagnosis, Error, ErrorKind, HostPort, Layer, Result, Session};

/// A broker that has not answered for longer, or asks this client to wait for longer, is avoided while
/// there is another.
const STALLED: Duration = Duration::from_millis(500);
/// How often to look whether one that stalled goes on, while a connection to another is being made.
const LOOK: Duration = Duration::from_millis(20);
/// How much of a host that cannot be dialled is logged.
const LOGGED_HOST: usize = 64;

/// What one client knows about its cluster.
pub(crate) struct Cluster {
    dialer: Arc<Dialer>,
    bootstrap: Vec<HostPort>,
    session: Session,
    nodes: Mutex<Nodes>,
    links: Mutex<BTreeMap<HostPort, Arc<Link>>>,
}

/// The brokers as Metadata names them.
#[derive(Debug, Clone, Default)]
struct Nodes {
    brokers: BTreeMap<i32, HostPort>,
    controller: Option<i32>,
    /// Set when a broker said NOT_CONTROLLER. Brokers with KRaft never do: they forward.
    ask_controller: bool,
}

/// What the first connection brings.
struct Found {
    connection: Arc<Connection>,
    session: Session,
    nodes: Nodes,
}

impl Cluster {
    /// Connects to the bootstrap server that answers first, and learns the brokers from it. Waits and
    /// tries again only when a broker says that it limits logins.
    pub(crate) async fn connect(config: Config) -> Result<Self> {
        let (config, resolved) = config.resolve()?;
        let deadline = from_now(config.connect_timeout);
        let dialer = Arc::new(Dialer::new(config, &resolved)?);
        let bootstrap = unique(resolved.bootstrap.into_iter());
        let (mut backoff, mut last) = (Backoff::logins(), None);
        loop {
            let error = match find_any(&dialer, &bootstrap, deadline).await {
                Ok(found) => return Ok(Self::of(dialer, bootstrap, found)),
                Err(error) => error.after(last),
            };
            if error.kind() != ErrorKind::IamTooManyConnects || !backoff.wait(deadline).await {
                return Err(error);
            }
            last = Some(error);
        }
    }

    fn of(dialer: Arc<Dialer>, bootstrap: Vec<HostPort>, found: Found) -> Self {
        let Found { connection, session, nodes } = found;
        let link = Arc::new(Link::of(connection));
        let links = Mutex::new(BTreeMap::from([(session.address.clone(), link)]));
        Self { dialer, bootstrap, session, nodes: Mutex::new(nodes), links }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn config(&self) -> &Config {
        self.dialer.config()
    }

    pub(crate) fn metrics(&self) -> Metrics {
        let links = lock(&self.links);
        let connections = links.values().filter_map(|link| link.usable());
        self.dialer.counters().metrics(connections.map(|connection| connection.in_flight()).sum())
    }

    pub(crate) fn counters(&self) -> &Counters {
        self.dialer.counters()
    }

    /// Ends all connections when what is sent on them is answered.
    pub(crate) async fn close(&self) {
        let deadline = self.deadline();
        self.dialer.close();
        let links: Vec<_> = lock(&self.links).values().cloned().collect();
        for link in links {
            link.close(deadline).await;
        }
        self.dialer.ended(deadline).await;
    }

    /// When a call that begins now has to end.
    pub(crate) fn deadline(&self) -> Instant {
        from_now(self.config().call_timeout)
    }

    /// A broker said that it is not the controller: finds out who is.
    pub(crate) async fn find_controller(&self, deadline: Instant) -> Result<()> {
        lock(&self.nodes).ask_controller = true;
        self.refresh(deadline).await
    }

    /// Learns the brokers and the controller anew, from any broker that answers at once.
    pub(crate) async fn refresh(&self, deadline: Instant) -> Result<()> {
        let ask = Ask::read::<MetadataRequest<'_>>(Target::Any, deadline);
        let write = |connection: &Connection, version| {
            Ok((Some(connection.encode(version, &no_topics())?), ()))
        };
        let (answer, ()) = self.ask(ask, &write).await?;
        let news = learn(&answer.ok_or_else(Error::missing_item)?)?;
        let mut nodes = lock(&self.nodes);
        *nodes = Nodes { ask_controller: nodes.ask_controller, ..news };
        Ok(())
    }

    /// A connection to a broker that may answer: of those there are, one that answers, with the
    /// least under way; otherwise a new one.
    pub(crate) async fn connection(
        &self,
        target: Target,
        deadline: Instant,
    ) -> Result<Arc<Connection>> {
        if let Some(live) = self.live(target).filter(|live| !is_stalled(live)) {
            return Ok(live);
        }
        let candidates = self.candidates(target)?;
        let Some(best) = self.best(&candidates) else {
            return self.open_any(&candidates, deadline).await;
        };
        let others = self.without_connection(candidates.clone());
        if !is_stalled(&best) || others.is_empty() {
            return Ok(best);
        }
        let instead = self.open_or_go_on(&others, &candidates, deadline).await;
        Ok(instead.unwrap_or(best))
    }

    /// A connection to any broker but the one of this connection, and none that has stalled.
    pub(crate) async fn connection_besides(
        &self,
        asked: &Connection,
        deadline: Instant,
    ) -> Result<Arc<Connection>> {
        let mut others = self.candidates(Target::Any)?;
        others.retain(|address| address.to_string() != **asked.broker());
        match self.best(&others) {
            Some(best) if !is_stalled(&best) => Ok(best),
            _ => self.open_any(&self.without_connection(others), deadline).await,
        }
    }

    /// A new connection to one of these, or the old one to another, as soon as it goes on.
    async fn open_or_go_on(
        &self,
        others: &[HostPort],
        candidates: &[HostPort],
        deadline: Instant,
    ) -> Option<Arc<Connection>> {
        type Attempt<'a> = Pin<Box<dyn Future<Output = Result<Arc<Connection>>> + Send + 'a>>;
        let attempt = |n| -> Attempt<'_> {
            match n {
                0 => Box::pin(self.open_any(others, deadline)),
                _ => Box::pin(self.going_on(candidates)),
            }
        };
        let pace = Pace { delay: Duration::ZERO, at_once: 2 };
        race(2, pace, attempt, |_, _| true).await.ok()
    }

    async fn going_on(&self, candidates: &[HostPort]) -> Result<Arc<Connection>> {
        loop {
            sleep(LOOK).await;
            if let Some(best) = self.best(candidates).filter(|best| !is_stalled(best)) {
                return Ok(best);
            }
        }
    }

    /// The addresses race, in this order.
    async fn open_any(&self, addresses: &[HostPort], deadline: Instant) -> Result<Arc<Connection>> {
        let deadline = deadline.min(from_now(self.config().connect_timeout));
        let contest = &Contest::of(addresses.len());
        let connect = |address, deadline| async move {
            let link = self.link(address);
            let connected = link.connect(&self.dialer, address, contest, deadline);
            connected.await.map_err(|error| self.advertised(address, error))
        };
        first_of(addresses, deadline, connect).await
    }

    /// An address that only the cluster gave is the cluster's to correct.
    fn advertised(&self, address: &HostPort, error: Error) -> Error {
        let given = self.bootstrap.contains(address);
        match matches!(error.layer(), Layer::Dns | Layer::Tcp) && !given {
            false => error,
            true => error.hinted(
                "the broker tells clients of this listener to come here: correct its advertised.listeners, \
                 or make that name lead to the broker from here (DNS, a tunnel)",
            )
            .diagnosed(Diagnosis::ADVERTISED),
        }
    }

    /// The addresses to try, the best first. KIP-899: when no known broker answers, the bootstrap
    /// servers are asked again.
    fn candidates(&self, target: Target) -> Result<Vec<HostPort>> {
        let nodes = lock(&self.nodes);
        Ok(unique(self.known(&nodes, nodes.of(target)?).cloned()))
    }

    /// As [`best`](Self::best) of all [`candidates`](Self::candidates), without a list of them.
    fn live(&self, target: Target) -> Option<Arc<Connection>> {
        let (nodes, links) = (lock(&self.nodes), lock(&self.links));
        self.least_busy(&links, self.known(&nodes, nodes.of(target).ok()?))
    }

    /// Of the connections to these, one that has not stalled, and of those, one with the least under way.
    fn best(&self, addresses: &[HostPort]) -> Option<Arc<Connection>> {
        self.least_busy(&lock(&self.links), addresses.iter())
    }

    fn least_busy<'a>(
        &self,
        links: &BTreeMap<HostPort, Arc<Link>>,
        addresses: impl Iterator<Item = &'a HostPort>,
    ) -> Option<Arc<Connection>> {
        let usable = addresses.filter_map(|address| self.usable(links.get(address)?));
        usable.min_by_key(|connection| (is_stalled(connection), connection.in_flight()))
    }

    /// The address of the one broker that is meant, or of all: that of the session first.
    fn known<'a>(
        &'a self,
        nodes: &'a Nodes,
        only: Option<&'a HostPort>,
    ) -> impl Iterator<Item = &'a HostPort> {
        let first = [&self.session.address].into_iter().chain(nodes.brokers.values());
        let all = first.chain(&self.bootstrap).filter(move |_| only.is_none());
        only.into_iter().chain(all)
    }

    /// A broker that answers nothing for the time of one request may never answer, also when nobody
    /// waits for it any more.
    fn usable(&self, link: &Link) -> Option<Arc<Connection>> {
        let connection = link.usable()?;
        if silence(&connection) > self.config().request_timeout {
            connection.retire();
            return None;
        }
        Some(connection)
    }

    fn without_connection(&self, mut addresses: Vec<HostPort>) -> Vec<HostPort> {
        let links = lock(&self.links);
        addresses
            .retain(|address| links.get(address).is_none_or(|link| self.usable(link).is_none()));
        addresses
    }

    fn link(&self, address: &HostPort) -> Arc<Link> {
        lock(&self.links).entry(address.clone()).or_default().clone()
    }
}

impl Nodes {
    /// The address of the one broker that is meant; `None` when it is any.
    fn of(&self, target: Target) -> Result<Option<&HostPort>> {
        match target {
            Target::Broker(id) => self.address(id).map(Some),
            Target::Controller if self.ask_controller => match self.controller {
                Some(id) => self.address(id).map(Some),
                None => Err(no_controller()),
            },
            Target::Any | Target::Controller => Ok(None),
        }
    }

    fn address(&self, id: i32) -> Result<&HostPort> {
        self.brokers.get(&id).ok_or_else(|| {
            Error::new(ErrorKind::Unreachable, Layer::Kafka, format!("broker {id} is not in the cluster's list"))
                .hinted("describe the cluster: the broker may be down, or advertise an address that cannot be used")
        })
    }
}

/// For how long the oldest request has been waiting for its answer.
fn silence(connection: &Connection) -> Duration {
    connection.oldest_unanswered().map_or(Duration::ZERO, |sent| sent.elapsed())
}

fn is_stalled(connection: &Connection) -> bool {
    silence(connection) > STALLED || connection.held_for() > STALLED
}

/// The bootstrap servers race.
async fn find_any(
    dialer: &Arc<Dialer>,
    addresses: &[HostPort],
    deadline: Instant,
) -> Result<Found> {
    let early = &early::request(&dialer.config().client_id)?;
    let contest = &Contest::of(addresses.len());
    let find = |address, deadline| find(dialer, address, early, contest, deadline);
    first_of(addresses, deadline, find).await
}

/// What the first of the addresses gives that race, each with a deadline of its own.
async fn first_of<'a, T, F>(
    addresses: &'a [HostPort],
    deadline: Instant,
    mut connect: impl FnMut(&'a HostPort, Instant) -> F,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let count = addresses.len();
    let pace = Pace::within(CONNECTION_ATTEMPT_DELAY, count, AT_ONCE);
    let mut addresses = addresses.iter();
    let begin = |n| {
        let connected = addresses.next().map(|it| connect(it, pace.deadline(n, count, deadline)));
        async move {
            match connected {
                Some(connected) => connected.await,
                None => Err(nobody()),
            }
        }
    };
    let first = race(count, pace, begin, |_, error| is_final(error)).await;
    first.map_err(|attempts| match attempts.is_empty() {
        true => nobody(),
        false => Error::of_attempts(attempts),
    })
}

async fn find(
    dialer: &Dialer,
    address: &HostPort,
    early: &[u8],
    contest: &Contest,
    deadline: Instant,
) -> Result<Found> {
    let dialled = dialer.dial(address, Some(early), contest, deadline).await?;
    let (connection, session) = (Arc::new(dialled.connection), dialled.session);
    let (early, mut turn) = (dialled.early, dialled.turn);
    let answer = turn.hear(early::answer(early, &connection, deadline)).await;
    let (version, frame) = answer.map_err(|error| match error.kind() {
        ErrorKind::Disconnected if !dialer.has_login() => {
            explain_missing_login(error).at_broker(connection.broker())
        }
        _ => error,
    })?;
    let nodes = learn(&Answer::new(frame, ApiKey::METADATA, version, connection.clone()))?;
    Ok(Found { connection, session, nodes })
}

fn learn(answer: &Answer) -> Result<Nodes> {
    let response = answer.response::<MetadataRequest<'_>>()?;
    if response.error_code != ErrorCode::NONE {
        return Err(answer.blame(Error::of_code(ApiKey::METADATA, response.error_code, None)));
    }
    if response.brokers.is_empty() {
        return Err(answer.blame(Error::count_mismatch(1, 0).about("the list of brokers")));
    }
    let controller = Some(response.controller_id).filter(|id| *id >= 0);
    Ok(Nodes { brokers: addresses(&response), controller, ask_controller: false })
}

/// A broker whose address nobody could dial is left out, and told: the first of them, in one line,
/// however many and long they are.
fn addresses(response: &MetadataResponse<'_>) -> BTreeMap<i32, HostPort> {
    let (mut found, mut left_out, mut first) = (BTreeMap::new(), 0, None);
    for broker in response.brokers.iter() {
        match HostPort::advertised(broker.host, broker.port) {
            Ok(address) => drop(found.insert(broker.node_id, address)),
            Err(why) => {
                left_out += 1;
                first.get_or_insert((broker.node_id, broker.host, broker.port, why));
            }
        }
    }
    if let Some((id, host, port, why)) = first {
        let host: String = host.chars().take(LOGGED_HOST).collect();
        let host = Escaped(&host);
        tracing::warn!(left_out, id, %host, port, %why, "brokers left out: check their advertised.listeners");
    }
    found
}

fn no_controller() -> Error {
    Error::new(ErrorKind::WrongBroker, Layer::Api, "the cluster has no controller right now")
        .hinted("repeat the call: the brokers are electing one")
}

fn nobody() -> Error {
    Error::new(ErrorKind::Unreachable, Layer::Kafka, "there is no other broker to ask")
}

fn unique(addresses: impl Iterator<Item = HostPort>) -> Vec<HostPort> {
    let mut seen = HashSet::new();
    addresses.filter(|address| seen.insert(address.clone())).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::{self, Write};

    use kafka_proto::messages::metadata::MetadataResponseBroker;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;

    /// Everything that is logged, a line each.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<String>>>);

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            write!(self.0, "{field}={value:?} ").unwrap();
        }
    }

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn event(&self, event: &Event<'_>) {
            let mut line = Line(String::new());
            event.record(&mut line);
            lock(&self.0).push(line.0);
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn f26_any_number_of_undialable_brokers_with_hosts_of_any_length_is_one_short_line() {
        let host = "\x1b\u{202e} no host ".repeat(5_000);
        let odd = |node_id| MetadataResponseBroker {
            node_id,
            host: &host,
            port: 9092,
            ..Default::default()
        };
        let mut brokers: Vec<_> = (0..1_000).map(odd).collect();
        brokers.push(MetadataResponseBroker {
            node_id: 7,
            host: "h",
            port: 1,
            ..Default::default()
        });
        let response = MetadataResponse { brokers: brokers.into(), ..Default::default() };
        let log = Log::default();
        let found = tracing::subscriber::with_default(log.clone(), || addresses(&response));
        assert_eq!(found.len(), 1);
        let lines = lock(&log.0);
        assert_eq!(lines.len(), 1, "{} lines", lines.len());
        assert!(lines[0].len() < 1_000 && lines[0].contains("left_out=1000"), "{}", lines[0]);
        assert!(!lines[0].contains(['\x1b', '\u{202e}']), "{}", lines[0]);
    }
}
