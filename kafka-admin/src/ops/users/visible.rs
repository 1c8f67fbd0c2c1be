//! Waiting until brokers know users.

use std::time::Duration;

use tokio::time::Instant;

use super::UserScramCredential;
use crate::call::wait::{Look, wait_until};
use crate::clock::from_now;
use crate::net::race::{BROKERS_AT_ONCE, all};
use crate::{Admin, Error, ErrorKind, Layer, Outcome, Result};

impl Admin {
    /// Asks every broker until it knows this credential, at most for `timeout`: brokers learn of a new
    /// user one after the other, and refuse the login until then. Needs DESCRIBE on the cluster.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`] naming a broker that does not know it yet; or a broker could not be asked.
    /// With several such brokers it is the error of the one with the lowest id.
    pub async fn wait_for_scram_user(
        &self,
        credential: &UserScramCredential,
        timeout: Duration,
    ) -> Result<()> {
        let deadline = from_now(timeout);
        let brokers = self.describe_cluster().await?.brokers;
        if brokers.is_empty() {
            return Err(Error::count_mismatch(1, 0).about("the list of brokers"));
        }
        let mut waits = Vec::with_capacity(brokers.len());
        for broker in &brokers {
            waits.push(self.wait_for_scram_user_at(broker.id, credential, deadline));
        }
        for (broker, visible) in brokers.iter().zip(all(BROKERS_AT_ONCE, waits).await) {
            visible.map_err(|error| error.about(broker))?;
        }
        Ok(())
    }

    async fn wait_for_scram_user_at(
        &self,
        broker: i32,
        credential: &UserScramCredential,
        deadline: Instant,
    ) -> Result<()> {
        let look = || async move {
            let users = [&credential.user];
            let described = self.describe_scram_users(&users).on_broker(broker).until(deadline);
            let is_known = match described.await?.one() {
                Ok(found) => found.iter().any(|it| it.mechanism == credential.mechanism),
                Err(error) if error.kind() == ErrorKind::NotFound => false,
                Err(error) => return Err(error),
            };
            Ok(if is_known { Look::Seen(()) } else { Look::NotYet(not_visible(credential)) })
        };
        wait_until(deadline, look).await
    }
}

fn not_visible(credential: &UserScramCredential) -> Error {
    let message = format!("it does not know this user yet: {credential}");
    Error::new(ErrorKind::Timeout, Layer::Api, message)
        .outcome_is(Outcome::Unknown)
        .hinted("wait longer; users reach every broker within seconds")
}
