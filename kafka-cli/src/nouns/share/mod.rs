//! `kadm share`: the recipe of [`kafka_admin::share`], shown step by step.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::Config;
use kafka_admin::share::{self, Created, Failed, Progress, Share as Recipe, Shared};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Applied, Failure, Result};
use crate::handover::Handover;
use crate::output::Report;
use crate::steps::{State, Steps};

mod create_user;
mod json;
mod plan;
mod undo;
mod words;

use create_user::{User, create_user};
pub(super) use json::set_members;
use plan::{Plan, plan};

/// Share a topic with a SCRAM user: topic, ACLs, and proof by a login as that user.
///
/// Connects as the administrator (on Amazon MSK by IAM), creates the topic if it is not there and
/// the ACLs that are missing, waits until every broker knows them, logs in as the user by
/// SCRAM-SHA-512, and lets the broker say what the user may do. Then it prints what the user needs
/// to connect. Running it twice changes nothing the second time.
#[derive(Debug, Clone, Args)]
pub(crate) struct Share {
    /// The topic.
    #[arg(value_name = "TOPIC")]
    topic: String,
    /// The SCRAM user to share it with.
    #[arg(long = "with", value_name = "USER")]
    user: String,
    /// Let the user write: WRITE and DESCRIBE [default, unless --consume is given].
    #[arg(long)]
    produce: bool,
    /// Let the user read: READ and DESCRIBE on the topic, READ on the group.
    #[arg(long, requires = "group")]
    consume: bool,
    /// The consumer group to read in; '*' is every group.
    #[arg(long, value_name = "GROUP", requires = "consume")]
    group: Option<String>,
    /// Partitions, if the topic is created [default: the broker's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    partitions: Option<i32>,
    /// Replicas of each partition, if the topic is created [default: the broker's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i16).range(1..))]
    replication_factor: Option<i16>,
    /// Where the user logs in by SCRAM [env: KADM_USER_BOOTSTRAP] [default on Amazon MSK: the same
    /// hosts, 9198 becomes 9196, 9098 becomes 9096].
    #[arg(long = "user-bootstrap", value_name = "HOST:PORT", value_delimiter = ',')]
    user_bootstrap: Vec<String>,
    /// A file with the user's password, for the proof; - is standard input
    /// [env: KADM_USER_PASSWORD]. Without it there is no proof.
    #[arg(long, value_name = "FILE")]
    user_password_file: Option<PathBuf>,
    /// Create the user first, if it is not there, with the password of --user-password-file or
    /// KADM_USER_PASSWORD. Not on Amazon MSK, where users are secrets of AWS Secrets Manager.
    #[arg(long)]
    create_user: bool,
    /// Share an internal topic: one whose name begins with __, where Kafka keeps its own state.
    #[arg(long)]
    internal: bool,
    /// Share with everyone: USER is *.
    #[arg(long)]
    everyone: bool,
    /// Only look, and say what would be done.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Share {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let plan = plan(self, context.outside)?;
        let mut steps = Steps::new(context.outside, context.format);
        let user = match &plan.new_user {
            None => Ok(User::Existing),
            Some(password) => {
                let (admin, user) = (plan.admin.clone(), &plan.user);
                create_user(admin, user, password, self.dry_run, &mut steps).await
            }
        };
        let user = match user {
            Ok(user) => user,
            Err(failure) => {
                context.report.steps = steps.into_finished();
                return Err(failure);
            }
        };
        let share = match &plan.login {
            Some(login) if user != User::Planned => plan.share.clone().prove_as(login.clone()),
            _ => plan.share.clone(),
        };
        let shared = run_share(&share, &self.topic, plan.admin.clone(), &mut steps).await;
        let new_user = (user == User::Created).then_some(plan.user.as_str());
        context.report.steps = steps.into_finished();
        let report = &mut context.report;
        match shared {
            Ok(shared) => report_shared(&shared, &plan, self, report),
            Err(failed) => return Err(report_changes(failed, new_user, &self.connect, report)),
        }
        Ok(())
    }
}

impl Share {
    /// To write is what a third party that delivers events needs, and what nobody has to spell out.
    fn produces(&self) -> bool {
        self.produce || !self.consume
    }
}

/// Runs the recipe, and shows its steps as they end.
pub(super) async fn run_share(
    share: &Recipe,
    topic: &str,
    admin: Config,
    steps: &mut Steps<'_, '_>,
) -> Result<Shared, Failed> {
    share.run(admin, |progress: Progress<'_>| show_progress(progress, topic, steps)).await
}

fn show_progress(progress: Progress<'_>, topic: &str, steps: &mut Steps<'_, '_>) {
    let (step, state, found) = match progress {
        Progress::Started(step) => return steps.start(step.name()),
        Progress::Skipped(step, why) => {
            return steps.skip(step.name(), words::skipped(step, why), Some(words::READS.into()));
        }
        Progress::Failed(step, error) => {
            let outcome = match step {
                share::Step::Topic | share::Step::Acls => error.outcome().to_string(),
                _ => words::READS.into(),
            };
            let detail = error.to_string();
            return steps.end_with(step.name(), State::Failed, &detail, Some(outcome));
        }
        Progress::Done(step, found) => (step, State::Done, found),
        Progress::Incomplete(step, found) => (step, State::Incomplete, found),
        _ => return,
    };
    let (detail, outcome) = (words::found(found, topic), words::outcome(found));
    steps.end_with(step.name(), state, &detail, Some(outcome.into()));
}

/// Tells what stays of a share that failed, and the commands that undo it.
fn report_changes(
    failed: Failed,
    new_user: Option<&str>,
    connect: &ConnectArgs,
    report: &mut Report,
) -> Failure {
    let Failed { step, error, changes, .. } = failed;
    if changes.is_empty() && new_user.is_none() {
        return error.into();
    }
    if step == Some(share::Step::Acls)
        && changes.iter().any(|change| matches!(change.what, Created::Acl(_)))
        && let Some(step) = report.steps.last_mut()
    {
        step.outcome = Some("applied in part".into());
    }
    let commands = undo::commands(&changes, new_user, connect);
    report.line("\nwhat was done stays:");
    if let Some(user) = new_user {
        report.line(format!("  created: user {user}"));
    }
    for change in &changes {
        report.line(format!("  {}", words::change(change)));
    }
    report.line("running the same command again goes on from there; this undoes it:");
    commands.iter().for_each(|command| report.line(format!("  {command}")));
    report.set("user_created", new_user.is_some());
    report.set("changes", changes.iter().map(json::change).collect::<Vec<_>>());
    report.set("undo", commands);
    Failure { applied: Some(Applied::Part), ..error.into() }
}

fn report_shared(shared: &Shared, plan: &Plan, args: &Share, report: &mut Report) {
    set_members(shared, &args.topic, report);
    report.set("dry_run", args.dry_run);
    let handover = Handover {
        bootstrap_servers: &plan.user_bootstrap,
        topic: &args.topic,
        user: &plan.user,
        group: args.group.as_deref(),
        produces: args.produces(),
        plaintext: share::is_plaintext(
            &plan.admin.clone().bootstrap_servers(plan.user_bootstrap.clone()),
        ),
        ca_file: plan.ca_file.as_deref(),
    };
    report.set("handover", handover.json());
    if args.dry_run {
        report.line("dry run: nothing was changed");
        return;
    }
    report.line(verdict(shared, plan, args));
    report.line(format!(
        "\nhand over, and send the password another way:\n{}",
        handover.text().trim_end()
    ));
    if let Some(failure) = incomplete(shared) {
        report.fail(failure);
    }
}

/// The ACLs are there, and that every broker knows them was not shown.
fn incomplete(shared: &Shared) -> Option<Failure> {
    let (_, first) = shared.unseen().next()?;
    let message = format!(
        "the ACLs were created, and are not shown to be visible on every broker: {}",
        words::unseen(shared.unseen())
    );
    Some(Failure { message, applied: Some(Applied::All), ..first.clone().into() })
}

fn verdict(shared: &Shared, plan: &Plan, args: &Share) -> String {
    let (user, topic) = (&plan.user, &args.topic);
    let Some(proof) = &shared.proof else {
        return format!(
            "\nNOT PROVED: nobody has logged in as {user} yet. To prove it, run the same command again with\n\
             --user-password-file FILE (- is standard input), or KADM_USER_PASSWORD; it changes nothing then."
        );
    };
    let group =
        proof.group_operations.zip(args.group.as_deref()).map(|(allowed, group)| match group {
            "*" => format!(", and {allowed} in every group"),
            _ => format!(", and {allowed} in group {group}"),
        });
    let may =
        format!("{user} may {} on topic {topic}{}", proof.operations, group.unwrap_or_default());
    if shared.is_proved() {
        return format!("\nproved: {may}");
    }
    let mut verdict = format!("\nproved from this machine, by {}: {may}", proof.session.address);
    for denial in shared.exceptions() {
        verdict += &format!("\nNOT PROVED, and refused, where this says so: {denial}");
    }
    for (broker, _) in shared.unseen() {
        verdict += &format!("\nNOT PROVED for {broker}, which may not know the ACLs");
    }
    verdict
}
