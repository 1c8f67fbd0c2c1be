//! An examination for people: the way drawn, with the place where it breaks.

use kafka_admin::diagnose::{Check, Examination, Finding, Severity, State, Way};

use super::next::Next;
use crate::output::Report;

/// How wide a line of facts is at most, save for one that is longer by itself.
const WIDE: usize = 96;

/// Shows all of it.
pub(super) fn show(seen: &Examination, next: &Next<'_>, report: &mut Report) {
    show_check(&seen.settings, None, next, report);
    for way in &seen.bootstrap {
        show_way(way, "bootstrap server", next, report);
    }
    let is_whole = |way: &&Way| way.checks.iter().all(|check| check.findings.is_empty());
    let (whole, others): (Vec<_>, Vec<_>) = seen.brokers.iter().partition(is_whole);
    for way in others {
        show_way(way, &name(way), next, report);
    }
    if !whole.is_empty() {
        report.line("");
        report.line("advertised brokers");
    }
    for way in whole {
        let id = way.node.map(|id| id.to_string()).unwrap_or_default();
        report.line(format_args!("  ok       broker {id:<3} {}", way.address));
    }
    if !seen.rights.is_empty() {
        report.line("");
        report.line("what this login may do");
        for check in &seen.rights {
            show_check(check, None, next, report);
        }
    }
    report.line("");
}

fn name(way: &Way) -> String {
    way.node.map_or_else(String::new, |id| format!("broker {id}, as the cluster advertises it"))
}

fn show_way(way: &Way, what: &str, next: &Next<'_>, report: &mut Report) {
    report.line("");
    report.line(format_args!("{} ({what})", way.address));
    report.line(format_args!("  this machine{}", drawn(&way.checks)));
    for check in &way.checks {
        show_check(check, Some(&way.address), next, report);
    }
}

/// ` -- names -- TCP -X- TLS    Kafka`.
fn drawn(checks: &[Check]) -> String {
    let mut line = String::new();
    let mut is_broken = false;
    for check in checks {
        line += match check.state() {
            _ if is_broken => "    ",
            State::Broken => " -X- ",
            State::Warning => " -!- ",
            _ => " -- ",
        };
        is_broken |= check.state() == State::Broken;
        line += check.stage.name();
    }
    line
}

fn show_check(check: &Check, broker: Option<&str>, next: &Next<'_>, report: &mut Report) {
    let word = match check.state() {
        State::Ok => "ok",
        State::Warning => "WARNING",
        State::Broken => "BROKEN",
        _ => "-",
    };
    let mut lines = facts(check);
    lines.extend(check.skipped.map(str::to_owned).filter(|_| check.facts.is_empty()));
    let mut lines = lines.into_iter();
    let first = lines.next().unwrap_or_default();
    report.line(format_args!("  {word:<8} {:<10} {first}", check.stage.name()));
    lines.for_each(|line| report.line(format_args!("{:21} {line}", "")));
    for finding in &check.findings {
        show_finding(finding, broker, next, report);
    }
}

/// The facts, as many on a line as there is room for.
fn facts(check: &Check) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (name, value) in &check.facts {
        let fact = format!("{} {value}", name.replace('_', " "));
        match lines.last_mut() {
            Some(line) if line.chars().count() + fact.chars().count() < WIDE => {
                *line = format!("{line}; {fact}");
            }
            _ => lines.push(fact),
        }
    }
    lines
}

fn show_finding(finding: &Finding, broker: Option<&str>, next: &Next<'_>, report: &mut Report) {
    let Finding { diagnosis, severity, message, hint, .. } = finding;
    let mark = if *severity == Severity::Broken { "X" } else { "!" };
    report.line(format_args!("    {mark} {diagnosis}  {}", diagnosis.title()));
    report.line(format_args!("      what   {message}"));
    report.line(format_args!("      cause  {}", diagnosis.cause()));
    if let Some(hint) = hint {
        report.line(format_args!("      do     {hint}"));
    }
    report.line(format_args!("      next   {}", next.line(*diagnosis, broker)));
}
