//! What creating and changing a user have in common: where the password comes from, and what is sent.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::users::{UserScramCredentialAlteration, random_password};
use kafka_admin::{Outcome, ScramHash, Secret};
use serde_json::json;

use super::mechanism;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outside::Outside;
use crate::password;

/// The user, and what it shall log in with.
#[derive(Debug, Args)]
pub(super) struct Upsert {
    /// The user's name, without User: in front.
    #[arg(value_name = "USER")]
    pub(super) user: String,
    /// A file with the user's password; - is standard input [env: KADM_USER_PASSWORD]. Asked for at a
    /// terminal if it is missing.
    #[arg(long, value_name = "FILE", conflicts_with = "generate")]
    user_password_file: Option<PathBuf>,
    /// Make a password that nobody can guess, and print it, this once.
    #[arg(long)]
    generate: bool,
    /// SCRAM-SHA-512 or SCRAM-SHA-256. Repeatable [default: SCRAM-SHA-512].
    #[arg(long = "mechanism", value_name = "MECHANISM", value_parser = mechanism)]
    mechanisms: Vec<ScramHash>,
    /// How often the password is hashed: 4096 to 16384. More make guessing, and each login, slower.
    #[arg(long, value_name = "N", default_value_t = 4096, value_parser = clap::value_parser!(u32).range(4096..=16384))]
    iterations: u32,
}

impl Upsert {
    /// Each mechanism once.
    pub(super) fn mechanisms(&self) -> Vec<ScramHash> {
        let mut mechanisms = Vec::new();
        for mechanism in &self.mechanisms {
            if !mechanisms.contains(mechanism) {
                mechanisms.push(*mechanism);
            }
        }
        if mechanisms.is_empty() {
            mechanisms.push(ScramHash::Sha512);
        }
        mechanisms
    }

    /// From the place that the flags name, and not from the command line.
    pub(super) fn password(&self, outside: &Outside<'_>) -> Result<Secret> {
        if self.generate {
            return Ok(random_password()?);
        }
        if let Some(path) = &self.user_password_file {
            return password::from_file(path, &self.user, outside);
        }
        if let Some(password) = outside.var("KADM_USER_PASSWORD") {
            return Ok(Secret::new(password));
        }
        password::new_from_person(&self.user, outside)?.ok_or_else(|| {
            Failure::usage("there is no password for the user")
                .hint("--user-password-file FILE (- is standard input), KADM_USER_PASSWORD, or --generate")
        })
    }

    /// None is needed to see what would be done.
    pub(super) fn password_unless(
        &self,
        dry_run: bool,
        outside: &Outside<'_>,
    ) -> Result<Option<Secret>> {
        if dry_run { Ok(None) } else { self.password(outside).map(Some) }
    }

    /// Sends it, and says what became of each mechanism; without a password, what would.
    pub(super) async fn send(
        &self,
        admin: &kafka_admin::Admin,
        password: Option<&Secret>,
        done: &str,
        context: &mut Context<'_, '_>,
    ) -> Result<()> {
        context.report.set("dry_run", password.is_none());
        let Some(password) = password else {
            self.show_plan(done, context);
            return Ok(());
        };
        let mut changes = Vec::new();
        for mechanism in self.mechanisms() {
            let change = UserScramCredentialAlteration::upsert(&self.user, mechanism, password);
            changes.push(change.iterations(self.iterations));
        }
        let results = match admin.alter_scram_users(&changes).await {
            Ok(results) => results,
            Err(error) => {
                if error.outcome() == Outcome::Unknown {
                    self.show(password, context);
                }
                return Err(error.into());
            }
        };
        let is_known = results.iter().any(|(_, result)| match result {
            Ok(()) => true,
            Err(error) => error.outcome() == Outcome::Unknown,
        });
        let mut items = context.report.items("users");
        for (credential, result) in results {
            let item =
                json!({"name": credential.user, "mechanism": credential.mechanism.mechanism()});
            items.ended(&item, done, &credential, result);
        }
        drop(items);
        if is_known {
            self.show(password, context);
        }
        Ok(())
    }

    fn show_plan(&self, done: &str, context: &mut Context<'_, '_>) {
        let mut items = context.report.items("users");
        for mechanism in self.mechanisms() {
            let item = json!({"name": self.user, "mechanism": mechanism.mechanism()});
            let user = Escaped(&self.user);
            items.done(&item).line(format_args!("would have {done} {user}, {mechanism}"));
        }
    }

    /// Nobody else knows a password that was made here, and the user may have it.
    fn show(&self, password: &Secret, context: &mut Context<'_, '_>) {
        if self.generate {
            context.report.set("password", password.expose());
            context.report.line(format_args!("password: {}", password.expose()));
        }
    }
}
