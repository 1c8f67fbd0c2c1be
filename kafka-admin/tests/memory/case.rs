//! A call to an API in one version, the answer of a broker, and what the result costs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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
    asked: usize,
    /// How much text the items that are asked about have.
    text: usize,
    times: usize,
    script: Script,
}

/// What a broker answers.
#[derive(Default)]
struct Script {
    /// The APIs that it has, each in one version, with their answers.
    frames: Vec<(ApiKey, i16, Vec<u8>)>,
    /// A topic with so many partitions, which the broker leads.
    topic: Option<(&'static str, usize)>,
    brokers_told: AtomicBool,
}

impl Case {
    pub(crate) fn new<'a, M: Message<'a>>(name: &'static str, version: i16, response: &M) -> Self {
        let case = Self { name, asked: 1, text: 0, times: TIMES, script: Script::default() };
        case.and(version, response)
    }

    /// For a call that asks another API too.
    pub(crate) fn and<'a, M: Message<'a>>(mut self, version: i16, response: &M) -> Self {
        self.script.frames.push((M::API, version, encoded(version, response)));
        self
    }

    /// For a call that asks who leads the partitions of a topic.
    pub(crate) fn led(mut self, topic: &'static str, partitions: usize) -> Self {
        self.script.topic = Some((topic, partitions));
        self
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
        let Self { name, asked, text, times, script, .. } = self;
        let size = script.frames.iter().map(|(.., frame)| frame.len()).sum::<usize>();
        let version = script.frames[0].1;
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let admin = connect(&runtime, answering(script));
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
    let script = Script { frames: vec![(api, version, frame)], ..Script::default() };
    let admin = connect(&runtime, answering(script));
    runtime.block_on(call(&admin));
    measure(|| drop(runtime.block_on(call(&admin)))).count_total
}

fn connect(runtime: &Runtime, address: SocketAddr) -> Admin {
    let config = Config::new([address.to_string()]).tls(Tls::Disabled);
    runtime.block_on(Admin::connect(config)).unwrap()
}

/// A broker that answers so.
fn answering(script: Script) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let script = Arc::new(script);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let script = script.clone();
            thread::spawn(move || serve(stream, address, &script));
        }
    });
    address
}

/// Until the client closes. Its first ApiVersions request on a connection is about APIs, and its first Metadata
/// request on all of them about the brokers.
fn serve(mut stream: TcpStream, address: SocketAddr, script: &Script) {
    let mut versions_told = false;
    while let Some((asked, version, id)) = read_request(&mut stream) {
        let found = script.frames.iter().find(|(api, ..)| *api == asked);
        let answer = match (asked, found) {
            (ApiKey::METADATA, _) if !script.brokers_told.swap(true, Ordering::Relaxed) => {
                encoded(version, &one_broker(address))
            }
            // What is said before a login has to be small.
            (ApiKey::API_VERSIONS, _) if !versions_told => {
                versions_told = true;
                encoded(version, &offer(script))
            }
            (_, Some((.., frame))) => frame.clone(),
            (ApiKey::METADATA, None) => encoded(version, &led(address, script.topic)),
            (_, None) => encoded(version, &coordinator(address)),
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

/// The APIs under test in one version each, and what a client needs to get there.
fn offer(script: &Script) -> ApiVersionsResponse<'static> {
    let tested: Vec<_> = script.frames.iter().map(|(api, version, _)| (*api, *version)).collect();
    ApiVersionsResponse { api_keys: offered(&tested).into(), ..Default::default() }
}

/// These APIs in one version each, and what a client needs to get there.
pub(crate) fn offered(tested: &[(ApiKey, i16)]) -> Vec<ApiVersion<'static>> {
    let entry = |key: ApiKey, range: std::ops::RangeInclusive<i16>| ApiVersion {
        api_key: key.0,
        min_version: *range.start(),
        max_version: *range.end(),
        ..Default::default()
    };
    let others = [ApiKey::API_VERSIONS, ApiKey::METADATA].into_iter();
    let others = others.filter(|key| tested.iter().all(|(api, _)| api != key));
    let others = others.map(|key| entry(key, versions(key)));
    // The last version with one coordinator in it.
    let others = others.chain([entry(ApiKey::FIND_COORDINATOR, 3..=3)]);
    others.chain(tested.iter().map(|(api, version)| entry(*api, *version..=*version))).collect()
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

/// The topic, whose partitions the broker leads, or else `mine` with one.
fn led(address: SocketAddr, topic: Option<(&'static str, usize)>) -> MetadataResponse<'static> {
    let (name, count) = topic.unwrap_or(("mine", 1));
    let partition = |partition_index| MetadataResponsePartition {
        partition_index,
        leader_id: 1,
        ..Default::default()
    };
    let partitions = (0..count as i32).map(partition).collect();
    let topic = MetadataResponseTopic { name: Some(name), partitions, ..Default::default() };
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
