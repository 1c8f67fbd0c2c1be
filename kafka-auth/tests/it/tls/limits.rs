//! Peers that hang up in the middle, or send more than anybody needs.

use std::io::{self, Cursor, Read, Write};
use std::sync::Arc;

use kafka_auth::tls::{self, TlsFault, classify, classify_io};
use rustls::{ClientConfig, ClientConnection, ServerConfig, ServerConnection};
use test_support::certificates::{Issued, authority, certificates, issue, server};

use super::{connected, feed, flight, told, trusting};

/// A socket that takes everything, gives these bytes, and then ends.
struct Ending(Cursor<Vec<u8>>);

impl Read for Ending {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf)
    }
}

impl Write for Ending {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A client that has said its hello, and the server's whole answer to it.
fn answered(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>) -> (ClientConnection, Vec<u8>) {
    let name = tls::server_name("localhost").unwrap();
    let mut client = ClientConnection::new(client.clone(), name).unwrap();
    let mut server = ServerConnection::new(server.clone()).unwrap();
    let hello = flight(&mut client);
    feed(&mut server, &hello).unwrap();
    (client, flight(&mut server))
}

#[test]
fn t06_an_end_after_any_part_of_the_servers_flight_is_a_connection_that_was_closed() {
    let authority = authority();
    let server = server(&issue(&authority, &["localhost"]), None);
    let client = trusting(&authority);
    let whole = answered(&client, &server).1.len();
    // Nothing, within and after ServerHello, within the certificate, all but one byte.
    for part in [0, 3, 40, 127, 140, whole / 2, whole - 1] {
        let (mut client, mut answer) = answered(&client, &server);
        // An ECDSA signature is now and then a byte shorter.
        answer.truncate(part.min(answer.len() - 1));
        let error = client.complete_io(&mut Ending(Cursor::new(answer))).unwrap_err();
        assert_eq!(classify_io(&error), Some(TlsFault::Closed), "after {part} of {whole} bytes");
    }
}

#[test]
fn t12_an_end_without_close_notify_is_no_end() {
    // RFC 8446 section 6.1: "Each party MUST send a close_notify alert before closing".
    let authority = authority();
    let server = server(&issue(&authority, &["localhost"]), None);
    let record = |text: &[u8]| {
        let (client, mut server) = connected(&trusting(&authority), &server, "localhost").unwrap();
        server.writer().write_all(text).unwrap();
        (client, flight(&mut server))
    };
    let (mut client, whole) = record(b"half a frame");
    let read = read_to_end(&mut client, whole.clone());
    assert_eq!(read, (12, Some(io::ErrorKind::UnexpectedEof)), "between records");

    let (mut client, mut cut) = record(b"half a frame");
    cut.pop();
    let read = read_to_end(&mut client, cut);
    assert_eq!(read, (0, Some(io::ErrorKind::UnexpectedEof)), "within a record");

    let (mut client, mut server) = connected(&trusting(&authority), &server, "localhost").unwrap();
    server.send_close_notify();
    assert_eq!(read_to_end(&mut client, flight(&mut server)), (0, None));
}

fn read_to_end(client: &mut ClientConnection, bytes: Vec<u8>) -> (usize, Option<io::ErrorKind>) {
    let mut socket = Ending(Cursor::new(bytes));
    let mut read = Vec::new();
    let end = rustls::Stream::new(client, &mut socket).read_to_end(&mut read);
    (read.len(), end.err().map(|error| error.kind()))
}

#[test]
fn t13_records_without_content_are_refused() {
    // RFC 8446 section 5.1: no zero-length fragments of Handshake types.
    for kind in [20, 21, 22] {
        let records: Vec<u8> = [kind, 3, 3, 0, 0].repeat(1_000);
        assert!(matches!(told(&records), TlsFault::Other(_)), "{kind}");
    }
    let mut client = open();
    let records = [23, 3, 3, 0, 0].repeat(1_000);
    assert!(feed(&mut client, &records).is_err());
}

#[test]
fn t13_ten_thousand_tickets_end_the_connection() {
    let authority = authority();
    let client = trusting(&authority);
    let giving = |tickets| {
        let issued = issue(&authority, &["localhost"]);
        let mut settings = ServerConfig::clone(&server(&issued, None));
        settings.send_tls13_tickets = tickets;
        connected(&client, &Arc::new(settings), "localhost")
    };
    let error = giving(10_000).unwrap_err();
    assert!(matches!(classify(&error), TlsFault::Other(_)), "{error}");
    assert!(!giving(20).unwrap().0.wants_write(), "a ticket wants no answer");
}

#[test]
fn t13_a_storm_of_key_updates_ends_or_leaves_one_answer_behind() {
    let authority = authority();
    let server = server(&issue(&authority, &["localhost"]), None);
    let (mut client, mut server) = connected(&trusting(&authority), &server, "localhost").unwrap();
    for _ in 0..10_000 {
        server.refresh_traffic_keys().unwrap();
    }
    let storm = flight(&mut server);
    assert!(storm.len() > 10_000 * 20);
    let fed = feed(&mut client, &storm);
    let answer = flight(&mut client);
    assert!(answer.len() < 4_096, "{} bytes to answer {}", answer.len(), storm.len());
    assert!(fed.is_ok() || matches!(classify(&fed.unwrap_err()), TlsFault::Other(_)));
}

#[test]
fn t13_a_chain_of_500_kib_is_refused_before_it_is_read_whole() {
    let authority = authority();
    let issued = issue(&authority, &["localhost"]);
    let mut long = issued.chain.clone();
    let filler = authority.pem();
    while certificates_length(&long) < 500 * 1024 {
        long.push_str(&filler.repeat(200));
    }
    let server = server(&Issued { chain: long, key: issued.key }, None);
    let error = connected(&trusting(&authority), &server, "localhost").unwrap_err();
    assert!(matches!(classify(&error), TlsFault::Other(_)), "{error}");
    let (mut client, flight) = answered(&trusting(&authority), &server);
    let taken = flight.chunks(1_024).position(|chunk| feed(&mut client, chunk).is_err());
    assert!(taken.unwrap() <= 68, "rustls takes 64 KiB, and we no more");
}

fn certificates_length(pem: &str) -> usize {
    certificates(pem).iter().map(|certificate| certificate.len()).sum()
}

fn open() -> ClientConnection {
    let authority = authority();
    let server = server(&issue(&authority, &["localhost"]), None);
    connected(&trusting(&authority), &server, "localhost").unwrap().0
}
