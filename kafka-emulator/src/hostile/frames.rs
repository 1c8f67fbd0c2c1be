//! Rules of frames and of the codec.

use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::metadata::{MetadataResponse, MetadataResponseBroker};
use kafka_proto::{ApiKey, ErrorCode};

use super::asked::{Asked, Turn, framed};
use super::case::Case;
use super::case::Must::{End, GoOn, Refuse};
use super::honest;

pub(super) const CASES: &[Case] = &[
    Case::any("F00", "keeps all rules", GoOn, |_, honest| Turn::Send(honest)),
    Case::any("F01", "announces a frame of -1 bytes", Refuse, |_, _| announced(u32::MAX)),
    Case::any("F01b", "announces a frame of -2147483648 bytes", Refuse, |_, _| announced(1 << 31)),
    Case::any("F02", "sends a frame of 3 bytes, too few for a correlation id", Refuse, |_, _| {
        Turn::Send(framed(&[0; 3]))
    }),
    Case::any("F02b", "sends an empty frame", Refuse, |_, _| Turn::Send(framed(&[]))),
    Case::any("F03", "announces a frame of 2147483647 bytes and falls silent", Refuse, |_, _| {
        announced(i32::MAX as u32)
    }),
    Case::any(
        "F04",
        "announces a frame of 64 MiB, sends 4 bytes of it and falls silent",
        Refuse,
        |it, _| Turn::Send([&(64_u32 << 20).to_be_bytes()[..], &it.id.to_be_bytes()].concat()),
    ),
    Case::any("F05", "answers in HTTP", Refuse, |_, _| {
        Turn::SendAndClose(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".to_vec())
    }),
    Case::any("F06", "answers with an alert of TLS", Refuse, |_, _| {
        Turn::SendAndClose(vec![21, 3, 3, 0, 2, 2, 50])
    }),
    Case::any("F08", "answers with the greeting of an SSH server", Refuse, |_, _| {
        Turn::Send(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())
    }),
    Case::any("F09", "ends the connection in the middle of a frame", Refuse, |_, honest| {
        Turn::SendAndClose(honest[..honest.len() / 2].to_vec())
    }),
    Case::any("F10", "sends one byte a second", Refuse, |_, honest| Turn::Trickle(honest)),
    Case::any("F11", "answers with the next correlation id", Refuse, |it, honest| {
        Turn::Send(with(honest, 4, &it.id.wrapping_add(1).to_be_bytes()))
    }),
    Case::any(
        "F12",
        "sends an answer that nobody asked for, and then the right one",
        Refuse,
        |it, honest| {
            let other = with(honest.clone(), 4, &it.id.wrapping_sub(7).to_be_bytes());
            Turn::Send([other, honest].concat())
        },
    ),
    Case::any("F14", "puts two bytes before the body", Refuse, |it, honest| {
        let (header, body) = honest.split_at(it.body_at());
        Turn::Send(framed(&[&header[4..], &[0x7f, 0xff], body].concat()))
    }),
    Case::any(
        "F15",
        "adds a tagged field that nobody knows, where the version has such fields",
        GoOn,
        |it, honest| last_tags(it, honest, &[1, 99, 2, 0xab, 0xcd]),
    )
    .at(ApiKey::METADATA),
    Case::any(
        "F16",
        "claims 4294967295 tagged fields, or in an older version adds bytes",
        Refuse,
        |it, honest| spoilt_tags(it, honest, &[0xff, 0xff, 0xff, 0xff, 0x0f]),
    ),
    Case::any(
        "F16b",
        "sends a tagged field that is longer than the frame",
        Refuse,
        |it, honest| spoilt_tags(it, honest, &[1, 99, 0x7f]),
    ),
    Case::any(
        "F17",
        "sends a number of six bytes where five are the most",
        Refuse,
        |it, honest| spoilt_tags(it, honest, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]),
    ),
    Case::any("F18", "claims 2147483646 items in a frame of a few bytes", Refuse, |it, honest| {
        counted(it, honest, i32::MAX - 1, &[0; 12])
    }),
    Case::any("F19", "sends null for the first list", Refuse, |it, honest| {
        counted(it, honest, -1, &[0; 12])
    }),
    Case::any(
        "F20",
        "claims -5 items, or in a flexible version 4294967290",
        Refuse,
        |it, honest| counted(it, honest, -5, &[0; 12]),
    ),
    Case::any("F21", "claims as many items as the frame has bytes", Refuse, |it, honest| {
        counted(it, honest, 100_000, &[0; 100_000])
    }),
    Case::any("F22", "sends a host that is not UTF-8", Refuse, |_, honest| {
        match find(&honest, b"127.0.0.1") {
            Some(at) => Turn::Send(with(honest, at, &[0xff, 0xfe])),
            None => Turn::Send(honest),
        }
    })
    .at(ApiKey::METADATA),
    Case::any("F23", "leaves bytes behind the body", End, |_, honest| {
        Turn::Send(framed(&[&honest[4..], &[0, 1, 2, 3]].concat()))
    }),
    Case::any("F24", "advertises the port 65536", End, |it, _| advertised(it, "127.0.0.1", 65536))
        .at(ApiKey::METADATA),
    Case::any("F24b", "advertises the port -5", End, |it, _| advertised(it, "127.0.0.1", -5))
        .at(ApiKey::METADATA),
    Case::any("F25", "advertises a host with line ends and an escape sequence", End, |it, _| {
        advertised(it, "a\r\nb\u{1b}[31m", it.port.into())
    })
    .at(ApiKey::METADATA),
    Case::any("F25b", "advertises an empty host", End, |it, _| advertised(it, "", it.port.into()))
        .at(ApiKey::METADATA),
    Case::any("F26", "names 100000 brokers", End, |it, _| crowd(it)).at(ApiKey::METADATA),
    Case::any("F27", "asks for a pause of 24 days", End, |it, _| throttled(it, i32::MAX))
        .at(ApiKey::METADATA),
    Case::any("F27b", "asks for a pause of -1 ms", GoOn, |it, _| throttled(it, -1))
        .at(ApiKey::METADATA),
    Case::any("F28", "refuses every version of ApiVersions", Refuse, |it, _| {
        let response = ApiVersionsResponse {
            error_code: ErrorCode::UNSUPPORTED_VERSION,
            ..Default::default()
        };
        Turn::Send(it.frame_in(0, &response))
    })
    .at(ApiKey::API_VERSIONS),
    Case::any("F28b", "offers no API at all", Refuse, |it, _| offering(it, &[]))
        .at(ApiKey::API_VERSIONS),
    Case::any("F28c", "offers versions whose lowest is above the highest", Refuse, |it, _| {
        offering(it, &[(3, 9, 2), (18, 4, 0), (60, 1, 0)])
    })
    .at(ApiKey::API_VERSIONS),
    Case::any("F29", "offers only versions that no client has", Refuse, |it, _| {
        offering(it, &[(3, 900, 901), (18, 0, 4), (60, 900, 901)])
    })
    .at(ApiKey::API_VERSIONS),
    Case::any("F30", "ends every connection at its first request", Refuse, |_, _| Turn::Close),
    Case::any("F31", "takes requests and never answers", Refuse, |_, _| Turn::Silence),
];

/// Only a length.
fn announced(length: u32) -> Turn {
    Turn::Send(length.to_be_bytes().to_vec())
}

fn with(mut frame: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    if let Some(place) = frame.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
    frame
}

/// The tags at the end of a flexible answer, which has none.
fn last_tags(asked: &Asked, mut honest: Vec<u8>, tags: &[u8]) -> Turn {
    if asked.is_flexible() {
        honest.pop();
        honest.extend_from_slice(tags);
    }
    Turn::Send(framed(&honest[4..]))
}

/// The same; a version without tags loses its last byte.
fn spoilt_tags(asked: &Asked, mut honest: Vec<u8>, tags: &[u8]) -> Turn {
    if asked.is_flexible() {
        return last_tags(asked, honest, tags);
    }
    honest.pop();
    Turn::Send(framed(&honest[4..]))
}

/// A first list of that many items, and what follows.
fn counted(asked: &Asked, honest: Vec<u8>, count: i32, behind: &[u8]) -> Turn {
    let start = honest.get(4..asked.array_at()).unwrap_or_default();
    let count = match asked.is_flexible() {
        true => varint(count.wrapping_add(1) as u32),
        false => count.to_be_bytes().to_vec(),
    };
    Turn::Send(framed(&[start, &count, behind].concat()))
}

fn varint(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn find(frame: &[u8], text: &[u8]) -> Option<usize> {
    frame.windows(text.len()).position(|bytes| bytes == text)
}

fn advertised(asked: &Asked, host: &str, port: i32) -> Turn {
    let broker = MetadataResponseBroker { node_id: 1, host, port, ..Default::default() };
    Turn::Send(
        asked.frame(&MetadataResponse { brokers: vec![broker].into(), ..honest::metadata(asked) }),
    )
}

/// The first of them is this one.
fn crowd(asked: &Asked) -> Turn {
    let broker = |node_id| MetadataResponseBroker {
        node_id,
        host: "127.0.0.1",
        port: if node_id == 1 { asked.port.into() } else { 1 },
        ..Default::default()
    };
    let brokers: Vec<_> = (1..=100_000).map(broker).collect();
    Turn::Send(
        asked.frame(&MetadataResponse { brokers: brokers.into(), ..honest::metadata(asked) }),
    )
}

fn throttled(asked: &Asked, throttle_time_ms: i32) -> Turn {
    Turn::Send(asked.frame(&MetadataResponse { throttle_time_ms, ..honest::metadata(asked) }))
}

fn offering(asked: &Asked, apis: &[(i16, i16, i16)]) -> Turn {
    let mut api_keys = Vec::new();
    for &(api_key, min_version, max_version) in apis {
        api_keys.push(ApiVersion { api_key, min_version, max_version, ..Default::default() });
    }
    Turn::Send(
        asked.frame(&ApiVersionsResponse { api_keys: api_keys.into(), ..Default::default() }),
    )
}
