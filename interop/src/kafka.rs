//! The handle of a running cluster.

use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use kafka_proto::ErrorCode;
use kafka_proto::messages::describe_quorum::{
    DescribeQuorumRequest, RequestPartitionData, RequestTopicData,
};
use kafka_proto::messages::metadata::MetadataRequest;

use crate::broker::Broker;
use crate::certificates::{self, Certificates};
use crate::configuration::Node;
use crate::error::StartError;
use crate::options::KafkaOptions;
use crate::ports;
use crate::toolchain::{self, Toolchain};

/// Tries with other ports when another process was faster.
const PORT_TRIES: usize = 3;
/// Between two looks at a cluster that is coming back.
const POLL: Duration = Duration::from_millis(50);

/// A running Apache Kafka cluster with its own certificates, users and data. It ends when this is
/// dropped, and at the latest when this process ends.
pub struct Kafka {
    /// At least one.
    brokers: Vec<Broker>,
    ca_pem: String,
    pub(crate) toolchain: Toolchain,
}

impl Kafka {
    /// Starts the brokers together and waits until all serve: 3 to 5 s for one, and about 6 s more
    /// for the first one of a version, which is downloaded.
    ///
    /// # Errors
    /// [`StartError::Missing`] without Java or Maven; the others say which step failed, with the
    /// words of the program that failed.
    pub fn start(options: &KafkaOptions) -> Result<Self, StartError> {
        let toolchain = toolchain::prepare(&options.version)?;
        let certificates = certificates::make();
        let mut started = start_brokers(&toolchain, options, &certificates);
        for _ in 1..PORT_TRIES {
            if !started.as_ref().is_err_and(StartError::is_port_taken) {
                break;
            }
            started = start_brokers(&toolchain, options, &certificates);
        }
        Ok(Self { brokers: started?, ca_pem: certificates.ca_pem, toolchain })
    }

    /// The brokers, by id.
    pub fn brokers(&self) -> &[Broker] {
        &self.brokers
    }

    /// [`Broker::scram_address`] of the first broker.
    pub fn scram_address(&self) -> String {
        self.first().scram_address()
    }

    /// [`Broker::iam_address`] of the first broker.
    pub fn iam_address(&self) -> String {
        self.first().iam_address()
    }

    /// [`Broker::plaintext_address`] of the first broker.
    pub fn plaintext_address(&self) -> String {
        self.first().plaintext_address()
    }

    /// The certificate authority of both TLS listeners.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The same as a file, there as long as the cluster.
    pub fn ca_file(&self) -> PathBuf {
        self.first().ca_file()
    }

    /// [`Broker::log`] of the first broker.
    pub fn log(&self) -> String {
        self.first().log()
    }

    /// [`Broker::log_line`] of the first broker.
    pub fn log_line(&self, text: &str, deadline: Duration) -> Option<String> {
        self.first().log_line(text, deadline)
    }

    /// The broker whose controller is the active one, as the brokers that answer know it.
    ///
    /// # Errors
    /// No broker answers, or none knows: an election is going on.
    pub fn controller(&self) -> io::Result<&Broker> {
        let mut last = io::ErrorKind::NotFound.into();
        for broker in &self.brokers {
            match leader_known_to(broker) {
                Ok(id) => return self.brokers.iter().find(|b| b.id() == id).ok_or(last),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Brings every broker back, those that were stopped and those that were killed, and waits until
    /// each knows of all and of a controller.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn heal(&self) -> Result<(), StartError> {
        let healed = together(self.brokers.iter(), Broker::heal);
        healed.into_iter().collect::<Result<Vec<()>, _>>()?;
        // What a broker may take to start is enough for it to find its cluster.
        let after = KafkaOptions::default().start_deadline;
        let deadline = Instant::now() + after;
        while !self.is_whole() {
            if Instant::now() > deadline {
                return Err(StartError::TooSlow { after, log: self.logs() });
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    fn is_whole(&self) -> bool {
        let count = Some(self.brokers.len());
        self.brokers.iter().all(|broker| brokers_known_to(broker).ok() == count)
            && self.controller().is_ok()
    }

    fn logs(&self) -> String {
        self.brokers
            .iter()
            .map(|broker| format!("broker {}:\n{}", broker.id(), broker.log()))
            .collect()
    }

    fn first(&self) -> &Broker {
        &self.brokers[0]
    }
}

fn start_brokers(
    toolchain: &Toolchain,
    options: &KafkaOptions,
    certificates: &Certificates,
) -> Result<Vec<Broker>, StartError> {
    let cluster = ports::choose(options.brokers.max(1)).map_err(StartError::no_ports)?;
    let nodes =
        cluster.iter().zip(1..).map(|(ports, id)| Node { id, ports: *ports, cluster: &cluster });
    let started =
        together(nodes, |node| Broker::start(toolchain.clone(), node, options, certificates));
    started.into_iter().collect()
}

/// Does it for all at once: most of it is waiting for the others.
fn together<T: Send, R: Send>(
    items: impl Iterator<Item = T>,
    act: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    thread::scope(|scope| {
        let act = &act;
        let acting: Vec<_> = items.map(|item| scope.spawn(move || act(item))).collect();
        // A panic goes on here.
        acting
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause)))
            .collect()
    })
}

fn brokers_known_to(broker: &Broker) -> io::Result<usize> {
    let nothing = MetadataRequest { topics: Some(Vec::new().into()), ..MetadataRequest::default() };
    Ok(broker.ask(&nothing)?.response()?.brokers.len())
}

fn leader_known_to(broker: &Broker) -> io::Result<i32> {
    let partitions = vec![RequestPartitionData::default()];
    let topic = RequestTopicData {
        topic_name: "__cluster_metadata",
        partitions: partitions.into(),
        ..RequestTopicData::default()
    };
    let quorum =
        DescribeQuorumRequest { topics: vec![topic].into(), ..DescribeQuorumRequest::default() };
    let answer = broker.ask(&quorum)?;
    let response = answer.response()?;
    let topics: Vec<_> = response.topics.iter().collect();
    let partition = topics.iter().find_map(|topic| topic.partitions.iter().next());
    match partition {
        Some(it) if it.error_code == ErrorCode::NONE && it.leader_id > 0 => Ok(it.leader_id),
        _ => Err(io::Error::other(format!("no controller: {}", response.error_code))),
    }
}
