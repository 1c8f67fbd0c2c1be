//! AlterClientQuotas: what `ClientQuotaControlManager` checks (KIP-546).

use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;

use kafka_proto::messages::alter_client_quotas::{
    AlterClientQuotasRequest, AlterClientQuotasResponse, EntityData, OpData, RequestEntryData,
    ResponseEntryData,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::config_resource::invalid;
use super::{Call, Outcome, check_size};
use crate::refusal::Refusal;
use crate::state::quotas::Entity;

/// What can be limited of users and client ids, and of addresses.
const OF_CLIENTS: &[(&str, Kind)] = &[
    ("consumer_byte_rate", Kind::Long),
    ("controller_mutation_rate", Kind::Double),
    ("producer_byte_rate", Kind::Long),
    ("request_percentage", Kind::Double),
];
const OF_ADDRESSES: &[(&str, Kind)] = &[("connection_creation_rate", Kind::Int)];

/// What a limit can be.
#[derive(Clone, Copy)]
enum Kind {
    Double,
    Int,
    Long,
}

pub(super) fn answer(call: &Call<'_>, request: &AlterClientQuotasRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::ALTER_CONFIGS) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    if let Err(refusal) = check_size(request.entries.iter().map(|it| it.ops.len()).sum()) {
        return refuse(call, request, &refusal);
    }
    let mut results: BTreeMap<Asked<'_>, Result<(), Refusal>> = BTreeMap::new();
    for entry in request.entries.iter() {
        let asked = Asked::of(&entry);
        let result = match results.contains_key(&asked) || has_a_key_twice(&entry) {
            true => Err(invalid(format!("Ignoring duplicate entity {}", asked.shown()))),
            false => alter(call, &asked, &entry, request.validate_only),
        };
        results.insert(asked, result);
    }
    let entries = results.iter().map(|(asked, result)| answered(asked, result.as_ref().err()));
    let entries = entries.collect();
    call.reply(&AlterClientQuotasResponse { entries, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &AlterClientQuotasRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let entries = request.entries.iter().map(|entry| ResponseEntryData {
        error_code: refusal.code,
        error_message: refusal.message(),
        entity: entry.entity,
        ..Default::default()
    });
    call.reply(&AlterClientQuotasResponse { entries: entries.collect(), ..Default::default() })
}

/// The entity of these kinds and names, if there can be one.
pub(crate) fn entity<'q>(
    parts: impl Iterator<Item = (&'q str, Option<&'q str>)>,
) -> Result<Entity, Refusal> {
    Asked::new(parts).check()
}

/// A new limit of the entity, if it can have it.
pub(crate) fn value(
    entity: &Entity,
    key: &str,
    value: f64,
) -> Result<(&'static str, Option<f64>), Refusal> {
    let unknown = || invalid(format!("Invalid configuration key {key}"));
    let (known, kind) = keys(entity).iter().find(|(it, _)| *it == key).ok_or_else(unknown)?;
    check_value(key, *kind, value)?;
    Ok((known, Some(value)))
}

fn answered<'a>(asked: &Asked<'a>, refusal: Option<&'a Refusal>) -> ResponseEntryData<'a> {
    let parts = asked.0.iter().map(|((_, entity_type), entity_name)| EntityData {
        entity_type,
        entity_name: *entity_name,
        ..Default::default()
    });
    ResponseEntryData {
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        entity: parts.collect(),
        ..Default::default()
    }
}

/// An entity as a request has it: names by their kinds, in the order in which Kafka shows these. Of two
/// names of a kind the last one counts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Asked<'q>(BTreeMap<(u8, &'q str), Option<&'q str>>);

impl<'q> Asked<'q> {
    fn of(entry: &RequestEntryData<'q>) -> Self {
        Self::new(entry.entity.iter().map(|part| (part.entity_type, part.entity_name)))
    }

    fn new(parts: impl Iterator<Item = (&'q str, Option<&'q str>)>) -> Self {
        let place = |kind: &str| match kind {
            "client-id" => 0,
            "user" => 1,
            "ip" => 2,
            _ => 3,
        };
        Self(parts.map(|(kind, name)| ((place(kind), kind), name)).collect())
    }

    /// `ClientQuotaEntity.toString`.
    fn shown(&self) -> String {
        let parts = self.0.iter();
        let parts = parts.map(|((_, kind), name)| format!("{kind}={}", name.unwrap_or("null")));
        format!("ClientQuotaEntity(entries={{{}}})", parts.collect::<Vec<_>>().join(", "))
    }

    /// The entity, if there can be one.
    fn check(&self) -> Result<Entity, Refusal> {
        if self.0.is_empty() {
            return Err(invalid("Invalid empty client quota entity"));
        }
        let mut entity = Entity::default();
        for ((_, kind), name) in &self.0 {
            let part = match *kind {
                "client-id" => &mut entity.client_id,
                "user" => &mut entity.user,
                "ip" => &mut entity.ip,
                _ => return Err(invalid(format!("Unhandled client quota entity type: {kind}"))),
            };
            if *name == Some("") {
                return Err(invalid(format!("Empty {kind} not supported")));
            }
            *part = Some(name.map(str::to_owned));
        }
        check_address(&entity)?;
        Ok(entity)
    }
}

/// An address stands alone, and can be reached. Kafka asks DNS, the emulator nobody.
fn check_address(entity: &Entity) -> Result<(), Refusal> {
    let Some(ip) = &entity.ip else { return Ok(()) };
    if entity.user.is_some() || entity.client_id.is_some() {
        return Err(invalid(
            "Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId",
        ));
    }
    match ip {
        Some(name) if name != "localhost" && name.parse::<IpAddr>().is_err() => {
            Err(invalid(format!("{name} is not a valid IP or resolvable host.")))
        }
        _ => Ok(()),
    }
}

fn has_a_key_twice(entry: &RequestEntryData<'_>) -> bool {
    let mut seen = HashSet::new();
    !entry.ops.iter().all(|op| seen.insert(op.key))
}

fn alter(
    call: &Call<'_>,
    asked: &Asked<'_>,
    entry: &RequestEntryData<'_>,
    validate_only: bool,
) -> Result<(), Refusal> {
    let entity = asked.check()?;
    let mut changes = Vec::with_capacity(entry.ops.len());
    for op in entry.ops.iter() {
        changes.extend(change(&op, &entity)?);
    }
    let quotas = &call.cluster.state.quotas;
    if validate_only {
        return quotas.now().change(&entity, &changes);
    }
    quotas.change(|quotas| quotas.change(&entity, &changes))
}

/// The key with its new value. A key that nobody has can be removed.
fn change(
    op: &OpData<'_>,
    entity: &Entity,
) -> Result<Option<(&'static str, Option<f64>)>, Refusal> {
    if op.remove {
        let known = keys(entity).iter().find(|(key, _)| *key == op.key);
        return Ok(known.map(|(key, _)| (*key, None)));
    }
    value(entity, op.key, op.value).map(Some)
}

fn keys(entity: &Entity) -> &'static [(&'static str, Kind)] {
    if entity.ip.is_some() { OF_ADDRESSES } else { OF_CLIENTS }
}

fn check_value(key: &str, kind: Kind, value: f64) -> Result<(), Refusal> {
    let (name, max) = match kind {
        Kind::Double => ("a DOUBLE", f64::MAX),
        Kind::Int => ("an INT", f64::from(i32::MAX)),
        Kind::Long => ("a LONG", i64::MAX as f64),
    };
    let text = if !value.is_finite() {
        format!("Quota {key} must be a finite number")
    } else if value <= 0.0 {
        format!("Quota {key} must be greater than 0")
    } else if value > max {
        format!("Proposed value for {key} is too large for {name}.")
    } else if !matches!(kind, Kind::Double) && is_fractional(value) {
        format!("{key} cannot be a fractional value.")
    } else {
        return Ok(());
    };
    Err(invalid(text))
}

/// A millionth is not seen.
fn is_fractional(value: f64) -> bool {
    const EPSILON: f64 = 1e-6;
    ((value + EPSILON).trunc() - value).abs() > EPSILON
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    type Parts<'a> = &'a [(&'a str, Option<&'a str>)];

    fn op(key: &str, value: f64) -> OpData<'_> {
        OpData { key, value, remove: false, ..Default::default() }
    }

    fn removal(key: &str) -> OpData<'_> {
        OpData { remove: true, ..op(key, 0.0) }
    }

    fn entry<'a>(parts: Parts<'a>, ops: &[OpData<'a>]) -> RequestEntryData<'a> {
        let parts = parts.iter().map(|(entity_type, entity_name)| EntityData {
            entity_type,
            entity_name: *entity_name,
            ..Default::default()
        });
        RequestEntryData { entity: parts.collect(), ops: ops.to_vec().into(), ..Default::default() }
    }

    /// Code and message of every answer.
    fn alter(
        cluster: &Cluster,
        client: &Client,
        entries: Vec<RequestEntryData<'_>>,
        validate_only: bool,
    ) -> Vec<(i16, String)> {
        let entries = entries.into();
        let request = AlterClientQuotasRequest { entries, validate_only, ..Default::default() };
        let frame = ask(cluster, client, 1, &request).unwrap();
        let response = read::<AlterClientQuotasRequest<'_>>(&frame, 1);
        let summary = |it: ResponseEntryData<'_>| {
            (it.error_code.0, it.error_message.unwrap_or_default().to_owned())
        };
        response.entries.iter().map(summary).collect()
    }

    fn limits(cluster: &Cluster) -> Vec<f64> {
        let quotas = cluster.state.quotas.now();
        quotas.iter().flat_map(|(_, limits)| limits.values().copied()).collect()
    }

    fn said(code: i16, text: &str) -> (i16, String) {
        (code, text.to_owned())
    }

    const USER: Parts<'static> = &[("user", Some("u"))];

    #[test]
    fn limits_are_set_and_removed() {
        let cluster = cluster(1);
        let set = entry(USER, &[op("producer_byte_rate", 5.0), op("request_percentage", 0.5)]);
        assert_eq!(alter(&cluster, &iam(), vec![set], false), [said(0, "")]);
        assert_eq!(limits(&cluster), [5.0, 0.5]);
        let removed = entry(USER, &[removal("producer_byte_rate"), removal("nope")]);
        assert_eq!(alter(&cluster, &iam(), vec![removed.clone()], true), [said(0, "")]);
        assert_eq!(limits(&cluster), [5.0, 0.5]);
        assert_eq!(alter(&cluster, &iam(), vec![removed], false), [said(0, "")]);
        assert_eq!(limits(&cluster), [0.5]);
    }

    #[test]
    fn refusals_are_in_the_words_of_kafka_4_4() {
        let rate = || op("producer_byte_rate", 1.0);
        let table = [
            (entry(&[], &[rate()]), "Invalid empty client quota entity"),
            (entry(&[("user", Some(""))], &[]), "Empty user not supported"),
            (entry(&[("x", None)], &[]), "Unhandled client quota entity type: x"),
            (
                entry(&[("ip", None), ("user", None)], &[]),
                "Invalid quota entity combination, IP entity shouldnot be combined with User or \
                 ClientId",
            ),
            (entry(&[("ip", Some("a b"))], &[]), "a b is not a valid IP or resolvable host."),
            (entry(&[("ip", None)], &[rate()]), "Invalid configuration key producer_byte_rate"),
            (entry(USER, &[op("nope", 1.0)]), "Invalid configuration key nope"),
            (
                entry(USER, &[rate(), rate()]),
                "Ignoring duplicate entity ClientQuotaEntity(entries={user=u})",
            ),
        ];
        for (entry, text) in table {
            assert_eq!(alter(&cluster(1), &iam(), vec![entry], false), [said(42, text)]);
        }
    }

    #[test]
    fn values_are_checked() {
        // (key, value, what Kafka said behind the key, or in front of it)
        let table = [
            ("producer_byte_rate", f64::NAN, "Quota producer_byte_rate must be a finite number"),
            (
                "request_percentage",
                f64::INFINITY,
                "Quota request_percentage must be a finite number",
            ),
            ("request_percentage", 0.0, "Quota request_percentage must be greater than 0"),
            ("consumer_byte_rate", -1.0, "Quota consumer_byte_rate must be greater than 0"),
            (
                "producer_byte_rate",
                9.3e18,
                "Proposed value for producer_byte_rate is too large for a LONG.",
            ),
            ("producer_byte_rate", 1.5, "producer_byte_rate cannot be a fractional value."),
            ("producer_byte_rate", 1.000_000_1, ""),
            ("producer_byte_rate", 1e-9, ""),
            ("controller_mutation_rate", 1.5, ""),
            ("request_percentage", 1e300, ""),
        ];
        for (key, value, text) in table {
            let code = if text.is_empty() { 0 } else { 42 };
            let entry = entry(USER, &[op(key, value)]);
            assert_eq!(
                alter(&cluster(1), &iam(), vec![entry], false),
                [said(code, text)],
                "{value}"
            );
        }
        for (value, code) in [(2_147_483_647.0, 0), (2_147_483_648.0, 42), (1.5, 42)] {
            let entry = entry(&[("ip", Some("::1"))], &[op("connection_creation_rate", value)]);
            assert_eq!(alter(&cluster(1), &iam(), vec![entry], false)[0].0, code, "{value}");
        }
    }

    /// Kafka changes the entity once, and then says that it has not.
    #[test]
    fn of_an_entity_that_is_there_twice_the_first_change_is_made() {
        let cluster = cluster(1);
        let parts: Parts<'_> = &[("user", Some("u")), ("client-id", None)];
        let turned: Parts<'_> = &[("client-id", None), ("user", Some("u"))];
        let entries = vec![
            entry(parts, &[op("producer_byte_rate", 7.0)]),
            entry(turned, &[op("producer_byte_rate", 8.0)]),
        ];
        let text = "Ignoring duplicate entity ClientQuotaEntity(entries={client-id=null, user=u})";
        assert_eq!(alter(&cluster, &iam(), entries, false), [said(42, text)]);
        assert_eq!(limits(&cluster), [7.0]);
    }

    #[test]
    fn alter_configs_on_the_cluster_is_needed() {
        let cluster = cluster(1);
        let entries = vec![entry(USER, &[op("producer_byte_rate", 7.0)])];
        assert_eq!(alter(&cluster, &user(), entries, false)[0].0, 31);
        assert!(limits(&cluster).is_empty());
    }
}
