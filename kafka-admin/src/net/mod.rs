//! From an address to a connection that is logged in, and the connection itself.

pub(crate) mod connection;
pub(crate) mod early;
pub(crate) mod login;
pub(crate) mod opening;
