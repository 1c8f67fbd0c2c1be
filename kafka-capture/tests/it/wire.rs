//! Packets, and files of them.

use std::path::PathBuf;

use pcap_parser::{Block, PcapBlockOwned, PcapError};

/// A packet as it stands in a file.
#[derive(Clone)]
pub(crate) struct Packet {
    pub(crate) seconds: u32,
    pub(crate) micros: u32,
    pub(crate) link: u16,
    pub(crate) data: Vec<u8>,
}

pub(crate) fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/captures").join(name)
}

pub(crate) fn file(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap()
}

/// The packets of a file, by a reader that is not ours.
pub(crate) fn packets(file: &[u8]) -> Vec<Packet> {
    let mut reader = pcap_parser::create_reader(1 << 20, file).unwrap();
    let (mut packets, mut link) = (Vec::new(), 0);
    loop {
        match reader.next() {
            Ok((used, block)) => {
                match block {
                    PcapBlockOwned::LegacyHeader(header) => link = header.network.0 as u16,
                    PcapBlockOwned::Legacy(it) => packets.push(Packet {
                        seconds: it.ts_sec,
                        micros: it.ts_usec,
                        link,
                        data: it.data.to_vec(),
                    }),
                    PcapBlockOwned::NG(Block::InterfaceDescription(it)) => {
                        link = it.linktype.0 as u16;
                    }
                    PcapBlockOwned::NG(Block::EnhancedPacket(it)) => {
                        let ticks = u64::from(it.ts_high) << 32 | u64::from(it.ts_low);
                        packets.push(Packet {
                            seconds: (ticks / 1_000_000) as u32,
                            micros: (ticks % 1_000_000) as u32,
                            link,
                            data: it.data[..it.caplen as usize].to_vec(),
                        });
                    }
                    PcapBlockOwned::NG(_) => {}
                }
                reader.consume(used);
            }
            Err(PcapError::Eof) => return packets,
            Err(PcapError::Incomplete(_)) => reader.refill().unwrap(),
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// A packet of Ethernet and IPv4 as several, each with at most `size` bytes of the payload.
pub(crate) fn split(packet: &Packet, size: usize) -> Vec<Packet> {
    let data = &packet.data;
    let ip = usize::from(data[14] & 0xf) * 4;
    let head = 14 + ip + usize::from(data[14 + ip + 12] >> 4) * 4;
    if data.len() - head <= size {
        return vec![packet.clone()];
    }
    let number = u32::from_be_bytes(*data[14 + ip + 4..].first_chunk().unwrap());
    let pieces = data[head..].chunks(size).enumerate().map(|(at, piece)| {
        let mut packet = Packet { data: [&data[..head], piece].concat(), ..packet.clone() };
        let len = (packet.data.len() - 14) as u16;
        packet.data[16..18].copy_from_slice(&len.to_be_bytes());
        let number = number.wrapping_add((at * size) as u32);
        packet.data[14 + ip + 4..14 + ip + 8].copy_from_slice(&number.to_be_bytes());
        packet
    });
    pieces.collect()
}

/// A pcap file.
pub(crate) fn pcap(packets: &[Packet]) -> Vec<u8> {
    pcap_as(packets, false, false)
}

pub(crate) fn pcap_as(packets: &[Packet], is_big: bool, is_nano: bool) -> Vec<u8> {
    let word = |value: u32| if is_big { value.to_be_bytes() } else { value.to_le_bytes() };
    let magic = if is_nano { 0xa1b2_3c4d } else { 0xa1b2_c3d4_u32 };
    let mut file = word(magic).to_vec();
    file.extend(if is_big { [0, 2, 0, 4] } else { [2, 0, 4, 0] });
    file.extend([[0; 4], [0; 4], word(262_144)].concat());
    file.extend(word(packets.first().map_or(1, |it| it.link).into()));
    for packet in packets {
        let len = word(packet.data.len() as u32);
        let part = if is_nano { packet.micros * 1000 } else { packet.micros };
        file.extend([word(packet.seconds), word(part), len, len].concat());
        file.extend(&packet.data);
    }
    file
}

/// A pcapng file with a resolution of its own: 6 is micros, 9 nanos, 0x94 a 2²⁰th.
pub(crate) fn pcapng(packets: &[Packet], is_big: bool, resolution: u8) -> Vec<u8> {
    let word = |value: u32| if is_big { value.to_be_bytes() } else { value.to_le_bytes() };
    let half = |value: u16| if is_big { value.to_be_bytes() } else { value.to_le_bytes() };
    let block = |kind: u32, mut body: Vec<u8>| {
        body.resize(body.len().next_multiple_of(4), 0);
        let len = word(body.len() as u32 + 12);
        [&word(kind)[..], &len, &body, &len].concat()
    };
    let section = [&word(0x1a2b_3c4d)[..], &half(1), &half(0), &[0xff; 8]].concat();
    let mut file = block(0x0a0d_0d0a, section);
    let link = packets.first().map_or(1, |it| it.link);
    let options = [&half(9)[..], &half(1), &[resolution, 0, 0, 0], &[0; 4]].concat();
    file.extend(block(1, [&half(link)[..], &half(0), &word(262_144), &options].concat()));
    file.extend(block(0x0bad, vec![7; 9]));
    let units = if resolution & 0x80 == 0 {
        10u128.pow(resolution.into())
    } else {
        1 << (resolution & 0x7f)
    };
    for packet in packets {
        let micros = u128::from(packet.micros);
        let ticks = u128::from(packet.seconds) * units + (micros * units).div_ceil(1_000_000);
        let len = word(packet.data.len() as u32);
        let head = [word(0), word((ticks >> 32) as u32), word(ticks as u32), len, len].concat();
        file.extend(block(6, [&head[..], &packet.data].concat()));
    }
    file
}

/// Both ends of a connection, as a maker of packets.
pub(crate) struct Talk {
    pub(crate) packets: Vec<Packet>,
    ports: [u16; 2],
    sent: [u32; 2],
    is_v6: bool,
}

pub(crate) const CLIENT: usize = 0;
pub(crate) const SERVER: usize = 1;

impl Talk {
    pub(crate) fn new(client: u16) -> Self {
        Self { packets: Vec::new(), ports: [client, 9092], sent: [u32::MAX - 20, 7], is_v6: false }
    }

    pub(crate) fn v6(mut self) -> Self {
        self.is_v6 = true;
        self
    }

    pub(crate) fn begun(mut self) -> Self {
        self.segment(CLIENT, 2, &[]);
        self.segment(SERVER, 18, &[]);
        self.sent = self.sent.map(|sent| sent.wrapping_add(1));
        self
    }

    /// Sends bytes in segments of at most `size`.
    pub(crate) fn send(&mut self, from: usize, bytes: &[u8], size: usize) -> &mut Self {
        for piece in bytes.chunks(size) {
            self.segment(from, 16, piece);
            self.sent[from] = self.sent[from].wrapping_add(piece.len() as u32);
        }
        self
    }

    pub(crate) fn end(&mut self, from: usize) -> &mut Self {
        self.segment(from, 17, &[]);
        self
    }

    fn segment(&mut self, from: usize, flags: u8, payload: &[u8]) {
        let (to, mut tcp) = (1 - from, Vec::new());
        tcp.extend([self.ports[from].to_be_bytes(), self.ports[to].to_be_bytes()].concat());
        tcp.extend([self.sent[from].to_be_bytes(), [0; 4], [0x50, flags, 1, 0], [0; 4]].concat());
        tcp.extend(payload);
        let address = |end: usize| 1 + end as u8;
        let ip = match self.is_v6 {
            true => {
                let len = (tcp.len() as u16).to_be_bytes();
                let ends = [from, to].map(|end| [&[0xfd; 15][..], &[address(end)]].concat());
                [&[0x60, 0, 0, 0, len[0], len[1], 6, 64][..], &ends.concat()].concat()
            }
            false => {
                let len = (tcp.len() as u16 + 20).to_be_bytes();
                let ends = [10, 0, 0, address(from), 10, 0, 0, address(to)];
                [&[0x45, 0, len[0], len[1], 0, 0, 0, 0, 64, 6, 0, 0][..], &ends].concat()
            }
        };
        let number = self.packets.len() as u32;
        let data = [ip, tcp].concat();
        self.packets.push(Packet {
            seconds: 1_767_323_045,
            micros: number * 1000,
            link: 101,
            data,
        });
    }
}

/// A frame with its length.
pub(crate) fn frame(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes()[..], bytes].concat()
}

/// ApiVersions v0 by nobody.
pub(crate) fn api_versions(correlation: i32) -> Vec<u8> {
    request(18, 0, correlation, &[])
}

/// No API at all.
pub(crate) fn api_versions_answer(correlation: i32) -> Vec<u8> {
    frame(&[&correlation.to_be_bytes()[..], &[0; 6]].concat())
}

/// A request by nobody, with header v1.
pub(crate) fn request(key: i16, version: i16, correlation: i32, body: &[u8]) -> Vec<u8> {
    let head = [&key.to_be_bytes()[..], &version.to_be_bytes(), &correlation.to_be_bytes()];
    frame(&[&head.concat()[..], &[0xff, 0xff], body].concat())
}
