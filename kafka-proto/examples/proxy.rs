//! A proxy's work on one request: decode it, look at it, send it on as it was.
//!
//! ```text
//! cargo run -p kafka-proto --example proxy
//! ```
//! Nothing is copied on the way in, and tagged fields this release does not know stay (KIP-482).

use std::error::Error;

use kafka_proto::messages::create_acls::CreateAclsRequest;
use kafka_proto::{ApiKey, Message, decode_request_header};

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

/// Says what the frame asks for and makes it again. Anything but CreateAcls passes unread.
pub(crate) fn inspect(frame: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let (header, body) = decode_request_header(frame)?;
    let version = header.request_api_version;
    println!("{} v{version} by {:?}", ApiKey(header.request_api_key), header.client_id);
    if header.request_api_key != ApiKey::CREATE_ACLS.0 {
        return Ok(frame.to_vec());
    }

    let request = CreateAclsRequest::decode(body, version)?;
    for acl in &request.creations {
        let pattern = acl.resource_pattern_type;
        println!("{} for {} on {pattern} {}", acl.operation, acl.principal, acl.resource_name);
    }
    println!("and tags {:?}", request.unknown_tagged_fields);

    // The header's bytes go on as they are, whatever its version.
    let mut sent_on = frame[..frame.len() - body.len()].to_vec();
    request.encode(&mut sent_on, version)?;
    Ok(sent_on)
}
