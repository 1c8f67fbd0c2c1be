//! What the steps of a share say, as text.

use kafka_admin::acls::AclBinding;
use kafka_admin::cluster::{BrokerNode, ClusterDescription};
use kafka_admin::share::{
    AclState, Change, Created, Difference, Found, Proof, Skipped, Step, TopicState, Warning,
};
use kafka_admin::topics::CreatedTopic;
use kafka_admin::{AclOperation, Error, Session};

/// What was found or changed, in one line.
pub(super) fn found(found: Found<'_>, topic: &str) -> String {
    match found {
        Found::Session(login) => session(login),
        Found::Cluster { cluster, applying } => self::cluster(cluster, applying.len()),
        Found::Topic(state) => self::topic(state, topic),
        Found::Acls(states) => acls(states),
        Found::Brokers(seen) => brokers(seen),
        Found::Proof(proof) => self::proof(proof, topic),
        _ => String::new(),
    }
}

/// Why a step is left out.
pub(super) fn skipped(step: Step, why: Skipped) -> &'static str {
    match (step, why) {
        (Step::Login, Skipped::NoLogin) => "the password of the user is not given",
        (_, Skipped::NoLogin) => {
            "without the password of the user there is no login to prove it by"
        }
        _ => "dry run: nothing was changed",
    }
}

/// Whether a finished step changed the cluster.
pub(super) fn outcome(found: Found<'_>) -> &'static str {
    match found {
        Found::Topic(TopicState::Created(_)) => "applied",
        Found::Topic(TopicState::Existing { .. }) => "already so",
        Found::Topic(_) => "not sent",
        Found::Acls(states) if states.iter().any(|(_, state)| *state == AclState::Created) => {
            "applied"
        }
        Found::Acls(states) if states.iter().all(|(_, state)| *state == AclState::Existing) => {
            "already so"
        }
        Found::Acls(_) => "not sent",
        _ => READS,
    }
}

/// The outcome of a step that only reads.
pub(super) const READS: &str = "nothing to change";

/// What may surprise somebody.
pub(super) fn warning(warning: &Warning, topic: &str) -> String {
    match warning {
        Warning::DeniedOperation(acl) => format!("an ACL that wins over any other: {acl}"),
        Warning::DeniedFromHost(acl) => {
            format!(
                "from {} the user is refused all the same, since DENY wins: {acl}",
                acl.entry.host()
            )
        }
        Warning::DeniedGroup(acl) => {
            format!("in some groups the user is refused all the same, since DENY wins: {acl}")
        }
        Warning::FirstAcls => format!(
            "these are the first ACLs on topic {topic}: if the cluster has \
             allow.everyone.if.no.acl.found=true, its other users now need ACLs too"
        ),
        _ => "something odd that this program has no words for".into(),
    }
}

/// Something that stays of a share that failed.
pub(super) fn change(change: &Change) -> String {
    let what = match &change.what {
        Created::Topic(name) => format!("topic {name}"),
        Created::Acl(acl) => acl.to_string(),
        _ => "something else".into(),
    };
    let how = if change.certain { "created" } else { "perhaps created: look first" };
    format!("{how}: {what}")
}

/// `1 partition, not 3`.
pub(super) fn difference(difference: &Difference) -> String {
    match difference {
        Difference::Partitions { asked, actual } => {
            format!("{}, not {asked}", plural(*actual, "partition"))
        }
        Difference::ReplicationFactor { asked, actual: Some(actual) } => {
            format!("{}, not {asked}", plural(*actual, "replica"))
        }
        Difference::ReplicationFactor { asked, .. } => {
            format!("a varying number of replicas, not {asked}")
        }
        _ => "something else".into(),
    }
}

/// `broker 2 at b-2:9098: …; broker 3 …`.
pub(super) fn unseen<'a>(brokers: impl Iterator<Item = (&'a BrokerNode, &'a Error)>) -> String {
    brokers.map(|(broker, why)| format!("{broker}: {why}")).collect::<Vec<_>>().join("; ")
}

/// `AWS_MSK_IAM as ****MPLE (from the environment) at b-1:9198, TLS, region us-east-1 (from ...)`.
fn session(session: &Session) -> String {
    let login = session.mechanism.unwrap_or("no login");
    let identity = session.identity.as_ref().map(|identity| format!(" as {identity}"));
    let tls = if session.tls { "TLS" } else { "no TLS" };
    let region = session.region.as_ref().map(|region| format!(", region {region}"));
    let address = &session.address;
    format!(
        "{login}{} at {address}, {tls}{}",
        identity.unwrap_or_default(),
        region.unwrap_or_default()
    )
}

fn cluster(cluster: &ClusterDescription, applying: usize) -> String {
    let id = cluster.cluster_id.as_deref().unwrap_or("without an id");
    let may_alter =
        cluster.authorized_operations.map(|operations| operations.contains(AclOperation::ALTER));
    let right = match may_alter {
        Some(true) => ", ACLs may be changed",
        // Only the broker's answer to CreateAcls decides.
        Some(false) => ", no sign of the right to change ACLs",
        None => "",
    };
    let brokers = plural(cluster.brokers.len(), "broker");
    format!("cluster {id}, {brokers}{right}, {} so far", plural(applying, "ACL"))
}

fn topic(state: &TopicState, name: &str) -> String {
    match state {
        TopicState::Created(topic) => format!("created {name}{}", counts(topic)),
        TopicState::WouldBeCreated(topic) => format!("would create {name}{}", counts(topic)),
        TopicState::Existing { differences } if differences.is_empty() => {
            format!("{name} was there")
        }
        TopicState::Existing { differences } => {
            let differences: Vec<_> = differences.iter().map(difference).collect();
            format!("{name} was there and is left as it is: {}", differences.join(", "))
        }
        _ => name.into(),
    }
}

/// `created 2 of 3: WRITE, DESCRIBE on TOPIC LITERAL:orders`.
fn acls(states: &[(AclBinding, AclState)]) -> String {
    let missing = states.iter().filter(|(_, state)| *state != AclState::Existing);
    let missing: Vec<&AclBinding> = missing.map(|(acl, _)| acl).collect();
    if missing.is_empty() {
        return format!("all {} were there", states.len());
    }
    let is_dry_run = states.iter().any(|(_, state)| *state == AclState::WouldBeCreated);
    let verb = if is_dry_run { "would create" } else { "created" };
    let per_resource: Vec<_> =
        missing.chunk_by(|a, b| a.pattern == b.pattern).map(operations_on).collect();
    format!("{verb} {} of {}: {}", missing.len(), states.len(), per_resource.join("; "))
}

fn operations_on(same_resource: &[&AclBinding]) -> String {
    let operations: Vec<_> =
        same_resource.iter().map(|acl| acl.entry.operation.to_string()).collect();
    let on = same_resource.first().map(|acl| format!(" on {}", acl.pattern));
    operations.join(", ") + &on.unwrap_or_default()
}

/// `the ACLs are visible on 1 of 2 brokers; broker 2 at b-2:9098: …`.
fn brokers(seen: &[(BrokerNode, kafka_admin::Result<()>)]) -> String {
    let unseen: Vec<_> =
        seen.iter().filter_map(|(broker, seen)| Some((broker, seen.as_ref().err()?))).collect();
    match (seen.len(), unseen.len()) {
        (1, 0) => "the ACLs are visible on the only broker".into(),
        (all, 0) => format!("the ACLs are visible on every broker, {all} of {all}"),
        (all, missing) => format!(
            "the ACLs are visible on {} of {}; {}",
            all - missing,
            plural(all, "broker"),
            self::unseen(unseen.into_iter())
        ),
    }
}

/// `SCRAM-SHA-512 as rudder at b-1:9196, TLS: the broker allows WRITE, DESCRIBE on topic orders`.
fn proof(proof: &Proof, topic: &str) -> String {
    let allowed = proof.operations;
    let group = proof.group_operations.map(|allowed| format!(", {allowed} on the group"));
    format!(
        "{}: the broker allows {allowed} on topic {topic}{}",
        session(&proof.session),
        group.unwrap_or_default()
    )
}

/// `, 3 partitions, 2 replicas`, as far as the broker tells.
fn counts(topic: &CreatedTopic) -> String {
    let partitions = topic.partitions.map(|count| format!(", {}", plural(count, "partition")));
    let replicas = topic.replication_factor.map(|count| format!(", {}", plural(count, "replica")));
    partitions.unwrap_or_default() + &replicas.unwrap_or_default()
}

fn plural(count: impl std::fmt::Display + TryInto<u64> + Copy, noun: &str) -> String {
    match count.try_into().unwrap_or_default() {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
