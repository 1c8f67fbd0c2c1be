//! `kadm user list`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::users::ScramCredentialInfo;
use serde_json::{Value, json};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// List users who log in by SCRAM, with mechanism and iterations. Needs DESCRIBE on the cluster.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The users [default: all].
    #[arg(value_name = "USER")]
    users: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let users = match self.users.is_empty() {
            true => admin.list_scram_users().await?,
            false => admin.describe_scram_users(&self.users).await?,
        };
        let mut rows = Vec::new();
        for (name, found) in users.iter() {
            rows.extend(found.iter().flatten().map(|it| row(name, it)));
        }
        context.report.table(["USER", "MECHANISM", "ITERATIONS"], rows.into_iter());
        let mut items = context.report.items("users");
        for (name, result) in users {
            match result {
                Ok(found) => {
                    let credentials: Vec<_> = found.iter().map(credential).collect();
                    items.done(&json!({"name": name, "credentials": credentials}));
                }
                Err(error) => items.failed(&json!({"name": name}), Escaped(&name), error.into()),
            }
        }
        Ok(())
    }
}

fn row<'a>(name: &'a str, it: &ScramCredentialInfo) -> [Cow<'a, str>; 3] {
    [name.into(), it.mechanism.mechanism().into(), it.iterations.to_string().into()]
}

fn credential(it: &ScramCredentialInfo) -> Value {
    json!({"mechanism": it.mechanism.mechanism(), "iterations": it.iterations})
}
