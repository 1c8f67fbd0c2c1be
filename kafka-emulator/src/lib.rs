//! A Kafka cluster in your process that behaves like Amazon MSK with public access.
//!
//! It serves TLS with certificates made at its start, checks SCRAM-SHA-512 and AWS_MSK_IAM logins
//! in full, enforces ACLs for `User:` principals as Kafka's `StandardAuthorizer` does, and exempts
//! IAM identities from them as MSK does. What Apache Kafka refuses, it refuses, with Kafka's own
//! codes and mostly Kafka's own words. What it does not do is in `SKIPPED.md`.
//!
//! ```
//! use kafka_emulator::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let emulator = Emulator::builder()
//!     .scram_user("rudder", "correct horse")
//!     .iam_identity("AKIDEXAMPLE", "wJalrXUtnFEMI", None, "arn:aws:iam::123456789012:user/admin")
//!     .start()
//!     .await?;
//! println!("bootstrap.servers={}", emulator.scram_address());
//! println!("{}", emulator.ca_pem());
//! assert!(emulator.topics().is_empty());
//! emulator.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to look
//! | you want | look at |
//! |---|---|
//! | users, ACLs, ports, several brokers | [`Builder`] |
//! | addresses, certificate, what is there now | [`Emulator`] |
//! | an IAM identity that may not do everything | [`Builder::iam_policy`] |
//! | something to go wrong | [`Fault`] |
//! | a broker to go and come | [`Emulator::stop_broker`], [`Emulator::pause_broker`] |
//! | an older release of Kafka | [`Profile`] |
//! | MSK in a VPC, MSK Serverless, Apache Kafka | [`Service`] |
//! | to see every request with its answer | [`Builder::on_request`] |
//! | to know why a client was closed | [`Builder::on_unserved`] |
//! | a broker that breaks the rules | [`hostile`] |
//!
//! # Hostile clients
//! Every length is checked before memory is spent on it, a login has a deadline (10 s), connections
//! are counted (1,024), and so are partitions, ACLs, users, quotas and their text, and bytes of records. Whatever takes long is done by
//! threads of Tokio's blocking pool and without a lock, so that nobody holds up another client. By
//! default only this machine can connect.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod apis;
mod authorizer;
mod broker;
mod builder;
mod certificates;
mod client;
mod clock;
mod cluster;
mod configs;
mod connection;
mod connects;
mod deadline;
mod emulator;
mod exchange;
mod fault;
pub mod hostile;
mod iam_policy;
mod listener;
mod logins;
mod network;
mod pattern;
mod placement;
mod profile;
mod refusal;
mod server;
mod service;
mod session;
mod state;
mod unserved;
mod wait;

pub use builder::Builder;
pub use emulator::Emulator;
pub use exchange::{Became, Exchange};
pub use fault::Fault;
pub use listener::Listener;
pub use profile::Profile;
pub use service::Service;
pub use state::acl::{Acl, CLUSTER_NAME};
pub use state::topic::Topic;
pub use unserved::Unserved;
