//! `kadm share`: the recipe of [`kafka_admin::share`], shown step by step.

use kafka_admin::share::{self, AclState, Progress, Proof, Share, Shared, TopicState};
use kafka_admin::{Config, HostPort, NewTopic, Secret};
use serde_json::{Value, json};

use super::{Context, acl, sized};
use crate::args::ShareArgs;
use crate::connect::{self, Settings};
use crate::failure::{Failure, Result};
use crate::handover::Handover;
use crate::output::{Report, strings};
use crate::outside::Outside;
use crate::password;
use crate::steps::Steps;

/// What all the flags together mean.
struct Plan {
    share: Share,
    admin: Config,
    user: String,
    user_bootstrap: Vec<String>,
    ca_file: Option<String>,
}

pub(super) async fn run(args: &ShareArgs, context: &mut Context<'_, '_>) -> Result<()> {
    let plan = plan(args, context)?;
    let mut steps = Steps::new(context.outside, context.format);
    let shared = run_share(&plan.share, plan.admin.clone(), &mut steps).await;
    context.report.steps = steps.into_over();
    tell(&shared?, &plan, args, &mut context.report);
    Ok(())
}

/// Runs the recipe, and shows its steps as they end.
pub(super) async fn run_share(
    share: &Share,
    admin: Config,
    steps: &mut Steps<'_, '_>,
) -> kafka_admin::Result<Shared> {
    share.run(admin, |progress: Progress<'_>| steps.observe(progress)).await
}

/// The result of a share in JSON.
pub(super) fn members(shared: &Shared, report: &mut Report) {
    report.set("cluster_id", shared.cluster.cluster_id.clone());
    report.set("topic", topic(&shared.topic));
    report.set(
        "acls",
        shared
            .acls
            .iter()
            .map(|(binding, state)| {
                let mut item = acl::item(binding);
                item["state"] = state_name(*state).into();
                item
            })
            .collect::<Vec<_>>(),
    );
    report.set("proved", shared.proof.is_some());
    report.set("proof", shared.proof.as_ref().map(proof));
    report.warnings.extend(shared.warnings.iter().cloned());
}

fn plan(args: &ShareArgs, context: &mut Context<'_, '_>) -> Result<Plan> {
    let Settings { config: admin, ca_file } = connect::settings(&args.connect, context.outside)?;
    let user = args.user.strip_prefix("User:").unwrap_or(&args.user).to_owned();
    let user_bootstrap = user_bootstrap(args, &admin)?;
    let topic = sized(NewTopic::new(&args.topic), args.partitions, args.replication_factor);
    let mut share = Share::new(topic, &user).dry_run(args.dry_run);
    if args.produces() {
        share = share.produce();
    }
    if let Some(group) = args.group.as_ref().filter(|_| args.consume) {
        share = share.consume(group);
    }
    let password = if args.dry_run { None } else { user_password(args, &user, context.outside)? };
    if let Some(password) = password {
        let login = share::user_login(&admin, user_bootstrap.clone(), &user, password.expose());
        share = share.prove_as(login);
    }
    Ok(Plan { share, admin, user, user_bootstrap, ca_file })
}

fn user_bootstrap(args: &ShareArgs, admin: &Config) -> Result<Vec<String>> {
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

fn user_password(args: &ShareArgs, user: &str, outside: &Outside<'_>) -> Result<Option<Secret>> {
    match &args.user_password_file {
        Some(path) => password::from_file(path, user, outside).map(Some),
        None => Ok(outside.var("KADM_USER_PASSWORD").map(Secret::new)),
    }
}

fn tell(shared: &Shared, plan: &Plan, args: &ShareArgs, report: &mut Report) {
    members(shared, report);
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
}

fn verdict(shared: &Shared, plan: &Plan, args: &ShareArgs) -> String {
    let (user, topic) = (&plan.user, &args.topic);
    match &shared.proof {
        Some(proof) => format!("\nproved: {user} may {} on topic {topic}", proof.operations),
        None => format!(
            "\nNOT PROVED: nobody has logged in as {user} yet. To prove it, run the same command again with\n\
             --user-password-file FILE (- is standard input), or KADM_USER_PASSWORD; it changes nothing then."
        ),
    }
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
        "differences": differences,
    })
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
    })
}
