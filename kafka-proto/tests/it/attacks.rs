//! What a hostile peer sends, by the numbers of our attack list, and the error each earns: its
//! kind, how far the message was fine, and the field at fault.
//!
//! F01 to F08 stand beside `FrameDecoder`, F09 in `hostile.rs`; what is not here is no matter of
//! the codec.

use allocation_counter::measure;
use kafka_proto::messages::api_versions::{ApiVersionsRequest, ApiVersionsResponse};
use kafka_proto::messages::create_acls::{
    AclCreationResult, CreateAclsRequest, CreateAclsResponse,
};
use kafka_proto::messages::describe_acls::DescribeAclsResponse;
use kafka_proto::messages::describe_topic_partitions::DescribeTopicPartitionsResponse;
use kafka_proto::messages::metadata::MetadataRequest;
use kafka_proto::messages::response_header::ResponseHeader;
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateRequest;
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{
    DecodeError, DecodeErrorKind as Kind, ErrorCode, Message, PatternType, Tags, Wire,
    decode_request_header, decode_response, decode_whole, encode_value,
};

/// The error for these bytes: kind, offset, path.
fn error<'a, M: Message<'a>>(bytes: &'a [u8], version: i16) -> (Kind, usize, String) {
    let mut result = None;
    let taken = measure(|| result = Some(M::decode(bytes, version).err().unwrap())).bytes_total;
    assert!(taken <= 4096, "{taken} bytes of memory");
    parts(&result.unwrap())
}

fn parts(error: &DecodeError) -> (Kind, usize, String) {
    (error.kind(), error.offset(), error.path())
}

fn encoded<'a>(message: &impl Message<'a>, version: i16) -> Vec<u8> {
    let mut out = Vec::new();
    message.encode(&mut out, version).unwrap();
    out
}

/// An answer of one result, and tags 5 and 6 behind the result and the message.
const TAGGED_RESULTS: &[u8] = &[
    0, 0, 0, 0, // throttle_time_ms
    2, 0, 0, 0, // one result: code 0, no text
    2, 5, 1, 0xaa, 6, 0, // two tags
    1, 0x80, 1, 2, 0xbb, 0xcc, // one tag, 128
];

#[test]
fn f14_header_v1_for_v0_is_no_shifted_answer() {
    let fine = [0, 0, 0, 7, 0, 0, 2, 0, 18, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0];
    assert!(decode_response::<ApiVersionsRequest<'_>>(&fine, 3).is_ok());
    let v1 = [&fine[..4], &[0], &fine[4..]].concat();
    let error = decode_response::<ApiVersionsRequest<'_>>(&v1, 3).unwrap_err();
    assert_eq!(parts(&error), (Kind::NullNotAllowed, 3, "api_keys".into()));
}

#[test]
fn f14_header_v0_for_v1_is_no_shifted_answer() {
    let fine = [&[0, 0, 0, 7, 0][..], TAGGED_RESULTS].concat();
    assert!(decode_response::<CreateAclsRequest<'_>>(&fine, 2).is_ok());
    let v0 = [&fine[..4], TAGGED_RESULTS].concat();
    let error = decode_response::<CreateAclsRequest<'_>>(&v0, 2).unwrap_err();
    assert_eq!(parts(&error), (Kind::NullNotAllowed, 5, "results".into()));
}

#[test]
fn f15_unknown_tags_in_headers_are_kept() {
    let bytes = [0, 30, 0, 3, 0, 0, 0, 7, 0, 2, b'm', b'e', 1, 9, 2, 0xaa, 0xbb];
    let (header, rest) = decode_request_header(&bytes).unwrap();
    assert_eq!(header.unknown_tagged_fields.iter().collect::<Vec<_>>(), [(9, &[0xaa, 0xbb][..])]);
    assert_eq!((rest, written(&header, 2)), (&[][..], bytes.to_vec()));

    let bytes = [0, 0, 0, 7, 1, 9, 0];
    let header = decode_whole::<ResponseHeader<'_>>(&bytes, 1, true).unwrap();
    assert_eq!(written(&header, 1), bytes);
    let body = [&bytes[..], &encoded(&CreateAclsResponse::default(), 2)].concat();
    assert_eq!(decode_response::<CreateAclsRequest<'_>>(&body, 2).unwrap().0, 7);
}

fn written<'a>(header: &impl Wire<'a>, version: i16) -> Vec<u8> {
    let mut out = Vec::new();
    encode_value(&mut out, version, true, header).unwrap();
    out
}

#[test]
fn f15_unknown_tags_in_body_and_nested_are_kept() {
    let message = CreateAclsResponse::decode(TAGGED_RESULTS, 2).unwrap();
    let tags =
        |tags: Tags<'_>| tags.iter().map(|(tag, data)| (tag, data.len())).collect::<Vec<_>>();
    assert_eq!(tags(message.unknown_tagged_fields), [(128, 2)]);
    let result = message.results.iter().next().unwrap();
    assert_eq!(tags(result.unknown_tagged_fields), [(5, 1), (6, 0)]);
    assert_eq!(encoded(&message, 2), TAGGED_RESULTS);
}

/// An empty answer with this tag section.
fn with_tags(section: &[u8]) -> Vec<u8> {
    [&[0, 0, 0, 0, 1], section].concat()
}

#[test]
fn f16_tag_sections_that_lie() {
    let cases: [(&[u8], Kind, usize); 6] = [
        (&[0xff, 0xff, 0xff, 0xff, 0x0f], Kind::UnexpectedEnd { needed: 1, left: 0 }, 10),
        (&[0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0], Kind::UnexpectedEnd { needed: 1, left: 0 }, 12),
        (&[1, 9, 3, 1, 2], Kind::UnexpectedEnd { needed: 3, left: 2 }, 8),
        (
            &[1, 9, 0xff, 0xff, 0xff, 0xff, 0x0f],
            Kind::UnexpectedEnd { needed: u32::MAX as usize, left: 0 },
            12,
        ),
        (&[2, 9, 0, 8, 0], Kind::TagOutOfOrder(8), 9),
        (&[2, 9, 0, 9, 0], Kind::DuplicateTag(9), 9),
    ];
    for (section, kind, offset) in cases {
        let bytes = with_tags(section);
        let found = error::<CreateAclsResponse<'_>>(&bytes, 2);
        assert_eq!(found, (kind, offset, "tagged fields".into()), "{section:02x?}");
    }
}

#[test]
fn f16_a_known_tag_uses_up_its_size_and_no_more() {
    // Tag 1 of ApiVersions v3 is an int64.
    let with_tag = |tag: &[u8]| [&[0, 0, 1, 0, 0, 0, 0][..], tag].concat();
    let cases: [(&[u8], Kind, usize); 2] = [
        (&[1, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0], Kind::UnexpectedEnd { needed: 8, left: 7 }, 10),
        (&[1, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0], Kind::TrailingBytes(1), 18),
    ];
    for (tag, kind, offset) in cases {
        let found = error::<ApiVersionsResponse<'_>>(&with_tag(tag), 3);
        assert_eq!((found.0, found.1), (kind, offset));
    }
}

#[test]
fn f16_a_million_tags_are_read_without_memory_and_written_again() {
    const COUNT: u32 = 1_000_000;
    let mut section = varint(COUNT);
    (0..COUNT).for_each(|tag| section.extend([varint(tag), vec![0]].concat()));
    let bytes = with_tags(&section);
    let mut message = None;
    let taken = measure(|| message = Some(CreateAclsResponse::decode(&bytes, 2).unwrap()));
    assert_eq!(taken.count_total, 0);
    let message = message.unwrap();
    assert_eq!(message.unknown_tagged_fields.len(), COUNT as usize);
    assert_eq!(encoded(&message, 2), bytes);
}

fn varint(mut value: u32) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

#[test]
fn f17_varints() {
    let response = |count: &[u8]| [&[0, 0, 0, 0], count, &[0]].concat();
    for count in [&[0x81, 0x80, 0x80, 0x80, 0x80, 0][..], &[0xff, 0xff, 0xff, 0xff, 0x10]] {
        let found = error::<CreateAclsResponse<'_>>(&response(count), 2);
        assert_eq!(found, (Kind::VarintTooLong, 4, "results".into()));
    }
    let longer_than_needed = response(&[0x81, 0]);
    assert!(CreateAclsResponse::decode(&longer_than_needed, 2).unwrap().results.is_empty());
}

#[test]
fn f18_count_of_two_billion_in_twenty_bytes() {
    let mut classic = [0; 20];
    classic[4..8].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff]);
    let kind = Kind::CountTooLarge { count: i32::MAX as usize, most: 3 };
    assert_eq!(error::<CreateAclsResponse<'_>>(&classic, 0), (kind, 8, "results".into()));

    let mut compact = [0; 20];
    compact[4..9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff, 0x0f]);
    let kind = Kind::CountTooLarge { count: u32::MAX as usize - 1, most: 2 };
    assert_eq!(error::<CreateAclsResponse<'_>>(&compact, 2), (kind, 9, "results".into()));
}

#[test]
fn f19_null_where_there_is_none() {
    let cases: [((Kind, usize, String), usize, &str); 6] = [
        (error::<CreateAclsResponse<'_>>(&[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], 0), 8, "results"),
        (error::<CreateAclsResponse<'_>>(&[0, 0, 0, 0, 0, 0], 2), 5, "results"),
        (error::<SaslAuthenticateRequest<'_>>(&[0xff, 0xff, 0xff, 0xff], 0), 4, "auth_bytes"),
        (error::<SaslAuthenticateRequest<'_>>(&[0, 0], 2), 1, "auth_bytes"),
        // Metadata's topics may be null from version 1, a topic's name from version 10.
        (error::<MetadataRequest<'_>>(&[0xff, 0xff, 0xff, 0xff], 0), 4, "topics"),
        (error::<MetadataRequest<'_>>(&[0, 0, 0, 1, 0xff, 0xff], 1), 6, "topics[0].name"),
    ];
    for (found, offset, path) in cases {
        assert_eq!(found, (Kind::NullNotAllowed, offset, path.into()));
    }
    assert_eq!(MetadataRequest::decode(&[0xff, 0xff, 0xff, 0xff], 1).unwrap().topics, None);
}

#[test]
fn f20_negative_counts_and_lengths() {
    for negative in [-2i32, -5, i32::MIN] {
        let count = [&[0; 4][..], &negative.to_be_bytes()].concat();
        let found = error::<CreateAclsResponse<'_>>(&count, 0);
        assert_eq!(found, (Kind::NegativeLength(negative), 8, "results".into()));
        let found = error::<SaslAuthenticateRequest<'_>>(&negative.to_be_bytes(), 0);
        assert_eq!(found, (Kind::NegativeLength(negative), 4, "auth_bytes".into()));
    }
    let found = error::<SaslHandshakeResponse<'_>>(&[0, 0, 0, 0, 0, 2, 0, 0, 0xff, 0xfe], 0);
    assert_eq!(found, (Kind::NegativeLength(-2), 10, "mechanisms[1]".into()));
}

#[test]
fn f21_a_count_that_fits_bytes_but_not_elements() {
    // A topic of DescribeTopicPartitions takes 26 bytes at least.
    let mut bytes = vec![0, 0, 0, 0, 200];
    bytes.extend([1].iter().chain(&[0; 198]));
    let kind = Kind::CountTooLarge { count: 199, most: 7 };
    let found = error::<DescribeTopicPartitionsResponse<'_>>(&bytes, 0);
    assert_eq!(found, (kind, 6, "topics".into()));
}

#[test]
fn f21_the_smallest_elements_are_not_refused() {
    for version in 0..=3 {
        let empty = AclCreationResult { error_message: None, ..Default::default() };
        let message =
            CreateAclsResponse { results: vec![empty; 1000].into(), ..Default::default() };
        let bytes = encoded(&message, version);
        assert_eq!(CreateAclsResponse::decode(&bytes, version).unwrap(), message);
    }
}

#[test]
fn f22_names_that_are_no_text() {
    let cases: [(&[u8], usize); 5] = [
        (&[b'a', 0xff], 9),
        (&[0xc0, 0x80], 8),             // overlong
        (&[0xed, 0xa0, 0x80], 8),       // half of a surrogate pair
        (&[0xf4, 0x90, 0x80, 0x80], 8), // above U+10FFFF
        (&[0xc3], 8),                   // cut
    ];
    for (name, offset) in cases {
        let bytes = [&[0, 0, 0, 0, 0, 1, 0, name.len() as u8], name].concat();
        let found = error::<SaslHandshakeResponse<'_>>(&bytes, 0);
        assert_eq!(found, (Kind::InvalidUtf8, offset, "mechanisms[0]".into()), "{name:02x?}");
    }
}

#[test]
fn f22_nul_in_a_name_is_text_and_stays() {
    let bytes = [0, 0, 0, 0, 0, 1, 0, 2, b'a', 0];
    let message = SaslHandshakeResponse::decode(&bytes, 0).unwrap();
    assert_eq!(message.mechanisms.iter().collect::<Vec<_>>(), ["a\0"]);
}

#[test]
fn f22_a_string_is_at_most_32767_bytes_in_either_form() {
    let mut bytes = [&[2][..], &varint(32_769), &[b'x'; 32_768], &[0; 3]].concat();
    let found = error::<MetadataRequest<'_>>(&bytes, 9);
    assert_eq!(found, (Kind::StringTooLong(32_768), 4, "topics[0].name".into()));
    bytes.splice(1..4, varint(32_768));
    bytes.remove(4);
    assert!(MetadataRequest::decode(&[&bytes[..], &[0, 0]].concat(), 9).is_ok());
}

#[test]
fn f23_trailing_bytes() {
    let bytes = [&encoded(&CreateAclsResponse::default(), 2)[..], &[1, 2, 3]].concat();
    let found = error::<CreateAclsResponse<'_>>(&bytes, 2);
    assert_eq!(found, (Kind::TrailingBytes(3), 6, "message".into()));
}

/// Brokers ignore them: librdkafka leaves three behind Metadata v13 for all topics.
#[test]
fn a_server_gets_the_bytes_behind_a_request_instead_of_an_error() {
    let (body, version) = ([0, 1, 0, 0, 7, 8, 9], 13);
    assert!(MetadataRequest::decode(&body, version).is_err());
    let (request, rest) = MetadataRequest::decode_front(&body, version).unwrap();
    assert!(request.topics.is_none() && request.allow_auto_topic_creation);
    assert_eq!(rest, [7, 8, 9]);
    let error = MetadataRequest::decode_front(&body, 14).unwrap_err();
    assert_eq!(error.kind(), Kind::UnsupportedVersion(14));
}

#[test]
fn f32_codes_without_a_name_are_kept() {
    // Error 32766, no text, one resource of type 88 and pattern type 77 without ACLs.
    let bytes = [0, 0, 0, 0, 0x7f, 0xfe, 0, 2, 88, 2, b'x', 77, 1, 0, 0];
    let message = DescribeAclsResponse::decode(&bytes, 2).unwrap();
    let resource = message.resources.iter().next().unwrap();
    assert_eq!((message.error_code, resource.pattern_type), (ErrorCode(32_766), PatternType(77)));
    assert_eq!((message.error_code.name(), resource.pattern_type.name()), (None, None));
    assert_eq!(format!("{} {:?}", message.error_code, resource.resource_type), "32766 88");
    assert_eq!(encoded(&message, 2), bytes);
}

#[test]
fn versions_that_do_not_exist() {
    for version in [-1, 4, i16::MAX, i16::MIN] {
        let found = error::<CreateAclsResponse<'_>>(&[0; 8], version);
        assert_eq!(found, (Kind::UnsupportedVersion(version), 0, "version".into()));
    }
}

#[test]
fn a_header_cut_short_and_a_key_nobody_has() {
    let error = decode_request_header(&[0, 30, 0]).unwrap_err();
    assert_eq!(
        parts(&error),
        (Kind::UnexpectedEnd { needed: 2, left: 1 }, 2, "request_api_version".into())
    );
    let (header, rest) =
        decode_request_header(&[0x7f, 0xff, 0, 9, 0, 0, 0, 7, 0xff, 0xff, 1]).unwrap();
    assert_eq!((header.request_api_key, header.client_id, rest), (i16::MAX, None, &[1][..]));
}
