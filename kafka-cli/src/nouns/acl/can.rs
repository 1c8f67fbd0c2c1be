//! `kadm acl can`.

use clap::Args;

use super::asked::Asked;
use super::why::{Words, set_members};
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Say yes or no: exit code 0 if ACLs allow it, 1 if they do not.
///
/// The arguments are those of kadm acl why, which says the reason in full.
#[derive(Debug, Args)]
pub(crate) struct Can {
    #[command(flatten)]
    asked: Asked,
}

impl Run for Can {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let needs = self.asked.needs()?;
        let rules = self.asked.rules(&needs, context).await?;
        let verdicts = self.asked.verdicts(&needs, &rules);
        set_members(&self.asked, &verdicts, &mut context.report);
        let Some(refused) = verdicts.iter().find(|verdict| !verdict.is_allowed()) else {
            context.report.line("yes");
            return Ok(());
        };
        context.report.line("no");
        let mut ways =
            refused.ways.iter().map(|(question, answer)| Words { question, answer }.to_string());
        let why = ways.next().unwrap_or_default();
        let hint = "kadm acl why with the same words says what would allow it";
        Err(Failure::denied(why).hint(hint))
    }
}
