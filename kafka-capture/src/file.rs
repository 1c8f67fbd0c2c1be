//! Packets out of a file, pcap or pcapng, one after the other.
//!
//! The layouts are those of draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng.

use std::io::{ErrorKind, Read};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::Error;

/// The longest packet that is looked at: tcpdump's largest snap length (`MAXIMUM_SNAPLEN`).
const MAX_PACKET: usize = 256 * 1024;
/// A longer block is damage, not data.
const MAX_BLOCK: u32 = 64 << 20;
/// More interfaces than that are no capture.
const MAX_INTERFACES: usize = 65_536;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;

/// A packet as it was captured.
pub(crate) struct Packet<'b> {
    /// From 1, as Wireshark counts.
    pub(crate) number: u64,
    pub(crate) at: Option<SystemTime>,
    /// The kind of its first header (`LINKTYPE_…`).
    pub(crate) link: u16,
    pub(crate) data: &'b [u8],
}

/// What a file has next.
pub(crate) enum Item<'b> {
    Packet(Packet<'b>),
    /// A packet that is too long to be looked at.
    TooLong(u64),
    End,
    /// The file ends in the middle of a packet.
    CutShort,
}

/// Reads a capture as a stream: in memory is one packet at most.
pub(crate) struct File<R> {
    input: R,
    layout: Layout,
    number: u64,
    /// Bytes that were read.
    offset: u64,
    buffer: Vec<u8>,
}

enum Layout {
    Pcap { is_big: bool, is_nano: bool, link: u16 },
    Pcapng { is_big: bool, interfaces: Vec<Interface> },
}

struct Interface {
    link: u16,
    /// Units of a second.
    resolution: u64,
    /// Seconds to add.
    offset: i64,
}

/// What a block or a packet's header leads to.
enum Next {
    Item { link: u16, at: Option<SystemTime>, from: usize, len: usize },
    TooLong,
    Other,
    End,
    CutShort,
}

impl<R: Read> File<R> {
    /// Reads the head of the file.
    pub(crate) fn open(mut input: R) -> Result<Self, Error> {
        let mut magic = [0; 4];
        if !fill(&mut input, &mut magic)? {
            return Err(Error::NotACapture);
        }
        let layout = match u32::from_be_bytes(magic) {
            SECTION => Layout::Pcapng { is_big: true, interfaces: Vec::new() },
            0xa1b2_c3d4 => pcap(&mut input, true, false)?,
            0xa1b2_3c4d => pcap(&mut input, true, true)?,
            0xd4c3_b2a1 => pcap(&mut input, false, false)?,
            0x4d3c_b2a1 => pcap(&mut input, false, true)?,
            _ => return Err(Error::NotACapture),
        };
        let mut file = Self { input, layout, number: 0, offset: 4, buffer: Vec::new() };
        match file.layout {
            Layout::Pcap { .. } => file.offset = 24,
            Layout::Pcapng { .. } => file.section()?,
        }
        Ok(file)
    }

    pub(crate) fn next(&mut self) -> Result<Item<'_>, Error> {
        let next = loop {
            let next = match self.layout {
                Layout::Pcap { is_big, is_nano, link } => self.record(is_big, is_nano, link)?,
                Layout::Pcapng { is_big, .. } => self.block(is_big)?,
            };
            if !matches!(next, Next::Other) {
                break next;
            }
        };
        if matches!(next, Next::Item { .. } | Next::TooLong) {
            self.number += 1;
        }
        Ok(match next {
            Next::Item { link, at, from, len } => {
                let data = self.buffer.get(from..from + len).unwrap_or_default();
                Item::Packet(Packet { number: self.number, at, link, data })
            }
            Next::TooLong => Item::TooLong(self.number),
            Next::CutShort => Item::CutShort,
            Next::End | Next::Other => Item::End,
        })
    }

    /// A packet of a pcap file.
    fn record(&mut self, is_big: bool, is_nano: bool, link: u16) -> Result<Next, Error> {
        let mut head = [0; 16];
        match self.read_head(&mut head)? {
            16 => {}
            0 => return Ok(Next::End),
            _ => return Ok(Next::CutShort),
        }
        let (seconds, part) = (word(&head, 0, is_big), word(&head, 4, is_big));
        let len = word(&head, 8, is_big);
        let nanos = if is_nano { part } else { part.saturating_mul(1000) };
        let at = UNIX_EPOCH.checked_add(Duration::new(seconds.into(), nanos.min(999_999_999)));
        self.take(len).map(|taken| match taken {
            Taken::All => Next::Item { link, at, from: 0, len: len as usize },
            Taken::Skipped => Next::TooLong,
            Taken::CutShort => Next::CutShort,
        })
    }

    /// A block of a pcapng file.
    fn block(&mut self, is_big: bool) -> Result<Next, Error> {
        let mut head = [0; 8];
        match self.read_head(&mut head)? {
            8 => {}
            0 => return Ok(Next::End),
            _ => return Ok(Next::CutShort),
        }
        let kind = word(&head, 0, is_big);
        if kind == SECTION {
            self.section_behind(&head[4..])?;
            return Ok(Next::Other);
        }
        let len = word(&head, 4, is_big);
        let body = len.checked_sub(12).filter(|_| len.is_multiple_of(4)).ok_or(self.damaged())?;
        match self.take(body)? {
            Taken::All => {}
            Taken::CutShort => return Ok(Next::CutShort),
            Taken::Skipped => {
                self.trailer(len, is_big)?;
                let is_packet = matches!(kind, OLD_PACKET | SIMPLE_PACKET | ENHANCED_PACKET);
                return Ok(if is_packet { Next::TooLong } else { Next::Other });
            }
        }
        if !self.trailer(len, is_big)? {
            return Ok(Next::CutShort);
        }
        self.content(kind, is_big)
    }

    /// What stands in the buffer as the body of a block.
    fn content(&mut self, kind: u32, is_big: bool) -> Result<Next, Error> {
        let damaged = self.damaged();
        let Layout::Pcapng { interfaces, .. } = &mut self.layout else { return Ok(Next::Other) };
        let body = &self.buffer;
        let packet = |interface: usize, time: Option<usize>, from: usize, len: u32| {
            let interface = interfaces.get(interface)?;
            let at = time.map(|at| {
                let ticks =
                    u64::from(word(body, at, is_big)) << 32 | u64::from(word(body, at + 4, is_big));
                interface.moment(ticks)
            });
            let len = usize::try_from(len).ok().filter(|len| from + len <= body.len())?;
            Some(Next::Item { link: interface.link, at: at.flatten(), from, len })
        };
        match kind {
            INTERFACE if body.len() >= 8 && interfaces.len() < MAX_INTERFACES => {
                interfaces.push(Interface::read(body, is_big));
                Ok(Next::Other)
            }
            ENHANCED_PACKET if body.len() >= 20 => {
                let interface = word(body, 0, is_big) as usize;
                packet(interface, Some(4), 20, word(body, 12, is_big)).ok_or(damaged)
            }
            OLD_PACKET if body.len() >= 20 => {
                let interface = usize::from(half(body, 0, is_big));
                packet(interface, Some(4), 20, word(body, 12, is_big)).ok_or(damaged)
            }
            SIMPLE_PACKET if body.len() >= 4 => {
                let len = word(body, 0, is_big).min(body.len() as u32 - 4);
                packet(0, None, 4, len).ok_or(damaged)
            }
            INTERFACE | ENHANCED_PACKET | OLD_PACKET | SIMPLE_PACKET => Err(damaged),
            _ => Ok(Next::Other),
        }
    }

    /// The first section, behind its type.
    fn section(&mut self) -> Result<(), Error> {
        let mut len = [0; 4];
        if self.read_head(&mut len)? < 4 {
            return Err(Error::NotACapture);
        }
        self.section_behind(&len)
    }

    /// A section says in which order its bytes are, and forgets the interfaces of the one before.
    fn section_behind(&mut self, len: &[u8]) -> Result<(), Error> {
        let mut magic = [0; 4];
        if self.read_head(&mut magic)? < 4 {
            return Err(self.damaged());
        }
        let is_big = match u32::from_be_bytes(magic) {
            0x1a2b_3c4d => true,
            0x4d3c_2b1a => false,
            _ => return Err(self.damaged()),
        };
        let len = word(len, 0, is_big);
        let rest = len.checked_sub(16).filter(|_| len.is_multiple_of(4)).ok_or(self.damaged())?;
        self.take(rest)?;
        self.trailer(len, is_big)?;
        self.layout = Layout::Pcapng { is_big, interfaces: Vec::new() };
        Ok(())
    }

    /// The length at the end of a block; whether it is there.
    fn trailer(&mut self, len: u32, is_big: bool) -> Result<bool, Error> {
        let mut again = [0; 4];
        let read = self.read_head(&mut again)?;
        if read == 4 && word(&again, 0, is_big) != len {
            return Err(self.damaged());
        }
        Ok(read == 4)
    }

    /// The next bytes into the buffer, or past it.
    fn take(&mut self, len: u32) -> Result<Taken, Error> {
        if len > MAX_BLOCK {
            return Err(self.damaged());
        }
        self.buffer.clear();
        let limit = if len as usize > MAX_PACKET + 4096 { 0 } else { u64::from(len) };
        let read = match limit {
            0 => std::io::copy(&mut self.input.by_ref().take(len.into()), &mut std::io::sink()),
            _ => self.input.by_ref().take(limit).read_to_end(&mut self.buffer).map(|it| it as u64),
        };
        let read = read.map_err(Error::Io)?;
        self.offset += read;
        Ok(match read == u64::from(len) {
            false => Taken::CutShort,
            true if limit == 0 && len > 0 => Taken::Skipped,
            true => Taken::All,
        })
    }

    fn read_head(&mut self, head: &mut [u8]) -> Result<usize, Error> {
        let mut read = 0;
        while read < head.len() {
            match self.input.read(&mut head[read..]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::Io(error)),
            }
        }
        self.offset += read as u64;
        Ok(read)
    }

    fn damaged(&self) -> Error {
        Error::Damaged { offset: self.offset }
    }
}

enum Taken {
    All,
    Skipped,
    CutShort,
}

impl Interface {
    /// Its options say in which units its times are (`if_tsresol`, `if_tsoffset`).
    fn read(body: &[u8], is_big: bool) -> Self {
        let mut interface = Self { link: half(body, 0, is_big), resolution: 1_000_000, offset: 0 };
        let mut at = 8;
        while at + 4 <= body.len() {
            let (code, len) = (half(body, at, is_big), usize::from(half(body, at + 2, is_big)));
            let Some(value) = body.get(at + 4..at + 4 + len) else { break };
            match (code, value) {
                (0, _) => break,
                (9, [resolution]) => interface.resolution = units(*resolution),
                (14, [_, _, _, _, _, _, _, _]) => {
                    let (high, low) = (word(value, 0, is_big), word(value, 4, is_big));
                    let (high, low) = if is_big { (high, low) } else { (low, high) };
                    interface.offset = (u64::from(high) << 32 | u64::from(low)) as i64;
                }
                _ => {}
            }
            at += 4 + len.next_multiple_of(4);
        }
        interface
    }

    fn moment(&self, ticks: u64) -> Option<SystemTime> {
        let nanos =
            u128::from(ticks % self.resolution) * 1_000_000_000 / u128::from(self.resolution);
        let seconds = i64::try_from(ticks / self.resolution).ok()?.checked_add(self.offset)?;
        let since = Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanos).ok()?);
        // A time that no calendar of ours has.
        UNIX_EPOCH.checked_add(since).filter(|_| since.as_secs() < 1 << 37)
    }
}

/// Powers of ten, or of two with the highest bit; what is too fine is taken as the finest.
fn units(resolution: u8) -> u64 {
    match resolution & 0x80 {
        0 => 10u64.checked_pow(resolution.into()).unwrap_or(10_000_000_000_000_000_000),
        _ => 1 << (resolution & 0x7f).min(63),
    }
}

fn pcap(input: &mut impl Read, is_big: bool, is_nano: bool) -> Result<Layout, Error> {
    let mut head = [0; 20];
    if !fill(input, &mut head)? {
        return Err(Error::NotACapture);
    }
    // The upper bits say how long a frame check sequence is.
    let link = (word(&head, 16, is_big) & 0xffff) as u16;
    Ok(Layout::Pcap { is_big, is_nano, link })
}

fn fill(input: &mut impl Read, bytes: &mut [u8]) -> Result<bool, Error> {
    match input.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(Error::Io(error)),
    }
}

fn word(bytes: &[u8], at: usize, is_big: bool) -> u32 {
    let Some(word) = bytes.get(at..).and_then(|it| it.first_chunk()) else { return 0 };
    if is_big { u32::from_be_bytes(*word) } else { u32::from_le_bytes(*word) }
}

fn half(bytes: &[u8], at: usize, is_big: bool) -> u16 {
    let Some(half) = bytes.get(at..).and_then(|it| it.first_chunk()) else { return 0 };
    if is_big { u16::from_be_bytes(*half) } else { u16::from_le_bytes(*half) }
}
