//! `kadm partition elect`.

use clap::{Args, ValueEnum};
use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::partitions::{Election, ElectionType};
use kafka_admin::topics::{Partition, TopicPartition};
use serde_json::json;

use super::selection::Selection;
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::nouns::topic::numbers;
use crate::output::{Items, Report};

/// Elect leaders of partitions, everywhere or of a topic.
#[derive(Debug, Args)]
pub(crate) struct Elect {
    /// preferred: the first of the replicas, if it is in sync; nothing is lost. unclean: any replica that
    /// is up, where there is no leader; records that only the others have are lost, so it needs --yes.
    #[arg(
        long = "type",
        alias = "election-type",
        value_name = "TYPE",
        value_enum,
        ignore_case = true,
        hide_possible_values = true
    )]
    election: Kind,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    confirm: Confirm,
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
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        let is_lossy = self.election == Kind::Unclean;
        if self.confirm.dry_run || (is_lossy && !self.confirm.yes) {
            self.show(&admin, &mut context.report).await?;
            return self.confirm.shown(self.consequences());
        }
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
    fn consequences(&self) -> String {
        let what = match &self.selection.topic {
            Some(topic) => format!("partitions of {} without a leader", Escaped(topic)),
            None => "every partition of the cluster without a leader".to_owned(),
        };
        format!("{what} would get one that may lack records, which are then lost for good")
    }

    async fn show(&self, admin: &Admin, report: &mut Report) -> Result<()> {
        let topics = match &self.selection.topic {
            Some(topic) => vec![topic.clone()],
            None => admin.list_topics().await?.into_iter().map(|topic| topic.name).collect(),
        };
        let mut wanting = Vec::new();
        for (topic, described) in admin.describe_topics(&topics).await? {
            let partitions = described?.partitions.into_iter();
            let meant = partitions.filter(|it| self.selection.means(it.index) && self.is_for(it));
            wanting.extend(meant.map(|it| (TopicPartition::new(&topic, it.index), it)));
        }
        let mut items = report.items("partitions");
        for (name, it) in &wanting {
            let TopicPartition { topic, partition } = name;
            items.listed(&json!({"topic": topic, "partition": partition, "leader": it.leader,
                "replicas": it.replicas[..], "isr": it.isr[..]}));
        }
        let is_empty = items.is_empty();
        drop(items);
        if is_empty {
            report.line("no partition needs an election");
            return Ok(());
        }
        let rows = wanting.iter().map(|(name, it)| {
            let leader = it.leader.map_or("-".to_owned(), |id| id.to_string());
            [name.to_string(), leader, numbers(&it.replicas), numbers(&it.isr)].map(Into::into)
        });
        report.table(["PARTITION", "LEADER NOW", "REPLICAS", "IN SYNC"], rows);
        Ok(())
    }

    /// Whether the partition would get another leader, as far as a description tells.
    fn is_for(&self, partition: &Partition) -> bool {
        match self.election {
            Kind::Unclean => partition.leader.is_none(),
            Kind::Preferred => partition.replicas.first().is_some_and(|first| {
                partition.leader != Some(*first) && partition.isr.contains(first)
            }),
        }
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
