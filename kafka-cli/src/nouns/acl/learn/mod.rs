//! `kadm acl learn`.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::acls::AclBinding;
use kafka_admin::permissions::Change;
use serde_json::json;

use self::log::{Log, Wanted};
use self::prove::Proofs;
use self::rules::{Learned, Proof};
use super::{command, item};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::names::principal;
use crate::output::{Pretty, Report};

mod line;
mod log;
mod needs;
mod policy;
mod prove;
mod replay;
mod request;
mod rules;

/// Make the fewest ACLs, and the smallest IAM policy, out of a log of what programs did.
///
/// Reads the lines of kafka.authorizer.logger, which has what was allowed at level DEBUG, and the requests that
/// kadm tap and kadm emulator --log-requests write. Each rule comes with the first line that it is needed for. No name becomes
/// a wildcard or a prefix unless it is asked for, and lines of other kinds are counted and shown. Nothing is
/// changed, and no cluster is asked.
#[derive(Debug, Args)]
pub(crate) struct Learn {
    /// The log; - is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only what this principal asked for. Repeatable [default: everybody].
    #[arg(long = "principal", value_name = "PRINCIPAL", value_parser = principal)]
    principals: Vec<String>,
    /// Whose the requests are of which the log does not say it [default: they are left out].
    #[arg(long = "as", value_name = "PRINCIPAL", value_parser = principal)]
    nobody: Option<String>,
    /// Allow what was denied, too.
    #[arg(long)]
    denied: bool,
    /// More than N names with one beginning up to a . - or _ become a prefix, which allows names that
    /// were never seen.
    #[arg(long, value_name = "N")]
    prefix_after: Option<usize>,
    /// Prove it: replay the requests on an emulator with exactly these rules, and without each of them in turn.
    /// What the log holds no request for is proved by the evaluator of the rules.
    #[arg(long)]
    prove: bool,
    /// The cluster's ARN, for the IAM policy [default: a placeholder].
    #[arg(long, value_name = "ARN", value_parser = cluster_arn)]
    cluster_arn: Option<String>,
}

impl Run for Learn {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let wanted = Wanted {
            principals: &self.principals,
            nobody: self.nobody.as_deref(),
            denied: self.denied,
        };
        let log = Log::read(&self.file, &wanted)?;
        let learned = rules::learn(&log.questions, self.prefix_after);
        if let Some(refused) = rules::refused(&learned, &log.questions).first() {
            return Err(Failure::unexpected(format!("the rules do not allow {refused}")));
        }
        let proofs = match self.prove {
            true => Some(prove::prove(&learned, &log).await?),
            false => None,
        };
        let report = &mut context.report;
        count(&log, report);
        show_rules(&learned, proofs.as_ref(), report);
        if let Some(proofs) = &proofs {
            proofs.show(report);
        }
        self.show_policies(&learned, report);
        if log.denied > 0 && !self.denied {
            let what = format!("{} lines tell of something denied, and are left out", log.denied);
            report.warnings.push(format!("{what}: --denied allows that too"));
        }
        if log.lost > 0 {
            let what = format!("{} requests have no line in the log", log.lost);
            report.warnings.push(format!("{what}: rules for them may be missing"));
        }
        let prefixes = learned.iter().filter(|it| it.names > 1).count();
        if prefixes > 0 {
            let what = "allow names that were never seen";
            report.warnings.push(format!("{prefixes} of the rules are for prefixes, and {what}"));
        }
        match learned.is_empty() {
            true => Err(Failure::unexpected("there is nothing to learn from here").hint(
                "what is allowed is logged when kafka.authorizer.logger is at DEBUG, and by kadm tap; \
                 --denied uses what is denied",
            )),
            false if proofs.is_some_and(|it| it.is_refuted()) => {
                Err(Failure::unexpected("the proof does not hold: see the lines above"))
            }
            false => Ok(()),
        }
    }
}

fn cluster_arn(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        ["arn", _, "kafka", _, _, rest]
            if rest.strip_prefix("cluster/").is_some_and(|it| it.split('/').count() == 2) =>
        {
            Ok(text.into())
        }
        _ => Err("it is arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID".into()),
    }
}

impl Learn {
    /// One for each principal: a policy belongs to one identity.
    fn show_policies(&self, learned: &[Learned], report: &mut Report) {
        let cluster = self.cluster_arn.as_deref().unwrap_or(policy::PLACEHOLDER);
        let mut policies = Vec::new();
        for of_one in learned.chunk_by(|a, b| a.acl.entry.principal() == b.acl.entry.principal()) {
            let acls: Vec<&AclBinding> = of_one.iter().map(|it| &it.acl).collect();
            let Some(principal) = acls.first().map(|acl| acl.entry.principal()) else { continue };
            let (policy, without) = policy::policy(&acls, cluster);
            for acl in without {
                let what = "Amazon documents no IAM action for this, or its name has wildcards";
                report.warnings.push(format!("{what}: {acl}"));
            }
            let shown = kafka_admin::escape::Escaped(principal);
            report.line(format_args!("\nthe IAM policy that is as much for {shown}:"));
            report.line(Pretty(&policy));
            policies.push(json!({"principal": principal, "policy": policy}));
        }
        report.set("iam", policies);
    }
}

fn count(log: &Log, report: &mut Report) {
    let Log { questions, allowed, denied, looked, others, lost, first_others, .. } = log;
    let count = questions.count();
    report.line(format_args!(
        "{allowed} lines of something allowed, {denied} of something denied, {looked} that need no rule, \
         {others} of something else; {count} different questions, each allowed by the rules below",
    ));
    let counts = json!({
        "allowed": allowed, "denied": denied, "looked": looked, "other": others, "lost": lost,
        "questions": count,
    });
    report.set("lines", counts);
    let mut items = report.items("other_lines");
    for (number, why, text) in first_others {
        let shown = kafka_admin::escape::Escaped(text);
        let line = format!("nothing is learned from line {number}: {why}: {shown}");
        items.listed(&json!({"line": number, "why": why, "text": text})).line(line);
    }
}

fn show_rules(learned: &[Learned], proofs: Option<&Proofs>, report: &mut Report) {
    let mut items = report.items("rules");
    for (place, Learned { acl, proof, names }) in learned.iter().enumerate() {
        let Proof { number, text, count } = proof;
        let mut change = Change::default();
        change.create.push(acl.clone());
        let commands = command::lines(&change, &ConnectArgs::default());
        let command = commands.first().cloned();
        let shown = command.clone().unwrap_or_else(|| acl.to_string());
        let mut value = json!({
            "acl": item(acl), "command": command, "names": names, "lines": count, "line": number,
            "text": text,
        });
        let text = kafka_admin::escape::Escaped(text);
        let mut lines = format!("{shown}\n    # line {number}, of {count}: {text}");
        if let Some(proved) = proofs.and_then(|proofs| proofs.rules.get(place)) {
            value["proved"] = proved.json();
            lines += &format!("\n    # {}", kafka_admin::escape::Escaped(&proved.line()));
        }
        items.listed(&value).line(lines);
    }
}
