//! `kadm context use`.

use clap::Args;

use crate::context::{Context, Run};
use crate::contexts::Contexts;
use crate::failure::Result;

/// Put a context in use.
#[derive(Debug, Args)]
pub(crate) struct Switch {
    /// The context.
    #[arg(value_name = "NAME")]
    name: String,
}

impl Run for Switch {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut contexts = Contexts::read(context.outside)?;
        contexts.set_current(&self.name)?;
        contexts.write()?;
        context.report.set("current", &self.name);
        context.report.line(format_args!("{} is in use", self.name));
        Ok(())
    }
}
