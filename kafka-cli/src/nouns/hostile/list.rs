//! `kadm hostile list`.

use std::borrow::Cow;

use clap::Args;
use kafka_emulator::hostile::{self, Case, When};
use serde::Serialize;

use crate::context::{Context, Run};
use crate::failure::Result;

/// List the cases: what the broker does, and what a client must do.
///
/// A client must come to an end in every case, and not by a crash. The cases marked "login" are about
/// the login; all others can be played before a login or behind one.
#[derive(Debug, Clone, Args)]
pub(crate) struct List;

#[derive(Serialize)]
struct Listed {
    case: &'static str,
    does: &'static str,
    must: String,
    login: bool,
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
    let login = case.when == When::Login;
    Listed { case: case.id, does: case.does, must: case.must.to_string(), login }
}

fn row(case: &'static Case) -> [Cow<'static, str>; 4] {
    let login = if case.when == When::Login { "login" } else { "" };
    [case.id.into(), login.into(), case.does.into(), case.must.to_string().into()]
}
