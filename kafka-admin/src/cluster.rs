//! The brokers of a cluster, and at most one connection to each.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use kafka_proto::ErrorCode;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataResponse};
use tokio::time::Instant;

use crate::backoff::Backoff;
use crate::call::{Answer, Ask, Route};
use crate::connection::Connection;
use crate::dialer::{Dialer, explain_missing_login};
use crate::early::{self, no_topics};
use crate::link::{Link, lock};
use crate::transport::share;
use crate::{Config, Error, ErrorKind, HostPort, Layer, Result, Session};

/// What one client knows about its cluster.
pub(crate) struct Cluster {
    dialer: Arc<Dialer>,
    bootstrap: Vec<HostPort>,
    session: Session,
    nodes: Mutex<Nodes>,
    links: Mutex<HashMap<HostPort, Arc<Link>>>,
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
    /// Connects to the first bootstrap server that answers, and learns the brokers from it. Waits and
    /// tries again only when a broker says that it limits logins.
    pub(crate) async fn connect(config: Config) -> Result<Self> {
        let (config, resolved) = config.resolve()?;
        let deadline = Instant::now() + config.connect_timeout;
        let dialer = Arc::new(Dialer::new(config, &resolved)?);
        let (mut backoff, mut last) = (Backoff::logins(), None);
        loop {
            let error = match first_of(&dialer, &resolved.bootstrap, deadline).await {
                Ok(found) => return Ok(Self::of(dialer, resolved.bootstrap, found)),
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
        let links = Mutex::new(HashMap::from([(session.address.clone(), link)]));
        Self { dialer, bootstrap, session, nodes: Mutex::new(nodes), links }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn config(&self) -> &Config {
        self.dialer.config()
    }

    /// When a call that begins now has to end.
    pub(crate) fn deadline(&self) -> Instant {
        Instant::now() + self.config().call_timeout
    }

    /// A broker said that it is not the controller: finds out who is.
    pub(crate) async fn find_controller(&self, deadline: Instant) -> Result<()> {
        lock(&self.nodes).ask_controller = true;
        self.refresh(deadline).await
    }

    /// Learns the brokers and the controller anew, from any broker that answers at once.
    pub(crate) async fn refresh(&self, deadline: Instant) -> Result<()> {
        let answer = self.call_once(Ask::read(Route::Any, deadline), &|_| Ok(no_topics())).await?;
        let news = learn(&answer)?;
        let mut nodes = lock(&self.nodes);
        *nodes = Nodes { ask_controller: nodes.ask_controller, ..news };
        Ok(())
    }

    /// A connection to a broker that the route allows, made if there is none.
    pub(crate) async fn connection(
        &self,
        route: Route,
        deadline: Instant,
    ) -> Result<Arc<Connection>> {
        let candidates = self.candidates(route)?;
        if let Some(connection) = self.usable(&candidates) {
            return Ok(connection);
        }
        let deadline = deadline.min(Instant::now() + self.config().connect_timeout);
        let mut attempts = Vec::new();
        for (tried, address) in candidates.iter().enumerate() {
            let deadline = share(deadline, candidates.len() - tried);
            match self.link(address).connect(&self.dialer, address, deadline).await {
                Ok(connection) => return Ok(connection),
                Err(error) => attempts.push(self.advertised(address, error)),
            }
            if attempts.last().is_some_and(is_final) {
                break;
            }
        }
        Err(Error::of_attempts(attempts))
    }

    /// An address that only the cluster gave is the cluster's to correct.
    fn advertised(&self, address: &HostPort, error: Error) -> Error {
        let given = self.bootstrap.contains(address);
        match matches!(error.layer(), Layer::Dns | Layer::Tcp) && !given {
            false => error,
            true => error.hinted(
                "the broker tells clients of this listener to come here: correct its advertised.listeners, \
                 or reach it another way (Config::dial_instead)",
            ),
        }
    }

    /// The addresses to try, the best first. KIP-899: when no known broker answers, the bootstrap
    /// servers are asked again.
    fn candidates(&self, route: Route) -> Result<Vec<HostPort>> {
        let nodes = lock(&self.nodes);
        match route {
            Route::Broker(id) => nodes.address(id).map(|address| vec![address]),
            Route::Controller if nodes.ask_controller => match nodes.controller {
                Some(id) => nodes.address(id).map(|address| vec![address]),
                None => Err(no_controller()),
            },
            Route::Any | Route::Controller => {
                let first = std::iter::once(self.session.address.clone());
                let known = first.chain(nodes.brokers.values().cloned());
                Ok(unique(known.chain(self.bootstrap.iter().cloned())))
            }
        }
    }

    fn usable(&self, candidates: &[HostPort]) -> Option<Arc<Connection>> {
        let links = lock(&self.links);
        candidates.iter().find_map(|address| links.get(address)?.usable())
    }

    fn link(&self, address: &HostPort) -> Arc<Link> {
        lock(&self.links).entry(address.clone()).or_default().clone()
    }
}

impl Nodes {
    fn address(&self, id: i32) -> Result<HostPort> {
        self.brokers.get(&id).cloned().ok_or_else(|| {
            Error::new(ErrorKind::Unreachable, Layer::Kafka, format!("broker {id} is not in the cluster's list"))
                .hinted("describe the cluster: the broker may be down, or advertise an address that cannot be used")
        })
    }
}

/// Tries each address in turn; a silent one takes no more than its share of the time.
async fn first_of(
    dialer: &Arc<Dialer>,
    addresses: &[HostPort],
    deadline: Instant,
) -> Result<Found> {
    let mut attempts = Vec::new();
    for (tried, address) in addresses.iter().enumerate() {
        match find(dialer, address, share(deadline, addresses.len() - tried)).await {
            Ok(found) => return Ok(found),
            Err(error) => attempts.push(error),
        }
        if attempts.last().is_some_and(is_final) {
            break;
        }
    }
    Err(Error::of_attempts(attempts))
}

async fn find(dialer: &Arc<Dialer>, address: &HostPort, deadline: Instant) -> Result<Found> {
    let early = early::request(&dialer.config().client_id)?;
    let dialled = dialer.dial(address, Some(early), deadline).await?;
    let (connection, session) = (Arc::new(dialled.connection), dialled.session);
    let answer = early::answer(dialled.early, &connection, deadline).await;
    let (version, frame) = answer.map_err(|error| match error.kind() {
        ErrorKind::Disconnected if !dialer.has_login() => {
            explain_missing_login(error).at_broker(connection.broker())
        }
        _ => error,
    })?;
    let nodes = learn(&Answer::<MetadataRequest<'_>>::new(frame, version, connection.clone()))?;
    Ok(Found { connection, session, nodes })
}

/// A login that was refused here is refused everywhere, and trying a password often locks it out.
fn is_final(error: &Error) -> bool {
    matches!(error.layer(), Layer::Sasl | Layer::Config) && !error.is_retriable()
}

fn learn(answer: &Answer<MetadataRequest<'_>>) -> Result<Nodes> {
    let response = answer.response()?;
    answer.throttle(response.throttle_time_ms);
    if response.error_code != ErrorCode::NONE {
        return Err(answer.blame(Error::of_code(response.error_code, None)));
    }
    if response.brokers.is_empty() {
        return Err(answer.blame(Error::count_mismatch(1, 0).about("the list of brokers")));
    }
    let controller = Some(response.controller_id).filter(|id| *id >= 0);
    Ok(Nodes { brokers: addresses(&response), controller, ask_controller: false })
}

/// A broker whose address nobody could dial is left out, and told.
fn addresses(response: &MetadataResponse<'_>) -> BTreeMap<i32, HostPort> {
    let address = |(id, host, port): (i32, &str, i32)| match HostPort::new(host, port) {
        Ok(address) => Some((id, address)),
        Err(why) => {
            tracing::warn!(id, host = %host.escape_debug(), port, %why, "broker left out: check its advertised.listeners");
            None
        }
    };
    let brokers = response.brokers.iter().map(|broker| (broker.node_id, broker.host, broker.port));
    brokers.filter_map(address).collect()
}

fn no_controller() -> Error {
    Error::new(ErrorKind::NotController, Layer::Api, "the cluster has no controller right now")
        .hinted("repeat the call: the brokers are electing one")
}

fn unique(addresses: impl Iterator<Item = HostPort>) -> Vec<HostPort> {
    let mut seen = std::collections::HashSet::new();
    addresses.filter(|address| seen.insert(address.clone())).collect()
}
