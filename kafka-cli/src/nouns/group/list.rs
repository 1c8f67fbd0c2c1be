//! `kadm group list`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::groups::{GroupFilter, GroupListing, GroupState, GroupType};
use serde_json::{Value, json};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::{names, pattern};

/// List the groups you may DESCRIBE; brokers leave the others out without a word.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only groups with such names, as in 'billing-*': * is any characters, ? is one [default: all].
    #[arg(value_name = "PATTERN")]
    patterns: Vec<String>,
    /// Only groups in this state, such as Stable or Empty. Repeatable.
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = names::group_state)]
    state: Vec<GroupState>,
    /// Only groups of this type: classic, consumer, share, streams. Repeatable.
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = names::group_type)]
    types: Vec<GroupType>,
    /// Only groups whose members speak this protocol, such as consumer or connect. Repeatable.
    #[arg(long, value_name = "PROTOCOL")]
    protocol: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let filter = GroupFilter::default()
            .states(self.state.iter().cloned())
            .types(self.types.iter().cloned())
            .protocol_types(&self.protocol);
        let (mut groups, mut failures) = (Vec::new(), Vec::new());
        for (broker, result) in admin.list_matching_groups(&filter).await? {
            match result {
                Ok(listed) => groups.extend(listed.into_iter().map(|group| (broker, group))),
                Err(error) => failures.push((broker, error)),
            }
        }
        groups.retain(|(_, group)| pattern::is_meant(&self.patterns, &group.group_id));
        groups.sort_by(|(_, a), (_, b)| a.group_id.cmp(&b.group_id));
        let mut items = context.report.items("groups");
        for (broker, group) in &groups {
            items.listed(&item(*broker, group));
        }
        drop(items);
        match groups.is_empty() {
            true if failures.is_empty() => context.report.line(self.nothing()),
            true => {}
            false => context.report.table(
                ["GROUP", "TYPE", "STATE", "PROTOCOL", "COORDINATOR"],
                groups.iter().map(row),
            ),
        }
        if !failures.is_empty() {
            let mut brokers = context.report.items("brokers");
            for (broker, error) in failures {
                let what = format_args!("the groups of broker {broker} are missing");
                brokers.failed(&json!({"id": broker}), what, error.into());
            }
        }
        Ok(())
    }
}

impl List {
    fn nothing(&self) -> &'static str {
        let all = self.patterns.is_empty() && self.state.is_empty() && self.types.is_empty();
        match all && self.protocol.is_empty() {
            true => "no group that you may DESCRIBE",
            false => "no group matches",
        }
    }
}

fn item(broker: i32, group: &GroupListing) -> Value {
    json!({
        "group": group.group_id,
        "type": group.group_type.as_ref().map(GroupType::name),
        "state": group.state.as_ref().map(GroupState::name),
        "protocol_type": group.protocol_type,
        "coordinator": broker,
    })
}

fn row((broker, group): &(i32, GroupListing)) -> [Cow<'_, str>; 5] {
    [
        group.group_id.as_str().into(),
        group.group_type.as_ref().map_or("-", GroupType::name).into(),
        group.state.as_ref().map_or("-", GroupState::name).into(),
        if group.protocol_type.is_empty() { "-" } else { &group.protocol_type }.into(),
        broker.to_string().into(),
    ]
}
