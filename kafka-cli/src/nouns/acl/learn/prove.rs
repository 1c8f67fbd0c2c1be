//! Proofs of what was learned: the recorded requests pass with all rules, and without any one of them at
//! least one does not.

use kafka_admin::acls::ResourcePattern;
use kafka_admin::permissions::{Question, Rules};
use serde_json::{Value, json};

use super::log::Log;
use super::needs::TopicIds;
use super::replay::{Outcome, Recorded, Stage};
use super::rules::{Learned, Questions, refused, rules_of};
use crate::failure::Result;
use crate::output::Report;

/// What became of all of it.
#[derive(Debug, Default)]
pub(super) struct Proofs {
    /// One for each rule, in their order.
    pub(super) rules: Vec<Proved>,
    /// Requests that an emulator with all rules let through.
    passed: usize,
    /// Those that it did not: line, API and codes.
    failed: Vec<(u64, String, Vec<String>)>,
    /// Those that could not be asked, and why.
    unasked: Vec<(u64, String, &'static str)>,
    /// Kinds that were too many to be kept.
    unkept: usize,
}

/// That a rule is needed.
#[derive(Debug)]
pub(super) struct Proved {
    /// What the evaluator refuses without it.
    evaluator: Option<String>,
    /// The request that the emulator refuses without it: line, API and codes.
    emulator: Option<(u64, String, Vec<String>)>,
    /// That the emulator let through everything that was asked without the rule.
    contradicted: bool,
}

pub(super) async fn prove(learned: &[Learned], log: &Log) -> Result<Proofs> {
    let Log { questions, recorded, ids, unrecorded, .. } = log;
    let mut proofs = Proofs { unkept: *unrecorded, ..Proofs::default() };
    for of_one in learned.chunk_by(|a, b| a.acl.entry.principal() == b.acl.entry.principal()) {
        let Some(principal) = of_one.first().map(|it| it.acl.entry.principal()) else { continue };
        let requests: Vec<&Recorded> =
            recorded.iter().filter(|it| it.principal == principal).collect();
        proofs.all_pass(of_one, &requests, ids).await?;
        for removed in of_one {
            let proved = without(removed, of_one, questions, &requests, ids).await?;
            proofs.rules.push(proved);
        }
    }
    Ok(proofs)
}

impl Proofs {
    async fn all_pass(
        &mut self,
        rules: &[Learned],
        requests: &[&Recorded],
        ids: &TopicIds,
    ) -> Result<()> {
        for (request, outcome) in replayed(rules, None, requests, ids, |_| false).await? {
            let api = request.api.name.clone();
            match outcome {
                Outcome::Passed => self.passed += 1,
                Outcome::Refused(codes) => self.failed.push((request.number, api, codes)),
                Outcome::Unknown(why) => self.unasked.push((request.number, api, why)),
            }
        }
        Ok(())
    }

    /// Whether something is not as it should be.
    pub(super) fn is_refuted(&self) -> bool {
        let is_refuted = |it: &Proved| it.contradicted || it.evaluator.is_none();
        !self.failed.is_empty() || self.rules.iter().any(is_refuted)
    }

    pub(super) fn show(&self, report: &mut Report) {
        let by_emulator = self.rules.iter().filter(|it| it.emulator.is_some()).count();
        let Self { rules, passed, failed, unasked, unkept } = self;
        report.line(format_args!(
            "\nproof: {passed} requests of different kinds pass on an emulator with exactly these rules, {} \
             are refused, {} could not be asked there; without its rule one is refused by the emulator for \
             {by_emulator} of {} rules, by the evaluator for all of them",
            failed.len(),
            unasked.len() + unkept,
            rules.len(),
        ));
        for (number, api, codes) in failed {
            report.line(format_args!("  refused: line {number}, {api}: {}", codes.join(", ")));
        }
        for (number, api, why) in unasked {
            report.line(format_args!("  by the evaluator only: line {number}, {api}: {why}"));
        }
        let listed = |(number, api, why): &(u64, String, Value)| json!({"line": number, "api": api, "why": why});
        let failed = failed.iter().map(|(n, api, codes)| (*n, api.clone(), json!(codes)));
        let unasked = unasked.iter().map(|(n, api, why)| (*n, api.clone(), json!(why)));
        report.set(
            "proof",
            json!({
                "passed": passed,
                "refused": failed.map(|it| listed(&it)).collect::<Vec<_>>(),
                "not_asked": unasked.map(|it| listed(&it)).collect::<Vec<_>>(),
                "not_kept": unkept,
                "rules_proved_by_emulator": by_emulator,
            }),
        );
    }
}

impl Proved {
    pub(super) fn json(&self) -> Value {
        let emulator = self
            .emulator
            .as_ref()
            .map(|(number, api, codes)| json!({"line": number, "api": api, "errors": codes}));
        json!({"evaluator": self.evaluator, "emulator": emulator})
    }

    pub(super) fn line(&self) -> String {
        match (&self.emulator, &self.evaluator) {
            (Some((number, api, codes)), _) => {
                format!("without it line {number}, {api}, is refused: {}", codes.join(", "))
            }
            (None, _) if self.contradicted => "without it the emulator refuses nothing".to_owned(),
            (None, Some(what)) => {
                format!("without it the evaluator refuses {what}; no request could be asked for it")
            }
            (None, None) => "without it nothing is refused".to_owned(),
        }
    }
}

/// Asks what needs the rule, until something is refused.
async fn without(
    removed: &Learned,
    rules: &[Learned],
    questions: &Questions,
    requests: &[&Recorded],
    ids: &TopicIds,
) -> Result<Proved> {
    let fewer: Vec<Learned> = rules.iter().filter(|it| *it != removed).cloned().collect();
    let principal = removed.acl.entry.principal();
    let of_one = of(questions, principal);
    let evaluator = refused(&fewer, &of_one).into_iter().next();
    let left = rules_of(&fewer);
    let affected: Vec<&Recorded> =
        requests.iter().copied().filter(|it| !is_allowed(&left, it)).collect();
    let is_refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
    let asked = replayed(rules, Some(removed), &affected, ids, is_refused).await?;
    let was_asked = asked.iter().any(|(_, outcome)| !matches!(outcome, Outcome::Unknown(_)));
    let emulator = asked.into_iter().find_map(|(request, outcome)| match outcome {
        Outcome::Refused(codes) => Some((request.number, request.api.name.clone(), codes)),
        _ => None,
    });
    Ok(Proved { evaluator, contradicted: was_asked && emulator.is_none(), emulator })
}

/// What is asked of an emulator with the rules but that one, up to the outcome that is enough.
async fn replayed<'r>(
    rules: &[Learned],
    without: Option<&Learned>,
    requests: &[&'r Recorded],
    ids: &TopicIds,
    is_enough: fn(&Outcome) -> bool,
) -> Result<Vec<(&'r Recorded, Outcome)>> {
    let acls = || rules.iter().filter(|it| Some(*it) != without).map(|it| &it.acl);
    let (alone, together): (Vec<&Recorded>, Vec<_>) =
        requests.iter().partition(|it| it.is_disruptive());
    let mut stages: Vec<Vec<&Recorded>> = alone.into_iter().map(|it| vec![it]).collect();
    stages.insert(0, together);
    let mut outcomes = Vec::new();
    for requests in stages.into_iter().filter(|it| !it.is_empty()) {
        let stage = Stage::set(acls(), &requests, ids).await?;
        for request in requests {
            let outcome = stage.replay(request).await;
            let is_last = is_enough(&outcome);
            outcomes.push((request, outcome));
            if is_last {
                stage.end().await;
                return Ok(outcomes);
            }
        }
        stage.end().await;
    }
    Ok(outcomes)
}

fn is_allowed(rules: &Rules, request: &Recorded) -> bool {
    let principal = &request.principal;
    let all = request.needs.all.iter().all(|(operation, on, name)| {
        let pattern = ResourcePattern::literal(*on, name);
        rules.allow(&Question::new(principal, *operation, &pattern))
    });
    let is_idempotent = request.needs.idempotent_producer;
    all && (!is_idempotent || rules.allow_idempotent_producer(principal, None))
}

fn of(questions: &Questions, principal: &str) -> Questions {
    let seen = questions.seen.iter().filter(|(asked, _)| asked.principal == principal);
    let idempotent = questions.idempotent.iter().filter(|(who, _)| *who == principal);
    Questions {
        seen: seen.map(|(asked, proof)| (asked.clone(), proof.clone())).collect(),
        idempotent: idempotent.map(|(who, proof)| (who.clone(), proof.clone())).collect(),
    }
}
