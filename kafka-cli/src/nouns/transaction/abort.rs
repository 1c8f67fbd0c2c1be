//! `kadm transaction abort`.

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::TopicPartition;
use kafka_admin::transactions::AbortTransactionSpec;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Abort a hanging transaction in one partition: shows it first, and needs --yes.
///
/// It is for what find-hanging finds. The coordinator of any other transaction goes on believing that
/// it is open: end that one by terminate.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["start_offset", "producer_id"]))]
pub(crate) struct Abort {
    /// The topic.
    #[arg(long, value_name = "TOPIC")]
    topic: String,
    /// The partition.
    #[arg(long, value_name = "N")]
    partition: i32,
    /// Where the transaction starts, as find-hanging and producer list show it.
    #[arg(long, value_name = "OFFSET", conflicts_with_all = ["producer_id", "producer_epoch", "coordinator_epoch"])]
    start_offset: Option<i64>,
    /// Its producer's id, where the offset is not given.
    #[arg(long, value_name = "ID", requires = "producer_epoch")]
    producer_id: Option<i64>,
    /// Its producer's epoch.
    #[arg(long, value_name = "EPOCH", requires = "producer_id")]
    producer_epoch: Option<i32>,
    /// The epoch of the coordinator that should have ended it.
    #[arg(long, value_name = "EPOCH", requires = "producer_id", default_value = "0")]
    coordinator_epoch: i32,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Abort {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let spec = self.spec(&admin).await?;
        let AbortTransactionSpec { partition, producer_id, producer_epoch, .. } = &spec;
        context.report.set("topic", &partition.topic);
        context.report.set("partition", partition.partition);
        context.report.set("producer_id", producer_id);
        context.report.set("producer_epoch", producer_epoch);
        context.report.set("coordinator_epoch", spec.coordinator_epoch);
        let what = format!(
            "the transaction of producer {producer_id}, epoch {producer_epoch}, in {partition}"
        );
        if !self.confirm.is_given(format_args!("{what} would be aborted"), &mut context.report)? {
            return Ok(());
        }
        admin.abort_transaction(&spec).await?;
        context.report.line(format_args!("aborted {what}"));
        Ok(())
    }
}

impl Abort {
    async fn spec(&self, admin: &Admin) -> Result<AbortTransactionSpec> {
        let partition = TopicPartition::new(&self.topic, self.partition);
        let (id, epoch) = match (self.start_offset, self.producer_id, self.producer_epoch) {
            (Some(offset), ..) => return started_at(admin, partition, offset).await,
            (None, Some(id), Some(epoch)) => (id, epoch),
            _ => return Err(Failure::usage("--start-offset or --producer-id is missing")),
        };
        Ok(AbortTransactionSpec {
            partition,
            producer_id: id,
            producer_epoch: epoch,
            coordinator_epoch: self.coordinator_epoch,
        })
    }
}

async fn started_at(
    admin: &Admin,
    partition: TopicPartition,
    offset: i64,
) -> Result<AbortTransactionSpec> {
    let of_one = std::slice::from_ref(&partition);
    let producers = admin.describe_producers(of_one).await?.one()?;
    match producers.iter().find(|it| it.transaction_start_offset == Some(offset)) {
        Some(producer) => Ok(AbortTransactionSpec::of(partition, producer)),
        None => Err(Failure::unexpected(format!(
            "no transaction is open in {partition} from offset {offset} on"
        ))
        .hint(format!("kadm producer list {} shows those that are", Escaped(&partition.topic)))),
    }
}
