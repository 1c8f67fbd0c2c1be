//! `kadm acl why`.

use std::fmt;

use clap::Args;
use kafka_admin::acls::AclBinding;
use kafka_admin::escape::Escaped;
use kafka_admin::permissions::{Answer, Change, Question, Reason, Rules};
use kafka_admin::{AclPermissionType, ResourceType};
use serde_json::{Value, json};

use super::asked::{Asked, Verdict};
use super::{command, hosts, item};
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::output::Report;

/// ACLs that a text tells of, for each reason; JSON has them all.
const TOLD: usize = 20;

/// Explain why ACLs allow something or do not: the rule, and the smallest change that turns it.
///
/// It works out what the brokers would say from the ACLs alone, with no login of that principal and
/// nothing changed. It needs DESCRIBE on the cluster, or a file with --acls. IAM identities of Amazon
/// MSK are outside of ACLs. The exit code is 0 when there is an answer; for one that tells yes from
/// no: kadm acl can.
#[derive(Debug, Args)]
pub(crate) struct Why {
    #[command(flatten)]
    asked: Asked,
}

impl Run for Why {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let needs = self.asked.needs()?;
        let rules = self.asked.rules(&needs, context).await?;
        let verdicts = self.asked.verdicts(&needs, &rules);
        let report = &mut context.report;
        set_members(&self.asked, &verdicts, report);
        let allowed = verdicts.iter().all(Verdict::is_allowed);
        let (who, what) = (Escaped(&self.asked.principal), self.asked.what());
        report.line(match allowed {
            true => format!("yes: {who} may {what}"),
            false => format!("no: {who} may not {what}"),
        });
        for verdict in &verdicts {
            show(verdict, report);
        }
        show_change(&self.asked, &verdicts, &rules, report);
        report.warnings.extend(notes(&self.asked, &verdicts, &rules, allowed));
        Ok(())
    }
}

/// Sets the question and the answer.
pub(super) fn set_members(asked: &Asked, verdicts: &[Verdict<'_>], report: &mut Report) {
    report.set("allowed", verdicts.iter().all(Verdict::is_allowed));
    report.set("principal", &asked.principal);
    report.set("what", asked.what());
    report.set("host", asked.host);
    let needs = verdicts.iter().map(|verdict| {
        let ways = verdict.ways.iter().map(|(question, answer)| way(question, answer));
        json!({"allowed": verdict.is_allowed(), "any_of": ways.collect::<Vec<_>>()})
    });
    report.set("needs", needs.collect::<Vec<_>>());
}

fn way(question: &Question<'_>, answer: &Answer<'_>) -> Value {
    let (reason, rule) = match answer.reason {
        Reason::SuperUser => ("super user", None),
        Reason::Denied(rule) => ("denied by an ACL", Some(rule)),
        Reason::Allowed(rule) => ("allowed by an ACL", Some(rule)),
        Reason::AllowedWithoutAcl => ("no ACL covers it, which allows everyone", None),
        Reason::NoAcl => ("no ACL covers it", None),
        _ => ("no ACL allows it", None),
    };
    let items = |acls: &[&AclBinding]| acls.iter().map(|acl| item(acl)).collect::<Vec<_>>();
    json!({
        "operation": question.operation.to_string(),
        "resource_type": question.resource_type.to_string(),
        "name": question.name,
        "allowed": answer.is_allowed(),
        "reason": reason,
        "rule": rule.map(item),
        "denying": items(&answer.denying),
        "allowing": items(&answer.allowing),
        "for_other_hosts": items(&answer.elsewhere),
        "covering": answer.covering,
    })
}

/// `WRITE on TOPIC orders: allowed by ALLOW ...`.
pub(super) struct Words<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) answer: &'a Answer<'a>,
}

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Question { operation, resource_type, name, principal, .. } = self.question;
        let (name, who) = (Escaped(name), Escaped(principal));
        match resource_type {
            &ResourceType::CLUSTER => write!(f, "{operation} on the cluster: ")?,
            other => write!(f, "{operation} on {other} {name}: ")?,
        }
        match self.answer.reason {
            Reason::SuperUser => write!(f, "allowed, {who} is a super user"),
            Reason::Denied(acl) => write!(f, "denied by {acl}"),
            Reason::Allowed(acl) => write!(f, "allowed by {acl}"),
            Reason::AllowedWithoutAcl => {
                f.write_str("allowed, no ACL covers it and allow.everyone.if.no.acl.found is true")
            }
            Reason::NoAcl => f.write_str("denied, no ACL covers it"),
            _ => {
                let from = match self.question.host {
                    Some(host) => format!(" from {host}"),
                    None => String::new(),
                };
                let count = self.answer.covering;
                write!(f, "denied, {count} ACLs cover it and none allows this to {who}{from}")
            }
        }
    }
}

fn show(verdict: &Verdict<'_>, report: &mut Report) {
    for (question, answer) in &verdict.ways {
        // A second way is only of interest when it is the one.
        let is_first = question.resource_type != ResourceType::CLUSTER || verdict.ways.len() == 1;
        if is_first || answer.is_allowed() {
            report.line(format_args!("  {}", Words { question, answer }));
            show_others(answer, report);
        }
    }
}

fn show_others(answer: &Answer<'_>, report: &mut Report) {
    let rule = match answer.reason {
        Reason::Denied(rule) | Reason::Allowed(rule) => Some(rule),
        _ => None,
    };
    let wins = if answer.denying.is_empty() { "also" } else { "DENY wins over" };
    for (word, acls) in [
        ("also", &answer.denying),
        (wins, &answer.allowing),
        ("not from this address:", &answer.elsewhere),
    ] {
        let others = acls.iter().filter(|acl| Some(**acl) != rule);
        for acl in others.clone().take(TOLD) {
            report.line(format_args!("    {word} {acl}"));
        }
        match others.count().saturating_sub(TOLD) {
            0 => {}
            more => report.line(format_args!("    and {more} more; --format json has all")),
        }
    }
}

fn show_change(asked: &Asked, verdicts: &[Verdict<'_>], rules: &Rules, report: &mut Report) {
    let change = change(verdicts, rules);
    let Some(change) = change else {
        report.set("change", Value::Null);
        report.line("no ACL changes that: super.users is in the configuration of the brokers");
        return;
    };
    let commands = command::lines(&change, &asked.source.connect);
    let goal = if verdicts.iter().all(Verdict::is_allowed) { "denies" } else { "allows" };
    report.line(format_args!("the smallest change that {goal} it:"));
    commands.iter().for_each(|command| report.line(format_args!("  {command}")));
    let items = |acls: &[AclBinding]| acls.iter().map(item).collect::<Vec<_>>();
    report.set(
        "change",
        json!({"delete": items(&change.delete), "create": items(&change.create), "commands": commands}),
    );
}

/// To allow is to allow each need in its first way, to deny is to deny one need in every way.
fn change(verdicts: &[Verdict<'_>], rules: &Rules) -> Option<Change> {
    let mut all = Change::default();
    let refused = verdicts.iter().filter(|verdict| !verdict.is_allowed());
    let refused: Vec<_> = refused.filter_map(|verdict| verdict.ways.first()).collect();
    let to_turn = match refused.as_slice() {
        [] => cheapest(verdicts, rules),
        _ => refused,
    };
    for (question, _) in to_turn {
        let change = rules.smallest_change(question)?;
        let new = change.delete.into_iter().filter(|acl| !all.delete.contains(acl));
        let new: Vec<_> = new.collect();
        all.delete.extend(new);
        all.create.extend(change.create);
    }
    (!all.is_empty()).then_some(all)
}

/// The ways of the need that an ACL which only allows this is enough for; of the first need otherwise.
fn cheapest<'v>(verdicts: &'v [Verdict<'v>], rules: &Rules) -> Vec<&'v (Question<'v>, Answer<'v>)> {
    let allowed = |verdict: &'v Verdict<'v>| {
        verdict.ways.iter().filter(|(_, answer)| answer.is_allowed()).collect::<Vec<_>>()
    };
    let is_deleted = |(question, _): &&(Question<'_>, Answer<'_>)| {
        rules.smallest_change(question).is_some_and(|change| change.create.is_empty())
    };
    let by_deletion = verdicts.iter().map(allowed).find(|ways| ways.iter().all(is_deleted));
    by_deletion.or_else(|| verdicts.first().map(allowed)).unwrap_or_default()
}

/// What may surprise.
fn notes(asked: &Asked, verdicts: &[Verdict<'_>], rules: &Rules, allowed: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let answers = || verdicts.iter().flat_map(|verdict| &verdict.ways);
    if !allowed && answers().any(|(_, answer)| answer.reason == Reason::NoAcl) {
        notes.push(
            "allow.everyone.if.no.acl.found is taken to be false: where it is true, what no ACL covers \
             is allowed (--allow-everyone-if-no-acl-found)"
                .into(),
        );
    }
    if asked.source.allow_everyone_if_no_acl_found
        && answers().any(|(_, answer)| answer.covering == 0)
    {
        notes.push("the first ACL on a resource takes it away from everyone else".into());
    }
    let change = change(verdicts, rules).unwrap_or_default();
    for acl in change.delete.iter().filter(|acl| acl.entry.permission == AclPermissionType::DENY) {
        let same = acl.entry.principal() == asked.principal
            && answers().any(|(question, _)| {
                *acl.pattern.name == *question.name && acl.entry.operation == question.operation
            });
        if !same {
            notes.push(format!("this denies more than what is asked about: {acl}"));
        }
    }
    if asked.is_produce()
        && allowed
        && !rules.allow_idempotent_producer(&asked.principal, asked.host)
    {
        notes.push(
            "an idempotent producer, as Java's is by default, is refused all the same: no ACL allows \
             WRITE on a topic that none denies, nor IDEMPOTENT_WRITE on the cluster"
                .into(),
        );
    }
    let elsewhere: Vec<AclBinding> =
        answers().flat_map(|(_, answer)| &answer.elsewhere).copied().cloned().collect();
    notes.extend(hosts::warnings(&elsewhere));
    notes
}
