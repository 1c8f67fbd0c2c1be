//! CreateAcls, DescribeAcls, DeleteAcls.

use std::time::Duration;

use kafka_admin::acls::{AclBinding, AclBindingFilter, Grant};
use kafka_admin::{Admin, ErrorCode, Outcome};

use crate::peer::Peer;

const LONG: Duration = Duration::from_secs(30);

/// The ACLs of that principal.
async fn of(admin: &Admin, principal: &str) -> Vec<AclBinding> {
    let all = admin.describe_acls(&AclBindingFilter::any()).await.unwrap();
    all.into_iter().filter(|acl| acl.entry.principal() == principal).collect()
}

pub(crate) async fn acls_are_created_seen_everywhere_and_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let principal = format!("User:{}", interop::unique("acls"));
    let wanted = Grant::to(&principal).produce("acls").bindings();
    assert!(wanted.len() > 1);
    let created = admin.create_acls(&wanted).await.unwrap();
    assert_eq!(created.all().unwrap().len(), wanted.len());
    admin.wait_for_acls(&wanted, LONG).await.unwrap();
    assert_eq!(of(&admin, &principal).await.len(), wanted.len());

    // Twice is no error, and adds nothing.
    admin.create_acls(&wanted).await.unwrap().all().unwrap();
    assert_eq!(of(&admin, &principal).await.len(), wanted.len());

    let exact: Vec<_> = wanted.iter().map(AclBindingFilter::exactly).collect();
    let deleted = admin.delete_acls(&exact).await.unwrap().all().unwrap();
    assert_eq!(deleted.concat().len(), wanted.len());
    let gone = async { while !of(&admin, &principal).await.is_empty() {} };
    tokio::time::timeout(LONG, gone).await.unwrap();
    let again = admin.delete_acls(&exact).await.unwrap().all().unwrap();
    assert!(again.concat().is_empty(), "what is gone is not deleted twice");
}

pub(crate) async fn an_acl_that_kafka_refuses_hides_no_other(peer: &Peer) {
    let admin = peer.admin().await;
    let principal = format!("User:{}", interop::unique("acls"));
    let good = Grant::to(&principal).produce("acls").bindings();
    let nobody = Grant::to("nobody").produce("acls").bindings();
    let batch = [good.clone(), nobody].concat();
    let created = admin.create_acls(&batch).await.unwrap();
    assert_eq!(created.iter().filter(|(_, result)| result.is_ok()).count(), good.len());
    for (binding, error) in created.failures() {
        assert_eq!(binding.entry.principal(), "nobody");
        let refused = [Outcome::NotSent, Outcome::NotApplied].contains(&error.outcome());
        assert!(refused && error.code() != Some(ErrorCode::NONE), "{error}");
    }
    admin.wait_for_acls(&good, LONG).await.unwrap();
}
