//! What the commands do.

use kafka_admin::{Admin, NewTopic};

use crate::args::{Cli, Command, ConnectArgs};
use crate::connect;
use crate::failure::Result;
use crate::output::{Format, Report};
use crate::outside::Outside;

mod acl;
mod bench;
mod decode;
mod demo;
mod emulator;
mod metadata;
mod share;
mod topic;
mod trust;

/// One run of a command, and what it has to say at the end.
struct Context<'a, 'b> {
    outside: &'a mut Outside<'b>,
    format: Format,
    report: Report,
}

/// Runs the command, writes its result, and gives the exit code.
pub(crate) async fn run(cli: Cli, outside: &mut Outside<'_>) -> u8 {
    let report = Report::new(cli.command.name(), cli.format, outside);
    let mut context = Context { outside, format: cli.format, report };
    let outcome = dispatch(&cli.command, &mut context).await;
    let Context { outside, mut report, .. } = context;
    let mut warnings = outside.take_warnings();
    warnings.append(&mut report.warnings);
    report.warnings = warnings;
    match outcome {
        Ok(None) => report.finish(),
        Ok(Some(running)) => {
            let code = report.finish();
            // Nobody can use an emulator of which nobody learned how to reach it.
            running.run(outside.stdout().lost().is_none()).await;
            code
        }
        Err(failure) => {
            report.fail(failure);
            report.finish()
        }
    }
}

/// Gives the emulator that is to run on, if that was the command.
async fn dispatch(
    command: &Command,
    context: &mut Context<'_, '_>,
) -> Result<Option<emulator::Running>> {
    match command {
        Command::Share(args) => share::run(args, context).await?,
        Command::Demo => demo::run(context).await?,
        Command::Emulator(args) => return emulator::start(args, context).await.map(Some),
        Command::Topic(command) => topic::run(command, context).await?,
        Command::Acl(command) => acl::run(command, context).await?,
        Command::Metadata(args) => metadata::run(args, context).await?,
        Command::Decode(args) => decode::run(args, context)?,
        Command::Trust(args) => trust::run(args, context).await?,
        Command::Bench(command) => bench::run(command, context).await?,
    }
    Ok(None)
}

impl Context<'_, '_> {
    async fn connect(&mut self, args: &ConnectArgs) -> Result<Admin> {
        Ok(Admin::connect(connect::settings(args, self.outside)?.config).await?)
    }
}

/// Counts that were not given are left to the broker.
fn sized(topic: NewTopic, partitions: Option<i32>, replication_factor: Option<i16>) -> NewTopic {
    let topic = partitions.into_iter().fold(topic, NewTopic::partitions);
    replication_factor.into_iter().fold(topic, NewTopic::replication_factor)
}

/// `1,2,3`.
fn numbers(numbers: &[i32]) -> String {
    let mut text = String::new();
    for (index, number) in numbers.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        text.push_str(&format!("{comma}{number}"));
    }
    text
}
