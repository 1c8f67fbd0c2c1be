//! `kadm partition`.

use crate::context::commands;

mod cancel;
mod clear_throttles;
mod elect;
mod log_dirs;
mod now;
mod plan;
mod reassign;
mod reassignments;
mod selection;
mod throttle;

commands! {
    /// Move partitions to other brokers, and elect their leaders.
    enum Partition {
        Reassign(reassign::Reassign),
        Reassignments(reassignments::Reassignments),
        Cancel(cancel::Cancel),
        ClearThrottles(clear_throttles::ClearThrottles),
        Elect(elect::Elect),
    }
}
