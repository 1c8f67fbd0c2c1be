//! The client against peers that follow a script on loopback sockets: good, faulty and hostile ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod brokers;
mod calls;
mod closing;
mod cluster;
mod connection;
mod early;
mod group_lag;
mod group_versions;
mod groups;
mod login;
mod quota;
mod relay;
mod routes;
mod several;
mod support;
mod tls;
mod topics;
mod wrong_peers;
