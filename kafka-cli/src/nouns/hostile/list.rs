//! `kadm hostile list`.

use std::borrow::Cow;

use clap::Args;
use kafka_emulator::hostile::{self, Case, When};
use serde::Serialize;

use crate::context::{Context, Run};
use crate::failure::Result;

/// List the cases: what the broker does, and what a client must do.
///
/// A client must come to an end in every case, and not by a crash. The cases marked "login" are about a login by
/// SCRAM, those marked "iam" about one by AWS_MSK_IAM, and those marked "tls" about TLS; all others can be played
/// before a login or behind one.
#[derive(Debug, Clone, Args)]
pub(crate) struct List;

#[derive(Serialize)]
struct Listed {
    case: &'static str,
    does: &'static str,
    must: String,
    login: bool,
    when: &'static str,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut items = context.report.items("cases");
        for case in hostile::cases() {
            items.listed(&listed(case));
        }
        drop(items);
        context
            .report
            .table(["CASE", "", "THE BROKER", "THE CLIENT MUST"], hostile::cases().map(row));
        Ok(())
    }
}

fn listed(case: &'static Case) -> Listed {
    let (must, when) = (case.must.to_string(), when(case));
    let login = [When::Login, When::Iam].contains(&case.when);
    Listed { case: case.id, does: case.does, must, login, when: when.unwrap_or("any") }
}

fn row(case: &'static Case) -> [Cow<'static, str>; 4] {
    let when = when(case).unwrap_or_default();
    [case.id.into(), when.into(), case.does.into(), case.must.to_string().into()]
}

fn when(case: &Case) -> Option<&'static str> {
    match case.when {
        When::Login => Some("login"),
        When::Iam => Some("iam"),
        When::Tls => Some("tls"),
        _ => None,
    }
}
