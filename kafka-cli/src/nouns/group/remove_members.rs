//! `kadm group remove-members`.

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::groups::{GroupMember, GroupMemberId};
use kafka_admin::{Admin, Batch};
use serde_json::{Value, json};

use super::describe;
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Take members out of a group: shows them first, and needs --yes. A member that still runs joins again.
#[derive(Debug, Args)]
pub(crate) struct RemoveMembers {
    /// The group.
    group: String,
    #[command(flatten)]
    who: Who,
    /// What the broker's log is to say about it.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// Some members of a group.
#[derive(Debug, Args)]
#[group(required = true)]
struct Who {
    /// A member, by the id that the group gave to it. Repeatable.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    member: Vec<String>,
    /// A member, by its group.instance.id. Repeatable.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    instance: Vec<String>,
    /// All that the group has at the moment.
    #[arg(long)]
    all: bool,
}

impl Run for RemoveMembers {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        if !self.confirm.yes {
            return self.show(&admin, context).await;
        }
        let members = match self.who.all {
            true => described(&admin, &self.group).await?.member_ids(),
            false => self.who.ids(),
        };
        let call = admin.remove_group_members(&self.group, &members);
        let call = self.reason.iter().fold(call, |call, reason| call.reason(reason));
        let results = call.await?;
        let is_empty = results.is_empty();
        let mut items = context.report.items("members");
        for (member, result) in results {
            items.ended(&item(&member), "removed", &member, result);
        }
        drop(items);
        if is_empty {
            context.report.line("no members");
        }
        Ok(())
    }
}

impl RemoveMembers {
    /// Shows the members, and does no more.
    async fn show(&self, admin: &Admin, context: &mut Context<'_, '_>) -> Result<()> {
        let mut group = described(admin, &self.group).await?;
        group.members.retain(|member| self.who.means(member));
        let count = group.members.len();
        let members: Value = group.members.iter().map(describe::member).collect();
        context.report.set("members", members);
        describe::show_members(&group.members, &mut context.report);
        let group = Escaped(&self.group);
        self.confirm.shown(format!("the members shown ({count}) would be removed from {group}"))
    }
}

impl Who {
    fn ids(&self) -> Vec<GroupMemberId> {
        let members = self.member.iter().cloned().map(GroupMemberId::Member);
        members.chain(self.instance.iter().cloned().map(GroupMemberId::Instance)).collect()
    }

    fn means(&self, member: &GroupMember) -> bool {
        let by_instance = member.instance_id.as_ref().is_some_and(|id| self.instance.contains(id));
        self.all || by_instance || self.member.contains(&member.member_id)
    }
}

async fn described(admin: &Admin, group: &str) -> Result<kafka_admin::groups::GroupDescription> {
    Ok(admin.describe_groups(&[group]).await.and_then(Batch::one)?)
}

fn item(member: &GroupMemberId) -> Value {
    match member {
        GroupMemberId::Member(id) => json!({"member_id": id}),
        GroupMemberId::Instance(id) => json!({"instance_id": id}),
        other => json!({"member": other.to_string()}),
    }
}
