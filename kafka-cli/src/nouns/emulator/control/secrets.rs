//! The secrets of AWS Secrets Manager that the users of the emulator stand for.

use std::sync::{Mutex, PoisonError};

use kafka_admin::Secret;
use kafka_emulator::Emulator;

/// One secret for each user that the settings name. All of them are associated at first.
pub(crate) struct Secrets(Mutex<Vec<Known>>);

struct Known {
    arn: String,
    user: String,
    password: Secret,
    is_associated: bool,
}

/// Why MSK does not take a secret: its code, and a text.
pub(super) type Unprocessed = (&'static str, &'static str);

impl Secrets {
    /// Of users with their passwords. The ARN has the account and region of the cluster's.
    pub(crate) fn new(users: Vec<(String, Secret)>, cluster_arn: &str) -> Self {
        let place: Vec<&str> = cluster_arn.split(':').skip(1).take(4).collect();
        let [partition, _, region, account] = place.as_slice() else {
            return Self(Mutex::default());
        };
        let known = users.into_iter().map(|(user, password)| Known {
            arn: format!(
                "arn:{partition}:secretsmanager:{region}:{account}:secret:AmazonMSK_{user}-000000"
            ),
            user,
            password,
            is_associated: true,
        });
        Self(Mutex::new(known.collect()))
    }

    pub(super) fn associated(&self) -> Vec<String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().filter(|it| it.is_associated).map(|it| it.arn.clone()).collect()
    }

    /// Lets a user log in, or no more. Connections that are there stay, as on MSK.
    pub(super) async fn associate(
        &self,
        arn: &str,
        on: bool,
        emulator: &Emulator,
    ) -> Result<(), Unprocessed> {
        let found = self.mark(arn, on)?;
        match (found, on) {
            ((user, password), true) => {
                let added = emulator.add_scram_user(&user, password).await;
                added.map_err(|_| ("InvalidSecret", "no user can have this name or password"))
            }
            ((user, _), false) => {
                emulator.remove_scram_user(&user).await;
                Ok(())
            }
        }
    }

    fn mark(&self, arn: &str, on: bool) -> Result<(String, Secret), Unprocessed> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter_mut().find(|it| it.arn == arn);
        let unknown = ("InvalidSecret", "no user of the emulator's settings has this secret");
        let found = found.ok_or(unknown)?;
        found.is_associated = on;
        Ok((found.user.clone(), found.password.clone()))
    }
}
