//! The configs of topics and brokers.

pub(crate) mod broker;
pub(crate) mod topic;
mod value;
