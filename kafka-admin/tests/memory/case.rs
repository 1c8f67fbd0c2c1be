//! A call to an API in one version, the answer of a broker, and what the result costs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use allocation_counter::measure;
use kafka_admin::{Admin, Config, Tls};
use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::find_coordinator::FindCoordinatorResponse;
use kafka_proto::messages::metadata::{
    MetadataResponse, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{ApiKey, Message, encode_response};
use tokio::runtime::{Builder, Runtime};

/// What a result may take: this many times the frame, and this much in any case.
const TIMES: usize = 8;
const SLACK: usize = 64 * 1024;
/// The same where a broker can make items as small as three bytes, though nothing real is: groups and their
/// members, directories, listeners; and where each partition has the name of its topic.
pub(crate) const SMALL: usize = 48;
/// What each item that was asked about may take besides: its name, its place, and an error.
const PER_ASKED: usize = 256;
/// How often the text of such an item is kept: as its name, and in its error.
const TEXTS: usize = 2;
/// What writing and reading take: a buffer grows by doubling, and for a moment the old one is there too.
const READING: usize = 3;

/// How many items a frame of these tests has.
pub(crate) const MANY: usize = 26_000;
/// How many it has where they are as small as can be.
pub(crate) const CROWD: usize = 4 * MANY;

/// A call to an API in one version, and the frame that answers it.
pub(crate) struct Case {
    name: &'static str,
    api: ApiKey,
    version: i16,
    asked: usize,
    /// How much text the items that are asked about have.
    text: usize,
    times: usize,
    frame: Vec<u8>,
}

impl Case {
    pub(crate) fn new<'a, M: Message<'a>>(name: &'static str, version: i16, response: &M) -> Self {
        let mut frame = Vec::new();
        encode_response(&mut frame, version, 0, response).expect("the test's response is sound");
        Self { name, api: M::API, version, asked: 1, text: 0, times: TIMES, frame }
    }

    pub(crate) fn asked(self, asked: usize, text: usize) -> Self {
        Self { asked, text, ..self }
    }

    /// For what can be so small.
    pub(crate) fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// Makes the call, and holds its result against the frame.
    pub(crate) fn costs<R>(self, call: impl AsyncFnOnce(&Admin) -> R) {
        let Self { name, api, version, asked, text, times, frame } = self;
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
        let bound = times * size + SLACK + PER_ASKED * asked + TEXTS * text;
        assert!(size > 100_000 || asked > 1, "{case}: too small to show anything");
        assert!(held <= bound, "{case}");
        assert!(peak <= bound + READING * (size + text), "{case}");
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// Every version of an API that this client speaks. A Metadata request before v4 would create topics.
pub(crate) fn versions(api: ApiKey) -> std::ops::RangeInclusive<i16> {
    let info = api.info().expect("an API of this release");
    let lowest = if api == ApiKey::METADATA { 4 } else { info.min_version };
    lowest..=info.max_version
}

/// How often a call allocates that was made once before.
pub(crate) fn allocations<R>(
    (api, version): (ApiKey, i16),
    frame: Vec<u8>,
    call: impl AsyncFn(&Admin) -> R,
) -> u64 {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let admin = connect(&runtime, answering(api, version, frame));
    runtime.block_on(call(&admin));
    measure(|| drop(runtime.block_on(call(&admin)))).count_total
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
            ApiKey::METADATA if api.0 != ApiKey::METADATA => encoded(version, &led(address)),
            ApiKey::FIND_COORDINATOR => encoded(version, &coordinator(address)),
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

pub(crate) fn encoded<'a, M: Message<'a>>(version: i16, response: &M) -> Vec<u8> {
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
    // The last version with one coordinator in it.
    let others = others.chain([entry(ApiKey::FIND_COORDINATOR, 3..=3)]);
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

/// The topic `mine`, whose partition 0 the broker leads.
fn led(address: SocketAddr) -> MetadataResponse<'static> {
    let partition = MetadataResponsePartition { leader_id: 1, ..Default::default() };
    let partitions = vec![partition].into();
    let topic = MetadataResponseTopic { name: Some("mine"), partitions, ..Default::default() };
    MetadataResponse { topics: vec![topic].into(), ..one_broker(address) }
}

fn coordinator(address: SocketAddr) -> FindCoordinatorResponse<'static> {
    let port = address.port().into();
    FindCoordinatorResponse { node_id: 1, host: "127.0.0.1", port, ..Default::default() }
}

/// Short texts, each another one.
pub(crate) fn different() -> Vec<String> {
    let letters = || 'a'..='z';
    let three = |a, b| letters().map(move |c| format!("{a}{b}{c}"));
    let all = letters().flat_map(|a| letters().flat_map(move |b| three(a, b)));
    all.chain(('a'..='z').map(String::from)).cycle().take(MANY).collect()
}
