//! What can be asked of a cluster: a folder for each noun, a file for each verb.

pub mod acls;
pub mod brokers;
pub mod cluster;
pub mod configs;
pub mod groups;
pub mod partitions;
pub mod quotas;
pub mod tokens;
pub mod topics;
pub mod transactions;
pub mod users;
