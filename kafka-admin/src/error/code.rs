//! Errors from Kafka's error codes.

use kafka_auth::PeerText;
use kafka_proto::{ApiKey, ErrorCode};

use super::{Error, ErrorKind, Layer, Outcome};
use crate::permissions::Permission;

/// The codes by which an API says that the cluster is as asked already.
const ALREADY_SO: &[(ApiKey, ErrorCode)] = &[
    (ApiKey::CREATE_TOPICS, ErrorCode::TOPIC_ALREADY_EXISTS),
    (ApiKey::DELETE_TOPICS, ErrorCode::UNKNOWN_TOPIC_OR_PARTITION),
    (ApiKey::DELETE_TOPICS, ErrorCode::UNKNOWN_TOPIC_ID),
    (ApiKey::EXPIRE_DELEGATION_TOKEN, ErrorCode::DELEGATION_TOKEN_NOT_FOUND),
    (ApiKey::DELETE_GROUPS, ErrorCode::GROUP_ID_NOT_FOUND),
    (ApiKey::ELECT_LEADERS, ErrorCode::ELECTION_NOT_NEEDED),
    // What is not being moved cannot be cancelled.
    (ApiKey::ALTER_PARTITION_REASSIGNMENTS, ErrorCode::NO_REASSIGNMENT_IN_PROGRESS),
    (ApiKey::OFFSET_DELETE, ErrorCode::GROUP_ID_NOT_FOUND),
    (ApiKey::OFFSET_DELETE, ErrorCode::UNKNOWN_TOPIC_OR_PARTITION),
    (ApiKey::ALTER_USER_SCRAM_CREDENTIALS, ErrorCode::RESOURCE_NOT_FOUND),
    (ApiKey::UNREGISTER_BROKER, ErrorCode::BROKER_ID_NOT_REGISTERED),
    (ApiKey::ADD_RAFT_VOTER, ErrorCode::DUPLICATE_VOTER),
    (ApiKey::REMOVE_RAFT_VOTER, ErrorCode::VOTER_NOT_FOUND),
    (ApiKey::DELETE_SHARE_GROUP_OFFSETS, ErrorCode::GROUP_ID_NOT_FOUND),
    (ApiKey::DELETE_SHARE_GROUP_OFFSETS, ErrorCode::UNKNOWN_TOPIC_OR_PARTITION),
    (ApiKey::UNREGISTER_CONTROLLER, ErrorCode::CONTROLLER_ID_NOT_REGISTERED),
];

impl Error {
    /// What a broker answered to a request or about one item of it, with its own words if it has any.
    #[cold]
    pub(crate) fn of_code(api: ApiKey, code: ErrorCode, text: Option<&str>) -> Self {
        let mut message = match code.name() {
            Some(name) => format!("{name} ({})", code.0),
            None => format!("error code {}", code.0),
        };
        let sense = text.map(sense).unwrap_or_default();
        if !sense.is_empty() {
            message.push_str(&format!(": {}", PeerText::new(sense)));
        }
        let mut error = Self::new(meaning(code).0, Layer::Api, message)
            .outcome_is(outcome(api, code))
            .in_api(api);
        error.inner().code = Some(code);
        error
    }
}

/// With CLUSTER_AUTHORIZATION_FAILED brokers send 400 characters of their internals and then what
/// counts: `Request Request(processor=1, …) needs ALTER permission.`
fn sense(text: &str) -> &str {
    let request = text.strip_prefix("Request ").unwrap_or(text);
    if !request.starts_with("Request(") {
        return text;
    }
    let (_, sense) = request.rsplit_once(") ").unwrap_or_default();
    sense.strip_suffix('.').unwrap_or(sense)
}

/// The broker that times out goes on working, and one that fails without knowing why may have
/// failed after the change.
fn outcome(api: ApiKey, code: ErrorCode) -> Outcome {
    match code {
        _ if ALREADY_SO.contains(&(api, code)) => Outcome::AlreadySo,
        ErrorCode::REQUEST_TIMED_OUT
        | ErrorCode::UNKNOWN_SERVER_ERROR
        | ErrorCode::NETWORK_EXCEPTION => Outcome::Unknown,
        // The transaction in the way is being aborted for the producer that asks.
        ErrorCode::CONCURRENT_TRANSACTIONS if api == ApiKey::INIT_PRODUCER_ID => Outcome::Unknown,
        _ => Outcome::NotApplied,
    }
}

/// The next step: what the API makes of the code, or else what the code says by itself.
pub(super) fn hint(api: Option<ApiKey>, code: ErrorCode) -> Option<&'static str> {
    let missing = api.and_then(|api| Permission::missing(api, code));
    let of_api = match (api, code) {
        (Some(ApiKey::DELETE_TOPICS), ErrorCode::UNKNOWN_TOPIC_OR_PARTITION) => {
            Some("check the name; if the name is right, there is nothing left to delete")
        }
        (Some(ApiKey::OFFSET_COMMIT), ErrorCode::UNKNOWN_MEMBER_ID) => Some(
            "stop the group's members first: only a group without any takes offsets from others",
        ),
        (Some(ApiKey::ALTER_USER_SCRAM_CREDENTIALS), ErrorCode::RESOURCE_NOT_FOUND) => {
            Some("check the name and the mechanism; if they are right, there is nothing to delete")
        }
        (Some(ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS), ErrorCode::RESOURCE_NOT_FOUND) => {
            Some("check the name, or create the user")
        }
        // KIP-853: what `kraft.version` 0 has none of.
        (
            Some(ApiKey::ADD_RAFT_VOTER | ApiKey::REMOVE_RAFT_VOTER),
            ErrorCode::UNSUPPORTED_VERSION,
        ) => Some("voters can change with kraft.version 1 only; the features show its level"),
        (Some(ApiKey::DESCRIBE_CONFIGS), ErrorCode::INVALID_REQUEST) => Some(
            "a broker refuses all resources when it does not know the type of one: groups need Kafka 4.0, \
             client metrics Kafka 3.7",
        ),
        _ => missing.and_then(Permission::hint),
    };
    of_api.or(meaning(code).1)
}

/// What a code is about, and the next step whatever the API is.
fn meaning(code: ErrorCode) -> (ErrorKind, Option<&'static str>) {
    let row = MEANINGS.iter().find(|(known, ..)| *known == code);
    row.map_or((ErrorKind::Broker, None), |(_, kind, hint)| (*kind, *hint))
}

/// Every code that has a class of its own or a next step.
const MEANINGS: &[(ErrorCode, ErrorKind, Option<&str>)] = &[
    (ErrorCode::BROKER_ID_NOT_REGISTERED, ErrorKind::NotFound, None),
    (
        ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        ErrorKind::AuthorizationFailed,
        Some(
            "the principal may not do this on the cluster; on Amazon MSK connect with AWS_MSK_IAM",
        ),
    ),
    (
        ErrorCode::DELEGATION_TOKEN_AUTH_DISABLED,
        ErrorKind::Broker,
        Some(
            "delegation tokens need delegation.token.secret.key in the settings of every broker; Amazon MSK \
             has none",
        ),
    ),
    (ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED, ErrorKind::AuthorizationFailed, None),
    (
        ErrorCode::DELEGATION_TOKEN_EXPIRED,
        ErrorKind::Broker,
        Some("create another one: a token that has ended cannot be renewed"),
    ),
    (ErrorCode::DELEGATION_TOKEN_NOT_FOUND, ErrorKind::NotFound, None),
    (
        ErrorCode::DELEGATION_TOKEN_OWNER_MISMATCH,
        ErrorKind::Broker,
        Some("only its owner and its renewers renew and end a token"),
    ),
    (
        ErrorCode::DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
        ErrorKind::Broker,
        Some("ask over TLS with a login, and not with one by a delegation token"),
    ),
    (ErrorCode::DUPLICATE_RESOURCE, ErrorKind::AlreadyExists, None),
    (
        ErrorCode::ELIGIBLE_LEADERS_NOT_AVAILABLE,
        ErrorKind::Broker,
        Some("start a broker that has a replica of the partition, then repeat it"),
    ),
    (
        ErrorCode::GROUP_AUTHORIZATION_FAILED,
        ErrorKind::AuthorizationFailed,
        Some("the principal may not do this with the group"),
    ),
    (
        ErrorCode::GROUP_ID_NOT_FOUND,
        ErrorKind::NotFound,
        Some("list the groups: another id, or another type of group, may be meant"),
    ),
    (
        ErrorCode::GROUP_SUBSCRIBED_TO_TOPIC,
        ErrorKind::Broker,
        Some("stop the group's members that subscribe to the topic first"),
    ),
    (
        ErrorCode::INVALID_REPLICATION_FACTOR,
        ErrorKind::Broker,
        Some("use at most as many replicas as there are brokers"),
    ),
    (
        ErrorCode::NON_EMPTY_GROUP,
        ErrorKind::Broker,
        Some("stop the group's members first, or remove them from it"),
    ),
    (
        ErrorCode::INVALID_REPLICA_ASSIGNMENT,
        ErrorKind::Broker,
        Some(
            "name brokers that the cluster has, each once; a description of the cluster lists them",
        ),
    ),
    (
        ErrorCode::INVALID_UPDATE_VERSION,
        ErrorKind::Broker,
        Some(
            "the features show which levels there are; every broker and controller must support them",
        ),
    ),
    (
        ErrorCode::LOG_DIR_NOT_FOUND,
        ErrorKind::NotFound,
        Some("give one of the broker's own directories; a description of its log dirs shows them"),
    ),
    (
        ErrorCode::NOT_CONTROLLER,
        ErrorKind::WrongBroker,
        Some("repeat the call: another broker is becoming the controller"),
    ),
    (ErrorCode::NOT_COORDINATOR, ErrorKind::WrongBroker, None),
    (ErrorCode::NOT_LEADER_OR_FOLLOWER, ErrorKind::WrongBroker, None),
    (
        ErrorCode::NO_REASSIGNMENT_IN_PROGRESS,
        ErrorKind::NotFound,
        Some("nothing moves this partition: there is nothing to cancel"),
    ),
    (
        ErrorCode::POLICY_VIOLATION,
        ErrorKind::Broker,
        Some("ask whoever runs the cluster for its create.topic.policy"),
    ),
    (
        ErrorCode::REBALANCE_IN_PROGRESS,
        ErrorKind::Broker,
        Some("repeat it when the group is stable, or has no members"),
    ),
    (
        ErrorCode::PREFERRED_LEADER_NOT_AVAILABLE,
        ErrorKind::Broker,
        Some("start the partition's first replica, or wait until it is in sync, then repeat it"),
    ),
    (
        ErrorCode::REQUEST_TIMED_OUT,
        ErrorKind::Timeout,
        Some("look whether it took effect before repeating it"),
    ),
    (ErrorCode::RESOURCE_NOT_FOUND, ErrorKind::NotFound, None),
    (ErrorCode::SASL_AUTHENTICATION_FAILED, ErrorKind::AuthenticationFailed, None),
    (
        ErrorCode::SECURITY_DISABLED,
        ErrorKind::Broker,
        Some("this cluster has no authorizer, so everyone may do everything and ACLs do not exist"),
    ),
    (
        ErrorCode::THROTTLING_QUOTA_EXCEEDED,
        ErrorKind::Throttled,
        Some("wait, or ask for a higher controller_mutation_rate"),
    ),
    (
        ErrorCode::TOPIC_ALREADY_EXISTS,
        ErrorKind::AlreadyExists,
        Some("describe the topic, and compare its partitions and settings with what is wanted"),
    ),
    (
        ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        ErrorKind::AuthorizationFailed,
        Some("the principal may not do this with the topic, or there is no such topic"),
    ),
    (ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED, ErrorKind::AuthorizationFailed, None),
    (ErrorCode::TRANSACTIONAL_ID_NOT_FOUND, ErrorKind::NotFound, None),
    (
        ErrorCode::UNKNOWN_SERVER_ERROR,
        ErrorKind::Broker,
        Some("the broker's log says more at the same moment"),
    ),
    (ErrorCode::UNKNOWN_TOPIC_ID, ErrorKind::NotFound, None),
    (
        ErrorCode::UNKNOWN_TOPIC_OR_PARTITION,
        ErrorKind::NotFound,
        Some("check the name, or create the topic"),
    ),
    (
        ErrorCode::UNSTABLE_OFFSET_COMMIT,
        ErrorKind::Broker,
        Some(
            "repeat it when the open transaction has ended, or read offsets without require_stable",
        ),
    ),
    (ErrorCode::UNSUPPORTED_VERSION, ErrorKind::UnsupportedVersion, None),
];

#[cfg(test)]
mod tests {
    use super::*;

    const API: ApiKey = ApiKey::CREATE_TOPICS;

    #[test]
    fn says_api_name_code_and_the_brokers_words() {
        let code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
        let error = Error::of_code(API, code, Some("Authorization failed."));
        assert_eq!(
            error.to_string(),
            "CreateTopics: TOPIC_AUTHORIZATION_FAILED (29): Authorization failed."
        );
        assert_eq!(error.kind(), ErrorKind::AuthorizationFailed);
        assert_eq!(error.outcome(), Outcome::NotApplied);
        assert!(!error.is_retriable() && error.is_auth());
    }

    #[test]
    fn each_code_has_one_meaning() {
        for (index, (code, ..)) in MEANINGS.iter().enumerate() {
            let name = code.name().unwrap();
            assert!(MEANINGS[..index].iter().all(|(before, ..)| before != code), "{name}");
            let denied = name.ends_with("_AUTHORIZATION_FAILED");
            assert_eq!(meaning(*code).0 == ErrorKind::AuthorizationFailed, denied, "{name}");
        }
        let denials = ErrorCode::ALL_KNOWN.iter().filter_map(|code| code.name());
        assert_eq!(denials.filter(|name| name.ends_with("_AUTHORIZATION_FAILED")).count(), 5);
    }

    #[test]
    fn f32_an_unknown_code_is_kept() {
        let error = Error::of_code(API, ErrorCode(999), None);
        assert_eq!((error.message(), error.code()), ("error code 999", Some(ErrorCode(999))));
    }

    #[test]
    fn s24_a_brokers_text_is_escaped_and_cut() {
        let code = ErrorCode::INVALID_REQUEST;
        let error = Error::of_code(API, code, Some("a\r\n\x1b[2Jb"));
        assert!(!error.to_string().contains(['\r', '\n', '\x1b']));
        let long = "x".repeat(40_000);
        assert!(Error::of_code(API, code, Some(&long)).to_string().len() < 1_000);
    }

    #[test]
    fn of_a_brokers_internals_only_the_sense_is_told() {
        let code = ErrorCode::CLUSTER_AUTHORIZATION_FAILED;
        let message = |text: &str| Error::of_code(API, code, Some(text)).message().to_owned();
        let internals = "Request(processor=1, connectionId=1.2.3.4:5-6:7 (x), session=Session(User:x,/1.2.3.4), \
                         buffer=null, envelope=None)";
        for text in [
            format!("Request {internals} needs ALTER permission."),
            format!("{internals} needs ALTER permission"),
        ] {
            assert_eq!(message(&text), "CLUSTER_AUTHORIZATION_FAILED (31): needs ALTER permission");
        }
        assert_eq!(message(internals), "CLUSTER_AUTHORIZATION_FAILED (31)");
        assert_eq!(message("Request(processor=1, conn"), "CLUSTER_AUTHORIZATION_FAILED (31)");
        let words = "CLUSTER_AUTHORIZATION_FAILED (31): Request refused (by policy) for you.";
        assert_eq!(message("Request refused (by policy) for you."), words);
    }

    #[test]
    fn every_api_and_code_has_its_outcome() {
        let unknown = [
            ErrorCode::REQUEST_TIMED_OUT,
            ErrorCode::UNKNOWN_SERVER_ERROR,
            ErrorCode::NETWORK_EXCEPTION,
        ];
        let mut already_so = 0;
        for api in ApiKey::all().map(|info| info.key) {
            for code in ErrorCode::ALL_KNOWN {
                let expected = match (api, *code) {
                    pair if ALREADY_SO.contains(&pair) => Outcome::AlreadySo,
                    (_, code) if unknown.contains(&code) => Outcome::Unknown,
                    (ApiKey::INIT_PRODUCER_ID, ErrorCode::CONCURRENT_TRANSACTIONS) => {
                        Outcome::Unknown
                    }
                    _ => Outcome::NotApplied,
                };
                already_so += usize::from(expected == Outcome::AlreadySo);
                let error = Error::of_code(api, *code, None);
                assert_eq!(error.outcome(), expected, "{error}");
                assert!(!error.hint().unwrap_or_default().contains("::"), "{error}");
            }
        }
        assert_eq!(already_so, ALREADY_SO.len(), "each row is about a known API and code");
    }

    #[test]
    fn what_exists_or_is_absent_already_is_not_called_not_applied() {
        let outcome = |api, code| Error::of_code(api, code, None).outcome();
        let exists = ErrorCode::TOPIC_ALREADY_EXISTS;
        assert_eq!(outcome(ApiKey::CREATE_TOPICS, exists), Outcome::AlreadySo);
        for absent in [ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, ErrorCode::UNKNOWN_TOPIC_ID] {
            assert_eq!(outcome(ApiKey::DELETE_TOPICS, absent), Outcome::AlreadySo);
            assert_eq!(outcome(ApiKey::METADATA, absent), Outcome::NotApplied, "a read");
            assert_eq!(outcome(ApiKey::CREATE_PARTITIONS, absent), Outcome::NotApplied);
        }
    }

    #[test]
    fn a_broker_that_times_out_may_still_do_it() {
        let error = Error::of_code(API, ErrorCode::REQUEST_TIMED_OUT, None);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    }

    #[test]
    fn a_refusal_names_the_permission_that_the_api_needs() {
        let code = ErrorCode::CLUSTER_AUTHORIZATION_FAILED;
        let hint = |api| Error::of_code(api, code, None).hint().unwrap_or_default().to_owned();
        assert!(hint(ApiKey::DESCRIBE_ACLS).contains("kafka-cluster:DescribeCluster in"));
        assert!(hint(ApiKey::CREATE_ACLS).contains("kafka-cluster:AlterCluster and"));
        assert!(hint(ApiKey::CREATE_ACLS).contains("9098"));
        assert!(hint(ApiKey::METADATA).contains("may not do this on the cluster"));
    }
}
