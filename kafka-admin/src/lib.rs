//! Kafka's admin surface over TLS with SCRAM and AWS_MSK_IAM, in Rust alone.
//!
//! ```no_run
//! # async fn run(password: String) -> kafka_admin::Result<()> {
//! use kafka_admin::acls::Grant;
//! use kafka_admin::topics::NewTopic;
//! use kafka_admin::{Admin, Auth, Config};
//!
//! let config = Config::new(["b-1.demo.example.com:9096"]).auth(Auth::scram_sha_512("ops", password));
//! let admin = Admin::connect(config).await?;
//! let orders = NewTopic::new("orders").partitions(3).replication_factor(2);
//! admin.create_topics(&[orders]).await?.all()?;
//! let acls = Grant::to("User:rudder").produce("orders").bindings();
//! admin.create_acls(&acls).await?.all()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Behaviour
//! - **A result per item.** Calls that take several items answer with a [`Batch`]: one result per
//!   item, in the order asked. [`Batch::all`] folds it into one `Result`.
//! - **Errors answer three questions**: whose fault ([`Error::kind`], [`Error::layer`]), may the call
//!   be repeated ([`Error::is_retriable`]), did it happen ([`Error::outcome`]). [`Error::hint`] says
//!   the next step in one sentence.
//! - **A write is never sent twice** while it is unknown whether the first one took effect.
//! - **Deadlines are absolute**: one for connecting (DNS, TCP, TLS, login together), one per request,
//!   one per call, see [`Config`].
//! - **Secrets** never appear in `Debug`, `Display` or traces. AWS_MSK_IAM and PLAIN are refused
//!   without TLS unless that is spelled out.
//! - **Any way to the brokers**: [`Config::connector`] takes tunnels and proxies; names stay what TLS
//!   verifies and AWS_MSK_IAM signs. [`Admin::metrics`] counts what happened, [`Admin::close`] ends
//!   it, and [`blocking`] is the same client for programs without an async runtime.
//!
//! Every future is safe to drop: a request is then either never sent or sent whole, and the
//! connection stays usable.

#![forbid(unsafe_code)]

mod address;
mod admin;
pub mod bench;
pub mod blocking;
mod call;
mod clock;
mod config;
pub mod diagnose;
mod error;
mod metrics;
mod net;
mod operations;
mod ops;
pub mod permissions;
pub mod relay;
pub mod share;
mod sync;

pub use address::{AddressError, HostPort};
pub use admin::{Admin, Session};
pub use call::{Batch, Call, Operation, Validates};
pub use config::{
    Auth, AwsOptions, Config, ConfigKey, Listener, MskPort, Network, Parsed, Properties, Tls,
};
pub use error::{Diagnosis, Error, ErrorKind, Layer, Outcome, Result};
pub use metrics::{Metrics, PhaseMetrics};
pub use operations::AuthorizedOperations;
pub use ops::{
    acls, brokers, cluster, configs, groups, partitions, quotas, tokens, topics, transactions,
    users,
};

pub use kafka_auth::credentials::{PasswordFuture, PasswordProvider};
pub use kafka_auth::escape;
pub use kafka_auth::handshake::Flight;
pub use kafka_auth::oauthbearer::{BearerToken, Extensions, TokenFuture, TokenProvider};
pub use kafka_auth::rustls;
pub use kafka_auth::scram::ScramHash;
pub use kafka_auth::tls::{ClientIdentity, TlsRoots};
pub use kafka_auth::{
    AwsCredentials, AwsCredentialsProvider, CredentialsFuture, SaltedPassword, Secret,
};
pub use kafka_proto::{
    AclOperation, AclPermissionType, ApiKey, ErrorCode, PatternType, ResourceType, Uuid,
};
