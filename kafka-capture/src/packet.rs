//! From a captured packet to its TCP segment.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// A TCP segment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Segment<'p> {
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    pub(crate) sequence: u32,
    pub(crate) syn: bool,
    pub(crate) ack: bool,
    pub(crate) fin: bool,
    pub(crate) rst: bool,
    pub(crate) payload: &'p [u8],
    /// Bytes of the payload that were sent and not captured.
    pub(crate) missing: u32,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Another protocol: nothing is lost.
    NotTcp,
    /// A piece of an IP packet.
    Fragment,
    /// A kind of first header that is not known here.
    Link(u16),
    /// Shorter than its headers.
    Short,
}

type Result<T, E = Unread> = std::result::Result<T, E>;

/// Reads the headers of a packet whose first one is of the kind `link` (`LINKTYPE_…`).
pub(crate) fn segment(link: u16, data: &[u8]) -> Result<Segment<'_>> {
    match link {
        0 | 108 => ip(loopback(data)?),
        1 => ether(data, 12),
        12 | 14 | 101 | 228 | 229 => ip(data),
        113 => ether(data, 14),
        276 => by_type(u16_at(data, 0)?, rest(data, 20)?),
        other => Err(Unread::Link(other)),
    }
}

/// The address family is a number of the machine that captured, in its order of bytes.
fn loopback(data: &[u8]) -> Result<&[u8]> {
    let family: [u8; 4] = *data.first_chunk().ok_or(Unread::Short)?;
    match (u32::from_be_bytes(family), u32::from_le_bytes(family)) {
        (2 | 10 | 24 | 28 | 30, _) | (_, 2 | 10 | 24 | 28 | 30) => rest(data, 4),
        _ => Err(Unread::NotTcp),
    }
}

/// What is behind a type at `at`, with VLAN tags in between (IEEE 802.1Q, 802.1ad).
fn ether(data: &[u8], mut at: usize) -> Result<Segment<'_>> {
    for _ in 0..3 {
        match u16_at(data, at)? {
            0x8100 | 0x88a8 | 0x9100 => at += 4,
            kind => return by_type(kind, rest(data, at + 2)?),
        }
    }
    Err(Unread::NotTcp)
}

fn by_type(kind: u16, data: &[u8]) -> Result<Segment<'_>> {
    if matches!(kind, 0x0800 | 0x86dd) { ip(data) } else { Err(Unread::NotTcp) }
}

fn ip(data: &[u8]) -> Result<Segment<'_>> {
    match data.first().ok_or(Unread::Short)? >> 4 {
        4 => v4(data),
        6 => v6(data),
        _ => Err(Unread::NotTcp),
    }
}

/// RFC 791.
fn v4(data: &[u8]) -> Result<Segment<'_>> {
    let header = usize::from(data[0] & 0xf) * 4;
    let addresses = data.get(12..20).filter(|_| header >= 20).ok_or(Unread::Short)?;
    if data[9] != 6 {
        return Err(Unread::NotTcp);
    }
    if u16_at(data, 6)? & 0x3fff != 0 {
        return Err(Unread::Fragment);
    }
    let address = |at: usize| -> IpAddr {
        Ipv4Addr::new(addresses[at], addresses[at + 1], addresses[at + 2], addresses[at + 3]).into()
    };
    // The network card cuts it later: it has no length yet.
    let total = Some(usize::from(u16_at(data, 2)?)).filter(|total| *total > 0);
    let len = total.map_or(data.len(), |it| it).checked_sub(header).ok_or(Unread::Short)?;
    tcp(address(0), address(4), rest(data, header)?, len)
}

/// RFC 8200.
fn v6(data: &[u8]) -> Result<Segment<'_>> {
    let addresses: &[u8; 32] = rest(data, 8)?.first_chunk().ok_or(Unread::Short)?;
    let address = |at: usize| -> IpAddr {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&addresses[at..at + 16]);
        Ipv6Addr::from(bytes).into()
    };
    let (mut kind, mut data) = (data[6], (rest(data, 40)?, usize::from(u16_at(data, 4)?)));
    if data.1 == 0 {
        data.1 = data.0.len();
    }
    for _ in 0..8 {
        let length = match kind {
            6 => return tcp(address(0), address(16), data.0, data.1),
            44 => return Err(Unread::Fragment),
            0 | 43 | 60 => (usize::from(*data.0.get(1).ok_or(Unread::Short)?) + 1) * 8,
            51 => (usize::from(*data.0.get(1).ok_or(Unread::Short)?) + 2) * 4,
            _ => return Err(Unread::NotTcp),
        };
        kind = data.0[0];
        data = (rest(data.0, length)?, data.1.checked_sub(length).ok_or(Unread::Short)?);
    }
    Err(Unread::NotTcp)
}

/// RFC 9293; `len` is what the IP header says, and the rest of `data` is padding.
fn tcp(from: IpAddr, to: IpAddr, data: &[u8], len: usize) -> Result<Segment<'_>> {
    let captured = &data[..len.min(data.len())];
    let fixed: &[u8; 20] = captured.first_chunk().ok_or(Unread::Short)?;
    let header = usize::from(fixed[12] >> 4) * 4;
    let payload = rest(captured, header.max(20))?;
    let flags = fixed[13];
    Ok(Segment {
        from: SocketAddr::new(from, u16::from_be_bytes([fixed[0], fixed[1]])),
        to: SocketAddr::new(to, u16::from_be_bytes([fixed[2], fixed[3]])),
        sequence: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
        syn: flags & 2 != 0,
        ack: flags & 16 != 0,
        fin: flags & 1 != 0,
        rst: flags & 4 != 0,
        payload,
        missing: (len - captured.len()) as u32,
    })
}

fn rest(data: &[u8], from: usize) -> Result<&[u8]> {
    data.get(from..).ok_or(Unread::Short)
}

fn u16_at(data: &[u8], at: usize) -> Result<u16> {
    let bytes = data.get(at..).and_then(|it| it.first_chunk()).ok_or(Unread::Short)?;
    Ok(u16::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10.0.0.1:1 to 10.0.0.2:2, SYN, with four bytes behind.
    fn v4_packet() -> Vec<u8> {
        let mut packet = vec![0x45, 0, 0, 44, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        packet.extend([0, 1, 0, 2, 0, 0, 0, 7, 0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0]);
        packet.extend(b"data");
        packet
    }

    fn v6_packet(extensions: &[u8], first: u8) -> Vec<u8> {
        let length = 24 + extensions.len() as u8;
        let mut packet = vec![0x60, 0, 0, 0, 0, length, first, 64];
        packet.extend([[0; 15].as_slice(), &[1], &[0; 15], &[2]].concat());
        packet.extend(extensions);
        packet.extend(&v4_packet()[20..]);
        packet
    }

    fn payload(link: u16, packet: &[u8]) -> Result<Vec<u8>> {
        segment(link, packet).map(|it| it.payload.to_vec())
    }

    #[test]
    fn every_first_header_leads_to_the_segment() {
        let ether = [&[0; 12][..], &[0x08, 0]].concat();
        let vlan = [&[0; 12][..], &[0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 0x08, 0]].concat();
        let cooked = [&[0; 14][..], &[0x08, 0]].concat();
        let cooked2 = [&[0x08, 0][..], &[0; 18]].concat();
        for (link, head) in [
            (1, ether),
            (1, vlan),
            (113, cooked),
            (276, cooked2),
            (101, Vec::new()),
            (228, Vec::new()),
            (0, vec![2, 0, 0, 0]),
            (108, vec![0, 0, 0, 2]),
        ] {
            let packet = [head, v4_packet(), b"padding".to_vec()].concat();
            assert_eq!(payload(link, &packet).as_deref(), Ok(&b"data"[..]), "{link}");
        }
        assert_eq!(payload(147, &v4_packet()), Err(Unread::Link(147)));
    }

    #[test]
    fn ports_flags_and_number_are_read() {
        let packet = v4_packet();
        let segment = segment(101, &packet).unwrap();
        assert_eq!(
            (segment.from, segment.to),
            ("10.0.0.1:1".parse().unwrap(), "10.0.0.2:2".parse().unwrap())
        );
        assert_eq!((segment.sequence, segment.syn, segment.ack), (7, true, false));
    }

    #[test]
    fn headers_between_ipv6_and_tcp_are_passed_over() {
        assert_eq!(payload(101, &v6_packet(&[], 6)).as_deref(), Ok(&b"data"[..]));
        let options = [60, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(payload(101, &v6_packet(&options, 0)).as_deref(), Ok(&b"data"[..]));
        assert_eq!(payload(101, &v6_packet(&[6, 0, 0, 0, 0, 0, 0, 0], 44)), Err(Unread::Fragment));
        assert_eq!(payload(101, &v6_packet(&[], 17)), Err(Unread::NotTcp));
    }

    #[test]
    fn what_was_not_captured_is_counted() {
        let packet = v4_packet();
        let cut = segment(101, &packet[..42]).unwrap();
        assert_eq!((cut.payload, cut.missing), (&b"da"[..], 2));
        let mut offloaded = v4_packet();
        offloaded[3] = 0;
        assert_eq!(payload(101, &offloaded).as_deref(), Ok(&b"data"[..]));
    }

    #[test]
    fn v11_no_packet_is_read_beyond_its_end() {
        for packet in [v4_packet(), v6_packet(&[60, 0, 0, 0, 0, 0, 0, 0], 0)] {
            for link in [0, 1, 101, 113, 276] {
                for len in 0..packet.len() {
                    let _ = segment(link, &packet[..len]);
                }
            }
            for at in 0..packet.len() {
                for byte in [0, 0x0f, 0x45, 0x60, 0x7f, 0xff] {
                    let mut broken = packet.clone();
                    broken[at] = byte;
                    let _ = segment(101, &broken);
                }
            }
        }
        assert_eq!(segment(101, &v4_packet()[..39]), Err(Unread::Short));
    }
}
