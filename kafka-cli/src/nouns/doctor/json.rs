//! An examination for programs.

use kafka_admin::diagnose::{Check, Examination, Finding, Severity, State, Way};
use serde_json::{Value, json};

use super::next::Next;
use crate::output::Report;

/// Sets the members of the result.
pub(super) fn set(seen: &Examination, next: &Next<'_>, report: &mut Report) {
    if let Value::Object(members) = examination(seen, next) {
        for (name, value) in members {
            report.set(&name, value);
        }
    }
}

/// All of it.
pub(super) fn examination(seen: &Examination, next: &Next<'_>) -> Value {
    let ways = |ways: &[Way]| ways.iter().map(|it| way(it, next)).collect::<Vec<_>>();
    json!({
        "settings": check(&seen.settings, None, next),
        "bootstrap": ways(&seen.bootstrap),
        "brokers": ways(&seen.brokers),
        "cluster_id": seen.cluster_id,
        "rights": seen.rights.iter().map(|it| check(it, None, next)).collect::<Vec<_>>(),
        "verdict": seen.verdict().map(|it| it.diagnosis.to_string()),
    })
}

fn way(way: &Way, next: &Next<'_>) -> Value {
    let checks = way.checks.iter().map(|it| check(it, Some(&way.address), next));
    json!({
        "address": way.address,
        "node": way.node,
        "ok": way.broken().is_none(),
        "checks": checks.collect::<Vec<_>>(),
    })
}

fn check(check: &Check, broker: Option<&str>, next: &Next<'_>) -> Value {
    let facts = check.facts.iter().map(|(name, value)| json!({"name": name, "value": value}));
    let findings = check.findings.iter().map(|it| finding(it, broker, next));
    json!({
        "stage": check.stage.name(),
        "state": state(check.state()),
        "skipped": check.skipped,
        "ms": u64::try_from(check.took.as_millis()).unwrap_or(u64::MAX),
        "facts": facts.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding, broker: Option<&str>, next: &Next<'_>) -> Value {
    let Finding { diagnosis, severity, message, hint, .. } = finding;
    json!({
        "diagnosis": diagnosis.to_string(),
        "title": diagnosis.title(),
        "severity": if *severity == Severity::Broken { "broken" } else { "warning" },
        "message": message,
        "cause": diagnosis.cause(),
        "hint": hint,
        "next": next.line(*diagnosis, broker),
    })
}

fn state(state: State) -> &'static str {
    match state {
        State::Ok => "ok",
        State::Warning => "warning",
        State::Broken => "broken",
        _ => "skipped",
    }
}
