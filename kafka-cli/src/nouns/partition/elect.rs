//! `kadm partition elect`.

use clap::{Args, ValueEnum};
use kafka_admin::Admin;
use kafka_admin::partitions::{Election, ElectionType};
use kafka_admin::topics::TopicPartition;
use serde_json::json;

use super::selection::Selection;
use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::Items;

/// Elect leaders of partitions, everywhere or of a topic.
#[derive(Debug, Args)]
pub(crate) struct Elect {
    /// preferred: the first of the replicas, if it is in sync; nothing is lost. unclean: any replica that
    /// is up, where there is no leader; records that only the others have are lost, so it needs --yes.
    #[arg(long = "type", value_name = "TYPE", value_enum, hide_possible_values = true)]
    election: Kind,
    #[command(flatten)]
    selection: Selection,
    /// Lose those records.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Preferred,
    Unclean,
}

impl Run for Elect {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        self.check_confirmed()?;
        let admin = context.connect(&self.connect).await?;
        let election = self.election.of_the_library();
        let named = self.selection.named(&admin).await?;
        let mut items = context.report.items("partitions");
        match self.selection.topic {
            Some(_) => {
                for (partition, result) in admin.elect_leaders(election, &named).await? {
                    told(&partition, result, &mut items);
                }
            }
            None => everywhere(&admin, election, &mut items).await?,
        }
        let is_empty = items.is_empty();
        drop(items);
        if is_empty {
            context.report.line("no partition needs an election");
        }
        Ok(())
    }
}

impl Elect {
    fn check_confirmed(&self) -> Result<()> {
        let what = match &self.selection.topic {
            _ if self.election == Kind::Preferred || self.yes => return Ok(()),
            Some(topic) => format!("partitions of {topic} without a leader"),
            None => "every partition of the cluster without a leader".to_owned(),
        };
        let loss = "would get one that may lack records, which are then lost for good";
        Err(Failure::unconfirmed(format!("{what} {loss}"), "--yes"))
    }
}

impl Kind {
    fn of_the_library(self) -> ElectionType {
        match self {
            Self::Preferred => ElectionType::Preferred,
            Self::Unclean => ElectionType::Unclean,
        }
    }
}

async fn everywhere(admin: &Admin, election: ElectionType, items: &mut Items<'_>) -> Result<()> {
    for topic in admin.elect_all_leaders(election).await? {
        for (partition, result) in topic.partitions {
            told(&TopicPartition::new(&topic.topic, partition), result, items);
        }
    }
    Ok(())
}

fn told(partition: &TopicPartition, result: kafka_admin::Result<Election>, items: &mut Items<'_>) {
    let TopicPartition { topic, partition: number } = partition;
    let item = |election| json!({"topic": topic, "partition": number, "election": election});
    match result {
        Ok(Election::NotNeeded) => {
            items.done(&item("not needed")).line(format_args!("{partition}: nothing to do"));
        }
        Ok(_) => {
            items.done(&item("elected")).line(format_args!("elected a leader of {partition}"));
        }
        Err(error) => items.failed(&item("failed"), partition, error.into()),
    }
}
