//! `kadm broker`.

use kafka_admin::Admin;
use serde_json::json;

use crate::context::commands;
use crate::failure::{Failure, Result};
use crate::output::Items;

mod api_versions;
mod list;
mod log_dirs;
mod unregister;

pub(super) use list::show;

commands! {
    /// Show brokers, their APIs and disks, and take those out that are gone.
    enum Broker {
        List(list::List),
        ApiVersions(api_versions::ApiVersions),
        LogDirs(log_dirs::LogDirs),
        Unregister(unregister::Unregister),
    }
}

/// The brokers that are asked, and those that are named and not there: to wait for them would take a
/// whole call's time.
struct Selected {
    there: Vec<i32>,
    missing: Vec<i32>,
}

impl Selected {
    /// The brokers that are named, or all.
    async fn of(admin: &Admin, named: &[i32]) -> Result<Self> {
        let brokers = admin.describe_cluster().await?.brokers;
        let all: Vec<i32> = brokers.iter().map(|broker| broker.id).collect();
        Ok(match named {
            [] => Self { there: all, missing: Vec::new() },
            named => {
                let (there, missing) = named.iter().partition(|id| all.contains(id));
                Self { there, missing }
            }
        })
    }

    fn tell_missing(&self, items: &mut Items<'_>) {
        for id in &self.missing {
            let failure = Failure::unexpected(format!("broker {id} is not in the cluster's list"));
            let failure = failure.hint("kadm broker list shows the brokers, and which are up");
            items.failed(&json!({"id": id}), format_args!("broker {id}"), failure);
        }
    }
}
