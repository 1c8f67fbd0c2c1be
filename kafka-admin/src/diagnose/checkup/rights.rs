//! What the principal may do, and which quotas it has: by what the brokers say to it.

mod judged;

use tokio::time::{Instant, timeout_at};

use super::Checkup;
use super::finding::{Check, Finding, Severity, Stage};
use crate::escape::Escaped;
use crate::quotas::ClientQuotaFilter;
use crate::{
    AclOperation, Admin, AuthorizedOperations, Diagnosis, Error, ErrorKind, Layer, Result,
};

/// The cluster first, then the topic, the group, and the quotas.
pub(super) async fn look(checkup: Checkup, deadline: Instant) -> Vec<Check> {
    let Checkup { config, topic, group, principal, .. } = checkup;
    let connected = within(deadline, Admin::connect(config)).await;
    let admin = match connected {
        Ok(admin) => admin,
        Err(error) => {
            let mut check = Check::of(Stage::Rights);
            check.broken(&error);
            return vec![check];
        }
    };
    let mut checks = vec![on_cluster(&admin, deadline).await];
    if let Some(topic) = &topic {
        checks.push(on_topic(&admin, topic, deadline).await);
    }
    if let Some(group) = &group {
        checks.push(on_group(&admin, group, deadline).await);
    }
    if let Some(principal) = &principal {
        checks.push(judged::look(&admin, principal, [topic, group], deadline).await);
    }
    checks.extend(quotas(&admin, deadline).await);
    checks
}

async fn within<T>(deadline: Instant, asked: impl Future<Output = Result<T>>) -> Result<T> {
    timeout_at(deadline, asked).await.unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Timeout, Layer::Api, "no answer within the time of this check"))
    })
}

async fn on_cluster(admin: &Admin, deadline: Instant) -> Check {
    let (mut check, began) = (Check::of(Stage::Rights), Instant::now());
    check.fact("about", "the cluster");
    match within(deadline, admin.describe_cluster()).await {
        Ok(cluster) => show(cluster.authorized_operations, &mut check),
        Err(error) => check.broken(&error),
    }
    check.took = began.elapsed();
    check
}

async fn on_topic(admin: &Admin, topic: &str, deadline: Instant) -> Check {
    let (mut check, began) = (Check::of(Stage::Rights), Instant::now());
    check.fact("about", format!("topic {}", Escaped(topic)));
    let names = [topic];
    let described = within(deadline, async { admin.describe_topics(&names).await?.one() }).await;
    match described {
        Ok(described) => {
            show(described.authorized_operations, &mut check);
            check.fact("partitions", described.partitions.len());
            let leaderless = described.partitions.iter().filter(|it| it.leader.is_none()).count();
            if leaderless > 0 {
                check.fact("partitions_without_leader", leaderless);
            }
            let use_it = [AclOperation::READ, AclOperation::WRITE];
            if lacks_all(described.authorized_operations, &use_it) {
                let message =
                    format!("topic {} may be seen, and neither read nor written", Escaped(topic));
                check.find(
                    broken(Diagnosis::TOPIC_UNUSABLE, message)
                        .hinted("grant READ or WRITE on it, or check what the other ACLs deny"),
                );
            }
        }
        Err(error) => check.broken(&error),
    }
    check.took = began.elapsed();
    check
}

async fn on_group(admin: &Admin, group: &str, deadline: Instant) -> Check {
    let (mut check, began) = (Check::of(Stage::Rights), Instant::now());
    check.fact("about", format!("group {}", Escaped(group)));
    let ids = [group];
    let described = within(deadline, async { admin.describe_groups(&ids).await?.one() }).await;
    match described {
        Ok(described) => {
            show(described.authorized_operations, &mut check);
            check.fact("state", format!("{:?}", described.state));
            if lacks_all(described.authorized_operations, &[AclOperation::READ]) {
                let message = format!("group {} may be seen, and not read with", Escaped(group));
                check.find(
                    broken(Diagnosis::GROUP_UNUSABLE, message).hinted("grant READ on the group"),
                );
            }
        }
        // Brokers tell of a group that nobody has used that it is not there.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            check.fact("state", "there is no such group yet");
        }
        Err(error) => check.broken(&error),
    }
    check.took = began.elapsed();
    check
}

/// `None` where they cannot be described.
async fn quotas(admin: &Admin, deadline: Instant) -> Option<Check> {
    let (mut check, began) = (Check::of(Stage::Rights), Instant::now());
    check.fact("about", "quotas");
    let session = admin.session();
    let user = session.identity.as_ref().filter(|_| session.mechanism != Some("AWS_MSK_IAM"));
    let client_id = &admin.cluster.config().client_id;
    let mut filters = vec![
        ClientQuotaFilter::all().client_id(client_id),
        ClientQuotaFilter::all().default_user(),
        ClientQuotaFilter::all().default_client_id(),
    ];
    filters.extend(user.map(|user| ClientQuotaFilter::all().user(user)));
    for filter in &filters {
        let asked = async { admin.describe_client_quotas(filter).await };
        match within(deadline, asked).await {
            Ok(found) => {
                for (key, value) in found.iter().flat_map(|quota| &quota.values) {
                    check.fact("quota", format!("{key} {value}"));
                }
            }
            Err(error) => {
                check.fact("not_told", error.message());
                check.skipped = Some("quotas take DESCRIBE_CONFIGS on the cluster");
                break;
            }
        }
    }
    let quotas: Vec<_> = check.facts.iter().filter(|(name, _)| *name == "quota").collect();
    if quotas.is_empty() && check.skipped.is_none() {
        check.fact("state", "none for this login");
    } else if !quotas.is_empty() {
        let texts: Vec<_> = quotas.iter().map(|(_, text)| text.as_str()).collect();
        let finding = Finding::warning(Diagnosis::QUOTA, texts.join(", "));
        check.find(finding.hinted("see whose they are, and raise them where they are too low"));
    }
    check.took = began.elapsed();
    Some(check)
}

fn show(allowed: Option<AuthorizedOperations>, check: &mut Check) {
    match allowed {
        None => check.fact("allowed", "the broker does not tell"),
        Some(allowed) => check.fact("allowed", allowed),
    }
}

fn lacks_all(allowed: Option<AuthorizedOperations>, wanted: &[AclOperation]) -> bool {
    allowed.is_some_and(|allowed| !wanted.iter().any(|operation| allowed.contains(*operation)))
}

fn broken(diagnosis: Diagnosis, message: String) -> Finding {
    Finding { severity: Severity::Broken, ..Finding::warning(diagnosis, message) }
}
