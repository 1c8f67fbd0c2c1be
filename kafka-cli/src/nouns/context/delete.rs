//! `kadm context delete`.

use clap::Args;

use crate::context::{Context, Run};
use crate::contexts::Contexts;
use crate::failure::Result;

/// Take a context away. The cluster is not touched.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The context.
    #[arg(value_name = "NAME")]
    name: String,
}

impl Run for Delete {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut contexts = Contexts::read(context.outside)?;
        contexts.remove(&self.name)?;
        contexts.write()?;
        context.report.set("name", &self.name);
        context.report.set("current", contexts.current());
        context.report.line(format_args!("deleted {}", self.name));
        if contexts.current().is_none() && !contexts.names().is_empty() {
            context.report.line("no context is in use now: kadm context use NAME");
        }
        Ok(())
    }
}
