//! Captures of Apache Kafka itself, against what Wireshark finds in them (`tests/captures/README.md`).

use std::collections::HashMap;
use std::time::{Duration, UNIX_EPOCH};

use kafka_capture::{Exchange, Options, Outcome};

use crate::wire::{self, Packet, file, packets, pcap, pcap_as, pcapng};
use crate::{line, lines, read, read_with, undecoded};

/// Requests and answers by Wireshark: packet, key, version, correlation id.
type Seen = (Vec<(u64, i64, i64, i64)>, Vec<(u64, i64)>);

fn wireshark(name: &str) -> Seen {
    let text = String::from_utf8(file(name)).unwrap();
    let (mut requests, mut answers) = (Vec::new(), Vec::new());
    for row in text.lines() {
        let [packet, _, keys, versions, ids] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let (packet, ids) = (packet.parse().unwrap(), ids.split(',').map(|it| it.parse().unwrap()));
        let mut versions = versions.split(',').filter(|it| !it.is_empty()).peekable();
        if versions.peek().is_none() {
            answers.extend(ids.map(|id: i64| (packet, id)));
            continue;
        }
        let both = keys.split(',').zip(versions).zip(ids);
        requests.extend(both.map(|((key, version), id)| {
            (packet, key.parse().unwrap(), version.parse().unwrap(), id)
        }));
    }
    (requests, answers)
}

fn number(bytes: &[u8]) -> i64 {
    bytes.iter().fold(0, |number, byte| number << 8 | i64::from(*byte))
}

fn ours(exchanges: &[Exchange]) -> Seen {
    let requests = exchanges.iter().map(|it| {
        let head = &it.request;
        (it.packet, number(&head[..2]), number(&head[2..4]), number(&head[4..8]))
    });
    let answers = exchanges.iter().filter_map(|it| match &it.outcome {
        Outcome::Answered(frame) => Some((it.answer_packet?, number(&frame[..4]))),
        _ => None,
    });
    let (mut requests, mut answers): Seen = (requests.collect(), answers.collect());
    requests.sort_unstable();
    answers.sort_unstable();
    (requests, answers)
}

#[test]
fn requests_and_answers_are_those_that_wireshark_finds() {
    for (capture, expected, least) in
        [("java.pcap", "java.tshark.tsv", 82), ("cooked.pcapng", "cooked.tshark.tsv", 9)]
    {
        let (exchanges, summary) = read(&file(capture));
        let (requests, answers) = wireshark(expected);
        assert!(requests.len() >= least, "{}", requests.len());
        assert_eq!(ours(&exchanges), (requests, answers), "{capture}");
        assert_eq!((undecoded(&summary), summary.requests), (vec![], exchanges.len() as u64));
    }
}

#[test]
fn who_asks_follows_from_the_login() {
    let (exchanges, _) = read(&file("java.pcap"));
    let mut principals: HashMap<u64, Vec<String>> = HashMap::new();
    for it in &exchanges {
        let principals = principals.entry(it.connection).or_default();
        principals.extend(it.principal.clone());
        principals.dedup();
    }
    let of = |connection: u64| principals[&connection].join(" ");
    assert_eq!(of(6), "User:ANONYMOUS");
    assert_eq!(of(12), "User:ANONYMOUS User:rudder", "PLAIN");
    assert_eq!(of(14), "User:ANONYMOUS User:scrammer", "SCRAM-SHA-512");
    assert_eq!(of(16), "User:ANONYMOUS", "a wrong password");
    assert!(exchanges.iter().all(|it| it.server.port() > 29_000 && it.client.port() > 30_000));
}

fn shown(file: &[u8]) -> Vec<(String, Option<Duration>)> {
    let (exchanges, _) = read(file);
    exchanges
        .iter()
        .map(|it| (line(it), it.at.map(|at| at.duration_since(UNIX_EPOCH).unwrap())))
        .collect()
}

/// pcap-parser reads the packets, and we read them again out of every other layout.
#[test]
fn every_layout_has_the_same_packets_and_times() {
    let original = file("java.pcap");
    let (packets, expected) = (packets(&original), shown(&original));
    assert_eq!(packets.len(), 356);
    for is_big in [false, true] {
        for is_nano in [false, true] {
            assert_eq!(shown(&pcap_as(&packets, is_big, is_nano)), expected);
        }
        for resolution in [6, 9] {
            assert_eq!(shown(&pcapng(&packets, is_big, resolution)), expected, "{resolution}");
        }
        let coarse = shown(&pcapng(&packets, is_big, 0x94));
        for ((line, at), (expected, when)) in coarse.iter().zip(&expected) {
            assert_eq!(line, expected);
            assert!(
                at.unwrap().abs_diff(when.unwrap()) < Duration::from_micros(1),
                "{at:?} {when:?}"
            );
        }
    }
}

/// Segments that came twice, or in pieces of which the later ones came first.
#[test]
fn what_a_network_does_to_segments_changes_nothing() {
    let packets = packets(&file("java.pcap"));
    let expected = lines(&read(&file("java.pcap")).0);
    let twice: Vec<Packet> = packets.iter().flat_map(|it| [it.clone(), it.clone()]).collect();
    let pieces = |size, order: fn(Vec<Packet>) -> Vec<Packet>| -> Vec<Packet> {
        packets.iter().flat_map(|it| order(wire::split(it, size))).collect()
    };
    let in_order = pieces(5, |pieces| pieces);
    let reversed = pieces(7, |pieces| pieces.into_iter().rev().collect());
    let turned = pieces(50, |mut pieces| {
        let middle = pieces.len() / 2;
        pieces.rotate_left(middle);
        [pieces.clone(), pieces].concat()
    });
    for changed in [twice, in_order, reversed, turned] {
        let (exchanges, summary) = read(&pcap(&changed));
        assert_eq!(lines(&exchanges), expected);
        assert_eq!(undecoded(&summary), []);
    }
}

/// Without any one packet, nothing is said that is not in the whole capture, and what is missing is told.
#[test]
fn a_lost_packet_costs_what_it_held_and_nothing_is_made_up() {
    let packets = packets(&file("java.pcap"));
    let (all, _) = read(&pcap(&packets));
    let all: Vec<_> = all.iter().map(|it| (it.request.clone(), it.outcome.clone())).collect();
    for lost in 0..packets.len() {
        let mut rest = packets.clone();
        rest.remove(lost);
        let (exchanges, summary) = read(&pcap(&rest));
        for it in &exchanges {
            let is_broken = it.request.len() < it.request_length;
            let is_answered = matches!(it.outcome, Outcome::Answered(_));
            let is_there = all.iter().any(|(request, outcome)| {
                (is_broken || *request == it.request) && (!is_answered || *outcome == it.outcome)
            });
            assert!(is_there, "{lost} {it:?}");
        }
        let is_missing = exchanges.iter().any(|it| !matches!(it.outcome, Outcome::Answered(_)));
        let is_told = is_missing || summary.undecoded_count() > 0;
        assert!(exchanges.len() == 82 || is_told, "{lost} {} {summary:?}", exchanges.len());
        assert!(exchanges.len() >= 68, "{lost} {}", exchanges.len());
    }
}

/// From every packet on: what is decoded is what is there.
#[test]
fn a_capture_may_begin_in_the_middle() {
    let packets = packets(&file("java.pcap"));
    let all = lines(&read(&pcap(&packets)).0);
    for start in (0..packets.len()).step_by(3) {
        let (exchanges, _) = read(&pcap(&packets[start..]));
        let whole = exchanges.iter().filter(|it| matches!(it.outcome, Outcome::Answered(_)));
        for it in whole {
            assert!(all.contains(&line(it)), "{start} {it:?}");
        }
        let least = all.len().saturating_sub(start / 3 + 6);
        assert!(exchanges.len() >= least, "{start}: {} of {least}", exchanges.len());
        for it in &exchanges {
            assert!(it.server.port() < 30_000, "{start} {} {it:?}", line(it));
        }
    }
}

#[test]
fn ports_say_which_connections_and_which_side() {
    let packets = packets(&file("java.pcap"));
    let options = |ports: &[u16]| {
        let mut options = Options::default();
        options.ports = ports.to_vec();
        options
    };
    let (sasl, summary) = read_with(&pcap(&packets), options(&[29_094]));
    assert_eq!((sasl.len(), summary.connections), (28, 5));
    assert!(sasl.iter().all(|it| it.server.port() == 29_094));
    let (both, _) = read_with(&pcap(&packets), options(&[29_092, 29_094]));
    assert_eq!(both.len(), 82);
    let (none, summary) = read_with(&pcap(&packets), options(&[9_092]));
    assert_eq!((none.len(), summary.connections, summary.packets), (0, 0, 356));
    assert!(wire::path("README.md").exists());
}
