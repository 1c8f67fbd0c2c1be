//! `kadm acl learn`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use kafka_admin::acls::AclBinding;
use kafka_admin::permissions::Change;
use serde_json::json;

use self::line::{Asked, Line};
use self::rules::{Learned, Proof, Seen};
use super::{command, item};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::names::principal;
use crate::output::{Pretty, Report};

mod line;
mod policy;
mod rules;

/// A longer line is read as several.
const MAX_LINE: u64 = 1 << 20;
/// Lines of other kinds that are shown.
const SHOWN: usize = 5;
/// Characters of a line that are kept.
const KEPT: usize = 400;

/// Make the fewest ACLs, and the smallest IAM policy, out of Kafka's authorizer log.
///
/// Reads the lines of kafka.authorizer.logger, which has what was allowed at level DEBUG. Each rule comes
/// with the first line that it is needed for. No name becomes a wildcard or a prefix unless it is asked
/// for, and lines that are no authorizer's are counted and shown. Nothing is changed, and no cluster is
/// asked.
#[derive(Debug, Args)]
pub(crate) struct Learn {
    /// The log; - is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only what this principal asked for. Repeatable [default: everybody].
    #[arg(long = "principal", value_name = "PRINCIPAL", value_parser = principal)]
    principals: Vec<String>,
    /// Allow what was denied, too.
    #[arg(long)]
    denied: bool,
    /// More than N names with one beginning up to a . - or _ become a prefix, which allows names that
    /// were never seen.
    #[arg(long, value_name = "N")]
    prefix_after: Option<usize>,
    /// The cluster's ARN, for the IAM policy [default: a placeholder].
    #[arg(long, value_name = "ARN", value_parser = cluster_arn)]
    cluster_arn: Option<String>,
}

/// What a log has.
#[derive(Default)]
struct Log {
    seen: Seen,
    allowed: u64,
    denied: u64,
    looked: u64,
    others: u64,
    first_others: Vec<(u64, String)>,
}

impl Run for Learn {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let log = self.read()?;
        let learned = rules::learn(&log.seen, self.prefix_after);
        if let Some(asked) = rules::refused(&learned, &log.seen).first() {
            return Err(Failure::unexpected(format!("the rules do not allow {asked:?}")));
        }
        let report = &mut context.report;
        count(&log, report);
        show_rules(&learned, report);
        self.show_policies(&learned, report);
        if log.denied > 0 && !self.denied {
            let what = format!("{} lines tell of something denied, and are left out", log.denied);
            report.warnings.push(format!("{what}: --denied allows that too"));
        }
        let prefixes = learned.iter().filter(|it| it.names > 1).count();
        if prefixes > 0 {
            let what = "allow names that were never seen";
            report.warnings.push(format!("{prefixes} of the rules are for prefixes, and {what}"));
        }
        match learned.is_empty() {
            true => Err(Failure::unexpected("there is nothing to learn from here").hint(
                "what is allowed is logged when kafka.authorizer.logger is at DEBUG; --denied uses what \
                 is denied",
            )),
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
    fn read(&self) -> Result<Log> {
        let shown = self.file.display().to_string();
        let input: Box<dyn Read> = match self.file == Path::new("-") {
            true => Box::new(std::io::stdin().lock()),
            false => {
                Box::new(File::open(&self.file).map_err(|it| Failure::cannot_read(&shown, it))?)
            }
        };
        let (mut input, mut log, mut bytes) = (BufReader::new(input), Log::default(), Vec::new());
        for number in 1.. {
            bytes.clear();
            let read = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes);
            if read.map_err(|error| Failure::cannot_read(&shown, error))? == 0 {
                break;
            }
            self.take(number, String::from_utf8_lossy(&bytes).trim(), &mut log);
        }
        Ok(log)
    }

    fn take(&self, number: u64, text: &str, log: &mut Log) {
        match Line::parse(text) {
            Line::Allowed(asked) => {
                log.allowed += 1;
                self.see(asked, number, text, log);
            }
            Line::Denied(asked) => {
                log.denied += 1;
                if self.denied {
                    self.see(asked, number, text, log);
                }
            }
            Line::Looked => log.looked += 1,
            Line::Other if text.is_empty() => {}
            Line::Other => {
                log.others += 1;
                if log.first_others.len() < SHOWN {
                    log.first_others.push((number, kept(text)));
                }
            }
        }
    }

    fn see(&self, asked: Asked, number: u64, text: &str, log: &mut Log) {
        if !self.principals.is_empty() && !self.principals.contains(&asked.principal) {
            return;
        }
        let new = || Proof { number, text: kept(text), count: 0 };
        log.seen.entry(asked).or_insert_with(new).count += 1;
    }

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

fn kept(text: &str) -> String {
    text.chars().take(KEPT).collect()
}

fn count(log: &Log, report: &mut Report) {
    let Log { seen, allowed, denied, looked, others, first_others } = log;
    report.line(format_args!(
        "{allowed} lines of something allowed, {denied} of something denied, {looked} of a broker's own \
         looks, {others} of something else; {} different questions, each allowed by the rules below",
        seen.len()
    ));
    let counts = json!({
        "allowed": allowed, "denied": denied, "looked": looked, "other": others,
        "questions": seen.len(),
    });
    report.set("lines", counts);
    let mut items = report.items("other_lines");
    for (number, text) in first_others {
        let shown = kafka_admin::escape::Escaped(text);
        let line = format!("not an authorizer's: line {number}: {shown}");
        items.listed(&json!({"line": number, "text": text})).line(line);
    }
}

fn show_rules(learned: &[Learned], report: &mut Report) {
    let mut items = report.items("rules");
    for Learned { acl, proof: Proof { number, text, count }, names } in learned {
        let mut change = Change::default();
        change.create.push(acl.clone());
        let commands = command::lines(&change, &ConnectArgs::default());
        let command = commands.first().cloned();
        let shown = command.clone().unwrap_or_else(|| acl.to_string());
        let value = json!({
            "acl": item(acl), "command": command, "names": names, "lines": count, "line": number,
            "text": text,
        });
        let text = kafka_admin::escape::Escaped(text);
        items.listed(&value).line(format_args!("{shown}\n    # line {number}, of {count}: {text}"));
    }
}
