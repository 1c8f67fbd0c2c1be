//! Connections with something special.

use kafka_capture::Outcome;

use crate::wire::{CLIENT, SERVER, Talk, api_versions, api_versions_answer, frame, pcap, request};
use crate::{lines, read, undecoded};

#[test]
fn both_versions_of_ip_and_segments_of_any_size() {
    for size in [1, 2, 3, 7, 1_000] {
        for mut talk in [Talk::new(1).begun(), Talk::new(1).v6().begun()] {
            talk.send(CLIENT, &[api_versions(1), api_versions(2)].concat(), size);
            talk.send(SERVER, &[api_versions_answer(1), api_versions_answer(2)].concat(), size);
            let (exchanges, summary) = read(&pcap(&talk.packets));
            assert_eq!(lines(&exchanges), ["18 v0 #1 answered", "18 v0 #2 answered"]);
            assert_eq!(undecoded(&summary), []);
            assert_eq!(exchanges[0].principal.as_deref(), Some("User:ANONYMOUS"));
        }
    }
}

#[test]
fn a_request_without_an_answer_says_why() {
    let mut talk = Talk::new(1).begun();
    // Produce v3 without a transaction, acks 0, no topic.
    talk.send(CLIENT, &api_versions(1), 99).send(SERVER, &api_versions_answer(1), 99);
    talk.send(CLIENT, &request(0, 3, 2, &[0xff, 0xff, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0]), 99);
    talk.send(CLIENT, &api_versions(3), 99);
    let (open, _) = read(&pcap(&talk.packets));
    assert_eq!(lines(&open)[1..], ["0 v3 #2 unanswered", "18 v0 #3 not seen"]);
    talk.end(SERVER);
    let (closed, _) = read(&pcap(&talk.packets));
    assert_eq!(lines(&closed)[2], "18 v0 #3 closed");
    assert!(closed[2].took.is_none() && closed[0].took.is_some_and(|it| it.as_millis() == 1));
}

#[test]
fn an_answer_out_of_order_tells_that_others_were_missed() {
    let mut talk = Talk::new(1).begun();
    talk.send(CLIENT, &[api_versions(1), api_versions(2)].concat(), 99);
    talk.send(SERVER, &[api_versions_answer(2), api_versions_answer(1)].concat(), 99);
    let (exchanges, summary) = read(&pcap(&talk.packets));
    assert_eq!(lines(&exchanges), ["18 v0 #1 not seen", "18 v0 #2 answered"]);
    assert_eq!(undecoded(&summary), [("no_request", 1)]);
    assert_eq!((summary.notes[0].packet, summary.notes[0].connection), (4, Some(1)));
}

/// SaslHandshake v0: what follows are messages of SASL and no requests, whatever they look like.
#[test]
fn a_password_without_a_header_is_no_request() {
    let mut talk = Talk::new(1).begun();
    talk.send(CLIENT, &request(17, 0, 1, b"\0\x05PLAIN"), 99);
    talk.send(SERVER, &frame(b"\0\0\0\x01\0\0\0\0\0\x01\0\x05PLAIN"), 99);
    talk.send(CLIENT, &frame(b"\0rudder\0MARKER-password"), 99).send(SERVER, &frame(b""), 99);
    talk.send(CLIENT, &api_versions(2), 99).send(SERVER, &api_versions_answer(2), 99);
    let (exchanges, summary) = read(&pcap(&talk.packets));
    let raw: Vec<_> = exchanges.iter().map(|it| it.is_raw_login).collect();
    assert_eq!((raw, undecoded(&summary)), (vec![false, true, false], vec![]));
    assert_eq!(exchanges[1].outcome, Outcome::Answered(Vec::new()));
    assert_eq!(exchanges[2].principal.as_deref(), Some("User:rudder"));
    assert!(!format!("{exchanges:?} {summary:?}").contains("MARKER"));
}

#[test]
fn a_port_used_again_is_another_connection() {
    let mut talk = Talk::new(1).begun();
    talk.send(CLIENT, &api_versions(1), 99);
    let mut again = Talk::new(1);
    again.send(CLIENT, &[0; 100], 100);
    again.packets.clear();
    let mut again = again.begun();
    again.send(CLIENT, &api_versions(1), 99).send(SERVER, &api_versions_answer(1), 99);
    let packets = [talk.packets, again.packets].concat();
    let (exchanges, summary) = read(&pcap(&packets));
    assert_eq!(lines(&exchanges), ["18 v0 #1 closed", "18 v0 #1 answered"]);
    assert_eq!((summary.connections, exchanges[1].connection), (2, 2));
}

#[test]
fn other_protocols_are_counted_and_not_guessed() {
    let http: (&[u8], &[u8]) = (b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n");
    let tls: (&[u8], &[u8]) = (&[0x16, 3, 1, 0, 1, 1], &[0x16, 3, 3, 0, 1, 2]);
    let numbers: (&[u8], &[u8]) = (&[0, 0, 0, 4, 9, 9, 9, 9, 0, 0, 0, 2, 1, 1], &[1, 2, 3]);
    let silent: (&[u8], &[u8]) = (b"", b"220 mail.example ESMTP\r\n");
    for ((asked, answered), expected) in [
        (http, "not_kafka"),
        (tls, "tls_without_keys"),
        (numbers, "not_kafka"),
        (silent, "not_kafka"),
    ] {
        let mut talk = Talk::new(1).begun();
        talk.send(CLIENT, asked, 99).send(SERVER, answered, 99).end(CLIENT).end(SERVER);
        let (exchanges, summary) = read(&pcap(&talk.packets));
        assert_eq!((exchanges.len(), undecoded(&summary)), (0, vec![(expected, 1)]));
        assert_eq!(summary.kafka_connections, 0);
    }
}

#[test]
fn a_request_that_is_not_known_here_keeps_the_step() {
    let mut talk = Talk::new(1).begun();
    let strange = [request(18, 99, 1, &[7]), request(150, 0, 2, &[]), request(3, 0, 3, &[1, 1])];
    talk.send(CLIENT, &[strange.concat(), api_versions(4)].concat(), 99);
    for id in 1..=4 {
        talk.send(SERVER, &api_versions_answer(id), 99);
    }
    let (exchanges, summary) = read(&pcap(&talk.packets));
    assert_eq!(exchanges.len(), 4);
    assert!(exchanges.iter().all(|it| matches!(it.outcome, Outcome::Answered(_))));
    assert_eq!(undecoded(&summary), [("unknown_request", 2), ("malformed_request", 1)]);
}

#[test]
fn a_long_frame_is_told_by_its_header_and_length() {
    let mut talk = Talk::new(1).begun();
    let long = vec![0; 3 << 20];
    talk.send(CLIENT, &request(0, 3, 1, &long), 60_000).send(SERVER, &api_versions_answer(1), 99);
    talk.send(CLIENT, &api_versions(2), 99);
    talk.send(SERVER, &frame(&[&[0, 0, 0, 2][..], &long].concat()), 60_000);
    let (exchanges, summary) = read(&pcap(&talk.packets));
    assert_eq!(lines(&exchanges), ["0 v3 #1 answered", "18 v0 #2 answered at length"]);
    assert_eq!(exchanges[0].request_length, 10 + long.len());
    assert!(exchanges[0].request.len() <= 256);
    assert_eq!(undecoded(&summary), [("long_frame", 1)]);
}
