//! `kadm share --create-user`: what comes before the recipe.

use std::time::Duration;

use kafka_admin::users::{UserScramCredential, UserScramCredentialAlteration};
use kafka_admin::{Admin, Config, Outcome, ScramHash, Secret};

use crate::failure::{Applied, Failure, Result};
use crate::nouns::user::{mechanisms, refuse_msk};
use crate::steps::{State, Steps};

/// The step's name.
const STEP: &str = "user";

/// SCRAM-SHA-512, by which the proof logs in.
const MECHANISM: ScramHash = ScramHash::Sha512;

/// How long brokers may take to learn of a user.
const VISIBLE_WITHIN: Duration = Duration::from_secs(30);

/// What became of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum User {
    Created,
    /// With its own password.
    Existing,
    /// It would be created: nobody can log in as it yet.
    Planned,
}

/// Creates the user, unless it is there.
pub(super) async fn create_user(
    admin: Config,
    user: &str,
    password: &Secret,
    dry_run: bool,
    steps: &mut Steps<'_, '_>,
) -> Result<User> {
    steps.start(STEP);
    let created = create(admin, user, password, dry_run).await;
    let (state, detail, outcome) = match &created {
        Ok(User::Planned) => (State::Done, format!("would create {user}"), "not sent"),
        Ok(User::Created) => (State::Done, format!("created {user} ({MECHANISM})"), "applied"),
        Ok(User::Existing) => (State::Done, format!("{user} exists"), "already so"),
        Err(failure) => (State::Failed, failure.message.clone(), outcome(failure)),
    };
    steps.end_with(STEP, state, &detail, Some(outcome.into()));
    created
}

async fn create(admin: Config, user: &str, password: &Secret, dry_run: bool) -> Result<User> {
    let admin = Admin::connect(admin).await?;
    refuse_msk(&admin, user)?;
    if mechanisms(&admin, user).await?.contains(&MECHANISM) {
        return Ok(User::Existing);
    }
    if dry_run {
        return Ok(User::Planned);
    }
    let upsert = UserScramCredentialAlteration::upsert(user, MECHANISM, password);
    admin.alter_scram_users(&[upsert]).await?.one()?;
    let credential = UserScramCredential::new(user, MECHANISM);
    let visible = admin.wait_for_scram_user(&credential, VISIBLE_WITHIN).await;
    visible.map_err(|error| Failure { applied: Some(Applied::All), ..error.into() })?;
    Ok(User::Created)
}

fn outcome(failure: &Failure) -> &'static str {
    match (&failure.applied, &failure.cause) {
        (Some(_), _) => "applied",
        (None, crate::failure::Cause::Kafka(error)) => match error.outcome() {
            Outcome::NotApplied => "not applied",
            Outcome::NotSent => "not sent",
            _ => "outcome unknown",
        },
        (None, _) => "not sent",
    }
}
