//! Any bytes as a capture. `fuzz/` looks for bytes that make it panic, hang, or take memory out of proportion.
#![allow(unreachable_pub, reason = "the fuzz workspace reaches it")]

use kafka_capture::{Exchange, Options};

/// A file; its first byte says whether ports are given.
pub fn file(bytes: &[u8]) {
    let Some((first, file)) = bytes.split_first() else { return };
    let mut options = Options::default();
    if first % 2 == 1 {
        options.ports = vec![9_092, 29_092];
    }
    let (mut count, mut answered) = (0, 0);
    let read = kafka_capture::read(file, options, &mut |it: Exchange| {
        assert!(it.request.len() <= it.request_length && it.connection > 0 && it.packet > 0);
        assert!(it.server != it.client || it.server.port() == it.client.port());
        count += 1;
        answered += u64::from(it.answer_packet.is_some());
    });
    if let Ok(summary) = read {
        assert_eq!((summary.requests, summary.answered), (count, answered));
        assert!(summary.kafka_connections <= summary.connections);
        assert!(summary.notes.len() as u64 + summary.more_notes == summary.undecoded_count());
    }
}

/// Segments of one connection, with a good file around them: for each one byte for side and flags, one for the
/// distance of its number from the last, and its payload behind its length.
pub fn segments(bytes: &[u8]) {
    let mut file = vec![
        0, 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0,
    ];
    let (mut rest, mut sent) = (bytes, [100u32, 200]);
    while let [kind, distance, len, tail @ ..] = rest {
        let (payload, tail) = tail.split_at(tail.len().min((*len).into()));
        rest = tail;
        let from = usize::from(kind & 1);
        let number = sent[from].wrapping_add_signed(i32::from(*distance as i8));
        let (ports, len) = ([[0xc3, 0x50], [0x23, 0x84]], 40 + payload.len() as u32);
        file.extend([&[0; 8][..], &len.to_le_bytes(), &len.to_le_bytes()].concat());
        file.extend([0x45, 0, 0, len as u8, 0, 0, 0, 0, 9, 6, 0, 0]);
        file.extend([10, 0, 0, from as u8, 10, 0, 0, 1 - from as u8]);
        file.extend([ports[from], ports[1 - from]].concat());
        file.extend(
            [&number.to_be_bytes()[..], &[0; 4], &[0x50, kind >> 1 & 0x17, 0, 0, 0, 0, 0, 0]]
                .concat(),
        );
        file.extend(payload);
        let syn = u32::from(kind & 4 != 0);
        sent[from] = number.wrapping_add(payload.len() as u32 + syn);
    }
    self::file(&file);
}

/// What was found, and what the search begins with.
#[test]
fn every_file_that_was_fuzzed_passes() {
    let mut count = 0;
    for (target, body) in [("capture_file", file as fn(&[u8])), ("capture_segments", segments)] {
        let folder = crate::wire::path("../fuzzed").join(target);
        for entry in std::fs::read_dir(folder).unwrap() {
            body(&std::fs::read(entry.unwrap().path()).unwrap());
            count += 1;
        }
    }
    for name in ["java.pcap", "cooked.pcapng"] {
        file(&[&[0][..], &crate::wire::file(name)].concat());
    }
    assert!(count >= 6, "{count}");
}
