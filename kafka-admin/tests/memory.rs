//! What an answer costs once it is a result: memory in proportion to the frame, whatever is in it.
//!
//! Each case is the worst that a broker can put into one frame for one call: as many items as fit, as
//! small as they can be, in each version of the API; or one big thing that every item refers to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use allocation_counter::measure;
use kafka_admin::acls::{AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::configs::ConfigResource;
use kafka_admin::topics::NewTopic;
use kafka_admin::{AclOperation, Admin, Config, ErrorCode, Tls};
use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::create_acls::{AclCreationResult, CreateAclsResponse};
use kafka_proto::messages::create_topics::{CreatableTopicResult, CreateTopicsResponse};
use kafka_proto::messages::delete_acls::{
    DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsResponse,
};
use kafka_proto::messages::delete_topics::{DeletableTopicResult, DeleteTopicsResponse};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::describe_configs::{
    DescribeConfigsResourceResult, DescribeConfigsResponse, DescribeConfigsResult,
};
use kafka_proto::messages::metadata::{
    MetadataResponse, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{ApiKey, ConfigResourceType, Message, encode_response};
use tokio::runtime::{Builder, Runtime};

/// What a result may take: this many times the frame, and this much in any case.
const TIMES: usize = 8;
const SLACK: usize = 64 * 1024;
/// What each item that was asked about may take besides: its name, its place, and an error.
const PER_ASKED: usize = 256;
/// How often the text of such an item is kept: as its name, and in its error.
const TEXTS: usize = 2;
/// What writing and reading take: a buffer grows by doubling, and for a moment the old one is there too.
const READING: usize = 3;

/// How many items a frame of these tests has.
const MANY: usize = 26_000;

/// A call to an API in one version, and the frame that answers it.
struct Case {
    name: &'static str,
    api: ApiKey,
    version: i16,
    asked: usize,
    /// How much text the items that are asked about have.
    text: usize,
    frame: Vec<u8>,
}

impl Case {
    fn new<'a, M: Message<'a>>(name: &'static str, version: i16, response: &M) -> Self {
        let mut frame = Vec::new();
        encode_response(&mut frame, version, 0, response).expect("the test's response is sound");
        Self { name, api: M::API, version, asked: 1, text: 0, frame }
    }

    fn asked(self, asked: usize, text: usize) -> Self {
        Self { asked, text, ..self }
    }

    /// Makes the call, and holds its result against the frame.
    fn costs<R>(self, call: impl AsyncFnOnce(&Admin) -> R) {
        let Self { name, api, version, asked, text, frame } = self;
        let size = frame.len();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let admin = connect(&runtime, answering(api, version, frame));
        let mut result = None;
        let spent = measure(|| result = Some(runtime.block_on(call(&admin))));
        let held = -measure(|| drop(result)).bytes_current;
        let (held, peak) = (held.max(0) as usize, spent.bytes_max as usize);
        let case = format!("{name}, v{version}: {size} bytes held as {held}, at most {peak}");
        println!("{case} ({:.1} and {:.1} times)", ratio(held, size), ratio(peak, size));
        if asked > 1 {
            println!("{:.0} held for each item asked about", ratio(held, asked));
        }
        let bound = TIMES * size + SLACK + PER_ASKED * asked + TEXTS * text;
        assert!(size > 100_000 || asked > 1, "{case}: too small to show anything");
        assert!(held <= bound, "{case}");
        assert!(peak <= bound + READING * (size + text), "{case}");
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// Every version of an API that this client speaks. A Metadata request before v4 would create topics.
fn versions(api: ApiKey) -> std::ops::RangeInclusive<i16> {
    let info = api.info().expect("an API of this release");
    let lowest = if api == ApiKey::METADATA { 4 } else { info.min_version };
    lowest..=info.max_version
}

/// A filter that every version can carry.
fn filter() -> AclBindingFilter {
    AclBindingFilter::resource(&ResourcePattern::topic("t"))
}

fn connect(runtime: &Runtime, address: SocketAddr) -> Admin {
    let config = Config::new([address.to_string()]).tls(Tls::Disabled);
    runtime.block_on(Admin::connect(config)).unwrap()
}

/// A broker that has one version of `api`, and one answer to it.
fn answering(api: ApiKey, version: i16, frame: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let frame = Arc::new(frame);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let frame = frame.clone();
            thread::spawn(move || serve(stream, (api, version), address, &frame));
        }
    });
    address
}

/// Until the client closes. Its first Metadata request is about the brokers.
fn serve(mut stream: TcpStream, api: (ApiKey, i16), address: SocketAddr, frame: &[u8]) {
    let mut brokers_told = false;
    while let Some((asked, version, id)) = read_request(&mut stream) {
        let answer = match asked {
            ApiKey::API_VERSIONS => encoded(version, &offer(api)),
            ApiKey::METADATA if !brokers_told => {
                brokers_told = true;
                encoded(version, &one_broker(address))
            }
            _ => frame.to_vec(),
        };
        let sent = [&answer[..4], &id.to_be_bytes(), &answer[8..]].concat();
        if stream.write_all(&sent).is_err() {
            return;
        }
    }
}

fn read_request(stream: &mut TcpStream) -> Option<(ApiKey, i16, i32)> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut frame = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut frame).ok()?;
    let number = |at: usize| i16::from_be_bytes([frame[at], frame[at + 1]]);
    let id = i32::from_be_bytes([frame[4], frame[5], frame[6], frame[7]]);
    Some((ApiKey(number(0)), number(2), id))
}

fn encoded<'a, M: Message<'a>>(version: i16, response: &M) -> Vec<u8> {
    let mut frame = Vec::new();
    encode_response(&mut frame, version, 0, response).unwrap();
    frame
}

/// The API under test in one version, and what a client needs to get there.
fn offer((api, version): (ApiKey, i16)) -> ApiVersionsResponse<'static> {
    let entry = |key: ApiKey, range: std::ops::RangeInclusive<i16>| ApiVersion {
        api_key: key.0,
        min_version: *range.start(),
        max_version: *range.end(),
        ..Default::default()
    };
    let others = [ApiKey::API_VERSIONS, ApiKey::METADATA].into_iter().filter(|key| *key != api);
    let others = others.map(|key| entry(key, versions(key)));
    ApiVersionsResponse {
        api_keys: others.chain([entry(api, version..=version)]).collect(),
        ..Default::default()
    }
}

fn one_broker(address: SocketAddr) -> MetadataResponse<'static> {
    let broker = MetadataResponseBroker {
        node_id: 1,
        host: "127.0.0.1",
        port: address.port().into(),
        ..Default::default()
    };
    MetadataResponse { brokers: vec![broker].into(), controller_id: 1, ..Default::default() }
}

/// Short texts, each another one.
fn different() -> Vec<String> {
    let letters = || 'a'..='z';
    let three = |a, b| letters().map(move |c| format!("{a}{b}{c}"));
    let all = letters().flat_map(|a| letters().flat_map(move |b| three(a, b)));
    all.chain(('a'..='z').map(String::from)).cycle().take(MANY).collect()
}

#[test]
fn describe_acls_shares_what_repeats() {
    let acls = |count| vec![AclDescription::default(); count];
    let resource = |resource_name, acls: Vec<_>| DescribeAclsResource {
        resource_name,
        acls: acls.into(),
        ..Default::default()
    };
    let response = |resources: Vec<_>| DescribeAclsResponse {
        resources: resources.into(),
        ..Default::default()
    };
    let long = "n".repeat(30_000);
    let texts = different();
    let named: Vec<_> = texts
        .iter()
        .map(|text| AclDescription { principal: text, host: text, ..Default::default() })
        .collect();
    let lone: Vec<_> = texts.iter().map(|name| resource(name, acls(1))).collect();
    for version in versions(ApiKey::DESCRIBE_ACLS) {
        let cases = [
            ("ACLs without a word", vec![resource("", acls(MANY))]),
            ("ACLs on one resource with a long name", vec![resource(&long, acls(MANY))]),
            ("ACLs of as many principals", vec![resource("t", named.clone())]),
            ("resources with one ACL each", vec![resource("", acls(1)); MANY]),
            ("named resources with one ACL each", lone.clone()),
            ("resources without ACLs", vec![resource("", acls(0)); MANY]),
        ];
        for (name, resources) in cases {
            let case = Case::new(name, version, &response(resources));
            case.costs(async |admin| admin.describe_acls(&filter()).await.unwrap());
        }
    }
}

#[test]
fn delete_acls_tells_what_was_deleted() {
    let acl = DeleteAclsMatchingAcl::default;
    let texts = different();
    let named = texts.iter().map(|name| DeleteAclsMatchingAcl { resource_name: name, ..acl() });
    let failed = |n: usize| DeleteAclsMatchingAcl { error_code: ErrorCode(n as i16), ..acl() };
    let explained =
        texts.iter().map(|text| DeleteAclsMatchingAcl { error_message: Some(text), ..failed(31) });
    let lists = [
        ("deleted ACLs", vec![acl(); MANY]),
        ("deleted ACLs on as many resources", named.collect()),
        ("ACLs that failed alike", vec![failed(31); MANY]),
        ("ACLs that failed differently", (0..MANY).map(failed).collect()),
        ("ACLs that failed with different words", explained.collect()),
    ];
    for version in versions(ApiKey::DELETE_ACLS) {
        for (name, matching_acls) in lists.clone() {
            let filter = DeleteAclsFilterResult {
                matching_acls: matching_acls.into(),
                ..Default::default()
            };
            let response =
                DeleteAclsResponse { filter_results: vec![filter].into(), ..Default::default() };
            Case::new(name, version, &response).costs(delete_one_filter);
        }
        let failed = DeleteAclsFilterResult {
            error_code: ErrorCode::UNKNOWN_SERVER_ERROR,
            ..Default::default()
        };
        let response =
            DeleteAclsResponse { filter_results: vec![failed; MANY].into(), ..Default::default() };
        Case::new("filters that nobody gave", version, &response).costs(delete_one_filter);
    }
}

async fn delete_one_filter(
    admin: &Admin,
) -> kafka_admin::Batch<AclBindingFilter, Vec<kafka_admin::acls::DeletedAcl>> {
    admin.delete_acls(&[filter()]).await.unwrap()
}

#[test]
fn create_acls_reads_no_more_than_was_asked() {
    let acl = AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic("t"));
    let failed = AclCreationResult {
        error_code: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for version in versions(ApiKey::CREATE_ACLS) {
        let response =
            CreateAclsResponse { results: vec![failed.clone(); MANY].into(), ..Default::default() };
        let case = Case::new("results of ACLs that nobody gave", version, &response);
        case.costs(async |admin| admin.create_acls(std::slice::from_ref(&acl)).await.unwrap());
    }
}

#[test]
fn create_and_delete_topics_read_no_more_than_was_asked() {
    for name in ["", "mine"] {
        let topic = CreatableTopicResult {
            name,
            error_code: ErrorCode::INVALID_REQUEST,
            ..Default::default()
        };
        for version in versions(ApiKey::CREATE_TOPICS) {
            let response = CreateTopicsResponse {
                topics: vec![topic.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("created topics that nobody asked for", version, &response);
            let mine = [NewTopic::new("mine").partitions(1).replication_factor(1)];
            case.costs(async |admin| admin.create_topics(&mine).await.unwrap());
        }
        let topic = DeletableTopicResult {
            name: Some(name),
            error_code: ErrorCode::INVALID_REQUEST,
            ..Default::default()
        };
        for version in versions(ApiKey::DELETE_TOPICS) {
            let response = DeleteTopicsResponse {
                responses: vec![topic.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("deleted topics that nobody asked for", version, &response);
            case.costs(async |admin| admin.delete_topics(&["mine"]).await.unwrap());
        }
    }
}

#[test]
fn describe_topics_costs_what_its_partitions_cost() {
    let partition = MetadataResponsePartition::default;
    let replicated = MetadataResponsePartition {
        replica_nodes: vec![1; MANY].into(),
        isr_nodes: vec![1; MANY].into(),
        ..partition()
    };
    let mine = |partitions: Vec<_>| MetadataResponseTopic {
        name: Some("mine"),
        partitions: partitions.into(),
        ..Default::default()
    };
    let foreign = MetadataResponseTopic { name: Some(""), ..Default::default() };
    let denied = MetadataResponseTopic {
        name: Some("mine"),
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    let cases = [
        ("partitions without replicas", vec![mine(vec![partition(); MANY])]),
        ("replicas", vec![mine(vec![replicated])]),
        ("described topics that nobody asked for", vec![foreign; MANY]),
        ("the same topic again and again", vec![denied; MANY]),
    ];
    for version in versions(ApiKey::METADATA) {
        for (name, topics) in cases.clone() {
            let response = MetadataResponse { topics: topics.into(), ..Default::default() };
            let case = Case::new(name, version, &response);
            case.costs(async |admin| admin.describe_topics(&["mine"]).await.unwrap());
        }
    }
}

#[test]
fn an_item_that_failed_costs_no_more_than_its_share() {
    let names: Vec<String> = (0..5_000).map(|n| format!("t{n}")).collect();
    let denied = |name| MetadataResponseTopic {
        name: Some(name),
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for version in versions(ApiKey::METADATA) {
        let topics: Vec<_> = names.iter().map(|name| denied(name)).collect();
        let response = MetadataResponse { topics: topics.into(), ..Default::default() };
        let case = Case::new("topics that were asked for, and are denied", version, &response);
        let case = case.asked(names.len(), text_of(&names));
        case.costs(async |admin| admin.describe_topics(&names).await.unwrap());
    }
    let denied = |name| DeletableTopicResult {
        name: Some(name),
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for version in versions(ApiKey::DELETE_TOPICS) {
        let responses: Vec<_> = names.iter().map(|name| denied(name.as_str())).collect();
        let response = DeleteTopicsResponse { responses: responses.into(), ..Default::default() };
        let case = Case::new("topics that may not be deleted", version, &response);
        let case = case.asked(names.len(), text_of(&names));
        case.costs(async |admin| admin.delete_topics(&names).await.unwrap());
    }
}

fn text_of(names: &[String]) -> usize {
    names.iter().map(String::len).sum()
}

/// Four bytes of an answer are an item of the caller's own, and why it failed.
#[test]
fn a_refused_acl_costs_no_more_than_its_share() {
    let refused = AclCreationResult {
        error_code: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for (count, length) in [(5_000, 1), (1_000, 10_000)] {
        let acl = |n: usize| {
            let principal = format!("User:{n}{}", "x".repeat(length));
            AclBinding::allow(principal, AclOperation::READ, ResourcePattern::topic("t"))
        };
        let acls: Vec<_> = (0..count).map(acl).collect();
        let text = acls.iter().map(|acl| acl.to_string().len()).sum();
        for version in versions(ApiKey::CREATE_ACLS) {
            let results = vec![refused.clone(); count].into();
            let response = CreateAclsResponse { results, ..Default::default() };
            let case = Case::new("ACLs that are refused", version, &response).asked(count, text);
            case.costs(async |admin| admin.create_acls(&acls).await.unwrap());
        }
    }
}

#[test]
fn list_topics_costs_what_its_names_cost() {
    let texts = different();
    let topic = |name| MetadataResponseTopic { name: Some(name), ..Default::default() };
    for version in versions(ApiKey::METADATA) {
        for topics in [vec![topic(""); MANY], texts.iter().map(|text| topic(text)).collect()] {
            let response = MetadataResponse { topics: topics.into(), ..Default::default() };
            let case = Case::new("topics in a list", version, &response);
            case.costs(async |admin| admin.list_topics().await.unwrap());
        }
    }
}

#[test]
fn describe_configs_costs_what_its_entries_cost() {
    for name in ["mine", "foreign"] {
        for version in versions(ApiKey::DESCRIBE_CONFIGS) {
            let entries = vec![DescribeConfigsResourceResult::default(); MANY];
            let result = DescribeConfigsResult {
                resource_type: ConfigResourceType::TOPIC,
                resource_name: name,
                configs: entries.into(),
                ..Default::default()
            };
            let response =
                DescribeConfigsResponse { results: vec![result].into(), ..Default::default() };
            let case = Case::new("settings", version, &response);
            let mine = [ConfigResource::topic("mine")];
            case.costs(async |admin| admin.describe_configs(&mine).await.unwrap());
        }
    }
}

#[test]
fn describe_cluster_costs_what_its_brokers_cost() {
    for host in ["a", "not a host"] {
        let broker = DescribeClusterBroker { host, port: 1, ..Default::default() };
        for version in versions(ApiKey::DESCRIBE_CLUSTER) {
            let response = DescribeClusterResponse {
                brokers: vec![broker.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("brokers", version, &response);
            case.costs(async |admin| admin.describe_cluster().await.unwrap());
        }
        let broker = MetadataResponseBroker { host, port: 1, ..Default::default() };
        for version in versions(ApiKey::METADATA) {
            let response = MetadataResponse {
                brokers: vec![broker.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("brokers by Metadata", version, &response);
            case.costs(async |admin| admin.describe_cluster().await.unwrap());
        }
    }
}

/// How often a call allocates that was made once before.
fn allocations<R>(
    (api, version): (ApiKey, i16),
    frame: Vec<u8>,
    call: impl AsyncFn(&Admin) -> R,
) -> u64 {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let admin = connect(&runtime, answering(api, version, frame));
    runtime.block_on(call(&admin));
    measure(|| drop(runtime.block_on(call(&admin)))).count_total
}

#[test]
fn a_partition_with_three_replicas_needs_no_allocation_of_its_own() {
    let partition = MetadataResponsePartition {
        replica_nodes: vec![1, 2, 3].into(),
        isr_nodes: vec![1, 2, 3].into(),
        ..Default::default()
    };
    let version = *versions(ApiKey::METADATA).end();
    let described = |count| {
        let topic = MetadataResponseTopic {
            name: Some("mine"),
            partitions: vec![partition.clone(); count].into(),
            ..Default::default()
        };
        let response = MetadataResponse { topics: vec![topic].into(), ..Default::default() };
        allocations((ApiKey::METADATA, version), encoded(version, &response), async |admin| {
            admin.describe_topics(&["mine"]).await.unwrap().one().unwrap()
        })
    };
    let (few, many) = (described(10), described(10_000));
    println!("{few} allocations with 10 partitions, {many} with 10,000");
    assert!(few <= 40, "{few}");
    // What is read into grows by doubling.
    assert!(many <= few + 100, "{few} and {many}");
}

#[test]
fn the_names_of_many_acls_of_few_principals_are_copied_once() {
    let principals: Vec<String> = (0..50).map(|n| format!("User:user-{n}")).collect();
    let acls: Vec<_> = (0..10_000)
        .map(|n| AclDescription { principal: &principals[n % 50], host: "*", ..Default::default() })
        .collect();
    let resource =
        DescribeAclsResource { resource_name: "t", acls: acls.into(), ..Default::default() };
    let response = DescribeAclsResponse { resources: vec![resource].into(), ..Default::default() };
    let version = *versions(ApiKey::DESCRIBE_ACLS).end();
    let frame = encoded(version, &response);
    let count = allocations((ApiKey::DESCRIBE_ACLS, version), frame, async |admin| {
        admin.describe_acls(&filter()).await.unwrap()
    });
    assert!(count < 1_000, "{count}");
}
