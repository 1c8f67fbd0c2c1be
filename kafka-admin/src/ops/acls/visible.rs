//! Waiting until brokers know ACLs.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use tokio::time::Instant;

use super::{AclBinding, AclBindingFilter};
use crate::call::wait::{Look, wait_until};
use crate::clock::from_now;
use crate::cluster::BrokerNode;
use crate::net::race::{BROKERS_AT_ONCE, all};
use crate::{Admin, Error, ErrorKind, Layer, Outcome, Result};

impl Admin {
    /// Asks every broker until all these ACLs are visible there, at most for `timeout`: brokers learn
    /// of a new ACL one after the other.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`] naming a broker and an ACL it does not know yet; or a broker could not
    /// be asked, because it advertises an address that nobody can dial, or cannot be reached from
    /// here. With several such brokers it is the error of the one with the lowest id.
    pub async fn wait_for_acls(&self, bindings: &[AclBinding], timeout: Duration) -> Result<()> {
        for (broker, visible) in self.wait_for_acls_everywhere(bindings, timeout).await? {
            visible.map_err(|error| error.about(broker))?;
        }
        Ok(())
    }

    /// Asks every broker until none of these ACLs is there any more, at most for `timeout`.
    ///
    /// # Errors
    /// As [`Admin::wait_for_acls`], with the ACL that is still there.
    pub async fn wait_until_acls_are_gone(
        &self,
        bindings: &[AclBinding],
        timeout: Duration,
    ) -> Result<()> {
        let wanted = Wanted { bindings, gone: true };
        for (broker, gone) in self.wait_everywhere(wanted, timeout).await? {
            gone.map_err(|error| error.about(broker))?;
        }
        Ok(())
    }

    /// Asks every broker that the cluster names, many at the same time, so that one which cannot be
    /// reached takes nobody else's time.
    pub(crate) async fn wait_for_acls_everywhere(
        &self,
        bindings: &[AclBinding],
        timeout: Duration,
    ) -> Result<Vec<(BrokerNode, Result<()>)>> {
        self.wait_everywhere(Wanted { bindings, gone: false }, timeout).await
    }

    async fn wait_everywhere(
        &self,
        wanted: Wanted<'_>,
        timeout: Duration,
    ) -> Result<Vec<(BrokerNode, Result<()>)>> {
        let deadline = from_now(timeout);
        let brokers = self.describe_cluster().await?.brokers;
        if brokers.is_empty() {
            return Err(Error::count_mismatch(1, 0).about("the list of brokers"));
        }
        let mut waits = Vec::with_capacity(brokers.len());
        for broker in brokers {
            waits.push(self.wait_for_acls_of(broker, wanted, deadline));
        }
        Ok(all(BROKERS_AT_ONCE, waits).await)
    }

    async fn wait_for_acls_of(
        &self,
        broker: BrokerNode,
        wanted: Wanted<'_>,
        deadline: Instant,
    ) -> (BrokerNode, Result<()>) {
        let visible = match broker.address() {
            Ok(_) => self.wait_for_acls_at(broker.id, wanted, deadline).await,
            Err(why) => Err(Error::not_dialable(why)),
        };
        (broker, visible)
    }

    async fn wait_for_acls_at(
        &self,
        broker: i32,
        Wanted { bindings, gone }: Wanted<'_>,
        deadline: Instant,
    ) -> Result<()> {
        let look = || async move {
            let missing = self.invisible_acls(broker, bindings, deadline).await?;
            Ok(match bindings.iter().find(|binding| missing.contains(binding) != gone) {
                Some(acl) if gone => Look::NotYet(still_visible(acl)),
                Some(acl) => Look::NotYet(not_visible(acl)),
                None => Look::Seen(()),
            })
        };
        wait_until(deadline, look).await
    }

    async fn invisible_acls(
        &self,
        broker: i32,
        bindings: &[AclBinding],
        deadline: Instant,
    ) -> Result<HashSet<AclBinding>> {
        let principals: BTreeSet<&str> =
            bindings.iter().map(|binding| binding.entry.principal()).collect();
        let mut missing: HashSet<AclBinding> = bindings.iter().cloned().collect();
        for principal in principals {
            let filter = AclBindingFilter::principal(principal);
            for acl in self.describe_acls(&filter).on_broker(broker).until(deadline).await? {
                missing.remove(&acl);
            }
        }
        Ok(missing)
    }
}

/// What every broker is to know, or to know no more.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    bindings: &'a [AclBinding],
    gone: bool,
}

fn still_visible(binding: &AclBinding) -> Error {
    let message = format!("it still knows this ACL: {binding}");
    Error::new(ErrorKind::Timeout, Layer::Api, message)
        .outcome_is(Outcome::Unknown)
        .hinted("wait longer, and see whether somebody has created it again")
}

fn not_visible(binding: &AclBinding) -> Error {
    let message = format!("it does not know this ACL yet: {binding}");
    Error::new(ErrorKind::Timeout, Layer::Api, message)
        .outcome_is(Outcome::Unknown)
        .hinted("wait longer; ACLs reach every broker within seconds")
}
