//! `kadm cluster add-voter` and `remove-voter`.

use clap::Args;
use kafka_admin::cluster::{RaftEndpoint, RaftVoter};
use kafka_admin::{HostPort, Uuid};
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Let a controller that follows the quorum vote: needs --yes, and kraft.version 1.
#[derive(Debug, Args)]
pub(crate) struct AddVoter {
    #[command(flatten)]
    voter: Voter,
    /// A listener of it. Repeatable.
    #[arg(long = "listener", value_name = "NAME=HOST:PORT", required = true, value_parser = endpoint)]
    listeners: Vec<RaftEndpoint>,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// Take a controller's vote: needs --yes, and kraft.version 1.
#[derive(Debug, Args)]
pub(crate) struct RemoveVoter {
    #[command(flatten)]
    voter: Voter,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// A controller, as `kadm cluster quorum` shows it.
#[derive(Debug, Args)]
struct Voter {
    /// The id of the controller.
    #[arg(value_name = "NODE", value_parser = clap::value_parser!(i32).range(0..))]
    node: i32,
    /// The id of its metadata directory (directory.id of its meta.properties).
    #[arg(long, value_name = "UUID", value_parser = uuid)]
    directory: Uuid,
    #[command(flatten)]
    confirm: Confirm,
}

impl Run for AddVoter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        if !self.voter.is_confirmed("would vote in the quorum", context)? {
            return Ok(());
        }
        let admin = context.connect(&self.connect).await?;
        let voter = RaftVoter::new(self.voter.node, self.voter.directory);
        let voter = self.listeners.iter().cloned().fold(voter, RaftVoter::endpoint);
        admin.add_raft_voter(voter).await?;
        self.voter.done("votes in the quorum", context);
        Ok(())
    }
}

impl Run for RemoveVoter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        if !self.voter.is_confirmed("would lose its vote in the quorum", context)? {
            return Ok(());
        }
        let admin = context.connect(&self.connect).await?;
        admin.remove_raft_voter(RaftVoter::new(self.voter.node, self.voter.directory)).await?;
        self.voter.done("has no vote in the quorum any more", context);
        Ok(())
    }
}

impl Voter {
    fn is_confirmed(&self, what: &str, context: &mut Context<'_, '_>) -> Result<bool> {
        let what = format!("controller {} {what}", self.node);
        self.confirm.is_given(what, &mut context.report)
    }

    fn done(&self, what: &str, context: &mut Context<'_, '_>) {
        let directory = self.directory.to_string();
        context.report.set("voter", json!({"id": self.node, "directory_id": directory}));
        context.report.line(format_args!("controller {} {what}", self.node));
    }
}

fn uuid(text: &str) -> std::result::Result<Uuid, String> {
    text.parse().map_err(|_| {
        "it is an id of Kafka: 22 characters, such as 4Gw_yGb8QQqvHFR7bRnGRw".to_owned()
    })
}

fn endpoint(text: &str) -> std::result::Result<RaftEndpoint, String> {
    let parsed = text.split_once('=').and_then(|(name, address)| {
        let address: HostPort = address.parse().ok()?;
        (!name.is_empty()).then(|| RaftEndpoint::new(name, address.host(), address.port()))
    });
    parsed.ok_or_else(|| "it is NAME=HOST:PORT, such as CONTROLLER=localhost:9093".to_owned())
}
