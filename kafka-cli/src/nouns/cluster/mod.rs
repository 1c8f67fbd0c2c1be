//! `kadm cluster`.

use crate::context::commands;

mod describe;
mod features;
mod quorum;
mod unregister_controller;
mod update_features;
mod voters;

commands! {
    /// Show the cluster, its features and its quorum, and change them.
    enum Cluster {
        Describe(describe::Describe),
        Features(features::Features),
        UpdateFeatures(update_features::UpdateFeatures),
        Quorum(quorum::Quorum),
        AddVoter(voters::AddVoter),
        RemoveVoter(voters::RemoveVoter),
        UnregisterController(unregister_controller::UnregisterController),
    }
}
