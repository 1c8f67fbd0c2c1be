//! A long link on one machine.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::ports;

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
///
/// It can also play a broker that was stopped or killed, for servers in this process.
pub struct Proxy {
    address: SocketAddr,
    target: SocketAddr,
    delay: Delay,
    shared: Arc<Shared>,
    /// `None` while it is cut.
    accepting: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    connections: AtomicUsize,
    line: Mutex<Line>,
    changed: Condvar,
    /// Both sides of every connection there was.
    streams: Mutex<Vec<TcpStream>>,
}

/// What happens to bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Line {
    #[default]
    Open,
    /// They wait.
    Stopped,
    /// There are no connections.
    Cut,
}

impl Proxy {
    /// A proxy to `target`.
    ///
    /// # Errors
    /// When there is no such host, or no free port.
    pub fn start(target: impl ToSocketAddrs, delay: impl Into<Delay>) -> io::Result<Self> {
        let mut targets = target.to_socket_addrs()?;
        let target = targets.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
        let listener = ports::free()?;
        let (address, delay) = (listener.local_addr()?, delay.into());
        let accepting = Mutex::default();
        let proxy = Self { address, target, delay, shared: Arc::default(), accepting };
        proxy.accept(listener);
        Ok(proxy)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Keeps back all bytes from now on; connections stay open, and new ones are taken.
    pub fn stop(&self) {
        self.shared.set(Line::Stopped);
    }

    /// Closes all connections, and refuses new ones.
    pub fn cut(&self) {
        self.shared.set(Line::Cut);
        if let Some(accepting) = lock(&self.accepting).take() {
            // Who accepts notices at the next connection.
            let _ = TcpStream::connect(self.address);
            let _ = accepting.join();
        }
        for stream in lock(&self.shared.streams).drain(..) {
            // It may have ended by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Passes everything on again.
    ///
    /// # Errors
    /// It was cut, and another process has taken its port.
    pub fn open(&self) -> io::Result<()> {
        self.shared.set(Line::Open);
        let is_cut = lock(&self.accepting).is_none();
        if is_cut {
            self.accept(TcpListener::bind(self.address)?);
        }
        Ok(())
    }

    fn accept(&self, listener: TcpListener) {
        let (shared, target, delay) = (self.shared.clone(), self.target, self.delay);
        let accept = move || {
            for client in listener.incoming().flatten() {
                if *lock(&shared.line) == Line::Cut {
                    return;
                }
                let _ = shared.connect(client, target, delay);
            }
        };
        *lock(&self.accepting) = Some(thread::spawn(accept));
    }
}

impl Shared {
    fn set(&self, line: Line) {
        *lock(&self.line) = line;
        self.changed.notify_all();
    }

    fn wait_while_stopped(&self) {
        let waited = self.changed.wait_while(lock(&self.line), |line| *line == Line::Stopped);
        drop(waited);
    }

    fn connect(
        self: &Arc<Self>,
        client: TcpStream,
        target: SocketAddr,
        delay: Delay,
    ) -> io::Result<()> {
        self.connections.fetch_add(1, Ordering::Relaxed);
        let server = TcpStream::connect(target)?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        lock(&self.streams).extend([client.try_clone()?, server.try_clone()?]);
        self.carry(client.try_clone()?, server.try_clone()?, delay);
        self.carry(server, client, delay);
        Ok(())
    }

    fn carry(self: &Arc<Self>, from: TcpStream, to: TcpStream, delay: Delay) {
        let link = Arc::new(Link::default());
        let (near_end, shared) = (link.clone(), self.clone());
        thread::spawn(move || near_end.take_in(from, delay));
        thread::spawn(move || link.give_out(to, &shared));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is on its way, each with its time of arrival; `None` is the end.
#[derive(Default)]
struct Link {
    under_way: Mutex<VecDeque<(Instant, Option<Vec<u8>>)>>,
    news: Condvar,
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
            let mut under_way = lock(&self.under_way);
            under_way.push_back((Instant::now() + delay.draw(), bytes));
            self.news.notify_one();
            if is_end {
                return;
            }
        }
    }

    fn give_out(&self, mut to: TcpStream, shared: &Shared) {
        loop {
            let (arrives, bytes) = self.next();
            thread::sleep(arrives.saturating_duration_since(Instant::now()));
            shared.wait_while_stopped();
            let Some(bytes) = bytes else { return drop(to.shutdown(Shutdown::Write)) };
            if to.write_all(&bytes).is_err() {
                return drop(to.shutdown(Shutdown::Both));
            }
        }
    }

    fn next(&self) -> (Instant, Option<Vec<u8>>) {
        let mut under_way = lock(&self.under_way);
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
    use std::net::Ipv4Addr;

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

    #[test]
    fn what_is_stopped_waits_and_what_is_cut_ends() -> io::Result<()> {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let proxy = Proxy::start(server.local_addr()?, Duration::ZERO)?;
        let mut client = TcpStream::connect(proxy.address())?;
        let (mut peer, _) = server.accept()?;
        let mut heard = [0; 3];
        proxy.stop();
        client.write_all(b"abc")?;
        peer.set_read_timeout(Some(Duration::from_millis(50)))?;
        assert!(peer.read(&mut heard).is_err());
        proxy.open()?;
        peer.set_read_timeout(None)?;
        peer.read_exact(&mut heard)?;
        proxy.cut();
        assert_eq!((&heard, client.read(&mut heard.clone())?), (b"abc", 0));
        let refused = TcpStream::connect(proxy.address()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
        proxy.open()?;
        TcpStream::connect(proxy.address()).map(drop)
    }
}
