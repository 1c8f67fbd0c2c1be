//! ApiVersions: which APIs there are, in which versions, and which features (KIP-35, KIP-511, KIP-584).

use std::sync::Arc;

use kafka_proto::messages::api_versions::{
    ApiVersion, ApiVersionsRequest, ApiVersionsResponse, FinalizedFeatureKey, SupportedFeatureKey,
};
use kafka_proto::{ApiKey, ErrorCode, Message};

use super::{APIS, Api, Call, Outcome, served_in};
use crate::profile::{Feature, Profile};
use crate::refusal::Refusal;

/// How much of a client's name is kept.
const MAX_SOFTWARE: usize = 64;

pub(super) fn answer(call: &Call<'_>, request: &ApiVersionsRequest<'_>) -> Outcome {
    if let Some(code) = flaw(call, request) {
        return refuse(call, request, &Refusal::of(code));
    }
    // "metadata.version" apart, whose lowest level is not 0, they are for clients that know of
    // level 0: from v4 on.
    let profile = call.cluster.profile;
    let features = profile.features();
    let supported = features.iter().filter(|it| call.version() >= 4 || it.supported.0 > 0);
    let levels = call.cluster.state.features.now();
    let finalized = features.iter().map(|it| (it.name, levels.level(it)));
    call.reply(&ApiVersionsResponse {
        api_keys: served_in(profile, call.cluster.policy.service)
            .map(|api| entry(api, profile))
            .collect(),
        supported_features: supported.map(supported_feature).collect(),
        finalized_features_epoch: levels.epoch(),
        finalized_features: finalized.filter(|it| it.1 > 0).map(finalized_feature).collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &ApiVersionsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&ApiVersionsResponse { error_code: refusal.code, ..Default::default() })
}

/// KIP-511: a version that the broker does not know is answered in the layout of v0, with code 35
/// and the versions of ApiVersions itself.
pub(super) fn unsupported(call: &Call<'_>) -> Outcome {
    let own = APIS.iter().filter(|api| api.key == ApiKey::API_VERSIONS);
    let response = ApiVersionsResponse {
        error_code: ErrorCode::UNSUPPORTED_VERSION,
        api_keys: own.map(|api| entry(api, call.cluster.profile)).collect(),
        ..Default::default()
    };
    call.reply_in(0, &response)
}

fn entry(api: &Api, profile: Profile) -> ApiVersion<'static> {
    let versions = api.versions.of(profile);
    ApiVersion {
        api_key: api.key.0,
        min_version: *versions.start(),
        max_version: *versions.end(),
        ..Default::default()
    }
}

fn supported_feature(feature: &Feature) -> SupportedFeatureKey<'static> {
    let (min_version, max_version) = feature.supported;
    SupportedFeatureKey { name: feature.name, min_version, max_version, ..Default::default() }
}

fn finalized_feature((name, level): (&'static str, i16)) -> FinalizedFeatureKey<'static> {
    FinalizedFeatureKey {
        name,
        max_version_level: level,
        min_version_level: level,
        ..Default::default()
    }
}

/// The client's own name for itself in such a request.
pub(super) fn software(body: &[u8], version: i16) -> Option<Arc<str>> {
    let (request, _) = ApiVersionsRequest::decode_front(body, version).ok()?;
    let name = request.client_software_name;
    is_software(name).then(|| Arc::from(name.get(..MAX_SOFTWARE).unwrap_or(name)))
}

fn flaw(call: &Call<'_>, request: &ApiVersionsRequest<'_>) -> Option<ErrorCode> {
    let is_named =
        is_software(request.client_software_name) && is_software(request.client_software_version);
    if call.version() >= 3 && !is_named {
        return Some(ErrorCode::INVALID_REQUEST);
    }
    misrouted(call, request)
}

/// KIP-1242: a client can say whom it means to talk to; both the cluster and the broker, or neither.
fn misrouted(call: &Call<'_>, request: &ApiVersionsRequest<'_>) -> Option<ErrorCode> {
    let is_this_broker = request.node_id == call.broker().id;
    match (request.cluster_id, request.node_id) {
        (None, -1) => None,
        (None, _) | (Some(_), -1) => Some(ErrorCode::INVALID_REQUEST),
        (Some(id), _) if id == call.cluster.id && is_this_broker => None,
        _ => Some(ErrorCode::REBOOTSTRAP_REQUIRED),
    }
}

/// KIP-511: `[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?`.
fn is_software(text: &str) -> bool {
    let (first, last) = (text.bytes().next(), text.bytes().next_back());
    let has_edges = [first, last].iter().all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric()));
    has_edges && text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'.')
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, read, reply, user};
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
    fn kip_584_features_have_levels_and_v3_hides_those_that_begin_at_0() {
        let names = |version| -> Vec<String> {
            let frame = ask(&cluster(1), &user(), version, &request("test")).unwrap();
            let response = read::<ApiVersionsRequest<'_>>(&frame, version);
            assert_eq!(response.finalized_features.len(), Profile::Kafka44.features().len());
            response.supported_features.iter().map(|it| it.name.to_owned()).collect()
        };
        assert_eq!(names(3), ["metadata.version"]);
        assert_eq!(names(4).len(), Profile::Kafka44.features().len());
    }

    #[test]
    fn kip_1242_a_client_that_means_another_broker_is_sent_away() {
        // (cluster, broker, code), as Kafka 4.4.0 answered
        let table = [
            (Some("emulated"), 1, 0),
            (Some("emulated"), 2, 129),
            (Some("other"), 1, 129),
            (Some(""), 1, 129),
            (Some("emulated"), -1, 42),
            (Some("other"), -1, 42),
            (None, 1, 42),
            (None, 2, 42),
            (None, -1, 0),
        ];
        for (cluster_id, node_id, code) in table {
            let request = ApiVersionsRequest { cluster_id, node_id, ..request("test") };
            let frame = ask(&cluster(2), &user(), 5, &request).unwrap();
            let response = read::<ApiVersionsRequest<'_>>(&frame, 5);
            assert_eq!(response.error_code.0, code, "{cluster_id:?} {node_id}");
        }
    }

    #[test]
    fn a_software_name_is_kept_if_it_is_valid_and_not_all_of_a_long_one() {
        let name = |text: &'static str| {
            let mut body = Vec::new();
            request(text).encode(&mut body, 3).unwrap();
            software(&body, 3).map(|name| name.to_string())
        };
        assert_eq!(name("librdkafka").as_deref(), Some("librdkafka"));
        assert_eq!(name("\x1b[2J"), None);
        let long = "a".repeat(1000).leak();
        assert_eq!(name(long).map(|name| name.len()), Some(MAX_SOFTWARE));
        assert_eq!(software(&[], 0), None);
    }

    #[test]
    fn kip_511_a_version_that_is_not_known_is_answered_in_v0() {
        let frame = [0, 18, 0, 99, 0, 0, 0, 7, 255, 255, 0, 1, 2, 3];
        let answer = super::super::answer(&cluster(1), &user(), &frame);
        let v0 = vec![0, 0, 0, 16, 0, 0, 0, 7, 0, 35, 0, 0, 0, 1, 0, 18, 0, 0, 0, 5];
        assert_eq!(reply(answer), Ok(v0));
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
