//! A long link on one machine.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const CHUNK: usize = 64 * 1024;

/// What a link adds to the way of each byte, in either direction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Delay {
    /// The least: half of what is added to a round trip. Default: none.
    pub one_way: Duration,
    /// At most so much more, evenly spread and drawn anew for each piece that arrives together. As in
    /// TCP nothing overtakes, so pieces that were apart may arrive together. Default: none.
    pub jitter: Duration,
}

/// Passes bytes on after a delay, in both directions, without jitter as far apart as they came, and
/// counts the connections. It has threads of its own, since the timers of async runtimes count milliseconds.
/// It ends with the process.
pub struct Proxy {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Proxy {
    /// A proxy to `target`.
    ///
    /// # Errors
    /// When there is no such host, or no free port.
    pub fn start(target: impl ToSocketAddrs, delay: impl Into<Delay>) -> io::Result<Self> {
        let mut targets = target.to_socket_addrs()?;
        let target = targets.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let delay = delay.into();
        let proxy = Self { address: listener.local_addr()?, connections: Arc::default() };
        let connections = proxy.connections.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::Relaxed);
                let _ = connect(client, target, delay);
            }
        });
        Ok(proxy)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

fn connect(client: TcpStream, target: SocketAddr, delay: Delay) -> io::Result<()> {
    let server = TcpStream::connect(target)?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    carry(client.try_clone()?, server.try_clone()?, delay);
    carry(server, client, delay);
    Ok(())
}

/// What is on its way, each with its time of arrival; `None` is the end.
#[derive(Default)]
struct Link {
    under_way: Mutex<VecDeque<(Instant, Option<Vec<u8>>)>>,
    news: Condvar,
}

fn carry(from: TcpStream, to: TcpStream, delay: Delay) {
    let link = Arc::new(Link::default());
    let far_end = link.clone();
    thread::spawn(move || link.take_in(from, delay));
    thread::spawn(move || far_end.give_out(to));
}

impl Link {
    fn take_in(&self, mut from: TcpStream, delay: Delay) {
        let mut chunk = vec![0; CHUNK];
        loop {
            let bytes = match from.read(&mut chunk) {
                Ok(0) | Err(_) => None,
                Ok(len) => chunk.get(..len).map(<[u8]>::to_vec),
            };
            let is_end = bytes.is_none();
            let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            under_way.push_back((Instant::now() + delay.draw(), bytes));
            self.news.notify_one();
            if is_end {
                return;
            }
        }
    }

    fn give_out(&self, mut to: TcpStream) {
        loop {
            let (arrives, bytes) = self.next();
            thread::sleep(arrives.saturating_duration_since(Instant::now()));
            let Some(bytes) = bytes else { return drop(to.shutdown(Shutdown::Write)) };
            if to.write_all(&bytes).is_err() {
                return drop(to.shutdown(Shutdown::Both));
            }
        }
    }

    fn next(&self) -> (Instant, Option<Vec<u8>>) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match under_way.pop_front() {
                Some(next) => return next,
                None => {
                    under_way = self.news.wait(under_way).unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

/// Without jitter.
impl From<Duration> for Delay {
    fn from(one_way: Duration) -> Self {
        Self { one_way, jitter: Duration::ZERO }
    }
}

impl Delay {
    /// The random state of a standard hash map is new for each.
    fn draw(self) -> Duration {
        let random = RandomState::new().build_hasher().finish() as u32;
        self.one_way + self.jitter.mul_f64(f64::from(random) / f64::from(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_arrive_late_and_in_order_both_ways() -> io::Result<()> {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (one_way, jitter) = (Duration::from_millis(20), Duration::from_millis(5));
        let proxy = Proxy::start(server.local_addr()?, Delay { one_way, jitter })?;
        let mut client = TcpStream::connect(proxy.address())?;
        let (mut peer, _) = server.accept()?;
        let (sent, mut heard) = (Instant::now(), [0; 3]);
        client.write_all(b"abc")?;
        peer.read_exact(&mut heard)?;
        peer.write_all(&heard)?;
        client.read_exact(&mut heard)?;
        assert_eq!((&heard, proxy.connections()), (b"abc", 1));
        assert!(sent.elapsed() >= 2 * one_way);
        drop(client);
        assert_eq!(peer.read(&mut heard)?, 0);
        Ok(())
    }
}
