//! `kadm group describe`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::groups::{AssignedTopic, GroupDescription, GroupMember};
use serde_json::{Value, json};

use super::every::every;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::nouns::topic::numbers;
use crate::output::{Report, strings};

/// Show state, coordinator, members and what each of them has, and what you may do.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// The groups [default: all that you may DESCRIBE].
    #[arg(value_name = "GROUP")]
    groups: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Describe {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let groups = match self.groups.as_slice() {
            [] => {
                let groups = every(&admin, &mut context.report).await?.into_iter();
                groups.map(|group| group.group_id).collect()
            }
            named => named.to_vec(),
        };
        show_all(&admin, &groups, &mut context.report).await.map(drop)
    }
}

/// Shows what is there of these groups, and fails if one of them is denied or not there.
pub(super) async fn show_all(
    admin: &Admin,
    groups: &[String],
    report: &mut Report,
) -> Result<Vec<String>> {
    let mut there = Vec::new();
    let results = admin.describe_groups(groups).await?;
    let mut items = report.items("groups");
    for (id, result) in results {
        match result {
            Ok(group) => {
                show(&group, items.done(&described(&group)));
                there.push(id);
            }
            Err(error) => items.failed(&json!({"group": id}), Escaped(&id), error.into()),
        }
    }
    Ok(there)
}

fn described(group: &GroupDescription) -> Value {
    json!({
        "group": group.group_id,
        "type": group.group_type.name(),
        "state": group.state.name(),
        "protocol_type": group.protocol_type,
        "assignor": group.assignor,
        "epoch": group.epoch,
        "assignment_epoch": group.assignment_epoch,
        "coordinator": group.coordinator,
        "members": group.members.iter().map(member).collect::<Value>(),
        "authorized_operations": group.authorized_operations.map(|allowed| strings(allowed.iter())),
    })
}

pub(super) fn member(member: &GroupMember) -> Value {
    let tasks = member.tasks.iter();
    let tasks =
        tasks.map(|it| json!({"subtopology": it.subtopology_id, "partitions": it.partitions}));
    json!({
        "member_id": member.member_id,
        "instance_id": member.instance_id,
        "client_id": member.client_id,
        "host": member.host,
        "rack": member.rack,
        "epoch": member.epoch,
        "classic": member.is_classic,
        "subscription": member.subscription,
        "subscribed_regex": member.subscribed_regex,
        "assignment": member.assignment.as_deref().map(assignment),
        "target_assignment": member.target_assignment.as_deref().map(assignment),
        "tasks": tasks.collect::<Value>(),
    })
}

fn assignment(topics: &[AssignedTopic]) -> Value {
    let topics = topics.iter();
    topics.map(|it| json!({"topic": it.topic, "partitions": it.partitions})).collect()
}

fn show(group: &GroupDescription, report: &mut Report) {
    let coordinator = group.coordinator.map(|id| format!(", coordinator {id}"));
    let assignor = group.assignor.as_deref().map(|it| format!(", assignor {}", Escaped(it)));
    let allowed = group.authorized_operations.map(|allowed| format!(", you may: {allowed}"));
    report.line(format_args!(
        "{}: {}, {}{}{}{}",
        Escaped(&group.group_id),
        Escaped(group.group_type.name()),
        Escaped(group.state.name()),
        coordinator.unwrap_or_default(),
        assignor.unwrap_or_default(),
        allowed.unwrap_or_default(),
    ));
    show_members(&group.members, report);
}

pub(super) fn show_members(members: &[GroupMember], report: &mut Report) {
    match members {
        [] => report.line("  no members"),
        _ => report.table(
            ["  MEMBER", "INSTANCE", "CLIENT", "HOST", "ASSIGNMENT"],
            members.iter().map(row),
        ),
    }
}

fn row(member: &GroupMember) -> [Cow<'_, str>; 5] {
    [
        format!("  {}", member.member_id).into(),
        member.instance_id.as_deref().unwrap_or("-").into(),
        member.client_id.as_str().into(),
        member.host.as_str().into(),
        assigned(member).into(),
    ]
}

/// `orders:0,1 returns:2`.
fn assigned(member: &GroupMember) -> String {
    let topics = member.assignment.iter().flatten();
    let topics = topics.map(|it| format!("{}:{}", it.topic, numbers(&it.partitions)));
    let tasks = member.tasks.iter();
    let tasks = tasks.map(|it| format!("{}:{}", it.subtopology_id, numbers(&it.partitions)));
    let all: Vec<String> = topics.chain(tasks).collect();
    if all.is_empty() { "-".to_owned() } else { all.join(" ") }
}
