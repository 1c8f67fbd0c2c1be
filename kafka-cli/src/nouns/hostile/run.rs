//! `kadm hostile run`: a client against each case.

use std::borrow::Cow;
use std::time::Duration;

use clap::Args;
use kafka_emulator::hostile::{self, Case, When};
use serde::Serialize;

use super::case;
use super::client::Client;
use super::serve::{How, start};
use super::verdict::Verdict;
use crate::context::{Context, Threads};
use crate::failure::{Failure, Result};

/// Run a client against each case, and tell how it did.
///
/// The client is any command that asks a cluster for something, for example for its topics, and exits
/// with 0 only when it was told. In its arguments {address} stands for the broker's address. For example:
///
///   kadm hostile run -- kcat -L -b {address}
///
/// First it is run against a broker that keeps all rules: where it fails, nothing else would tell anything.
///
/// Without --login the client must be set up for plaintext without a login, and the cases that are about
/// the login are left out. With --ca-out the client has to speak TLS, and the cases about TLS are played too; with
/// --iam it has to log in by AWS_MSK_IAM, and those about that are.
#[derive(Debug, Clone, Args)]
pub(crate) struct Run {
    /// Only this case. Repeatable.
    #[arg(long = "case", value_name = "CASE")]
    cases: Vec<String>,
    #[command(flatten)]
    how: How,
    /// How many seconds the client may take for a case.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u64).range(1..=3600))]
    limit: u64,
    /// The client's command line.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// The case in which no rule is broken.
const HONEST: &str = "F00";

/// How a client did.
#[derive(Serialize)]
struct Did {
    case: &'static str,
    does: &'static str,
    must: String,
    verdict: Verdict,
    seconds: f64,
    connections: u32,
    proofs: u32,
    said: String,
}

impl crate::context::Run for Run {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let chosen = self.chosen()?;
        let mut all = vec![self.play(case(HONEST)?).await?];
        for case in chosen {
            self.check(&all[0])?;
            all.push(self.play(case).await?);
        }
        let failed = all.iter().filter(|did| !did.verdict.is_well()).count();
        let mut items = context.report.items("cases");
        for did in &all {
            items.listed(did);
        }
        drop(items);
        context.report.table(
            ["CASE", "THE BROKER", "THE CLIENT", "SECONDS", "ITS LAST WORDS"],
            all.iter().map(row),
        );
        match failed {
            0 => Ok(()),
            failed => Err(Failure::unexpected(format!(
                "the client failed {failed} of {} cases",
                all.len()
            ))
            .hint("see the lines that do not say \"ok\"")),
        }
    }

    fn threads(&self) -> Threads {
        Threads::OnePerCore
    }
}

impl Run {
    fn chosen(&self) -> Result<Vec<&'static Case>> {
        if !self.cases.is_empty() {
            let chosen: Vec<&Case> = self.cases.iter().map(|id| case(id)).collect::<Result<_>>()?;
            chosen.iter().try_for_each(|case| self.how.check(case))?;
            return Ok(chosen);
        }
        let is_played = |case: &&Case| match case.when {
            When::Login => self.how.login,
            When::Iam => self.how.iam,
            When::Tls => self.how.ca_out.is_some(),
            _ => case.id != HONEST,
        };
        Ok(hostile::cases().filter(is_played).collect())
    }

    /// A client that always fails would pass nearly all cases.
    fn check(&self, honest: &Did) -> Result<()> {
        if honest.verdict.is_well() {
            return Ok(());
        }
        let did = format!("the client fails with a broker that keeps all rules: {}", honest.said);
        let login = match (self.how.login, self.how.iam) {
            (true, _) => "a login by SCRAM",
            (_, true) => "a login by AWS_MSK_IAM",
            _ => "no login",
        };
        let tls = if self.how.ca_out.is_some() { "TLS" } else { "plaintext" };
        Err(Failure::unexpected(did)
            .hint(format!("set it up for {tls} and {login}; the address is {{address}}")))
    }

    async fn play(&self, case: &'static Case) -> Result<Did> {
        let broker = start(case, self.how.setting()).await?;
        self.how.write_ca(&broker)?;
        let client = Client::new(&self.command, &broker.address().to_string());
        let ended = client.run(Duration::from_secs(self.limit)).await?;
        let seen = broker.seen();
        Ok(Did {
            case: case.id,
            does: case.does,
            must: case.must.to_string(),
            verdict: Verdict::of(case.must, &ended, seen.proofs),
            seconds: (ended.took.as_secs_f64() * 10.0).round() / 10.0,
            connections: seen.connections,
            proofs: seen.proofs,
            said: ended.last_words,
        })
    }
}

fn row(did: &Did) -> [Cow<'_, str>; 5] {
    [
        did.case.into(),
        did.does.into(),
        did.verdict.to_string().into(),
        format!("{:.1}", did.seconds).into(),
        did.said.as_str().into(),
    ]
}
