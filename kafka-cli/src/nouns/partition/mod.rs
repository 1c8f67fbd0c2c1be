//! `kadm partition`.

use crate::context::commands;

mod cancel;
mod elect;
mod plan;
mod reassign;
mod reassignments;
mod selection;

commands! {
    /// Move partitions to other brokers, and elect their leaders.
    enum Partition {
        Reassign(reassign::Reassign),
        Reassignments(reassignments::Reassignments),
        Cancel(cancel::Cancel),
        Elect(elect::Elect),
    }
}
