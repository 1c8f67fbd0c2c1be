//! What an examination consists of.

use std::time::Duration;

use crate::escape::escaped;
use crate::{Diagnosis, Error};

/// The longest value of a fact, in characters: most come from a peer.
const MAX_VALUE: usize = 512;
/// How many facts and findings a check keeps.
const MAX_ENTRIES: usize = 64;

/// A part of the way from this machine to an answer, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// What the settings say.
    Settings,
    /// The addresses of the name.
    Names,
    /// Reaching the port.
    Tcp,
    /// The handshake of TLS, and the certificates.
    Tls,
    /// Whether Kafka answers, and in which versions.
    Kafka,
    /// Which mechanisms the listener offers.
    Mechanism,
    /// The login.
    Login,
    /// Whether it is the broker and the cluster that it should be.
    Identity,
    /// What the principal may do, and which quotas it has.
    Rights,
}

impl Stage {
    /// `names`, `TCP`, …
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Names => "names",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Kafka => "Kafka",
            Self::Mechanism => "mechanism",
            Self::Login => "login",
            Self::Identity => "identity",
            Self::Rights => "rights",
        }
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum State {
    /// As it should.
    Ok,
    /// There was nothing to look at, or what is before it is broken.
    Skipped,
    /// It works, and something about it may not for others, or for long.
    Warning,
    /// It does not work.
    Broken,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// It works all the same.
    Warning,
    /// The way ends here.
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Check {
    /// What.
    pub stage: Stage,
    /// What was seen, at most 64 facts: names in `snake_case`, values without hidden characters.
    pub facts: Vec<(&'static str, String)>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Why it was not looked at.
    pub skipped: Option<&'static str>,
    /// How long it took.
    pub took: Duration,
}

/// Something that is wrong.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// Its number.
    pub diagnosis: Diagnosis,
    /// How bad it is.
    pub severity: Severity,
    /// What exactly.
    pub message: String,
    /// What to do about it, in one sentence.
    pub hint: Option<String>,
    /// The error that it is, when it is one.
    pub error: Option<Error>,
}

/// The way to one broker.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Way {
    /// Its `host:port`, as it was given or advertised.
    pub address: String,
    /// The id of the broker that the cluster says is there; `None` for a bootstrap server.
    pub node: Option<i32>,
    /// What was looked at on the way, in the order of the stages.
    pub checks: Vec<Check>,
}

impl Check {
    pub(super) fn of(stage: Stage) -> Self {
        let (facts, findings) = (Vec::new(), Vec::new());
        Self { stage, facts, findings, skipped: None, took: Duration::ZERO }
    }

    pub(super) fn skipped(stage: Stage, why: &'static str) -> Self {
        Self { skipped: Some(why), ..Self::of(stage) }
    }

    pub(super) fn fact(&mut self, name: &'static str, value: impl ToString) {
        if self.facts.len() < MAX_ENTRIES {
            self.facts.push((name, bounded(value.to_string())));
        }
    }

    pub(super) fn find(&mut self, finding: Finding) {
        if self.findings.len() < MAX_ENTRIES {
            self.findings.push(finding);
        }
    }

    pub(super) fn broken(&mut self, error: &Error) {
        self.find(Finding::broken(error));
    }

    /// How it ended.
    pub fn state(&self) -> State {
        let worst = self.findings.iter().map(|finding| finding.severity).max();
        match (worst, self.skipped) {
            (Some(Severity::Broken), _) => State::Broken,
            (Some(Severity::Warning), _) => State::Warning,
            (None, Some(_)) => State::Skipped,
            (None, None) => State::Ok,
        }
    }

    /// What was seen under a name, the first of several.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.facts.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Finding {
    pub(super) fn broken(error: &Error) -> Self {
        Self {
            diagnosis: error.diagnosis(),
            severity: Severity::Broken,
            message: error.message().to_owned(),
            hint: error.hint().map(str::to_owned),
            error: Some(error.clone()),
        }
    }

    pub(super) fn warning(diagnosis: Diagnosis, message: impl Into<String>) -> Self {
        let message = bounded(message.into());
        Self { diagnosis, severity: Severity::Warning, message, hint: None, error: None }
    }

    pub(super) fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(bounded(hint.into()));
        self
    }

    /// The same number and words, and the way ends here.
    pub(super) fn breaking(self) -> Self {
        Self { severity: Severity::Broken, ..self }
    }
}

impl Way {
    pub(super) fn new(address: impl ToString, node: Option<i32>) -> Self {
        Self { address: bounded(address.to_string()), node, checks: Vec::new() }
    }

    /// Where it breaks; `None` when it leads to the broker.
    pub fn broken(&self) -> Option<&Finding> {
        let findings = self.checks.iter().flat_map(|check| &check.findings);
        findings.into_iter().find(|finding| finding.severity == Severity::Broken)
    }

    /// The check of a stage.
    pub fn check(&self, stage: Stage) -> Option<&Check> {
        self.checks.iter().find(|check| check.stage == stage)
    }
}

fn bounded(text: String) -> String {
    let mut shown = escaped(text).into_owned();
    if let Some((at, _)) = shown.char_indices().nth(MAX_VALUE) {
        shown.truncate(at);
        shown.push('…');
    }
    shown
}
