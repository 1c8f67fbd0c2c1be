//! `kadm user delete`.

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::users::{UserScramCredential, UserScramCredentialAlteration};
use kafka_admin::{Admin, ScramHash};
use serde_json::{Value, json};

use super::mechanism;
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Delete users who log in by SCRAM: shows them first, and needs --yes. Their ACLs stay, and so do
/// connections that are logged in. Needs ALTER and DESCRIBE on the cluster.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The users, without User: in front.
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
    /// Only take this mechanism from them. Repeatable [default: all that they have].
    #[arg(long = "mechanism", value_name = "MECHANISM", value_parser = mechanism)]
    mechanisms: Vec<ScramHash>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Delete {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let (credentials, absent) = self.find(&admin).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        let mut items = context.report.items("users");
        for (user, failure) in absent {
            items.failed(&json!({"name": user}), Escaped(&user), failure);
        }
        if !self.confirm.yes {
            for credential in &credentials {
                items.listed(&item(credential)).line(format_args!("would delete {credential}"));
            }
            let what = format!("the users shown would be deleted ({})", credentials.len());
            return match credentials.is_empty() {
                true => Ok(()),
                false => self.confirm.shown(what),
            };
        }
        let changes: Vec<_> = credentials.iter().map(deletion).collect();
        let results = admin.alter_scram_users(&changes).await?;
        for (credential, result) in results {
            items.ended(&item(&credential), "deleted", &credential, result);
        }
        Ok(())
    }
}

impl Delete {
    /// What there is to delete, and the users without it.
    async fn find(
        &self,
        admin: &Admin,
    ) -> Result<(Vec<UserScramCredential>, Vec<(String, Failure)>)> {
        let (mut credentials, mut absent) = (Vec::new(), Vec::new());
        for (user, result) in admin.describe_scram_users(&self.users).await? {
            let found = match result {
                Ok(found) => found,
                Err(error) => {
                    absent.push((user, error.into()));
                    continue;
                }
            };
            let before = credentials.len();
            for it in found {
                if self.mechanisms.is_empty() || self.mechanisms.contains(&it.mechanism) {
                    credentials.push(UserScramCredential::new(&user, it.mechanism));
                }
            }
            if credentials.len() == before {
                let failure = Failure::unexpected("the user does not log in by that mechanism");
                absent.push((user, failure));
            }
        }
        Ok((credentials, absent))
    }
}

fn deletion(credential: &UserScramCredential) -> UserScramCredentialAlteration {
    UserScramCredentialAlteration::delete(&credential.user, credential.mechanism)
}

fn item(credential: &UserScramCredential) -> Value {
    json!({"name": credential.user, "mechanism": credential.mechanism.mechanism()})
}
