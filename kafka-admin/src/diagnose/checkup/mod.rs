//! Where the way to a cluster breaks: each part of it looked at by itself, as far as it leads.

mod brokers;
mod certificates;
mod clock;
mod finding;
mod kafka;
mod login;
mod point;
mod reach;
mod rights;
mod tls;

pub use finding::{Check, Finding, Severity, Stage, State, Way};

use tokio::time::Instant;

use crate::clock::from_now;
use crate::net::dialer::Dialer;
use crate::net::race::{BROKERS_AT_ONCE, all};
use crate::net::transport;
use crate::{Config, Diagnosis, HostPort, Result, Tls};
use login::Logins;
use point::Point;

/// How many bootstrap servers are looked at.
const MAX_BOOTSTRAP: usize = 16;

/// What to look at. Nothing is ever written to the cluster.
///
/// ```no_run
/// # async fn run(config: kafka_admin::Config) {
/// use kafka_admin::diagnose::Checkup;
///
/// let examination = Checkup::new(config).topic("orders").run().await;
/// if let Some(finding) = examination.verdict() {
///     println!("{} {}", finding.diagnosis, finding.message);
/// }
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Checkup {
    config: Config,
    topic: Option<String>,
    group: Option<String>,
    principal: Option<String>,
    clock: Clock,
}

/// What this machine's clock is compared with.
#[derive(Debug, Clone)]
enum Clock {
    Nothing,
    OfAws,
    Of(HostPort, Tls),
}

/// What was seen.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Examination {
    /// What the settings say.
    pub settings: Check,
    /// The ways to the bootstrap servers, at most 16.
    pub bootstrap: Vec<Way>,
    /// The ways to all brokers, at the addresses that the cluster advertises, at most 100.
    pub brokers: Vec<Way>,
    /// The id of the cluster.
    pub cluster_id: Option<String>,
    /// What the principal may do with cluster, topic and group, and which quotas it has.
    pub rights: Vec<Check>,
}

impl Checkup {
    /// Looks at the way to the cluster of these settings. The ways to the bootstrap servers together
    /// take [`Config::connect_timeout`] at most, then those to all brokers as long, and then what the
    /// principal may do.
    pub fn new(config: Config) -> Self {
        Self { config, topic: None, group: None, principal: None, clock: Clock::Nothing }
    }

    /// Looks at what the principal may do with this topic, too. Default: none.
    pub fn topic(mut self, name: impl Into<String>) -> Self {
        self.topic = Some(name.into());
        self
    }

    /// Looks at what the principal may do with this group, too. Default: none.
    pub fn group(mut self, id: impl Into<String>) -> Self {
        self.group = Some(id.into());
        self
    }

    /// Works out from the ACLs what this principal (`User:rudder`) may do with topic and group. Needs
    /// DESCRIBE on the cluster. Default: nobody.
    pub fn judge(mut self, principal: impl Into<String>) -> Self {
        self.principal = Some(principal.into());
        self
    }

    /// Compares this machine's clock with that of an HTTP server, such as `sts.us-east-1.amazonaws.com:443`,
    /// when a login by AWS_MSK_IAM was refused. Default: none.
    pub fn clock(mut self, server: HostPort, tls: Tls) -> Self {
        self.clock = Clock::Of(server, tls);
        self
    }

    /// Compares it with that of `sts.REGION.amazonaws.com`, of the region in the broker's name, when a
    /// login by AWS_MSK_IAM was refused. Default: no.
    pub fn clock_of_aws(mut self) -> Self {
        self.clock = Clock::OfAws;
        self
    }

    /// Looks. A way that breaks is looked at as far as it leads; a login that was refused is not tried
    /// at another broker.
    pub async fn run(self) -> Examination {
        let mut settings = Check::of(Stage::Settings);
        let examiner = match Examiner::new(&self.config, &mut settings) {
            Ok(examiner) => examiner,
            Err(error) => {
                settings.broken(&error);
                return Examination::of(settings);
            }
        };
        let mut seen = Examination::of(settings);
        let mut logins = Logins::default();
        seen.bootstrap = examiner.bootstrap(&mut logins).await;
        if let Some((server, tls)) = examiner.clock_server(&self.clock) {
            clock::look(&server, &tls, &mut seen.bootstrap).await;
        }
        if let Some(cluster) = logins.cluster.clone() {
            seen.cluster_id = cluster.id.clone();
            seen.brokers = examiner.brokers(&cluster, &seen.bootstrap).await;
            seen.rights = rights::look(self, from_now(examiner.timeout())).await;
        }
        seen
    }
}

impl Examination {
    fn of(settings: Check) -> Self {
        let (bootstrap, brokers, rights) = Default::default();
        Self { settings, bootstrap, brokers, cluster_id: None, rights }
    }

    /// All checks with the way that they belong to.
    pub fn checks(&self) -> impl Iterator<Item = (Option<&Way>, &Check)> {
        let ways = self.bootstrap.iter().chain(&self.brokers);
        let ways = ways.flat_map(|way| way.checks.iter().map(move |check| (Some(way), check)));
        let settings = std::iter::once((None, &self.settings));
        settings.chain(ways).chain(self.rights.iter().map(|check| (None, check)))
    }

    /// All findings, each with the way that it belongs to.
    pub fn findings(&self) -> impl Iterator<Item = (Option<&Way>, &Finding)> {
        self.checks().flat_map(|(way, check)| check.findings.iter().map(move |it| (way, it)))
    }

    /// The finding that counts: where the settings, else the bootstrap servers fail, that of the way
    /// which leads farthest, else the first that breaks anything. `None` when nothing is broken.
    pub fn verdict(&self) -> Option<&Finding> {
        let mut broken = self.findings().map(|(_, it)| it);
        let first = broken.find(|it| it.severity == Severity::Broken);
        let nobody =
            !self.bootstrap.is_empty() && self.bootstrap.iter().all(|way| way.broken().is_some());
        let ends = self.bootstrap.iter().rev().filter_map(Way::broken);
        let farthest = ends.max_by_key(|it| it.diagnosis.class());
        farthest.filter(|_| nobody).or(first)
    }
}

/// Looks at ways with one set of settings.
struct Examiner {
    dialer: Dialer,
    bootstrap: Vec<HostPort>,
    roots: Option<crate::TlsRoots>,
}

impl Examiner {
    fn new(config: &Config, settings: &mut Check) -> Result<Self> {
        let (config, resolved) = config.clone().resolve()?;
        settings.fact("mechanism", resolved.auth.mechanism().unwrap_or("none"));
        settings.fact("tls", !matches!(resolved.tls, Tls::Disabled));
        if let Some(port) = config.msk_port() {
            settings.fact("msk_port", format!("{} is for {}", port.port(), port.listener));
        }
        let roots = match &resolved.tls {
            Tls::Roots(roots) => Some(roots.clone()),
            _ => None,
        };
        let dialer = Dialer::new(config, &resolved)?;
        let mut bootstrap = Vec::new();
        for address in resolved.bootstrap {
            if bootstrap.len() < MAX_BOOTSTRAP && !bootstrap.contains(&address) {
                bootstrap.push(address);
            }
        }
        Ok(Self { dialer, bootstrap, roots })
    }

    /// STS is where the credentials of AWS_MSK_IAM are made.
    fn clock_server(&self, clock: &Clock) -> Option<(HostPort, Tls)> {
        match clock {
            Clock::Nothing => None,
            Clock::Of(server, tls) => Some((server.clone(), tls.clone())),
            Clock::OfAws => {
                let host = self.bootstrap.first()?.host();
                let region = crate::net::mechanism::region_of(host)?;
                let end = if host.ends_with(".cn") { ".cn" } else { "" };
                let server = HostPort::new(&format!("sts.{region}.amazonaws.com{end}"), 443);
                Some((server.ok()?, Tls::Roots(crate::TlsRoots::Public)))
            }
        }
    }

    fn timeout(&self) -> std::time::Duration {
        self.dialer.config().connect_timeout
    }

    /// The ways to the bootstrap servers: side by side as far as the login, which one after the other
    /// tries until it is refused.
    async fn bootstrap(&self, logins: &mut Logins) -> Vec<Way> {
        let deadline = from_now(self.timeout());
        let looks = self.bootstrap.iter().map(|address| self.look(address, None, deadline));
        let mut ways = Vec::new();
        let looked = all(BROKERS_AT_ONCE, looks.collect()).await;
        let mut to_log_in = looked.iter().filter(|(_, is_open)| *is_open).count();
        for (address, (mut way, is_open)) in self.bootstrap.iter().zip(looked) {
            match is_open {
                true => {
                    let share = transport::share(deadline, to_log_in);
                    self.log_in(address, &mut way, logins, None, share).await;
                    to_log_in -= 1;
                }
                false => way.checks.extend(unreached(&way)),
            }
            ways.push(way);
        }
        ways
    }

    /// Looks at a way as far as the login, and says whether that can be tried.
    async fn look(&self, address: &HostPort, node: Option<i32>, deadline: Instant) -> (Way, bool) {
        let mut way = Way::new(address, node);
        let is_open = self.look_into(address, &mut way, deadline).await;
        (way, is_open)
    }

    async fn look_into(&self, address: &HostPort, way: &mut Way, deadline: Instant) -> bool {
        let point = Point { dialer: &self.dialer, address };
        let Some((point, stream)) = point.reach(&mut way.checks, deadline).await else {
            return false;
        };
        let Some(stream) = self.tls(&point, stream, &mut way.checks, deadline).await else {
            return false;
        };
        self.kafka(&point, stream, &mut way.checks, deadline).await
    }
}

/// What is behind the place where a way breaks.
fn unreached(way: &Way) -> Vec<Check> {
    let stages = [
        Stage::Names,
        Stage::Tcp,
        Stage::Tls,
        Stage::Kafka,
        Stage::Mechanism,
        Stage::Login,
        Stage::Identity,
    ];
    let missing = stages.into_iter().filter(|stage| way.check(*stage).is_none());
    missing.map(|stage| Check::skipped(stage, "not reached")).collect()
}

/// An error of an address that only the cluster gave is the cluster's to correct.
fn advertised(way: &mut Way) {
    let own = |it: &Finding| {
        it.severity == Severity::Broken
            && matches!(it.diagnosis.class(), crate::Layer::Dns | crate::Layer::Tcp)
    };
    for check in &mut way.checks {
        for finding in check.findings.iter_mut().filter(|finding| own(finding)) {
            let because = finding.diagnosis;
            check.facts.push(("because", format!("{because} {}", because.title())));
            finding.diagnosis = Diagnosis::ADVERTISED;
            finding.hint = Some(
                "the broker tells clients of this listener to come here: correct its advertised.listeners, \
                 or make that name lead to the broker from here (DNS, a tunnel)"
                    .into(),
            );
        }
    }
}
