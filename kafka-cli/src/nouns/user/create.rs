//! `kadm user create` and `kadm user alter`.

use clap::Args;
use kafka_admin::escape::Escaped;

use super::upsert::Upsert;
use super::{mechanisms, refuse_msk};
use crate::confirm::DryRun;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Create a user who logs in by SCRAM. Needs ALTER and DESCRIBE on the cluster.
///
/// The password comes from a file, the environment or a prompt, or is made here. It never leaves this
/// machine: the cluster gets a salted hash.
#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    upsert: Upsert,
    #[command(flatten)]
    only: DryRun,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// Give a user another password, or let it log in by another mechanism. Needs ALTER and DESCRIBE on the
/// cluster.
///
/// Connections that are logged in stay. A mechanism that is not named keeps its password.
#[derive(Debug, Args)]
pub(crate) struct Alter {
    #[command(flatten)]
    upsert: Upsert,
    #[command(flatten)]
    only: DryRun,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Create {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let password = self.upsert.password_unless(self.only.dry_run, context.outside)?;
        let (admin, user) = (context.connect(&self.connect).await?, &self.upsert.user);
        refuse_msk(&admin, user)?;
        let found = mechanisms(&admin, user).await?;
        if let Some(mechanism) = self.upsert.mechanisms().into_iter().find(|it| found.contains(it))
        {
            let what = format!("user {} exists, and logs in by {mechanism}", Escaped(user));
            return Err(
                Failure::unexpected(what).hint("kadm user alter gives a user another password")
            );
        }
        self.upsert.send(&admin, password.as_ref(), "created", context).await
    }
}

impl Run for Alter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let password = self.upsert.password_unless(self.only.dry_run, context.outside)?;
        let (admin, user) = (context.connect(&self.connect).await?, &self.upsert.user);
        refuse_msk(&admin, user)?;
        if mechanisms(&admin, user).await?.is_empty() {
            return Err(Failure::unexpected(format!("there is no user {}", Escaped(user)))
                .hint("kadm user list shows the users; kadm user create makes one"));
        }
        self.upsert.send(&admin, password.as_ref(), "changed", context).await
    }
}
