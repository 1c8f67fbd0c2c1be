//! A real Apache Kafka cluster for tests: `Kafka` fetches, configures, starts and ends it, and lets
//! a test stop, kill and restart each of its brokers.
//!
//! Brokers have an IAM and a SCRAM listener like a public Amazon MSK cluster, both with TLS,
//! and the same deadlock: nobody but the IAM identity may do anything until an ACL says so. It
//! needs Java 17 and Maven; [`shared`] decides what happens where they are missing.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod ask;
mod batch;
mod broker;
mod certificates;
mod client;
mod configuration;
mod error;
mod foreign;
mod franz_go;
mod gate;
mod kafka;
mod options;
mod ports;
mod process;
mod proxy;
mod toolchain;

pub use ask::Answer;
pub use batch::RecordBatch;
pub use broker::Broker;
pub use client::{ClientError, JavaClient};
pub use error::StartError;
pub use foreign::{Foreign, Member};
pub use franz_go::FranzGo;
pub use gate::{own, shared, unique};
pub use kafka::Kafka;
pub use options::{IamIdentity, KafkaOptions, ScramUser};
pub use proxy::{Delay, Proxy};
