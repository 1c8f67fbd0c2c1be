//! A question about permissions, as people ask it: who may do what with which resource.

use std::net::IpAddr;

use clap::Args;
use kafka_admin::acls::ResourcePattern;
use kafka_admin::permissions::{Answer, Question, Rules, operations_of};
use kafka_admin::{AclOperation as Op, ResourceType};

use super::source::Source;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::names::{operation, principal};

/// Who, what, with what.
#[derive(Debug, Clone, Args)]
pub(super) struct Asked {
    /// Who; User: goes in front of a name without a type.
    #[arg(value_name = "PRINCIPAL", value_parser = principal)]
    pub(super) principal: String,
    /// produce, consume, or one operation: Read, Write, Describe and so on, in any case.
    #[arg(value_name = "produce|consume|OPERATION", value_parser = what)]
    what: What,
    #[command(flatten)]
    on: On,
    /// For a client with this IP address [default: one that no ACL names].
    #[arg(long, value_name = "ADDRESS")]
    pub(super) host: Option<IpAddr>,
    #[command(flatten)]
    pub(super) source: Source,
}

/// Which resource.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct On {
    /// A topic, which need not exist.
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// A consumer group.
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// A transactional id.
    #[arg(long, value_name = "ID")]
    transactional_id: Option<String>,
    /// The cluster itself.
    #[arg(long)]
    cluster: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Produce,
    Consume,
    Operation(Op),
}

/// Something that is needed: one of these operations, the first of which is what is meant.
pub(super) struct Need(Vec<(Op, ResourcePattern)>);

/// What the rules say about a need.
pub(super) struct Verdict<'r> {
    pub(super) ways: Vec<(Question<'r>, Answer<'r>)>,
}

fn what(text: &str) -> Result<What, String> {
    match text.to_ascii_lowercase().as_str() {
        "produce" => Ok(What::Produce),
        "consume" => Ok(What::Consume),
        _ => operation(text)
            .map(What::Operation)
            .map_err(|known| format!("produce, consume; {known}")),
    }
}

impl Asked {
    /// The words for what is asked: `produce`, `READ`.
    pub(super) fn what(&self) -> String {
        match self.what {
            What::Produce => "produce".into(),
            What::Consume => "consume".into(),
            What::Operation(operation) => operation.to_string(),
        }
    }

    pub(super) fn is_produce(&self) -> bool {
        self.what == What::Produce
    }

    /// What is needed, each of them.
    pub(super) fn needs(&self) -> Result<Vec<Need>> {
        if self.principal == "User:*" {
            return Err(Failure::usage("User:* is everyone, and nobody logs in as it")
                .hint("ask about one principal, or: kadm acl who"));
        }
        let On { topic, group, transactional_id, cluster } = &self.on;
        let resources = self.on.resources()?;
        let wrong = match self.what {
            What::Produce if topic.is_none() || group.is_some() || *cluster => {
                Some("to produce takes --topic, and perhaps --transactional-id")
            }
            What::Consume
                if topic.is_none() || group.is_none() || *cluster || transactional_id.is_some() =>
            {
                Some("to consume takes --topic and --group")
            }
            What::Operation(Op::ALL) => {
                Some("all is no operation of a client: kadm acl who shows each")
            }
            What::Operation(_) if resources.len() != 1 => Some(
                "an operation is about one of --topic, --group, --transactional-id and --cluster",
            ),
            _ => None,
        };
        match (wrong, self.what) {
            (Some(wrong), _) => Err(Failure::usage(wrong)),
            (None, What::Produce) => Ok(each(Op::WRITE, resources)),
            (None, What::Consume) => Ok(each(Op::READ, resources)),
            (None, What::Operation(operation)) => {
                resources.into_iter().map(|on| one(operation, on)).collect()
            }
        }
    }

    pub(super) async fn rules(
        &self,
        needs: &[Need],
        context: &mut Context<'_, '_>,
    ) -> Result<Rules> {
        let mut types: Vec<_> =
            needs.iter().flat_map(|need| &need.0).map(|(_, on)| on.resource_type).collect();
        if self.is_produce() {
            types.push(ResourceType::CLUSTER);
        }
        types.sort_unstable();
        types.dedup();
        self.source.rules(&types, context).await
    }

    pub(super) fn verdicts<'r>(&'r self, needs: &'r [Need], rules: &'r Rules) -> Vec<Verdict<'r>> {
        let mut verdicts = Vec::new();
        for Need(ways) in needs {
            let ask = |(operation, on): &'r (Op, ResourcePattern)| {
                let question = Question::new(&self.principal, *operation, on).from_host(self.host);
                (question, rules.answer(&question))
            };
            verdicts.push(Verdict { ways: ways.iter().map(ask).collect() });
        }
        verdicts
    }
}

impl Verdict<'_> {
    pub(super) fn is_allowed(&self) -> bool {
        self.ways.iter().any(|(_, answer)| answer.is_allowed())
    }
}

impl On {
    /// The only resource that is named.
    pub(super) fn only(&self) -> Result<ResourcePattern> {
        let mut resources = self.resources()?;
        match (resources.pop(), resources.is_empty()) {
            (Some(only), true) => Ok(only),
            _ => Err(Failure::usage(
                "name one of --topic, --group, --transactional-id and --cluster",
            )),
        }
    }

    fn resources(&self) -> Result<Vec<ResourcePattern>> {
        let mut resources = Vec::new();
        for (on, name) in [
            (ResourceType::TOPIC, &self.topic),
            (ResourceType::GROUP, &self.group),
            (ResourceType::TRANSACTIONAL_ID, &self.transactional_id),
        ] {
            match name.as_deref() {
                None => {}
                Some("") => return Err(Failure::usage("a name is empty")),
                Some("*") => {
                    return Err(Failure::usage(
                        "* stands for every name, and the question is about one",
                    ));
                }
                Some(name) => resources.push(ResourcePattern::literal(on, name)),
            }
        }
        if self.cluster {
            resources.push(ResourcePattern::cluster());
        }
        Ok(resources)
    }
}

fn each(operation: Op, resources: Vec<ResourcePattern>) -> Vec<Need> {
    resources.into_iter().map(|on| Need(vec![(operation, on)])).collect()
}

/// One operation. To create or delete a topic, the right to do that in the whole cluster is enough.
fn one(operation: Op, on: ResourcePattern) -> Result<Need> {
    let fitting = operations_on(on.resource_type);
    if !fitting.contains(&operation) {
        let fitting: Vec<_> = fitting.iter().map(ToString::to_string).collect();
        let (on, fitting) = (on.resource_type, fitting.join(", "));
        return Err(Failure::usage(format!("no broker asks for {operation} on a {on}"))
            .hint(format!("on a {on} they ask for {fitting}")));
    }
    let on_cluster =
        [Op::CREATE, Op::DELETE].contains(&operation) && on.resource_type == ResourceType::TOPIC;
    let other = on_cluster.then(|| (operation, ResourcePattern::cluster()));
    Ok(Need(std::iter::once((operation, on)).chain(other).collect()))
}

/// What brokers ask for on resources of a type.
pub(super) fn operations_on(resource_type: ResourceType) -> Vec<Op> {
    let mut operations = operations_of(resource_type).to_vec();
    match resource_type {
        ResourceType::CLUSTER => operations.insert(1, Op::DELETE),
        ResourceType::TRANSACTIONAL_ID => {
            operations.extend([Op::WRITE, Op::DESCRIBE, Op::TWO_PHASE_COMMIT]);
        }
        _ => {}
    }
    operations
}
