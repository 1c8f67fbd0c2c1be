//! kafka-proto's example `talk`, over a socket to the broker itself.

#[allow(dead_code, reason = "its main is not used")]
#[path = "../../../kafka-proto/examples/talk.rs"]
mod example;

use std::net::TcpStream;

use crate::kafka;

#[test]
fn talk_reads_what_the_broker_says() {
    let Some(kafka) = kafka() else { return };
    let address = kafka.plaintext_address();
    let mut out = Vec::new();
    example::talk(TcpStream::connect(&address).unwrap(), &mut out).unwrap();
    let said = String::from_utf8(out).unwrap();
    assert!(said.starts_with("ApiVersions v3: ") && said.contains("\nMetadata v"), "{said}");
    assert!(said.contains(&format!(" at {address}\n")), "{said}");
}
