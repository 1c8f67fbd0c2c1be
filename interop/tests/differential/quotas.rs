//! DescribeClientQuotas and AlterClientQuotas.

use kafka_proto::messages::alter_client_quotas::{
    AlterClientQuotasRequest, EntityData, OpData, RequestEntryData,
};
use kafka_proto::messages::describe_client_quotas::{ComponentData, DescribeClientQuotasRequest};

use crate::{BOTH, Pair, Who};

type Parts = &'static [(&'static str, Option<&'static str>)];

type Component = (&'static str, i8, Option<&'static str>);

const A: Parts = &[("user", Some("a"))];
const A_AND_X: Parts = &[("user", Some("a")), ("client-id", Some("x"))];

pub(crate) fn compare(pair: &mut Pair) {
    entities(pair);
    values(pair);
    several(pair);
    filters(pair);
}

fn op(key: &str, value: f64) -> OpData<'_> {
    OpData { key, value, remove: false, ..Default::default() }
}

fn removal(key: &str) -> OpData<'_> {
    OpData { remove: true, ..op(key, 0.0) }
}

fn entry(parts: Parts, ops: &[OpData<'static>]) -> RequestEntryData<'static> {
    let parts = parts.iter().map(|(entity_type, entity_name)| EntityData {
        entity_type,
        entity_name: *entity_name,
        ..Default::default()
    });
    RequestEntryData { entity: parts.collect(), ops: ops.to_vec().into(), ..Default::default() }
}

/// As a user, then validated, then done.
fn alter(pair: &mut Pair, case: &str, entries: &[RequestEntryData<'static>]) {
    let entries = entries.to_vec();
    for (who, version, validate_only) in
        [(Who::User, 0, false), (Who::User, 1, true), (Who::Admin, 0, true), (Who::Admin, 1, false)]
    {
        let entries = entries.clone().into();
        let request = AlterClientQuotasRequest { entries, validate_only, ..Default::default() };
        pair.write(case, who, version, &request);
    }
}

fn describe(pair: &mut Pair, case: &str, components: &[Component]) {
    for (version, strict) in [(0, false), (1, false), (1, true)] {
        let components = components.iter().map(|(entity_type, match_type, name)| ComponentData {
            entity_type,
            match_type: *match_type,
            r#match: *name,
            ..Default::default()
        });
        let components = components.collect();
        let request = DescribeClientQuotasRequest { components, strict, ..Default::default() };
        for who in BOTH {
            pair.read(case, who, version, &request);
        }
    }
}

fn entities(pair: &mut Pair) {
    let of_clients: [Parts; 12] = [
        A,
        A_AND_X,
        &[("client-id", Some("y")), ("user", Some("a"))],
        &[("user", None)],
        &[("client-id", None)],
        &[("client-id", None), ("user", None)],
        &[("user", Some("a")), ("client-id", None)],
        &[("user", Some("first")), ("user", Some("last"))],
        &[],
        &[("user", Some(""))],
        &[("nope", Some("a"))],
        &[("User", Some("a"))],
    ];
    for parts in of_clients {
        alter(pair, &format!("{parts:?}"), &[entry(parts, &[op("producer_byte_rate", 1000.0)])]);
    }
    let of_addresses: [Parts; 8] = [
        &[("ip", None)],
        &[("ip", Some("10.0.0.1"))],
        &[("ip", Some("::1"))],
        &[("ip", Some("localhost"))],
        &[("ip", Some(""))],
        &[("ip", Some("a b"))],
        &[("ip", Some("300.1.1.1"))],
        &[("ip", Some("10.0.0.1")), ("user", Some("a"))],
    ];
    for parts in of_addresses {
        let rate = op("connection_creation_rate", 7.0);
        alter(pair, &format!("{parts:?}"), &[entry(parts, &[rate])]);
        alter(pair, &format!("{parts:?}"), &[entry(parts, &[op("request_percentage", 7.0)])]);
    }
    describe(pair, "entities", &[]);
}

fn values(pair: &mut Pair) {
    let values = [
        0.0,
        -1.0,
        1.5,
        1e300,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        9.3e18,
        1e-9,
        1.000_000_1,
        1.000_01,
        2_147_483_647.0,
        2_147_483_648.0,
    ];
    let keys = [
        "producer_byte_rate",
        "consumer_byte_rate",
        "request_percentage",
        "controller_mutation_rate",
        "connection_creation_rate",
        "nope",
    ];
    for key in keys {
        for value in values {
            let parts: Parts = match key {
                "connection_creation_rate" => &[("ip", Some("10.0.0.2"))],
                _ => &[("user", Some("values"))],
            };
            alter(pair, &format!("{key} {value}"), &[entry(parts, &[op(key, value)])]);
        }
        describe(pair, key, &[("user", 0, Some("values"))]);
    }
    describe(pair, "values", &[("ip", 2, None)]);
}

fn several(pair: &mut Pair) {
    let rate = |value| op("producer_byte_rate", value);
    let cases = [
        ("nothing", vec![]),
        ("no change", vec![entry(A, &[])]),
        ("one is flawed", vec![entry(A, &[rate(5.0), op("nope", 1.0)])]),
        ("the other entity is flawed", vec![entry(A, &[rate(0.0)]), entry(A_AND_X, &[rate(6.0)])]),
        ("a key twice", vec![entry(A, &[rate(7.0), rate(8.0)])]),
        ("an entity twice", vec![entry(A, &[rate(9.0)]), entry(A, &[rate(10.0)])]),
        (
            "a pair twice",
            vec![
                entry(A_AND_X, &[rate(11.0)]),
                entry(&[("client-id", Some("x")), ("user", Some("a"))], &[rate(12.0)]),
            ],
        ),
        ("the removal of nothing", vec![entry(&[("user", Some("none"))], &[removal("nope")])]),
        ("a removal", vec![entry(A, &[removal("producer_byte_rate")])]),
        ("it again", vec![entry(A, &[removal("producer_byte_rate")])]),
    ];
    for (case, entries) in cases {
        alter(pair, case, &entries);
        describe(pair, case, &[("user", 2, None)]);
    }
}

fn filters(pair: &mut Pair) {
    let a = ("user", 0, Some("a"));
    let filters: [&[Component]; 22] = [
        &[],
        &[a],
        &[("user", 1, None)],
        &[("user", 2, None)],
        &[("client-id", 2, None)],
        &[("client-id", 0, Some("x")), a],
        &[("client-id", 0, Some("x")), ("user", 2, None)],
        &[("client-id", 1, None), ("user", 1, None)],
        &[("ip", 2, None)],
        &[("ip", 0, Some("10.0.0.1"))],
        &[("ip", 1, None)],
        &[("nope", 0, Some("a"))],
        &[a, a],
        &[a, ("ip", 0, Some("10.0.0.1"))],
        &[("user", 3, None)],
        &[("user", -1, Some("a"))],
        &[("user", 0, None)],
        &[("user", 1, Some("a"))],
        &[("user", 2, Some("a"))],
        &[("", 0, Some("a"))],
        &[("user", 0, Some(""))],
        &[("nope", 9, None), ("", 0, None)],
    ];
    for filter in filters {
        describe(pair, &format!("{filter:?}"), filter);
    }
}
