//! All groups that there are.

use kafka_admin::Admin;
use kafka_admin::groups::{GroupFilter, GroupListing};
use serde_json::json;

use crate::failure::Result;
use crate::output::Report;

/// All groups that you may DESCRIBE, by name. A broker that did not answer fails the command, and hides no others.
pub(super) async fn every(admin: &Admin, report: &mut Report) -> Result<Vec<GroupListing>> {
    let (mut groups, mut failures) = (Vec::new(), Vec::new());
    for (broker, result) in admin.list_matching_groups(&GroupFilter::default()).await? {
        match result {
            Ok(listed) => groups.extend(listed),
            Err(error) => failures.push((broker, error)),
        }
    }
    if !failures.is_empty() {
        let mut brokers = report.items("brokers");
        for (broker, error) in failures {
            let what = format_args!("the groups of broker {broker} are missing");
            brokers.failed(&json!({"id": broker}), what, error.into());
        }
    }
    groups.sort_by(|a, b| a.group_id.cmp(&b.group_id));
    groups.dedup_by(|a, b| a.group_id == b.group_id);
    Ok(groups)
}
