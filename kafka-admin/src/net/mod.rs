//! Everything below a call: addresses, streams, logins, connections, and the brokers of a cluster.

pub(crate) mod ask;
pub(crate) mod authenticator;
pub(crate) mod backoff;
pub(crate) mod closing;
pub(crate) mod cluster;
pub(crate) mod connection;
pub(crate) mod dialer;
pub(crate) mod early;
pub(crate) mod link;
pub(crate) mod login;
pub(crate) mod mechanism;
pub(crate) mod observer;
pub(crate) mod opening;
pub(crate) mod question;
pub(crate) mod race;
pub(crate) mod stream;
pub(crate) mod transport;
pub(crate) mod turn;
