//! A proxy's work on one request, whichever it is: decode it, look at it, send it on as it was.
//!
//! ```text
//! cargo run -p kafka-proto --example proxy
//! ```
//! There is no arm for each API: a visitor is given the type that belongs to the key. Nothing is
//! copied on the way in, and tagged fields this release does not know stay (KIP-482).

use std::error::Error;

use kafka_proto::{ApiKey, Request, Visitor, decode_request_header};

/// What a client sent: CreateAcls v3 in a frame without its length, for the user `proxy` on the
/// prefix `orders-`, with a tagged field 77 from a Kafka of the future in the body.
pub(crate) const FRAME: &[u8] = b"\x00\x1e\x00\x03\x00\x00\x00\x07\x00\x02me\x00\
    \x02\x02\x08orders-\x04\x0bUser:proxy\x02*\x03\x03\x00\x01\x4d\x03new";

fn main() -> Result<(), Box<dyn Error>> {
    let sent_on = inspect(FRAME)?;
    assert_eq!(sent_on, FRAME);
    println!("sent on, byte for byte");
    Ok(())
}

/// Says what the frame asks for and makes it again. An API that is not known passes unread.
pub(crate) fn inspect(frame: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let (header, body) = decode_request_header(frame)?;
    let (api, version) = (ApiKey(header.request_api_key), header.request_api_version);
    println!("{api} v{version} by {:?}", header.client_id);
    match api.visit(Again { body, version }) {
        // The header's bytes go on as they are, whatever its version.
        Some(again) => Ok([&frame[..frame.len() - body.len()], &again?].concat()),
        None => Ok(frame.to_vec()),
    }
}

/// The body of a request, to be read and written again.
struct Again<'a> {
    body: &'a [u8],
    version: i16,
}

impl<'a> Visitor<'a> for Again<'a> {
    type Output = Result<Vec<u8>, Box<dyn Error>>;

    fn visit<R: Request<'a>>(self) -> Self::Output {
        let request = R::decode(self.body, self.version)?;
        println!("{request:?}");
        let mut again = Vec::new();
        request.encode(&mut again, self.version)?;
        Ok(again)
    }
}
