//! What requests change, by subject.

pub(crate) mod acl;
pub(crate) mod acls;
pub(crate) mod configs;
pub(crate) mod features;
pub(crate) mod fetch_sessions;
pub(crate) mod groups;
pub(crate) mod leadership;
pub(crate) mod log;
pub(crate) mod log_dirs;
pub(crate) mod quorum;
pub(crate) mod quotas;
pub(crate) mod registrations;
pub(crate) mod throttle;
pub(crate) mod tokens;
pub(crate) mod topic;
pub(crate) mod topics;
pub(crate) mod transactions;
pub(crate) mod users;

use std::mem;
use std::pin::Pin;
use std::sync::{PoisonError, RwLock};

use tokio::sync::Mutex;

use acls::Acls;
use configs::Configs;
use features::Features;
use fetch_sessions::FetchSessions;
use groups::Groups;
use log::Logs;
use log_dirs::LogDirs;
use quorum::Quorum;
use quotas::Quotas;
use registrations::Registrations;
use throttle::Throttles;
use tokens::Tokens;
use topics::Topics;
use transactions::Transactions;
use users::Users;

/// Ends at the next change of something that a request waits for.
pub(crate) type Changed = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How many partitions the cluster takes, so that nobody fills the memory of its host.
pub(crate) const MAX_PARTITIONS: usize = 100_000;

/// How many ACLs the cluster takes.
pub(crate) const MAX_ACLS: usize = 10_000;

/// How many bytes of text all ACLs may have together, and the configs of all topics, all users, all quotas, all
/// groups, all delegation tokens, and the partitions of all fetch sessions.
pub(crate) const MAX_TEXT: usize = 64 * 1024 * 1024;

/// The subjects. A change of one holds up nobody who changes another.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) acls: Shared<Acls>,
    pub(crate) logs: Logs,
    pub(crate) log_dirs: Shared<LogDirs>,
    pub(crate) groups: Shared<Groups>,
    pub(crate) configs: Shared<Configs>,
    pub(crate) features: Shared<Features>,
    pub(crate) fetch_sessions: FetchSessions,
    pub(crate) quorum: Shared<Quorum>,
    pub(crate) quotas: Shared<Quotas>,
    pub(crate) registrations: Shared<Registrations>,
    pub(crate) throttles: Throttles,
    pub(crate) tokens: Shared<Tokens>,
    pub(crate) topics: Shared<Topics>,
    pub(crate) transactions: Transactions,
    pub(crate) users: Shared<Users>,
}

/// One subject: readers take a copy, which costs next to nothing, and changes take turns.
#[derive(Debug, Default)]
pub(crate) struct Shared<T> {
    value: RwLock<T>,
    /// Whose turn it is to change it: first come, first served.
    turn: Mutex<()>,
}

impl<T: Clone + Send + Sync + 'static> Shared<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { value: RwLock::new(value), turn: Mutex::default() }
    }

    /// The subject as it is now. It is the caller's own: whoever reads it holds nobody up.
    pub(crate) fn now(&self) -> T {
        self.value.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the subject. Others who change it wait meanwhile, so a request changes one item at a
    /// time. Only for threads that may block.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let _turn = self.turn.blocking_lock();
        let mut value = self.now();
        let result = change(&mut value);
        // The old value is dropped when readers can read again.
        let _old =
            mem::replace(&mut *self.value.write().unwrap_or_else(PoisonError::into_inner), value);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a lock around the subject this would wait for ever.
    #[test]
    fn whoever_reads_holds_nobody_up_and_sees_no_change() {
        let shared = Shared::new(0);
        let before = shared.now();
        shared.change(|number| {
            *number += 1;
            assert_eq!(shared.now(), 0);
        });
        assert_eq!((before, shared.now()), (0, 1));
    }

    #[test]
    fn a_change_of_one_subject_holds_up_no_other() {
        let state = State::default();
        state.acls.change(|_| state.topics.change(|_| ()));
    }
}
