//! Ports for brokers that have to know each other's beforehand, and keep theirs when they start again.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;

/// Below those that systems give to outgoing connections (from 32,768 on Linux, 49,152 elsewhere):
/// the port of a killed broker is not taken by a client that tries to reach it.
const CHOICE: Range<u16> = 10_000..32_000;
/// Ports tried before giving up.
const TRIES: usize = 1_000;

/// The ports of one broker, by listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ports {
    pub(crate) internal: u16,
    pub(crate) scram: u16,
    pub(crate) iam: u16,
    pub(crate) controller: u16,
}

/// Chooses ports for so many brokers at random, among those that nobody listens on. Another process
/// can still be faster: a broker that finds its port taken ends, and says so.
pub(crate) fn choose(brokers: usize) -> io::Result<Vec<Ports>> {
    // Held until all are chosen, so that none is chosen twice.
    let mut held = Vec::new();
    (0..brokers).map(|_| for_one(&mut held)).collect()
}

fn for_one(held: &mut Vec<TcpListener>) -> io::Result<Ports> {
    let mut next = || {
        let listener = free()?;
        let port = listener.local_addr()?.port();
        held.push(listener);
        io::Result::Ok(port)
    };
    Ok(Ports { internal: next()?, scram: next()?, iam: next()?, controller: next()? })
}

/// A listener on a port that stays its own when it is closed for a while.
pub(crate) fn free() -> io::Result<TcpListener> {
    let tries = (0..TRIES).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, draw())));
    let found = tries.into_iter().find(|listener| listener.is_ok());
    found.unwrap_or_else(|| Err(io::ErrorKind::AddrInUse.into()))
}

/// The random state of a standard hash map is new for each.
fn draw() -> u16 {
    let random = RandomState::new().build_hasher().finish();
    CHOICE.start + (random % CHOICE.len() as u64) as u16
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_port_is_chosen_twice() {
        let chosen = choose(3).unwrap();
        let all = chosen.iter().flat_map(|p| [p.internal, p.scram, p.iam, p.controller]);
        let different: HashSet<u16> = all.clone().collect();
        assert_eq!(different.len(), 12);
        assert!(all.into_iter().all(|port| CHOICE.contains(&port)));
    }
}
