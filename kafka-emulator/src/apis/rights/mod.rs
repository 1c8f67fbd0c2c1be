//! Every API held against the right that it needs: one ACL at a time, of every operation on every
//! type of resource, and who is not refused.

mod acls;
mod cluster;
mod configs;
mod groups;
mod records;
mod topics;
mod transactions;
mod users;

use kafka_proto::{AclOperation as Op, ApiKey, ErrorCode, ResourceType as On, Uuid};

use super::APIS;
use super::tests::{ask, cluster, grant, read, user};
use crate::cluster::Cluster;
use crate::state::acl::{Acl, CLUSTER_NAME};
use crate::state::topic::Topic;

/// The name of every resource but the cluster and users.
const NAME: &str = "t";

const TYPES: [On; 6] =
    [On::TOPIC, On::GROUP, On::CLUSTER, On::TRANSACTIONAL_ID, On::DELEGATION_TOKEN, On::USER];

const OPERATIONS: [Op; 14] = [
    Op::ALL,
    Op::READ,
    Op::WRITE,
    Op::CREATE,
    Op::DELETE,
    Op::ALTER,
    Op::DESCRIBE,
    Op::CLUSTER_ACTION,
    Op::DESCRIBE_CONFIGS,
    Op::ALTER_CONFIGS,
    Op::IDEMPOTENT_WRITE,
    Op::CREATE_TOKENS,
    Op::DESCRIBE_TOKENS,
    Op::TWO_PHASE_COMMIT,
];

/// DESCRIBE, and what implies it.
const DESCRIBE: &[Op] = &[Op::ALL, Op::READ, Op::WRITE, Op::DELETE, Op::ALTER, Op::DESCRIBE];

/// DESCRIBE_CONFIGS, and what implies it.
const DESCRIBE_CONFIGS: &[Op] = &[Op::ALL, Op::DESCRIBE_CONFIGS, Op::ALTER_CONFIGS];

/// ALTER_CONFIGS, which nothing implies.
const ALTER_CONFIGS: &[Op] = &[Op::ALL, Op::ALTER_CONFIGS];

/// Asks for something as the user, and says with which code it was answered.
type Ask = fn(&Cluster) -> ErrorCode;

/// A request, the code for those without the right, and each right that is enough.
struct Need {
    api: ApiKey,
    ask: Ask,
    refusal: ErrorCode,
    enough: &'static [(On, &'static [Op])],
}

const NEEDS: &[&[Need]] = &[
    acls::NEEDS,
    cluster::NEEDS,
    configs::NEEDS,
    groups::NEEDS,
    records::NEEDS,
    topics::NEEDS,
    transactions::NEEDS,
    users::NEEDS,
];

fn needs() -> impl Iterator<Item = &'static Need> {
    NEEDS.iter().copied().flatten()
}

/// What everybody may ask for. DescribeCluster shows operations to those who may describe the cluster,
/// and no refusal to the others; ListGroups, ListTransactions and DescribeDelegationToken leave out what
/// may not be described. Tokens are renewed and ended by those whom they name.
const NEED_NOTHING: &[ApiKey] = &[
    ApiKey::SASL_HANDSHAKE,
    ApiKey::API_VERSIONS,
    ApiKey::SASL_AUTHENTICATE,
    ApiKey::DESCRIBE_CLUSTER,
    ApiKey::DESCRIBE_DELEGATION_TOKEN,
    ApiKey::EXPIRE_DELEGATION_TOKEN,
    ApiKey::LIST_GROUPS,
    ApiKey::LIST_TRANSACTIONS,
    ApiKey::RENEW_DELEGATION_TOKEN,
];

/// With the topic `t`, and an ACL of somebody else, for nobody to be allowed by default.
fn shop() -> Cluster {
    let cluster = cluster(1);
    let topic = Topic {
        name: NAME.to_owned(),
        id: Uuid([1; 16]),
        partitions: vec![vec![1]],
        configs: Default::default(),
    };
    cluster.state.topics.change(|topics| topics.insert(topic));
    let other = Acl::allow("User:other", Op::ALL, On::TOPIC, "*");
    cluster.state.acls.change(|acls| acls.insert(other));
    cluster
}

/// The name of a user is a principal (KIP-373).
fn name_of(on: On) -> &'static str {
    match on {
        On::CLUSTER => CLUSTER_NAME,
        On::USER => "User:t",
        _ => NAME,
    }
}

#[test]
fn each_request_needs_its_right_and_no_other_is_enough() {
    for need in needs() {
        assert_eq!((need.ask)(&shop()), need.refusal, "{} without any right", need.api);
        for on in TYPES {
            for operation in OPERATIONS {
                let cluster = shop();
                grant(&cluster, operation, on, name_of(on));
                let is_enough =
                    need.enough.iter().any(|(it, ops)| *it == on && ops.contains(&operation));
                let code = (need.ask)(&cluster);
                let is_refused = code == need.refusal;
                assert_eq!(!is_refused, is_enough, "{} with {operation} on {on}: {code}", need.api);
            }
        }
    }
}

/// A DENY of the very operation takes it away from whoever has ALL, and so does a DENY of ALL.
#[test]
fn each_right_can_be_denied() {
    for need in needs() {
        for (on, operations) in need.enough {
            let Some(operation) = operations.iter().rfind(|it| is_the_need(need, **it)) else {
                panic!("{}", need.api)
            };
            // Where either of two is enough, a DENY of one leaves the other.
            let are_two = *operations == records::WRITE_MARKERS;
            let denials = [Some(*operation).filter(|_| !are_two), Some(Op::ALL)];
            for denied in denials.into_iter().flatten() {
                let cluster = shop();
                grant(&cluster, Op::ALL, *on, name_of(*on));
                let acl = Acl::deny("User:*", denied, *on, name_of(*on));
                cluster.state.acls.change(|acls| acls.insert(acl));
                let code = (need.ask)(&cluster);
                assert_eq!(code, need.refusal, "{} with {denied} on {on} denied", need.api);
            }
        }
    }
}

/// Whether it is the operation itself, and not one that implies it.
fn is_the_need(need: &Need, operation: Op) -> bool {
    match need.enough {
        [(_, DESCRIBE)] => operation == Op::DESCRIBE,
        [(_, DESCRIBE_CONFIGS)] => operation == Op::DESCRIBE_CONFIGS,
        _ => operation != Op::ALL,
    }
}

/// A planted defect that survived: DESCRIBE on the cluster shows ACLs, and must not delete them.
#[test]
fn whoever_may_describe_the_cluster_may_not_delete_acls() {
    let cluster = shop();
    grant(&cluster, Op::DESCRIBE, On::CLUSTER, CLUSTER_NAME);
    let before = cluster.state.acls.now().len();
    assert_eq!(acls::describe_acls(&cluster), ErrorCode::NONE);
    assert_eq!(acls::delete_acls(&cluster), ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
    assert_eq!(cluster.state.acls.now().len(), before);
}

#[test]
fn no_api_is_forgotten() {
    let is_listed =
        |api: ApiKey| NEED_NOTHING.contains(&api) || needs().any(|need| need.api == api);
    let forgotten: Vec<ApiKey> =
        APIS.iter().map(|api| api.key).filter(|api| !is_listed(*api)).collect();
    assert_eq!(forgotten, []);
}
