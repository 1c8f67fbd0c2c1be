//! ApiVersions: which APIs there are, in which versions (KIP-35, KIP-511).

use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsRequest, ApiVersionsResponse};
use kafka_proto::{ApiKey, ErrorCode, Message};

use super::{APIS, Answer, Api, Call};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, body: &[u8]) -> Answer {
    let request = ApiVersionsRequest::decode(body, call.version())?;
    if call.version() >= 3 && !is_valid(&request) {
        return refuse(call, body, &Refusal::of(ErrorCode::INVALID_REQUEST));
    }
    let api_keys = APIS.iter().map(entry).collect();
    call.reply(&ApiVersionsResponse { api_keys, ..Default::default() })
}

pub(super) fn refuse(call: &Call<'_>, _body: &[u8], refusal: &Refusal) -> Answer {
    call.reply(&ApiVersionsResponse { error_code: refusal.code, ..Default::default() })
}

/// KIP-511: a version that the broker does not know is answered in the layout of v0, with code 35
/// and the versions of ApiVersions itself.
pub(super) fn unsupported(call: &Call<'_>) -> Answer {
    let own = APIS.iter().filter(|api| api.key == ApiKey::API_VERSIONS);
    let response = ApiVersionsResponse {
        error_code: ErrorCode::UNSUPPORTED_VERSION,
        api_keys: own.map(entry).collect(),
        ..Default::default()
    };
    call.reply_in(0, &response)
}

fn entry(api: &Api) -> ApiVersion<'static> {
    ApiVersion {
        api_key: api.key.0,
        min_version: *api.versions.start(),
        max_version: *api.versions.end(),
        ..Default::default()
    }
}

fn is_valid(request: &ApiVersionsRequest<'_>) -> bool {
    is_software(request.client_software_name) && is_software(request.client_software_version)
}

/// KIP-511: `[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?`.
fn is_software(text: &str) -> bool {
    let is_inner = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'.';
    let is_edge = |c: Option<&u8>| c.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    is_edge(bytes.first()) && is_edge(bytes.last()) && bytes.iter().copied().all(is_inner)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, read, user};
    use super::*;

    fn request(name: &'static str) -> ApiVersionsRequest<'static> {
        ApiVersionsRequest {
            client_software_name: name,
            client_software_version: "1.0",
            ..Default::default()
        }
    }

    #[test]
    fn the_offered_apis_are_listed() {
        let frame = ask(&cluster(1), &user(), 3, &request("test")).unwrap();
        let response = read::<ApiVersionsRequest<'_>>(&frame, 3);
        assert_eq!(response.error_code, ErrorCode::NONE);
        assert_eq!(response.api_keys.len(), APIS.len());
        let create_topics = response.api_keys.iter().find(|api| api.api_key == 19).unwrap();
        assert_eq!((create_topics.min_version, create_topics.max_version), (2, 7));
    }

    #[test]
    fn kip_511_a_version_that_is_not_known_is_answered_in_v0() {
        let frame = [0, 18, 0, 99, 0, 0, 0, 7, 255, 255, 0, 1, 2, 3];
        let answer = super::super::answer(&cluster(1), &user(), &frame);
        let v0 = vec![0, 0, 0, 16, 0, 0, 0, 7, 0, 35, 0, 0, 0, 1, 0, 18, 0, 0, 0, 4];
        assert_eq!(answer, Ok(v0));
    }

    #[test]
    fn kip_511_software_names_have_a_rule() {
        for name in ["", "my_app", "-a", "a-", "a b"] {
            let frame = ask(&cluster(1), &user(), 4, &request(name)).unwrap();
            let response = read::<ApiVersionsRequest<'_>>(&frame, 4);
            assert_eq!(response.error_code, ErrorCode::INVALID_REQUEST, "{name:?}");
        }
        assert!(is_software("a") && is_software("apache-kafka-java") && is_software("a.1"));
    }
}
