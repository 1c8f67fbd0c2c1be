//! Names, addresses, and TCP to each of them.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use super::finding::{Check, Finding, Stage};
use super::point::{Point, Reached};
use crate::clock::later;
use crate::net::stream::Stream;
use crate::net::transport;
use crate::{Diagnosis, Error, Result};

/// How many addresses of a name are dialled.
const MAX_ADDRESSES: usize = 16;
/// How much longer the other addresses may take than the first that works.
const GRACE: Duration = Duration::from_secs(1);

impl<'a> Point<'a> {
    /// Looks up the name and connects to each of its addresses. Gives the connection to the first that
    /// a client would use.
    pub(super) async fn reach(
        self,
        checks: &mut Vec<Check>,
        deadline: Instant,
    ) -> Option<(Reached<'a>, Stream)> {
        let Self { dialer, address } = self;
        if dialer.config().connector.is_some() {
            checks.push(Check::skipped(Stage::Names, "the connector's own"));
            let reached = Reached { dialer, address, ip: None };
            let mut check = Check::of(Stage::Tcp);
            check.fact("by", "the connector");
            let stream = reached.again(transport::share(deadline, 2)).await;
            let stream = stream.map_err(|error| check.broken(&error)).ok();
            checks.push(check);
            return Some((reached, stream?));
        }
        let ips = self.names(checks, deadline).await?;
        let mut check = Check::of(Stage::Tcp);
        let began = Instant::now();
        let ended = self.connect(&ips, transport::share(deadline, 2)).await;
        let first = sort_out(&mut check, ended);
        check.took = began.elapsed();
        checks.push(check);
        let (ip, stream) = first?;
        Some((Reached { dialer, address, ip: Some(ip) }, stream))
    }

    async fn names(self, checks: &mut Vec<Check>, deadline: Instant) -> Option<Vec<SocketAddr>> {
        let mut check = Check::of(Stage::Names);
        let dialled = self.dialer.dialled(self.address);
        if dialled != self.address {
            check.fact("dialled_instead", dialled);
        }
        let began = Instant::now();
        let found = transport::resolve(dialled, transport::share(deadline, 2)).await;
        check.took = began.elapsed();
        let found = match found {
            Ok(found) if found.is_empty() => Err(transport::unknown_host(dialled)),
            other => other,
        };
        let found = found.map_err(|error| check.broken(&error)).ok();
        for ip in found.iter().flatten().take(MAX_ADDRESSES) {
            check.fact(if ip.is_ipv6() { "ipv6" } else { "ipv4" }, ip.ip());
        }
        let more = found.as_ref().map_or(0, |found| found.len().saturating_sub(MAX_ADDRESSES));
        if more > 0 {
            check.fact("more_addresses", more);
        }
        checks.push(check);
        found.map(|mut found| {
            found.truncate(MAX_ADDRESSES);
            found
        })
    }

    /// Connects to all; once one works, the others have a second.
    async fn connect(self, ips: &[SocketAddr], deadline: Instant) -> Vec<Attempt> {
        let mut running = JoinSet::new();
        let port = self.address.port();
        for (place, ip) in ips.iter().copied().enumerate() {
            running.spawn(async move { (place, transport::connect(ip, port, deadline).await) });
        }
        let mut ended: Vec<Attempt> =
            ips.iter().map(|ip| Attempt { ip: *ip, stream: None }).collect();
        let mut until = deadline;
        // What goes on after that is aborted with the set.
        while let Ok(Some(joined)) = timeout_at(until, running.join_next()).await {
            let Ok((place, stream)) = joined else { continue };
            if stream.is_ok() {
                until = until.min(later(Instant::now(), GRACE));
            }
            if let Some(attempt) = ended.get_mut(place) {
                attempt.stream = Some(stream);
            }
        }
        ended
    }
}

/// A connection to one address; `None` when it took too long.
struct Attempt {
    ip: SocketAddr,
    stream: Option<Result<Stream>>,
}

fn sort_out(check: &mut Check, attempts: Vec<Attempt>) -> Option<(SocketAddr, Stream)> {
    let (mut first, mut errors) = (None, Vec::new());
    for Attempt { ip, stream } in attempts {
        match stream {
            Some(Ok(stream)) => {
                check.fact("open", ip);
                first.get_or_insert((ip, stream));
            }
            Some(Err(error)) => errors.push((ip, error.diagnosis(), Some(error))),
            None => errors.push((ip, Diagnosis::TCP_SILENT, None)),
        }
    }
    for (ip, diagnosis, error) in &errors {
        let why = error.as_ref().map_or("no answer", Error::message);
        match &first {
            Some(_) => check.find(some_addresses(ip, *diagnosis, why)),
            None => check.fact("not_reached", format_args!("{ip}: {why}")),
        }
    }
    if first.is_none() {
        let all = errors.into_iter().map(|(_, _, error)| error);
        match all.flatten().max_by_key(Error::layer) {
            Some(error) => check.broken(&error),
            None => check.find(
                Finding::warning(Diagnosis::TCP_SILENT, "the port does not answer").breaking(),
            ),
        }
    }
    first
}

fn some_addresses(ip: &SocketAddr, diagnosis: Diagnosis, why: &str) -> Finding {
    let message = format!("{ip} does not work: {why} ({diagnosis})");
    Finding::warning(Diagnosis::SOME_ADDRESSES, message)
        .hinted("take the address out of the name, or let the broker listen there too")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::checkup::State;

    /// Clients that try one address at a time meet the one that does not work.
    #[tokio::test]
    async fn an_address_that_does_not_work_is_told_when_another_does() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let good = listener.local_addr().unwrap();
        let deadline = Instant::now() + Duration::from_secs(30);
        let open = transport::connect(good, good.port(), deadline).await;
        let gone = SocketAddr::from(([127, 0, 0, 1], 1));
        let refused = transport::connect(gone, 1, deadline).await;
        let silent = SocketAddr::from(([192, 0, 2, 1], 1));
        let attempts = vec![
            Attempt { ip: gone, stream: Some(refused) },
            Attempt { ip: silent, stream: None },
            Attempt { ip: good, stream: Some(open) },
        ];
        let mut check = Check::of(Stage::Tcp);
        let (first, _) = sort_out(&mut check, attempts).unwrap();
        assert_eq!((first, check.state()), (good, State::Warning));
        let found: Vec<_> = check.findings.iter().map(|it| it.diagnosis).collect();
        assert_eq!(found, [Diagnosis::SOME_ADDRESSES; 2]);
        assert!(check.findings[0].message.contains("KADM0301"), "{check:?}");
        assert!(check.findings[1].message.contains("KADM0302"), "{check:?}");

        let mut check = Check::of(Stage::Tcp);
        assert!(sort_out(&mut check, vec![Attempt { ip: silent, stream: None }]).is_none());
        assert_eq!(check.findings[0].diagnosis, Diagnosis::TCP_SILENT);
        assert_eq!(check.state(), State::Broken);
    }
}
