//! Captures that somebody made to do harm. The ids are those of the attacks that SECURITY.md is about.

use kafka_capture::{Error, Options, Outcome};

use crate::wire::{
    CLIENT, Packet, SERVER, Talk, api_versions, api_versions_answer, file, frame, packets, pcap,
    pcapng, request,
};
use crate::{lines, read, undecoded};

fn try_read(file: &[u8]) -> Result<usize, Error> {
    let mut count = 0;
    kafka_capture::read(file, Options::default(), &mut |_| count += 1).map(|_| count)
}

#[test]
fn v14_a_file_cut_anywhere_is_read_up_to_there() {
    let packets = &packets(&file("java.pcap"))[..24];
    for whole in [pcap(packets), pcapng(packets, true, 6)] {
        let most = try_read(&whole).unwrap();
        let mut last = 0;
        for len in 0..=whole.len() {
            let mut seen = Vec::new();
            let read = kafka_capture::read(&whole[..len], Options::default(), &mut |it| {
                if matches!(it.outcome, Outcome::Answered(_)) {
                    seen.push(it);
                }
            });
            assert!(seen.len() >= last && seen.len() <= most, "{len}");
            last = seen.len();
            assert!(read.is_ok() || len < 36, "{len}");
        }
        assert_eq!(last, most);
    }
}

#[test]
fn v15_lengths_that_lie_are_damage_and_take_no_memory() {
    let packets = &packets(&file("java.pcap"))[..4];
    let (pcap, pcapng) = (pcap(packets), pcapng(packets, false, 6));
    for claimed in [0u32, 1, 11, 13, 0x7fff_ffff, 0xffff_fff0, 0xffff_ffff] {
        let mut file = pcap.clone();
        file[24 + 8..24 + 12].copy_from_slice(&claimed.to_le_bytes());
        let _ = try_read(&file);
        for at in [4, 28 + 4, 28 + 24, 28 + 44 + 24] {
            let mut file = pcapng.clone();
            file[at..at + 4].copy_from_slice(&claimed.to_le_bytes());
            let _ = try_read(&file);
        }
    }
    let mut huge = pcap.clone();
    huge[32..36].copy_from_slice(&0x7fff_ffffu32.to_le_bytes());
    assert!(matches!(try_read(&huge), Err(Error::Damaged { offset: 40 })));
    for none in [&b""[..], b"\n\r\r", b"GIF89a", &[0; 100], b"\xd4\xc3\xb2\xa1"] {
        assert!(matches!(try_read(none), Err(Error::NotACapture)), "{none:?}");
    }
}

/// Every byte of headers with values that break something.
#[test]
fn v16_no_byte_of_a_packet_or_a_block_makes_it_panic() {
    let packets = &packets(&file("java.pcap"))[..10];
    for whole in [pcap(packets), pcapng(packets, false, 6)] {
        for at in 0..whole.len() {
            for byte in [0, 1, 0x7f, 0x80, 0xff] {
                let mut broken = whole.clone();
                broken[at] = byte;
                let _ = try_read(&broken);
            }
        }
    }
}

/// Connections without end: those that are silent longest are given up, and told.
#[test]
fn v17_connections_are_bounded() {
    let mut all: Vec<Packet> = Vec::new();
    for port in 1..=25_000 {
        let mut talk = Talk::new(port).begun();
        talk.send(CLIENT, &api_versions(1), 99);
        all.extend(talk.packets);
    }
    let (exchanges, summary) = read(&pcap(&all));
    assert_eq!((exchanges.len(), summary.connections), (25_000, 25_000));
    let given_up = undecoded(&summary);
    assert!(matches!(given_up[..], [("given_up", 15_000..=25_000)]), "{given_up:?}");
    assert!(summary.notes.len() == 20 && summary.more_notes > 1_000);
}

#[test]
fn v18_requests_without_answers_are_bounded() {
    let mut talk = Talk::new(1).begun();
    for id in 0..5_000 {
        talk.send(CLIENT, &api_versions(id), 99);
    }
    talk.send(SERVER, &api_versions_answer(4_999), 99);
    let (exchanges, summary) = read(&pcap(&talk.packets));
    assert_eq!(exchanges.len(), 5_000);
    assert_eq!(undecoded(&summary), [("too_many_open", 4_000)]);
    assert_eq!(lines(&exchanges)[4_999], "18 v0 #4999 answered");
}

/// Beginnings that look like requests and are none: each byte is looked at a few times and no more.
#[test]
fn v19_a_search_for_a_beginning_is_linear() {
    let mut talk = Talk::new(1);
    let mut lure = (1u32 << 20).to_be_bytes().to_vec();
    lure.extend(&request(19, 2, 1, &[])[4..]);
    for _ in 0..60_000 {
        talk.send(CLIENT, &lure, 99);
    }
    let started = std::time::Instant::now();
    let (exchanges, _) = read(&pcap(&talk.packets));
    assert!(exchanges.is_empty() && started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// What an attacker writes into a stream comes after, not instead of, what was there first.
#[test]
fn v20_a_later_copy_of_a_segment_changes_nothing() {
    let mut talk = Talk::new(1).begun();
    talk.send(CLIENT, &api_versions(1), 99);
    let mut forged = talk.packets.last().unwrap().clone();
    let end = forged.data.len();
    forged.data[end - 3] = 9;
    talk.packets.push(forged);
    talk.send(SERVER, &api_versions_answer(1), 99);
    talk.send(SERVER, &frame(b""), 99);
    let (exchanges, summary) = read(&pcap(&talk.packets));
    assert_eq!(lines(&exchanges), ["18 v0 #1 answered"]);
    assert_eq!(undecoded(&summary), [("no_request", 1)]);
}
