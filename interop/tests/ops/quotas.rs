//! DescribeClientQuotas and AlterClientQuotas.

use std::time::Duration;

use kafka_admin::quotas::{
    ClientQuotaAlteration as Alteration, ClientQuotaEntity as Entity, ClientQuotaFilter,
};
use kafka_admin::{Admin, Outcome};
use serde_json::json;
use tokio::time::timeout;

use crate::peer::Peer;

/// Entities with their limits.
type Quotas = Vec<(Entity, Vec<(String, f64)>)>;

/// Asks until the filter selects that: brokers learn of a change a moment later.
async fn become_so(
    admin: &Admin,
    filter: ClientQuotaFilter,
    expected: &[(Entity, &[(&str, f64)])],
) {
    let limits = |it: &[(&str, f64)]| it.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect();
    let expected: Quotas = expected.iter().map(|(it, n)| (it.clone(), limits(n))).collect();
    let is_so = async {
        loop {
            let found = admin.describe_client_quotas(&filter).await.unwrap();
            let found: Quotas =
                found.into_iter().map(|it| (it.entity, it.values.into_iter().collect())).collect();
            if found == expected {
                return;
            }
        }
    };
    timeout(Duration::from_secs(30), is_so).await.unwrap_or_else(|_| panic!("{filter}"));
}

async fn alter(admin: &Admin, changes: &[Alteration]) {
    admin.alter_client_quotas(changes).await.unwrap().all().unwrap();
}

pub(crate) async fn quotas_are_set_described_and_removed(peer: &Peer) {
    let (admin, user) = (peer.admin().await, interop::unique("user"));
    let (alone, with_id) = (Entity::user(&user), Entity::user(&user).and_client_id("x"));
    let of_user = || ClientQuotaFilter::all().user(&user);
    let set = [
        Alteration::of(alone.clone())
            .set("producer_byte_rate", 1e6)
            .set("request_percentage", 12.5),
        Alteration::of(with_id.clone()).set("consumer_byte_rate", 2e6),
        Alteration::of(Entity::user(&user).and_default_client_id())
            .set("controller_mutation_rate", 0.5),
    ];
    admin.alter_client_quotas(&set).validate_only(true).await.unwrap().all().unwrap();
    become_so(&admin, of_user(), &[]).await;
    alter(&admin, &set).await;
    let first: (Entity, &[_]) =
        (alone.clone(), &[("producer_byte_rate", 1e6), ("request_percentage", 12.5)]);
    let second: (Entity, &[_]) = (with_id.clone(), &[("consumer_byte_rate", 2e6)]);
    let default: (Entity, &[_]) =
        (Entity::user(&user).and_default_client_id(), &[("controller_mutation_rate", 0.5)]);
    become_so(&admin, of_user(), &[default.clone(), second.clone(), first.clone()]).await;
    become_so(&admin, of_user().strict(), &[first]).await;
    become_so(&admin, of_user().client_id("x"), std::slice::from_ref(&second)).await;
    become_so(&admin, of_user().default_client_id(), std::slice::from_ref(&default)).await;
    become_so(&admin, of_user().any_client_id(), &[default, second.clone()]).await;

    let less =
        Alteration::of(alone.clone()).remove("producer_byte_rate").set("request_percentage", 1.0);
    alter(&admin, &[less]).await;
    become_so(&admin, of_user().strict(), &[(alone.clone(), &[("request_percentage", 1.0)])]).await;
    let rest = [
        Alteration::of(alone).remove("request_percentage").remove("producer_byte_rate"),
        Alteration::of(with_id).remove("consumer_byte_rate"),
        Alteration::of(Entity::user(&user).and_default_client_id())
            .remove("controller_mutation_rate"),
    ];
    alter(&admin, &rest).await;
    become_so(&admin, of_user(), &[]).await;
}

pub(crate) async fn quotas_of_addresses_and_defaults(peer: &Peer) {
    let admin = peer.admin().await;
    let ip = Entity::ip("10.77.0.1");
    let set = [
        Alteration::of(ip.clone()).set("connection_creation_rate", 7.0),
        Alteration::of(Entity::default_ip()).set("connection_creation_rate", 1e6),
    ];
    alter(&admin, &set).await;
    let of_ip: (Entity, &[_]) = (ip.clone(), &[("connection_creation_rate", 7.0)]);
    let of_others: (Entity, &[_]) = (Entity::default_ip(), &[("connection_creation_rate", 1e6)]);
    become_so(&admin, ClientQuotaFilter::all().any_ip(), &[of_others.clone(), of_ip.clone()]).await;
    become_so(&admin, ClientQuotaFilter::all().default_ip(), &[of_others]).await;
    become_so(&admin, ClientQuotaFilter::all().ip("10.77.0.1"), &[of_ip]).await;
    let remove = [ip, Entity::default_ip()];
    alter(&admin, &remove.map(|it| Alteration::of(it).remove("connection_creation_rate"))).await;
    become_so(&admin, ClientQuotaFilter::all().any_ip(), &[]).await;
    become_so(&admin, ClientQuotaFilter::all().strict(), &[]).await;
}

pub(crate) async fn what_is_wrong_with_one_quota_hides_no_other(peer: &Peer) {
    let (admin, user) = (peer.admin().await, interop::unique("user"));
    let of = |entity| Alteration::of(entity);
    let changes = [
        of(Entity::user("")).set("producer_byte_rate", 1.0),
        of(Entity::user(&user)).set("producer_byte_rate", 5.0),
        of(Entity::user(&user).and_client_id("x")).set("no_such_key", 5.0),
        of(Entity::user(&user)).set("producer_byte_rate", 6.0),
        of(Entity::ip("10.0.0.1").and_client_id("x")).set("connection_creation_rate", 1.0),
    ];
    let batch = admin.alter_client_quotas(&changes).await.unwrap();
    let outcomes: Vec<_> = batch
        .iter()
        .map(|(_, it)| it.as_ref().err().map(|it| (it.outcome(), it.code().map(|it| it.0))))
        .collect();
    let here = Some((Outcome::NotSent, None));
    assert_eq!(outcomes, [here, None, Some((Outcome::NotApplied, Some(42))), here, here]);
    let expected: (Entity, &[_]) = (Entity::user(&user), &[("producer_byte_rate", 5.0)]);
    become_so(&admin, ClientQuotaFilter::all().user(&user), &[expected]).await;
    alter(&admin, &[of(Entity::user(&user)).remove("producer_byte_rate")]).await;
}

pub(crate) async fn kadm_sets_lists_and_removes_quotas(peer: &Peer) {
    let (admin, user) = (peer.admin().await, interop::unique("user"));
    let set = [
        "quota",
        "set",
        "--user",
        &user,
        "--client-id",
        "x",
        "producer_byte_rate=1000000",
        "request_percentage=5",
    ];
    let (code, answer) = peer.kadm(&[&set[..], &["--dry-run"]].concat()).await;
    assert_eq!((code, &answer["dry_run"]), (0, &json!(true)), "{answer}");
    let (code, answer) = peer.kadm(&set).await;
    assert_eq!((code, &answer["quotas"][0]["ok"]), (0, &json!(true)), "{answer}");
    let entity = Entity::user(&user).and_client_id("x");
    let of_user = || ClientQuotaFilter::all().user(&user);
    let both: (Entity, &[_]) =
        (entity.clone(), &[("producer_byte_rate", 1e6), ("request_percentage", 5.0)]);
    become_so(&admin, of_user(), &[both]).await;
    let (code, listed) = peer.kadm(&["quota", "list", "--user", &user]).await;
    let expected = json!([{
        "entity": {"client-id": "x", "user": user},
        "values": {"producer_byte_rate": 1e6, "request_percentage": 5.0},
    }]);
    assert_eq!((code, &listed["quotas"]), (0, &expected));

    let delete = ["quota", "delete", "--user", &user, "--client-id", "x"];
    let (code, shown) = peer.kadm(&delete).await;
    assert_eq!((code, shown["quotas"].as_array().unwrap().len()), (2, 2), "{shown}");
    let (code, _) = peer.kadm(&[&delete[..], &["request_percentage", "--yes"]].concat()).await;
    assert_eq!(code, 0);
    become_so(&admin, of_user(), &[(entity, &[("producer_byte_rate", 1e6)])]).await;
    let (code, _) = peer.kadm(&[&delete[..], &["--yes"]].concat()).await;
    assert_eq!(code, 0);
    become_so(&admin, of_user(), &[]).await;
    let (code, _) = peer.kadm(&[&delete[..], &["--yes"]].concat()).await;
    assert_eq!(code, 1, "there is nothing left");
    let (code, refused) = peer.kadm(&["quota", "set", "--user", &user, "no_such_key=1"]).await;
    assert_eq!((code, &refused["quotas"][0]["error"]["code"]), (1, &json!(42)), "{refused}");
}
