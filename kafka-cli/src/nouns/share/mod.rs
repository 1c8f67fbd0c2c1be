//! `kadm share`: the recipe of [`kafka_admin::share`], shown step by step.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::share::{
    self, AclState, Change, Created, Failed, Progress, Proof, Share as Recipe, Shared, TopicState,
};
use kafka_admin::{BrokerNode, Config, HostPort, NewTopic, Secret};
use serde_json::{Value, json};

use super::acl;
use super::topic::sized;
use crate::confirm::is_internal;
use crate::connect::{self, ConnectArgs, Settings};
use crate::context::{Context, Run};
use crate::failure::{Applied, Failure, Result};
use crate::handover::Handover;
use crate::output::{Report, error, strings};
use crate::outside::Outside;
use crate::password;
use crate::steps::{State, Steps};

mod undo;
mod words;

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
    /// Where the user logs in by SCRAM [default on Amazon MSK: the same hosts, 9198 becomes 9196,
    /// 9098 becomes 9096].
    #[arg(long = "user-bootstrap", value_name = "HOST:PORT", value_delimiter = ',')]
    user_bootstrap: Vec<String>,
    /// A file with the user's password, for the proof; - is standard input
    /// [env: KADM_USER_PASSWORD]. Without it there is no proof.
    #[arg(long, value_name = "FILE")]
    user_password_file: Option<PathBuf>,
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

/// What all the flags together mean.
struct Plan {
    share: Recipe,
    admin: Config,
    user: String,
    user_bootstrap: Vec<String>,
    ca_file: Option<String>,
}

impl Run for Share {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let plan = plan(self, context)?;
        let mut steps = Steps::new(context.outside, context.format);
        let shared = run_share(&plan.share, &self.topic, plan.admin.clone(), &mut steps).await;
        context.report.steps = steps.into_over();
        match shared {
            Ok(shared) => tell(&shared, &plan, self, &mut context.report),
            Err(failed) => return Err(left_behind(failed, &self.connect, &mut context.report)),
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
    share.run(admin, |progress: Progress<'_>| observe(progress, topic, steps)).await
}

fn observe(progress: Progress<'_>, topic: &str, steps: &mut Steps<'_, '_>) {
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

/// The result of a share in JSON.
pub(super) fn members(shared: &Shared, name: &str, report: &mut Report) {
    let mut acls = Vec::new();
    for (binding, state) in &shared.acls {
        let mut item = acl::item(binding);
        item["state"] = state_name(*state).into();
        acls.push(item);
    }
    report.set("cluster_id", shared.cluster.cluster_id.clone());
    report.set("topic", topic(&shared.topic));
    report.set("acls", acls);
    report.set("brokers", shared.brokers.iter().map(broker).collect::<Vec<_>>());
    report.set("proved", shared.is_proved());
    report.set("proof", shared.proof.as_ref().map(proof));
    report.set("exceptions", shared.exceptions().map(acl::item).collect::<Vec<_>>());
    report.warnings.extend(shared.warnings.iter().map(|warning| words::warning(warning, name)));
}

/// Tells what stays of a share that failed, and the commands that undo it.
fn left_behind(failed: Failed, connect: &ConnectArgs, report: &mut Report) -> Failure {
    let Failed { step, error, changes, .. } = failed;
    if changes.is_empty() {
        return error.into();
    }
    let is_acl = |change: &Change| matches!(change.what, Created::Acl(_));
    if step == Some(share::Step::Acls)
        && changes.iter().any(is_acl)
        && let Some(step) = report.steps.last_mut()
    {
        step.outcome = Some("applied in part".into());
    }
    let commands = undo::commands(&changes, connect);
    report.line("\nwhat was done stays:");
    for change in &changes {
        report.line(format!("  {}", words::change(change)));
    }
    report.line("running the same command again goes on from there; this undoes it:");
    commands.iter().for_each(|command| report.line(format!("  {command}")));
    report.set("changes", changes.iter().map(self::change).collect::<Vec<_>>());
    report.set("undo", commands);
    Failure { applied: Some(Applied::Part), ..error.into() }
}

fn plan(args: &Share, context: &mut Context<'_, '_>) -> Result<Plan> {
    let Settings { config: admin, ca_file } = connect::settings(&args.connect, context.outside)?;
    let user = args.user.strip_prefix("User:").unwrap_or(&args.user).to_owned();
    let user_bootstrap = user_bootstrap(args, &admin)?;
    let topic = sized(NewTopic::new(&args.topic), args.partitions, args.replication_factor);
    let mut share = Recipe::new(topic, &user).dry_run(args.dry_run);
    check_spelled(args, &user)?;
    if args.internal {
        share = share.allow_internal();
    }
    if args.everyone {
        share = share.allow_everyone();
    }
    if args.produces() {
        share = share.produce();
    }
    if let Some(group) = args.group.as_ref().filter(|_| args.consume) {
        share = share.consume(group);
    }
    if let Some(password) = user_password(args, &user, context.outside)? {
        let login = share::user_login(&admin, user_bootstrap.clone(), &user, password.expose());
        share = share.prove_as(login);
    }
    Ok(Plan { share, admin, user, user_bootstrap, ca_file })
}

/// What is not meant unless it is spelled out.
fn check_spelled(args: &Share, user: &str) -> Result<()> {
    let topic = &args.topic;
    match (is_internal(topic) && !args.internal, user == "*" && !args.everyone) {
        (true, _) => Err(Failure::usage(format!("{topic} is an internal topic of Kafka"))
            .hint("say --internal if that is what you want")),
        (_, true) => Err(Failure::usage("the user * is everyone who can log in")
            .hint("say --everyone if that is what you want")),
        _ => Ok(()),
    }
}

fn user_bootstrap(args: &Share, admin: &Config) -> Result<Vec<String>> {
    match args.user_bootstrap.as_slice() {
        [] => share::user_bootstrap(admin).ok_or_else(|| {
            Failure::usage("where the user logs in by SCRAM does not follow from these ports")
                .hint("say it with --user-bootstrap HOST:PORT (Amazon MSK: port 9196, or 9096 within the VPC)")
        }),
        given => given.iter().map(|text| checked_address(text)).collect(),
    }
}

/// The proof comes last: what is wrong with its address is better said before anything changes.
fn checked_address(text: &str) -> Result<String> {
    match text.parse::<HostPort>() {
        Ok(address) => Ok(address.to_string()),
        Err(why) => Err(Failure::usage(format!("--user-bootstrap {text}: {why}"))),
    }
}

fn user_password(args: &Share, user: &str, outside: &Outside<'_>) -> Result<Option<Secret>> {
    match &args.user_password_file {
        Some(path) => password::from_file(path, user, outside).map(Some),
        None => Ok(outside.var("KADM_USER_PASSWORD").map(Secret::new)),
    }
}

fn tell(shared: &Shared, plan: &Plan, args: &Share, report: &mut Report) {
    members(shared, &args.topic, report);
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

fn topic(state: &TopicState) -> Value {
    let (state, created, differences) = match state {
        TopicState::Created(topic) => ("created", Some(topic), [].as_slice()),
        TopicState::WouldBeCreated(topic) => ("would be created", Some(topic), [].as_slice()),
        TopicState::Existing { differences } => ("existing", None, differences.as_slice()),
        _ => ("unknown", None, [].as_slice()),
    };
    json!({
        "state": state,
        "partitions": created.and_then(|topic| topic.partitions),
        "replication_factor": created.and_then(|topic| topic.replication_factor),
        "differences": strings(differences.iter().map(words::difference)),
    })
}

fn broker((broker, seen): &(BrokerNode, kafka_admin::Result<()>)) -> Value {
    let mut item = json!({
        "id": broker.id,
        "host": broker.host,
        "port": broker.port,
        "acls_visible": seen.is_ok(),
    });
    if let Err(why) = seen {
        item["error"] = error(&why.clone().into());
    }
    item
}

/// Something that stays of a share that failed.
fn change(change: &Change) -> Value {
    let mut item = match &change.what {
        Created::Topic(name) => json!({"resource_type": "TOPIC", "name": name}),
        Created::Acl(acl) => acl::item(acl),
        _ => json!({}),
    };
    let kind = if matches!(change.what, Created::Topic(_)) { "topic" } else { "acl" };
    item["kind"] = kind.into();
    item["outcome"] = if change.certain { "applied" } else { "outcome unknown" }.into();
    item
}

fn state_name(state: AclState) -> &'static str {
    match state {
        AclState::Created => "created",
        AclState::Existing => "existing",
        AclState::WouldBeCreated => "would be created",
        _ => "unknown",
    }
}

fn proof(proof: &Proof) -> Value {
    json!({
        "user": proof.session.identity,
        "mechanism": proof.session.mechanism,
        "broker": proof.session.address.to_string(),
        "tls": proof.session.tls,
        "authorized_operations": strings(proof.operations.iter()),
        "group_authorized_operations":
            proof.group_operations.map(|allowed| strings(allowed.iter())),
    })
}
